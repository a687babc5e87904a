#include "engine/services/mapping.h"

#include <array>
#include <utility>

#include "engine/services/contact_fields.h"
#include "engine/services/money.h"
#include "engine/services/signatures.h"

namespace hs::services {

tl::unexpected<Error> lacks(std::string_view source, std::string_view pointer)
{
    return fail(Errc::BadInput, "the " + std::string(source) + " document lacks what its type promises", std::string(pointer),
                "look at the delivery; send it again when the sender is mended");
}

MappedEvent unknownEvent(std::string_view source, std::string_view type, Json document)
{
    MappedEvent event;
    event.type = std::string(source) + "." + std::string(type);
    event.data = {{"payload", std::move(document)}};
    return event;
}

void copyText(Json &to, std::string_view name, const Json &from, std::string_view key)
{
    if (auto value = scalarText(member(from, key)); !value.empty())
        to[std::string(name)] = std::move(value);
}

std::optional<Timestamp> timeOf(const Json &value)
{
    if (!value.is_string())
        return std::nullopt;
    const auto &text = value.get_ref<const std::string &>();
    if (const auto time = parseRfc3339(text))
        return *time;
    if (const auto time = parseRfc3339(text + "Z"))
        return *time;
    return std::nullopt;
}

std::optional<Timestamp> unixTimeOf(const Json &value)
{
    static constexpr std::int64_t Year9999 = 253'402'300'799;
    if (!value.is_number_integer())
        return std::nullopt;
    const auto seconds = value.get<std::int64_t>();
    if (seconds < 0 || seconds > Year9999)
        return std::nullopt;
    return Timestamp(std::chrono::seconds(seconds));
}

MappedEvent paymentEvent(const Payment &payment)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> Types{{
        {"succeeded", "payment_received"},
        {"pending", "payment_pending"},
        {"failed", "payment_failed"},
        {"refunded", "payment_refunded"},
        {"disputed", "customer_request"},
    }};
    MappedEvent event;
    for (const auto &[status, type] : Types) {
        if (status == payment.status)
            event.type = type;
    }
    Json facts = {{"id", payment.id},
                  {"status", payment.status},
                  {"amount_minor", payment.amountMinor},
                  {"amount", fromMinorUnits(payment.amountMinor, payment.currency)},
                  {"currency", currencyCode(payment.currency)}};
    const auto put = [&](const char *name, const std::string &value) {
        if (!value.empty())
            facts[name] = value;
    };
    put("reference", payment.reference);
    put("order_id", payment.orderId);
    put("reason", payment.reason);
    event.data = {{"source_id", payment.id}, {"payment", std::move(facts)}};
    if (!payment.contact.empty())
        event.data["contact"] = payment.contact;
    event.entityHint = payment.entity;
    event.occurredAt = payment.at;
    if (payment.status == "disputed") {
        event.text = "Chargeback: the payer disputes the payment of " + moneyText(payment.amountMinor, payment.currency) + ".";
        if (!payment.reason.empty())
            event.text += " Reason given: " + payment.reason + ".";
    }
    return event;
}

std::string openType(const Json &document)
{
    for (const auto *key : {"event_type", "event", "type"}) {
        if (const auto type = text(document, key); !type.empty())
            return plainType(type);
    }
    return "untyped";
}

namespace {

/// "Order.Created" becomes order_created; the names other systems use most become the domain's.
std::string domainType(std::string_view sent)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> Aliases{{
        {"payment_succeeded", "payment_received"},
        {"lead_created", "new_lead"},
        {"contact_created", "lead_capture"},
        {"contact_updated", "contact_update"},
        {"booking_new", "new_booking"},
    }};
    std::string type;
    for (const char c : sent.substr(0, 80)) {
        if (c >= 'A' && c <= 'Z')
            type += static_cast<char>(c + ('a' - 'A'));
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            type += c;
        else if (!type.empty() && type.back() != '_')
            type += '_';
    }
    while (!type.empty() && type.back() == '_')
        type.pop_back();
    if (type.empty())
        return "untyped";
    for (const auto &[theirs, ours] : Aliases) {
        if (type == theirs)
            return std::string(ours);
    }
    return type;
}

std::optional<Timestamp> whenOf(const Json &document)
{
    for (const auto *key : {"occurred_at", "timestamp", "created_at", "created", "time"}) {
        const Json &value = member(document, key);
        if (const auto time = timeOf(value))
            return time;
        if (const auto time = unixTimeOf(value))
            return time;
    }
    return std::nullopt;
}

} // namespace

MappedEvent openEvent(std::string_view type, const Json &document)
{
    MappedEvent event;
    const Json &inner = member(document, "data");
    const Json &content = inner.is_object() ? inner : document;
    event.data = content;
    if (content == document) {
        for (const auto *envelope : {"event_type", "event"})
            event.data.erase(envelope);
    }

    ContactFields contact;
    offerAll(contact, content);
    if (auto person = contact.contact(); !person.empty()) {
        // What the sender put into `contact` itself stands; what was found is added.
        if (const Json &sent = member(content, "contact"); sent.is_object())
            person.update(sent);
        event.data["contact"] = std::move(person);
    }
    if (!event.data.contains("source_id")) {
        for (const auto &[where, key] : {std::pair{&content, "id"}, std::pair{&document, "id"}}) {
            if (auto id = scalarText(member(*where, key)); !id.empty()) {
                event.data["source_id"] = std::move(id);
                break;
            }
        }
    }
    event.type = domainType(type);
    if (event.type == "untyped" && contact.has("email"))
        event.type = "lead_capture";
    event.entityHint = text(content, "entity", text(document, "entity"));
    event.occurredAt = whenOf(document);
    event.text = contact.message();
    return event;
}

} // namespace hs::services
