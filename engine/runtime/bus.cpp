#include "engine/runtime/bus.h"

#include "engine/agents/registry.h"
#include "engine/store/tables/messages.h"

namespace hs::runtime::bus {

namespace table = store::messages;

std::string post(Deed &deed, std::string_view sender, const agents::MessagePost &message)
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
        row.expires = deed.now + ResponseTime;

    std::vector<std::string> subscribers;
    if (message.recipient == "broadcast") {
        for (const auto &card : deed.studio.agents.catalog().agents())
            if (card.duty && card.key != sender)
                subscribers.push_back(card.key);
    } else if (const auto *card = deed.studio.agents.catalog().find(message.recipient)) {
        subscribers.push_back(card->key);
        row.recipient = card->key;
    } else {
        row.outcome = "dead";
        row.error = "there is no agent \"" + message.recipient + "\"";
    }
    if (!message.responseTo.empty()) {
        const auto request = table::find(deed.tx, message.responseTo);
        if (request && request->outcome == "delivered") {
            table::setOutcome(deed.tx, request->id, "answered");
        } else if (request && request->outcome == "timed out") {
            row.outcome = "late";
            subscribers.clear();
        }
    }
    table::add(deed.tx, row, subscribers);
    return row.id;
}

int expire(Deed &deed)
{
    const auto late = table::expired(deed.tx, deed.now, 100);
    for (const auto &message : late)
        table::setOutcome(deed.tx, message.id, "timed out", "no answer within 30 s");
    return int(late.size());
}

} // namespace hs::runtime::bus
