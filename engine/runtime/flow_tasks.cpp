#include "engine/runtime/flow_tasks.h"

#include <algorithm>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/flow_missing.h"
#include "engine/runtime/flow_rollback.h"
#include "engine/runtime/flow_step.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/human_terms.h"
#include "engine/runtime/run_traces.h"
#include "engine/runtime/task_queue.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/messages.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::InvocationKind;
using table::InvocationStatus;

namespace {

Json errorOf(std::string_view name, const std::string &message)
{
    return {{"error", {{"name", name}, {"message", message}}}};
}

InvocationKind kindOf(std::string_view src)
{
    if (human::isHuman(src))
        return InvocationKind::Person;
    if (src == "engine.workflow")
        return InvocationKind::Child;
    if (src == "engine.foreach")
        return InvocationKind::Each;
    if (src == "engine.compensate")
        return InvocationKind::Rollback;
    if (src == "bus.request")
        return InvocationKind::Request;
    return InvocationKind::Agent;
}

void setDeadline(Deed &deed, Invocation &task)
{
    task.deadline.reset();
    const auto instance = table::find(deed.tx, task.instance);
    if (!instance)
        return;
    if (const auto definition = definitionOf(deed, *instance))
        if (const auto *policy = policyOf(**definition, task.invoke, task.src); policy && policy->timeout)
            task.deadline = deed.now + *policy->timeout;
}

void beginChild(Deed &deed, Invocation &task)
{
    const auto parent = table::find(deed.tx, task.instance);
    if (!parent)
        return;
    if (parent->depth + 1 > MostDepth) {
        settle(deed, task.key, errorOf("agent.error", "workflows may lie at most " + std::to_string(MostDepth) + " deep in one another"));
        return;
    }
    Start start;
    start.definition = text(task.input, "definition");
    start.version = text(task.input, "version");
    start.input = member(task.input, "input").is_object() ? member(task.input, "input") : Json::object();
    start.entity = parent->entity;
    start.contact = text(start.input, "contact", parent->contact);
    start.title = text(task.input, "title", parent->title);
    start.priority = priorityName(parent->priority);
    start.evenIfOpen = true;
    start.parent = task.key;
    start.depth = parent->depth + 1;
    start.id = task.ref;
    const auto child = deed.tx.part<std::string>([&] { return flow::start(deed, start); });
    if (!child)
        settle(deed, task.key, errorOf("agent.error", describe(child.error())));
}

/// What the row of a task that is not an agent's says from the first: who is asked, and which instance its child will be.
void prepare(Deed &deed, const Instance &instance, Invocation &task)
{
    task.status = task.kind == InvocationKind::Person ? InvocationStatus::WaitsForPerson : InvocationStatus::Waiting;
    task.nextTry.reset();
    if (task.kind == InvocationKind::Person && human::termsIn(task.input))
        task.escalation = human::ask(deed, instance, task);
    if (task.kind == InvocationKind::Child)
        task.ref = deed.studio.ids.make("wf");
}
void carry(Deed &deed, Invocation &task);

void openPart(Deed &deed, const Invocation &whole, const std::string &src, Json input, int position)
{
    Invocation part;
    part.key = whole.key + "/" + std::to_string(position);
    part.instance = whole.instance;
    part.invoke = whole.invoke;
    part.src = src;
    part.input = std::move(input);
    part.kind = kindOf(src);
    part.parent = whole.key;
    part.position = position;
    part.createdAt = deed.now;
    part.priority = whole.priority;
    part.entity = whole.entity;
    bool queued = part.kind == InvocationKind::Agent;
    if (const auto instance = queued ? std::nullopt : table::find(deed.tx, part.instance)) {
        const auto definition = definitionOf(deed, *instance);
        queued = definition && queue::isBounded(policyOf(**definition, part.invoke, part.src), part.kind, instance->depth);
        if (!queued)
            prepare(deed, *instance, part);
    }
    table::open(deed.tx, part);
    if (!queued)
        carry(deed, part);
}

Json itemInput(const Json &base, const Json &item, int index)
{
    if (!base.is_object())
        return item.is_object() ? item : Json{{"item", item}, {"index", index}};
    Json input = base;
    input["item"] = item;
    input["index"] = index;
    return input;
}

/// Opens as many items as may run at once.
void openItems(Deed &deed, const Invocation &each, std::size_t begun, std::size_t room)
{
    const auto &items = member(each.input, "items");
    for (std::size_t i = begun; i < items.size() && room > 0; ++i, --room)
        openPart(deed, each, text(each.input, "src"), itemInput(member(each.input, "input"), items[i], int(i)), int(i));
}

std::size_t mostAtOnce(const Json &input)
{
    const auto wanted = integer(input, "maxConcurrent");
    return wanted > 0 ? std::min(std::size_t(wanted), MostItemsAtOnce) : MostItemsAtOnce;
}

void beginEach(Deed &deed, Invocation &task)
{
    const auto &items = member(task.input, "items");
    const auto src = text(task.input, "src");
    if (!items.is_array() || src.empty() || src == "engine.foreach") {
        settle(deed, task.key, errorOf("agent.error", "engine.foreach needs a list \"items\" and a \"src\" that is not engine.foreach itself"));
        return;
    }
    if (items.size() > MostItems) {
        settle(deed, task.key, errorOf("agent.error", "engine.foreach was given " + std::to_string(items.size()) + " items, the limit is " + std::to_string(MostItems)));
        return;
    }
    if (items.empty()) {
        settle(deed, task.key, {{"output", Json::array()}});
        return;
    }
    openItems(deed, task, 0, mostAtOnce(task.input));
}

void beginRequest(Deed &deed, Invocation &task)
{
    agents::MessagePost message;
    message.recipient = text(task.input, "to", std::string(bus::Listeners));
    message.type = text(task.input, "type");
    message.payload = member(task.input, "payload").is_object() ? member(task.input, "payload") : Json::object();
    message.payload["workflow"] = task.instance;
    message.requiresResponse = true;
    message.priority = text(task.input, "priority", "normal");
    if (message.type.empty()) {
        settle(deed, task.key, errorOf("agent.error", "bus.request needs the \"type\" of the message"));
        return;
    }
    if (!task.deadline)
        task.deadline = deed.now + bus::ResponseTime;
    // What is posted can be answered only after this transaction, when the row names the question.
    task.ref = bus::post(deed, "grace-fields", message, *task.deadline - deed.now);
    table::put(deed.tx, task);
    if (const auto sent = store::messages::find(deed.tx, task.ref); sent && sent->outcome == "dead")
        settle(deed, task.key, errorOf("bus.no_reply", sent->error));
}

/// Sets the work behind a row going.
void carry(Deed &deed, Invocation &task)
{
    switch (task.kind) {
    case InvocationKind::Child:
        beginChild(deed, task);
        break;
    case InvocationKind::Each:
        beginEach(deed, task);
        break;
    case InvocationKind::Request:
        beginRequest(deed, task);
        break;
    case InvocationKind::Rollback:
        rollback::next(deed, task);
        break;
    case InvocationKind::Person:
        if (const auto terms = human::termsIn(task.input); !terms) // nobody was asked
            settle(deed, task.key, errorOf("agent.error", describe(terms.error())));
        break;
    case InvocationKind::Agent:
        break;
    }
}

/// A part of a list has its result.
Result<void> itemEnded(Deed &deed, Invocation &part, const Json &result)
{
    auto whole = table::invocation(deed.tx, part.parent);
    if (!whole)
        return {};
    if (whole->kind == InvocationKind::Rollback)
        return rollback::partEnded(deed, *whole, part, result);
    part.status = InvocationStatus::Finished;
    part.result = result;
    part.deadline.reset();
    table::put(deed.tx, part);
    const auto all = table::parts(deed.tx, whole->key);
    if (result.contains("error") && boolean(whole->input, "stopOnError")) {
        for (const auto &other : all)
            if (other.status != InvocationStatus::Finished)
                closeTask(deed, other, "another item failed");
        settle(deed, whole->key, result);
        return {};
    }
    const auto open = std::size_t(std::count_if(all.begin(), all.end(), [](const auto &one) { return one.status != InvocationStatus::Finished; }));
    if (all.size() < member(whole->input, "items").size()) {
        openItems(deed, *whole, all.size(), mostAtOnce(whole->input) - std::min(open, mostAtOnce(whole->input)));
        return {};
    }
    if (open > 0)
        return {};
    Json output = Json::array();
    for (const auto &one : all)
        output.push_back(one.result.contains("output") ? one.result["output"] : one.result);
    settle(deed, whole->key, {{"output", output}});
    return {};
}

/// Timers that fell due before the result came are the machine's earlier inputs (D3). False when the result is not for it
/// any more: one of them ended the task, or stopped the instance, with which the result then waits.
Result<bool> stillAwaited(Deed &deed, Instance &instance, const Invocation &task, const Json &result)
{
    if (!instance.dueAt || *instance.dueAt >= deed.now)
        return true;
    HS_TRY(fireEarlier(deed, instance, deed.now));
    const auto now = table::invocation(deed.tx, task.key);
    if (!now) {
        note(deed, {"workflow.late_result", "workflow", task.instance, "A result came when nobody waited for it any more", task.key, {}, {}, {{"attempt", task.attempt + 1}}});
        return false;
    }
    if (now->held)
        settle(deed, task.key, result);
    return !now->held;
}

/// The machine learns how a task ended; what can be undone is remembered first (C1).
Result<void> tellMachine(Deed &deed, std::optional<Instance> instance, const Invocation &task, const Json &result)
{
    if (!instance || instance->ending)
        return {};
    const bool good = result.contains("output");
    if (good)
        rollback::remember(deed, *instance, task, result["output"]);
    const workflow::Input input = good ? workflow::Input(workflow::TaskDone{task.invoke, OrderedJson(result["output"])})
                                       : workflow::Input(workflow::TaskFailed{task.invoke, OrderedJson(member(result, "error"))});
    const auto outcome = stepOne(deed, *instance, input, deed.now, {});
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

/// Every end of a task comes through here.
Result<void> ended(Deed &deed, Invocation &task, const Json &result)
{
    if (task.held) { // its instance does not run: the result waits with it
        settle(deed, task.key, result);
        return {};
    }
    if (!task.parent.empty())
        return itemEnded(deed, task, result);
    std::optional<Instance> instance;
    if (!task.invoke.empty() && task.key != rollback::endingKey(task.instance)) {
        instance = table::find(deed.tx, task.instance);
        if (instance && awaitDefinition(deed, *instance)) {
            settle(deed, task.key, result);
            return {};
        }
        if (instance) {
            const auto awaited = stillAwaited(deed, *instance, task, result);
            if (!awaited)
                return tl::make_unexpected(awaited.error());
            if (!*awaited)
                return {};
        }
    }
    for (const auto &part : table::parts(deed.tx, task.key))
        table::close(deed.tx, part.key);
    table::close(deed.tx, task.key);
    if (task.key == rollback::endingKey(task.instance))
        return rollback::endingDone(deed, task, result);
    if (task.invoke.empty()) {
        // A command that nobody waits for is out of retries: it is kept, so that it can be sent again (D13).
        if (result.contains("error")) {
            const auto why = text(result["error"], "message");
            table::bury(deed.tx, {task.key, "command", task.instance, task.src, task.input, why, deed.now, {}, deed.correlation});
            const auto owner = table::find(deed.tx, task.instance);
            note(deed, {"workflow.command_failed", "workflow", task.instance,
                        (owner ? owner->number + ": " : std::string()) + task.src + " failed: " + why, {}, {}, {}, Json::object()});
        }
        return {};
    }
    return tellMachine(deed, std::move(instance), task, result);
}

/// The retry policy decides whether an attempt that failed was the last (D10).
Result<void> attemptFailed(Deed &deed, Invocation &task, const Json &result)
{
    if (task.held) {
        settle(deed, task.key, result);
        return {};
    }
    auto instance = table::find(deed.tx, task.instance);
    if (!instance)
        return {};
    if (!task.invoke.empty() && awaitDefinition(deed, *instance)) {
        settle(deed, task.key, result);
        return {};
    }
    // Of a command that nobody waits for, the usual policy will do.
    const auto definition = deed.studio.shelf.find(instance->definition, instance->version);
    std::vector<std::string> failures;
    if (const auto before = parseJson(task.error.empty() ? "[]" : task.error); before && before->is_array())
        for (const auto &failure : *before)
            failures.push_back(scalarText(failure));
    failures.push_back(text(result["error"], "name"));
    const auto *policy = definition ? policyOf(*definition, task.invoke, task.src) : nullptr;
    // A lost attempt is made again at once (D9), by the usual number of retries when the policy does not think of it.
    const bool lost = failures.back() == Lost;
    const bool own = policy && policy->retry && (!lost || workflow::namesError(*policy->retry, Lost));
    const auto &retries = own ? *policy->retry : workflow::defaultRetryPolicy();
    auto wait = failures.back() == Cancelled ? std::nullopt : workflow::nextRetry(retries, failures, task.key);
    if (wait && lost)
        wait = std::chrono::milliseconds(0);
    runs::keepFailedTry(deed, task, result, wait ? std::optional(deed.now + *wait) : std::nullopt);
    if (!wait)
        return ended(deed, task, result);
    for (const auto &part : table::parts(deed.tx, task.key))
        closeTask(deed, part, "it is tried again");
    ++task.attempt;
    task.error = dump(Json(failures));
    task.nextTry = deed.now + *wait;
    task.status = InvocationStatus::Later;
    task.lease.clear();
    task.deadline.reset();
    task.result = {};
    task.escalation.clear();
    table::put(deed.tx, task);
    return {};
}

} // namespace

const workflow::TaskPolicy *policyOf(const workflow::Definition &definition, std::string_view invoke, std::string_view src)
{
    if (const auto *found = definition.invoke(invoke); found && found->src == src)
        return &found->policy;
    const auto found = definition.actors().find(src);
    return found == definition.actors().end() ? nullptr : &found->second;
}

void openTask(Deed &deed, const workflow::Definition &definition, const Instance &instance, const workflow::OpenTask &task)
{
    Invocation invocation;
    invocation.key = workflow::taskKey(instance.id, task.id, task.start);
    invocation.instance = instance.id;
    invocation.invoke = task.id;
    invocation.src = task.src;
    invocation.input = task.input.is_null() ? Json::object() : Json(task.input);
    invocation.createdAt = deed.now;
    invocation.kind = kindOf(task.src);
    invocation.priority = instance.priority;
    invocation.entity = instance.entity;
    const auto *policy = policyOf(definition, task.id, task.src);
    const bool queued = invocation.kind == InvocationKind::Agent || queue::isBounded(policy, invocation.kind, instance.depth);
    if (!queued) {
        if (policy && policy->timeout)
            invocation.deadline = deed.now + *policy->timeout;
        prepare(deed, instance, invocation);
    }
    table::open(deed.tx, invocation);
    if (!queued)
        carry(deed, invocation);
}

void begin(Deed &deed, Invocation &task)
{
    setDeadline(deed, task);
    if (const auto instance = table::find(deed.tx, task.instance))
        prepare(deed, *instance, task);
    table::put(deed.tx, task);
    carry(deed, task);
}

void closeTask(Deed &deed, const Instance &instance, const workflow::OpenTask &task, std::string_view why)
{
    if (const auto open = table::invocation(deed.tx, workflow::taskKey(instance.id, task.id, task.start)))
        closeTask(deed, *open, why);
}

void closeTask(Deed &deed, const Invocation &task, std::string_view why)
{
    for (const auto &part : table::parts(deed.tx, task.key))
        closeTask(deed, part, why);
    if (!task.escalation.empty())
        human::withdraw(deed, task.escalation, why);
    if (task.kind == InvocationKind::Child && !task.ref.empty()) {
        // The child goes with its parent (T3); it may have ended already.
        if (auto child = table::find(deed.tx, task.ref); child && child->status < table::Status::Completed)
            endChild(deed, *child, why);
    }
    if (!task.parent.empty())
        rollback::partGone(deed, task);
    table::close(deed.tx, task.key);
}

void settle(Deed &deed, std::string_view key, Json result)
{
    auto task = table::invocation(deed.tx, key);
    if (!task)
        return;
    task->status = InvocationStatus::Settled;
    task->result = std::move(result);
    task->lease.clear();
    task->deadline.reset();
    table::put(deed.tx, *task);
}

Result<void> handOver(Deed &deed, const Invocation &task)
{
    auto settled = task;
    // A result that is an error goes through the retries as if it came now.
    if (task.result.contains("error"))
        return attemptFailed(deed, settled, task.result);
    return ended(deed, settled, task.result);
}

Result<void> taskDone(Deed &deed, std::string_view key, const Json &output)
{
    auto task = table::invocation(deed.tx, key);
    if (!task)
        return {};
    return ended(deed, *task, {{"output", output}});
}

Result<void> taskFailed(Deed &deed, std::string_view key, const std::string &name, const std::string &message)
{
    auto task = table::invocation(deed.tx, key);
    return task ? attemptFailed(deed, *task, errorOf(name, message)) : Result<void>();
}

Result<void> taskGivenUp(Deed &deed, std::string_view key, const std::string &name, const std::string &message)
{
    auto task = table::invocation(deed.tx, key);
    return task ? ended(deed, *task, errorOf(name, message)) : Result<void>();
}

Result<void> timeOut(Deed &deed, std::string_view key)
{
    auto task = table::invocation(deed.tx, key);
    if (!task || !task->deadline || *task->deadline > deed.now)
        return {};
    task->deadline.reset();
    task->lease.clear();
    if (!task->escalation.empty())
        human::withdraw(deed, task->escalation, "its time is over");
    if (task->kind == InvocationKind::Child && !task->ref.empty())
        if (auto child = table::find(deed.tx, task->ref); child && child->status < table::Status::Completed)
            endChild(deed, *child, "its time is over");
    for (const auto &part : table::parts(deed.tx, task->key))
        closeTask(deed, part, "its time is over");
    task->ref.clear();
    table::put(deed.tx, *task);
    if (task->kind == InvocationKind::Request)
        return taskFailed(deed, key, "bus.no_reply", "nobody answered in time");
    return taskFailed(deed, key, "timeout", "it took longer than it may");
}

void hold(Deed &deed, std::string_view instance, bool held)
{
    table::holdTasks(deed.tx, instance, held);
    table::holdTimers(deed.tx, instance, held);
}

} // namespace hs::runtime::flow
