#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/row_painter.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// One step in the list of a run: what came in, from where to where, who and when; the failed input in red.
class RunStepDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    RunStepDelegate(const Theme &theme, const Ticker &ticker, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const Ticker &m_ticker;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
