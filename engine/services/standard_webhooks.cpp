#include "engine/services/standard_webhooks.h"

#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"

namespace hs::services {

Result<void> StandardWebhooks::checkSecret(const Secret &secret) const
{
    HS_TRY(Source::checkSecret(secret));
    return checkStandardWebhookSecret(secret, name());
}

Result<Verified> StandardWebhooks::verify(const Delivery &delivery, const Secrets &secrets) const
{
    auto id = verifyStandardWebhook(delivery, secrets, name());
    if (!id)
        return tl::make_unexpected(std::move(id).error());
    const auto document = parseEnvelope({}, delivery.body);
    if (!document)
        return tl::make_unexpected(document.error());
    Verified verified;
    verified.type = openType(*document);
    verified.dedupe = dedupeById(*id);
    verified.deliveryId = std::move(*id);
    return verified;
}

Result<std::vector<MappedEvent>> StandardWebhooks::map(const StoredDelivery &delivery) const
{
    const auto document = parseBody({}, delivery.body);
    if (!document)
        return tl::make_unexpected(document.error());
    return mapDocument(delivery.type, *document);
}

Result<std::vector<MappedEvent>> StandardWebhooks::mapDocument(std::string_view type, const Json &document) const
{
    return std::vector{openEvent(type, document)};
}

std::unique_ptr<const Source> makeStandardWebhooks()
{
    return std::make_unique<StandardWebhooks>();
}

} // namespace hs::services
