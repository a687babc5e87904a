#include <algorithm>

#include "engine/workflow/duration.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/machine.h"
#include "engine/workflow/values.h"

// The part of Machine that evaluates: guards, actions, delays and inputs. After a fault what is done
// here does not matter, since the step is void anyway; it only has to end soon.
namespace hs::workflow {

namespace {

constexpr std::size_t KeysPerCost = 32; ///< looked through at the cost of one operation

} // namespace

bool Machine::holds(const std::optional<ReadyGuard> &guard)
{
    return !guard || holds(*guard);
}

bool Machine::holds(const ReadyGuard &guard)
{
    pay(1);
    const auto inner = [&](const ReadyGuard &one) { return holds(one); };
    switch (guard.source->kind) {
    case Guard::Kind::And:
        return std::all_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::Or:
        return std::any_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::Not:
        return std::none_of(guard.guards.begin(), guard.guards.end(), inner);
    case Guard::Kind::StateIn:
        return guard.source->state != NoState && isIn(guard.source->state);
    case Guard::Kind::Rule:
        break;
    }
    if (m_fault)
        return false;
    const Scope seen{{"context", &m_context}, {"event", m_event}, {"params", &guard.source->params}};
    const auto result = guard.rule.holds(seen, m_cost);
    if (!result)
        fault(Fault::Kind::Rule, result.error().what + " (guard " + guard.source->name + ')');
    return result && *result;
}

/// What all rules of one step may cost together, so that no definition can hold the engine.
void Machine::pay(std::size_t cost)
{
    m_cost += cost;
    if (m_cost > MaxStepCost)
        fault(Fault::Kind::Rule, "the rules of one step take more than " + std::to_string(MaxStepCost) + " operations");
}

OrderedJson Machine::computed(const Rule &rule)
{
    auto result = rule.evaluate(scope(), m_cost);
    pay(1);
    if (result)
        return std::move(*result);
    fault(Fault::Kind::Rule, result.error().what);
    return nullptr;
}

OrderedJson Machine::computed(const Mapping &mapping)
{
    auto result = mapping.evaluate(scope(), m_cost);
    pay(1);
    if (result)
        return std::move(*result);
    fault(Fault::Kind::Rule, result.error().what);
    return nullptr;
}

OrderedJson Machine::computedEvent(const ReadyAction &action)
{
    if (action.constantEvent) {
        pay(1 + action.event.entries().size());
        return *action.constantEvent;
    }
    OrderedJson event = computed(action.event);
    const auto type = event.is_object() ? event.find("type") : event.end();
    const bool typed = event.is_object() && type != event.end() && type->is_string();
    const std::string_view name = typed ? std::string_view(type->get_ref<const std::string &>()) : std::string_view();
    if (name.empty() || isReserved(name))
        fault(Fault::Kind::Event, action.source->name + " made an event of type "
                                      + (typed ? '"' + std::string(name) + '"' : "that is no text"));
    return event;
}

template <typename Describe>
std::chrono::milliseconds Machine::computedDelay(const ReadyDelay &delay, Describe what)
{
    if (delay.fixed)
        return *delay.fixed;
    const OrderedJson value = computed(delay.rule);
    if (const auto millis = delayOf(value))
        return *millis;
    fault(Fault::Kind::Delay, what() + " gives " + value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace)
                                  + ", which is not a duration or milliseconds");
    return {};
}

void Machine::run(const std::vector<ReadyAction> &actions)
{
    for (const ReadyAction &action : actions) {
        if (m_fault)
            return;
        run(action);
    }
}

void Machine::run(const ReadyAction &action)
{
    OrderedJson params = OrderedJson::object();
    switch (action.source->kind) {
    case ActionCall::Kind::Assign:
        return assign(action);
    case ActionCall::Kind::Raise:
        return raise(action);
    case ActionCall::Kind::Cancel: {
        const OrderedJson id = computed(action.rule);
        return cancelTimer(values::toText(&id));
    }
    case ActionCall::Kind::Emit:
        params["event"] = computedEvent(action);
        break;
    case ActionCall::Kind::SendTo:
        params["to"] = computed(action.rule);
        params["event"] = computedEvent(action);
        break;
    case ActionCall::Kind::Log:
        params["message"] = computed(action.rule);
        break;
    case ActionCall::Kind::Named:
        params = computed(action.params);
        break;
    }
    m_deeds.push_back({action.source, std::move(params)});
    if (m_deeds.size() > MaxStepActions)
        fault(Fault::Kind::Limit, "actions of one step: " + std::to_string(m_deeds.size()) + ", the limit is "
                                      + std::to_string(MaxStepActions));
}

void Machine::assign(const ReadyAction &action)
{
    // All properties see the context from before (J6).
    m_assignments.clear();
    for (const auto &[key, rule] : action.params.entries()) {
        m_assignments.push_back(computed(rule));
        if (m_fault)
            return;
    }
    m_changed = true;
    m_assigned = true;
    auto &members = m_context.get_ref<OrderedJson::object_t &>();
    std::size_t position = 0; // keys are often written in the order in which they stand
    for (std::size_t i = 0; i < m_assignments.size(); ++i) {
        const std::string &key = action.params.entries()[i].first;
        std::size_t tried = 0;
        for (; tried < members.size(); ++tried, ++position) {
            if (position >= members.size())
                position = 0;
            if (members.begin()[std::ptrdiff_t(position)].first == key)
                break;
        }
        pay(1 + tried / KeysPerCost);
        if (tried == members.size()) {
            position = members.size();
            members.emplace_back(key, nullptr);
            m_overwritten.push_back({position, std::nullopt});
            m_touched.resize(std::max(m_touched.size(), position + 1));
            m_touched[position] = m_stepNumber;
        }
        OrderedJson &place = members.begin()[std::ptrdiff_t(position)].second;
        m_touched.resize(std::max(m_touched.size(), members.size()));
        if (m_touched[position] != m_stepNumber) {
            m_touched[position] = m_stepNumber;
            m_overwritten.push_back({position, std::move(place)});
        }
        place = std::move(m_assignments[i]);
    }
}

void Machine::raise(const ReadyAction &action)
{
    if (!action.delay) {
        if (action.constantEvent)
            queue({&*action.constantEvent, {}});
        else
            queue({nullptr, computedEvent(action)});
        return;
    }
    auto timer = std::make_unique<PendingTimer>();
    timer->event = computedEvent(action);
    const auto delay = computedDelay(*action.delay, [] { return std::string("delay of a raise"); });
    timer->id = '#' + std::to_string(m_sequence + 1); // of its own, as long as nobody names it
    if (action.named) {
        const OrderedJson named = computed(action.rule);
        timer->id = values::toText(&named);
    }
    setTimer({nullptr, std::move(timer), m_now + delay});
}

void Machine::queue(Raised event)
{
    m_queue.push_back(std::move(event));
    pay(1);
    if (m_queue.size() - m_queued > MaxRaised)
        fault(Fault::Kind::Limit, "raised events: " + std::to_string(m_queue.size() - m_queued) + ", the limit is "
                                      + std::to_string(MaxRaised));
}

void Machine::setTimer(Timer timer)
{
    cancelTimer(timer.id()); // the new one takes its place (M19)
    timer.sequence = ++m_sequence;
    m_timers.push_back(std::move(timer));
    pay(1 + m_timers.size() / KeysPerCost);
}

void Machine::cancelTimer(std::string_view id)
{
    for (std::size_t i = 0; i < m_timers.size();) {
        if (m_timers[i].id() != id) {
            ++i;
            continue;
        }
        if (m_timers[i].sequence <= m_sequenceBefore)
            m_cancelledTimers.push_back(std::move(m_timers[i]));
        m_timers.erase(m_timers.begin() + std::ptrdiff_t(i));
    }
}

void Machine::startTask(const ReadyInvoke &invoke)
{
    stopTask(invoke);
    pay(1 + m_starting.size() / KeysPerCost);
    Task task;
    task.invoke = &invoke;
    task.input = computed(invoke.input);
    m_starting.push_back(std::move(task));
    m_changed = true;
}

void Machine::stopTask(const ReadyInvoke &invoke)
{
    std::erase_if(m_starting, [&](const Task &task) { return task.invoke == &invoke; });
    const auto open = std::find_if(m_tasks.begin(), m_tasks.end(), [&](const Task &task) { return task.id() == invoke.source->id; });
    if (open == m_tasks.end())
        return;
    m_cancelledTasks.push_back(std::move(*open));
    m_tasks.erase(open);
    m_changed = true;
}

} // namespace hs::workflow
