#pragma once

#include <QStyledItemDelegate>

#include "ui/knowledge/marked_text.h"
#include "ui/lists/layout_cache.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// A found passage: title and score, where it stands, some lines of its text with the marked words, and what is to be known of
/// it (outdated, reported, also elsewhere). Beside the title the number that an answer cites it by.
class PassageDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    PassageDelegate(const Theme &theme, const Ticker &ticker, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Places {
        QRect icon, title, score, line, text, badges;
    };
    [[nodiscard]] Places placesIn(const QRect &row, const api::KnowledgePassage &passage, Qt::LayoutDirection direction) const;

    const Theme &m_theme;
    const Ticker &m_ticker;
    mutable LayoutCache m_lines;
    mutable MarkedTextCache m_texts;
};

} // namespace hs::ui
