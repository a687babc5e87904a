#include "engine/runtime/hub_messages.h"

#include <charconv>

#include "engine/agents/registry.h"
#include "engine/records/schema.h"
#include "engine/records/text.h"
#include "engine/records/value.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/store/tables/hub_figures.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::mirror {

namespace {

constexpr std::string_view Log = "agent-communication";
constexpr std::string_view Upto = "hub.agent-communication.upto";

/// The bus' word in that of the hub; empty: nothing has come of it yet.
std::string outcomeOf(const std::string &outcome)
{
    if (outcome == "late")
        return "timed out";
    if (outcome == "dead")
        return "failed";
    return outcome == "waiting" ? std::string() : outcome;
}

std::string nameOf(const Deed &deed, const std::string &agent)
{
    const auto *card = deed.studio.agents.catalog().find(agent);
    return card ? card->name : agent == "broadcast" ? "everybody" : agent;
}

Json payloadOf(const Json &payload)
{
    if (!payload.is_object() && !payload.is_array())
        return {};
    const auto bytes = dump(payload).size();
    return bytes <= records::MaxText ? payload : Json{{"left_out", "the payload of " + std::to_string(bytes) + " bytes stands with the message"}};
}

/// As the hub stores them: a message is the engine's own, so nothing in it has to be checked.
Json fieldsOf(const Deed &deed, const store::messages::Message &message, const std::string &source, const std::string &record)
{
    Json fields{{"Console ID", record},
                {"Subject", message.type + ": " + nameOf(deed, message.sender) + " → " + nameOf(deed, message.recipient)},
                {"Kind", "Message"},
                {"Source Agent", Json::array({source})},
                {"Protocol", "Message Queue"},
                {"Message ID", message.id},
                {"Message Type", message.type},
                {"Priority", message.priority},
                {"Sent", toRfc3339(message.at)}};
    if (const auto target = known(deed.tx, "agent-registry", message.recipient))
        fields["Target Agent"] = Json::array({*target});
    if (!message.correlation.empty())
        fields["Correlation ID"] = message.correlation;
    if (auto payload = payloadOf(message.payload); !payload.empty())
        fields["Payload"] = std::move(payload);
    if (message.expires)
        fields["Timeout Settings"] = std::chrono::duration_cast<std::chrono::seconds>(*message.expires - message.at).count();
    if (const auto entity = text(message.payload, "entity"); entity.starts_with("rec_"))
        fields["Business Entity"] = Json::array({entity});
    return fields;
}

} // namespace

void message(Deed &deed, std::string_view id)
{
    const auto found = store::messages::find(deed.tx, id);
    const auto source = found ? known(deed.tx, "agent-registry", found->sender) : std::nullopt;
    const auto database = deed.studio.hub.find(Log);
    if (!source || !database)
        return;
    Json state{{"Outcome", outcomeOf(found->outcome).empty() ? Json() : Json(outcomeOf(found->outcome))}};
    if (!found->error.empty())
        state["Error Handling"] = found->error;
    store::records::Record record;
    record.id = recordOf(id);
    if (patch(deed, record.id, dump(state)))
        return;
    if (store::figures::wasRecord(deed.tx, record.id))
        return; // somebody deleted it
    record.database = std::string(Log);
    record.fields = fieldsOf(deed, *found, *source, record.id);
    record.fields.merge_patch(state);
    record.title = text(record.fields, "Subject");
    record.entity = records::entityOf(record.fields);
    record.createdAt = found->at;
    record.updatedAt = deed.now;
    record.updatedBy = deed.actor.name;
    record.etag = records::etag(record.fields, deed.now);
    record.search = records::searchText(**database, record.fields);
    record.sameKeys = true; // it is found by the time and the words alone
    store::records::put(deed.tx, record);
}

Result<bool> earlierMessages(Deed &deed, int most)
{
    std::int64_t upto = 0;
    if (const auto kept = store::meta::get(deed.tx, Upto))
        std::from_chars(kept->data(), kept->data() + kept->size(), upto);
    const auto messages = store::figures::messagesAfter(deed.tx, upto, most);
    for (const auto &[seq, id] : messages) {
        if (!store::figures::wasRecord(deed.tx, recordOf(id)))
            message(deed, id);
        upto = seq;
    }
    if (!messages.empty())
        store::meta::set(deed.tx, Upto, std::to_string(upto));
    return messages.size() == std::size_t(most);
}

} // namespace hs::runtime::mirror
