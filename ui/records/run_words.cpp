#include "ui/records/run_words.h"

#include <QCoreApplication>

namespace hs::ui {

namespace {
struct RunText {
    Q_DECLARE_TR_FUNCTIONS(RunView)
};
} // namespace

QString statusText(api::WorkflowStatus status)
{
    switch (status) {
    case api::WorkflowStatus::Running: return RunText::tr("Running");
    case api::WorkflowStatus::Paused: return RunText::tr("Paused");
    case api::WorkflowStatus::Incident: return RunText::tr("Needs a look");
    case api::WorkflowStatus::Completed: return RunText::tr("Completed");
    case api::WorkflowStatus::Failed: return RunText::tr("Failed");
    case api::WorkflowStatus::Cancelled: return RunText::tr("Cancelled");
    }
    return {};
}

StatusLook statusLook(api::WorkflowStatus status)
{
    switch (status) {
    case api::WorkflowStatus::Running: return {Tone::Info, QStringLiteral("play")};
    case api::WorkflowStatus::Paused: return {Tone::Warn, QStringLiteral("circle-pause")};
    case api::WorkflowStatus::Incident: return {Tone::Danger, QStringLiteral("triangle-alert")};
    case api::WorkflowStatus::Completed: return {Tone::Ok, QStringLiteral("circle-check")};
    case api::WorkflowStatus::Failed: return {Tone::Danger, QStringLiteral("circle-x")};
    case api::WorkflowStatus::Cancelled: return {Tone::Neutral, QStringLiteral("ban")};
    }
    return {Tone::Neutral, {}};
}

bool isOpen(api::WorkflowStatus status)
{
    return status == api::WorkflowStatus::Running || status == api::WorkflowStatus::Paused
           || status == api::WorkflowStatus::Incident;
}

QString taskStatusText(api::TaskStatus status)
{
    switch (status) {
    case api::TaskStatus::ToDo: return RunText::tr("to do");
    case api::TaskStatus::InProgress: return RunText::tr("in progress");
    case api::TaskStatus::OnHold: return RunText::tr("on hold");
    case api::TaskStatus::Done: return RunText::tr("done");
    case api::TaskStatus::Cancelled: return RunText::tr("cancelled");
    }
    return {};
}

} // namespace hs::ui
