#include "engine/workflow/interpreter.h"

#include <algorithm>

#include "engine/workflow/machine.h"

namespace hs::workflow {

namespace {

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
    Machine machine(definition);
    if (auto started = machine.start(input, now); !started)
        return tl::make_unexpected(std::move(started).error());
    return machine.step();
}

StepResult step(const Definition &definition, const Snapshot &snapshot, const Input &input, Timestamp now)
{
    if (snapshot.status == MachineStatus::Done) {
        Step late;
        late.snapshot = snapshot;
        late.ignored = true;
        return late;
    }
    Machine machine(definition);
    if (auto restored = machine.restore(snapshot); !restored)
        return tl::make_unexpected(std::move(restored).error());
    if (auto taken = machine.take(input, now); !taken)
        return tl::make_unexpected(std::move(taken).error());
    return machine.step();
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
