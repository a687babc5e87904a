#include "engine/store/store.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>

#include <QLockFile>

#include "engine/store/dialect.h"
#include "engine/store/migrations.h"
#include "engine/store/tables/audit.h"

namespace hs::store {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// The log is kept short, so that its file need not grow: appending to a file costs a flush twice what writing over
// it does.
constexpr std::uintmax_t CheckpointBytes = 4ULL << 20U; // begin to move pages
constexpr auto CheckpointEvery = 1s;
constexpr std::uint64_t CheckpointPages = 2048; // under load sooner than that
constexpr std::uint64_t PagesOfACommit = 6;     // roughly: the ends of the indexes; each job adds about one
constexpr std::uint64_t FewPages = 512;         // moved on the writer's turn without hurting who waits
constexpr int MostPasses = 4;                   // the writer is faster than the checkpointer: it has to help
constexpr auto ProbeEvery = 1s;                 // while writing fails and nobody writes, so that the trouble is seen to end
constexpr auto UrgentBudget = 20ms;
constexpr int CarefulBatches = 32; // where one job failed, the next may: these run within savepoints at once

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
    close();
}

void Store::close()
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

void Store::beforeCommit(std::function<void(Transaction &)> follower)
{
    const std::lock_guard lock(m_mutex);
    m_follower = std::move(follower);
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

std::vector<Store::Job> Store::takeUrgent(bool &stopping)
{
    std::unique_lock lock(m_mutex);
    const auto due = [&] { return m_stopping || !m_urgent.empty() || !m_normal.empty(); };
    if (m_trouble && m_trouble->code != Errc::Corrupt)
        m_wake.wait_for(lock, ProbeEvery, due); // nothing came: an empty batch, which is a probe
    else
        m_wake.wait(lock, due);
    if (m_urgent.empty() && !m_normal.empty() && !m_stopping)
        m_wake.wait_until(lock, m_turns.quietFrom(), [&] { return m_stopping || !m_urgent.empty(); });
    stopping = m_stopping && m_urgent.empty() && m_normal.empty();
    const auto count = std::ptrdiff_t(std::min(m_urgent.size(), MaxUrgentBatch));
    std::vector<Job> batch(std::make_move_iterator(m_urgent.begin()), std::make_move_iterator(m_urgent.begin() + count));
    m_urgent.erase(m_urgent.begin(), m_urgent.begin() + count);
    return batch;
}

std::optional<Store::Job> Store::takeNormal()
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    if (m_normal.empty() || !m_turns.mayRunNormal(!m_urgent.empty(), now))
        return std::nullopt;
    auto job = std::move(m_normal.front());
    m_normal.pop_front();
    return job;
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
            auto batch = takeUrgent(stopping);
            if (stopping)
                break;
            runBatch(*connection, tx, std::move(batch));
            if (m_settleWanted.exchange(false)) {
                // Best effort: when readers keep the log busy, the next round tries again.
                [[maybe_unused]] const auto left = dialect::checkpoint(*connection, dialect::Checkpoint::Passive);
            }
        }
    }
    [[maybe_unused]] const auto left = dialect::checkpoint(*connection, dialect::Checkpoint::Truncate);
    dialect::close(*connection);
}

/// An exception of a job is a fault of ours. It ends that job alone: neither the engine nor what others did in the
/// same commit, and above all not each new start, which would find the job again.
std::optional<Error> Store::guarded(const Job &job, Transaction &tx)
{
    try {
        return job.run(tx);
    } catch (const std::exception &error) {
        return Error{Errc::Internal, std::string("a step of the engine failed: ") + error.what(), {}, "report it with this text", {}};
    }
}

std::optional<Error> Store::follow(Transaction &tx)
{
    std::function<void(Transaction &)> follower;
    {
        const std::lock_guard lock(m_mutex);
        follower = m_follower;
    }
    if (!follower || tx.touched().empty())
        return std::nullopt;
    follower(tx);
    auto failure = tx.failure();
    tx.clearFailure();
    return failure;
}

void Store::runBatch(QSqlDatabase &connection, Transaction &tx, std::vector<Job> batch)
{
    std::vector<std::optional<Error>> outcomes;
    std::optional<Error> broken; // of the whole batch
    const auto control = [&](std::string_view sql) {
        tx.exec(sql);
        if (tx.failure() && !broken)
            broken = tx.failure();
        tx.clearFailure();
    };
    // A savepoint copies every page that its job writes to. Nearly no job fails, so at first there are none, and the
    // first failure has the whole batch run again with them. False: that is what is wanted.
    const auto run = [&](const Job &job, bool kept) {
        const auto mark = tx.mark();
        if (job.savepoint && kept)
            tx.exec("SAVEPOINT job");
        auto error = guarded(job, tx);
        const bool sqlFailed = tx.failure().has_value();
        if (sqlFailed)
            error = tx.failure();
        if (error) {
            // A full disk may have ended the transaction by itself: then nothing of the batch can stand.
            const bool storeFailed = error->code == Errc::StorageFull || error->code == Errc::Unavailable || error->code == Errc::Corrupt;
            const bool all = storeFailed && (sqlFailed || !job.savepoint);
            if (job.savepoint && !kept && !all)
                return false;
            tx.backTo(mark);
            if (all)
                broken = error;
            else if (job.savepoint)
                control("ROLLBACK TO job");
        }
        if (job.savepoint && kept && !broken)
            control("RELEASE job");
        outcomes.push_back(std::move(error));
        return true;
    };
    const auto now = [] { return std::chrono::steady_clock::now(); };
    const auto began = now();
    const auto begin = [&] {
        tx.reset();
        outcomes.clear();
        control("BEGIN IMMEDIATE");
    };
    const auto again = [&] {
        const auto tried = outcomes.size() + 1;
        tx.forget();
        tx.reset();
        control("ROLLBACK");
        m_carefully = CarefulBatches;
        begin();
        for (std::size_t i = 0; i < batch.size() && !broken && (i < tried || now() - began < UrgentBudget); ++i)
            run(batch[i], true);
    };
    m_turns.begin(!batch.empty(), began);
    begin();
    const bool kept = m_carefully > 0;
    bool whole = true;
    // What does not fit goes into the next commit, so that nobody waits too long for this one.
    while (whole && outcomes.size() < batch.size() && !broken && now() - began < UrgentBudget)
        whole = run(batch[outcomes.size()], kept);
    if (whole && outcomes.size() == batch.size() && !broken) {
        m_turns.normalFrom(now());
        while (whole && !broken) {
            auto job = takeNormal();
            if (!job)
                break;
            batch.push_back(std::move(*job));
            whole = run(batch.back(), kept);
        }
        m_turns.normalUntil(now());
    }
    if (!whole)
        again();
    else if (m_carefully > 0)
        --m_carefully;
    if (batch.empty() && m_trouble && !broken) // a page that must really be written
        control("INSERT INTO meta(key, value) VALUES('store.probe', '0') ON CONFLICT(key) DO UPDATE SET value = 1 - value");
    if (!broken && !batch.empty())
        broken = follow(tx);
    if (!broken) {
        audit::keepHead(tx);
        if (tx.failure())
            broken = tx.failure();
        tx.clearFailure();
    }
    if (!broken)
        control("COMMIT");
    m_turns.end(now());
    std::size_t ran = outcomes.size();
    if (broken) {
        // The reason was kept; whether there is still something to roll back does not matter.
        [[maybe_unused]] const auto undone = dialect::run(connection, {"ROLLBACK"});
        tx.forget();
        tx.reset();
        if (batch.empty()) { // normal jobs are told too, instead of being tried without pause
            const std::lock_guard lock(m_mutex);
            std::move(m_normal.begin(), m_normal.end(), std::back_inserter(batch));
            m_normal.clear();
        }
        ran = batch.size(); // all of them failed, also those that did not run
    } else if (ran > 0) { // else an urgent job came while the transaction began: it is next
        ++m_commits;
        const auto before = m_logPages.fetch_add(PagesOfACommit + ran);
        if (before < CheckpointPages && before + PagesOfACommit + ran >= CheckpointPages)
            m_checkpointWake.notify_one();
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
            m_urgent.push_front(std::move(batch[i]));
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
        return; // the writer's own checkpoint at the end still bounds the log
    const auto log = databaseFile(m_options).string() + "-wal";
    std::uint64_t seen = 0;
    std::unique_lock lock(m_checkpointMutex);
    while (!m_checkpointStopping) {
        m_checkpointWake.wait_for(lock, CheckpointEvery, [&] { return m_checkpointStopping || m_logPages >= CheckpointPages; });
        std::error_code failed;
        const auto bytes = fs::file_size(log, failed);
        const bool idle = m_commits == seen;
        seen = m_commits;
        m_logPages = 0;
        if (m_checkpointStopping || idle || failed || bytes < CheckpointBytes)
            continue;
        // The writer goes on meanwhile, so a pass leaves what was added. Only once all has been moved does the log
        // begin anew; the last few pages are moved on the writer's turn.
        lock.unlock();
        for (int pass = 1; pass <= MostPasses; ++pass) {
            const auto left = dialect::checkpoint(*connection, dialect::Checkpoint::Passive);
            const auto added = m_logPages.exchange(0);
            m_settleWanted = left && added > 0 && (added <= FewPages || pass == MostPasses);
            if (!left || added <= FewPages)
                break;
        }
        lock.lock();
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
