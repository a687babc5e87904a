#include "engine/workflow/interpreter.h"

#include <algorithm>

#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/machine_run.h"

namespace hs::workflow {

namespace {

/// An input that came too late to matter.
Step late(const Snapshot &snapshot)
{
    Step out;
    out.snapshot = snapshot;
    out.ignored = true;
    return out;
}

tl::unexpected<Fault> badInput(std::string message)
{
    return tl::make_unexpected(Fault{Fault::Kind::BadInput, std::move(message)});
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const EventInput &input, Timestamp now)
{
    const OrderedJson &event = input.event;
    const auto type = event.is_object() ? event.find("type") : event.end();
    if (!event.is_object() || type == event.end() || !type->is_string() || type->get_ref<const std::string &>().empty())
        return badInput("an event is an object with a \"type\"");
    if (isReserved(type->get_ref<const std::string &>()))
        return badInput("events of type \"" + type->get<std::string>() + "\" come from the machine alone");
    const auto bytes = event.dump(-1, ' ', false, OrderedJson::error_handler_t::replace).size();
    if (bytes > MaxEventBytes)
        return badInput("the event has " + std::to_string(bytes) + " bytes, the limit is " + std::to_string(MaxEventBytes));
    return MachineRun(definition, snapshot, now).process(event, false);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TimerInput &input, Timestamp now)
{
    const PendingTimer *timer = snapshot.timer(input.timer);
    if (timer == nullptr)
        return late(snapshot);
    if (!timer->event.is_object() || !timer->event.contains("type") || !timer->event["type"].is_string())
        return tl::make_unexpected(Fault{Fault::Kind::Snapshot, "timer " + input.timer + " has no event"});
    MachineRun run(definition, snapshot, now);
    run.finishTimer(input.timer);
    return run.process(timer->event, false);
}

StepResult takeResult(const Definition &definition, const Snapshot &snapshot, const std::string &invoke,
                      OrderedJson event, bool isError, Timestamp now)
{
    if (snapshot.task(invoke) == nullptr)
        return late(snapshot);
    MachineRun run(definition, snapshot, now);
    run.finishTask(invoke);
    return run.process(std::move(event), isError);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TaskDone &input, Timestamp now)
{
    return takeResult(definition, snapshot, input.invoke,
                      {{"type", "xstate.done.actor." + input.invoke}, {"output", input.output}, {"actorId", input.invoke}},
                      false, now);
}

StepResult take(const Definition &definition, const Snapshot &snapshot, const TaskFailed &input, Timestamp now)
{
    return takeResult(definition, snapshot, input.invoke,
                      {{"type", "xstate.error.actor." + input.invoke}, {"error", input.error}, {"actorId", input.invoke}},
                      true, now);
}

OrderedJson valueOf(const Definition &definition, const std::vector<char> &active, StateIndex index)
{
    const State &state = definition.state(index);
    OrderedJson out = OrderedJson::object();
    for (const StateIndex child : state.children) {
        if (active[child] == 0)
            continue;
        const StateType type = definition.state(child).type;
        if (state.type == StateType::Compound && (type == StateType::Atomic || type == StateType::Final))
            return definition.state(child).key;
        out[definition.state(child).key] = valueOf(definition, active, child);
    }
    return out;
}

} // namespace

std::string_view name(Fault::Kind kind)
{
    switch (kind) {
    case Fault::Kind::Unhandled:
        return "unhandled";
    case Fault::Kind::Loop:
        return "loop";
    case Fault::Kind::Delay:
        return "delay";
    case Fault::Kind::Event:
        return "event";
    case Fault::Kind::Rule:
        return "rule";
    case Fault::Kind::Limit:
        return "limit";
    case Fault::Kind::Snapshot:
        return "snapshot";
    case Fault::Kind::BadInput:
        return "input";
    }
    return "";
}

Error toError(const Fault &fault)
{
    const bool bad = fault.kind == Fault::Kind::BadInput;
    return {bad ? Errc::BadInput : fault.kind == Fault::Kind::Snapshot ? Errc::Corrupt : Errc::Conflict,
            std::string(name(fault.kind)) + ": " + fault.message,
            {},
            bad ? "mend the input" : "retry the step, skip its input, edit the context, or cancel the instance",
            {}};
}

StepResult start(const Definition &definition, const OrderedJson &input, Timestamp now)
{
    if (!input.is_object() && !input.is_null())
        return badInput("the start input is an object");
    Snapshot before;
    before.context = definition.context();
    OrderedJson event = {{"type", "xstate.init"}};
    if (input.is_object()) {
        event["input"] = input;
        for (const auto &[key, value] : input.items())
            before.context[key] = value;
    }
    return MachineRun(definition, before, now).start(std::move(event));
}

StepResult step(const Definition &definition, const Snapshot &snapshot, const Input &input, Timestamp now)
{
    if (snapshot.status == MachineStatus::Done)
        return late(snapshot);
    return std::visit([&](const auto &one) { return take(definition, snapshot, one, now); }, input);
}

Result<std::vector<StateIndex>> configuration(const Definition &definition, const std::vector<std::string> &active)
{
    std::vector<char> flags(definition.states().size(), 0);
    const auto unfit = [](const std::string &what) {
        return fail(Errc::Corrupt, "the snapshot does not fit the definition: " + what, {},
                    "use the version of the definition that the instance was started with");
    };
    for (const auto &id : active) {
        const State *state = definition.find(id);
        if (state == nullptr || (state->type != StateType::Atomic && state->type != StateType::Final))
            return unfit("it has no leaf state " + id);
        for (StateIndex at = state->index; at != NoState; at = definition.state(at).parent)
            flags[at] = 1;
    }
    std::vector<StateIndex> out;
    for (const State &state : definition.states()) {
        if (flags[state.index] == 0)
            continue;
        const auto count = std::count_if(state.children.begin(), state.children.end(),
                                         [&](StateIndex child) { return flags[child] != 0; });
        const auto regions = std::count_if(state.children.begin(), state.children.end(), [&](StateIndex child) {
            return definition.state(child).type != StateType::History;
        });
        if ((state.type == StateType::Compound && count != 1) || (state.type == StateType::Parallel && count != regions))
            return unfit("of the children of " + state.id + ' ' + std::to_string(count) + " are active");
        out.push_back(state.index);
    }
    if (out.empty())
        return unfit("no state is active");
    return out;
}

OrderedJson stateValue(const Definition &definition, const std::vector<std::string> &active)
{
    const auto states = configuration(definition, active);
    if (!states)
        return nullptr;
    std::vector<char> flags(definition.states().size(), 0);
    for (const StateIndex index : *states)
        flags[index] = 1;
    return valueOf(definition, flags, 0);
}

OrderedJson mergePatch(const OrderedJson &from, const OrderedJson &to)
{
    OrderedJson out = OrderedJson::object();
    for (const auto &item : from.items()) {
        if (!to.contains(item.key()))
            out[item.key()] = nullptr;
    }
    for (const auto &[key, value] : to.items()) {
        const auto old = from.find(key);
        if (old == from.end())
            out[key] = value;
        else if (old->is_object() && value.is_object()) {
            if (auto inner = mergePatch(*old, value); !inner.empty())
                out[key] = std::move(inner);
        } else if (*old != value) {
            out[key] = value;
        }
    }
    return out;
}

} // namespace hs::workflow
