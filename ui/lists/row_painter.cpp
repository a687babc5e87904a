#include "ui/lists/row_painter.h"

#include <algorithm>

#include <QStyle>

namespace hs::ui {

RowPainter::RowPainter(QPainter &painter, const Theme &theme, LayoutCache &cache, const QStyleOptionViewItem &option)
    : m_painter(painter), m_theme(theme), m_cache(cache), m_state(option.state), m_bounds(option.rect), m_direction(option.direction)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setLayoutDirection(m_direction);
}

QRect RowPainter::place(const QRect &logical) const
{
    return mirrored(m_direction, m_bounds, logical);
}

void RowPainter::line(const QRect &logical, const QString &text, const QFont &font, const QColor &color, bool trailing)
{
    if (text.isEmpty() || logical.width() <= 0)
        return;
    m_painter.setFont(font);
    m_painter.setPen(color);
    const Qt::Alignment side = QStyle::visualAlignment(m_direction, trailing ? Qt::AlignRight : Qt::AlignLeft);
    m_painter.drawText(place(logical), int(side | Qt::AlignVCenter | Qt::AlignAbsolute) | Qt::TextSingleLine,
                       m_cache.elided(text, font, logical.width()));
}

int RowPainter::lines(const QRect &logical, const QString &text, const QFont &font, const QColor &color, int maxLines)
{
    if (text.isEmpty() || logical.width() <= 0)
        return 0;
    const auto wrapped = m_cache.wrapped(text, font, logical.width(), maxLines, m_direction);
    m_painter.setPen(color);
    wrapped->layout.draw(&m_painter, place(logical).topLeft());
    return int(wrapped->height + 0.5);
}

int RowPainter::dataLines(const QRect &logical, const QString &text, const QFont &font, const QColor &color, int maxLines)
{
    if (text.isEmpty() || logical.width() <= 0)
        return 0;
    const auto wrapped = m_cache.wrapped(text, font, logical.width(), maxLines, Qt::LeftToRight);
    m_painter.setPen(color);
    wrapped->layout.draw(&m_painter, place(logical).topLeft());
    return int(wrapped->height + 0.5);
}

void RowPainter::icon(const QRect &logical, const QString &name, const QColor &color)
{
    const int size = std::min(logical.width(), logical.height());
    QRect square(0, 0, size, size);
    square.moveCenter(place(logical).center());
    m_painter.drawPixmap(square, m_theme.pixmap(name, size, color, m_painter.device()->devicePixelRatioF()));
}

void RowPainter::box(const QRect &logical, const QColor &fill, const QColor &border, double radius)
{
    m_painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    m_painter.setPen(border.isValid() ? QPen(border, 1) : QPen(Qt::NoPen));
    const qreal inset = border.isValid() ? 0.5 : 0;
    const QRectF rect = QRectF(place(logical)).adjusted(inset, inset, -inset, -inset);
    const double r = std::min(radius, rect.height() / 2);
    m_painter.drawRoundedRect(rect, r, r);
}

void RowPainter::focusRing(const QRect &logical, double radius)
{
    paintFocusRing(m_painter, m_theme, place(logical), radius);
}

void RowPainter::ground(const QRect &logical)
{
    const double radius = m_theme.radius("control");
    if (m_state.testFlag(QStyle::State_Selected))
        box(logical, m_theme.color(Token::Selected), {}, radius);
    else if (m_state.testFlag(QStyle::State_MouseOver))
        box(logical, m_theme.color(Token::Hover), {}, radius);
    if (m_state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(logical, radius);
}

void RowPainter::agent(const QRect &logical, const QString &agent, Dot dot)
{
    paintAgentAvatar(m_painter, m_theme, place(logical), agent, dot);
}

void RowPainter::initials(const QRect &logical, const QString &text, bool self)
{
    paintAvatar(m_painter, m_theme, place(logical), text, self);
}

void RowPainter::dot(const QPoint &logicalCenter, int diameter, const QColor &color)
{
    QRect logical(0, 0, diameter, diameter);
    logical.moveCenter(logicalCenter);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color);
    m_painter.drawEllipse(QRectF(place(logical)));
}

int RowPainter::chip(const QPoint &logicalTopLeft, const QString &text, const QString &iconName, Tone tone, int maxWidth)
{
    const int width = std::min(maxWidth, chipWidth(m_theme, text, !iconName.isEmpty()));
    if (width < m_theme.scaled(28))
        return 0;
    paintChip(m_painter, m_theme, place({logicalTopLeft, QSize(width, chipHeight(m_theme))}), text, tone, iconName);
    return width;
}

} // namespace hs::ui
