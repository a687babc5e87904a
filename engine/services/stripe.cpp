#include <array>

#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

/// Stripe: https://docs.stripe.com/webhooks (integrations.md §8.3).
namespace hs::services {

namespace {

/// Steps on the way to a payment that other events tell better.
bool isStep(std::string_view type)
{
    static constexpr std::array<std::string_view, 8> Steps{
        "payment_intent.created", "payment_intent.processing", "charge.succeeded", "charge.updated",
        "charge.pending",         "charge.failed",             "invoice.created",  "invoice.finalized"};
    for (const auto step : Steps) {
        if (step == type)
            return true;
    }
    return false;
}

/// An id that may be expanded to the object it names.
std::string idOf(const Json &value)
{
    return value.is_object() ? text(value, "id") : scalarText(value);
}

void readPerson(ContactFields &contact, const Json &person)
{
    contact.set("full_name", text(person, "name"));
    contact.set("email", text(person, "email"));
    contact.set("phone", text(person, "phone"));
    const Json &address = member(person, "address");
    contact.set("address", text(address, "line1"));
    contact.set("city", text(address, "city"));
    contact.set("postal_code", text(address, "postal_code"));
    contact.set("state", text(address, "state"));
    contact.set("country", text(address, "country"));
}

class Stripe final : public Source {
public:
    std::string_view name() const override { return "stripe"; }
    std::string_view title() const override { return "Stripe"; }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        HS_TRY(verifyStripe(delivery, secrets, name()));
        const auto document = parseEnvelope({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        verified.type = plainType(text(*document, "type"));
        verified.deliveryId = text(*document, "id");
        verified.dedupe = verified.deliveryId.empty() ? dedupeByBody(delivery.body) : dedupeById(verified.deliveryId);
        return verified;
    }

    Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override
    {
        const auto document = parseBody({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        if (isStep(delivery.type))
            return std::vector<MappedEvent>{};
        const Json &object = at(*document, "data.object");
        if (text(*document, "object") == "v2.core.event") // carries references only
            return std::vector{unknownEvent(name(), delivery.type, *document)};
        if (!object.is_object())
            return lacks(title(), "/data/object");
        const auto at = unixTimeOf(member(*document, "created"));
        if (delivery.type == "customer.created" || delivery.type == "customer.updated")
            return std::vector{mapCustomer(object, at)};
        auto payment = readPayment(delivery.type, object);
        if (!payment)
            return std::vector{unknownEvent(name(), delivery.type, *document)};
        if (payment->id.empty())
            return lacks(title(), "/data/object/id");
        const Json &metadata = member(object, "metadata");
        payment->entity = text(metadata, "entity");
        payment->orderId = scalarText(member(metadata, "order_id"));
        payment->at = at;
        return std::vector{paymentEvent(*payment)};
    }

private:
    static std::optional<Payment> readPayment(std::string_view type, const Json &object)
    {
        Payment payment;
        payment.id = text(object, "id");
        payment.currency = text(object, "currency");
        payment.reference = text(object, "description");
        ContactFields contact;
        contact.set("external_id", idOf(member(object, "customer")));
        // Other objects than the payment intent name it, so that all events of one payment agree on its id.
        const auto belongsTo = [&] {
            if (auto intent = idOf(member(object, "payment_intent")); !intent.empty())
                payment.id = std::move(intent);
        };
        if (type == "payment_intent.succeeded" || type == "payment_intent.payment_failed") {
            payment.status = type == "payment_intent.succeeded" ? "succeeded" : "failed";
            payment.amountMinor = integer(object, "amount_received");
            if (payment.amountMinor == 0)
                payment.amountMinor = integer(object, "amount");
            const Json &error = member(object, "last_payment_error");
            payment.reason = text(error, "decline_code", text(error, "code"));
            contact.set("email", text(object, "receipt_email"));
            readPerson(contact, at(object, "latest_charge.billing_details"));
            readPerson(contact, at(object, "charges.data.0.billing_details"));
            readPerson(contact, member(object, "shipping"));
        } else if (type == "checkout.session.completed") {
            belongsTo();
            payment.status = text(object, "payment_status") == "unpaid" ? "pending" : "succeeded";
            payment.amountMinor = integer(object, "amount_total");
            payment.reference = text(object, "client_reference_id", payment.reference);
            readPerson(contact, member(object, "customer_details"));
            contact.set("email", text(object, "customer_email"));
        } else if (type == "invoice.paid" || type == "invoice.payment_failed") {
            belongsTo();
            payment.status = type == "invoice.paid" ? "succeeded" : "failed";
            payment.amountMinor = integer(object, type == "invoice.paid" ? "amount_paid" : "amount_due");
            payment.reference = text(object, "number", payment.reference);
            contact.set("full_name", text(object, "customer_name"));
            contact.set("email", text(object, "customer_email"));
            contact.set("phone", text(object, "customer_phone"));
        } else if (type == "charge.refunded") {
            belongsTo();
            payment.status = "refunded";
            payment.amountMinor = integer(object, "amount_refunded");
            readPerson(contact, member(object, "billing_details"));
            contact.set("email", text(object, "receipt_email"));
        } else if (type == "charge.dispute.created") {
            belongsTo();
            payment.status = "disputed";
            payment.amountMinor = integer(object, "amount");
            payment.reason = text(object, "reason");
            const Json &evidence = member(object, "evidence");
            contact.set("full_name", text(evidence, "customer_name"));
            contact.set("email", text(evidence, "customer_email_address"));
        } else {
            return std::nullopt;
        }
        // Shops without Stripe's own checkout put the person there.
        const Json &metadata = member(object, "metadata");
        contact.set("full_name", text(metadata, "customer_name"));
        contact.set("email", text(metadata, "customer_email"));
        payment.contact = contact.contact();
        return payment;
    }

    static MappedEvent mapCustomer(const Json &object, std::optional<Timestamp> at)
    {
        ContactFields contact;
        readPerson(contact, object);
        contact.set("external_id", text(object, "id"));
        MappedEvent event;
        event.type = "customer_data_update";
        event.occurredAt = at;
        event.entityHint = text(member(object, "metadata"), "entity");
        event.data = {{"contact", contact.contact()}};
        copyText(event.data, "source_id", object, "id");
        return event;
    }
};

} // namespace

std::unique_ptr<const Source> makeStripe()
{
    return std::make_unique<Stripe>();
}

} // namespace hs::services
