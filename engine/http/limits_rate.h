#pragma once

#include <optional>

#include "engine/vocabulary/clock.h"

namespace hs::httpd {

/// A rate as a bucket that holds `burst` at most and fills evenly with `perMinute`. One thread.
class RateBucket {
public:
    /// Nothing: take it. Else how long until there is room again.
    [[nodiscard]] std::optional<std::chrono::milliseconds> take(int perMinute, int burst, Timestamp now);

private:
    double m_tokens = 0;
    Timestamp m_at{};
    bool m_started = false;
};

} // namespace hs::httpd
