#include "tests/property/workflow/plain/selection.h"

#include <algorithm>

namespace hs::workflow::plain {

namespace {

StateSet listOf(const std::vector<char> &flags)
{
    StateSet out;
    for (StateIndex i = 0; i < flags.size(); ++i) {
        if (flags[i] != 0)
            out.push_back(i);
    }
    return out;
}

bool isLeaf(const State &state)
{
    return state.type == StateType::Atomic || state.type == StateType::Final;
}

} // namespace

/// NoState as the outer one is the world: everything, the root too, is inside.
bool Selection::inside(StateIndex inner, StateIndex outer) const
{
    return outer == NoState || m_definition.isInside(inner, outer);
}

StateSet Selection::historyDefault(const State &history) const
{
    if (!history.historyDefault.empty())
        return history.historyDefault;
    const State &parent = m_definition.state(history.parent);
    return {parent.type == StateType::Parallel ? parent.index : parent.initial};
}

StateSet Selection::effectiveTargets(const Transition &transition, const Configuration &now) const
{
    StateSet out;
    for (const StateIndex target : transition.targets) {
        const State &state = m_definition.state(target);
        if (state.type != StateType::History) {
            out.push_back(target);
            continue;
        }
        const auto recorded = now.history.find(target);
        const StateSet meant = recorded != now.history.end() ? recorded->second : historyDefault(state);
        out.insert(out.end(), meant.begin(), meant.end());
    }
    return out;
}

StateIndex Selection::domain(const Transition &transition, const Configuration &now) const
{
    const StateSet targets = effectiveTargets(transition, now);
    const StateIndex source = transition.source;
    const bool stays = std::all_of(targets.begin(), targets.end(), [&](StateIndex target) {
        return target == source || m_definition.isInside(target, source);
    });
    if (!transition.reenter && stays)
        return source;
    for (StateIndex at = m_definition.state(source).parent; at != NoState; at = m_definition.state(at).parent) {
        if (std::all_of(targets.begin(), targets.end(), [&](StateIndex target) { return m_definition.isInside(target, at); }))
            return at;
    }
    // Only the world contains them all. Without `reenter` the root itself stays.
    return transition.reenter ? NoState : 0;
}

Selection::Flags Selection::exits(const Transition &transition, const Configuration &now) const
{
    Flags out(now.active.size(), 0);
    if (transition.targets.empty())
        return out;
    const StateIndex top = domain(transition, now);
    for (StateIndex i = 0; i < out.size(); ++i)
        out[i] = char(now.active[i] != 0 && inside(i, top));
    return out;
}

Transitions Selection::withoutConflicts(const Transitions &enabled, const Configuration &now) const
{
    if (enabled.size() < 2)
        return enabled;
    struct Kept {
        const Transition *transition;
        Flags exits;
    };
    std::vector<Kept> kept;
    for (const Transition *candidate : enabled) {
        const Flags leaves = exits(*candidate, now);
        bool preempted = false;
        std::vector<const Transition *> displaced;
        for (const Kept &other : kept) {
            bool meet = false;
            for (std::size_t i = 0; i < leaves.size() && !meet; ++i)
                meet = leaves[i] != 0 && other.exits[i] != 0;
            if (!meet)
                continue;
            if (!m_definition.isInside(candidate->source, other.transition->source)) {
                preempted = true;
                break;
            }
            displaced.push_back(other.transition);
        }
        if (preempted)
            continue;
        std::erase_if(kept, [&](const Kept &other) {
            return std::find(displaced.begin(), displaced.end(), other.transition) != displaced.end();
        });
        kept.push_back({candidate, leaves});
    }
    Transitions out;
    for (const Kept &entry : kept)
        out.push_back(entry.transition);
    return out;
}

StateSet Selection::exitSet(const Transitions &transitions, const Configuration &now) const
{
    Flags all(now.active.size(), 0);
    for (const Transition *transition : transitions) {
        const Flags leaves = exits(*transition, now);
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = char(all[i] | leaves[i]);
    }
    StateSet out = listOf(all);
    std::reverse(out.begin(), out.end());
    return out;
}

StateSet Selection::entrySet(const Transitions &transitions, const Configuration &now) const
{
    Flags enter(now.active.size(), 0);
    for (const Transition *transition : transitions) {
        if (transition->targets.empty())
            continue;
        const StateIndex top = domain(*transition, now);
        for (const StateIndex target : transition->targets) {
            // A transition to its own source stays in it (M8), unless it re-enters.
            const bool stays = target == transition->source && transition->source == top && !transition->reenter;
            if (m_definition.state(target).type != StateType::History && !stays)
                enter[target] = 1;
            addDescendants(target, now, enter);
        }
        for (const StateIndex target : effectiveTargets(*transition, now)) {
            for (StateIndex at = m_definition.state(target).parent; target != top && at != NoState && at != top;
                 at = m_definition.state(at).parent)
                addAncestor(at, top, now, enter);
            if (top != NoState && m_definition.state(top).type == StateType::Parallel)
                addAncestor(top, top, now, enter);
        }
    }
    return listOf(enter);
}

StateSet Selection::initialSet() const
{
    Configuration none;
    Flags enter(m_definition.states().size(), 0);
    enter[0] = 1;
    addDescendants(0, none, enter);
    return listOf(enter);
}

void Selection::addDescendants(StateIndex index, const Configuration &now, Flags &enter) const
{
    const State &state = m_definition.state(index);
    if (state.type == StateType::Compound) {
        enter[state.initial] = 1;
        addDescendants(state.initial, now, enter);
    } else if (state.type == StateType::Parallel) {
        addMissingRegions(index, now, enter);
    } else if (state.type == StateType::History) {
        const auto recorded = now.history.find(index);
        const StateSet meant = recorded != now.history.end() ? recorded->second : historyDefault(state);
        for (const StateIndex target : meant) {
            enter[target] = 1;
            addDescendants(target, now, enter);
        }
        for (const StateIndex target : meant)
            addAncestors(target, state.parent, now, enter);
    }
}

/// A region from which nothing is entered yet is entered by default.
void Selection::addMissingRegions(StateIndex parallel, const Configuration &now, Flags &enter) const
{
    for (const StateIndex region : m_definition.state(parallel).children) {
        if (m_definition.state(region).type == StateType::History)
            continue;
        bool any = false;
        for (StateIndex i = region + 1; i < enter.size() && !any; ++i)
            any = enter[i] != 0 && m_definition.isInside(i, region);
        if (any)
            continue;
        enter[region] = 1;
        addDescendants(region, now, enter);
    }
}

void Selection::addAncestors(StateIndex index, StateIndex upTo, const Configuration &now, Flags &enter) const
{
    for (StateIndex at = m_definition.state(index).parent; index != upTo && at != NoState && at != upTo;
         at = m_definition.state(at).parent)
        addAncestor(at, NoState, now, enter);
}

void Selection::addAncestor(StateIndex ancestor, StateIndex within, const Configuration &now, Flags &enter) const
{
    if (inside(ancestor, within))
        enter[ancestor] = 1;
    if (m_definition.state(ancestor).type == StateType::Parallel)
        addMissingRegions(ancestor, now, enter);
}

StateSet Selection::recordedBy(const State &history, const Configuration &now) const
{
    StateSet out;
    for (StateIndex i = 0; i < now.active.size(); ++i) {
        const State &state = m_definition.state(i);
        if (now.active[i] != 0
            && (history.deep ? isLeaf(state) && m_definition.isInside(i, history.parent) : state.parent == history.parent))
            out.push_back(i);
    }
    return out;
}

bool Selection::isInFinal(StateIndex index, const Configuration &now) const
{
    const State &state = m_definition.state(index);
    if (state.type == StateType::Compound)
        return std::any_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
            return m_definition.state(child).type == StateType::Final && now.active[child] != 0;
        });
    if (state.type == StateType::Parallel)
        return std::all_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
            return m_definition.state(child).type == StateType::History || isInFinal(child, now);
        });
    return state.type == StateType::Final;
}

} // namespace hs::workflow::plain
