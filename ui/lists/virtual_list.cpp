#include "ui/lists/virtual_list.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>

namespace hs::ui {

VirtualList::VirtualList(QWidget *parent)
    : QAbstractItemView(parent)
{
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    verticalScrollBar()->setSingleStep(24);
}

void VirtualList::setSpacing(int pixels)
{
    m_spacing = pixels;
    m_offsetsStale = true;
    scheduleDelayedItemsLayout();
}

void VirtualList::setRowMargins(QMargins margins)
{
    m_margins = margins;
    remeasureAll();
}

void VirtualList::remeasure(const QModelIndex &index)
{
    if (!index.isValid() || std::size_t(index.row()) >= m_heights.size())
        return;
    rememberAnchor();
    m_heights[std::size_t(index.row())].measured = false;
    layoutRows();
    viewport()->update();
}

void VirtualList::remeasureAll()
{
    rememberAnchor();
    for (Height &height : m_heights)
        height.measured = false;
    m_measuredWidth = -1;
    layoutRows();
    viewport()->update();
}

void VirtualList::setModel(QAbstractItemModel *next)
{
    for (const auto &link : m_modelLinks)
        disconnect(link);
    m_modelLinks.clear();
    QAbstractItemView::setModel(next);
    if (!next)
        return;
    // rowsInserted has a hook in the base class; removal and moves are told only by the model.
    m_modelLinks.push_back(connect(next, &QAbstractItemModel::rowsRemoved, this,
                                   [this](const QModelIndex &parent, int first, int last) {
                                       if (!parent.isValid())
                                           dropRows(first, last - first + 1);
                                   }));
    m_modelLinks.push_back(connect(next, &QAbstractItemModel::rowsMoved, this, [this] { resyncRows(); }));
    m_modelLinks.push_back(connect(next, &QAbstractItemModel::layoutChanged, this, [this] { resyncRows(); }));
    resyncRows();
}

void VirtualList::reset()
{
    QAbstractItemView::reset();
    m_heights.clear();
    m_anchorRow = -1;
    m_stickToEnd = true;
    verticalScrollBar()->setValue(0);
    resyncRows();
}

void VirtualList::resyncRows()
{
    const std::size_t count = model() ? std::size_t(model()->rowCount(rootIndex())) : 0;
    m_heights.assign(count, Height{m_estimate, false});
    m_offsetsStale = true;
    layoutRows();
    viewport()->update();
}

void VirtualList::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // Before the base class and the selection model, which would both go on to the neighbour.
    if (const int current = currentIndex().row(); m_letsGo && selectionModel() && current >= start && current <= end)
        selectionModel()->clear();
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
}

void VirtualList::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    if (!parent.isValid())
        takeRows(start, end - start + 1);
}

void VirtualList::takeRows(int start, int count)
{
    rememberAnchor();
    m_heights.insert(m_heights.begin() + start, std::size_t(count), Height{m_estimate, false});
    m_offsetsStale = true;
    // At the very top a new first row is shown, not hidden above the edge.
    const bool showTop = m_anchor == Anchor::Top && verticalScrollBar()->value() == 0;
    if (showTop)
        m_anchorRow = -1;
    else if (start <= m_anchorRow)
        m_anchorRow += count;
    layoutRows();
    viewport()->update();
}

void VirtualList::dropRows(int start, int count)
{
    rememberAnchor();
    m_heights.erase(m_heights.begin() + start, m_heights.begin() + start + count);
    m_offsetsStale = true;
    if (m_anchorRow >= start + count)
        m_anchorRow -= count;
    else if (m_anchorRow >= start)
        m_anchorRow = std::min(start, int(m_heights.size()) - 1);
    layoutRows();
    viewport()->update();
}

void VirtualList::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles)
{
    rememberAnchor();
    for (int row = topLeft.row(); row <= bottomRight.row() && std::size_t(row) < m_heights.size(); ++row)
        m_heights[std::size_t(row)].measured = false;
    layoutRows();
    QAbstractItemView::dataChanged(topLeft, bottomRight, roles);
    viewport()->update();
}

void VirtualList::rebuildOffsets() const
{
    if (!m_offsetsStale)
        return;
    m_offsets.resize(m_heights.size() + 1);
    int y = m_margins.top();
    for (std::size_t i = 0; i < m_heights.size(); ++i) {
        m_offsets[i] = y;
        y += m_heights[i].pixels + (i + 1 < m_heights.size() ? m_spacing : 0);
    }
    m_offsets[m_heights.size()] = y;
    m_offsetsStale = false;
}

int VirtualList::topOf(int row) const
{
    rebuildOffsets();
    return m_offsets[std::size_t(row)];
}

int VirtualList::contentHeight() const
{
    rebuildOffsets();
    return m_offsets.back() + m_margins.bottom();
}

int VirtualList::rowAt(int contentY) const
{
    if (m_heights.empty())
        return -1;
    rebuildOffsets();
    const auto rowsEnd = m_offsets.end() - 1;
    const auto it = std::upper_bound(m_offsets.begin(), rowsEnd, contentY);
    return std::max(0, int(it - m_offsets.begin()) - 1);
}

int VirtualList::firstVisible() const
{
    return rowAt(verticalScrollBar()->value());
}

int VirtualList::lastVisible() const
{
    return rowAt(verticalScrollBar()->value() + viewport()->height() - 1);
}

bool VirtualList::atEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
}

void VirtualList::scrollToEnd()
{
    m_stickToEnd = true;
    m_anchorRow = -1;
    layoutRows();
}

void VirtualList::rememberAnchor()
{
    m_anchorRow = firstVisible();
    m_anchorDelta = m_anchorRow < 0 ? 0 : topOf(m_anchorRow) - verticalScrollBar()->value();
}

QStyleOptionViewItem VirtualList::optionFor(const QModelIndex &) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = QRect(m_margins.left(), 0, std::max(1, viewport()->width() - m_margins.left() - m_margins.right()), 0);
    return option;
}

bool VirtualList::measureVisible()
{
    bool changed = false;
    const int first = firstVisible();
    const int last = lastVisible();
    for (int row = first; row >= 0 && row <= last; ++row) {
        Height &height = m_heights[std::size_t(row)];
        if (height.measured)
            continue;
        const QModelIndex index = model()->index(row, 0, rootIndex());
        const int pixels = std::max(1, itemDelegateForIndex(index)->sizeHint(optionFor(index), index).height());
        height.measured = true;
        if (pixels != height.pixels) {
            height.pixels = pixels;
            changed = true;
        }
    }
    if (changed)
        m_offsetsStale = true;
    return changed;
}

void VirtualList::layoutRows()
{
    if (m_layingOut || !model())
        return;
    m_layingOut = true;
    if (m_measuredWidth != viewport()->width()) {
        for (Height &height : m_heights)
            height.measured = false;
        m_measuredWidth = viewport()->width();
    }
    // Measuring moves what is visible, and that may show rows not measured yet.
    for (int pass = 0; pass < 8; ++pass) {
        const int viewHeight = viewport()->height();
        QScrollBar *bar = verticalScrollBar();
        bar->setPageStep(viewHeight);
        bar->setRange(0, std::max(0, contentHeight() - viewHeight));
        if (m_anchor == Anchor::Bottom && m_stickToEnd)
            bar->setValue(bar->maximum());
        else if (m_anchorRow >= 0 && m_anchorRow < int(m_heights.size()))
            bar->setValue(topOf(m_anchorRow) - m_anchorDelta);
        if (!measureVisible())
            break;
    }
    m_layingOut = false;
    tellVisible();
}

void VirtualList::tellVisible()
{
    Q_EMIT visibleRowsChanged(firstVisible(), lastVisible());
}

void VirtualList::updateGeometries()
{
    layoutRows();
    QAbstractItemView::updateGeometries();
}

void VirtualList::resizeEvent(QResizeEvent *event)
{
    if (!m_layingOut)
        rememberAnchor();
    QAbstractItemView::resizeEvent(event);
    layoutRows();
}

void VirtualList::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::LayoutDirectionChange)
        remeasureAll();
}

void VirtualList::scrollContentsBy(int dx, int dy)
{
    viewport()->scroll(dx, dy);
    if (m_layingOut)
        return;
    m_stickToEnd = atEnd();
    rememberAnchor();
    layoutRows();
}

int VirtualList::verticalOffset() const
{
    return verticalScrollBar()->value();
}

QRect VirtualList::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || std::size_t(index.row()) >= m_heights.size())
        return {};
    const int width = viewport()->width() - m_margins.left() - m_margins.right();
    return {m_margins.left(), topOf(index.row()) - verticalOffset(), std::max(1, width),
            m_heights[std::size_t(index.row())].pixels};
}

void VirtualList::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    // Rows on the way are estimates until seen; the second look aims at the measured place.
    for (int look = 0; look < 2; ++look) {
        const QRect rect = visualRect(index);
        const int height = viewport()->height();
        QScrollBar *bar = verticalScrollBar();
        if (hint == PositionAtTop || (hint == EnsureVisible && (rect.top() < 0 || rect.height() > height)))
            bar->setValue(bar->value() + rect.top() - (index.row() == 0 ? m_margins.top() : m_spacing));
        else if (hint == PositionAtBottom || (hint == EnsureVisible && rect.bottom() >= height))
            bar->setValue(bar->value() + rect.bottom() + 1 - height + m_spacing);
        else if (hint == PositionAtCenter)
            bar->setValue(bar->value() + rect.center().y() - height / 2);
    }
}

QModelIndex VirtualList::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y() + verticalOffset());
    if (row < 0)
        return {};
    const QModelIndex index = model()->index(row, 0, rootIndex());
    return visualRect(index).contains(point) ? index : QModelIndex();
}

QModelIndex VirtualList::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int count = model() ? model()->rowCount(rootIndex()) : 0;
    if (count == 0)
        return {};
    int row = currentIndex().isValid() ? currentIndex().row() : -1;
    const int page = std::max(1, lastVisible() - firstVisible());
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row = row < 0 ? count - 1 : row - 1;
        break;
    case MoveDown:
    case MoveNext:
        row += 1;
        break;
    case MovePageUp:
        row -= page;
        break;
    case MovePageDown:
        row += page;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = count - 1;
        break;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return model()->index(std::clamp(row, 0, count - 1), 0, rootIndex());
}

void VirtualList::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const QModelIndex index = indexAt(rect.center());
    selectionModel()->select(index.isValid() ? QItemSelection(index, index) : QItemSelection(), flags);
}

QRegion VirtualList::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QModelIndex &index : selection.indexes())
        region += visualRect(index);
    return region;
}

void VirtualList::paintEvent(QPaintEvent *event)
{
    const int first = rowAt(event->rect().top() + verticalOffset());
    const int last = rowAt(event->rect().bottom() + verticalOffset());
    if (first < 0)
        return;
    QPainter painter(viewport());
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = model()->index(row, 0, rootIndex());
        QStyleOptionViewItem option = optionFor(index);
        option.rect = visualRect(index);
        option.state.setFlag(QStyle::State_Enabled, isEnabled());
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_MouseOver, index == m_hovered);
        const bool focused = hasFocus() && index == currentIndex();
        option.state.setFlag(QStyle::State_HasFocus, focused);
        option.state.setFlag(QStyle::State_KeyboardFocusChange, focused && m_keyFocus);
        itemDelegateForIndex(index)->paint(&painter, option, index);
    }
}

bool VirtualList::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::Leave || event->type() == QEvent::HoverMove) {
        const QModelIndex now = event->type() == QEvent::Leave
                                    ? QModelIndex()
                                    : indexAt(viewport()->mapFromGlobal(QCursor::pos()));
        if (now != m_hovered) {
            viewport()->update(visualRect(m_hovered));
            m_hovered = now;
            viewport()->update(visualRect(m_hovered));
        }
    }
    return QAbstractItemView::viewportEvent(event);
}

void VirtualList::keyPressEvent(QKeyEvent *event)
{
    m_keyFocus = true;
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_J || event->key() == Qt::Key_K)) {
        setCurrentIndex(moveCursor(event->key() == Qt::Key_J ? MoveDown : MoveUp, Qt::NoModifier));
        event->accept();
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

void VirtualList::mousePressEvent(QMouseEvent *event)
{
    m_keyFocus = false;
    QAbstractItemView::mousePressEvent(event);
}

void VirtualList::focusInEvent(QFocusEvent *event)
{
    m_keyFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
                 || event->reason() == Qt::ShortcutFocusReason;
    // The base class would pick a row by itself; a row is only current when a person chose it,
    // except with the keyboard, which needs a place to start from.
    QAbstractScrollArea::focusInEvent(event);
    if (m_keyFocus && !currentIndex().isValid() && model() && model()->rowCount(rootIndex()) > 0)
        selectionModel()->setCurrentIndex(model()->index(std::max(0, firstVisible()), 0, rootIndex()),
                                          QItemSelectionModel::NoUpdate);
    viewport()->update();
}

} // namespace hs::ui
