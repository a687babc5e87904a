#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/services/source.h"

/// What the mappings of several sources share.
namespace hs::services {

/// Errc::BadInput for a document without what its type promises; `where` is "/form_response".
[[nodiscard]] tl::unexpected<Error> lacks(std::string_view source, std::string_view pointer);

/// An event of a type the sender knows and the console does not: `<source>.<type>`, with the document as payload.
[[nodiscard]] MappedEvent unknownEvent(std::string_view source, std::string_view type, Json document);

/// Copies `from[key]` to `to[name]` when it is there and not empty.
void copyText(Json &to, std::string_view name, const Json &from, std::string_view key);

/// A time in RFC 3339, also without a zone (WordPress' `_gmt` members): then UTC.
[[nodiscard]] std::optional<Timestamp> timeOf(const Json &value);
/// Seconds since 1970, as payment services send them.
[[nodiscard]] std::optional<Timestamp> unixTimeOf(const Json &value);

/// A payment in the domain's words. `status` decides the event: succeeded, pending, failed, refunded or disputed.
struct Payment {
    std::string id;
    std::string status;
    std::int64_t amountMinor = 0;
    std::string currency;
    std::string reference;
    std::string orderId;
    std::string reason; ///< why it failed or is disputed, as the sender puts it
    Json contact = Json::object();
    std::string entity;
    std::optional<Timestamp> at;
};
/// payment_received, payment_pending, payment_failed or payment_refunded; a dispute
/// becomes a customer_request that names the chargeback, for people must answer it.
[[nodiscard]] MappedEvent paymentEvent(const Payment &payment);

/// A document of a sender without a vocabulary of its own: its members go to `data`, the
/// person is looked for in them. `type` as sent; "untyped": found from the content.
[[nodiscard]] MappedEvent openEvent(std::string_view type, const Json &document);
/// The type an open document names (event_type, event or type), fit to be stored; "untyped" when none.
[[nodiscard]] std::string openType(const Json &document);

} // namespace hs::services
