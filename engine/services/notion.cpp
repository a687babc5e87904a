#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

/// Notion: https://developers.notion.com/reference/webhooks (integrations.md §2.11).
namespace hs::services {

namespace {

constexpr std::string_view Header = "X-Notion-Signature";
constexpr BodyMac Scheme{Header, "sha256=", MacEncoding::Hex};
constexpr std::size_t MaxToken = 200;

class Notion final : public Source {
public:
    std::string_view name() const override { return "notion"; }
    std::string_view title() const override { return "Notion"; }
    bool needsSecret() const override { return false; }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        // The handshake carries its own key, so it alone is read before it is proven; its size is bounded by the receiver.
        if (delivery.awaitingVerification) {
            if (const auto document = parseEnvelope({}, delivery.body)) {
                if (const auto token = text(*document, "verification_token"); !token.empty() && document->size() == 1)
                    return shakeHands(delivery, token);
            }
        }
        if (auto proven = verifyBodyMac(Scheme, delivery, secrets, name()); !proven) {
            if (const auto document = parseEnvelope({}, delivery.body); document && document->contains("verification_token"))
                return fail(Errc::Unauthorized, "a verification token came, but none is awaited", std::string(Header),
                            "begin to connect Notion in Integrations, then let Notion send the token again");
            return tl::make_unexpected(std::move(proven).error());
        }
        const auto document = parseEnvelope({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        if (document->contains("verification_token")) {
            verified.type = "verification"; // signed with the token that is known already: a repeat
            verified.store = false;
            verified.answer = Answer{200, "application/json", R"({"status":"already verified"})"};
            return verified;
        }
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
        const auto dot = delivery.type.find('.');
        if (dot == std::string_view::npos)
            return std::vector{unknownEvent(name(), delivery.type, *document)};
        const Json &entity = member(*document, "entity");
        if (text(entity, "id").empty())
            return lacks(title(), "/entity/id");
        const Json &data = member(*document, "data");
        Json hub = {{"object", text(entity, "type", delivery.type.substr(0, dot))},
                    {"id", text(entity, "id")},
                    {"action", std::string(delivery.type.substr(dot + 1))}};
        if (const Json &parent = member(data, "parent"); parent.is_object()) {
            hub["parent"] = Json::object();
            for (const auto *key : {"id", "type", "data_source_id"})
                copyText(hub["parent"], key, parent, key);
        }
        copyText(hub, "page", data, "page_id");
        if (const Json &properties = member(data, "updated_properties"); properties.is_array())
            hub["properties"] = properties;
        if (const Json &authors = member(*document, "authors"); authors.is_array() && !authors.empty())
            copyText(hub, "by", authors.front(), "type");
        MappedEvent event;
        event.type = "hub.changed";
        event.occurredAt = timeOf(member(*document, "timestamp"));
        event.data = {{"hub", std::move(hub)}};
        copyText(event.data, "source_id", *document, "id");
        return std::vector{std::move(event)};
    }

private:
    Result<Verified> shakeHands(const Delivery &delivery, const std::string &token) const
    {
        if (token.size() > MaxToken || token.size() < 16)
            return fail(Errc::BadInput, "the verification token has not the length of one", "/verification_token");
        // Published samples show the handshake both unsigned and signed with the token it brings.
        if (delivery.headers.has(Header)) {
            Secrets own;
            own.current.emplace_back(token);
            HS_TRY(verifyBodyMac(Scheme, delivery, own, name()));
        }
        Verified verified;
        verified.type = "verification";
        verified.store = false;
        verified.learned = Secret(token);
        verified.answer = Answer{200, "application/json", R"({"status":"token received"})"};
        return verified;
    }
};

} // namespace

std::unique_ptr<const Source> makeNotion()
{
    return std::make_unique<Notion>();
}

} // namespace hs::services
