#include "ui/boards/bulk_actions.h"

#include <algorithm>

#include <QLocale>
#include <QMenu>
#include <QPointer>

#include "ui/boards/bulk_report.h"
#include "ui/boards/card_moves.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {

constexpr int UndoSeconds = 10; ///< as long as the engine takes a move back

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
             tr("Move %n card(s)", nullptr, int(move.able.size())), [this, cards, move, title] {
                 api::MoveWorkflows command;
                 command.workflows = move.able;
                 command.event = move.event;
                 submit(std::move(command), cards,
                        {[title](int done) {
                             //: %1 is a column of the board
                             return tr("%n card(s) moved to “%1”", nullptr, done).arg(title);
                         },
                         tr("The cards could not be moved.")},
                        move);
             });
}

void BulkActions::showPeople(const Cards &cards, const QPoint &at)
{
    auto *menu = new QMenu(m_owner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto offer = [&](const QString &text, const api::Id &person, const std::function<QString(int)> &done) {
        menu->addAction(text, this, [this, cards, person, done] {
            submit(api::AssignWorkflows{idsOf(cards), person}, cards, {done, tr("The cards could not be assigned.")});
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

void BulkActions::askCancel(const Cards &cards)
{
    askReason(m_owner->window(), tr("Cancel %n card(s)", nullptr, int(cards.size())),
              tr("Their workflows end here, open tasks are called off, and no one can take it back. Why? The reason is kept in each history."),
              tr("Cancel %n card(s)", nullptr, int(cards.size())), [this, cards](const QString &reason) {
                  submit(api::CancelWorkflows{idsOf(cards), reason}, cards,
                         {[](int done) { return tr("%n card(s) cancelled", nullptr, done); }, tr("The cards could not be cancelled.")});
              });
}

void BulkActions::submit(api::Command command, const Cards &cards, const Words &words, std::optional<BulkMove> move)
{
    m_context.engine.submit(std::move(command), this, [this, cards, words, move](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_context.toasts.show({words.failure + QLatin1Char(' ') + errorSentence(receipt.error()), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        const BulkOutcome outcome = bulkOutcome(receipt->data, cards, move ? &*move : nullptr);
        tell(outcome, words, move ? outcome.done() : std::vector<api::Id>());
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

void BulkActions::undo(const std::vector<api::Id> &ids)
{
    m_context.engine.submit(api::UndoMoves{ids}, this, [this](Result<api::Receipt> receipt) {
        if (!receipt) {
            m_context.toasts.show({tr("The moves could not be taken back."), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        const BulkOutcome outcome = bulkOutcome(receipt->data, {});
        const int done = int(outcome.done().size());
        if (outcome.refused() == 0)
            m_context.toasts.show(tr("%n card(s) are back where they were.", nullptr, done), Tone::Neutral);
        else
            //: %1 how many cards went back, %2 how many did not
            m_context.toasts.show(tr("%1 went back, %2 have gone on meanwhile.").arg(QLocale().toString(done), QLocale().toString(outcome.refused())), Tone::Warn);
        Q_EMIT finished(outcome);
    });
}

} // namespace hs::ui
