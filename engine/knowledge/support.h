#pragma once

#include "engine/knowledge/search.h"

namespace hs::knowledge {

/// Whether what was found carries an answer at all: how much of the question stands in one passage, how near it is in meaning, and, in
/// English, how near the question is to what the studio writes of beside the world at large (embedding::GeneralSubjects). 0 to 1; below
/// AnswerAt nothing is answered, below WellAt with a word of doubt.
inline constexpr double AnswerAt = 0.4, WellAt = 0.8;
[[nodiscard]] double support(const SearchResult &result);

/// Whether the local model compared, and knows enough to tell by meaning. Else words decide alone.
[[nodiscard]] bool toldByMeaning(const SearchResult &result);

} // namespace hs::knowledge
