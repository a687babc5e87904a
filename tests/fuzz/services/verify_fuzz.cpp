#include <cstdint>
#include <cstdlib>

#include "engine/crypto/hash.h"
#include "engine/services/source_catalog.h"

using namespace hs;
using namespace hs::services;

namespace {

constexpr auto Key = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
constexpr std::int64_t Now = 1'700'000'000;

/// Takes a line off the front of the input.
std::string_view line(std::string_view &rest)
{
    const auto text = rest.substr(0, rest.find('\n'));
    rest = text.size() == rest.size() ? std::string_view() : rest.substr(text.size() + 1);
    return text;
}

void check(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

/// Input: one flag byte, up to six lines of header values, the rest is the body. With the flag's
/// lowest bit the delivery is signed as it should be, so that what lies behind the proof is reached.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const SourceCatalog catalog;
    const Source &source = *catalog.find(HS_SOURCE);
    if (size == 0)
        return 0;
    std::string_view rest(reinterpret_cast<const char *>(data) + 1, size - 1);
    const bool sign = (data[0] & 1U) != 0;

    Delivery delivery;
    delivery.receivedAt = Timestamp(std::chrono::seconds(Now));
    delivery.awaitingVerification = (data[0] & 2U) != 0;
    const auto signature = line(rest);
    const auto id = line(rest);
    const auto time = line(rest);
    const auto contentType = line(rest);
    const auto deliveryId = line(rest);
    if ((data[0] & 4U) != 0)
        delivery.pathToken = id;
    delivery.body = rest;

    const std::string body(rest);
    const std::string now = std::to_string(Now);
    const auto hex = crypto::toHex(crypto::hmacSha256(Key, body));
    const auto base64 = crypto::toBase64(crypto::hmacSha256(Key, body));
    const auto stripe = "t=" + now + ",v1=" + crypto::toHex(crypto::hmacSha256(Key, now + "." + body));
    const auto standard = "v1," + crypto::toBase64(crypto::hmacSha256("0123456789abcdef0123456789abcdef", "id." + now + "." + body));
    const auto hexed = "sha256=" + hex;
    const auto based = "sha256=" + base64;
    if (sign) {
        delivery.pathToken.clear();
        delivery.headers = {{"Typeform-Signature", based}, {"X-Notion-Signature", hexed}, {"X-Signature", hexed},
                            {"X-WC-Webhook-Signature", base64}, {"Stripe-Signature", stripe}, {"webhook-id", "id"},
                            {"webhook-timestamp", now}, {"webhook-signature", standard}, {"X-Webhook-Secret", Key}};
    } else {
        delivery.headers = {{"Typeform-Signature", signature}, {"X-Notion-Signature", signature}, {"X-Signature", signature},
                            {"X-WC-Webhook-Signature", signature}, {"Stripe-Signature", signature}, {"svix-id", id},
                            {"svix-timestamp", time}, {"svix-signature", signature}, {"X-Webhook-Secret", signature}};
    }
    delivery.headers.add("Content-Type", contentType);
    delivery.headers.add("X-Delivery-Id", deliveryId);

    Secrets secrets;
    secrets.current.emplace_back(std::string(Key));
    const auto verified = source.verify(delivery, secrets);
    if (!verified) {
        check(verified.error().code == Errc::Unauthorized || verified.error().code == Errc::BadInput);
        check(!sign || verified.error().code == Errc::BadInput || delivery.awaitingVerification);
        return 0;
    }
    check(verified->store != verified->answer.has_value());
    if (verified->store) {
        check(!verified->dedupe.empty() && verified->dedupe.size() <= 200);
        check(!verified->type.empty() && verified->type.size() <= 120);
    }
    return 0;
}
