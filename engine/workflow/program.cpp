#include "engine/workflow/program.h"

#include <algorithm>

#include "engine/workflow/event_descriptor.h"

namespace hs::workflow {

namespace {

/// A made event that needs no check any more: a type that is a text, and not the machine's own.
bool isSound(const OrderedJson &event)
{
    const auto type = event.is_object() ? event.find("type") : event.end();
    return event.is_object() && type != event.end() && type->is_string() && !type->get_ref<const std::string &>().empty()
           && !isReserved(type->get_ref<const std::string &>());
}

bool isWildcard(std::string_view descriptor)
{
    return descriptor == "*" || descriptor.ends_with(".*");
}

std::vector<ReadyAction> ready(const std::vector<ActionCall> &actions)
{
    return {actions.begin(), actions.end()};
}

ReadyTransition ready(const Definition &definition, const Transition &transition)
{
    ReadyTransition out{&transition, std::nullopt, ready(transition.actions)};
    if (transition.guard)
        out.guard.emplace(*transition.guard);
    if (transition.targets.empty())
        return out;
    const Selection selection(definition);
    out.domain = selection.domain(transition);
    out.byHistory = std::any_of(transition.targets.begin(), transition.targets.end(), [&](StateIndex target) {
        return definition.state(target).type == StateType::History;
    });
    if (!out.byHistory)
        out.entry = selection.entrySet(transition, {});
    return out;
}

} // namespace

ReadyGuard::ReadyGuard(const Guard &guard) : source(&guard), rule(guard.rule), guards(guard.guards.begin(), guard.guards.end()) {}

ReadyDelay::ReadyDelay(const Delay &delay) : fixed(delay.fixed), rule(delay.rule) {}

ReadyAction::ReadyAction(const ActionCall &call) : source(&call)
{
    const auto param = [&](const char *name) {
        const auto found = call.params.find(name);
        return found == call.params.end() ? Rule() : Rule(*found);
    };
    switch (call.kind) {
    case ActionCall::Kind::Assign:
    case ActionCall::Kind::Named:
        params = Mapping(call.params);
        return;
    case ActionCall::Kind::Raise:
        named = call.params.contains("id");
        rule = param("id");
        if (call.delay)
            delay.emplace(*call.delay);
        break;
    case ActionCall::Kind::Cancel:
        rule = param("id");
        return;
    case ActionCall::Kind::Log:
        rule = param("message");
        return;
    case ActionCall::Kind::SendTo:
        rule = param("to");
        break;
    case ActionCall::Kind::Emit:
        break;
    }
    event = Mapping(call.event);
    constantEvent = event.constant();
    if (constantEvent && !isSound(*constantEvent))
        constantEvent.reset();
}

Program::Program(const Definition &definition) : m_initial(Selection(definition).initialSet())
{
    m_states.reserve(definition.states().size());
    for (const State &state : definition.states())
        prepare(definition, state);
    for (ReadyState &state : m_states)
        link(state);
}

void Program::prepare(const Definition &definition, const State &state)
{
    ReadyState &out = m_states.emplace_back();
    out.source = &state;
    out.last = definition.lastInside(state.index);
    for (const StateIndex child : state.children) {
        if (definition.state(child).type == StateType::History)
            out.histories.push_back(child);
        else
            ++out.regions;
    }
    out.asksAlways = !state.always.empty() || (state.parent != NoState && m_states[state.parent].asksAlways);
    m_asksAlways = m_asksAlways || out.asksAlways;
    for (const Transition &transition : state.transitions)
        out.transitions.push_back(ready(definition, transition));
    for (const Transition &transition : state.always)
        out.always.push_back(ready(definition, transition));
    out.entry = ready(state.entry);
    out.exit = ready(state.exit);
    for (const AfterTimer &timer : state.timers)
        out.timers.push_back({&timer, state.index, state.id, {{"type", timer.event}}, ReadyDelay(timer.delay)});
    for (const Invoke &invoke : state.invokes)
        out.invokes.push_back({&invoke, 0, Mapping(invoke.input)});
    if (state.output)
        out.output.emplace(*state.output);
    out.doneEvent = {{"type", "xstate.done.state." + state.id}};
    m_byId.emplace(state.id, state.index);
}

/// What points into the states, once they stand where they stay.
void Program::link(ReadyState &state)
{
    for (const ReadyTransition &transition : state.transitions) {
        const std::string &descriptor = transition.source->descriptor;
        auto &takers = m_takers[descriptor];
        if (takers.empty() || takers.back().state != state.source->index)
            takers.push_back({state.source->index, {}});
        takers.back().transitions.push_back(&transition);
        if (isWildcard(descriptor))
            state.wildcards.push_back(&transition);
    }
    std::stable_sort(state.wildcards.begin(), state.wildcards.end(), [](const auto *a, const auto *b) {
        return a->source->descriptor.size() > b->source->descriptor.size();
    });
    for (const ReadyTimer &timer : state.timers)
        m_timers.emplace(timer.source->event, &timer);
    for (ReadyInvoke &invoke : state.invokes) {
        invoke.number = m_byNumber.size();
        m_byNumber.push_back(&invoke);
        m_invokes.emplace(invoke.source->id, &invoke);
    }
}

const std::vector<Program::Takers> *Program::takers(std::string_view eventType) const
{
    const auto found = m_takers.find(eventType);
    return found == m_takers.end() ? nullptr : &found->second;
}

const ReadyState *Program::find(std::string_view stateId) const
{
    const auto found = m_byId.find(stateId);
    return found == m_byId.end() ? nullptr : &m_states[found->second];
}

const ReadyInvoke *Program::invoke(std::string_view invokeId) const
{
    const auto found = m_invokes.find(invokeId);
    return found == m_invokes.end() ? nullptr : found->second;
}

const ReadyTimer *Program::timer(std::string_view timerId) const
{
    const auto found = m_timers.find(timerId);
    return found == m_timers.end() ? nullptr : found->second;
}

} // namespace hs::workflow
