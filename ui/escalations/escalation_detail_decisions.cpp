// What a person does in the detail pane: writing, saving, keeping the claim, deciding.

#include "ui/escalations/escalation_detail_view.h"

#include "ui/escalations/decision_panel.h"
#include "ui/escalations/escalation_dialogs.h"
#include "ui/escalations/escalation_words.h"
#include "ui/escalations/risky_change.h"
#include "ui/escalations/task_form.h"
#include "ui/escalations/timeline_view.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

namespace {

constexpr int TouchEverySeconds = 60;

} // namespace

void EscalationDetailView::edited()
{
    m_unsaved = true;
    if (!m_saving.isActive())
        m_saving.start();
    touchLease(false);
}

void EscalationDetailView::touchLease(bool now)
{
    if (!mine())
        return;
    const QDateTime moment = context().ticker.now();
    if (!now && m_touched.isValid() && m_touched.secsTo(moment) < TouchEverySeconds)
        return;
    m_touched = moment;
    context().engine.submit(api::TouchLease{m_id}, this, [this, now](const Result<api::Receipt> &receipt) {
        if (now || !receipt)
            load(); // the new end of the lease, or who has the claim now
    });
}

void EscalationDetailView::saveDraft()
{
    m_saving.stop();
    if (!m_unsaved || m_id.isEmpty())
        return;
    m_unsaved = false;
    ReplyEditor *editor = m_panel->editor();
    const QString text = editor->isEdited() ? editor->text() : QString();
    context().engine.submit(api::SaveReplyDraft{m_id, text}, this, [this, id = m_id](const Result<api::Receipt> &receipt) {
        if (id != m_id)
            return;
        if (receipt) {
            //: %1 is a time of day.
            m_panel->setNote(tr("Draft saved %1").arg(timeOfDay(context().ticker.now())));
            return;
        }
        //: %1 is why.
        m_panel->setNote(tr("The draft is not saved yet. %1").arg(errorSentence(receipt.error())), true);
        if (receipt.error().code == Errc::Unavailable || receipt.error().code == Errc::Timeout
            || receipt.error().code == Errc::StorageFull) {
            m_unsaved = true;
            m_saving.start();
        }
    });
}

bool EscalationDetailView::readyToDecide()
{
    if (m_busy || m_panel->mode() != DecisionPanel::Mode::Editing)
        return false;
    if (m_panel->hasNews() && m_seenVersion != m_detail.row.version) {
        showPage(Page::Matters);
        m_timeline->scrollToNew();
        m_panel->focusNews();
        return false;
    }
    return true;
}

void EscalationDetailView::approve()
{
    if (!readyToDecide())
        return;
    const ReplyEditor *editor = m_panel->editor();
    if (!editor->isEdited()) {
        send(QStringLiteral("approve"), m_panel->reason(), {});
        return;
    }
    const RiskyChange change = m_detail.proposal.isEmpty() ? RiskyChange{} : riskyChange(m_detail.proposal, editor->text());
    if (!change.any() || !m_panel->reason().isEmpty()) {
        send(QStringLiteral("edit"), m_panel->reason(), {});
        return;
    }
    QStringList what;
    if (change.amount)
        what << tr("an amount", "part of: you changed …");
    if (change.date)
        what << tr("a date or time", "part of: you changed …");
    if (change.recipient)
        what << tr("the recipient", "part of: you changed …");
    ReasonDialog::Ask ask;
    ask.title = tr("Why the change?");
    //: %1 is a list such as "an amount, a date or time".
    ask.text = tr("Your version changes %1. Say why, so that it can be followed later.").arg(QLocale().createSeparatedList(what));
    ask.accept = tr("Approve edited and send");
    ask.reasons = m_detail.reasons;
    ReasonDialog::ask(ask, this, [this](const QString &reason, const QString &) {
        if (readyToDecide())
            send(QStringLiteral("edit"), reason, {});
    });
}

void EscalationDetailView::rejectCase()
{
    if (!readyToDecide())
        return;
    ReasonDialog::Ask ask;
    ask.title = tr("Reject the proposal");
    ask.text = tr("Nothing is sent, and none of the effects happens.");
    ask.accept = tr("Reject");
    ask.danger = true;
    ask.reasons = m_detail.reasons;
    ask.reason = m_panel->reason();
    ask.choices = {{QStringLiteral("close"), tr("Close the case")},
                   {QStringLiteral("by_hand"), tr("I answer by hand, in the conversation")}};
    ReasonDialog::ask(ask, this, [this](const QString &reason, const QString &choice) {
        if (readyToDecide())
            send(QStringLiteral("reject"), reason, choice);
    });
}

void EscalationDetailView::handBack()
{
    if (!readyToDecide())
        return;
    ReasonDialog::Ask ask;
    //: %1 is an agent.
    ask.title = tr("Hand back to %1").arg(EscalationWords::agent(m_detail.row.agent));
    ask.text = tr("Your words become the agent's instruction. The same rule does not ask again for the same cause, unless the facts change.");
    ask.accept = tr("Hand back");
    ask.reasons = m_detail.reasons;
    ask.reason = m_panel->reason();
    ReasonDialog::ask(ask, this, [this](const QString &reason, const QString &) {
        if (readyToDecide())
            send(QStringLiteral("hand_back"), reason, {});
    });
}

void EscalationDetailView::askAnother()
{
    if (m_panel->mode() != DecisionPanel::Mode::Editing)
        return;
    ReasonDialog::Ask ask;
    ask.title = tr("Ask for another proposal");
    //: %1 is an agent.
    ask.text = tr("What should %1 do differently? Your own version stays as it is.")
                   .arg(EscalationWords::agent(m_detail.proposalAuthor.isEmpty() ? m_detail.row.agent : m_detail.proposalAuthor));
    ask.accept = tr("Ask");
    ReasonDialog::ask(ask, this, [this, id = m_id](const QString &remark, const QString &) {
        context().engine.submit(api::AskForAnotherProposal{id, remark}, this, [this](const Result<api::Receipt> &receipt) {
            if (receipt)
                m_panel->setNote(tr("Another proposal was asked for."));
            else
                m_panel->setNote(errorSentence(receipt.error()), true);
            load();
        });
    });
}

void EscalationDetailView::send(const QString &decision, const QString &reason, const QString &rejectTo)
{
    const bool sends = decision == QLatin1String("approve") || decision == QLatin1String("edit");
    api::DecideEscalation command;
    command.escalation = m_id;
    command.decision = decision;
    command.reason = reason;
    command.reply = sends ? m_panel->editor()->text() : QString();
    command.versionSeen = m_seenVersion;
    command.rejectTo = rejectTo;
    if (sends) {
        command.option = m_panel->form()->option();
        command.data = m_panel->form()->values();
    }
    m_busy = true;
    m_panel->setBusy(true);
    updateActions();
    // The decision carries the words; a draft saved behind it would only come back as a leftover.
    m_saving.stop();
    m_unsaved = false;
    m_commands.decide(command, m_detail.row, [this, id = m_id](const Result<api::Receipt> &receipt) {
        m_busy = false;
        m_panel->setBusy(false);
        if (id != m_id)
            return;
        if (receipt) {
            m_panel->clearReason();
            m_panel->setNote({});
        } else if (receipt.error().code == Errc::Conflict) {
            m_conflicted = true;
            m_panel->setNote(tr("Nothing was sent: the case changed. Look at what is new, then decide again."), true);
        } else {
            // What is wrong with a field, or whom the task is for, only the engine's own words say.
            const Error &error = receipt.error();
            const bool named = error.code == Errc::BadInput || error.code == Errc::Forbidden;
            //: %1 is why.
            m_panel->setNote(tr("The decision was not taken: %1")
                                 .arg(named ? engineSentence(QString::fromStdString(error.what)) : errorSentence(error)),
                             true);
            if (named)
                context().toasts.show({errorSentence(error) + QLatin1Char(' ') + errorMend(error), Tone::Danger, {}, {}, errorDetails(error)});
        }
        updateActions();
    });
}

} // namespace hs::ui
