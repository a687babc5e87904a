#include "engine/sync/rehearsal.h"

#include <set>

#include "engine/records/text.h"
#include "engine/store/tables/record_texts.h"
#include "engine/sync/giving.h"
#include "engine/sync/taking.h"

namespace hs::sync {

namespace table = hs::store::notion;
using notion::Lane;

namespace {

constexpr int ItemsAtOnce = 500;

RehearsedRow::What whatOf(Taken taken)
{
    switch (taken) {
    case Taken::Created:
        return RehearsedRow::What::Create;
    case Taken::Removed:
        return RehearsedRow::What::Remove;
    case Taken::Restored:
        return RehearsedRow::What::Restore;
    case Taken::Nothing:
    case Taken::Changed:
        break;
    }
    return RehearsedRow::What::Change;
}

/// What taking over one page would do; nothing: it says what is known.
std::optional<RehearsedRow> look(store::Transaction &tx, const Setting &setting, const Remote &remote)
{
    const auto known = table::recordOfPage(tx, remote.page.id);
    const auto before = known ? store::records::findAny(tx, *known) : std::nullopt;
    const auto taken = tx.part<TakenPage>([&] { return sync::take(tx, setting, remote); });
    RehearsedRow row;
    row.db = setting.database.key;
    if (!taken) { // it would be passed over in earnest too
        row.what = RehearsedRow::What::Aside;
        row.title = taken.error().what;
        return row;
    }
    if (taken->what == Taken::Nothing && taken->conflicts == 0)
        return {};
    const auto after = store::records::findAny(tx, taken->record);
    row.what = taken->conflicts > 0 ? RehearsedRow::What::Conflict : whatOf(taken->what);
    row.record = taken->what == Taken::Created ? std::string() : taken->record;
    row.title = after ? after->title : before ? before->title : std::string();
    if (after && before)
        row.properties = records::changedNames(before->fields, after->fields);
    return row;
}

std::optional<RehearsedRow> look(const store::ReadSql &sql, const Setting &setting, const notion::PropertyMap &map, const table::Item &item)
{
    using What = Outgoing::What;
    const auto out = outgoing(sql, setting, map, item, toRfc3339(setting.now));
    if (!out || out->what == What::Nothing)
        return {};
    auto record = store::records::findAny(sql, item.record);
    if (!record)
        record = store::records::findRemoved(sql, item.record);
    RehearsedRow row;
    row.upload = true;
    row.db = item.db;
    row.record = item.record;
    row.title = record ? record->title : std::string();
    row.what = out->what == What::Trash ? RehearsedRow::What::Remove : out->what == What::Patch ? RehearsedRow::What::Change : RehearsedRow::What::Create;
    for (const auto &field : out->fields.items())
        row.properties.push_back(field.key());
    return row;
}

} // namespace

struct Rehearsal::Run {
    Done done;
    std::vector<Workspace::TablePtr> tables;
    std::size_t index = 0;
    Rehearsed rehearsed;
    std::set<std::string> seen; ///< pages of the database under way
    std::optional<Timestamp> from, last;
    std::string cursor;

    [[nodiscard]] const Workspace::TablePtr &table() const { return tables[index]; }
    void add(std::vector<RehearsedRow> rows)
    {
        for (auto &row : rows) {
            if (rehearsed.rows.size() < MostRows)
                rehearsed.rows.push_back(std::move(row));
            else
                ++rehearsed.more;
        }
    }
};

void Rehearsal::run(Done done)
{
    if (m_running)
        return done(fail(Errc::Conflict, "it is being looked at already"));
    m_running = true;
    auto run = std::make_shared<Run>();
    run->done = [this, done = std::move(done)](Result<Rehearsed> rehearsed) {
        m_running = false;
        done(std::move(rehearsed));
    };
    run->tables = m_workspace.ready();
    next(run);
}

void Rehearsal::next(std::shared_ptr<Run> run)
{
    if (run->index >= run->tables.size())
        return leaving(run);
    m_workspace.read<std::optional<table::Base>>(
        [db = run->table()->database->key](const store::ReadSql &sql) -> Result<std::optional<table::Base>> { return table::base(sql, db); },
        [this, run](Result<std::optional<table::Base>> base) {
            if (!base || !*base)
                return passOver(run, base ? Error{Errc::NotFound, "the database is not connected to Notion", {}, {}, {}} : base.error());
            begin(run, **base);
        });
}

void Rehearsal::begin(std::shared_ptr<Run> run, const table::Base &base)
{
    run->seen.clear();
    run->cursor.clear();
    run->last.reset();
    run->from = base.watermark ? std::optional(*base.watermark - Puller::Overlap) : std::nullopt;
    ask(run);
}

/// A database of which nothing can be said does not keep the others from being looked at.
void Rehearsal::passOver(std::shared_ptr<Run> run, const Error &error)
{
    run->rehearsed.troubles.push_back(run->table()->database->title + ": " + describe(error));
    ++run->index;
    next(run);
}

void Rehearsal::ask(std::shared_ptr<Run> run)
{
    notion::Query query;
    query.cursor = run->cursor;
    if (run->from)
        query.filter = notion::editedSince(*run->from);
    query.sorts = {{{}, "last_edited_time", false}};
    auto &wire = m_workspace.wire();
    wire.send(Lane::People, wire.calls().query(run->table()->dataSource, query), [this, run](const Wire::Answer &answer) {
        if (!answer.outcome.done())
            return passOver(run, errorOf(answer.outcome));
        auto list = notion::parseQuery(answer.body, *run->table()->map, NoDirectory());
        if (!list)
            return passOver(run, list.error());
        auto remotes = std::make_shared<std::vector<Remote>>();
        for (auto &page : list->pages) {
            run->last = std::max(run->last.value_or(page.editedAt), page.editedAt);
            if (run->seen.insert(page.id).second)
                remotes->push_back(remoteOf(std::move(page)));
        }
        run->cursor = list->hasMore ? list->nextCursor : std::string();
        if (run->cursor.empty() && !list->incompleteReason.empty() && run->last != run->from)
            run->from = run->last; // the next window, see Puller
        else if (run->cursor.empty())
            run->from.reset();
        take(run, remotes);
    });
}

void Rehearsal::take(std::shared_ptr<Run> run, std::shared_ptr<std::vector<Remote>> remotes)
{
    using Rows = std::vector<RehearsedRow>;
    m_workspace.write<Rows>(
        store::Urgency::Normal,
        [this, job = m_workspace.job(run->table()), remotes](store::Transaction &tx) -> Result<Rows> {
            Rows rows;
            const auto setting = job.setting(m_workspace);
            const auto takenBack = tx.part<void>([&]() -> Result<void> {
                for (const auto &remote : *remotes)
                    if (auto row = look(tx, setting, remote))
                        rows.push_back(std::move(*row));
                return fail(Errc::Cancelled, "it was only looked at");
            });
            if (takenBack.error().code != Errc::Cancelled)
                return tl::make_unexpected(takenBack.error());
            return rows;
        },
        [this, run](Result<Rows> rows) {
            if (!rows)
                return passOver(run, rows.error());
            run->add(std::move(*rows));
            if (!run->cursor.empty() || run->from)
                return ask(run);
            missing(run);
        });
}

void Rehearsal::missing(std::shared_ptr<Run> run)
{
    m_sweeper.missing(run->table()->database->key, [this, run](Result<Sweeper::Missing> missing) {
        if (!missing)
            return passOver(run, missing.error());
        using Rows = std::vector<RehearsedRow>;
        m_workspace.read<Rows>(
            [db = run->table()->database->key, missing = *missing](const store::ReadSql &sql) -> Result<Rows> {
                Rows rows;
                for (const auto &one : missing.pages) {
                    RehearsedRow row;
                    row.what = missing.tooMany ? RehearsedRow::What::Aside : RehearsedRow::What::Remove;
                    row.db = db;
                    row.record = one.record;
                    if (const auto record = store::records::findAny(sql, one.record)) {
                        row.title = record->title;
                        rows.push_back(std::move(row));
                    }
                }
                return rows;
            },
            [this, run](Result<Rows> rows) {
                if (!rows)
                    return passOver(run, rows.error());
                run->add(std::move(*rows));
                ++run->index;
                next(run);
            });
    });
}

void Rehearsal::leaving(std::shared_ptr<Run> run)
{
    using Rows = std::vector<RehearsedRow>;
    std::map<std::string, Workspace::Job> jobs;
    for (const auto &one : run->tables)
        jobs.emplace(one->database->key, m_workspace.job(one));
    m_workspace.read<Rows>(
        [this, jobs](const store::ReadSql &sql) -> Result<Rows> {
            Rows rows;
            for (const auto &text : store::texts::due(sql, Timestamp::max(), int(MostRows)))
                if (const auto record = store::records::findAny(sql, text.record); record && jobs.contains(record->database))
                    rows.push_back({true, RehearsedRow::What::Change, record->database, record->id, record->title, {store::texts::Name}});
            for (std::string after;;) {
                const auto items = table::items(sql, after, ItemsAtOnce);
                if (items.empty())
                    return rows;
                after = items.back().record;
                for (const auto &item : items) {
                    const auto job = jobs.find(item.db);
                    if (job == jobs.end())
                        continue;
                    if (auto row = look(sql, job->second.setting(m_workspace), *job->second.table->map, item))
                        rows.push_back(std::move(*row));
                }
            }
        },
        [run](Result<Rows> rows) {
            if (!rows)
                return run->done(tl::make_unexpected(rows.error()));
            run->add(std::move(*rows));
            run->done(std::move(run->rehearsed));
        });
}

} // namespace hs::sync
