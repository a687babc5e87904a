#include "engine/ai/alarm.h"

#include <algorithm>

namespace hs::ai {

namespace {

constexpr std::chrono::milliseconds LongestTimer = std::chrono::hours(24); // QTimer counts milliseconds in an int

} // namespace

Alarm::Alarm()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { ring(); });
}

Alarm::Handle Alarm::at(Moment moment, Ring ring)
{
    const auto handle = m_rings.emplace(moment, std::move(ring));
    if (handle == m_rings.begin())
        wind();
    return handle;
}

void Alarm::cancel(Handle handle)
{
    m_rings.erase(handle); // the timer may ring for nothing once, which is cheaper than winding it each time
}

void Alarm::wind()
{
    if (m_rings.empty())
        return;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_rings.begin()->first - std::chrono::steady_clock::now());
    m_timer.start(std::clamp(wait, std::chrono::milliseconds(0), LongestTimer));
}

void Alarm::ring()
{
    if (m_rings.empty())
        return;
    if (m_rings.begin()->first > std::chrono::steady_clock::now())
        return wind();
    auto first = m_rings.extract(m_rings.begin()); // one a turn of the loop: whoever rings may take others back
    wind();
    first.mapped()(); // the last thing: it may end this alarm
}

} // namespace hs::ai
