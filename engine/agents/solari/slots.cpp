#include "engine/agents/solari/slots.h"

#include <algorithm>

#include "engine/agents/solari/rules.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

Json toJson(const Slot &slot)
{
    return {{"startsAt", toRfc3339(slot.from)}, {"endsAt", toRfc3339(slot.to)}, {"resource", slot.resource}, {"entity", slot.entity},
            {"id", (slot.resource.empty() ? slot.entity : slot.resource) + "@" + toRfc3339(slot.from)}};
}

std::optional<Slot> slotOf(const Json &value)
{
    const auto from = parseRfc3339(text(value, "startsAt"));
    const auto to = parseRfc3339(text(value, "endsAt"));
    if (!from || !to || *to <= *from)
        return std::nullopt;
    return Slot{*from, *to, text(value, "resource"), text(value, "entity"), {}};
}

std::vector<Slot> heldSlots(const View &view, std::string_view except)
{
    constexpr int Most = 20'000; // more open instances than one studio has bookings ahead
    std::vector<Slot> out;
    for (const auto &instance : view.openInstancesOf({}, Most)) {
        if (instance.id == except)
            continue;
        if (auto slot = slotOf(member(instance.context, "slot"))) {
            slot->instance = instance.id;
            out.push_back(std::move(*slot));
        }
    }
    return out;
}

bool collide(const Slot &a, const Slot &b)
{
    if (a.entity != b.entity && !a.entity.empty() && !b.entity.empty())
        return false;
    if (a.to <= b.from || b.to <= a.from)
        return false;
    return a.resource.empty() || b.resource.empty() || fold(a.resource) == fold(b.resource);
}

std::vector<Timestamp> freeStarts(const BusinessHours &hours, std::chrono::year_month_day date, std::chrono::minutes length,
                                  const std::string &resource, const std::string &entity, const std::vector<Slot> &held, Timestamp now)
{
    auto starts = hours.starts(date, length, SlotStep);
    std::erase_if(starts, [&](Timestamp at) {
        const Slot wanted{at, at + length, resource, entity, {}};
        return at <= now || std::any_of(held.begin(), held.end(), [&](const Slot &other) { return collide(wanted, other); });
    });
    return starts;
}

} // namespace hs::agents
