#include "ui/escalations/escalation_commands.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QWidget>

#include "ui/escalations/escalation_dialogs.h"
#include "ui/escalations/escalation_words.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {

constexpr int MorningHour = 9;

QString undoKey(const QString &escalation)
{
    return QStringLiteral("escalation/") + escalation;
}

} // namespace

EscalationCommands::EscalationCommands(ViewContext &context, QWidget *window)
    : QObject(window), m_context(context), m_window(window)
{
}

bool EscalationCommands::mayDecide() const
{
    return m_context.engine.caller().role >= api::Role::Reviewer;
}

QString EscalationCommands::noPermissionText()
{
    return tr("Claiming and deciding needs the role reviewer. An administrator can give it in the settings.");
}

void EscalationCommands::failed(const QString &what, const Error &error)
{
    if (error.code == Errc::Cancelled)
        return;
    //: %1 what did not work, a sentence; %2 why, a sentence.
    m_context.toasts.show(Toast{tr("%1 %2").arg(what, errorSentence(error)), Tone::Danger, {}, {}, errorDetails(error)});
}

void EscalationCommands::submit(const api::Command &command, const QString &escalation, const QString &success,
                                const QString &failure)
{
    m_context.engine.submit(command, this, [this, escalation, success, failure](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            failed(failure, receipt.error());
        } else if (!success.isEmpty()) {
            m_context.toasts.show(success, Tone::Ok);
        }
        Q_EMIT carriedOut(escalation);
    });
}

void EscalationCommands::claim(const api::EscalationRow &row)
{
    m_context.engine.submit(api::ClaimEscalation{row.id, false, {}}, this,
                            [this, id = row.id](const Result<api::Receipt> &receipt) {
                                if (!receipt && receipt.error().code == Errc::Conflict)
                                    tellLostRace(id, receipt.error());
                                else if (!receipt)
                                    failed(tr("The escalation could not be claimed."), receipt.error());
                                Q_EMIT carriedOut(id);
                            });
}

void EscalationCommands::tellLostRace(const QString &escalation, const Error &error)
{
    m_context.engine.ask(api::EscalationDetailQuery{escalation}, this,
                         [this, escalation, error](const Result<api::EscalationDetail> &detail) {
                             QString text;
                             if (detail && !detail->row.claimantName.isEmpty() && detail->row.claimedAt.isValid()) {
                                 const qint64 ago =
                                     std::max<qint64>(0, detail->row.claimedAt.secsTo(m_context.ticker.now()));
                                 //: A lost race: %1 a person, %2 a duration ("3 seconds").
                                 text = tr("%1 claimed this %2 ago.").arg(detail->row.claimantName, spokenDuration(ago));
                             } else {
                                 text = errorSentence(error);
                             }
                             m_context.toasts.show(text, Tone::Warn);
                             Q_EMIT raceLost(escalation, text);
                         });
}

void EscalationCommands::claimNext()
{
    m_context.engine.submit(
        api::ClaimNext{m_context.studio.entity()}, this, [this](const Result<api::Receipt> &receipt) {
            if (receipt && !receipt->id.isEmpty()) {
                Q_EMIT carriedOut(receipt->id);
                m_context.navigator.open(QStringLiteral("escalation"), receipt->id);
            } else if (receipt || receipt.error().code == Errc::NotFound) {
                m_context.toasts.show(tr("Nothing waits that you may decide."), Tone::Ok);
            } else {
                failed(tr("The next escalation could not be claimed."), receipt.error());
            }
        });
}

void EscalationCommands::takeOver(const api::EscalationRow &row)
{
    ReasonDialog::Ask ask;
    ask.title = tr("Take over from %1", "%1 is a person").arg(row.claimantName);
    ask.text = tr("%1 has claimed “%2”. They are told that you took it, and why.").arg(row.claimantName, row.title);
    ask.accept = tr("Take over");
    ReasonDialog::ask(ask, m_window, [this, id = row.id](const QString &reason, const QString &) {
        submit(api::ClaimEscalation{id, true, reason}, id, {}, tr("The escalation could not be taken over."));
    });
}

void EscalationCommands::release(const api::EscalationRow &row)
{
    submit(api::ReleaseEscalation{row.id}, row.id, tr("Given back to the queue: %1").arg(row.title),
           tr("The claim could not be released."));
}

void EscalationCommands::assign(const std::vector<api::EscalationRow> &rows)
{
    if (rows.empty())
        return;
    m_context.engine.ask(api::OperatorQuery{}, this, [this, rows](Result<std::vector<api::OperatorRow>> people) {
        if (!people) {
            failed(tr("The people could not be read."), people.error());
            return;
        }
        std::erase_if(*people, [](const api::OperatorRow &person) { return person.role < api::Role::Reviewer; });
        const QString title = rows.size() == 1
            ? tr("Assign “%1”").arg(rows.front().title)
            : tr("Assign %n escalation(s)", nullptr, int(rows.size()));
        auto *dialog = new PersonDialog(title, *people, true, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, rows] {
            const QString person = dialog->person();
            if (person.isEmpty())
                return;
            for (const api::EscalationRow &row : rows)
                submit(api::AssignEscalation{row.id, person, dialog->reason()}, row.id, {},
                       tr("“%1” could not be assigned.").arg(row.title));
        });
        dialog->open();
    });
}

std::vector<EscalationCommands::SnoozeChoice> EscalationCommands::snoozeChoices(const QDateTime &now)
{
    const QDateTime local = now.toLocalTime();
    const auto morning = [&](int days) {
        return QDateTime(local.date().addDays(days), QTime(MorningHour, 0)).toUTC();
    };
    const int toMonday = 8 - local.date().dayOfWeek(); // 1 to 7 days ahead
    return {{tr("15 minutes", "snooze for"), now.addSecs(15 * 60)},
            {tr("1 hour", "snooze for"), now.addSecs(60 * 60)},
            {tr("Until tomorrow morning", "snooze"), morning(1)},
            {tr("Until Monday morning", "snooze"), morning(toMonday)}};
}

void EscalationCommands::offerSnooze(const std::vector<api::EscalationRow> &rows, const QPoint &globalPos)
{
    if (rows.empty())
        return;
    auto *menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Snooze"));
    for (const SnoozeChoice &choice : snoozeChoices(m_context.ticker.now())) {
        //: A time to snooze until: %1 in words, %2 as a moment.
        QAction *action = menu->addAction(tr("%1 (%2)").arg(choice.text, momentText(choice.until, m_context.ticker.now())));
        connect(action, &QAction::triggered, this, [this, rows, until = choice.until] { snooze(rows, until); });
    }
    menu->popup(globalPos);
}

void EscalationCommands::snooze(const std::vector<api::EscalationRow> &rows, const QDateTime &until)
{
    for (const api::EscalationRow &row : rows) {
        //: %1 is a moment.
        const QString success =
            rows.size() == 1 ? tr("Snoozed until %1").arg(momentText(until, m_context.ticker.now())) : QString();
        submit(api::SnoozeEscalation{row.id, until}, row.id, success, tr("“%1” could not be snoozed.").arg(row.title));
    }
}

void EscalationCommands::waitOnClient(const api::EscalationRow &row, bool waiting)
{
    submit(api::WaitOnClient{row.id, waiting}, row.id, {},
           waiting ? tr("The clocks could not be stopped.") : tr("The clocks could not be started again."));
}

void EscalationCommands::setPriority(const api::EscalationRow &row, api::Priority priority)
{
    if (row.priority == priority)
        return;
    ReasonDialog::Ask ask;
    ask.title = tr("Change priority to %1", "%1 is a priority").arg(EscalationWords::priority(priority));
    ask.text = tr("Both deadlines are worked out anew, from the time the escalation was opened.");
    ask.accept = tr("Change priority");
    ReasonDialog::ask(ask, m_window, [this, id = row.id, priority](const QString &reason, const QString &) {
        submit(api::SetEscalationPriority{id, priority, reason}, id, {}, tr("The priority could not be changed."));
    });
}

void EscalationCommands::undo(const api::EscalationRow &row)
{
    m_context.undo.removeKey(undoKey(row.id));
    submit(api::UndoDecision{row.id}, row.id, tr("Taken back: %1").arg(row.title),
           tr("The decision could not be taken back."));
}

void EscalationCommands::copyLink(const api::EscalationRow &row)
{
    QApplication::clipboard()->setText(QStringLiteral("higherself-console:escalation/") + row.id);
    m_context.toasts.show(tr("Link copied"));
}

void EscalationCommands::decide(const api::DecideEscalation &decision, const api::EscalationRow &row,
                                std::function<void(Result<api::Receipt>)> then)
{
    m_context.engine.submit(decision, this,
                            [this, id = row.id, then = std::move(then)](const Result<api::Receipt> &receipt) {
                                if (receipt)
                                    offerUndo(id);
                                then(receipt);
                                Q_EMIT carriedOut(id);
                            });
}

void EscalationCommands::offerUndo(const QString &escalation)
{
    // How long the effects wait is the engine's to say: it stands in the decided row.
    m_context.engine.ask(
        api::EscalationDetailQuery{escalation}, this, [this](const Result<api::EscalationDetail> &detail) {
            if (!detail || undoLeft(detail->row, m_context.ticker.now()) == 0)
                return;
            const api::EscalationRow row = detail->row;
            UndoCenter::Entry entry;
            //: An entry of "undo": %1 what was decided, %2 the escalation's title.
            entry.text = tr("%1: %2").arg(EscalationWords::decided(row.decision), row.title);
            entry.until = row.holdUntil;
            entry.key = undoKey(row.id);
            entry.undo = [self = QPointer(this), row] {
                if (self)
                    self->undo(row);
            };
            m_context.undo.push(std::move(entry));
        });
}

} // namespace hs::ui
