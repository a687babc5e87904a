#include "engine/designer/definition_source.h"

#include <algorithm>

#include "engine/workflow/definition.h"
#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"

namespace hs::designer {

using workflow::member;
using workflow::NoState;
using workflow::oneOrMany;
using workflow::State;
using workflow::StateIndex;
using workflow::operator/;
using Kind = api::ChartTransition::Kind;

DefinitionSource::DefinitionSource(std::string text) : m_text(std::move(text)), m_document(m_text)
{
    m_readable = m_document.isUsable() && m_document.json().is_object();
    if (!m_readable)
        return;
    workflow::Report unheard(m_document);
    const auto anything = workflow::AgentCatalog::anything();
    workflow::SetupReader setup(unheard, anything);
    m_tree = workflow::TreeReader(unheard, setup).read(m_document.json());
    for (StateIndex i = 0; i < m_tree.states.size(); ++i)
        readState(i);
}

void DefinitionSource::readState(StateIndex index)
{
    const OrderedJson &source = *m_tree.sources[index];
    const std::string at = m_tree.states[index].pointer;
    if (!source.is_object())
        return;
    if (m_tree.states[index].type == workflow::StateType::History) {
        if (const OrderedJson *target = member(source, "target")) {
            for (const auto &[one, where] : oneOrMany(*target, at / "target")) {
                if (one->is_string())
                    m_names.push_back({StateName::Form::Target, where, one->get<std::string>(), index});
            }
        }
        return;
    }
    // As they stand: the order of the picture's lines is that of the text.
    for (const auto &[key, value] : source.items()) {
        const std::string where = at / key;
        if (key == "initial" && value.is_string()) {
            m_names.push_back({StateName::Form::Initial, where, value.get<std::string>(), index});
        } else if ((key == "on" || key == "after") && value.is_object()) {
            for (const auto &[event, list] : value.items())
                readTransitions(index, list, where / event, key == "on" ? Kind::Event : Kind::After, event);
        } else if (key == "always") {
            readTransitions(index, value, where, Kind::Always, {});
        } else if (key == "onDone") {
            readTransitions(index, value, where, Kind::StateDone, {});
        } else if (key == "invoke") {
            std::size_t place = 0;
            for (const auto &[invoke, invokeAt] : oneOrMany(value, where)) {
                const OrderedJson *id = member(*invoke, "id");
                const std::string name = id && id->is_string() ? id->get<std::string>()
                                                               : std::to_string(place) + '.' + m_tree.states[index].id;
                ++place;
                if (const OrderedJson *done = member(*invoke, "onDone"))
                    readTransitions(index, *done, invokeAt / "onDone", Kind::TaskDone, name);
                if (const OrderedJson *error = member(*invoke, "onError"))
                    readTransitions(index, *error, invokeAt / "onError", Kind::TaskError, name);
            }
        }
    }
}

void DefinitionSource::readTransitions(StateIndex source, const OrderedJson &value, const std::string &pointer, Kind kind,
                                       const std::string &event)
{
    const auto all = oneOrMany(value, pointer);
    for (const auto &[one, at] : all) {
        if (!one->is_string() && !one->is_object())
            continue;
        WrittenTransition transition;
        transition.pointer = at;
        transition.kind = kind;
        transition.source = source;
        transition.event = event;
        transition.json = one;
        transition.alone = all.size() == 1;
        const OrderedJson *target = one->is_string() ? one : member(*one, "target");
        if (target) {
            for (const auto &[name, where] : oneOrMany(*target, one->is_string() ? at : at / "target")) {
                if (!name->is_string())
                    continue;
                StateName written{StateName::Form::Target, where, name->get<std::string>(), source};
                transition.written.push_back(written.written);
                if (const StateIndex found = resolve(written); found != NoState)
                    transition.targets.push_back(found);
                m_names.push_back(std::move(written));
            }
        }
        if (const OrderedJson *guard = member(*one, "guard"))
            readGuardNames(*guard, at / "guard", source);
        m_transitions.push_back(std::move(transition));
    }
}

void DefinitionSource::readGuardNames(const OrderedJson &guard, const std::string &pointer, StateIndex from)
{
    const OrderedJson *type = member(guard, "type");
    const OrderedJson *params = member(guard, "params");
    if (!type || !params)
        return;
    if (const OrderedJson *state = member(*params, "state"); *type == "stateIn" && state && state->is_string())
        m_names.push_back({StateName::Form::Path, pointer / "params" / "state", state->get<std::string>(), from});
    if (const OrderedJson *inner = member(*params, "guard"); *type == "not" && inner)
        readGuardNames(*inner, pointer / "params" / "guard", from);
    if (const OrderedJson *list = member(*params, "guards"); (*type == "and" || *type == "or") && list && list->is_array()) {
        for (std::size_t i = 0; i < list->size(); ++i)
            readGuardNames((*list)[i], pointer / "params" / "guards" / i, from);
    }
}

const State *DefinitionSource::stateAt(std::string_view pointer) const
{
    const auto found = std::find_if(m_tree.states.begin(), m_tree.states.end(), [&](const State &state) { return state.pointer == pointer; });
    return found == m_tree.states.end() ? nullptr : &*found;
}

const WrittenTransition *DefinitionSource::transitionAt(std::string_view pointer) const
{
    const auto found = std::find_if(m_transitions.begin(), m_transitions.end(),
                                    [&](const WrittenTransition &transition) { return transition.pointer == pointer; });
    return found == m_transitions.end() ? nullptr : &*found;
}

std::string DefinitionSource::slice(std::string_view pointer) const
{
    const auto *span = m_document.span(pointer);
    return span ? m_text.substr(span->value, span->end - span->value) : std::string();
}

namespace {

/// The steps of a name: the state it begins at and the keys that follow, each with its place in the text.
struct NamePath {
    StateIndex start = NoState;
    std::vector<std::pair<std::size_t, std::size_t>> keys; ///< offset and length
};

NamePath pathOf(const workflow::StateTree &tree, const StateName &name)
{
    NamePath out;
    const std::string &text = name.written;
    std::size_t at = 0;
    if (name.form == StateName::Form::Initial) {
        out.start = name.from;
        out.keys.emplace_back(0, text.size());
        return out;
    }
    if (text.starts_with('#')) {
        const auto dot = std::min(text.find('.'), text.size());
        const auto found = tree.byId.find(std::string_view(text).substr(1, dot - 1));
        if (found == tree.byId.end())
            return out;
        out.start = found->second;
        at = dot == text.size() ? dot : dot + 1;
    } else if (name.form == StateName::Form::Path) {
        out.start = 0;
    } else if (text.starts_with('.')) {
        out.start = name.from;
        at = 1;
    } else {
        out.start = tree.states[name.from].parent;
    }
    while (at < text.size()) {
        const auto dot = std::min(text.find('.', at), text.size());
        out.keys.emplace_back(at, dot - at);
        at = dot + 1;
    }
    return out;
}

} // namespace

StateIndex DefinitionSource::resolve(const StateName &name) const
{
    const NamePath path = pathOf(m_tree, name);
    StateIndex at = path.start;
    if (at == NoState || name.written.empty())
        return NoState;
    for (const auto &[offset, length] : path.keys) {
        at = m_tree.childOf(at, std::string_view(name.written).substr(offset, length));
        if (at == NoState)
            return NoState;
    }
    return at;
}

std::string DefinitionSource::renamed(const StateName &name, StateIndex state, const std::string &key) const
{
    const NamePath path = pathOf(m_tree, name);
    StateIndex at = path.start;
    for (const auto &[offset, length] : path.keys) {
        if (at == NoState)
            break;
        at = m_tree.childOf(at, std::string_view(name.written).substr(offset, length));
        if (at == state) {
            std::string out = name.written;
            out.replace(offset, length, key);
            return out;
        }
    }
    return name.written;
}

std::string DefinitionSource::targetText(StateIndex from, StateIndex to) const
{
    const auto &states = m_tree.states;
    // Down from `top` by keys.
    const auto pathBelow = [&](StateIndex top) {
        std::string out;
        for (StateIndex at = to; at != top; at = states[at].parent)
            out = states[at].key + (out.empty() ? "" : "." + out);
        return out;
    };
    const StateIndex parent = states[from].parent;
    if (to == from && parent != NoState)
        return states[from].key;
    if (parent != NoState && to != parent && m_tree.isInside(to, parent) && !m_tree.isInside(to, from))
        return pathBelow(parent);
    if (m_tree.isInside(to, from))
        return '.' + pathBelow(from);
    // By the nearest id of its own above it, else from the root.
    for (StateIndex at = to; at != NoState; at = states[at].parent) {
        const OrderedJson *id = m_tree.sources[at]->is_object() ? member(*m_tree.sources[at], "id") : nullptr;
        if (at != 0 && id && id->is_string())
            return '#' + states[at].id + (at == to ? "" : '.' + pathBelow(at));
    }
    return '#' + states[0].id + (to == 0 ? "" : '.' + pathBelow(0));
}

} // namespace hs::designer
