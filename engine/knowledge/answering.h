#pragma once

#include <string>
#include <vector>

#include "engine/knowledge/search.h"

/// Answers from passages that were found, each sentence with the passages that say it, or a refusal (knowledge.md §6, §9).
/// Pure; any thread. Encoding sentences takes some milliseconds each: not the GUI's.
namespace hs::knowledge {

struct Sentence {
    std::string text;
    std::vector<int> cites; ///< numbers of SearchResult::found, from 1
};
struct Composed {
    bool answered = false;
    std::vector<Sentence> sentences;
    std::string refusal;              ///< why nothing is answered
    std::vector<std::string> warnings; ///< contradictory, outdated, reported sources
};

/// The sentences that answer best, word for word, at most three.
[[nodiscard]] Composed answerByExtraction(const SearchResult &result, const LocalModel &local, Timestamp now);

/// What a language model wrote with [1]-marks, held against what it was given: every sentence must cite, what it cites must have been given, its
/// numbers and quoted words must stand there. BadInput says which sentence does not hold, for one more try.
[[nodiscard]] Result<Composed> checkedAnswer(std::string_view text, const SearchResult &result, Timestamp now);

/// Sources that contradict one another, are old, or were reported.
[[nodiscard]] std::vector<std::string> warningsOf(const SearchResult &result, const std::vector<int> &cited, Timestamp now);

} // namespace hs::knowledge
