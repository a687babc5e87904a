#include "engine/workflow/near_names.h"

#include <algorithm>

namespace hs::workflow {

namespace {

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

} // namespace

std::string didYouMean(std::string_view name, const std::vector<std::string> &candidates)
{
    constexpr std::size_t LongestName = 100; // names beyond are not slips of the pen
    if (name.size() > LongestName)
        return {};
    const std::string *best = nullptr;
    std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const auto &candidate : candidates) {
        if (candidate.size() > LongestName || candidate == name)
            continue;
        if (const auto cost = distance(name, candidate); cost < least && cost < name.size()) {
            least = cost;
            best = &candidate;
        }
    }
    return best == nullptr ? std::string() : "; did you mean " + inQuotes(*best) + '?';
}

std::string inQuotes(std::string_view name)
{
    return '"' + std::string(name) + '"';
}

std::string listed(const std::vector<std::string> &names)
{
    std::string out;
    for (const auto &name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

} // namespace hs::workflow
