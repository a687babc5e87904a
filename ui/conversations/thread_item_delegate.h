#pragma once

#include <QStyledItemDelegate>

#include "ui/conversations/thread_item_layout.h"
#include "ui/lists/row_painter.h"

namespace hs::ui {

/// Paints one item of a conversation: client on the near side, agent on the far
/// side in its tint, colleague there too but neutral, notes in yellow, tool calls
/// as a line that opens, notices in the middle.
class ThreadItemDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    ThreadItemDelegate(ViewContext &context, const Directory &directory, QObject *parent = nullptr);

    [[nodiscard]] ItemLayouter &layouter() const { return m_layouter; }
    [[nodiscard]] ItemPlaces placesOf(const QModelIndex &index, int width, Qt::LayoutDirection direction) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTool(RowPainter &paint, const QRect &row, const ItemPlaces &places, const api::ThreadItem &item, bool open) const;
    void paintMessage(RowPainter &paint, const QRect &row, const ItemPlaces &places, const api::ThreadItem &item) const;

    ViewContext &m_context;
    const Directory &m_directory;
    mutable ItemLayouter m_layouter;
    mutable LayoutCache m_cache;
};

} // namespace hs::ui
