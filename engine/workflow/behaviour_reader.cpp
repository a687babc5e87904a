#include "engine/workflow/behaviour_reader.h"

#include <algorithm>

#include "engine/workflow/duration.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/near_names.h"

namespace hs::workflow {

void BehaviourReader::read()
{
    for (StateIndex i = 0; i < m_tree.states.size(); ++i)
        readState(m_tree.states[i], *m_tree.sources[i]);
}

void BehaviourReader::readState(State &state, const OrderedJson &source)
{
    if (state.type == StateType::History)
        return readHistory(state, source);
    const auto part = [&](const char *key, auto read) {
        if (const OrderedJson *value = member(source, key))
            read(*value, state.pointer / key);
    };
    part("entry", [&](const OrderedJson &value, const std::string &at) { state.entry = readActions(value, at); });
    part("exit", [&](const OrderedJson &value, const std::string &at) { state.exit = readActions(value, at); });
    part("output", [&](const OrderedJson &value, const std::string &at) {
        m_report.mapping(value, at, {});
        state.output = value;
    });
    if (state.type == StateType::Final)
        return;
    part("on", [&](const OrderedJson &value, const std::string &at) {
        if (m_report.isObject(value, at, "on"))
            readOn(state, value);
    });
    part("onDone", [&](const OrderedJson &value, const std::string &at) {
        const auto list = readTransitions(state, value, at, "xstate.done.state." + state.id, "onDone");
        state.transitions.insert(state.transitions.end(), list.begin(), list.end());
    });
    part("invoke", [&](const OrderedJson &value, const std::string &) { readInvokes(state, value); });
    part("after", [&](const OrderedJson &value, const std::string &at) {
        if (m_report.isObject(value, at, "after"))
            readAfter(state, value);
    });
    part("always", [&](const OrderedJson &value, const std::string &at) {
        state.always = readTransitions(state, value, at, "", "always");
    });
}

void BehaviourReader::readHistory(State &state, const OrderedJson &source)
{
    if (const OrderedJson *history = member(source, "history")) {
        if (*history != "shallow" && *history != "deep")
            m_report.error("E014", state.pointer / "history",
                           "\"history\" must be shallow or deep, found "
                               + (history->is_string() ? history->dump() : typeName(*history)));
        state.deep = *history == "deep";
    }
    const OrderedJson *target = member(source, "target");
    if (target == nullptr)
        return;
    std::vector<std::string> written;
    for (const auto &[one, at] : oneOrMany(*target, state.pointer / "target")) {
        if (!m_report.isText(*one, at, "target"))
            continue;
        const auto found = resolveTarget(m_tree, state.index, one->get<std::string>(), at, m_report);
        if (found == NoState)
            continue;
        if (!m_tree.isInside(found, state.parent))
            m_report.error("E030", at, "default of history " + inQuotes(state.path) + " must be inside "
                                           + inQuotes(m_tree.states[state.parent].path));
        else if (m_tree.states[found].type == StateType::History)
            m_report.error("E030", at, "default of history " + inQuotes(state.path) + " cannot be a history state");
        state.historyDefault.push_back(found);
        written.push_back(one->get<std::string>());
    }
    checkTargetsTogether(m_tree, state.historyDefault, written, state.pointer / "target", m_report);
}

void BehaviourReader::readOn(State &state, const OrderedJson &on)
{
    for (const auto &[descriptor, source] : on.items()) {
        const std::string at = state.pointer / "on" / descriptor;
        if (!isDescriptor(descriptor)) {
            if (descriptor.find('*') != std::string::npos)
                m_report.errorAtKey("E048", at, "\"*\" only as the last token");
            else
                m_report.errorAtKey("E024", at, "bad name " + inQuotes(descriptor) + ": an event type is words joined by dots");
        }
        const auto list = readTransitions(state, source, at, descriptor, descriptor);
        state.transitions.insert(state.transitions.end(), list.begin(), list.end());
    }
}

void BehaviourReader::readAfter(State &state, const OrderedJson &after)
{
    // Setting order is that of ECMAScript's keys: whole numbers rising, then the rest as written (M14).
    std::vector<std::pair<std::int64_t, std::string>> numbers;
    std::vector<std::string> keys;
    for (const auto &item : after.items()) {
        if (const auto millis = parseMillis(item.key()); millis && !m_setup.delays.contains(item.key()))
            numbers.emplace_back(millis->count(), item.key());
        else
            keys.push_back(item.key());
    }
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        keys.insert(keys.begin() + std::ptrdiff_t(i), numbers[i].second);
    for (const auto &key : keys) {
        const std::string at = state.pointer / "after" / key;
        const std::string event = "xstate.after." + key + '.' + state.id;
        if (auto delay = m_setupReader.readDelayText(key, at, Document::Of::Key, m_setup))
            state.timers.push_back({key, event, std::move(*delay)});
        const auto list = readTransitions(state, after[key], at, event, key);
        state.transitions.insert(state.transitions.end(), list.begin(), list.end());
    }
}

void BehaviourReader::readInvokes(State &state, const OrderedJson &invokes)
{
    for (const auto &[source, at] : oneOrMany(invokes, state.pointer / "invoke")) {
        if (m_report.isObject(*source, at, "invoke"))
            readInvoke(state, *source, at);
    }
}

void BehaviourReader::readInvoke(State &state, const OrderedJson &source, const std::string &pointer)
{
    m_report.unknownKeys(source, pointer, {"id", "src", "input", "onDone", "onError", "retry", "timeout", "compensate"},
                         "an invoke");
    Invoke invoke;
    invoke.state = state.index;
    invoke.pointer = pointer;
    invoke.id = std::to_string(state.invokes.size()) + '.' + state.id;
    if (const OrderedJson *id = member(source, "id"); id && m_report.isText(*id, pointer / "id", "id")) {
        invoke.id = id->get<std::string>();
        if (invoke.id.empty())
            m_report.error("E024", pointer / "id", "bad name \"\": an invoke id cannot be empty");
    }
    if (!m_invokes.emplace(invoke.id, std::pair(state.index, state.invokes.size())).second)
        m_report.error("E081", source.contains("id") ? pointer / "id" : pointer,
                       "invoke id " + inQuotes(invoke.id) + " is used twice");
    const OrderedJson *src = member(source, "src");
    if (src == nullptr) {
        m_report.error("E014", pointer, "\"src\" must be a string, found nothing");
    } else if (m_report.isText(*src, pointer / "src", "src")) {
        invoke.src = src->get<std::string>();
        m_setupReader.checkSrc(invoke.src, pointer / "src");
    }
    if (const OrderedJson *input = member(source, "input")) {
        m_report.mapping(*input, pointer / "input", {});
        invoke.input = *input;
    }
    if (const auto actor = m_setup.actors.find(invoke.src); actor != m_setup.actors.end())
        invoke.policy = actor->second;
    m_setupReader.readPolicy(source, pointer, invoke.policy);
    for (const auto &[key, prefix] :
         {std::pair("onDone", "xstate.done.actor."), std::pair("onError", "xstate.error.actor.")}) {
        const OrderedJson *value = member(source, key);
        if (value == nullptr)
            continue;
        const auto list = readTransitions(state, *value, pointer / key, prefix + invoke.id, key);
        state.transitions.insert(state.transitions.end(), list.begin(), list.end());
    }
    state.invokes.push_back(std::move(invoke));
}

std::vector<Transition> BehaviourReader::readTransitions(State &state, const OrderedJson &source,
                                                         const std::string &pointer, const std::string &descriptor,
                                                         const std::string &label)
{
    std::vector<Transition> out;
    bool open = true; // no unguarded transition so far
    for (const auto &[one, at] : oneOrMany(source, pointer)) {
        if (!one->is_string() && !one->is_object()) {
            m_report.wrongType(at, label, "a transition (a target or an object)", *one);
            continue;
        }
        Transition transition = readTransition(state, *one, at);
        transition.descriptor = descriptor;
        if (descriptor.empty() && !transition.hasTarget)
            m_report.error("E044", at, "an always transition needs a target");
        if (!open)
            m_report.warning("W204", at, "never reached: an earlier transition for " + inQuotes(label) + " has no guard");
        open = open && (one->is_object() && one->contains("guard"));
        out.push_back(std::move(transition));
    }
    return out;
}

Transition BehaviourReader::readTransition(State &state, const OrderedJson &source, const std::string &pointer)
{
    Transition out;
    out.source = state.index;
    if (source.is_string()) {
        readTargets(out, source, pointer);
        return out;
    }
    m_report.unknownKeys(source, pointer, {"target", "guard", "actions", "reenter", "description", "meta"}, "a transition");
    if (const OrderedJson *target = member(source, "target"))
        readTargets(out, *target, pointer / "target");
    if (const OrderedJson *guard = member(source, "guard"))
        out.guard = readGuard(*guard, pointer / "guard", state.index);
    if (const OrderedJson *actions = member(source, "actions"))
        out.actions = readActions(*actions, pointer / "actions");
    if (const OrderedJson *reenter = member(source, "reenter");
        reenter && m_report.isTrueOrFalse(*reenter, pointer / "reenter", "reenter"))
        out.reenter = reenter->get<bool>();
    if (const OrderedJson *text = member(source, "description");
        text && m_report.isText(*text, pointer / "description", "description"))
        out.description = text->get<std::string>();
    if (const OrderedJson *meta = member(source, "meta"); meta && m_report.isObject(*meta, pointer / "meta", "meta"))
        out.meta = *meta;
    return out;
}

void BehaviourReader::readTargets(Transition &transition, const OrderedJson &target, const std::string &pointer)
{
    transition.hasTarget = true;
    if (target.is_array() && target.empty())
        return m_report.error("E014", pointer, "\"target\" must be a string or an array of strings, found an empty array");
    std::vector<std::string> written;
    const State &source = m_tree.states[transition.source];
    for (const auto &[one, at] : oneOrMany(target, pointer)) {
        if (!one->is_string()) {
            m_report.wrongType(at, "target", "a string or an array of strings", *one);
            continue;
        }
        const auto found = resolveTarget(m_tree, source.index, one->get<std::string>(), at, m_report);
        if (found == NoState)
            continue;
        const State &state = m_tree.states[found];
        if (state.type == StateType::History && (state.parent == source.index || m_tree.isInside(source.index, state.parent))) {
            const std::string parent = inQuotes(m_tree.states[state.parent].path);
            m_report.error("E043", at, inQuotes(source.path) + " targets history " + inQuotes(state.path)
                                           + " of its own ancestor " + parent + "; target " + parent
                                           + " or move the transition outside");
        }
        transition.targets.push_back(found);
        written.push_back(one->get<std::string>());
    }
    checkTargetsTogether(m_tree, transition.targets, written, pointer, m_report);
}

} // namespace hs::workflow
