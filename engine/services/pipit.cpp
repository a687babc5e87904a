#include "engine/services/contact_fields.h"
#include "engine/services/mapping.h"
#include "engine/services/source_table.h"
#include "engine/services/standard_webhooks.h"

/// The console's own payment webhook, which a payment service or a script can post to
/// (integrations.md §8.2): Standard Webhooks, `{"id","type":"payment.…","created","data":{…}}`.
namespace hs::services {

namespace {

class Pipit final : public StandardWebhooks {
public:
    std::string_view name() const override { return "pipit"; }
    std::string_view title() const override { return "Pipit payments"; }

protected:
    Result<std::vector<MappedEvent>> mapDocument(std::string_view type, const Json &document) const override
    {
        static constexpr std::string_view Prefix = "payment.";
        const auto status = type.substr(0, Prefix.size()) == Prefix ? type.substr(Prefix.size()) : std::string_view();
        if (status != "succeeded" && status != "pending" && status != "failed" && status != "refunded" && status != "disputed")
            return std::vector{unknownEvent(name(), type, document)};
        const Json &data = member(document, "data");
        Payment payment;
        payment.id = scalarText(member(document, "id"));
        if (payment.id.empty())
            return lacks(title(), "/id");
        if (!member(data, "amount").is_number_integer())
            return lacks(title(), "/data/amount");
        payment.status = status;
        payment.amountMinor = integer(data, "amount");
        payment.currency = text(data, "currency");
        payment.reference = scalarText(member(data, "reference"));
        payment.reason = text(data, "reason");
        const Json &metadata = member(data, "metadata");
        payment.entity = text(metadata, "entity");
        payment.orderId = scalarText(member(metadata, "order_id"));
        payment.at = unixTimeOf(member(document, "created"));
        ContactFields contact;
        offerAll(contact, Json{{"customer", member(data, "customer")}});
        payment.contact = contact.contact();
        return std::vector{paymentEvent(payment)};
    }
};

} // namespace

std::unique_ptr<const Source> makePipit()
{
    return std::make_unique<Pipit>();
}

} // namespace hs::services
