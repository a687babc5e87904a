#include "engine/mcp/http_face.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <map>
#include <mutex>

#include "engine/crypto/hash.h"
#include "engine/http/limits_rate.h"
#include "engine/mcp/event_outlet.h"
#include "engine/vocabulary/work_thread.h"

namespace hs::mcp {

namespace {

constexpr std::string_view Path = "/mcp";
constexpr std::size_t LongestBody = std::size_t(1) << 20U; // of a request
constexpr std::size_t LongestVersion = 64;
constexpr std::size_t MostRates = 256;

bool isThisMachine(std::string_view origin)
{
    for (const std::string_view host : {"http://localhost", "https://localhost", "http://127.0.0.1", "https://127.0.0.1", "http://[::1]",
                                        "https://[::1]"})
        if (origin == host || (origin.starts_with(host) && origin[host.size()] == ':'))
            return true;
    return false;
}

std::string_view bearerOf(const httpd::Request &request)
{
    constexpr std::string_view BearerScheme = "Bearer ";
    auto value = request.headers.get("Authorization");
    if (value.size() <= BearerScheme.size() || !httpd::equalsIgnoringCase(value.substr(0, BearerScheme.size()), BearerScheme))
        return {};
    value.remove_prefix(BearerScheme.size());
    return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

httpd::Response needsKey(std::string_view message)
{
    auto response = httpd::errorResponse(401, "unauthorized", message, Json{{"mend", "send an API key that is valid: Authorization: Bearer KEY"}});
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"higherself-console\"");
    return response;
}

/// Whether a client takes JSON: it names it, or everything, or nothing at all.
bool takesJson(std::string_view accept)
{
    return accept.empty() || accept.find("application/json") != std::string_view::npos || accept.find("*/*") != std::string_view::npos
           || accept.find("application/*") != std::string_view::npos;
}

bool takesEvents(const httpd::Request &request)
{
    const auto accept = request.headers.get("Accept");
    return accept.find("text/event-stream") != std::string_view::npos || accept.find("text/*") != std::string_view::npos
           || accept.find("*/*") != std::string_view::npos;
}

httpd::Response onlyEvents()
{
    return httpd::errorResponse(406, "not_acceptable", "this is answered with a stream of events",
                                Json{{"mend", "send Accept: application/json, text/event-stream"}});
}

httpd::Response eventResponse(std::shared_ptr<httpd::BodyStream> reader)
{
    httpd::Response response;
    response.contentType = "text/event-stream";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.stream = std::move(reader);
    return response;
}

httpd::Response rpcResponse(const Json &message, int status = 200)
{
    httpd::Response response;
    response.status = status;
    response.body = dump(message);
    return response;
}

httpd::Response rpcRefusal(const Json &id, int errorCode, std::string message, int status = 400, Json data = nullptr)
{
    return rpcResponse(errorJson(id, {errorCode, std::move(message), std::move(data)}), status);
}

/// The status of an answer of the modern era.
int statusFor(const Json &answer)
{
    switch (integer(member(answer, "error"), "code")) {
    case code::MethodNotFound:
        return 404;
    case code::ParseError:
    case code::InvalidRequest:
    case code::HeaderMismatch:
    case code::MissingCapability:
    case code::UnsupportedVersion:
        return 400;
    default:
        return 200;
    }
}

/// What a modern request mirrors in Mcp-Name; empty: nothing.
const char *mirroredParam(std::string_view method)
{
    return method == "tools/call" || method == "prompts/get" ? "name" : method == "resources/read" ? "uri" : "";
}

} // namespace

/// All but what `admit` needs lives in the worker's thread.
struct HttpFace::Home : std::enable_shared_from_this<HttpFace::Home> {
    struct Session {
        std::shared_ptr<McpServer::Peer> peer;
        std::shared_ptr<EventOutlet> outlet;
        QString owner; // id of the key that began it
        Timestamp usedAt;
    };
    /// Who listens to a stream of the modern era.
    struct Listener {
        QString owner;
        std::shared_ptr<McpServer::Peer> peer;
        std::shared_ptr<httpd::BodyStream> stream;
    };

    Home(api::Door &theDoor, McpServer &theServer, HttpFaceOptions theOptions)
        : door(theDoor), server(theServer), options(theOptions), clock(theOptions.clock ? theOptions.clock : &systemClock)
    {
    }

    api::Door &door;
    McpServer &server;
    const HttpFaceOptions options;
    SystemClock systemClock;
    const Clock *clock;
    std::atomic<bool> serving{true};
    std::mutex originMutex;
    std::string publicOrigin;
    std::map<std::string, Session> sessions;
    std::map<std::uint64_t, Listener> listeners;
    std::uint64_t lastListener = 0;
    std::map<QString, httpd::RateBucket> rates;
    WorkThread worker; // last: its tasks use all of the above

    [[nodiscard]] bool letsIn(std::string_view origin)
    {
        if (origin.empty())
            return true;
        const auto known = originOf(origin);
        const std::lock_guard lock(originMutex);
        return !known.empty() && (isThisMachine(known) || (!publicOrigin.empty() && known == publicOrigin));
    }

    /// Runs a task in the worker's thread, if all this is still there.
    [[nodiscard]] std::function<void(std::function<void()>)> way()
    {
        return [weak = weak_from_this()](std::function<void()> task) {
            if (const auto home = weak.lock())
                home->worker.post(std::move(task));
        };
    }

    void take(std::shared_ptr<httpd::Request> request, httpd::Respond respond)
    {
        const auto key = bearerOf(*request);
        door.authenticate(QString::fromUtf8(key.data(), qsizetype(key.size())),
                          [home = way(), weak = weak_from_this(), request = std::move(request),
                           respond = std::move(respond)](Result<api::Caller> caller) {
                              home([weak, request, respond, caller = std::move(caller)] {
                                  if (const auto self = weak.lock())
                                      self->known(*request, respond, caller);
                              });
                          });
    }

    void known(const httpd::Request &request, const httpd::Respond &respond, const Result<api::Caller> &who)
    {
        if (!who)
            return respond(who.error().code == Errc::Unauthorized ? needsKey("the API key is not valid") : httpd::errorResponse(who.error()));
        if (const auto wait = tooFast(who->id)) {
            auto response = httpd::errorResponse(429, "rate_limited",
                                                 "more than " + std::to_string(options.perMinute) + " requests a minute with this key");
            httpd::setRetryAfter(response, *wait);
            return respond(std::move(response));
        }
        auto caller = *who;
        caller.via = api::Caller::Via::Http;
        caller.correlation = QString::fromStdString(request.requestId);
        endOldSessions();
        if (request.method == httpd::Method::Delete)
            return respond(endSession(request, caller));
        if (request.method == httpd::Method::Get)
            return respond(openSession(request, caller));
        const auto value = readText(request.body);
        if (!value)
            return respond(rpcRefusal(value.error().id, value.error().error.code, value.error().error.message));
        if (member(*value, "method") == "initialize" && value->contains("id"))
            return begin(caller, *value, respond);
        if (isModern(request, *value))
            return takeModern(request, caller, *value, respond);
        takeLegacy(request, caller, *value, respond);
    }

    [[nodiscard]] std::optional<std::chrono::milliseconds> tooFast(const QString &key)
    {
        if (options.perMinute <= 0)
            return std::nullopt;
        if (rates.size() > MostRates)
            rates.clear();
        return rates[key].take(options.perMinute, options.burst, clock->now());
    }

    // ---- modern: every request stands for itself ----

    [[nodiscard]] static bool isModern(const httpd::Request &request, const Json &value)
    {
        if (member(member(member(value, "params"), "_meta"), meta::Version).is_string() || request.headers.has("Mcp-Method"))
            return true;
        const auto version = request.headers.get("MCP-Protocol-Version");
        return !version.empty() && !isLegacyVersion(version) && !request.headers.has("MCP-Session-Id");
    }

    /// What the headers say that the body does not; empty: they agree.
    [[nodiscard]] static std::string mismatch(const httpd::Request &request, const Message &message)
    {
        const auto one = [&](const char *header, const std::string &body) -> std::string {
            const auto count = request.headers.count(header);
            if (count != 1)
                return std::string(header) + (count == 0 ? " is missing" : " stands there twice");
            const auto value = decodedHeader(request.headers.get(header));
            return value && *value == body ? std::string() : std::string(header) + " is not what the body says";
        };
        const auto version = text(member(message.params, "_meta"), meta::Version);
        if (auto wrong = one("MCP-Protocol-Version", version); !wrong.empty())
            return wrong;
        if (auto wrong = one("Mcp-Method", message.method); !wrong.empty())
            return wrong;
        const auto *mirrored = mirroredParam(message.method);
        return *mirrored != '\0' ? one("Mcp-Name", text(message.params, mirrored)) : std::string();
    }

    void takeModern(const httpd::Request &request, const api::Caller &caller, const Json &value, const httpd::Respond &respond)
    {
        const auto message = readMessage(value);
        if (!message)
            return respond(rpcRefusal(message.error().id, message.error().error.code, message.error().error.message));
        if (message->kind != Message::Kind::Request) {
            if (message->kind == Message::Kind::Answer)
                return respond(rpcRefusal(nullptr, code::InvalidRequest, "nothing was asked"));
            httpd::Response accepted;
            accepted.status = 202;
            accepted.contentType.clear();
            return respond(std::move(accepted));
        }
        const auto &meta = member(message->params, "_meta");
        if (!member(meta, meta::Version).is_string())
            return respond(rpcRefusal(message->id, code::InvalidParams, std::string("params._meta lacks ") + meta::Version));
        if (auto wrong = mismatch(request, *message); !wrong.empty())
            return respond(rpcRefusal(message->id, code::HeaderMismatch, std::move(wrong)));
        const bool whole = member(meta, meta::ClientCapabilities).is_object();
        if (whole && message->method == "subscriptions/listen")
            return listen(request, caller, value, respond);
        auto peer = server.connect([](const Json &) {}); // what it might be told of goes over streams of their own
        // The answer keeps the peer, so that it lives until then.
        peer->take(caller, value, [peer, whole, respond](std::optional<Json> answer) {
            if (!answer)
                return respond(httpd::errorResponse(500, "internal", "the request was dropped"));
            respond(rpcResponse(*answer, whole ? statusFor(*answer) : 400));
        });
    }

    void listen(const httpd::Request &request, const api::Caller &caller, const Json &value, const httpd::Respond &respond)
    {
        if (!takesEvents(request))
            return respond(onlyEvents());
        const auto theirs = std::count_if(listeners.begin(), listeners.end(), [&](const auto &entry) { return entry.second.owner == caller.id; });
        if (listeners.size() >= options.streams || std::size_t(theirs) >= options.streamsAKey)
            return respond(rpcRefusal(value["id"], code::InvalidRequest, "too many streams are open: close one of them"));
        /// The stream until it is answered with: the first that is told opens it, a refusal lets go of it.
        struct Opening {
            std::mutex mutex;
            std::shared_ptr<httpd::BodyStream> reader;
            [[nodiscard]] std::shared_ptr<httpd::BodyStream> take()
            {
                const std::lock_guard lock(mutex);
                return std::exchange(reader, nullptr);
            }
        };
        const auto number = ++lastListener;
        const auto stream = std::make_shared<httpd::BodyStream>(EventComment);
        const auto opening = std::make_shared<Opening>();
        opening->reader = httpd::BodyStream::reader(stream);
        stream->whenClosed([home = way(), weak = weak_from_this(), number] {
            home([weak, number] {
                if (const auto self = weak.lock())
                    self->listeners.erase(number);
            });
        });
        auto peer = server.connect([stream, opening, respond](const Json &notification) {
            (void)stream->push(eventText(notification)); // a client that has gone is told nothing more
            if (auto reader = opening->take())
                respond(eventResponse(std::move(reader)));
        });
        listeners[number] = {caller.id, peer, stream};
        peer->take(caller, value, [opening, respond](std::optional<Json> answer) {
            if (!answer) // it stays open
                return;
            (void)opening->take();
            respond(rpcResponse(*answer, statusFor(*answer)));
        });
    }

    void endStreams()
    {
        for (const auto &[number, listener] : listeners)
            listener.stream->end();
        for (const auto &[id, session] : sessions)
            session.outlet->close();
    }

    // ---- legacy: sessions ----

    void begin(const api::Caller &caller, const Json &value, const httpd::Respond &respond)
    {
        makeRoom(caller.id);
        const auto outlet = std::make_shared<EventOutlet>();
        auto peer = server.connect([weak = std::weak_ptr(outlet)](const Json &notification) {
            if (const auto session = weak.lock())
                session->tell(notification);
        });
        peer->take(caller, value, [this, peer, outlet, caller, respond](std::optional<Json> answer) { // answered at once, in this thread
            if (!answer)
                return respond(httpd::errorResponse(500, "internal", "the request was dropped"));
            auto response = rpcResponse(*answer, answer->contains("error") ? 400 : 200);
            if (!answer->contains("error")) {
                constexpr std::size_t IdBytes = 16;
                const auto id = crypto::toHex(crypto::randomBytes(IdBytes));
                sessions[id] = {peer, outlet, caller.id, clock->now()};
                response.headers.emplace_back("MCP-Session-Id", id);
            }
            respond(std::move(response));
        });
    }

    void takeLegacy(const httpd::Request &request, const api::Caller &caller, const Json &value, const httpd::Respond &respond)
    {
        const auto version = request.headers.get("MCP-Protocol-Version");
        if (!version.empty() && !isLegacyVersion(version))
            return respond(rpcRefusal(nullptr, code::InvalidRequest,
                                      "this MCP-Protocol-Version is not spoken here: " + std::string(version.substr(0, LongestVersion))));
        const auto id = request.headers.get("MCP-Session-Id");
        if (id.empty())
            return respond(rpcRefusal(nullptr, code::InvalidRequest,
                                      "there is no session: begin with initialize, or send the _meta of " + std::string(ModernVersion)));
        auto *session = sessionOf(id, caller);
        if (!session)
            return respond(rpcRefusal(nullptr, code::InvalidRequest, "this session has ended: begin with initialize", 404));
        session->peer->take(caller, value, [respond](std::optional<Json> answer) {
            if (answer)
                return respond(rpcResponse(*answer));
            httpd::Response accepted;
            accepted.status = 202;
            accepted.contentType.clear();
            respond(std::move(accepted));
        });
    }

    [[nodiscard]] Session *sessionOf(std::string_view id, const api::Caller &caller)
    {
        const auto found = sessions.find(std::string(id));
        if (found == sessions.end() || found->second.owner != caller.id)
            return nullptr;
        found->second.usedAt = clock->now();
        return &found->second;
    }

    [[nodiscard]] httpd::Response openSession(const httpd::Request &request, const api::Caller &caller)
    {
        if (!takesEvents(request))
            return onlyEvents();
        auto *session = sessionOf(request.headers.get("MCP-Session-Id"), caller);
        if (!session)
            return rpcRefusal(nullptr, code::InvalidRequest, "this session has ended: begin with initialize", 404);
        std::optional<std::uint64_t> after;
        if (const auto last = request.headers.get("Last-Event-ID"); !last.empty()) {
            std::uint64_t id = 0;
            if (const auto read = std::from_chars(last.data(), last.data() + last.size(), id);
                read.ec == std::errc() && read.ptr == last.data() + last.size()) // another is none of ours
                after = id;
        }
        return eventResponse(session->outlet->open(after));
    }

    [[nodiscard]] httpd::Response endSession(const httpd::Request &request, const api::Caller &caller)
    {
        const auto id = request.headers.get("MCP-Session-Id");
        if (id.empty())
            return httpd::errorResponse(400, "bad_input", "there is no MCP-Session-Id");
        if (!sessionOf(id, caller))
            return httpd::errorResponse(404, "not_found", "there is no such session");
        sessions.erase(std::string(id));
        httpd::Response response;
        response.status = 204;
        response.contentType.clear();
        return response;
    }

    void endOldSessions()
    {
        const auto now = clock->now();
        for (auto &[id, session] : sessions)
            if (session.outlet->isOpen()) // it listens
                session.usedAt = now;
        std::erase_if(sessions, [&](const auto &entry) { return now - entry.second.usedAt > options.sessionIdle; });
    }

    /// Room for one more session: of a key that has too many, or when there are too many in all, the one silent longest ends.
    void makeRoom(const QString &key)
    {
        const auto endOldest = [this](auto &&among) {
            auto oldest = sessions.end();
            for (auto it = sessions.begin(); it != sessions.end(); ++it)
                if (among(it->second) && (oldest == sessions.end() || it->second.usedAt < oldest->second.usedAt))
                    oldest = it;
            if (oldest != sessions.end())
                sessions.erase(oldest);
        };
        const auto isTheirs = [&](const Session &session) { return session.owner == key; };
        const auto theirs = std::count_if(sessions.begin(), sessions.end(), [&](const auto &entry) { return isTheirs(entry.second); });
        if (std::size_t(theirs) >= options.sessionsAKey)
            endOldest(isTheirs);
        if (sessions.size() >= options.sessions)
            endOldest([](const Session &) { return true; });
    }
};

HttpFace::HttpFace(api::Door &door, McpServer &server, HttpFaceOptions options) : m_home(std::make_shared<Home>(door, server, options)) {}

HttpFace::~HttpFace()
{
    m_home->worker.stop(); // from here on answers of the door find nobody
}

void HttpFace::setPublicUrl(const std::string &url)
{
    const std::lock_guard lock(m_home->originMutex);
    m_home->publicOrigin = originOf(url);
}

void HttpFace::endStreams()
{
    m_home->worker.post([home = m_home.get()] { home->endStreams(); });
}

void HttpFace::setServing(bool serving)
{
    m_home->serving = serving;
}

bool HttpFace::owns(std::string_view path) const
{
    return path == Path && m_home->serving;
}

httpd::Admission HttpFace::admit(const httpd::Request &head)
{
    httpd::Admission admission;
    admission.route = "/mcp";
    admission.bodyLimit = LongestBody;
    if (head.headers.count("Origin") > 1 || !m_home->letsIn(head.headers.get("Origin"))) {
        admission.refusal = httpd::errorResponse(403, "forbidden", "this origin is not let in",
                                                 Json{{"mend", "set /receiver/publicUrl to the address that the page comes from"}});
    } else if (head.method != httpd::Method::Post && head.method != httpd::Method::Delete
               && (head.method != httpd::Method::Get || !head.headers.has("MCP-Session-Id"))) {
        admission.refusal = httpd::errorResponse(405, "method_not_allowed", "this endpoint takes POST, and of a session GET and DELETE",
                                                 Json{{"allow", "POST, DELETE"}});
        admission.refusal->headers.emplace_back("Allow", "POST, DELETE");
    } else if (bearerOf(head).empty()) {
        admission.refusal = needsKey("an API key is needed");
    } else if (head.method == httpd::Method::Post && httpd::mediaType(head.headers.get("Content-Type")) != "application/json") {
        admission.refusal = httpd::errorResponse(415, "unsupported_media_type", "the body must be application/json",
                                                 Json{{"accepts", Json::array({"application/json"})}});
    } else if (head.method == httpd::Method::Post && !takesJson(head.headers.get("Accept"))) {
        admission.refusal = httpd::errorResponse(406, "not_acceptable", "answers are application/json");
    }
    return admission;
}

void HttpFace::handle(httpd::Request request, httpd::Respond respond)
{
    auto shared = std::make_shared<httpd::Request>(std::move(request));
    m_home->worker.post([home = m_home.get(), shared = std::move(shared), respond = std::move(respond)]() mutable {
        home->take(std::move(shared), std::move(respond));
    });
}

} // namespace hs::mcp
