#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/agents/calendar/business_hours.h"
#include "engine/agents/view.h"

namespace hs::agents {

/// A time that belongs to one booking. It lives in the context of a workflow
/// instance under "slot" and is free again when the instance ends or clears it.
struct Slot {
    Timestamp from, to;
    std::string resource; ///< practitioner or room; empty: the whole business
    std::string entity;
    std::string instance; ///< id of the instance that holds it
};
[[nodiscard]] Json toJson(const Slot &slot);
[[nodiscard]] std::optional<Slot> slotOf(const Json &value); ///< empty when start or end cannot be read

/// Every slot of open instances other than `except`.
[[nodiscard]] std::vector<Slot> heldSlots(const View &view, std::string_view except);

/// Overlapping times of one business that share their resource; no resource shares with every one.
[[nodiscard]] bool collide(const Slot &a, const Slot &b);

/// Starts of a day that are inside the hours, after `now` and collide with nothing.
[[nodiscard]] std::vector<Timestamp> freeStarts(const BusinessHours &hours, std::chrono::year_month_day date, std::chrono::minutes length,
                                                const std::string &resource, const std::string &entity, const std::vector<Slot> &held, Timestamp now);

} // namespace hs::agents
