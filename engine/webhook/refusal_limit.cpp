#include "engine/webhook/refusal_limit.h"

#include <utility>

namespace hs::webhook {

namespace {
constexpr std::size_t MostSeen = 4096; // sources × addresses remembered
}

RefusalLimit::RefusalLimit(int perMinute, int perMinuteInAll) : m_perMinute(perMinute), m_perMinuteInAll(perMinuteInAll) {}

std::optional<std::uint64_t> RefusalLimit::pass(const std::string &source, const std::string &address, Timestamp now)
{
    const auto minute = toMillis(now) / 60'000;
    if (minute != m_minute) {
        m_minute = minute;
        m_reportedInAll = 0;
        if (m_seen.size() > MostSeen / 2) // those that still owe a count stay as long as there is room
            std::erase_if(m_seen, [&](const auto &entry) { return entry.second.minute != minute && entry.second.unreported == 0; });
    }
    if (m_seen.size() >= MostSeen)
        m_seen.clear();
    Seen &seen = m_seen[{source, address}];
    if (seen.minute != minute) {
        seen.minute = minute;
        seen.reported = 0;
    }
    if (seen.reported >= m_perMinute || m_reportedInAll >= m_perMinuteInAll) {
        ++seen.unreported;
        return std::nullopt;
    }
    ++seen.reported;
    ++m_reportedInAll;
    return std::exchange(seen.unreported, 0);
}

} // namespace hs::webhook
