#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/services/source.h"

/// The ways in which senders prove themselves, each over the raw bytes and
/// compared in constant time (integrations.md §1). Pure, any thread. All fail with
/// Errc::Unauthorized; `where` is the header, no text repeats what a header held.
namespace hs::services {

/// How far a signed time may lie from ours, in both directions.
inline constexpr std::chrono::seconds SignatureTolerance{300};

enum class MacEncoding { Hex, Base64 };

/// HMAC-SHA256 of the body in one header.
struct BodyMac {
    std::string_view header;
    std::string_view prefix; ///< "sha256="
    MacEncoding encoding = MacEncoding::Hex;
    bool prefixOptional = false;
};
/// `source` names the setting in error texts.
[[nodiscard]] Result<void> verifyBodyMac(const BodyMac &scheme, const Delivery &delivery, const Secrets &secrets,
                                         std::string_view source);

/// `Stripe-Signature: t=<unix>,v1=<hex>[,v1=…]`; the key is the whole `whsec_…` text.
[[nodiscard]] Result<void> verifyStripe(const Delivery &delivery, const Secrets &secrets, std::string_view source);

/// Standard Webhooks and Svix: `webhook-*` or `svix-*` headers, v1 (HMAC-SHA256, secrets
/// `whsec_<base64>` or bare base64) and v1a (Ed25519, public keys `whpk_<base64>`).
/// Answers the delivery's id.
[[nodiscard]] Result<std::string> verifyStandardWebhook(const Delivery &delivery, const Secrets &secrets, std::string_view source);
[[nodiscard]] bool hasStandardWebhookHeaders(const HeaderMap &headers);
/// Whether a secret is one that Standard Webhooks can use; BadInput says why not.
[[nodiscard]] Result<void> checkStandardWebhookSecret(const Secret &secret, std::string_view source);

/// For senders that cannot sign: the path's token, else `X-Webhook-Secret`, equals a secret.
/// A token under 22 characters holds less than 128 bits and is refused.
[[nodiscard]] Result<void> verifySharedSecret(const Delivery &delivery, const Secrets &secrets, std::string_view source);

/// A dedupe key from an id of the sender: the id, or its hash where it is long or not plain text.
[[nodiscard]] std::string dedupeById(std::string_view id);
/// An event type fit to be stored and shown: printable ASCII, at most 120 characters; "unknown" for anything else.
[[nodiscard]] std::string plainType(std::string_view type);
/// "body:" and the SHA-256 of the body, for senders without ids.
[[nodiscard]] std::string dedupeByBody(std::string_view body);

} // namespace hs::services
