#pragma once

#include <optional>
#include <string>

#include "engine/vocabulary/json.h"

namespace hs {

/// The first thing in a value that its description does not allow.
struct Misfit {
    std::string at;   ///< where: "slot.startsAt", "channels.0.text"; empty: the value itself
    std::string what; ///< "is missing", "must be a number, found a text"
    std::string mend; ///< "give a number"
};

/// Checks a value against the part of JSON Schema in which the console describes its own values: `type` (a name or a list of
/// names), `properties`, `required`, `additionalProperties` where it is false, `items`, `enum`, `minimum`, `maximum`. Every other
/// keyword says nothing here. Null stands for a missing property. Nothing: it fits. Pure, O(size of the value).
[[nodiscard]] std::optional<Misfit> misfit(const Json &schema, const Json &value);

} // namespace hs
