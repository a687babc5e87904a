#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Words of a text with the place where they stand. Pure; any thread.
namespace hs::agents {

struct Span {
    std::size_t begin = 0, end = 0; ///< bytes, end exclusive
    friend bool operator==(const Span &, const Span &) = default;
};

struct Token {
    std::string word; ///< lower case, NFC, without a possessive 's; empty: stands for a dropped part
    Span span;        ///< in the original text
    bool clause = false;   ///< a comma, colon, bracket or dash stands before it
    bool sentence = false; ///< a full stop, question mark, exclamation mark, semicolon or empty line stands before it
    bool question = false; ///< its sentence ends with a question mark
};

/// The code point that begins at byte `at`, which moves on behind it. Invalid bytes are U+FFFD.
[[nodiscard]] char32_t pointAt(std::string_view text, std::size_t &at);

/// Lower case (full Unicode, root locale) and NFC. Invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string fold(std::string_view text);

/// Words are runs of letters, digits and marks; an apostrophe inside belongs to
/// the word (don't), and so does a dot or comma between digits (15,000). A
/// hyphen parts words; "%" is the word "percent". A part in `dropped` (sorted, not overlapping) is one
/// empty token. O(n).
[[nodiscard]] std::vector<Token> tokenize(std::string_view text, const std::vector<Span> &dropped = {});

/// Parts of a mail that are not the sender's own words of now: quoted mail
/// (lines after ">" and what follows "On … wrote:" or "Original Message") and
/// strings in quotation marks. Sorted, not overlapping. If nothing else would
/// be left, nothing is dropped: doubt goes up.
[[nodiscard]] std::vector<Span> quotedParts(std::string_view text);

/// Where `names` stand in the text, as whole words and in any case. Names of
/// fewer than three letters are ignored.
[[nodiscard]] std::vector<Span> namedParts(std::string_view text, const std::vector<std::string> &names);

/// Sorted union of both.
[[nodiscard]] std::vector<Span> merged(std::vector<Span> a, const std::vector<Span> &b);

} // namespace hs::agents
