#pragma once

#include "ui/boards/card_marks.h"
#include "ui/boards/card_moves.h"
#include "ui/lists/virtual_list.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// The cards of one column. Drags a card out, shows while one is dragged over
/// the board whether it may come here, and hands a drop to the model, which tells
/// the engine; rows are never moved by the view.
class ColumnList final : public VirtualList {
    Q_OBJECT
public:
    enum class DragState { None, Source, Welcome, Forbidden };

    explicit ColumnList(const Theme &theme, QWidget *parent = nullptr);
    void setDragState(DragState state);
    [[nodiscard]] DragState dragState() const { return m_dragState; }
    /// The selection of the whole board; outlives the list. Space and Ctrl+click take a card in or out, Shift+click
    /// takes in all up to it, Ctrl+A all that are loaded, Esc lets go of all.
    void setMarks(CardMarks &marks);
    void toggleMark();
    void markAll();

Q_SIGNALS:
    void dragStarted(const QString &workflow);
    void dragEnded();
    /// An arrow key left the column: -1 towards the first column, +1 towards the last.
    void leftBySide(int direction);
    /// Up from the first card (-1), down from the last of all (+1).
    void leftByEdge(int direction);
    void moveByKey(int direction);

protected:
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void markUpTo(const QModelIndex &index);

    const Theme &m_theme;
    CardMarks *m_marks = nullptr;
    QPersistentModelIndex m_markedFrom; ///< where a run of marked cards begins
    bool m_marking = false;             ///< the mouse button that is down marks and drags nothing
    DragState m_dragState = DragState::None;
    bool m_dragOver = false;
};

} // namespace hs::ui
