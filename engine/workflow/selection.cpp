#include "engine/workflow/selection.h"

#include <algorithm>

namespace hs::workflow {

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

} // namespace

const StateSet *recordedIn(const History &history, StateIndex index)
{
    const auto found = std::find_if(history.begin(), history.end(), [&](const auto &entry) { return entry.first == index; });
    return found == history.end() ? nullptr : &found->second;
}

/// NoState as the outer one is the world: everything, the root too, is inside.
bool Selection::inside(StateIndex inner, StateIndex outer) const
{
    return outer == NoState || m_definition.isInside(inner, outer);
}

/// What a history state stands for (M16).
StateSet Selection::meant(const State &historyState, const History &history) const
{
    if (const StateSet *recorded = recordedIn(history, historyState.index))
        return *recorded;
    if (!historyState.historyDefault.empty())
        return historyState.historyDefault;
    const State &parent = m_definition.state(historyState.parent);
    return {parent.type == StateType::Parallel ? parent.index : parent.initial};
}

StateSet Selection::effectiveTargets(const Transition &transition, const History &history) const
{
    StateSet out;
    for (const StateIndex target : transition.targets) {
        const State &state = m_definition.state(target);
        if (state.type != StateType::History) {
            out.push_back(target);
            continue;
        }
        const StateSet states = meant(state, history);
        out.insert(out.end(), states.begin(), states.end());
    }
    return out;
}

StateIndex Selection::domain(const Transition &transition) const
{
    const StateSet targets = effectiveTargets(transition, {});
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

StateSet Selection::entrySet(const Transition &transition, const History &history) const
{
    if (transition.targets.empty())
        return {};
    Flags enter(m_definition.states().size(), 0);
    const StateIndex top = domain(transition);
    for (const StateIndex target : transition.targets) {
        // A transition to its own source stays in it (M8), unless it re-enters.
        const bool stays = target == transition.source && transition.source == top && !transition.reenter;
        if (m_definition.state(target).type != StateType::History && !stays)
            enter[target] = 1;
        addDescendants(target, history, enter);
    }
    for (const StateIndex target : effectiveTargets(transition, history)) {
        for (StateIndex at = m_definition.state(target).parent; target != top && at != NoState && at != top;
             at = m_definition.state(at).parent)
            addAncestor(at, top, history, enter);
        if (top != NoState && m_definition.state(top).type == StateType::Parallel)
            addAncestor(top, top, history, enter);
    }
    return listOf(enter);
}

StateSet Selection::initialSet() const
{
    Flags enter(m_definition.states().size(), 0);
    enter[0] = 1;
    addDescendants(0, {}, enter);
    return listOf(enter);
}

void Selection::addDescendants(StateIndex index, const History &history, Flags &enter) const
{
    const State &state = m_definition.state(index);
    if (state.type == StateType::Compound) {
        enter[state.initial] = 1;
        addDescendants(state.initial, history, enter);
    } else if (state.type == StateType::Parallel) {
        addMissingRegions(index, history, enter);
    } else if (state.type == StateType::History) {
        const StateSet states = meant(state, history);
        for (const StateIndex target : states) {
            enter[target] = 1;
            addDescendants(target, history, enter);
        }
        for (const StateIndex target : states)
            addAncestors(target, state.parent, history, enter);
    }
}

/// A region from which nothing is entered yet is entered by default.
void Selection::addMissingRegions(StateIndex parallel, const History &history, Flags &enter) const
{
    for (const StateIndex region : m_definition.state(parallel).children) {
        if (m_definition.state(region).type == StateType::History)
            continue;
        bool any = false;
        for (StateIndex i = region + 1; i < enter.size() && !any && m_definition.isInside(i, region); ++i)
            any = enter[i] != 0;
        if (any)
            continue;
        enter[region] = 1;
        addDescendants(region, history, enter);
    }
}

void Selection::addAncestors(StateIndex index, StateIndex upTo, const History &history, Flags &enter) const
{
    for (StateIndex at = m_definition.state(index).parent; index != upTo && at != NoState && at != upTo;
         at = m_definition.state(at).parent)
        addAncestor(at, NoState, history, enter);
}

void Selection::addAncestor(StateIndex ancestor, StateIndex within, const History &history, Flags &enter) const
{
    if (inside(ancestor, within))
        enter[ancestor] = 1;
    if (m_definition.state(ancestor).type == StateType::Parallel)
        addMissingRegions(ancestor, history, enter);
}

} // namespace hs::workflow
