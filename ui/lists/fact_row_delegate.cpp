#include "ui/lists/fact_row_delegate.h"

#include <algorithm>

#include <QFontMetrics>

namespace hs::ui {

namespace {
constexpr int FactPadX = 14;
constexpr int FactPadY = 6;
constexpr int FactLineGap = 2;
} // namespace

FactRowDelegate::FactRowDelegate(const Theme &theme, int lines, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_lines(lines), m_cache(theme)
{
}

QSize FactRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int first = QFontMetrics(m_theme.font(TextStyle::Body, QFont::Medium)).height();
    const int other = QFontMetrics(m_theme.font(TextStyle::Small)).height() + FactLineGap;
    return {option.rect.width(), first + (m_lines - 1) * other + 2 * FactPadY + 2};
}

void FactRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    paint.ground(option.rect.adjusted(4, 1, -4, -1));
    const QFont strong = m_theme.font(TextStyle::Body, QFont::Medium);
    const QFont small = m_theme.font(TextStyle::Small);
    const QFontMetrics smallMetrics(small);
    QRect line = option.rect.adjusted(FactPadX, FactPadY, -FactPadX, -FactPadY);
    line.setHeight(QFontMetrics(strong).height());

    QRect first = line;
    if (const QString icon = index.data(FactIcon).toString(); !icon.isEmpty()) {
        const int side = std::min(m_theme.scaled(15), line.height());
        paint.icon({first.left(), first.top(), side, first.height()}, icon, m_theme.toneColor(Tone(index.data(FactTone).toInt())));
        first.setLeft(first.left() + side + 7);
    }
    if (const QString trailing = index.data(FactTrailing).toString(); !trailing.isEmpty()) {
        const int width = std::min(smallMetrics.horizontalAdvance(trailing) + 2, first.width() / 2);
        paint.line({first.right() - width + 1, first.top(), width, first.height()}, trailing, small, m_theme.color(Token::Text2), true);
        first.setRight(first.right() - width - 8);
    }
    paint.line(first, index.data().toString(), strong, m_theme.color(Token::Text));
    line.translate(0, line.height() + FactLineGap);
    line.setHeight(smallMetrics.height());
    for (const int role : {FactSecond, FactThird}) {
        if (role == FactThird && m_lines < 3)
            break;
        paint.line(line, index.data(role).toString(), small, m_theme.color(Token::Text2));
        line.translate(0, line.height() + FactLineGap);
    }
    painter->restore();
}

} // namespace hs::ui
