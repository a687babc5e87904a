#include "engine/runtime/triggers.h"

#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/waiting_events.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/jsonlogic.h"

namespace hs::runtime::triggers {

namespace {

/// What rules of a trigger and the machine see: the event's data, what the agent made of it, its type, source and
/// business, and the definitions and sequences that this kind of business works with.
OrderedJson visible(const Deed &deed, const agents::Event &event, const Json &made)
{
    OrderedJson data(event.data.is_object() ? event.data : Json::object());
    if (made.is_object())
        data.update(OrderedJson(made));
    const auto business = StoreView(deed.tx, deed.studio, deed.now).entity(event.entity);
    const auto *kind = business ? deed.studio.agents.kinds().of(text(business->fields, "Entity Type")) : nullptr;
    data["machines"] = kind ? kind->machines : std::vector<std::string>();
    data["sequences"] = kind ? kind->sequences : std::vector<std::string>();
    data["type"] = event.type;
    for (const auto &[name, value] : {std::pair<const char *, const std::string &>{"source", event.source}, {"entity", event.entity}, {"text", event.text}})
        if (!data.contains(name) && !value.empty())
            data[name] = value;
    return data;
}

Result<std::string> keyOf(const workflow::Trigger &trigger, const OrderedJson &event)
{
    const auto key = workflow::evaluate(trigger.key, workflow::Scope{{"event", &event}});
    if (!key)
        return tl::make_unexpected(key.error());
    return scalarText(Json(*key));
}

Result<std::string> fire(Deed &deed, const workflow::Definition &definition, const workflow::Trigger &trigger, const std::string &key, const OrderedJson &event,
                         const agents::Event &from)
{
    auto open = store::workflows::byKey(deed.tx, definition.id(), key, true);
    if (trigger.starts && (open.empty() || trigger.ifRunning == workflow::Trigger::IfRunning::StartNew)) {
        if (!deed.studio.shelf.latest(definition.id()))
            return std::string(); // retired: nothing new begins with it (V2)
        flow::Start start;
        start.definition = definition.id();
        start.key = key;
        start.input = Json(event);
        start.entity = from.entity;
        start.contact = text(start.input, "contact");
        start.title = text(start.input, "title", text(start.input, "name"));
        start.evenIfOpen = true;
        const auto id = flow::start(deed, start);
        if (!id)
            return tl::make_unexpected(id.error());
        const auto instance = store::workflows::find(deed.tx, *id);
        return (instance ? instance->number : *id) + " started";
    }
    if (trigger.starts && trigger.ifRunning == workflow::Trigger::IfRunning::Drop)
        return std::string();
    const auto eventId = deed.cause + "/" + from.type;
    if (open.empty() && trigger.ttl)
        return keepWaiting(deed, {definition.id(), key, eventId, from.type, Json(event), *trigger.ttl});
    std::string told;
    for (const auto &instance : open) {
        flow::Send send;
        send.instance = instance.id;
        send.type = from.type;
        send.data = Json(event);
        send.eventId = eventId;
        const auto sent = flow::send(deed, send);
        if (!sent)
            return tl::make_unexpected(sent.error());
        if (!sent->duplicate)
            told += (told.empty() ? "" : ", ") + instance.number + (sent->queued ? " told once it goes on" : " told");
    }
    return told;
}

} // namespace

bool any(const Studio &studio, std::string_view type)
{
    for (const auto &definition : studio.shelf.all())
        for (const auto &trigger : definition->triggers())
            if (workflow::matches(trigger.event, type))
                return true;
    return false;
}

Result<std::string> run(Deed &deed, const agents::Event &event, const Json &made)
{
    std::string summary;
    std::optional<OrderedJson> seen;
    for (const auto &definition : deed.studio.shelf.all()) {
        for (const auto &trigger : definition->triggers()) {
            if (!workflow::matches(trigger.event, event.type))
                continue;
            if (!seen)
                seen = visible(deed, event, made);
            const auto key = keyOf(trigger, *seen);
            if (!key)
                return tl::make_unexpected(key.error());
            if (key->empty())
                continue;
            const auto done = fire(deed, *definition, trigger, *key, *seen, event);
            if (!done)
                return done;
            if (!done->empty())
                summary += (summary.empty() ? "" : "; ") + *done;
            break; // of one definition the first trigger that fits takes the event
        }
    }
    return summary;
}

} // namespace hs::runtime::triggers
