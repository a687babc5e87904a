#include "engine/sync/puller.h"

#include <spdlog/spdlog.h>

#include "engine/sync/pulled_pages.h"

namespace hs::sync {

namespace table = hs::store::notion;
using notion::Outcome;

namespace {

/// Whether Notion sent the beginning of a list alone.
bool isCut(const notion::Page::Note &note)
{
    return note.property && note.reading.truncated;
}

constexpr int SmallPage = 25; // entries of an answer, once Notion found a hundred too much

/// Pages through one property of one page.
void wholeProperty(Wire &wire, notion::Lane lane, const std::string &page, const std::string &property, const std::string &cursor,
                   std::shared_ptr<std::vector<notion::PropertyItems>> parts, const std::function<void(Result<void>)> &done)
{
    wire.send(lane, wire.calls().propertyItems(page, property, cursor), [&wire, lane, page, property, parts, done](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return done(tl::make_unexpected(errorOf(answer.outcome)));
        auto items = notion::parsePropertyItems(answer.body);
        if (!items)
            return done(tl::make_unexpected(items.error()));
        const auto next = items->nextCursor;
        parts->push_back(std::move(*items));
        if (next.empty())
            return done({});
        wholeProperty(wire, lane, page, property, next, parts, done);
    });
}

} // namespace

PullCounts &PullCounts::operator+=(const PullCounts &other)
{
    pages += other.pages;
    created += other.created;
    changed += other.changed;
    removed += other.removed;
    conflicts += other.conflicts;
    return *this;
}

struct Puller::Run {
    Workspace::TablePtr table;
    notion::Lane lane = notion::Lane::Pull;
    Done done;
    bool single = false;     ///< one page by its id
    bool first = false;      ///< the database was never pulled whole
    std::shared_ptr<void> isFirst; ///< as long as it goes on
    bool byCreation = false; ///< too many pages of one minute of editing: windows of creation instead
    std::optional<Timestamp> from, createdFrom; ///< bounds of the query
    std::optional<Timestamp> seen, seenCreated; ///< the latest so far
    std::string cursor, next, incomplete;
    int pageSize = notion::MaxPageSize;
    std::unique_ptr<PulledPages> pages; ///< the writer's jobs do not hold them, so that tidying them up is not its work: the run outlives each
    PullCounts counts;
};

void Puller::pull(const std::string &db, notion::Lane lane, bool whole, Done done)
{
    auto run = std::make_shared<Run>();
    run->table = m_workspace.table(db);
    run->lane = lane;
    run->done = std::move(done);
    if (!run->table || !run->table->map)
        return run->done(fail(Errc::NotFound, "the database is not connected to Notion", db));
    m_workspace.read<std::optional<table::Base>>(
        [db](const store::ReadSql &sql) -> Result<std::optional<table::Base>> { return table::base(sql, db); },
        [this, run, whole](Result<std::optional<table::Base>> base) {
            if (!base || !*base)
                return run->done(base ? fail(Errc::NotFound, "the database is not connected to Notion") : tl::make_unexpected(base.error()));
            const auto &known = **base;
            run->first = !known.pulledAt;
            if (run->first)
                run->isFirst = m_firsts;
            if (!whole && known.watermark)
                run->from = *known.watermark - Overlap;
            if (!whole && !known.cursor.empty() && known.cursorFrom == run->from) {
                run->cursor = known.cursor;
                run->seen = known.cursorSeen;
            }
            ask(run);
        });
}

void Puller::fetch(const std::string &page, notion::Lane lane, Done done, bool believed)
{
    auto run = std::make_shared<Run>();
    run->lane = lane;
    run->done = std::move(done);
    run->single = true;
    m_workspace.wire().send(lane, m_workspace.wire().calls().page(page), [this, run, page, believed](Wire::Answer answer) {
        const bool missing = answer.outcome.kind == Outcome::Kind::NotFound;
        if (!missing && !answer.outcome.done())
            return failed(run, errorOf(answer.outcome));
        auto head = missing ? Result<notion::Page>(notion::Page{}) : notion::parsePageHead(answer.body);
        if (!head)
            return failed(run, head.error());
        const auto table = missing ? nullptr : m_workspace.tableOfSource(head->dataSource);
        if (table && table->map && !head->inTrash) {
            run->table = table;
            return read(run, std::move(answer.body));
        }
        // In the trash, no longer shared, or moved to a place that is not ours.
        m_workspace.read<std::optional<table::Link>>(
            [page](const store::ReadSql &sql) -> Result<std::optional<table::Link>> { return table::linkOfPage(sql, page); },
            [this, run, page, believed](Result<std::optional<table::Link>> link) {
                if (!link)
                    return failed(run, link.error());
                run->table = *link && !(*link)->trashed ? m_workspace.table((*link)->db) : nullptr;
                if (!run->table)
                    return run->done(run->counts); // never was ours, or is gone already
                gone(run, page, believed);
            });
    });
}

void Puller::gone(std::shared_ptr<Run> run, const std::string &page, bool believed)
{
    auto &times = m_gone[run->table->database->key];
    const auto now = m_workspace.clock().now();
    while (!times.empty() && now - times.front() > GoneWithin)
        times.pop_front();
    if (!believed)
        times.push_back(now);
    m_workspace.write<TakenPage>(
        store::Urgency::Normal,
        [this, job = m_workspace.job(run->table), page, believed, lately = std::int64_t(times.size())](store::Transaction &tx) -> Result<TakenPage> {
            const auto setting = job.setting(m_workspace);
            const auto bearable = std::max(GoneAtLeast, std::int64_t(double(table::pageCount(tx, setting.database.key)) * GoneShare));
            if (believed || lately <= bearable)
                return takeGone(tx, setting, page);
            const auto record = table::recordOfPage(tx, page);
            table::putAside(tx, setting.database.key, {{page, record.value_or("")}}, setting.now);
            return TakenPage{};
        },
        [this, run](Result<TakenPage> taken) {
            if (!taken)
                return failed(run, taken.error());
            run->counts.removed += taken->what == Taken::Removed ? 1 : 0;
            run->counts.conflicts += taken->conflicts;
            run->done(run->counts);
        });
}

void Puller::failed(const std::shared_ptr<Run> &run, const Error &error)
{
    run->isFirst.reset();
    run->done(tl::make_unexpected(error));
}

void Puller::ask(std::shared_ptr<Run> run)
{
    notion::Query query;
    query.cursor = run->cursor;
    query.pageSize = run->pageSize;
    if (run->from)
        query.filter = notion::editedSince(*run->from);
    if (run->byCreation && run->createdFrom)
        query.filter = notion::both(query.filter, notion::createdFrom(*run->createdFrom, {}));
    query.sorts = {{{}, run->byCreation ? "created_time" : "last_edited_time", false}};
    auto &wire = m_workspace.wire();
    wire.send(run->lane, wire.calls().query(run->table->dataSource, query), [this, run](Wire::Answer answer) {
        if (answer.outcome.done())
            return read(run, std::move(answer.body));
        if (answer.outcome.smallerPages && run->pageSize > SmallPage) {
            run->pageSize = SmallPage;
            return ask(run);
        }
        if (answer.outcome.kind == Outcome::Kind::Refused && !run->cursor.empty()) {
            run->cursor.clear(); // a place from before a restart, which Notion no longer knows: from the start of the window
            return ask(run);
        }
        failed(run, errorOf(answer.outcome));
    });
}

void Puller::read(std::shared_ptr<Run> run, std::string body)
{
    m_reader.post([this, run, job = m_workspace.job(run->table), body = std::move(body)] {
        // Nobody else touches the run meanwhile.
        auto trouble = readAnswer(*run, job.setting(m_workspace, run->first), body);
        m_workspace.post([this, run, trouble = std::move(trouble)] {
            if (!trouble)
                return failed(run, trouble.error());
            completeLists(run, 0, 0);
        });
    });
}

Result<void> Puller::readAnswer(Run &run, const Setting &setting, const std::string &body)
{
    const NoDirectory nobody;
    run.pages = std::make_unique<PulledPages>();
    const auto add = [&run, &setting](notion::Page page) {
        run.seen = std::max(run.seen.value_or(page.editedAt), page.editedAt);
        run.seenCreated = std::max(run.seenCreated.value_or(page.createdAt), page.createdAt);
        const bool whole = std::none_of(page.notes.begin(), page.notes.end(), isCut);
        run.pages->add(std::move(page));
        if (run.first && whole)
            run.pages->prepare(run.pages->size() - 1, setting);
    };
    if (run.single) {
        auto page = notion::parsePage(body, *run.table->map, nobody);
        if (!page)
            return tl::make_unexpected(page.error());
        add(std::move(*page));
        return {};
    }
    const auto list = notion::parseQuery(body, *run.table->map, nobody, add);
    if (!list)
        return tl::make_unexpected(list.error());
    run.next = list->hasMore ? list->nextCursor : std::string();
    run.incomplete = list->incompleteReason;
    return {};
}

/// Lists of which Notion sent the beginning alone are fetched to their end, one after the other.
void Puller::completeLists(std::shared_ptr<Run> run, std::size_t page, std::size_t note)
{
    for (; page < run->pages->size(); ++page, note = 0) {
        auto &remote = run->pages->remote(page);
        for (; note < remote.page.notes.size(); ++note) {
            const auto &one = remote.page.notes[note];
            if (!isCut(one))
                continue;
            auto parts = std::make_shared<std::vector<notion::PropertyItems>>();
            return wholeProperty(m_workspace.wire(), run->lane, remote.page.id, one.propertyId, {}, parts, [this, run, page, note, parts](Result<void> fetched) {
                if (!fetched)
                    return failed(run, fetched.error());
                auto &now = run->pages->remote(page);
                auto &whole = now.page.notes[note];
                whole.reading = notion::readWhole(*whole.property, *parts, NoDirectory());
                if (whole.property->type == records::PropertyType::Relation || whole.property->type == records::PropertyType::People)
                    now.links[whole.property->name] = whole.reading.unknown;
                else if (!whole.reading.foreign)
                    setValue(now.page.fields, whole.property->name, whole.reading.value);
                completeLists(run, page, note + 1);
            });
        }
    }
    keep(run);
}

void Puller::keep(std::shared_ptr<Run> run)
{
    const bool last = run->single || (run->next.empty() && run->incomplete.empty());
    auto &workspace = m_workspace;
    const auto job = workspace.job(run->table);
    struct Place {
        bool keep = false, last = false, first = false;
        std::optional<Timestamp> from, seen;
        std::string next;
    };
    const Place place{!run->single && !run->byCreation, last, run->first, run->from, run->seen, run->next};
    if (run->first)
        for (std::size_t i = 0; i < run->pages->size(); ++i)
            run->pages->prepare(i, job.setting(workspace, true));
    workspace.write<PullCounts>(
        store::Urgency::Normal,
        [&workspace, job, pages = run->pages.get(), place, single = run->single](store::Transaction &tx) -> Result<PullCounts> {
            const auto setting = job.setting(workspace, place.first);
            PullCounts counts;
            const auto done = pages->takeFresh(tx, setting);
            if (tx.failure())
                return tl::make_unexpected(*tx.failure());
            counts.pages = counts.created = std::count(done.begin(), done.end(), true);
            for (std::size_t i = 0; i < done.size(); ++i) {
                if (done[i])
                    continue;
                const auto &remote = pages->asItCame(i, setting.database);
                const auto taken = tx.part<TakenPage>([&] { return take(tx, setting, remote); });
                if (!taken) {
                    // One page that cannot be taken over must not hold up the others. It is told, and tried again when it is edited.
                    spdlog::warn("a page of {} was not taken over: {}", setting.database.key, describe(taken.error()));
                    continue;
                }
                ++counts.pages;
                counts.created += taken->what == Taken::Created ? 1 : 0;
                counts.changed += taken->what == Taken::Changed || taken->what == Taken::Restored ? 1 : 0;
                counts.removed += taken->what == Taken::Removed ? 1 : 0;
                counts.conflicts += taken->conflicts;
            }
            if (place.first && counts.created > 0)
                setting.writer.note(tx, "sync.taken_over", {}, std::to_string(counts.created) + " records of " + setting.database.title + " came from Notion",
                                    "first pull of the database", {{"database", setting.database.key}});
            if (single)
                return counts;
            if (place.first)
                table::lookAgain(tx, {});
            if (place.keep && !place.last) {
                table::putPlace(tx, setting.database.key, place.next, place.from, place.seen);
            } else if (auto base = table::base(tx, setting.database.key)) {
                base->error.clear();
                if (place.last) {
                    base->watermark = place.seen ? std::max(place.seen, base->watermark) : base->watermark;
                    if (!base->watermark) // an empty database: what is edited from now on counts
                        base->watermark = std::chrono::floor<std::chrono::minutes>(setting.now + setting.skew) - EditGrain;
                    base->pulledAt = setting.now;
                    base->cursor.clear();
                    base->cursorFrom.reset();
                    base->cursorSeen.reset();
                }
                table::putBase(tx, *base);
            }
            if (place.first && place.last && !table::firstPullsLeft(tx))
                tx.forget();
            return counts;
        },
        [this, run, last](Result<PullCounts> counts) {
            run->pages.reset();
            if (!counts)
                return failed(run, counts.error());
            run->counts += *counts;
            if (last) {
                run->isFirst.reset();
                return run->done(run->counts);
            }
            run->cursor = run->next;
            if (run->cursor.empty()) {
                // Notion ends a query at 10,000 results: the next window begins at the last edit that was seen. Where all of
                // them are of one minute, windows of creation part them.
                if (!run->byCreation && run->seen && run->seen != run->from) {
                    run->from = run->seen;
                } else if (!run->byCreation) {
                    run->byCreation = true;
                    run->seenCreated.reset();
                } else if (run->seenCreated != run->createdFrom) {
                    run->createdFrom = run->seenCreated;
                } else {
                    return failed(run, Error{Errc::Unavailable, "more than 10,000 pages of one minute: Notion does not give them all", run->table->database->title,
                                             "edit some of them, or part the database", {}});
                }
            }
            ask(run);
        });
}

} // namespace hs::sync
