#include <algorithm>

#include "engine/workflow/machine.h"

// The part of Machine that turns places in the definition into names and back.
namespace hs::workflow {

namespace {

tl::unexpected<Fault> unfit(std::string message)
{
    return tl::make_unexpected(Fault{Fault::Kind::Snapshot, std::move(message)});
}

} // namespace

tl::expected<void, Fault> Machine::restore(const Snapshot &snapshot)
{
    begin({});
    if (auto restored = restoreStates(snapshot); !restored)
        return restored;
    m_status = snapshot.status;
    m_context = snapshot.context;
    m_output = snapshot.output;
    m_sequence = snapshot.sequence;
    restoreTasks(snapshot);
    restoreTimers(snapshot);
    return {};
}

Machine::Outcome Machine::restoreStates(const Snapshot &snapshot)
{
    m_active.clear();
    bool sound = !snapshot.active.empty();
    for (const auto &id : snapshot.active) {
        const ReadyState *leaf = m_program.find(id);
        sound = sound && leaf != nullptr && leaf->isLeaf();
        for (StateIndex at = sound ? leaf->source->index : NoState; at != NoState; at = m_definition.state(at).parent)
            m_active.push_back(at);
    }
    std::sort(m_active.begin(), m_active.end());
    m_active.erase(std::unique(m_active.begin(), m_active.end()), m_active.end());
    // Every compound state has one active child, every parallel one all its regions.
    m_counts.assign(m_active.size(), 0);
    for (std::size_t i = 1; i < m_active.size(); ++i) {
        const auto parent = std::lower_bound(m_active.begin(), m_active.end(), m_definition.state(m_active[i]).parent);
        ++m_counts[std::size_t(parent - m_active.begin())];
    }
    for (std::size_t i = 0; i < m_active.size(); ++i) {
        const ReadyState &state = m_program.state(m_active[i]);
        sound = sound && (state.source->type != StateType::Compound || m_counts[i] == 1)
                && (state.source->type != StateType::Parallel || m_counts[i] == state.regions);
    }
    if (!sound) {
        const auto why = configuration(m_definition, snapshot.active);
        return unfit(why ? "its states do not fit" : why.error().what);
    }
    m_history.clear();
    for (const auto &[id, recorded] : snapshot.history) {
        const ReadyState *history = m_program.find(id);
        const bool known = history != nullptr && history->source->type == StateType::History;
        StateSet states;
        for (const auto &name : recorded) {
            const ReadyState *state = m_program.find(name);
            if (!known || state == nullptr || state->source->type == StateType::History
                || !m_program.state(history->source->parent).contains(state->source->index))
                return unfit("the recorded history " + id + " -> " + name + " fits no state");
            states.push_back(state->source->index);
        }
        if (!states.empty())
            m_history.emplace_back(history->source->index, std::move(states));
    }
    std::sort(m_history.begin(), m_history.end());
    return {};
}

void Machine::restoreTasks(const Snapshot &snapshot)
{
    m_tasks.clear();
    for (const OpenTask &open : snapshot.tasks) {
        Task task;
        task.invoke = m_program.invoke(open.id);
        if (task.invoke != nullptr && task.invoke->source->src != open.src)
            task.invoke = nullptr;
        if (task.invoke == nullptr)
            task.other = std::make_unique<OpenTask>(OpenTask{open.id, open.src, {}, open.start});
        task.input = open.input;
        task.start = open.start;
        m_tasks.push_back(std::move(task));
    }
    m_starts.clear();
    m_otherStarts.clear();
    for (const auto &[id, count] : snapshot.starts) {
        const ReadyInvoke *invoke = m_program.invoke(id);
        if (invoke == nullptr) {
            m_otherStarts.emplace(id, count);
            continue;
        }
        m_starts.resize(m_program.invokes().size());
        m_starts[invoke->number] = count;
    }
}

void Machine::restoreTimers(const Snapshot &snapshot)
{
    m_timers.clear();
    for (const PendingTimer &pending : snapshot.timers) {
        Timer timer{m_program.timer(pending.id), nullptr, pending.due, pending.sequence};
        if (timer.after != nullptr
            && (timer.after->stateId != pending.state || timer.after->event != pending.event))
            timer.after = nullptr;
        if (timer.after == nullptr)
            timer.other = std::make_unique<PendingTimer>(pending);
        m_timers.push_back(std::move(timer));
    }
}

OpenTask Machine::named(const Task &task)
{
    return {task.id(), task.invoke != nullptr ? task.invoke->source->src : task.other->src, task.input, task.start};
}

PendingTimer Machine::named(const Timer &timer)
{
    if (timer.after != nullptr)
        return {timer.id(), timer.after->event, timer.due, timer.after->stateId, timer.sequence};
    return {timer.other->id, timer.other->event, timer.due, timer.other->state, timer.sequence};
}

Snapshot Machine::snapshot() const
{
    Snapshot out;
    out.status = m_status;
    for (const StateIndex index : m_active) {
        if (m_program.state(index).isLeaf())
            out.active.push_back(m_definition.state(index).id);
    }
    out.context = m_context;
    for (const auto &[history, recorded] : m_history) {
        auto &ids = out.history[m_definition.state(history).id];
        for (const StateIndex index : recorded)
            ids.push_back(m_definition.state(index).id);
    }
    std::transform(m_tasks.begin(), m_tasks.end(), std::back_inserter(out.tasks), [](const Task &task) { return named(task); });
    std::transform(m_timers.begin(), m_timers.end(), std::back_inserter(out.timers), [](const Timer &timer) { return named(timer); });
    out.starts = m_otherStarts;
    for (std::size_t i = 0; i < m_starts.size(); ++i) {
        if (m_starts[i] != 0)
            out.starts.emplace(m_program.invokes()[i]->source->id, m_starts[i]);
    }
    out.sequence = m_sequence;
    out.output = m_output;
    return out;
}

Step Machine::step() const
{
    Step out;
    out.snapshot = snapshot();
    for (const Transition *transition : m_taken) {
        Taken &taken = out.transitions.emplace_back(Taken{m_definition.state(transition->source).id, transition->descriptor, {}});
        for (const StateIndex target : transition->targets)
            taken.targets.push_back(m_definition.state(target).id);
    }
    for (const StateIndex index : m_exited)
        out.exited.push_back(m_definition.state(index).id);
    for (const StateIndex index : m_entered)
        out.entered.push_back(m_definition.state(index).id);
    for (const Deed &deed : m_deeds)
        out.actions.push_back({deed.call->name, deed.params, deed.call->agent, deed.call->command});
    for (const ReadyInvoke *invoke : m_started) {
        const auto task = std::find_if(m_tasks.begin(), m_tasks.end(), [&](const Task &one) { return one.invoke == invoke; });
        out.tasksStarted.push_back(named(*task));
    }
    for (const Task &task : m_cancelledTasks)
        out.tasksCancelled.push_back(named(task));
    for (const Timer &timer : m_timers) {
        if (timer.sequence > m_sequenceBefore)
            out.timersSet.push_back(named(timer));
    }
    for (const Timer &timer : m_cancelledTimers)
        out.timersCancelled.push_back(named(timer));
    std::sort(out.timersCancelled.begin(), out.timersCancelled.end(),
              [](const PendingTimer &a, const PendingTimer &b) { return a.sequence < b.sequence; });
    if (m_assigned)
        out.contextPatch = contextPatch();
    out.ignored = m_ignored;
    out.microsteps = m_microsteps;
    return out;
}

/// What mergePatch() of the contexts before and after would give: assigning takes no key away.
OrderedJson Machine::contextPatch() const
{
    std::vector<const Overwritten *> changes;
    for (const Overwritten &change : m_overwritten)
        changes.push_back(&change);
    std::sort(changes.begin(), changes.end(), [](const auto *a, const auto *b) { return a->position < b->position; });
    OrderedJson out = OrderedJson::object();
    const auto &members = m_context.get_ref<const OrderedJson::object_t &>();
    for (const Overwritten *change : changes) {
        const auto &[key, value] = members.begin()[std::ptrdiff_t(change->position)];
        if (!change->value) {
            out[key] = value;
        } else if (change->value->is_object() && value.is_object()) {
            if (auto inner = mergePatch(*change->value, value); !inner.empty())
                out[key] = std::move(inner);
        } else if (*change->value != value) {
            out[key] = value;
        }
    }
    return out;
}

} // namespace hs::workflow
