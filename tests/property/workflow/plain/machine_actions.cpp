#include <algorithm>

#include "engine/workflow/duration.h"
#include "engine/workflow/event_descriptor.h"
#include "tests/property/workflow/plain/machine_run.h"
#include "engine/workflow/values.h"

// The part of MachineRun that evaluates: guards, actions, delays and inputs. After a fault
// everything here does nothing, since the step is void anyway.
namespace hs::workflow::plain {

bool MachineRun::holds(const std::optional<Guard> &guard)
{
    return !guard || holds(*guard);
}

bool MachineRun::holds(const Guard &guard)
{
    const auto inner = [&](const Guard &one) { return holds(one); };
    switch (guard.kind) {
    case Guard::Kind::And:
        return std::all_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::Or:
        return std::any_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::Not:
        return std::none_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::StateIn:
        return guard.state != NoState && m_configuration.active[guard.state] != 0;
    case Guard::Kind::Rule:
        break;
    }
    const Scope seen{{"context", &m_next.context}, {"event", &m_event}, {"params", &guard.params}};
    const auto result = plain::evaluate(guard.rule, seen);
    if (!result) {
        fault(Fault::Kind::Rule, result.error().what + " (guard " + guard.name + ')');
        return false;
    }
    return truthy(*result);
}

OrderedJson MachineRun::computed(const OrderedJson &rule)
{
    auto result = plain::evaluate(rule, scope());
    if (result)
        return std::move(*result);
    fault(Fault::Kind::Rule, result.error().what);
    return nullptr;
}

OrderedJson MachineRun::computedMapping(const OrderedJson &mapping)
{
    auto result = plain::evaluateMapping(mapping, scope());
    if (result)
        return std::move(*result);
    fault(Fault::Kind::Rule, result.error().what);
    return nullptr;
}

OrderedJson MachineRun::computedEvent(const ActionCall &action)
{
    OrderedJson event = computedMapping(action.event);
    const bool typed = event.is_object() && event.contains("type") && event["type"].is_string();
    const std::string type = typed ? event["type"].get<std::string>() : std::string();
    if (type.empty() || isReserved(type))
        fault(Fault::Kind::Event, action.name + " made an event of type " + (typed ? '"' + type + '"' : "that is no text"));
    return event;
}

std::chrono::milliseconds MachineRun::computedDelay(const Delay &delay, const std::string &what)
{
    if (delay.fixed)
        return *delay.fixed;
    const OrderedJson value = computed(delay.rule);
    if (const auto millis = delayOf(value))
        return *millis;
    fault(Fault::Kind::Delay, what + " gives " + value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace)
                                  + ", which is not a duration or milliseconds");
    return {};
}

void MachineRun::run(const std::vector<ActionCall> &actions)
{
    for (const ActionCall &action : actions) {
        if (m_fault)
            return;
        run(action);
    }
}

void MachineRun::run(const ActionCall &action)
{
    Action out{action.name, OrderedJson::object(), action.agent, action.command};
    switch (action.kind) {
    case ActionCall::Kind::Assign: {
        // All properties see the context from before (J6).
        const OrderedJson assigned = computedMapping(action.params);
        for (const auto &[key, value] : assigned.items())
            m_next.context[key] = value;
        m_changed = true;
        m_assigned = true;
        return;
    }
    case ActionCall::Kind::Raise:
        return raise(action);
    case ActionCall::Kind::Cancel: {
        const OrderedJson id = computed(action.params["id"]);
        return cancelTimer(values::toText(&id));
    }
    case ActionCall::Kind::Emit:
        out.params["event"] = computedEvent(action);
        break;
    case ActionCall::Kind::SendTo:
        out.params["to"] = computed(action.params["to"]);
        out.params["event"] = computedEvent(action);
        break;
    case ActionCall::Kind::Log:
        out.params["message"] = computed(action.params["message"]);
        break;
    case ActionCall::Kind::Named:
        out.params = computedMapping(action.params);
        break;
    }
    m_step.actions.push_back(std::move(out));
}

void MachineRun::raise(const ActionCall &action)
{
    OrderedJson event = computedEvent(action);
    if (!action.delay) {
        m_queue.push_back(std::move(event));
        return;
    }
    const auto delay = computedDelay(*action.delay, "delay of a raise");
    const auto given = action.params.find("id");
    std::string id = '#' + std::to_string(m_next.sequence + 1); // of its own, as long as nobody names it
    if (given != action.params.end()) {
        const OrderedJson named = computed(*given);
        id = values::toText(&named);
    }
    setTimer(std::move(id), std::move(event), delay, "");
}

void MachineRun::setTimer(std::string id, OrderedJson event, std::chrono::milliseconds delay, const std::string &state)
{
    cancelTimer(id); // the new one takes its place (M19)
    m_next.timers.push_back({std::move(id), std::move(event), m_now + delay, state, ++m_next.sequence});
}

void MachineRun::cancelTimer(std::string_view id)
{
    std::erase_if(m_next.timers, [&](const PendingTimer &timer) { return timer.id == id; });
}

void MachineRun::startTask(const Invoke &invoke)
{
    stopTask(invoke.id);
    m_starting.push_back({invoke.id, invoke.src, computedMapping(invoke.input), 0});
    m_changed = true;
}

void MachineRun::stopTask(const std::string &invokeId)
{
    std::erase_if(m_starting, [&](const OpenTask &task) { return task.id == invokeId; });
    const auto open = std::find_if(m_next.tasks.begin(), m_next.tasks.end(),
                                   [&](const OpenTask &task) { return task.id == invokeId; });
    if (open == m_next.tasks.end())
        return;
    m_step.tasksCancelled.push_back(*open);
    m_next.tasks.erase(open);
    m_changed = true;
}

} // namespace hs::workflow::plain
