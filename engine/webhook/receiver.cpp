#include "engine/webhook/receiver.h"

#include <algorithm>
#include <charconv>
#include <mutex>

#include "engine/crypto/hash.h"
#include "engine/http/limits_rate.h"
#include "engine/webhook/refusal_limit.h"

namespace hs::webhook {

using namespace httpd;

namespace {

constexpr std::string_view Prefix = "/webhooks";
constexpr std::string_view PlainRoute = "/webhooks/{source}";
constexpr std::string_view TokenRoute = "/webhooks/{source}/{token}";
constexpr std::string_view Unknown = "unknown";

struct Address {
    std::string_view source;
    std::string_view token;
};

/// Nothing when the path is none of ours. One slash at the end is let pass: people paste it.
std::optional<Address> addressOf(std::string_view path)
{
    if (!path.starts_with("/webhooks/"))
        return std::nullopt;
    path.remove_prefix(Prefix.size() + 1);
    if (path.ends_with('/'))
        path.remove_suffix(1);
    const auto slash = path.find('/');
    Address address{path.substr(0, slash), {}};
    if (slash != std::string_view::npos)
        address.token = path.substr(slash + 1);
    if (address.source.empty() || address.token.find('/') != std::string_view::npos
        || (slash != std::string_view::npos && address.token.empty()))
        return std::nullopt;
    return address;
}

bool tokenIsValid(std::string_view token, const std::vector<std::string> &hashes)
{
    const auto hash = crypto::toHex(crypto::sha256(token));
    bool valid = false;
    for (const auto &known : hashes) // all of them, so that the time tells nothing
        valid = crypto::constantTimeEqual(hash, known) || valid;
    return valid;
}

/// Content-Length has been checked by the parser.
std::size_t announcedLength(const Request &head)
{
    const auto text = head.headers.get("Content-Length");
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

std::string acceptedBody(const Accepted &accepted)
{
    std::string body = R"({"id":")";
    body += accepted.eventId; // base 32 and an underscore: nothing to escape
    body += accepted.duplicate ? R"(","duplicate":true})" : R"(","duplicate":false})";
    return body;
}

std::string codeOf(int status)
{
    switch (status) {
    case 404:
        return "not_found";
    case 405:
        return "method_not_allowed";
    case 413:
        return "body_too_large";
    case 415:
        return "unsupported_media_type";
    case 429:
        return "rate_limited";
    default:
        return "unavailable";
    }
}

} // namespace

struct Receiver::Home : std::enable_shared_from_this<Receiver::Home> {
    Home(EventSink &eventSink, DeliveryLog &deliveryLog, ReceiverOptions receiverOptions)
        : sink(eventSink), log(deliveryLog), options(std::move(receiverOptions)),
          clock(options.clock ? options.clock : &systemClock),
          limit(options.refusalRowsPerMinute, options.refusalRowsPerMinuteInAll)
    {
    }

    EventSink &sink;
    DeliveryLog &log;
    ReceiverOptions options;
    SystemClock systemClock;
    const Clock *clock;

    std::mutex mutex; // of `setup` alone
    std::shared_ptr<const Setup> setup = std::make_shared<Setup>();

    // the server's thread
    RefusalLimit limit;
    std::map<std::string, RateBucket, std::less<>> buckets;

    std::shared_ptr<const Setup> present()
    {
        const std::lock_guard lock(mutex);
        return setup;
    }
    void note(std::string_view source, Timestamp receivedAt, int status, std::string error, std::string type = {},
              const Accepted &accepted = {}) const
    {
        const Timestamp now = clock->now();
        log.delivered({std::string(source), std::move(type), status, now - receivedAt, accepted.eventId,
                       accepted.duplicate, std::move(error), now});
    }
    void refuseSender(const std::string &source, const Request &request, int status, const std::string &reason)
    {
        const Timestamp now = clock->now();
        if (const auto unreported = limit.pass(source, request.remoteAddress, now))
            log.refused({source, request.remoteAddress, status, reason, request.requestId, now, *unreported});
    }
};

Receiver::Receiver(EventSink &sink, DeliveryLog &log, ReceiverOptions options)
    : m_home(std::make_shared<Home>(sink, log, std::move(options)))
{
}

Receiver::~Receiver() = default;

void Receiver::setSetup(std::shared_ptr<const Setup> setup)
{
    const std::lock_guard lock(m_home->mutex);
    m_home->setup = std::move(setup);
}

bool Receiver::owns(std::string_view path) const
{
    return path == Prefix || path.starts_with("/webhooks/");
}

Admission Receiver::admit(const Request &head)
{
    Admission admission;
    admission.route = PlainRoute;
    std::string_view counted = Unknown;
    const auto refuse = [&](int status, std::string_view message, const Json &details = Json::object()) {
        const auto code = codeOf(status);
        admission.refusal = errorResponse(status, code, message, details);
        m_home->note(counted, head.receivedAt, status, code);
    };

    const auto setup = m_home->present();
    const auto address = addressOf(head.path);
    const SourceSetup *found = nullptr;
    if (address)
        if (const auto it = setup->sources.find(address->source); it != setup->sources.end() && it->second.source && it->second.enabled)
            found = &it->second;
    if (address && !address->token.empty())
        admission.route = TokenRoute;
    if (!found) {
        refuse(404, address ? "there is no source of this name" : "a delivery goes to /webhooks/{source}",
               address ? Json{{"mend", "see GET /api/v1/integrations for the sources' names"}} : Json::object());
        return admission;
    }
    const services::Source &source = *found->source;
    counted = source.name();
    if (announcedLength(head) > found->bodyLimit) {
        refuse(413, "the body is longer than " + std::to_string(found->bodyLimit) + " bytes", Json{{"limit", found->bodyLimit}});
        return admission;
    }
    if (!address->token.empty() && !source.takesPathToken()) {
        refuse(404, "this source signs its deliveries; it has no address with a token",
               Json{{"mend", "deliver to /webhooks/" + std::string(source.name())}});
        return admission;
    }
    if (head.method != Method::Post) {
        refuse(405, "deliveries are made with POST", Json{{"allow", "POST"}});
        admission.refusal->headers.emplace_back("Allow", "POST");
        return admission;
    }
    if (!services::acceptsContentType(source, head.headers.get("Content-Type"))) {
        Json types = Json::array();
        for (const auto type : source.contentTypes())
            types.push_back(type);
        refuse(415, "this source does not deliver this content type", Json{{"accepts", std::move(types)}});
        return admission;
    }
    if (found->perMinute > 0) {
        auto bucket = m_home->buckets.find(counted);
        if (bucket == m_home->buckets.end())
            bucket = m_home->buckets.emplace(std::string(counted), RateBucket{}).first;
        if (const auto wait = bucket->second.take(found->perMinute, found->perMinute, head.receivedAt)) {
            refuse(429, "more than " + std::to_string(found->perMinute) + " deliveries a minute",
                   Json{{"per_minute", found->perMinute}});
            setRetryAfter(*admission.refusal, *wait);
            return admission;
        }
    }
    if (found->paused || !setup->writable) {
        refuse(503, found->paused ? "this source is paused" : "the store cannot take deliveries now");
        setRetryAfter(*admission.refusal, setup->retryAfter);
        return admission;
    }
    admission.bodyLimit = found->bodyLimit;
    admission.context = std::shared_ptr<const void>(setup, found); // keeps this moment's setup for `handle`
    return admission;
}

void Receiver::handle(Request request, Respond respond)
{
    const auto setup = std::static_pointer_cast<const SourceSetup>(request.context);
    const services::Source &source = *setup->source;
    const std::string name(source.name());
    const auto address = addressOf(request.path);

    const auto refuse = [&](const Error &error) {
        Response response = errorResponse(error);
        m_home->note(name, request.receivedAt, response.status, std::string(hs::name(error.code)));
        if (response.status == 401) {
            m_home->refuseSender(name, request, response.status, error.what);
            response.headers.emplace_back("WWW-Authenticate", "Signature");
        }
        respond(std::move(response));
    };

    services::Delivery delivery;
    delivery.receivedAt = request.receivedAt;
    delivery.body = request.body;
    delivery.awaitingVerification = setup->awaitingHandshake;
    delivery.headers.reserve(request.headers.size());
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const auto [field, value] = request.headers.at(i);
        delivery.headers.add(field, value);
    }
    // Sources that cannot sign compare the token with their secrets; one that was made for
    // the address alone is known here by its hash, and counts as one of them.
    services::Secrets withToken;
    const services::Secrets *secrets = &setup->secrets;
    if (!address->token.empty()) {
        delivery.pathToken = address->token;
        if (tokenIsValid(address->token, setup->tokenHashes)) {
            withToken = setup->secrets;
            withToken.current.emplace_back(std::string(address->token));
            secrets = &withToken;
        }
    }
    auto verified = source.verify(delivery, *secrets);
    if (!verified) {
        refuse(verified.error());
        return;
    }
    const auto answerOf = [](const services::Answer &answer) {
        Response response;
        response.status = answer.status;
        response.contentType = answer.contentType;
        response.body = answer.body;
        return response;
    };
    if (!verified->store) {
        auto finish = [home = m_home, name, type = verified->type, receivedAt = request.receivedAt,
                       own = verified->answer ? answerOf(*verified->answer) : Response{}, respond](const Result<void> &kept) {
            Response response = kept ? own : errorResponse(kept.error());
            home->note(name, receivedAt, response.status, kept ? std::string() : std::string(hs::name(kept.error().code)), type);
            respond(std::move(response));
        };
        if (verified->learned && m_home->options.keepSecret)
            m_home->options.keepSecret(name, std::move(*verified->learned), std::move(finish));
        else
            finish({});
        return;
    }

    NewEvent event;
    event.source = name;
    event.type = verified->type;
    event.dedupeKey = std::move(verified->dedupe);
    event.deliveryId = std::move(verified->deliveryId);
    event.headers = dump(verified->headers);
    event.body = std::move(request.body);
    event.receivedAt = request.receivedAt;
    event.correlation = request.requestId;
    std::optional<Response> own;
    if (verified->answer)
        own = answerOf(*verified->answer);

    auto done = [home = m_home, name, type = std::move(verified->type), okStatus = verified->okStatus, own = std::move(own),
                 receivedAt = request.receivedAt, respond = std::move(respond)](Result<Accepted> accepted) {
        Response response;
        if (accepted) {
            if (own) {
                response = *own;
            } else {
                response.status = accepted->duplicate ? 200 : okStatus;
                response.body = acceptedBody(*accepted);
            }
            home->note(name, receivedAt, response.status, {}, type, *accepted);
        } else {
            response = errorResponse(accepted.error());
            home->note(name, receivedAt, response.status, std::string(hs::name(accepted.error().code)), type);
        }
        respond(std::move(response));
    };
    m_home->sink.accept(std::move(event), std::move(done));
}

} // namespace hs::webhook
