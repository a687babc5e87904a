#pragma once

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include "engine/vocabulary/clock.h"

namespace hs::ui {

/// One timer of a second for everything on screen that counts. Stands still
/// while the window is hidden, and ticks once at once when it is seen again.
class Ticker final : public QObject {
    Q_OBJECT
public:
    explicit Ticker(const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] QDateTime now() const; ///< UTC, by the console's clock
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return m_timer.isActive(); }
    void tick(); ///< tells the time now; tests call it after moving the clock

Q_SIGNALS:
    void ticked(const QDateTime &now);

private:
    const Clock &m_clock;
    QTimer m_timer;
};

} // namespace hs::ui
