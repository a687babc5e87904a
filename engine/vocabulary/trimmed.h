#pragma once

#include <string_view>

namespace hs {

/// The text without ASCII white space (space, tab, line ends, \v, \f) at its ends. Any thread.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view Blank = " \t\n\v\f\r";
    const auto begin = text.find_first_not_of(Blank);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(Blank) - begin + 1);
}

} // namespace hs
