#pragma once

#include <QPainter>
#include <QString>

#include "ui/theme/theme.h"

namespace hs::ui {

/// Pieces that delegates paint; they look as the widgets of the same name.
/// Rectangles are in visual coordinates: mirror them first with `mirrored`.

/// A rectangle given for left-to-right, as it lies in the painted direction.
[[nodiscard]] QRect mirrored(Qt::LayoutDirection direction, const QRect &within, const QRect &rect);

/// Width a chip takes; its height is `chipHeight`.
[[nodiscard]] int chipWidth(const Theme &theme, const QString &text, bool icon);
[[nodiscard]] int chipHeight(const Theme &theme);
/// Elides when `rect` is too narrow. Neutral tone over a surface.
void paintChip(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text, Tone tone,
               const QString &icon = {});
/// Outlined chip without fill (tags, categories).
void paintTag(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text);

/// A person: round, initials.
void paintAvatar(QPainter &painter, const Theme &theme, const QRect &rect, const QString &initials,
                 bool self = false);

enum class Dot { None, Working, Waiting, Paused, Failing };
/// An agent: rounded square in its tint with its icon, and a state dot at the lower right.
void paintAgentAvatar(QPainter &painter, const Theme &theme, const QRect &rect, const QString &agent,
                      Dot dot = Dot::None);
[[nodiscard]] QColor dotColor(const Theme &theme, Dot dot);

/// One line, elided, vertically centred. Returns the width used.
int paintLine(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
              Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
              Qt::TextElideMode elide = Qt::ElideRight);

/// Digits in cells of one width, so that a running clock does not tremble
/// (Inter's digits differ, and font features need Qt 6.7). Letters keep their own width.
void paintTimer(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
                Qt::Alignment alignment = Qt::AlignRight | Qt::AlignVCenter);
[[nodiscard]] int timerWidth(const QString &text, const QFont &font);

/// A card: surface, hairline, 1 px shadow. `selected`: accent border and soft fill.
void paintCard(QPainter &painter, const Theme &theme, const QRect &rect, bool selected = false, bool hovered = false,
               const QColor &border = {});
/// 2 px ring in the accent, for keyboard focus.
void paintFocusRing(QPainter &painter, const Theme &theme, const QRect &rect, double radius);

} // namespace hs::ui
