#include "engine/store/store.h"

#include <chrono>

#include <QLockFile>

#include "engine/store/dialect.h"
#include "engine/store/migrations.h"

namespace hs::store {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr std::uintmax_t CheckpointBytes = 4ULL << 20U;  // begin to move pages
constexpr std::uintmax_t TruncateBytes = 64ULL << 20U;   // the log grew under constant load: the writer makes room
constexpr auto CheckpointEvery = 1s;
constexpr auto ProbeEvery = 1s;     // while writing fails and nobody writes, so that the trouble is seen to end
constexpr auto NormalBudget = 4ms;  // after this long a batch takes no more normal jobs, because senders wait
constexpr auto UrgentBudget = 20ms;

std::string connectionName(const void *owner, std::string_view role)
{
    return std::string(role) + " " + std::to_string(reinterpret_cast<std::uintptr_t>(owner));
}

fs::path databaseFile(const StoreOptions &options)
{
    return options.dataDir / "console.db";
}

} // namespace

Store::Store(StoreOptions options) : m_options(std::move(options)) {}

Result<std::unique_ptr<Store>> Store::open(const StoreOptions &options)
{
    std::unique_ptr<Store> store(new Store(options));
    HS_TRY(store->prepare());
    if (!options.readOnly) {
        std::promise<Result<void>> ready;
        auto opened = ready.get_future();
        store->m_writer = std::thread([self = store.get(), ready = std::move(ready)]() mutable {
            self->writerLoop(std::move(ready));
        });
        HS_TRY(opened.get());
        store->m_checkpointer = std::thread([self = store.get()] { self->checkpointerLoop(); });
    }
    for (int i = 0; i < options.readers; ++i)
        store->m_readers.emplace_back([self = store.get(), i] { self->readerLoop(i); });
    return store;
}

Result<void> Store::prepare()
{
    const auto dir = m_options.dataDir.string();
    if (m_options.readOnly) {
        if (!fs::exists(databaseFile(m_options)))
            return fail(Errc::NotFound, "there is no console database yet", dir, "start the console once");
        auto connection = dialect::open(databaseFile(m_options), connectionName(this, "look"), true);
        if (!connection)
            return tl::make_unexpected(std::move(connection).error());
        const auto known = migrations::checkVersion(*connection);
        dialect::close(*connection);
        return known;
    }
    std::error_code failed;
    fs::create_directories(m_options.dataDir / "backups", failed);
    if (failed)
        return fail(Errc::Unavailable, "the data folder cannot be written: " + failed.message(), dir,
                    "make it writable for this user, or choose another with --data-dir");

    m_lock = std::make_unique<QLockFile>(QString::fromStdString((m_options.dataDir / "console.db.lock").string()));
    m_lock->setStaleLockTime(0); // a lock is as old as its process
    if (!m_lock->tryLock(0)) {
        if (m_lock->error() == QLockFile::LockFailedError) {
            qint64 pid = 0;
            QString host;
            QString program;
            m_lock->getLockInfo(&pid, &host, &program);
            m_lock.reset();
            return fail(Errc::Conflict, "process " + std::to_string(pid) + " works on this data folder", dir,
                        "close it, or choose another folder with --data-dir");
        }
        m_lock.reset();
        return fail(Errc::Unavailable, "the data folder cannot be written", dir,
                    "make it writable for this user, or choose another with --data-dir");
    }
    auto connection = dialect::open(databaseFile(m_options), connectionName(this, "migrate"), false);
    if (!connection)
        return tl::make_unexpected(std::move(connection).error());
    const auto migrated = migrations::apply(*connection, m_options.dataDir / "backups");
    dialect::close(*connection);
    return migrated;
}

Store::~Store()
{
    end();
}

void Store::end()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_writer.joinable())
        m_writer.join();
    {
        const std::lock_guard lock(m_readMutex);
        m_readStopping = true;
    }
    m_readWake.notify_all();
    for (auto &reader : m_readers)
        if (reader.joinable())
            reader.join();
    {
        const std::lock_guard lock(m_checkpointMutex);
        m_checkpointStopping = true;
    }
    m_checkpointWake.notify_all();
    if (m_checkpointer.joinable())
        m_checkpointer.join();
}

void Store::enqueue(Urgency urgency, bool savepoint, std::function<std::optional<Error>(Transaction &)> run,
                    std::function<void(std::optional<Error>)> finish)
{
    if (m_options.readOnly)
        return finish(Error{Errc::Conflict, "this process only looks at the data folder", {}, {}, {}});
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping) {
            auto &queue = urgency == Urgency::Urgent ? m_urgent : m_normal;
            queue.push_back({urgency, savepoint, std::move(run), std::move(finish)});
            m_wake.notify_one();
            return;
        }
    }
    finish(Error{Errc::Unavailable, "the console is shutting down", {}, "try again in a moment", 5s});
}

std::size_t Store::queued() const
{
    const std::lock_guard lock(m_mutex);
    return m_urgent.size() + m_normal.size();
}

void Store::onCommit(std::function<void(const std::vector<Transaction::Touched> &)> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

std::optional<Error> Store::trouble() const
{
    const std::lock_guard lock(m_mutex);
    return m_trouble;
}

std::vector<Store::Job> Store::takeBatch(bool &stopping)
{
    std::unique_lock lock(m_mutex);
    const auto due = [&] { return m_stopping || !m_urgent.empty() || !m_normal.empty(); };
    if (m_trouble && m_trouble->code != Errc::Corrupt)
        m_wake.wait_for(lock, ProbeEvery, due); // nothing came: an empty batch, which is a probe
    else
        m_wake.wait(lock, due);
    std::vector<Job> batch;
    const auto take = [&](std::deque<Job> &queue, std::size_t most) {
        for (; !queue.empty() && most > 0; --most) {
            batch.push_back(std::move(queue.front()));
            queue.pop_front();
        }
    };
    take(m_urgent, MaxUrgentBatch);
    take(m_normal, MaxNormalBatch);
    stopping = m_stopping && batch.empty();
    return batch;
}

void Store::writerLoop(std::promise<Result<void>> ready)
{
    auto connection = dialect::open(databaseFile(m_options), connectionName(this, "write"), false);
    if (!connection) {
        ready.set_value(tl::make_unexpected(std::move(connection).error()));
        return;
    }
    ready.set_value({});
    {
        Transaction tx(*connection);
        bool stopping = false;
        while (true) {
            auto batch = takeBatch(stopping);
            if (stopping)
                break;
            runBatch(*connection, tx, batch);
            if (m_truncateWanted.exchange(false)) {
                // Best effort: when readers keep the log busy, the next round tries again.
                [[maybe_unused]] const auto left = dialect::checkpoint(*connection, true);
            }
        }
    }
    [[maybe_unused]] const auto left = dialect::checkpoint(*connection, true);
    dialect::close(*connection);
}

void Store::runBatch(QSqlDatabase &connection, Transaction &tx, std::vector<Job> &batch)
{
    std::vector<std::optional<Error>> outcomes(batch.size());
    std::optional<Error> broken; // of the whole batch
    std::size_t ran = 0;
    tx.reset();
    const auto control = [&](const char *sql) {
        if (auto done = dialect::run(connection, {sql}); !done && !broken)
            broken = std::move(done).error();
    };
    control("BEGIN IMMEDIATE");
    if (batch.empty()) // a page that must really be written
        control("INSERT INTO meta(key, value) VALUES('store.probe', '0') ON CONFLICT(key) DO UPDATE SET value = 1 - value");
    const auto started = std::chrono::steady_clock::now();
    for (; ran < batch.size() && !broken; ++ran) {
        auto &job = batch[ran];
        const auto mark = tx.mark();
        if (job.savepoint)
            tx.exec("SAVEPOINT job");
        auto error = job.run(tx);
        const bool sqlFailed = tx.failure().has_value();
        if (sqlFailed)
            error = tx.failure();
        if (error) {
            tx.backTo(mark);
            // A full disk may have ended the transaction by itself: then nothing of the batch can stand.
            const bool storeFailed = error->code == Errc::StorageFull || error->code == Errc::Unavailable || error->code == Errc::Corrupt;
            if (storeFailed && (sqlFailed || !job.savepoint))
                broken = error;
            else if (job.savepoint)
                control("ROLLBACK TO job");
        }
        if (job.savepoint && !broken)
            control("RELEASE job");
        outcomes[ran] = std::move(error);
        if (ran + 1 < batch.size()) {
            const auto budget = batch[ran + 1].urgency == Urgency::Urgent ? UrgentBudget : NormalBudget;
            if (std::chrono::steady_clock::now() - started > budget) {
                ++ran;
                break; // the rest goes into the next commit, so that nobody waits too long
            }
        }
    }
    if (!broken)
        control("COMMIT");
    if (broken) {
        // The reason was kept; whether there is still something to roll back does not matter.
        [[maybe_unused]] const auto undone = dialect::run(connection, {"ROLLBACK"});
        tx.reset();
        ran = batch.size(); // all of them failed, also those that did not run
    } else {
        ++m_commits;
    }
    std::function<void(const std::vector<Transaction::Touched> &)> listener;
    bool turned = false; // from good to bad or back
    {
        const std::lock_guard lock(m_mutex);
        const bool damaged = m_trouble && m_trouble->code == Errc::Corrupt; // other pages may be good: it stays told
        turned = !damaged && m_trouble.has_value() != broken.has_value();
        if (!damaged)
            m_trouble = broken;
        listener = m_listener;
        for (std::size_t i = batch.size(); i-- > ran;)
            (batch[i].urgency == Urgency::Urgent ? m_urgent : m_normal).push_front(std::move(batch[i]));
    }
    const auto after = tx.takeAfterCommit();
    for (std::size_t i = 0; i < ran; ++i)
        batch[i].finish(broken ? broken : std::move(outcomes[i]));
    for (const auto &task : after)
        task();
    if (turned)
        tx.touch(Topic::Status, {});
    if (listener && !tx.touched().empty())
        listener(tx.touched());
}

void Store::enqueueRead(ReadJob job)
{
    {
        const std::lock_guard lock(m_readMutex);
        if (!m_readStopping) {
            m_reads.push_back(std::move(job));
            m_readWake.notify_one();
            return;
        }
    }
    job(nullptr, std::nullopt);
}

void Store::readerLoop(int index)
{
    auto connection = dialect::open(databaseFile(m_options), connectionName(this, "read " + std::to_string(index)), true);
    std::optional<Error> down;
    std::unique_ptr<ReadSql> sql;
    if (connection)
        sql = std::make_unique<ReadSql>(*connection);
    else
        down = connection.error();
    while (true) {
        ReadJob job;
        {
            std::unique_lock lock(m_readMutex);
            m_readWake.wait(lock, [&] { return m_readStopping || !m_reads.empty(); });
            if (m_reads.empty())
                break;
            job = std::move(m_reads.front());
            m_reads.pop_front();
        }
        if (!sql) {
            job(nullptr, down);
            continue;
        }
        // One snapshot for all statements of a question.
        if (auto begun = dialect::run(*connection, {"BEGIN"}); !begun) {
            job(nullptr, begun.error());
            continue;
        }
        job(sql.get(), std::nullopt);
        sql->clearFailure();
        [[maybe_unused]] const auto ended = dialect::run(*connection, {"COMMIT"});
    }
    sql.reset();
    if (connection)
        dialect::close(*connection);
}

void Store::checkpointerLoop()
{
    auto connection = dialect::open(databaseFile(m_options), connectionName(this, "checkpoint"), false);
    if (!connection)
        return; // the writer's own TRUNCATE at the end still bounds the log
    const auto log = databaseFile(m_options).string() + "-wal";
    std::unique_lock lock(m_checkpointMutex);
    while (!m_checkpointStopping) {
        m_checkpointWake.wait_for(lock, CheckpointEvery, [&] { return m_checkpointStopping; });
        std::error_code failed;
        const auto bytes = fs::file_size(log, failed);
        if (failed || bytes < CheckpointBytes)
            continue;
        [[maybe_unused]] const auto left = dialect::checkpoint(*connection, false);
        if (bytes > TruncateBytes)
            m_truncateWanted = true;
    }
    dialect::close(*connection);
}

Result<void> Store::copyTo(const fs::path &target)
{
    auto connection = dialect::open(databaseFile(m_options), connectionName(&target, "copy"), true);
    if (!connection)
        return tl::make_unexpected(std::move(connection).error());
    auto copied = dialect::copyTo(*connection, target);
    dialect::close(*connection);
    return copied;
}

Result<std::vector<std::string>> Store::integrityFindings()
{
    auto connection = dialect::open(databaseFile(m_options), connectionName(&m_options, "check"), true);
    if (!connection)
        return tl::make_unexpected(std::move(connection).error());
    auto findings = dialect::integrityFindings(*connection);
    dialect::close(*connection);
    return findings;
}

} // namespace hs::store
