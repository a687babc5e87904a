#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a person types into the search: words, "phrases", -excluded, and filters as `source:handbook by:mira after:2026-03`.
namespace hs::knowledge {

struct Term {
    std::string folded; ///< as language::words gives it
    std::string stem;   ///< Porter's for "en" and unknown languages
    friend bool operator==(const Term &, const Term &) = default;
};

struct SearchWords {
    std::string text;  ///< what is left without filters, exclusions and quotes: for meaning
    std::string language; ///< guess; "" when nothing speaks for one
    std::vector<Term> terms; ///< without stop words (all words, where nothing else is left), each once, in order, at most 64
    std::vector<std::vector<std::string>> phrases; ///< required, folded words of each, at most 8 of at most 16
    std::vector<std::string> excluded; ///< folded words, at most 16; of an excluded phrase (-"b c", -ERR-4012) its words with a blank between

    // Filters; several of a kind mean "one of them". Values are as typed, folded to lower case.
    std::vector<std::string> sources, authors, types, databases, entities, languages;
    std::optional<std::int64_t> after, before; ///< milliseconds since 1970 (UTC): at or after; before
    std::vector<std::string> findings; ///< what was not understood, in plain English: "after:soon is no date: write after:2026-03-01"
};

/// Never fails: what is not understood is taken as words, with a finding. Keys: source, by (author), type, in (database), entity, lang,
/// after, before (YYYY, YYYY-MM, YYYY-MM-DD, today, yesterday, 7d, 3w, 2m, 1y); values may stand in quotes. Texts over 4,000 bytes are cut.
/// `now`: milliseconds since 1970. Any thread.
[[nodiscard]] SearchWords parseQuery(std::string_view typed, std::int64_t now);

enum class Joined { Any, All };
/// The MATCH text for the columns heading, body and stems of the full-text index: any or all of the terms, quoted; phrases required; exclusions by
/// NOT. `leaveOut`: indices of terms that are too common to be worth their time. "" when there is nothing to match.
[[nodiscard]] std::string matchText(const SearchWords &words, const std::vector<std::size_t> &leaveOut = {}, Joined joined = Joined::Any);

/// A word of the index that a mistyped one most likely was: one edit for 4 to 7 letters, two for 8 and more, swapped neighbours count once;
/// among equals the one in more passages. `known(prefix, visit)` hands out the index's words that begin so, with the number of their passages.
using KnownWords = std::function<void(std::string_view prefix, const std::function<void(std::string_view word, std::int64_t passages)> &visit)>;
[[nodiscard]] std::optional<std::string> correction(std::string_view folded, const KnownWords &known);

} // namespace hs::knowledge
