#include "tests/unit/rest/rest_site.h"

using namespace hs;
using namespace hs::api;
using namespace hs::test;

namespace {

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

/// What operators do with workflows and look at beside them, over a real socket.
class RestOperatorsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void actsReachTheDoor_data();
    void actsReachTheDoor();
    void actsSayWhatTheyWant();
    void aRestartLeadsToTheNewOne();
    void manyAtOnceAreReportedOneByOne();
    void badActsAreRefused_data();
    void badActsAreRefused();
    void failuresKeepTheirStatus();
    void showsARun();
    void showsAStep();
    void comparesTwoRuns();
    void showsABoard();
    void keepsBoardViews();
    void listsTroubleSchedulesAndDeadLetters();
    void waitingForATurnIsSeen();
};

void RestOperatorsTest::actsReachTheDoor_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("index");
    const auto row = [](const char *method, const char *target, const char *body, int status, const Command &command) {
        QTest::newRow(target) << QByteArray(method) << QByteArray(target) << QByteArray(body) << status << int(command.index());
    };
    row("POST", "/api/v1/workflows/w/pause", "", 200, PauseWorkflow{});
    row("POST", "/api/v1/workflows/w/resume", "", 200, ResumeWorkflow{});
    row("POST", "/api/v1/workflows/w/skip", R"({"reason":"r"})", 200, SkipInput{});
    row("POST", "/api/v1/workflows/w/retry", "", 200, RetryIncident{});
    row("POST", "/api/v1/workflows/w/restart", "", 201, RestartWorkflow{});
    row("POST", "/api/v1/workflows/w/undo", "", 200, UndoMove{});
    row("PATCH", "/api/v1/workflows/w/context", R"({"patch":{"a":null}})", 200, EditContext{});
    row("POST", "/api/v1/workflows/w/tasks/pay/resolve", R"({"how":"again"})", 200, ResolveTask{});
    row("POST", "/api/v1/workflows/w/reprioritise", R"({"priority":"high"})", 200, ReprioritiseWorkflow{});
    row("POST", "/api/v1/workflows/w/assign", R"({"assignee":"op_1"})", 200, AssignWorkflow{});
    row("POST", "/api/v1/workflow-operations", R"({"workflows":["w"],"act":"pause"})", 200, OperateWorkflows{});
    row("POST", "/api/v1/dead-letters/resend", R"({"id":"wf_1/input/4"})", 200, ResendDeadLetter{});
    row("POST", "/api/v1/board-views", R"({"definition":"d","name":"n"})", 201, SaveBoardView{});
    row("PUT", "/api/v1/board-views/v", R"({"definition":"d","name":"n"})", 200, SaveBoardView{});
    row("DELETE", "/api/v1/board-views/v", "", 200, DeleteBoardView{});
}

void RestOperatorsTest::actsReachTheDoor()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(int, index);
    RestSite site;
    const auto answer = site.ask(method.toStdString(), target.toStdString(), body.toStdString());
    QVERIFY(answer);
    QVERIFY2(answer->status == status, answer->body.c_str());
    const auto commands = site.door.commands();
    QCOMPARE(commands.size(), std::size_t(1));
    QCOMPARE(int(commands.front().command.index()), index);
    QCOMPARE(commands.front().caller.name, q("Operator"));
}

void RestOperatorsTest::actsSayWhatTheyWant()
{
    RestSite site;
    const auto good = [&](const char *method, const char *target, const char *body) { return site.ask(method, target, body)->status == 200; };
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/pause", R"({"reason":"holiday"})"));
    QCOMPARE(site.door.lastCommand<PauseWorkflow>()->workflow + site.door.lastCommand<PauseWorkflow>()->reason, q("wf_1holiday"));
    QVERIFY(good("PATCH", "/api/v1/workflows/wf_1/context", R"({"patch":{"price":5,"old":null},"retry":true,"reason":"typing error"})"));
    const auto edit = site.door.lastCommand<EditContext>();
    QCOMPARE(edit->patch.value(q("price")).toInt(), 5);
    QVERIFY(edit->patch.value(q("old")).isNull() && edit->retry);
    QCOMPARE(edit->reason, q("typing error"));
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/tasks/0.pay.card/resolve", R"({"how":"done","output":{"paid":7},"reason":"seen on the statement"})"));
    const auto resolve = site.door.lastCommand<ResolveTask>();
    QCOMPARE(resolve->task, q("0.pay.card"));
    QVERIFY(resolve->how == ResolveTask::How::Done);
    QCOMPARE(resolve->output.value(q("paid")).toInt(), 7);
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/tasks/pay/resolve", R"({"how":"failed"})"));
    QVERIFY(site.door.lastCommand<ResolveTask>()->how == ResolveTask::How::Failed);
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/reprioritise", R"({"priority":"urgent","reason":"r"})"));
    QVERIFY(site.door.lastCommand<ReprioritiseWorkflow>()->priority == Priority::Urgent);
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/cancel", R"({"rollback":true,"reason":"r"})"));
    QVERIFY(site.door.lastCommand<CancelWorkflow>()->rollback);
    QVERIFY(good("POST", "/api/v1/workflows/wf_1/cancel", ""));
    QVERIFY(!site.door.lastCommand<CancelWorkflow>()->rollback);
    QVERIFY(good("POST", "/api/v1/dead-letters/resend", R"({"id":"wf_1/input/4"})"));
    QCOMPARE(site.door.lastCommand<ResendDeadLetter>()->letter, q("wf_1/input/4"));
}

void RestOperatorsTest::aRestartLeadsToTheNewOne()
{
    RestSite site;
    site.door.onCommand<RestartWorkflow>([](const RestartWorkflow &, const Caller &) -> Result<Receipt> { return Receipt{q("wf_2"), q("started"), {}}; });
    const auto answer = site.ask("POST", "/api/v1/workflows/wf_1/restart", R"({"reason":"again"})");
    QCOMPARE(answer->status, 201);
    QCOMPARE(headerOf(answer, "location"), "/api/v1/workflows/wf_2");
    QCOMPARE(site.door.lastCommand<RestartWorkflow>()->reason, q("again"));
}

void RestOperatorsTest::manyAtOnceAreReportedOneByOne()
{
    RestSite site;
    site.door.onCommand<OperateWorkflows>([](const OperateWorkflows &command, const Caller &) -> Result<Receipt> {
        QJsonArray items;
        for (const auto &id : command.workflows)
            items.append(QJsonObject{{q("workflow"), id}, {q("number"), q("LC-1")}, {q("done"), id == q("a")}, {q("error"), id == q("a") ? q("") : q("it has ended")}});
        return Receipt{{}, q("reported"), {{q("items"), items}}};
    });
    const auto answer = site.ask("POST", "/api/v1/workflow-operations", R"({"workflows":["a","b"],"act":"send","event":"approve","data":{"x":1},"reason":"r"})");
    QCOMPARE(answer->status, 200);
    const auto json = jsonOf(answer);
    QCOMPARE(textOf(json, "items.0.done"), "true");
    QCOMPARE(textOf(json, "items.1.error"), "it has ended");
    const auto command = site.door.lastCommand<OperateWorkflows>();
    QVERIFY(command->act == OperateWorkflows::Act::Send);
    QCOMPARE(command->event, q("approve"));
    QCOMPARE(command->data.value(q("x")).toInt(), 1);
    const std::pair<const char *, OperateWorkflows::Act> acts[] = {{"pause", OperateWorkflows::Act::Pause},
                                                                   {"resume", OperateWorkflows::Act::Resume},
                                                                   {"cancel", OperateWorkflows::Act::Cancel},
                                                                   {"cancel_with_rollback", OperateWorkflows::Act::CancelWithRollback},
                                                                   {"retry", OperateWorkflows::Act::Retry},
                                                                   {"skip", OperateWorkflows::Act::Skip},
                                                                   {"restart", OperateWorkflows::Act::Restart},
                                                                   {"assign", OperateWorkflows::Act::Assign}};
    for (const auto &[name, act] : acts) {
        QCOMPARE(site.ask("POST", "/api/v1/workflow-operations", std::string(R"({"workflows":["a"],"act":")") + name + "\"}")->status, 200);
        QVERIFY2(site.door.lastCommand<OperateWorkflows>()->act == act, name);
    }
    QCOMPARE(site.ask("POST", "/api/v1/workflow-operations", R"({"workflows":["a"],"act":"reprioritise","priority":"low"})")->status, 200);
    QVERIFY(site.door.lastCommand<OperateWorkflows>()->priority == Priority::Low);
}

void RestOperatorsTest::badActsAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("where");
    const auto row = [](const char *name, const char *method, const char *target, const QByteArray &body, const char *where) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << body << QByteArray(where);
    };
    const char *many = "/api/v1/workflow-operations";
    row("no workflows", "POST", many, R"({"workflows":[],"act":"pause"})", "workflows");
    row("workflows missing", "POST", many, R"({"act":"pause"})", "workflows");
    row("workflows as text", "POST", many, R"({"workflows":"w","act":"pause"})", "workflows");
    row("a number among them", "POST", many, R"({"workflows":["w",7],"act":"pause"})", "workflows");
    row("an unknown act", "POST", many, R"({"workflows":["w"],"act":"explode"})", "act");
    row("an event without its type", "POST", many, R"({"workflows":["w"],"act":"send"})", "event");
    row("no priority", "POST", many, R"({"workflows":["w"],"act":"reprioritise"})", "priority");
    QByteArray crowd = R"({"act":"pause","workflows":[)";
    for (int i = 0; i <= 200; ++i)
        crowd += (i ? ",\"" : "\"") + QByteArray::number(i) + '"';
    row("too many", "POST", many, crowd + "]}", "workflows");
    row("a patch that is a list", "PATCH", "/api/v1/workflows/w/context", R"({"patch":[]})", "patch");
    row("no patch", "PATCH", "/api/v1/workflows/w/context", R"({"reason":"r"})", "patch");
    row("how unknown", "POST", "/api/v1/workflows/w/tasks/t/resolve", R"({"how":"maybe"})", "how");
    row("a letter without id", "POST", "/api/v1/dead-letters/resend", R"({"id":" "})", "id");
    row("rollback as text", "POST", "/api/v1/workflows/w/cancel", R"({"rollback":"yes"})", "rollback");
    row("nothing to compare with", "GET", "/api/v1/workflows/w/compare", "", "with");
    row("an unknown lane", "GET", "/api/v1/boards/d?grouping=colour", "", "grouping");
    row("a view without a name", "POST", "/api/v1/board-views", R"({"definition":"d"})", "name");
}

void RestOperatorsTest::badActsAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, where);
    RestSite site;
    const auto answer = site.ask(method.toStdString(), target.toStdString(), body.toStdString());
    QVERIFY(answer);
    QVERIFY2(answer->status == 400, answer->body.c_str());
    QVERIFY2(answer->body.find(where.toStdString()) != std::string::npos, answer->body.c_str());
    QVERIFY(site.door.commands().empty());
    QVERIFY(site.door.queries().empty());
}

void RestOperatorsTest::failuresKeepTheirStatus()
{
    RestSite site;
    site.door.failAll(Error{Errc::Conflict, "LC-1 is paused already", {}, {}, {}});
    const auto twice = site.ask("POST", "/api/v1/workflows/w/pause");
    QCOMPARE(twice->status, 409);
    QCOMPARE(textOf(jsonOf(twice), "error.message"), "LC-1 is paused already");
    site.door.failAll(Error{Errc::Forbidden, "this needs the role operator", {}, {}, {}});
    QCOMPARE(site.ask("POST", "/api/v1/workflow-operations", R"({"workflows":["w"],"act":"pause"})")->status, 403);
    site.door.failAll(Error{Errc::NotFound, "there is no workflow", {}, {}, {}});
    QCOMPARE(site.ask("GET", "/api/v1/workflows/w/run")->status, 404);
    QCOMPARE(site.ask("GET", "/api/v1/workflows/w/steps/7")->status, 404);
    site.door.failAll({});
    QCOMPARE(site.ask("GET", "/api/v1/workflows/w/steps/first")->status, 404);
    QCOMPARE(site.ask("GET", "/api/v1/workflows/w/pause")->status, 405);
    QCOMPARE(exchange(site.server->port(), requestText("POST", "/api/v1/workflows/w/pause", "", ""))->status, 401);
}

void RestOperatorsTest::showsARun()
{
    RestSite site;
    site.door.onQuery<RunQuery>([](const RunQuery &, const Caller &) -> Result<RunPage> {
        RunPage page;
        page.row.number = q("LC-1");
        page.lastSeq = 4;
        page.lanes.push_back({q("lead"), q("Lead"), RunLane::Kind::Region, 0, {}});
        RunStep step;
        step.seq = 4;
        step.kind = RunInput::TaskDone;
        step.entered = {q("lead.won")};
        page.steps.push_back(step);
        page.bars.push_back({0, q("won"), 4, -1, {}, {}, RunBar::Outcome::Open, 2});
        page.marks.push_back({0, 4, RunMark::Kind::TaskFailed});
        page.incident = RunIncident{{}, q("unhandled: x"), RunInput::Event, q("pay"), {}};
        page.openTasks.push_back({q("pay"), q("solari.pay"), true, false, {}});
        return page;
    });
    const auto answer = site.ask("GET", "/api/v1/workflows/wf_1/run?from=3&limit=7");
    QCOMPARE(answer->status, 200);
    const auto json = jsonOf(answer);
    QCOMPARE(textOf(json, "workflow.number"), "LC-1");
    QCOMPARE(textOf(json, "steps.0.kind"), "task_done");
    QCOMPARE(textOf(json, "steps.0.entered.0"), "lead.won");
    QCOMPARE(textOf(json, "bars.0.outcome"), "open");
    QCOMPARE(textOf(json, "marks.0.kind"), "task_failed");
    QCOMPARE(textOf(json, "incident.error"), "unhandled: x");
    QCOMPARE(textOf(json, "open_tasks.0.uncertain"), "true");
    const auto asked = site.door.lastQuery<RunQuery>();
    QCOMPARE(asked->workflow, q("wf_1"));
    QCOMPARE(asked->from, 3);
    QCOMPARE(asked->limit, 7);
    QCOMPARE(site.ask("GET", "/api/v1/workflows/wf_1/run")->status, 200);
    QCOMPARE(site.door.lastQuery<RunQuery>()->from, -1);
}

void RestOperatorsTest::showsAStep()
{
    RestSite site;
    site.door.onQuery<RunStepQuery>([](const RunStepQuery &query, const Caller &) -> Result<RunStepDetail> {
        RunStepDetail detail;
        detail.step.seq = query.seq;
        detail.transitions.push_back({q("lead.new"), q("pay"), {q("lead.won")}});
        detail.after.context = {{q("price"), 5}};
        RunTask task;
        task.id = q("pay");
        task.did = RunTask::Did::Done;
        task.output = 42;
        task.failedTries.push_back({1, {}, {}, q("timeout"), q("slow"), {}});
        detail.tasks.push_back(task);
        return detail;
    });
    const auto json = jsonOf(site.ask("GET", "/api/v1/workflows/wf_1/steps/12"));
    QCOMPARE(textOf(json, "step.seq"), "12");
    QCOMPARE(textOf(json, "transitions.0.targets.0"), "lead.won");
    QCOMPARE(textOf(json, "after.context.price"), "5");
    QCOMPARE(textOf(json, "tasks.0.output"), "42");
    QCOMPARE(textOf(json, "tasks.0.failed_tries.0.error"), "timeout");
}

void RestOperatorsTest::comparesTwoRuns()
{
    RestSite site;
    site.door.onQuery<RunCompareQuery>([](const RunCompareQuery &, const Caller &) -> Result<RunComparison> {
        RunComparison comparison;
        RunPair pair;
        pair.first = RunStep();
        pair.first->seq = 3;
        pair.fields.push_back({q("price"), 5, QJsonValue()});
        comparison.pairs.push_back(pair);
        comparison.compared = 9;
        return comparison;
    });
    const auto answer = site.ask("GET", "/api/v1/workflows/a/compare?with=b");
    const auto json = jsonOf(answer);
    QCOMPARE(site.door.lastQuery<RunCompareQuery>()->second, q("b"));
    QCOMPARE(textOf(json, "pairs.0.first.seq"), "3");
    QVERIFY(at(json, "pairs.0.second").is_null());
    QCOMPARE(textOf(json, "pairs.0.fields.0.first"), "5");
    QCOMPARE(textOf(json, "compared"), "9");
}

void RestOperatorsTest::showsABoard()
{
    RestSite site;
    site.door.onQuery<BoardQuery>([](const BoardQuery &, const Caller &) -> Result<Board> {
        Board board;
        board.definition.id = q("lead");
        BoardColumn column;
        column.info.key = q("new");
        column.count = 1;
        Card card;
        card.row.number = q("LC-1");
        card.bannerKind = q("blocked");
        column.cards.push_back(card);
        column.next = q("more");
        board.columns.push_back(column);
        return board;
    });
    auto json = jsonOf(site.ask("GET", "/api/v1/boards/lead?grouping=agent&lane=nyra&column=new&priority=high&standing=waits_for_person&due=week&open=true&q=ada&limit=5&after=x"));
    QCOMPARE(textOf(json, "columns.0.column.key"), "new");
    QCOMPARE(textOf(json, "columns.0.cards.0.workflow.number"), "LC-1");
    QCOMPARE(textOf(json, "columns.0.cards.0.banner"), "blocked");
    QCOMPARE(textOf(json, "columns.0.next"), "more");
    const auto asked = site.door.lastQuery<BoardQuery>();
    QCOMPARE(asked->definition + asked->lane + asked->column + asked->text, q("leadnyranewada"));
    QVERIFY(asked->grouping == BoardGrouping::Agent && asked->priority == Priority::High && asked->standing == BoardStanding::WaitsForPerson
            && asked->due == BoardDue::Week && asked->openOnly);
    QCOMPARE(asked->window.limit, 5);
    QCOMPARE(asked->window.after, q("x"));

    site.door.onQuery<BoardLanesQuery>([](const BoardLanesQuery &, const Caller &) -> Result<BoardLanes> {
        BoardLanes lanes;
        lanes.lanes.push_back({q("nyra"), 5, {2, 3}});
        return lanes;
    });
    json = jsonOf(site.ask("GET", "/api/v1/boards/lead/lanes?grouping=entity"));
    QCOMPARE(textOf(json, "lanes.0.counts.1"), "3");
    QVERIFY(site.door.lastQuery<BoardLanesQuery>()->grouping == BoardGrouping::Entity);
}

void RestOperatorsTest::keepsBoardViews()
{
    RestSite site;
    QCOMPARE(site.ask("PUT", "/api/v1/board-views/view_1", R"({"definition":"lead","name":"Mine","shared":true,"layout":{"lanes":"agent"}})")->status, 200);
    const auto saved = site.door.lastCommand<SaveBoardView>();
    QCOMPARE(saved->id + saved->definition + saved->name, q("view_1leadMine"));
    QVERIFY(saved->shared);
    QCOMPARE(saved->layout.value(q("lanes")).toString(), q("agent"));
    QCOMPARE(site.ask("GET", "/api/v1/board-views?definition=lead")->status, 200);
    QCOMPARE(site.door.lastQuery<SavedBoardViewQuery>()->definition, q("lead"));
}

void RestOperatorsTest::listsTroubleSchedulesAndDeadLetters()
{
    RestSite site;
    site.door.onQuery<TroubleQuery>([](const TroubleQuery &, const Caller &) -> Result<std::vector<TroubleRow>> {
        TroubleRow row;
        row.component = q("channel:mail");
        row.level = TroubleLevel::Operational;
        return std::vector{row};
    });
    auto json = jsonOf(site.ask("GET", "/api/v1/troubles"));
    QCOMPARE(textOf(json, "items.0.level"), "2");
    QVERIFY(site.door.lastQuery<TroubleQuery>()->openOnly);
    QCOMPARE(site.ask("GET", "/api/v1/troubles?open=false")->status, 200);
    QVERIFY(!site.door.lastQuery<TroubleQuery>()->openOnly);

    site.door.onQuery<ScheduleQuery>([](const ScheduleQuery &, const Caller &) -> Result<std::vector<ScheduleRow>> {
        ScheduleRow row;
        row.cron = q("0 9 * * 1-5");
        row.catchupSeconds = 3600;
        return std::vector{row};
    });
    json = jsonOf(site.ask("GET", "/api/v1/schedules?definition=digest"));
    QCOMPARE(textOf(json, "items.0.catchup_seconds"), "3600");
    QVERIFY(at(json, "items.0.queued_due").is_null());
    QCOMPARE(site.door.lastQuery<ScheduleQuery>()->definition, q("digest"));

    site.door.onQuery<DeadLetterQuery>([](const DeadLetterQuery &, const Caller &) -> Result<Page<DeadLetterRow>> {
        Page<DeadLetterRow> page;
        page.rows.resize(1);
        page.rows.front().id = q("wf_1/input/4");
        page.rows.front().body = {{q("kind"), q("event")}};
        page.next = q("more");
        return page;
    });
    json = jsonOf(site.ask("GET", "/api/v1/dead-letters?workflow=wf_1&q=pay&open=true&limit=2&after=x"));
    QCOMPARE(textOf(json, "items.0.id"), "wf_1/input/4");
    QCOMPARE(textOf(json, "items.0.body.kind"), "event");
    QCOMPARE(textOf(json, "next"), "more");
    const auto asked = site.door.lastQuery<DeadLetterQuery>();
    QCOMPARE(asked->workflow + asked->text + asked->window.after, q("wf_1payx"));
    QVERIFY(asked->openOnly);
}

void RestOperatorsTest::waitingForATurnIsSeen()
{
    RestSite site;
    site.door.onQuery<WorkflowDetailQuery>([](const WorkflowDetailQuery &, const Caller &) -> Result<WorkflowDetail> {
        WorkflowDetail detail;
        detail.row.waitingOn = q("turn");
        detail.row.waitingWhy = q("2 are under way, at most 2 may be; 1 waits for a turn");
        return detail;
    });
    const auto json = jsonOf(site.ask("GET", "/api/v1/workflows/wf_1"));
    QCOMPARE(textOf(json, "status"), "running");
    QCOMPARE(textOf(json, "waiting_on"), "turn");
    QCOMPARE(textOf(json, "waiting_reason"), "2 are under way, at most 2 may be; 1 waits for a turn");
}

QTEST_GUILESS_MAIN(RestOperatorsTest)
#include "rest_operators_test.moc"
