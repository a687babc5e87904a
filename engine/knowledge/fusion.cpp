#include "engine/knowledge/fusion.h"

#include <algorithm>
#include <functional>
#include <map>

namespace hs::knowledge {

namespace {

constexpr std::size_t Candidates = 100;

/// A list's scores as 0 … 1.
std::vector<double> scaled(const std::vector<Ranked> &list)
{
    const std::size_t count = std::min(list.size(), Candidates);
    std::vector<double> values(count, 1.0);
    if (count < 2)
        return values;
    const double best = list.front().score;
    // A list that is not full has no hundredth: what is not in it is worth nothing, and its last one is worth a little more than that.
    const double worst = count == Candidates ? list[count - 1].score : std::min(list[count - 1].score * 0.9, list[count - 1].score - 1e-9);
    for (std::size_t at = 0; at < count; ++at)
        values[at] = best > worst ? std::clamp((list[at].score - worst) / (best - worst), 0.0, 1.0) : 1.0;
    return values;
}

} // namespace

std::vector<Fused> fuseByScore(const std::vector<Ranked> &words, const std::vector<Ranked> &meanings, double share, const Compared &compared)
{
    const double wordWeight = meanings.empty() ? 1 : 1 - share;
    const double meaningWeight = words.empty() ? 1 : share;
    std::map<std::int64_t, Fused> all;
    const auto byWord = scaled(words);
    for (std::size_t at = 0; at < byWord.size(); ++at) {
        auto &one = all[words[at].passage];
        one.passage = words[at].passage;
        one.wordRank = int(at) + 1;
        one.bm25 = words[at].score;
        one.fused += (compared && !compared(one.passage) ? 1 : wordWeight) * byWord[at];
    }
    const auto byMeaning = scaled(meanings);
    for (std::size_t at = 0; at < byMeaning.size(); ++at) {
        auto &one = all[meanings[at].passage];
        one.passage = meanings[at].passage;
        one.meaningRank = int(at) + 1;
        one.cosine = meanings[at].score;
        one.fused += meaningWeight * byMeaning[at];
    }
    std::vector<Fused> list;
    list.reserve(all.size());
    for (auto &[id, one] : all)
        list.push_back(one);
    std::sort(list.begin(), list.end(), [](const Fused &a, const Fused &b) {
        if (a.fused != b.fused)
            return a.fused > b.fused;
        if (a.cosine != b.cosine)
            return a.cosine > b.cosine;
        return a.passage > b.passage;
    });
    return list;
}

} // namespace hs::knowledge
