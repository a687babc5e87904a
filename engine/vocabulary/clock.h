#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/vocabulary/result.h"

namespace hs {

/// A moment in UTC, milliseconds since 1970-01-01.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] inline std::int64_t toMillis(Timestamp at)
{
    return at.time_since_epoch().count();
}
[[nodiscard]] inline Timestamp fromMillis(std::int64_t millis)
{
    return Timestamp(std::chrono::milliseconds(millis));
}

/// "2026-11-23T05:32:16.004Z": RFC 3339 in UTC with milliseconds.
[[nodiscard]] std::string toRfc3339(Timestamp at);

/// Reads RFC 3339 with any offset and any fraction (cut to milliseconds).
/// Fails with BadInput on anything else, a date that does not exist included.
[[nodiscard]] Result<Timestamp> parseRfc3339(std::string_view text);

/// Where the time comes from. Any thread. Tests hand in a clock that moves only when told.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
};

} // namespace hs
