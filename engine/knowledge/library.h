#pragma once

#include <atomic>
#include <memory>

#include "engine/knowledge/remote_keeper.h"
#include "engine/knowledge/search.h"
#include "engine/knowledge/source_reader.h"
#include "engine/knowledge/vector_keeper.h"

namespace hs::knowledge {

/// The studio's library: its sources are read (SourceReader), its passages compared (VectorKeeper), and both searched. Any thread.
class Library {
public:
    struct Options {
        std::filesystem::path folder;  ///< knowledge/ of the data folder
        std::filesystem::path program; ///< that reads documents in a process of its own
        documents::Limits limits;
        documents::ChunkOptions chunks;
        std::chrono::seconds folderEvery{300};
        LocalModel shipped; ///< without an encoder only what is learned compares; without subjects foreign questions are told less well
        std::function<std::vector<std::string>(const store::ReadSql &, const std::string &after, int limit)> hubIds;
        std::function<std::optional<HubText>(const store::ReadSql &, const std::string &id)> hubText;
        std::function<void(SourceReader &, const store::knowledge::Source &, std::stop_token)> web;
        std::function<void()> changed; ///< progress; any thread, quick
        std::function<void(const std::vector<std::filesystem::path> &)> folders; ///< worth watching; the reader's thread
    };
    /// All outlive it.
    Library(store::Store &store, const Clock &clock, IdMaker &ids, Options options);
    ~Library();

    void start();
    void stop(); ///< before the store is closed

    /// `vector`: of the question, where a service outside compares (`comparedOutside`); without one the local model does, and `trouble` says why.
    [[nodiscard]] SearchResult search(const store::ReadSql &sql, const Ask &ask, const std::optional<std::vector<float>> &vector = {},
                                      const std::string &trouble = {}) const;
    [[nodiscard]] std::shared_ptr<const Meanings> meanings() const { return m_vectors.meanings(); } ///< of the local model
    /// A service that compares in place of the local model once it has all vectors; null: none. Its owner takes it away before it ends.
    void setRemote(RemoteKeeper *remote);
    [[nodiscard]] std::shared_ptr<const Meanings> comparedOutside() const; ///< null: the local model compares
    [[nodiscard]] std::optional<RemoteKeeper::Progress> outside() const;

    [[nodiscard]] SourceReader &sources() { return m_sources; }
    [[nodiscard]] VectorKeeper &vectors() { return m_vectors; }
    [[nodiscard]] SourceReader::Progress reading() const { return m_sources.progress(); }
    [[nodiscard]] VectorKeeper::Progress learning() const { return m_vectors.progress(); }
    void pause(bool paused);
    // Any thread: passages that are no longer found, or found again.
    void forget(const std::vector<std::int64_t> &passages);
    void takeBack(const std::vector<std::int64_t> &passages);
    /// Nothing is left to read, and every passage has its vector.
    [[nodiscard]] bool idle() const { return m_sources.idle() && m_vectors.idle(); }
    [[nodiscard]] std::filesystem::path notes() const { return m_notes; } ///< where what people give by hand is kept

private:
    [[nodiscard]] SourceReader::Options readerOptions(const Options &options);
    [[nodiscard]] VectorKeeper::Options keeperOptions(const Options &options) const;

    std::filesystem::path m_notes;
    mutable std::mutex m_remoteMutex;
    RemoteKeeper *m_remote = nullptr;
    mutable std::atomic<std::int64_t> m_passages{-1}; ///< counted; -1: to be counted anew
    VectorKeeper m_vectors;
    SourceReader m_sources; // ends first: it tells the other
};

/// The sources that are always there: the hub, and what people give by hand.
void plantSources(store::Transaction &tx, Timestamp now);

} // namespace hs::knowledge
