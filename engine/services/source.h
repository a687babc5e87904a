#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/services/headers.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

/// Senders of webhooks: how each one signs, and what its deliveries mean.
///
/// A delivery passes through here twice. `verify` runs before the answer, in the
/// receiver's threads, on the raw bytes; `map` runs later, in the pipeline, on
/// what the inbox kept. Both are pure: no I/O, no clock, any thread.
namespace hs::services {

/// One POST as it arrived. Views live as long as the request they came from.
struct Delivery {
    std::string method = "POST";
    HeaderMap headers;
    std::string_view body;  ///< raw bytes, never decoded or re-serialised
    Timestamp receivedAt;   ///< what signed times are compared with
    std::string pathToken;  ///< `/webhooks/{source}/{token}`; empty on the plain route
    bool awaitingVerification = false; ///< a person has begun to connect this source and no handshake came yet
};

/// What the source's sender and this console share. While a secret is being
/// rotated both the old and the new one are valid.
struct Secrets {
    std::vector<Secret> current;
};

/// An answer that the sender's protocol asks for, in place of the receiver's own.
struct Answer {
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
};

/// What is known of a delivery whose sender is proven (or whose protocol needs no proof).
struct Verified {
    std::string dedupe;     ///< equal for repeats of one delivery; unique within the source; at most 200 bytes
    std::string deliveryId; ///< the sender's own id; empty when it has none
    std::string type;       ///< as the sender names it ("order.updated"); never empty when `store`
    Json headers = Json::object(); ///< what `map` needs beside the body; goes to the inbox
    int okStatus = 202;     ///< of the receiver's answer once the event is durable; a repeat is always 200
    std::optional<Answer> answer; ///< handshakes and pings
    std::optional<Secret> learned; ///< to be kept as this source's secret (Notion's verification token)
    bool store = true;      ///< false: nothing goes to the inbox; `answer` then is set
};

/// A delivery as the inbox gives it back. Views live as long as the row.
struct StoredDelivery {
    std::string_view type; ///< Verified::type
    const Json &headers;   ///< Verified::headers
    std::string_view body;
};

/// An event in the words of the domain (domain.md §1 and §5).
///
/// `data` holds, as far as the sender told (nothing is invented, empty parts are left out):
/// - `source_id`: id of the form response, order, payment, … at the sender
/// - `contact`: {full_name, first_name, last_name, email, phone, company, job_title, interest, message, address,
///   city, postal_code, state, country, external_id, unsubscribed}; texts but for the last; e-mail in lower case
/// - `answers`: {question: text} of a form, everything that is no contact field included
/// - `form`: {id, title}; `hidden`: {key: text}
/// - `order`: {id, number, status, state, total, currency, items: [{product_id, sku, name, quantity, total}],
///   customer_id, note, payment_method, deleted}; `status` is the shop's word, `state` the domain's
///   (payment_pending, sold, delivered, returned, canceled), amounts are numbers in units of the currency
/// - `payment`: {id, status, amount, amount_minor, currency, reference, order_id, reason}; `status` is one of
///   pending, succeeded, failed, refunded, disputed; `amount` in units, `amount_minor` in the smallest unit
/// - `product`: {id, name, status, type, price, stock, stock_status, sku, url, deleted}
/// - `hub`: {object, id, action, properties, parent, by}
/// - `subscription`, `campaign`: {id, status, tier}, {utm_source, utm_medium, utm_campaign, referrer}
/// - `required_capability`: where the event's type names no agent
/// - `payload`: the sender's document, where the console does not know the type
/// Senders without a vocabulary of their own (generic, standard-webhooks) may send these members
/// themselves; whatever they send stands in `data` under its own name.
///
/// Types by sender: typeform: typeform_webhook. website-form: website_form. woocommerce: order_created,
/// order_updated (changed, restored, deleted), customer_data_update, product_updated. stripe, pipit:
/// payment_received, payment_pending, payment_failed, payment_refunded, customer_data_update, and a
/// dispute as customer_request whose text names the chargeback. beehiiv: lead_capture, contact_update,
/// newsletter_metrics. notion: hub.changed. generic, standard-webhooks: as sent, dots as underscores;
/// untyped with an e-mail address: lead_capture. A type that its own sender knows and the console does
/// not is `<source>.<type>`. One payment may come under two types of Stripe; `payment.id` is then equal.
struct MappedEvent {
    std::string type;       ///< typeform_webhook, website_form, order_created, payment_received, hub.changed, …
    std::string entityHint; ///< the business as the sender names it; empty: unknown
    Json data = Json::object();
    std::optional<Timestamp> occurredAt;
    std::string text;       ///< free words of the person, for routing; lines separated by \n
};

class Source {
public:
    virtual ~Source() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;  ///< as in the path: "typeform"
    [[nodiscard]] virtual std::string_view title() const = 0; ///< for people: "Typeform"
    /// Media types the sender uses, in lower case and without parameters.
    [[nodiscard]] virtual std::vector<std::string_view> contentTypes() const { return {"application/json"}; }
    /// Whether the token route is meant for it. Signing sources answer it as not found.
    [[nodiscard]] virtual bool takesPathToken() const { return false; }
    /// Whether it needs a secret that a person sets. False for Notion, which brings its own.
    [[nodiscard]] virtual bool needsSecret() const { return true; }

    /// Whether the text can serve as a secret; BadInput tells what is wrong with it, never the secret.
    [[nodiscard]] virtual Result<void> checkSecret(const Secret &secret) const;

    /// Proves the sender and names the delivery.
    /// Errc::Unauthorized: not proven (401); the text names the header and what is wrong,
    /// never a secret, a token or a signature. Errc::BadInput: proven, but the body
    /// is not what it claims to be (400); `where` is the position.
    [[nodiscard]] virtual Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const = 0;

    /// What happened, in the domain's words. An empty list: understood, and nothing
    /// to do. Errc::BadInput: the document lacks what its type promises; `where` names the member.
    [[nodiscard]] virtual Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const = 0;
};

/// Whether the Content-Type header (parameters and case do not matter) is one of the source's.
/// A missing header is taken as the source's first type.
[[nodiscard]] bool acceptsContentType(const Source &source, std::string_view header);

/// WEBHOOK_SECRET_STANDARD_WEBHOOKS for "standard-webhooks".
[[nodiscard]] std::string secretVariable(std::string_view source);

} // namespace hs::services
