#include <set>

#include <QtTest>

#include "engine/mcp/http_face.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "tests/fakes/raw_client.h"

using namespace hs;
using namespace hs::api;
using namespace hs::test;

namespace {

Json parsed(const std::string &text)
{
    return parseJson(text).value_or(Json());
}

Json modernParams(Json params = Json::object())
{
    params["_meta"] = {{mcp::meta::Version, mcp::ModernVersion}, {mcp::meta::ClientCapabilities, Json::object()}};
    return params;
}

Json modern(const char *method, Json params = Json::object())
{
    return mcp::requestJson(1, method, modernParams(std::move(params)));
}

/// The headers of a modern request.
std::string mirrored(const char *method, const std::string &name = {})
{
    return "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + std::string(method) + "\r\n" + (name.empty() ? "" : "Mcp-Name: " + name + "\r\n");
}

constexpr const char *Usual = "Authorization: Bearer operator-key\r\nContent-Type: application/json\r\nAccept: application/json, "
                              "text/event-stream\r\n";

mcp::ServerOptions hasty()
{
    mcp::ServerOptions options;
    options.quiet = std::chrono::milliseconds(1);
    return options;
}

struct Site {
    FakeClock clock;
    FakeDoor door{FakeDoor::Reply::Later};
    mcp::McpServer server{door, hasty()};
    std::unique_ptr<mcp::HttpFace> face;
    std::unique_ptr<httpd::Server> http;

    explicit Site(mcp::HttpFaceOptions options = {})
    {
        door.addKey(QStringLiteral("viewer-key"), {QStringLiteral("k-viewer"), QStringLiteral("Viewer"), Role::Viewer, {}, {}});
        door.addKey(QStringLiteral("operator-key"), {QStringLiteral("k-operator"), QStringLiteral("Operator"), Role::Operator, {}, {}});
        options.clock = &clock;
        face = std::make_unique<mcp::HttpFace>(door, server, options);
        face->setPublicUrl("https://hooks.studio.example/in");
        httpd::ServerOptions serverOptions;
        serverOptions.clock = &clock;
        serverOptions.limits.drainTime = std::chrono::milliseconds(200);
        auto started = httpd::Server::start(std::move(serverOptions), {face.get()});
        if (!started)
            qFatal("%s", describe(started).c_str());
        http = std::move(*started);
    }
    ~Site() { http->stop(); }

    [[nodiscard]] RawAnswer send(const std::string &body, const std::string &headers, const char *method = "POST") const
    {
        return exchange(http->port(), requestText(method, "/mcp", headers, body)).value_or(RawAnswer{});
    }
    [[nodiscard]] RawAnswer post(const Json &message, const std::string &headers = {}) const { return send(dump(message), Usual + headers); }
    /// Begins a legacy session; its id.
    [[nodiscard]] std::string begin(const std::string &key = "operator-key") const
    {
        const auto answer = send(dump(mcp::requestJson(0, "initialize", {{"protocolVersion", "2025-11-25"}})),
                                 "Authorization: Bearer " + key + "\r\nContent-Type: application/json\r\n");
        const auto id = answer.headers.find("mcp-session-id");
        return id == answer.headers.end() ? std::string() : id->second;
    }
};

/// A stream of events as a client has it.
struct Listening {
    RawClient client;
    std::optional<RawAnswer> head;
    std::string lastId;

    Listening(const Site &site, const std::string &request) : client(site.http->port())
    {
        client.send(request);
        head = client.answer();
    }
    [[nodiscard]] int status() const { return head ? head->status : 0; }
    /// The next message; null when none comes.
    [[nodiscard]] Json next()
    {
        constexpr std::string_view Id = "id: ", Data = "data: ";
        while (auto line = client.until("\n")) {
            line->pop_back();
            if (line->starts_with(Id))
                lastId = line->substr(Id.size());
            else if (line->starts_with(Data))
                return parsed(line->substr(Data.size()));
        }
        return nullptr;
    }
};

/// Opens a stream of the modern era about a workflow and the lists.
std::string listenRequest(int id = 1)
{
    const Json wanted{{"notifications", {{"resourcesListChanged", true}, {"resourceSubscriptions", {"higherself://workflows/wf_1"}}}}};
    return requestText("POST", "/mcp", Usual + mirrored("subscriptions/listen"), dump(mcp::requestJson(id, "subscriptions/listen", modernParams(wanted))));
}

std::string streamRequest(const std::string &session, const std::string &more = {})
{
    return requestText("GET", "/mcp", "Authorization: Bearer operator-key\r\nAccept: text/event-stream\r\nMCP-Session-Id: " + session + "\r\n" + more);
}

int codeOf(const RawAnswer &answer)
{
    return int(integer(member(parsed(answer.body), "error"), "code"));
}

} // namespace

class HttpFaceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modernRequests()
    {
        const Site site;
        const auto found = site.post(modern("server/discover"), mirrored("server/discover"));
        QCOMPARE(found.status, 200);
        QCOMPARE(found.headers.at("content-type"), std::string("application/json"));
        QVERIFY(!found.headers.contains("mcp-session-id"));
        QCOMPARE(dump(parsed(found.body)["result"]["capabilities"]), std::string(R"({"prompts":{},"resources":{"listChanged":true,"subscribe":true},"tools":{}})"));
        const auto called = site.post(modern("tools/call", {{"name", "studio_status"}}),
                                      mirrored("tools/call", "studio_status") + "X-Request-Id: r-7\r\n");
        QCOMPARE(called.status, 200);
        QVERIFY(parsed(called.body)["result"].contains("structuredContent"));
        const auto caller = site.door.queries().back().caller;
        QCOMPARE(caller.id, "k-operator");
        QVERIFY(caller.via == Caller::Via::Http);
        QCOMPARE(caller.correlation, "r-7");
    }

    void rolesAreThoseOfTheKey()
    {
        const Site site;
        const auto names = [&](const std::string &key) {
            const auto answer = site.send(dump(modern("tools/list")),
                                          "Authorization: Bearer " + key + "\r\nContent-Type: application/json\r\n" + mirrored("tools/list"));
            std::set<std::string> all;
            const auto result = member(parsed(answer.body), "result");
            for (const auto &tool : result["tools"])
                all.insert(text(tool, "name"));
            return all;
        };
        QVERIFY(!names("viewer-key").contains("change_record"));
        QVERIFY(names("operator-key").contains("change_record"));
    }

    void refusesByTheHead_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *method, const QByteArray &headers, int status) {
            QTest::newRow(name) << QByteArray(method) << headers << status;
        };
        const QByteArray key = "Authorization: Bearer operator-key\r\n", json = "Content-Type: application/json\r\n";
        row("no key", "POST", json, 401);
        row("a key that nobody has", "POST", json + "Authorization: Bearer nobody\r\n", 401);
        row("another way to sign in", "POST", json + "Authorization: Basic b3BlcmF0b3I6a2V5\r\n", 401);
        row("GET", "GET", key, 405);
        row("PUT", "PUT", key + json, 405);
        row("no JSON", "POST", key + "Content-Type: text/plain\r\n", 415);
        row("no kind of body", "POST", key, 415);
        row("only streams wanted", "POST", key + json + "Accept: text/event-stream\r\n", 406);
        row("a page of somebody else", "POST", key + json + "Origin: https://evil.example\r\n", 403);
        row("a page that hides its origin", "POST", key + json + "Origin: null\r\n", 403);
        row("a page whose host begins like ours", "POST", key + json + "Origin: http://localhost.evil.example\r\n", 403);
        row("a page whose user is like our host", "POST", key + json + "Origin: http://localhost@evil.example\r\n", 403);
        row("two origins", "POST", key + json + "Origin: http://localhost\r\nOrigin: https://evil.example\r\n", 403);
        row("DELETE without a session", "DELETE", key, 400);
        row("GET of no session", "GET", key + "Accept: text/event-stream\r\nMCP-Session-Id: 0123\r\n", 404);
        row("GET of what is no stream", "GET", key + "Accept: application/json\r\nMCP-Session-Id: 0123\r\n", 406);
        row("DELETE of no session", "DELETE", key + "MCP-Session-Id: 0123\r\n", 404);
    }
    void refusesByTheHead()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        const Site site;
        const auto answer = site.send(method == "POST" || method == "PUT" ? "{}" : "", headers.toStdString(), method.constData());
        QCOMPARE(answer.status, status);
        if (status == 401)
            QVERIFY(answer.headers.at("www-authenticate").starts_with("Bearer"));
        if (status == 405)
            QCOMPARE(answer.headers.at("allow"), std::string("POST, DELETE"));
    }

    void letsOriginsIn_data()
    {
        QTest::addColumn<QByteArray>("origin");
        for (const auto *origin : {"http://localhost", "http://localhost:5173", "https://127.0.0.1:8443", "http://[::1]:3000",
                                   "https://hooks.studio.example",
                                   "https://HOOKS.studio.example:443"})
            QTest::newRow(origin) << QByteArray(origin);
    }
    void letsOriginsIn()
    {
        QFETCH(QByteArray, origin);
        const Site site;
        QCOMPARE(site.post(modern("tools/list"), mirrored("tools/list") + "Origin: " + origin.toStdString() + "\r\n").status, 200);
    }

    void wrongMessages_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, const Json &body, const std::string &headers, int status, int error) {
            QTest::newRow(name) << (body.is_string() ? QByteArray::fromStdString(body.get<std::string>()) : QByteArray::fromStdString(dump(body)))
                                << QByteArray::fromStdString(headers) << status << error;
        };
        const auto list = modern("tools/list");
        const auto call = modern("tools/call", {{"name", "studio_status"}});
        row("no JSON", Json("{\"a\":"), "", 400, mcp::code::ParseError);
        row("no message", Json("7"), "", 400, mcp::code::InvalidRequest);
        row("headers without a message's", list, "", 400, mcp::code::HeaderMismatch);
        row("no method header", list, "MCP-Protocol-Version: 2026-07-28\r\n", 400, mcp::code::HeaderMismatch);
        row("no version header", list, "Mcp-Method: tools/list\r\n", 400, mcp::code::HeaderMismatch);
        row("another method in the header", list, mirrored("tools/call"), 400, mcp::code::HeaderMismatch);
        row("another case of the method", list, mirrored("Tools/List"), 400, mcp::code::HeaderMismatch);
        row("another version in the header", list, "MCP-Protocol-Version: 2025-11-25\r\nMcp-Method: tools/list\r\n", 400, mcp::code::HeaderMismatch);
        row("the method twice", list, mirrored("tools/list") + "Mcp-Method: tools/list\r\n", 400, mcp::code::HeaderMismatch);
        row("no name header", call, mirrored("tools/call"), 400, mcp::code::HeaderMismatch);
        row("another name", call, mirrored("tools/call", "search"), 400, mcp::code::HeaderMismatch);
        row("a broken name", call, mirrored("tools/call", "=?base64?!!!?="), 400, mcp::code::HeaderMismatch);
        row("another resource", modern("resources/read", {{"uri", "higherself://status"}}), mirrored("resources/read", "higherself://records/x"), 400,
            mcp::code::HeaderMismatch);
        row("no meta, but modern headers", mcp::requestJson(1, "tools/list", Json::object()), mirrored("tools/list"), 400, mcp::code::InvalidParams);
        auto future = list;
        future["params"]["_meta"][mcp::meta::Version] = "2099-01-01";
        row("a version of the future", future, "MCP-Protocol-Version: 2099-01-01\r\nMcp-Method: tools/list\r\n", 400, mcp::code::UnsupportedVersion);
        auto bare = list;
        bare["params"]["_meta"].erase(mcp::meta::ClientCapabilities);
        row("no capabilities", bare, mirrored("tools/list"), 400, mcp::code::InvalidParams);
        row("no such method", modern("tools/forget"), mirrored("tools/forget"), 404, mcp::code::MethodNotFound);
        row("a stream of nothing", modern("subscriptions/listen", {{"notifications", "all"}}), mirrored("subscriptions/listen"), 200,
            mcp::code::InvalidParams);
        row("a stream without the name of its method", modern("subscriptions/listen", {{"notifications", Json::object()}}), "", 400,
            mcp::code::HeaderMismatch);
        row("no such tool", modern("tools/call", {{"name", "format_disk"}}), mirrored("tools/call", "format_disk"), 200, mcp::code::InvalidParams);
        row("an answer to nothing", mcp::resultJson(7, Json::object()), mirrored("x"), 400, mcp::code::InvalidRequest);
        row("no session", mcp::requestJson(1, "tools/list", Json::object()), "", 400, mcp::code::InvalidRequest);
        row("a session of the past", mcp::requestJson(1, "tools/list", Json::object()),
            "MCP-Session-Id: 00ff\r\nMCP-Protocol-Version: 2025-11-25\r\n", 404,
            mcp::code::InvalidRequest);
        row("a session with a version of nobody", mcp::requestJson(1, "tools/list", Json::object()),
            "MCP-Session-Id: 00ff\r\nMCP-Protocol-Version: 2024-01-01\r\n", 400,
            mcp::code::InvalidRequest);
        row("initialize without a version", mcp::requestJson(1, "initialize", Json::object()), "", 400, mcp::code::InvalidParams);
    }
    void wrongMessages()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        QFETCH(int, error);
        const Site site;
        const auto answer = site.send(body.toStdString(), Usual + headers.toStdString());
        QCOMPARE(codeOf(answer), error);
        QCOMPARE(answer.status, status);
        QVERIFY(site.door.queries().empty() && site.door.commands().empty());
    }

    void namesMayBeEncoded()
    {
        const Site site;
        QCOMPARE(site.post(modern("tools/call", {{"name", "studio_status"}}), mirrored("tools/call", "=?base64?c3R1ZGlvX3N0YXR1cw==?=")).status, 200);
        QCOMPARE(mcp::encodedHeader("us-west1"), std::string("us-west1"));
        for (const std::string value : {"Hello, \xe4\xb8\x96\xe7\x95\x8c", " padded ", "line1\nline2", "=?base64?literal?=", "", "a b"}) {
            const auto header = mcp::encodedHeader(value);
            QVERIFY(std::all_of(header.begin(), header.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
            QCOMPARE(mcp::decodedHeader(header).value_or("none"), value);
        }
        QCOMPARE(mcp::encodedHeader("Hello, \xe4\xb8\x96\xe7\x95\x8c"), std::string("=?base64?SGVsbG8sIOS4lueVjA==?="));
        QVERIFY(!mcp::decodedHeader("=?base64?/w==?=")); // no UTF-8
        QVERIFY(!mcp::decodedHeader("caf\xc3\xa9"));
    }

    void notificationsAreTaken()
    {
        const Site site;
        const auto answer = site.post(mcp::notificationJson("notifications/anything", modernParams()), mirrored("notifications/anything"));
        QCOMPARE(answer.status, 202);
        QVERIFY(answer.body.empty());
    }

    void legacySessions()
    {
        const Site site;
        const auto id = site.begin();
        QCOMPARE(id.size(), std::size_t(32));
        QVERIFY(id != site.begin());
        const auto session = "MCP-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        QCOMPARE(site.post(mcp::notificationJson("notifications/initialized"), session).status, 202);
        const auto tools = site.post(mcp::requestJson(1, "tools/list", Json::object()), session);
        QCOMPARE(tools.status, 200);
        QVERIFY(parsed(tools.body)["result"]["tools"].size() > 20 && !parsed(tools.body)["result"].contains("resultType"));
        // Without the header the revision is the one agreed on.
        QCOMPARE(site.post(mcp::requestJson(2, "ping", Json::object()), "MCP-Session-Id: " + id + "\r\n").status, 200);
        // Nobody else's session.
        QCOMPARE(site.send(dump(mcp::requestJson(4, "ping", Json::object())),
                           "Authorization: Bearer viewer-key\r\nContent-Type: application/json\r\n" + session).status, 404);
        const auto ended = site.send("", "Authorization: Bearer operator-key\r\nMCP-Session-Id: " + id + "\r\n", "DELETE");
        QCOMPARE(ended.status, 204);
        QCOMPARE(site.post(mcp::requestJson(5, "ping", Json::object()), session).status, 404);
    }

    void listensToChanges()
    {
        Site site;
        Listening stream(site, listenRequest(7));
        QCOMPARE(stream.status(), 200);
        QCOMPARE(stream.head->headers.at("content-type"), std::string("text/event-stream"));
        const auto first = stream.next();
        QCOMPARE(text(first, "method"), std::string("notifications/subscriptions/acknowledged"));
        QCOMPARE(first["params"]["_meta"][mcp::meta::Subscription], Json(7));
        const Json agreed{{"resourceSubscriptions", Json::array({"higherself://workflows/wf_1"})}, {"resourcesListChanged", true}};
        QCOMPARE(dump(first["params"]["notifications"]), dump(agreed));
        site.door.announce({Topic::Workflows, {QStringLiteral("wf_1")}, 1});
        QCOMPARE(text(stream.next(), "method"), std::string("notifications/resources/list_changed"));
        const auto changed = stream.next();
        QCOMPARE(text(changed, "method"), std::string("notifications/resources/updated"));
        QCOMPARE(text(changed["params"], "uri"), std::string("higherself://workflows/wf_1"));
        QCOMPARE(changed["params"]["_meta"][mcp::meta::Subscription], Json(7));
    }

    void streamsAreLimited()
    {
        mcp::HttpFaceOptions options;
        options.streamsAKey = 2;
        const Site site(options);
        {
            const Listening one(site, listenRequest());
            const Listening two(site, listenRequest());
            QVERIFY(one.status() == 200 && two.status() == 200);
            const auto third = exchange(site.http->port(), listenRequest());
            QVERIFY(third);
            QCOMPARE(third->status, 400);
            QCOMPARE(codeOf(*third), mcp::code::InvalidRequest);
        }
        // Whoever goes makes room.
        QTRY_COMPARE(Listening(site, listenRequest()).status(), 200);
    }

    void whoTakesNoEventsGetsNone()
    {
        const Site site;
        const auto answer = site.send(dump(modern("subscriptions/listen", {{"notifications", Json::object()}})),
                                      "Authorization: Bearer operator-key\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
                                          + mirrored("subscriptions/listen"));
        QCOMPARE(answer.status, 406);
    }

    void aSessionHasAStream()
    {
        Site site;
        const auto id = site.begin();
        const auto session = "MCP-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        QCOMPARE(site.post(mcp::requestJson(1, "resources/subscribe", {{"uri", "higherself://workflows/wf_1"}}), session).status, 200);
        // What happens before the stream is opened waits for it.
        site.door.announce({Topic::Workflows, {QStringLiteral("wf_1")}, 1});
        Listening stream(site, streamRequest(id));
        QCOMPARE(stream.status(), 200);
        QCOMPARE(text(stream.next(), "method"), std::string("notifications/resources/list_changed"));
        QCOMPARE(text(stream.next()["params"], "uri"), std::string("higherself://workflows/wf_1"));
        QCOMPARE(stream.lastId, std::string("2"));
        site.door.announce({Topic::Status, {}, 2}); // nobody asked about it
        site.door.announce({Topic::Workflows, {QStringLiteral("wf_1")}, 3});
        QCOMPARE(text(stream.next(), "method"), std::string("notifications/resources/list_changed"));
        QVERIFY(!stream.next().is_null());
        QCOMPARE(stream.lastId, std::string("4"));

        // A stream that broke goes on where the client says, and the old one ends.
        Listening again(site, streamRequest(id, "Last-Event-ID: 3\r\n"));
        QCOMPARE(text(again.next(), "method"), std::string("notifications/resources/updated"));
        QCOMPARE(again.lastId, std::string("4"));
        QVERIFY(stream.client.until("0\r\n\r\n").has_value());
        // It keeps its session, and ends with it.
        site.clock.advance(std::chrono::minutes(31));
        QCOMPARE(site.post(mcp::requestJson(2, "ping", Json::object()), session).status, 200);
        QCOMPARE(site.send("", "Authorization: Bearer operator-key\r\nMCP-Session-Id: " + id + "\r\n", "DELETE").status, 204);
        QVERIFY(again.client.until("0\r\n\r\n").has_value());
    }

    void streamsEndWhenAKeyIsRevoked()
    {
        Site site;
        const auto id = site.begin();
        const auto session = "MCP-Session-Id: " + id + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        QCOMPARE(site.post(mcp::requestJson(1, "resources/subscribe", {{"uri", "higherself://workflows/wf_1"}}), session).status, 200);
        Listening modernStream(site, listenRequest());
        Listening legacyStream(site, streamRequest(id));
        QVERIFY(!modernStream.next().is_null());
        site.face->endStreams();
        QVERIFY(modernStream.client.until("0\r\n\r\n").has_value() && legacyStream.client.until("0\r\n\r\n").has_value());
        // Whose key is still good goes on: nothing that happened in between is lost to a session.
        site.door.announce({Topic::Workflows, {QStringLiteral("wf_1")}, 1});
        Listening again(site, streamRequest(id));
        QCOMPARE(again.status(), 200);
        QCOMPARE(text(again.next(), "method"), std::string("notifications/resources/list_changed"));
        QCOMPARE(Listening(site, listenRequest()).status(), 200);
    }

    void endsWithStreamsOpen()
    {
        Site site;
        const auto id = site.begin();
        Listening modernStream(site, listenRequest());
        Listening legacyStream(site, streamRequest(id));
        QVERIFY(modernStream.status() == 200 && legacyStream.status() == 200);
        QVERIFY(!modernStream.next().is_null());
        site.http->stop();
        site.face.reset();
        QVERIFY(!modernStream.client.until("never") && !legacyStream.client.until("never"));
    }

    void sessionsExpire()
    {
        mcp::HttpFaceOptions options;
        options.perMinute = 0;
        Site site(options);
        const auto session = "MCP-Session-Id: " + site.begin() + "\r\n";
        site.clock.advance(std::chrono::minutes(29));
        QCOMPARE(site.post(mcp::requestJson(1, "ping", Json::object()), session).status, 200);
        site.clock.advance(std::chrono::minutes(29));
        QCOMPARE(site.post(mcp::requestJson(2, "ping", Json::object()), session).status, 200);
        site.clock.advance(std::chrono::minutes(31));
        QCOMPARE(site.post(mcp::requestJson(3, "ping", Json::object()), session).status, 404);
    }

    void sessionsAreLimited()
    {
        mcp::HttpFaceOptions options;
        options.sessionsAKey = 2;
        options.sessions = 3;
        Site site(options);
        const auto alive = [&](const std::string &id, const char *key = "operator-key") {
            return site.send(dump(mcp::requestJson(1, "ping", Json::object())),
                             "Authorization: Bearer " + std::string(key) + "\r\nContent-Type: application/json\r\nMCP-Session-Id: " + id + "\r\n")
                       .status
                   == 200;
        };
        std::vector<std::string> ids;
        for (int i = 0; i < 3; ++i) {
            ids.push_back(site.begin());
            site.clock.advance(std::chrono::seconds(1));
        }
        QVERIFY(!alive(ids[0]));
        QVERIFY(alive(ids[1]));
        site.clock.advance(std::chrono::seconds(1));
        QVERIFY(alive(ids[2]));
        site.clock.advance(std::chrono::seconds(1));
        const auto other = site.begin("viewer-key");
        QVERIFY(alive(other, "viewer-key"));
        site.clock.advance(std::chrono::seconds(1));
        const auto another = site.begin("viewer-key"); // the fourth: the one silent longest goes
        QVERIFY(alive(another, "viewer-key"));
        QVERIFY(!alive(ids[1]));
        QVERIFY(alive(ids[2]));
    }

    void rateOfAKey()
    {
        mcp::HttpFaceOptions options;
        options.perMinute = 60;
        options.burst = 2;
        const Site site(options);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(site.post(modern("tools/list"), mirrored("tools/list")).status, 200);
        const auto refused = site.post(modern("tools/list"), mirrored("tools/list"));
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.headers.contains("retry-after"));
    }

    void mayBeSwitchedOff()
    {
        Site site;
        QVERIFY(site.face->owns("/mcp") && !site.face->owns("/mcp/x") && !site.face->owns("/api/v1/events"));
        site.face->setServing(false);
        QVERIFY(!site.face->owns("/mcp"));
    }

    void endsWithAnswersOutstanding()
    {
        Site site;
        site.door.setReply(FakeDoor::Reply::Held);
        RawClient client(site.http->port());
        client.send(requestText("POST", "/mcp", Usual + mirrored("tools/list"), dump(modern("tools/list"))));
        QTRY_COMPARE(site.door.held(), 1);
        site.face.reset();
        site.door.release(); // finds nobody
        client.leave();
    }

    void originsOfAddresses_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("origin");
        QTest::newRow("path") << QByteArray("https://A.example/x?y#z") << QByteArray("https://a.example");
        QTest::newRow("port") << QByteArray("http://a.example:8080/") << QByteArray("http://a.example:8080");
        QTest::newRow("usual port") << QByteArray("http://a.example:80") << QByteArray("http://a.example");
        QTest::newRow("other scheme") << QByteArray("file:///etc") << QByteArray();
        QTest::newRow("none") << QByteArray("null") << QByteArray();
        QTest::newRow("user") << QByteArray("https://a@b.example") << QByteArray();
        QTest::newRow("no host") << QByteArray("https://") << QByteArray();
    }
    void originsOfAddresses()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, origin);
        QCOMPARE(QByteArray::fromStdString(mcp::originOf(url.toStdString())), origin);
    }
};

QTEST_GUILESS_MAIN(HttpFaceTest)
#include "http_face_test.moc"
