#include "ui/palette/palette_delegate.h"

#include <QPainter>

#include "ui/palette/palette_model.h"
#include "ui/widgets/paint.h"

namespace hs::ui {

PaletteDelegate::PaletteDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const bool heading = index.data(PaletteModel::HeadingRole).toBool();
    const int text = QFontMetrics(m_theme.font(heading ? TextStyle::Caption : TextStyle::Body)).height();
    return {200, text + (heading ? 12 : 16)};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QRect row = option.rect;
    const auto place = [&](const QRect &rect) { return mirrored(option.direction, row, rect); };
    painter->setLayoutDirection(option.direction);
    if (index.data(PaletteModel::HeadingRole).toBool()) {
        paintLine(*painter, place(row.adjusted(12, 4, -12, 0)), index.data().toString(),
                  m_theme.font(TextStyle::Caption, QFont::DemiBold), m_theme.color(Token::Text3));
        painter->restore();
        return;
    }
    if (option.state & QStyle::State_Selected) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Token::Selected));
        painter->drawRoundedRect(row.adjusted(4, 1, -4, -1), 6, 6);
    }
    const bool enabled = index.flags() & Qt::ItemIsEnabled;
    const QColor color = m_theme.color(enabled ? Token::Text : Token::Text3);
    const QString icon = index.data(PaletteModel::IconRole).toString();
    if (!icon.isEmpty()) {
        const QRect spot = place(QRect(row.left() + 14, row.top() + (row.height() - 16) / 2, 16, 16));
        painter->drawPixmap(spot, m_theme.pixmap(icon, 16, enabled ? Token::Text2 : Token::Text3,
                                                 painter->device()->devicePixelRatioF()));
    }
    int right = row.right() - 14;
    const QString reason = index.data(PaletteModel::ReasonRole).toString();
    const QString key = enabled ? index.data(PaletteModel::ShortcutRole).toString() : reason;
    const QFont small = m_theme.font(TextStyle::Small);
    if (!key.isEmpty()) {
        const int width = std::min(QFontMetrics(small).horizontalAdvance(key) + 2, row.width() / 2);
        paintLine(*painter, place(QRect(right - width, row.top(), width, row.height())), key, small,
                  m_theme.color(Token::Text3), Qt::AlignRight | Qt::AlignVCenter);
        right -= width + 12;
    }
    // The text letter by letter in two weights; matched letters are strong.
    const QString text = index.data().toString();
    const auto positions = index.data(PaletteModel::PositionsRole).value<QList<int>>();
    const QFont plain = m_theme.font(TextStyle::Body);
    const QFont strong = m_theme.font(TextStyle::Strong);
    int x = row.left() + 40;
    if (option.direction == Qt::RightToLeft || positions.isEmpty()) {
        x += paintLine(*painter, place(QRect(x, row.top(), right - x, row.height())), text, plain, color);
    } else {
        qsizetype start = 0;
        while (start < text.size() && x < right) {
            const bool hit = positions.contains(int(start));
            qsizetype end = start + 1;
            while (end < text.size() && positions.contains(int(end)) == hit)
                ++end;
            const QString part = text.mid(start, end - start);
            paintLine(*painter, QRect(x, row.top(), right - x, row.height()), part, hit ? strong : plain,
                      hit && enabled ? m_theme.color(Token::Accent) : color);
            x += QFontMetrics(hit ? strong : plain).horizontalAdvance(part);
            start = end;
        }
    }
    const QString detail = index.data(PaletteModel::DetailRole).toString();
    if (!detail.isEmpty() && x + 40 < right)
        paintLine(*painter, place(QRect(x + 10, row.top(), right - x - 10, row.height())), detail, small,
                  m_theme.color(Token::Text3));
    painter->restore();
}

} // namespace hs::ui
