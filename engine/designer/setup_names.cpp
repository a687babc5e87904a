#include "engine/designer/setup_names.h"

#include "engine/workflow/report.h"

namespace hs::designer {

using workflow::member;
using workflow::oneOrMany;
using workflow::operator/;

namespace {

bool isText(const OrderedJson *value, const std::string &name)
{
    return value && value->is_string() && value->get_ref<const std::string &>() == name;
}

/// A guard by its name, also inside and, or, not.
void addGuardUses(const OrderedJson &guard, const std::string &pointer, const std::string &name, std::vector<NameUse> &uses)
{
    if (isText(&guard, name))
        uses.push_back({pointer, false});
    const OrderedJson *type = member(guard, "type");
    if (isText(type, name))
        uses.push_back({pointer / "type", false});
    const OrderedJson *params = member(guard, "params");
    if (!type || !params)
        return;
    if (const OrderedJson *inner = member(*params, "guard"); *type == "not" && inner)
        addGuardUses(*inner, pointer / "params" / "guard", name, uses);
    if (const OrderedJson *list = member(*params, "guards"); (*type == "and" || *type == "or") && list && list->is_array())
        for (std::size_t i = 0; i < list->size(); ++i)
            addGuardUses((*list)[i], pointer / "params" / "guards" / i, name, uses);
}

/// Every list of actions: on entry, on exit, of a transition.
template <typename Each>
void eachAction(const DefinitionSource &source, Each each)
{
    const auto list = [&](const OrderedJson *actions, const std::string &at) {
        if (actions)
            for (const auto &[action, pointer] : oneOrMany(*actions, at))
                each(*action, pointer);
    };
    for (const auto &state : source.tree().states) {
        const OrderedJson &json = *source.tree().sources[state.index];
        list(member(json, "entry"), state.pointer / "entry");
        list(member(json, "exit"), state.pointer / "exit");
    }
    for (const WrittenTransition &transition : source.transitions())
        if (transition.json->is_object())
            list(member(*transition.json, "actions"), transition.pointer / "actions");
}

} // namespace

const char *memberOf(api::SetupKind kind)
{
    switch (kind) {
    case api::SetupKind::Guard: return "guards";
    case api::SetupKind::Action: return "actions";
    case api::SetupKind::Actor: return "actors";
    case api::SetupKind::Delay: return "delays";
    }
    return "";
}

std::vector<NameUse> usesOf(const DefinitionSource &source, api::SetupKind kind, const std::string &name)
{
    std::vector<NameUse> uses;
    switch (kind) {
    case api::SetupKind::Guard:
        for (const WrittenTransition &transition : source.transitions())
            if (const OrderedJson *guard = transition.json->is_object() ? member(*transition.json, "guard") : nullptr)
                addGuardUses(*guard, transition.pointer / "guard", name, uses);
        break;
    case api::SetupKind::Action:
        eachAction(source, [&](const OrderedJson &action, const std::string &pointer) {
            if (isText(&action, name))
                uses.push_back({pointer, false});
            else if (isText(member(action, "type"), name))
                uses.push_back({pointer / "type", false});
        });
        break;
    case api::SetupKind::Actor:
        for (const auto &state : source.tree().states)
            if (const OrderedJson *invokes = member(*source.tree().sources[state.index], "invoke"))
                for (const auto &[invoke, pointer] : oneOrMany(*invokes, state.pointer / "invoke"))
                    if (isText(member(*invoke, "src"), name))
                        uses.push_back({pointer / "src", false});
        break;
    case api::SetupKind::Delay:
        for (const auto &state : source.tree().states) {
            const OrderedJson *after = member(*source.tree().sources[state.index], "after");
            if (after && member(*after, name))
                uses.push_back({state.pointer / "after" / name, true});
        }
        eachAction(source, [&](const OrderedJson &action, const std::string &pointer) {
            const OrderedJson *params = member(action, "params");
            if (params && isText(member(*params, "delay"), name))
                uses.push_back({pointer / "params" / "delay", false});
        });
        break;
    }
    return uses;
}

} // namespace hs::designer
