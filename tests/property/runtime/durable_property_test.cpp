#include <cstdlib>
#include <set>

#include "engine/runtime/flow_history.h"
#include "engine/workflow/retry.h"
#include "tests/property/workflow/random_machine.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using hs::test::Random;
using hs::test::RuntimeBench;

namespace {

constexpr int Inputs = 25; ///< for one machine

std::uint64_t setting(const char *name, std::uint64_t fallback)
{
    const char *given = std::getenv(name);
    return given == nullptr ? fallback : std::strtoull(given, nullptr, 10);
}

std::string listed(const std::set<std::string> &all)
{
    std::string text;
    for (const auto &one : all)
        text += (text.empty() ? "" : ", ") + one;
    return "{" + text + "}";
}

/// One instance of a random machine in the store. Whatever comes to it may meet a crash before its commit, after which it comes
/// again, and may come once more when it was taken.
class Life {
public:
    Life(RuntimeBench &bench, std::uint64_t seed) : m_bench(bench), m_random(seed), m_correlation("life-" + std::to_string(seed))
    {
        auto document = test::randomDefinition(m_random);
        document["version"] = "1.0." + std::to_string(seed);
        auto parsed = workflow::parseDefinition(document.dump(), workflow::AgentCatalog::anything());
        if (!parsed.definition)
            return;
        m_bench.must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            store::workflows::publish(deed.tx, {parsed.definition->id(), parsed.definition->version(), parsed.definition->hash(), parsed.definition->text(), "m", deed.now, false});
            return {};
        });
        m_bench.shelf.add(parsed.definition);
        flow::Start start;
        start.definition = parsed.definition->id();
        start.version = parsed.definition->version();
        if (m_random.chance(40))
            start.input = {{"k", 7}};
        const auto begun = m_bench.attempt<std::string>(engineActor(), [&](Deed &deed) {
            deed.correlation = m_correlation;
            return flow::start(deed, start);
        });
        if (begun)
            m_id = *begun;
    }
    [[nodiscard]] bool began() const { return !m_id.empty(); }
    [[nodiscard]] int taken() const { return m_taken; } ///< inputs
    [[nodiscard]] bool repeated() const { return m_repeated; } ///< one was taken twice

    /// Something comes. False when the instance takes nothing any more.
    bool goOn()
    {
        m_bench.clock.advance(std::chrono::milliseconds(m_random.below(600)));
        if (instance().status != store::workflows::Status::Running)
            return false;
        const auto timers = m_bench.read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::timers(sql, m_id); });
        const auto tasks = m_bench.read<std::vector<store::workflows::Invocation>>([&](const auto &sql) { return store::workflows::invocations(sql, m_id); });
        const auto roll = m_random.below(10);
        if (roll < 3 && !timers.empty()) {
            const auto timer = timers.front();
            m_bench.clock.set(std::max(m_bench.clock.now(), timer.due));
            come([&](Deed &deed) { return flow::fire(deed, timer); });
        } else if (roll < 6 && !tasks.empty()) {
            const auto task = m_random.pick(tasks);
            if (task.invoke.empty())
                return true; // a command that nobody waits for
            const bool good = m_random.chance(70);
            const Json output(test::randomValue(m_random, 2));
            come([&](Deed &deed) { return good ? flow::taskDone(deed, task.key, output) : flow::taskFailed(deed, task.key, "odd", "no"); });
        } else {
            const auto input = test::randomInput(m_random, workflow::parseSnapshot(instance().snapshot).value());
            const auto *event = std::get_if<workflow::EventInput>(&input);
            if (!event || !event->event.is_object() || !event->event.contains("type") || !event->event["type"].is_string())
                return true;
            flow::Send send;
            send.instance = m_id;
            send.data = Json(event->event);
            send.type = text(send.data, "type");
            send.eventId = "e" + std::to_string(++m_events);
            come([&](Deed &deed) -> Result<void> {
                const auto sent = flow::send(deed, send);
                return sent ? Result<void>() : tl::make_unexpected(sent.error());
            });
        }
        return true;
    }

    /// Empty, or what is wrong.
    std::string check()
    {
        const auto studio = m_bench.studio();
        const auto now = instance();
        const auto snapshot = workflow::parseSnapshot(now.snapshot).value();
        const auto rows = m_bench.read<std::vector<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, m_id, {{}, 500}).rows; });
        const auto replayed = m_bench.read<flow::Replayed>([&](const auto &sql) { return flow::replay(sql, studio, now); });
        if (replayed.difference)
            return "the replay differs at " + std::to_string(replayed.difference->seq) + " " + replayed.difference->field + ": " + replayed.difference->replayed;
        if (rows.size() != std::size_t(now.steps) + 1 || text(rows.back().record, "hash") != workflow::snapshotHash(snapshot))
            return "the instance stands elsewhere than its history says";

        // What is open is what the machine waits for.
        const bool active = snapshot.status == workflow::MachineStatus::Active;
        std::set<std::string> tasks, commands, timers, wantedTasks, wantedCommands, wantedTimers;
        for (const auto &open : m_bench.read<std::vector<store::workflows::Invocation>>([&](const auto &sql) { return store::workflows::invocations(sql, m_id); }))
            (open.invoke.empty() ? commands : tasks).insert(open.key);
        for (const auto &timer : m_bench.read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::timers(sql, m_id); }))
            timers.insert(timer.id + "@" + std::to_string(toMillis(timer.due)));
        if (active) {
            for (const auto &task : snapshot.tasks)
                wantedTasks.insert(workflow::taskKey(m_id, task.id, task.start));
            for (const auto &timer : snapshot.timers)
                wantedTimers.insert(timer.id + "@" + std::to_string(toMillis(timer.due)));
        }
        // The timer or the task whose end was the fault is parked with its instance.
        const bool stands = now.status != store::workflows::Status::Incident;
        if (stands && tasks != wantedTasks)
            return "open tasks " + listed(tasks) + ", the machine waits for " + listed(wantedTasks);
        if (stands && timers != wantedTimers)
            return "timers " + listed(timers) + ", the machine waits for " + listed(wantedTimers);

        // Every effect of every step is there, once: commands, messages, lines of the audit.
        std::size_t wantedMessages = 0, wantedLines = 0;
        for (const auto &row : rows) {
            std::size_t index = 0;
            for (const auto &action : member(row.record, "actions")) {
                const auto type = text(action, "type");
                if (type == "log")
                    ++wantedLines;
                else if (type == "emit" || type == "sendTo")
                    ++wantedMessages;
                else
                    wantedCommands.insert(m_id + "/step" + std::to_string(row.seq) + "/" + std::to_string(index));
                ++index;
            }
        }
        if (commands != wantedCommands)
            return "commands " + listed(commands) + ", the steps want " + listed(wantedCommands);
        const auto audit = m_bench.audited(m_id);
        if (std::size_t(std::count(audit.begin(), audit.end(), "workflow.log")) != wantedLines && audit.size() < 500)
            return std::to_string(std::count(audit.begin(), audit.end(), "workflow.log")) + " lines, the steps want " + std::to_string(wantedLines);
        std::size_t messages = 0;
        std::string after;
        do {
            const auto page = m_bench.read<store::Sliced<store::messages::Message>>([&](const auto &sql) { return store::messages::page(sql, {{}, {}, m_correlation, false}, {after, 200}); });
            messages += page.rows.size();
            after = page.next;
        } while (!after.empty());
        if (messages != wantedMessages)
            return std::to_string(messages) + " messages, the steps want " + std::to_string(wantedMessages);
        // What was said to be taken is a row of the history, a repeat is none.
        if (now.status == store::workflows::Status::Running && rows.size() != std::size_t(m_taken) + 1)
            return std::to_string(rows.size()) + " rows for a start and " + std::to_string(m_taken) + " inputs";
        return {};
    }

private:
    [[nodiscard]] store::workflows::Instance instance()
    {
        return m_bench.read<std::optional<store::workflows::Instance>>([&](const auto &sql) { return store::workflows::find(sql, m_id); }).value();
    }
    void come(const std::function<Result<void>(Deed &)> &what)
    {
        const std::function<Result<void>(Deed &)> work = [&](Deed &deed) {
            deed.correlation = m_correlation;
            return what(deed);
        };
        while (m_random.chance(30)) { // the process dies when all is written and nothing is committed
            const auto died = m_bench.attempt<void>(engineActor(), [&](Deed &deed) -> Result<void> {
                [[maybe_unused]] const auto done = work(deed);
                throw std::runtime_error("a crash");
            });
            if (died)
                qFatal("a job that throws was taken");
        }
        const auto before = instance().steps;
        const bool taken = m_bench.attempt<void>(engineActor(), work).has_value();
        m_taken += int(instance().steps - before);
        if (taken && m_random.chance(40)) { // the sender, or the worker that has read it twice, asks again
            const auto rows = instance().steps;
            [[maybe_unused]] const auto again = m_bench.attempt<void>(engineActor(), work);
            m_repeated = m_repeated || instance().steps != rows;
        }
    }

    RuntimeBench &m_bench;
    Random m_random;
    std::string m_correlation;
    std::string m_id;
    int m_events = 0;
    int m_taken = 0;
    bool m_repeated = false;
};

} // namespace

class DurablePropertyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void D4_noEffectIsLostOrDoubledUnderCrashesAndRepeats();
};

void DurablePropertyTest::D4_noEffectIsLostOrDoubledUnderCrashesAndRepeats()
{
    const auto first = setting("HS_PROPERTY_SEED", 1), runs = setting("HS_PROPERTY_RUNS", 60);
    qInfo("seeds %llu to %llu", static_cast<unsigned long long>(first), static_cast<unsigned long long>(first + runs - 1));
    RuntimeBench bench;
    std::uint64_t began = 0;
    int taken = 0;
    for (auto seed = first; seed < first + runs; ++seed) {
        Life life(bench, seed);
        if (!life.began())
            continue;
        ++began;
        for (int i = 0; i < Inputs && life.goOn(); ++i) {
            QVERIFY2(!life.repeated(), ("seed " + std::to_string(seed) + ", input " + std::to_string(i) + ": a repeat was taken").c_str());
            const auto wrong = life.check();
            QVERIFY2(wrong.empty(), ("seed " + std::to_string(seed) + ", input " + std::to_string(i) + ": " + wrong).c_str());
        }
        taken += life.taken();
    }
    QVERIFY2(began * 2 >= runs, "the generator makes machines that do not begin");
    QVERIFY2(taken > int(runs) * 3, "hardly anything was taken, so nothing was shown");
}

QTEST_GUILESS_MAIN(DurablePropertyTest)
#include "durable_property_test.moc"
