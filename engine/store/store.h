#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/store/sql.h"
#include "engine/store/turns.h"

class QLockFile;

namespace hs::store {

/// Whose turn comes first. Urgent: somebody waits for the answer (a sender, a person).
enum class Urgency { Urgent, Normal };

struct StoreOptions {
    std::filesystem::path dataDir;
    bool readOnly = false; ///< for commands that look at a folder while a console runs on it
    int readers = 2;
};

/// The one database of a data folder: one writer thread with group commit,
/// reader threads beside it. Thread-safe. Jobs see the store through tables
/// (`engine/store/tables/`), the only code that knows SQL.
///
/// Writes: jobs that queued up while the last COMMIT ran share the next one
/// (up to MaxUrgentBatch; of normal ones as many as `Turns` allows). A failing
/// job takes back only its own work: then all of the batch are run once more,
/// each within a savepoint. So a job may run twice, and what it does outside
/// the transaction must bear that.
/// `done` runs in the writer's thread after the COMMIT has returned, so
/// whoever is told may rely on the disk.
class Store {
public:
    static constexpr std::size_t MaxUrgentBatch = 256;

    /// Takes the folder's lock, migrates (with a verified copy in backups/ before), starts the threads.
    /// Fails with Conflict when another process holds the folder (its PID is named), with Corrupt on a
    /// damaged file, with BadInput on a database of a newer version, with Unavailable on a read-only folder.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const StoreOptions &options);
    /// Closes.
    ~Store();
    /// Finishes the jobs that wait, then ends the threads. Their last answers may still ask this object, which
    /// is why an owner closes before it lets go. Waits; not from a done callback. Again: nothing.
    void close();

    template <typename T>
    void write(Urgency urgency, std::function<Result<T>(Transaction &)> work, std::function<void(Result<T>)> done)
    {
        auto slot = std::make_shared<std::optional<Result<T>>>();
        enqueue(urgency, true,
                [slot, work = std::move(work)](Transaction &tx) -> std::optional<Error> {
                    slot->emplace(work(tx));
                    return **slot ? std::nullopt : std::optional((*slot)->error());
                },
                [slot, done = std::move(done)](std::optional<Error> error) {
                    done(error ? Result<T>(tl::make_unexpected(std::move(*error))) : std::move(**slot));
                });
    }

    /// For a job of one statement that changes nothing when it fails: saves the savepoint.
    template <typename T>
    void writeOne(Urgency urgency, std::function<Result<T>(Transaction &)> work, std::function<void(Result<T>)> done)
    {
        auto slot = std::make_shared<std::optional<Result<T>>>();
        enqueue(urgency, false,
                [slot, work = std::move(work)](Transaction &tx) -> std::optional<Error> {
                    slot->emplace(work(tx));
                    return **slot ? std::nullopt : std::optional((*slot)->error());
                },
                [slot, done = std::move(done)](std::optional<Error> error) {
                    done(error ? Result<T>(tl::make_unexpected(std::move(*error))) : std::move(**slot));
                });
    }

    template <typename T>
    void read(std::function<Result<T>(const ReadSql &)> work, std::function<void(Result<T>)> done)
    {
        enqueueRead([work = std::move(work), done = std::move(done)](ReadSql *sql, const std::optional<Error> &down) {
            if (!sql)
                return done(tl::make_unexpected(down.value_or(Error{Errc::Cancelled, "the store is closing", {}, {}, {}})));
            Result<T> result = work(*sql);
            if (sql->failure())
                result = tl::make_unexpected(*sql->failure());
            done(std::move(result));
        });
    }

    /// Waiting forms, for start-up, commands and tests. Never from the GUI thread or a done callback.
    template <typename T>
    [[nodiscard]] Result<T> writeNow(std::function<Result<T>(Transaction &)> work)
    {
        std::promise<Result<T>> promise;
        write<T>(Urgency::Urgent, std::move(work), [&](Result<T> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    template <typename T>
    [[nodiscard]] Result<T> readNow(std::function<Result<T>(const ReadSql &)> work)
    {
        std::promise<Result<T>> promise;
        read<T>(std::move(work), [&](Result<T> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }

    /// Runs once a commit, after its last job and within its transaction, when anything was touched; in the writer's
    /// thread. What it writes stands or falls with the jobs, so it keeps its own faults to itself (Transaction::part) and
    /// throws nothing. Set before the first write that it is to see.
    void beforeCommit(std::function<void(Transaction &)> follower);
    /// Told of what each commit changed, in the writer's thread. Set before the first write.
    void onCommit(std::function<void(const std::vector<Transaction::Touched> &)> listener);

    /// A verified copy of the whole database, made beside running work. Waits; not from the GUI thread.
    [[nodiscard]] Result<void> copyTo(const std::filesystem::path &target);
    [[nodiscard]] Result<std::vector<std::string>> integrityFindings();

    /// Why the last write failed, while writing fails; empty: all is well.
    [[nodiscard]] std::optional<Error> trouble() const;
    [[nodiscard]] const std::filesystem::path &dataDir() const { return m_options.dataDir; }
    [[nodiscard]] std::size_t queued() const; ///< write jobs that wait
    [[nodiscard]] std::uint64_t commits() const { return m_commits.load(); }

private:
    struct Job {
        Urgency urgency;
        bool savepoint;
        std::function<std::optional<Error>(Transaction &)> run;
        std::function<void(std::optional<Error>)> finish;
    };
    using ReadJob = std::function<void(ReadSql *, const std::optional<Error> &)>;

    explicit Store(StoreOptions options);
    void enqueue(Urgency urgency, bool savepoint, std::function<std::optional<Error>(Transaction &)> run,
                 std::function<void(std::optional<Error>)> finish);
    void enqueueRead(ReadJob job);
    [[nodiscard]] Result<void> prepare();
    void writerLoop(std::promise<Result<void>> ready);
    void readerLoop(int index);
    /// Waits for work. The urgent jobs of the next commit; none: there are normal ones, or `stopping`.
    std::vector<Job> takeUrgent(bool &stopping);
    /// The next normal job, if its turn has come.
    std::optional<Job> takeNormal();
    [[nodiscard]] static std::optional<Error> guarded(const Job &job, Transaction &tx);
    void runBatch(QSqlDatabase &connection, Transaction &tx, std::vector<Job> batch);
    /// What follows from the jobs of this commit. An error: the commit cannot stand.
    [[nodiscard]] std::optional<Error> follow(Transaction &tx);
    void checkpointerLoop();

    StoreOptions m_options;
    std::unique_ptr<QLockFile> m_lock;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_urgent;
    std::deque<Job> m_normal;
    bool m_stopping = false;
    Turns m_turns; ///< the writer's, by its thread alone
    int m_carefully = 0; ///< batches that still run within savepoints from the start; likewise
    std::optional<Error> m_trouble;
    std::function<void(Transaction &)> m_follower;
    std::function<void(const std::vector<Transaction::Touched> &)> m_listener;

    std::mutex m_readMutex;
    std::condition_variable m_readWake;
    std::deque<ReadJob> m_reads;
    bool m_readStopping = false;

    std::mutex m_checkpointMutex;
    std::condition_variable m_checkpointWake;
    bool m_checkpointStopping = false;
    std::atomic<bool> m_settleWanted{false}; ///< little of the log is left to move: the writer may begin it anew
    std::atomic<std::uint64_t> m_commits{0};
    std::atomic<std::uint64_t> m_logPages{0}; ///< written since the checkpointer last looked, roughly

    std::vector<std::thread> m_readers;
    std::thread m_checkpointer;
    std::thread m_writer; // last: all it uses outlives it
};

} // namespace hs::store
