#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/sync/taking.h"
#include "engine/sync/workspace.h"
#include "engine/vocabulary/work_thread.h"

namespace hs::sync {

struct PullCounts {
    std::int64_t pages = 0, created = 0, changed = 0, removed = 0, conflicts = 0;
    PullCounts &operator+=(const PullCounts &other);
};

/// Fetches what was edited in Notion. Edits are told in whole minutes, so each pull looks back `Overlap` before the last edit that
/// it has seen; a page that is the same as last time is no work. The place of a pull is kept with each answer, so one that is cut
/// off goes on there. Lives in the engine thread; answers are read in one of its own, for a hundred pages take some milliseconds.
class Puller {
public:
    static constexpr std::chrono::milliseconds Overlap{120'000};

    explicit Puller(Workspace &workspace) : m_workspace(workspace) {}
    using Done = std::function<void(Result<PullCounts>)>;
    /// `whole`: everything, not only what was edited since.
    void pull(const std::string &db, notion::Lane lane, bool whole, Done done);
    /// One page that Notion spoke of; of any connected database. Pages that are gone one by one and yet are many within
    /// `GoneWithin` are laid aside for a person, unless they are `believed`.
    void fetch(const std::string &page, notion::Lane lane, Done done, bool believed = false);
    [[nodiscard]] bool pullsFirst() const { return m_firsts.use_count() > 1; } ///< some database for the first time
    static constexpr double GoneShare = 0.05; ///< of a database's pages
    static constexpr std::int64_t GoneAtLeast = 10; ///< so many may always go
    static constexpr std::chrono::milliseconds GoneWithin{600'000};

private:
    struct Run;
    void ask(std::shared_ptr<Run> run);
    void read(std::shared_ptr<Run> run, std::string body);
    [[nodiscard]] static Result<void> readAnswer(Run &run, const Setting &setting, const std::string &body); ///< any thread
    void completeLists(std::shared_ptr<Run> run, std::size_t page, std::size_t note);
    void keep(std::shared_ptr<Run> run);
    void failed(const std::shared_ptr<Run> &run, const Error &error);
    void gone(std::shared_ptr<Run> run, const std::string &page, bool believed);
    Workspace &m_workspace;
    std::shared_ptr<void> m_firsts = std::make_shared<int>(0); ///< each first pull holds it too
    std::map<std::string, std::deque<Timestamp>, std::less<>> m_gone; ///< by database: when pages went
    WorkThread m_reader; // last: it ends first
};

} // namespace hs::sync
