#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "engine/embedding/corpus_basis.h"
#include "engine/embedding/vector_index.h"
#include "engine/knowledge/search.h"
#include "engine/store/store.h"

namespace hs::knowledge {

/// Keeps the vectors of the local model: makes those that are missing, learns from the studio's own passages, and holds what searches
/// compare with. One thread of its own, which may be ended at any moment: every vector stands in the store before it counts.
///
/// The learned part follows at once (folding a passage takes a fraction of a millisecond); the shipped encoder follows after it. A new basis
/// is learned when the passages have doubled since the last one, and all of them are folded anew beside the old ones before it is used.
class VectorKeeper {
public:
    struct Options {
        std::filesystem::path folder; ///< for the graph's file
        std::function<void()> changed; ///< vectors, basis or progress; any thread, quick
        std::function<bool()> rushing; ///< so much is being written that this waits (rush.h); null: never
    };
    struct Progress {
        std::int64_t embedded = 0; ///< passages with the whole vector
        bool learning = false;
        std::int64_t learnedFrom = 0;
        std::string trouble;
    };

    /// `store` outlives it. Without an encoder in `shipped` only what is learned compares.
    VectorKeeper(store::Store &store, LocalModel shipped, Options options);
    ~VectorKeeper(); ///< stops

    /// What is there, without a thread and without writing: for a look at a store that somebody else writes.
    void loadToLook();
    void start();
    void stop(); ///< waits for the step that runs: at most one passage's encoding, or a slice of a fit

    // Any thread.
    void wake();
    void remove(const std::vector<std::int64_t> &passages); ///< no longer found, at once
    void restore(const std::vector<std::int64_t> &passages); ///< found again, with the vectors they had
    void pause(bool paused);
    [[nodiscard]] std::shared_ptr<const Meanings> meanings() const;
    [[nodiscard]] Progress progress() const;
    /// Whether nothing is left to do.
    [[nodiscard]] bool idle() const { return m_idle.load(); }

private:
    void run(std::stop_token stop);
    [[nodiscard]] bool load();
    [[nodiscard]] Result<std::int64_t> fill(embedding::VectorIndex &index);
    using JoinedRows = std::vector<std::pair<std::int64_t, embedding::Quantised>>;
    [[nodiscard]] bool keep(std::int64_t model, const std::vector<store::knowledge::Vector> &rows, const JoinedRows &joinedRows);
    [[nodiscard]] bool foldSome(std::stop_token stop);
    [[nodiscard]] bool encodeSome(std::stop_token stop);
    [[nodiscard]] bool learn(std::stop_token stop);
    [[nodiscard]] bool takeBack();
    [[nodiscard]] bool due(bool idle);
    [[nodiscard]] bool rushing() const { return m_options.rushing && m_options.rushing(); }
    [[nodiscard]] bool halfCounts(std::string_view language) const;
    [[nodiscard]] std::shared_ptr<embedding::VectorIndex> index() const;
    void settle(embedding::VectorIndex &index); ///< takes out what was removed meanwhile
    [[nodiscard]] std::shared_ptr<embedding::VectorIndex> newIndex() const;
    void show(std::shared_ptr<const embedding::CorpusBasis> basis, std::shared_ptr<embedding::VectorIndex> index);
    void failed(const Error &error);
    void tell();

    store::Store &m_store;
    const LocalModel m_shipped; ///< without a basis
    Options m_options;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_woken = false;
    bool m_paused = false;
    std::shared_ptr<const Meanings> m_meanings;
    std::shared_ptr<embedding::VectorIndex> m_index;
    std::vector<std::int64_t> m_removed; ///< since the step that runs began: what it puts of them goes again
    std::vector<std::int64_t> m_restored;
    Progress m_progress;
    std::atomic<bool> m_idle{false};

    // Of its thread alone.
    std::int64_t m_rowA = 0, m_rowB = 0;
    std::shared_ptr<const embedding::CorpusBasis> m_basis;
    std::int64_t m_foldedTo = 0, m_encodedTo = 0; ///< passages behind these are to be looked at
    std::int64_t m_passages = 0; ///< when it was last looked
    bool m_loaded = false;
    bool m_looksOnly = false;

    std::jthread m_thread;
};

} // namespace hs::knowledge
