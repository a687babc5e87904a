#include "ui/escalations/timer_label.h"

#include <QPainter>

#include "ui/widgets/paint.h"

namespace hs::ui {

TimerLabel::TimerLabel(const Theme &theme, TextStyle style, QWidget *parent)
    : QLabel(parent), m_theme(theme), m_style(style)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void TimerLabel::setTime(const QString &time, Token token)
{
    if (text() == time && m_token == token)
        return;
    const bool resized = timerWidth(text(), m_theme.font(m_style)) != timerWidth(time, m_theme.font(m_style));
    m_token = token;
    setText(time);
    if (resized)
        updateGeometry();
    update();
}

QSize TimerLabel::sizeHint() const
{
    const QFont font = m_theme.font(m_style);
    return {timerWidth(text(), font) + 2, QFontMetrics(font).height()};
}

void TimerLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    paintTimer(painter, rect(), text(), m_theme.font(m_style), m_theme.color(m_token),
               (rtl ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

RingLabel::RingLabel(const Theme &theme, int side, QWidget *parent) : QLabel(parent), m_theme(theme)
{
    setFixedSize(theme.scaled(side), theme.scaled(side));
    connect(&theme, &Theme::changed, this, [this, side] {
        setFixedSize(m_theme.scaled(side), m_theme.scaled(side));
        update();
    });
}

void RingLabel::setState(const DeadlineState &state)
{
    m_state = state;
    const QString sentence = deadlineSentence(state);
    if (toolTip() != sentence) {
        setToolTip(sentence);
        setAccessibleName(sentence);
    }
    update();
}

void RingLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintDeadlineRing(painter, m_theme, rect(), m_state);
}

} // namespace hs::ui
