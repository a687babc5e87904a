#pragma once

#include <QDateTime>
#include <QPainter>
#include <QString>

#include "ui/theme/theme.h"

namespace hs::ui {

/// How a clock of an escalation stands. Green above 40 % left, amber to 15 %,
/// red below, then overdue; grey while it stands still.
enum class DeadlineLevel { None, OnTrack, Soon, Late, Overdue, Paused };

struct DeadlineState {
    DeadlineLevel level = DeadlineLevel::None;
    double left = 0;        ///< share of the whole that is left, 0 to 1
    qint64 seconds = 0;     ///< left; negative when overdue
};

/// `totalMs`: whole length of the clock. `pausedSince` valid: it has stood still since then.
[[nodiscard]] DeadlineState deadlineState(const QDateTime &due, qint64 totalMs, const QDateTime &pausedSince,
                                          const QDateTime &now);
[[nodiscard]] Token deadlineToken(DeadlineLevel level);
[[nodiscard]] QString deadlineIcon(DeadlineLevel level);
/// The state in words, for tooltips and screen readers: "12 minutes left", "6 minutes overdue".
[[nodiscard]] QString deadlineSentence(const DeadlineState &state);

/// Ring of what is left, clockwise from the top, with the level's icon inside.
void paintDeadlineRing(QPainter &painter, const Theme &theme, const QRect &rect, const DeadlineState &state);

} // namespace hs::ui
