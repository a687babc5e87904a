#include "engine/workflow/migration.h"

#include <algorithm>
#include <set>

#include "engine/workflow/duration.h"
#include "engine/workflow/interpreter.h"
#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

bool isLeaf(const State &state)
{
    return state.type == StateType::Atomic || state.type == StateType::Final;
}

std::vector<std::string> idsOf(const Definition &definition, const std::vector<StateIndex> &states)
{
    std::vector<std::string> ids;
    std::transform(states.begin(), states.end(), std::back_inserter(ids), [&](StateIndex index) { return inQuotes(definition.state(index).id); });
    return ids;
}

/// One migration in the making; gathers every reason against it.
class Mover {
public:
    Mover(const Definition &from, const Snapshot &snapshot, const Definition &to, const StateMap &map, Timestamp now)
        : m_from(from), m_before(snapshot), m_to(to), m_map(map), m_now(now), m_active(to.states().size(), 0)
    {
    }

    tl::expected<Migration, Refusal> run()
    {
        m_reasons = checkStateMap(m_from, m_to, m_map);
        if (m_before.status == MachineStatus::Done)
            refuse("the instance has ended");
        const auto configured = configuration(m_from, m_before.active);
        if (!configured)
            refuse(configured.error().what);
        if (!m_reasons.empty())
            return tl::make_unexpected(std::move(m_reasons));
        m_configured = *configured;
        m_out.snapshot = m_before;
        m_out.activeBefore = m_before.active;
        moveActive();
        moveHistory();
        if (m_reasons.empty()) { // what follows asks which states would be active
            keepTasks();
            moveTimers();
            startTimers();
        }
        if (!m_reasons.empty())
            return tl::make_unexpected(std::move(m_reasons));
        return std::move(m_out);
    }

private:
    void refuse(std::string reason)
    {
        if (std::find(m_reasons.begin(), m_reasons.end(), reason) == m_reasons.end())
            m_reasons.push_back(std::move(reason));
    }

    [[nodiscard]] const State *target(std::string_view state) const { return m_to.find(mappedState(m_from, m_to, m_map, state)); }

    /// A leaf state's target; nothing when there is none, which is a reason.
    const State *leafTarget(const std::string &id, const char *kind)
    {
        const State *to = target(id);
        if (to == nullptr) {
            refuse(std::string(kind) + " state " + inQuotes(id) + " has no target in " + m_to.version());
            return nullptr;
        }
        if (isLeaf(*to))
            return to;
        std::vector<std::string> inside;
        for (const State &state : m_to.states())
            if (isLeaf(state) && m_to.isInside(state.index, to->index))
                inside.push_back(state.id);
        refuse(std::string(kind) + " state " + inQuotes(id) + " would become " + inQuotes(to->id) + ", which needs a state inside it; map to one of "
               + listed(inside));
        return nullptr;
    }

    void moveActive()
    {
        std::map<StateIndex, std::string> taken; // target -> the old state that became it
        for (const auto &id : m_before.active) {
            const State *to = leafTarget(id, "active");
            if (to == nullptr)
                continue;
            const State *from = m_from.find(id);
            if (to->type == StateType::Final && from->type != StateType::Final)
                refuse("active state " + inQuotes(id) + " would become " + inQuotes(to->id) + ", which is final: nothing would tell that it is done");
            if (const auto [other, fresh] = taken.emplace(to->index, id); !fresh)
                refuse("states " + inQuotes(other->second) + " and " + inQuotes(id) + " would both become " + inQuotes(to->id));
        }
        if (!m_reasons.empty())
            return;
        for (const auto &[index, id] : taken)
            for (StateIndex at = index; at != NoState; at = m_to.state(at).parent)
                m_active[at] = 1;
        checkRegions(m_active, 0, "");
        m_out.snapshot.active.clear();
        for (const auto &[index, id] : taken) // in document order
            m_out.snapshot.active.push_back(m_to.state(index).id);
        m_out.activeAfter = m_out.snapshot.active;
    }

    /// Every state that is marked holds exactly what it must hold (a compound state one child, a parallel one all regions).
    void checkRegions(const std::vector<char> &marked, StateIndex top, const std::string &whose)
    {
        for (const State &state : m_to.states()) {
            if (marked[state.index] == 0 || (state.index != top && !m_to.isInside(state.index, top)))
                continue;
            std::vector<StateIndex> held, missing;
            for (const StateIndex child : state.children)
                if (m_to.state(child).type != StateType::History)
                    (marked[child] != 0 ? held : missing).push_back(child);
            if (state.type == StateType::Compound && held.size() > 1)
                refuse(whose + inQuotes(state.id) + " would hold " + listed(idsOf(m_to, held)) + " at once");
            else if (state.type == StateType::Compound && held.empty())
                refuse(whose + "region " + inQuotes(state.id) + " would be empty");
            else if (state.type == StateType::Parallel)
                for (const StateIndex region : missing)
                    refuse(whose + "region " + inQuotes(m_to.state(region).id) + " would be empty");
        }
    }

    void moveHistory()
    {
        m_out.snapshot.history.clear();
        for (const auto &[id, recorded] : m_before.history) {
            const State *history = target(id);
            std::vector<StateIndex> states;
            for (const auto &name : recorded) {
                const State *old = m_from.find(name);
                const State *state = target(name);
                if (state == nullptr)
                    refuse("recorded state " + inQuotes(name) + " has no target in " + m_to.version());
                else if (old == nullptr)
                    refuse("recorded state " + inQuotes(name) + " is no state of " + m_from.version());
                else
                    states.push_back(state->index);
            }
            if (history == nullptr) {
                m_out.historyDropped.push_back(id);
                m_out.remarks.push_back("what " + inQuotes(id) + " recorded is dropped: " + m_to.version() + " has no such history state");
            } else if (history->type != StateType::History) {
                refuse("history state " + inQuotes(id) + " would become " + inQuotes(history->id) + ", which is none");
            } else if (states.size() == recorded.size()) {
                takeRecorded(*history, std::move(states));
            }
        }
    }

    void takeRecorded(const State &history, std::vector<StateIndex> states)
    {
        std::sort(states.begin(), states.end());
        const State &parent = m_to.state(history.parent);
        const auto whose = "what " + inQuotes(history.id) + " recorded: ";
        std::vector<char> marked(m_to.states().size(), 0);
        marked[parent.index] = 1;
        for (const StateIndex index : states) {
            const State &state = m_to.state(index);
            const bool fits = history.deep ? isLeaf(state) && m_to.isInside(index, parent.index) : state.parent == parent.index;
            if (!fits)
                return refuse(whose + inQuotes(state.id) + (history.deep ? " is no leaf state inside " : " is no child of ") + inQuotes(parent.id));
            for (StateIndex at = index; at != parent.index; at = m_to.state(at).parent)
                marked[at] = 1;
        }
        if (history.deep) {
            checkRegions(marked, parent.index, whose);
        } else if (parent.type == StateType::Compound && states.size() != 1) {
            return refuse(whose + std::to_string(states.size()) + " states inside " + inQuotes(parent.id));
        } else if (parent.type == StateType::Parallel) {
            for (const StateIndex child : parent.children)
                if (m_to.state(child).type != StateType::History && marked[child] == 0)
                    return refuse(whose + "region " + inQuotes(m_to.state(child).id) + " would be empty");
        }
        auto &ids = m_out.snapshot.history[history.id];
        std::transform(states.begin(), states.end(), std::back_inserter(ids), [&](StateIndex index) { return m_to.state(index).id; });
    }

    void keepTasks()
    {
        for (const OpenTask &task : m_before.tasks) {
            const Invoke *invoke = m_to.invoke(task.id);
            if (invoke == nullptr) {
                refuse("open task " + inQuotes(task.id) + ": " + m_to.version() + " has no invoke of that id");
                continue;
            }
            const State &owner = m_to.state(invoke->state);
            if (m_active[owner.index] == 0) {
                refuse("open task " + inQuotes(task.id) + " belongs to " + inQuotes(owner.id) + " in " + m_to.version() + ", which would not be active");
                continue;
            }
            if (invoke->src != task.src)
                m_out.remarks.push_back("open task " + inQuotes(task.id) + " goes on with " + task.src + ", although it is " + invoke->src + " in "
                                        + m_to.version());
            m_out.tasksKept.push_back(task);
        }
        // A task starts when its state is entered, and nothing is entered here.
        for (const State &state : m_to.states()) {
            if (m_active[state.index] == 0)
                continue;
            for (const Invoke &invoke : state.invokes)
                if (m_before.task(invoke.id) == nullptr && !invokedBefore(state, invoke.id))
                    m_out.remarks.push_back("task " + inQuotes(invoke.id) + " of " + inQuotes(state.id) + " is new and will not start, because the state is not entered");
        }
    }

    /// The active old states that became `state`.
    [[nodiscard]] std::vector<const State *> originsOf(const State &state) const
    {
        std::vector<const State *> origins;
        for (const StateIndex index : m_configured)
            if (target(m_from.state(index).id) == &state)
                origins.push_back(&m_from.state(index));
        return origins;
    }

    [[nodiscard]] bool invokedBefore(const State &state, const std::string &invokeId) const
    {
        const auto origins = originsOf(state);
        return std::any_of(origins.begin(), origins.end(), [&](const State *origin) {
            return std::any_of(origin->invokes.begin(), origin->invokes.end(), [&](const Invoke &invoke) { return invoke.id == invokeId; });
        });
    }

    static const AfterTimer *timerByKey(const State &state, std::string_view key)
    {
        const auto found = std::find_if(state.timers.begin(), state.timers.end(), [&](const AfterTimer &timer) { return timer.key == key; });
        return found == state.timers.end() ? nullptr : &*found;
    }

    void moveTimers()
    {
        auto &timers = m_out.snapshot.timers;
        timers.clear();
        for (const PendingTimer &pending : m_before.timers) {
            if (pending.state.empty()) { // a delayed raise belongs to no state
                timers.push_back(pending);
                m_out.timersKept.push_back({pending.id, pending});
                continue;
            }
            const State *old = m_from.find(pending.state);
            const State *state = target(pending.state);
            const AfterTimer *was = nullptr;
            if (old != nullptr) {
                const auto found = std::find_if(old->timers.begin(), old->timers.end(), [&](const AfterTimer &timer) { return timer.event == pending.id; });
                was = found == old->timers.end() ? nullptr : &*found;
            }
            const AfterTimer *is = was != nullptr && state != nullptr && m_active[state->index] != 0 ? timerByKey(*state, was->key) : nullptr;
            if (is == nullptr) {
                m_out.timersCancelled.push_back(pending);
                continue;
            }
            PendingTimer kept = pending;
            kept.id = is->event;
            if (kept.id != pending.id)
                kept.event = {{"type", is->event}};
            kept.state = state->id;
            timers.push_back(kept);
            m_out.timersKept.push_back({pending.id, std::move(kept)});
        }
    }

    /// Timers that the states have only in the new definition. One that a state had before and that is no longer
    /// pending has fired or was cancelled, and does not come back.
    void startTimers()
    {
        const OrderedJson event = {{"type", "xstate.migrate"}};
        auto &snapshot = m_out.snapshot;
        for (const State &state : m_to.states()) {
            if (m_active[state.index] == 0 || state.timers.empty())
                continue;
            const auto origins = originsOf(state);
            for (const AfterTimer &timer : state.timers) {
                if (std::any_of(origins.begin(), origins.end(), [&](const State *origin) { return timerByKey(*origin, timer.key) != nullptr; }))
                    continue;
                const auto delay = delayOfTimer(timer, event);
                if (!delay) {
                    refuse("the delay of timer " + inQuotes(timer.key) + " of " + inQuotes(state.id) + " cannot be computed: " + delay.error().what);
                    continue;
                }
                std::erase_if(snapshot.timers, [&](const PendingTimer &other) { return other.id == timer.event; });
                snapshot.timers.push_back({timer.event, {{"type", timer.event}}, m_now + *delay, state.id, ++snapshot.sequence});
                m_out.timersStarted.push_back(snapshot.timers.back());
            }
        }
        if (snapshot.timers.size() > MaxTimers)
            refuse("it would have " + std::to_string(snapshot.timers.size()) + " timers, the limit is " + std::to_string(MaxTimers));
    }

    [[nodiscard]] Result<std::chrono::milliseconds> delayOfTimer(const AfterTimer &timer, const OrderedJson &event) const
    {
        if (timer.delay.fixed)
            return *timer.delay.fixed;
        const auto value = evaluate(timer.delay.rule, Scope{{"context", &m_before.context}, {"event", &event}});
        if (!value)
            return tl::make_unexpected(value.error());
        if (const auto delay = delayOf(*value))
            return *delay;
        return fail(Errc::Conflict, dump(Json(*value)) + " is not a duration or milliseconds");
    }

    const Definition &m_from;
    const Snapshot &m_before;
    const Definition &m_to;
    const StateMap &m_map;
    const Timestamp m_now;
    std::vector<StateIndex> m_configured; ///< active states of the old definition, inner and outer ones
    std::vector<char> m_active;           ///< by state of the new definition
    Refusal m_reasons;
    Migration m_out;
};

} // namespace

std::string mappedState(const Definition &from, const Definition &to, const StateMap &map, std::string_view state)
{
    if (const auto named = map.find(state); named != map.end())
        return named->second;
    const auto &root = from.root().id;
    if (state == root)
        return to.root().id;
    if (root != to.root().id && state.size() > root.size() && state.starts_with(root) && state[root.size()] == '.')
        return to.root().id + std::string(state.substr(root.size()));
    return std::string(state);
}

std::vector<std::string> checkStateMap(const Definition &from, const Definition &to, const StateMap &map)
{
    const auto idsIn = [](const Definition &definition) {
        std::vector<std::string> ids;
        for (const State &state : definition.states())
            ids.push_back(state.id);
        return ids;
    };
    std::vector<std::string> faults;
    for (const auto &[old, fresh] : map) {
        const State *source = from.find(old);
        const State *target = to.find(fresh);
        if (source == nullptr)
            faults.push_back("the mapping names " + inQuotes(old) + ", which is no state of " + from.version() + didYouMean(old, idsIn(from)));
        if (target == nullptr)
            faults.push_back("the mapping leads to " + inQuotes(fresh) + ", which is no state of " + to.version() + didYouMean(fresh, idsIn(to)));
        else if (source != nullptr && (source->type == StateType::History) != (target->type == StateType::History))
            faults.push_back("the mapping leads from " + inQuotes(old) + " to " + inQuotes(fresh) + ", of which only one is a history state");
    }
    return faults;
}

tl::expected<Migration, Refusal> migrate(const Definition &from, const Snapshot &snapshot, const Definition &to, const StateMap &map, Timestamp now)
{
    return Mover(from, snapshot, to, map, now).run();
}

} // namespace hs::workflow
