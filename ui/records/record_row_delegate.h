#pragma once

#include <QStyledItemDelegate>

#include "ui/lists/row_painter.h"
#include "ui/shell/ticker.h"

namespace hs::ui {

/// A record in the list: title, when and by whom it was changed last.
class RecordRowDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    RecordRowDelegate(const Theme &theme, const Ticker &ticker, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const Ticker &m_ticker;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
