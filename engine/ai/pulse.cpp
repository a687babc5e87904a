#include "engine/ai/pulse.h"

#include <algorithm>

namespace hs::ai {

Pulse::Pulse(const Clock &wall) : m_wall(wall), m_begin(std::chrono::steady_clock::now()), m_start(wall.now()), m_seen(m_start) {}

Timestamp Pulse::now() const
{
    const auto wall = m_wall.now();
    if (wall < m_seen)
        m_back += m_seen - wall;
    m_seen = wall;
    const auto steady = std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_begin);
    m_ahead = std::max(m_ahead, wall + m_back - m_start - steady);
    return m_start + steady + m_ahead;
}

} // namespace hs::ai
