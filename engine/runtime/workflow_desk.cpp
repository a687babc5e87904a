#include "engine/runtime/workflow_desk.h"

#include <algorithm>
#include <chrono>

#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/record_desk.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/records.h"
#include "engine/workflow/interpreter.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::Status;
using workflow::Input;
using workflow::Snapshot;

namespace {

constexpr std::int64_t FirstNumber = 101;

/// What one input was, for history, incidents and their retry.
struct Described {
    std::string type;
    Json parked;
};

Described describeInput(const Input &input)
{
    return std::visit(
        [](const auto &value) -> Described {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, workflow::EventInput>)
                return {text(Json(value.event), "type"), {{"kind", "event"}, {"event", Json(value.event)}}};
            else if constexpr (std::is_same_v<T, workflow::TimerInput>)
                return {value.timer, {{"kind", "timer"}, {"timer", value.timer}}};
            else if constexpr (std::is_same_v<T, workflow::TaskDone>)
                return {"done: " + value.invoke, {{"kind", "done"}, {"invoke", value.invoke}, {"output", Json(value.output)}}};
            else
                return {"failed: " + value.invoke, {{"kind", "failed"}, {"invoke", value.invoke}, {"error", Json(value.error)}}};
        },
        input);
}

std::optional<Input> inputFrom(const Json &parked)
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

Json namesOf(const std::vector<std::string> &names)
{
    return Json(names);
}

Json recordOf(const Deed &deed, const workflow::Step &step, const Described &input)
{
    Json transitions = Json::array();
    for (const auto &taken : step.transitions)
        transitions.push_back({{"source", taken.source}, {"event", taken.descriptor}, {"targets", taken.targets}});
    Json actions = Json::array();
    for (const auto &action : step.actions)
        actions.push_back({{"type", action.type}, {"params", Json(action.params)}});
    Json tasks = Json::array();
    for (const auto &task : step.tasksStarted)
        tasks.push_back({{"id", task.id}, {"src", task.src}, {"input", Json(task.input)}, {"did", "started"}});
    for (const auto &task : step.tasksCancelled)
        tasks.push_back({{"id", task.id}, {"src", task.src}, {"did", "cancelled"}});
    Json timers = Json::array();
    for (const auto &timer : step.timersSet)
        timers.push_back({{"id", timer.id}, {"due", toRfc3339(timer.due)}});
    return {{"input", input.parked}, {"transitions", transitions}, {"exited", namesOf(step.exited)}, {"entered", namesOf(step.entered)},
            {"actions", actions}, {"tasks", tasks}, {"timers", timers}, {"patch", Json(step.contextPatch)}, {"ignored", step.ignored},
            {"actor_id", deed.actor.id}};
}

void openTask(Deed &deed, const Instance &instance, const workflow::OpenTask &task)
{
    Invocation invocation;
    invocation.key = workflow::taskKey(instance.id, task.id, task.start);
    invocation.instance = instance.id;
    invocation.invoke = task.id;
    invocation.src = task.src;
    invocation.input = task.input.is_null() ? Json::object() : Json(task.input);
    invocation.createdAt = deed.now;
    if (human::isHuman(task.src)) {
        invocation.status = table::InvocationStatus::WaitsForPerson;
        invocation.escalation = human::ask(deed, instance, invocation);
    }
    table::open(deed.tx, invocation);
}

void closeTask(Deed &deed, const Instance &instance, const workflow::OpenTask &task)
{
    const auto key = workflow::taskKey(instance.id, task.id, task.start);
    if (const auto open = table::invocation(deed.tx, key); open && !open->escalation.empty())
        human::withdraw(deed, open->escalation, "the workflow went on without an answer");
    table::close(deed.tx, key);
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
    table::open(deed.tx, invocation);
}

std::string moveText(const Instance &instance, const std::string &before, const Described &input)
{
    return instance.number + ": " + (before == instance.state ? instance.state : before + " → " + instance.state) + " (" + input.type + ")";
}

/// Writes all that a step caused (D1).
void apply(Deed &deed, const workflow::Definition &definition, Instance &instance, const workflow::Step &step, const Described &input,
           std::string_view reason, std::int64_t micros)
{
    const auto stateBefore = instance.state;
    const bool fresh = instance.steps == 0 && instance.state.empty();
    instance.snapshot = toJson(step.snapshot).dump();
    instance.state = stateText(definition, step.snapshot);
    instance.column = columnOf(definition, step.snapshot);
    instance.updatedAt = deed.now;
    if (instance.state != stateBefore)
        instance.enteredAt = deed.now;
    if (!fresh)
        ++instance.steps;
    const auto *next = step.snapshot.nextTimer();
    instance.dueAt = next ? std::optional(next->due) : std::nullopt;
    instance.error.clear();
    instance.parked.clear();
    const bool done = step.snapshot.status == workflow::MachineStatus::Done;
    instance.status = done ? Status::Completed : Status::Running;
    for (const auto &task : step.tasksStarted)
        if (const auto *card = deed.studio.agents.catalog().find(task.src.substr(0, task.src.find('.'))))
            instance.agent = card->key;
    if (fresh)
        table::insert(deed.tx, instance);
    else
        table::update(deed.tx, instance);
    mirror::instance(deed, instance);

    table::Step history;
    history.instance = instance.id;
    history.seq = instance.steps;
    history.at = deed.now;
    history.input = input.type;
    history.actor = deed.actor.name;
    history.reason = std::string(reason);
    history.record = recordOf(deed, step, input);
    history.snapshot = instance.snapshot;
    history.micros = micros;
    table::addStep(deed.tx, history);

    for (const auto &timer : step.timersCancelled)
        table::cancelTimer(deed.tx, instance.id, timer.id);
    for (const auto &task : step.tasksCancelled)
        closeTask(deed, instance, task);
    if (done) {
        table::cancelTimers(deed.tx, instance.id);
    } else {
        for (const auto &timer : step.timersSet)
            table::setTimer(deed.tx, {instance.id, timer.id, timer.due, std::int64_t(timer.sequence)});
        for (const auto &task : step.tasksStarted)
            openTask(deed, instance, task);
    }
    for (std::size_t i = 0; i < step.actions.size(); ++i)
        act(deed, instance, step.actions[i], i);
    note(deed, {fresh ? "workflow.started" : "workflow.moved", "workflow", instance.id, moveText(instance, stateBefore, input), std::string(reason),
                {}, {}, {{"definition", definition.id() + " " + definition.version()}, {"step", instance.steps}}});
}

/// A void step (D12): the instance waits for a person, with the input that could not be handled.
void incident(Deed &deed, Instance &instance, const Described &input, const workflow::Fault &fault)
{
    instance.status = Status::Incident;
    instance.error = std::string(workflow::name(fault.kind)) + ": " + fault.message;
    instance.parked = dump(input.parked);
    instance.updatedAt = deed.now;
    if (instance.steps == 0 && instance.state.empty())
        return; // it never began; the caller tells
    table::update(deed.tx, instance);
    mirror::instance(deed, instance);
    human::incident(deed, instance);
}

Result<workflow::Definition const *> definitionOf(const Deed &deed, const Instance &instance, DefinitionShelf::Handle &hold)
{
    hold = deed.studio.shelf.find(instance.definition, instance.version);
    if (!hold)
        return fail(Errc::NotFound, "definition " + instance.definition + " " + instance.version + " is not loaded", instance.id,
                    "put its file back into the workflows folder");
    return hold.get();
}

struct Outcome {
    bool ignored = false;
};

/// One input, one step, all its writes.
Result<Outcome> stepOne(Deed &deed, Instance &instance, const Input &input, Timestamp effective, std::string_view reason)
{
    DefinitionShelf::Handle hold;
    const auto definition = definitionOf(deed, instance, hold);
    if (!definition)
        return tl::make_unexpected(definition.error());
    const auto snapshot = workflow::parseSnapshot(instance.snapshot);
    const auto described = describeInput(input);
    if (!snapshot) {
        incident(deed, instance, described, {workflow::Fault::Kind::Snapshot, describe(snapshot.error())});
        return Outcome{};
    }
    const auto begun = std::chrono::steady_clock::now();
    const auto step = workflow::step(**definition, *snapshot, input, effective);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    if (!step) {
        // What a person sent and the machine can't take is the person's error, not the instance's.
        if (step.error().kind == workflow::Fault::Kind::BadInput)
            return tl::make_unexpected(workflow::toError(step.error()));
        incident(deed, instance, described, step.error());
        return Outcome{};
    }
    apply(deed, **definition, instance, *step, described, reason, micros);
    return Outcome{step->ignored};
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

Result<Instance> openInstance(Deed &deed, std::string_view id)
{
    auto instance = table::find(deed.tx, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    if (instance->status == Status::Completed || instance->status == Status::Cancelled || instance->status == Status::Failed)
        return fail(Errc::Conflict, instance->number + " has ended", std::string(id), "start a new one");
    return *instance;
}

} // namespace

Result<std::string> start(Deed &deed, const Start &start)
{
    const auto definition = deed.studio.shelf.latest(start.definition);
    if (!definition)
        return fail(Errc::NotFound, "there is no workflow definition \"" + start.definition + "\"", "definition", "use the key of a workflow that has a board");
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
    instance.id = deed.studio.ids.make("wf");
    instance.definition = definition->id();
    instance.version = definition->version();
    instance.key = start.key;
    instance.entity = start.entity;
    instance.contact = start.contact;
    instance.priority = priorityNumber(start.priority);
    instance.correlation = deed.correlation;
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
    const auto begun = std::chrono::steady_clock::now();
    const auto step = workflow::start(*definition, input, deed.now);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    if (!step)
        return tl::make_unexpected(workflow::toError(step.error()));
    instance.number = prefixOf(*definition) + "-" + std::to_string(store::meta::next(deed.tx, "workflow." + definition->id(), FirstNumber));
    apply(deed, *definition, instance, *step, {"start", {{"kind", "start"}, {"input", Json(input)}}}, {}, micros);
    return instance.id;
}

Result<Sent> send(Deed &deed, const Send &send)
{
    auto instance = openInstance(deed, send.instance);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (instance->status == Status::Incident)
        return fail(Errc::Conflict, instance->number + " waits for a person: " + instance->error, send.instance, "retry or cancel it first");
    if (instance->status == Status::Paused)
        return fail(Errc::Conflict, instance->number + " is paused", send.instance, "resume it first");
    if (!send.eventId.empty() && !table::firstTime(deed.tx, instance->id, send.eventId, deed.now))
        return Sent{true, true, instance->state};
    OrderedJson event(send.data.is_object() ? send.data : Json::object());
    event["type"] = send.type;
    const auto outcome = stepOne(deed, *instance, workflow::EventInput{std::move(event)}, deed.now, send.reason);
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return Sent{false, outcome->ignored, instance->state};
}

Result<void> taskDone(Deed &deed, std::string_view key, const Json &output)
{
    const auto task = table::invocation(deed.tx, key);
    if (!task)
        return {};
    table::close(deed.tx, key);
    if (task->invoke.empty())
        return {}; // a command nobody waits for
    auto instance = table::find(deed.tx, task->instance);
    if (!instance || instance->status != Status::Running)
        return {};
    const auto outcome = stepOne(deed, *instance, workflow::TaskDone{task->invoke, OrderedJson(output)}, deed.now, {});
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> taskFailed(Deed &deed, std::string_view key, const std::string &name, const std::string &message)
{
    auto task = table::invocation(deed.tx, key);
    if (!task)
        return {};
    auto instance = table::find(deed.tx, task->instance);
    if (!instance || (instance->status != Status::Running && !task->invoke.empty()))
        return {};
    DefinitionShelf::Handle hold;
    const auto definition = definitionOf(deed, *instance, hold);
    if (!definition)
        return tl::make_unexpected(definition.error());

    // The names of all failures so far decide whether and when it is tried again (D10).
    std::vector<std::string> failures;
    if (const auto before = parseJson(task->error.empty() ? "[]" : task->error); before && before->is_array())
        for (const auto &failure : *before)
            failures.push_back(scalarText(failure));
    failures.push_back(name);
    const auto *invoke = (*definition)->invoke(task->invoke);
    const auto &policy = invoke && invoke->policy.retry ? *invoke->policy.retry : workflow::defaultRetryPolicy();
    if (const auto wait = workflow::nextRetry(policy, failures, task->key)) {
        ++task->attempt;
        task->error = dump(Json(failures));
        task->nextTry = deed.now + *wait;
        table::put(deed.tx, *task);
        return {};
    }
    table::close(deed.tx, key);
    if (task->invoke.empty()) {
        note(deed, {"workflow.command_failed", "workflow", instance->id, instance->number + ": " + task->src + " failed: " + message, {}, {}, {}, Json::object()});
        return {};
    }
    const auto outcome = stepOne(deed, *instance, workflow::TaskFailed{task->invoke, {{"name", name}, {"message", message}}}, deed.now, {});
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> fire(Deed &deed, const table::Timer &timer)
{
    table::cancelTimer(deed.tx, timer.instance, timer.id);
    auto instance = table::find(deed.tx, timer.instance);
    if (!instance || instance->status != Status::Running)
        return {};
    deed.correlation = instance->correlation;
    const auto outcome = stepOne(deed, *instance, workflow::TimerInput{timer.id}, timer.due, {});
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> cancel(Deed &deed, std::string_view id, std::string_view reason)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    for (const auto &task : table::invocations(deed.tx, id))
        if (!task.escalation.empty())
            human::withdraw(deed, task.escalation, "the workflow was cancelled");
    table::closeAll(deed.tx, id);
    table::cancelTimers(deed.tx, id);
    instance->status = Status::Cancelled;
    instance->updatedAt = deed.now;
    instance->dueAt.reset();
    ++instance->steps;
    table::update(deed.tx, *instance);
    mirror::instance(deed, *instance);
    HS_TRY(cancelTasks(deed, *instance));
    table::addStep(deed.tx, {instance->id, instance->steps, deed.now, "cancel", deed.actor.name, std::string(reason),
                             {{"input", {{"kind", "cancel"}}}, {"actor_id", deed.actor.id}}, instance->snapshot, 0});
    note(deed, {"workflow.cancelled", "workflow", instance->id, instance->number + " cancelled", std::string(reason), {}, {}, Json::object()});
    return {};
}

Result<void> retryIncident(Deed &deed, std::string_view id)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (instance->status != Status::Incident)
        return fail(Errc::Conflict, instance->number + " has no incident", std::string(id));
    const auto parked = parseJson(instance->parked);
    const auto input = parked ? inputFrom(*parked) : std::nullopt;
    if (!input)
        return fail(Errc::Corrupt, "the input that failed is not readable", std::string(id), "cancel the workflow and start it again");
    instance->status = Status::Running;
    const auto outcome = stepOne(deed, *instance, *input, deed.now, "retried");
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    if (instance->status == Status::Incident)
        return fail(Errc::Conflict, "it failed again: " + instance->error, std::string(id));
    human::incidentOver(deed, *instance);
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
    DefinitionShelf::Handle hold;
    const auto definition = definitionOf(deed, *instance, hold);
    if (!definition)
        return tl::make_unexpected(definition.error());
    const auto before = table::step(deed.tx, id, instance->steps - 1);
    const auto snapshot = before ? workflow::parseSnapshot(before->snapshot) : fail(Errc::NotFound, "the step before is not kept");
    if (!snapshot)
        return tl::make_unexpected(snapshot.error());
    for (const auto &task : table::invocations(deed.tx, id))
        if (!task.escalation.empty())
            human::withdraw(deed, task.escalation, "the move was taken back");
    table::closeAll(deed.tx, id);
    table::cancelTimers(deed.tx, id);
    const auto stateBefore = instance->state;
    instance->snapshot = before->snapshot;
    instance->state = stateText(**definition, *snapshot);
    instance->column = columnOf(**definition, *snapshot);
    instance->status = Status::Running;
    instance->updatedAt = instance->enteredAt = deed.now;
    const auto *next = snapshot->nextTimer();
    instance->dueAt = next ? std::optional(next->due) : std::nullopt;
    ++instance->steps;
    table::update(deed.tx, *instance);
    mirror::instance(deed, *instance);
    for (const auto &timer : snapshot->timers)
        table::setTimer(deed.tx, {instance->id, timer.id, timer.due, std::int64_t(timer.sequence)});
    for (const auto &task : snapshot->tasks)
        openTask(deed, *instance, task);
    table::addStep(deed.tx, {instance->id, instance->steps, deed.now, "undo", deed.actor.name, {},
                             {{"input", {{"kind", "undo"}}}, {"actor_id", deed.actor.id}}, instance->snapshot, 0});
    note(deed, {"workflow.undone", "workflow", instance->id, instance->number + ": " + stateBefore + " → " + instance->state + " (taken back)", {}, {}, {},
                Json::object()});
    return {};
}

} // namespace hs::runtime::flow
