#include "engine/http/limits_rate.h"

#include <algorithm>
#include <cmath>

namespace hs::httpd {

std::optional<std::chrono::milliseconds> RateBucket::take(int perMinute, int burst, Timestamp now)
{
    if (!m_started) {
        m_started = true;
        m_tokens = burst;
        m_at = now;
    }
    if (now > m_at) // a clock that steps back fills nothing, and takes nothing away
        m_tokens = std::min<double>(burst, m_tokens + double((now - m_at).count()) * perMinute / 60'000.0);
    m_at = now;
    if (m_tokens >= 1) {
        m_tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::milliseconds(std::int64_t(std::ceil((1 - m_tokens) * 60'000.0 / perMinute)));
}

} // namespace hs::httpd
