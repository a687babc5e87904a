#include "tests/unit/rest/rest_site.h"

using namespace hs;
using namespace hs::test;

/// Every kind of bad input with the exact text that tells of it.
class RestBadInputTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refuses_data();
    void refuses();
    void everyListRefusesABadPage_data();
    void everyListRefusesABadPage();
    void unknownParametersAreNamedWithTheKnownOnes();
};

void RestBadInputTest::refuses_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("where");

    const auto get = [](const char *name, const char *target, const char *message, const char *where) {
        QTest::newRow(name) << QByteArray("GET") << QByteArray(target) << QByteArray() << QByteArray() << 400 << QByteArray(message) << QByteArray(where);
    };
    const auto send = [](const char *name, const char *method, const char *target, const QByteArray &body, const char *message, const char *where) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << body << QByteArray() << 400 << QByteArray(message) << QByteArray(where);
    };
    const auto post = [&](const char *name, const char *target, const QByteArray &body, const char *message, const char *where) {
        send(name, "POST", target, body, message, where);
    };

    get("an unknown parameter", "/api/v1/events?colour=red", "the query parameter \"colour\" is not known here", "colour");
    get("a parameter on a route without any", "/api/v1/events/e?x=1", "the query parameter \"x\" is not known here", "x");
    get("a parameter twice", "/api/v1/events?source=a&source=b", "the query parameter \"source\" stands there twice", "source");
    get("a broken escape", "/api/v1/events?q=%4", "the query item \"q=%4\" is not percent-encoded UTF-8", "query");
    get("an unknown state", "/api/v1/events?state=lost", "the query parameter \"state\" must be one of received, processing, done, failed, dead", "state");
    get("a state in capitals", "/api/v1/events?state=DEAD", "the query parameter \"state\" must be one of received, processing, done, failed, dead", "state");
    get("an unknown workflow status", "/api/v1/workflows?status=x", "the query parameter \"status\" must be one of running, paused, incident, completed, failed, cancelled", "status");
    get("an unknown task status", "/api/v1/tasks?status=x", "the query parameter \"status\" must be one of to_do, in_progress, on_hold, done, cancelled", "status");
    get("open that is no truth", "/api/v1/tasks?open=yes", "the query parameter \"open\" must be true or false", "open");
    get("dead that is no truth", "/api/v1/messages?dead=1", "the query parameter \"dead\" must be true or false", "dead");
    get("an unknown filter", "/api/v1/escalations?filter=x", "the query parameter \"filter\" must be one of open, mine, decided, all", "filter");
    get("at that is no number", "/api/v1/workflows/w?at=now", "the query parameter \"at\" must be a whole number from 0", "at");
    get("at below zero", "/api/v1/workflows/w?at=-1", "the query parameter \"at\" must be a whole number from 0", "at");
    get("a limit of zero", "/api/v1/events?limit=0", "the query parameter \"limit\" must be a whole number from 1 to 200", "limit");
    get("a limit of 201", "/api/v1/events?limit=201", "the query parameter \"limit\" must be a whole number from 1 to 200", "limit");
    get("a limit with a fraction", "/api/v1/events?limit=1.5", "the query parameter \"limit\" must be a whole number from 1 to 200", "limit");
    get("an empty limit", "/api/v1/events?limit=", "the query parameter \"limit\" must be a whole number from 1 to 200", "limit");
    get("a parameter for health", "/health?x=1", "the query parameter \"x\" is not known here", "x");

    post("an empty body", "/api/v1/requests", "", "the body is empty", "");
    post("blanks for a body", "/api/v1/requests", " \r\n ", "the body is empty", "");
    post("not JSON", "/api/v1/requests", "{\n \"text\": oops}", "the body is not JSON", "line 2, column 10");
    post("cut JSON", "/api/v1/requests", "{\"text\":\"a\"", "the body is not JSON", "line 1, column 12");
    post("invalid UTF-8", "/api/v1/requests", "{\"text\":\"\xff\"}", "the body is not JSON", "line 1, column 10");
    post("too deep", "/api/v1/requests", "{\"text\":" + QByteArray(70, '[') + QByteArray(70, ']') + "}", "the body is nested deeper than 64 levels", "line 1, column 72");
    post("an array", "/api/v1/requests", "[]", "the body is not a JSON object", "");
    post("a number", "/api/v1/requests", "7", "the body is not a JSON object", "");
    post("an unknown member", "/api/v1/requests", R"({"text":"a","colour":"red"})", "the member \"colour\" is not known here", "colour");
    post("text is missing", "/api/v1/requests", "{}", "the member \"text\" is missing", "text");
    post("text is blank", "/api/v1/requests", R"({"text":"  "})", "the member \"text\" is empty", "text");
    post("text is a number", "/api/v1/requests", R"({"text":1})", "the member \"text\" must be a string", "text");
    post("text is null", "/api/v1/requests", R"({"text":null})", "the member \"text\" must be a string", "text");
    post("channel is an object", "/api/v1/requests", R"({"text":"a","channel":{}})", "the member \"channel\" must be a string", "channel");
    post("a body for retry", "/api/v1/events/e/retry", R"({"x":1})", "the member \"x\" is not known here", "x");
    post("a record without fields", "/api/v1/records/d", "{}", "the member \"fields\" is missing", "fields");
    post("fields is a list", "/api/v1/records/d", R"({"fields":[]})", "the member \"fields\" must be an object", "fields");
    post("a workflow without definition", "/api/v1/workflows", "{}", "the member \"definition\" is missing", "definition");
    post("input is a string", "/api/v1/workflows", R"({"definition":"d","input":"x"})", "the member \"input\" must be an object", "input");
    post("a workflow event without type", "/api/v1/workflows/w/events", "{}", "the member \"type\" is missing", "type");
    post("data is a list", "/api/v1/workflows/w/events", R"({"type":"t","data":[]})", "the member \"data\" must be an object", "data");
    post("cancel with another member", "/api/v1/workflows/w/cancel", R"({"why":"x"})", "the member \"why\" is not known here", "why");
    send("an unknown task status in a body", "PATCH", "/api/v1/tasks/t", R"({"status":"x"})", "the member \"status\" must be one of to_do, in_progress, on_hold, done, cancelled", "status");
    send("an unknown priority", "PATCH", "/api/v1/tasks/t", R"({"priority":"x"})", "the member \"priority\" must be one of low, medium, high, urgent", "priority");
    send("a date for a time", "PATCH", "/api/v1/tasks/t", R"({"due_at":"2026-11-23"})", "the member \"due_at\" must be a time like 2026-11-23T09:30:00Z or null", "due_at");
    send("a day that does not exist", "PATCH", "/api/v1/tasks/t", R"({"due_at":"2026-02-30T00:00:00Z"})", "the member \"due_at\" must be a time like 2026-11-23T09:30:00Z or null", "due_at");
    post("a message without text", "/api/v1/agents/nyra/messages", R"({"thread":"thr_1"})", "the member \"text\" is missing", "text");
    post("take_over is a string", "/api/v1/escalations/e/claim", R"({"take_over":"yes"})", "the member \"take_over\" must be true or false", "take_over");
    post("a body for release", "/api/v1/escalations/e/release", R"({"x":1})", "the member \"x\" is not known here", "x");
    post("no decision", "/api/v1/escalations/e/decide", "{}", "the member \"decision\" is missing", "decision");
    post("an unknown decision", "/api/v1/escalations/e/decide", R"({"decision":"maybe"})", "the member \"decision\" must be one of approve, edit, reject, hand_back", "decision");
    post("an unknown way of rejecting", "/api/v1/escalations/e/decide", R"({"decision":"reject","reject_to":"x"})", "the member \"reject_to\" must be one of close, by_hand", "reject_to");
    post("a version with a fraction", "/api/v1/escalations/e/decide", R"({"decision":"approve","version":1.5})", "the member \"version\" must be a whole number from 0", "version");
    post("a version below zero", "/api/v1/escalations/e/decide", R"({"decision":"approve","version":-1})", "the member \"version\" must be a whole number from 0", "version");

    QTest::newRow("another content type") << QByteArray("POST") << QByteArray("/api/v1/requests") << QByteArray("text=a")
                                          << QByteArray("Content-Type: application/x-www-form-urlencoded\r\n") << 415
                                          << QByteArray("the body must be application/json") << QByteArray("");
    QTest::newRow("a body over 1 MiB") << QByteArray("POST") << QByteArray("/api/v1/requests") << QByteArray(1024 * 1024 + 1, ' ') << QByteArray() << 413
                                       << QByteArray("the body is longer than 1048576 bytes") << QByteArray("");
}

void RestBadInputTest::refuses()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, where);
    RestSite site;
    const auto answer = site.ask(method.toStdString(), target.toStdString(), body.toStdString(), headers.toStdString());
    QVERIFY(answer);
    const auto json = jsonOf(answer);
    QCOMPARE(textOf(json, "error.message"), message);
    QCOMPARE(answer->status, status);
    QCOMPARE(textOf(json, "error.details.where"), where);
    QVERIFY(site.door.queries().empty());
    QVERIFY(site.door.commands().empty());
}

void RestBadInputTest::everyListRefusesABadPage_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/api/v1/events", "/api/v1/records/d", "/api/v1/workflows", "/api/v1/workflows/w/history", "/api/v1/tasks",
                             "/api/v1/messages", "/api/v1/escalations", "/api/v1/audit"})
        QTest::newRow(path) << QByteArray(path);
}

void RestBadInputTest::everyListRefusesABadPage()
{
    QFETCH(QByteArray, path);
    RestSite site;
    QCOMPARE(textOf(jsonOf(site.ask("GET", path.toStdString() + "?limit=1000")), "error.message"),
             "the query parameter \"limit\" must be a whole number from 1 to 200");
    QCOMPARE(site.ask("GET", path.toStdString() + "?limit=1&after=x")->status, 200);
}

void RestBadInputTest::unknownParametersAreNamedWithTheKnownOnes()
{
    RestSite site;
    QCOMPARE(textOf(jsonOf(site.ask("GET", "/api/v1/audit?x=1")), "error.details.mend"), "it takes q, actor, object, correlation_id, limit, after");
    QCOMPARE(textOf(jsonOf(site.ask("GET", "/api/v1/agents?x=1")), "error.details.mend"), "it takes none");
    QCOMPARE(textOf(jsonOf(site.ask("POST", "/api/v1/requests", R"({"x":1})")), "error.details.mend"), "it takes text, entity, contact, channel");
}

QTEST_GUILESS_MAIN(RestBadInputTest)
#include "rest_bad_input_test.moc"
