#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/sync/sweeper.h"

namespace hs::sync {

/// One thing that a pass would do.
struct RehearsedRow {
    enum class What { Create, Change, Remove, Restore, Conflict, Aside };
    bool upload = false; ///< to Notion; else from there
    What what = What::Change;
    std::string db, record, title; ///< no record: it would be made
    std::vector<std::string> properties;
};
struct Rehearsed {
    std::vector<RehearsedRow> rows;
    std::int64_t more = 0;             ///< beyond `Rehearsal::MostRows`
    std::vector<std::string> troubles; ///< databases of which nothing can be said, and why
};

/// Shows what a pass over both sides would do: Notion is only read, and what its pages mean is worked out by the same code as ever
/// in a part of a transaction that is taken back. Lives in the engine thread; one run at a time.
class Rehearsal {
public:
    static constexpr std::size_t MostRows = 1'000;

    Rehearsal(Workspace &workspace, Sweeper &sweeper) : m_workspace(workspace), m_sweeper(sweeper) {}
    using Done = std::function<void(Result<Rehearsed>)>;
    void run(Done done);

private:
    struct Run;
    void next(std::shared_ptr<Run> run);
    void begin(std::shared_ptr<Run> run, const store::notion::Base &base);
    void ask(std::shared_ptr<Run> run);
    void take(std::shared_ptr<Run> run, std::shared_ptr<std::vector<Remote>> remotes);
    void missing(std::shared_ptr<Run> run);
    void leaving(std::shared_ptr<Run> run);
    void passOver(std::shared_ptr<Run> run, const Error &error);
    Workspace &m_workspace;
    Sweeper &m_sweeper;
    bool m_running = false;
};

} // namespace hs::sync
