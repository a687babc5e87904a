#include "engine/runtime/flow_operators.h"

#include "engine/runtime/bus.h"
#include "engine/runtime/flow_rollback.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/task_queue.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::workflows::Instance;
using store::workflows::Invocation;
using store::workflows::InvocationStatus;
using store::workflows::Status;
using test::RuntimeBench;

namespace {

/// A trip: three tasks that can each be undone, then a rest.
const char *const Trip = R"({
  "id": "trip", "version": "1.0.0",
  "setup": { "actors": {
    "ruvo.create_task": { "compensate": { "src": "ruvo.notify", "input": { "title": "undo", "text": { "cat": ["undo ", { "var": "input.title" }, " for ", { "var": "context.who" }] } } } },
    "ruvo.notify": { "retry": [{ "errorEquals": ["agent.unavailable"], "maxAttempts": 1, "intervalSeconds": 5, "jitterStrategy": "NONE" }] } } },
  "context": { "who": "Ada" },
  "initial": "flight",
  "on": { "give.up": ".undoing" },
  "states": {
    "flight": { "invoke": { "id": "flight", "src": "ruvo.create_task", "input": { "title": "flight" }, "onDone": "hotel", "onError": "undoing" } },
    "hotel": { "invoke": { "id": "hotel", "src": "ruvo.create_task", "input": { "title": "hotel" }, "onDone": "tour", "onError": "undoing" } },
    "tour": { "invoke": { "id": "tour", "src": "ruvo.create_task", "input": { "title": "tour" }, "onDone": "resting", "onError": "undoing" } },
    "resting": { "on": { "over": "home", "only.hotel": "partly" } },
    "partly": { "invoke": { "id": "partly", "src": "engine.compensate", "input": { "scope": "#trip.hotel" }, "onDone": "resting", "onError": "stuck" } },
    "undoing": { "invoke": { "id": "undo", "src": "engine.compensate", "onDone": { "target": "home", "actions": { "type": "assign", "params": { "assignment": { "undone": { "var": "event.output.undone" } } } } },
                             "onError": { "target": "stuck", "actions": { "type": "assign", "params": { "assignment": { "failed": { "var": "event.error.details.entry.invoke" } } } } } } },
    "stuck": { "on": { "try.again": "undoing" } },
    "home": { "type": "final" }
  }
})";

const char *const Parent = R"({
  "id": "parent", "version": "1.0.0", "context": { "answer": null, "why": null },
  "initial": "asking",
  "states": {
    "asking": { "invoke": { "id": "child", "src": "engine.workflow", "input": { "definition": "child", "input": { "preserve": { "n": 7 } } },
                            "onDone": { "target": "glad", "actions": { "type": "assign", "params": { "assignment": { "answer": { "var": "event.output.twice" } } } } },
                            "onError": { "target": "sad", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } },
                "on": { "never.mind": "sad" } },
    "glad": { "on": { "end": "over" } }, "sad": { "on": { "end": "over" } }, "over": { "type": "final" } } })";
const char *const Child = R"({
  "id": "child", "version": "1.0.0", "context": { "n": 0 },
  "initial": "thinking",
  "states": { "thinking": { "on": { "thought": "done" } }, "done": { "type": "final" } },
  "output": { "twice": { "*": [2, { "var": "context.n" }] } } })";

const char *const Each = R"({
  "id": "each", "version": "1.0.0", "context": { "names": ["Ada", "Ben", "Cleo"], "stop": false, "results": null, "why": null },
  "initial": "working",
  "states": {
    "working": { "invoke": { "id": "all", "src": "engine.foreach",
                             "input": { "items": { "var": "context.names" }, "src": "ruvo.create_task", "maxConcurrent": 2, "stopOnError": { "var": "context.stop" },
                                        "input": { "preserve": { "title": "Call" } } },
                             "onDone": { "target": "done", "actions": { "type": "assign", "params": { "assignment": { "results": { "var": "event.output" } } } } },
                             "onError": { "target": "failed", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } } },
    "done": { "on": { "end": "over" } }, "failed": { "on": { "end": "over" } }, "over": { "type": "final" } } })";

const char *const Asking = R"({
  "id": "asking", "version": "1.0.0", "context": { "reply": null, "why": null },
  "initial": "asking",
  "states": {
    "asking": { "invoke": { "id": "ask", "src": "bus.request", "timeout": "PT10S", "input": { "to": "nyra", "type": "score_wanted", "payload": { "preserve": { "name": "Ada" } } },
                            "onDone": { "target": "heard", "actions": { "type": "assign", "params": { "assignment": { "reply": { "var": "event.output.reply.score" } } } } },
                            "onError": { "target": "alone", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } } },
    "heard": { "on": { "end": "over" } }, "alone": { "on": { "end": "over" } }, "over": { "type": "final" } } })";

const char *const Light = R"({
  "id": "light", "version": "1.0.0", "context": { "count": 0, "bad": "x" },
  "initial": "red",
  "states": {
    "red": { "after": { "PT10S": "green" }, "on": { "push": { "actions": { "type": "assign", "params": { "assignment": { "count": { "+": [{ "var": "context.count" }, 1] } } } } },
             "spin": "spinning", "wait": "waiting", "work": "working" } },
    "green": { "on": { "push": "red", "stop": "off" }, "after": { "PT20S": "red" } },
    "spinning": { "after": { "wrong": "red" }, "on": { "push": "red" } },
    "waiting": { "invoke": { "id": "w", "src": "human.input", "timeout": "PT1H", "input": { "title": "Well?" }, "onDone": "green", "onError": "off" } },
    "working": { "invoke": { "id": "work", "src": "ruvo.create_task", "input": { "title": "Look" }, "onDone": "green" } },
    "off": { "type": "final" } },
  "setup": { "delays": { "wrong": { "var": "context.bad" } } } })";

} // namespace

/// What instances do beside stepping: tasks of every kind, rollback, waiting inputs, operators.
class FlowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void C1_eachDoneTaskLeavesWhatUndoesIt();
    void C2_rollbackRunsBackwardsOneAtATime();
    void edge14_theSecondOfThreeFailsAndIsTheFirstOfTheNextRollback();
    void C2_aScopeLimitsTheRollback();
    void C3_cancellingWithRollbackUndoesFirst();
    void C3_whatWasUndoneIsNotUndoneTwice();
    void edge14_cancelledWhileCompensating();
    void edge14_cancelledWithRollbackWhileCompensating();
    void T3_theOutputOfAChildIsTheResult();
    void T3_aCancelledChildIsAnError();
    void T3_theChildGoesWithItsParent();
    void T3_childrenLieAtMostEightDeep();
    void T4_itemsRunAFewAtATimeAndAnswerInOrder();
    void T4_theFirstErrorStopsTheRest();
    void T5_theFirstReplyWins();
    void T5_noReplyInTimeIsAnError();
    void T2_aPersonsTaskThatTakesTooLongTimesOut();
    void T1_pickOrders_data();
    void T1_pickOrders();
    void T1_tokensFillByTheMinute();
    void T1_perMinuteHoldsTasksBack();
    void T1_aPausedAgentKeepsItsTasks();
    void T3_rowsSayFromTheFirstWhoIsAskedAndWhichChildItIs();
    void D3_eventsOfAPausedInstanceWaitInOrder();
    void D3_aTimerThatFellDueBeforeComesBeforeTheEvent();
    void D8_aLateResultChangesNothing();
    void D9_whatMayNotBeRepeatedIsUncertain();
    void D9_aPartIsUncertainByItsOwnPolicy();
    void D9_anUncertainTasksCaseEndsWithItsWorkflow();
    void D10_retriesWaitAsTheyShouldAndAreStored();
    void D11_errorsHaveTheirNames();
    void D12_aFaultStopsTheInstanceAndAPersonMayRetrySkipOrEdit();
    void D13_whatWasSkippedCanBeSentAgain();
    void D13_lettersCanBeSearched();
    void D14_aPausedTimerFiresAfterResume();
    void D14_edge9_aClockBackOneHourAndForwardOneDay();
    void D17_noMoreThan100000InputsWait();
    void O1_pauseKeepsResults();
    void O1_operateReportsItemByItem();
    void O1_reprioritiseAndRestart();
    void O2_cancelRunsNoExitActions();

private:
    std::string start(const std::string &definition, const Json &input = Json::object(), const std::string &key = "k")
    {
        return m_bench->begin(definition, input, key);
    }
    Instance row(const std::string &id) { return m_bench->instance(id); }
    Json context(const std::string &id) { return m_bench->contextOf(id); }
    std::vector<Invocation> tasks(const std::string &id) { return m_bench->openTasks(id); }
    std::vector<Invocation> parts(const std::string &key)
    {
        return m_bench->read<std::vector<Invocation>>([&](const auto &sql) { return store::workflows::parts(sql, key); });
    }
    void done(const std::string &key, const Json &output = Json::object())
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, key, output); });
    }
    void failed(const std::string &key, const std::string &name)
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskFailed(deed, key, name, "no"); });
    }
    flow::Sent send(const std::string &id, const std::string &type, const std::string &eventId = {})
    {
        return m_bench->send(id, type, Json::object(), eventId);
    }
    /// Hands over what is settled and drains inboxes, without carrying out agents' tasks.
    void deliver()
    {
        for (int round = 0; round < 20; ++round) {
            const auto settled = m_bench->read<std::vector<store::workflows::Queued>>([&](const auto &sql) { return store::workflows::queued(sql, m_bench->clock.now(), 64); });
            bool any = false;
            for (const auto &one : settled)
                if (one.settled) {
                    any = true;
                    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocation(tx, studio, one.key); }).has_value());
                }
            if (!any)
                return;
        }
        QFAIL("results do not come to an end");
    }
    /// The trip with its three tasks done.
    std::string rested()
    {
        const auto id = start("trip");
        for (int i = 0; i < 3; ++i)
            done(tasks(id).front().key, {{"task", "t" + std::to_string(i)}});
        return id;
    }
    std::vector<store::workflows::Compensation> entries(const std::string &id)
    {
        return m_bench->read<std::vector<store::workflows::Compensation>>([&](const auto &sql) { return store::workflows::compensations(sql, id); });
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void FlowTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    for (const auto *text : {Trip, Parent, Child, Each, Asking, Light})
        m_bench->define(text);
}

void FlowTest::C1_eachDoneTaskLeavesWhatUndoesIt()
{
    const auto id = start("trip");
    QVERIFY(entries(id).empty());
    done(tasks(id).front().key, {{"task", "t1"}});
    failed(tasks(id).front().key, "agent.error"); // final: a failed task leaves nothing to undo
    const auto left = entries(id);
    QCOMPARE(left.size(), std::size_t(1));
    QCOMPARE(left.front().src, std::string("ruvo.notify"));
    QCOMPARE(text(left.front().input, "text"), std::string("undo flight for Ada"));
    QCOMPARE(left.front().state, std::string("trip.flight"));
}

void FlowTest::C2_rollbackRunsBackwardsOneAtATime()
{
    const auto id = rested();
    QCOMPARE(row(id).state, std::string("resting"));
    send(id, "give.up");
    const auto undo = tasks(id).front();
    QCOMPARE(undo.src, std::string("engine.compensate"));
    std::vector<std::string> order;
    for (int i = 0; i < 3; ++i) {
        const auto now = parts(undo.key);
        QCOMPARE(now.size(), std::size_t(1));
        order.push_back(text(now.front().input, "text"));
        QCOMPARE(now.front().key, id + "/compensate/" + std::to_string(3 - i));
        done(now.front().key);
    }
    QCOMPARE(order, (std::vector<std::string>{"undo tour for Ada", "undo hotel for Ada", "undo flight for Ada"}));
    deliver();
    QCOMPARE(row(id).status, Status::Completed);
    QCOMPARE(integer(context(id), "undone"), std::int64_t(3));
    const auto audit = m_bench->audited(id);
    QCOMPARE(std::count(audit.begin(), audit.end(), std::string("workflow.step_undone")), std::ptrdiff_t(3));
}

void FlowTest::edge14_theSecondOfThreeFailsAndIsTheFirstOfTheNextRollback()
{
    const auto id = rested();
    send(id, "give.up");
    done(parts(tasks(id).front().key).front().key); // the tour
    const auto hotel = parts(tasks(id).front().key).front();
    failed(hotel.key, "agent.unavailable"); // has one retry of its own
    QCOMPARE(parts(tasks(id).front().key).front().status, InvocationStatus::Later);
    failed(hotel.key, "agent.unavailable");
    deliver();
    QCOMPARE(row(id).state, std::string("stuck"));
    QCOMPARE(text(context(id), "failed"), std::string("hotel"));
    send(id, "try.again");
    const auto again = parts(tasks(id).front().key);
    QCOMPARE(again.size(), std::size_t(1));
    QCOMPARE(text(again.front().input, "text"), std::string("undo hotel for Ada")); // not the tour once more
}

void FlowTest::C2_aScopeLimitsTheRollback()
{
    const auto id = rested();
    send(id, "only.hotel");
    QCOMPARE(text(parts(tasks(id).front().key).front().input, "text"), std::string("undo hotel for Ada"));
    done(parts(tasks(id).front().key).front().key);
    deliver();
    QCOMPARE(row(id).state, std::string("resting"));
    int open = 0;
    for (const auto &entry : entries(id))
        open += entry.status == store::workflows::CompensationStatus::Open;
    QCOMPARE(open, 2);
}

void FlowTest::C3_cancellingWithRollbackUndoesFirst()
{
    const auto id = rested();
    const auto person = m_bench->person("Mara Quinn");
    m_bench->must<void>(person, [&](Deed &deed) { return flow::cancel(deed, id, "they changed their mind", true); });
    QCOMPARE(row(id).status, Status::Running);
    const auto whole = flow::rollback::endingKey(id);
    for (int i = 0; i < 3; ++i)
        done(parts(whole).front().key);
    deliver();
    QCOMPARE(row(id).status, Status::Cancelled);
    for (const auto &entry : entries(id))
        QCOMPARE(entry.status, store::workflows::CompensationStatus::Done);
}

void FlowTest::C3_whatWasUndoneIsNotUndoneTwice()
{
    const auto id = rested();
    send(id, "only.hotel");
    done(parts(tasks(id).front().key).front().key);
    deliver();
    send(id, "give.up");
    std::vector<std::string> undone;
    while (!parts(tasks(id).front().key).empty()) {
        undone.push_back(text(parts(tasks(id).front().key).front().input, "text"));
        done(parts(tasks(id).front().key).front().key);
    }
    QCOMPARE(undone, (std::vector<std::string>{"undo tour for Ada", "undo flight for Ada"}));
}

void FlowTest::edge14_cancelledWhileCompensating()
{
    const auto id = rested();
    send(id, "give.up");
    done(parts(tasks(id).front().key).front().key);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "stop it"); });
    QCOMPARE(row(id).status, Status::Cancelled);
    QVERIFY(tasks(id).empty());
    const auto left = entries(id); // the one under way is open again, not lost
    QCOMPARE(left[0].status, store::workflows::CompensationStatus::Done);
    QCOMPARE(left[1].status, store::workflows::CompensationStatus::Open);
}

void FlowTest::edge14_cancelledWithRollbackWhileCompensating()
{
    const auto id = rested();
    send(id, "give.up");
    done(parts(tasks(id).front().key).front().key); // the tour
    const auto underWay = parts(tasks(id).front().key).front().key;
    m_bench->must<void>(m_bench->person("Mara Quinn"), [&](Deed &deed) { return flow::cancel(deed, id, "at once", true); });
    const auto whole = flow::rollback::endingKey(id);
    std::vector<std::string> order;
    while (!parts(whole).empty()) {
        const auto part = parts(whole).front();
        QVERIFY(order.size() != 0 || part.key == underWay); // the one that was called off begins again, under its own key
        order.push_back(text(part.input, "text"));
        done(part.key);
    }
    deliver();
    QCOMPARE(order, (std::vector<std::string>{"undo hotel for Ada", "undo flight for Ada"}));
    QCOMPARE(row(id).status, Status::Cancelled);
    for (const auto &entry : entries(id))
        QCOMPARE(entry.status, store::workflows::CompensationStatus::Done);
}

void FlowTest::T3_theOutputOfAChildIsTheResult()
{
    const auto id = start("parent");
    const auto child = tasks(id).front().ref;
    QCOMPARE(row(child).depth, 1);
    QCOMPARE(integer(context(child), "n"), std::int64_t(7));
    send(child, "thought");
    deliver();
    QCOMPARE(row(id).state, std::string("glad"));
    QCOMPARE(integer(context(id), "answer"), std::int64_t(14));
}

void FlowTest::T3_aCancelledChildIsAnError()
{
    const auto id = start("parent");
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, tasks(id).front().ref, "no"); });
    deliver();
    QCOMPARE(row(id).state, std::string("sad"));
    QCOMPARE(text(context(id), "why"), std::string("cancelled"));
}

void FlowTest::T3_theChildGoesWithItsParent()
{
    const auto id = start("parent");
    const auto child = tasks(id).front().ref;
    send(id, "never.mind");
    QCOMPARE(row(child).status, Status::Cancelled);
    QCOMPARE(row(id).state, std::string("sad"));
    const auto other = start("parent");
    const auto second = tasks(other).front().ref;
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, other, "no"); });
    QCOMPARE(row(second).status, Status::Cancelled);
}

void FlowTest::T3_childrenLieAtMostEightDeep()
{
    m_bench->define(R"({"id": "nest", "version": "1.0.0", "initial": "a", "context": { "why": null, "next": "nest" }, "states": {
        "a": { "invoke": { "id": "c", "src": "engine.workflow", "input": { "definition": { "var": "context.next" } }, "onDone": "b",
                           "onError": { "target": "b", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.message" } } } } } } },
        "b": { "type": "final" } } })");
    const auto id = start("nest");
    deliver();
    // The deepest is refused its child, ends, and so does each above it.
    QCOMPARE(row(id).status, Status::Completed);
    int deepest = 0;
    for (const auto &one : m_bench->instances())
        deepest = std::max(deepest, one.depth);
    QCOMPARE(deepest, flow::MostDepth);
}

void FlowTest::T4_itemsRunAFewAtATimeAndAnswerInOrder()
{
    const auto id = start("each");
    const auto all = tasks(id).front().key;
    QCOMPARE(parts(all).size(), std::size_t(2));
    QCOMPARE(text(parts(all)[0].input, "item"), std::string("Ada"));
    QCOMPARE(text(parts(all)[0].input, "title"), std::string("Call"));
    done(parts(all)[1].key, {{"n", 2}});
    QCOMPARE(parts(all).size(), std::size_t(3));
    done(parts(all)[2].key, {{"n", 3}});
    failed(parts(all)[0].key, "agent.error");
    deliver();
    QCOMPARE(row(id).state, std::string("done"));
    const auto results = member(context(id), "results");
    QCOMPARE(results.size(), std::size_t(3));
    QCOMPARE(text(member(results[0], "error"), "name"), std::string("agent.error"));
    QCOMPARE(integer(results[1], "n"), std::int64_t(2));
    QCOMPARE(integer(results[2], "n"), std::int64_t(3));
    QVERIFY(tasks(id).empty() && parts(all).empty());
}

void FlowTest::T4_theFirstErrorStopsTheRest()
{
    const auto id = start("each", {{"stop", true}});
    const auto all = tasks(id).front().key;
    failed(parts(all)[0].key, "agent.error");
    deliver();
    QCOMPARE(row(id).state, std::string("failed"));
    QCOMPARE(text(context(id), "why"), std::string("agent.error"));
    QVERIFY(parts(all).empty());
}

void FlowTest::T5_theFirstReplyWins()
{
    const auto id = start("asking");
    const auto question = tasks(id).front().ref;
    const auto answer = [&](int score) {
        m_bench->must<std::string>(engineActor(), [&](Deed &deed) -> Result<std::string> {
            agents::MessagePost message{"grace-fields", "score", {{"score", score}}, false, "normal", question};
            return bus::post(deed, "nyra", message);
        });
    };
    answer(80);
    deliver();
    QCOMPARE(row(id).state, std::string("heard"));
    QCOMPARE(integer(context(id), "reply"), std::int64_t(80));
    answer(10);
    deliver();
    QCOMPARE(integer(context(id), "reply"), std::int64_t(80));
}

void FlowTest::T5_noReplyInTimeIsAnError()
{
    const auto id = start("asking");
    const auto key = tasks(id).front().key;
    m_bench->clock.advance(9'999ms);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::timeOut(deed, key); });
    QCOMPARE(row(id).state, std::string("asking"));
    m_bench->clock.advance(1ms);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::timeOut(deed, key); });
    QCOMPARE(row(id).state, std::string("alone"));
    QCOMPARE(text(context(id), "why"), std::string("bus.no_reply"));
}

void FlowTest::T2_aPersonsTaskThatTakesTooLongTimesOut()
{
    const auto id = start("light");
    send(id, "wait");
    const auto task = tasks(id).front();
    QVERIFY(!task.escalation.empty());
    // Three retries of the default policy ask again each time; then the machine hears.
    for (int attempt = 0; attempt < 4; ++attempt) {
        m_bench->clock.advance(3'700'000ms);
        m_bench->settle();
    }
    for (int i = 0; i < 20 && row(id).status == Status::Running; ++i) {
        m_bench->clock.advance(3'700'000ms);
        m_bench->settle();
    }
    QCOMPARE(row(id).status, Status::Completed);
    const auto open = m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
    QVERIFY(open.empty());
}

Q_DECLARE_METATYPE(std::vector<store::workflows::Queued>)
Q_DECLARE_METATYPE(queue::Limits)

void FlowTest::T1_pickOrders_data()
{
    using Q = store::workflows::Queued;
    const auto at = [](int seconds) { return fromMillis(1'700'000'000'000) + std::chrono::seconds(seconds); };
    QTest::addColumn<std::vector<Q>>("candidates");
    QTest::addColumn<queue::Limits>("limits");
    QTest::addColumn<int>("now");
    QTest::addColumn<QByteArray>("expected");
    const auto task = [&](const char *key, int priority, int seconds, const char *entity = "e", const char *src = "s") {
        return Q{key, src, "i", "v", entity, priority, at(seconds), false, {}};
    };
    queue::Limits none, two;
    two.most = {{"a", 2}, {"b", 2}};
    two.underWay["s"] = 1;
    QTest::newRow("priority comes before age") << std::vector{task("old", 1, 0), task("urgent", 3, 5)} << none << 10 << QByteArray("urgent old");
    QTest::newRow("age among equals") << std::vector{task("b", 1, 5), task("a", 1, 0)} << none << 10 << QByteArray("a b");
    QTest::newRow("a minute of waiting is one class") << std::vector{task("fresh", 3, 61), task("waited", 2, 0)} << none << 61 << QByteArray("waited fresh");
    QTest::newRow("59 seconds are not") << std::vector{task("fresh", 3, 59), task("waited", 2, 0)} << none << 59 << QByteArray("fresh waited");
    QTest::newRow("businesses take turns") << std::vector{task("a1", 1, 0, "a"), task("a2", 1, 1, "a"), task("a3", 1, 2, "a"), task("b1", 1, 3, "b")} << none << 10 << QByteArray("a1 b1 a2 a3");
    QTest::newRow("a source has so many at once, others go on") << std::vector{task("a", 1, 0), task("b", 1, 1), task("c", 1, 2, "e", "other")} << two << 10 << QByteArray("a c");
    auto settled = task("result", 0, 9);
    settled.settled = true;
    QTest::newRow("results come first") << std::vector{task("new", 3, 0), settled} << none << 10 << QByteArray("result new");
}

void FlowTest::T1_pickOrders()
{
    QFETCH(std::vector<store::workflows::Queued>, candidates);
    QFETCH(queue::Limits, limits);
    QFETCH(int, now);
    QFETCH(QByteArray, expected);
    QByteArray order;
    for (const auto &one : queue::pick(candidates, limits, fromMillis(1'700'000'000'000) + std::chrono::seconds(now), 64))
        order += (order.isEmpty() ? "" : " ") + QByteArray::fromStdString(one.key);
    QCOMPARE(order, expected);
    QCOMPARE(queue::pick(candidates, limits, fromMillis(1'700'000'000'000) + std::chrono::seconds(now), 1).size(), std::size_t(1));
}

void FlowTest::T1_tokensFillByTheMinute()
{
    const auto take = [&] {
        return m_bench->must<bool>(engineActor(), [&](Deed &deed) -> Result<bool> { return !store::workflows::takeToken(deed.tx, "solari.mail", 3, deed.now); });
    };
    QVERIFY(take() && take() && take());
    QVERIFY(!take());
    m_bench->clock.advance(20s); // a third of a minute: one token
    QVERIFY(take());
    QVERIFY(!take());
    m_bench->clock.advance(3600s); // never more than a minute's worth
    QVERIFY(take() && take() && take());
    QVERIFY(!take());
}

void FlowTest::T1_perMinuteHoldsTasksBack()
{
    m_bench->define(R"({"id": "slow", "version": "1.0.0", "initial": "a", "setup": { "actors": { "ruvo.create_task": { "perMinute": 2 } } }, "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "b" } }, "b": { "type": "final" } } })");
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i)
        ids.push_back(start("slow"));
    const auto done = [&] { return std::count_if(ids.begin(), ids.end(), [&](const auto &id) { return row(id).status == Status::Completed; }); };
    m_bench->settle();
    QCOMPARE(done(), std::ptrdiff_t(2));
    m_bench->clock.advance(30s);
    m_bench->settle();
    QCOMPARE(done(), std::ptrdiff_t(3));
    m_bench->clock.advance(30s);
    m_bench->settle();
    QCOMPARE(done(), std::ptrdiff_t(4));
}

void FlowTest::T1_aPausedAgentKeepsItsTasks()
{
    const auto pause = [&](bool paused) {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            store::people::setPaused(deed.tx, "ruvo", paused);
            return {};
        });
    };
    pause(true);
    const auto id = start("light");
    send(id, "work");
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("working"));
    QCOMPARE(tasks(id).front().attempt, 0); // nothing has failed
    pause(false);
    m_bench->clock.advance(30s);
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("green"));
}

/// The row of a person's task and of a child is written once, whole.
void FlowTest::T3_rowsSayFromTheFirstWhoIsAskedAndWhichChildItIs()
{
    // Whatever is changed after it was put there would be seen by this.
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        deed.tx.exec("CREATE TABLE second_writes(key TEXT)");
        deed.tx.exec("CREATE TRIGGER second_write AFTER UPDATE ON invocations BEGIN INSERT INTO second_writes VALUES(NEW.key); END");
        return {};
    });
    const auto person = start("light");
    send(person, "wait");
    QCOMPARE(tasks(person).front().status, InvocationStatus::WaitsForPerson);
    QVERIFY(!tasks(person).front().escalation.empty());
    const auto parent = start("parent");
    QCOMPARE(tasks(parent).front().status, InvocationStatus::Waiting);
    QCOMPARE(row(tasks(parent).front().ref).parent, tasks(parent).front().key);
    QCOMPARE(m_bench->read<std::int64_t>([](const auto &sql) { return sql.integer("SELECT count(*) FROM second_writes").value_or(-1); }), std::int64_t(0));
}

void FlowTest::D3_eventsOfAPausedInstanceWaitInOrder()
{
    const auto id = start("light");
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::pause(deed, id, "lunch"); });
    QVERIFY(send(id, "push", "e1").queued);
    QVERIFY(send(id, "push", "e2").queued);
    QVERIFY(send(id, "push", "e2").duplicate);
    QCOMPARE(integer(context(id), "count"), std::int64_t(0));
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::resume(deed, id, "back"); });
    QVERIFY(send(id, "push", "e3").queued); // it does not overtake those that wait
    m_bench->settle();
    QCOMPARE(integer(context(id), "count"), std::int64_t(3));
    QCOMPARE(row(id).queued, std::int64_t(0));
    // A person is told at once instead.
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::pause(deed, id, "again"); });
    const auto refused = m_bench->attempt<flow::Sent>(m_bench->person("Mara Quinn"), [&](Deed &deed) { return flow::send(deed, {id, "push", Json::object(), {}, {}}); });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Errc::Conflict);
}

void FlowTest::D3_aTimerThatFellDueBeforeComesBeforeTheEvent()
{
    const auto id = start("light");
    m_bench->clock.advance(11s); // the engine was down while "red" ended
    send(id, "push");            // arrives after the restart, before anything has looked at the timers
    QCOMPARE(row(id).state, std::string("red")); // green first, then pushed back to red
    const auto history = m_bench->read<std::vector<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, id, {{}, 10}).rows; });
    QCOMPARE(history.size(), std::size_t(3));
    QVERIFY(history[1].input.starts_with("xstate.after"));
    QCOMPARE(history[2].input, std::string("push"));
}

void FlowTest::D8_aLateResultChangesNothing()
{
    const auto id = start("light");
    send(id, "work");
    const auto key = tasks(id).front().key;
    const auto attempt = m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        const auto leased = pipeline::lease(tx, studio, key, "run_1");
        return leased && *leased && **leased == 0 ? Result<void>() : fail(Errc::Internal, "not leased");
    });
    QVERIFY(attempt.has_value());
    m_bench->clock.advance(121s); // the attempt took too long: the next one counts
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::timeOut(deed, key); });
    agents::Plan plan;
    plan.output = Json{{"title", "Look"}};
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::finish(tx, studio, key, "run_1", 0, plan); }).has_value());
    QCOMPARE(row(id).state, std::string("working"));
    const auto audit = m_bench->audited(id);
    QVERIFY(std::find(audit.begin(), audit.end(), "workflow.late_result") != audit.end());
    // The second attempt is leased, answers in time, and counts.
    m_bench->clock.advance(3600s);
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        const auto leased = pipeline::lease(tx, studio, key, "run_1");
        return leased && *leased && **leased == 1 ? Result<void>() : fail(Errc::Internal, "not leased");
    }).has_value());
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::finish(tx, studio, key, "run_1", 1, plan); }).has_value());
    QCOMPARE(row(id).state, std::string("green"));
}

void FlowTest::D9_whatMayNotBeRepeatedIsUncertain()
{
    m_bench->define(R"({"id": "pay", "version": "1.0.0", "initial": "paying", "setup": { "actors": { "ruvo.create_task": { "idempotent": false } } }, "states": {
        "paying": { "invoke": { "id": "pay", "src": "ruvo.create_task", "input": { "title": "Pay" }, "onDone": "paid", "onError": "unpaid" } },
        "paid": { "on": { "end": "over" } }, "unpaid": { "on": { "end": "over" } }, "over": { "type": "final" } } })");
    const auto leaseAndCrash = [&](const std::string &id) {
        QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
            return pipeline::lease(tx, studio, tasks(id).front().key, "run_1") ? Result<void>() : fail(Errc::Internal, "no");
        }).has_value());
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::recover(deed, "run_2"); });
    };
    const auto once = start("pay");
    leaseAndCrash(once);
    QCOMPARE(tasks(once).front().status, InvocationStatus::Uncertain);
    auto open = m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
    QCOMPARE(open.size(), std::size_t(1));
    m_bench->must<void>(m_bench->person("Mara Quinn"), [&](Deed &deed) {
        return flow::resolveTask(deed, once, "pay", api::ResolveTask::How::Done, {{"paid", true}}, "the bank says so");
    });
    QCOMPARE(row(once).state, std::string("paid"));
    open = m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
    QVERIFY(open.empty());
    // What may be repeated is tried again at once.
    const auto free = start("light");
    send(free, "work");
    leaseAndCrash(free);
    QCOMPARE(tasks(free).front().status, InvocationStatus::Later);
    QCOMPARE(tasks(free).front().attempt, 1);
    QCOMPARE(*tasks(free).front().nextTry, m_bench->clock.now());
    // So it is by a policy that does not think of lost attempts, and not by one that forbids it.
    for (const bool forbids : {false, true}) {
        const std::string name = forbids ? "strict" : "mild";
        m_bench->define(R"({"id": ")" + name + R"(", "version": "1.0.0", "initial": "a", "states": { "a": { "invoke": { "id": "pay", "src": "ruvo.create_task", "input": { "title": "T" },
            "retry": [{ "errorEquals": [")" + (forbids ? "*" : "timeout") + R"("], "maxAttempts": )" + (forbids ? "0" : "2") + R"( }], "onDone": "b", "onError": "c" } },
            "b": { "on": { "end": "d" } }, "c": { "on": { "end": "d" } }, "d": { "type": "final" } } })");
        const auto id = start(name);
        leaseAndCrash(id);
        QCOMPARE(row(id).state, std::string(forbids ? "c" : "a"));
        QCOMPARE(tasks(id).size(), std::size_t(forbids ? 0 : 1));
    }
}

void FlowTest::D9_aPartIsUncertainByItsOwnPolicy()
{
    // The list itself says nothing; what it is made of may not be repeated.
    m_bench->define(R"({"id": "payall", "version": "1.0.0", "initial": "paying", "setup": { "actors": { "ruvo.create_task": { "idempotent": false } } }, "states": {
        "paying": { "invoke": { "id": "all", "src": "engine.foreach", "input": { "items": { "preserve": [1, 2] }, "src": "ruvo.create_task", "input": { "preserve": { "title": "Pay" } } },
                                "onDone": "paid", "onError": "unpaid" } },
        "paid": { "on": { "end": "over" } }, "unpaid": { "on": { "end": "over" } }, "over": { "type": "final" } } })");
    const auto id = start("payall");
    const auto part = parts(tasks(id).front().key).front().key;
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        return pipeline::lease(tx, studio, part, "run_1") ? Result<void>() : fail(Errc::Internal, "no");
    }).has_value());
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::recover(deed, "run_2"); });
    QCOMPARE(parts(tasks(id).front().key).front().status, InvocationStatus::Uncertain);
}

void FlowTest::D9_anUncertainTasksCaseEndsWithItsWorkflow()
{
    m_bench->define(R"({"id": "payone", "version": "1.0.0", "initial": "paying", "setup": { "actors": { "ruvo.create_task": { "idempotent": false } } }, "states": {
        "paying": { "invoke": { "id": "pay", "src": "ruvo.create_task", "input": { "title": "Pay" }, "onDone": "paid" } }, "paid": { "type": "final" } } })");
    const auto id = start("payone");
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        return pipeline::lease(tx, studio, tasks(id).front().key, "run_1") ? Result<void>() : fail(Errc::Internal, "no");
    }).has_value());
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::recover(deed, "run_2"); });
    const auto open = [&] { return m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); }); };
    QCOMPARE(open().size(), std::size_t(1));
    QCOMPARE(tasks(id).front().escalation, open().front().id);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "no"); });
    QVERIFY(open().empty());
}

void FlowTest::D10_retriesWaitAsTheyShouldAndAreStored()
{
    m_bench->define(R"({"id": "retry", "version": "1.0.0", "initial": "a", "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" },
               "retry": [{ "errorEquals": ["guardrail.*"], "maxAttempts": 0 }, { "errorEquals": ["*"], "intervalSeconds": 2, "backoffRate": 3, "maxAttempts": 3, "maxDelaySeconds": 10, "jitterStrategy": "NONE" }],
               "onDone": "b", "onError": "c" } }, "b": { "type": "final" }, "c": { "type": "final" } } })");
    const auto id = start("retry");
    const auto key = tasks(id).front().key;
    for (const auto wait : {2s, 6s, 10s}) {
        failed(key, "odd");
        QCOMPARE(tasks(id).front().status, InvocationStatus::Later);
        QCOMPARE(*tasks(id).front().nextTry - m_bench->clock.now(), std::chrono::milliseconds(wait));
    }
    failed(key, "odd");
    QCOMPARE(row(id).state, std::string("c"));
    const auto strict = start("retry");
    failed(tasks(strict).front().key, "guardrail.input");
    QCOMPARE(row(strict).state, std::string("c"));
}

/// By their names definitions choose a way; what the engine itself calls them stands here.
void FlowTest::D11_errorsHaveTheirNames()
{
    m_bench->define(R"({"id": "named", "version": "1.0.0", "context": { "why": null }, "initial": "a", "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" }, "retry": [{ "errorEquals": ["*"], "maxAttempts": 0 }], "onDone": "b",
               "onError": { "target": "b", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } } },
        "b": { "on": { "end": "c" } }, "c": { "type": "final" } } })");
    const auto nameFor = [&](const Error &error) {
        const auto id = start("named");
        const auto key = tasks(id).front().key;
        if (!m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocationFailed(tx, studio, key, error); }))
            return std::string("not written down");
        return text(context(id), "why");
    };
    QCOMPARE(nameFor({Errc::Unavailable, "away", {}, {}, {}}), std::string("agent.unavailable"));
    QCOMPARE(nameFor({Errc::RateLimited, "too many", {}, {}, {}}), std::string("rate.limited"));
    QCOMPARE(nameFor({Errc::BadInput, "no", {}, {}, {}}), std::string("agent.error"));
    const auto id = start("named");
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        return pipeline::lease(tx, studio, tasks(id).front().key, "run_1") ? Result<void>() : fail(Errc::Internal, "no");
    }).has_value());
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::recover(deed, "run_2"); });
    QCOMPARE(text(context(id), "why"), std::string("agent.lost"));
    const auto slow = start("named");
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        return pipeline::lease(tx, studio, tasks(slow).front().key, "run_1") ? Result<void>() : fail(Errc::Internal, "no");
    }).has_value());
    m_bench->clock.advance(121s); // an attempt may take two minutes
    m_bench->settle();
    QCOMPARE(text(context(slow), "why"), std::string("timeout"));
}

void FlowTest::D12_aFaultStopsTheInstanceAndAPersonMayRetrySkipOrEdit()
{
    const auto person = m_bench->person("Mara Quinn");
    const auto broken = [&] {
        const auto id = start("light");
        send(id, "spin"); // its delay is no number
        return id;
    };
    const auto edited = broken();
    QCOMPARE(row(edited).status, Status::Incident);
    QVERIFY(row(edited).error.starts_with("delay"));
    QCOMPARE(row(edited).state, std::string("red")); // nothing of the step happened
    QVERIFY(!m_bench->attempt<void>(person, [&](Deed &deed) { return flow::retryIncident(deed, edited); }));
    m_bench->must<void>(person, [&](Deed &deed) -> Result<void> {
        HS_TRY(flow::editContext(deed, edited, {{"bad", 5000}}, "a typing error"));
        return flow::retryIncident(deed, edited);
    });
    QCOMPARE(row(edited).state, std::string("spinning"));
    QCOMPARE(row(edited).status, Status::Running);

    const auto skipped = broken();
    m_bench->must<std::string>(person, [&](Deed &deed) { return flow::skipInput(deed, skipped, "not needed"); });
    QCOMPARE(row(skipped).status, Status::Running);
    QCOMPARE(row(skipped).state, std::string("red"));
    m_bench->clock.advance(10s);
    m_bench->settle(); // its timer goes on
    QCOMPARE(row(skipped).state, std::string("green"));

    const auto open = m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
    QVERIFY(open.empty());
    const auto running = start("light");
    QVERIFY(!m_bench->attempt<void>(person, [&](Deed &deed) { return flow::editContext(deed, running, {{"count", 1}}, "no"); }));
}

void FlowTest::D13_whatWasSkippedCanBeSentAgain()
{
    const auto person = m_bench->person("Mara Quinn");
    const auto id = start("light");
    send(id, "spin");
    const auto letter = m_bench->must<std::string>(person, [&](Deed &deed) { return flow::skipInput(deed, id, "later"); });
    const auto kept = m_bench->read<std::optional<store::workflows::DeadLetter>>([&](const auto &sql) { return store::workflows::deadLetter(sql, letter); }).value();
    QCOMPARE(kept.type, std::string("spin"));
    QVERIFY(kept.reason.starts_with("delay"));
    m_bench->must<void>(person, [&](Deed &deed) -> Result<void> {
        HS_TRY(flow::pause(deed, id, "mend it"));
        HS_TRY(flow::editContext(deed, id, {{"bad", 5000}}, "mended"));
        return flow::resume(deed, id, "go on");
    });
    m_bench->must<void>(person, [&](Deed &deed) { return flow::resend(deed, letter); });
    QCOMPARE(row(id).state, std::string("spinning"));
    QVERIFY(!m_bench->attempt<void>(person, [&](Deed &deed) { return flow::resend(deed, letter); }));
}

void FlowTest::D13_lettersCanBeSearched()
{
    const auto person = m_bench->person("Mara Quinn");
    std::vector<std::string> ids, letters;
    for (int i = 0; i < 3; ++i) {
        m_bench->clock.advance(1s);
        ids.push_back(start("light"));
        send(ids.back(), "spin");
        letters.push_back(m_bench->must<std::string>(person, [&](Deed &deed) { return flow::skipInput(deed, ids.back(), "later"); }));
    }
    const auto search = [&](const store::workflows::LetterFilter &filter, const store::Slice &slice) {
        return m_bench->read<store::Sliced<store::workflows::DeadLetter>>([&](const auto &sql) { return store::workflows::deadLetters(sql, filter, slice); });
    };
    const auto first = search({}, {{}, 2});
    QCOMPARE(first.rows.size(), std::size_t(2));
    QCOMPARE(first.rows.front().id, letters[2]);
    const auto second = search({}, {first.next, 2});
    QCOMPARE(second.rows.size(), std::size_t(1));
    QCOMPARE(second.rows.front().id, letters[0]);
    QVERIFY(second.next.empty());
    QCOMPARE(search({ids[1], {}, false}, {}).rows.size(), std::size_t(1));
    QCOMPARE(search({{}, "PIN", false}, {}).rows.size(), std::size_t(3));
    QCOMPARE(search({{}, "100%", false}, {}).rows.size(), std::size_t(0));
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::workflows::markResent(deed.tx, letters[0], deed.now);
        return {};
    });
    QCOMPARE(search({{}, {}, true}, {}).rows.size(), std::size_t(2));
}

void FlowTest::D14_aPausedTimerFiresAfterResume()
{
    const auto id = start("light");
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::pause(deed, id, "lunch"); });
    m_bench->clock.advance(15s);
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("red"));
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::resume(deed, id, "back"); });
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("green"));
    // The next timer counts from when the first was due, not from the resume.
    const auto timers = m_bench->read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::timers(sql, id); });
    QCOMPARE(timers.front().due - row(id).startedAt, std::chrono::milliseconds(30s));
}

void FlowTest::D14_edge9_aClockBackOneHourAndForwardOneDay()
{
    const auto id = start("light");
    m_bench->clock.advance(5s);
    send(id, "push");
    m_bench->clock.advance(-3600s);
    send(id, "push");
    const auto history = m_bench->read<std::vector<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, id, {{}, 10}).rows; });
    QVERIFY(history[2].at >= history[1].at);
    QVERIFY(row(id).updatedAt >= history[1].at);
    QCOMPARE(integer(context(id), "count"), std::int64_t(2));
    // A day forward: what fell due on the way fires once.
    m_bench->define(R"({"id": "once", "version": "1.0.0", "initial": "a", "states": { "a": { "after": { "PT10S": "b" } }, "b": { "on": { "end": "c" } }, "c": { "type": "final" } } })");
    const auto once = start("once");
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "enough"); });
    m_bench->clock.advance(86'400s);
    m_bench->settle();
    QCOMPARE(row(once).state, std::string("b"));
    QCOMPARE(row(once).steps, std::int64_t(1));
}

void FlowTest::D17_noMoreThan100000InputsWait()
{
    const auto id = start("light");
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::pause(deed, id, "lunch"); });
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        deed.tx.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
                     " INSERT INTO instance_inbox(instance, seq, at, input) SELECT ?, i, 0, '{}' FROM n",
                     {id});
        deed.tx.exec("UPDATE instances SET queued = 99999 WHERE id = ?", {id});
        return {};
    });
    QVERIFY(send(id, "push", "e1").queued);
    const auto more = m_bench->attempt<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "push", Json::object(), "e2", {}}); });
    QVERIFY(!more);
    QCOMPARE(more.error().code, Errc::Unavailable);
    QVERIFY(!more.error().mend.empty());
    QCOMPARE(row(id).queued, std::int64_t(100'000));
}

void FlowTest::O1_pauseKeepsResults()
{
    const auto id = start("light");
    send(id, "work");
    const auto key = tasks(id).front().key;
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::pause(deed, id, "wait"); });
    m_bench->settle(); // the task does not run
    QCOMPARE(tasks(id).front().status, InvocationStatus::Ready);
    done(key, {{"task", "t"}}); // a result that was on its way
    QCOMPARE(row(id).state, std::string("working"));
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::resume(deed, id, "go"); });
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("green"));
    const auto history = m_bench->read<std::vector<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, id, {{}, 20}).rows; });
    std::vector<std::string> inputs;
    for (const auto &step : history)
        inputs.push_back(step.input);
    QCOMPARE(inputs, (std::vector<std::string>{"start", "work", "pause", "resume", "done: work"}));
    QCOMPARE(history[2].reason, std::string("wait"));
}

void FlowTest::O1_operateReportsItemByItem()
{
    const auto good = start("light", Json::object(), "k1"), bad = start("light", Json::object(), "k2");
    send(bad, "spin");
    const auto result = m_bench->must<std::vector<bool>>(m_bench->person("Mara Quinn"), [&](Deed &deed) -> Result<std::vector<bool>> {
        std::vector<bool> report;
        for (const auto &id : {good, bad, std::string("wf_none")})
            report.push_back(deed.tx.part<void>([&] { return flow::pause(deed, id, "all of them"); }).has_value());
        return report;
    });
    QCOMPARE(result, (std::vector<bool>{true, false, false}));
    QCOMPARE(row(good).status, Status::Paused);
    QCOMPARE(row(bad).status, Status::Incident);
}

void FlowTest::O1_reprioritiseAndRestart()
{
    const auto person = m_bench->person("Mara Quinn");
    const auto id = start("light", {{"count", 5}});
    send(id, "work");
    m_bench->must<void>(person, [&](Deed &deed) { return flow::reprioritise(deed, id, 3, "the client waits"); });
    QCOMPARE(tasks(id).front().priority, 3);
    const auto again = m_bench->must<std::string>(person, [&](Deed &deed) { return flow::restart(deed, id, "it took a wrong turn"); });
    QVERIFY(again != id);
    QCOMPARE(integer(context(again), "count"), std::int64_t(5));
    QCOMPARE(row(again).state, std::string("red"));
    QCOMPARE(row(id).state, std::string("working"));
}

void FlowTest::O2_cancelRunsNoExitActions()
{
    m_bench->define(R"({"id": "bye", "version": "1.0.0", "initial": "a", "states": { "a": {
        "exit": { "type": "emit", "params": { "event": { "type": "left" } } }, "after": { "PT1H": "b" },
        "invoke": { "id": "h", "src": "human.input", "input": { "title": "?" }, "onDone": "b", "onError": "b" } }, "b": { "type": "final" } } })");
    const auto id = start("bye");
    m_bench->must<void>(m_bench->person("Mara Quinn"), [&](Deed &deed) { return flow::cancel(deed, id, "enough"); });
    QVERIFY(m_bench->messages("left").empty());
    QCOMPARE(row(id).status, Status::Cancelled);
    QVERIFY(tasks(id).empty());
    m_bench->clock.advance(7200s);
    m_bench->settle();
    QCOMPARE(row(id).steps, std::int64_t(1));
}

QTEST_GUILESS_MAIN(FlowTest)
#include "flow_test.moc"
