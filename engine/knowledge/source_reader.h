#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

#include "engine/documents/chunking.h"
#include "engine/documents/reader_process.h"
#include "engine/knowledge/rush.h"
#include "engine/store/store.h"
#include "engine/store/tables/knowledge.h"
#include "engine/vocabulary/id.h"

namespace hs::knowledge {

/// Kinds of sources, as they are stored (api::KnowledgeKind).
enum class SourceKind { Folder = 0, File = 1, Web = 2, Hub = 3, Note = 4 };
inline constexpr const char *HubSource = "src_hub";
inline constexpr const char *NoteSource = "src_notes";

/// A record as words: what the search reads of it. Nothing: it is not for the search, or is gone.
struct HubText {
    std::string markdown; ///< its title as a heading, its properties, the text of its page
    std::string title, database, author, entity;
    std::string mark;     ///< changes when the words may have
    std::optional<Timestamp> changedAt;
};

/// Reads the sources, one document after the other, in a thread of its own: looks what changed (size and time, then the bytes' hash), has the
/// bytes read in a process with limits, cuts the text into passages, and writes each document in one transaction. Ended at any moment it
/// goes on where it was: what was written stands, what was not is seen to be missing.
class SourceReader {
public:
    struct Options {
        documents::ReaderProcess::Options process;
        documents::Limits limits;
        documents::ChunkOptions chunks;
        documents::Likeness likeness;       ///< of sentences, for passages that end where the subject changes
        std::filesystem::path notes;        ///< folder of what people gave by hand
        std::chrono::seconds folderEvery{300}; ///< a look at folders that no watcher speaks for
        std::chrono::seconds webEvery{24 * 3600};
        std::chrono::days keepGone{30};
        /// Ids of the hub's records that are for the search, behind an id, in order.
        std::function<std::vector<std::string>(const store::ReadSql &, const std::string &after, int limit)> hubIds;
        std::function<std::optional<HubText>(const store::ReadSql &, const std::string &id)> hubText;
        /// Reads a web source; see web_source.h. Null: web addresses are not read.
        std::function<void(SourceReader &, const store::knowledge::Source &, std::stop_token)> web;
        // Told from the reader's thread or the store's writer thread; quick.
        std::function<void(const std::vector<std::int64_t> &)> removed; ///< passages
        std::function<void()> added;                                               ///< passages to be compared
        std::function<void()> changed;                                             ///< progress
        std::function<void(const std::vector<std::filesystem::path> &)> folders;   ///< that are worth watching
    };
    struct Progress {
        std::string reading;      ///< title of the document; empty: nothing
        std::string source;       ///< id of the source that is looked at; empty: none
        std::int64_t waiting = 0; ///< documents of this source still to be read
        bool paused = false;
    };

    /// All outlive it.
    SourceReader(store::Store &store, const Clock &clock, IdMaker &ids, Options options);
    ~SourceReader(); ///< stops

    void start();
    void stop(); ///< waits for the document that is being read, which is broken off

    // Any thread.
    void wake(const std::string &source, bool again); ///< an empty id: all of them
    void recordsChanged(const std::vector<std::string> &ids); ///< an empty list: too many to name
    void expectRush(); ///< many records are about to change
    void pause(bool paused);
    [[nodiscard]] Progress progress() const;
    [[nodiscard]] bool idle() const { return m_idle.load(); } ///< nothing is left to read
    /// Records change by the thousand: they are read when that is over, and do not hold up whoever writes them.
    [[nodiscard]] bool rushing() const;

    // Of its thread, for what reads a kind of source of its own.
    struct Wanted {
        std::string external, title, place, mark;
        std::string database, author, entity;
        std::optional<Timestamp> changedAt;
        documents::Source source;
    };
    /// Reads and writes one document. The document as it was read, for its links; nothing when it had not changed or could not be read.
    std::optional<documents::Document> take(const store::knowledge::Source &source, Wanted wanted, std::stop_token stop);
    /// Documents of a source that are no longer there.
    void leave(const store::knowledge::Source &source, const std::vector<std::string> &externals);
    /// What is known of the source's documents: external → mark.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> known(const store::knowledge::Source &source);
    void saw(const store::knowledge::Source &source, const std::string &external, const std::string &mark); ///< looked at, unchanged
    void showWaiting(std::int64_t waiting);
    /// The look at a source has ended. `trouble`: in plain words, empty: none; `gone`: it is not there at all.
    void finish(store::knowledge::Source source, const std::string &trouble, bool gone);
    [[nodiscard]] const Options &options() const { return m_options; }
    [[nodiscard]] bool again() const { return m_again; } ///< also what has not changed is to be read
    [[nodiscard]] bool held(const std::stop_token &stop) const; ///< somebody paused or stopped it

private:
    struct Due {
        store::knowledge::Source source;
        bool again = false;
    };
    void run(std::stop_token stop);
    [[nodiscard]] std::optional<Due> next();
    void look(const Due &due, std::stop_token stop);
    void lookAtFiles(const store::knowledge::Source &source, const std::filesystem::path &root, bool notes, std::stop_token stop);
    void lookAtHub(const store::knowledge::Source &source, std::stop_token stop);
    void lookAtRecords(std::stop_token stop);
    void takeRecord(const store::knowledge::Source &source, const std::string &id, const HubText &text, std::stop_token stop);
    void dropGone();
    void enqueue(std::function<Result<std::vector<std::int64_t>>(store::Transaction &)> job); ///< what it gives are passages that went
    void settle(); ///< waits until all that was enqueued stands in the store

    store::Store &m_store;
    const Clock &m_clock;
    IdMaker &m_ids;
    Options m_options;
    documents::ReaderProcess m_process;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::set<std::string> m_wanted;      ///< sources to look at now
    std::set<std::string> m_wantedAgain;
    std::set<std::string> m_records;     ///< that changed
    Rush m_rush;                         ///< of changes
    bool m_paused = false;
    Progress m_progress;
    std::string m_trouble;               ///< of the last write
    int m_writing = 0;                   ///< jobs on their way
    std::condition_variable_any m_written;
    std::atomic<bool> m_idle{false};

    bool m_again = false; ///< of its thread
    std::jthread m_thread;
};

} // namespace hs::knowledge
