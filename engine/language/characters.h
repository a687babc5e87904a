#pragma once

#include <cstddef>
#include <string_view>

namespace hs::language {

/// What nextCharacter gives for bytes that are no character.
constexpr char32_t NoCharacter = 0xFFFFFFFF;

/// The character that begins at `at` (below the text's size), which then stands behind it. For bytes that are not well-formed
/// UTF-8 (Unicode 15, table 3-7): NoCharacter, and one byte further.
[[nodiscard]] inline char32_t nextCharacter(std::string_view text, std::size_t &at)
{
    const auto byteAt = [&](std::size_t i) -> char32_t { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    const auto follows = [&](std::size_t i, char32_t low = 0x80, char32_t high = 0xBF) { return byteAt(i) >= low && byteAt(i) <= high; };
    const auto i = at++;
    const auto lead = byteAt(i);
    if (lead < 0x80)
        return lead;
    if (lead >= 0xC2 && lead < 0xE0 && follows(i + 1)) {
        at = i + 2;
        return ((lead & 0x1FU) << 6) | (byteAt(i + 1) & 0x3FU);
    }
    if (lead >= 0xE0 && lead < 0xF0 && follows(i + 1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(i + 2)) {
        at = i + 3;
        return ((lead & 0x0FU) << 12) | ((byteAt(i + 1) & 0x3FU) << 6) | (byteAt(i + 2) & 0x3FU);
    }
    if (lead >= 0xF0 && lead < 0xF5 && follows(i + 1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(i + 2)
        && follows(i + 3)) {
        at = i + 4;
        return ((lead & 0x07U) << 18) | ((byteAt(i + 1) & 0x3FU) << 12) | ((byteAt(i + 2) & 0x3FU) << 6) | (byteAt(i + 3) & 0x3FU);
    }
    return NoCharacter;
}

/// The beginning of the character that a byte belongs to: `at` itself, unless it is inside of a well-formed one. `at` may be the size.
[[nodiscard]] inline std::size_t characterStart(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return text.size();
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
        if ((static_cast<unsigned char>(text[at - back + 1]) & 0xC0U) != 0x80U)
            break;
        auto end = at - back;
        if (nextCharacter(text, end) != NoCharacter && end > at)
            return at - back;
    }
    return at;
}

/// What stands between words and shows nothing: Unicode's White_Space.
[[nodiscard]] inline bool isBlank(char32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
        || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The end of the last character before `end` that is no blank; `start` when all are blanks.
[[nodiscard]] inline std::size_t withoutBlanksBehind(std::string_view text, std::size_t start, std::size_t end)
{
    while (end > start) {
        const auto last = characterStart(text, end - 1);
        auto at = last;
        if (last < start || !isBlank(nextCharacter(text, at)))
            break;
        end = last;
    }
    return end;
}

/// The first character from `start` that is no blank; `end` when all are blanks.
[[nodiscard]] inline std::size_t withoutBlanksBefore(std::string_view text, std::size_t start, std::size_t end)
{
    while (start < end) {
        auto at = start;
        if (!isBlank(nextCharacter(text, at)))
            break;
        start = at;
    }
    return start < end ? start : end;
}

} // namespace hs::language
