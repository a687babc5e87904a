#include "engine/designer/definition_edit.h"

#include <algorithm>
#include <tuple>

#include "engine/designer/definition_source.h"
#include "engine/designer/json_editor.h"
#include "engine/designer/setup_names.h"
#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"

namespace hs::designer {

using workflow::member;
using workflow::NoState;
using workflow::State;
using workflow::StateIndex;
using workflow::StateType;
using workflow::operator/;
using Kind = api::ChartTransition::Kind;

namespace {

struct Edited {
    std::string text;
    std::string pointer;
};

std::string upOne(const std::string &pointer)
{
    return pointer.substr(0, pointer.rfind('/'));
}

/// The last step of a pointer, as the key it stands for.
std::string lastKey(const std::string &pointer)
{
    std::string out;
    const std::string_view token = std::string_view(pointer).substr(pointer.rfind('/') + 1);
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            out += token[++i] == '1' ? '/' : '~';
        else
            out += token[i];
    }
    return out;
}

bool isBelow(const std::string &pointer, const std::string &above)
{
    return pointer.size() > above.size() && pointer.starts_with(above) && pointer[above.size()] == '/';
}

Result<OrderedJson> parsedValue(const QString &text, const std::string &what)
{
    const std::string bytes = text.toStdString();
    const workflow::Document document(bytes);
    if (!document.isUsable() || !document.findings().empty())
        return fail(Errc::BadInput, document.findings().empty() ? what + " is not JSON" : document.findings().front().message, what,
                    "a text stands in quotes: \"paidInFull\"");
    return document.json();
}

/// One change of one text.
class DefinitionEditor {
public:
    explicit DefinitionEditor(const std::string &text) : m_text(text), m_source(text) {}

    Result<Edited> run(const api::DefinitionEdit &edit)
    {
        if (!m_source.isReadable())
            return fail(Errc::BadInput, "the text is not JSON, so nothing in it can be changed by the picture", {}, "mend the text first");
        for (const auto &finding : m_source.document().findings()) {
            if (finding.code == "E003")
                return fail(Errc::BadInput, finding.message, finding.pointer, "take one of them out of the text first");
        }
        return std::visit([this](const auto &change) { return apply(change); }, edit);
    }

private:
    // ---- states ----
    Result<Edited> apply(const api::AddState &change)
    {
        const State *parent = m_source.stateAt(change.parent.toStdString());
        if (!parent)
            return gone("state");
        const std::string key = change.key.toStdString();
        HS_TRY(checkName(key));
        if (parent->type == StateType::Final || parent->type == StateType::History)
            return fail(Errc::BadInput, "a final or history state holds no others", parent->pointer, "choose another place");
        if (m_source.tree().childOf(parent->index, key) != NoState)
            return taken(key);
        std::string out = m_text;
        const OrderedJson &json = *m_source.tree().sources[parent->index];
        if (parent->type == StateType::Atomic && member(json, "type"))
            out = without(out, parent->pointer / "type");
        const bool first = m_source.tree().childKeys(parent->index, false).empty() && change.kind != api::StateKind::History;
        if (first && parent->type != StateType::Parallel && !member(json, "initial"))
            out = withMember(out, parent->pointer, "initial", key, Place::Last, Room::OwnLines);
        if (!member(json, "states"))
            out = withMember(out, parent->pointer, "states", OrderedJson::object(), Place::Last, Room::OwnLines);
        out = withMember(out, parent->pointer / "states", key, emptyState(change.kind), Place::Last, Room::OwnLines);
        return Edited{out, parent->pointer / "states" / key};
    }

    static OrderedJson emptyState(api::StateKind kind)
    {
        switch (kind) {
        case api::StateKind::Atomic: return OrderedJson::object();
        case api::StateKind::Compound: return {{"initial", "first"}, {"states", {{"first", OrderedJson::object()}}}};
        case api::StateKind::Parallel:
            return {{"type", "parallel"}, {"states", {{"region1", OrderedJson::object()}, {"region2", OrderedJson::object()}}}};
        case api::StateKind::Final: return {{"type", "final"}};
        case api::StateKind::History: return {{"type", "history"}, {"history", "shallow"}};
        }
        return OrderedJson::object();
    }

    Result<Edited> apply(const api::RenameState &change)
    {
        const State *state = m_source.stateAt(change.state.toStdString());
        if (!state)
            return gone("state");
        const std::string key = change.key.toStdString();
        HS_TRY(checkName(key));
        if (key == state->key)
            return Edited{m_text, state->pointer};
        std::vector<NewName> names;
        if (state->parent == NoState) {
            if (!m_source.document().span("/id"))
                return Edited{withMember(m_text, "", "id", key, Place::First), {}};
            names.push_back({"/id", false, key});
            const std::string root = '#' + state->key;
            for (const StateName &name : m_source.names()) {
                if (name.written == root || name.written.starts_with(root + '.'))
                    names.push_back({name.pointer, false, '#' + key + name.written.substr(root.size())});
            }
            return Edited{withNames(m_text, names), {}};
        }
        if (m_source.tree().childOf(state->parent, key) != NoState)
            return taken(key);
        names.push_back({state->pointer, true, key});
        for (const StateName &name : m_source.names()) {
            if (const std::string now = m_source.renamed(name, state->index, key); now != name.written)
                names.push_back({name.pointer, false, now});
        }
        return Edited{withNames(m_text, names), upOne(state->pointer) / key};
    }

    Result<Edited> apply(const api::RemoveState &change)
    {
        const State *state = m_source.stateAt(change.state.toStdString());
        if (!state)
            return gone("state");
        if (state->parent == NoState)
            return fail(Errc::BadInput, "the whole definition can't be removed", {}, "remove states in it");
        const auto goes = [&](StateIndex index) { return index == state->index || m_source.tree().isInside(index, state->index); };
        const State &parent = m_source.tree().states[state->parent];
        std::vector<std::string> out;
        for (const WrittenTransition &transition : m_source.transitions()) {
            if (isBelow(transition.pointer, state->pointer))
                continue;
            const bool into = std::any_of(transition.targets.begin(), transition.targets.end(), goes);
            if (into)
                out.push_back(transition.pointer);
        }
        // A history state falls back on its parent's initial state when its own default is gone.
        for (const StateName &name : m_source.names()) {
            const bool ofHistory = m_source.tree().states[name.from].type == StateType::History;
            if (ofHistory && !isBelow(name.pointer, state->pointer) && m_source.resolve(name) != NoState && goes(m_source.resolve(name)))
                out.push_back(m_source.tree().states[name.from].pointer / "target");
        }
        std::vector<std::string> left = m_source.tree().childKeys(parent.index, false);
        std::erase(left, state->key);
        const bool last = m_source.tree().childKeys(parent.index, true).size() == 1;
        const OrderedJson &json = *m_source.tree().sources[parent.index];
        const bool wasInitial = parent.initial == state->index;
        if (last) {
            out.push_back(parent.pointer / "states");
            if (member(json, "initial"))
                out.push_back(parent.pointer / "initial");
            if (member(json, "type"))
                out.push_back(parent.pointer / "type");
        } else {
            out.push_back(state->pointer);
        }
        // From the back, so that the places before stay true.
        std::sort(out.begin(), out.end(), [this](const std::string &a, const std::string &b) { return placeOf(a) > placeOf(b); });
        out.erase(std::unique(out.begin(), out.end()), out.end());
        std::string text = m_text;
        if (wasInitial && !last && !left.empty())
            text = withValue(text, parent.pointer / "initial", left.front()); // no pointer changes by it
        for (const std::string &pointer : out)
            text = removedOne(text, pointer);
        return Edited{text, parent.pointer};
    }

    Result<Edited> apply(const api::SetMember &change)
    {
        const std::string object = change.object.toStdString();
        const std::string name = change.member.toStdString();
        if (name.empty())
            return fail(Errc::BadInput, "a member needs a name", object);
        const auto *span = m_source.document().span(object);
        if (change.value.trimmed().isEmpty()) {
            if (!m_source.document().span(object / name))
                return Edited{m_text, object};
            return Edited{without(m_text, emptiedBy(object / name)), object};
        }
        auto value = parsedValue(change.value, name);
        if (!value)
            return tl::make_unexpected(value.error());
        if (!span) {
            OrderedJson fresh = OrderedJson::object();
            fresh[name] = *value;
            // Of notes and names, what is missing on the way is made too.
            std::string at = object;
            while (!at.empty() && !m_source.document().span(upOne(at))) {
                OrderedJson around = OrderedJson::object();
                around[lastKey(at)] = std::move(fresh);
                fresh = std::move(around);
                at = upOne(at);
            }
            const auto *above = at.empty() ? nullptr : m_source.document().span(upOne(at));
            if (!above || m_text[above->value] != '{' || (at != object && lastKey(at) != "meta" && lastKey(at) != "setup"))
                return gone("place");
            return Edited{withMember(m_text, upOne(at), lastKey(at), fresh, Place::Last, Room::OwnLines), object};
        }
        if (m_text[span->value] != '{')
            return gone("place");
        return Edited{withMember(m_text, object, name, *value, Place::Last, m_source.stateAt(object) ? Room::OwnLines : Room::Fitting), object};
    }

    /// What goes with the last member of `meta.sla`, of a list of names, of `setup`: the empty rest says nothing.
    [[nodiscard]] std::string emptiedBy(std::string pointer) const
    {
        while (true) {
            const std::string holder = upOne(pointer);
            const bool goes = holder == "/setup" || holder.starts_with("/setup/") || (lastKey(holder) == "sla" && lastKey(upOne(holder)) == "meta");
            if (!goes || m_source.document().json().at(OrderedJson::json_pointer(holder)).size() > 1)
                return pointer;
            pointer = holder;
        }
    }

    Result<Edited> apply(const api::RenameSetup &change)
    {
        const std::string entry = change.entry.toStdString();
        const std::string name = change.name.toStdString();
        if (name.empty())
            return fail(Errc::BadInput, "it needs a name", entry, "name it, as in paidInFull");
        for (const auto kind : {api::SetupKind::Guard, api::SetupKind::Action, api::SetupKind::Actor, api::SetupKind::Delay}) {
            const std::string holder = std::string("/setup") / memberOf(kind);
            if (upOne(entry) != holder || !m_source.document().span(entry))
                continue;
            if (name == lastKey(entry))
                return Edited{m_text, entry};
            if (m_source.document().span(holder / name))
                return fail(Errc::BadInput, "there is a \"" + name + "\" beside it already", entry, "choose another name");
            std::vector<NewName> names{{entry, true, name}};
            if (kind != api::SetupKind::Actor) {
                for (const NameUse &use : usesOf(m_source, kind, lastKey(entry))) {
                    if (use.key && m_source.document().span(upOne(use.pointer) / name))
                        return fail(Errc::BadInput, "a state has a delay \"" + name + "\" already", use.pointer, "choose another name");
                    names.push_back({use.pointer, use.key, name});
                }
            }
            return Edited{withNames(m_text, names), holder / name};
        }
        return gone("name");
    }

    Result<Edited> apply(const api::MoveItem &change)
    {
        const std::string item = change.item.toStdString();
        std::size_t place = 0;
        std::size_t count = 0;
        if (const State *state = m_source.stateAt(item); state && state->parent != NoState) {
            const auto keys = m_source.tree().childKeys(state->parent, true);
            place = std::size_t(std::find(keys.begin(), keys.end(), state->key) - keys.begin());
            count = keys.size();
        } else if (const WrittenTransition *transition = m_source.transitionAt(item); transition && isInArray(item)) {
            place = std::size_t(std::stoul(lastKey(item)));
            count = m_source.document().json().at(OrderedJson::json_pointer(upOne(item))).size();
        } else {
            return fail(Errc::BadInput, "there is nothing to change places with", item);
        }
        const auto to = std::size_t(std::clamp<std::ptrdiff_t>(std::ptrdiff_t(place) + change.steps, 0, std::ptrdiff_t(count) - 1));
        const std::string there = m_source.stateAt(item) ? item : upOne(item) / to;
        return Edited{moved(m_text, item, to), there};
    }

    // ---- transitions ----
    Result<Edited> apply(const api::AddTransition &change)
    {
        const State *source = m_source.stateAt(change.source.toStdString());
        if (!source)
            return gone("state");
        if (source->type == StateType::Final || source->type == StateType::History)
            return fail(Errc::BadInput, "a final or history state has no transitions", source->pointer, "begin at another state");
        auto value = newTransition(*source, change);
        if (!value)
            return tl::make_unexpected(value.error());
        std::string holder = source->pointer;
        std::string key;
        switch (change.kind) {
        case Kind::Event: holder = holder / "on"; key = change.event.toStdString(); break;
        case Kind::After: holder = holder / "after"; key = change.event.toStdString(); break;
        case Kind::Always: key = "always"; break;
        case Kind::StateDone: key = "onDone"; break;
        case Kind::TaskDone:
        case Kind::TaskError:
            holder = invokeOf(*source, change.event.toStdString());
            key = change.kind == Kind::TaskDone ? "onDone" : "onError";
            if (holder.empty())
                return fail(Errc::BadInput, "the state has no task of that name", source->pointer, "add the task first");
            break;
        }
        if (key.empty())
            return fail(Errc::BadInput, "a transition needs an event or a delay", source->pointer, "name it, as in order.paid or PT1H");
        return put(m_text, holder, key, *value);
    }

    Result<OrderedJson> newTransition(const State &source, const api::AddTransition &change)
    {
        OrderedJson value = OrderedJson::object();
        if (!change.guard.trimmed().isEmpty()) {
            auto guard = parsedValue(change.guard, "guard");
            if (!guard)
                return tl::make_unexpected(guard.error());
            value["guard"] = *guard;
        }
        if (!change.targetState.isNull()) {
            const State *target = m_source.stateAt(change.targetState.toStdString());
            if (!target)
                return gone("target");
            value["target"] = m_source.targetText(source.index, target->index);
        }
        if (!change.actions.trimmed().isEmpty()) {
            auto actions = parsedValue(change.actions, "actions");
            if (!actions)
                return tl::make_unexpected(actions.error());
            value["actions"] = *actions;
        }
        if (value.size() == 1 && value.contains("target"))
            return OrderedJson(value["target"]);
        return value;
    }

    /// A transition under a key of a holder: alone, or behind those that are there; a guarded one before those without.
    static Edited put(const std::string &text, const std::string &holder, const std::string &key, const OrderedJson &value)
    {
        const workflow::Document document(text);
        const std::string at = holder / key;
        if (!document.span(holder)) {
            OrderedJson fresh = OrderedJson::object();
            fresh[key] = value;
            return {withMember(text, upOne(holder), lastKey(holder), fresh, Place::Last, Room::OwnLines), at};
        }
        if (!document.span(at))
            return {withMember(text, holder, key, value, Place::Last, Room::Fitting), at};
        const OrderedJson &present = document.json().at(OrderedJson::json_pointer(at));
        const bool guarded = member(value, "guard") != nullptr;
        if (!present.is_array()) {
            const bool before = guarded && member(present, "guard") == nullptr;
            return {withCompanion(text, at, value, before), at / std::size_t(before ? 0 : 1)};
        }
        std::size_t index = present.size();
        while (guarded && index > 0 && member(present[index - 1], "guard") == nullptr)
            --index;
        return {withElement(text, at, index, value), at / index};
    }

    Result<Edited> apply(const api::ChangeTransition &change)
    {
        const WrittenTransition *transition = m_source.transitionAt(change.transition.toStdString());
        if (!transition)
            return gone("transition");
        Edited out{m_text, transition->pointer};
        const auto set = [&out](const char *key, const OrderedJson &value, Place place) {
            asObject(out.text, out.pointer);
            out.text = withMember(out.text, out.pointer, key, value, place);
        };
        const auto drop = [&out](const char *key) {
            const workflow::Document document(out.text);
            if (document.span(out.pointer / key))
                out.text = without(out.text, out.pointer / key);
        };
        if (change.targetState) {
            if (change.targetState->isNull()) {
                asObject(out.text, out.pointer);
                drop("target");
            } else {
                const State *target = m_source.stateAt(change.targetState->toStdString());
                if (!target)
                    return gone("target");
                const std::string name = m_source.targetText(transition->source, target->index);
                if (transition->json->is_string())
                    out.text = withValue(out.text, out.pointer, name);
                else
                    set("target", name, Place::Last);
            }
        }
        for (const auto &[key, text, place] : {std::tuple("guard", &change.guard, Place::First), std::tuple("actions", &change.actions, Place::Last)}) {
            if (!text->has_value())
                continue;
            if ((*text)->trimmed().isEmpty()) {
                drop(key);
                continue;
            }
            auto value = parsedValue(**text, key);
            if (!value)
                return tl::make_unexpected(value.error());
            set(key, *value, place);
        }
        if (change.reenter) {
            if (*change.reenter)
                set("reenter", true, Place::Last);
            else
                drop("reenter");
        }
        if (change.description) {
            if (change.description->isEmpty())
                drop("description");
            else
                set("description", change.description->toStdString(), Place::Last);
        }
        if (change.event && change.event->toStdString() != transition->event)
            return rekeyed(out, *transition, change.event->toStdString());
        return out;
    }

    /// Another event for a transition: its key is renamed when it stands alone under it, else it moves.
    Result<Edited> rekeyed(const Edited &edited, const WrittenTransition &transition, const std::string &event)
    {
        if (transition.kind != Kind::Event && transition.kind != Kind::After)
            return fail(Errc::BadInput, "this transition has no event to choose", transition.pointer);
        if (event.empty())
            return fail(Errc::BadInput, "a transition needs an event or a delay", transition.pointer, "name it, as in order.paid or PT1H");
        const std::string holder = m_source.tree().states[transition.source].pointer / (transition.kind == Kind::Event ? "on" : "after");
        const workflow::Document document(edited.text);
        const bool nobodyThere = document.span(holder / event) == nullptr;
        if (transition.alone && nobodyThere) {
            const std::string key = holder / transition.event;
            const std::string tail = edited.pointer.substr(key.size());
            return Edited{withNames(edited.text, {{key, true, event}}), holder / event + tail};
        }
        const OrderedJson value = document.json().at(OrderedJson::json_pointer(edited.pointer));
        const Edited there = put(edited.text, holder, event, value);
        return Edited{removedOne(there.text, edited.pointer), there.pointer};
    }

    Result<Edited> apply(const api::RemoveTransition &change)
    {
        const WrittenTransition *transition = m_source.transitionAt(change.transition.toStdString());
        if (!transition)
            return gone("transition");
        return Edited{removedOne(m_text, transition->pointer), m_source.tree().states[transition->source].pointer};
    }

    // ---- tasks ----
    Result<Edited> apply(const api::AddInvoke &change)
    {
        const State *state = m_source.stateAt(change.state.toStdString());
        if (!state)
            return gone("state");
        if (state->type == StateType::Final || state->type == StateType::History)
            return fail(Errc::BadInput, "a final or history state has no tasks", state->pointer);
        if (change.src.isEmpty())
            return fail(Errc::BadInput, "a task needs somebody who does it", state->pointer, "name an agent's command, as in nyra.qualify");
        OrderedJson value = OrderedJson::object();
        if (!change.id.isEmpty())
            value["id"] = change.id.toStdString();
        value["src"] = change.src.toStdString();
        const std::string at = state->pointer / "invoke";
        if (!m_source.document().span(at))
            return Edited{withMember(m_text, state->pointer, "invoke", value, Place::Last, Room::OwnLines), at};
        const OrderedJson &present = m_source.document().json().at(OrderedJson::json_pointer(at));
        if (!present.is_array())
            return Edited{withCompanion(m_text, at, value, false), at / std::size_t(1)};
        return Edited{withElement(m_text, at, present.size(), value), at / present.size()};
    }

    Result<Edited> apply(const api::RemoveInvoke &change)
    {
        const std::string pointer = change.invoke.toStdString();
        const auto slash = pointer.rfind("/invoke");
        if (slash == std::string::npos || !m_source.document().span(pointer))
            return gone("task");
        return Edited{removedOne(m_text, pointer), pointer.substr(0, slash)};
    }

    // ---- shared ----
    /// Takes something out; with it the array, `on` or `after` that would be left empty.
    [[nodiscard]] std::string removedOne(const std::string &text, std::string pointer) const
    {
        while (true) {
            const workflow::Document document(text);
            const std::string parent = upOne(pointer);
            const OrderedJson &around = document.json().at(OrderedJson::json_pointer(parent));
            const std::string key = lastKey(parent);
            const bool holder = around.is_array() || ((key == "on" || key == "after") && !m_source.stateAt(parent)); // a state may be named so
            if (around.size() > 1 || parent.empty() || !holder)
                return without(text, pointer);
            pointer = parent;
        }
    }

    /// A target alone becomes `{"target": …}`.
    static void asObject(std::string &text, const std::string &pointer)
    {
        const workflow::Document document(text);
        const OrderedJson value = document.json().at(OrderedJson::json_pointer(pointer));
        if (value.is_object())
            return;
        OrderedJson object = OrderedJson::object();
        object["target"] = value;
        text = withValue(text, pointer, object);
    }

    [[nodiscard]] std::string invokeOf(const State &state, const std::string &id) const
    {
        const OrderedJson *invokes = member(*m_source.tree().sources[state.index], "invoke");
        std::size_t place = 0;
        if (invokes) {
            for (const auto &[invoke, at] : workflow::oneOrMany(*invokes, state.pointer / "invoke")) {
                const OrderedJson *own = member(*invoke, "id");
                const std::string name = own && own->is_string() ? own->get<std::string>() : std::to_string(place) + '.' + state.id;
                if (name == id && invoke->is_object())
                    return at;
                ++place;
            }
        }
        return {};
    }

    [[nodiscard]] bool isInArray(const std::string &pointer) const
    {
        return m_source.document().json().at(OrderedJson::json_pointer(upOne(pointer))).is_array();
    }
    [[nodiscard]] std::size_t placeOf(const std::string &pointer) const
    {
        const auto *span = m_source.document().span(pointer);
        return span ? span->key : 0;
    }

    static Result<void> checkName(const std::string &key)
    {
        if (workflow::isName(key))
            return {};
        return fail(Errc::BadInput, "bad name \"" + key + "\": letters, digits, _ and -, not starting with a digit", {}, "choose another name");
    }
    static tl::unexpected<Error> taken(const std::string &key)
    {
        return fail(Errc::BadInput, "there is a state \"" + key + "\" beside it already", {}, "choose another name");
    }
    static tl::unexpected<Error> gone(const std::string &what)
    {
        return fail(Errc::BadInput, "the " + what + " is not in this text any more", {}, "choose it again");
    }

    const std::string &m_text;
    DefinitionSource m_source;
};

} // namespace

Result<api::EditedDefinition> editDefinition(const QString &text, const api::DefinitionEdit &edit)
{
    const std::string before = text.toStdString();
    auto edited = DefinitionEditor(before).run(edit);
    if (!edited)
        return tl::make_unexpected(std::move(edited).error());
    return api::EditedDefinition{QString::fromStdString(edited->text), QString::fromStdString(edited->pointer)};
}

} // namespace hs::designer
