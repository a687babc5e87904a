#include <algorithm>
#include <array>

#include "engine/workflow/behaviour_reader.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/near_names.h"

// The part of BehaviourReader that reads guards (F14) and actions (F13).
namespace hs::workflow {

namespace {

struct BuiltInAction {
    std::string_view name;
    ActionCall::Kind kind;
};
constexpr std::array<BuiltInAction, 6> BuiltInActions = {{{"assign", ActionCall::Kind::Assign},
                                                          {"raise", ActionCall::Kind::Raise},
                                                          {"cancel", ActionCall::Kind::Cancel},
                                                          {"emit", ActionCall::Kind::Emit},
                                                          {"sendTo", ActionCall::Kind::SendTo},
                                                          {"log", ActionCall::Kind::Log}}};

/// Actions of XState that need code or child machines.
constexpr std::array<std::string_view, 10> ForeignActions = {"spawnChild", "stopChild",  "enqueueActions", "sendParent",
                                                             "forwardTo",  "escalate",   "respond",        "pure",
                                                             "choose",     "functions"};

struct BuiltInGuard {
    std::string_view name;
    Guard::Kind kind;
    const char *param;
    const char *wanted;
};
constexpr std::array<BuiltInGuard, 5> BuiltInGuards
    = {{{"jsonlogic", Guard::Kind::Rule, "rule", "a JSONLogic rule"},
        {"and", Guard::Kind::And, "guards", "an array of guards"},
        {"or", Guard::Kind::Or, "guards", "an array of guards"},
        {"not", Guard::Kind::Not, "guard", "a guard"},
        {"stateIn", Guard::Kind::StateIn, "state", "\"#id\" or a path from the root"}}};

} // namespace

std::optional<Guard> BehaviourReader::readGuard(const OrderedJson &source, const std::string &pointer, StateIndex state)
{
    Guard out;
    OrderedJson params = OrderedJson::object();
    std::string paramsAt = pointer;
    if (source.is_string()) {
        out.name = source.get<std::string>();
    } else if (source.is_object()) {
        m_report.unknownKeys(source, pointer, {"type", "params"}, "a guard");
        const OrderedJson *type = member(source, "type");
        if (type == nullptr)
            m_report.error("E014", pointer, "\"type\" must be a string, found nothing");
        if (type == nullptr || !m_report.isText(*type, pointer / "type", "type"))
            return std::nullopt;
        out.name = type->get<std::string>();
        if (const OrderedJson *given = member(source, "params")) {
            paramsAt = pointer / "params";
            params = *given;
        }
    } else {
        m_report.wrongType(pointer, "guard", "a string or an object", source);
        return std::nullopt;
    }
    const auto builtIn = std::find_if(BuiltInGuards.begin(), BuiltInGuards.end(),
                                      [&](const BuiltInGuard &guard) { return guard.name == out.name; });
    if (builtIn != BuiltInGuards.end()) {
        out.kind = builtIn->kind;
        readBuiltInGuard(out, params, paramsAt, state);
        return out;
    }
    const auto named = m_setup.guards.find(out.name);
    if (named == m_setup.guards.end()) {
        std::vector<std::string> names;
        for (const auto &[known, value] : m_setup.guards)
            names.push_back(known);
        for (const auto &guard : BuiltInGuards)
            names.emplace_back(guard.name);
        m_report.error("E060", source.is_object() ? pointer / "type" : pointer,
                       "no guard " + inQuotes(out.name) + " in setup.guards" + didYouMean(out.name, names));
        return std::nullopt;
    }
    named->second.used = true;
    out.rule = named->second.value;
    out.params = std::move(params);
    return out;
}

void BehaviourReader::readBuiltInGuard(Guard &guard, const OrderedJson &params, const std::string &pointer,
                                       StateIndex state)
{
    if (!m_report.isObject(params, pointer, "params"))
        return;
    const auto &row = *std::find_if(BuiltInGuards.begin(), BuiltInGuards.end(),
                                    [&](const BuiltInGuard &known) { return known.name == guard.name; });
    m_report.unknownKeys(params, pointer, {row.param}, "a guard");
    const OrderedJson *value = member(params, row.param);
    const std::string at = pointer / row.param;
    if (value == nullptr) {
        m_report.error("E062", pointer, inQuotes(row.param) + " of guard " + inQuotes(guard.name) + " is missing (must be "
                                            + row.wanted + ')');
        return;
    }
    switch (guard.kind) {
    case Guard::Kind::Rule:
        m_report.rule(*value, at, {.params = true});
        guard.rule = *value;
        guard.params = params;
        break;
    case Guard::Kind::And:
    case Guard::Kind::Or:
        if (!value->is_array())
            return m_report.wrongType(at, row.param, row.wanted, *value);
        for (std::size_t i = 0; i < value->size(); ++i) {
            if (auto inner = readGuard((*value)[i], at / i, state))
                guard.guards.push_back(std::move(*inner));
        }
        break;
    case Guard::Kind::Not:
        if (auto inner = readGuard(*value, at, state))
            guard.guards.push_back(std::move(*inner));
        break;
    case Guard::Kind::StateIn:
        if (m_report.isText(*value, at, row.param))
            guard.state = stateOf(value->get<std::string>(), at, state);
        break;
    }
}

StateIndex BehaviourReader::stateOf(const std::string &path, const std::string &pointer, StateIndex from)
{
    if (path.starts_with('#'))
        return resolveTarget(m_tree, from, path, pointer, m_report);
    const auto found = std::find_if(m_tree.states.begin(), m_tree.states.end(), [&](const State &state) {
        return state.parent != NoState && state.path == path;
    });
    if (found != m_tree.states.end())
        return found->index;
    std::vector<std::string> paths;
    for (const auto &state : m_tree.states)
        paths.push_back(state.path);
    m_report.error("E041", pointer, "no state has the id " + inQuotes(path) + didYouMean(path, paths));
    return NoState;
}

std::vector<ActionCall> BehaviourReader::readActions(const OrderedJson &source, const std::string &pointer)
{
    std::vector<ActionCall> out;
    for (const auto &[one, at] : oneOrMany(source, pointer)) {
        if (auto action = readAction(*one, at))
            out.push_back(std::move(*action));
    }
    return out;
}

std::optional<ActionCall> BehaviourReader::readAction(const OrderedJson &source, const std::string &pointer)
{
    ActionCall out;
    OrderedJson params = OrderedJson::object();
    std::string paramsAt = pointer;
    std::string nameAt = pointer;
    if (source.is_string()) {
        out.name = source.get<std::string>();
    } else if (source.is_object()) {
        m_report.unknownKeys(source, pointer, {"type", "params"}, "an action");
        const OrderedJson *type = member(source, "type");
        if (type == nullptr)
            m_report.error("E014", pointer, "\"type\" must be a string, found nothing");
        if (type == nullptr || !m_report.isText(*type, pointer / "type", "type"))
            return std::nullopt;
        out.name = type->get<std::string>();
        nameAt = pointer / "type";
        if (const OrderedJson *given = member(source, "params")) {
            paramsAt = pointer / "params";
            params = *given;
        }
    } else {
        m_report.wrongType(pointer, "actions", "a string or an object", source);
        return std::nullopt;
    }
    if (!m_report.isObject(params, paramsAt, "params"))
        return std::nullopt;
    const auto builtIn = std::find_if(BuiltInActions.begin(), BuiltInActions.end(),
                                      [&](const BuiltInAction &action) { return action.name == out.name; });
    if (builtIn != BuiltInActions.end()) {
        out.kind = builtIn->kind;
        readBuiltInAction(out, params, paramsAt);
        return out;
    }
    const auto named = m_setup.actions.find(out.name);
    if (named != m_setup.actions.end()) {
        named->second.used = true;
        out.agent = named->second.value.agent;
        out.command = named->second.value.command;
        m_report.mapping(params, paramsAt, {});
        out.params = std::move(params);
        return out;
    }
    const bool foreign = std::find(ForeignActions.begin(), ForeignActions.end(), out.name) != ForeignActions.end();
    if (foreign || out.name.starts_with("xstate.")) {
        m_report.error("E015", nameAt, inQuotes(out.name) + " is an XState feature this engine does not run");
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto &[known, value] : m_setup.actions)
        names.push_back(known);
    for (const auto &action : BuiltInActions)
        names.emplace_back(action.name);
    m_report.error("E061", nameAt, "no action " + inQuotes(out.name) + " in setup.actions" + didYouMean(out.name, names));
    return std::nullopt;
}

void BehaviourReader::readBuiltInAction(ActionCall &action, const OrderedJson &params, const std::string &pointer)
{
    /// The value of a param that must be there.
    const auto need = [&](const char *key, const char *wanted) {
        const OrderedJson *value = member(params, key);
        if (value == nullptr)
            m_report.error("E062", pointer, inQuotes(key) + " of action " + inQuotes(action.name) + " is missing (must be "
                                                + wanted + ')');
        return value;
    };
    const auto needRule = [&](const char *key, const char *wanted) {
        if (const OrderedJson *value = need(key, wanted))
            m_report.rule(*value, pointer / key, {});
    };
    const auto needEvent = [&] {
        if (const OrderedJson *event = need("event", "an object with \"type\""))
            readEvent(action, *event, pointer / "event");
    };
    action.params = params;
    switch (action.kind) {
    case ActionCall::Kind::Assign:
        m_report.unknownKeys(params, pointer, {"assignment"}, "an action");
        if (const OrderedJson *assignment = need("assignment", "an object");
            assignment && m_report.isObject(*assignment, pointer / "assignment", "assignment")) {
            m_report.mapping(*assignment, pointer / "assignment", {});
            action.params = *assignment;
        }
        break;
    case ActionCall::Kind::Raise:
        m_report.unknownKeys(params, pointer, {"event", "delay", "id"}, "an action");
        needEvent();
        if (const OrderedJson *delay = member(params, "delay"))
            readDelay(action, *delay, pointer / "delay");
        if (const OrderedJson *id = member(params, "id"))
            m_report.rule(*id, pointer / "id", {});
        break;
    case ActionCall::Kind::Cancel:
        m_report.unknownKeys(params, pointer, {"id"}, "an action");
        needRule("id", "a string");
        break;
    case ActionCall::Kind::Emit:
        m_report.unknownKeys(params, pointer, {"event"}, "an action");
        needEvent();
        break;
    case ActionCall::Kind::SendTo:
        m_report.unknownKeys(params, pointer, {"to", "event"}, "an action");
        needRule("to", "a string");
        needEvent();
        break;
    case ActionCall::Kind::Log:
        m_report.unknownKeys(params, pointer, {"message"}, "an action");
        needRule("message", "a text or a rule");
        break;
    case ActionCall::Kind::Named:
        break;
    }
}

void BehaviourReader::readEvent(ActionCall &action, const OrderedJson &event, const std::string &pointer)
{
    if (!event.is_object())
        return m_report.wrongType(pointer, "event", "an object with \"type\"", event);
    const OrderedJson *type = member(event, "type");
    if (type == nullptr) {
        m_report.error("E062", pointer, "\"type\" of action " + inQuotes(action.name) + " is missing (must be a string)");
    } else if (type->is_string()) {
        if (isReserved(type->get_ref<const std::string &>()))
            m_report.error("E047", pointer / "type", "event types cannot start with \"xstate.\" here");
    } else if (!type->is_object()) {
        m_report.wrongType(pointer / "type", "type", "a string", *type);
    }
    m_report.mapping(event, pointer, {});
    action.event = event;
}

void BehaviourReader::readDelay(ActionCall &action, const OrderedJson &delay, const std::string &pointer)
{
    if (delay.is_string()) {
        action.delay = m_setupReader.readDelayText(delay.get<std::string>(), pointer, Document::Of::Value, m_setup);
    } else if (delay.is_object()) {
        m_report.rule(delay, pointer, {});
        action.delay = Delay{std::nullopt, delay};
    } else {
        action.delay = Delay{m_setupReader.readDuration(delay, pointer), {}};
    }
}

} // namespace hs::workflow
