#pragma once

#include "engine/api/dead_letters.h"
#include "engine/api/runs.h"
#include "engine/api/schedules.h"
#include "engine/api/troubles.h"
#include "engine/rest/fields.h"

/// Documents about single runs, and what operators look after beside them.
namespace hs::rest {

#define HS_ENUM_NAMES(Enum, ...)                                                                                     \
    template <>                                                                                                      \
    struct EnumNames<Enum> {                                                                                         \
        static constexpr std::array Names{__VA_ARGS__};                                                              \
    }
HS_ENUM_NAMES(api::RunInput, "start", "event", "timer", "task_done", "task_failed", "undo", "cancel", "act", "other");
HS_ENUM_NAMES(api::RunLane::Kind, "region", "task");
HS_ENUM_NAMES(api::RunBar::Outcome, "open", "left", "done", "failed", "cancelled");
HS_ENUM_NAMES(api::RunMark::Kind, "event", "timer", "task_failed", "ignored", "person");
HS_ENUM_NAMES(api::RunTask::Did, "started", "done", "failed", "cancelled");
HS_ENUM_NAMES(api::RunTimer::Did, "set", "fired", "cancelled");
HS_ENUM_NAMES(api::EffectState, "draft", "held", "queued", "sending", "sent", "failed", "dead", "cancelled");
#undef HS_ENUM_NAMES

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::RunStep, "RunStep");
HS_SCHEMA(api::RunLane, "RunLane");
HS_SCHEMA(api::RunBar, "RunBar");
HS_SCHEMA(api::RunMark, "RunMark");
HS_SCHEMA(api::RunIncident, "RunIncident");
HS_SCHEMA(api::RunOpenTask, "RunOpenTask");
HS_SCHEMA(api::RunPage, "Run");
HS_SCHEMA(api::RunTransition, "RunTransition");
HS_SCHEMA(api::RunTry, "RunTry");
HS_SCHEMA(api::RunTask, "RunTask");
HS_SCHEMA(api::RunTimer, "RunTimer");
HS_SCHEMA(api::RunLink, "RunLink");
HS_SCHEMA(api::RunStanding, "RunStanding");
HS_SCHEMA(api::RunStepDetail, "RunStepDetail");
HS_SCHEMA(api::RunPair::Field, "RunDifference");
HS_SCHEMA(api::RunPair, "RunPair");
HS_SCHEMA(api::RunComparison, "RunComparison");
HS_SCHEMA(api::EffectRow, "Effect");
HS_SCHEMA(api::TroubleRow, "Trouble");
HS_SCHEMA(api::ScheduleRow, "Schedule");
HS_SCHEMA(api::DeadLetterRow, "DeadLetter");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::RunStep &step)
{
    v("seq", step.seq);
    v("at", step.at);
    v("kind", step.kind);
    v("input", step.input);
    v("actor", step.actor);
    v("reason", step.reason);
    v("exited", step.exited);
    v("entered", step.entered);
    v("changed", step.changed);
    v("tasks_started", step.tasksStarted);
    v("tasks_cancelled", step.tasksCancelled);
    v("timers_set", step.timersSet);
    v("actions", step.actions);
    v("ignored", step.ignored);
    v("duration_us", step.durationMicros);
}

template <typename V>
void fields(V &v, const api::RunLane &lane)
{
    v("key", lane.key);
    v("title", lane.title);
    v("kind", lane.kind);
    v("depth", lane.depth);
    v("agent", lane.agent);
}

template <typename V>
void fields(V &v, const api::RunBar &bar)
{
    v("lane", bar.lane);
    v("label", bar.label);
    v("from", bar.from);
    v("to", bar.to);
    v("from_at", bar.fromAt);
    v("to_at", bar.toAt);
    v("outcome", bar.outcome);
    v("failed_tries", bar.failedTries);
}

template <typename V>
void fields(V &v, const api::RunMark &mark)
{
    v("lane", mark.lane);
    v("seq", mark.seq);
    v("kind", mark.kind);
}

template <typename V>
void fields(V &v, const api::RunIncident &incident)
{
    v("at", incident.at);
    v("error", incident.error);
    v("kind", incident.kind);
    v("input", incident.input);
    v("payload", incident.payload);
}

template <typename V>
void fields(V &v, const api::RunOpenTask &task)
{
    v("id", task.id);
    v("src", task.src);
    v("uncertain", task.uncertain);
    v("later", task.later);
    v("again_at", task.again);
}

template <typename V>
void fields(V &v, const api::RunPage &page)
{
    v("workflow", page.row);
    v("first_seq", page.firstSeq);
    v("last_seq", page.lastSeq);
    v("lanes", page.lanes);
    v("steps", page.steps);
    v("bars", page.bars);
    v("marks", page.marks);
    v("incident", page.incident);
    v("open_tasks", page.openTasks);
    v("context", page.context);
    v("current_version", page.currentVersion);
}

template <typename V>
void fields(V &v, const api::RunTransition &transition)
{
    v("source", transition.source);
    v("event", transition.event);
    v("targets", transition.targets);
}

template <typename V>
void fields(V &v, const api::RunTry &one)
{
    v("attempt", one.attempt);
    v("began_at", one.began);
    v("failed_at", one.failed);
    v("error", one.error);
    v("message", one.message);
    v("again_at", one.again);
}

template <typename V>
void fields(V &v, const api::RunTask &task)
{
    v("id", task.id);
    v("src", task.src);
    v("did", task.did);
    v("input", task.input);
    v("output", task.output);
    v("error", task.error);
    v("started_seq", task.startedSeq);
    v("started_at", task.startedAt);
    v("ended_seq", task.endedSeq);
    v("ended_at", task.endedAt);
    v("failed_tries", task.failedTries);
}

template <typename V>
void fields(V &v, const api::RunTimer &timer)
{
    v("id", timer.id);
    v("event", timer.event);
    v("due", timer.due);
    v("did", timer.did);
}

template <typename V>
void fields(V &v, const api::RunLink &link)
{
    v("kind", link.kind);
    v("id", link.id);
    v("title", link.title);
    v("state", link.state);
}

template <typename V>
void fields(V &v, const api::RunStanding &standing)
{
    v("active", standing.active);
    v("state", standing.state);
    v("context", standing.context);
    v("tasks", standing.tasks);
    v("timers", standing.timers);
    v("waiting_on", standing.waitingOn);
}

template <typename V>
void fields(V &v, const api::EffectRow &effect)
{
    v("id", effect.id);
    v("kind", effect.kind);
    v("target", effect.target);
    v("summary", effect.summary);
    v("state", effect.state);
    v("key", effect.key);
    v("attempts", effect.attempts);
    v("created_at", effect.createdAt);
    v("hold_until", effect.holdUntil);
    v("next_try", effect.nextTry);
    v("sent_at", effect.sentAt);
    v("error", effect.error);
    v("why", effect.why);
    v("correlation_id", effect.correlation);
    v("body", effect.body);
    v("agent", effect.agent);
}

template <typename V>
void fields(V &v, const api::RunStepDetail &detail)
{
    v("step", detail.step);
    v("payload", detail.payload);
    v("transitions", detail.transitions);
    v("before", detail.before);
    v("after", detail.after);
    v("actions", detail.actions);
    v("tasks", detail.tasks);
    v("timers", detail.timers);
    v("messages", detail.messages);
    v("effects", detail.effects);
    v("links", detail.links);
    v("audit", detail.audit);
}

template <typename V>
void fields(V &v, const api::RunPair::Field &field)
{
    v("name", field.name);
    v("first", field.first);
    v("second", field.second);
}

template <typename V>
void fields(V &v, const api::RunPair &pair)
{
    v("first", pair.first);
    v("second", pair.second);
    v("first_wait_ms", pair.firstWaitMs);
    v("second_wait_ms", pair.secondWaitMs);
    v("fields", pair.fields);
}

template <typename V>
void fields(V &v, const api::RunComparison &comparison)
{
    v("first", comparison.first);
    v("second", comparison.second);
    v("pairs", comparison.pairs);
    v("compared", comparison.compared);
    v("cut", comparison.cut);
}

template <typename V>
void fields(V &v, const api::TroubleRow &trouble)
{
    v("id", trouble.id);
    v("component", trouble.component);
    v("title", trouble.title);
    v("fault", trouble.fault);
    v("level", int(trouble.level));
    v("count", trouble.count);
    v("since", trouble.since);
    v("last", trouble.last);
    v("why", trouble.why);
    v("tried", trouble.tried);
    v("next", trouble.next);
    v("task", trouble.task);
    v("escalation", trouble.escalation);
    v("resolved_at", trouble.resolvedAt);
}

template <typename V>
void fields(V &v, const api::ScheduleRow &row)
{
    v("definition", row.definition);
    v("name", row.name);
    v("cron", row.cron);
    v("timezone", row.timezone);
    v("overlap", row.overlap);
    v("catchup_seconds", row.catchupSeconds);
    v("event", row.event);
    v("next_due", row.nextDue);
    v("queued_due", row.queuedDue);
    v("last_due", row.lastDue);
    v("last_run", row.lastRun);
}

template <typename V>
void fields(V &v, const api::DeadLetterRow &letter)
{
    v("id", letter.id);
    v("kind", letter.kind);
    v("workflow", letter.workflow);
    v("number", letter.number);
    v("title", letter.title);
    v("definition", letter.definition);
    v("type", letter.type);
    v("body", letter.body);
    v("reason", letter.reason);
    v("at", letter.at);
    v("resent_at", letter.resentAt);
    v("resendable", letter.resendable);
    v("correlation_id", letter.correlation);
}

} // namespace hs::rest
