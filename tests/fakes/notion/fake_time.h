#pragma once

#include <atomic>

#include "engine/vocabulary/clock.h"

namespace hs::test::notion {

/// The fake's own clock: another clock and how far a test has moved this one away from it. Any thread.
class FakeTime final : public Clock {
public:
    FakeTime(const Clock *base, std::chrono::milliseconds skew) : m_base(base ? base : &m_system), m_ahead(skew.count()) {}
    [[nodiscard]] Timestamp now() const override { return m_base->now() + std::chrono::milliseconds(m_ahead.load()); }
    void advance(std::chrono::milliseconds by) { m_ahead += by.count(); }
    void set(Timestamp at) { m_ahead = (at - m_base->now()).count(); }

private:
    SystemClock m_system;
    const Clock *m_base;
    std::atomic<std::int64_t> m_ahead;
};

/// As Notion tells times of objects: rounded down to the minute (integrations.md §2.6).
[[nodiscard]] inline Timestamp toMinute(Timestamp at)
{
    return std::chrono::floor<std::chrono::minutes>(at);
}

} // namespace hs::test::notion
