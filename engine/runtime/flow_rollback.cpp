#include "engine/runtime/flow_rollback.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/flow_step.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/workflow/jsonlogic.h"

namespace hs::runtime::flow::rollback {

namespace table = store::workflows;
using table::Compensation;
using table::CompensationStatus;
using table::InvocationKind;

namespace {

/// Whether an entry lies inside the scope of a rollback; an empty scope is the whole instance.
bool isInScope(const workflow::Definition &definition, const Compensation &entry, const std::string &scope)
{
    if (scope.empty())
        return true;
    const auto *outer = definition.find(scope.starts_with('#') ? scope.substr(1) : scope);
    const auto *inner = definition.find(entry.state);
    return outer && inner && (outer->index == inner->index || definition.isInside(inner->index, outer->index));
}

std::vector<Compensation> entriesOf(const Deed &deed, const Invocation &task)
{
    auto entries = table::compensations(deed.tx, task.instance);
    const auto scope = text(task.input, "scope");
    if (scope.empty())
        return entries;
    const auto instance = table::find(deed.tx, task.instance);
    const auto definition = instance ? definitionOf(deed, *instance) : fail(Errc::NotFound, "no instance");
    if (definition)
        std::erase_if(entries, [&](const Compensation &entry) { return !isInScope(**definition, entry, scope); });
    return entries;
}

} // namespace

void remember(Deed &deed, const Instance &instance, const Invocation &task, const Json &output)
{
    const auto definition = definitionOf(deed, instance);
    if (!definition)
        return;
    const auto *invoke = (*definition)->invoke(task.invoke);
    if (!invoke || !invoke->policy.compensate)
        return;
    const auto snapshot = workflow::parseSnapshot(instance.snapshot);
    if (!snapshot)
        return; // the step that follows says so
    const OrderedJson input(task.input), result(output);
    const auto computed = workflow::evaluateMapping(invoke->policy.compensate->input,
                                                    workflow::Scope{{"context", &snapshot->context}, {"input", &input}, {"output", &result}});
    Compensation added;
    added.invoke = task.invoke;
    added.state = (*definition)->state(invoke->state).id;
    added.src = invoke->policy.compensate->src;
    added.input = computed ? Json(*computed) : Json::object();
    if (!computed)
        added.error = computed.error().what;
    table::addCompensation(deed.tx, instance.id, added);
}

void next(Deed &deed, Invocation &task)
{
    const auto entries = entriesOf(deed, task);
    int undone = 0;
    for (auto one : entries) {
        if (one.status == CompensationStatus::Done) {
            ++undone;
            continue;
        }
        one.status = CompensationStatus::UnderWay;
        table::put(deed.tx, task.instance, one);
        Invocation part;
        part.key = task.instance + "/compensate/" + std::to_string(one.seq);
        part.instance = task.instance;
        part.invoke = task.invoke;
        part.src = one.src;
        part.input = one.input;
        part.kind = InvocationKind::Agent;
        part.parent = task.key;
        part.position = int(one.seq);
        part.createdAt = deed.now;
        part.priority = task.priority;
        part.entity = task.entity;
        table::open(deed.tx, part);
        return;
    }
    settle(deed, task.key, {{"output", {{"undone", undone}}}});
}

Result<void> partEnded(Deed &deed, Invocation &whole, Invocation &part, const Json &result)
{
    auto one = table::compensation(deed.tx, part.instance, part.position);
    table::close(deed.tx, part.key);
    if (!one)
        return {};
    const bool good = result.contains("output");
    one->status = good ? CompensationStatus::Done : CompensationStatus::Failed;
    one->error = good ? std::string() : text(result["error"], "message");
    table::put(deed.tx, part.instance, *one);
    note(deed, {good ? "workflow.step_undone" : "workflow.undo_failed", "workflow", part.instance,
                one->src + (good ? " undid " : " could not undo ") + one->invoke, one->error, {}, {}, {{"input", one->input}, {"result", result}}});
    if (good) {
        next(deed, whole);
        return {};
    }
    const Json failed{{"invoke", one->invoke}, {"src", one->src}, {"input", one->input}, {"error", result["error"]}};
    settle(deed, whole.key, {{"error", {{"name", "agent.error"}, {"message", one->src + " could not undo " + one->invoke + ": " + one->error},
                                        {"details", {{"entry", failed}}}}}});
    return {};
}

void partGone(Deed &deed, const Invocation &part)
{
    if (!part.key.starts_with(part.instance + "/compensate/"))
        return;
    if (auto one = table::compensation(deed.tx, part.instance, part.position); one && one->status == CompensationStatus::UnderWay) {
        one->status = CompensationStatus::Open;
        table::put(deed.tx, part.instance, *one);
    }
}

std::string endingKey(std::string_view instance)
{
    return std::string(instance) + "/cancel";
}

void beginEnding(Deed &deed, Instance &instance, std::string_view reason)
{
    instance.ending = true;
    instance.status = table::Status::Running;
    instance.error.clear();
    instance.parked.clear();
    recordAct(deed, instance, "rollback", reason);
    Invocation task;
    task.key = endingKey(instance.id);
    task.instance = instance.id;
    task.invoke = "cancel";
    task.src = "engine.compensate";
    task.input = {{"reason", std::string(reason)}};
    task.kind = InvocationKind::Rollback;
    task.createdAt = deed.now;
    task.priority = instance.priority;
    task.entity = instance.entity;
    table::open(deed.tx, task);
    flow::begin(deed, task);
}

Result<void> endingDone(Deed &deed, const Invocation &task, const Json &result)
{
    auto instance = table::find(deed.tx, task.instance);
    if (!instance)
        return {};
    if (result.contains("output")) {
        endInstance(deed, *instance, table::Status::Cancelled, text(task.input, "reason"), "cancel");
        return {};
    }
    instance->ending = false;
    stop(deed, *instance, {{"kind", "rollback"}, {"reason", text(task.input, "reason")}}, "rollback: " + text(result["error"], "message"));
    return {};
}

} // namespace hs::runtime::flow::rollback
