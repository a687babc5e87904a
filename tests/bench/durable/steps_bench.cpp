// Durable steps a second, and beside them what SQLite alone makes of the same row writes in the same run.
//
// Many instances of a machine with a guard and an assignment take one event after the other, each step with its history,
// audit and hub record, through the engine's own writer (WAL, synchronous=FULL, group commit). Then the very rows that were
// written go once more into a copy of the database as it was before, through SQLite's own interface with prepared
// statements, 64 steps in a transaction: the lower bound.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include <sqlite3.h>
#include <unistd.h>

#include <QCoreApplication>

#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/hub_follow.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/store.h"
#include "engine/vocabulary/clock.h"
#include "resources/resources.h"

using namespace hs;
using Steady = std::chrono::steady_clock;
namespace fs = std::filesystem;

namespace {

constexpr int StepsInACommit = 64;
constexpr std::size_t InFlight = 512;

const char *const Machine = R"({
  "id": "bench", "version": "1.0.0",
  "setup": { "guards": { "goesOn": { "<": [{ "var": "context.count" }, 1000000] } } },
  "context": { "count": 0, "name": "Ada Falk", "about": "a retreat in spring", "amount": 480 },
  "initial": "open",
  "states": {
    "open": { "on": { "go": { "guard": "goesOn", "target": "under_way", "actions": { "type": "assign", "params": { "assignment": { "count": { "+": [{ "var": "context.count" }, 1] } } } } } } },
    "under_way": { "on": { "go": { "target": "open", "actions": { "type": "assign", "params": { "assignment": { "count": { "+": [{ "var": "context.count" }, 1] } } } } } } },
    "done": { "type": "final" }
  }
})";

[[noreturn]] void die(const std::string &why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

template <typename T>
T must(Result<T> result)
{
    if (!result)
        die(describe(result.error()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// What a run took: by the clock on the wall, and of processors. The second does not mind busy neighbours.
struct Taken {
    double stepsPerSecond = 0;
    double microsOfProcessor = 0; ///< a step
};

double processorSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

double seconds(Steady::time_point since)
{
    return std::chrono::duration<double>(Steady::now() - since).count();
}

/// All the columns of one row, as SQLite has them.
struct Row {
    std::vector<std::pair<int, std::string>> values; ///< type and bytes
};

class Bare {
public:
    explicit Bare(const fs::path &file)
    {
        if (sqlite3_open(file.c_str(), &m_db) != SQLITE_OK)
            die("cannot open " + file.string());
        for (const char *sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
            run(sql);
    }
    ~Bare()
    {
        for (auto *one : m_statements)
            sqlite3_finalize(one);
        sqlite3_close(m_db);
    }
    void run(const char *sql)
    {
        char *error = nullptr;
        if (sqlite3_exec(m_db, sql, nullptr, nullptr, &error) != SQLITE_OK)
            die(std::string(sql) + ": " + error);
    }
    sqlite3_stmt *prepare(const std::string &sql)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v3(m_db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
            die(sql + ": " + sqlite3_errmsg(m_db));
        m_statements.push_back(statement);
        return statement;
    }
    void step(sqlite3_stmt *statement, const Row &row)
    {
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const auto &[type, bytes] = row.values[i];
            const int at = int(i) + 1;
            if (type == SQLITE_NULL)
                sqlite3_bind_null(statement, at);
            else if (type == SQLITE_INTEGER)
                sqlite3_bind_int64(statement, at, std::stoll(bytes));
            else
                sqlite3_bind_text(statement, at, bytes.data(), int(bytes.size()), SQLITE_STATIC);
        }
        if (sqlite3_step(statement) != SQLITE_DONE)
            die(sqlite3_errmsg(m_db));
        sqlite3_reset(statement);
    }
    std::vector<Row> rows(const std::string &sql)
    {
        std::vector<Row> all;
        auto *statement = prepare(sql);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            Row row;
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(statement, i));
                row.values.emplace_back(sqlite3_column_type(statement, i), bytes ? std::string(bytes, std::size_t(sqlite3_column_bytes(statement, i))) : std::string());
            }
            all.push_back(std::move(row));
        }
        return all;
    }

private:
    sqlite3 *m_db = nullptr;
    std::vector<sqlite3_stmt *> m_statements;
};

/// The engine's own way: steps a second.
Taken engineRun(store::Store &store, const runtime::Studio &studio, const std::vector<std::string> &ids, int steps)
{
    std::mutex mutex;
    std::condition_variable woken;
    std::size_t flying = 0;
    std::atomic<int> failed{0};
    const auto begun = Steady::now();
    const double processor = processorSeconds();
    for (int i = 0; i < steps; ++i) {
        {
            std::unique_lock lock(mutex);
            woken.wait(lock, [&] { return flying < InFlight; });
            ++flying;
        }
        const auto &id = ids[std::size_t(i) % ids.size()];
        store.write<void>(
            store::Urgency::Normal,
            [&studio, &id](store::Transaction &tx) -> Result<void> {
                runtime::Deed deed{tx, studio, studio.clock.now(), id, id, runtime::engineActor()};
                const auto sent = runtime::flow::send(deed, {id, "go", Json::object(), {}, {}});
                return sent && !sent->ignored ? Result<void>() : sent ? fail(Errc::Internal, "ignored") : tl::make_unexpected(sent.error());
            },
            [&](Result<void> done) {
                if (!done)
                    ++failed;
                const std::lock_guard lock(mutex);
                --flying;
                woken.notify_one();
            });
    }
    {
        std::unique_lock lock(mutex);
        woken.wait(lock, [&] { return flying == 0; });
    }
    if (failed > 0)
        die(std::to_string(failed.load()) + " steps failed");
    return {steps / seconds(begun), (processorSeconds() - processor) * 1e6 / steps};
}

/// The rows of those steps, written by SQLite alone.
Taken bareRun(const fs::path &before, const fs::path &after, int steps)
{
    std::vector<Row> history, audit, instances, records;
    {
        Bare source(after);
        history = source.rows("SELECT h.instance, h.seq, h.at, h.input, h.actor, h.reason, h.record, h.snapshot, h.micros FROM history h WHERE h.seq > 0 ORDER BY h.seq, h.instance");
        audit = source.rows("SELECT at, actor_kind, actor, actor_name, action, object_kind, object, summary, reason, rule, evidence, correlation, data, hash FROM audit"
                            " WHERE action = 'workflow.moved' ORDER BY seq");
        instances = source.rows("SELECT state, column_key, agent, tag, snapshot, updated_at, entered_at, due_at, steps, id FROM instances ORDER BY id");
        records = source.rows("SELECT fields, etag, updated_at, updated_by, id FROM records WHERE db = 'active-workflows' ORDER BY id");
    }
    if (history.size() < std::size_t(steps) || audit.size() < std::size_t(steps))
        die("the rows of the steps are not all there");
    Bare bare(before);
    auto *addHistory = bare.prepare("INSERT INTO history(instance, seq, at, input, actor, reason, record, snapshot, micros) VALUES(?,?,?,?,?,?,?,?,?)");
    auto *addAudit = bare.prepare("INSERT INTO audit(at, actor_kind, actor, actor_name, action, object_kind, object, summary, reason, rule, evidence, correlation, data, hash)"
                                  " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    auto *putInstance = bare.prepare("UPDATE instances SET state=?, column_key=?, agent=?, tag=?, snapshot=?, updated_at=?, entered_at=?, due_at=?, steps=? WHERE id=?");
    auto *putRecord = bare.prepare("UPDATE records SET fields=?, etag=?, updated_at=?, updated_by=? WHERE id=?");
    const auto begun = Steady::now();
    const double processor = processorSeconds();
    for (int i = 0; i < steps; ++i) {
        if (i % StepsInACommit == 0)
            bare.run("BEGIN IMMEDIATE");
        auto &instance = instances[std::size_t(i) % instances.size()];
        // As the step leaves it: the other state, a later moment.
        instance.values[0].second = instance.values[0].second == "open" ? "under_way" : "open";
        instance.values[1].second = instance.values[0].second;
        instance.values[6].second = instance.values[5].second = std::to_string(std::stoll(instance.values[5].second) + i);
        bare.step(putInstance, instance);
        bare.step(putRecord, records[std::size_t(i) % records.size()]);
        bare.step(addHistory, history[std::size_t(i)]);
        bare.step(addAudit, audit[std::size_t(i)]);
        if (i % StepsInACommit == StepsInACommit - 1 || i == steps - 1)
            bare.run("COMMIT");
    }
    return {steps / seconds(begun), (processorSeconds() - processor) * 1e6 / steps};
}

void copyDatabase(const fs::path &from, const fs::path &to)
{
    Bare source(from);
    source.run(("VACUUM INTO '" + to.string() + "'").c_str());
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 4) {
        std::fprintf(stderr, "usage: bench_steps FOLDER INSTANCES STEPS\n");
        return 64;
    }
    const fs::path folder(argv[1]);
    const int count = std::stoi(argv[2]), steps = std::stoi(argv[3]);
    fs::create_directories(folder);
    resources::init();
    SystemClock clock;
    IdMaker ids(clock);
    auto data = must(runtime::loadProgramData());
    runtime::DefinitionShelf shelf;
    auto policy = std::make_shared<runtime::Policy>();
    auto store = must(store::Store::open({folder, false, 1}));
    const auto parsed = workflow::parseDefinition(Machine, runtime::runCatalog(data.agents.catalog()));
    if (!parsed.definition)
        die(workflow::describe(parsed.findings.front()));
    shelf.add(parsed.definition);
    const runtime::Studio studio{clock, ids, data.agents, data.hub, shelf, policy};
    store->beforeCommit([&](store::Transaction &tx) { runtime::mirror::follow(tx, studio); });
    std::vector<std::string> instances;
    must(store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        const auto &made = *parsed.definition;
        store::workflows::publish(tx, {made.id(), made.version(), made.hash(), made.text(), made.id(), clock.now(), false});
        runtime::Deed deed{tx, studio, clock.now(), "bench", "bench", runtime::engineActor()};
        for (int i = 0; i < count; ++i) {
            runtime::flow::Start start;
            start.definition = "bench";
            start.key = "k" + std::to_string(i);
            const auto id = runtime::flow::start(deed, start);
            if (!id)
                return tl::make_unexpected(id.error());
            instances.push_back(*id);
        }
        return {};
    }));
    const auto database = folder / "console.db";
    copyDatabase(database, folder / "before.db");
    const auto engine = engineRun(*store, studio, instances, steps);
    store->close();
    const auto bare = bareRun(folder / "before.db", database, steps);
    std::printf("{\"steps_per_second\": %.0f, \"bare_steps_per_second\": %.0f, \"ratio\": %.3f, \"processor_us\": %.1f, \"bare_processor_us\": %.1f,"
                " \"instances\": %d, \"steps\": %d}\n",
                engine.stepsPerSecond, bare.stepsPerSecond, engine.stepsPerSecond / bare.stepsPerSecond, engine.microsOfProcessor, bare.microsOfProcessor, count, steps);
    return 0;
}
