#include "engine/runtime/bus.h"

#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/pipeline.h"
#include "engine/runtime/triggers.h"
#include "engine/store/tables/messages.h"
#include "engine/workflow/event_descriptor.h"

namespace hs::runtime::bus {

namespace table = store::messages;

namespace {

bool listens(const agents::AgentCard &card, std::string_view type)
{
    return std::any_of(card.listensTo.begin(), card.listensTo.end(), [&](const std::string &one) { return workflow::matches(one, type); });
}

/// Agents with a duty that get a message to all or to those who listen.
std::vector<std::string> audience(const Deed &deed, std::string_view sender, const agents::MessagePost &message)
{
    std::vector<std::string> keys;
    for (const auto &card : deed.studio.agents.catalog().agents())
        if (card.duty && card.key != sender && (message.recipient == Everybody || listens(card, message.type)))
            keys.push_back(card.key);
    return keys;
}

} // namespace

bool isHeard(const Deed &deed, std::string_view type)
{
    const auto &cards = deed.studio.agents.catalog().agents();
    return triggers::any(deed.studio, std::string(type)) || std::any_of(cards.begin(), cards.end(), [&](const auto &card) { return card.duty && listens(card, type); });
}

std::string post(Deed &deed, std::string_view sender, const agents::MessagePost &message, std::chrono::milliseconds responseTime)
{
    table::Message row;
    row.id = deed.studio.ids.make("msg");
    row.sender = std::string(sender);
    row.recipient = message.recipient;
    row.type = message.type;
    row.payload = message.payload.is_null() ? Json::object() : message.payload;
    row.correlation = deed.correlation;
    row.causation = deed.cause;
    row.responseTo = message.responseTo;
    row.requiresResponse = message.requiresResponse;
    row.priority = message.priority;
    row.at = deed.now;
    if (message.requiresResponse)
        row.expires = deed.now + responseTime;

    std::vector<std::string> subscribers;
    const bool startsWork = message.recipient == Listeners && triggers::any(deed.studio, message.type);
    if (message.recipient == Everybody || message.recipient == Listeners) {
        subscribers = audience(deed, sender, message);
        if (subscribers.empty() && startsWork) {
            row.outcome = "delivered";
        } else if (subscribers.empty()) {
            row.outcome = "dead";
            row.error = "nobody listens to messages of the type \"" + message.type + "\"";
        }
    } else if (const auto *card = deed.studio.agents.catalog().find(message.recipient)) {
        subscribers.push_back(card->key);
        row.recipient = card->key;
    } else {
        row.outcome = "dead";
        row.error = "there is no agent \"" + message.recipient + "\"";
    }
    if (!message.responseTo.empty()) {
        const auto request = table::find(deed.tx, message.responseTo);
        if (request && (request->outcome == "delivered" || request->outcome == "waiting")) {
            table::setOutcome(deed.tx, request->id, "answered");
            if (const auto task = store::workflows::invocationByRef(deed.tx, request->id))
                flow::settle(deed, task->key, {{"output", {{"reply", row.payload}, {"type", row.type}, {"from", row.sender}, {"message", row.id}}}});
        } else if (request && request->outcome == "timed out") {
            row.outcome = "late";
            subscribers.clear();
        }
    }
    table::add(deed.tx, row, subscribers);
    if (startsWork)
        pipeline::addInternal(deed, std::string(pipeline::BusSource), row.type, row.payload, {}, text(row.payload, "entity"), row.id);
    return row.id;
}

int expire(Deed &deed)
{
    const auto late = table::expired(deed.tx, deed.now, 100);
    for (const auto &message : late)
        table::setOutcome(deed.tx, message.id, "timed out", "no answer in time");
    return int(late.size());
}

} // namespace hs::runtime::bus
