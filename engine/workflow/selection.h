#pragma once

#include <utility>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/model.h"

// Where a transition leads: which states it leaves and enters, by the algorithm of the SCXML
// recommendation (appendix D) as XState 5 runs it. Pure arithmetic over a definition; no actions here.
namespace hs::workflow {

/// States in document order.
using StateSet = std::vector<StateIndex>;

/// What is remembered, by history state.
using History = std::vector<std::pair<StateIndex, StateSet>>;
/// What a history state recorded; null when nothing yet.
[[nodiscard]] const StateSet *recordedIn(const History &history, StateIndex index);

class Selection {
public:
    explicit Selection(const Definition &definition) : m_definition(definition) {}

    /// M7; NoState: the root is left too. What a history target stands for lies inside its parent, and
    /// the source does not (F8), so that the domain is the same whatever was recorded.
    [[nodiscard]] StateIndex domain(const Transition &transition) const;
    /// M13, `history` as it stands after the exits.
    [[nodiscard]] StateSet entrySet(const Transition &transition, const History &history) const;
    /// The states entered at the start: the root and its defaults.
    [[nodiscard]] StateSet initialSet() const;

private:
    using Flags = std::vector<char>;
    [[nodiscard]] bool inside(StateIndex inner, StateIndex outer) const;
    [[nodiscard]] StateSet effectiveTargets(const Transition &transition, const History &history) const;
    [[nodiscard]] StateSet meant(const State &historyState, const History &history) const;
    void addDescendants(StateIndex index, const History &history, Flags &enter) const;
    void addMissingRegions(StateIndex parallel, const History &history, Flags &enter) const;
    void addAncestors(StateIndex index, StateIndex upTo, const History &history, Flags &enter) const;
    void addAncestor(StateIndex ancestor, StateIndex within, const History &history, Flags &enter) const;

    const Definition &m_definition;
};

} // namespace hs::workflow
