#pragma once

#include <chrono>
#include <cstddef>

namespace hs::knowledge {

/// Whether so much changes that it is not worth while to follow: more than `Many` within a second, and then until `Rest` has passed
/// without another such second. Not for two threads at once.
class Rush {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t Many = 200;
    static constexpr std::chrono::seconds Rest{2};

    void add(std::size_t changes, Time now)
    {
        if (now - m_secondFrom >= std::chrono::seconds(1)) {
            m_secondFrom = now;
            m_count = 0;
        }
        m_count += changes;
        if (m_count > Many)
            m_last = now;
    }
    [[nodiscard]] bool lasts(Time now) const { return m_last > Time() && now - m_last < Rest; }

private:
    Time m_secondFrom, m_last;
    std::size_t m_count = 0;
};

} // namespace hs::knowledge
