#include "engine/store/tables/record_texts.h"

namespace hs::store::texts {

namespace {

const std::string Select = "SELECT t.record, t.text, t.changed_at, t.changed_by, t.base, t.read_at, t.read_only, t.stale, t.state, t.version, t.attempts,"
                           " t.since, t.next, t.error, t.read_next FROM record_texts t";
const std::string WithPage = " JOIN notion_pages p ON p.record = t.record AND p.trashed = 0";

Text read(const Row &row)
{
    Text text;
    text.record = row.text(0);
    text.text = row.text(1);
    text.changedAt = row.maybeTime(2);
    text.changedBy = row.text(3);
    if (!row.isNull(4))
        text.base = row.text(4);
    text.readAt = row.maybeTime(5);
    text.readOnly = row.text(6);
    text.stale = row.integer(7) != 0;
    text.state = State(row.integer(8));
    text.version = row.integer(9);
    text.attempts = int(row.integer(10));
    text.since = row.maybeTime(11);
    text.next = row.maybeTime(12);
    text.error = row.json(13);
    text.readNext = row.maybeTime(14);
    return text;
}

} // namespace

std::optional<Text> find(const ReadSql &sql, std::string_view record)
{
    return sql.one<Text>(Select + " WHERE t.record = ?", {record}, read);
}

std::optional<Timestamp> readAt(const ReadSql &sql, std::string_view record)
{
    return maybeMoment(sql.integer("SELECT read_at FROM record_texts WHERE record = ? AND read_at IS NOT NULL", {record}));
}

void put(Transaction &tx, const Text &text)
{
    tx.exec("INSERT INTO record_texts(record, text, changed_at, changed_by, base, read_at, read_only, stale, state, version, attempts, since, next, error, read_next)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(record) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at,"
            " changed_by = excluded.changed_by, base = excluded.base, read_at = excluded.read_at, read_only = excluded.read_only, stale = excluded.stale,"
            " state = excluded.state, version = excluded.version, attempts = excluded.attempts, since = excluded.since, next = excluded.next,"
            " error = excluded.error, read_next = excluded.read_next",
            {text.record, text.text, text.changedAt, text.changedBy, text.base ? Arg(*text.base) : Arg(nullptr), text.readAt, text.readOnly, text.stale,
             int(text.state), text.version, text.attempts, text.since, text.next, orNull(text.error), text.readNext});
    tx.touch(Topic::Records, text.record);
}

void toNewPage(Transaction &tx, std::string_view record, Timestamp now)
{
    tx.exec("UPDATE record_texts SET state = 1, base = '', read_at = NULL, read_only = '', stale = 0, read_next = NULL, attempts = 0, since = COALESCE(since, ?),"
            " next = NULL, error = NULL, version = version + 1 WHERE record = ? AND text <> ''",
            {now, record});
}

void stale(Transaction &tx, std::string_view record, std::optional<Timestamp> notBefore)
{
    tx.exec("INSERT INTO record_texts(record, stale, read_next) VALUES(?, 1, ?) ON CONFLICT(record) DO UPDATE SET stale = 1, read_next = excluded.read_next",
            {record, notBefore});
}

std::vector<Text> due(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Text>(Select + WithPage + " WHERE t.state = 1 AND (t.next IS NULL OR t.next <= ?) ORDER BY t.since, t.record LIMIT ?", {now, limit}, read);
}

std::optional<std::string> oneStale(const ReadSql &sql, Timestamp now)
{
    return sql.text("SELECT t.record FROM record_texts t" + WithPage + " WHERE t.stale = 1 AND (t.read_next IS NULL OR t.read_next <= ?) LIMIT 1", {now});
}

std::vector<Text> parked(const ReadSql &sql, int limit)
{
    return sql.list<Text>(Select + " WHERE t.state = 2 ORDER BY t.record LIMIT ?", {limit}, read);
}

std::int64_t unpark(Transaction &tx, std::string_view record, Timestamp now)
{
    const std::string again = "UPDATE record_texts SET state = 1, attempts = 0, next = NULL, since = ? WHERE state = 2";
    const auto count = record.empty() ? tx.exec(again, {now}) : tx.exec(again + " AND record = ?", {now, record});
    tx.touch(Topic::Integrations, "notion");
    return count;
}

Backlog backlog(const ReadSql &sql)
{
    Backlog backlog;
    sql.each("SELECT count(*) FILTER (WHERE t.state = 1), count(*) FILTER (WHERE t.state = 2), min(t.since) FILTER (WHERE t.state = 1) FROM record_texts t"
                 + WithPage + " WHERE t.state <> 0",
             {}, [&](const Row &row) {
                 backlog.waiting = row.integer(0);
                 backlog.parked = row.integer(1);
                 backlog.oldest = row.maybeTime(2);
             });
    return backlog;
}

} // namespace hs::store::texts
