#include <atomic>
#include <poll.h>
#include <set>
#include <thread>
#include <unistd.h>

#include <QElapsedTimer>
#include <QtTest>

#include "engine/mcp/server.h"
#include "engine/mcp/stdio.h"
#include "engine/tools/tool.h"
#include "tests/fakes/fake_door.h"

using namespace hs;
using namespace hs::api;
using hs::test::FakeDoor;
using mcp::McpServer;

namespace {

const Caller Admin{QStringLiteral("k-1"), QStringLiteral("Assistant"), Role::Admin, Caller::Via::CommandLine, {}};
const Caller Viewer{QStringLiteral("k-2"), QStringLiteral("Viewer"), Role::Viewer, Caller::Via::CommandLine, {}};

Json parsed(const QByteArray &text)
{
    const auto json = parseJson(std::string_view(text.constData(), std::size_t(text.size())));
    if (!json)
        qFatal("%s: %s", text.constData(), describe(json).c_str());
    return *json;
}

QByteArray shown(const Json &json)
{
    return QByteArray::fromStdString(dump(json));
}

/// Params of a resource. (Not in a raw string: moc takes the slashes for a comment there.)
QByteArray address(const char *uri)
{
    return QByteArray("{\"uri\":\"") + uri + "\"}";
}

Json modernMeta()
{
    return {{mcp::meta::Version, mcp::ModernVersion}, {mcp::meta::ClientCapabilities, Json::object()}};
}

Json modern(int id, const char *method, Json params = Json::object())
{
    params["_meta"] = modernMeta();
    return mcp::requestJson(id, method, std::move(params));
}

Json legacy(int id, const char *method, Json params = Json::object())
{
    return mcp::requestJson(id, method, std::move(params));
}

/// One peer over the fake door, without a transport.
struct Desk {
    FakeDoor door;
    McpServer server;
    std::mutex mutex;
    std::vector<Json> told;
    std::shared_ptr<McpServer::Peer> peer;

    explicit Desk(FakeDoor::Reply reply = FakeDoor::Reply::AtOnce, mcp::ServerOptions options = {}, bool tellable = true)
        : door(reply), server(door, std::move(options))
    {
        peer = tellable ? server.connect([this](Json one) {
            const std::lock_guard lock(mutex);
            told.push_back(std::move(one));
        })
                        : server.connect(nullptr);
    }
    ~Desk() { peer.reset(); }

    /// The answer, which must come at once; null: none came or none was due.
    Json ask(const Json &message, const Caller &caller = Admin) const
    {
        Json answer;
        int replies = 0;
        peer->take(caller, message, [&](std::optional<Json> given) {
            ++replies;
            answer = given.value_or(Json());
        });
        if (replies != 1)
            qWarning("%d replies", replies);
        return answer;
    }
    void beginLegacy(const char *version = "2025-11-25") const
    {
        ask(legacy(0, "initialize", {{"protocolVersion", version}, {"capabilities", Json::object()},
                                     {"clientInfo", {{"name", "t"}, {"version", "1"}}}}));
        ask(mcp::notificationJson("notifications/initialized"));
    }
    std::vector<Json> notifications()
    {
        const std::lock_guard lock(mutex);
        return told;
    }
};

mcp::ServerOptions hurried()
{
    mcp::ServerOptions options;
    options.quiet = std::chrono::milliseconds(50);
    return options;
}

/// A pair of pipes with the face on the one end.
struct Pipes {
    int toFace[2]{}, fromFace[2]{};
    FakeDoor door;
    McpServer server;
    std::atomic<int> ended{0};
    std::unique_ptr<mcp::StdioFace> face;
    std::string buffer;

    explicit Pipes(FakeDoor::Reply reply = FakeDoor::Reply::Later) : door(reply), server(door, hurried())
    {
        if (::pipe(toFace) != 0 || ::pipe(fromFace) != 0)
            qFatal("no pipes");
        face = std::make_unique<mcp::StdioFace>(server, Admin, mcp::StdioFace::Streams{toFace[0], fromFace[1]}, [this] { ++ended; });
    }
    ~Pipes()
    {
        face.reset();
        for (const int fd : {toFace[0], toFace[1], fromFace[0], fromFace[1]})
            if (fd >= 0)
                ::close(fd);
    }
    void write(std::string_view text) const
    {
        while (!text.empty()) {
            const auto count = ::write(toFace[1], text.data(), text.size());
            if (count <= 0)
                return;
            text.remove_prefix(std::size_t(count));
        }
    }
    void closeInput()
    {
        ::close(toFace[1]);
        toFace[1] = -1;
    }
    /// The next line as JSON; null when none comes.
    Json read(int patience = 5'000)
    {
        while (buffer.find('\n') == std::string::npos) {
            pollfd ready{fromFace[0], POLLIN, 0};
            char bytes[8192];
            if (::poll(&ready, 1, patience) <= 0)
                return nullptr;
            const auto count = ::read(fromFace[0], bytes, sizeof bytes);
            if (count <= 0)
                return nullptr;
            buffer.append(bytes, std::size_t(count));
        }
        const auto line = buffer.substr(0, buffer.find('\n'));
        buffer.erase(0, line.size() + 1);
        return parsed(QByteArray::fromStdString(line));
    }
};

} // namespace

class McpServerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- messages ----

    void wrongMessages_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("error");
        QTest::addColumn<QByteArray>("id"); // of the answer
        const auto row = [](const char *name, const char *message, int error, const char *id) {
            QTest::newRow(name) << QByteArray(message) << error << QByteArray(id);
        };
        row("no object", "7", mcp::code::InvalidRequest, "null");
        row("a list", "[]", mcp::code::InvalidRequest, "null");
        row("no version", R"({"id":1,"method":"ping"})", mcp::code::InvalidRequest, "1");
        row("another version", R"({"jsonrpc":"1.0","id":1,"method":"ping"})", mcp::code::InvalidRequest, "1");
        row("an id that is null", R"({"jsonrpc":"2.0","id":null,"method":"ping"})", mcp::code::InvalidRequest, "null");
        row("an id that is a fraction", R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", mcp::code::InvalidRequest, "null");
        row("an id that is a list", R"({"jsonrpc":"2.0","id":[1],"method":"ping"})", mcp::code::InvalidRequest, "null");
        row("a method that is a number", R"({"jsonrpc":"2.0","id":1,"method":7})", mcp::code::InvalidRequest, "1");
        row("params that are a list", R"({"jsonrpc":"2.0","id":"a","method":"ping","params":[1]})", mcp::code::InvalidRequest, "\"a\"");
        row("nothing at all", R"({"jsonrpc":"2.0","id":1})", mcp::code::InvalidRequest, "1");
        row("a result that is a text", R"({"jsonrpc":"2.0","id":1,"result":"x"})", mcp::code::InvalidRequest, "1");
        row("neither era", R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", mcp::code::InvalidParams, "1");
        row("no capabilities", R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})",
            mcp::code::InvalidParams, "1");
        row("a version that is a number", R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":7}}})",
            mcp::code::InvalidParams, "1");
        row("a version of the future", R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"}}})",
            mcp::code::UnsupportedVersion, "1");
        row("initialize without a version", R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})", mcp::code::InvalidParams, "1");
    }
    void wrongMessages()
    {
        QFETCH(QByteArray, message);
        QFETCH(int, error);
        QFETCH(QByteArray, id);
        const Desk desk;
        const auto answer = desk.ask(parsed(message));
        QCOMPARE(int(integer(member(answer, "error"), "code")), error);
        QVERIFY(!text(member(answer, "error"), "message").empty());
        QCOMPARE(shown(member(answer, "id")), id);
        QCOMPARE(answer.contains("id"), id != "null");
    }

    void unknownVersionsAreToldTheKnownOnes()
    {
        const Desk desk;
        auto message = modern(1, "server/discover");
        message["params"]["_meta"][mcp::meta::Version] = "1900-01-01";
        QCOMPARE(shown(member(member(desk.ask(message), "error"), "data")), QByteArray(R"({"requested":"1900-01-01","supported":["2026-07-28"]})"));
    }

    void wrongCalls_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("params");
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("isLegacy");
        const auto both = [](const char *name, const char *method, const char *params, int error) {
            QTest::addRow("%s, modern", name) << QByteArray(method) << QByteArray(params) << error << false;
            QTest::addRow("%s, legacy", name) << QByteArray(method) << QByteArray(params) << error << true;
        };
        const auto row = [](const char *name, const char *method, const char *params, int error, bool old) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(params) << error << old;
        };
        both("no such method", "tools/forget", "{}", mcp::code::MethodNotFound);
        both("no such tool", "tools/call", R"({"name":"format_disk"})", mcp::code::InvalidParams);
        both("a tool without a name", "tools/call", "{}", mcp::code::InvalidParams);
        both("a list of arguments", "tools/call", R"({"name":"search","arguments":[]})", mcp::code::InvalidParams);
        both("somebody else's cursor", "tools/list", R"({"cursor":"abc"})", mcp::code::InvalidParams);
        both("a cursor that is a number", "tools/list", R"({"cursor":7})", mcp::code::InvalidParams);
        both("somebody else's cursor of resources", "resources/list", R"({"cursor":"x:1"})", mcp::code::InvalidParams);
        both("a resource without an address", "resources/read", "{}", mcp::code::InvalidParams);
        both("no such prompt", "prompts/get", R"({"name":"sing"})", mcp::code::InvalidParams);
        both("a prompt without its argument", "prompts/get", R"({"name":"draft_reply"})", mcp::code::InvalidParams);
        both("a prompt's argument that is no id", "prompts/get", R"({"name":"draft_reply","arguments":{"conversation":"thr 1; ignore"}})",
             mcp::code::InvalidParams);
        row("another scheme, modern", "resources/read", address("file:///etc/passwd").constData(), mcp::code::InvalidParams, false);
        row("another scheme, legacy", "resources/read", address("file:///etc/passwd").constData(), mcp::code::LegacyNotFound, true);
        row("a path that climbs", "resources/read", address("higherself://records/../secrets").constData(), mcp::code::InvalidParams, false);
        row("ping in the modern era", "ping", "{}", mcp::code::MethodNotFound, false);
        row("log levels in the modern era", "logging/setLevel", R"({"level":"info"})", mcp::code::MethodNotFound, false);
        row("the legacy way to subscribe in the modern era", "resources/subscribe", address("higherself://status").constData(),
            mcp::code::MethodNotFound, false);
        row("discovery in the legacy era", "server/discover", "{}", mcp::code::MethodNotFound, true);
        row("the modern way to subscribe in the legacy era", "subscriptions/listen", R"({"notifications":{}})", mcp::code::MethodNotFound, true);
        row("listening to nothing", "subscriptions/listen", "{}", mcp::code::InvalidParams, false);
        row("subscribing to what is none", "resources/subscribe", address("higherself://moon").constData(), mcp::code::LegacyNotFound, true);
    }
    void wrongCalls()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, params);
        QFETCH(int, error);
        QFETCH(bool, isLegacy);
        const Desk desk;
        if (isLegacy)
            desk.beginLegacy();
        const auto answer = desk.ask((isLegacy ? legacy : modern)(5, method.constData(), parsed(params)));
        QCOMPARE(int(integer(member(answer, "error"), "code")), error);
        QCOMPARE(integer(answer, "id"), 5);
        QCOMPARE(desk.peer->underWay(), std::size_t(0));
    }

    void readsTexts()
    {
        QCOMPARE(mcp::readText("{\"a\": ").error().error.code, mcp::code::ParseError);
        QCOMPARE(mcp::readText("{\"a\": \"\xff\"}").error().error.code, mcp::code::ParseError);
        QCOMPARE(mcp::readText(std::string(100, '[')).error().error.code, mcp::code::ParseError);
        QCOMPARE(mcp::readText(std::string(mcp::MaxMessage + 1, ' ')).error().error.code, mcp::code::InvalidRequest);
        QVERIFY(mcp::readText("{}"));
    }

    // ---- the beginning ----

    void discovers()
    {
        const Desk desk;
        const auto result = member(desk.ask(modern(1, "server/discover")), "result");
        QCOMPARE(shown(result["supportedVersions"]), QByteArray(R"(["2026-07-28"])"));
        QCOMPARE(text(result, "resultType"), std::string("complete"));
        QCOMPARE(shown(result["capabilities"]), QByteArray(R"({"prompts":{},"resources":{"listChanged":true,"subscribe":true},"tools":{}})"));
        QCOMPARE(text(result["_meta"][mcp::meta::ServerInfo], "name"), std::string("higherself-console"));
        QVERIFY(integer(result, "ttlMs", -1) >= 0 && !text(result, "cacheScope").empty() && !text(result, "instructions").empty());
    }

    void initialises_data()
    {
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("given");
        for (const auto *known : {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"})
            QTest::newRow(known) << QByteArray(known) << QByteArray(known);
        QTest::newRow("the future") << QByteArray("2099-01-01") << QByteArray("2025-11-25");
        QTest::newRow("the modern one") << QByteArray("2026-07-28") << QByteArray("2025-11-25");
    }
    void initialises()
    {
        QFETCH(QByteArray, wanted);
        QFETCH(QByteArray, given);
        const Desk desk;
        QVERIFY(desk.ask(legacy(7, "ping")).contains("result")); // allowed before
        const auto result = member(desk.ask(legacy(1, "initialize", {{"protocolVersion", wanted.toStdString()}})), "result");
        QCOMPARE(QByteArray::fromStdString(text(result, "protocolVersion")), given);
        QVERIFY(!result.contains("resultType") && !result.contains("_meta"));
        QCOMPARE(text(result["serverInfo"], "version"), std::string(HS_VERSION));
        QVERIFY(desk.ask(mcp::notificationJson("notifications/initialized")).is_null());
        QVERIFY(desk.ask(legacy(2, "tools/list"))["result"].contains("tools"));
        QCOMPARE(shown(desk.ask(legacy(3, "logging/setLevel", {{"level", "debug"}}))), QByteArray(R"({"id":3,"jsonrpc":"2.0","result":{}})"));
        // Both eras side by side.
        QVERIFY(desk.ask(modern(4, "tools/list"))["result"].contains("resultType"));
    }

    void withoutAWayToTellNothingIsOffered()
    {
        const Desk desk(FakeDoor::Reply::AtOnce, {}, false);
        QCOMPARE(shown(desk.ask(modern(1, "server/discover"))["result"]["capabilities"]), QByteArray(R"({"prompts":{},"resources":{},"tools":{}})"));
        QCOMPARE(int(integer(desk.ask(modern(2, "subscriptions/listen", {{"notifications", Json::object()}}))["error"], "code")),
                 mcp::code::MethodNotFound);
    }

    void listsOfMessages()
    {
        const Desk old;
        old.beginLegacy("2025-03-26");
        const auto answers = old.ask(Json::array({legacy(1, "ping"), mcp::notificationJson("notifications/initialized"), legacy(2, "ping"), 7}));
        QCOMPARE(answers.size(), std::size_t(3));
        QVERIFY(old.ask(Json::array({mcp::notificationJson("notifications/initialized")})).is_null());
        Json many = Json::array();
        for (int i = 0; i < 33; ++i)
            many.push_back(legacy(i, "ping"));
        QCOMPARE(int(integer(old.ask(many)["error"], "code")), mcp::code::InvalidRequest);
        const Desk newer;
        newer.beginLegacy();
        QCOMPARE(int(integer(newer.ask(Json::array({legacy(1, "ping")}))["error"], "code")), mcp::code::InvalidRequest);
    }

    // ---- tools ----

    void pagesTools()
    {
        mcp::ServerOptions options;
        options.toolsAPage = 7;
        const Desk desk(FakeDoor::Reply::AtOnce, options);
        std::vector<std::string> names;
        std::string cursor;
        int pages = 0;
        do {
            const auto result = member(desk.ask(modern(++pages, "tools/list", cursor.empty() ? Json::object() : Json{{"cursor", cursor}})), "result");
            QVERIFY(result["tools"].size() <= 7);
            QCOMPARE(text(result, "cacheScope"), std::string("private"));
            for (const auto &tool : result["tools"])
                names.push_back(text(tool, "name"));
            cursor = text(result, "nextCursor");
        } while (!cursor.empty() && pages < 50);
        const tools::ToolCatalog catalog;
        QCOMPARE(names.size(), catalog.tools().size());
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(names[i], catalog.tools()[i].name);
    }

    void describesTools()
    {
        const Desk desk;
        std::map<std::string, Json> tools;
        const auto result = member(desk.ask(modern(1, "tools/list")), "result");
        for (const auto &tool : result["tools"])
            tools[text(tool, "name")] = tool;
        QCOMPARE(shown(tools["search"]["annotations"]), QByteArray(R"({"openWorldHint":false,"readOnlyHint":true,"title":"Search everywhere"})"));
        QCOMPARE(boolean(tools["delete_record"]["annotations"], "destructiveHint"), true);
        QCOMPARE(boolean(tools["add_note"]["annotations"], "destructiveHint", true), false);
        QCOMPARE(boolean(tools["send_reply"]["annotations"], "openWorldHint"), true);
        QCOMPARE(text(tools["search"]["inputSchema"], "type"), std::string("object"));
    }

    void showsWhatARoleMayUse()
    {
        const Desk desk;
        const auto namesFor = [&](Role role) {
            auto caller = Viewer;
            caller.role = role;
            std::set<std::string> names;
            const auto result = member(desk.ask(modern(1, "tools/list"), caller), "result");
            for (const auto &tool : result["tools"])
                names.insert(text(tool, "name"));
            return names;
        };
        const auto viewer = namesFor(Role::Viewer), operators = namesFor(Role::Operator), reviewer = namesFor(Role::Reviewer);
        QVERIFY(viewer.contains("find_records") && !viewer.contains("change_record") && !viewer.contains("decide_escalation"));
        QVERIFY(operators.contains("change_record") && !operators.contains("decide_escalation"));
        QVERIFY(reviewer.contains("decide_escalation"));
        const auto refused = desk.ask(modern(2, "tools/call", {{"name", "change_record"},
                                                               {"arguments", {{"database", "master-tasks"}, {"fields", {{"a", 1}}}}}}), Viewer);
        QCOMPARE(int(integer(refused["error"], "code")), mcp::code::InvalidParams);
        QVERIFY(desk.door.commands().empty());
    }

    void callsTools()
    {
        Desk desk;
        desk.door.onQuery<SearchQuery>([](const SearchQuery &, const Caller &) -> Result<std::vector<Hit>> {
            return std::vector<Hit>{{QStringLiteral("thread"), QStringLiteral("thr_1"), QStringLiteral("Ada"), {}}};
        });
        const auto result = member(desk.ask(modern(1, "tools/call", {{"name", "search"}, {"arguments", {{"text", "ada"}}}})), "result");
        QCOMPARE(shown(result["structuredContent"]), QByteArray(R"({"items":[{"id":"thr_1","kind":"thread","title":"Ada"}]})"));
        QCOMPARE(text(result["content"][0], "text"), dump(result["structuredContent"]));
        QVERIFY(text(result["content"][1], "text").find("strangers") != std::string::npos);
        QVERIFY(!boolean(result, "isError"));
        QCOMPARE(text(result, "resultType"), std::string("complete"));
        QCOMPARE(desk.door.queries().back().caller.id, Admin.id);
    }

    void failuresOfToolsAreResults_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("not found") << int(Errc::NotFound) << QByteArray("there is no such thing (id): look for it");
        QTest::newRow("forbidden") << int(Errc::Forbidden) << QByteArray("there is no such thing (id): look for it");
        QTest::newRow("inside") << int(Errc::Internal) << QByteArray("the console could not do it; its log says why");
        QTest::newRow("corrupt") << int(Errc::Corrupt) << QByteArray("the console could not do it; its log says why");
    }
    void failuresOfToolsAreResults()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, said);
        Desk desk;
        desk.door.failAll(Error{Errc(code), "there is no such thing", "id", "look for it", std::nullopt});
        const auto result = member(desk.ask(modern(1, "tools/call", {{"name", "studio_status"}})), "result");
        QVERIFY(boolean(result, "isError"));
        QCOMPARE(QByteArray::fromStdString(text(result["content"][0], "text")), said);
    }

    void wrongArgumentsAreToldToTheModel()
    {
        const Desk desk;
        const auto result = member(desk.ask(modern(1, "tools/call", {{"name", "search"}, {"arguments", {{"txet", "ada"}}}})), "result");
        QVERIFY(boolean(result, "isError"));
        QVERIFY(desk.door.queries().empty());
        QVERIFY(text(result["content"][0], "text").find("text") != std::string::npos);
    }

    // ---- resources ----

    void listsResources()
    {
        Desk desk;
        desk.door.onQuery<DatabaseQuery>([](const DatabaseQuery &, const Caller &) -> Result<std::vector<DatabaseInfo>> {
            return std::vector<DatabaseInfo>{{QStringLiteral("contacts-profiles"), QStringLiteral("Contacts"), {}, {}, 3}};
        });
        desk.door.onQuery<EscalationQuery>([](const EscalationQuery &query, const Caller &) -> Result<EscalationPage> {
            EscalationPage page;
            EscalationRow row;
            row.id = query.window.after.isEmpty() ? QStringLiteral("esc_1") : QStringLiteral("esc_2");
            page.rows = {row};
            page.next = query.window.after.isEmpty() ? QStringLiteral("n") : QString();
            return page;
        });
        desk.door.onQuery<ThreadQuery>([](const ThreadQuery &, const Caller &) -> Result<Page<ThreadRow>> {
            Page<ThreadRow> page;
            page.rows.resize(1);
            page.rows[0].id = QStringLiteral("thr_1");
            return page;
        });
        std::vector<std::string> uris;
        std::string cursor;
        for (int i = 1; i < 10; ++i) {
            const auto result = member(desk.ask(modern(i, "resources/list", cursor.empty() ? Json::object() : Json{{"cursor", cursor}})), "result");
            for (const auto &one : result["resources"])
                uris.push_back(text(one, "uri"));
            cursor = text(result, "nextCursor");
            if (cursor.empty())
                break;
        }
        QVERIFY(cursor.empty());
        const std::vector<std::string> wanted{"higherself://status", "higherself://records/contacts-profiles", "higherself://escalations/esc_1",
                                              "higherself://escalations/esc_2", "higherself://conversations/thr_1"};
        QCOMPARE(uris, wanted);
        QVERIFY(desk.door.lastQuery<WorkflowQuery>()->status == WorkflowStatus::Running);
        QCOMPARE(desk.ask(modern(20, "resources/templates/list"))["result"]["resourceTemplates"].size(), std::size_t(5));
    }

    void readsResources_data()
    {
        QTest::addColumn<QByteArray>("uri");
        QTest::addColumn<int>("query");
        const auto row = [](const char *uri, const Query &query) { QTest::newRow(uri) << QByteArray(uri) << int(query.index()); };
        row("higherself://status", StatusQuery{});
        row("higherself://records/contacts-profiles", RecordQuery{});
        row("higherself://records/contacts-profiles/rec_1", RecordDetailQuery{});
        row("higherself://conversations/thr_1", ThreadDetailQuery{});
        row("higherself://workflows/wf_1", WorkflowDetailQuery{});
        row("higherself://escalations/esc_1", EscalationDetailQuery{});
    }
    void readsResources()
    {
        QFETCH(QByteArray, uri);
        QFETCH(int, query);
        const Desk desk;
        const auto result = member(desk.ask(modern(1, "resources/read", {{"uri", uri.toStdString()}})), "result");
        QCOMPARE(result["contents"].size(), std::size_t(1));
        QCOMPARE(QByteArray::fromStdString(text(result["contents"][0], "uri")), uri);
        QCOMPARE(text(result["contents"][0], "mimeType"), std::string("application/json"));
        QVERIFY(parseJson(text(result["contents"][0], "text")));
        QCOMPARE(integer(result, "ttlMs", -1), 0);
        QCOMPARE(int(desk.door.queries().back().query.index()), query);
    }

    void missingResources()
    {
        Desk desk;
        desk.door.failAll(Error{Errc::NotFound, "there is no such thing", {}, {}, std::nullopt});
        desk.beginLegacy();
        const Json params{{"uri", "higherself://workflows/wf_1"}};
        const auto now = desk.ask(modern(1, "resources/read", params));
        QCOMPARE(int(integer(now["error"], "code")), mcp::code::InvalidParams);
        QCOMPARE(shown(now["error"]["data"]), address("higherself://workflows/wf_1"));
        QCOMPARE(int(integer(desk.ask(legacy(2, "resources/read", params))["error"], "code")), mcp::code::LegacyNotFound);
    }

    // ---- prompts ----

    void prompts()
    {
        Desk desk;
        const auto list = member(desk.ask(modern(1, "prompts/list")), "result")["prompts"];
        QCOMPARE(list.size(), std::size_t(4));
        const auto day = member(desk.ask(modern(2, "prompts/get", {{"name", "summarise_day"}})), "result");
        QCOMPARE(day["messages"].size(), std::size_t(1));
        QCOMPARE(text(day["messages"][0], "role"), std::string("user"));
        QVERIFY(text(day["messages"][0]["content"], "text").find("{}") == std::string::npos);
        const auto business = member(desk.ask(modern(3, "prompts/get", {{"name", "summarise_day"}, {"arguments", {{"entity", "rec_9"}}}})), "result");
        QVERIFY(text(business["messages"][0]["content"], "text").find("rec_9") != std::string::npos);
        const auto prepared = member(desk.ask(modern(4, "prompts/get", {{"name", "prepare_escalation"}, {"arguments", {{"escalation", "esc_1"}}}})),
                                     "result");
        QCOMPARE(prepared["messages"].size(), std::size_t(2));
        QCOMPARE(text(prepared["messages"][1]["content"]["resource"], "uri"), std::string("higherself://escalations/esc_1"));
        QCOMPARE(desk.door.lastQuery<EscalationDetailQuery>()->id, "esc_1");
        desk.door.failAll(Error{Errc::NotFound, "none", {}, {}, std::nullopt});
        QCOMPARE(int(integer(desk.ask(modern(5, "prompts/get", {{"name", "explain_workflow"}, {"arguments", {{"workflow", "wf_1"}}}}))["error"],
                             "code")),
                 mcp::code::InvalidParams);
    }

    // ---- requests under way ----

    void cancels()
    {
        Desk desk(FakeDoor::Reply::Held);
        int replies = 0;
        std::optional<Json> answer;
        desk.peer->take(Admin, modern(1, "tools/call", {{"name", "studio_status"}}), [&](std::optional<Json> given) {
            ++replies;
            answer = std::move(given);
        });
        QCOMPARE(desk.peer->underWay(), std::size_t(1));
        QCOMPARE(int(integer(desk.ask(modern(1, "tools/list"))["error"], "code")), mcp::code::InvalidRequest); // the same id
        desk.ask(mcp::notificationJson("notifications/cancelled", {{"requestId", 1}}));
        desk.ask(mcp::notificationJson("notifications/cancelled", {{"requestId", "nobody's"}}));
        desk.door.release();
        QCOMPARE(replies, 1);
        QVERIFY(!answer);
        QCOMPARE(desk.peer->underWay(), std::size_t(0));
    }

    void limitsRequestsAtOnce()
    {
        mcp::ServerOptions options;
        options.requestsAtOnce = 2;
        Desk desk(FakeDoor::Reply::Held, options);
        int answers = 0;
        for (int i = 1; i <= 2; ++i)
            desk.peer->take(Admin, modern(i, "tools/call", {{"name", "studio_status"}}),
                            [&](const std::optional<Json> &given) { answers += given.has_value(); });
        QCOMPARE(int(integer(desk.ask(modern(3, "tools/list"))["error"], "code")), mcp::code::InvalidRequest);
        desk.door.release();
        QCOMPARE(answers, 2);
        QVERIFY(desk.ask(modern(3, "tools/list")).contains("result"));
    }

    void peersThatGo()
    {
        Desk desk(FakeDoor::Reply::Held);
        int replies = 0;
        bool answered = true;
        desk.peer->take(Admin, modern(1, "tools/call", {{"name", "studio_status"}}), [&](const std::optional<Json> &given) {
            ++replies;
            answered = given.has_value();
        });
        desk.peer.reset();
        desk.door.release();
        QCOMPARE(replies, 1);
        QVERIFY(!answered);
    }

    // ---- changes ----

    void tellsOfChanges()
    {
        Desk desk(FakeDoor::Reply::AtOnce, hurried());
        bool replied = false;
        desk.peer->take(Admin,
                        modern(9, "subscriptions/listen",
                               {{"notifications",
                                 {{"toolsListChanged", true}, {"resourcesListChanged", true},
                                  {"resourceSubscriptions", {"higherself://workflows/wf_1", "file:///x"}}}}}),
                        [&](const std::optional<Json> &given) { replied = !given; });
        QVERIFY(replied);
        QTRY_COMPARE(desk.notifications().size(), std::size_t(1));
        QCOMPARE(shown(desk.notifications()[0]),
                 QByteArray(R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":9},)"
                            R"("notifications":{"resourceSubscriptions":[)"
                            "\"higherself://workflows/wf_1\""
                            R"(],"resourcesListChanged":true}}})"));
        desk.door.announce({Topic::Workflows, {QStringLiteral("wf_1")}, 1});
        QTRY_COMPARE(desk.notifications().size(), std::size_t(3));
        QCOMPARE(text(desk.notifications()[1], "method"), std::string("notifications/resources/list_changed"));
        QCOMPARE(integer(desk.notifications()[1]["params"]["_meta"], mcp::meta::Subscription), 9);
        QCOMPARE(text(desk.notifications()[2]["params"], "uri"), std::string("higherself://workflows/wf_1"));
        desk.door.announce({Topic::Workflows, {QStringLiteral("wf_2")}, 2});
        QTRY_COMPARE(desk.notifications().size(), std::size_t(4)); // only the list
        desk.ask(mcp::notificationJson("notifications/cancelled", {{"requestId", 9}}));
        desk.door.announce({Topic::Workflows, {}, 3});
        // One more stream: what it is told comes behind whatever the first would have been told.
        desk.peer->take(Admin, modern(10, "subscriptions/listen", {{"notifications", {{"resourceSubscriptions", {"higherself://status"}}}}}),
                        [](const std::optional<Json> &) {});
        QTRY_COMPARE(desk.notifications().size(), std::size_t(5));
        desk.door.announce({Topic::Status, {}, 4});
        QTRY_COMPARE(desk.notifications().size(), std::size_t(6));
        QCOMPARE(integer(desk.notifications()[5]["params"]["_meta"], mcp::meta::Subscription), 10);
    }

    void manyChangesAreOneNotification()
    {
        mcp::ServerOptions options;
        options.quiet = std::chrono::milliseconds(300);
        Desk desk(FakeDoor::Reply::AtOnce, options);
        desk.beginLegacy();
        QVERIFY(desk.ask(legacy(1, "resources/subscribe", {{"uri", "higherself://conversations/thr_1"}})).contains("result"));
        for (const std::size_t told : {2U, 4U}) { // of the list and of the conversation
            for (int i = 0; i < 500; ++i)
                desk.door.announce({Topic::Threads, {QStringLiteral("thr_1")}, quint64(i)});
            QTRY_VERIFY(desk.notifications().size() >= told);
        }
        QVERIFY(desk.notifications().size() <= 8);
        QVERIFY(!desk.notifications()[0].contains("params")); // the legacy era knows no ids of streams
        desk.ask(legacy(2, "resources/unsubscribe", {{"uri", "higherself://conversations/thr_1"}}));
    }

    void limitsSubscriptions()
    {
        Desk desk(FakeDoor::Reply::AtOnce, hurried());
        Json refused;
        for (int i = 1; i <= 9; ++i)
            desk.peer->take(Admin, modern(i, "subscriptions/listen", {{"notifications", {{"resourcesListChanged", true}}}}),
                            [&](std::optional<Json> given) {
                if (given)
                    refused = *given;
            });
        QCOMPARE(integer(refused, "id"), 9);
        QCOMPARE(int(integer(refused["error"], "code")), mcp::code::InvalidRequest);
    }

    // ---- over pipes ----

    void speaksOverPipes()
    {
        Pipes pipes;
        pipes.write(dump(legacy(1, "initialize", {{"protocolVersion", "2025-06-18"}})) + "\r\n\n");
        QCOMPARE(text(pipes.read()["result"], "protocolVersion"), std::string("2025-06-18"));
        pipes.write(dump(mcp::notificationJson("notifications/initialized")) + "\n" + dump(legacy(2, "tools/call", {{"name", "studio_status"}}))
                    + "\n");
        QCOMPARE(integer(pipes.read(), "id"), 2);
        pipes.write("{\"jsonrpc\": \n");
        QCOMPARE(int(integer(pipes.read()["error"], "code")), mcp::code::ParseError);
        const auto half = dump(legacy(3, "ping"));
        pipes.write(half.substr(0, 10));
        pipes.write(half.substr(10) + "\n");
        QCOMPARE(integer(pipes.read(), "id"), 3);
    }

    void linesThatAreTooLong()
    {
        Pipes pipes;
        std::thread writer([&] {
            pipes.write("{\"a\":\"" + std::string(mcp::MaxMessage + 100'000, 'x') + "\"}\n");
            pipes.write(dump(legacy(4, "ping")) + "\n");
        });
        QCOMPARE(int(integer(pipes.read()["error"], "code")), mcp::code::InvalidRequest);
        QCOMPARE(integer(pipes.read(), "id"), 4);
        writer.join();
    }

    void answersWhatWasAskedBeforeTheEnd()
    {
        Pipes pipes(FakeDoor::Reply::Held);
        for (int i = 1; i <= 3; ++i)
            pipes.write(dump(modern(i, "tools/call", {{"name", "studio_status"}})) + "\n");
        pipes.write(dump(legacy(4, "ping"))); // without an end of the line
        QTRY_COMPARE(pipes.door.held(), 3);
        pipes.closeInput();
        QCOMPARE(integer(pipes.read(), "id"), 4);
        QCOMPARE(pipes.ended.load(), 0);
        pipes.door.release();
        for (int i = 1; i <= 3; ++i)
            QCOMPARE(integer(pipes.read(), "id"), i);
        QTRY_COMPARE(pipes.ended.load(), 1);
    }

    void peersThatDoNotRead()
    {
        Pipes pipes(FakeDoor::Reply::AtOnce);
        pipes.door.onQuery<RecordDetailQuery>([](const RecordDetailQuery &, const Caller &) -> Result<RecordRow> {
            RecordRow row;
            row.title = QString(3'000'000, QLatin1Char('x'));
            return row;
        });
        const auto call = dump(modern(1, "tools/call", {{"name", "read_record"}, {"arguments", {{"database", "master-tasks"}, {"id", "rec_1"}}}}))
            + "\n";
        // The pipe to the face fills up in the end, for it stops reading; that it is destroyed all the same is the test.
        std::atomic<bool> stopped{false};
        std::thread writer([&] {
            for (int i = 0; i < 2'000 && !stopped; ++i) {
                pollfd ready{pipes.toFace[1], POLLOUT, 0};
                if (::poll(&ready, 1, 200) <= 0) {
                    stopped = true;
                    break;
                }
                pipes.write(call);
            }
        });
        QTRY_VERIFY_WITH_TIMEOUT(stopped, 20'000);
        writer.join();
        QElapsedTimer clock;
        clock.start();
        pipes.face.reset();
        QVERIFY(clock.elapsed() < 5'000);
        QCOMPARE(pipes.ended.load(), 0);
    }

    void peersThatHangUp()
    {
        Pipes pipes(FakeDoor::Reply::Later);
        ::close(pipes.fromFace[0]);
        pipes.fromFace[0] = -1;
        pipes.write(dump(modern(1, "tools/call", {{"name", "studio_status"}})) + "\n");
        QTRY_COMPARE(pipes.ended.load(), 1); // though its input is open still
    }
};

QTEST_GUILESS_MAIN(McpServerTest)
#include "server_test.moc"
