#include "tests/unit/rest/rest_site.h"

using namespace hs;
using namespace hs::api;
using namespace hs::test;

namespace {

const QDateTime Nine = QDateTime::fromMSecsSinceEpoch(1795424400000, Qt::UTC);

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

RecordRow ada()
{
    RecordRow row;
    row.id = q("rec_1");
    row.database = q("contacts-profiles");
    row.title = q("Ada Example");
    row.fields = {{q("Email"), q("ada@studio.example")}};
    row.etag = q("7-abc");
    row.createdAt = Nine;
    return row;
}

} // namespace

class RestTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsEvents();
    void passesFiltersOn();
    void showsAnEventWithItsChain();
    void answersLaterAndAtOnceAlike_data();
    void answersLaterAndAtOnceAlike();
    void commandsReachTheDoor_data();
    void commandsReachTheDoor();
    void requestsTellLevelAgentsAndWorkflow();
    void startsWorkflows();
    void workflowsAsTheyStood();
    void updatesTasks();
    void findsOneAgent();
    void pagesEscalations();
    void recordsCarryETags();
    void unchangedRecordsAreNotSentAgain();
    void lostUpdatesArePrevented();
    void makesAndRemovesRecords();
    void mapsFailuresToStatuses_data();
    void mapsFailuresToStatuses();
    void needsAKey_data();
    void needsAKey();
    void believesAKeyForAFewSeconds();
    void limitsAKeysRate();
    void callersAreTold();
    void health();
    void metricsFromThisMachineAlone();
    void unknownRoutesAndMethods_data();
    void unknownRoutesAndMethods();
    void clientsThatLeaveBeforeTheAnswer();
    void endsWithAnswersOutstanding();
};

void RestTest::listsEvents()
{
    RestSite site;
    site.door.onQuery<EventQuery>([](const EventQuery &, const Caller &) -> Result<Page<EventRow>> {
        EventRow row;
        row.id = q("evt_1");
        row.source = q("typeform");
        row.type = q("typeform_webhook");
        row.state = EventState::Done;
        row.attempts = 2;
        row.receivedAt = Nine.addMSecs(4);
        row.correlation = q("r-9");
        row.summary = q("contact „Ada“ made");
        Page<EventRow> page;
        page.rows = {row};
        page.next = q("abc");
        return page;
    });
    const auto answer = site.ask("GET", "/api/v1/events");
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(headerOf(answer, "content-type"), "application/json");
    QCOMPARE(headerOf(answer, "x-request-id"), "r-1");
    QCOMPARE(QByteArray::fromStdString(answer->body),
             R"({"items":[{"attempts":2,"correlation_id":"r-9","duplicates":0,"error":"","id":"evt_1","received_at":"2026-11-23T09:00:00.004Z",)"
             R"("source":"typeform","state":"done","summary":"contact „Ada“ made","type":"typeform_webhook"}],"next":"abc"})");
    QCOMPARE(site.door.lastQuery<EventQuery>()->window.limit, 50);
}

void RestTest::passesFiltersOn()
{
    RestSite site;
    QCOMPARE(site.ask("GET", "/api/v1/events?q=a%20b&state=dead&source=stripe&correlation_id=c&limit=200&after=x")->status, 200);
    const auto events = site.door.lastQuery<EventQuery>();
    QVERIFY(events);
    QCOMPARE(events->text, "a b");
    QVERIFY(events->state == EventState::Dead);
    QCOMPARE(events->source, "stripe");
    QCOMPARE(events->correlation, "c");
    QCOMPARE(events->window.limit, 200);
    QCOMPARE(events->window.after, "x");

    QCOMPARE(site.ask("GET", "/api/v1/tasks?status=on_hold&open=true&assignee=op_1&entity=e&workflow=wf_1")->status, 200);
    const auto tasks = site.door.lastQuery<TaskQuery>();
    QVERIFY(tasks->status == TaskStatus::OnHold && tasks->openOnly);
    QCOMPARE(tasks->assignee + tasks->entity + tasks->workflow, "op_1ewf_1");

    QCOMPARE(site.ask("GET", "/api/v1/workflows?definition=lead&status=incident&contact=rec_1")->status, 200);
    const auto workflows = site.door.lastQuery<WorkflowQuery>();
    QVERIFY(workflows->status == WorkflowStatus::Incident);
    QCOMPARE(workflows->definition + workflows->contact, "leadrec_1");

    QCOMPARE(site.ask("GET", "/api/v1/messages?agent=nyra&type=t&dead=true")->status, 200);
    QVERIFY(site.door.lastQuery<MessageQuery>()->deadOnly);
    QCOMPARE(site.ask("GET", "/api/v1/audit?actor=op_1&object=esc_1&correlation_id=c")->status, 200);
    QCOMPARE(site.door.lastQuery<AuditQuery>()->object, "esc_1");
    QCOMPARE(site.ask("GET", "/api/v1/escalations?filter=mine")->status, 200);
    QVERIFY(site.door.lastQuery<EscalationQuery>()->filter == EscalationQuery::Filter::Mine);
    QCOMPARE(site.ask("GET", "/api/v1/records/workshops?q=x&entity=e")->status, 200);
    QCOMPARE(site.door.lastQuery<RecordQuery>()->database, "workshops");
    QCOMPARE(site.ask("GET", "/api/v1/workflows/wf_1/history?limit=3&after=9")->status, 200);
    QCOMPARE(site.door.lastQuery<HistoryQuery>()->workflow, "wf_1");
    QCOMPARE(site.door.lastQuery<HistoryQuery>()->window.limit, 3);
    QCOMPARE(site.ask("GET", "/api/v1/integrations")->status, 200);
    QVERIFY(site.door.lastQuery<IntegrationQuery>());
}

void RestTest::showsAnEventWithItsChain()
{
    RestSite site;
    site.door.onQuery<EventDetailQuery>([](const EventDetailQuery &query, const Caller &) -> Result<EventDetail> {
        if (query.id != q("evt_1"))
            return fail(Errc::NotFound, "there is no such event");
        EventDetail detail;
        detail.row.id = query.id;
        detail.headers = {{q("Webhook-Id"), q("m1")}};
        detail.body = q("{}");
        detail.chain = {{q("workflow"), q("wf_1"), q("Lead"), Nine}};
        return detail;
    });
    const auto found = jsonOf(site.ask("GET", "/api/v1/events/evt_1"));
    QCOMPARE(textOf(found, "id"), "evt_1");
    QCOMPARE(textOf(found, "headers.Webhook-Id"), "m1");
    QCOMPARE(textOf(found, "chain.0.id"), "wf_1");
    QVERIFY(at(found, "received_at").is_null()); // never
    const auto missing = site.ask("GET", "/api/v1/events/evt_2");
    QCOMPARE(missing->status, 404);
    QCOMPARE(textOf(jsonOf(missing), "error.message"), "there is no such event");
}

void RestTest::answersLaterAndAtOnceAlike_data()
{
    QTest::addColumn<bool>("later");
    QTest::newRow("at once") << false;
    QTest::newRow("later, from another thread") << true;
}

void RestTest::answersLaterAndAtOnceAlike()
{
    QFETCH(bool, later);
    RestSite site({}, later ? FakeDoor::Reply::Later : FakeDoor::Reply::AtOnce);
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
    QCOMPARE(site.ask("POST", "/api/v1/events/evt_1/retry")->status, 200);
}

void RestTest::commandsReachTheDoor_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("index");
    const auto row = [](const char *name, const char *target, const char *body, const Command &command) {
        QTest::newRow(name) << QByteArray(target) << QByteArray(body) << int(command.index());
    };
    row("retry an event", "/api/v1/events/e/retry", "", RetryEvent{});
    row("retry an event with an empty object", "/api/v1/events/e/retry", "{}", RetryEvent{});
    row("a request", "/api/v1/requests", R"({"text":"hello"})", SubmitRequest{});
    row("an event for a workflow", "/api/v1/workflows/w/events", R"({"type":"paid","data":{"a":1}})", SendWorkflowEvent{});
    row("cancel a workflow", "/api/v1/workflows/w/cancel", R"({"reason":"no"})", CancelWorkflow{});
    row("cancel a workflow with rollback", "/api/v1/workflows/w/cancel", R"({"reason":"no","rollback":true})", CancelWorkflow{});
    row("publish a definition", "/api/v1/definitions", R"({"text":"{}"})", PublishDefinition{});
    row("retire a version", "/api/v1/definitions/d/retire", R"({"version":"1.0.0","reason":"r"})", RetireDefinition{});
    row("migrate", "/api/v1/definitions/d/migrations", R"({"to":"1.1.0","reason":"r","states":{"d.a":"d.b"}})", MigrateWorkflows{});
    row("talk with an agent", "/api/v1/agents/nyra/messages", R"({"text":"score"})", TellAgent{});
    row("claim", "/api/v1/escalations/e/claim", "", ClaimEscalation{});
    row("take over", "/api/v1/escalations/e/claim", R"({"take_over":true,"reason":"ill"})", ClaimEscalation{});
    row("release", "/api/v1/escalations/e/release", "", ReleaseEscalation{});
    row("undo", "/api/v1/escalations/e/undo", "", UndoDecision{});
    row("decide", "/api/v1/escalations/e/decide", R"({"decision":"reject","reason":"r","version":3})", DecideEscalation{});
    row("complete a task", "/api/v1/escalations/e/decide", R"({"decision":"reject","reason":"r","version":3,"option":"sell","data":{"price":12}})", DecideEscalation{});
    row("check an integration", "/api/v1/integrations/mail/check", "", CheckIntegration{});
}

void RestTest::commandsReachTheDoor()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(int, index);
    RestSite site;
    const auto answer = site.ask("POST", target.toStdString(), body.toStdString());
    QVERIFY(answer);
    QVERIFY2(answer->status == 200, answer->body.c_str());
    const auto commands = site.door.commands();
    QCOMPARE(commands.size(), std::size_t(1));
    QCOMPARE(int(commands.front().command.index()), index);
    if (const auto decide = site.door.lastCommand<DecideEscalation>()) {
        QCOMPARE(decide->decision, "reject");
        QCOMPARE(decide->reason, "r");
        QCOMPARE(decide->versionSeen, 3);
        QCOMPARE(decide->option, body.contains("option") ? "sell" : "");
        QCOMPARE(decide->data.value(q("price")).toInt(), body.contains("price") ? 12 : 0);
    }
    if (const auto claim = site.door.lastCommand<ClaimEscalation>())
        QCOMPARE(claim->takeOver, body.contains("true"));
    if (const auto event = site.door.lastCommand<SendWorkflowEvent>())
        QCOMPARE(event->data.value(q("a")).toInt(), 1);
}

void RestTest::requestsTellLevelAgentsAndWorkflow()
{
    RestSite site;
    site.door.onCommand<SubmitRequest>([](const SubmitRequest &command, const Caller &) -> Result<Receipt> {
        return Receipt{q("evt_1"), q("routed"), {{q("level"), 2}, {q("agents"), QJsonArray{q("solari")}}, {q("workflow"), q("wf_1")}, {q("seen"), command.contact}}};
    });
    const auto answer = site.ask("POST", "/api/v1/requests", R"({"text":"Book me","entity":"gallery","contact":"a@b.example","channel":"phone"})",
                                 "Content-Type: application/json; charset=utf-8\r\n");
    const auto json = jsonOf(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(textOf(json, "id"), "evt_1");
    QCOMPARE(textOf(json, "level"), "2");
    QCOMPARE(textOf(json, "agents.0"), "solari");
    QCOMPARE(textOf(json, "workflow"), "wf_1");
    QCOMPARE(textOf(json, "seen"), "a@b.example");
}

void RestTest::startsWorkflows()
{
    RestSite site;
    site.door.onCommand<StartWorkflow>([](const StartWorkflow &command, const Caller &) -> Result<Receipt> {
        if (command.key == q("taken"))
            return fail(Errc::Conflict, "an open instance has this key");
        return Receipt{q("wf_1"), q("started"), {}};
    });
    const auto answer = site.ask("POST", "/api/v1/workflows", R"({"definition":"lead","input":{"x":1},"title":"T"})");
    QCOMPARE(answer->status, 201);
    QCOMPARE(headerOf(answer, "location"), "/api/v1/workflows/wf_1");
    QCOMPARE(site.door.lastCommand<StartWorkflow>()->input.value(q("x")).toInt(), 1);
    QCOMPARE(site.ask("POST", "/api/v1/workflows", R"({"definition":"lead","key":"taken"})")->status, 409);
}

void RestTest::workflowsAsTheyStood()
{
    RestSite site;
    QCOMPARE(site.ask("GET", "/api/v1/workflows/wf_1")->status, 200);
    QCOMPARE(site.door.lastQuery<WorkflowDetailQuery>()->atSeq, -1);
    QCOMPARE(site.ask("GET", "/api/v1/workflows/wf_1?at=12")->status, 200);
    QCOMPARE(site.door.lastQuery<WorkflowDetailQuery>()->atSeq, 12);
}

void RestTest::updatesTasks()
{
    RestSite site;
    QCOMPARE(site.ask("PATCH", "/api/v1/tasks/tsk_1", R"({"status":"in_progress","due_at":"2026-11-23T10:00:00+01:00"})")->status, 200);
    auto task = site.door.lastCommand<UpdateTask>();
    QVERIFY(task->status == TaskStatus::InProgress);
    QCOMPARE(*task->dueAt, Nine);
    QVERIFY(!task->assignee && !task->priority);
    QCOMPARE(site.ask("PATCH", "/api/v1/tasks/tsk_1", R"({"assignee":"","due_at":null,"priority":"urgent"})")->status, 200);
    task = site.door.lastCommand<UpdateTask>();
    QVERIFY(task->assignee && task->assignee->isEmpty());
    QVERIFY(task->dueAt && !task->dueAt->isValid());
    QVERIFY(task->priority == Priority::Urgent);
    QVERIFY(!task->status);
}

void RestTest::findsOneAgent()
{
    RestSite site;
    site.door.onQuery<AgentQuery>([](const AgentQuery &, const Caller &) -> Result<std::vector<AgentRow>> {
        AgentRow nyra;
        nyra.key = q("nyra");
        nyra.state = AgentState::NoDuty;
        nyra.commands = {{q("score"), q("score a@b.example"), q("Scores")}};
        return std::vector<AgentRow>{nyra};
    });
    const auto list = jsonOf(site.ask("GET", "/api/v1/agents"));
    QCOMPARE(textOf(list, "items.0.key"), "nyra");
    QVERIFY(at(list, "next").is_null());
    const auto one = jsonOf(site.ask("GET", "/api/v1/agents/nyra"));
    QCOMPARE(textOf(one, "state"), "no_duty");
    QCOMPARE(textOf(one, "commands.0.usage"), "score a@b.example");
    const auto none = site.ask("GET", "/api/v1/agents/nobody");
    QCOMPARE(none->status, 404);
    QCOMPARE(textOf(jsonOf(none), "error.message"), "there is no agent of this name");
}

void RestTest::pagesEscalations()
{
    RestSite site;
    site.door.onQuery<EscalationQuery>([](const EscalationQuery &, const Caller &) -> Result<EscalationPage> {
        EscalationPage page;
        page.rows.resize(1);
        page.rows[0].id = q("esc_1");
        page.rows[0].status = EscalationStatus::WaitingOnClient;
        page.rows[0].respondDue = Nine;
        page.next = q("n");
        page.counts.overdue = 4;
        return page;
    });
    const auto json = jsonOf(site.ask("GET", "/api/v1/escalations"));
    QCOMPARE(textOf(json, "items.0.status"), "waiting_on_client");
    QCOMPARE(textOf(json, "items.0.respond_due"), "2026-11-23T09:00:00.000Z");
    QCOMPARE(textOf(json, "next"), "n");
    QCOMPARE(textOf(json, "counts.overdue"), "4");
    QCOMPARE(site.ask("GET", "/api/v1/escalations/esc_1")->status, 200);
}

void RestTest::recordsCarryETags()
{
    RestSite site;
    site.door.onQuery<RecordDetailQuery>([](const RecordDetailQuery &, const Caller &) -> Result<RecordRow> { return ada(); });
    const auto answer = site.ask("GET", "/api/v1/records/contacts-profiles/rec_1");
    QCOMPARE(answer->status, 200);
    QCOMPARE(headerOf(answer, "etag"), "\"7-abc\"");
    QCOMPARE(textOf(jsonOf(answer), "fields.Email"), "ada@studio.example");
    QCOMPARE(textOf(jsonOf(answer), "etag"), "7-abc");
}

void RestTest::unchangedRecordsAreNotSentAgain()
{
    RestSite site;
    site.door.onQuery<RecordDetailQuery>([](const RecordDetailQuery &, const Caller &) -> Result<RecordRow> { return ada(); });
    RawClient client(site.server->port());
    const auto request = [](const std::string &tag) {
        return requestText("GET", "/api/v1/records/contacts-profiles/rec_1", "Authorization: Bearer viewer-key\r\nIf-None-Match: " + tag + "\r\n");
    };
    QVERIFY(client.send(request("\"7-abc\"")));
    const auto unchanged = client.answer();
    QCOMPARE(unchanged->status, 304);
    QCOMPARE(headerOf(unchanged, "content-length"), "no such header");
    QVERIFY(client.send(request("\"6-abc\"")));
    QCOMPARE(client.answer()->status, 200);
}

void RestTest::lostUpdatesArePrevented()
{
    RestSite site;
    site.door.onCommand<PutRecord>([](const PutRecord &command, const Caller &) -> Result<Receipt> {
        if (!command.ifMatch.isEmpty() && command.ifMatch != q("7-abc"))
            return fail(Errc::Conflict, "the record has changed since");
        if (command.fields.contains(q("clash")))
            return fail(Errc::Conflict, "another record has this e-mail");
        return Receipt{command.id, q("changed"), {{q("id"), command.id}, {q("etag"), q("8-def")}}};
    });
    const std::string path = "/api/v1/records/contacts-profiles/rec_1";
    const std::string body = R"({"fields":{"Email":"b@c.example"}})";

    auto answer = site.ask("PATCH", path, body, "If-Match: \"7-abc\"\r\n");
    QCOMPARE(answer->status, 200);
    QCOMPARE(headerOf(answer, "etag"), "\"8-def\"");
    auto put = site.door.lastCommand<PutRecord>();
    QVERIFY(!put->replace && put->mustExist);
    QCOMPARE(put->fields.value(q("Email")).toString(), "b@c.example");

    answer = site.ask("PUT", path, body, "If-Match: \"6\"\r\n");
    QCOMPARE(answer->status, 412);
    QCOMPARE(textOf(jsonOf(answer), "error.code"), "precondition_failed");
    QVERIFY(site.door.lastCommand<PutRecord>()->replace);

    QCOMPARE(site.ask("PATCH", path, body)->status, 200);
    QCOMPARE(site.ask("PATCH", path, body, "If-Match: *\r\n")->status, 200);
    QVERIFY(site.door.lastCommand<PutRecord>()->ifMatch.isEmpty());
    QCOMPARE(site.ask("PATCH", path, R"({"fields":{"clash":1}})")->status, 409); // not about an ETag
    for (const char *bad : {"If-Match: 7-abc\r\n", "If-Match: W/\"7-abc\"\r\n", "If-Match: \"a\", \"b\"\r\n"}) {
        answer = site.ask("PATCH", path, body, bad);
        QCOMPARE(answer->status, 400);
        QVERIFY(textOf(jsonOf(answer), "error.message").startsWith("If-Match "));
    }
}

void RestTest::makesAndRemovesRecords()
{
    RestSite site;
    site.door.onCommand<PutRecord>([](const PutRecord &command, const Caller &) -> Result<Receipt> {
        return Receipt{q("rec_9"), q("made"), {{q("id"), q("rec_9")}, {q("etag"), q("1")}, {q("database"), command.database}}};
    });
    const auto made = site.ask("POST", "/api/v1/records/workshops", R"({"fields":{}})");
    QCOMPARE(made->status, 201);
    QCOMPARE(headerOf(made, "location"), "/api/v1/records/workshops/rec_9");
    QCOMPARE(headerOf(made, "etag"), "\"1\"");
    QVERIFY(site.door.lastCommand<PutRecord>()->id.isEmpty());

    site.door.onCommand<DeleteRecord>([](const DeleteRecord &command, const Caller &) -> Result<Receipt> {
        if (command.ifMatch == q("old"))
            return fail(Errc::Conflict, "the record has changed since");
        return Receipt{};
    });
    RawClient client(site.server->port());
    QVERIFY(client.send(requestText("DELETE", "/api/v1/records/workshops/rec_9", "Authorization: Bearer operator-key\r\n")));
    const auto removed = client.answer();
    QCOMPARE(removed->status, 204);
    QCOMPARE(headerOf(removed, "content-length"), "no such header");
    QCOMPARE(site.ask("DELETE", "/api/v1/records/workshops/rec_9", {}, "If-Match: \"old\"\r\n")->status, 412);
}

void RestTest::mapsFailuresToStatuses_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter");
    const auto row = [](const char *name, Errc code, int status, const char *retryAfter) {
        QTest::newRow(name) << int(code) << status << QByteArray(retryAfter);
    };
    const char *none = "no such header";
    row("bad input", Errc::BadInput, 400, none);
    row("not allowed", Errc::Forbidden, 403, none);
    row("not there", Errc::NotFound, 404, none);
    row("conflict", Errc::Conflict, 409, none);
    row("too many", Errc::RateLimited, 429, "2");
    row("disk full", Errc::StorageFull, 503, "2");
    row("stopping", Errc::Cancelled, 503, "2");
    row("too slow", Errc::Timeout, 504, "2");
    row("damaged", Errc::Corrupt, 503, "2");
    row("broken", Errc::Internal, 500, "2");
}

void RestTest::mapsFailuresToStatuses()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    RestSite site;
    Error error{static_cast<Errc>(code), "it went wrong", "here", "mend it so", std::nullopt};
    if (retryAfter == "2")
        error.retryAfter = std::chrono::milliseconds(1500);
    site.door.failAll(error);
    for (const auto &answer : {site.ask("GET", "/api/v1/events"), site.ask("POST", "/api/v1/escalations/e/claim")}) {
        QVERIFY(answer);
        QCOMPARE(answer->status, status);
        QCOMPARE(headerOf(answer, "retry-after"), retryAfter);
        const auto json = jsonOf(answer);
        QCOMPARE(textOf(json, "error.code"), QByteArray::fromStdString(std::string(name(error.code))));
        if (status != 500) {
            QCOMPARE(textOf(json, "error.message"), "it went wrong");
            QCOMPARE(textOf(json, "error.details.where"), "here");
            QCOMPARE(textOf(json, "error.details.mend"), "mend it so");
        }
    }
}

void RestTest::needsAKey_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("none") << QByteArray() << 401 << QByteArray("an API key is needed");
    QTest::newRow("another scheme") << QByteArray("Authorization: Basic b3A6eA==\r\n") << 401 << QByteArray("Authorization is not \"Bearer KEY\"");
    QTest::newRow("an empty key") << QByteArray("Authorization: Bearer \r\n") << 401 << QByteArray("Authorization is not \"Bearer KEY\"");
    QTest::newRow("an unknown key") << QByteArray("Authorization: Bearer nope\r\n") << 401 << QByteArray("the API key is not valid");
    QTest::newRow("a key that is no UTF-8") << QByteArray("Authorization: Bearer \xff\xfe\r\n") << 401 << QByteArray("the API key is not valid");
    QTest::newRow("a good key") << QByteArray("Authorization: Bearer viewer-key\r\n") << 200 << QByteArray();
    QTest::newRow("the scheme in small letters") << QByteArray("authorization: bearer viewer-key\r\n") << 200 << QByteArray();
}

void RestTest::needsAKey()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    QFETCH(QByteArray, message);
    RestSite site;
    const auto answer = exchange(site.server->port(), requestText("GET", "/api/v1/events", header.toStdString()));
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    if (status == 401) {
        QCOMPARE(headerOf(answer, "www-authenticate"), "Bearer");
        QCOMPARE(textOf(jsonOf(answer), "error.code"), "unauthorized");
        QCOMPARE(textOf(jsonOf(answer), "error.message"), message);
        QVERIFY(site.door.queries().empty());
    }
}

void RestTest::believesAKeyForAFewSeconds()
{
    RestSite site;
    for (int i = 0; i < 3; ++i)
        QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
    QCOMPARE(site.door.authentications(), 1);
    site.door.removeKey(q("operator-key"));
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200); // still believed
    site.clock.advance(std::chrono::seconds(5));
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 401);

    site.door.addKey(q("operator-key"), {q("k"), q("K"), Role::Operator});
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
    site.door.removeKey(q("operator-key"));
    site.face->forgetKeys();
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 401);
}

void RestTest::limitsAKeysRate()
{
    rest::RestOptions options;
    options.apiPerMinute = 60;
    options.apiBurst = 3;
    RestSite site(options);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
    const auto answer = site.ask("GET", "/api/v1/agents");
    QCOMPARE(answer->status, 429);
    QCOMPARE(headerOf(answer, "retry-after"), "1");
    QCOMPARE(textOf(jsonOf(answer), "error.message"), "more than 60 requests a minute with this key");
    QCOMPARE(exchange(site.server->port(), requestText("GET", "/api/v1/agents", "Authorization: Bearer viewer-key\r\n"))->status, 200);
    site.clock.advance(std::chrono::seconds(1));
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
}

void RestTest::callersAreTold()
{
    RestSite site;
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
    const auto caller = site.door.queries().back().caller;
    QCOMPARE(caller.id, "k-operator");
    QVERIFY(caller.role == Role::Operator);
    QVERIFY(caller.via == Caller::Via::Http);
    QCOMPARE(caller.correlation, "r-1");
}

void RestTest::health()
{
    std::atomic<bool> down{false};
    rest::RestOptions options;
    options.health = [&down] {
        return rest::HealthReport{down ? R"({"status":"down","components":{}})" : R"({"status":"ok","components":{}})", down};
    };
    RestSite site(options);
    auto answer = exchange(site.server->port(), requestText("GET", "/health"));
    QCOMPARE(answer->status, 200);
    QCOMPARE(textOf(jsonOf(answer), "status"), "ok");
    down = true;
    answer = exchange(site.server->port(), requestText("GET", "/health"));
    QCOMPARE(answer->status, 503);
    QCOMPARE(textOf(jsonOf(answer), "status"), "down");
    QCOMPARE(headerOf(answer, "retry-after"), "30");
}

void RestTest::metricsFromThisMachineAlone()
{
    RestSite site;
    auto answer = exchange(site.server->port(), requestText("GET", "/metrics"));
    QCOMPARE(answer->status, 200);
    QCOMPARE(headerOf(answer, "content-type"), "text/plain; version=0.0.4; charset=utf-8");
    QCOMPARE(QByteArray::fromStdString(answer->body), "# TYPE up gauge\nup 1\n");
    // Through a proxy on this machine it may be anybody.
    answer = exchange(site.server->port(), requestText("GET", "/metrics", "X-Forwarded-For: 203.0.113.9\r\n"));
    QCOMPARE(answer->status, 401);
    answer = exchange(site.server->port(), requestText("GET", "/metrics", "X-Forwarded-For: 203.0.113.9\r\nAuthorization: Bearer viewer-key\r\n"));
    QCOMPARE(answer->status, 200);
}

void RestTest::unknownRoutesAndMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *name, const char *method, const char *target, int status, const char *allow) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << status << QByteArray(allow);
    };
    const char *none = "no such header";
    row("the root", "GET", "/", 404, none);
    row("no such route", "GET", "/api/v1/nothing", 404, none);
    row("another version", "GET", "/api/v2/events", 404, none);
    row("one segment too many", "GET", "/api/v1/events/e/retry/x", 404, none);
    row("an empty id", "GET", "/api/v1/events/", 404, none);
    row("a part that is not built", "POST", "/api/v1/moon/phases", 404, none);
    row("events are not made here", "POST", "/api/v1/events", 405, "GET, HEAD");
    row("retry is POST", "GET", "/api/v1/events/e/retry", 405, "POST");
    row("a record takes four methods", "POST", "/api/v1/records/d/r", 405, "GET, HEAD, PUT, PATCH, DELETE");
    row("an unknown method", "BREW", "/health", 405, "GET, HEAD");
    row("OPTIONS", "OPTIONS", "/api/v1/workflows", 405, "GET, HEAD, POST");
    row("HEAD where GET is", "HEAD", "/health", 200, none);
}

void RestTest::unknownRoutesAndMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QByteArray, allow);
    RestSite site;
    RawClient client(site.server->port());
    QVERIFY(client.send(requestText(method.toStdString(), target.toStdString(), "Authorization: Bearer operator-key\r\n")));
    const auto answer = client.answer(method == "HEAD");
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QCOMPARE(headerOf(answer, "allow"), allow);
    if (status == 404)
        QCOMPARE(textOf(jsonOf(answer), "error.message"), "there is no such route");
    if (status == 405)
        QCOMPARE(textOf(jsonOf(answer), "error.message"), "this route does not take this method");
}

void RestTest::clientsThatLeaveBeforeTheAnswer()
{
    RestSite site({}, FakeDoor::Reply::Held);
    for (int i = 0; i < 5; ++i) {
        RawClient client(site.server->port());
        QVERIFY(client.send(requestText("GET", "/api/v1/agents", "Authorization: Bearer viewer-key\r\n")));
        QTRY_COMPARE(site.door.held(), 1);
        client.leave();
        site.door.release();
        if (i == 0) { // the first asked for the key
            QTRY_COMPARE(site.door.held(), 1);
            site.door.release();
        }
    }
    site.door.setReply(FakeDoor::Reply::Later);
    QCOMPARE(site.ask("GET", "/api/v1/agents")->status, 200);
}

void RestTest::endsWithAnswersOutstanding()
{
    FakeDoor door(FakeDoor::Reply::Held);
    door.addKey(q("k"), {q("k"), q("K"), Role::Viewer});
    rest::RestOptions options;
    options.health = [] { return rest::HealthReport{}; };
    options.metrics = [] { return std::string(); };
    auto face = std::make_unique<rest::Rest>(door, options);
    httpd::ServerOptions serverOptions;
    serverOptions.limits.drainTime = std::chrono::milliseconds(20);
    auto server = httpd::Server::start(std::move(serverOptions), {face.get()});
    QVERIFY(server);
    RawClient client((*server)->port());
    QVERIFY(client.send(requestText("GET", "/api/v1/agents", "Authorization: Bearer k\r\n")));
    QTRY_COMPARE(door.held(), 1);
    server->reset();
    face.reset();
    door.release(); // nobody is there any more
    QVERIFY(client.closedByServer());
}

QTEST_GUILESS_MAIN(RestTest)
#include "rest_test.moc"
