#include <mutex>

#include <QtTest>

#include "engine/crypto/hash.h"
#include "engine/http/server.h"
#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;
using namespace std::chrono_literals;

namespace {

struct Got {
    std::string signature;
    std::string body;
};

/// Takes what is posted and answers with what it was told.
class Receiver final : public httpd::Handler {
public:
    bool owns(std::string_view) const override { return true; }
    httpd::Admission admit(const httpd::Request &) override { return {}; }
    void handle(httpd::Request request, httpd::Respond respond) override
    {
        const std::lock_guard lock(m_mutex);
        m_got.push_back({std::string(request.headers.get("X-Notion-Signature")), request.body});
        respond({.status = m_status});
    }
    void answerWith(int status)
    {
        const std::lock_guard lock(m_mutex);
        m_status = status;
    }
    std::vector<Got> got()
    {
        const std::lock_guard lock(m_mutex);
        return m_got;
    }

private:
    std::mutex m_mutex;
    std::vector<Got> m_got;
    int m_status = 200;
};

struct Listening : Stage {
    explicit Listening(FakeNotionOptions options = {}) : Stage(std::move(options))
    {
        auto started = httpd::Server::start({}, {&receiver});
        server = std::move(*started);
        subscribed = notion.subscribe(server->url() + "/webhooks/notion");
    }
    /// The handshake has come and the token was pasted.
    bool verified()
    {
        return QTest::qWaitFor([this] { return receiver.got().size() == 1; }) && notion.verifyWebhook(subscribed.id, subscribed.token);
    }
    std::vector<Json> events(std::size_t count)
    {
        std::vector<Json> out;
        if (!QTest::qWaitFor([&] { return receiver.got().size() >= count + 1; }))
            return out;
        for (const auto &got : receiver.got())
            if (const Json body = Json::parse(got.body); !body.contains("verification_token"))
                out.push_back(body);
        return out;
    }
    Receiver receiver;
    std::unique_ptr<httpd::Server> server;
    FakeNotion::Subscribed subscribed;
};

} // namespace

class WebhooksTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void shakesHandsFirst();
    void tellsOfAPersonsEdit();
    void isSilentAboutOwnEditsUnlessTold();
    void joinsWhatHappensTogether();
    void comesAgainUpToEightTimes();
    void eventsByCall_data();
    void eventsByCall();
};

void WebhooksTest::shakesHandsFirst()
{
    Listening stage;
    QTRY_COMPARE(stage.receiver.got().size(), std::size_t(1));
    const auto handshake = stage.receiver.got()[0];
    QCOMPARE(handshake.body, dump(Json{{"verification_token", stage.subscribed.token}}));
    QCOMPARE(handshake.signature, "sha256=" + crypto::toHex(crypto::hmacSha256(stage.subscribed.token, handshake.body)));
    QVERIFY(stage.subscribed.token.rfind("secret_", 0) == 0);
    QVERIFY(!stage.notion.verifyWebhook(stage.subscribed.id, "secret_wrong"));
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 1}}}}); // not verified: not told
    QVERIFY(stage.notion.sendHandshakeAgain(stage.subscribed.id));
    QTRY_COMPARE(stage.receiver.got().size(), std::size_t(2));
    QCOMPARE(stage.receiver.got()[1].body, handshake.body);
    QCOMPARE(stage.notion.webhooksWaiting(), std::size_t(0));
}

void WebhooksTest::tellsOfAPersonsEdit()
{
    Listening stage;
    QVERIFY(stage.verified());
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 1}}}});
    const auto events = stage.events(1);
    QCOMPARE(events.size(), std::size_t(1));
    const Json &event = events[0];
    for (const char *key : {"id", "timestamp", "workspace_id", "workspace_name", "subscription_id", "integration_id", "type", "authors", "attempt_number",
                            "api_version", "entity", "data"})
        QVERIFY2(event.contains(key), key);
    QCOMPARE(text(event, "type"), std::string("page.properties_updated"));
    QCOMPARE(event["entity"], Json({{"id", stage.task}, {"type", "page"}}));
    QCOMPARE(event["authors"], Json::array({{{"id", stage.notion.person()}, {"type", "person"}}}));
    QCOMPARE(event["data"]["updated_properties"], Json::array({stage.notion.schema(stage.tasks.dataSource)["Points"]["id"]}));
    QCOMPARE(text(event["data"]["parent"], "data_source_id"), stage.tasks.dataSource);
    const auto got = stage.receiver.got()[1];
    QCOMPARE(got.signature, "sha256=" + crypto::toHex(crypto::hmacSha256(stage.subscribed.token, got.body)));
    QTRY_COMPARE(stage.notion.deliveries().size(), std::size_t(2));
    QVERIFY(stage.notion.repeatEvent(text(event, "id")));
    QTRY_COMPARE(stage.receiver.got().size(), std::size_t(3));
    QCOMPARE(stage.receiver.got()[2].body, got.body);
}

void WebhooksTest::isSilentAboutOwnEditsUnlessTold()
{
    for (const bool told : {false, true}) {
        Listening stage({.notifyOwnEdits = told});
        QVERIFY(stage.verified());
        QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, Json{{"properties", {{"Points", {{"number", 1}}}}}}).status, 200);
        QCOMPARE(stage.notion.webhooksWaiting() + stage.notion.deliveries().size() > 1, told);
    }
}

void WebhooksTest::joinsWhatHappensTogether()
{
    Listening stage({.webhookWindow = 60s});
    QVERIFY(stage.verified());
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 1}}}});
    (void)stage.notion.editPage(stage.task, {{"Done", {{"checkbox", true}}}});
    const auto made = stage.notion.asPerson("POST", "/v1/pages", {{"parent", {{"data_source_id", stage.tasks.dataSource}}}, {"properties", Json::object()}});
    (void)stage.notion.trashPage(text(made, "id")); // made and gone: nothing is told
    QTRY_COMPARE(stage.notion.deliveries().size(), std::size_t(1)); // of the subscription itself
    stage.clock.advance(60s - 1ms);
    QCOMPARE(stage.notion.deliveries().size(), std::size_t(1));
    stage.clock.advance(1ms);
    const auto events = stage.events(1);
    QCOMPARE(events.size(), std::size_t(1));
    QCOMPARE(events[0]["data"]["updated_properties"].size(), std::size_t(2));
    QTRY_COMPARE(stage.notion.webhooksWaiting(), std::size_t(0));
}

void WebhooksTest::comesAgainUpToEightTimes()
{
    Listening stage;
    QVERIFY(stage.verified());
    stage.receiver.answerWith(503);
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 1}}}});
    for (std::size_t attempt = 1; attempt <= 8; ++attempt) {
        QTRY_COMPARE(stage.notion.deliveries().size(), attempt + 1);
        const auto delivery = stage.notion.deliveries().back();
        QCOMPARE(delivery.attempt, int(attempt));
        QCOMPARE(integer(Json::parse(delivery.body), "attempt_number"), std::int64_t(attempt));
        QCOMPARE(delivery.status, 503);
        QCOMPARE(stage.notion.webhooksWaiting(), std::size_t(attempt < 8 ? 1 : 0));
        stage.notion.hurryWebhooks();
    }
}

void WebhooksTest::eventsByCall_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *method, const char *target, const char *body, const char *type) {
        QTest::newRow(type) << QByteArray(method) << QByteArray(target) << QByteArray(body) << QByteArray(type);
    };
    row("POST", "/v1/pages", R"({"parent":{"data_source_id":"{tasks}"},"properties":{}})", "page.created");
    row("PATCH", "/v1/pages/{task}", R"({"in_trash":true})", "page.deleted");
    row("PATCH", "/v1/pages/{task}", R"({"is_locked":true})", "page.locked");
    row("POST", "/v1/pages/{task}/move", R"({"parent":{"page_id":"{root}"}})", "page.moved");
    row("PATCH", "/v1/blocks/{task}/children", R"({"children":[{"divider":{}}]})", "page.content_updated");
    row("PATCH", "/v1/data_sources/{tasks}", R"({"properties":{"New":{"number":{}}}})", "data_source.schema_updated");
    row("PATCH", "/v1/data_sources/{tasks}", R"({"in_trash":true})", "data_source.deleted");
    row("PATCH", "/v1/databases/{database}", R"({"in_trash":true})", "database.deleted");
}

void WebhooksTest::eventsByCall()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    Listening stage;
    QVERIFY(stage.verified());
    const auto answer = stage.notion.asPerson(method.toStdString(), stage.filled(target.toStdString()), Json::parse(stage.filled(body.toStdString())));
    QVERIFY2(text(answer, "object") != "error", dump(answer).c_str());
    const auto events = stage.events(1);
    QVERIFY(!events.empty());
    QCOMPARE(text(events[0], "type"), type.toStdString());
}

QTEST_GUILESS_MAIN(WebhooksTest)
#include "webhooks_test.moc"
