#include "ui/shell/ticker.h"

namespace hs::ui {

Ticker::Ticker(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_timer.setInterval(1000);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Ticker::tick);
    m_timer.start();
}

QDateTime Ticker::now() const
{
    return QDateTime::fromMSecsSinceEpoch(toMillis(m_clock.now()), Qt::UTC);
}

void Ticker::setActive(bool active)
{
    if (active == m_timer.isActive())
        return;
    if (!active) {
        m_timer.stop();
        return;
    }
    m_timer.start();
    tick();
}

void Ticker::tick()
{
    Q_EMIT ticked(now());
}

} // namespace hs::ui
