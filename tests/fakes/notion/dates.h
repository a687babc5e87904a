#pragma once

#include <optional>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

namespace hs::test::notion {

/// A moment or a day as texts of the API name it.
struct DateText {
    Timestamp at{};       ///< of a day: its midnight, UTC
    bool wholeDay = false;
};
[[nodiscard]] std::optional<DateText> readDate(std::string_view text);

/// Checks a written date {start, end?, time_zone?} and makes what is kept: the shape of the API itself.
[[nodiscard]] Json keptDate(const Json &written, const std::string &path);

} // namespace hs::test::notion
