#include "engine/agents/registry.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using test::RuntimeBench;

namespace {

const char *const Named = R"({ "id": "named", "version": "1.0.0", "context": { "why": null, "what": null }, "initial": "a", "states": {
    "a": { "invoke": { "id": "t", "src": "ruvo.create_task", "input": { "title": "T" }, "onDone": "b",
           "onError": { "target": "b", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" }, "what": { "var": "event.error.message" } } } } } } },
    "b": { "on": { "end": "c" } }, "c": { "type": "final" } } })";

/// The shipped agents, with one member more that the result of ruvo.create_task must have.
agents::AgentRegistry demanding(const char *member)
{
    agents::AgentRegistry::Files files;
    for (const auto *folder : {"agents", "routing"})
        for (const auto &path : resources::list(folder))
            if (path.ends_with(".json"))
                files[path] = resources::read(path).value();
    auto card = Json::parse(files.at("agents/ruvo.json"));
    for (auto &command : card["commands"])
        if (command["name"] == "create_task")
            command["output"]["required"].push_back(member);
    files["agents/ruvo.json"] = dump(card);
    auto loaded = agents::AgentRegistry::load(files);
    if (!loaded)
        qFatal("%s", describe(loaded.error()).c_str());
    return std::move(*loaded);
}

} // namespace

/// What a command answers is held against what its agent's card says of it (D11, invalid.output).
class OutputsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void D11_whatFitsIsHandedOn();
    void D11_whatDoesNotFitIsInvalidAndNotWritten();
    void D11_soIsWhatWasThoughtOfApart();
    void D11_anInvalidResultIsNotTriedAgainByItself();

private:
    std::string start(const char *definition = Named)
    {
        m_bench->define(definition);
        return m_bench->begin("named");
    }
    Json context(const std::string &id) { return m_bench->contextOf(id); }
    std::unique_ptr<RuntimeBench> m_bench;
};

void OutputsTest::D11_whatFitsIsHandedOn()
{
    const auto id = start();
    m_bench->settle();
    QVERIFY(member(context(id), "why").is_null());
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
}

void OutputsTest::D11_whatDoesNotFitIsInvalidAndNotWritten()
{
    m_bench->data->agents = demanding("colour");
    const auto id = start();
    m_bench->settle();
    QCOMPARE(text(context(id), "why"), std::string("invalid.output"));
    QCOMPARE(text(context(id), "what"), std::string("\"colour\" of the result is missing (ruvo.create_task)"));
    QVERIFY(m_bench->tasks().empty()); // the plan held one
    const auto troubles = m_bench->openTroubles();
    QCOMPARE(troubles.size(), std::size_t(1));
    QCOMPARE(troubles.front().component, std::string("agent:ruvo"));
}

void OutputsTest::D11_soIsWhatWasThoughtOfApart()
{
    const auto id = start();
    const auto key = m_bench->openTasks(id).front().key;
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) -> Result<void> {
        const auto leased = pipeline::lease(tx, studio, key, "run_1");
        return leased && *leased ? Result<void>() : fail(Errc::Internal, "not leased");
    }).has_value());
    agents::Plan plan;
    plan.output = {{"title", 7}};
    agents::TaskWish task;
    task.title = "From the plan";
    plan.tasks.push_back(task);
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::finish(tx, studio, key, "run_1", 0, plan); }).has_value());
    QCOMPARE(text(context(id), "why"), std::string("invalid.output"));
    QCOMPARE(text(context(id), "what"), std::string("\"title\" of the result must be a text, found a number (ruvo.create_task)"));
    QVERIFY(m_bench->tasks().empty());
}

void OutputsTest::D11_anInvalidResultIsNotTriedAgainByItself()
{
    m_bench->data->agents = demanding("colour");
    auto patient = std::string(Named);
    patient.insert(patient.find("\"onDone\""), R"("retry": [{ "errorEquals": ["invalid.output"], "maxAttempts": 1, "intervalSeconds": 5 }], )");
    const auto id = start(patient.c_str());
    m_bench->settle();
    QVERIFY(member(context(id), "why").is_null()); // where the definition asks for it, it is
    m_bench->clock.advance(5s);
    m_bench->settle();
    QCOMPARE(text(context(id), "why"), std::string("invalid.output"));
}

QTEST_GUILESS_MAIN(OutputsTest)
#include "outputs_test.moc"
