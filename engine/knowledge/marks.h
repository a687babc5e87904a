#pragma once

#include <span>

#include "engine/knowledge/search.h"

namespace hs::knowledge {

/// Where a passage says what was asked: words by their stems, and the sentence that is nearest. `question`: its vector, as the local model makes it;
/// empty: sentences are compared by their words. In rising order, the sentence first. Any thread.
[[nodiscard]] std::vector<Mark> marksOf(const Found &found, const SearchWords &words, const LocalModel &local, std::span<const float> question);

/// The sentence of a text that says most of what was asked, as bytes from and to, and how near it is, 0 to about 2: the share of the question's words in it, and the
/// cosine of the learned part.
struct Nearest {
    std::size_t start = 0, end = 0;
    double worth = 0;
};
[[nodiscard]] std::vector<Nearest> sentencesByWorth(std::string_view text, std::string_view language, const SearchWords &words, const LocalModel &local,
                                                    std::span<const float> question); ///< best first

} // namespace hs::knowledge
