#include "ui/widgets/paint.h"

#include <QFontMetrics>
#include <QStyle>

namespace hs::ui {

namespace {
constexpr int ChipPadding = 8;
constexpr int ChipIcon = 12;
constexpr int ChipGap = 4;

QFont chipFont(const Theme &theme)
{
    return theme.font(TextStyle::Caption, QFont::Medium);
}

int digitWidth(const QFontMetrics &metrics)
{
    int widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}
} // namespace

QRect mirrored(Qt::LayoutDirection direction, const QRect &within, const QRect &rect)
{
    return QStyle::visualRect(direction, within, rect);
}

int chipWidth(const Theme &theme, const QString &text, bool icon)
{
    return QFontMetrics(chipFont(theme)).horizontalAdvance(text) + 2 * ChipPadding + (icon ? ChipIcon + ChipGap : 0) + 1;
}

int chipHeight(const Theme &theme)
{
    return QFontMetrics(chipFont(theme)).height() + 6;
}

void paintChip(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text, Tone tone,
               const QString &icon)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.toneBackground(tone));
    const double radius = rect.height() / 2.0;
    painter.drawRoundedRect(rect, radius, radius);
    const QColor color = theme.toneColor(tone);
    const bool rtl = painter.layoutDirection() == Qt::RightToLeft;
    QRect inner = rect.adjusted(ChipPadding, 0, -ChipPadding, 0);
    if (!icon.isEmpty()) {
        const int x = rtl ? inner.right() - ChipIcon + 1 : inner.left();
        painter.drawPixmap(x, inner.top() + (inner.height() - ChipIcon) / 2,
                           theme.pixmap(icon, ChipIcon, color, painter.device()->devicePixelRatioF()));
        if (rtl)
            inner.setRight(inner.right() - ChipIcon - ChipGap);
        else
            inner.setLeft(inner.left() + ChipIcon + ChipGap);
    }
    paintLine(painter, inner, text, chipFont(theme), color);
    painter.restore();
}

void paintTag(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text)
{
    paintChip(painter, theme, rect, text, Tone::Neutral);
}

void paintAvatar(QPainter &painter, const Theme &theme, const QRect &rect, const QString &initials, bool self)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(self ? theme.color(Token::AccentSoft) : theme.isDark() ? theme.color(Token::Border)
                                                                            : theme.color(Token::Canvas));
    painter.drawEllipse(rect);
    QFont font = theme.font(TextStyle::Caption, QFont::DemiBold);
    font.setPixelSize(std::max(8, rect.height() * 38 / 100));
    paintLine(painter, rect, initials, font, theme.color(self ? Token::Accent : Token::Text2), Qt::AlignCenter,
              Qt::ElideNone);
    painter.restore();
}

QColor dotColor(const Theme &theme, Dot dot)
{
    switch (dot) {
    case Dot::Working: return theme.color(Token::Ok);
    case Dot::Waiting: return theme.color(Token::Text3);
    case Dot::Paused: return theme.color(Token::Warn);
    case Dot::Failing: return theme.color(Token::Danger);
    case Dot::None: break;
    }
    return {};
}

void paintAgentAvatar(QPainter &painter, const Theme &theme, const QRect &rect, const QString &agent, Dot dot)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.agentTint(agent));
    const double radius = rect.width() * theme.radius("avatarRatio");
    painter.drawRoundedRect(rect, radius, radius);
    const int icon = std::max(10, rect.width() * 56 / 100);
    painter.drawPixmap(rect.x() + (rect.width() - icon) / 2, rect.y() + (rect.height() - icon) / 2,
                       theme.pixmap(theme.agentIcon(agent), icon, theme.agentColor(agent),
                                    painter.device()->devicePixelRatioF()));
    if (dot != Dot::None) {
        const int side = std::max(7, rect.width() * 32 / 100);
        const QRect spot(rect.right() - side + 3, rect.bottom() - side + 3, side, side);
        painter.setBrush(theme.color(Token::Surface));
        painter.drawEllipse(spot);
        painter.setBrush(dotColor(theme, dot));
        painter.drawEllipse(QRectF(spot).adjusted(1.5, 1.5, -1.5, -1.5));
    }
    painter.restore();
}

int paintLine(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
              Qt::Alignment alignment, Qt::TextElideMode elide)
{
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetrics metrics(font);
    const QString shown = elide == Qt::ElideNone ? text : metrics.elidedText(text, elide, rect.width());
    painter.drawText(rect, int(QStyle::visualAlignment(painter.layoutDirection(), alignment)) | int(Qt::TextSingleLine),
                     shown);
    return metrics.horizontalAdvance(shown);
}

int timerWidth(const QString &text, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int cell = digitWidth(metrics);
    int width = 0;
    for (const QChar letter : text)
        width += letter.isDigit() ? cell : metrics.horizontalAdvance(letter);
    return width;
}

void paintTimer(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &color,
                Qt::Alignment alignment)
{
    const QFontMetrics metrics(font);
    const int cell = digitWidth(metrics);
    const int width = timerWidth(text, font);
    const Qt::Alignment visual = QStyle::visualAlignment(painter.layoutDirection(), alignment);
    int x = rect.left();
    if (visual & Qt::AlignRight)
        x = rect.right() + 1 - width;
    else if (visual & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - width) / 2;
    int baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    if (visual & Qt::AlignTop)
        baseline = rect.top() + metrics.ascent();
    painter.setFont(font);
    painter.setPen(color);
    for (const QChar letter : text) {
        const int own = metrics.horizontalAdvance(letter);
        const int taken = letter.isDigit() ? cell : own;
        painter.drawText(x + (taken - own) / 2, baseline, QString(letter));
        x += taken;
    }
}

void paintCard(QPainter &painter, const Theme &theme, const QRect &rect, bool selected, bool hovered,
               const QColor &border)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = theme.radius("card");
    const QRectF box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -1.5);
    if (!theme.isDark()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0, 0, 0, 14));
        painter.drawRoundedRect(box.translated(0, 1), radius, radius);
    }
    QColor edge = border.isValid() ? border : theme.color(Token::Border);
    if (selected)
        edge = theme.color(Token::Accent);
    painter.setPen(QPen(edge, selected ? 1.5 : 1.0));
    painter.setBrush(theme.color(selected ? Token::Selected : hovered ? Token::Hover : Token::Raised));
    painter.drawRoundedRect(box, radius, radius);
    painter.restore();
}

void paintFocusRing(QPainter &painter, const Theme &theme, const QRect &rect, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Accent), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

} // namespace hs::ui
