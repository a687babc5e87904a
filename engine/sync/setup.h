#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/notion/schema.h"
#include "engine/sync/workspace.h"

namespace hs::sync {

/// What setting up would do with one database, or has done.
struct PlanRow {
    enum class Action { Connected, Create, Adopt, Choose };
    std::string db, title;
    Action action = Action::Create;
    std::string database;                 ///< in Notion, when there is one
    std::vector<std::string> differences; ///< sentences; of an adopted one
    bool hindered = false;                ///< a person must look at the differences first
};

struct SetupPlan {
    std::string workspace;
    std::vector<PlanRow> rows;
};

struct SetupOrder {
    std::string parentPage;                                ///< id
    std::map<std::string, std::string, std::less<>> adopt; ///< hub key → id of a database or data source; empty text: make a new one
    bool seen = false; ///< a person has seen the differences of databases that are there under their titles, and wants them taken over
};

/// Makes the databases in Notion, or takes over those that are there, adds what they lack, and never deletes. Each step is kept as
/// it is done, so a run that is cut off at any request goes on where it was: a database whose making was answered by silence is
/// found among the children of the parent page. Lives in the engine thread; one run at a time.
class SetUp {
public:
    explicit SetUp(Workspace &workspace) : m_workspace(workspace) {}
    /// Token, rights and what would be done; writes nothing.
    void preview(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done);
    /// Does it. A database that must be looked at first stays as it is, and is named in the error; the others are set up. So does
    /// one that is there under its title and lacks something, until its differences were `seen`.
    void run(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done);
    /// Reads the schema of one connected database again and adds what it lacks.
    void refresh(const std::string &db, std::function<void(Result<void>)> done);
    /// How far `run` has come: steps done, of how many, and the title of the database it is at.
    using Progress = std::function<void(int done, int of, const std::string &title)>;
    void setOnProgress(Progress progress) { m_progress = std::move(progress); }

private:
    struct Run;
    void at(const std::shared_ptr<Run> &run, std::size_t step, std::size_t index) const;
    void who(std::shared_ptr<Run> run);
    void people(std::shared_ptr<Run> run, const std::string &cursor);
    void childrenOf(std::shared_ptr<Run> run, const std::string &cursor);
    void next(std::shared_ptr<Run> run);
    void adopt(std::shared_ptr<Run> run, const std::string &id);
    void source(std::shared_ptr<Run> run, const std::string &dataSource);
    void create(std::shared_ptr<Run> run);
    void load(std::shared_ptr<Run> run);
    void linkAll(std::shared_ptr<Run> run, std::size_t index);
    void link(std::shared_ptr<Run> run, std::size_t index, int rounds);
    void keep(std::shared_ptr<Run> run, const store::notion::Base &base, std::function<void()> then);
    void failed(const std::shared_ptr<Run> &run, Error error);
    Workspace &m_workspace;
    Progress m_progress;
};

} // namespace hs::sync
