#include "engine/vocabulary/nearest.h"

#include <algorithm>
#include <cctype>

namespace hs {

namespace {

char lower(char c)
{
    return char(std::tolower(static_cast<unsigned char>(c)));
}

std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1); // the row before the last
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1); // two letters changed places
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string nearest(std::string_view word, const std::vector<std::string> &candidates)
{
    constexpr std::size_t LongestWord = 100; // nobody mistypes a name of this length
    if (word.size() > LongestWord)
        return {};
    const std::size_t limit = std::min<std::size_t>(3, std::max<std::size_t>(1, word.size() / 3));
    std::size_t best = limit + 1;
    std::string found;
    for (const auto &candidate : candidates) {
        if (candidate.size() > word.size() + limit || word.size() > candidate.size() + limit)
            continue;
        if (const auto d = distance(word, candidate); d < best) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

std::string quotedList(const std::vector<std::string> &names)
{
    std::string list;
    for (const auto &name : names)
        list += (list.empty() ? "\"" : ", \"") + name + '"';
    return list;
}

} // namespace hs
