#pragma once

// Inside of the module. Not for other modules.

#include <algorithm>
#include <string>
#include <string_view>

/// ASCII alone, whatever the locale: names of tags, headers, endings.
namespace hs::documents {

[[nodiscard]] constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isLetter(char c)
{
    return lowered(c) >= 'a' && lowered(c) <= 'z';
}

[[nodiscard]] inline std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return lowered(c); });
    return lower;
}

[[nodiscard]] constexpr bool sameWord(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lowered(x) == lowered(y); });
}

[[nodiscard]] constexpr bool startsWithWord(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && sameWord(text.substr(0, start.size()), start);
}

} // namespace hs::documents
