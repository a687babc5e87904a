#include "engine/sync/merge.h"

#include <algorithm>

namespace hs::sync {

namespace {

std::set<std::string> namesIn(const Sides &sides)
{
    std::set<std::string> names;
    for (const auto *side : {&sides.base, &sides.local, &sides.remote})
        for (const auto &entry : side->items())
            names.insert(entry.key());
    return names;
}

/// What both sides have added and nobody has taken out.
Json joined(const Json &base, const Json &local, const Json &remote)
{
    const auto has = [](const Json &list, const Json &value) { return list.is_array() && std::find(list.begin(), list.end(), value) != list.end(); };
    Json all = Json::array();
    for (const auto *side : {&local, &remote}) {
        const Json &other = side == &local ? remote : local;
        for (const auto &value : *side)
            if (!has(all, value) && (!has(base, value) || has(other, value)))
                all.push_back(value);
    }
    return all.empty() ? Json() : all;
}

Disagreement decide(const std::string &property, const Sides &sides, const Writes &writes)
{
    Disagreement conflict{property, valueOf(sides.base, property), valueOf(sides.local, property), valueOf(sides.remote, property), writes, false, {}};
    if (writes.localAt >= writes.remoteAt + EditGrain) {
        conflict.keptLocal = true;
        conflict.rule = "the console's change came last";
    } else if (writes.localAt < writes.remoteAt) {
        conflict.rule = "the change in Notion came last";
    } else {
        conflict.rule = "both were changed within the same minute, which is all that Notion tells: Notion's value is kept";
    }
    return conflict;
}

} // namespace

const Json &valueOf(const Json &fields, const std::string &property)
{
    static const Json none;
    const auto found = fields.find(property);
    return found == fields.end() ? none : *found;
}

void setValue(Json &fields, const std::string &property, const Json &value)
{
    if (value.is_null())
        fields.erase(property);
    else
        fields[property] = value;
}

bool sameValue(const Json &one, const Json &other)
{
    if (one == other)
        return true;
    if (!one.is_array() || !other.is_array() || one.size() != other.size())
        return false;
    std::vector<Json> left(one.begin(), one.end());
    std::vector<Json> right(other.begin(), other.end());
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    return left == right;
}

Merged merge(const Sides &sides, const Rules &rules)
{
    Merged merged;
    merged.fields = sides.local;
    for (const auto &property : namesIn(sides)) {
        const Json &base = valueOf(sides.base, property);
        const Json &local = valueOf(sides.local, property);
        const Json &remote = valueOf(sides.remote, property);
        const bool localChanged = !rules.same(property, base, local);
        if (!rules.considered(property)) {
            if (localChanged)
                merged.toWrite.insert(property);
            continue;
        }
        const bool remoteChanged = !rules.same(property, base, remote);
        if (rules.same(property, local, remote) || (!localChanged && !remoteChanged))
            continue;
        if (!remoteChanged) {
            merged.toWrite.insert(property);
            continue;
        }
        if (localChanged && rules.isSet(property)) {
            const Json both = joined(base, local, remote);
            if (!rules.same(property, both, local)) {
                setValue(merged.fields, property, both);
                merged.taken.insert(property);
            }
            if (!rules.same(property, both, remote))
                merged.toWrite.insert(property);
            continue;
        }
        if (localChanged) {
            merged.conflicts.push_back(decide(property, sides, rules.when(property)));
            if (merged.conflicts.back().keptLocal) {
                merged.toWrite.insert(property);
                continue;
            }
        }
        setValue(merged.fields, property, remote);
        merged.taken.insert(property);
    }
    return merged;
}

} // namespace hs::sync
