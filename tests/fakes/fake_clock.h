#pragma once

#include <atomic>

#include "engine/vocabulary/clock.h"

namespace hs::test {

/// A clock that stands still until told. Starts at 2026-11-23T09:00:00Z, a Monday. Any thread.
class FakeClock final : public Clock {
public:
    FakeClock() = default;
    explicit FakeClock(Timestamp start) : m_millis(toMillis(start)) {}
    [[nodiscard]] Timestamp now() const override { return fromMillis(m_millis.load()); }
    void advance(std::chrono::milliseconds by) { m_millis += by.count(); }
    void set(Timestamp at) { m_millis = toMillis(at); }

private:
    std::atomic<std::int64_t> m_millis{1795424400000};
};

} // namespace hs::test
