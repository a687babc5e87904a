#include "ui/runs/run_words.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/text/duration_text.h"

namespace hs::ui {

namespace {
struct RunText {
    Q_DECLARE_TR_FUNCTIONS(RunView)
};

/// What an operator did beside the machine.
QString actText(const QString &act)
{
    if (act == QLatin1String("pause"))
        return RunText::tr("Paused");
    if (act == QLatin1String("resume"))
        return RunText::tr("Resumed");
    if (act == QLatin1String("skip"))
        return RunText::tr("Failed input skipped");
    if (act == QLatin1String("edit"))
        return RunText::tr("Data changed by hand");
    if (act == QLatin1String("resolve"))
        return RunText::tr("Task settled by hand");
    if (act == QLatin1String("prioritise"))
        return RunText::tr("Priority changed");
    if (act == QLatin1String("rollback"))
        return RunText::tr("Rollback begun");
    return act;
}

/// The names of states without those that only contain others of the list.
QStringList innermost(const QStringList &ids)
{
    QStringList names;
    for (const QString &id : ids) {
        const QString inside = id + QLatin1Char('.');
        if (std::none_of(ids.begin(), ids.end(), [&](const QString &other) { return other.startsWith(inside); }))
            names << stateName(id);
    }
    return names;
}

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

QString stateName(const QString &id)
{
    return id.section(QLatin1Char('.'), -1);
}

QString inputText(api::RunInput kind, const QString &input)
{
    switch (kind) {
    case api::RunInput::Start: return RunText::tr("Started");
    case api::RunInput::Timer: return RunText::tr("%1 ended").arg(timerName(input));
    //: %1 is the id of a task of the workflow
    case api::RunInput::TaskDone: return RunText::tr("Task “%1” done").arg(input);
    //: %1 is the id of a task of the workflow
    case api::RunInput::TaskFailed: return RunText::tr("Task “%1” failed").arg(input);
    case api::RunInput::Undo: return RunText::tr("Move taken back");
    case api::RunInput::Cancel: return RunText::tr("Cancelled");
    case api::RunInput::Act: return actText(input);
    case api::RunInput::Event:
    case api::RunInput::Other: break;
    }
    return input.isEmpty() ? RunText::tr("Unknown input") : input;
}

QString inputIcon(api::RunInput kind)
{
    switch (kind) {
    case api::RunInput::Start: return QStringLiteral("play");
    case api::RunInput::Event: return QStringLiteral("zap");
    case api::RunInput::Timer: return QStringLiteral("timer");
    case api::RunInput::TaskDone: return QStringLiteral("check");
    case api::RunInput::TaskFailed: return QStringLiteral("triangle-alert");
    case api::RunInput::Undo: return QStringLiteral("undo-2");
    case api::RunInput::Cancel: return QStringLiteral("ban");
    case api::RunInput::Act: return QStringLiteral("user-round");
    case api::RunInput::Other: break;
    }
    return QStringLiteral("circle-dot");
}

bool isFailure(const api::RunStep &step)
{
    return step.kind == api::RunInput::TaskFailed;
}

QString stepPath(const api::RunStep &step)
{
    const QStringList from = innermost(step.exited);
    const QStringList to = innermost(step.entered);
    if (from.isEmpty() && to.isEmpty())
        return {};
    if (from == to)
        //: A workflow step that left and entered the same state. %1 is the state
        return RunText::tr("again in %1").arg(to.join(QStringLiteral(", ")));
    if (from.isEmpty())
        //: A workflow step. %1 is a state
        return RunText::tr("into %1").arg(to.join(QStringLiteral(", ")));
    if (to.isEmpty())
        //: A workflow step. %1 is a state
        return RunText::tr("out of %1").arg(from.join(QStringLiteral(", ")));
    //: A workflow step from one state to another
    return RunText::tr("%1 → %2").arg(from.join(QStringLiteral(", ")), to.join(QStringLiteral(", ")));
}

QString stepSentence(const api::RunStep &step)
{
    QStringList parts;
    //: Read by screen readers. %1 number of the step, %2 what came in
    parts << RunText::tr("Step %1, %2").arg(QLocale().toString(step.seq), inputText(step.kind, step.input));
    if (step.at.isValid())
        parts << QLocale().toString(step.at.toLocalTime(), QLocale::ShortFormat);
    if (!step.actor.isEmpty())
        //: %1 is who or what caused it
        parts << RunText::tr("by %1").arg(step.actor);
    if (step.ignored)
        parts << RunText::tr("ignored, nothing changed");
    if (const QString path = stepPath(step); !path.isEmpty())
        parts << path;
    if (!step.tasksStarted.isEmpty())
        //: %1 are ids of tasks
        parts << RunText::tr("began %1").arg(step.tasksStarted.join(QStringLiteral(", ")));
    if (!step.tasksCancelled.isEmpty())
        //: %1 are ids of tasks
        parts << RunText::tr("stopped %1").arg(step.tasksCancelled.join(QStringLiteral(", ")));
    if (!step.changed.isEmpty())
        //: %1 are names of fields
        parts << RunText::tr("changed %1").arg(step.changed.join(QStringLiteral(", ")));
    if (!step.reason.isEmpty())
        parts << step.reason;
    return parts.join(QStringLiteral(", ")) + QLatin1Char('.');
}

QString outcomeText(api::RunBar::Outcome outcome, bool task)
{
    switch (outcome) {
    case api::RunBar::Outcome::Open: return task ? RunText::tr("at work") : RunText::tr("still there");
    case api::RunBar::Outcome::Left: return RunText::tr("left");
    case api::RunBar::Outcome::Done: return RunText::tr("done");
    case api::RunBar::Outcome::Failed: return RunText::tr("failed");
    case api::RunBar::Outcome::Cancelled: return RunText::tr("cancelled");
    }
    return {};
}

QString barSentence(const api::RunLane &lane, const api::RunBar &bar)
{
    const bool task = lane.kind == api::RunLane::Kind::Task;
    QStringList parts;
    //: A bar of a timeline. %1 what was active, %2 the part of the workflow it belongs to
    parts << RunText::tr("%1 in %2").arg(bar.label, lane.title);
    parts << outcomeText(bar.outcome, task);
    if (bar.fromAt.isValid() && bar.toAt.isValid())
        //: How long something lasted. %1 is a length of time
        parts << RunText::tr("for %1").arg(spanText(bar.fromAt.msecsTo(bar.toAt)));
    parts << (bar.to < 0 ? RunText::tr("since step %1").arg(QLocale().toString(bar.from))
                         : RunText::tr("from step %1 to step %2").arg(QLocale().toString(bar.from), QLocale().toString(bar.to)));
    if (bar.failedTries > 0)
        parts << RunText::tr("%n tries failed", nullptr, bar.failedTries);
    return parts.join(QStringLiteral(", "));
}

QString machineTime(int micros)
{
    if (micros >= 10'000)
        return millisText(micros / 1000);
    //: A length of time in milliseconds
    return RunText::tr("%1 ms").arg(QLocale().toString(micros / 1000.0, 'f', 2));
}

QString spanText(qint64 millis)
{
    if (millis < 60'000)
        return millisText(millis);
    return ageText(millis / 1000);
}

QString timerName(const QString &id)
{
    // xstate.after.<key>.<state id>
    if (id.startsWith(QLatin1String("xstate.after.")))
        //: %1 is the length or the name of a timer
        return RunText::tr("Timer “%1”").arg(id.section(QLatin1Char('.'), 2, 2));
    return RunText::tr("Timer “%1”").arg(id);
}

QString messageOutcomeText(const QString &outcome)
{
    if (outcome == QLatin1String("waiting"))
        return RunText::tr("waits to be delivered");
    if (outcome == QLatin1String("delivered"))
        return RunText::tr("delivered");
    if (outcome == QLatin1String("answered"))
        return RunText::tr("answered");
    if (outcome == QLatin1String("timed out"))
        return RunText::tr("nobody answered in time");
    if (outcome == QLatin1String("late"))
        return RunText::tr("came too late");
    if (outcome == QLatin1String("failed"))
        return RunText::tr("a delivery failed");
    if (outcome == QLatin1String("dead"))
        return RunText::tr("not delivered");
    return outcome;
}

QString effectStateText(api::EffectState state)
{
    switch (state) {
    case api::EffectState::Draft: return RunText::tr("draft, waits for a person");
    case api::EffectState::Held: return RunText::tr("held, can still be undone");
    case api::EffectState::Queued: return RunText::tr("about to leave");
    case api::EffectState::Sending: return RunText::tr("being sent");
    case api::EffectState::Sent: return RunText::tr("sent");
    case api::EffectState::Failed: return RunText::tr("failed, will be tried again");
    case api::EffectState::Dead: return RunText::tr("given up");
    case api::EffectState::Cancelled: return RunText::tr("cancelled");
    }
    return {};
}

Tone effectTone(api::EffectState state)
{
    switch (state) {
    case api::EffectState::Draft:
    case api::EffectState::Held: return Tone::Warn;
    case api::EffectState::Queued:
    case api::EffectState::Sending: return Tone::Info;
    case api::EffectState::Sent: return Tone::Ok;
    case api::EffectState::Failed:
    case api::EffectState::Dead: return Tone::Danger;
    case api::EffectState::Cancelled: break;
    }
    return Tone::Neutral;
}

QString taskDidText(api::RunTask::Did did)
{
    switch (did) {
    case api::RunTask::Did::Started: return RunText::tr("began");
    case api::RunTask::Did::Done: return RunText::tr("done");
    case api::RunTask::Did::Failed: return RunText::tr("failed");
    case api::RunTask::Did::Cancelled: return RunText::tr("stopped");
    }
    return {};
}

QString timerDidText(api::RunTimer::Did did)
{
    switch (did) {
    case api::RunTimer::Did::Set: return RunText::tr("set");
    case api::RunTimer::Did::Fired: return RunText::tr("ended");
    case api::RunTimer::Did::Cancelled: return RunText::tr("stopped");
    }
    return {};
}

} // namespace hs::ui
