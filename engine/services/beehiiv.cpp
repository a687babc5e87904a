#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"
#include "engine/services/standard_webhooks.h"

/// Beehiiv: https://developers.beehiiv.com (integrations.md §7.4). How it signs is not
/// settled: Standard Webhooks headers are verified, without them the address must carry the token.
namespace hs::services {

namespace {

class Beehiiv final : public StandardWebhooks {
public:
    std::string_view name() const override { return "beehiiv"; }
    std::string_view title() const override { return "Beehiiv"; }
    bool takesPathToken() const override { return true; }

    Result<void> checkSecret(const Secret &secret) const override
    {
        return Source::checkSecret(secret); // a token of the address need not be base 64
    }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        if (hasStandardWebhookHeaders(delivery.headers) || delivery.pathToken.empty())
            return StandardWebhooks::verify(delivery, secrets);
        HS_TRY(verifySharedSecret(delivery, secrets, name()));
        const auto document = parseEnvelope({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        verified.type = openType(*document);
        verified.deliveryId = text(*document, "uid");
        verified.dedupe = verified.deliveryId.empty() ? dedupeByBody(delivery.body) : dedupeById(verified.deliveryId);
        return verified;
    }

protected:
    Result<std::vector<MappedEvent>> mapDocument(std::string_view type, const Json &document) const override
    {
        static constexpr std::string_view Subscription = "subscription.";
        const Json &data = member(document, "data");
        if (type == "post.updated" || type == "post.scheduled")
            return std::vector<MappedEvent>{}; // drafts; sending is told apart
        if (type == "post.sent") {
            MappedEvent event;
            event.type = "newsletter_metrics";
            event.data = {{"payload", data}};
            copyText(event.data, "source_id", data, "id");
            return std::vector{std::move(event)};
        }
        if (type.substr(0, Subscription.size()) != Subscription)
            return std::vector{unknownEvent(name(), type, document)};
        if (text(data, "email").empty())
            return lacks(title(), "/data/email");
        return std::vector{mapSubscription(type.substr(Subscription.size()), data)};
    }

private:
    static MappedEvent mapSubscription(std::string_view action, const Json &data)
    {
        ContactFields contact;
        contact.set("email", text(data, "email"));
        contact.set("first_name", text(data, "first_name"));
        contact.set("last_name", text(data, "last_name"));
        if (const Json &fields = member(data, "custom_fields"); fields.is_array()) {
            for (const auto &field : fields)
                contact.offer(text(field, "name"), scalarText(member(field, "value")));
        }
        MappedEvent event;
        event.type = action == "created" ? "lead_capture" : "contact_update";
        auto person = contact.contact();
        if (action == "deleted" || action == "paused")
            person["unsubscribed"] = true;
        else if (action == "confirmed" || action == "resumed")
            person["unsubscribed"] = false;
        event.data = {{"contact", std::move(person)}};
        copyText(event.data, "source_id", data, "id");
        Json subscription = Json::object();
        copyText(subscription, "id", data, "id");
        copyText(subscription, "status", data, "status");
        copyText(subscription, "tier", data, "subscription_tier");
        event.data["subscription"] = std::move(subscription);
        Json campaign = Json::object();
        for (const auto *key : {"utm_source", "utm_medium", "utm_campaign"})
            copyText(campaign, key, data, key);
        copyText(campaign, "referrer", data, "referring_site");
        if (!campaign.empty())
            event.data["campaign"] = std::move(campaign);
        event.occurredAt = unixTimeOf(member(data, "created"));
        return event;
    }
};

} // namespace

std::unique_ptr<const Source> makeBeehiiv()
{
    return std::make_unique<Beehiiv>();
}

} // namespace hs::services
