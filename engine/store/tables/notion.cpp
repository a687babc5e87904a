#include "engine/store/tables/notion.h"

#include "engine/store/tables/meta.h"
#include "engine/store/tables/notion_page_index.h"

namespace hs::store::notion {

namespace {

const std::string BaseSelect = "SELECT b.db, b.database_id, b.data_source, b.state, b.properties, b.title, b.watermark, b.pull_cursor, b.cursor_from,"
                               " b.cursor_seen, b.pulled_at, b.error FROM notion_databases b";

Base readBase(const Row &row)
{
    Base base;
    base.db = row.text(0);
    base.database = row.text(1);
    base.dataSource = row.text(2);
    base.state = Setup(row.integer(3));
    base.properties = row.json(4);
    base.title = row.text(5);
    base.watermark = row.maybeTime(6);
    base.cursor = row.text(7);
    base.cursorFrom = row.maybeTime(8);
    base.cursorSeen = row.maybeTime(9);
    base.pulledAt = row.maybeTime(10);
    base.error = row.text(11);
    return base;
}

constexpr std::string_view OpenLinks = "notion.openLinks"; // in `meta`

const std::string LinkSelect = "SELECT record, db, page, edited, base, extra, foreign_values, open_links, trashed FROM notion_pages";

Link readLink(const Row &row)
{
    Link link;
    link.record = row.text(0);
    link.db = row.text(1);
    link.page = row.text(2);
    link.edited = row.time(3);
    if (!row.isNull(4))
        link.base = row.json(4);
    link.extra = row.json(5);
    link.foreign = row.json(6);
    link.open = row.json(7);
    link.trashed = row.integer(8) != 0;
    return link;
}

/// A base that is told by a patch of the record's fields (`addLink`) is made of them.
std::optional<Link> whole(const ReadSql &sql, std::optional<Link> link)
{
    if (!link || !link->base || !link->base->is_array())
        return link;
    const auto fields = sql.text("SELECT fields FROM records WHERE id = ?", {link->record});
    auto base = fields ? parseJson(*fields).value_or(Json::object()) : Json::object();
    for (const auto &patch : *link->base)
        base.merge_patch(patch);
    link->base = std::move(base);
    return link;
}

const std::string ItemSelect = "SELECT record, db, kind, lane, state, version, asked, attempts, since, next, error FROM notion_queue";

Item readItem(const Row &row)
{
    Item item;
    item.record = row.text(0);
    item.db = row.text(1);
    item.kind = Kind(row.integer(2));
    item.lane = Lane(row.integer(3));
    item.state = State(row.integer(4));
    item.version = row.integer(5);
    item.asked = row.integer(6) != 0;
    item.attempts = int(row.integer(7));
    item.since = row.time(8);
    item.next = row.maybeTime(9);
    item.error = row.json(10);
    return item;
}

const std::string ConflictSelect = "SELECT seq, record, db, property, at, base, local, remote, local_at, remote_at, local_by, remote_by, kept, rule,"
                                   " reviewed_at, reviewed_by, resolution FROM notion_conflicts";

Conflict readConflict(const Row &row)
{
    Conflict conflict;
    conflict.seq = row.integer(0);
    conflict.record = row.text(1);
    conflict.db = row.text(2);
    conflict.property = row.text(3);
    conflict.at = row.time(4);
    conflict.base = row.json(5);
    conflict.local = row.json(6);
    conflict.remote = row.json(7);
    conflict.localAt = row.time(8);
    conflict.remoteAt = row.time(9);
    conflict.localBy = row.text(10);
    conflict.remoteBy = row.text(11);
    conflict.kept = row.text(12);
    conflict.rule = row.text(13);
    conflict.reviewedAt = row.maybeTime(14);
    conflict.reviewedBy = row.text(15);
    conflict.resolution = row.text(16);
    return conflict;
}

Known readKnown(const Row &row)
{
    return {row.text(0), row.text(1)};
}

} // namespace

// ---- databases -------------------------------------------------------------

std::vector<Base> bases(const ReadSql &sql)
{
    return sql.list<Base>(BaseSelect + " ORDER BY b.db", {}, readBase);
}

std::optional<Base> base(const ReadSql &sql, std::string_view db)
{
    return sql.one<Base>(BaseSelect + " WHERE b.db = ?", {db}, readBase);
}

void putBase(Transaction &tx, const Base &base)
{
    tx.exec("INSERT INTO notion_databases(db, database_id, data_source, state, properties, title, watermark, pull_cursor, cursor_from, cursor_seen,"
            " pulled_at, error) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(db) DO UPDATE SET"
            " database_id = excluded.database_id, data_source = excluded.data_source, state = excluded.state, properties = excluded.properties,"
            " title = excluded.title, watermark = excluded.watermark, pull_cursor = excluded.pull_cursor, cursor_from = excluded.cursor_from,"
            " cursor_seen = excluded.cursor_seen, pulled_at = excluded.pulled_at, error = excluded.error",
            {base.db, base.database, base.dataSource, int(base.state), orNull(base.properties), base.title, base.watermark, orNull(base.cursor),
             base.cursorFrom, base.cursorSeen, base.pulledAt, orNull(base.error)});
    tx.touch(Topic::Integrations, "notion");
}

void putPlace(Transaction &tx, std::string_view db, const std::string &cursor, std::optional<Timestamp> from, std::optional<Timestamp> seen)
{
    tx.exec("UPDATE notion_databases SET pull_cursor = ?, cursor_from = ?, cursor_seen = ?, error = NULL WHERE db = ?", {orNull(cursor), from, seen, db});
    tx.touch(Topic::Integrations, "notion");
}

// ---- links -------------------------------------------------------------------

std::optional<Link> link(const ReadSql &sql, std::string_view record)
{
    return whole(sql, sql.one<Link>(LinkSelect + " WHERE record = ?", {record}, readLink));
}

std::optional<Link> linkOfPage(const ReadSql &sql, std::string_view page)
{
    if (const auto *index = PageIndex::of(sql); index && !index->recordOf(page))
        return {};
    return whole(sql, sql.one<Link>(LinkSelect + " WHERE page = ?", {page}, readLink));
}

/// Keeps the index true, before the row is written.
void keepInIndex(Transaction &tx, std::string_view record, std::string_view page, bool first)
{
    auto *index = PageIndex::of(tx);
    const auto *known = index ? index->recordOf(page) : nullptr;
    if (!index || (known && *known == record))
        return;
    if (!first)
        if (const auto before = tx.text("SELECT page FROM notion_pages WHERE record = ?", {record}))
            index->unlink(*before); // in the place of a page that is in the trash
    if (!index->link(page, record))
        tx.forget();
}

void putLink(Transaction &tx, const Link &link)
{
    keepInIndex(tx, link.record, link.page, false);
    tx.exec("INSERT INTO notion_pages(record, db, page, edited, base, extra, foreign_values, open_links, trashed) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(record) DO UPDATE SET db = excluded.db, page = excluded.page, edited = excluded.edited, base = excluded.base,"
            " extra = excluded.extra, foreign_values = excluded.foreign_values, open_links = excluded.open_links, trashed = excluded.trashed",
            {link.record, link.db, link.page, link.edited, link.base ? Arg(*link.base) : Arg(nullptr), orNull(link.extra), orNull(link.foreign),
             orNull(link.open), link.trashed});
}

void addLink(Transaction &tx, const NewLink &link)
{
    keepInIndex(tx, link.record, link.page, true);
    const auto lent = [](std::string_view text) { return text.empty() ? Arg(nullptr) : Arg::lent(text); };
    tx.exec("INSERT INTO notion_pages(record, db, page, edited, base, extra, foreign_values, open_links) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            {Arg::lent(link.record), Arg::lent(link.db), Arg::lent(link.page), link.edited,
             link.basePatch.empty() ? Arg(nullptr) : Arg("[" + std::string(link.basePatch) + "]"), lent(link.extra), lent(link.foreign), lent(link.open)});
}

void removeLink(Transaction &tx, std::string_view record)
{
    if (auto *index = PageIndex::of(tx))
        if (const auto page = tx.text("SELECT page FROM notion_pages WHERE record = ?", {record}))
            index->unlink(*page);
    tx.exec("DELETE FROM notion_pages WHERE record = ?", {record});
}

std::optional<std::string> recordOfPage(const ReadSql &sql, std::string_view page)
{
    if (const auto *index = PageIndex::of(sql)) {
        const auto *record = index->recordOf(page);
        return record ? std::optional(*record) : std::nullopt;
    }
    return sql.text("SELECT record FROM notion_pages WHERE page = ?", {page});
}

std::optional<std::string> pageOfRecord(const ReadSql &sql, std::string_view record)
{
    return sql.text("SELECT page FROM notion_pages WHERE record = ? AND trashed = 0", {record});
}

std::vector<Known> knownPages(const ReadSql &sql, std::string_view db, std::string_view after, int limit)
{
    return sql.list<Known>("SELECT page, record FROM notion_pages WHERE db = ? AND trashed = 0 AND page > ? ORDER BY page LIMIT ?", {db, after, limit}, readKnown);
}

std::int64_t pageCount(const ReadSql &sql, std::string_view db)
{
    return sql.integer("SELECT count(*) FROM notion_pages WHERE db = ? AND trashed = 0", {db}).value_or(0);
}

void waitFor(Transaction &tx, std::string_view target, std::string_view record)
{
    tx.exec("INSERT INTO notion_waiting(target, record) VALUES(?, ?) ON CONFLICT DO NOTHING", {target, record});
}

std::vector<std::string> linked(Transaction &tx, std::string_view target)
{
    auto records = tx.list<std::string>("SELECT record FROM notion_waiting WHERE target = ?", {target}, firstText);
    if (!records.empty()) {
        tx.exec("DELETE FROM notion_waiting WHERE target = ?", {target});
        for (const auto &record : records)
            tx.exec("UPDATE notion_queue SET state = 0 WHERE record = ? AND state = 2", {record});
    }
    return records;
}

bool anybodyWaits(const ReadSql &sql)
{
    return sql.integer("SELECT 1 FROM notion_waiting LIMIT 1").has_value();
}

void lookAgain(Transaction &tx, std::string_view behind)
{
    meta::set(tx, OpenLinks, std::string(behind));
}

void lookedAtAll(Transaction &tx)
{
    meta::remove(tx, OpenLinks);
}

std::optional<std::string> toLookAtAgain(const ReadSql &sql)
{
    return meta::get(sql, OpenLinks);
}

std::vector<std::string> withOpenLinks(const ReadSql &sql, std::string_view behind, int limit)
{
    return sql.list<std::string>("SELECT record FROM notion_pages WHERE record > ? AND open_links IS NOT NULL ORDER BY record LIMIT ?", {behind, limit}, firstText);
}

// ---- what waits to leave -----------------------------------------------------

std::optional<Item> item(const ReadSql &sql, std::string_view record)
{
    return sql.one<Item>(ItemSelect + " WHERE record = ?", {record}, readItem);
}

std::vector<Item> items(const ReadSql &sql, std::string_view after, int limit)
{
    return sql.list<Item>(ItemSelect + " WHERE record > ? ORDER BY record LIMIT ?", {after, limit}, readItem);
}

std::vector<Item> due(const ReadSql &sql, Timestamp now, int limit)
{
    // A database that was never pulled may hold the page already that would be made.
    return sql.list<Item>(ItemSelect + " WHERE state = 0 AND (next IS NULL OR next <= ?) AND EXISTS(SELECT 1 FROM notion_databases b WHERE b.db = notion_queue.db"
                                       " AND b.state = 3 AND b.pulled_at IS NOT NULL) ORDER BY lane, since, record LIMIT ?",
                          {now, limit}, readItem);
}

void asking(Transaction &tx, std::string_view record)
{
    tx.exec("UPDATE notion_queue SET asked = 1 WHERE record = ?", {record});
}

void notAsked(Transaction &tx, std::string_view record)
{
    tx.exec("UPDATE notion_queue SET asked = 0 WHERE record = ?", {record});
}

bool settled(Transaction &tx, std::string_view record, std::int64_t version)
{
    const bool out = tx.exec("DELETE FROM notion_queue WHERE record = ? AND version = ?", {record, version}) > 0;
    if (!out) // it changed meanwhile and goes once more, as a new item
        tx.exec("UPDATE notion_queue SET attempts = 0, next = NULL, error = NULL, state = 0 WHERE record = ?", {record});
    tx.touch(Topic::Integrations, "notion");
    return out;
}

void again(Transaction &tx, std::string_view record, Timestamp next, const Json &error)
{
    tx.exec("UPDATE notion_queue SET attempts = attempts + 1, next = ?, error = ? WHERE record = ?", {next, orNull(error), record});
    tx.touch(Topic::Integrations, "notion");
}

void park(Transaction &tx, std::string_view record, const Json &error)
{
    tx.exec("UPDATE notion_queue SET state = 1, attempts = attempts + 1, next = NULL, error = ? WHERE record = ?", {orNull(error), record});
    tx.touch(Topic::Integrations, "notion");
}

void waitForLinks(Transaction &tx, std::string_view record)
{
    tx.exec("UPDATE notion_queue SET state = 2, next = NULL WHERE record = ?", {record});
}

std::int64_t unpark(Transaction &tx, std::string_view record, Timestamp now)
{
    const auto count = record.empty()
        ? tx.exec("UPDATE notion_queue SET state = 0, attempts = 0, next = NULL, since = ? WHERE state = 1", {now})
        : tx.exec("UPDATE notion_queue SET state = 0, attempts = 0, next = NULL, lane = 0, since = ? WHERE state = 1 AND record = ?", {now, record});
    tx.touch(Topic::Integrations, "notion");
    return count;
}

void queue(Transaction &tx, std::string_view record, std::string_view db, Kind kind, Lane lane, Timestamp now)
{
    tx.exec("INSERT INTO notion_queue(record, db, kind, lane, since) VALUES(?, ?, ?, ?, ?) ON CONFLICT(record) DO UPDATE SET kind = excluded.kind,"
            " lane = min(lane, excluded.lane), version = version + 1, state = CASE WHEN state = 1 THEN 1 ELSE 0 END",
            {record, db, int(kind), int(lane), now});
    tx.touch(Topic::Integrations, "notion");
}

void drop(Transaction &tx, std::string_view record)
{
    tx.exec("DELETE FROM notion_queue WHERE record = ?", {record});
}

void hurry(Transaction &tx, std::string_view record)
{
    tx.exec("UPDATE notion_queue SET lane = 0 WHERE record = ?", {record});
}

bool firstPullsLeft(const ReadSql &sql)
{
    return sql.integer("SELECT 1 FROM notion_databases WHERE state = 3 AND pulled_at IS NULL LIMIT 1").has_value();
}

std::optional<std::vector<std::string>> onlyHere(const ReadSql &sql, std::string_view db)
{
    if (!sql.integer("SELECT 1 FROM notion_databases WHERE db = ? AND all_queued = 0", {db}))
        return {};
    return sql.list<std::string>("SELECT r.id FROM records r WHERE r.db = ? AND r.deleted_at IS NULL AND NOT EXISTS(SELECT 1 FROM notion_pages p WHERE p.record = r.id)"
                                 " AND NOT (r.db = 'agent-communication' AND json_extract(r.fields, '$.Kind') = 'Message')",
                                 {db}, firstText);
}

std::int64_t queueOnlyHere(Transaction &tx, std::string_view db, const std::vector<std::string> &records, Timestamp now)
{
    if (tx.exec("UPDATE notion_databases SET all_queued = 1 WHERE db = ? AND all_queued = 0 AND pulled_at IS NOT NULL", {db}) == 0)
        return 0;
    std::int64_t queued = 0;
    for (const auto &record : records)
        queued += tx.exec("INSERT INTO notion_queue(record, db, kind, lane, since) SELECT r.id, r.db, 0, 2, ? FROM records r WHERE r.id = ?"
                          " AND r.deleted_at IS NULL AND NOT EXISTS(SELECT 1 FROM notion_pages p WHERE p.record = r.id) ON CONFLICT DO NOTHING",
                          {now, record});
    return queued;
}

Backlog backlog(const ReadSql &sql)
{
    Backlog backlog;
    sql.each("SELECT count(*) FILTER (WHERE state <> 1), count(*) FILTER (WHERE state = 1), min(since) FILTER (WHERE state <> 1) FROM notion_queue", {},
             [&](const Row &row) {
                 backlog.waiting = row.integer(0);
                 backlog.parked = row.integer(1);
                 backlog.oldest = row.maybeTime(2);
             });
    return backlog;
}

std::int64_t hurried(const ReadSql &sql)
{
    return sql.integer("SELECT count(*) FROM notion_queue WHERE state = 0 AND lane < 2").value_or(0);
}

std::optional<Timestamp> oldestWaiting(const ReadSql &sql)
{
    // By lane, so that each is the first entry of the index.
    static constexpr std::string_view Oldest = "SELECT min(since) AS at FROM notion_queue WHERE state = 0 AND lane = ";
    static const std::string All = "SELECT min(at) FROM (" + std::string(Oldest) + "0 UNION ALL " + std::string(Oldest) + "1 UNION ALL " + std::string(Oldest) + "2)";
    return maybeMoment(sql.integer(All));
}

std::map<std::string, Backlog> waitingByBase(const ReadSql &sql)
{
    std::map<std::string, Backlog> all;
    sql.each("SELECT db, count(*) FILTER (WHERE state <> 1), count(*) FILTER (WHERE state = 1), min(since) FILTER (WHERE state <> 1) FROM notion_queue GROUP BY db", {},
             [&](const Row &row) { all[row.text(0)] = {row.integer(1), row.integer(2), row.maybeTime(3)}; });
    return all;
}

Sliced<Item> parked(const ReadSql &sql, const Slice &slice)
{
    return cut(sql.list<Item>(ItemSelect + " WHERE state = 1 AND record > ? ORDER BY record LIMIT ?", {slice.after, slice.limit + 1}, readItem), slice.limit,
               [](const Item &item) { return item.record; });
}

Quiet::Quiet(Transaction &tx) : m_tx(tx)
{
    m_tx.exec("UPDATE notion_quiet SET on_now = 1");
}

Quiet::~Quiet()
{
    m_tx.exec("UPDATE notion_quiet SET on_now = 0"); // when it fails, the whole job does
}

// ---- conflicts -----------------------------------------------------------------

std::int64_t addConflict(Transaction &tx, const Conflict &conflict)
{
    tx.exec("INSERT INTO notion_conflicts(record, db, property, at, base, local, remote, local_at, remote_at, local_by, remote_by, kept, rule)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {conflict.record, conflict.db, conflict.property, conflict.at, orNull(conflict.base), orNull(conflict.local), orNull(conflict.remote),
             conflict.localAt, conflict.remoteAt, conflict.localBy, conflict.remoteBy, conflict.kept, conflict.rule});
    tx.touch(Topic::Integrations, "notion");
    return tx.integer("SELECT max(seq) FROM notion_conflicts").value_or(0);
}

std::optional<Conflict> conflict(const ReadSql &sql, std::int64_t seq)
{
    return sql.one<Conflict>(ConflictSelect + " WHERE seq = ?", {seq}, readConflict);
}

Sliced<Conflict> conflicts(const ReadSql &sql, bool openOnly, const Slice &slice)
{
    std::string statement = ConflictSelect + " WHERE seq < ?";
    if (openOnly)
        statement += " AND reviewed_at IS NULL";
    const auto before = slice.after.empty() ? std::numeric_limits<std::int64_t>::max() : asNumber(slice.after);
    return cut(sql.list<Conflict>(statement + " ORDER BY seq DESC LIMIT ?", {before, slice.limit + 1}, readConflict), slice.limit,
               [](const Conflict &conflict) { return std::to_string(conflict.seq); });
}

std::int64_t openConflicts(const ReadSql &sql)
{
    return sql.integer("SELECT count(*) FROM notion_conflicts WHERE reviewed_at IS NULL").value_or(0);
}

void reviewed(Transaction &tx, std::int64_t seq, Timestamp now, std::string_view by, std::string_view resolution)
{
    tx.exec("UPDATE notion_conflicts SET reviewed_at = ?, reviewed_by = ?, resolution = ? WHERE seq = ?", {now, by, resolution, seq});
    tx.touch(Topic::Integrations, "notion");
}

void reopened(Transaction &tx, std::int64_t seq)
{
    tx.exec("UPDATE notion_conflicts SET reviewed_at = NULL, reviewed_by = '', resolution = '' WHERE seq = ?", {seq});
    tx.touch(Topic::Integrations, "notion");
}

// ---- hints ------------------------------------------------------------------------

void hint(Transaction &tx, std::string_view object, std::string_view id, Timestamp now)
{
    tx.exec("INSERT INTO notion_hints(object, id, at) VALUES(?, ?, ?) ON CONFLICT(object, id) DO UPDATE SET at = excluded.at", {object, id, now});
    tx.touch(Topic::Integrations, "notion");
}

std::vector<Hint> hints(const ReadSql &sql, int limit)
{
    return sql.list<Hint>("SELECT object, id, at FROM notion_hints ORDER BY at LIMIT ?", {limit},
                          [](const Row &row) { return Hint{row.text(0), row.text(1), row.time(2)}; });
}

void hintDone(Transaction &tx, const Hint &hint)
{
    tx.exec("DELETE FROM notion_hints WHERE object = ? AND id = ? AND at = ?", {hint.object, hint.id, hint.at});
}

// ---- deletions that wait for a person ------------------------------------------------

void putAside(Transaction &tx, std::string_view db, const std::vector<Known> &gone, Timestamp now)
{
    for (const auto &one : gone)
        tx.exec("INSERT INTO notion_aside(page, record, db, at) VALUES(?, ?, ?, ?) ON CONFLICT(page) DO NOTHING", {one.page, one.record, db, now});
    tx.touch(Topic::Integrations, "notion");
}

std::map<std::string, std::int64_t> asideByBase(const ReadSql &sql)
{
    std::map<std::string, std::int64_t> counts;
    sql.each("SELECT db, count(*) FROM notion_aside GROUP BY db", {}, [&](const Row &row) { counts[row.text(0)] = row.integer(1); });
    return counts;
}

std::vector<Known> takeAside(Transaction &tx, std::string_view db)
{
    auto gone = tx.list<Known>("SELECT page, record FROM notion_aside WHERE db = ?", {db}, readKnown);
    tx.exec("DELETE FROM notion_aside WHERE db = ?", {db});
    tx.touch(Topic::Integrations, "notion");
    return gone;
}

} // namespace hs::store::notion
