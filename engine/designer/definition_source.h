#pragma once

#include <string>
#include <vector>

#include "engine/api/designer.h"
#include "engine/workflow/document.h"
#include "engine/workflow/tree_reader.h"

namespace hs::designer {

/// A transition as it stands in the text.
struct WrittenTransition {
    std::string pointer;
    api::ChartTransition::Kind kind = api::ChartTransition::Kind::Event;
    workflow::StateIndex source = 0;
    std::string event; ///< descriptor, key of `after`, or id of the task
    const OrderedJson *json = nullptr;
    std::vector<workflow::StateIndex> targets; ///< those that are there
    std::vector<std::string> written;          ///< all
    bool alone = true; ///< not one of several
};

/// A text that names a state: a target, an `initial`, the state of a stateIn guard.
struct StateName {
    enum class Form {
        Target,  ///< rule F7, seen from `from`
        Initial, ///< key of a child of `from`
        Path     ///< "#id", or a path from the root
    };
    Form form = Form::Target;
    std::string pointer;
    std::string written;
    workflow::StateIndex from = 0;
};

/// A definition's text, read as far as it can be: what is wrong in it is passed over, the findings of
/// the definition's own reader tell it. Any thread.
class DefinitionSource {
public:
    explicit DefinitionSource(std::string text);
    DefinitionSource(const DefinitionSource &) = delete;
    DefinitionSource &operator=(const DefinitionSource &) = delete;

    [[nodiscard]] bool isReadable() const { return m_readable; } ///< it is JSON, an object
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] const workflow::Document &document() const { return m_document; }
    [[nodiscard]] const workflow::StateTree &tree() const { return m_tree; }
    [[nodiscard]] const std::vector<WrittenTransition> &transitions() const { return m_transitions; }
    [[nodiscard]] const std::vector<StateName> &names() const { return m_names; }

    /// Null when the pointer leads to no state.
    [[nodiscard]] const workflow::State *stateAt(std::string_view pointer) const;
    [[nodiscard]] const WrittenTransition *transitionAt(std::string_view pointer) const;
    /// The bytes of a value as a text; empty when there is none.
    [[nodiscard]] std::string slice(std::string_view pointer) const;
    /// What a name means; NoState when nothing.
    [[nodiscard]] workflow::StateIndex resolve(const StateName &name) const;
    /// The same name with one state's key replaced wherever it is on the way.
    [[nodiscard]] std::string renamed(const StateName &name, workflow::StateIndex state, const std::string &key) const;
    /// The shortest target that means `to` for a transition of `from` (F7).
    [[nodiscard]] std::string targetText(workflow::StateIndex from, workflow::StateIndex to) const;

private:
    void readState(workflow::StateIndex index);
    void readTransitions(workflow::StateIndex source, const OrderedJson &value, const std::string &pointer,
                         api::ChartTransition::Kind kind, const std::string &event);
    void readGuardNames(const OrderedJson &guard, const std::string &pointer, workflow::StateIndex from);

    std::string m_text;
    workflow::Document m_document;
    workflow::StateTree m_tree;
    bool m_readable = false;
    std::vector<WrittenTransition> m_transitions;
    std::vector<StateName> m_names;
};

} // namespace hs::designer
