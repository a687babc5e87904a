#pragma once

#include <vector>

#include <QPointer>
#include <QSet>
#include <QWidget>

#include "ui/boards/board_model.h"
#include "ui/boards/column_widget.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QHBoxLayout;

namespace hs::ui {

/// One row of columns with its cards: the whole board, or one lane of a grouped
/// one. Knows dragging, keyboard moves, undo and the card's menu.
class BoardLane final : public QWidget {
    Q_OBJECT
public:
    /// `marks` (the selection of the whole board) outlives this.
    BoardLane(ViewContext &context, const Directory &directory, CardMarks &marks, QWidget *parent = nullptr);

    [[nodiscard]] BoardModel &model() { return m_model; }
    [[nodiscard]] const std::vector<ColumnWidget *> &columns() const { return m_columns; }
    void setFoldedColumns(const QSet<QString> &keys);
    /// How high it is when all cards of its fullest column are in sight.
    [[nodiscard]] int wholeHeight() const;
    void setName(const QString &name); ///< of the lane, for screen readers
    /// The card with focus or selection; null: none.
    [[nodiscard]] const api::Card *currentCard() const;
    [[nodiscard]] ColumnList *currentList() const;
    void select(const api::Id &workflow);

    void moveCurrent(int direction);
    void openCurrent();
    void openHistoryOfCurrent();
    void assignCurrent();
    void cancelCurrent();
    /// Sends a card into a column as a drop does: asks which way where several lead there, and at a reached limit.
    void bring(const api::Id &workflow, const QString &column);

    /// While a card of another lane is dragged: it does not come here.
    void fade(bool faded);

Q_SIGNALS:
    void dragging(bool begins); ///< a card of this lane
    void columnsChanged();
    void currentChanged();
    void foldedChanged(const QString &column, bool folded);
    /// An arrow key left the first (-1) or last (+1) card of a column, given by its place.
    void leftByEdge(int column, int direction);

private:
    void rebuild();
    void connectList(ColumnWidget *column);
    void showDrag(const QString &workflow);
    void endDrag();
    void walk(ColumnWidget *from, int direction);
    void chooseMove(const api::Id &workflow, const std::vector<api::LegalMove> &moves);
    void confirmMove(const api::Id &workflow, const api::LegalMove &move);
    void showMenu(ColumnWidget *column, const QPoint &position);
    void fillAssignMenu(class QMenu *menu, const api::Id &workflow, const QString &assignee);
    void undoMove(const api::Id &workflow, const QString &number);
    void tellFailure(const QString &what, const Error &error);
    [[nodiscard]] QPoint menuPosition() const;

    ViewContext &m_context;
    const Directory &m_directory;
    CardMarks &m_marks;
    QString m_name;
    BoardModel m_model;
    QHBoxLayout *m_row = nullptr;
    std::vector<ColumnWidget *> m_columns;
    QSet<QString> m_folded;
    QPointer<ColumnWidget> m_current;
    qint64 m_minute = 0; ///< in which the ages were painted last
};

} // namespace hs::ui
