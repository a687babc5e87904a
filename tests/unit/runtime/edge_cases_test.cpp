#include <csignal>
#include <future>
#include <sys/resource.h>

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include "engine/runtime/flow_history.h"
#include "engine/runtime/worker.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::workflows::Instance;
using store::workflows::Invocation;
using store::workflows::InvocationStatus;
using store::workflows::Status;
using store::workflows::Step;
using test::RuntimeBench;

namespace {

/// A task with a time limit that a person can call off and begin anew, beside a clock of the state.
const char *const Errand = R"({
  "id": "errand", "version": "1.0.0", "context": { "told": null, "n": 0 },
  "setup": { "actors": { "ruvo.create_task": { "timeout": "PT30S", "retry": [{ "errorEquals": ["timeout"], "maxAttempts": 1, "intervalSeconds": 5, "jitterStrategy": "NONE" }] } } },
  "initial": "going",
  "states": {
    "going": { "invoke": { "id": "go", "src": "ruvo.create_task", "input": { "title": "Go" }, "onError": "lost",
                           "onDone": { "target": "back", "actions": { "type": "assign", "params": { "assignment": { "told": { "var": "event.output.task" } } } } } },
               "after": { "PT60S": "late" }, "on": { "stay": "home", "again": { "target": "going", "reenter": true } } },
    "home": { "on": { "go": "going" } }, "back": { "on": { "end": "over" } }, "late": { "on": { "end": "over" } }, "lost": { "on": { "end": "over" } },
    "over": { "type": "final" } } })";

/// Counts; with "spin" it falls over its own delay.
const char *const Counter = R"({
  "id": "counter", "version": "1.0.0", "context": { "n": 0 }, "initial": "counting",
  "setup": { "delays": { "wrong": { "var": "context.missing.odd" } } },
  "states": { "counting": { "on": { "spin": "spinning",
                "count": { "actions": { "type": "assign", "params": { "assignment": { "n": { "+": [{ "var": "context.n" }, 1] } } } } } } },
              "spinning": { "after": { "wrong": "counting" } } } })";

constexpr int Clocks = 20; ///< of one alarm

std::string alarm()
{
    const Json count{{"type", "assign"}, {"params", {{"assignment", {{"n", {{"+", Json::array({Json{{"var", "context.n"}}, 1})}}}}}}}};
    Json after = Json::object();
    for (int i = 1; i <= Clocks; ++i)
        after[std::to_string(i * 1000)] = {{"actions", count}};
    return dump(Json{{"id", "alarm"}, {"version", "1.0.0"}, {"context", {{"n", 0}}}, {"initial", "set"},
                     {"states", {{"set", {{"after", after}, {"on", {{"end", "over"}}}}}, {"over", {{"type", "final"}}}}}});
}

} // namespace

/// Edge cases of durable execution, by their numbers in the rules.
class EdgeCasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void edge4_aResultInTheMillisecondOfItsTimeout_data();
    void edge4_aResultInTheMillisecondOfItsTimeout();
    void edge4_aResultInTheMillisecondOfATimerOfItsState_data();
    void edge4_aResultInTheMillisecondOfATimerOfItsState();
    void edge4_aResultInTheMillisecondOfTheCancel_data();
    void edge4_aResultInTheMillisecondOfTheCancel();
    void edge4_aResultAfterTheCancelAndAFreshStart();
    void edge4_aTimerThatWasSetAnewSinceItWasFoundDue();
    void edge6_theSameEventTwice();
    void edge7_aFaultInTheThirdOf64GroupedSteps();
    void edge8_theDiskIsFullAtTheCommit();
    void edge13_retriesExhaustedAndOnErrorGuardedFalse();
    void edge15_tenThousandTimersDueAtOnce();

private:
    std::string start(const std::string &definition)
    {
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
            flow::Start wish;
            wish.definition = definition;
            return flow::start(deed, wish);
        });
    }
    Instance row(const std::string &id) { return m_bench->instance(id); }
    Json context(const std::string &id) { return m_bench->contextOf(id); }
    std::vector<Invocation> tasks(const std::string &id) { return m_bench->openTasks(id); }
    std::vector<Step> history(const std::string &id)
    {
        return m_bench->read<std::vector<Step>>([&](const auto &sql) { return store::workflows::history(sql, id, {{}, 200}).rows; });
    }
    bool wasLate(const std::string &id)
    {
        const auto audit = m_bench->audited(id);
        return std::find(audit.begin(), audit.end(), "workflow.late_result") != audit.end();
    }
    flow::Sent send(const std::string &id, const std::string &type, const std::string &eventId = {})
    {
        return m_bench->send(id, type, Json::object(), eventId);
    }
    void lease(const std::string &key, int attempt)
    {
        const auto leased = m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
            const auto given = pipeline::lease(tx, studio, key, "run_1");
            return given && *given && **given == attempt ? Result<void>() : fail(Errc::Internal, "not leased");
        });
        QVERIFY2(leased.has_value(), describe(leased).c_str());
    }
    void answer(const std::string &key, int attempt, const std::string &told)
    {
        agents::Plan plan;
        plan.output = Json{{"task", told}, {"title", "Go"}}; // as the command's card describes it
        QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::finish(tx, studio, key, "run_1", attempt, plan); }).has_value());
    }
    bool playsAgain(const std::string &id)
    {
        const auto studio = m_bench->studio();
        return m_bench->read<bool>([&](const auto &sql) {
            const auto instance = store::workflows::find(sql, id).value();
            const auto last = store::workflows::step(sql, id, instance.steps).value();
            return !flow::replay(sql, studio, instance).difference
                   && workflow::snapshotHash(workflow::parseSnapshot(instance.snapshot).value()) == text(last.record, "hash");
        });
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void EdgeCasesTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    for (const auto &text : {std::string(Errand), std::string(Counter), alarm()})
        m_bench->define(text);
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfItsTimeout_data()
{
    QTest::addColumn<bool>("resultFirst");
    QTest::newRow("the result comes first") << true;
    QTest::newRow("the timeout comes first") << false;
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfItsTimeout()
{
    QFETCH(const bool, resultFirst);
    const auto id = start("errand");
    const auto key = tasks(id).front().key;
    lease(key, 0);
    m_bench->clock.advance(30s);
    const auto timeOut = [&] { m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::timeOut(deed, key); }); };
    if (resultFirst) {
        answer(key, 0, "in time");
        timeOut();
        QCOMPARE(row(id).state, std::string("back"));
        QCOMPARE(text(context(id), "told"), std::string("in time"));
        QVERIFY(!wasLate(id));
    } else {
        timeOut();
        answer(key, 0, "too late");
        QCOMPARE(row(id).state, std::string("going"));
        QVERIFY(wasLate(id));
        QCOMPARE(tasks(id).front().attempt, 1); // which is the only one that may answer now
        m_bench->clock.advance(5s);
        lease(key, 1);
        answer(key, 1, "the second");
        QCOMPARE(text(context(id), "told"), std::string("the second"));
    }
    QCOMPARE(history(id).size(), std::size_t(2));
    QVERIFY(playsAgain(id));
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfATimerOfItsState_data()
{
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QByteArray>("state");
    QTest::newRow("in the same: what arrives comes before the timer (D3)") << 60'000 << QByteArray("back");
    QTest::newRow("in the next: the timer comes first, though nobody has looked at it yet") << 60'001 << QByteArray("late");
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfATimerOfItsState()
{
    QFETCH(const int, milliseconds);
    QFETCH(const QByteArray, state);
    const auto id = start("errand");
    const auto key = tasks(id).front().key;
    m_bench->clock.advance(std::chrono::milliseconds(milliseconds));
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, key, {{"task", "here"}}); });
    m_bench->settle();
    QCOMPARE(row(id).state, state.toStdString());
    QCOMPARE(wasLate(id), state == "late");
    QCOMPARE(history(id).size(), std::size_t(2));
    QVERIFY(tasks(id).empty());
    QVERIFY(playsAgain(id));
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfTheCancel_data()
{
    QTest::addColumn<bool>("whole");
    QTest::newRow("the state is left") << false;
    QTest::newRow("the instance is cancelled") << true;
}

void EdgeCasesTest::edge4_aResultInTheMillisecondOfTheCancel()
{
    QFETCH(const bool, whole);
    const auto id = start("errand");
    const auto key = tasks(id).front().key;
    lease(key, 0);
    if (whole)
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "no"); });
    else
        send(id, "stay");
    const auto before = row(id);
    answer(key, 0, "for nobody");
    QVERIFY(wasLate(id));
    const auto after = row(id);
    QCOMPARE(after.snapshot, before.snapshot);
    QCOMPARE(after.steps, before.steps);
    QCOMPARE(after.status, whole ? Status::Cancelled : Status::Running);
    // The other way round: the result has taken the instance on before it is called off.
    const auto other = start("errand");
    lease(tasks(other).front().key, 0);
    answer(tasks(other).front().key, 0, "in time");
    if (whole)
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, other, "no"); });
    else
        QVERIFY(send(other, "stay").ignored);
    QCOMPARE(text(context(other), "told"), std::string("in time"));
}

void EdgeCasesTest::edge4_aResultAfterTheCancelAndAFreshStart()
{
    const auto id = start("errand");
    const auto first = tasks(id).front().key;
    lease(first, 0);
    send(id, "again"); // left and entered: the task is called off and begun anew
    const auto second = tasks(id).front().key;
    QVERIFY(first != second);
    answer(first, 0, "of the first");
    QCOMPARE(row(id).state, std::string("going"));
    QVERIFY(wasLate(id));
    lease(second, 0);
    answer(first, 0, "of the first, once more");
    QCOMPARE(row(id).state, std::string("going"));
    answer(second, 0, "of the second");
    QCOMPARE(text(context(id), "told"), std::string("of the second"));
    QVERIFY(playsAgain(id));
}

/// The same for a timer: the worker has read it, then its state is left and entered before the worker comes to it.
void EdgeCasesTest::edge4_aTimerThatWasSetAnewSinceItWasFoundDue()
{
    const auto id = start("errand");
    m_bench->clock.advance(60s);
    const auto due = m_bench->read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::due(sql, m_bench->clock.now(), 10); });
    QCOMPARE(due.size(), std::size_t(1));
    send(id, "again"); // in the same millisecond
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::fire(deed, due.front()); });
    QCOMPARE(row(id).state, std::string("going"));
    QCOMPARE(history(id).size(), std::size_t(2));
    m_bench->clock.advance(60s);
    const auto next = m_bench->read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::due(sql, m_bench->clock.now(), 10); });
    for (int twice = 0; twice < 2; ++twice)
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::fire(deed, next.front()); });
    QCOMPARE(row(id).state, std::string("late"));
    QCOMPARE(history(id).size(), std::size_t(3));
    QVERIFY(playsAgain(id));
}

void EdgeCasesTest::edge6_theSameEventTwice()
{
    const auto id = start("counter");
    QVERIFY(!send(id, "count", "e1").duplicate);
    QVERIFY(send(id, "count", "e1").duplicate);
    QCOMPARE(integer(context(id), "n"), std::int64_t(1));
    // In one batch: two writes that share a commit.
    const auto studio = m_bench->studio();
    std::promise<void> gate, told;
    std::atomic<int> open{2}, duplicates{0};
    m_bench->store->write<void>(
        store::Urgency::Urgent, [&, wait = gate.get_future().share()](store::Transaction &) -> Result<void> { wait.wait(); return {}; }, [](const auto &) {});
    const auto commits = m_bench->store->commits();
    for (int i = 0; i < 2; ++i)
        m_bench->store->write<flow::Sent>(
            store::Urgency::Urgent,
            [&](store::Transaction &tx) {
                Deed deed{tx, studio, m_bench->clock.now(), id, id, engineActor()};
                return flow::send(deed, {id, "count", Json::object(), "e2", {}});
            },
            [&](const Result<flow::Sent> &sent) {
                duplicates += sent && sent->duplicate;
                if (--open == 0)
                    told.set_value();
            });
    gate.set_value();
    told.get_future().wait();
    QCOMPARE(duplicates.load(), 1);
    QVERIFY(m_bench->store->commits() <= commits + 2);
    QCOMPARE(integer(context(id), "n"), std::int64_t(2));
    // Across a restart.
    m_bench->store.reset();
    auto opened = store::Store::open({m_bench->dir.path().toStdString(), false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    m_bench->store = std::move(*opened);
    QVERIFY(send(id, "count", "e1").duplicate);
    QVERIFY(send(id, "count", "e2").duplicate);
    QVERIFY(!send(id, "count", "e3").duplicate);
    QCOMPARE(integer(context(id), "n"), std::int64_t(3));
    QCOMPARE(row(id).steps, std::int64_t(3));
    QVERIFY(playsAgain(id));
}

void EdgeCasesTest::edge7_aFaultInTheThirdOf64GroupedSteps()
{
    constexpr std::size_t Grouped = 64, Faulty = 2, Thrown = 40;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < Grouped; ++i)
        ids.push_back(start("counter"));
    const auto studio = m_bench->studio();
    std::promise<void> gate, told;
    std::atomic<std::size_t> open{Grouped}, failures{0};
    m_bench->store->write<void>(
        store::Urgency::Urgent, [&, wait = gate.get_future().share()](store::Transaction &) -> Result<void> { wait.wait(); return {}; }, [](const auto &) {});
    const auto commits = m_bench->store->commits();
    for (std::size_t i = 0; i < Grouped; ++i)
        m_bench->store->write<flow::Sent>(
            store::Urgency::Urgent,
            [&, i](store::Transaction &tx) {
                Deed deed{tx, studio, m_bench->clock.now(), ids[i], ids[i], engineActor()};
                auto sent = flow::send(deed, {ids[i], i == Faulty ? "spin" : "count", Json::object(), {}, {}});
                if (i == Thrown)
                    throw std::runtime_error("a fault of ours, after all was written");
                return sent;
            },
            [&](const Result<flow::Sent> &sent) {
                failures += !sent;
                if (--open == 0)
                    told.set_value();
            });
    gate.set_value();
    told.get_future().wait();
    QVERIFY2(m_bench->store->commits() < commits + Grouped / 2, "the steps share commits");
    QCOMPARE(failures.load(), std::size_t(1));
    for (std::size_t i = 0; i < Grouped; ++i) {
        const auto one = row(ids[i]);
        QCOMPARE(one.status, i == Faulty ? Status::Incident : Status::Running);
        QCOMPARE(integer(context(ids[i]), "n"), std::int64_t(i == Faulty || i == Thrown ? 0 : 1));
        QCOMPARE(history(ids[i]).size(), std::size_t(i == Faulty || i == Thrown ? 1 : 2));
        QVERIFY(playsAgain(ids[i]));
    }
    QVERIFY(row(ids[Faulty]).error.starts_with("delay"));
    QCOMPARE(text(parseJson(row(ids[Faulty]).parked).value()["event"], "type"), std::string("spin"));
}

void EdgeCasesTest::edge8_theDiskIsFullAtTheCommit()
{
    const auto id = start("counter");
    const auto before = row(id);
    // The writer tells after it has answered, so the last commit may be told when this test has ended.
    const auto announced = std::make_shared<std::atomic<int>>(0);
    m_bench->store->onCommit([announced](const auto &touched) {
        *announced += std::any_of(touched.begin(), touched.end(), [](const auto &one) { return one.topic == Topic::Workflows; });
    });
    // No file may grow: the log of the database cannot take the commit.
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &usual), 0);
    const auto wal = std::filesystem::path(m_bench->dir.path().toStdString()) / "console.db-wal";
    const rlimit tight{std::filesystem::file_size(wal), usual.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    int taken = 0;
    std::optional<Error> refused;
    // What the log has room for already may still be written.
    for (int i = 0; i < 1000 && !refused; ++i) {
        const auto sent = m_bench->attempt<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "count", Json::object(), "e" + std::to_string(i), {}}); });
        if (sent)
            ++taken;
        else
            refused = sent.error();
    }
    const auto during = row(id);
    const auto told = announced->load();
    const bool troubled = m_bench->store->trouble().has_value();
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &usual), 0);
    QVERIFY(refused.has_value());
    QVERIFY2(troubled, describe(*refused).c_str());
    QCOMPARE(during.steps, before.steps + taken);
    QCOMPARE(history(id).size(), std::size_t(taken + 1));
    QCOMPARE(told, taken);
    // The space is back: the same event is taken, as if it came for the first time.
    QVERIFY(!send(id, "count", "e" + std::to_string(taken)).duplicate);
    QVERIFY(!m_bench->store->trouble());
    QCOMPARE(integer(context(id), "n"), std::int64_t(taken + 1));
    QVERIFY(playsAgain(id));
    m_bench->store->onCommit({});
}

void EdgeCasesTest::edge13_retriesExhaustedAndOnErrorGuardedFalse()
{
    m_bench->define(R"({"id": "guarded", "version": "1.0.0", "context": { "forgive": false }, "initial": "a", "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" },
               "retry": [{ "errorEquals": ["*"], "intervalSeconds": 2, "maxAttempts": 2, "jitterStrategy": "NONE" }], "onDone": "b",
               "onError": { "guard": { "type": "jsonlogic", "params": { "rule": { "var": "context.forgive" } } }, "target": "b" } } },
        "b": { "type": "final" } } })");
    const auto id = start("guarded");
    const auto key = tasks(id).front().key;
    for (int attempt = 0; attempt < 3; ++attempt) {
        QCOMPARE(row(id).status, Status::Running);
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskFailed(deed, key, "odd", "no"); });
    }
    QCOMPARE(row(id).status, Status::Incident);
    QVERIFY2(row(id).error.starts_with("unhandled"), row(id).error.c_str());
    QCOMPARE(row(id).state, std::string("a"));
    QCOMPARE(history(id).size(), std::size_t(1)); // the step is void
    QCOMPARE(m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); }).size(), std::size_t(1));
    const auto person = m_bench->person("Mara Quinn");
    m_bench->must<void>(person, [&](Deed &deed) -> Result<void> {
        HS_TRY(flow::editContext(deed, id, {{"forgive", true}}, "let it be"));
        return flow::retryIncident(deed, id);
    });
    QCOMPARE(row(id).status, Status::Completed);
    QVERIFY(m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); }).empty());
    QVERIFY(playsAgain(id));
}

void EdgeCasesTest::edge15_tenThousandTimersDueAtOnce()
{
    constexpr int Alarms = 10'000 / Clocks;
    std::vector<std::string> ids;
    std::map<std::string, Timestamp> began;
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        for (int i = 0; i < Alarms; ++i) {
            m_bench->clock.advance(7ms);
            deed.now = m_bench->clock.now();
            flow::Start wish;
            wish.definition = "alarm";
            const auto id = flow::start(deed, wish);
            if (!id)
                return tl::make_unexpected(id.error());
            ids.push_back(*id);
            began[*id] = deed.now;
        }
        return {};
    });
    m_bench->clock.advance(std::chrono::hours(30 * 24)); // the console was off for a month
    const auto first = m_bench->read<std::int64_t>([](const auto &sql) { return store::audit::page(sql, {}, {{}, 1}).rows.at(0).seq; });

    const auto studio = std::make_shared<Studio>(m_bench->studio());
    Worker worker(*m_bench->store, [studio] { return studio; }, m_bench->sources);
    m_bench->store->onCommit([&](const auto &) { worker.wake(); });
    worker.start();
    QElapsedTimer time;
    time.start();
    const bool ended = QTest::qWaitFor([&] { return !m_bench->read<std::optional<Timestamp>>([](const auto &sql) { return store::workflows::nextTimer(sql); }); }, 100'000);
    QEventLoop loop;
    worker.stop([&] { loop.quit(); });
    if (ended)
        QTimer::singleShot(10s, &loop, &QEventLoop::quit);
    loop.exec();
    m_bench->store->onCommit({});
    QVERIFY(ended);
    qInfo("10,000 timers in %lld ms", time.elapsed());

    for (const auto &id : ids) {
        const auto steps = history(id);
        QCOMPARE(steps.size(), std::size_t(Clocks + 1));
        QCOMPARE(integer(context(id), "n"), std::int64_t(Clocks));
        for (int i = 1; i <= Clocks; ++i)
            QCOMPARE(integer(member(steps[std::size_t(i)].record, "input"), "at"), toMillis(began[id] + std::chrono::seconds(i)));
    }
    QVERIFY(playsAgain(ids.front()) && playsAgain(ids.back()));
    // Over all instances in the order in which they fell due.
    std::map<std::string, int> fired;
    Timestamp last{};
    std::string after;
    std::size_t seen = 0;
    std::vector<store::audit::Stored> rows;
    do {
        const auto page = m_bench->read<store::Sliced<store::audit::Stored>>([&](const auto &sql) { return store::audit::page(sql, {}, {after, 1000}); });
        rows.insert(rows.end(), page.rows.begin(), page.rows.end());
        after = page.next;
    } while (!after.empty());
    std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.seq < b.seq; });
    for (const auto &entry : rows) {
        if (entry.seq <= first || entry.action != "workflow.moved" || !began.contains(entry.object)) // schedules came due as well
            continue;
        const auto due = began[entry.object] + std::chrono::seconds(++fired[entry.object]);
        QVERIFY(due >= last);
        last = due;
        ++seen;
    }
    QCOMPARE(seen, std::size_t(10'000));
}

QTEST_GUILESS_MAIN(EdgeCasesTest)
#include "edge_cases_test.moc"
