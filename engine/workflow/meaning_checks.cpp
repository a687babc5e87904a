#include "engine/workflow/meaning_checks.h"

#include <algorithm>
#include <set>

#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

const std::string DoneState = "xstate.done.state.";

/// Which states can follow which, with every guard taken as open.
class Reach {
public:
    explicit Reach(const Definition &definition) : m_definition(definition), m_next(definition.states().size())
    {
        for (const State &state : definition.states())
            addEdges(state);
    }

    [[nodiscard]] std::vector<char> from(StateIndex start, bool enter) const
    {
        std::vector<char> active(m_next.size(), 0);
        std::vector<char> entered(m_next.size(), 0);
        std::vector<std::pair<StateIndex, bool>> open = {{start, enter}};
        while (!open.empty()) {
            const auto [at, enters] = open.back();
            open.pop_back();
            if (entered[at] != 0 || (active[at] != 0 && !enters))
                continue;
            if (active[at] == 0) {
                active[at] = 1;
                for (const StateIndex target : m_next[at])
                    open.emplace_back(target, true);
                const StateIndex parent = m_definition.state(at).parent;
                // Whoever is active has active ancestors; a parallel one has all its regions.
                if (parent != NoState)
                    open.emplace_back(parent, m_definition.state(parent).type == StateType::Parallel);
            }
            if (enters) {
                entered[at] = 1;
                for (const StateIndex child : defaults(at))
                    open.emplace_back(child, true);
            }
        }
        return active;
    }

private:
    [[nodiscard]] std::vector<StateIndex> defaults(StateIndex index) const
    {
        const State &state = m_definition.state(index);
        if (state.type == StateType::Compound)
            return {state.initial};
        if (state.type == StateType::History) {
            if (!state.historyDefault.empty())
                return state.historyDefault;
            const State &parent = m_definition.state(state.parent);
            return parent.type == StateType::Compound ? std::vector{parent.initial} : regions(parent);
        }
        return state.type == StateType::Parallel ? regions(state) : std::vector<StateIndex>();
    }

    [[nodiscard]] std::vector<StateIndex> regions(const State &parallel) const
    {
        std::vector<StateIndex> out;
        std::copy_if(parallel.children.begin(), parallel.children.end(), std::back_inserter(out),
                     [&](StateIndex child) { return m_definition.state(child).type != StateType::History; });
        return out;
    }

    void addEdges(const State &state)
    {
        const auto add = [&](StateIndex from, const Transition &transition) {
            m_next[from].insert(m_next[from].end(), transition.targets.begin(), transition.targets.end());
        };
        for (const auto &transition : state.always)
            add(state.index, transition);
        for (const auto &transition : state.transitions) {
            if (transition.descriptor != DoneState + state.id) {
                add(state.index, transition);
                continue;
            }
            // onDone follows from the final states inside, not from being there.
            for (const State &inner : m_definition.states()) {
                const bool child = inner.parent == state.index;
                const bool ends = inner.type == StateType::Final
                                  && (child || (state.type == StateType::Parallel
                                                && m_definition.isInside(inner.index, state.index)));
                if (ends)
                    add(inner.index, transition);
            }
        }
    }

    const Definition &m_definition;
    std::vector<std::vector<StateIndex>> m_next;
};

/// A final state whose entry can end the instance.
bool endsInstance(const Definition &definition, const State &state)
{
    if (state.type != StateType::Final)
        return false;
    const State &root = definition.root();
    if (root.type != StateType::Parallel)
        return state.parent == root.index;
    for (StateIndex at = state.parent; at != NoState; at = definition.state(at).parent) {
        const State &ancestor = definition.state(at);
        if (ancestor.index == root.index)
            return true;
        if (ancestor.type == StateType::Compound && ancestor.index != state.parent)
            return false;
    }
    return false;
}

void checkReach(const Definition &definition, Report &report)
{
    const Reach reach(definition);
    const auto live = reach.from(0, true);
    const auto topmost = [&](const State &state, const auto &isIt) {
        return isIt(state) && (state.parent == NoState || !isIt(definition.state(state.parent)));
    };
    const auto dead = [&](const State &state) { return live[state.index] == 0; };
    for (const State &state : definition.states()) {
        if (topmost(state, dead))
            report.warning("W201", state.pointer, inQuotes(state.path) + " can never be reached", Document::Of::Key);
    }
    const auto &states = definition.states();
    const auto ends = [&](const State &state) { return endsInstance(definition, state); };
    if (std::none_of(states.begin(), states.end(), ends)) {
        report.warning("W202", "", "no final state can be reached from " + inQuotes(definition.root().path));
        return;
    }
    std::vector<char> stuck(states.size(), 0);
    for (const State &state : states) {
        if (live[state.index] == 0 || state.type == StateType::History)
            continue;
        const auto after = reach.from(state.index, true);
        stuck[state.index] = std::none_of(states.begin(), states.end(), [&](const State &other) {
            return after[other.index] != 0 && ends(other);
        });
    }
    const auto isStuck = [&](const State &state) { return stuck[state.index] != 0; };
    for (const State &state : states) {
        if (topmost(state, isStuck))
            report.warning("W202", state.pointer, "no final state can be reached from " + inQuotes(state.path),
                           Document::Of::Key);
    }
}

/// Whether S has events of its own that the machine makes: timers, tasks, or being done.
bool makesEvents(const Definition &definition, const State &state)
{
    return std::any_of(definition.states().begin(), definition.states().end(), [&](const State &inner) {
        const bool within = inner.index == state.index || definition.isInside(inner.index, state.index);
        return within && (!inner.timers.empty() || !inner.invokes.empty() || inner.type == StateType::Final);
    });
}

void checkStars(const Definition &definition, Report &report)
{
    for (const State &state : definition.states()) {
        const bool star = std::any_of(state.transitions.begin(), state.transitions.end(),
                                      [](const Transition &transition) { return transition.descriptor == "*"; });
        if (star && makesEvents(definition, state))
            report.warning("W203", state.pointer / "on" / "*",
                           "\"*\" in " + inQuotes(state.path) + " also takes timer, done and error events of "
                               + inQuotes(state.path),
                           Document::Of::Key);
    }
}

void checkErrorHandlers(const Definition &definition, Report &report)
{
    const auto takes = [&](StateIndex from, const std::string &event) {
        for (StateIndex at = from; at != NoState; at = definition.state(at).parent) {
            for (const auto &transition : definition.state(at).transitions) {
                if (matches(transition.descriptor, event))
                    return true;
            }
        }
        return false;
    };
    for (const State &state : definition.states()) {
        for (std::size_t i = 0; i < state.invokes.size(); ++i) {
            const Invoke &invoke = state.invokes[i];
            if (!takes(state.index, "xstate.error.actor." + invoke.id))
                report.warning("W205", invoke.pointer,
                               "invoke " + inQuotes(invoke.id) + " has no onError; an error stops the instance for a person");
        }
    }
}

template <typename Map>
void checkUsed(const Map &names, const std::string &kind, Report &report)
{
    for (const auto &[name, entry] : names) {
        if (!entry.used)
            report.warning("W207", entry.pointer, kind + ' ' + inQuotes(name) + " is never used", Document::Of::Key);
    }
}

/// The first child definition on a way that leads back to `id`; empty when there is none.
std::string wayBack(const std::string &id, const std::set<std::string, std::less<>> &children,
                    const AgentCatalog &catalog)
{
    for (const auto &child : children) {
        std::set<std::string> seen;
        std::vector<std::string> open = {child};
        while (!open.empty()) {
            const std::string at = open.back();
            open.pop_back();
            if (at == id)
                return child;
            if (!seen.insert(at).second)
                continue;
            if (const auto next = catalog.childWorkflows.find(at); next != catalog.childWorkflows.end())
                open.insert(open.end(), next->second.begin(), next->second.end());
        }
    }
    return {};
}

void checkChildWorkflows(const Definition &definition, const AgentCatalog &catalog, Report &report)
{
    for (const State &state : definition.states()) {
        for (const Invoke &invoke : state.invokes) {
            const OrderedJson *child = invoke.src == "engine.workflow" ? member(invoke.input, "definition") : nullptr;
            if (child == nullptr || !child->is_string())
                continue;
            if (const auto back = wayBack(definition.id(), {child->get<std::string>()}, catalog); !back.empty())
                report.error("E085", invoke.pointer,
                             "workflow " + inQuotes(definition.id()) + " invokes itself through "
                                 + inQuotes(back == definition.id() ? invoke.id : back));
        }
    }
}

} // namespace

void checkMeaning(const Definition &definition, const Setup &setup, const AgentCatalog &catalog, Report &report)
{
    // Ways through a machine that does not hold together would be guesses.
    if (!report.hasErrors())
        checkReach(definition, report);
    checkStars(definition, report);
    checkErrorHandlers(definition, report);
    checkChildWorkflows(definition, catalog, report);
    if (const OrderedJson *level = member(definition.meta(), "level");
        level != nullptr && level->is_number() && level->get<double>() != definition.level())
        report.warning("W206", "/meta/level", "meta.level is " + level->dump() + ", agents used say "
                                                  + std::to_string(definition.level()));
    checkUsed(setup.guards, "guard", report);
    checkUsed(setup.delays, "delay", report);
    checkUsed(setup.actions, "action", report);
}

} // namespace hs::workflow
