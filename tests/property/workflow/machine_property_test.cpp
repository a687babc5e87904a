#include <cstdlib>
#include <QObject>
#include <QTest>

#include "engine/workflow/definition.h"
#include "engine/workflow/document.h"
#include "engine/workflow/machine.h"
#include "tests/property/workflow/plain/interpreter.h"
#include "tests/property/workflow/plain/rules.h"
#include "tests/property/workflow/random_machine.h"

using namespace hs;
using namespace hs::workflow;
using hs::test::Random;

namespace {

constexpr int StepsPerMachine = 25;

/// How many machines each property sees: HS_PROPERTY_RUNS. Where the seeds begin: HS_PROPERTY_SEED.
std::uint64_t setting(const char *name, std::uint64_t fallback)
{
    const char *given = std::getenv(name);
    return given == nullptr ? fallback : std::strtoull(given, nullptr, 10);
}

std::string text(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string bytes(const Snapshot &snapshot)
{
    return text(toJson(snapshot));
}

OrderedJson json(const std::vector<OpenTask> &tasks)
{
    OrderedJson out = OrderedJson::array();
    for (const auto &task : tasks)
        out.push_back({task.id, task.src, task.input, task.start});
    return out;
}

OrderedJson json(const std::vector<PendingTimer> &timers)
{
    OrderedJson out = OrderedJson::array();
    for (const auto &timer : timers)
        out.push_back({timer.id, timer.event, toMillis(timer.due), timer.state, timer.sequence});
    return out;
}

/// Everything a step says, or its fault.
std::string bytes(const StepResult &result)
{
    if (!result)
        return std::string(name(result.error().kind)) + ": " + result.error().message;
    OrderedJson transitions = OrderedJson::array();
    for (const auto &taken : result->transitions)
        transitions.push_back({taken.source, taken.descriptor, taken.targets});
    OrderedJson actions = OrderedJson::array();
    for (const auto &action : result->actions)
        actions.push_back({action.type, action.params, action.agent, action.command});
    return text({{"snapshot", toJson(result->snapshot)},
                 {"transitions", std::move(transitions)},
                 {"exited", result->exited},
                 {"entered", result->entered},
                 {"actions", std::move(actions)},
                 {"tasksStarted", json(result->tasksStarted)},
                 {"tasksCancelled", json(result->tasksCancelled)},
                 {"timersSet", json(result->timersSet)},
                 {"timersCancelled", json(result->timersCancelled)},
                 {"contextPatch", result->contextPatch},
                 {"ignored", result->ignored},
                 {"microsteps", result->microsteps}});
}

/// The plain interpreter has no limit for what one step may cost in all.
bool isBeyondStep(const StepResult &result)
{
    return !result && (result.error().kind == Fault::Kind::Rule || result.error().kind == Fault::Kind::Limit)
           && (result.error().message.find("one step") != std::string::npos || result.error().message.starts_with("raised events"));
}

struct Timed {
    Input input;
    Timestamp at;
};

/// One random machine and how it is fed.
class Case {
public:
    explicit Case(std::uint64_t seed) : m_random(seed)
    {
        auto parsed = parseDefinition(test::randomDefinition(m_random).dump(), AgentCatalog::anything());
        definition = std::move(parsed.definition);
        for (const Finding &finding : parsed.findings)
            refusal += finding.severity == Severity::Error ? describe(finding) + '\n' : "";
        if (m_random.chance(40))
            startInput = {{"k", 7}, {"extra", "in"}};
    }

    Timed next(const Snapshot &snapshot)
    {
        m_now += std::chrono::milliseconds(m_random.below(600));
        return {test::randomInput(m_random, snapshot), m_now};
    }

    std::shared_ptr<const Definition> definition; ///< null: the reader refused it
    std::string refusal;
    OrderedJson startInput;

private:
    Random m_random;
    Timestamp m_now{};
};

} // namespace

class MachinePropertyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void D15_sameInputsGiveSameBytes();
    void D1_aSnapshotWrittenAndReadAtEveryStepChangesNothing();
    void D15_replayOfTheInputsEqualsTheLiveState();
    void D12_aFaultLeavesTheInstanceAsItWas();
    void M1_toM21_theEngineAgreesWithThePlainInterpreter();
    void J1_toJ6_readyRulesGiveWhatPlainOnesGive();

private:
    /// Runs `property` on every case that the reader takes; it gives an empty text, or what is wrong.
    template <typename Property>
    void forEachCase(Property property);

    std::uint64_t m_first = 1;
    std::uint64_t m_runs = 200;
};

void MachinePropertyTest::initTestCase()
{
    m_first = setting("HS_PROPERTY_SEED", m_first);
    m_runs = setting("HS_PROPERTY_RUNS", m_runs);
    qInfo("seeds %llu to %llu", static_cast<unsigned long long>(m_first), static_cast<unsigned long long>(m_first + m_runs - 1));
}

template <typename Property>
void MachinePropertyTest::forEachCase(Property property)
{
    std::uint64_t taken = 0;
    for (std::uint64_t seed = m_first; seed < m_first + m_runs; ++seed) {
        Case one(seed);
        if (!one.definition) {
            if (std::getenv("HS_VERBOSE") != nullptr)
                qInfo("seed %llu: %s", static_cast<unsigned long long>(seed), one.refusal.c_str());
            continue;
        }
        ++taken;
        const std::string wrong = property(one);
        QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ": " + wrong).c_str());
    }
    QVERIFY2(taken * 10 >= m_runs * 9, "the generator makes definitions that the reader refuses");
}

void MachinePropertyTest::D15_sameInputsGiveSameBytes()
{
    forEachCase([](Case &one) -> std::string {
        auto step = start(*one.definition, one.startInput, {});
        if (bytes(step) != bytes(start(*one.definition, one.startInput, {})))
            return "two starts differ";
        for (int i = 0; step && i < StepsPerMachine; ++i) {
            const auto [input, at] = one.next(step->snapshot);
            auto once = workflow::step(*one.definition, step->snapshot, input, at);
            const auto again = workflow::step(*one.definition, step->snapshot, input, at);
            if (bytes(once) != bytes(again))
                return "step " + std::to_string(i) + "\n" + bytes(once) + "\n" + bytes(again);
            if (once)
                step = std::move(once);
        }
        return {};
    });
}

void MachinePropertyTest::D1_aSnapshotWrittenAndReadAtEveryStepChangesNothing()
{
    forEachCase([](Case &one) -> std::string {
        Machine live(*one.definition);
        if (!live.start(one.startInput, {}))
            return {};
        for (int i = 0; i < StepsPerMachine; ++i) {
            const std::string before = dumpSnapshot(live.snapshot());
            const auto read = parseSnapshot(before);
            if (canonicalSnapshot(live.snapshot()) != canonicalJson(toJson(live.snapshot())))
                return "the two canonical forms differ: " + before;
            if (!read || before != bytes(live.snapshot()) || dumpSnapshot(*read) != before || !(*read == live.snapshot()))
                return "the snapshot reads as another: " + before;
            const auto [input, at] = one.next(*read);
            const auto stored = workflow::step(*one.definition, *read, input, at);
            const auto taken = live.take(input, at);
            if (taken.has_value() != stored.has_value())
                return "only one fails at step " + std::to_string(i) + ": " + bytes(stored);
            const StepResult kept = taken ? StepResult(live.step()) : tl::make_unexpected(taken.error());
            if (bytes(kept) != bytes(stored))
                return "step " + std::to_string(i) + "\nin memory " + bytes(kept) + "\nstored    " + bytes(stored);
        }
        return {};
    });
}

void MachinePropertyTest::D15_replayOfTheInputsEqualsTheLiveState()
{
    forEachCase([](Case &one) -> std::string {
        Machine live(*one.definition);
        if (!live.start(one.startInput, {}))
            return {};
        std::vector<Timed> recorded;
        for (int i = 0; i < StepsPerMachine; ++i) {
            recorded.push_back(one.next(live.snapshot()));
            if (!live.take(recorded.back().input, recorded.back().at))
                recorded.pop_back(); // a step that failed is none
        }
        auto replayed = start(*one.definition, one.startInput, {});
        for (const auto &[input, at] : recorded) {
            replayed = workflow::step(*one.definition, replayed->snapshot, input, at);
            if (!replayed)
                return "the replay fails: " + replayed.error().message;
        }
        if (bytes(replayed->snapshot) != bytes(live.snapshot()))
            return "\nlive   " + bytes(live.snapshot()) + "\nreplay " + bytes(replayed->snapshot);
        return {};
    });
}

void MachinePropertyTest::D12_aFaultLeavesTheInstanceAsItWas()
{
    std::size_t faults = 0;
    forEachCase([&](Case &one) -> std::string {
        Machine live(*one.definition);
        if (!live.start(one.startInput, {}))
            return {};
        for (int i = 0; i < StepsPerMachine; ++i) {
            const Snapshot before = live.snapshot();
            const auto [input, at] = one.next(before);
            if (live.take(input, at))
                continue;
            ++faults;
            if (!(live.snapshot() == before))
                return "\nbefore " + bytes(before) + "\nafter  " + bytes(live.snapshot());
        }
        return {};
    });
    QVERIFY2(faults > 0 || m_runs < 50, "no step failed, so nothing was shown");
}

void MachinePropertyTest::M1_toM21_theEngineAgreesWithThePlainInterpreter()
{
    forEachCase([](Case &one) -> std::string {
        auto engine = start(*one.definition, one.startInput, {});
        if (isBeyondStep(engine))
            return {};
        const auto plain = plain::start(*one.definition, one.startInput, {});
        if (bytes(engine) != bytes(plain))
            return "start\nengine " + bytes(engine) + "\nplain  " + bytes(plain);
        for (int i = 0; engine && i < StepsPerMachine; ++i) {
            const auto [input, at] = one.next(engine->snapshot);
            auto next = workflow::step(*one.definition, engine->snapshot, input, at);
            if (isBeyondStep(next))
                continue;
            const auto other = plain::step(*one.definition, engine->snapshot, input, at);
            if (bytes(next) != bytes(other))
                return "step " + std::to_string(i) + "\nengine " + bytes(next) + "\nplain  " + bytes(other);
            if (next)
                engine = std::move(next);
        }
        return {};
    });
}

void MachinePropertyTest::J1_toJ6_readyRulesGiveWhatPlainOnesGive()
{
    for (std::uint64_t seed = m_first; seed < m_first + m_runs * 20; ++seed) {
        Random random(seed);
        const OrderedJson rule = test::randomRule(random, 4);
        const OrderedJson context = {{"n", test::randomValue(random, 1)}, {"k", test::randomValue(random, 1)},
                                     {"list", OrderedJson::array({test::randomValue(random, 2), test::randomValue(random, 1)})},
                                     {"deep", test::randomValue(random, 3)}};
        const OrderedJson event = {{"type", "go"}, {"by", test::randomValue(random, 2)}};
        const Scope scope{{"context", &context}, {"event", &event}};
        const auto ready = evaluate(rule, scope);
        const auto plain = plain::evaluate(rule, scope);
        const auto said = [](const Result<OrderedJson> &result) { return result ? text(*result) : describe(result.error()); };
        QVERIFY2(said(ready) == said(plain), ("seed " + std::to_string(seed) + ": " + text(rule) + "\nready " + said(ready) + "\nplain "
                                              + said(plain))
                                                 .c_str());
    }
}

QTEST_GUILESS_MAIN(MachinePropertyTest)
#include "machine_property_test.moc"
