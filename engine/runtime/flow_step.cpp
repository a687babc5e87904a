#include "engine/runtime/flow_step.h"

#include <algorithm>
#include <chrono>

#include <spdlog/spdlog.h>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/state_clocks.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/vocabulary/json_text.h"
#include "engine/workflow/replay.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::Status;

namespace {

/// The record of a row of the history, as JSON text.
std::string recordOf(const Deed &deed, const workflow::Step &step, const Json &input)
{
    std::string out = "{";
    workflow::appendRecord(out, step);
    appendKey(out, "input");
    appendJson(out, input);
    const auto member = [&](std::string_view key, std::string_view text) {
        appendKey(out, key);
        appendText(out, text);
    };
    member("hash", workflow::snapshotHash(step.snapshot));
    member("actor_id", deed.actor.id);
    member("cause", deed.cause);
    return out += '}';
}

/// Actions for the world outside: messages of the bus, commands of agents, lines of the audit.
void act(Deed &deed, const Instance &instance, const workflow::Action &action, std::size_t index)
{
    const Json params = action.params.is_null() ? Json::object() : Json(action.params);
    if (action.type == "log") {
        note(deed, {"workflow.log", "workflow", instance.id, scalarText(member(params, "message")), {}, {}, {}, Json::object()});
        return;
    }
    if (action.type == "emit" || action.type == "sendTo") {
        const Json &event = member(params, "event");
        agents::MessagePost message;
        message.recipient = action.type == "emit" ? std::string(bus::Listeners) : text(params, "to");
        message.type = text(event, "type");
        message.payload = event;
        message.payload["workflow"] = instance.id;
        if (!message.payload.contains("entity"))
            message.payload["entity"] = instance.entity;
        bus::post(deed, "grace-fields", message);
        return;
    }
    // A command of setup.actions: runs like a task whose result nobody waits for.
    Invocation invocation;
    invocation.key = instance.id + "/step" + std::to_string(instance.steps) + "/" + std::to_string(index);
    invocation.instance = instance.id;
    invocation.src = action.agent + "." + action.command;
    invocation.input = params;
    invocation.createdAt = deed.now;
    invocation.priority = instance.priority;
    invocation.entity = instance.entity;
    table::open(deed.tx, invocation);
}

std::string moveText(const Instance &instance, const std::string &before, const Json &input)
{
    return instance.number + ": " + (before == instance.state ? instance.state : before + " → " + instance.state) + " (" + titleOf(input) + ")";
}

} // namespace

Json parked(const workflow::Input &input)
{
    return std::visit(
        [](const auto &value) -> Json {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, workflow::EventInput>)
                return {{"kind", "event"}, {"event", Json(value.event)}};
            else if constexpr (std::is_same_v<T, workflow::TimerInput>)
                return {{"kind", "timer"}, {"timer", value.timer}};
            else if constexpr (std::is_same_v<T, workflow::TaskDone>)
                return {{"kind", "done"}, {"invoke", value.invoke}, {"output", Json(value.output)}};
            else
                return {{"kind", "failed"}, {"invoke", value.invoke}, {"error", Json(value.error)}};
        },
        input);
}

std::optional<workflow::Input> inputFrom(const Json &parked)
{
    const auto kind = text(parked, "kind");
    if (kind == "event")
        return workflow::EventInput{OrderedJson(member(parked, "event"))};
    if (kind == "timer")
        return workflow::TimerInput{text(parked, "timer")};
    if (kind == "done")
        return workflow::TaskDone{text(parked, "invoke"), OrderedJson(member(parked, "output"))};
    if (kind == "failed")
        return workflow::TaskFailed{text(parked, "invoke"), OrderedJson(member(parked, "error"))};
    return std::nullopt;
}

std::string titleOf(const Json &parked)
{
    const auto kind = text(parked, "kind");
    if (kind == "event")
        return text(member(parked, "event"), "type");
    if (kind == "timer")
        return text(parked, "timer");
    if (kind == "done" || kind == "failed")
        return kind + ": " + text(parked, "invoke");
    return kind;
}

Result<DefinitionShelf::Handle> definitionOf(const Deed &deed, const Instance &instance)
{
    auto found = deed.studio.shelf.find(instance.definition, instance.version);
    if (!found)
        return fail(Errc::NotFound, "definition " + instance.definition + " " + instance.version + " is not loaded", instance.id,
                    "put its file back into the workflows folder");
    return found;
}

Result<Instance> openInstance(const Deed &deed, std::string_view id)
{
    auto instance = table::find(deed.tx, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    if (instance->status == Status::Completed || instance->status == Status::Cancelled || instance->status == Status::Failed)
        return fail(Errc::Conflict, instance->number + " has ended", std::string(id), "start a new one");
    return *instance;
}

void save(Deed &deed, const Instance &instance)
{
    table::update(deed.tx, instance);
    mirror::instance(deed, instance);
    deed.tx.touch(Topic::Workflows, instance.definition); // its figures change where no step is taken
}

void recordAct(Deed &deed, Instance &instance, std::string_view kind, std::string_view reason, Json more)
{
    instance.updatedAt = std::max(deed.now, instance.updatedAt);
    ++instance.steps;
    save(deed, instance);
    Json input{{"kind", kind}};
    input.update(more);
    table::addStep(deed.tx, {instance.id, instance.steps, instance.updatedAt, std::string(kind), deed.actor.name, std::string(reason),
                             {{"input", input}, {"actor_id", deed.actor.id}, {"cause", deed.cause}}, instance.snapshot, 0});
}

void apply(Deed &deed, const workflow::Definition &definition, Instance &instance, const workflow::Step &step, const Json &input,
           std::string_view reason, std::int64_t micros)
{
    const auto stateBefore = instance.state;
    const bool fresh = instance.steps == 0 && instance.state.empty();
    const bool waited = instance.status == Status::Waiting; // for its turn: its row stands there
    // A clock that was set back does not turn the order of an instance's steps around (D14).
    const auto at = std::max(deed.now, instance.updatedAt);
    instance.snapshot = workflow::dumpSnapshot(step.snapshot);
    instance.state = stateText(definition, step.snapshot);
    instance.column = columnOf(definition, step.snapshot);
    instance.tag = tagsOf(definition, step.snapshot);
    instance.updatedAt = at;
    if (instance.state != stateBefore)
        instance.enteredAt = at;
    if (!fresh)
        ++instance.steps;
    const auto *next = step.snapshot.nextTimer();
    instance.dueAt = next ? std::optional(next->due) : std::nullopt;
    const bool done = step.snapshot.status == workflow::MachineStatus::Done;
    // Nearly every step finds its instance running and leaves it so.
    const bool goesOn = !fresh && !done && instance.status == Status::Running && instance.error.empty() && instance.parked.empty();
    instance.error.clear();
    instance.parked.clear();
    instance.status = done ? Status::Completed : Status::Running;
    for (const auto &task : step.tasksStarted)
        if (const auto *card = deed.studio.agents.catalog().find(task.src.substr(0, task.src.find('.'))))
            instance.agent = card->key;
    if (fresh && !waited)
        table::insert(deed.tx, instance);
    else if (goesOn)
        table::advance(deed.tx, instance);
    else
        table::update(deed.tx, instance);
    mirror::instance(deed, instance);
    if (fresh || done)
        deed.tx.touch(Topic::Workflows, instance.definition); // so do they at both ends

    table::Step history;
    history.instance = instance.id;
    history.seq = instance.steps;
    history.at = at;
    history.input = titleOf(input);
    history.actor = deed.actor.name;
    history.reason = std::string(reason);
    // Any other row is played forward from the nearest one that is kept whole (D15).
    if (fresh || instance.steps % WholeEvery == 0)
        history.snapshot = instance.snapshot;
    history.micros = micros;
    table::addStep(deed.tx, history, recordOf(deed, step, input));

    for (const auto &timer : step.timersCancelled)
        table::cancelTimer(deed.tx, instance.id, timer.id);
    for (const auto &task : step.tasksCancelled)
        closeTask(deed, instance, task, "the workflow went on without an answer");
    if (done) {
        table::cancelTimers(deed.tx, instance.id);
        table::dropAllWaiting(deed.tx, instance.id);
    } else {
        for (const auto &timer : step.timersSet)
            table::setTimer(deed.tx, {instance.id, timer.id, timer.due, std::int64_t(timer.sequence)});
        for (const auto &task : step.tasksStarted)
            openTask(deed, definition, instance, task);
    }
    for (std::size_t i = 0; i < step.actions.size(); ++i)
        act(deed, instance, step.actions[i], i);
    note(deed, {fresh ? "workflow.started" : "workflow.moved", "workflow", instance.id, moveText(instance, stateBefore, input), std::string(reason),
                {}, {}, {{"definition", definition.id() + " " + definition.version()}, {"step", instance.steps}}});
    if (instance.steps == WarnSteps) {
        spdlog::warn("{} has taken {} steps", instance.number, WarnSteps);
        note(deed, {"workflow.long", "workflow", instance.id, instance.number + " has taken " + std::to_string(WarnSteps) + " steps",
                    "it is stopped for a person at " + std::to_string(MostSteps), {}, {}, Json::object()});
    }
    stateclocks::follow(deed, definition, instance, step);
    if (done && !instance.parent.empty())
        settle(deed, instance.parent, {{"output", Json(step.snapshot.output)}});
}

void stop(Deed &deed, Instance &instance, const Json &input, const std::string &reason)
{
    instance.status = Status::Incident;
    instance.error = reason;
    instance.parked = dump(input);
    instance.updatedAt = std::max(deed.now, instance.updatedAt);
    if (instance.steps == 0 && instance.state.empty())
        return; // it never began; the caller tells
    hold(deed, instance.id, true);
    save(deed, instance);
    human::incident(deed, instance);
}

Result<Outcome> stepOne(Deed &deed, Instance &instance, const workflow::Input &input, Timestamp effective, std::string_view reason)
{
    const auto definition = definitionOf(deed, instance);
    if (!definition)
        return tl::make_unexpected(definition.error());
    auto described = parked(input);
    described["at"] = toMillis(effective);
    const auto voided = [&](const std::string &why) {
        stop(deed, instance, described, why);
        return Outcome{false, true};
    };
    if (instance.steps >= MostSteps)
        return voided("limit: it has taken " + std::to_string(MostSteps) + " steps, which is more than a process of people takes");
    const auto snapshot = workflow::parseSnapshot(instance.snapshot);
    if (!snapshot)
        return voided("snapshot: " + describe(snapshot.error()));
    const auto begun = std::chrono::steady_clock::now();
    const auto step = workflow::step(**definition, *snapshot, input, effective);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    if (!step) {
        // What a person sent and the machine can't take is the person's error, not the instance's.
        if (step.error().kind == workflow::Fault::Kind::BadInput)
            return tl::make_unexpected(workflow::toError(step.error()));
        return voided(std::string(workflow::name(step.error().kind)) + ": " + step.error().message);
    }
    apply(deed, **definition, instance, *step, described, reason, micros);
    return Outcome{step->ignored, false};
}

} // namespace hs::runtime::flow
