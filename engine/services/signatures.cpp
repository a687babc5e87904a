#include "engine/services/signatures.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "engine/crypto/hash.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::services {

namespace {

constexpr std::size_t MacBytes = 32;
constexpr int MaxSignatures = 16; // in one header; a sender rotates one secret at a time
constexpr std::size_t MinTokenLength = 22; // 128 bits in base 64
constexpr std::string_view SecretPrefix = "whsec_";
constexpr std::string_view PublicKeyPrefix = "whpk_";

tl::unexpected<Error> unproven(std::string what, std::string_view header, std::string mend)
{
    return fail(Errc::Unauthorized, std::move(what), std::string(header), std::move(mend));
}

tl::unexpected<Error> noSecret(std::string_view source)
{
    return unproven("no secret is set for " + std::string(source), secretVariable(source),
                    "set the secret that the sender signs with, or WEBHOOK_SECRET for all sources");
}

tl::unexpected<Error> missing(std::string_view header)
{
    return unproven("the signature is missing", header, "give the sender the same secret as the console");
}

tl::unexpected<Error> noMatch(std::string_view header)
{
    return unproven("the signature does not match", header,
                    "check that both sides have the same secret and that nothing changes the body on its way");
}

tl::unexpected<Error> malformed(std::string what, std::string_view header)
{
    return unproven(std::move(what), header, "check which way of signing the sender uses");
}

bool hasSecret(const Secrets &secrets)
{
    return std::any_of(secrets.current.begin(), secrets.current.end(), [](const Secret &secret) { return !secret.empty(); });
}

/// The MACs of `message`, one a secret. Made once, however many signatures a header holds.
std::vector<std::string> macsOf(const std::vector<std::string_view> &keys, std::string_view message)
{
    std::vector<std::string> macs;
    for (const auto key : keys) {
        if (!key.empty())
            macs.push_back(crypto::hmacSha256(key, message));
    }
    return macs;
}

std::vector<std::string_view> keysOf(const Secrets &secrets)
{
    std::vector<std::string_view> keys;
    for (const auto &secret : secrets.current)
        keys.push_back(secret.reveal());
    return keys;
}

/// All are compared, so the time does not tell which one fits.
bool anyFits(const std::vector<std::string> &macs, std::string_view given)
{
    bool fits = false;
    for (const auto &mac : macs)
        fits |= crypto::constantTimeEqual(mac, given);
    return fits;
}

Result<void> checkTime(std::string_view digits, Timestamp now, std::string_view header)
{
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    // Ten digits reach to the year 2286; more would overflow on the way to milliseconds.
    if (digits.empty() || digits.size() > 10 || digits.front() == '-' || error != std::errc()
        || end != digits.data() + digits.size())
        return malformed("the time of the signature is not a number of seconds", header);
    const auto age = now - Timestamp(std::chrono::seconds(seconds));
    if (age > SignatureTolerance)
        return unproven("the signature is older than 300 seconds", header, "check the clocks of sender and console; old deliveries must be sent anew");
    if (age < -SignatureTolerance)
        return unproven("the signature lies more than 300 seconds in the future", header, "check the clocks of sender and console");
    return {};
}

/// The key bytes of a Standard Webhooks secret or public key; empty when it is none.
std::optional<std::string> keyBytes(std::string_view base64)
{
    std::string padded(base64);
    while (padded.size() % 4 != 0)
        padded += '='; // people lose the padding when they copy
    auto bytes = crypto::fromBase64(padded);
    if (!bytes || bytes->empty())
        return std::nullopt;
    return bytes;
}

std::string_view prefixOf(const HeaderMap &headers)
{
    if (headers.has("webhook-signature"))
        return "webhook-";
    return headers.has("svix-signature") ? "svix-" : "webhook-";
}

} // namespace

Result<void> verifyBodyMac(const BodyMac &scheme, const Delivery &delivery, const Secrets &secrets, std::string_view source)
{
    if (!hasSecret(secrets))
        return noSecret(source);
    auto text = delivery.headers.value(scheme.header);
    if (text.empty())
        return missing(scheme.header);
    if (text.substr(0, scheme.prefix.size()) == scheme.prefix)
        text.remove_prefix(scheme.prefix.size());
    else if (!scheme.prefixOptional)
        return malformed("the signature does not begin with \"" + std::string(scheme.prefix) + "\"", scheme.header);
    const bool hex = scheme.encoding == MacEncoding::Hex;
    const auto mac = hex ? crypto::fromHex(text) : crypto::fromBase64(text);
    if (!mac)
        return malformed(hex ? "the signature is not hexadecimal" : "the signature is not base 64", scheme.header);
    if (mac->size() != MacBytes)
        return malformed("the signature has not the length of a SHA-256", scheme.header);
    if (!anyFits(macsOf(keysOf(secrets), delivery.body), *mac))
        return noMatch(scheme.header);
    return {};
}

Result<void> verifyStripe(const Delivery &delivery, const Secrets &secrets, std::string_view source)
{
    static constexpr std::string_view Header = "Stripe-Signature";
    if (!hasSecret(secrets))
        return noSecret(source);
    auto text = delivery.headers.value(Header);
    if (text.empty())
        return missing(Header);
    std::optional<std::string_view> time;
    std::vector<std::string> macs;
    bool named = false;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto item = trimmed(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        const auto equals = item.find('=');
        if (equals == std::string_view::npos)
            return malformed("a part of the signature has no \"=\"", Header);
        const auto key = item.substr(0, equals);
        const auto value = item.substr(equals + 1);
        if (key == "t" && !time) {
            time = value;
        } else if (key == "v1") {
            named = true;
            if (auto mac = crypto::fromHex(value); mac && mac->size() == MacBytes)
                macs.push_back(std::move(*mac));
        }
    }
    if (!time)
        return malformed("the signature names no time (t=)", Header);
    if (!named)
        return malformed("the signature has no part v1", Header);
    if (macs.empty())
        return malformed("no part v1 of the signature is the hexadecimal form of a SHA-256", Header);
    std::string message(*time);
    message += '.';
    message += delivery.body;
    // The time is part of what is signed: it is believed, and judged, only when the signature fits.
    const auto ours = macsOf(keysOf(secrets), message);
    const bool fits = std::any_of(macs.begin(), macs.end(), [&](const auto &mac) { return anyFits(ours, mac); });
    if (!fits)
        return noMatch(Header);
    return checkTime(*time, delivery.receivedAt, Header);
}

bool hasStandardWebhookHeaders(const HeaderMap &headers)
{
    return headers.has("webhook-signature") || headers.has("svix-signature");
}

Result<std::string> verifyStandardWebhook(const Delivery &delivery, const Secrets &secrets, std::string_view source)
{
    if (!hasSecret(secrets))
        return noSecret(source);
    const std::string prefix(prefixOf(delivery.headers));
    const auto idHeader = prefix + "id";
    const auto timeHeader = prefix + "timestamp";
    const auto signatureHeader = prefix + "signature";
    const auto id = delivery.headers.value(idHeader);
    const auto time = delivery.headers.value(timeHeader);
    auto signatures = delivery.headers.value(signatureHeader);
    if (signatures.empty())
        return missing(signatureHeader);
    if (id.empty())
        return malformed("the id of the delivery is missing", idHeader);
    if (time.empty())
        return malformed("the time of the signature is missing", timeHeader);

    std::string message;
    message.reserve(id.size() + time.size() + delivery.body.size() + 2);
    message.append(id).append(".").append(time).append(".").append(delivery.body);

    std::vector<std::string> keys;
    std::vector<std::string> publicKeys;
    for (const auto &secret : secrets.current) {
        auto text = secret.reveal();
        const bool isPublic = text.substr(0, PublicKeyPrefix.size()) == PublicKeyPrefix;
        if (isPublic)
            text.remove_prefix(PublicKeyPrefix.size());
        else if (text.substr(0, SecretPrefix.size()) == SecretPrefix)
            text.remove_prefix(SecretPrefix.size());
        if (auto key = keyBytes(text))
            (isPublic ? publicKeys : keys).push_back(std::move(*key));
    }
    if (keys.empty() && publicKeys.empty())
        return unproven("the secret of " + std::string(source) + " is not base 64", secretVariable(source),
                        "copy the whole text beginning with whsec_ (or whpk_) from the sender");
    const auto macs = macsOf({keys.begin(), keys.end()}, message);

    bool known = false;
    bool fits = false;
    for (int items = 0; !signatures.empty() && items < MaxSignatures; ++items) {
        const auto blank = signatures.find(' ');
        const auto item = signatures.substr(0, blank);
        signatures = blank == std::string_view::npos ? std::string_view() : signatures.substr(blank + 1);
        const auto comma = item.find(',');
        const auto version = item.substr(0, comma);
        if (comma == std::string_view::npos || (version != "v1" && version != "v1a"))
            continue; // an unknown version is for others
        known = true;
        const auto signature = crypto::fromBase64(item.substr(comma + 1));
        if (!signature)
            continue;
        if (version == "v1")
            fits |= anyFits(macs, *signature);
        else
            fits |= std::any_of(publicKeys.begin(), publicKeys.end(),
                                [&](const auto &key) { return crypto::ed25519Verify(key, message, *signature); });
    }
    if (!known)
        return malformed("the signature has neither a part v1 nor a part v1a", signatureHeader);
    if (!fits)
        return noMatch(signatureHeader);
    HS_TRY(checkTime(time, delivery.receivedAt, timeHeader));
    return std::string(id);
}

Result<void> checkStandardWebhookSecret(const Secret &secret, std::string_view source)
{
    const auto bad = [&](std::string what) {
        return fail(Errc::BadInput, std::move(what), secretVariable(source),
                    "copy the whole text beginning with whsec_ (or whpk_) from the sender");
    };
    auto text = secret.reveal();
    if (text.substr(0, PublicKeyPrefix.size()) == PublicKeyPrefix) {
        const auto key = keyBytes(text.substr(PublicKeyPrefix.size()));
        if (!key || key->size() != MacBytes)
            return bad("the public key is not 32 bytes in base 64");
        return {};
    }
    if (text.substr(0, SecretPrefix.size()) == SecretPrefix)
        text.remove_prefix(SecretPrefix.size());
    if (text.empty())
        return bad("the secret is empty");
    if (!keyBytes(text))
        return bad("the secret is not base 64");
    return {};
}

Result<void> verifySharedSecret(const Delivery &delivery, const Secrets &secrets, std::string_view source)
{
    static constexpr std::string_view Header = "X-Webhook-Secret";
    if (!hasSecret(secrets))
        return noSecret(source);
    const auto fits = [&](std::string_view given) {
        bool any = false;
        for (const auto &secret : secrets.current)
            any |= !secret.empty() && crypto::constantTimeEqual(secret.reveal(), given);
        return any;
    };
    if (!delivery.pathToken.empty()) {
        if (delivery.pathToken.size() < MinTokenLength)
            return unproven("the token of the address is shorter than 22 characters", "the address",
                            "make a token of at least 128 random bits and use it as the secret");
        if (!fits(delivery.pathToken))
            return unproven("the token of the address is not the source's", "the address",
                            "copy the address anew from Integrations");
        return {};
    }
    const auto given = delivery.headers.value(Header);
    if (given.empty())
        return unproven("the secret is missing", Header, "send it in this header, or post to the address that ends with the token");
    if (!fits(given))
        return unproven("the secret is not the source's", Header, "give the sender the same secret as the console");
    return {};
}

namespace {

bool isShortAndPlain(std::string_view text)
{
    return text.size() <= 120 && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

std::string plainType(std::string_view type)
{
    return type.empty() || !isShortAndPlain(type) ? "unknown" : std::string(type);
}

std::string dedupeById(std::string_view id)
{
    if (isShortAndPlain(id))
        return std::string(id);
    return "id:" + crypto::toHex(crypto::sha256(id));
}

std::string dedupeByBody(std::string_view body)
{
    return "body:" + crypto::toHex(crypto::sha256(body));
}

} // namespace hs::services
