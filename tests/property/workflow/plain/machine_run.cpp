#include "tests/property/workflow/plain/machine_run.h"

#include <algorithm>

#include "engine/workflow/event_descriptor.h"

namespace hs::workflow::plain {

MachineRun::MachineRun(const Definition &definition, const Snapshot &before, Timestamp now)
    : m_definition(definition), m_before(before), m_now(now), m_selection(definition), m_next(before)
{
    m_configuration.active.assign(definition.states().size(), 0);
}

void MachineRun::finishTask(const std::string &invokeId)
{
    std::erase_if(m_next.tasks, [&](const OpenTask &task) { return task.id == invokeId; });
    m_finishedTasks.push_back(invokeId);
}

void MachineRun::finishTimer(const std::string &timerId)
{
    if (const PendingTimer *timer = m_next.timer(timerId))
        m_firedTimers.push_back(timer->sequence);
    cancelTimer(timerId);
}

StepResult MachineRun::start(OrderedJson event)
{
    m_event = std::move(event);
    ++m_step.microsteps;
    std::vector<StateIndex> completed;
    for (const StateIndex index : m_selection.initialSet()) {
        if (m_fault)
            break;
        enter(m_definition.state(index), completed);
    }
    if (m_done)
        finish();
    untilAtRest();
    return result();
}

StepResult MachineRun::process(OrderedJson event, bool mustBeTaken)
{
    m_event = std::move(event);
    if (restore()) {
        const Transitions selected = select(0);
        m_step.ignored = selected.empty();
        if (selected.empty() && mustBeTaken && !m_fault)
            fault(Fault::Kind::Unhandled, "nothing takes " + m_event.value("type", std::string()) + ": "
                                              + dump(Json(m_event.value("error", OrderedJson()))));
        static_cast<void>(microstep(selected));
        untilAtRest();
    }
    return result();
}

bool MachineRun::restore()
{
    const auto active = configuration(m_definition, m_before.active);
    if (!active) {
        fault(Fault::Kind::Snapshot, active.error().what);
        return false;
    }
    for (const StateIndex index : *active)
        m_configuration.active[index] = 1;
    for (const auto &[id, recorded] : m_before.history) {
        const State *history = m_definition.find(id);
        for (const auto &name : recorded) {
            const State *state = m_definition.find(name);
            if (history == nullptr || history->type != StateType::History || state == nullptr) {
                fault(Fault::Kind::Snapshot, "the recorded history " + id + " -> " + name + " fits no state");
                return false;
            }
            m_configuration.history[history->index].push_back(state->index);
        }
    }
    return true;
}

/// M9: always transitions, then raised events, until neither is left.
void MachineRun::untilAtRest()
{
    bool askAlways = true;
    while (!m_done && !m_fault) {
        if (askAlways) {
            if (const Transitions always = selectAlways(); !always.empty()) {
                askAlways = microstep(always);
                continue;
            }
        }
        if (m_queue.empty() || m_fault)
            return;
        m_event = std::move(m_queue.front());
        m_queue.pop_front();
        static_cast<void>(microstep(select(0)));
        askAlways = true;
    }
}

bool MachineRun::microstep(const Transitions &enabled)
{
    const Transitions transitions = m_selection.withoutConflicts(enabled, m_configuration);
    if (transitions.empty() || m_fault)
        return false;
    if (++m_step.microsteps > MaxMicrosteps) {
        fault(Fault::Kind::Loop, "more than " + std::to_string(MaxMicrosteps) + " microsteps, the last from "
                                     + m_definition.state(transitions.front()->source).id);
        return false;
    }
    m_changed = false;
    const auto activeBefore = m_configuration.active;
    for (const Transition *transition : transitions) {
        Taken taken{m_definition.state(transition->source).id, transition->descriptor, {}};
        for (const StateIndex target : transition->targets)
            taken.targets.push_back(m_definition.state(target).id);
        m_step.transitions.push_back(std::move(taken));
    }
    const StateSet leaving = m_selection.exitSet(transitions, m_configuration);
    // All is recorded before anything is left (M15), and after the exit set is known (M6).
    auto history = m_configuration.history;
    for (const StateIndex index : leaving) {
        for (const StateIndex child : m_definition.state(index).children) {
            if (m_definition.state(child).type != StateType::History)
                continue;
            history[child] = m_selection.recordedBy(m_definition.state(child), m_configuration);
            m_changed = true;
        }
    }
    m_configuration.history = std::move(history);
    for (const StateIndex index : leaving)
        leave(m_definition.state(index));
    for (const Transition *transition : transitions)
        run(transition->actions);
    std::vector<StateIndex> completed;
    for (const StateIndex index : m_selection.entrySet(transitions, m_configuration)) {
        if (m_fault)
            return false;
        enter(m_definition.state(index), completed);
    }
    if (m_done)
        finish();
    return m_changed || activeBefore != m_configuration.active;
}

void MachineRun::leave(const State &state)
{
    run(state.exit);
    for (const AfterTimer &timer : state.timers)
        cancelTimer(timer.event);
    for (const Invoke &invoke : state.invokes)
        stopTask(invoke.id);
    m_configuration.active[state.index] = 0;
    m_step.exited.push_back(state.id);
}

void MachineRun::enter(const State &state, std::vector<StateIndex> &completed)
{
    m_configuration.active[state.index] = 1;
    m_step.entered.push_back(state.id);
    run(state.entry);
    for (const AfterTimer &timer : state.timers) {
        const auto delay = computedDelay(timer.delay, "after " + timer.key + " of " + state.id);
        setTimer(timer.event, {{"type", timer.event}}, delay, state.id);
    }
    for (const Invoke &invoke : state.invokes)
        startTask(invoke);
    if (state.type == StateType::Final)
        enterFinal(state, completed);
}

/// M17 and M18: who is done by this state, from the inside out.
void MachineRun::enterFinal(const State &state, std::vector<StateIndex> &completed)
{
    const auto doneEvent = [&](const State &which, const State &outputOf) {
        OrderedJson event = {{"type", "xstate.done.state." + which.id}};
        if (outputOf.parent != NoState && outputOf.output)
            event["output"] = computedMapping(*outputOf.output);
        return event;
    };
    const State &parent = m_definition.state(state.parent);
    StateIndex above = parent.type == StateType::Parallel ? parent.index : parent.parent;
    if (parent.type == StateType::Compound)
        m_queue.push_back(doneEvent(parent, state));
    const State *ender = above == NoState ? &state : &m_definition.state(above);
    while (above != NoState && m_definition.state(above).type == StateType::Parallel
           && std::find(completed.begin(), completed.end(), above) == completed.end()
           && m_selection.isInFinal(above, m_configuration)) {
        ender = &m_definition.state(above);
        completed.push_back(above);
        m_queue.push_back(doneEvent(*ender, *ender));
        above = ender->parent;
    }
    if (above != NoState)
        return;
    m_done = true;
    if (m_definition.root().output) {
        const OrderedJson event = doneEvent(*ender, *ender);
        const Scope seen{{"context", &m_next.context}, {"event", &event}};
        auto output = plain::evaluateMapping(*m_definition.root().output, seen);
        if (!output)
            return fault(Fault::Kind::Rule, output.error().what + " (output of the definition)");
        m_next.output = std::move(*output);
    }
}

/// M18: the rest of a done instance.
void MachineRun::finish()
{
    m_queue.clear();
    for (StateIndex i = m_configuration.active.size(); i-- > 0;) {
        if (m_configuration.active[i] != 0)
            run(m_definition.state(i).exit);
    }
    m_queue.clear();
    m_starting.clear();
    for (const OpenTask &task : m_next.tasks)
        m_step.tasksCancelled.push_back(task);
    m_next.tasks.clear();
    m_next.timers.clear();
    m_next.status = MachineStatus::Done;
}

StepResult MachineRun::result()
{
    checkLimits();
    if (m_fault)
        return tl::make_unexpected(std::move(*m_fault));
    for (OpenTask &task : m_starting) {
        task.start = ++m_next.starts[task.id];
        m_step.tasksStarted.push_back(task);
        m_next.tasks.push_back(std::move(task));
    }
    std::sort(m_next.tasks.begin(), m_next.tasks.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    for (const PendingTimer &timer : m_next.timers) {
        if (timer.sequence > m_before.sequence)
            m_step.timersSet.push_back(timer);
    }
    for (const PendingTimer &timer : m_before.timers) {
        const bool fired = std::find(m_firedTimers.begin(), m_firedTimers.end(), timer.sequence) != m_firedTimers.end();
        const PendingTimer *still = m_next.timer(timer.id);
        if (!fired && (still == nullptr || still->sequence != timer.sequence))
            m_step.timersCancelled.push_back(timer);
    }
    m_next.active.clear();
    m_next.history.clear();
    for (const State &state : m_definition.states()) {
        if (m_configuration.active[state.index] != 0 && (state.type == StateType::Atomic || state.type == StateType::Final))
            m_next.active.push_back(state.id);
    }
    for (const auto &[history, recorded] : m_configuration.history) {
        auto &ids = m_next.history[m_definition.state(history).id];
        for (const StateIndex index : recorded)
            ids.push_back(m_definition.state(index).id);
    }
    if (m_assigned)
        m_step.contextPatch = mergePatch(m_before.context, m_next.context);
    m_step.snapshot = std::move(m_next);
    return std::move(m_step);
}

/// M1: inside out; in a parallel state every region is asked before the state itself.
Transitions MachineRun::select(StateIndex index)
{
    const State &state = m_definition.state(index);
    Transitions out;
    for (const StateIndex child : state.children) {
        if (m_configuration.active[child] == 0)
            continue;
        const Transitions inner = select(child);
        out.insert(out.end(), inner.begin(), inner.end());
    }
    if (out.empty()) {
        if (const Transition *own = selectIn(state))
            out.push_back(own);
    }
    return out;
}

/// M2: exact descriptors, then wildcards from the longest on; the first whose guard holds.
const Transition *MachineRun::selectIn(const State &state)
{
    const auto &type = m_event["type"].get_ref<const std::string &>();
    Transitions wildcards;
    for (const Transition &transition : state.transitions) {
        if (transition.descriptor != type) {
            if (matches(transition.descriptor, type))
                wildcards.push_back(&transition);
        } else if (holds(transition.guard)) {
            return &transition;
        }
    }
    std::stable_sort(wildcards.begin(), wildcards.end(), [](const Transition *a, const Transition *b) {
        return a->descriptor.size() > b->descriptor.size();
    });
    const auto found
        = std::find_if(wildcards.begin(), wildcards.end(), [&](const Transition *one) { return holds(one->guard); });
    return found == wildcards.end() ? nullptr : *found;
}

Transitions MachineRun::selectAlways()
{
    Transitions out;
    for (const State &leaf : m_definition.states()) {
        if (m_configuration.active[leaf.index] == 0
            || (leaf.type != StateType::Atomic && leaf.type != StateType::Final))
            continue;
        bool found = false;
        for (StateIndex at = leaf.index; at != NoState && !found; at = m_definition.state(at).parent) {
            for (const Transition &transition : m_definition.state(at).always) {
                if (!holds(transition.guard))
                    continue;
                if (std::find(out.begin(), out.end(), &transition) == out.end())
                    out.push_back(&transition);
                found = true;
                break;
            }
        }
    }
    return m_selection.withoutConflicts(out, m_configuration);
}

void MachineRun::fault(Fault::Kind kind, std::string message)
{
    if (!m_fault) // the first one is the cause
        m_fault = Fault{kind, std::move(message)};
}

/// D17.
void MachineRun::checkLimits()
{
    if (m_fault)
        return;
    const auto beyond = [&](const std::string &what, std::size_t count, std::size_t limit) {
        if (count > limit)
            fault(Fault::Kind::Limit, what + ": " + std::to_string(count) + ", the limit is " + std::to_string(limit));
    };
    beyond("open tasks", m_next.tasks.size() + m_starting.size(), MaxOpenTasks);
    beyond("pending timers", m_next.timers.size(), MaxTimers);
    if (m_assigned)
        beyond("bytes of context", m_next.context.dump(-1, ' ', false, OrderedJson::error_handler_t::replace).size(),
               MaxContextBytes);
}

} // namespace hs::workflow::plain
