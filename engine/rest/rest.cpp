#include "engine/rest/rest.h"

#include <algorithm>
#include <map>

#include <QJsonDocument>

#include "engine/crypto/hash.h"
#include "engine/http/limits_rate.h"
#include "engine/rest/call.h"
#include "engine/vocabulary/work_thread.h"

namespace hs::rest {

using namespace httpd;

namespace {

constexpr std::size_t MostKeys = 256;          // remembered at once
constexpr std::size_t UnusedBody = 64 * 1024;  // let pass where a route takes none

/// The key of "Bearer KEY"; empty when there is none.
std::string_view bearerKey(const Request &request)
{
    constexpr std::string_view Scheme = "Bearer ";
    auto value = request.headers.get("Authorization");
    if (value.size() <= Scheme.size() || !equalsIgnoringCase(value.substr(0, Scheme.size()), Scheme))
        return {};
    value.remove_prefix(Scheme.size());
    while (value.starts_with(' '))
        value.remove_prefix(1);
    return value;
}

/// From this machine, and not through a proxy on it that speaks for another.
bool isLocal(const Request &request)
{
    const std::string_view address = request.remoteAddress;
    const bool loopback = address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
    return loopback && !request.headers.has("Forwarded") && !request.headers.has("X-Forwarded-For");
}

bool needsKey(const Route &route, const Request &request)
{
    return route.auth == Route::Auth::Key || (route.auth == Route::Auth::KeyUnlessLocal && !isLocal(request));
}

bool hasBody(const Request &head)
{
    const auto length = head.headers.get("Content-Length");
    return head.headers.has("Transfer-Encoding") || (!length.empty() && length.find_first_not_of('0') != std::string_view::npos);
}

bool isJson(std::string_view contentType)
{
    const auto type = mediaType(contentType);
    return contentType.empty() || type == "application/json" || type.ends_with("+json");
}

Response unauthorized(std::string_view message)
{
    auto response = errorResponse(401, "unauthorized", message,
                                  Json{{"mend", "send an API key that is valid: Authorization: Bearer KEY"}});
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace

Response jsonResponse(const QJsonObject &document, int status)
{
    Response response;
    response.status = status;
    response.body = QJsonDocument(document).toJson(QJsonDocument::Compact).toStdString();
    return response;
}

Response receiptResponse(const api::Receipt &receipt, int status)
{
    QJsonObject document = receipt.data;
    document.insert(QLatin1String("id"), receipt.id);
    document.insert(QLatin1String("detail"), receipt.detail);
    return jsonResponse(document, status);
}

/// All but the table lives in the worker's thread.
struct Rest::Home : std::enable_shared_from_this<Rest::Home> {
    struct KnownKey {
        api::Caller caller;
        Timestamp until{};
    };

    Home(api::Door &theDoor, RestOptions restOptions)
        : door(theDoor), options(std::move(restOptions)), clock(options.clock ? options.clock : &systemClock)
    {
    }

    api::Door &door;
    RestOptions options;
    SystemClock systemClock;
    const Clock *clock;
    std::map<std::string, KnownKey> keys;    // by the key's SHA-256, so that no key lies in memory
    std::map<std::string, RateBucket> rates; // by the key's name
    WorkThread worker;                       // last: its tasks use all of the above

    std::function<void(std::function<void()>)> way()
    {
        return [weak = weak_from_this()](std::function<void()> task) {
            if (const auto home = weak.lock())
                home->worker.post(std::move(task));
        };
    }

    void take(const Route &route, std::shared_ptr<Request> request, const Respond &respond)
    {
        if (!needsKey(route, *request)) {
            run(route, request, {}, respond);
            return;
        }
        const auto key = bearerKey(*request);
        const auto hash = crypto::sha256(key);
        const auto now = clock->now();
        if (const auto known = keys.find(hash); known != keys.end() && now < known->second.until) {
            runLimited(route, request, known->second.caller, respond);
            return;
        }
        door.authenticate(QString::fromUtf8(key.data(), qsizetype(key.size())),
                          [home = way(), weak = weak_from_this(), hash, &route, request, respond](Result<api::Caller> caller) {
                              home([weak, hash, &route, request, respond, caller = std::move(caller)] {
                                  if (const auto self = weak.lock())
                                      self->authenticated(hash, route, request, respond, caller);
                              });
                          });
    }

    void authenticated(const std::string &hash, const Route &route, const std::shared_ptr<Request> &request,
                       const Respond &respond, const Result<api::Caller> &caller)
    {
        if (!caller) {
            keys.erase(hash);
            respond(caller.error().code == Errc::Unauthorized ? unauthorized("the API key is not valid") : errorResponse(caller.error()));
            return;
        }
        const auto now = clock->now();
        if (keys.size() >= MostKeys)
            std::erase_if(keys, [&](const auto &entry) { return entry.second.until <= now; });
        if (keys.size() < MostKeys)
            keys[hash] = {*caller, now + options.keyCache};
        runLimited(route, request, *caller, respond);
    }

    void runLimited(const Route &route, const std::shared_ptr<Request> &request, const api::Caller &caller, const Respond &respond)
    {
        if (options.apiPerMinute > 0) {
            if (rates.size() > MostKeys)
                rates.clear();
            auto &bucket = rates[caller.id.toStdString()];
            if (const auto wait = bucket.take(options.apiPerMinute, options.apiBurst, clock->now())) {
                auto response = errorResponse(429, "rate_limited", "more than " + std::to_string(options.apiPerMinute)
                                                                       + " requests a minute with this key");
                setRetryAfter(response, *wait);
                respond(std::move(response));
                return;
            }
        }
        run(route, request, caller, respond);
    }

    void run(const Route &route, const std::shared_ptr<Request> &request, api::Caller caller, const Respond &respond)
    {
        auto query = checkQuery(route, request->query);
        if (!query) {
            respond(errorResponse(query.error()));
            return;
        }
        QJsonObject body;
        if (route.body != Route::Body::None) {
            auto checked = checkBody(route, request->body);
            if (!checked) {
                respond(errorResponse(checked.error()));
                return;
            }
            body = std::move(*checked);
        }
        auto call = std::make_shared<Call>();
        call->route = &route;
        call->path = pathValues(route, request->path);
        request->body.clear();
        call->request = std::move(*request);
        call->query = std::move(*query);
        call->body = std::move(body);
        call->caller = std::move(caller);
        call->caller.via = api::Caller::Via::Http;
        call->caller.correlation = QString::fromStdString(call->request.requestId);
        call->door = &door;
        call->options = &options;
        call->home = way();
        call->respond = respond;
        route.run(std::move(call));
    }
};

Rest::Rest(api::Door &door, RestOptions options) : m_home(std::make_shared<Home>(door, std::move(options))) {}

Rest::~Rest()
{
    m_home->worker.stop(); // from here on answers of the door find nobody
}

void Rest::forgetKeys()
{
    m_home->worker.post([home = m_home.get()] { home->keys.clear(); });
}

bool Rest::owns(std::string_view path) const
{
    return path != "/webhooks" && !path.starts_with("/webhooks/");
}

Admission Rest::admit(const Request &head)
{
    Admission admission;
    const auto match = findRoute(head.method, head.path);
    if (!match.route) {
        if (match.allow.empty()) {
            admission.refusal = errorResponse(404, "not_found", "there is no such route", Json{{"mend", "see GET /openapi.json for all routes"}});
            return admission;
        }
        admission.refusal = errorResponse(405, "method_not_allowed", "this route does not take this method", Json{{"allow", match.allow}});
        admission.refusal->headers.emplace_back("Allow", match.allow);
        return admission;
    }
    const Route &route = *match.route;
    admission.route = route.pattern;
    admission.bodyLimit = route.body == Route::Body::None ? UnusedBody : Limits{}.bodyBytes;
    admission.context = std::shared_ptr<const void>(std::shared_ptr<const void>(), &route); // the table stays
    if (needsKey(route, head) && bearerKey(head).empty())
        admission.refusal = unauthorized(head.headers.has("Authorization") ? "Authorization is not \"Bearer KEY\"" : "an API key is needed");
    else if (route.body != Route::Body::None && hasBody(head) && !isJson(head.headers.get("Content-Type")))
        admission.refusal = errorResponse(415, "unsupported_media_type", "the body must be application/json",
                                          Json{{"accepts", Json::array({"application/json"})}});
    return admission;
}

void Rest::handle(Request request, Respond respond)
{
    const auto *route = static_cast<const Route *>(request.context.get());
    auto shared = std::make_shared<Request>(std::move(request));
    m_home->worker.post([home = m_home.get(), route, shared = std::move(shared), respond = std::move(respond)] {
        home->take(*route, shared, respond);
    });
}

} // namespace hs::rest
