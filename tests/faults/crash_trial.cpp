#include "tests/faults/crash_trial.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <QCoreApplication>
#include <QTimer>

#include "engine/outbox/dispatcher.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/worker.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/services/source_catalog.h"
#include "engine/store/store.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/mailbox.h"
#include "resources/resources.h"

namespace hs::test {

using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 60s; ///< a trial takes some milliseconds
constexpr int Wrong = 3;

/// Lost attempts are made again at once, so that a trial waits for nothing.
constexpr const char *Errand = R"({
  "id": "errand", "version": "1.0.0", "context": { "told": null },
  "setup": { "actors": { "ruvo.notify": { "retry": [{ "errorEquals": ["agent.lost"], "intervalSeconds": 0, "maxAttempts": 1, "jitterStrategy": "NONE" }] } } },
  "initial": "telling",
  "states": {
    "telling": { "entry": { "type": "log", "params": { "message": "an errand begins" } },
                 "invoke": { "id": "tell", "src": "ruvo.notify", "input": { "text": { "cat": ["Errand ", { "var": "context.key" }] } },
                             "onDone": { "target": "done", "actions": { "type": "assign", "params": { "assignment": { "told": { "var": "event.output.text" } } } } } } },
    "done": { "type": "final" } } })";

template <typename T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
        ::_exit(Wrong);
    }
    return std::move(*result);
}

/// The shipped agents, Ruvo's notices being carried out apart from the writer.
agents::AgentRegistry agentsApart()
{
    agents::AgentRegistry::Files files;
    for (const auto *folder : {"agents", "routing"})
        for (const auto &path : resources::list(folder))
            files[path] = must(resources::read(path));
    auto &text = files["agents/ruvo.json"];
    auto card = must(parseJson(text));
    for (auto &command : card["commands"])
        if (command["name"] == "notify")
            command["apart"] = true;
    text = dump(card);
    return must(agents::AgentRegistry::load(files));
}

[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    for (;;)
        ::pause();
}

void writeLine(const std::filesystem::path &file, const std::string &line)
{
    const auto text = line + "\n";
    const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out < 0 || ::write(out, text.data(), text.size()) != ssize_t(text.size()))
        ::_exit(Wrong);
    ::close(out);
}

class Trial {
public:
    Trial(const TrialGround &ground, Point point, std::string key)
        : m_ground(ground), m_point(point), m_key(std::move(key)), m_clock(*this), m_ids(m_clock)
    {
    }
    [[noreturn]] void run();

private:
    class WatchedClock final : public Clock {
    public:
        explicit WatchedClock(Trial &trial) : m_trial(trial) {}
        [[nodiscard]] Timestamp now() const override
        {
            m_trial.clockAsked();
            return SystemClock().now();
        }

    private:
        Trial &m_trial;
    };
    class Outside final : public outbox::Sender {
    public:
        explicit Outside(Trial &trial) : m_trial(trial) {}
        void send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done) override
        {
            m_trial.reached(effect.key);
            done({});
        }

    private:
        Trial &m_trial;
    };

    void clockAsked();
    void committed(const std::vector<store::Transaction::Touched> &touched);
    void reached(const std::string &key);
    void look();
    void atRest();

    const TrialGround &m_ground;
    const Point m_point;
    const std::string m_key;
    WatchedClock m_clock;
    IdMaker m_ids;
    services::SourceCatalog m_sources;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<Mailbox> m_box;
    std::unique_ptr<runtime::Worker> m_worker;
    std::unique_ptr<outbox::Dispatcher> m_dispatcher;
    const std::thread::id m_main = std::this_thread::get_id();
    std::thread::id m_writer;
    std::atomic<bool> m_armed{false};    ///< the errand begins: what happens from now on is its doing
    std::atomic<bool> m_thinking{false}; ///< the agent was asked
    bool m_reached = false;              ///< the outside was
    std::uint64_t m_commitsBefore = 0;   ///< the writer's
};

/// An agent's look at the time is the reader's, its answer's the writer's, the answer from outside is the main thread's.
void Trial::clockAsked()
{
    if (!m_armed)
        return;
    const auto here = std::this_thread::get_id();
    if (here == m_main) {
        if (m_reached && m_point == Point::EffectAnswered)
            die();
    } else if (here != m_writer) {
        if (m_point == Point::TaskDispatching)
            die();
        m_thinking = true;
    } else if (m_thinking && m_point == Point::TaskAnswered) {
        die();
    } else if (m_thinking && m_point == Point::TaskWritten) {
        // A job of the same transaction, after the one that asks.
        m_commitsBefore = m_store->commits();
        m_store->write<void>(
            store::Urgency::Normal,
            [this](store::Transaction &) -> Result<void> {
                if (m_store->commits() == m_commitsBefore)
                    die();
                return {}; // a busy machine: the commit came before; the trial is none
            },
            [](const Result<void> &) {});
    }
}

void Trial::committed(const std::vector<store::Transaction::Touched> &touched)
{
    if (m_armed && (m_point == Point::TaskCommitted || m_point == Point::EffectCommitted)) {
        const auto awaited = m_point == Point::TaskCommitted ? Topic::Workflows : Topic::Effects;
        if (std::any_of(touched.begin(), touched.end(), [&](const auto &one) { return one.topic == awaited; }))
            die();
    }
    m_worker->wake();
    m_dispatcher->wake();
}

void Trial::reached(const std::string &key)
{
    writeLine(m_ground.folder / SentFile, key);
    if (m_armed && m_point == Point::EffectDispatching)
        die();
    m_reached = m_armed;
}

void Trial::look()
{
    m_store->read<bool>(
        [](const store::ReadSql &sql) -> Result<bool> {
            const auto later = fromMillis(std::numeric_limits<std::int64_t>::max() / 2);
            return store::workflows::countOpen(sql) == 0 && store::outbox::nextDue(sql).empty() && store::outbox::count(sql, store::outbox::State::Sending) == 0
                   && store::messages::waiting(sql, later, 1).empty();
        },
        [this](const Result<bool> &quiet) {
            m_box->post([this, rests = must(quiet)] {
                if (rests)
                    atRest();
                else
                    QTimer::singleShot(2ms, m_box.get(), [this] { look(); });
            });
        });
}

void Trial::atRest()
{
    if (m_point == Point::None || m_armed)
        ::_exit(0);
    const runtime::Studio studio{m_clock, m_ids, m_ground.agents, m_ground.hub, m_ground.shelf, std::make_shared<runtime::Policy>()};
    must(m_store->writeNow<std::string>([&](store::Transaction &tx) {
        m_armed = true; // here, when all earlier commits have been told of
        runtime::Deed deed{tx, studio, SystemClock().now(), m_key, m_key, runtime::engineActor()};
        runtime::flow::Start start;
        start.definition = "errand";
        start.key = m_key;
        return runtime::flow::start(deed, start);
    }));
    look();
}

void Trial::run()
{
    int count = 1;
    char name[] = "trial";
    char *arguments[] = {name, nullptr};
    const QCoreApplication application(count, arguments);
    m_store = must(store::Store::open({m_ground.folder, false, 1}));
    const auto errand = m_ground.shelf.latest("errand");
    m_writer = must(m_store->writeNow<std::thread::id>([&](store::Transaction &tx) -> Result<std::thread::id> {
        store::workflows::publish(tx, {errand->id(), errand->version(), errand->hash(), errand->text(), errand->id(), SystemClock().now(), false});
        return std::this_thread::get_id();
    }));
    auto policy = std::make_shared<runtime::Policy>();
    policy->slackReady = true;
    const std::shared_ptr<const runtime::Studio> studio(
        new runtime::Studio{m_clock, m_ids, m_ground.agents, m_ground.hub, m_ground.shelf, std::move(policy)});
    m_box = std::make_unique<Mailbox>();
    m_worker = std::make_unique<runtime::Worker>(*m_store, [studio] { return studio; }, m_sources);
    m_dispatcher = std::make_unique<outbox::Dispatcher>(*m_store, m_clock, m_ids.make("run"));
    m_dispatcher->setSender("slack", std::make_shared<Outside>(*this));
    m_store->onCommit([this](const auto &touched) { committed(touched); });
    m_worker->start();
    m_dispatcher->start();
    m_box->post([this] { look(); });
    QTimer::singleShot(Patience, [] { ::_exit(Wrong); });
    QCoreApplication::exec();
    ::_exit(Wrong);
}

} // namespace

TrialGround::TrialGround() : agents(agentsApart()), hub(must(runtime::loadProgramData()).hub)
{
    const auto parsed = workflow::parseDefinition(Errand, runtime::runCatalog(agents.catalog()));
    if (!parsed.definition) {
        for (const auto &finding : parsed.findings)
            std::fprintf(stderr, "%s\n", workflow::describe(finding).c_str());
        ::_exit(Wrong);
    }
    shelf.add(parsed.definition);
}

void runTrial(const TrialGround &ground, Point point, const std::string &key)
{
    Trial(ground, point, key).run();
}

int runTrials(const std::filesystem::path &folder, Point point, int kills)
{
    TrialGround ground;
    ground.folder = folder;
    const auto one = [&](Point where, const std::string &key) {
        const auto child = ::fork();
        if (child == 0)
            runTrial(ground, where, key);
        int status = 0;
        if (child < 0 || ::waitpid(child, &status, 0) != child)
            return -1;
        return status;
    };
    int died = 0;
    // A trial whose moment a busy machine lets pass is none and is made again.
    for (int trial = 0; died < kills && trial < 2 * kills; ++trial) {
        const auto key = "errand-" + std::to_string(trial);
        const int status = one(point, key);
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
            writeLine(folder / KilledFile, key);
            ++died;
        } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            std::fprintf(stderr, "trial %d ended with status %d\n", trial, status);
            return 1;
        }
    }
    if (one(Point::None, {}) != 0) {
        std::fprintf(stderr, "the last run did not come to rest\n");
        return 1;
    }
    return died == kills ? 0 : 1;
}

} // namespace hs::test
