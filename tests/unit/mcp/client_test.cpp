#include <csignal>
#include <iostream>
#include <string>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QtTest>

#include "engine/http/curl_transport.h"
#include "engine/mcp/client.h"
#include "engine/mcp/http_face.h"
#include "engine/mcp/stdio.h"
#include "tests/fakes/fake_door.h"
#include "tests/fakes/program.h"

using namespace hs;
using hs::test::FakeDoor;
using hs::test::Program;
using mcp::ToolAnswer;
using mcp::ToolServer;
using namespace std::chrono_literals;

namespace {

std::string peerScript()
{
    const auto source = qEnvironmentVariable("HS_SOURCE_DIR");
    const auto folder = source.isEmpty() ? QFileInfo(QString::fromLatin1(__FILE__)).absolutePath() + QStringLiteral("/../../fakes")
                                         : source + QStringLiteral("/tests/fakes");
    return folder.toStdString() + "/mcp_peer.py";
}

/// A peer on stdin and stdout.
mcp::ToolServerSetup program(std::vector<std::string> options)
{
    mcp::ToolServerSetup setup;
    setup.name = "peer";
    setup.command = "/usr/bin/python3";
    setup.arguments = {peerScript()};
    setup.arguments.insert(setup.arguments.end(), options.begin(), options.end());
    setup.probeTime = 500ms;
    setup.restartAfter = 50ms;
    return setup;
}

/// A peer on a port.
struct HttpPeer {
    explicit HttpPeer(const QStringList &options)
        : program(QStringLiteral("/usr/bin/python3"), QStringList{QString::fromStdString(peerScript()), QStringLiteral("--http")} + options)
    {
        port = QJsonDocument::fromJson(program.readLine(20'000)).object().value(QStringLiteral("port")).toInt();
    }
    ~HttpPeer() { program.end(5'000); }
    [[nodiscard]] mcp::ToolServerSetup setup() const
    {
        mcp::ToolServerSetup setup;
        setup.name = "peer";
        setup.url = "http://127.0.0.1:" + std::to_string(port) + "/mcp";
        setup.restartAfter = 50ms;
        return setup;
    }
    Program program;
    int port = 0;
};

/// What a call came to; times counts how often.
struct Outcome {
    std::shared_ptr<Result<ToolAnswer>> answer = std::make_shared<Result<ToolAnswer>>(fail(Errc::Internal, "no answer yet"));
    std::shared_ptr<int> times = std::make_shared<int>(0);

    [[nodiscard]] ToolServer::Done done() const
    {
        return [answer = answer, times = times](Result<ToolAnswer> given) {
            ++*times;
            *answer = std::move(given);
        };
    }
};

/// The console's own server as a program: this test started with --serve. As a legacy one it does not know the modern greeting.
int serve(bool legacy)
{
    FakeDoor door(FakeDoor::Reply::Later);
    mcp::McpServer server(door);
    const api::Caller caller{QStringLiteral("k"), QStringLiteral("K"), api::Role::Admin, {}, {}};
    if (!legacy) {
        std::atomic<bool> ended{false};
        mcp::StdioFace face(server, caller, {}, [&] {
            ended = true;
            ended.notify_all();
        });
        ended.wait(false);
        return 0;
    }
    std::mutex mutex;
    const auto write = [&mutex](const Json &message) {
        const std::lock_guard lock(mutex);
        std::cout << dump(message) << std::endl;
    };
    const auto peer = server.connect(write);
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto message = *mcp::readText(line);
        if (text(message, "method") == "server/discover") {
            write(mcp::errorJson(message["id"], {mcp::code::InvalidParams, "before initialize", nullptr}));
            continue;
        }
        peer->take(caller, message, [&write](const std::optional<Json> &answer) {
            if (answer)
                write(*answer);
        });
    }
    return 0;
}

/// Lets in only what the legacy era knows.
class LegacyFace final : public httpd::Handler {
public:
    explicit LegacyFace(mcp::HttpFace &face) : m_face(face) {}
    bool owns(std::string_view path) const override { return m_face.owns(path); }
    httpd::Admission admit(const httpd::Request &head) override
    {
        auto admission = m_face.admit(head);
        if (head.headers.has("Mcp-Method")) {
            admission.refusal = httpd::Response{};
            admission.refusal->status = 400;
            admission.refusal->body = "Bad Request: Server not initialized";
            admission.refusal->contentType = "text/plain";
        }
        return admission;
    }
    void handle(httpd::Request request, httpd::Respond respond) override { m_face.handle(std::move(request), std::move(respond)); }

private:
    mcp::HttpFace &m_face;
};

} // namespace

class McpClientTest final : public QObject {
    Q_OBJECT

    SystemClock m_clock;

    [[nodiscard]] static bool becomes(const ToolServer &server, ToolServer::State state, int patience = 10'000)
    {
        return QTest::qWaitFor([&] { return server.state() == state; }, patience);
    }
    /// Calls and waits for the one answer.
    [[nodiscard]] static Result<ToolAnswer> call(ToolServer &server, const std::string &tool, Json arguments = Json::object())
    {
        const Outcome outcome;
        server.call(tool, std::move(arguments), {}, outcome.done());
        if (*outcome.times != 0)
            return fail(Errc::Internal, "the answer came from inside the call");
        if (!QTest::qWaitFor([&] { return *outcome.times > 0; }, 20'000))
            return fail(Errc::Internal, "no answer came");
        return *outcome.times == 1 ? *outcome.answer : fail(Errc::Internal, "more than one answer came");
    }

private Q_SLOTS:
    // ---- programs, in both eras ----

    void programs_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("protocol");
        QTest::newRow("modern") << QStringList{QStringLiteral("--era"), QStringLiteral("modern")} << QByteArray("2026-07-28");
        QTest::newRow("legacy") << QStringList{QStringLiteral("--era"), QStringLiteral("legacy")} << QByteArray("2025-11-25");
        QTest::newRow("legacy that keeps silent")
            << QStringList{QStringLiteral("--era"), QStringLiteral("legacy"), QStringLiteral("--silent")} << QByteArray("2025-11-25");
        QTest::newRow("legacy that ends on the greeting")
            << QStringList{QStringLiteral("--era"), QStringLiteral("legacy"), QStringLiteral("--exit-on-greeting")} << QByteArray("2025-11-25");
        QTest::newRow("modern between noise") << QStringList{QStringLiteral("--garbage")} << QByteArray("2026-07-28");
    }
    void programs()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, protocol);
        std::vector<std::string> words;
        for (const auto &option : options)
            words.push_back(option.toStdString());
        auto setup = program(words);
        setup.environment = {{"ONLY_THIS", Secret("s3")}};
        setup.risk = api::Risk::Note;
        setup.risks = {{"echo", api::Risk::Look}};
        ToolServer server(std::move(setup), nullptr, m_clock);
        QVERIFY(server.state() == ToolServer::State::Stopped);
        server.start();
        QVERIFY2(becomes(server, ToolServer::State::Ready), server.trouble().c_str());
        QCOMPARE(QByteArray::fromStdString(server.protocol()), protocol);
        QCOMPARE(server.tools().size(), std::size_t(10)); // three pages
        QVERIFY(server.find("peer__echo")->risk == api::Risk::Look && server.find("peer__fail")->risk == api::Risk::Note);
        QVERIFY(server.find("peer__echo")->saysReadOnly);

        const auto echo = call(server, "peer__echo", {{"text", "Grüße"}});
        QVERIFY2(echo, describe(echo).c_str());
        QCOMPARE(echo->text, std::string("Grüße"));
        QCOMPARE(dump(echo->structured), std::string("{\"echo\":\"Grüße\"}"));
        QVERIFY(!echo->failed);
        const auto failed = call(server, "peer__fail");
        QVERIFY(failed && failed->failed && failed->text == "it did not work");
        const auto wrong = call(server, "peer__wrong");
        QVERIFY(!wrong && wrong.error().code == Errc::BadInput);
        const auto none = call(server, "peer__none");
        QVERIFY(!none && none.error().code == Errc::NotFound);
        const auto noObject = call(server, "peer__echo", Json::array());
        QVERIFY(!noObject && noObject.error().code == Errc::BadInput);

        // Nothing of our own environment. (Python adds a locale by itself.)
        const auto found = call(server, "peer__environment");
        QVERIFY(found);
        QCOMPARE(text(found->structured, "ONLY_THIS"), std::string("s3"));
        for (const auto *ours : {"PATH", "HOME", "QT_QPA_PLATFORM", "HS_SOURCE_DIR"})
            QVERIFY2(!found->structured.contains(ours), ours);

        // The list changes, and we are told.
        QVERIFY(call(server, "peer__grow"));
        QTRY_COMPARE(server.tools().size(), std::size_t(11));
        QVERIFY(server.find("peer__more_0"));

        const auto row = server.row();
        QCOMPARE(row.kind, "stdio");
        QCOMPARE(row.state, "ready");
        QCOMPARE(row.tools.size(), std::size_t(11));
        QVERIFY(row.calls == 7 && row.failures == 3 && row.lastAt.isValid());

        bool ended = false;
        server.stop([&] { ended = true; });
        QTRY_VERIFY(ended);
        QVERIFY(server.state() == ToolServer::State::Stopped && server.tools().empty());
    }

    void roundsWithTheServersState()
    {
        ToolServer server(program({}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto again = call(server, "peer__again");
        QVERIFY2(again && again->text == "done", describe(again).c_str());
        const auto asked = call(server, "peer__ask");
        QVERIFY(!asked && asked.error().code == Errc::BadInput);
    }

    // ---- addresses, in both eras ----

    void addresses_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("protocol");
        const auto modern = QStringList{QStringLiteral("--era"), QStringLiteral("modern")};
        const auto legacy = QStringList{QStringLiteral("--era"), QStringLiteral("legacy")};
        const auto sse = QStringList{QStringLiteral("--sse")};
        QTest::newRow("modern") << modern << QByteArray("2026-07-28");
        QTest::newRow("modern, in streams") << modern + sse << QByteArray("2026-07-28");
        QTest::newRow("legacy") << legacy << QByteArray("2025-11-25");
        QTest::newRow("legacy, in streams") << legacy + sse << QByteArray("2025-11-25");
    }
    void addresses()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, protocol);
        const HttpPeer peer(options + QStringList{QStringLiteral("--key"), QStringLiteral("k-1")});
        QVERIFY(peer.port > 0);
        Mailbox home;
        http::CurlTransport transport(home);
        auto setup = peer.setup();
        setup.secretHeaders.emplace_back("Authorization", Secret("Bearer k-1"));
        QStringList log;
        setup.log = [&](const std::string &line) { log.append(QString::fromStdString(line)); };
        ToolServer server(std::move(setup), &transport, m_clock);
        server.start();
        QVERIFY2(becomes(server, ToolServer::State::Ready), server.trouble().c_str());
        QCOMPARE(QByteArray::fromStdString(server.protocol()), protocol);
        // A number cannot be mirrored in a header, so that tool is left out.
        QCOMPARE(server.tools().size(), std::size_t(9));
        QVERIFY(!server.find("peer__bad_header") && log.filter(QStringLiteral("bad.header")).size() == 1);

        const auto echo = call(server, "peer__echo", {{"text", "hello"}});
        QVERIFY2(echo && echo->text == "hello", describe(echo).c_str());
        const auto wrong = call(server, "peer__wrong");
        QVERIFY(!wrong && wrong.error().code == Errc::BadInput);
        const auto headers = call(server, "peer__headers", {{"region", "Zürich"}});
        QVERIFY(headers);
        if (protocol == "2026-07-28") {
            QCOMPARE(text(headers->structured, "mcp-name"), std::string("headers"));
            QCOMPARE(text(headers->structured, "mcp-method"), std::string("tools/call"));
            QCOMPARE(mcp::decodedHeader(text(headers->structured, "mcp-param-region")).value_or(""), std::string("Zürich"));
        } else {
            QCOMPARE(text(headers->structured, "mcp-session-id"), std::string("session-1"));
        }
        if (protocol == "2026-07-28") { // told on a stream of its own
            QVERIFY(call(server, "peer__grow"));
            QTRY_COMPARE(server.tools().size(), std::size_t(10));
        }
        QCOMPARE(server.row().address, QString::fromStdString("http://127.0.0.1:" + std::to_string(peer.port) + "/mcp"));
        bool ended = false;
        server.stop([&] { ended = true; });
        QTRY_VERIFY(ended);
    }

    void sessionsThatAreForgotten()
    {
        const HttpPeer peer({QStringLiteral("--era"), QStringLiteral("legacy"), QStringLiteral("--forget")});
        Mailbox home;
        http::CurlTransport transport(home);
        ToolServer server(peer.setup(), &transport, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        QVERIFY(call(server, "peer__pid"));
        const auto lost = call(server, "peer__pid");
        QVERIFY(!lost && lost.error().code == Errc::Unavailable);
        QVERIFY(becomes(server, ToolServer::State::Ready)); // in a new session
        QVERIFY(call(server, "peer__pid"));
    }

    void addressesThatAreNone_data()
    {
        QTest::addColumn<QByteArray>("trouble");
        QTest::addColumn<bool>("locked");
        QTest::newRow("nobody there") << QByteArray("no connection to the host") << false;
        QTest::newRow("without the key") << QByteArray("the server answered with status 401") << true;
    }
    void addressesThatAreNone()
    {
        QFETCH(QByteArray, trouble);
        QFETCH(bool, locked);
        const HttpPeer peer({QStringLiteral("--key"), QStringLiteral("k-1")});
        Mailbox home;
        http::CurlTransport transport(home);
        auto setup = peer.setup();
        if (!locked)
            setup.url = "http://127.0.0.1:1/mcp";
        ToolServer server(std::move(setup), &transport, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Failing));
        QVERIFY2(server.trouble().starts_with(trouble.constData()), server.trouble().c_str());
        const auto refused = call(server, "peer__echo");
        QVERIFY(!refused && refused.error().code == Errc::Unavailable);
        QVERIFY(server.row().state == QLatin1String("failing") && !server.row().trouble.isEmpty());
    }

    // ---- our own server ----

    void ourOwnServerAsAProgram_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QByteArray>("protocol");
        QTest::newRow("modern") << QByteArray("--serve") << QByteArray("2026-07-28");
        QTest::newRow("legacy") << QByteArray("--serve-legacy") << QByteArray("2025-11-25");
    }
    void ourOwnServerAsAProgram()
    {
        QFETCH(QByteArray, how);
        QFETCH(QByteArray, protocol);
        mcp::ToolServerSetup setup;
        setup.name = "desk";
        setup.command = QCoreApplication::applicationFilePath().toStdString();
        setup.arguments = {how.toStdString()};
        if (const auto options = qgetenv("TSAN_OPTIONS"); !options.isEmpty())
            setup.environment.emplace_back("TSAN_OPTIONS", Secret(options.toStdString()));
        ToolServer server(std::move(setup), nullptr, m_clock);
        server.start();
        QVERIFY2(becomes(server, ToolServer::State::Ready, 20'000), server.trouble().c_str());
        QCOMPARE(QByteArray::fromStdString(server.protocol()), protocol);
        QVERIFY(server.tools().size() > 30);
        const auto status = call(server, "desk__studio_status");
        QVERIFY2(status && status->structured.is_object() && !status->failed, describe(status).c_str());
        const auto wrong = call(server, "desk__search", {{"nothing", 1}});
        QVERIFY(wrong && wrong->failed);
        bool ended = false;
        server.stop([&] { ended = true; });
        QTRY_VERIFY(ended);
    }

    void ourOwnServerAtAnAddress_data()
    {
        QTest::addColumn<bool>("legacy");
        QTest::newRow("modern") << false;
        QTest::newRow("legacy") << true;
    }
    void ourOwnServerAtAnAddress()
    {
        QFETCH(bool, legacy);
        FakeDoor door(FakeDoor::Reply::Later);
        door.addKey(QStringLiteral("key"), {QStringLiteral("k"), QStringLiteral("K"), api::Role::Operator, {}, {}});
        mcp::McpServer desk(door);
        mcp::HttpFace face(door, desk);
        LegacyFace old(face);
        auto started = httpd::Server::start({}, {legacy ? static_cast<httpd::Handler *>(&old) : &face});
        QVERIFY(started);
        Mailbox home;
        http::CurlTransport transport(home);
        mcp::ToolServerSetup setup;
        setup.name = "desk";
        setup.url = (*started)->url() + "/mcp";
        setup.secretHeaders.emplace_back("Authorization", Secret("Bearer key"));
        ToolServer server(std::move(setup), &transport, m_clock);
        server.start();
        QVERIFY2(becomes(server, ToolServer::State::Ready), server.trouble().c_str());
        QCOMPARE(server.protocol(), std::string(legacy ? "2025-11-25" : "2026-07-28"));
        QVERIFY(server.find("desk__change_record") && !server.find("desk__decide_escalation")); // what an operator may
        const auto found = call(server, "desk__find_records", {{"database", "contacts-profiles"}});
        QVERIFY2(found && !found->failed, describe(found).c_str());
        QVERIFY(found->text.find("strangers") != std::string::npos);
        QCOMPARE(door.lastQuery<api::RecordQuery>()->database, "contacts-profiles");
        bool ended = false;
        server.stop([&] { ended = true; });
        QTRY_VERIFY(ended);
        (*started)->stop();
    }

    // ---- what goes wrong ----

    void crashesAndComesBack()
    {
        QStringList log;
        auto setup = program({"--crash-after", "2"});
        setup.log = [&](const std::string &line) { log.append(QString::fromStdString(line)); };
        ToolServer server(std::move(setup), nullptr, m_clock);
        int changes = 0;
        server.setOnChange([&] { ++changes; });
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto first = call(server, "peer__pid");
        QVERIFY(first);
        const auto lost = call(server, "peer__pid");
        QVERIFY(!lost && lost.error().code == Errc::Unavailable);
        QVERIFY2(lost.error().what.starts_with("the program ended with code 3"), lost.error().what.c_str());
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto second = call(server, "peer__pid");
        QVERIFY(second && integer(second->structured, "pid") != integer(first->structured, "pid"));
        QVERIFY(log.contains(QStringLiteral("about to crash")));
        QVERIFY(changes >= 3);
    }

    void callsUnderWayAtACrash()
    {
        ToolServer server(program({"--crash-after", "3", "--slow", "300"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        std::vector<Outcome> outcomes(3);
        for (const auto &outcome : outcomes)
            server.call("peer__pid", Json::object(), {}, outcome.done());
        for (const auto &outcome : outcomes) {
            QTRY_COMPARE(*outcome.times, 1);
            QVERIFY(!*outcome.answer && outcome.answer->error().code == Errc::Unavailable);
        }
    }

    void slowServersAndDeadlines()
    {
        auto setup = program({"--slow", "20000"});
        setup.callTime = 200ms;
        ToolServer server(std::move(setup), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        QElapsedTimer clock;
        clock.start();
        const auto late = call(server, "peer__echo", {{"text", "x"}});
        QVERIFY(!late && late.error().code == Errc::Timeout);
        QVERIFY(clock.elapsed() < 5'000);
        QVERIFY(server.state() == ToolServer::State::Ready); // one slow call is not its end
    }

    void cancelsCalls_data()
    {
        QTest::addColumn<bool>("overHttp");
        QTest::newRow("program") << false;
        QTest::newRow("address") << true;
    }
    void cancelsCalls()
    {
        QFETCH(bool, overHttp);
        std::optional<HttpPeer> peer;
        if (overHttp)
            peer.emplace(QStringList{QStringLiteral("--slow"), QStringLiteral("20000")});
        Mailbox home;
        http::CurlTransport transport(home);
        ToolServer server(overHttp ? peer->setup() : program({"--slow", "20000"}), &transport, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        std::stop_source stop;
        const Outcome outcome;
        server.call("peer__pid", Json::object(), stop.get_token(), outcome.done());
        std::thread([&] { stop.request_stop(); }).join(); // from any thread
        QTRY_COMPARE(*outcome.times, 1);
        QVERIFY(!*outcome.answer && outcome.answer->error().code == Errc::Cancelled);
        const Outcome before;
        server.call("peer__pid", Json::object(), stop.get_token(), before.done()); // cancelled before it began
        QTRY_COMPARE(*before.times, 1);
        QVERIFY(before.answer->error().code == Errc::Cancelled);
    }

    void floods()
    {
        ToolServer server(program({"--huge"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto huge = call(server, "peer__echo", {{"text", "x"}});
        QVERIFY(!huge);
        QVERIFY2(huge.error().what.find("larger than 4194304 bytes") != std::string::npos, huge.error().what.c_str());
        QVERIFY(becomes(server, ToolServer::State::Ready)); // once it has been started anew
    }

    void floodsOverHttp()
    {
        const HttpPeer peer({QStringLiteral("--huge")});
        Mailbox home;
        http::CurlTransport transport(home);
        ToolServer server(peer.setup(), &transport, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto huge = call(server, "peer__echo", {{"text", "x"}});
        QVERIFY(!huge && huge.error().code == Errc::BadInput);
        QVERIFY(server.state() == ToolServer::State::Ready);
    }

    void noiseInsteadOfMessages()
    {
        ToolServer server(program({"--noise"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Failing));
        QVERIFY2(server.trouble().find("not this protocol") != std::string::npos, server.trouble().c_str());
    }

    void programsThatAreNone()
    {
        auto setup = program({});
        setup.command = "/nonexistent/program";
        ToolServer server(std::move(setup), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Failing));
        QVERIFY2(server.trouble().starts_with("the program could not be started"), server.trouble().c_str());
        mcp::ToolServerSetup empty;
        empty.name = "nothing";
        ToolServer nothing(std::move(empty), nullptr, m_clock);
        nothing.start();
        QVERIFY(nothing.state() == ToolServer::State::Failing);
    }

    void pausesGrow()
    {
        auto setup = program({});
        setup.command = "/bin/false";
        setup.arguments.clear();
        setup.restartAfter = 100ms;
        int starts = 0;
        setup.log = [&](const std::string &) { ++starts; };
        ToolServer server(std::move(setup), nullptr, m_clock);
        QElapsedTimer clock;
        clock.start();
        server.start();
        QTRY_VERIFY(starts >= 4); // after pauses of about 100, 200 and 400 ms
        QVERIFY(clock.elapsed() > 500);
    }

    void deafProgramsAreKilled()
    {
        ToolServer server(program({"--deaf"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        const auto pid = pid_t(integer(call(server, "peer__pid")->structured, "pid"));
        QVERIFY(pid > 0 && ::kill(pid, 0) == 0);
        bool ended = false;
        server.stop([&] { ended = true; });
        QTRY_VERIFY_WITH_TIMEOUT(ended, 10'000);
        QVERIFY(::kill(pid, 0) != 0);
    }

    void destroyedWithCallsUnderWay()
    {
        const Outcome outcome;
        pid_t pid = 0;
        {
            ToolServer server(program({"--slow", "1000", "--deaf"}), nullptr, m_clock);
            server.start();
            QVERIFY(becomes(server, ToolServer::State::Ready));
            pid = pid_t(integer(call(server, "peer__pid")->structured, "pid"));
            server.call("peer__pid", Json::object(), {}, outcome.done());
        }
        QCOMPARE(*outcome.times, 1);
        QCOMPARE(outcome.answer->error().code, Errc::Cancelled);
        QVERIFY(::kill(pid, 0) != 0);
    }

    void tooManyCallsAtOnce()
    {
        ToolServer server(program({"--slow", "200"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        std::vector<Outcome> outcomes(ToolServer::MostCalls + 1);
        for (const auto &outcome : outcomes)
            server.call("peer__pid", Json::object(), {}, outcome.done());
        for (const auto &outcome : outcomes)
            QTRY_COMPARE(*outcome.times, 1);
        QCOMPARE(outcomes.back().answer->error().code, Errc::RateLimited);
        for (std::size_t i = 0; i < ToolServer::MostCalls; ++i)
            QVERIFY2(*outcomes[i].answer, describe(*outcomes[i].answer).c_str());
    }

    void manyTools()
    {
        ToolServer server(program({"--tools", "600"}), nullptr, m_clock);
        server.start();
        QVERIFY(becomes(server, ToolServer::State::Ready));
        QVERIFY(server.tools().size() <= ToolServer::MostTools);
        QVERIFY(server.tools().size() >= 190); // fifty pages of four
    }

    // ---- pure ----

    void namesOfTools()
    {
        std::vector<mcp::OutsideTool> taken;
        QCOMPARE(mcp::toolName("ocr", "read.page!", taken), std::string("ocr__read_page_"));
        taken.push_back({.name = "ocr__read_page_"});
        const auto second = mcp::toolName("ocr", "read page?", taken);
        QVERIFY(second != "ocr__read_page_" && second.starts_with("ocr__read_page_"));
        const auto longName = mcp::toolName("a-server-with-a-rather-long-name", std::string(128, 'x'), taken);
        QCOMPARE(longName.size(), std::size_t(64));
        taken.push_back({.name = longName});
        QVERIFY(mcp::toolName("a-server-with-a-rather-long-name", std::string(128, 'x'), taken) != longName);
        QVERIFY(mcp::toolName("a-server-with-a-rather-long-name", std::string(127, 'x') + "y", taken) != longName);
        QCOMPARE(mcp::toolName("ocr", "\xc3\xa4", {}), std::string("ocr____"));
    }

    void entriesOfToolLists_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *name, const char *entry, bool good) { QTest::newRow(name) << QByteArray(entry) << good; };
        row("plain", R"({"name":"a","inputSchema":{"type":"object"}})", true);
        row("without a type", R"({"name":"a","inputSchema":{}})", true);
        row("no name", R"({"inputSchema":{"type":"object"}})", false);
        row("no schema", R"({"name":"a"})", false);
        row("a schema of a list", R"({"name":"a","inputSchema":{"type":"array"}})", false);
        row("no object", "7", false);
        row("mirrored", R"({"name":"a","inputSchema":{"type":"object","properties":{"r":{"type":"object","properties":{"x":{"type":"string","x-mcp-header":"X"}}}}}})", true);
        row("mirrored from a list", R"({"name":"a","inputSchema":{"type":"object","properties":{"r":{"type":"array","items":{"type":"string","x-mcp-header":"X"}}}}})", false);
        row("mirrored from a choice", R"({"name":"a","inputSchema":{"type":"object","anyOf":[{"properties":{"x":{"type":"string","x-mcp-header":"X"}}}]}})", false);
        row("mirrored twice", R"({"name":"a","inputSchema":{"type":"object","properties":{"x":{"type":"string","x-mcp-header":"X"},"y":{"type":"string","x-mcp-header":"x"}}}})", false);
        row("mirrored with a line break", R"({"name":"a","inputSchema":{"type":"object","properties":{"x":{"type":"string","x-mcp-header":"X\r\nY: 1"}}}})", false);
    }
    void entriesOfToolLists()
    {
        QFETCH(QByteArray, entry);
        QFETCH(bool, good);
        mcp::ToolServerSetup setup;
        setup.name = "s";
        setup.url = "http://localhost/mcp";
        const auto tool = mcp::readTool(*parseJson(entry.toStdString()), setup, {});
        QVERIFY2(tool.has_value() == good, describe(tool).c_str());
        if (tool)
            QVERIFY(mcp::readTool(*parseJson(entry.toStdString()), setup, {*tool}).error().code == Errc::BadInput); // twice
    }

    void entriesAreCut()
    {
        mcp::ToolServerSetup setup;
        setup.name = "s";
        setup.command = "x";
        std::string letters;
        for (int i = 0; i < 2'000; ++i)
            letters += "ä";
        const auto tool = mcp::readTool({{"name", "a"}, {"title", letters}, {"description", letters}, {"inputSchema", {{"type", "object"}}}}, setup,
                                        {});
        QVERIFY(tool);
        QVERIFY(tool->description.size() <= 2'003 && tool->title.size() <= 123);
        QVERIFY(!QString::fromStdString(tool->description).contains(QChar::ReplacementCharacter));
        Json wide{{"type", "object"}};
        wide["description"] = std::string(70'000, 'x');
        QVERIFY(!mcp::readTool({{"name", "b"}, {"inputSchema", wide}}, setup, {}));
    }

    void valuesOfMirroredArguments()
    {
        mcp::OutsideTool tool;
        tool.mirrored = {{"Mcp-Param-A", {"a"}}, {"Mcp-Param-B", {"b", "c"}}, {"Mcp-Param-D", {"d"}}, {"Mcp-Param-E", {"e"}}, {"Mcp-Param-F", {"f"}}};
        const auto values = mcp::mirroredValues(tool, {{"a", "x"}, {"b", {{"c", -7}}}, {"d", true}, {"e", nullptr}, {"f", 9'007'199'254'740'993}});
        const std::map<std::string, std::string> wanted{{"Mcp-Param-A", "x"}, {"Mcp-Param-B", "-7"}, {"Mcp-Param-D", "true"}};
        QCOMPARE(values, wanted);
    }

    void answersOfTools()
    {
        const auto answer = mcp::readAnswer(*parseJson(
            R"({"content":[{"type":"text","text":"a"},{"type":"image","data":"AAAA","mimeType":"image/png"},{"type":"resource","resource":{"uri":"x:1","text":"b"}},)"
            R"({"type":"resource_link","uri":"x:2"},7]})"));
        QCOMPARE(answer.text, std::string("a\n[image image/png]\nb\n[resource x:2]"));
        QVERIFY(answer.structured.is_null() && !answer.failed);
        QVERIFY(mcp::readAnswer(Json::object()).text.empty());
    }
};

int main(int argc, char **argv)
{
    if (argc == 2 && std::string_view(argv[1]).starts_with("--serve"))
        return serve(std::string_view(argv[1]) == "--serve-legacy");
    QCoreApplication application(argc, argv);
    McpClientTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "client_test.moc"
