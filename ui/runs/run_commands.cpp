#include "ui/runs/run_commands.h"

#include <QWidget>

#include "ui/lists/reason_dialog.h"
#include "ui/runs/context_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

RunCommands::RunCommands(ViewContext &context, QWidget *window, QObject *parent)
    : QObject(parent), m_context(context), m_window(window)
{
}

void RunCommands::tellFailure(const QString &what, const Error &error)
{
    //: %1 what did not work, %2 why; both are sentences
    m_context.toasts.show({tr("%1 %2").arg(what, errorSentence(error)), Tone::Danger, {}, {}, errorDetails(error)});
}

void RunCommands::submit(api::Command command, const QString &success, bool opensRun)
{
    m_context.engine.submit(std::move(command), this, [this, success, opensRun](Result<api::Receipt> receipt) {
        if (!receipt)
            tellFailure(tr("It was not done."), receipt.error());
        else if (opensRun && !receipt->id.isEmpty())
            m_context.toasts.show({success, Tone::Ok, tr("Show it"),
                                   [&context = m_context, id = receipt->id] { context.navigator.open(QStringLiteral("run"), id); }, {}});
        else
            m_context.toasts.show(success, Tone::Ok);
        Q_EMIT done(); // also after a failure: a step may have failed otherwise than before
    });
}

void RunCommands::carryOut(const RunOffer &offer, const api::RunPage &run)
{
    if (!offer.refused.isEmpty() || run.row.id.isEmpty() || !m_window)
        return;
    if (offer.kind == RunOffer::Kind::Edit)
        return editContext(run);
    if (!offer.wantsReason)
        return act(offer, run.row, {});
    //: Question of a dialog. %1 is what will happen, in sentences
    askReason(m_window->window(), offer.title, tr("%1 Why? The reason is kept in the history.").arg(offer.consequence), tr("Do it"),
              [self = QPointer(this), offer, row = run.row](const QString &reason) {
                  if (self)
                      self->act(offer, row, reason);
              });
}

void RunCommands::act(const RunOffer &offer, const api::WorkflowRow &run, const QString &reason)
{
    const auto resolve = [&](api::ResolveTask::How how) {
        api::ResolveTask command;
        command.workflow = run.id;
        command.task = offer.task;
        command.how = how;
        command.reason = reason;
        return command;
    };
    switch (offer.kind) {
    case RunOffer::Kind::Retry: return submit(api::RetryIncident{run.id}, tr("The failed input was handled."));
    case RunOffer::Kind::StartAgain: return submit(api::RestartWorkflow{run.id, reason}, tr("A new run has started."), true);
    case RunOffer::Kind::Pause: return submit(api::PauseWorkflow{run.id, reason}, tr("The run is paused."));
    case RunOffer::Kind::Resume: return submit(api::ResumeWorkflow{run.id, reason}, tr("The run goes on."));
    case RunOffer::Kind::Skip: return submit(api::SkipInput{run.id, reason}, tr("The run goes on without the input."));
    case RunOffer::Kind::TryTask: return submit(resolve(api::ResolveTask::How::Again), tr("The task is tried again."));
    case RunOffer::Kind::TaskDone: return submit(resolve(api::ResolveTask::How::Done), tr("The task counts as done."));
    case RunOffer::Kind::TaskFailed: return submit(resolve(api::ResolveTask::How::Failed), tr("The task counts as failed."));
    case RunOffer::Kind::Prioritise: return submit(api::ReprioritiseWorkflow{run.id, offer.priority, reason}, tr("The priority was changed."));
    case RunOffer::Kind::Cancel: return submit(api::CancelWorkflow{run.id, reason, false}, tr("The run was cancelled."));
    case RunOffer::Kind::RollBack: return submit(api::CancelWorkflow{run.id, reason, true}, tr("The run is being rolled back."));
    case RunOffer::Kind::Edit: return; // has a dialog of its own
    }
}

void RunCommands::editContext(const api::RunPage &run)
{
    //: %1 is the number of a run
    auto *dialog = new ContextDialog(m_context.theme, tr("Change what %1 knows").arg(run.row.number), run.context, run.incident.has_value(), m_window->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = run.row.id] {
        const ContextDialog::Edit edit = dialog->edit();
        submit(api::EditContext{id, edit.patch, edit.retry, edit.reason}, tr("The data of the run was changed."));
    });
    dialog->open();
}

} // namespace hs::ui
