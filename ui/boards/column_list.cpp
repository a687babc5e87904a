#include "ui/boards/column_list.h"

#include <algorithm>
#include <utility>

#include <QDrag>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPointer>

#include "ui/boards/column_model.h"

namespace hs::ui {

ColumnList::ColumnList(const Theme &theme, QWidget *parent)
    : VirtualList(parent), m_theme(theme)
{
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(false);
    setSpacing(8);
    setRowMargins({1, 2, 1, 8});
    setEstimate(104);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

void ColumnList::setMarks(CardMarks &marks)
{
    m_marks = &marks;
    connect(&marks, &CardMarks::changed, viewport(), qOverload<>(&QWidget::update));
}

void ColumnList::toggleMark()
{
    const QModelIndex index = currentIndex();
    if (!m_marks || !index.isValid())
        return;
    m_markedFrom = index;
    m_marks->toggle(static_cast<ColumnModel *>(model())->at(index.row()).row.id);
}

void ColumnList::markAll()
{
    if (!m_marks)
        return;
    QSet<QString> ids;
    for (const api::Card &card : static_cast<ColumnModel *>(model())->rows())
        ids.insert(card.row.id);
    m_marks->add(ids);
}

void ColumnList::markUpTo(const QModelIndex &index)
{
    const int from = m_markedFrom.isValid() ? m_markedFrom.row() : currentIndex().isValid() ? currentIndex().row() : index.row();
    QSet<QString> ids;
    for (int row = std::min(from, index.row()); row <= std::max(from, index.row()); ++row)
        ids.insert(static_cast<ColumnModel *>(model())->at(row).row.id);
    m_marks->add(ids);
}

void ColumnList::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool left = event->button() == Qt::LeftButton && m_marks && index.isValid();
    const bool withShift = left && event->modifiers().testFlag(Qt::ShiftModifier);
    const bool withControl = left && event->modifiers().testFlag(Qt::ControlModifier);
    if (withShift || withControl) {
        m_marking = true;
        if (withShift) {
            markUpTo(index);
            setCurrentIndex(index);
        } else {
            // The first one with Ctrl takes the card along that was chosen before it, as lists of files do.
            if (m_marks->isEmpty() && currentIndex().isValid() && currentIndex() != index)
                toggleMark();
            setCurrentIndex(index);
            toggleMark();
        }
        event->accept();
        return;
    }
    if (left && !m_marks->contains(static_cast<ColumnModel *>(model())->at(index.row()).row.id))
        m_marks->clear();
    m_markedFrom = index;
    VirtualList::mousePressEvent(event);
}

void ColumnList::mouseReleaseEvent(QMouseEvent *event)
{
    if (std::exchange(m_marking, false)) {
        event->accept();
        return;
    }
    VirtualList::mouseReleaseEvent(event);
}

void ColumnList::setDragState(DragState state)
{
    if (m_dragState == state)
        return;
    m_dragState = state;
    m_dragOver = false;
    viewport()->update();
}

void ColumnList::startDrag(Qt::DropActions)
{
    const QModelIndex index = currentIndex();
    if (!index.isValid() || m_marking)
        return;
    QMimeData *card = model()->mimeData({index});
    const QRect rect = visualRect(index);
    const qreal ratio = devicePixelRatioF();
    QPixmap picture((QSizeF(rect.size()) * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    {
        QPainter painter(&picture);
        painter.setOpacity(0.9);
        QStyleOptionViewItem option = optionFor(index);
        option.rect = QRect(QPoint(), rect.size());
        option.state.setFlag(QStyle::State_Enabled);
        itemDelegate()->paint(&painter, option, index);
    }
    // The drag runs an event loop of its own, in which the board may be rebuilt.
    const QPointer<ColumnList> self(this);
    auto *drag = new QDrag(window());
    drag->setMimeData(card);
    drag->setPixmap(picture);
    drag->setHotSpot(viewport()->mapFromGlobal(QCursor::pos()) - rect.topLeft());
    Q_EMIT dragStarted(ColumnModel::draggedCard(card));
    // What the drag answers does not matter: the engine decides where the card is.
    drag->exec(Qt::MoveAction, Qt::MoveAction);
    if (self)
        Q_EMIT dragEnded();
}

void ColumnList::dragEnterEvent(QDragEnterEvent *event)
{
    dragMoveEvent(event);
}

void ColumnList::dragMoveEvent(QDragMoveEvent *event)
{
    const bool card = !ColumnModel::draggedCard(event->mimeData()).isEmpty();
    const bool welcome = card && m_dragState == DragState::Welcome;
    if (m_dragOver != welcome) {
        m_dragOver = welcome;
        viewport()->update();
    }
    if (welcome) {
        event->setDropAction(Qt::MoveAction);
        event->accept();
    } else {
        event->ignore();
    }
}

void ColumnList::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dragOver = false;
    viewport()->update();
}

void ColumnList::dropEvent(QDropEvent *event)
{
    m_dragOver = false;
    viewport()->update();
    if (m_dragState == DragState::Welcome && model()->dropMimeData(event->mimeData(), Qt::MoveAction, -1, -1, {})) {
        event->setDropAction(Qt::MoveAction);
        event->accept();
    }
    stopAutoScroll();
    setState(NoState);
}

void ColumnList::keyPressEvent(QKeyEvent *event)
{
    int direction = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (direction != 0) {
        if (isRightToLeft())
            direction = -direction;
        if (event->modifiers() == Qt::ControlModifier)
            Q_EMIT moveByKey(direction);
        else if (event->modifiers() == Qt::NoModifier)
            Q_EMIT leftBySide(direction);
        event->accept();
        return;
    }
    if (m_marks && event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        toggleMark();
        event->accept();
        return;
    }
    if (m_marks && event->matches(QKeySequence::SelectAll)) {
        markAll();
        event->accept();
        return;
    }
    if (m_marks && event->key() == Qt::Key_Escape && !m_marks->isEmpty()) {
        m_marks->clear();
        event->accept();
        return;
    }
    const bool extends = m_marks && event->modifiers() == Qt::ShiftModifier && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down);
    if (extends && currentIndex().isValid()) {
        if (!m_markedFrom.isValid())
            m_markedFrom = currentIndex();
        const QModelIndex next = moveCursor(event->key() == Qt::Key_Up ? MoveUp : MoveDown, Qt::NoModifier);
        markUpTo(next);
        setCurrentIndex(next);
        event->accept();
        return;
    }
    const int edge = event->modifiers() != Qt::NoModifier || !currentIndex().isValid()                  ? 0
                     : event->key() == Qt::Key_Up && currentIndex().row() == 0                          ? -1
                     : event->key() == Qt::Key_Down && currentIndex().row() == model()->rowCount() - 1 ? 1
                                                                                                        : 0;
    if (edge != 0) {
        Q_EMIT leftByEdge(edge);
        event->accept();
        return;
    }
    VirtualList::keyPressEvent(event);
}

void ColumnList::paintEvent(QPaintEvent *event)
{
    VirtualList::paintEvent(event);
    if (m_dragState == DragState::Forbidden) {
        QPainter painter(viewport());
        QColor veil = m_theme.color(Token::Sunken);
        veil.setAlphaF(0.7F);
        painter.fillRect(viewport()->rect(), veil);
    }
    if (m_dragOver) {
        QPainter painter(viewport());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), m_theme.radius("card"), m_theme.radius("card"));
    }
}

} // namespace hs::ui
