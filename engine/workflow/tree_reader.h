#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"

namespace hs::workflow {

/// The states of a definition with the JSON each was read from, and what their targets mean.
struct StateTree {
    std::vector<State> states;
    std::vector<const OrderedJson *> sources; ///< beside `states`
    std::map<std::string, StateIndex, std::less<>> byId;

    [[nodiscard]] bool isInside(StateIndex inner, StateIndex outer) const; ///< properly
    [[nodiscard]] StateIndex childOf(StateIndex parent, std::string_view key) const; ///< NoState when there is none
    /// Keys of the children of a state, in document order; of `NoState`: none.
    [[nodiscard]] std::vector<std::string> childKeys(StateIndex parent, bool withHistory) const;
};

/// First pass: keys, ids, types and nesting (F1, F3 to F5). Behaviour comes later.
class TreeReader {
public:
    TreeReader(Report &report, SetupReader &setup) : m_report(report), m_setup(setup) {}
    [[nodiscard]] StateTree read(const OrderedJson &root);

private:
    void readState(const OrderedJson &source, const std::string &key, StateIndex parent, const std::string &pointer);
    void readId(State &state, const OrderedJson &source);
    [[nodiscard]] StateType readType(const State &state, const OrderedJson &source);
    void checkKeys(const State &state, const OrderedJson &source);
    void readDescription(State &state, const OrderedJson &source);
    void readSla(State &state, const OrderedJson &source, const std::string &pointer);
    void readChildren(StateIndex index, const OrderedJson &source);
    void readInitial(StateIndex index, const OrderedJson &source);

    Report &m_report;
    SetupReader &m_setup;
    StateTree m_tree;
    std::map<std::string, std::string, std::less<>> m_idPointers;
    std::size_t m_count = 0;
    bool m_tooMany = false;
    bool m_tooDeep = false;
};

/// Turns a target as written into a state (F7), or reports E040 or E041.
[[nodiscard]] StateIndex resolveTarget(const StateTree &tree, StateIndex source, const std::string &target,
                                       const std::string &pointer, Report &report);

/// E042 for targets that cannot be active together.
void checkTargetsTogether(const StateTree &tree, const std::vector<StateIndex> &targets,
                          const std::vector<std::string> &written, const std::string &pointer, Report &report);

} // namespace hs::workflow
