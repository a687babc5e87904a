#include "ui/knowledge/passage_delegate.h"

#include <algorithm>

#include <QFontMetrics>

#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/passage_model.h"
#include "ui/lists/row_painter.h"

namespace hs::ui {

namespace {

constexpr int PassagePadX = 12;
constexpr int PassagePadY = 8;
constexpr int PassageGap = 2;
constexpr int IconTile = 28;
constexpr int IconGap = 10;
constexpr int WithIconFrom = 360; ///< width of a row
constexpr int TextLines = 4;

bool hasBadges(const api::KnowledgePassage &passage)
{
    return passage.mayBeOutdated || !passage.reported.isEmpty() || !passage.alsoIn.isEmpty();
}

} // namespace

PassageDelegate::PassageDelegate(const Theme &theme, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_ticker(ticker), m_lines(theme), m_texts(theme)
{
}

PassageDelegate::Places PassageDelegate::placesIn(const QRect &row, const api::KnowledgePassage &passage, Qt::LayoutDirection direction) const
{
    Places at;
    QRect inner = row.adjusted(PassagePadX, PassagePadY, -PassagePadX, -PassagePadY);
    if (row.width() >= m_theme.scaled(WithIconFrom)) {
        at.icon = QRect(inner.left(), inner.top() + 1, IconTile, IconTile);
        inner.setLeft(inner.left() + IconTile + IconGap);
    }
    const QFontMetrics strong(m_theme.font(TextStyle::Strong));
    const QFontMetrics small(m_theme.font(TextStyle::Small));
    const int score = small.horizontalAdvance(scoreText(100)) + 4;
    at.title = QRect(inner.left(), inner.top(), std::max(20, inner.width() - score - 8), strong.height());
    at.score = QRect(inner.right() - score + 1, inner.top(), score, strong.height());
    at.line = QRect(inner.left(), at.title.bottom() + 1 + PassageGap, inner.width(), small.height());
    const auto laid = m_texts.laid(passage, inner.width(), TextLines, direction);
    at.text = QRect(inner.left(), at.line.bottom() + 1 + PassageGap, inner.width(), int(laid->height + 0.5));
    const int badges = hasBadges(passage) ? chipHeight(m_theme) + 4 : 0;
    at.badges = QRect(inner.left(), at.text.bottom() + 1 + (badges > 0 ? 4 : 0), inner.width(), badges);
    return at;
}

QSize PassageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *passage = index.data(PassageModel::PassageRole).value<const api::KnowledgePassage *>();
    if (!passage)
        return {option.rect.width(), 40};
    const Places at = placesIn(QRect(0, 0, option.rect.width(), 0), *passage, option.direction);
    return {option.rect.width(), std::max(at.badges.bottom() + 1, at.icon.bottom() + 1) + PassagePadY};
}

void PassageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *passage = index.data(PassageModel::PassageRole).value<const api::KnowledgePassage *>();
    if (!passage)
        return;
    const auto *model = qobject_cast<const PassageModel *>(index.model());
    painter->save();
    RowPainter paint(*painter, m_theme, m_lines, option);
    paint.ground(option.rect.adjusted(4, 1, -4, -1));
    const Places at = placesIn(option.rect, *passage, option.direction);
    const QDateTime now = m_ticker.now();
    if (at.icon.isValid()) {
        paint.box(at.icon, m_theme.color(Token::Surface), m_theme.color(Token::Border), m_theme.radius("control"));
        paint.icon(at.icon.adjusted(6, 6, -6, -6), documentIcon(passage->type, passage->database), m_theme.color(Token::Text2));
    }
    QRect title = at.title;
    if (model && model->numbered()) {
        const QString number = QLocale().toString(index.row() + 1);
        const QFont font = m_theme.font(TextStyle::Small, QFont::DemiBold);
        const int side = std::max(title.height(), QFontMetrics(font).horizontalAdvance(number) + 8);
        const QRect box(title.left(), title.top(), side, title.height());
        paint.box(box, m_theme.color(Token::AccentSoft), {}, 5);
        paintLine(*painter, paint.place(box), number, font, m_theme.color(Token::Accent), Qt::AlignCenter, Qt::ElideNone);
        title.setLeft(title.left() + side + 6);
    }
    paint.line(title, passage->title.isEmpty() ? passage->place : passage->title, m_theme.font(TextStyle::Strong), m_theme.color(Token::Text));
    paintTimer(*painter, paint.place(at.score), scoreText(passage->score), m_theme.font(TextStyle::Small), m_theme.color(Token::Text2),
               option.direction == Qt::RightToLeft ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    paint.line(at.line, passageLine(*passage, now), m_theme.font(TextStyle::Small), m_theme.color(Token::Text2));

    const auto laid = m_texts.laid(*passage, at.text.width(), TextLines, option.direction);
    const QRect place = paint.place(at.text);
    painter->save();
    painter->setClipRect(place, Qt::IntersectClip);
    painter->setPen(m_theme.color(Token::Text));
    laid->layout.draw(painter, QPointF(place.left(), place.top() - laid->top), {}, QRectF(place));
    painter->restore();

    if (hasBadges(*passage)) {
        int x = at.badges.left();
        const auto add = [&](const QString &text, const QString &icon, Tone tone) {
            const int width = paint.chip({x, at.badges.top()}, text, icon, tone, at.badges.right() - x + 1);
            x += width > 0 ? width + 6 : 0;
        };
        if (!passage->reported.isEmpty())
            add(tr("Reported as outdated"), QStringLiteral("flag"), Tone::Danger);
        else if (passage->mayBeOutdated)
            add(tr("May be outdated"), QStringLiteral("clock-alert"), Tone::Warn);
        if (passage->alsoIn.size() == 1)
            //: %1 is a document that holds the same text
            add(tr("Also in %1").arg(passage->alsoIn.first()), QStringLiteral("files"), Tone::Neutral);
        else if (!passage->alsoIn.isEmpty())
            add(tr("Also in %n document(s)", nullptr, int(passage->alsoIn.size())), QStringLiteral("files"), Tone::Neutral);
    }
    painter->restore();
}

} // namespace hs::ui
