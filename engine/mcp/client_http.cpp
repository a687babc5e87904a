#include "engine/mcp/client_http.h"

#include <QTimer>

#include "engine/ai/sse.h"
#include "engine/mcp/http_face.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::mcp {

namespace {

constexpr std::chrono::milliseconds Longest{std::chrono::hours(12)}; // of a stream that lasts; then it is opened again
constexpr std::chrono::milliseconds NoticeTime{10'000};             // of what has no answer
constexpr std::size_t MostOfAStream = std::size_t(64) << 20U;        // bytes of one that lasts

} // namespace

struct HttpWire::Exchange {
    enum class Form { Unknown, Json, Events };
    std::int64_t id = 0;
    Done done;
    bool settled = false;
    Form form = Form::Unknown;
    std::string body;
    ai::SseParser events{MaxMessage};
    std::stop_source stop;
    std::unique_ptr<std::stop_callback<Stopper>> watch;
};

HttpWire::HttpWire(http::Transport &transport, std::string url, std::vector<std::pair<std::string, Secret>> secretHeaders)
    : m_transport(transport), m_url(std::move(url)), m_secretHeaders(std::move(secretHeaders)), m_self(std::make_shared<HttpWire *>(this))
{
}

HttpWire::~HttpWire()
{
    *m_self = nullptr;
    for (const auto &exchange : m_underWay) {
        exchange->settled = true;
        exchange->stop.request_stop();
    }
}

void HttpWire::open(std::function<void()> ready)
{
    QTimer::singleShot(0, &m_context, [ready = std::move(ready)] { ready(); });
}

http::Request HttpWire::post(const Json &message) const
{
    http::Request request;
    request.method = "POST";
    request.url = m_url;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
    if (m_version != LegacyVersions[std::size(LegacyVersions) - 1]) // that one knew no such header
        request.headers.push_back({"MCP-Protocol-Version", m_version});
    if (!m_session.empty())
        request.headers.push_back({"MCP-Session-Id", m_session});
    request.secretHeaders = m_secretHeaders;
    request.body = dump(message);
    request.maxBody = MaxMessage;
    return request;
}

void HttpWire::request(Outgoing outgoing, std::stop_token cancel, Done done)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->id = ++m_lastId;
    exchange->done = std::move(done);
    m_underWay.insert(exchange);
    const auto name = text(outgoing.params, outgoing.method == "resources/read" ? "uri" : "name");
    auto request = post(requestJson(exchange->id, outgoing.method, std::move(outgoing.params)));
    const bool handshake = outgoing.method == "initialize";
    if (handshake) { // the version is what is being agreed on
        std::erase_if(request.headers, [](const http::Header &header) {
            return header.name == "MCP-Protocol-Version" || header.name == "MCP-Session-Id";
        });
        m_session.clear();
    } else if (m_version == ModernVersion) {
        request.headers.push_back({"Mcp-Method", outgoing.method});
        if (outgoing.method == "tools/call" || outgoing.method == "resources/read" || outgoing.method == "prompts/get")
            request.headers.push_back({"Mcp-Name", encodedHeader(name)});
        for (const auto &[header, value] : outgoing.mirrored)
            request.headers.push_back({header, encodedHeader(value)});
    }
    request.timeout = outgoing.limit.count() > 0 ? outgoing.limit : Longest;
    if (outgoing.limit.count() == 0)
        request.maxBody = MostOfAStream;
    // The handshake's answer comes whole: the session's id stands in its head.
    if (!handshake)
        request.onPart = [self = m_self, exchange](std::string part) {
            if (*self)
                (*self)->takePart(exchange, std::move(part));
        };
    if (cancel.stop_possible())
        exchange->watch = std::make_unique<std::stop_callback<Stopper>>(std::move(cancel), Stopper{exchange->stop});
    m_transport.send(std::move(request), exchange->stop.get_token(), [self = m_self, exchange](Result<http::Response> response) {
        if (*self)
            (*self)->takeEnd(exchange, std::move(response));
    });
}

void HttpWire::takePart(const std::shared_ptr<Exchange> &exchange, std::string part)
{
    if (exchange->settled)
        return;
    if (exchange->form == Exchange::Form::Unknown) {
        const auto begin = exchange->body.empty() ? trimmed(part) : std::string_view(part);
        if (begin.empty())
            return;
        exchange->form = begin.front() == '{' || begin.front() == '[' ? Exchange::Form::Json : Exchange::Form::Events;
    }
    if (exchange->form == Exchange::Form::Json) {
        exchange->body += part;
        return;
    }
    const auto self = m_self; // an answer may be the wire's last
    exchange->events.feed(part, [&](const ai::SseParser::Event &event) {
        if (*self && !exchange->settled && !event.data.empty())
            takeMessage(exchange, event.data);
    });
    if (*self && !exchange->settled && exchange->events.tooLong())
        settle(exchange, fail(Errc::BadInput, "the server sent a message larger than " + std::to_string(MaxMessage) + " bytes",
                              http::redactUrl(m_url), "ask it for less"));
}

void HttpWire::takeMessage(const std::shared_ptr<Exchange> &exchange, std::string_view text)
{
    const auto value = readText(text);
    const auto message = value ? readMessage(*value) : tl::make_unexpected(value.error());
    if (!message)
        return; // not ours to judge: the answer may still come
    switch (message->kind) {
    case Message::Kind::Notification:
        if (const auto tell = onNotification)
            tell(*message);
        return;
    case Message::Kind::Request: { // of the legacy era
        auto request = post(answerTo(*message));
        request.timeout = NoticeTime;
        m_transport.send(std::move(request), {}, [](const Result<http::Response> &) {});
        return;
    }
    case Message::Kind::Answer:
        if (message->id == Json(exchange->id) || (message->id.is_null() && message->error))
            settle(exchange, WireAnswer{200, *message});
        return;
    }
}

void HttpWire::takeEnd(const std::shared_ptr<Exchange> &exchange, Result<http::Response> response)
{
    if (exchange->settled)
        return;
    if (!response) {
        if (m_version != ModernVersion && (response.error().code == Errc::Cancelled || response.error().code == Errc::Timeout))
            notify("notifications/cancelled", {{"requestId", exchange->id}});
        return settle(exchange, tl::make_unexpected(std::move(response).error()));
    }
    if (const auto session = response->header("MCP-Session-Id"); !session.empty() && session.size() <= 1024)
        m_session = session;
    // An answer that did not come in parts: the handshake's, or one of another status.
    const auto &body = exchange->body.empty() ? response->body : exchange->body;
    if (exchange->form != Exchange::Form::Events && !trimmed(body).empty() && !trimmed(body).starts_with('{') && response->ok()) {
        exchange->form = Exchange::Form::Events;
        ai::SseParser events{MaxMessage};
        const auto self = m_self;
        events.feed(body, [&](const ai::SseParser::Event &event) {
            if (*self && !exchange->settled && !event.data.empty())
                takeMessage(exchange, event.data);
        });
        if (!*self || exchange->settled)
            return;
    }
    if (exchange->form != Exchange::Form::Events) {
        const auto value = readText(body);
        const auto message = value ? readMessage(*value) : tl::make_unexpected(value.error());
        const bool answers = message && message->kind == Message::Kind::Answer
                             && (message->id == Json(exchange->id) || (message->id.is_null() && message->error));
        if (answers || !response->ok())
            return settle(exchange, WireAnswer{response->status, answers ? std::optional(*message) : std::nullopt});
    }
    settle(exchange, fail(Errc::Corrupt, "the server ended its answer before it was whole", http::redactUrl(m_url),
                          "check that the address is that of a server of tools"));
}

void HttpWire::settle(const std::shared_ptr<Exchange> &exchange, Result<WireAnswer> answer)
{
    exchange->settled = true;
    exchange->watch.reset();
    exchange->stop.request_stop(); // a stream may go on behind the answer
    m_underWay.erase(exchange);
    const auto done = std::move(exchange->done);
    done(std::move(answer));
}

void HttpWire::notify(std::string method, Json params)
{
    if (m_ending || (m_version == ModernVersion && method == "notifications/cancelled")) // there the closed stream says it
        return;
    auto request = post(notificationJson(method, std::move(params)));
    request.timeout = NoticeTime;
    if (m_version == ModernVersion)
        request.headers.push_back({"Mcp-Method", method});
    m_transport.send(std::move(request), {}, [](const Result<http::Response> &) {});
}

void HttpWire::end(std::function<void()> ended)
{
    m_ending = true;
    onBroken = nullptr;
    onNotification = nullptr;
    const auto underWay = std::exchange(m_underWay, {});
    for (const auto &exchange : underWay)
        if (!exchange->settled)
            settle(exchange, fail(Errc::Cancelled, "the connection was closed", http::redactUrl(m_url)));
    if (!m_session.empty()) {
        auto request = post(Json::object());
        request.method = "DELETE";
        request.body.clear();
        std::erase_if(request.headers, [](const http::Header &header) { return header.name == "Content-Type"; });
        request.timeout = NoticeTime;
        m_transport.send(std::move(request), {}, [](const Result<http::Response> &) {});
        m_session.clear();
    }
    QTimer::singleShot(0, &m_context, [ended = std::move(ended)] { ended(); });
}

} // namespace hs::mcp
