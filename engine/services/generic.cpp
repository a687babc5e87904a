#include <array>

#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

/// Anything that can compute an HMAC: scripts, automation tools, own servers. The header is
/// `X-Signature: sha256=<hex>` (also bare hex, and under the two other names in wide use).
namespace hs::services {

namespace {

constexpr std::array<std::string_view, 3> SignatureHeaders{"X-Signature", "X-Webhook-Signature", "X-Hub-Signature-256"};

class Generic final : public Source {
public:
    std::string_view name() const override { return "generic"; }
    std::string_view title() const override { return "Generic webhook"; }
    std::vector<std::string_view> contentTypes() const override
    {
        return {"application/json", "application/x-www-form-urlencoded"};
    }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        auto header = SignatureHeaders.front();
        for (const auto candidate : SignatureHeaders) {
            if (delivery.headers.has(candidate)) {
                header = candidate;
                break;
            }
        }
        HS_TRY(verifyBodyMac({header, "sha256=", MacEncoding::Hex, true}, delivery, secrets, name()));
        const auto contentType = delivery.headers.value("Content-Type");
        const auto document = parseEnvelope(contentType, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        Verified verified;
        const auto type = delivery.headers.value("X-Event-Type");
        verified.type = type.empty() ? openType(*document) : plainType(type);
        verified.deliveryId = delivery.headers.value("X-Delivery-Id");
        verified.dedupe = verified.deliveryId.empty() ? dedupeByBody(delivery.body) : dedupeById(verified.deliveryId);
        if (!contentType.empty())
            verified.headers["content-type"] = std::string(contentType);
        return verified;
    }

    Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override
    {
        const auto document = parseBody(text(delivery.headers, "content-type"), delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        return std::vector{openEvent(delivery.type, *document)};
    }
};

} // namespace

std::unique_ptr<const Source> makeGeneric()
{
    return std::make_unique<Generic>();
}

} // namespace hs::services
