#include "ui/records/record_row_delegate.h"

#include <QFontMetrics>

#include "ui/records/record_list_model.h"
#include "ui/text/duration_text.h"

namespace hs::ui {

RecordRowDelegate::RecordRowDelegate(const Theme &theme, const Ticker &ticker, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_ticker(ticker), m_cache(theme)
{
}

QSize RecordRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), QFontMetrics(m_theme.font(TextStyle::Body, QFont::Medium)).height()
                                     + QFontMetrics(m_theme.font(TextStyle::Small)).height() + 15};
}

void RecordRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const api::RecordRow &row = static_cast<const RecordListModel *>(index.model())->at(index.row());
    painter->save();
    RowPainter paint(*painter, m_theme, m_cache, option);
    paint.ground(option.rect.adjusted(4, 1, -4, -1));
    const QFont strong = m_theme.font(TextStyle::Body, QFont::Medium);
    const QFont small = m_theme.font(TextStyle::Small);
    const int strongHeight = QFontMetrics(strong).height();
    const QRect inner = option.rect.adjusted(14, 6, -14, -6);
    paint.line({inner.left(), inner.top(), inner.width(), strongHeight}, index.data().toString(), strong, m_theme.color(Token::Text));
    //: When and by whom a record was changed last: "10:43 by Nyra"
    const QString changed = row.updatedBy.isEmpty() ? momentText(row.updatedAt, m_ticker.now())
                                                    : tr("%1 by %2").arg(momentText(row.updatedAt, m_ticker.now()), row.updatedBy);
    paint.line({inner.left(), inner.top() + strongHeight + 2, inner.width(), QFontMetrics(small).height()}, changed, small,
               m_theme.color(Token::Text2));
    painter->restore();
}

} // namespace hs::ui
