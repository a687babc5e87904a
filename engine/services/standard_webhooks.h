#pragma once

#include "engine/services/source.h"

namespace hs::services {

/// Senders that follow https://www.standardwebhooks.com (Svix among them): one way of
/// signing, documents of their own. As it is, it takes any document.
class StandardWebhooks : public Source {
public:
    [[nodiscard]] std::string_view name() const override { return "standard-webhooks"; }
    [[nodiscard]] std::string_view title() const override { return "Standard Webhooks"; }
    [[nodiscard]] Result<void> checkSecret(const Secret &secret) const override;
    [[nodiscard]] Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override;
    [[nodiscard]] Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override;

protected:
    /// The event of a document whose sender is proven.
    [[nodiscard]] virtual Result<std::vector<MappedEvent>> mapDocument(std::string_view type, const Json &document) const;
};

} // namespace hs::services
