#include "engine/workflow/semver.h"

#include <algorithm>
#include <string>

namespace hs::workflow {

namespace {

/// Cuts off what stands before the next `separator`.
std::string_view cut(std::string_view &rest, char separator)
{
    const auto end = std::min(rest.find(separator), rest.size());
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Numbers of any length: without leading zeros the longer one is the greater.
std::weak_ordering compareNumbers(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return a.size() <=> b.size();
    return a.compare(b) <=> 0;
}

std::weak_ordering compareIdentifiers(std::string_view a, std::string_view b)
{
    if (isNumber(a) != isNumber(b))
        return isNumber(a) ? std::weak_ordering::less : std::weak_ordering::greater;
    return isNumber(a) ? compareNumbers(a, b) : std::weak_ordering(a.compare(b) <=> 0);
}

} // namespace

std::weak_ordering compareVersions(std::string_view a, std::string_view b)
{
    a = cut(a, '+');
    b = cut(b, '+');
    auto coreA = cut(a, '-');
    auto coreB = cut(b, '-');
    while (!coreA.empty() || !coreB.empty())
        if (const auto order = compareNumbers(cut(coreA, '.'), cut(coreB, '.')); order != 0)
            return order;
    if (a.empty() || b.empty()) // the one without a pre-release is the release
        return int(a.empty()) <=> int(b.empty());
    while (!a.empty() && !b.empty())
        if (const auto order = compareIdentifiers(cut(a, '.'), cut(b, '.')); order != 0)
            return order;
    return int(!a.empty()) <=> int(!b.empty());
}

} // namespace hs::workflow
