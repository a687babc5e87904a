#pragma once

#include <map>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/model.h"

// Which states a set of transitions leaves and enters: the algorithm of the SCXML recommendation
// (appendix D) as XState 5 runs it. Pure arithmetic over a definition; no actions here.
namespace hs::workflow::plain {

/// What is active and what is remembered.
struct Configuration {
    std::vector<char> active; ///< beside Definition::states()
    std::map<StateIndex, std::vector<StateIndex>> history; ///< by history state
};

using Transitions = std::vector<const Transition *>;

/// States in document order.
using StateSet = std::vector<StateIndex>;

class Selection {
public:
    explicit Selection(const Definition &definition) : m_definition(definition) {}

    /// M4. Keeps the order of selection.
    [[nodiscard]] Transitions withoutConflicts(const Transitions &enabled, const Configuration &now) const;
    /// M7. Innermost and last in document order first, as they are left.
    [[nodiscard]] StateSet exitSet(const Transitions &transitions, const Configuration &now) const;
    /// M13. In document order, as they are entered; `history` as it stands after the exits.
    [[nodiscard]] StateSet entrySet(const Transitions &transitions, const Configuration &now) const;
    /// The states entered at the start: the root and its defaults.
    [[nodiscard]] StateSet initialSet() const;
    /// M16: what a history state of `left` would record.
    [[nodiscard]] StateSet recordedBy(const State &history, const Configuration &now) const;
    /// M17: a compound state with an active final child, a parallel one with nothing but such regions.
    [[nodiscard]] bool isInFinal(StateIndex index, const Configuration &now) const;

private:
    using Flags = std::vector<char>;
    [[nodiscard]] bool inside(StateIndex inner, StateIndex outer) const;
    [[nodiscard]] StateSet effectiveTargets(const Transition &transition, const Configuration &now) const;
    [[nodiscard]] StateSet historyDefault(const State &history) const;
    [[nodiscard]] StateIndex domain(const Transition &transition, const Configuration &now) const;
    [[nodiscard]] Flags exits(const Transition &transition, const Configuration &now) const;
    void addDescendants(StateIndex index, const Configuration &now, Flags &enter) const;
    void addMissingRegions(StateIndex parallel, const Configuration &now, Flags &enter) const;
    void addAncestors(StateIndex index, StateIndex upTo, const Configuration &now, Flags &enter) const;
    void addAncestor(StateIndex ancestor, StateIndex within, const Configuration &now, Flags &enter) const;

    const Definition &m_definition;
};

} // namespace hs::workflow::plain
