#include "engine/workflow/tree_reader.h"

#include <algorithm>

#include "engine/workflow/near_names.h"

namespace hs::workflow {

namespace {

std::string article(StateType type)
{
    return std::string(type == StateType::Atomic ? "an " : "a ") + std::string(name(type));
}

/// Keys that a state of a type cannot have, though other states can (F5).
std::vector<std::string_view> forbiddenKeys(StateType type, bool isRoot)
{
    std::vector<std::string_view> out;
    switch (type) {
    case StateType::Final:
        out = {"initial", "states", "on", "always", "after", "invoke", "onDone", "history", "target"};
        break;
    case StateType::History:
        out = {"initial", "states", "on", "always", "after", "invoke", "onDone", "entry", "exit", "output", "tags"};
        break;
    case StateType::Parallel:
        out = {"initial", "history", "target"};
        break;
    case StateType::Compound:
    case StateType::Atomic:
        out = {"history", "target"};
        break;
    }
    if (type != StateType::Final && type != StateType::History && !isRoot)
        out.push_back("output");
    return out;
}

} // namespace

bool StateTree::isInside(StateIndex inner, StateIndex outer) const
{
    for (StateIndex at = states[inner].parent; at != NoState; at = states[at].parent) {
        if (at == outer)
            return true;
    }
    return false;
}

StateIndex StateTree::childOf(StateIndex parent, std::string_view key) const
{
    for (const StateIndex child : states[parent].children) {
        if (states[child].key == key)
            return child;
    }
    return NoState;
}

std::vector<std::string> StateTree::childKeys(StateIndex parent, bool withHistory) const
{
    std::vector<std::string> out;
    for (const StateIndex child : states[parent].children) {
        if (withHistory || states[child].type != StateType::History)
            out.push_back(states[child].key);
    }
    return out;
}

StateTree TreeReader::read(const OrderedJson &root)
{
    const OrderedJson *id = member(root, "id");
    if (id == nullptr)
        m_report.error("E010", "", "\"id\" is missing");
    readState(root, id != nullptr && id->is_string() ? id->get<std::string>() : std::string(), NoState, "");
    if (m_tooMany)
        m_report.error("E005", "/states", "definition has " + std::to_string(m_count) + " states, the limit is "
                                              + std::to_string(MaxStates));
    return std::move(m_tree);
}

void TreeReader::readState(const OrderedJson &source, const std::string &key, StateIndex parent,
                           const std::string &pointer)
{
    if (++m_count > MaxStates)
        m_tooMany = true;
    const StateIndex index = m_tree.states.size();
    State state;
    state.index = index;
    state.parent = parent;
    state.depth = parent == NoState ? 0 : m_tree.states[parent].depth + 1;
    state.key = key;
    state.pointer = pointer;
    const bool belowRoot = parent == 0;
    state.path = parent == NoState || belowRoot ? key : m_tree.states[parent].path + '.' + key;
    // The default id follows the keys, whatever ids the states on the way have.
    state.id = parent == NoState ? key : m_tree.states[0].key + '.' + state.path;
    if (parent != NoState && !isName(key))
        m_report.errorAtKey("E024", pointer, "bad name " + inQuotes(key)
                                                 + ": letters, digits, _ and -, not starting with a digit");
    const bool usable = m_report.isObject(source, pointer, parent == NoState ? "definition" : key);
    if (usable) {
        readId(state, source);
        state.type = readType(state, source);
        checkKeys(state, source);
        readDescription(state, source);
    }
    const std::string id = state.id;
    if (m_tree.byId.emplace(id, index).second)
        m_idPointers.emplace(id, usable && source.contains("id") ? pointer / "id" : pointer);
    if (parent != NoState)
        m_tree.states[parent].children.push_back(index);
    m_tree.states.push_back(std::move(state));
    static const OrderedJson empty = OrderedJson::object();
    m_tree.sources.push_back(usable ? &source : &empty);
    if (usable) {
        readChildren(index, source);
        readInitial(index, source);
    }
}

void TreeReader::readId(State &state, const OrderedJson &source)
{
    const OrderedJson *id = member(source, "id");
    const std::string at = state.pointer / "id";
    if (id == nullptr || !m_report.isText(*id, at, "id"))
        return;
    state.id = id->get<std::string>();
    if (!isName(state.id))
        m_report.error("E024", at,
                       "bad name " + inQuotes(state.id) + ": letters, digits, _ and -, not starting with a digit");
    if (const auto first = m_idPointers.find(state.id); first != m_idPointers.end())
        m_report.error("E025", at, "id " + inQuotes(state.id) + " is used twice, first at " + first->second);
}

StateType TreeReader::readType(const State &state, const OrderedJson &source)
{
    const OrderedJson *states = member(source, "states");
    const bool hasStates = states != nullptr && !(states->is_object() && states->empty());
    const StateType implied = hasStates || source.contains("initial") ? StateType::Compound
                              : source.contains("history") ? StateType::History
                                                           : StateType::Atomic;
    const OrderedJson *given = member(source, "type");
    if (given == nullptr)
        return implied;
    const bool isRoot = state.parent == NoState;
    for (const StateType type : {StateType::Atomic, StateType::Compound, StateType::Parallel, StateType::Final,
                                 StateType::History}) {
        if (*given == name(type) && !(isRoot && (type == StateType::Final || type == StateType::History)))
            return type;
    }
    m_report.error("E014", state.pointer / "type",
                   std::string("\"type\" must be ")
                       + (isRoot ? "atomic, compound or parallel" : "atomic, compound, parallel, final or history")
                       + ", found " + (given->is_string() ? given->dump() : typeName(*given)));
    return implied;
}

void TreeReader::checkKeys(const State &state, const OrderedJson &source)
{
    if (state.parent == NoState)
        m_report.unknownKeys(source, state.pointer,
                             {"id", "type", "initial", "states", "on", "always", "after", "invoke", "entry", "exit", "onDone",
                              "output", "history", "target", "tags", "meta", "description", "version", "context", "setup",
                              "$schema", "types", "schemas"},
                             "a state");
    else
        m_report.unknownKeys(source, state.pointer,
                             {"id", "type", "initial", "states", "on", "always", "after", "invoke", "entry", "exit", "onDone",
                              "output", "history", "target", "tags", "meta", "description"},
                             "a state");
    for (const auto key : forbiddenKeys(state.type, state.parent == NoState)) {
        if (source.contains(key))
            m_report.errorAtKey("E026", state.pointer / key, article(state.type) + " state cannot have " + inQuotes(key));
    }
    const OrderedJson *states = member(source, "states");
    if (state.type == StateType::Atomic && states != nullptr && !states->empty())
        m_report.errorAtKey("E026", state.pointer / "states", "an atomic state cannot have \"states\"");
}

void TreeReader::readDescription(State &state, const OrderedJson &source)
{
    if (const OrderedJson *text = member(source, "description");
        text && m_report.isText(*text, state.pointer / "description", "description"))
        state.description = text->get<std::string>();
    if (const OrderedJson *tags = member(source, "tags")) {
        for (const auto &[tag, at] : oneOrMany(*tags, state.pointer / "tags")) {
            if (m_report.isText(*tag, at, "tags"))
                state.tags.push_back(tag->get<std::string>());
        }
    }
    const OrderedJson *meta = member(source, "meta");
    const std::string at = state.pointer / "meta";
    if (meta == nullptr || !m_report.isObject(*meta, at, "meta"))
        return;
    state.meta = *meta;
    if (const OrderedJson *column = member(*meta, "column"); column && m_report.isText(*column, at / "column", "column"))
        state.column = column->get<std::string>();
    if (const OrderedJson *sla = member(*meta, "sla"))
        readSla(state, *sla, at / "sla");
    if (const OrderedJson *most = member(*meta, "maxRunning"); most && state.parent == NoState)
        state.maxRunning = m_setup.readCount(*most, at / "maxRunning", "maxRunning").value_or(0);
}

void TreeReader::readSla(State &state, const OrderedJson &source, const std::string &pointer)
{
    if (!m_report.isObject(source, pointer, "sla"))
        return;
    m_report.unknownKeys(source, pointer, {"warn", "breach", "calendar"}, "meta.sla");
    Sla sla;
    const OrderedJson *warn = member(source, "warn");
    const OrderedJson *breach = member(source, "breach");
    if (warn != nullptr)
        sla.warn = m_setup.readDuration(*warn, pointer / "warn");
    if (breach != nullptr)
        sla.breach = m_setup.readDuration(*breach, pointer / "breach");
    if (warn == nullptr && breach == nullptr)
        m_report.error("E014", pointer, "\"sla\" must be an object with \"warn\" or \"breach\", found neither");
    if (sla.warn && sla.breach && *sla.warn >= *sla.breach)
        m_report.error("E014", pointer / "warn", "\"warn\" must be shorter than \"breach\", found " + warn->dump() + " and " + breach->dump());
    if (const OrderedJson *calendar = member(source, "calendar");
        calendar && m_report.isText(*calendar, pointer / "calendar", "calendar")) {
        sla.calendar = calendar->get<std::string>();
        if (sla.calendar.empty())
            m_report.error("E014", pointer / "calendar", "\"calendar\" must be entity, studio or the name of a business, found \"\"");
    }
    if (sla.warn || sla.breach)
        state.sla = std::move(sla);
}

void TreeReader::readChildren(StateIndex index, const OrderedJson &source)
{
    const OrderedJson *states = member(source, "states");
    const std::string pointer = m_tree.states[index].pointer;
    const StateType type = m_tree.states[index].type;
    if (states != nullptr && m_report.isObject(*states, pointer / "states", "states")
        && (type == StateType::Compound || type == StateType::Parallel)) {
        if (m_tree.states[index].depth >= MaxStateDepth && !states->empty()) {
            if (!m_tooDeep)
                m_report.errorAtKey("E006", pointer / "states",
                                    "states are nested deeper than " + std::to_string(MaxStateDepth) + " levels");
            m_tooDeep = true;
            return;
        }
        for (const auto &[key, child] : states->items())
            readState(child, key, index, pointer / "states" / key);
    }
    if ((type == StateType::Compound || type == StateType::Parallel) && m_tree.childKeys(index, false).empty()
        && (states == nullptr || states->is_object()))
        m_report.error("E020", pointer, article(type) + " state needs states");
}

void TreeReader::readInitial(StateIndex index, const OrderedJson &source)
{
    State &state = m_tree.states[index];
    const auto children = m_tree.childKeys(index, false);
    if (state.type != StateType::Compound || children.empty())
        return;
    const OrderedJson *initial = member(source, "initial");
    if (initial == nullptr) {
        m_report.error("E021", state.pointer, "a compound state needs \"initial\"");
        return;
    }
    if (!m_report.isText(*initial, state.pointer / "initial", "initial"))
        return;
    const std::string key = initial->get<std::string>();
    state.initial = m_tree.childOf(index, key);
    if (state.initial == NoState || m_tree.states[state.initial].type == StateType::History)
        m_report.error("E022", state.pointer / "initial",
                       "\"initial\" names " + inQuotes(key) + ", which is not a child: " + listed(children)
                           + didYouMean(key, children));
}

StateIndex resolveTarget(const StateTree &tree, StateIndex source, const std::string &target, const std::string &pointer,
                         Report &report)
{
    const State &from = tree.states[source];
    std::string_view rest = target;
    StateIndex at = from.parent;
    std::string relation = "siblings";
    if (rest.starts_with('#')) {
        const auto id = rest.substr(1, rest.find('.') == std::string_view::npos ? rest.npos : rest.find('.') - 1);
        const auto found = tree.byId.find(id);
        if (found == tree.byId.end()) {
            std::vector<std::string> ids;
            for (const auto &[known, index] : tree.byId) {
                if (known.find('.') == std::string::npos)
                    ids.push_back(known);
            }
            report.error("E041", pointer, "no state has the id " + inQuotes(id) + didYouMean(id, ids));
            return NoState;
        }
        at = found->second;
        rest.remove_prefix(id.size() + 1);
        if (rest.empty())
            return at;
        rest.remove_prefix(1);
        relation = "children";
    } else if (rest.starts_with('.')) {
        at = source;
        rest.remove_prefix(1);
        relation = "children";
    } else if (at == NoState) {
        report.error("E040", pointer, "target " + inQuotes(target) + " of " + inQuotes(from.path)
                                          + ": no such sibling; the root has none, use " + inQuotes('.' + target));
        return NoState;
    }
    while (true) {
        const auto dot = rest.find('.');
        const std::string key(rest.substr(0, dot));
        const StateIndex next = tree.childOf(at, key);
        if (next == NoState) {
            const auto keys = tree.childKeys(at, true);
            const std::string one = relation == "siblings" ? "sibling" : "child";
            report.error("E040", pointer,
                         "target " + inQuotes(target) + " of " + inQuotes(from.path) + ": no such " + one + "; "
                             + (keys.empty() ? "there are none" : relation + " are " + listed(keys)) + didYouMean(key, keys));
            return NoState;
        }
        at = next;
        if (dot == std::string_view::npos)
            return at;
        rest.remove_prefix(dot + 1);
        relation = "children";
    }
}

void checkTargetsTogether(const StateTree &tree, const std::vector<StateIndex> &targets,
                          const std::vector<std::string> &written, const std::string &pointer, Report &report)
{
    const auto apart = [&](StateIndex a, StateIndex b) {
        if (a == b || tree.isInside(a, b) || tree.isInside(b, a))
            return false;
        StateIndex common = tree.states[a].parent;
        while (common != NoState && !tree.isInside(b, common))
            common = tree.states[common].parent;
        return common != NoState && tree.states[common].type == StateType::Parallel;
    };
    for (std::size_t i = 0; i < targets.size(); ++i) {
        for (std::size_t k = i + 1; k < targets.size(); ++k) {
            if (!apart(targets[i], targets[k]))
                report.error("E042", pointer, "targets " + inQuotes(written[i]) + " and " + inQuotes(written[k])
                                                  + " are not in different regions of one parallel state");
        }
    }
}

} // namespace hs::workflow
