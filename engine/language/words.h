#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The one word rule of the search: what is a word in a text, in a question, in a chunk's statistics.
namespace hs::language {

struct Span {
    std::size_t start = 0, end = 0; ///< bytes, half open
    friend bool operator==(const Span &, const Span &) = default;
};

struct Word {
    std::string folded;         ///< lower case (ICU case folding), without diacritics, as the full-text index has it
    std::size_t start = 0, end = 0; ///< bytes of the text, half open, on the borders of characters
};

/// Letters, digits and marks, split as SQLite's `unicode61` does ("don't" → don, t; "ERR-4012" → err, 4012), so that what is
/// asked is what was indexed. Runs of Han, Kana, Thai, Lao, Khmer and Burmese, which have no blanks, are split by ICU's word
/// breaks (Hangul has blanks and is split at them). Invalid UTF-8 parts words. Any thread.
[[nodiscard]] std::vector<Word> words(std::string_view text);

/// Where the same words stand, for counting and cutting without the cost of folding. Any thread.
[[nodiscard]] std::vector<Span> wordSpans(std::string_view text);

/// Whether a folded word says nothing of what a text is about. `language`: "en", "de", "fr", "es"; others have no list.
[[nodiscard]] bool isStopWord(std::string_view folded, std::string_view language);

/// Whether two folded neighbours ask for a measure, so that the second says nothing of what a text is about: "how long", "wie viel",
/// "combien temps" (its "de" left out), "cuanto tiempo".
[[nodiscard]] bool asksForMeasure(std::string_view word, std::string_view next);

/// Snowball's stem of a folded word ("en" is Porter's, as the index has it); the word itself for a language without one.
[[nodiscard]] std::string stem(std::string_view folded, std::string_view language);
[[nodiscard]] bool hasStemmer(std::string_view language);

/// Whether a folded word is of a script without blanks, so that the index has it apart in the column of stems only.
[[nodiscard]] bool isUnspaced(std::string_view folded);

/// What the column of stems holds beside the words: for languages other than English the stem of every word; where a text
/// has words of scripts without blanks, these apart. "" for English without such words, whose stems the index makes itself.
[[nodiscard]] std::string stemmedText(std::string_view text, std::string_view language);

} // namespace hs::language
