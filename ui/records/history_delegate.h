#pragma once

#include <QStyledItemDelegate>

#include "engine/api/rows.h"
#include "ui/lists/row_painter.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// One step on the timeline of a run: what came in, from where to where, who, when,
/// and a bar for how long it took. Opened, it shows what the step did in full.
class HistoryDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    HistoryDelegate(const Theme &theme, const Ticker &ticker, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    struct Block {
        QString title;
        QString text;
        bool data = false; ///< fixed-width letters
    };
    /// What an opened step shows, in order; only what it has.
    [[nodiscard]] static std::vector<Block> blocks(const api::HistoryRow &row);

private:
    [[nodiscard]] QFont blockFont(const Block &block) const;

    const Theme &m_theme;
    const Ticker &m_ticker;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
