#include "engine/runtime/flow_operators.h"

#include <algorithm>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_rollback.h"
#include "engine/runtime/flow_step.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/start_queue.h"
#include "engine/store/tables/instance_inbox.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::InvocationKind;
using table::InvocationStatus;
using table::Status;

namespace {

constexpr int RecoverAtOnce = 1000;

Result<Instance> withIncident(const Deed &deed, std::string_view id)
{
    auto instance = openInstance(deed, id);
    if (instance && instance->status != Status::Incident)
        return fail(Errc::Conflict, instance->number + " has no incident", std::string(id));
    return instance;
}

/// The instance goes on: its tasks and timers with it.
void letGo(Deed &deed, Instance &instance)
{
    if (instance.status == Status::Running)
        hold(deed, instance.id, false);
}

} // namespace

Result<void> pause(Deed &deed, std::string_view id, std::string_view reason)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (instance->status != Status::Running || instance->ending)
        return fail(Errc::Conflict, instance->number + (instance->status == Status::Paused ? " is paused already" : " does not run"), std::string(id));
    instance->status = Status::Paused;
    hold(deed, instance->id, true);
    recordAct(deed, *instance, "pause", reason);
    note(deed, {"workflow.paused", "workflow", instance->id, instance->number + " paused", std::string(reason), {}, {}, Json::object()});
    return {};
}

Result<void> resume(Deed &deed, std::string_view id, std::string_view reason)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (instance->status != Status::Paused)
        return fail(Errc::Conflict, instance->number + " is not paused", std::string(id));
    instance->status = Status::Running;
    instance->error.clear(); // why the engine had paused it
    hold(deed, instance->id, false);
    recordAct(deed, *instance, "resume", reason);
    note(deed, {"workflow.resumed", "workflow", instance->id, instance->number + " goes on", std::string(reason), {}, {}, Json::object()});
    return {};
}

Result<void> retryIncident(Deed &deed, std::string_view id)
{
    auto instance = withIncident(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto parkedInput = parseJson(instance->parked);
    if (parkedInput && text(*parkedInput, "kind") == "rollback") {
        human::incidentOver(deed, *instance, "the rollback is tried again");
        hold(deed, instance->id, false);
        rollback::beginEnding(deed, *instance, text(*parkedInput, "reason"));
        return {};
    }
    const auto input = parkedInput ? inputFrom(*parkedInput) : std::nullopt;
    if (!input)
        return fail(Errc::Corrupt, "the input that failed is not readable", std::string(id), "cancel the workflow and start it again");
    const auto at = integer(*parkedInput, "at");
    const bool timer = std::holds_alternative<workflow::TimerInput>(*input);
    instance->status = Status::Running;
    if (timer)
        table::cancelTimer(deed.tx, instance->id, std::get<workflow::TimerInput>(*input).timer);
    const auto outcome = stepOne(deed, *instance, *input, timer && at > 0 ? fromMillis(at) : deed.now, "retried");
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    if (outcome->incident)
        return fail(Errc::Conflict, "it failed again: " + instance->error, std::string(id));
    letGo(deed, *instance);
    human::incidentOver(deed, *instance, "the step went through when it was retried");
    return {};
}

Result<std::string> skipInput(Deed &deed, std::string_view id, std::string_view reason)
{
    auto instance = withIncident(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto input = parseJson(instance->parked).value_or(Json::object());
    if (text(input, "kind") == "rollback")
        return fail(Errc::Conflict, "a rollback cannot be skipped", std::string(id), "retry it, or cancel the workflow without rolling back");
    const auto letter = instance->id + "/input/" + std::to_string(instance->steps + 1);
    table::bury(deed.tx, {letter, "input", instance->id, titleOf(input), input, instance->error, deed.now, {}, instance->correlation});
    if (text(input, "kind") == "timer")
        table::cancelTimer(deed.tx, instance->id, text(input, "timer"));
    instance->status = Status::Running;
    instance->error.clear();
    instance->parked.clear();
    letGo(deed, *instance);
    recordAct(deed, *instance, "skip", reason, {{"skipped", input}, {"letter", letter}});
    human::incidentOver(deed, *instance, "the input was skipped");
    note(deed, {"workflow.input_skipped", "workflow", instance->id, instance->number + " goes on without \"" + titleOf(input) + "\"", std::string(reason), {}, {},
                {{"letter", letter}}});
    return letter;
}

Result<void> editContext(Deed &deed, std::string_view id, const Json &patch, std::string_view reason)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    if (instance->status == Status::Waiting)
        return fail(Errc::Conflict, instance->number + " has not begun", std::string(id), "wait for its turn, or cancel it and start it anew");
    if (instance->status == Status::Running)
        return fail(Errc::Conflict, instance->number + " runs: what it works with cannot be changed under it", std::string(id), "pause it first");
    if (!patch.is_object())
        return fail(Errc::BadInput, "the change is not a JSON object", "patch", "name the fields that change; null removes one");
    auto snapshot = workflow::parseSnapshot(instance->snapshot);
    if (!snapshot)
        return tl::make_unexpected(snapshot.error());
    snapshot->context.merge_patch(OrderedJson(patch));
    if (snapshot->context.dump().size() > workflow::MaxContextBytes)
        return fail(Errc::BadInput, "the data would be larger than " + std::to_string(workflow::MaxContextBytes) + " bytes", std::string(id), "change less");
    instance->snapshot = workflow::dumpSnapshot(*snapshot);
    recordAct(deed, *instance, "edit", reason, {{"patch", patch}});
    note(deed, {"workflow.edited", "workflow", instance->id, instance->number + ": its data was changed by hand", std::string(reason), {}, {}, {{"patch", patch}}});
    return {};
}

Result<void> resolveTask(Deed &deed, std::string_view id, std::string_view invoke, api::ResolveTask::How how, const Json &output, std::string_view reason)
{
    using How = api::ResolveTask::How;
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto tasks = table::invocations(deed.tx, id);
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const auto &one) { return one.invoke == invoke; });
    if (found == tasks.end())
        return fail(Errc::NotFound, instance->number + " has no open task \"" + std::string(invoke) + "\"", std::string(id), "look at its open tasks");
    auto task = *found;
    if (task.kind == InvocationKind::Person)
        return fail(Errc::Conflict, "a person does this task", task.escalation, "decide it in the escalation queue");
    if (how == How::Again && task.status != InvocationStatus::Later && task.status != InvocationStatus::Uncertain)
        return fail(Errc::Conflict, "the task is under way", task.key, "wait for its result");
    const char *words[] = {"is tried again", "is done, by a person's word", "has failed, by a person's word"};
    recordAct(deed, *instance, "resolve", reason, {{"task", task.key}, {"how", int(how)}, {"output", output}});
    human::certain(deed, task);
    note(deed, {"workflow.task_resolved", "workflow", instance->id, instance->number + ": " + task.src + " " + words[int(how)], std::string(reason), {}, {}, {{"task", task.key}}});
    if (how == How::Again) {
        if (task.status == InvocationStatus::Uncertain)
            ++task.attempt;
        task.status = InvocationStatus::Ready;
        task.escalation.clear();
        task.nextTry.reset();
        table::put(deed.tx, task);
        return {};
    }
    if (how == How::Done)
        return taskDone(deed, task.key, output);
    return taskGivenUp(deed, task.key, "agent.error", "a person says that it failed: " + std::string(reason));
}

Result<void> reprioritise(Deed &deed, std::string_view id, int priority, std::string_view reason)
{
    auto instance = openInstance(deed, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto before = instance->priority;
    instance->priority = priority;
    table::prioritise(deed.tx, id, priority);
    if (instance->status == Status::Waiting)
        table::update(deed.tx, *instance); // its history begins when it does
    else
        recordAct(deed, *instance, "prioritise", reason, {{"from", priorityName(before)}, {"to", priorityName(priority)}});
    note(deed, {"workflow.prioritised", "workflow", instance->id, instance->number + ": " + priorityName(before) + " → " + priorityName(priority), std::string(reason),
                {}, {}, Json::object()});
    return {};
}

Result<void> assign(Deed &deed, std::string_view id, const std::string &assignee)
{
    auto instance = table::find(deed.tx, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    instance->assignee = assignee;
    if (instance->status == Status::Waiting)
        table::update(deed.tx, *instance);
    else
        save(deed, *instance);
    const auto name = rows::operatorName(deed.tx, assignee).toStdString();
    note(deed, {"workflow.assigned", "workflow", instance->id, instance->number + (name.empty() ? " assigned to nobody" : " assigned to " + name), {}, {}, {},
                Json::object()});
    return {};
}

Result<std::string> restart(Deed &deed, std::string_view id, std::string_view reason)
{
    const auto instance = table::find(deed.tx, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    if (instance->status == Status::Waiting)
        return fail(Errc::Conflict, instance->number + " has not begun: " + starts::why(deed.tx, deed.studio, *instance), std::string(id), "wait for its turn");
    const auto first = table::step(deed.tx, id, 0);
    const auto &input = first ? member(member(first->record, "input"), "input") : Json();
    if (!input.is_object())
        return fail(Errc::Corrupt, instance->number + " does not tell what it began with", std::string(id), "start a new one by hand");
    Start start;
    start.definition = instance->definition;
    start.key = instance->key;
    start.input = input;
    start.title = instance->title;
    start.entity = instance->entity;
    start.contact = instance->contact;
    start.priority = priorityName(instance->priority);
    start.evenIfOpen = true;
    start.reason = reason.empty() ? "again, after " + instance->number : "again, after " + instance->number + ": " + std::string(reason);
    return flow::start(deed, start);
}

bool isResendable(const table::DeadLetter &letter)
{
    if (letter.kind == "command")
        return true;
    const auto input = inputFrom(letter.body);
    return input && std::holds_alternative<workflow::EventInput>(*input);
}

Result<void> discard(Deed &deed, std::string_view id, std::string_view reason)
{
    const auto letter = table::deadLetter(deed.tx, id);
    if (!letter)
        return fail(Errc::NotFound, "there is no dead letter \"" + std::string(id) + "\"");
    if (reason.empty())
        return fail(Errc::BadInput, "a reason is needed", "reason", "say why it is not needed any more");
    table::removeLetter(deed.tx, *letter);
    note(deed, {"workflow.letter_discarded", "workflow", letter->instance, "A dead letter (" + letter->type + ") was discarded: " + letter->reason,
                std::string(reason), {}, {}, {{"letter", letter->id}}});
    return {};
}

Result<void> resend(Deed &deed, std::string_view id)
{
    const auto letter = table::deadLetter(deed.tx, id);
    if (!letter)
        return fail(Errc::NotFound, "there is no dead letter \"" + std::string(id) + "\"");
    if (letter->resentAt)
        return fail(Errc::Conflict, "it was sent again already", std::string(id));
    if (letter->kind == "command") {
        const auto instance = table::find(deed.tx, letter->instance);
        Invocation task;
        task.key = letter->id;
        task.instance = letter->instance;
        task.src = letter->type;
        task.input = letter->body;
        task.createdAt = deed.now;
        if (instance) {
            task.priority = instance->priority;
            task.entity = instance->entity;
        }
        table::open(deed.tx, task);
    } else {
        const auto input = inputFrom(letter->body);
        const auto *event = input ? std::get_if<workflow::EventInput>(&*input) : nullptr;
        if (!event)
            return fail(Errc::Conflict, "only events can be sent again; this was a timer or a task's result", std::string(id), "send an event to the workflow by hand");
        Json data(event->event);
        const auto sent = send(deed, {letter->instance, text(data, "type"), data, letter->id, "sent again"});
        if (!sent)
            return tl::make_unexpected(sent.error());
        if (sent->duplicate)
            return fail(Errc::Conflict, "the workflow has it already", std::string(id));
    }
    table::markResent(deed.tx, id, deed.now);
    note(deed, {"workflow.letter_resent", "workflow", letter->instance, "A dead letter (" + letter->type + ") was sent again", {}, {}, {}, {{"letter", letter->id}}});
    return {};
}

Result<void> recover(Deed &deed, std::string_view run)
{
    for (auto task : table::leasedByOthers(deed.tx, run, RecoverAtOnce)) {
        const auto instance = table::find(deed.tx, task.instance);
        const auto definition = instance ? definitionOf(deed, *instance) : fail(Errc::NotFound, "its instance is gone");
        if (!definition)
            continue;
        const auto *policy = policyOf(**definition, task.invoke, task.src);
        if (!policy || policy->idempotent) {
            HS_TRY(taskFailed(deed, task.key, std::string(Lost), "the console stopped while it was being carried out"));
            continue;
        }
        task.status = InvocationStatus::Uncertain;
        task.lease.clear();
        task.deadline.reset();
        task.escalation = human::uncertain(deed, *instance, task);
        table::put(deed.tx, task);
    }
    return {};
}

} // namespace hs::runtime::flow
