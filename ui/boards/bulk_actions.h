#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QPoint>

#include "ui/boards/bulk_moves.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// Changes several cards at once: says what will happen, asks once, tells the engine, and reports
/// what became of each. GUI thread; never waits.
class BulkActions final : public QObject {
    Q_OBJECT
public:
    using Cards = std::vector<api::Card>;
    /// `owner` is the parent of menus and dialogs.
    BulkActions(ViewContext &context, const Directory &directory, QWidget *owner);

    /// `held`: how many cards each column holds now, for limits.
    void showMoves(const Cards &cards, const std::vector<api::ColumnInfo> &columns, const std::vector<qint64> &held, const QPoint &at);
    void askMove(const Cards &cards, const std::vector<api::ColumnInfo> &columns, const std::vector<qint64> &held, const BulkMove &move);
    void showPeople(const Cards &cards, const QPoint &at);
    void showPriorities(const Cards &cards, const QPoint &at);
    /// Those that run pause, with a reason; where all stand paused already, they go on.
    void pauseOrResume(const Cards &cards);
    void askCancel(const Cards &cards);

Q_SIGNALS:
    /// The engine did some or all of it.
    void finished(const hs::ui::BulkOutcome &outcome);

private:
    /// How a bulk command reads when it is over.
    struct Words {
        std::function<QString(int)> done; ///< "9 cards moved to Qualified"
        QString failure;                  ///< as a whole: "The cards could not be moved."
    };
    /// In turns of as many as the engine takes; `outcome` gathers them.
    void submit(api::OperateWorkflows command, const Words &words, BulkOutcome outcome = {});
    void tell(const BulkOutcome &outcome, const Words &words, const std::vector<api::Id> &undoable);
    void undo(const std::vector<api::Id> &ids);

    ViewContext &m_context;
    const Directory &m_directory;
    QWidget *m_owner;
};

} // namespace hs::ui
