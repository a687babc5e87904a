#include <algorithm>
#include <array>
#include <cmath>

#include "engine/services/contact_fields.h"
#include "engine/services/form_body.h"
#include "engine/services/mapping.h"
#include "engine/services/money.h"
#include "engine/services/signatures.h"
#include "engine/services/source_table.h"
#include "engine/vocabulary/trimmed.h"

/// WooCommerce: https://woocommerce.com/document/webhooks/ (integrations.md §6.2).
namespace hs::services {

namespace {

constexpr std::string_view SignatureHeader = "X-WC-Webhook-Signature";

/// Saving a webhook sends `webhook_id=7`, unsigned, and wants a 200.
bool isPing(const Delivery &delivery)
{
    static constexpr std::string_view Key = "webhook_id=";
    const auto body = trimmed(delivery.body);
    if (delivery.headers.has(SignatureHeader) || body.substr(0, Key.size()) != Key)
        return false;
    const auto id = body.substr(Key.size());
    return !id.empty() && id.size() <= 20 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The domain's word for the shop's (domain.md §5); empty: unknown, the order stays as it is.
std::string_view stateOf(std::string_view status)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> States{{
        {"pending", "payment_pending"},
        {"on-hold", "payment_pending"},
        {"processing", "sold"},
        {"completed", "delivered"},
        {"refunded", "returned"},
        {"cancelled", "canceled"},
        {"failed", "canceled"},
    }};
    for (const auto &[theirs, ours] : States) {
        if (theirs == status)
            return ours;
    }
    return {};
}

void putAmount(Json &to, const char *name, const Json &value)
{
    if (const auto amount = amountOf(value))
        to[name] = *amount;
}

void readAddress(ContactFields &contact, const Json &address)
{
    for (const auto &[part, key] : {std::pair{"first_name", "first_name"}, {"last_name", "last_name"}, {"email", "email"},
                                    {"phone", "phone"}, {"company", "company"}, {"address", "address_1"}, {"city", "city"},
                                    {"postal_code", "postcode"}, {"state", "state"}, {"country", "country"}})
        contact.set(part, text(address, key));
}

class Woocommerce final : public Source {
public:
    std::string_view name() const override { return "woocommerce"; }
    std::string_view title() const override { return "WooCommerce"; }
    std::vector<std::string_view> contentTypes() const override
    {
        return {"application/json", "application/x-www-form-urlencoded"};
    }

    Result<Verified> verify(const Delivery &delivery, const Secrets &secrets) const override
    {
        static constexpr BodyMac Signature{SignatureHeader, "", MacEncoding::Base64};
        Verified verified;
        if (isPing(delivery)) {
            verified.type = "ping";
            verified.store = false;
            verified.answer = Answer{200, "application/json", R"({"status":"ok"})"};
            return verified;
        }
        HS_TRY(verifyBodyMac(Signature, delivery, secrets, name()));
        const auto document = parseEnvelope({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        const auto &headers = delivery.headers;
        verified.type = plainType(headers.value("X-WC-Webhook-Topic"));
        verified.deliveryId = headers.value("X-WC-Webhook-Delivery-ID");
        if (const auto shop = headers.value("X-WC-Webhook-Source"); !shop.empty())
            verified.headers["x-wc-webhook-source"] = std::string(shop);
        // The delivery id is made from hook and second alone: two orders of one second share it.
        if (verified.deliveryId.empty()) {
            verified.dedupe = dedupeByBody(delivery.body);
        } else {
            verified.dedupe = dedupeById(verified.deliveryId + "|" + verified.type + "|" + scalarText(member(*document, "id"))
                                         + "|" + text(*document, "date_modified_gmt"));
        }
        return verified;
    }

    Result<std::vector<MappedEvent>> map(const StoredDelivery &delivery) const override
    {
        const auto document = parseBody({}, delivery.body);
        if (!document)
            return tl::make_unexpected(document.error());
        const auto dot = delivery.type.find('.');
        const auto resource = delivery.type.substr(0, dot);
        const auto action = dot == std::string_view::npos ? std::string_view() : delivery.type.substr(dot + 1);
        if (action.empty())
            return fail(Errc::BadInput, "the delivery names no topic", "X-WC-Webhook-Topic",
                        "save the webhook again in WooCommerce");
        if (resource == "coupon")
            return std::vector<MappedEvent>{}; // nothing in the studio depends on coupons
        MappedEvent event;
        if (resource == "action" || (resource != "order" && resource != "customer" && resource != "product")) {
            event = unknownEvent(name(), delivery.type, *document);
        } else {
            const auto id = scalarText(member(*document, "id"));
            if (id.empty())
                return lacks(title(), "/id");
            event = resource == "order" ? mapOrder(*document, action)
                : resource == "product" ? mapProduct(*document, action)
                                        : mapCustomer(*document, action);
            event.data["source_id"] = id;
            event.occurredAt = timeOf(member(*document, action == "created" ? "date_created_gmt" : "date_modified_gmt"));
        }
        if (auto shop = text(delivery.headers, "x-wc-webhook-source"); !shop.empty())
            event.data["shop"] = std::move(shop);
        return std::vector{std::move(event)};
    }

private:
    static MappedEvent mapOrder(const Json &document, std::string_view action)
    {
        MappedEvent event;
        event.type = action == "created" ? "order_created" : "order_updated";
        Json order = Json::object();
        copyText(order, "id", document, "id");
        copyText(order, "number", document, "number");
        copyText(order, "status", document, "status");
        if (const auto state = stateOf(text(document, "status")); !state.empty())
            order["state"] = std::string(state);
        if (action == "deleted") {
            order["deleted"] = true;
            order["state"] = "canceled";
        }
        putAmount(order, "total", member(document, "total"));
        if (const auto currency = text(document, "currency"); !currency.empty())
            order["currency"] = currencyCode(currency);
        if (const auto customer = integer(document, "customer_id"); customer > 0)
            order["customer_id"] = std::to_string(customer);
        copyText(order, "note", document, "customer_note");
        copyText(order, "payment_method", document, "payment_method_title");
        copyText(order, "paid_at", document, "date_paid_gmt");
        if (const Json &refunds = member(document, "refunds"); refunds.is_array() && !refunds.empty()) {
            double refunded = 0;
            for (const auto &refund : refunds)
                refunded += std::abs(amountOf(member(refund, "total")).value_or(0));
            order["refunded"] = refunded;
        }
        if (const Json &lines = member(document, "line_items"); lines.is_array()) {
            Json items = Json::array();
            for (const auto &line : lines) {
                Json item = Json::object();
                copyText(item, "product_id", line, "product_id");
                copyText(item, "sku", line, "sku");
                copyText(item, "name", line, "name");
                item["quantity"] = integer(line, "quantity", 1);
                putAmount(item, "total", member(line, "total"));
                items.push_back(std::move(item));
            }
            order["items"] = std::move(items);
        }
        ContactFields contact;
        readAddress(contact, member(document, "billing"));
        readAddress(contact, member(document, "shipping"));
        contact.set("message", text(document, "customer_note"));
        if (const auto customer = text(order, "customer_id"); !customer.empty())
            contact.set("external_id", customer);
        if (auto person = contact.contact(); !person.empty())
            event.data["contact"] = std::move(person);
        event.data["order"] = std::move(order);
        event.text = contact.message();
        return event;
    }

    static MappedEvent mapCustomer(const Json &document, std::string_view action)
    {
        MappedEvent event;
        event.type = "customer_data_update";
        ContactFields contact;
        contact.set("email", text(document, "email"));
        contact.set("first_name", text(document, "first_name"));
        contact.set("last_name", text(document, "last_name"));
        readAddress(contact, member(document, "billing"));
        contact.set("external_id", scalarText(member(document, "id")));
        event.data["contact"] = contact.contact();
        if (action == "deleted")
            event.data["deleted"] = true;
        return event;
    }

    static MappedEvent mapProduct(const Json &document, std::string_view action)
    {
        MappedEvent event;
        event.type = "product_updated";
        Json product = Json::object();
        for (const auto &[ours, theirs] : {std::pair{"id", "id"}, {"name", "name"}, {"status", "status"}, {"type", "type"},
                                           {"sku", "sku"}, {"stock_status", "stock_status"}, {"url", "permalink"}})
            copyText(product, ours, document, theirs);
        putAmount(product, "price", member(document, "price"));
        if (const Json &stock = member(document, "stock_quantity"); stock.is_number())
            product["stock"] = stock;
        if (action == "deleted")
            product["deleted"] = true;
        event.data = {{"product", std::move(product)}, {"required_capability", "inventory_management"}};
        return event;
    }
};

} // namespace

std::unique_ptr<const Source> makeWoocommerce()
{
    return std::make_unique<Woocommerce>();
}

} // namespace hs::services
