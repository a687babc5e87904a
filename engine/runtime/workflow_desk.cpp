#include "engine/runtime/workflow_desk.h"

#include <algorithm>
#include <chrono>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/flow_missing.h"
#include "engine/runtime/flow_rollback.h"
#include "engine/runtime/flow_step.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/start_queue.h"
#include "engine/runtime/state_clocks.h"
#include "engine/runtime/waiting_events.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/state_clocks.h"
#include "engine/workflow/interpreter.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::Status;

namespace {

constexpr std::int64_t FirstNumber = 101;
/// D17: more inputs than this do not wait for one instance.
constexpr std::int64_t MostWaiting = 100'000;

/// "lead-to-client" → "LC": the first letters of its longer words.
std::string prefixOf(const workflow::Definition &definition)
{
    const auto given = text(Json(definition.meta()), "prefix");
    if (!given.empty())
        return given;
    std::string prefix;
    std::string word;
    const auto end = [&] {
        if (word.size() > 2)
            prefix += char(word.front() & ~0x20);
        word.clear();
    };
    for (const char c : definition.id()) {
        if (c == '-' || c == '_')
            end();
        else
            word += c;
    }
    end();
    return prefix.empty() ? "WF" : prefix;
}

/// Nobody needs what people still had to do for a workflow that was cancelled.
Result<void> cancelTasks(Deed &deed, const Instance &instance)
{
    constexpr int Most = 200;
    store::records::TaskFilter filter;
    filter.workflow = instance.id;
    filter.openOnly = true;
    for (const auto &task : store::records::tasks(deed.tx, filter, {{}, Most}).rows) {
        hub::Write write;
        write.database = "master-tasks";
        write.id = task.index.id;
        write.writer = records::Writer::Engine;
        const auto notes = text(task.record.fields, "Notes");
        write.fields = {{"Status", "Cancelled"}, {"Notes", (notes.empty() ? "" : notes + "\n") + instance.number + " was cancelled."}};
        if (const auto record = hub::write(deed, write); !record)
            return tl::make_unexpected(record.error());
        note(deed, {"task.changed", "task", task.index.id, task.record.title + ": Cancelled", instance.number + " was cancelled", {}, {}, Json::object()});
    }
    return {};
}

/// Whether an input must wait: the instance does not run, or others wait before it.
bool mustWait(const Instance &instance)
{
    return instance.status != Status::Running || instance.queued > 0;
}

} // namespace

Result<std::string> start(Deed &deed, const Start &start)
{
    const auto definition = start.version.empty() ? deed.studio.shelf.latest(start.definition) : deed.studio.shelf.find(start.definition, start.version);
    if (!definition)
        return fail(Errc::NotFound, "there is no workflow definition \"" + start.definition + "\"" + (start.version.empty() ? "" : " " + start.version),
                    "definition", "use the key of a workflow that has a board");
    if (!start.key.empty() && !start.evenIfOpen) {
        const auto open = table::byKey(deed.tx, start.definition, start.key, true);
        if (!open.empty()) {
            if (!start.eventIfOpen.empty()) {
                const auto sent = send(deed, {open.front().id, start.eventIfOpen, start.input, deed.cause + "/" + start.eventIfOpen, {}});
                if (!sent)
                    return tl::make_unexpected(sent.error());
            }
            return open.front().id;
        }
    }
    Instance instance;
    instance.id = start.id.empty() ? deed.studio.ids.make("wf") : start.id;
    instance.definition = definition->id();
    instance.version = definition->version();
    instance.key = start.key;
    instance.entity = start.entity;
    instance.contact = start.contact;
    instance.priority = priorityNumber(start.priority);
    instance.correlation = deed.correlation;
    instance.parent = start.parent;
    instance.depth = start.depth;
    instance.startedAt = instance.updatedAt = instance.enteredAt = deed.now;
    if (const auto contact = store::records::findAny(deed.tx, start.contact))
        instance.person = contact->title;
    instance.title = start.title.empty() ? (instance.person.empty() ? definition->id() : instance.person) : start.title;

    OrderedJson input(start.input);
    if (!input.is_object())
        input = OrderedJson::object();
    // What every definition may rely on, if its start did not say otherwise.
    for (const auto &[name, value] : {std::pair<const char *, const std::string &>{"contact", start.contact}, {"entity", start.entity}, {"key", start.key}})
        if (!input.contains(name) && !value.empty())
            input[name] = value;
    const bool waits = starts::mustWait(deed, *definition, start.parent);
    if (waits) {
        // What cannot begin is refused at once; of what can, the column is known.
        const auto step = workflow::start(*definition, input, deed.now);
        if (!step)
            return tl::make_unexpected(workflow::toError(step.error()));
        instance.column = columnOf(*definition, step->snapshot);
    }
    instance.number = prefixOf(*definition) + "-" + std::to_string(store::meta::next(deed.tx, "workflow." + definition->id(), FirstNumber));
    if (waits)
        starts::wait(deed, instance, Json(input), start);
    else
        HS_TRY(firstStep(deed, *definition, instance, input, start.reason));
    HS_TRY(triggers::deliverWaiting(deed, instance.definition, instance.key, instance.id));
    return instance.id;
}

Result<void> firstStep(Deed &deed, const workflow::Definition &definition, Instance &instance, const OrderedJson &input, const std::string &reason)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto step = workflow::start(definition, input, deed.now);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    if (!step)
        return tl::make_unexpected(workflow::toError(step.error()));
    apply(deed, definition, instance, *step, {{"kind", "start"}, {"input", Json(input)}, {"at", toMillis(deed.now)}}, reason, micros);
    return {};
}

Result<Sent> send(Deed &deed, const Send &send)
{
    auto instance = openInstance(deed, send.instance);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const bool byHand = deed.actor.kind == "person" || deed.actor.kind == "key";
    if (instance->ending)
        return fail(Errc::Conflict, instance->number + " is being rolled back", send.instance, "wait until it is cancelled");
    if (byHand && instance->status == Status::Incident)
        return fail(Errc::Conflict, instance->number + " waits for a person: " + instance->error, send.instance, "retry or cancel it first");
    if (byHand && instance->status == Status::Paused)
        return fail(Errc::Conflict, instance->number + " is paused", send.instance, "resume it first");
    if (byHand && instance->status == Status::Waiting)
        return fail(Errc::Conflict, instance->number + " has not begun: " + starts::why(deed.tx, deed.studio, *instance), send.instance,
                    "wait for its turn, or cancel it");
    if (!byHand)
        awaitDefinition(deed, *instance);
    if (!send.eventId.empty() && !table::firstTime(deed.tx, instance->id, send.eventId, deed.now))
        return Sent{true, true, false, instance->state};
    OrderedJson event(send.data.is_object() ? send.data : Json::object());
    event["type"] = send.type;
    HS_TRY(fireEarlier(deed, *instance, deed.now));
    if (mustWait(*instance)) {
        HS_TRY(table::enqueue(deed.tx, instance->id, {0, deed.now, parked(workflow::EventInput{std::move(event)}), send.eventId, send.reason}, MostWaiting));
        return Sent{false, false, true, instance->state};
    }
    const auto outcome = stepOne(deed, *instance, workflow::EventInput{std::move(event)}, deed.now, send.reason);
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return Sent{false, outcome->ignored, false, instance->state};
}

Result<void> drain(Deed &deed, std::string_view id)
{
    auto instance = table::find(deed.tx, id);
    if (!instance || instance->status != Status::Running || instance->ending)
        return {};
    const auto first = table::firstWaiting(deed.tx, id);
    if (!first)
        return {};
    deed.correlation = instance->correlation;
    if (awaitDefinition(deed, *instance))
        return {};
    HS_TRY(fireEarlier(deed, *instance, first->at));
    if (instance->status != Status::Running)
        return {};
    table::dropWaiting(deed.tx, id, first->seq);
    --instance->queued;
    const auto input = inputFrom(first->input);
    if (!input)
        return fail(Errc::Corrupt, "an input that waited cannot be read", instance->id, "look at the run, then send the event again");
    // What came while it waited for its turn is as if it came when it began.
    const auto outcome = stepOne(deed, *instance, *input, std::max(first->at, instance->startedAt), first->reason);
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> fire(Deed &deed, const table::Timer &timer)
{
    auto instance = table::find(deed.tx, timer.instance);
    if (!instance || instance->status != Status::Running || instance->ending)
        return {};
    deed.correlation = instance->correlation;
    if (awaitDefinition(deed, *instance))
        return {};
    // What came since it was found due may have fired it, cancelled it or set it anew.
    const auto pending = table::timers(deed.tx, timer.instance);
    if (std::none_of(pending.begin(), pending.end(), [&](const auto &one) { return one.id == timer.id && one.due == timer.due && one.created == timer.created; }))
        return {};
    // What arrived no later than it fell due comes first (D3).
    if (instance->queued > 0)
        if (const auto first = table::firstWaiting(deed.tx, timer.instance); first && first->at <= timer.due)
            return drain(deed, timer.instance);
    table::cancelTimer(deed.tx, timer.instance, timer.id);
    const auto outcome = stepOne(deed, *instance, workflow::TimerInput{timer.id}, timer.due, {});
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> fireEarlier(Deed &deed, Instance &instance, Timestamp until)
{
    while (instance.status == Status::Running && !instance.ending && instance.dueAt && *instance.dueAt < until) {
        const auto timers = table::timers(deed.tx, instance.id);
        if (timers.empty() || timers.front().due >= until)
            return {};
        table::cancelTimer(deed.tx, instance.id, timers.front().id);
        const auto outcome = stepOne(deed, instance, workflow::TimerInput{timers.front().id}, timers.front().due, {});
        if (!outcome)
            return tl::make_unexpected(outcome.error());
    }
    return {};
}

void endInstance(Deed &deed, Instance &instance, Status status, std::string_view reason, std::string_view kind)
{
    for (const auto &task : table::invocations(deed.tx, instance.id))
        if (!task.invoke.empty())
            closeTask(deed, task, "the workflow was cancelled");
    table::cancelTimers(deed.tx, instance.id);
    table::dropAllWaiting(deed.tx, instance.id);
    store::clocks::removeAll(deed.tx, instance.id);
    human::incidentOver(deed, instance, reason);
    Json more = Json::object();
    if (instance.status == Status::Waiting) { // it never began: its one row tells with what it would have
        more = {{"input", starts::inputOf(instance)}};
        instance.parked.clear();
        instance.state = "not begun";
        instance.steps = -1;
    }
    instance.status = status;
    instance.ending = false;
    instance.queued = 0;
    instance.dueAt.reset();
    recordAct(deed, instance, kind, reason, std::move(more));
    if (const auto done = cancelTasks(deed, instance); !done)
        note(deed, {"workflow.log", "workflow", instance.id, "tasks of people stay open: " + done.error().what, {}, {}, {}, Json::object()});
    const bool failed = status == Status::Failed;
    note(deed, {failed ? "workflow.failed" : "workflow.cancelled", "workflow", instance.id, instance.number + (failed ? " failed" : " cancelled"), std::string(reason),
                {}, {}, Json::object()});
    if (!instance.parent.empty())
        settle(deed, instance.parent, {{"error", {{"name", failed ? std::string("agent.error") : std::string(Cancelled)},
                                                  {"message", instance.number + (failed ? " failed: " : " was cancelled: ") + std::string(reason)}}}});
}

void endChild(Deed &deed, Instance &child, std::string_view why)
{
    child.parent.clear(); // nobody waits for it any more
    endInstance(deed, child, Status::Cancelled, why, "cancel");
}

Result<void> cancel(Deed &deed, std::string_view id, std::string_view reason, bool withRollback)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (!withRollback || instance->status == Status::Waiting) { // of what has not begun there is nothing to undo
        endInstance(deed, *instance, Status::Cancelled, reason, "cancel");
        return {};
    }
    if (instance->ending)
        return fail(Errc::Conflict, instance->number + " is being rolled back already", std::string(id), "wait until it is cancelled");
    for (const auto &task : table::invocations(deed.tx, id))
        if (!task.invoke.empty())
            closeTask(deed, task, "the workflow is rolled back");
    table::cancelTimers(deed.tx, id);
    human::incidentOver(deed, *instance, reason);
    note(deed, {"workflow.rollback", "workflow", instance->id, instance->number + " is rolled back, then cancelled", std::string(reason), {}, {}, Json::object()});
    rollback::beginEnding(deed, *instance, reason);
    return {};
}

std::optional<Timestamp> undoableUntil(const store::ReadSql &sql, const Instance &instance, std::string_view person, Timestamp now)
{
    if (instance.steps == 0 || instance.status == Status::Cancelled)
        return std::nullopt;
    const auto last = table::step(sql, instance.id, instance.steps);
    if (!last || text(last->record, "actor_id") != person || text(member(last->record, "input"), "kind") != "event"
        || boolean(last->record, "ignored"))
        return std::nullopt;
    const auto until = last->at + UndoWindow;
    return now < until ? std::optional(until) : std::nullopt;
}

Result<void> undoMove(Deed &deed, std::string_view id)
{
    auto instance = table::find(deed.tx, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    if (!undoableUntil(deed.tx, *instance, deed.actor.id, deed.now))
        return fail(Errc::Conflict, "the last step of " + instance->number + " can no longer be taken back", std::string(id), "move it on instead");
    const auto definition = definitionOf(deed, *instance);
    if (!definition)
        return tl::make_unexpected(definition.error());
    const auto before = snapshotAt(deed.tx, deed.studio, *instance, instance->steps - 1);
    if (!before)
        return tl::make_unexpected(before.error());
    const auto *snapshot = &before->snapshot;
    for (const auto &task : table::invocations(deed.tx, id))
        closeTask(deed, task, "the move was taken back");
    table::cancelTimers(deed.tx, id);
    const auto stateBefore = instance->state;
    instance->snapshot = workflow::dumpSnapshot(*snapshot);
    instance->state = stateText(**definition, *snapshot);
    instance->column = columnOf(**definition, *snapshot);
    instance->status = Status::Running;
    instance->updatedAt = instance->enteredAt = deed.now;
    const auto *next = snapshot->nextTimer();
    instance->dueAt = next ? std::optional(next->due) : std::nullopt;
    for (const auto &timer : snapshot->timers)
        table::setTimer(deed.tx, {instance->id, timer.id, timer.due, std::int64_t(timer.sequence)});
    for (const auto &task : snapshot->tasks)
        openTask(deed, **definition, *instance, task);
    stateclocks::align(deed, **definition, *instance, *snapshot);
    recordAct(deed, *instance, "undo", {});
    note(deed, {"workflow.undone", "workflow", instance->id, instance->number + ": " + stateBefore + " → " + instance->state + " (taken back)", {}, {}, {},
                Json::object()});
    return {};
}

} // namespace hs::runtime::flow
