#include "ui/activity/row_view.h"

#include "ui/activity/row_model.h"

namespace hs::ui {

RowView::RowView(QWidget *parent) : QTreeView(parent)
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
}

void RowView::setModel(QAbstractItemModel *model)
{
    if (m_rows)
        m_rows->disconnect(this);
    m_rows = qobject_cast<RowModelBase *>(model);
    QTreeView::setModel(model);
    if (m_rows) // once the view itself has taken them in
        connect(m_rows, &RowModelBase::pageTaken, this, &RowView::wantMore, Qt::QueuedConnection);
}

void RowView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    wantMore();
}

void RowView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    wantMore();
}

void RowView::showEvent(QShowEvent *event)
{
    QTreeView::showEvent(event);
    wantMore();
}

void RowView::wantMore()
{
    if (!m_rows || !m_rows->hasMore() || !isVisible())
        return;
    m_rows->shown(indexAt(QPoint(8, viewport()->height() - 2)).row());
}

} // namespace hs::ui
