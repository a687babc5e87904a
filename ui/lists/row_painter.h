#pragma once

#include <QPainter>
#include <QStyleOptionViewItem>

#include "ui/lists/layout_cache.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

/// Paints the parts that rows and cards are made of. Places are given as if
/// reading ran from left to right; for right-to-left languages everything is
/// mirrored within the row through QStyle::visualRect.
class RowPainter {
public:
    RowPainter(QPainter &painter, const Theme &theme, LayoutCache &cache, const QStyleOptionViewItem &option);

    [[nodiscard]] QRect place(const QRect &logical) const;
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] QPainter &painter() { return m_painter; }
    [[nodiscard]] Qt::LayoutDirection direction() const { return m_direction; }

    /// One line, cut at the end where it does not fit.
    void line(const QRect &logical, const QString &text, const QFont &font, const QColor &color, bool trailing = false);
    /// Up to `maxLines` lines from the top of `logical`; returns the height used.
    int lines(const QRect &logical, const QString &text, const QFont &font, const QColor &color, int maxLines);
    /// The same for data, which runs from left to right in every language.
    int dataLines(const QRect &logical, const QString &text, const QFont &font, const QColor &color, int maxLines);
    void icon(const QRect &logical, const QString &name, const QColor &color);
    void box(const QRect &logical, const QColor &fill, const QColor &border, double radius);
    void focusRing(const QRect &logical, double radius);
    /// What a row stands on: selected, under the mouse, focused by the keyboard.
    void ground(const QRect &logical);
    void agent(const QRect &logical, const QString &agent, Dot dot = Dot::None);
    void initials(const QRect &logical, const QString &initials, bool self = false);
    void dot(const QPoint &logicalCenter, int diameter, const QColor &color);
    /// Icon (may be empty) and word on a soft ground; at most `maxWidth` wide. Returns its width, 0 without room.
    int chip(const QPoint &logicalTopLeft, const QString &text, const QString &icon, Tone tone, int maxWidth);

private:
    QPainter &m_painter;
    const Theme &m_theme;
    LayoutCache &m_cache;
    QStyle::State m_state;
    QRect m_bounds;
    Qt::LayoutDirection m_direction;
};

} // namespace hs::ui
