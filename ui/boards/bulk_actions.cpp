#include "ui/boards/bulk_actions.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include <QLocale>
#include <QMenu>
#include <QPointer>

#include "ui/boards/board_filter.h"
#include "ui/boards/bulk_report.h"
#include "ui/boards/card_moves.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {

constexpr int UndoSeconds = 10;        ///< as long as the engine takes a move back
constexpr std::ptrdiff_t AtOnce = 1000; ///< as many as the engine takes in one command

std::vector<api::Id> idsOf(const BulkActions::Cards &cards)
{
    std::vector<api::Id> ids;
    ids.reserve(cards.size());
    for (const api::Card &card : cards)
        ids.push_back(card.row.id);
    return ids;
}

} // namespace

BulkActions::BulkActions(ViewContext &context, const Directory &directory, QWidget *owner)
    : QObject(owner), m_context(context), m_directory(directory), m_owner(owner)
{
}

void BulkActions::showMoves(const Cards &cards, const std::vector<api::ColumnInfo> &columns, const std::vector<qint64> &held, const QPoint &at)
{
    auto *menu = new QMenu(m_owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const BulkMove &move : bulkMoves(cards, columns))
        menu->addAction(bulkMoveText(move, int(cards.size()), columns), this, [this, cards, columns, held, move] { askMove(cards, columns, held, move); });
    if (menu->isEmpty())
        menu->addAction(tr("None of these cards can be moved by hand now"))->setEnabled(false);
    menu->popup(at);
    menu->setActiveAction(menu->actions().constFirst());
}

void BulkActions::askMove(const Cards &cards, const std::vector<api::ColumnInfo> &columns, const std::vector<qint64> &held, const BulkMove &move)
{
    const auto at = std::find_if(columns.begin(), columns.end(), [&](const auto &info) { return info.key == move.column; });
    const auto place = std::size_t(at - columns.begin());
    const QString title = columnTitle(move.column, columns);
    askFirst(m_owner->window(), tr("Move to “%1”").arg(title), bulkMoveQuestion(move, cards, columns, place < held.size() ? held[place] : 0),
             tr("Move %n card(s)", nullptr, int(move.able.size())), [this, move, title] {
                 api::OperateWorkflows command;
                 command.act = api::OperateWorkflows::Act::Send;
                 command.workflows = move.able;
                 command.event = move.event;
                 submit(std::move(command), {[title](int done) {
                                                 //: %1 is a column of the board
                                                 return tr("%n card(s) moved to “%1”", nullptr, done).arg(title);
                                             },
                                             tr("The cards could not be moved.")});
             });
}

void BulkActions::showPeople(const Cards &cards, const QPoint &at)
{
    auto *menu = new QMenu(m_owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto offer = [&](const QString &text, const api::Id &person, const std::function<QString(int)> &done) {
        menu->addAction(text, this, [this, cards, person, done] {
            api::OperateWorkflows command;
            command.act = api::OperateWorkflows::Act::Assign;
            command.workflows = idsOf(cards);
            command.assignee = person;
            submit(std::move(command), {done, tr("The cards could not be assigned.")});
        });
    };
    for (const api::OperatorRow &person : m_directory.operators())
        offer(person.name, person.id, [name = person.name](int done) {
            //: %1 is a person's name
            return tr("%n card(s) assigned to %1", nullptr, done).arg(name);
        });
    if (m_directory.operators().empty())
        menu->addAction(tr("No people are known yet"))->setEnabled(false);
    menu->addSeparator();
    offer(tr("Nobody"), {}, [](int done) { return tr("%n card(s) assigned to nobody", nullptr, done); });
    menu->popup(at);
}

void BulkActions::showPriorities(const Cards &cards, const QPoint &at)
{
    auto *menu = new QMenu(m_owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto priority : {api::Priority::Urgent, api::Priority::High, api::Priority::Medium, api::Priority::Low}) {
        const bool all = std::all_of(cards.begin(), cards.end(), [priority](const api::Card &card) { return card.row.priority == priority; });
        QAction *action = menu->addAction(priorityName(priority), this, [this, cards, priority] {
            api::OperateWorkflows command;
            command.act = api::OperateWorkflows::Act::Reprioritise;
            command.workflows = idsOf(cards);
            command.priority = priority;
            submit(std::move(command), {[priority](int done) {
                                            //: %1 is a priority such as "High"
                                            return tr("%n card(s) now have the priority “%1”", nullptr, done).arg(priorityName(priority));
                                        },
                                        tr("The priority could not be changed.")});
        });
        action->setCheckable(true);
        action->setChecked(all);
    }
    menu->popup(at);
}

void BulkActions::pauseOrResume(const Cards &cards)
{
    using Status = api::WorkflowStatus;
    api::OperateWorkflows command;
    const bool resume = std::all_of(cards.begin(), cards.end(), [](const api::Card &card) { return card.row.status == Status::Paused; });
    for (const api::Card &card : cards)
        if (resume || card.row.status != Status::Paused)
            command.workflows.push_back(card.row.id);
    if (resume) {
        command.act = api::OperateWorkflows::Act::Resume;
        submit(std::move(command), {[](int done) { return tr("%n card(s) go on", nullptr, done); }, tr("The cards could not be resumed.")});
        return;
    }
    command.act = api::OperateWorkflows::Act::Pause;
    const int count = int(command.workflows.size());
    askReason(m_owner->window(), tr("Pause %n card(s)", nullptr, count),
              tr("Their tasks, deadlines and what comes in wait until they are resumed; nothing is lost. Why? The reason is kept in each history."),
              tr("Pause %n card(s)", nullptr, count), [this, command](const QString &reason) mutable {
                  command.reason = reason;
                  submit(std::move(command), {[](int done) { return tr("%n card(s) paused", nullptr, done); }, tr("The cards could not be paused.")});
              });
}

void BulkActions::askCancel(const Cards &cards)
{
    askReason(m_owner->window(), tr("Cancel %n card(s)", nullptr, int(cards.size())),
              tr("Their workflows end here, open tasks are called off, and no one can take it back. Why? The reason is kept in each history."),
              tr("Cancel %n card(s)", nullptr, int(cards.size())), [this, cards](const QString &reason) {
                  api::OperateWorkflows command;
                  command.act = api::OperateWorkflows::Act::Cancel;
                  command.workflows = idsOf(cards);
                  command.reason = reason;
                  submit(std::move(command), {[](int done) { return tr("%n card(s) cancelled", nullptr, done); }, tr("The cards could not be cancelled.")});
              });
}

void BulkActions::submit(api::OperateWorkflows command, const Words &words, BulkOutcome outcome)
{
    std::vector<api::Id> later;
    if (std::ssize(command.workflows) > AtOnce) {
        later.assign(command.workflows.begin() + AtOnce, command.workflows.end());
        command.workflows.resize(std::size_t(AtOnce));
    }
    m_context.engine.submit(command, this, [this, command, words, outcome = std::move(outcome), later](Result<api::Receipt> receipt) mutable {
        if (!receipt && outcome.items.empty()) {
            m_context.toasts.show({words.failure + QLatin1Char(' ') + errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        if (receipt) {
            for (BulkOutcome::Item &item : bulkOutcome(receipt->data).items)
                outcome.items.push_back(std::move(item));
        } else { // a later turn: what was done before stays done, and the rest is told
            for (const api::Id &id : command.workflows)
                outcome.items.push_back({id, id, false, QString::fromStdString(receipt.error().what)});
        }
        if (receipt && !later.empty()) {
            command.workflows = later;
            submit(std::move(command), words, std::move(outcome));
            return;
        }
        const bool undoable = command.act == api::OperateWorkflows::Act::Send;
        tell(outcome, words, undoable ? outcome.done() : std::vector<api::Id>());
        Q_EMIT finished(outcome);
    });
}

void BulkActions::tell(const BulkOutcome &outcome, const Words &words, const std::vector<api::Id> &undoable)
{
    const int done = int(outcome.done().size());
    const int refused = outcome.refused();
    const QString text = refused == 0 ? words.done(done)
                                      //: %1 what was done: "9 cards moved to Viewing"
                                      : tr("%1; %n refused", nullptr, refused).arg(words.done(done));
    const QPointer<BulkActions> self(this);
    Toast toast{text, refused == 0 ? Tone::Ok : Tone::Warn, {}, {}, {}};
    if (!undoable.empty()) {
        const auto takeBack = [self, undoable] {
            if (self)
                self->undo(undoable);
        };
        UndoCenter::Entry entry;
        entry.text = words.done(done);
        entry.until = m_context.ticker.now().addSecs(UndoSeconds);
        entry.undo = takeBack;
        const quint64 id = m_context.undo.push(entry);
        toast.actionText = tr("Undo");
        toast.action = [self, id, takeBack] {
            if (self)
                self->m_context.undo.remove(id);
            takeBack();
        };
    }
    m_context.toasts.show(toast);
    if (refused > 0)
        showBulkReport(m_owner->window(), text, outcome);
}

/// Each move is taken back by itself; what went on meanwhile stays.
void BulkActions::undo(const std::vector<api::Id> &ids)
{
    struct Tally {
        std::size_t missing;
        BulkOutcome outcome;
    };
    const auto tally = std::make_shared<Tally>(Tally{ids.size(), {}});
    for (const api::Id &id : ids) {
        m_context.engine.submit(api::UndoMove{id}, this, [this, id, tally](Result<api::Receipt> receipt) {
            tally->outcome.items.push_back({id, id, receipt.has_value(), receipt ? QString() : QString::fromStdString(receipt.error().what)});
            if (--tally->missing > 0)
                return;
            const int done = int(tally->outcome.done().size());
            const int refused = tally->outcome.refused();
            if (refused == 0)
                m_context.toasts.show(tr("%n card(s) are back where they were.", nullptr, done), Tone::Neutral);
            else
                //: %1 how many cards went back, %2 how many did not
                m_context.toasts.show(tr("%1 went back, %2 have gone on meanwhile.").arg(QLocale().toString(done), QLocale().toString(refused)), Tone::Warn);
            Q_EMIT finished({});
        });
    }
}

} // namespace hs::ui
