#include "engine/sync/sweeper.h"

namespace hs::sync {

namespace table = hs::store::notion;

namespace {

constexpr int KnownAtOnce = 100'000;

} // namespace

struct Sweeper::Listing {
    Workspace::TablePtr table;
    std::function<void(Result<Missing>)> done;
    std::string cursor;
    std::optional<Timestamp> createdFrom, seen;
    std::unordered_set<std::string> listed;
};

struct Sweeper::Run {
    Workspace::TablePtr table;
    Done done;
    std::vector<table::Known> missing;
    std::size_t looked = 0;
    Swept swept;
};

void Sweeper::missing(const std::string &db, std::function<void(Result<Missing>)> done)
{
    auto listing = std::make_shared<Listing>();
    listing->table = m_workspace.table(db);
    listing->done = std::move(done);
    if (!listing->table || !listing->table->map)
        return listing->done(fail(Errc::NotFound, "the database is not connected to Notion", db));
    list(listing);
}

void Sweeper::sweep(const std::string &db, Done done)
{
    auto run = std::make_shared<Run>();
    run->table = m_workspace.table(db);
    run->done = std::move(done);
    missing(db, [this, run](Result<Missing> missing) {
        if (!missing)
            return run->done(tl::make_unexpected(missing.error()));
        run->swept.listed = missing->listed;
        run->missing = std::move(missing->pages);
        if (!missing->tooMany)
            return look(run);
        run->swept.aside = std::int64_t(run->missing.size());
        m_workspace.write<void>(
            store::Urgency::Normal,
            [run, now = m_workspace.clock().now()](store::Transaction &tx) -> Result<void> {
                table::putAside(tx, run->table->database->key, run->missing, now);
                return {};
            },
            [run](Result<void> kept) {
                if (!kept)
                    return run->done(tl::make_unexpected(kept.error()));
                run->done(run->swept);
            });
    });
}

void Sweeper::list(std::shared_ptr<Listing> run)
{
    notion::Query query;
    query.cursor = run->cursor;
    query.onlyProperties = {"title"};
    query.sorts = {{{}, "created_time", false}};
    if (run->createdFrom)
        query.filter = notion::createdFrom(*run->createdFrom, {});
    auto &wire = m_workspace.wire();
    wire.send(notion::Lane::Pull, wire.calls().query(run->table->dataSource, query), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return run->done(tl::make_unexpected(errorOf(answer.outcome)));
        const auto list = notion::parseQuery(answer.body, *run->table->map, NoDirectory());
        if (!list)
            return run->done(tl::make_unexpected(list.error()));
        for (const auto &page : list->pages) {
            if (!page.inTrash)
                run->listed.insert(page.id);
            run->seen = std::max(run->seen.value_or(page.createdAt), page.createdAt);
        }
        run->cursor = list->hasMore ? list->nextCursor : std::string();
        if (run->cursor.empty() && !list->incompleteReason.empty()) {
            if (run->seen == run->createdFrom) // a whole answer of one minute: what follows cannot be listed
                return run->done(fail(Errc::Unavailable, "more than 10,000 pages were made in one minute: Notion does not list them all", run->table->database->title));
            run->createdFrom = run->seen;
            return this->list(run);
        }
        if (!run->cursor.empty())
            return this->list(run);
        compare(run);
    });
}

void Sweeper::compare(std::shared_ptr<Listing> run)
{
    m_workspace.read<std::vector<table::Known>>(
        [db = run->table->database->key](const store::ReadSql &sql) -> Result<std::vector<table::Known>> {
            std::vector<table::Known> all;
            for (std::string after;;) {
                auto some = table::knownPages(sql, db, after, KnownAtOnce);
                if (some.empty())
                    return all;
                after = some.back().page;
                all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
            }
        },
        [run](Result<std::vector<table::Known>> known) {
            if (!known)
                return run->done(tl::make_unexpected(known.error()));
            Missing missing;
            missing.listed = std::int64_t(run->listed.size());
            for (const auto &one : *known)
                if (!run->listed.contains(one.page))
                    missing.pages.push_back(one);
            const auto bearable = std::max(Puller::GoneAtLeast, std::int64_t(double(known->size()) * Puller::GoneShare));
            missing.tooMany = std::int64_t(missing.pages.size()) > bearable;
            run->done(std::move(missing));
        });
}

void Sweeper::look(std::shared_ptr<Run> run)
{
    if (run->looked >= run->missing.size())
        return run->done(run->swept);
    const auto page = run->missing[run->looked++].page;
    m_puller.fetch(page, notion::Lane::Pull, [this, run](Result<PullCounts> counts) {
        if (!counts)
            return run->done(tl::make_unexpected(counts.error()));
        run->swept.removed += counts->removed;
        look(run);
    }, true);
}

void Sweeper::decide(const std::string &db, bool believe, Done done)
{
    auto run = std::make_shared<Run>();
    run->table = m_workspace.table(db);
    run->done = std::move(done);
    if (!run->table)
        return run->done(fail(Errc::NotFound, "the database is not connected to Notion", db));
    m_workspace.write<std::vector<table::Known>>(
        store::Urgency::Urgent, [db](store::Transaction &tx) -> Result<std::vector<table::Known>> { return table::takeAside(tx, db); },
        [this, run, believe](Result<std::vector<table::Known>> aside) {
            if (!aside)
                return run->done(tl::make_unexpected(aside.error()));
            if (believe)
                run->missing = *aside;
            look(run); // each is read before it is believed
        });
}

} // namespace hs::sync
