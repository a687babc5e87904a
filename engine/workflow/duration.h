#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "engine/vocabulary/json.h"

namespace hs::workflow {

/// An ISO 8601 duration of weeks, days, hours, minutes and seconds ("PT1H30M", "P2W", "PT0.5S").
/// Years and months have no fixed length and are refused. A day is 24 hours.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

/// Whole milliseconds as digits, without sign or leading zeros ("3000").
[[nodiscard]] std::optional<std::chrono::milliseconds> parseMillis(std::string_view text);

/// A computed delay: a number of milliseconds (rounded), digits or a duration; none when it is
/// anything else, negative, or beyond 285,000 years.
[[nodiscard]] std::optional<std::chrono::milliseconds> delayOf(const OrderedJson &value);

} // namespace hs::workflow
