#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/task_queue.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::workflows::Instance;
using store::workflows::InvocationStatus;
using store::workflows::Status;
using test::RuntimeBench;

namespace {

/// An instance that waits for a child; `policy` is what bounds the children.
std::string fleet(const std::string &policy, const std::string &child = "ship")
{
    return R"({ "id": "fleet", "version": "1.0.0", "setup": { "actors": { "engine.workflow": )" + policy + R"( } }, "initial": "sailing", "states": {
        "sailing": { "invoke": { "id": "sail", "src": "engine.workflow", "input": { "definition": ")" + child + R"(" }, "onDone": "home", "onError": "lost" } },
        "home": { "type": "final" }, "lost": { "type": "final" } } })";
}
const char *const Ship = R"({ "id": "ship", "version": "1.0.0", "initial": "sea", "states": { "sea": { "on": { "land": "harbour" } }, "harbour": { "type": "final" } } })";

} // namespace

/// What each source of tasks may have under way at once and in a minute (T1), for work that is carried out within the writer's
/// transaction and for work that outlasts it.
class LimitsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void T1_childrenRunSoManyAtOnceTheOldestFirst();
    void T1_casesForPeopleAreBoundedToo();
    void T1_aBoundedTaskTakesItsTimeFromItsBeginning();
    void T1_perMinuteSpreadsChildren();
    void T1_aChildDoesNotWaitForItsOwnParent();
    void T1_partsOfAListKeepToTheSourcesBound();
    void T1_eachDefinitionsBoundIsItsOwn();
    void T1_inTheWriterNoTwoAreUnderWay();
    void T1_aFullSourceHidesNoOther();

private:
    std::string start(const std::string &definition)
    {
        return m_bench->begin(definition);
    }
    Instance row(const std::string &id) { return m_bench->instance(id); }
    void send(const std::string &id, const std::string &type) { m_bench->send(id, type); }
    /// The instances of a definition that run, oldest first.
    std::vector<Instance> running(const std::string &definition)
    {
        auto all = m_bench->instances();
        std::erase_if(all, [&](const auto &one) { return one.definition != definition || one.status != Status::Running; });
        std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.startedAt < b.startedAt; });
        return all;
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void LimitsTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    m_bench->define(Ship);
}

void LimitsTest::T1_childrenRunSoManyAtOnceTheOldestFirst()
{
    m_bench->define(fleet(R"({ "maxConcurrent": 2 })"));
    std::vector<std::string> fleets;
    for (int i = 0; i < 4; ++i) {
        fleets.push_back(start("fleet"));
        m_bench->clock.advance(1s);
    }
    QVERIFY(running("ship").empty()); // their turn comes through the queue
    m_bench->settle();
    const auto first = running("ship");
    QCOMPARE(first.size(), std::size_t(2));
    QVERIFY(first[0].parent.starts_with(fleets[0]) || first[1].parent.starts_with(fleets[0]));
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(2));

    send(first[0].id, "land");
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(2));
    QCOMPARE(running("fleet").size(), std::size_t(3));
    QVERIFY(std::any_of(fleets.begin(), fleets.end(), [&](const auto &id) { return row(id).state == "home"; }));
    while (!running("ship").empty()) {
        QVERIFY(running("ship").size() <= 2);
        send(running("ship").front().id, "land");
        m_bench->settle();
    }
    QVERIFY(running("fleet").empty());
}

void LimitsTest::T1_casesForPeopleAreBoundedToo()
{
    m_bench->define(R"({ "id": "asks", "version": "1.0.0", "setup": { "actors": { "human.input": { "maxConcurrent": 1 } } }, "initial": "asking", "states": {
        "asking": { "invoke": { "id": "ask", "src": "human.input", "input": { "title": "Well?" }, "onDone": "answered", "onError": "answered" } },
        "answered": { "type": "final" } } })");
    const auto first = start("asks");
    start("asks");
    m_bench->settle();
    const auto cases = [&] { return m_bench->read<std::size_t>([](const auto &sql) { return store::escalations::open(sql).size(); }); };
    QCOMPARE(cases(), std::size_t(1));
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, first, "enough"); });
    m_bench->settle();
    QCOMPARE(cases(), std::size_t(1)); // the first is withdrawn, the second is asked
    QCOMPARE(running("asks").size(), std::size_t(1));
}

void LimitsTest::T1_aBoundedTaskTakesItsTimeFromItsBeginning()
{
    m_bench->define(fleet(R"({ "maxConcurrent": 1, "timeout": "PT10M", "retry": [{ "errorEquals": ["*"], "maxAttempts": 0 }] })"));
    const auto first = start("fleet");
    m_bench->clock.advance(1s);
    const auto second = start("fleet");
    m_bench->settle();
    m_bench->clock.advance(10min);
    m_bench->settle();
    QCOMPARE(row(first).state, std::string("lost"));
    QCOMPARE(row(second).state, std::string("sailing")); // it began only now
    QCOMPARE(running("ship").size(), std::size_t(1));
    m_bench->clock.advance(9min);
    m_bench->settle();
    QCOMPARE(row(second).state, std::string("sailing"));
    m_bench->clock.advance(1min);
    m_bench->settle();
    QCOMPARE(row(second).state, std::string("lost"));
}

void LimitsTest::T1_perMinuteSpreadsChildren()
{
    m_bench->define(fleet(R"({ "perMinute": 2 })"));
    for (int i = 0; i < 3; ++i)
        start("fleet");
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(2));
    m_bench->clock.advance(30s);
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(3));
}

void LimitsTest::T1_aChildDoesNotWaitForItsOwnParent()
{
    m_bench->define(R"({ "id": "squadron", "version": "1.0.0", "setup": { "actors": { "engine.workflow": { "maxConcurrent": 1 } } }, "initial": "sailing", "states": {
        "sailing": { "invoke": { "id": "sail", "src": "engine.workflow", "input": { "definition": "ship" }, "onDone": "home", "onError": "home" } },
        "home": { "type": "final" } } })");
    m_bench->define(fleet(R"({ "maxConcurrent": 1 })", "squadron"));
    const auto id = start("fleet");
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(1));
    send(running("ship").front().id, "land");
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("home"));
}

void LimitsTest::T1_partsOfAListKeepToTheSourcesBound()
{
    m_bench->define(R"({ "id": "armada", "version": "1.0.0", "setup": { "actors": { "engine.workflow": { "maxConcurrent": 2 } } },
        "context": { "names": [1, 2, 3, 4, 5] }, "initial": "sailing", "states": {
        "sailing": { "invoke": { "id": "all", "src": "engine.foreach", "input": { "items": { "var": "context.names" }, "src": "engine.workflow",
                                 "input": { "preserve": { "definition": "ship" } } }, "onDone": "home", "onError": "home" } },
        "home": { "type": "final" } } })");
    const auto id = start("armada");
    m_bench->settle();
    int landed = 0;
    while (!running("ship").empty()) {
        QVERIFY(running("ship").size() <= 2);
        send(running("ship").front().id, "land");
        ++landed;
        m_bench->settle();
    }
    QCOMPARE(landed, 5);
    QCOMPARE(row(id).state, std::string("home"));
}

void LimitsTest::T1_eachDefinitionsBoundIsItsOwn()
{
    using Q = store::workflows::Queued;
    const auto at = fromMillis(1'700'000'000'000);
    const std::vector<Q> candidates{{"narrow", "s", "i", "v", "e", 1, at, false, {}}, {"wide", "s", "j", "v", "e", 1, at + 1s, false, {}}};
    queue::Limits limits;
    limits.underWay["s"] = 1;
    limits.most = {{"narrow", 1}, {"wide", 2}};
    const auto picked = queue::pick(candidates, limits, at + 2s, 64);
    QCOMPARE(picked.size(), std::size_t(1));
    QCOMPARE(picked.front().key, std::string("wide"));
}

void LimitsTest::T1_inTheWriterNoTwoAreUnderWay()
{
    m_bench->define(R"({ "id": "notes", "version": "1.0.0", "setup": { "actors": { "ruvo.create_task": { "maxConcurrent": 1 } } }, "initial": "a", "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "b" } }, "b": { "type": "final" } } })");
    // Whatever is committed, no such task ever stands as under way: its beginning and its result are one transaction.
    std::int64_t most = 0, commits = 0;
    m_bench->store->beforeCommit([&](store::Transaction &tx) {
        ++commits;
        for (const auto &[src, count] : store::workflows::underWay(tx))
            if (src == "ruvo.create_task")
                most = std::max(most, count);
    });
    for (int i = 0; i < 10; ++i)
        start("notes");
    m_bench->settle();
    m_bench->store->beforeCommit({});
    QVERIFY(commits >= 20);
    QCOMPARE(most, std::int64_t(0));
    QVERIFY(running("notes").empty());
    QCOMPARE(m_bench->tasks().size(), std::size_t(10));
}

void LimitsTest::T1_aFullSourceHidesNoOther()
{
    m_bench->define(fleet(R"({ "maxConcurrent": 1 })"));
    m_bench->define(R"({ "id": "notes", "version": "1.0.0", "initial": "a", "states": {
        "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "b" } }, "b": { "type": "final" } } })");
    for (int i = 0; i < 100; ++i)
        start("fleet");
    m_bench->settle();
    QCOMPARE(running("ship").size(), std::size_t(1));
    m_bench->clock.advance(1s);
    start("notes"); // behind 99 that wait
    m_bench->settle();
    QVERIFY(running("notes").empty());
    QCOMPARE(running("ship").size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "limits_test.moc"
