#include "ui/widgets/deadline_ring.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {
struct DeadlineWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Deadline)
};
constexpr double SoonBelow = 0.40;
constexpr double LateBelow = 0.15;
} // namespace

DeadlineState deadlineState(const QDateTime &due, qint64 totalMs, const QDateTime &pausedSince, const QDateTime &now)
{
    DeadlineState state;
    if (!due.isValid())
        return state;
    const qint64 leftMs = (pausedSince.isValid() ? pausedSince : now).msecsTo(due);
    // Counting down a started second is shown whole; counting up begins with the first whole one.
    state.seconds = leftMs >= 0 ? (leftMs + 999) / 1000 : leftMs / 1000;
    state.left = totalMs > 0 ? std::clamp(double(leftMs) / double(totalMs), 0.0, 1.0) : (leftMs > 0 ? 1.0 : 0.0);
    if (pausedSince.isValid())
        state.level = DeadlineLevel::Paused;
    else if (leftMs < 0)
        state.level = DeadlineLevel::Overdue;
    else if (state.left > SoonBelow)
        state.level = DeadlineLevel::OnTrack;
    else if (state.left >= LateBelow)
        state.level = DeadlineLevel::Soon;
    else
        state.level = DeadlineLevel::Late;
    return state;
}

Token deadlineToken(DeadlineLevel level)
{
    switch (level) {
    case DeadlineLevel::OnTrack: return Token::Ok;
    case DeadlineLevel::Soon: return Token::Warn;
    case DeadlineLevel::Late:
    case DeadlineLevel::Overdue: return Token::Danger;
    case DeadlineLevel::None:
    case DeadlineLevel::Paused: break;
    }
    return Token::Text3;
}

QString deadlineIcon(DeadlineLevel level)
{
    switch (level) {
    case DeadlineLevel::Overdue: return QStringLiteral("triangle-alert");
    case DeadlineLevel::Paused: return QStringLiteral("pause");
    case DeadlineLevel::None: return QStringLiteral("check");
    default: return QStringLiteral("alarm-clock");
    }
}

QString deadlineSentence(const DeadlineState &state)
{
    switch (state.level) {
    case DeadlineLevel::None:
        return DeadlineWords::tr("no deadline");
    case DeadlineLevel::Paused:
        //: %1 is a duration
        return DeadlineWords::tr("paused with %1 left").arg(spokenDuration(state.seconds));
    case DeadlineLevel::Overdue:
        //: %1 is a duration
        return DeadlineWords::tr("%1 overdue").arg(spokenDuration(state.seconds));
    default:
        //: %1 is a duration
        return DeadlineWords::tr("%1 left").arg(spokenDuration(state.seconds));
    }
}

void paintDeadlineRing(QPainter &painter, const Theme &theme, const QRect &rect, const DeadlineState &state)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme.color(deadlineToken(state.level));
    const double stroke = std::max(2.0, rect.width() / 15.0);
    const QRectF ring = QRectF(rect).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2);
    painter.setBrush(Qt::NoBrush);
    QColor track = color;
    track.setAlphaF(0.16F);
    painter.setPen(QPen(state.level == DeadlineLevel::None ? theme.color(Token::Border) : track, stroke));
    painter.drawEllipse(ring);
    painter.setPen(QPen(color, stroke, Qt::SolidLine, Qt::RoundCap));
    constexpr int FullTurn = 360 * 16;
    if (state.level == DeadlineLevel::Overdue)
        painter.drawEllipse(ring);
    else if (state.left > 0)
        painter.drawArc(ring, 90 * 16, -int(state.left * FullTurn));
    const int icon = std::max(10, rect.width() * 40 / 100);
    painter.drawPixmap(rect.x() + (rect.width() - icon) / 2, rect.y() + (rect.height() - icon) / 2,
                       theme.pixmap(deadlineIcon(state.level), icon, color, painter.device()->devicePixelRatioF()));
    painter.restore();
}

} // namespace hs::ui
