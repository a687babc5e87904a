#include "engine/runtime/housekeeping.h"

#include "engine/runtime/audit_trail.h"
#include "engine/store/tables/housekeeping.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/paging.h"

namespace hs::runtime::housekeeping {

namespace {

// When the next pass, or the next slice of this one, is due; where it goes on; what this pass has removed.
constexpr std::string_view DueKey = "housekeeping.due";
constexpr std::string_view AfterKey = "housekeeping.after";
constexpr std::string_view RemovedKey = "housekeeping.removed";

std::int64_t numberOf(const store::ReadSql &sql, std::string_view key)
{
    return store::asNumber(store::meta::get(sql, key).value_or("0"));
}

} // namespace

Timestamp next(const store::ReadSql &sql)
{
    return fromMillis(numberOf(sql, DueKey));
}

void tidy(Deed &deed)
{
    if (next(deed.tx) > deed.now)
        return;
    const auto after = store::meta::get(deed.tx, AfterKey).value_or(std::string());
    const auto swept = store::housekeeping::forgetEventIds(deed.tx, after, deed.now - Remembered, SliceSize);
    const auto removed = numberOf(deed.tx, RemovedKey) + swept.removed;
    store::meta::set(deed.tx, AfterKey, swept.next);
    store::meta::set(deed.tx, RemovedKey, std::to_string(swept.next.empty() ? 0 : removed));
    if (!swept.next.empty())
        return; // the rest of the pass is due at once
    store::meta::set(deed.tx, DueKey, std::to_string(toMillis(deed.now + Every)));
    if (removed > 0)
        note(deed, {"housekeeping.done", "engine", "engine", std::to_string(removed) + " event ids of ended workflows were forgotten", {}, "D3", {}, Json::object()});
}

} // namespace hs::runtime::housekeeping
