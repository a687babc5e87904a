#include "engine/sync/setup.h"

#include <algorithm>

#include "engine/notion/content.h"
#include "engine/notion/ids.h"
#include "engine/store/tables/people.h"

namespace hs::sync {

namespace table = hs::store::notion;
using notion::Lane;
using notion::Outcome;

namespace {

Error cannotRead(const Error &error, const std::string &what)
{
    Error told = error;
    told.where = what;
    return told;
}

constexpr int MaxRounds = 4; // of adding what is missing: the two sides of a relation are named one after the other

bool hinders(const notion::Difference &difference)
{
    using Kind = notion::Difference::Kind;
    return difference.kind == Kind::OtherType || difference.kind == Kind::OtherTarget;
}

} // namespace

struct SetUp::Run {
    SetupOrder order;
    bool dry = false;
    bool whole = false; ///< all databases, for good
    std::function<void(Result<SetupPlan>)> done;
    SetupPlan plan;
    std::map<std::string, std::string> children; ///< title → id of a database under the parent page
    std::vector<const records::Database *> databases;
    std::map<std::string, table::Base> bases;
    std::size_t index = 0;
    std::vector<std::string> hindered;
    std::map<std::string, std::string> names; ///< of users
    std::string self;                         ///< the connection's own user

    table::Base &base() { return bases[databases[index]->key]; }
    PlanRow &row() { return plan.rows.back(); }
};

void SetUp::preview(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done)
{
    auto run = std::make_shared<Run>();
    run->order = order;
    run->dry = true;
    run->done = std::move(done);
    who(run);
}

void SetUp::run(const SetupOrder &order, std::function<void(Result<SetupPlan>)> done)
{
    auto run = std::make_shared<Run>();
    run->order = order;
    run->whole = true;
    run->done = std::move(done);
    who(run);
}

/// Each database is passed twice: once to be there, once to be linked.
void SetUp::at(const std::shared_ptr<Run> &run, std::size_t step, std::size_t index) const
{
    if (run->whole && m_progress)
        m_progress(int(step), int(2 * run->databases.size()), index < run->databases.size() ? run->databases[index]->title : std::string());
}

void SetUp::refresh(const std::string &db, std::function<void(Result<void>)> done)
{
    auto run = std::make_shared<Run>();
    run->done = [done = std::move(done)](Result<SetupPlan> plan) { done(plan ? Result<void>() : tl::make_unexpected(plan.error())); };
    const auto database = m_workspace.hub().find(db);
    if (!database)
        return run->done(tl::make_unexpected(database.error()));
    run->databases = {*database};
    m_workspace.read<std::optional<table::Base>>(
        [db](const store::ReadSql &sql) -> Result<std::optional<table::Base>> { return table::base(sql, db); },
        [this, run](Result<std::optional<table::Base>> base) {
            if (!base || !*base || (*base)->dataSource.empty())
                return failed(run, base ? Error{Errc::NotFound, "the database is not connected to Notion", {}, {}, {}} : base.error());
            run->bases[(*base)->db] = **base;
            linkAll(run, 0);
        });
}

void SetUp::failed(const std::shared_ptr<Run> &run, Error error)
{
    run->done(tl::make_unexpected(std::move(error)));
}

void SetUp::keep(std::shared_ptr<Run> run, const table::Base &base, std::function<void()> then)
{
    if (run->dry)
        return then();
    run->bases[base.db] = base;
    m_workspace.write<void>(
        store::Urgency::Normal,
        [base](store::Transaction &tx) -> Result<void> {
            auto row = base;
            if (const auto before = table::base(tx, base.db); before && before->dataSource == base.dataSource) {
                // How far pulls have come is not this part's to say.
                row.watermark = before->watermark;
                row.cursor = before->cursor;
                row.cursorFrom = before->cursorFrom;
                row.cursorSeen = before->cursorSeen;
                row.pulledAt = before->pulledAt;
            }
            table::putBase(tx, row);
            return {};
        },
        [this, run, then = std::move(then)](Result<void> kept) {
            if (!kept)
                return failed(run, kept.error());
            then();
        });
}

void SetUp::who(std::shared_ptr<Run> run)
{
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().me(), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, cannotRead(errorOf(answer.outcome), "Notion, the connection itself"));
        const auto me = notion::parseUser(answer.body);
        if (!me)
            return failed(run, me.error());
        run->plan.workspace = me->workspace;
        run->self = me->id;
        people(run, {});
    });
}

/// Who is who. A connection that may not read people works without.
void SetUp::people(std::shared_ptr<Run> run, const std::string &cursor)
{
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().users(cursor), [this, run](const Wire::Answer &answer) {
        if (answer.outcome.done()) {
            const auto list = notion::parseUsers(answer.body);
            if (!list)
                return failed(run, list.error());
            for (const auto &user : list->users)
                if (!user.bot)
                    run->names[user.id] = user.name;
            if (!list->nextCursor.empty())
                return people(run, list->nextCursor);
        } else if (answer.outcome.kind != Outcome::Kind::Refused && answer.outcome.kind != Outcome::Kind::NotFound) {
            return failed(run, errorOf(answer.outcome));
        }
        // People are the same on both sides when they bear the same name.
        m_workspace.read<std::vector<store::people::Operator>>(
            [](const store::ReadSql &sql) -> Result<std::vector<store::people::Operator>> { return store::people::all(sql); },
            [this, run](Result<std::vector<store::people::Operator>> operators) {
                if (!operators)
                    return failed(run, operators.error());
                StoreDirectory::Users users;
                std::map<std::string, std::string, std::less<>> names(run->names.begin(), run->names.end());
                for (const auto &[id, name] : run->names)
                    for (const auto &one : *operators)
                        if (one.name == name)
                            users[id] = one.id;
                m_workspace.setUsers(std::move(users), std::move(names), run->self);
                childrenOf(run, {});
            });
    });
}

void SetUp::childrenOf(std::shared_ptr<Run> run, const std::string &cursor)
{
    if (run->order.parentPage.empty())
        return load(run);
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().children(run->order.parentPage, cursor), [this, run](const Wire::Answer &answer) {
        if (answer.outcome.kind == Outcome::Kind::NotFound)
            return failed(run, Error{Errc::NotFound, "the parent page is not there, or not shared with the connection", "/notion/parentPage",
                                     "open the page in Notion, and under \"Connections\" add this connection", {}});
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        const auto list = notion::parseBlocks(answer.body);
        if (!list)
            return failed(run, list.error());
        for (const auto &block : list->blocks)
            if (block.type == "child_database")
                run->children.emplace(text(block.content, "title"), block.id);
        if (list->hasMore && !list->nextCursor.empty())
            return childrenOf(run, list->nextCursor);
        if (run->databases.empty())
            return load(run);
        next(run); // looked once more, after a lost answer
    });
}

void SetUp::load(std::shared_ptr<Run> run)
{
    m_workspace.read<std::vector<table::Base>>(
        [](const store::ReadSql &sql) -> Result<std::vector<table::Base>> { return table::bases(sql); },
        [this, run](Result<std::vector<table::Base>> bases) {
            if (!bases)
                return failed(run, bases.error());
            for (const auto &base : *bases)
                run->bases[base.db] = base;
            run->databases = m_workspace.hub().inCreateOrder();
            next(run);
        });
}

void SetUp::next(std::shared_ptr<Run> run)
{
    at(run, run->index, run->index);
    if (run->index >= run->databases.size()) {
        if (run->dry)
            return run->done(run->plan);
        if (const auto loaded = m_workspace.reload(); !loaded)
            return failed(run, loaded.error());
        return linkAll(run, 0);
    }
    const auto &database = *run->databases[run->index];
    auto &base = run->base();
    base.db = database.key;
    PlanRow row;
    row.db = database.key;
    row.title = database.title;
    row.database = base.database;
    run->plan.rows.push_back(std::move(row));
    if (!base.dataSource.empty()) {
        run->row().action = PlanRow::Action::Connected;
        ++run->index;
        return next(run);
    }
    if (const auto wanted = run->order.adopt.find(database.key); wanted != run->order.adopt.end() && !wanted->second.empty())
        return adopt(run, wanted->second);
    const bool anew = run->order.adopt.contains(database.key);
    const auto there = run->children.find(database.title);
    if (there != run->children.end() && (!anew || base.state == table::Setup::Making))
        return adopt(run, there->second);
    if (run->dry) {
        ++run->index;
        return next(run);
    }
    if (run->order.parentPage.empty())
        return failed(run, Error{Errc::BadInput, "no page is named under which the databases are to be made", "/notion/parentPage",
                                 "paste the address of a page of Notion that is shared with the connection", {}});
    create(run);
}

void SetUp::adopt(std::shared_ptr<Run> run, const std::string &id)
{
    run->row().action = PlanRow::Action::Adopt;
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().database(id), [this, run, id](const Wire::Answer &answer) {
        if (answer.outcome.kind == Outcome::Kind::NotFound) // the id may be a data source's
            return source(run, id);
        if (!answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        const auto found = notion::parseDatabase(answer.body);
        if (!found)
            return failed(run, found.error());
        run->row().database = found->id;
        if (found->sources.size() != 1) {
            run->row().action = PlanRow::Action::Choose;
            run->row().hindered = true;
            for (const auto &one : found->sources)
                run->row().differences.push_back("data source \"" + one.name + "\": " + notion::dashed(one.id));
            run->hindered.push_back(run->row().title);
            ++run->index;
            return next(run);
        }
        source(run, found->sources.front().id);
    });
}

/// An existing table: what it lacks is shown, and added later.
void SetUp::source(std::shared_ptr<Run> run, const std::string &dataSource)
{
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().dataSource(dataSource), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return failed(run, cannotRead(errorOf(answer.outcome), run->row().title));
        const auto schema = notion::parseDataSource(answer.body);
        if (!schema)
            return failed(run, schema.error());
        auto &base = run->base();
        // The databases of this run that come later are not known yet: their relations wait, which is no difference.
        auto sources = m_workspace.sources();
        for (const auto &[key, known] : run->bases)
            if (!known.dataSource.empty())
                sources[key] = known.dataSource;
        const auto diff = notion::compare(m_workspace.hub(), *run->databases[run->index], *schema, sources);
        for (const auto &difference : diff.differences) {
            if (difference.kind != notion::Difference::Kind::Waits)
                run->row().differences.push_back(difference.sentence);
            run->row().hindered = run->row().hindered || hinders(difference);
        }
        run->row().database = schema->database;
        const bool mine = base.state == table::Setup::Making || run->order.adopt.contains(base.db);
        const bool unseen = !run->dry && !run->order.seen && !run->row().differences.empty();
        if ((run->row().hindered || unseen) && !mine) {
            run->hindered.push_back(run->row().title);
            ++run->index;
            return next(run);
        }
        base.database = schema->database;
        base.dataSource = schema->id;
        base.title = schema->title;
        base.state = table::Setup::Linking;
        base.properties = Workspace::keep(answer.body, {});
        keep(run, base, [this, run] {
            ++run->index;
            next(run);
        });
    });
}

void SetUp::create(std::shared_ptr<Run> run)
{
    auto &base = run->base();
    base.state = table::Setup::Making;
    keep(run, base, [this, run] {
        auto &wire = m_workspace.wire();
        const auto &database = *run->databases[run->index];
        wire.send(Lane::People, wire.calls().createDatabase(notion::createBody(database, run->order.parentPage)), [this, run](const Wire::Answer &answer) {
            if (answer.outcome.kind == Outcome::Kind::MaybeDone) {
                // Whether it was made is seen among the children of the parent page.
                if (!answer.outcome.committed.empty())
                    return adopt(run, answer.outcome.committed);
                run->children.clear();
                run->plan.rows.pop_back();
                return childrenOf(run, {});
            }
            if (!answer.outcome.done())
                return failed(run, cannotRead(errorOf(answer.outcome), run->row().title));
            const auto made = notion::parseDatabase(answer.body);
            if (!made || made->sources.empty())
                return failed(run, made ? Error{Errc::Corrupt, "Notion made a database without a table", run->row().title, "try again", {}} : made.error());
            run->row().database = made->id;
            source(run, made->sources.front().id);
        });
    });
}

/// Relations lead to tables, so they are added once all are there.
void SetUp::linkAll(std::shared_ptr<Run> run, std::size_t index)
{
    while (index < run->databases.size() && run->bases[run->databases[index]->key].dataSource.empty())
        ++index; // one that a person must look at first
    at(run, run->databases.size() + index, index);
    if (index < run->databases.size())
        return link(run, index, 0);
    if (const auto loaded = m_workspace.reload(); !loaded)
        return failed(run, loaded.error());
    if (!run->hindered.empty()) {
        std::string names;
        for (const auto &name : run->hindered)
            names += (names.empty() ? "" : ", ") + name;
        return failed(run, Error{Errc::Conflict, "databases of these titles are in Notion and differ: " + names, "Notion",
                                 "look at the differences in Integrations, then say whether to use them or to make new ones", {}});
    }
    run->done(run->plan);
}

void SetUp::link(std::shared_ptr<Run> run, std::size_t index, int rounds)
{
    auto &wire = m_workspace.wire();
    const auto source = run->bases[run->databases[index]->key].dataSource;
    wire.send(Lane::People, wire.calls().dataSource(source), [this, run, index, rounds](const Wire::Answer &answer) {
        const auto &database = *run->databases[index];
        if (!answer.outcome.done())
            return failed(run, cannotRead(errorOf(answer.outcome), database.title));
        const auto schema = notion::parseDataSource(answer.body);
        if (!schema)
            return failed(run, schema.error());
        auto sources = m_workspace.sources();
        auto base = run->bases[database.key];
        notion::PropertyIds known;
        for (const auto &[name, id] : member(base.properties, "ids").items())
            known[name] = id.get<std::string>();
        const auto diff = notion::compare(m_workspace.hub(), database, *schema, sources, known);
        if (!diff.patch.empty() && rounds < MaxRounds) {
            auto &line = m_workspace.wire();
            return line.send(Lane::People, line.calls().patchDataSource(schema->id, diff.patch), [this, run, index, rounds](const Wire::Answer &done) {
                // Adding what is missing may be done twice: what came of it is read in either case.
                if (!done.outcome.done() && done.outcome.kind != Outcome::Kind::MaybeDone)
                    return failed(run, cannotRead(errorOf(done.outcome), run->databases[index]->title));
                link(run, index, rounds + 1);
            });
        }
        base.title = schema->title;
        base.state = table::Setup::Ready;
        base.properties = Workspace::keep(answer.body, notion::PropertyMap(m_workspace.hub(), database, *schema, sources, known).ids());
        keep(run, base, [this, run, index] { linkAll(run, index + 1); });
    });
}

} // namespace hs::sync
