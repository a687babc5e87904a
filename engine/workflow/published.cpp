#include <algorithm>
#include <array>

#include "engine/crypto/hash.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/document.h"
#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

/// Their keys stand in an order that means something: regions and their entering (F2), timers (M14).
constexpr std::array<std::string_view, 2> OrderedKeys = {"states", "after"};

/// What these hold is data or rules: order shows in what they give.
constexpr std::array<std::string_view, 8> DataKeys = {"context", "input", "output", "params", "setup", "meta", "compensate", "retry"};

template <typename List>
bool holds(const List &list, std::string_view key)
{
    return std::find(list.begin(), list.end(), key) != list.end();
}

/// `counts`: whether the order of the keys of `a` is meaning; `all`: whether it is everywhere below too.
/// The two have equal content.
bool sameOrder(const OrderedJson &a, const OrderedJson &b, bool counts, bool all)
{
    if (a.is_array())
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [&](const OrderedJson &x, const OrderedJson &y) { return sameOrder(x, y, all, all); });
    if (!a.is_object())
        return true;
    auto other = b.begin();
    for (auto one = a.begin(); one != a.end(); ++one, ++other) {
        if (counts && one.key() != other.key())
            return false;
        const bool data = all || (!counts && holds(DataKeys, one.key()));
        const bool ordered = data || (!counts && holds(OrderedKeys, one.key()));
        if (!sameOrder(one.value(), b[one.key()], ordered, data))
            return false;
    }
    return true;
}

} // namespace

std::optional<Finding> checkPublished(const Definition &definition, std::string_view published)
{
    const Document before(published);
    const std::string canonical = before.isUsable() ? canonicalJson(before.json()) : std::string();
    const Document now(definition.text());
    if (canonical == definition.canonical() && sameOrder(before.json(), now.json(), false, false))
        return std::nullopt;
    return Finding{"E100", Severity::Error, "/version", 1, 1,
                   inQuotes(definition.id()) + ' ' + definition.version() + " is published with other content (hash "
                       + crypto::toHex(crypto::sha256(canonical)) + "); raise the version"};
}

} // namespace hs::workflow
