#include "engine/runtime/flow_missing.h"

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::workflows::Instance;
using store::workflows::Status;
using test::RuntimeBench;

namespace {

const char *const Lamp = R"({ "id": "lamp", "version": "1.0.0", "initial": "red", "states": {
    "red": { "after": { "PT10S": "green" }, "on": { "push": "blue" } }, "green": { "on": { "stop": "off" } }, "blue": { "on": { "stop": "off" } },
    "working": { "invoke": { "id": "w", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "green" } }, "off": { "type": "final" } } })";
const char *const Good = R"({ "id": "good", "version": "1.0.0", "initial": "red", "states": {
    "red": { "after": { "PT20S": "green" } }, "green": { "type": "final" } } })";

} // namespace

/// Instances whose definition is not loaded wait without holding up others, and go on when it is.
class MissingDefinitionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<RuntimeBench>();
        m_bench->define(Lamp);
        m_bench->define(Good);
    }
    void D14_ahundredTimersWithoutADefinitionHoldUpNoOther();
    void theTroubleIsRaisedOnceAndOverWhenTheDefinitionIsBack();
    void D3_inputsThatCameMeanwhileAreTakenInOrder();
    void resultsWait();
    void whatAPersonPausedStaysPaused();

private:
    std::string start(const std::string &definition) { return m_bench->begin(definition); }
    /// The program is started again, and does not understand "lamp" any more.
    void forget()
    {
        for (const auto &definition : m_bench->shelf.all())
            if (definition->id() != "lamp")
                m_less.add(definition);
        m_bench->loaded = &m_less;
    }
    void remember()
    {
        m_bench->loaded = nullptr;
        m_bench->clock.advance(troubles::CheckEvery);
        m_bench->settle();
    }
    Instance row(const std::string &id) { return m_bench->instance(id); }
    std::vector<store::troubles::Trouble> open() { return m_bench->openTroubles(); }
    DefinitionShelf m_less;
    std::unique_ptr<RuntimeBench> m_bench;
};

void MissingDefinitionTest::D14_ahundredTimersWithoutADefinitionHoldUpNoOther()
{
    std::vector<std::string> lamps;
    for (int i = 0; i < 100; ++i)
        lamps.push_back(start("lamp"));
    const auto good = start("good");
    forget();
    m_bench->clock.advance(20s); // the hundred fell due before the good one
    m_bench->settle();           // which fails when any step does
    QCOMPARE(row(good).status, Status::Completed);
    for (const auto &id : lamps) {
        QCOMPARE(row(id).status, Status::Paused);
        QCOMPARE(row(id).error, std::string("definition lamp 1.0.0 is not loaded"));
    }
    QVERIFY(!m_bench->read<std::optional<Timestamp>>([](const auto &sql) { return store::workflows::nextTimer(sql); })); // nothing is looked at again and again

    remember();
    for (const auto &id : lamps) {
        QCOMPARE(row(id).state, std::string("green"));
        QCOMPARE(row(id).error, std::string());
    }
}

void MissingDefinitionTest::theTroubleIsRaisedOnceAndOverWhenTheDefinitionIsBack()
{
    for (int i = 0; i < 5; ++i)
        start("lamp");
    forget();
    m_bench->clock.advance(10s);
    m_bench->settle();
    QCOMPARE(open().size(), std::size_t(1));
    auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("workflow:lamp"));
    QCOMPARE(trouble.level, int(troubles::Recovery));
    m_bench->clock.advance(troubles::Lasting);
    m_bench->settle();
    trouble = open().front();
    QCOMPARE(trouble.level, int(troubles::Operational)); // five instances are one fault, which lasts
    QVERIFY(!trouble.task.empty());
    const auto raised = m_bench->audited(trouble.id);
    QCOMPARE(std::count(raised.begin(), raised.end(), "trouble.opened"), std::ptrdiff_t(1));
    remember();
    QVERIFY(open().empty());
    QCOMPARE(text(m_bench->fields("master-tasks", trouble.task), "Status"), std::string("Done"));
}

void MissingDefinitionTest::D3_inputsThatCameMeanwhileAreTakenInOrder()
{
    const auto id = start("lamp");
    forget();
    QVERIFY(m_bench->send(id, "push").queued);
    QVERIFY(m_bench->send(id, "stop").queued);
    m_bench->settle();
    QCOMPARE(row(id).state, std::string("red"));
    remember();
    QCOMPARE(row(id).status, Status::Completed);
}

void MissingDefinitionTest::resultsWait()
{
    m_bench->define(R"({ "id": "lamp", "version": "2.0.0", "initial": "working", "states": {
        "working": { "invoke": { "id": "w", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "green", "onError": "red" } },
        "green": { "on": { "stop": "off" } }, "red": { "on": { "stop": "off" } }, "off": { "type": "final" } } })");
    const auto id = start("lamp");
    const auto other = start("lamp");
    const auto key = m_bench->openTasks(other).front().key;
    forget();
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, key, Json::object()); });
    m_bench->settle();
    QCOMPARE(row(id).status, Status::Paused);
    QCOMPARE(row(other).status, Status::Paused);
    QVERIFY(m_bench->tasks().empty()); // it was not carried out for nobody
    remember();
    QCOMPARE(row(id).state, std::string("green"));
    QCOMPARE(row(other).state, std::string("green"));
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
}

void MissingDefinitionTest::whatAPersonPausedStaysPaused()
{
    const auto paused = start("lamp");
    const auto id = start("lamp");
    m_bench->must<void>(m_bench->person("Ada Adler"), [&](Deed &deed) { return flow::pause(deed, paused, "a holiday"); });
    forget();
    m_bench->clock.advance(10s);
    m_bench->settle();
    QCOMPARE(row(id).status, Status::Paused);
    remember();
    QCOMPARE(row(id).state, std::string("green"));
    QCOMPARE(row(paused).status, Status::Paused);
}

QTEST_GUILESS_MAIN(MissingDefinitionTest)
#include "missing_definition_test.moc"
