#include "engine/runtime/studio.h"

#include <algorithm>
#include <array>

namespace hs::runtime {

std::string dayOf(Timestamp at)
{
    return toRfc3339(at).substr(0, 10);
}

namespace {
constexpr std::array<std::string_view, 4> Names{"Low", "Medium", "High", "Urgent"};
} // namespace

int priorityNumber(std::string_view name)
{
    for (std::size_t i = 0; i < Names.size(); ++i) {
        const bool same = std::equal(name.begin(), name.end(), Names[i].begin(), Names[i].end(),
                                     [](char a, char b) { return (a | 32) == (b | 32); });
        if (same)
            return int(i);
    }
    return 1;
}

std::string priorityName(int number)
{
    return std::string(Names[std::size_t(std::clamp(number, 0, 3))]);
}

} // namespace hs::runtime
