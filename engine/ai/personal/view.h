#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// A text as its reader sees it, with the way back to the bytes that were written. Pure; any thread.
namespace hs::ai::personal {

/// The code point that begins at byte `at`, which moves on behind it. Invalid bytes are U+FFFD.
[[nodiscard]] char32_t pointAt(std::string_view text, std::size_t &at);
void appendPoint(std::string &text, char32_t point);

/// Shows nothing and changes how a text is read: zero width, bidi controls, Unicode tags, variation selectors, fillers.
/// Line ends and tabs are none.
[[nodiscard]] bool isInvisible(char32_t point);
[[nodiscard]] bool isLetter(char32_t point); ///< or a mark that belongs to one
[[nodiscard]] constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool isAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
[[nodiscard]] constexpr bool isAlnum(char c) { return isDigit(c) || isAsciiLetter(c); }
/// Of a letter or digit in any script: bytes of other scripts count as letters.
[[nodiscard]] constexpr bool isWordByte(char c) { return isAlnum(c) || static_cast<unsigned char>(c) >= 0x80; }

/// Whether a list of words holds one.
template <typename List>
[[nodiscard]] constexpr bool isListed(const List &list, std::string_view word)
{
    for (const std::string_view entry : list) {
        if (entry == word)
            return true;
    }
    return false;
}

/// Lower case without accents, in one way of writing (NFKC case folding, marks taken off): "MÜLLER" and "müller" are "muller".
[[nodiscard]] std::string folded(std::string_view text);

/// A text with its disguises taken off, for finders: escapes of JSON (\n, \u00e9), of URLs (%40) and of HTML (&#64;) are what
/// they stand for, what is invisible is gone, and blanks, hyphens, apostrophes and full-width letters are the plain ones.
class View {
public:
    /// With `undo` false escapes stay as they are written.
    explicit View(std::string_view raw, bool undo = true);
    [[nodiscard]] const std::string &text() const { return m_text; }
    /// Where byte `at` of the text begins in what was written; `at` may be one past the end.
    [[nodiscard]] std::size_t raw(std::size_t at) const { return m_at.empty() ? at : m_at[at]; }
    [[nodiscard]] bool hadEscapes() const { return m_escapes; }

private:
    void emit(std::string_view bytes, std::size_t begin);
    std::size_t escaped(std::string_view raw, std::size_t at);

    std::string m_text;
    std::vector<std::size_t> m_at; ///< by byte of the text; empty: the same places
    bool m_escapes = false;
};

/// A run of letters, digits and marks; letters of scripts without blanks between words stand alone.
struct Word {
    std::string folded;
    std::size_t begin = 0, end = 0;
    bool capital = false; ///< begins with an upper-case letter
    bool number = false;  ///< digits only
};
[[nodiscard]] std::vector<Word> wordsOf(std::string_view text);

} // namespace hs::ai::personal
