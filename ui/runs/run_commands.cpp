#include "ui/runs/run_commands.h"

#include <QWidget>

#include "ui/lists/reason_dialog.h"
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

void RunCommands::submit(api::Command command, const QString &failure, const QString &success, bool opensRun)
{
    m_context.engine.submit(std::move(command), this, [this, failure, success, opensRun](Result<api::Receipt> receipt) {
        if (!receipt) {
            tellFailure(failure, receipt.error());
            Q_EMIT done(); // it may have failed otherwise than before
            return;
        }
        if (opensRun && !receipt->id.isEmpty())
            m_context.toasts.show({success, Tone::Ok, tr("Show it"),
                                   [&context = m_context, id = receipt->id] { context.navigator.open(QStringLiteral("run"), id); }, {}});
        else
            m_context.toasts.show(success, Tone::Ok);
        Q_EMIT done();
    });
}

void RunCommands::carryOut(const RunOffer &offer, const api::RunPage &run)
{
    if (!offer.refused.isEmpty() || run.row.id.isEmpty())
        return;
    const api::WorkflowRow &row = run.row;
    switch (offer.kind) {
    case RunOffer::Kind::Retry:
        return submit(api::RetryIncident{row.id}, tr("The step could not be tried again."), tr("The failed input was handled."));
    case RunOffer::Kind::StartAgain: {
        api::StartWorkflow start;
        start.definition = row.definition;
        start.input = run.firstInput;
        start.entity = row.entity;
        start.title = row.title;
        return submit(std::move(start), tr("The run could not be started again."), tr("A new run has started."), true);
    }
    case RunOffer::Kind::Cancel:
        if (!m_window)
            return;
        //: %1 is the number of a run
        askReason(m_window->window(), tr("Cancel %1").arg(row.number),
                  //: %1 is the title of a run
                  tr("Why does “%1” end here? The reason is kept in its history.").arg(row.title), tr("Cancel it"),
                  [self = QPointer(this), id = row.id](const QString &reason) {
                      if (self)
                          self->submit(api::CancelWorkflow{id, reason}, tr("It could not be cancelled."), tr("The run was cancelled."));
                  });
        return;
    }
}

} // namespace hs::ui
