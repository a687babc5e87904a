#pragma once

#include <chrono>

#include "engine/vocabulary/clock.h"

namespace hs::ai {

/// Time that only goes forward, for rests and pauses: it begins at the wall clock's and goes on by the steady clock, and when
/// the wall clock leaps ahead it leaps too. A wall clock that is set back by a day would make a rest of a minute last a day.
/// One thread.
class Pulse final : public Clock {
public:
    explicit Pulse(const Clock &wall);
    [[nodiscard]] Timestamp now() const override;

private:
    const Clock &m_wall;
    std::chrono::steady_clock::time_point m_begin; ///< of the steady clock
    Timestamp m_start;                             ///< what the wall clock said then
    mutable std::chrono::milliseconds m_ahead{0};  ///< by how much the wall clock has leapt ahead of the steady one
    mutable std::chrono::milliseconds m_back{0};   ///< by how much it was set back, in all
    mutable Timestamp m_seen;                      ///< of the wall clock
};

} // namespace hs::ai
