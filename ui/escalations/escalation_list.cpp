#include "ui/escalations/escalation_list.h"

#include <QKeyEvent>
#include <QScrollBar>

#include "ui/activity/row_model.h"

namespace hs::ui {

EscalationList::EscalationList(ViewContext &context, QWidget *parent) : QListView(parent), m_context(context)
{
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalScrollBar()->setSingleStep(24);
}

void EscalationList::setFitsRows(bool fits, int rowHeight)
{
    if (m_fits == fits && m_rowHeight == rowHeight)
        return;
    m_fits = fits;
    m_rowHeight = rowHeight;
    updateGeometry();
}

int EscalationList::rowsHeight() const
{
    // Beyond a screen's height the exact number does not matter.
    return model() ? std::min(model()->rowCount(), 200) * m_rowHeight : 0;
}

QSize EscalationList::sizeHint() const
{
    return m_fits ? QSize(QListView::sizeHint().width(), rowsHeight()) : QListView::sizeHint();
}

QSize EscalationList::minimumSizeHint() const
{
    return m_fits ? QSize(0, 0) : QSize(0, m_rowHeight);
}

void EscalationList::repaintVisible()
{
    if (!isVisible() || !model() || model()->rowCount() == 0)
        return;
    const QModelIndex first = indexAt(QPoint(viewport()->width() / 2, 1));
    for (int row = first.isValid() ? first.row() : 0; row < model()->rowCount(); ++row) {
        const QRect rect = visualRect(model()->index(row, 0));
        if (rect.top() > viewport()->height())
            break;
        viewport()->update(rect);
    }
}

void EscalationList::keyPressEvent(QKeyEvent *event)
{
    window()->setAttribute(Qt::WA_KeyboardFocusChange);
    if (event->modifiers() == Qt::NoModifier && m_context.actions.singleKeys()
        && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        QKeyEvent arrow(event->type(), event->key() == Qt::Key_J ? Qt::Key_Down : Qt::Key_Up, Qt::NoModifier);
        QListView::keyPressEvent(&arrow);
        return;
    }
    QListView::keyPressEvent(event);
}

void EscalationList::mousePressEvent(QMouseEvent *event)
{
    window()->setAttribute(Qt::WA_KeyboardFocusChange, false);
    QListView::mousePressEvent(event);
}

void EscalationList::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    wantMore();
}

void EscalationList::wantMore()
{
    auto *rows = qobject_cast<RowModelBase *>(model());
    if (!rows || !rows->hasMore())
        return;
    const QModelIndex last = indexAt(QPoint(viewport()->width() / 2, viewport()->height() - 1));
    if (last.isValid())
        rows->shown(last.row());
}

} // namespace hs::ui
