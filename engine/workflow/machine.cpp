#include "engine/workflow/machine.h"

#include <algorithm>

#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/json_size.h"

namespace hs::workflow {

namespace {

tl::unexpected<Fault> badInput(std::string message)
{
    return tl::make_unexpected(Fault{Fault::Kind::BadInput, std::move(message)});
}

} // namespace

Machine::Machine(const Definition &definition) : m_definition(definition), m_program(definition.program()) {}

bool Machine::isIn(StateIndex state) const
{
    return std::binary_search(m_active.begin(), m_active.end(), state);
}

tl::expected<void, Fault> Machine::start(const OrderedJson &input, Timestamp now)
{
    if (!input.is_object() && !input.is_null())
        return badInput("the start input is an object");
    m_status = MachineStatus::Active;
    m_active.clear();
    m_history.clear();
    m_tasks.clear();
    m_timers.clear();
    m_starts.clear();
    m_otherStarts.clear();
    m_sequence = 0;
    m_output = nullptr;
    m_context = m_definition.context();
    m_ownEvent = {{"type", "xstate.init"}};
    if (input.is_object()) {
        m_ownEvent["input"] = input;
        for (const auto &[key, value] : input.items())
            m_context[key] = value;
    }
    begin(now);
    m_event = &m_ownEvent;
    ++m_microsteps;
    m_completed.clear();
    for (const StateIndex index : m_program.initial()) {
        if (m_fault)
            break;
        enter(m_program.state(index));
    }
    if (m_done)
        finish();
    untilAtRest();
    return end();
}

tl::expected<void, Fault> Machine::take(const Input &input, Timestamp now)
{
    if (const auto *event = std::get_if<EventInput>(&input))
        return takeEvent(event->event, now);
    if (const auto *timer = std::get_if<TimerInput>(&input))
        return takeTimer(timer->timer, now);
    if (const auto *done = std::get_if<TaskDone>(&input))
        return takeResult(done->invoke, "xstate.done.actor.", "output", done->output, false, now);
    const auto &failed = std::get<TaskFailed>(input);
    return takeResult(failed.invoke, "xstate.error.actor.", "error", failed.error, true, now);
}

tl::expected<void, Fault> Machine::takeEvent(const OrderedJson &event, Timestamp now)
{
    begin(now);
    if (m_status == MachineStatus::Done)
        return late();
    const auto type = event.is_object() ? event.find("type") : event.end();
    if (!event.is_object() || type == event.end() || !type->is_string() || type->get_ref<const std::string &>().empty())
        return badInput("an event is an object with a \"type\"");
    if (isReserved(type->get_ref<const std::string &>()))
        return badInput("events of type \"" + type->get<std::string>() + "\" come from the machine alone");
    if (const auto bytes = bytesBeyond(event, MaxEventBytes))
        return badInput("the event has " + std::to_string(*bytes) + " bytes, the limit is " + std::to_string(MaxEventBytes));
    m_event = &event;
    return process(false);
}

Machine::Outcome Machine::takeTimer(const std::string &id, Timestamp now)
{
    begin(now);
    const auto found = std::find_if(m_timers.begin(), m_timers.end(), [&](const Timer &timer) { return timer.id() == id; });
    if (m_status == MachineStatus::Done || found == m_timers.end())
        return late();
    const OrderedJson &event = found->event();
    if (!event.is_object() || !event.contains("type") || !event["type"].is_string())
        return tl::make_unexpected(Fault{Fault::Kind::Snapshot, "timer " + id + " has no event"});
    m_firedTimer = std::move(*found);
    m_timers.erase(found);
    m_event = &m_firedTimer->event();
    return process(false);
}

Machine::Outcome Machine::takeResult(const std::string &invoke, const char *kind, const char *key, const OrderedJson &value,
                                     bool isError, Timestamp now)
{
    begin(now);
    const auto found = std::find_if(m_tasks.begin(), m_tasks.end(), [&](const Task &task) { return task.id() == invoke; });
    if (m_status == MachineStatus::Done || found == m_tasks.end())
        return late();
    m_finishedTask = std::move(*found);
    m_tasks.erase(found);
    m_ownEvent = {{"type", kind + invoke}, {key, value}, {"actorId", invoke}};
    m_event = &m_ownEvent;
    return process(isError);
}

/// Forgets the last step.
void Machine::begin(Timestamp now)
{
    m_now = now;
    m_queue.clear();
    m_queued = 0;
    m_selected.clear();
    m_starting.clear();
    m_done = m_assigned = m_ignored = false;
    m_microsteps = 0;
    m_cost = 0;
    m_taken.clear();
    m_exited.clear();
    m_entered.clear();
    m_deeds.clear();
    m_started.clear();
    m_fault.reset();
    m_activeBefore = m_active;
    m_historyBefore.reset();
    m_overwritten.clear();
    ++m_stepNumber;
    m_cancelledTasks.clear();
    m_finishedTask.reset();
    m_cancelledTimers.clear();
    m_firedTimer.reset();
    m_sequenceBefore = m_sequence;
}

/// An input that came too late to matter.
Machine::Outcome Machine::late()
{
    m_ignored = true;
    return {};
}

Machine::Outcome Machine::process(bool mustBeTaken)
{
    select();
    m_ignored = m_selected.empty();
    if (m_ignored && mustBeTaken && !m_fault)
        fault(Fault::Kind::Unhandled, "nothing takes " + m_event->value("type", std::string()) + ": "
                                          + dump(Json(m_event->value("error", OrderedJson()))));
    static_cast<void>(microstep());
    untilAtRest();
    return end();
}

Machine::Outcome Machine::end()
{
    checkLimits();
    if (m_fault) {
        undo();
        return tl::make_unexpected(std::move(*m_fault));
    }
    if (!m_starting.empty() && m_starts.empty())
        m_starts.resize(m_program.invokes().size());
    for (Task &task : m_starting) {
        task.start = ++m_starts[task.invoke->number];
        m_started.push_back(task.invoke);
        const auto place = std::upper_bound(m_tasks.begin(), m_tasks.end(), task,
                                            [](const Task &a, const Task &b) { return a.id() < b.id(); });
        m_tasks.insert(place, std::move(task));
    }
    m_starting.clear();
    return {};
}

/// M9: always transitions, then raised events, until neither is left.
void Machine::untilAtRest()
{
    bool askAlways = m_program.asksAlways();
    while (!m_done && !m_fault) {
        if (askAlways) {
            selectAlways();
            if (!m_selected.empty()) {
                askAlways = microstep();
                continue;
            }
        }
        if (m_queued == m_queue.size() || m_fault)
            return;
        Raised &next = m_queue[m_queued++];
        if (next.fixed != nullptr) {
            m_event = next.fixed;
        } else {
            m_ownEvent = std::move(next.own);
            m_event = &m_ownEvent;
        }
        select();
        static_cast<void>(microstep());
        askAlways = m_program.asksAlways();
    }
}

bool Machine::microstep()
{
    resolveConflicts();
    if (m_selected.empty() || m_fault)
        return false;
    if (++m_microsteps > MaxMicrosteps) {
        fault(Fault::Kind::Loop, "more than " + std::to_string(MaxMicrosteps) + " microsteps, the last from "
                                     + m_definition.state(m_selected.front()->source->source).id);
        return false;
    }
    m_changed = false;
    m_activeInMicrostep = m_active;
    m_leaving.clear();
    for (const ReadyTransition *transition : m_selected) {
        m_taken.push_back(transition->source);
        const auto [from, to] = exits(*transition);
        m_leaving.insert(m_leaving.end(), m_active.begin() + std::ptrdiff_t(from), m_active.begin() + std::ptrdiff_t(to));
    }
    // Deepest and last in document order first (M6).
    if (m_selected.size() > 1) {
        std::sort(m_leaving.begin(), m_leaving.end());
        m_leaving.erase(std::unique(m_leaving.begin(), m_leaving.end()), m_leaving.end());
    }
    std::reverse(m_leaving.begin(), m_leaving.end());
    // All is recorded before anything is left (M15), and after the exit set is known (M6).
    for (const StateIndex index : m_leaving) {
        for (const StateIndex historyState : m_program.state(index).histories)
            record(m_program.state(historyState));
    }
    for (const StateIndex index : m_leaving)
        leave(m_program.state(index));
    if (m_leaving.size() == m_active.size())
        m_active.clear();
    else if (!m_leaving.empty())
        std::erase_if(m_active, [&](StateIndex index) {
            return std::binary_search(m_leaving.rbegin(), m_leaving.rend(), index);
        });
    for (const ReadyTransition *transition : m_selected)
        run(transition->actions);
    // The domains of transitions without conflict lie apart, so each enters what it would alone.
    const auto enterAll = [&](const StateSet &states) {
        for (const StateIndex index : states) {
            if (m_fault)
                return;
            enter(m_program.state(index));
        }
    };
    m_completed.clear();
    if (m_selected.size() == 1 && !m_selected.front()->byHistory) {
        enterAll(m_selected.front()->entry);
    } else {
        m_entering.clear();
        for (const ReadyTransition *transition : m_selected) {
            const StateSet &states = transition->byHistory ? Selection(m_definition).entrySet(*transition->source, m_history)
                                                           : transition->entry;
            m_entering.insert(m_entering.end(), states.begin(), states.end());
        }
        std::sort(m_entering.begin(), m_entering.end());
        m_entering.erase(std::unique(m_entering.begin(), m_entering.end()), m_entering.end());
        enterAll(m_entering);
    }
    if (m_fault)
        return false;
    if (m_done)
        finish();
    return m_changed || m_active != m_activeInMicrostep;
}

/// M16.
void Machine::record(const ReadyState &historyState)
{
    const State &source = *historyState.source;
    const ReadyState &parent = m_program.state(source.parent);
    if (!m_historyBefore)
        m_historyBefore = m_history;
    auto entry = std::find_if(m_history.begin(), m_history.end(), [&](const auto &one) { return one.first == source.index; });
    if (entry == m_history.end())
        entry = m_history.insert(std::upper_bound(m_history.begin(), m_history.end(), source.index,
                                                  [](StateIndex index, const auto &one) { return index < one.first; }),
                                 {source.index, {}});
    entry->second.clear();
    for (auto at = std::upper_bound(m_active.begin(), m_active.end(), source.parent); at != m_active.end() && *at <= parent.last;
         ++at) {
        const ReadyState &state = m_program.state(*at);
        if (source.deep ? state.isLeaf() : state.source->parent == source.parent)
            entry->second.push_back(*at);
    }
    m_changed = true;
}

void Machine::leave(const ReadyState &state)
{
    run(state.exit);
    for (const ReadyTimer &timer : state.timers)
        cancelTimer(timer.source->event);
    for (const ReadyInvoke &invoke : state.invokes)
        stopTask(invoke);
    m_exited.push_back(state.source->index);
}

void Machine::enter(const ReadyState &state)
{
    const StateIndex index = state.source->index;
    m_active.insert(std::upper_bound(m_active.begin(), m_active.end(), index), index);
    m_entered.push_back(index);
    run(state.entry);
    for (const ReadyTimer &timer : state.timers) {
        const auto delay = computedDelay(timer.delay, [&] { return "after " + timer.source->key + " of " + state.source->id; });
        setTimer({&timer, nullptr, m_now + delay});
    }
    for (const ReadyInvoke &invoke : state.invokes)
        startTask(invoke);
    if (state.source->type == StateType::Final)
        enterFinal(state);
}

/// M17 and M18: who is done by this state, from the inside out.
void Machine::enterFinal(const ReadyState &state)
{
    const auto doneEvent = [&](const ReadyState &which, const ReadyState &outputOf) {
        Raised event{&which.doneEvent, {}};
        if (outputOf.source->parent != NoState && outputOf.output) {
            event.own = which.doneEvent;
            event.own["output"] = computed(*outputOf.output);
            event.fixed = nullptr;
        }
        return event;
    };
    const ReadyState &parent = m_program.state(state.source->parent);
    StateIndex above = parent.source->type == StateType::Parallel ? parent.source->index : parent.source->parent;
    if (parent.source->type == StateType::Compound)
        queue(doneEvent(parent, state));
    const ReadyState *ender = above == NoState ? &state : &m_program.state(above);
    while (above != NoState && m_definition.state(above).type == StateType::Parallel
           && std::find(m_completed.begin(), m_completed.end(), above) == m_completed.end() && isInFinal(above)) {
        ender = &m_program.state(above);
        m_completed.push_back(above);
        queue(doneEvent(*ender, *ender));
        above = ender->source->parent;
    }
    if (above != NoState)
        return;
    m_done = true;
    if (const auto &output = m_program.state(0).output) {
        const Raised done = doneEvent(*ender, *ender);
        const OrderedJson &event = done.fixed != nullptr ? *done.fixed : done.own;
        auto value = output->evaluate(Scope{{"context", &m_context}, {"event", &event}}, m_cost);
        if (!value)
            return fault(Fault::Kind::Rule, value.error().what + " (output of the definition)");
        m_output = std::move(*value);
    }
}

/// M17: a compound state with an active final child, a parallel one with nothing but such regions.
bool Machine::isInFinal(StateIndex index) const
{
    const State &state = m_definition.state(index);
    if (state.type == StateType::Compound) {
        const auto child = std::upper_bound(m_active.begin(), m_active.end(), index);
        return child != m_active.end() && m_definition.state(*child).parent == index
               && m_definition.state(*child).type == StateType::Final;
    }
    if (state.type == StateType::Parallel)
        return std::all_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
            return m_definition.state(child).type == StateType::History || isInFinal(child);
        });
    return state.type == StateType::Final;
}

/// M18: the rest of a done instance.
void Machine::finish()
{
    m_queue.clear();
    m_queued = 0;
    for (auto at = m_active.rbegin(); at != m_active.rend(); ++at)
        run(m_program.state(*at).exit);
    m_queue.clear();
    m_starting.clear();
    std::move(m_tasks.begin(), m_tasks.end(), std::back_inserter(m_cancelledTasks));
    m_tasks.clear();
    for (Timer &timer : m_timers) {
        if (timer.sequence <= m_sequenceBefore)
            m_cancelledTimers.push_back(std::move(timer));
    }
    m_timers.clear();
    m_status = MachineStatus::Done;
}

/// M1: inside out; in a parallel state every region is asked before the state itself.
void Machine::select()
{
    m_selected.clear();
    const auto &type = m_event->find("type")->get_ref<const std::string &>();
    static_cast<void>(selectFrom(0, type, m_program.takers(type)));
}

/// Asks the active state at `position` and all inside it; gives the position behind them.
std::size_t Machine::selectFrom(std::size_t position, const std::string &type, const std::vector<Program::Takers> *takers)
{
    const ReadyState &state = m_program.state(m_active[position]);
    const std::size_t before = m_selected.size();
    std::size_t next = position + 1;
    while (next < m_active.size() && m_active[next] <= state.last)
        next = selectFrom(next, type, takers);
    if (m_selected.size() == before) {
        if (const ReadyTransition *own = selectIn(state, type, takers))
            m_selected.push_back(own);
    }
    return next;
}

/// M2: exact descriptors, then wildcards from the longest on; the first whose guard holds.
const ReadyTransition *Machine::selectIn(const ReadyState &state, const std::string &type,
                                         const std::vector<Program::Takers> *takers)
{
    if (takers != nullptr) {
        const auto here = std::lower_bound(takers->begin(), takers->end(), state.source->index,
                                           [](const Program::Takers &one, StateIndex index) { return one.state < index; });
        if (here != takers->end() && here->state == state.source->index) {
            for (const ReadyTransition *transition : here->transitions) {
                if (holds(transition->guard))
                    return transition;
            }
        }
    }
    for (const ReadyTransition *transition : state.wildcards) {
        const std::string &descriptor = transition->source->descriptor;
        if (descriptor != type && matches(descriptor, type) && holds(transition->guard))
            return transition;
    }
    return nullptr;
}

void Machine::selectAlways()
{
    m_selected.clear();
    for (const StateIndex index : m_active) {
        const ReadyState &leaf = m_program.state(index);
        if (!leaf.isLeaf())
            continue;
        bool found = false;
        for (StateIndex at = index; at != NoState && !found; at = m_definition.state(at).parent) {
            const ReadyState &state = m_program.state(at);
            if (!state.asksAlways)
                break;
            for (const ReadyTransition &transition : state.always) {
                if (!holds(transition.guard))
                    continue;
                if (std::find(m_selected.begin(), m_selected.end(), &transition) == m_selected.end())
                    m_selected.push_back(&transition);
                found = true;
                break;
            }
        }
    }
}

/// The part of the active states, as positions, that a transition leaves (M7).
std::pair<std::size_t, std::size_t> Machine::exits(const ReadyTransition &transition) const
{
    if (transition.source->targets.empty())
        return {0, 0};
    if (transition.domain == NoState)
        return {0, m_active.size()};
    const auto from = std::upper_bound(m_active.begin(), m_active.end(), transition.domain);
    const auto to = std::upper_bound(from, m_active.end(), m_program.state(transition.domain).last);
    return {std::size_t(from - m_active.begin()), std::size_t(to - m_active.begin())};
}

/// M4. Keeps the order of selection.
void Machine::resolveConflicts()
{
    if (m_selected.size() < 2)
        return;
    m_kept.clear();
    for (const ReadyTransition *candidate : m_selected) {
        const auto leaves = exits(*candidate);
        const auto meets = [&](const auto &other) {
            return std::max(leaves.first, other.second.first) < std::min(leaves.second, other.second.second);
        };
        const bool preempted = std::any_of(m_kept.begin(), m_kept.end(), [&](const auto &other) {
            return meets(other) && !m_definition.isInside(candidate->source->source, other.first->source->source);
        });
        if (preempted)
            continue;
        std::erase_if(m_kept, meets);
        m_kept.emplace_back(candidate, leaves);
    }
    m_selected.clear();
    for (const auto &entry : m_kept)
        m_selected.push_back(entry.first);
}

void Machine::fault(Fault::Kind kind, std::string message)
{
    if (!m_fault) // the first one is the cause
        m_fault = Fault{kind, std::move(message)};
}

/// D17.
void Machine::checkLimits()
{
    if (m_fault)
        return;
    const auto beyond = [&](const std::string &what, std::size_t count, std::size_t limit) {
        fault(Fault::Kind::Limit, what + ": " + std::to_string(count) + ", the limit is " + std::to_string(limit));
    };
    if (const auto tasks = m_tasks.size() + m_starting.size(); tasks > MaxOpenTasks)
        beyond("open tasks", tasks, MaxOpenTasks);
    if (m_timers.size() > MaxTimers)
        beyond("pending timers", m_timers.size(), MaxTimers);
    if (!m_assigned)
        return;
    if (const auto bytes = bytesBeyond(m_context, MaxContextBytes))
        beyond("bytes of context", *bytes, MaxContextBytes);
}

/// D12: nothing of the step happened.
void Machine::undo()
{
    m_active = m_activeBefore;
    if (m_historyBefore)
        m_history = std::move(*m_historyBefore);
    auto &members = m_context.get_ref<OrderedJson::object_t &>();
    for (auto change = m_overwritten.rbegin(); change != m_overwritten.rend(); ++change) {
        if (change->value)
            members.begin()[std::ptrdiff_t(change->position)].second = std::move(*change->value);
        else
            members.pop_back(); // new keys stand at the end, in the order of their coming
    }
    std::erase_if(m_timers, [&](const Timer &timer) { return timer.sequence > m_sequenceBefore; });
    std::move(m_cancelledTimers.begin(), m_cancelledTimers.end(), std::back_inserter(m_timers));
    if (m_firedTimer)
        m_timers.push_back(std::move(*m_firedTimer));
    std::sort(m_timers.begin(), m_timers.end(), [](const Timer &a, const Timer &b) { return a.sequence < b.sequence; });
    std::move(m_cancelledTasks.begin(), m_cancelledTasks.end(), std::back_inserter(m_tasks));
    if (m_finishedTask)
        m_tasks.push_back(std::move(*m_finishedTask));
    std::sort(m_tasks.begin(), m_tasks.end(), [](const Task &a, const Task &b) { return a.id() < b.id(); });
    m_sequence = m_sequenceBefore;
    m_status = MachineStatus::Active;
    m_output = nullptr;
}

} // namespace hs::workflow
