#include <atomic>
#include <chrono>
#include <thread>

#include <QtTest>

#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;
using namespace std::chrono_literals;
using Kind = NotionFault::Kind;
using B = QByteArray;

class FaultsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void limitsTheRate();
    void limitsEachTokenByItself();
    void answersWithAStatus_data();
    void answersWithAStatus();
    void savesAndDenies();
    void cuts_data();
    void cuts();
    void handlesTwice();
    void spoilsTheAnswer_data();
    void spoilsTheAnswer();
    void delays();
    void givesShortPages();
    void strikesTheNthRequest();
    void strikesAtRandomFromASeed();
    void keepsALog();
    void isControlledOverItsOwnPort();
    void servesManyAtOnce();

private:
    static Json points(int number) { return {{"properties", {{"Points", {{"number", number}}}}}}; }
};

void FaultsTest::limitsTheRate()
{
    Stage stage({.requestsPerMinute = 180}); // 2.2: Free and Plus
    stage.clock.advance(7s);
    for (int i = 0; i < 180; ++i)
        QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
    stage.clock.advance(20s + 1ms);
    auto answer = stage.api.send("GET", "/v1/users/me");
    QCOMPARE(answer.status, 429);
    QCOMPARE(text(answer.body, "code"), std::string("rate_limited"));
    QCOMPARE(answer.body["additional_data"], Json({{"rate_limit_reason", "public_api_request_rate_limit"}, {"retry_after", "40"}}));
    QCOMPARE(answer.headers.at("retry-after"), std::string("40"));
    stage.clock.advance(40s - 2ms);
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 429); // not a moment too early
    stage.clock.advance(1ms);
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
}

void FaultsTest::limitsEachTokenByItself()
{
    Stage stage({.requestsPerMinute = 1});
    stage.notion.addToken("ntn_second");
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 429);
    stage.api.token = "ntn_second";
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
    stage.notion.setRequestsPerMinute(0);
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
}

void FaultsTest::answersWithAStatus_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("reason");
    QTest::addColumn<B>("code");
    QTest::newRow("2.3 409") << 409 << B() << B("conflict_error");
    QTest::newRow("2.2 429 of the connection") << 429 << B() << B("rate_limited");
    QTest::newRow("2.2 429 of the workspace") << 429 << B("public_api_space_request_rate_limit") << B("rate_limited");
    QTest::newRow("2.2 429 of the endpoint") << 429 << B("public_api_endpoint_rate_limit") << B("rate_limited");
    QTest::newRow("2.2 429 for good") << 429 << B("public_api_request_blocked") << B("rate_limited");
    QTest::newRow("2.3 500") << 500 << B() << B("internal_server_error");
    QTest::newRow("2.3 502, which is no JSON") << 502 << B() << B();
    QTest::newRow("2.3 503") << 503 << B() << B("service_unavailable");
    QTest::newRow("2.3 504") << 504 << B() << B("gateway_timeout");
    QTest::newRow("2.2 529") << 529 << B() << B("service_overload");
}

void FaultsTest::answersWithAStatus()
{
    QFETCH(int, status);
    QFETCH(B, reason);
    QFETCH(B, code);
    Stage stage;
    stage.notion.addFault({.kind = Kind::Refuse, .status = status, .retryAfter = 9, .reason = reason.toStdString()});
    const auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, points(7));
    QCOMPARE(answer.status, status);
    QCOMPARE(text(answer.body, "code"), code.toStdString());
    if (status == 429)
        QCOMPARE(text(answer.body["additional_data"], "rate_limit_reason"), reason.isEmpty() ? std::string("public_api_request_rate_limit") : reason.toStdString());
    QCOMPARE(answer.headers.count("retry-after") != 0, status == 429 || status == 503 || status == 529);
    QVERIFY(stage.notion.page(stage.task)["properties"]["Points"]["number"].is_null()); // nothing was done
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, points(7)).status, 200); // once only
}

void FaultsTest::savesAndDenies()
{
    Stage stage;
    stage.notion.addFault({.kind = Kind::RefuseAfter, .status = 503, .method = "POST", .path = "/v1/pages"});
    auto answer = stage.api.send("POST", "/v1/pages", {{"parent", {{"data_source_id", stage.tasks.dataSource}}}, {"properties", {{"Name", FakeNotion::title("Saved")}}}});
    QCOMPARE(answer.status, 503);
    const auto id = text(answer.body["additional_data"], "committed_resource_id");
    QVERIFY(!text(answer.body["additional_data"], "retry_guidance").empty());
    QCOMPARE(text(at(stage.notion.page(id), "properties.Name.title.0"), "plain_text"), std::string("Saved"));

    stage.notion.addFault({.kind = Kind::RefuseAfter, .status = 503});
    answer = stage.api.send("PATCH", "/v1/blocks/" + id + "/children", {{"children", {{{"divider", Json::object()}}}}});
    QCOMPARE(text(answer.body["additional_data"], "committed_resource_id"), id);
    QCOMPARE(answer.body["additional_data"]["committed_child_ids"].size(), std::size_t(1));
}

void FaultsTest::cuts_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("done");
    QTest::newRow("before it is done") << int(Kind::CutBefore) << false;
    QTest::newRow("after it was done") << int(Kind::CutAfter) << true;
    QTest::newRow("in mid-answer") << int(Kind::CutMiddle) << true;
}

void FaultsTest::cuts()
{
    QFETCH(int, kind);
    QFETCH(bool, done);
    Stage stage;
    stage.notion.addFault({.kind = Kind(kind), .method = "PATCH"});
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200); // another method
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, points(7)).status, 0);
    QCOMPARE(stage.notion.page(stage.task)["properties"]["Points"]["number"] == 7, done);
    QCOMPARE(stage.notion.log().back().status, done ? 200 : 0);
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200); // on a new connection
    QCOMPARE(stage.notion.faultsStruck(), std::uint64_t(1));
}

void FaultsTest::handlesTwice()
{
    Stage stage;
    stage.notion.addFault({.kind = Kind::Twice});
    const auto before = stage.notion.pages(stage.tasks.dataSource).size();
    QCOMPARE(stage.api.send("POST", "/v1/pages", {{"parent", {{"data_source_id", stage.tasks.dataSource}}}, {"properties", Json::object()}}).status, 200);
    QCOMPARE(stage.notion.pages(stage.tasks.dataSource).size(), before + 2);
    QCOMPARE(stage.notion.requests(), std::uint64_t(1));
}

void FaultsTest::spoilsTheAnswer_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<B>("type");
    QTest::newRow("JSON that ends too early") << int(Kind::Malformed) << B("application/json; charset=utf-8");
    QTest::newRow("a web page") << int(Kind::Html) << B("text/html");
    QTest::newRow("nothing") << int(Kind::Empty) << B("application/json; charset=utf-8");
}

void FaultsTest::spoilsTheAnswer()
{
    QFETCH(int, kind);
    QFETCH(B, type);
    Stage stage;
    stage.notion.addFault({.kind = Kind(kind)});
    const auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, points(7));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.is_null()); // not to be read
    QCOMPARE(answer.headers.at("content-type"), type.toStdString());
    QCOMPARE(answer.raw.empty(), Kind(kind) == Kind::Empty);
    QCOMPARE(stage.notion.page(stage.task)["properties"]["Points"]["number"], Json(7));
}

void FaultsTest::delays()
{
    Stage stage;
    stage.notion.addFault({.kind = Kind::Delay, .delay = 60ms});
    const auto start = std::chrono::steady_clock::now();
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
    QVERIFY(std::chrono::steady_clock::now() - start >= 60ms);
}

void FaultsTest::givesShortPages()
{
    Stage stage;
    for (int i = 0; i < 5; ++i)
        stage.notion.addRow(stage.tasks.dataSource, {{"Name", FakeNotion::title("x")}});
    stage.notion.addFault({.kind = Kind::ShortPage, .longest = 2});
    const auto answer = stage.api.send("POST", "/v1/data_sources/" + stage.tasks.dataSource + "/query", Json{{"page_size", 100}});
    QCOMPARE(answer.body["results"].size(), std::size_t(2));
    QCOMPARE(answer.body["has_more"], Json(true));
}

void FaultsTest::strikesTheNthRequest()
{
    Stage stage;
    stage.notion.addFault({.kind = Kind::Refuse, .status = 500, .path = "/users", .nth = 3, .times = 2});
    std::string seen;
    for (int i = 0; i < 6; ++i)
        seen += std::to_string(stage.api.send("GET", "/v1/users/me").status) + " ";
    QCOMPARE(seen, std::string("200 200 500 500 200 200 "));
}

void FaultsTest::strikesAtRandomFromASeed()
{
    const auto run = [](std::uint64_t seed) {
        Stage stage({.seed = seed});
        stage.notion.addFault({.kind = Kind::Refuse, .status = 500, .share = 0.3, .times = 0});
        std::string seen;
        for (int i = 0; i < 100; ++i)
            seen += stage.api.send("GET", "/v1/users/me").status == 200 ? '.' : 'x';
        return seen;
    };
    const auto first = run(5);
    const auto struck = std::count(first.begin(), first.end(), 'x');
    QVERIFY(struck > 15 && struck < 45);
    QCOMPARE(run(5), first);
    QVERIFY(run(6) != first);
}

void FaultsTest::keepsALog()
{
    Stage stage;
    (void)stage.api.send("PATCH", "/v1/pages/" + stage.task, points(7));
    (void)stage.api.send("GET", "/v1/users/me?x=1");
    const auto log = stage.notion.log();
    QCOMPARE(log.size(), std::size_t(2)); // seeding is not in it
    QCOMPARE(log[0].method, std::string("PATCH"));
    QCOMPARE(log[0].status, 200);
    QCOMPARE(Json::parse(log[0].body), points(7));
    QCOMPARE(log[1].target, std::string("/v1/users/me?x=1"));
    const auto lines = stage.notion.logLines();
    QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), std::ptrdiff_t(2));
    QCOMPARE(Json::parse(lines.substr(0, lines.find('\n')))["body"], points(7));
    QVERIFY(lines.find(stage.notion.token()) == std::string::npos);
    stage.notion.clearLog();
    QVERIFY(stage.notion.log().empty());
}

void FaultsTest::isControlledOverItsOwnPort()
{
    Stage stage;
    stage.api.token.clear();
    QCOMPARE(stage.api.send("POST", "/_control/faults", Json::array({{{"kind", "refuse"}, {"status", 529}, {"path", "/users"}}})).status, 200);
    QCOMPARE(stage.api.send("POST", "/_control/faults", Json{{"kind", "nonsense"}}).status, 400);
    const auto edit = stage.api.send("POST", "/_control/call", Json{{"method", "PATCH"}, {"target", "/v1/pages/" + stage.task}, {"body", points(4)}});
    QCOMPARE(text(edit.body["last_edited_by"], "id"), stage.notion.person());
    QCOMPARE(stage.api.send("POST", "/_control/clock", Json{{"advance_ms", 60'000}}).body["now"], Json("2026-11-23T09:01:00.000Z"));
    QCOMPARE(stage.api.send("GET", "/_control/pages/" + stage.tasks.dataSource).body.size(), std::size_t(1));
    const auto state = stage.api.send("GET", "/_control/state").body;
    QCOMPARE(text(state, "token"), stage.notion.token());
    QCOMPARE(state["requests"], Json(0));
    stage.api.token = stage.notion.token();
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 529);
    QVERIFY(stage.api.send("GET", "/_control/log").raw.find("\"status\":529") != std::string::npos);
    QCOMPARE(stage.api.send("DELETE", "/_control/log").status, 200);
    QVERIFY(stage.notion.log().empty());
    QCOMPARE(stage.api.send("GET", "/_control/dump").body["pages"].size(), std::size_t(3));
    QCOMPARE(stage.api.send("GET", "/_control/nothing").status, 404);
}

void FaultsTest::servesManyAtOnce()
{
    Stage stage;
    std::atomic<int> good{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&stage, &good] {
            ApiClient client(stage.notion);
            for (int n = 0; n < 50; ++n)
                good += client.send("PATCH", "/v1/pages/" + stage.task, points(n)).status == 200 ? 1 : 0;
        });
    for (int n = 0; n < 50; ++n)
        (void)stage.notion.editPage(stage.ada, {{"Age", {{"number", n}}}});
    for (auto &client : clients)
        client.join();
    QCOMPARE(good.load(), 200);
    QCOMPARE(stage.notion.requests(), std::uint64_t(200));
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
