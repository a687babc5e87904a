#include "engine/runtime/start_queue.h"

#include <filesystem>
#include <fstream>

#include "engine/runtime/engine_host.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::workflows::Instance;
using store::workflows::Status;
using store::workflows::WaitingStart;
using test::RuntimeBench;

namespace {

/// An hour at most; `most` at once.
std::string fitting(const std::string &version, int most)
{
    return R"({ "id": "fitting", "version": ")" + version + R"(", "meta": { "maxRunning": )" + std::to_string(most) + R"( }, "context": { "n": 0 },
  "initial": "open",
  "setup": { "triggers": [
    { "event": "fit", "mode": "start", "key": { "var": "event.who" } },
    { "event": "note", "mode": "deliver", "key": { "var": "event.who" } } ] },
  "states": {
    "open": { "on": { "note": { "actions": { "type": "assign", "params": { "assignment": { "n": { "+": [{ "var": "context.n" }, 1] } } } } }, "end": "over" },
              "after": { "PT1H": "over" } },
    "over": { "type": "final" } } })";
}

const char *const Whole = R"({
  "id": "whole", "version": "1.0.0", "context": { "why": null },
  "initial": "asking",
  "states": {
    "asking": { "invoke": { "id": "part", "src": "engine.workflow", "input": { "definition": "fitting" },
                            "onDone": "glad", "onError": { "target": "sad", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } },
                "on": { "never.mind": "sad" } },
    "glad": { "on": { "end": "over" } }, "sad": { "on": { "end": "over" } }, "over": { "type": "final" } } })";

} // namespace

/// At most so many instances of a definition at once (T1, meta.maxRunning): who waits, in which order they begin, what they are
/// while they wait.
class StartQueueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void T1_moreThanMayRunWaitForTheirTurn();
    void T1_pickOrders_data();
    void T1_pickOrders();
    void T1_theMostUrgentBeginsFirst();
    void T1_aPausedOneKeepsItsPlace();
    void T1_aHigherLimitLetsThemBegin();
    void T7_itsEventsWaitWithIt();
    void T3_aChildThatWaitsGoesWithItsParent();
    void T3_aPartOfItselfDoesNotWait();
    void V2_itBeginsWithTheNewestVersion();
    void V2_aRetiredDefinitionBeginsNothing();
    void O1_whatMayBeDoneWithOneThatWaits();
    void O2_oneThatNeverBeganCanBeCancelledAndRestarted();
    void whatCannotBeginIsTold();
    void aRestartKeepsTheQueueAndEverybodySeesWhy();
    void D16_whatItWaitsForIsSeenFromItsRows();

private:
    std::string start(const std::string &key, const std::string &priority = "Medium", const std::string &entity = {})
    {
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
            flow::Start wish;
            wish.definition = "fitting";
            wish.key = key;
            wish.title = key;
            wish.priority = priority;
            wish.entity = entity;
            return flow::start(deed, wish);
        });
    }
    Instance row(const std::string &id) { return m_bench->instance(id); }
    Status status(const std::string &id) { return row(id).status; }
    std::string why(const std::string &id)
    {
        const auto instance = row(id);
        const auto studio = m_bench->studio();
        return m_bench->read<std::string>([&](const auto &sql) { return starts::why(sql, studio, instance); });
    }
    void end(const std::string &id)
    {
        m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "end", Json::object(), {}, {}}); });
        m_bench->settle();
    }
    Result<void> act(const std::function<Result<void>(Deed &)> &work, const Actor &who = engineActor())
    {
        return m_bench->attempt<void>(who, work);
    }
    std::int64_t number(const std::string &id, const char *field) { return integer(Json(workflow::parseSnapshot(row(id).snapshot).value().context), field); }

    std::unique_ptr<RuntimeBench> m_bench;
};

void StartQueueTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    m_bench->define(fitting("1.0.0", 2));
    m_bench->define(Whole);
}

void StartQueueTest::T1_moreThanMayRunWaitForTheirTurn()
{
    const auto a = start("a"), b = start("b"), c = start("c"), d = start("d");
    m_bench->settle();
    QCOMPARE(status(a), Status::Running);
    QCOMPARE(status(b), Status::Running);
    QCOMPARE(status(c), Status::Waiting);
    QCOMPARE(status(d), Status::Waiting);
    QVERIFY(row(c).snapshot.empty());
    QCOMPARE(row(c).column, std::string("open")); // where it will stand
    QCOMPARE(start("c"), c); // its key counts already
    QCOMPARE(why(c), std::string("2 are under way, at most 2 may be; 2 wait for a turn"));
    end(a);
    QCOMPARE(status(c), Status::Running);
    QCOMPARE(row(c).state, std::string("open"));
    QCOMPARE(status(d), Status::Waiting);
    // Its time counts from when it began.
    m_bench->clock.advance(59min);
    m_bench->settle();
    QCOMPARE(status(c), Status::Running);
    const auto first = m_bench->read<std::optional<store::workflows::Step>>([&](const auto &sql) { return store::workflows::step(sql, c, 0); });
    QVERIFY(first && !first->snapshot.empty());
    QCOMPARE(m_bench->audited(c), (std::vector<std::string>{"workflow.waits", "workflow.started"}));
}

Q_DECLARE_METATYPE(std::vector<store::workflows::WaitingStart>)
using Begun = std::map<std::string, std::int64_t, std::less<>>;
Q_DECLARE_METATYPE(Begun)

void StartQueueTest::T1_pickOrders_data()
{
    QTest::addColumn<std::vector<WaitingStart>>("waiting");
    QTest::addColumn<Begun>("begun");
    QTest::addColumn<int>("room");
    QTest::addColumn<QByteArray>("expected");
    const auto one = [](const char *id, int priority, int minutes, const char *entity = "e") {
        return WaitingStart{id, entity, priority, fromMillis(1'700'000'000'000) + std::chrono::minutes(minutes)};
    };
    QTest::newRow("nobody waits") << std::vector<WaitingStart>() << Begun() << 3 << QByteArray();
    QTest::newRow("no room") << std::vector{one("a", 1, 0)} << Begun() << 0 << QByteArray();
    QTest::newRow("priority before age") << std::vector{one("old", 1, 0), one("urgent", 3, 50)} << Begun() << 2 << QByteArray("urgent old");
    QTest::newRow("age among equals") << std::vector{one("b", 1, 5), one("a", 1, 0)} << Begun() << 2 << QByteArray("a b");
    QTest::newRow("an hour is one class") << std::vector{one("fresh", 2, 60), one("waited", 1, 0)} << Begun() << 2 << QByteArray("waited fresh");
    QTest::newRow("businesses by what they have under way") << std::vector{one("a1", 1, 5, "a"), one("b1", 1, 9, "b")} << Begun{{"a", 2}, {"b", 1}} << 1
                                                            << QByteArray("b1");
    QTest::newRow("businesses take turns") << std::vector{one("a1", 1, 0, "a"), one("a2", 1, 1, "a"), one("a3", 1, 2, "a"), one("b1", 1, 3, "b")} << Begun() << 3
                                           << QByteArray("a1 b1 a2");
}

void StartQueueTest::T1_pickOrders()
{
    QFETCH(std::vector<WaitingStart>, waiting);
    QFETCH(Begun, begun);
    QFETCH(int, room);
    QFETCH(QByteArray, expected);
    QByteArray order;
    for (const auto &id : starts::pick(waiting, begun, fromMillis(1'700'000'000'000) + 60min, std::size_t(room)))
        order += (order.isEmpty() ? "" : " ") + QByteArray::fromStdString(id);
    QCOMPARE(order, expected);
}

void StartQueueTest::T1_theMostUrgentBeginsFirst()
{
    const auto other = m_bench->record("business-entities-registry", {{"Name", "Elsewhere"}, {"Entity Type", "ART_GALLERY"}, {"Integration Status", "Active"}});
    const auto a = start("a", "Medium", m_bench->business), b = start("b", "Medium", m_bench->business);
    m_bench->clock.advance(1s);
    const auto mine = start("mine", "Medium", m_bench->business);
    m_bench->clock.advance(1s);
    const auto theirs = start("theirs", "Medium", other);
    m_bench->clock.advance(1s);
    const auto late = start("late", "Low", m_bench->business);
    QVERIFY(act([&](Deed &deed) { return flow::reprioritise(deed, late, 3, "now"); }).has_value());
    QCOMPARE(status(late), Status::Waiting);
    end(a);
    QCOMPARE(status(late), Status::Running); // the most urgent
    QCOMPARE(status(mine), Status::Waiting);
    end(b);
    QCOMPARE(status(theirs), Status::Running); // its business has nothing under way
    QCOMPARE(status(mine), Status::Waiting);
    end(late);
    QCOMPARE(status(mine), Status::Running);
}

void StartQueueTest::T1_aPausedOneKeepsItsPlace()
{
    const auto a = start("a"), b = start("b"), c = start("c");
    QVERIFY(act([&](Deed &deed) { return flow::pause(deed, a, "wait"); }).has_value());
    m_bench->settle();
    QCOMPARE(status(c), Status::Waiting);
    QVERIFY(act([&](Deed &deed) { return flow::cancel(deed, a, "no"); }).has_value());
    m_bench->settle();
    QCOMPARE(status(c), Status::Running);
    QCOMPARE(status(b), Status::Running);
}

void StartQueueTest::T1_aHigherLimitLetsThemBegin()
{
    std::vector<std::string> ids;
    for (int i = 0; i < 6; ++i)
        ids.push_back(start("k" + std::to_string(i)));
    m_bench->define(fitting("1.1.0", 5));
    m_bench->settle();
    QCOMPARE(std::count_if(ids.begin(), ids.end(), [&](const auto &id) { return status(id) == Status::Running; }), std::ptrdiff_t(5));
    QCOMPARE(status(ids.back()), Status::Waiting);
    // Who comes now stands behind who waits, also when there is room.
    end(ids.front());
    QCOMPARE(status(ids.back()), Status::Running);
}

void StartQueueTest::T7_itsEventsWaitWithIt()
{
    const auto a = start("a");
    start("b");
    const auto handled = [&](const char *type, const char *who) { QVERIFY(m_bench->handle(m_bench->event(type, {{"who", who}})).has_value()); };
    handled("fit", "c");
    const auto waiting = m_bench->instances().front().id;
    QCOMPARE(status(waiting), Status::Waiting);
    handled("note", "c");
    m_bench->clock.advance(2h); // longer than its own timer
    handled("note", "c");
    m_bench->settle(); // the two before it end by their timers
    QCOMPARE(status(a), Status::Completed);
    QCOMPARE(status(waiting), Status::Running);
    QCOMPARE(number(waiting, "n"), std::int64_t(2));
    QCOMPARE(row(waiting).queued, std::int64_t(0));
    QVERIFY(row(waiting).dueAt && *row(waiting).dueAt == m_bench->clock.now() + 1h);
}

void StartQueueTest::T3_aChildThatWaitsGoesWithItsParent()
{
    start("a");
    start("b");
    const auto begin = [&] {
        return m_bench->must<std::string>(engineActor(), [](Deed &deed) {
            flow::Start wish;
            wish.definition = "whole";
            return flow::start(deed, wish);
        });
    };
    const auto childOf = [&](const std::string &parent) {
        return m_bench->read<std::vector<store::workflows::Invocation>>([&](const auto &sql) { return store::workflows::invocations(sql, parent); }).front().ref;
    };
    const auto first = begin();
    const auto child = childOf(first);
    QCOMPARE(status(child), Status::Waiting);
    m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {first, "never.mind", Json::object(), {}, {}}); });
    QCOMPARE(status(child), Status::Cancelled);

    // One that is cancelled by a person is an error for its parent.
    const auto second = begin();
    const auto other = childOf(second);
    QVERIFY(act([&](Deed &deed) { return flow::cancel(deed, other, "no"); }).has_value());
    m_bench->settle();
    QCOMPARE(row(second).state, std::string("sad"));
    QCOMPARE(text(Json(workflow::parseSnapshot(row(second).snapshot).value().context), "why"), std::string("cancelled"));
}

void StartQueueTest::T3_aPartOfItselfDoesNotWait()
{
    // One at once, and it waits for another of its own kind: both would stand for ever.
    m_bench->define(R"({ "id": "doll", "version": "1.0.0", "meta": { "maxRunning": 1 }, "context": { "inner": null }, "initial": "choosing", "states": {
        "choosing": { "always": [ { "guard": { "type": "jsonlogic", "params": { "rule": { "var": "context.inner" } } }, "target": "opening" }, { "target": "over" } ] },
        "opening": { "invoke": { "id": "next", "src": "engine.workflow", "input": { "definition": { "var": "context.inner" } }, "onDone": "over", "onError": "stuck" } },
        "stuck": { "on": { "end": "over" } }, "over": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) {
        flow::Start wish;
        wish.definition = "doll";
        wish.input = {{"inner", "doll"}};
        return flow::start(deed, wish);
    });
    m_bench->settle();
    QCOMPARE(status(id), Status::Completed);
}

void StartQueueTest::V2_itBeginsWithTheNewestVersion()
{
    const auto a = start("a");
    start("b");
    const auto c = start("c");
    QCOMPARE(row(c).version, std::string("1.0.0"));
    m_bench->define(fitting("1.1.0", 2));
    end(a);
    QCOMPARE(status(c), Status::Running);
    QCOMPARE(row(c).version, std::string("1.1.0"));
}

void StartQueueTest::V2_aRetiredDefinitionBeginsNothing()
{
    const auto a = start("a");
    start("b");
    const auto c = start("c");
    m_bench->shelf.setRetired("fitting", "1.0.0", true);
    end(a);
    QCOMPARE(status(c), Status::Waiting);
    QCOMPARE(why(c), std::string("all versions of its definition are retired"));
    m_bench->shelf.setRetired("fitting", "1.0.0", false);
    m_bench->settle();
    QCOMPARE(status(c), Status::Running);
}

void StartQueueTest::O1_whatMayBeDoneWithOneThatWaits()
{
    start("a");
    start("b");
    const auto c = start("c");
    const auto ada = m_bench->person("Ada");
    const auto refused = [&](const std::function<Result<void>(Deed &)> &work) {
        const auto done = act(work, ada);
        return !done && done.error().code == Errc::Conflict && !done.error().what.empty();
    };
    QVERIFY(refused([&](Deed &deed) { return flow::pause(deed, c, "r"); }));
    QVERIFY(refused([&](Deed &deed) { return flow::resume(deed, c, "r"); }));
    QVERIFY(refused([&](Deed &deed) { return flow::editContext(deed, c, {{"n", 1}}, "r"); }));
    QVERIFY(refused([&](Deed &deed) -> Result<void> {
        const auto sent = flow::send(deed, {c, "note", Json::object(), {}, {}});
        return sent ? Result<void>() : tl::make_unexpected(sent.error());
    }));
    QVERIFY(refused([&](Deed &deed) -> Result<void> {
        const auto again = flow::restart(deed, c, "r");
        return again ? Result<void>() : tl::make_unexpected(again.error());
    }));
    QVERIFY(act([&](Deed &deed) { return flow::assign(deed, c, ada.id); }).has_value());
    QCOMPARE(row(c).assignee, ada.id);
    QCOMPARE(status(c), Status::Waiting);
}

void StartQueueTest::O2_oneThatNeverBeganCanBeCancelledAndRestarted()
{
    const auto a = start("a");
    start("b");
    const auto c = start("c");
    QVERIFY(act([&](Deed &deed) { return flow::cancel(deed, c, "changed my mind", true); }).has_value());
    QCOMPARE(status(c), Status::Cancelled);
    const auto history = m_bench->read<store::Sliced<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, c, {}); }).rows;
    QCOMPARE(history.size(), std::size_t(1));
    QCOMPARE(history.front().reason, std::string("changed my mind"));
    const auto again = m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::restart(deed, c, {}); });
    QCOMPARE(status(again), Status::Waiting);
    end(a);
    QCOMPARE(status(again), Status::Running);
    QCOMPARE(status(c), Status::Cancelled);
}

void StartQueueTest::whatCannotBeginIsTold()
{
    const auto a = start("a");
    start("b");
    const auto c = m_bench->must<std::string>(engineActor(), [](Deed &deed) {
        flow::Start wish;
        wish.definition = "fitting";
        wish.version = "1.0.0";
        return flow::start(deed, wish);
    });
    const auto text = fitting("2.0.0", 2);
    const auto parsed = workflow::parseDefinition(text, runCatalog(m_bench->data->agents.catalog()));
    QVERIFY(parsed.definition);
    DefinitionShelf shelf;
    shelf.add(parsed.definition);
    end(a);
    QCOMPARE(status(c), Status::Running);
    const auto d = m_bench->must<std::string>(engineActor(), [](Deed &deed) {
        flow::Start wish;
        wish.definition = "fitting";
        wish.version = "1.0.0";
        return flow::start(deed, wish);
    });
    QCOMPARE(status(d), Status::Waiting);
    // The version that it asked for is gone when its turn comes.
    const auto here = m_bench->studio();
    const Studio bare{here.clock, here.ids, here.agents, here.hub, shelf, here.policy};
    QVERIFY(act([&](Deed &deed) { return flow::cancel(deed, c, "room"); }).has_value());
    const auto begun = m_bench->store->writeNow<void>([&](store::Transaction &tx) {
        Deed deed{tx, bare, here.clock.now(), "req", "cause", engineActor()};
        return starts::begin(deed, d);
    });
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, Errc::NotFound);
    QVERIFY(act([&](Deed &deed) { return starts::beginFailed(deed, d, begun.error()); }).has_value());
    QCOMPARE(status(d), Status::Failed);
    QVERIFY(row(d).error.find("1.0.0 is not loaded") != std::string::npos);
    const auto troubles = m_bench->openTroubles();
    QCOMPARE(troubles.size(), std::size_t(1));
    QCOMPARE(troubles.front().component, std::string("workflow:fitting"));
}

void StartQueueTest::aRestartKeepsTheQueueAndEverybodySeesWhy()
{
    QTemporaryDir dir;
    const std::filesystem::path folder = dir.path().toStdString();
    std::filesystem::create_directories(folder / "workflows");
    std::ofstream(folder / "workflows" / "fitting.json") << fitting("1.0.0", 1);
    const auto open = [&] {
        HostOptions options;
        options.dataDir = folder;
        options.receiver = false;
        options.offline = true;
        return EngineHost::start(std::move(options));
    };
    const auto definition = QStringLiteral("fitting");
    const auto begin = [&](EngineHost &host, const char *title) {
        return host.submitNow(engineCaller(), api::StartWorkflow{definition, {}, QString::fromUtf8(title), {}, QString::fromUtf8(title)}).value().id;
    };
    const auto look = [](EngineHost &host, const QString &id) {
        return std::get<api::WorkflowDetail>(host.queryNow(engineCaller(), api::WorkflowDetailQuery{id, -1}).value()).row;
    };
    QString first, second, third;
    {
        auto host = open();
        QVERIFY2(host.has_value(), describe(host).c_str());
        first = begin(**host, "first");
        second = begin(**host, "second");
        third = begin(**host, "third");
        QCOMPARE(look(**host, second).waitingOn, QStringLiteral("turn"));
    }
    auto host = open();
    QVERIFY2(host.has_value(), describe(host).c_str());
    const auto row = look(**host, second);
    QVERIFY(row.status == api::WorkflowStatus::Running);
    QCOMPARE(row.waitingOn, QStringLiteral("turn"));
    QCOMPARE(row.waitingWhy, QStringLiteral("1 is under way, at most 1 may be; 2 wait for a turn"));
    api::WorkflowQuery running;
    running.definition = definition;
    running.status = api::WorkflowStatus::Running;
    QCOMPARE(std::get<api::Page<api::WorkflowRow>>((*host)->queryNow(engineCaller(), running).value()).rows.size(), std::size_t(3));
    api::BoardQuery boardQuery;
    boardQuery.definition = definition;
    const auto board = std::get<api::Board>((*host)->queryNow(engineCaller(), boardQuery).value());
    QCOMPARE(board.columns.front().cards.size(), std::size_t(3));
    QVERIFY(std::any_of(board.columns.front().cards.begin(), board.columns.front().cards.end(), [&](const api::Card &card) {
        return card.row.id == third && card.bannerKind == QLatin1String("waiting") && card.bannerText == row.waitingWhy && card.moves.empty();
    }));
    // A run that has not begun has no steps, and nothing of it is in the way of looking.
    api::RunQuery run;
    run.workflow = second;
    QVERIFY(std::get<api::RunPage>((*host)->queryNow(engineCaller(), run).value()).steps.empty());
    QVERIFY((*host)->submitNow(engineCaller(), api::CancelWorkflow{first, QStringLiteral("room"), false}).has_value());
    QTRY_COMPARE(look(**host, second).waitingOn, QStringLiteral("timer"));
    QCOMPARE(look(**host, third).waitingOn, QStringLiteral("turn"));
}

/// The other things that an instance waits for, and its level while it does (T9).
void StartQueueTest::D16_whatItWaitsForIsSeenFromItsRows()
{
    QTemporaryDir dir;
    const std::filesystem::path folder = dir.path().toStdString();
    std::filesystem::create_directories(folder / "workflows");
    std::ofstream(folder / "workflows" / "standing.json") << R"({ "id": "standing", "version": "1.0.0", "context": { "bad": "x" }, "initial": "idle",
      "setup": { "delays": { "wrong": { "var": "context.bad" } },
        "schedules": [{ "cron": "0 9 * * 1-5", "timezone": "Europe/Berlin", "overlap": "queue", "catchup": "PT1H", "event": { "type": "digest.due" } }] },
      "on": { "time": ".timed", "ask": ".asked", "call": ".escalated", "work": ".working", "back": ".idle", "break": ".broken", "end": ".over" },
      "states": { "idle": {}, "timed": { "after": { "PT1H": "over" } },
        "asked": { "invoke": { "id": "q", "src": "human.input", "input": { "title": "Well?" }, "onDone": "idle", "onError": "idle" } },
        "escalated": { "invoke": { "id": "e", "src": "human.escalate", "input": { "reason": "help" }, "onDone": "idle", "onError": "idle" } },
        "working": { "invoke": { "id": "w", "src": "bus.request", "timeout": "PT1H", "input": { "to": "nyra", "type": "score_wanted" }, "onDone": "idle", "onError": "idle" } },
        "broken": { "after": { "wrong": "idle" } }, "over": { "type": "final" } } })";
    HostOptions options;
    options.dataDir = folder;
    options.receiver = false;
    options.offline = true;
    auto host = EngineHost::start(std::move(options));
    QVERIFY2(host.has_value(), describe(host).c_str());
    const auto id = (*host)->submitNow(engineCaller(), api::StartWorkflow{QStringLiteral("standing"), {}, {}, {}, {}}).value().id;
    const auto look = [&] { return std::get<api::WorkflowDetail>((*host)->queryNow(engineCaller(), api::WorkflowDetailQuery{id, -1}).value()).row; };
    struct Case {
        const char *event, *waitsOn;
        int level;
        api::WorkflowStatus status;
    };
    const auto Running = api::WorkflowStatus::Running;
    for (const auto &[event, waitsOn, level, status] : {Case{"back", "event", 1, Running}, Case{"time", "timer", 1, Running}, Case{"ask", "person", 1, Running},
                                                        Case{"call", "person", 4, Running}, Case{"work", "task", 1, Running}, Case{"back", "event", 1, Running},
                                                        Case{"break", "", 4, api::WorkflowStatus::Incident}}) {
        QVERIFY2((*host)->submitNow(engineCaller(), api::SendWorkflowEvent{id, QString::fromUtf8(event), {}, {}, {}}).has_value(), event);
        const auto row = look();
        QVERIFY2(row.waitingOn == QString::fromUtf8(waitsOn), qPrintable(QString::fromUtf8(event) + QLatin1String(": ") + row.waitingOn));
        QVERIFY2(row.level == level, event);
        QVERIFY2(row.status == status, event);
    }
    QVERIFY((*host)->submitNow(engineCaller(), api::SkipInput{id, QStringLiteral("r")}).has_value());
    QVERIFY(look().status == Running);
    api::DeadLetterQuery letters;
    letters.workflow = id;
    const auto kept = std::get<api::Page<api::DeadLetterRow>>((*host)->queryNow(engineCaller(), letters).value()).rows;
    QCOMPARE(kept.size(), std::size_t(1));
    QCOMPARE(kept.front().type, QStringLiteral("break"));
    QVERIFY(!kept.front().resentAt.isValid() && kept.front().reason.startsWith(QLatin1String("delay")));
    const auto schedules = std::get<std::vector<api::ScheduleRow>>((*host)->queryNow(engineCaller(), api::ScheduleQuery{QStringLiteral("standing")}).value());
    QCOMPARE(schedules.size(), std::size_t(1));
    QCOMPARE(schedules.front().timezone + schedules.front().overlap + schedules.front().event, QStringLiteral("Europe/Berlinqueuedigest.due"));
    QCOMPARE(schedules.front().catchupSeconds, 3600);
    QVERIFY(schedules.front().nextDue.isValid() && !schedules.front().lastRun.isValid());
    QVERIFY((*host)->submitNow(engineCaller(), api::PauseWorkflow{id, QStringLiteral("r")}).has_value());
    QVERIFY(look().status == api::WorkflowStatus::Paused);
    QVERIFY((*host)->submitNow(engineCaller(), api::ResumeWorkflow{id, QStringLiteral("r")}).has_value());
    QVERIFY((*host)->submitNow(engineCaller(), api::SendWorkflowEvent{id, QStringLiteral("end"), {}, {}, {}}).has_value());
    QVERIFY(look().status == api::WorkflowStatus::Completed);
}

QTEST_GUILESS_MAIN(StartQueueTest)
#include "start_queue_test.moc"
