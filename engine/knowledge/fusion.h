#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace hs::knowledge {

/// One passage in a list of one retriever, best first.
struct Ranked {
    std::int64_t passage = 0;
    double score = 0; ///< more is better
};

/// What two retrievers say of one passage.
struct Fused {
    std::int64_t passage = 0;
    double fused = 0;     ///< 0 to 1
    int wordRank = 0;     ///< from 1; 0: not among them
    double bm25 = 0;
    int meaningRank = 0;
    double cosine = -2;   ///< -2: not among them
};

/// Weighted min-max (knowledge.md §5): each list's best 100 are mapped to 0 … 1 (best 1, last 0, not in the list 0), and
/// `share` is the weight of meaning. One list alone counts whole, and so does a passage's place among the words while nobody has compared
/// its meaning yet (`compared`; null: all are). Ties: higher cosine, then the later passage, so that results repeat.
using Compared = std::function<bool(std::int64_t passage)>;
[[nodiscard]] std::vector<Fused> fuseByScore(const std::vector<Ranked> &words, const std::vector<Ranked> &meanings, double share, const Compared &compared = {});

} // namespace hs::knowledge
