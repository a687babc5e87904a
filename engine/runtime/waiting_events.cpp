#include "engine/runtime/waiting_events.h"

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/waiting_events.h"

namespace hs::runtime::triggers {

namespace table = store::waiting;

namespace {

constexpr int AtATime = 50;

void tell(Deed &deed, const table::Event &event, const char *action, const std::string &object, const std::string &summary)
{
    note(deed, {action, object.starts_with("wf_") ? "workflow" : "event", object, summary, {}, "T7", {},
                {{"definition", event.definition}, {"key", event.key}, {"since", toRfc3339(event.since)}, {"expires", toRfc3339(event.expires)}}});
}

/// "evt_1/payment.received" → "evt_1"
std::string causeOf(const table::Event &event)
{
    return event.event.substr(0, event.event.find('/'));
}

} // namespace

std::string keepWaiting(Deed &deed, const Early &early)
{
    table::Event event;
    event.definition = early.definition;
    event.key = early.key;
    event.event = early.eventId;
    event.type = early.type;
    event.body = early.body;
    event.correlation = deed.correlation;
    event.since = deed.now;
    event.expires = deed.now + early.ttl;
    if (!table::add(deed.tx, event))
        return {};
    const auto summary = early.type + " waits for a " + early.definition + " with the key " + early.key;
    tell(deed, event, "event.waits", causeOf(event), summary);
    return summary;
}

Result<void> deliverWaiting(Deed &deed, std::string_view definition, std::string_view key, std::string_view instance)
{
    if (key.empty())
        return {};
    for (const auto &event : table::of(deed.tx, definition, key, deed.now)) {
        const auto here = store::workflows::find(deed.tx, instance);
        if (!here || (here->status != store::workflows::Status::Running && here->status != store::workflows::Status::Waiting))
            return {};
        flow::Send send;
        send.instance = here->id;
        send.type = event.type;
        send.data = event.body;
        send.eventId = event.event;
        send.reason = "it came before the workflow";
        const auto sent = flow::send(deed, send);
        if (!sent)
            return tl::make_unexpected(sent.error());
        table::remove(deed.tx, event.seq);
        tell(deed, event, "event.delivered", here->id, here->number + " told what came before it: " + event.type);
    }
    return {};
}

void expireWaiting(Deed &deed)
{
    for (const auto &event : table::expired(deed.tx, deed.now, AtATime)) {
        store::messages::Message letter;
        letter.id = deed.studio.ids.make("msg");
        letter.sender = "engine";
        letter.recipient = event.definition;
        letter.type = event.type;
        letter.payload = event.body;
        letter.correlation = event.correlation;
        letter.causation = causeOf(event);
        letter.outcome = "dead";
        letter.at = deed.now;
        letter.error = "no " + event.definition + " with the key " + event.key + " began in time";
        store::messages::add(deed.tx, letter, {});
        table::remove(deed.tx, event.seq);
        deed.correlation = event.correlation;
        tell(deed, event, "event.expired", causeOf(event), event.type + " was dropped: " + letter.error);
    }
}

std::optional<Timestamp> nextExpiry(const store::ReadSql &sql)
{
    return table::nextExpiry(sql);
}

} // namespace hs::runtime::triggers
