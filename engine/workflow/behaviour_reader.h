#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"
#include "engine/workflow/tree_reader.h"

namespace hs::workflow {

/// Second pass: transitions, guards, actions, timers and tasks of every state (F6 to F14).
class BehaviourReader {
public:
    BehaviourReader(Report &report, SetupReader &setupReader, Setup &setup, StateTree &tree)
        : m_report(report), m_setupReader(setupReader), m_setup(setup), m_tree(tree)
    {
    }
    void read();

    /// Invoke id -> (state, place among its invokes).
    [[nodiscard]] const std::map<std::string, std::pair<StateIndex, std::size_t>, std::less<>> &invokes() const
    {
        return m_invokes;
    }

private:
    void readState(State &state, const OrderedJson &source);
    void readHistory(State &state, const OrderedJson &source);
    void readOn(State &state, const OrderedJson &on);
    void readAfter(State &state, const OrderedJson &after);
    void readInvokes(State &state, const OrderedJson &invokes);
    void readInvoke(State &state, const OrderedJson &source, const std::string &pointer);
    /// `label` names the event in W204.
    [[nodiscard]] std::vector<Transition> readTransitions(State &state, const OrderedJson &source,
                                                          const std::string &pointer, const std::string &descriptor,
                                                          const std::string &label);
    [[nodiscard]] Transition readTransition(State &state, const OrderedJson &source, const std::string &pointer);
    void readTargets(Transition &transition, const OrderedJson &target, const std::string &pointer);

    [[nodiscard]] std::optional<Guard> readGuard(const OrderedJson &source, const std::string &pointer, StateIndex state);
    void readBuiltInGuard(Guard &guard, const OrderedJson &params, const std::string &pointer, StateIndex state);
    [[nodiscard]] StateIndex stateOf(const std::string &path, const std::string &pointer, StateIndex from);

    [[nodiscard]] std::vector<ActionCall> readActions(const OrderedJson &source, const std::string &pointer);
    [[nodiscard]] std::optional<ActionCall> readAction(const OrderedJson &source, const std::string &pointer);
    void readBuiltInAction(ActionCall &action, const OrderedJson &params, const std::string &pointer);
    void readEvent(ActionCall &action, const OrderedJson &event, const std::string &pointer);
    void readDelay(ActionCall &action, const OrderedJson &delay, const std::string &pointer);

    Report &m_report;
    SetupReader &m_setupReader;
    Setup &m_setup;
    StateTree &m_tree;
    std::map<std::string, std::pair<StateIndex, std::size_t>, std::less<>> m_invokes;
};

} // namespace hs::workflow
