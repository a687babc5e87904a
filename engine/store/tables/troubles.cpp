#include "engine/store/tables/troubles.h"

namespace hs::store::troubles {

namespace {

const std::string Select = "SELECT id, component, fault, what, level, first_at, last_at, why, tried, next_step, task, escalation, next_check,"
                           " resolved_at FROM troubles";

Trouble read(const Row &row)
{
    Trouble trouble;
    trouble.id = row.text(0);
    trouble.component = row.text(1);
    trouble.fault = row.text(2);
    trouble.what = row.text(3);
    trouble.level = int(row.integer(4));
    trouble.firstAt = row.time(5);
    trouble.lastAt = row.time(6);
    trouble.why = row.text(7);
    trouble.tried = row.text(8);
    trouble.next = row.text(9);
    trouble.task = row.text(10);
    trouble.escalation = row.text(11);
    trouble.nextCheck = row.maybeTime(12);
    trouble.resolvedAt = row.maybeTime(13);
    return trouble;
}

Arg orNull(const std::string &text)
{
    return text.empty() ? Arg(nullptr) : Arg(text);
}

} // namespace

void insert(Transaction &tx, const Trouble &trouble)
{
    tx.exec("INSERT INTO troubles(id, component, fault, what, level, first_at, last_at, why, tried, next_step, task, escalation, next_check,"
            " resolved_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {trouble.id, trouble.component, trouble.fault, trouble.what, trouble.level, trouble.firstAt, trouble.lastAt, trouble.why, trouble.tried,
             trouble.next, orNull(trouble.task), orNull(trouble.escalation), trouble.nextCheck, trouble.resolvedAt});
    tx.touch(Topic::Integrations, trouble.id);
}

void update(Transaction &tx, const Trouble &trouble)
{
    tx.exec("UPDATE troubles SET what = ?, level = ?, last_at = ?, why = ?, tried = ?, next_step = ?, task = ?, escalation = ?, next_check = ?,"
            " resolved_at = ? WHERE id = ?",
            {trouble.what, trouble.level, trouble.lastAt, trouble.why, trouble.tried, trouble.next, orNull(trouble.task), orNull(trouble.escalation),
             trouble.nextCheck, trouble.resolvedAt, trouble.id});
    tx.touch(Topic::Integrations, trouble.id);
}

std::optional<Trouble> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Trouble>(Select + " WHERE id = ?", {id}, read);
}

std::optional<Trouble> open(const ReadSql &sql, std::string_view component, std::string_view fault)
{
    return sql.one<Trouble>(Select + " WHERE component = ? AND fault = ? AND resolved_at IS NULL", {component, fault}, read);
}

std::vector<Trouble> open(const ReadSql &sql)
{
    return sql.list<Trouble>(Select + " WHERE resolved_at IS NULL ORDER BY level DESC, first_at, id", {}, read);
}

std::vector<Trouble> resolvedSince(const ReadSql &sql, Timestamp since, int limit)
{
    return sql.list<Trouble>(Select + " WHERE resolved_at >= ? ORDER BY resolved_at DESC, id DESC LIMIT ?", {since, limit}, read);
}

std::vector<Trouble> toCheck(const ReadSql &sql, Timestamp now)
{
    return sql.list<Trouble>(Select + " WHERE next_check <= ? ORDER BY next_check, id", {now}, read);
}

std::optional<Timestamp> nextCheck(const ReadSql &sql)
{
    const auto millis = sql.integer("SELECT next_check FROM troubles WHERE next_check IS NOT NULL ORDER BY next_check LIMIT 1");
    return millis ? std::optional(fromMillis(*millis)) : std::nullopt;
}

void happened(Transaction &tx, const Trouble &trouble, std::string_view occasion, Timestamp now, Timestamp forget)
{
    tx.exec("DELETE FROM trouble_times WHERE component = ? AND fault = ? AND at < ?", {trouble.component, trouble.fault, forget});
    tx.exec("INSERT INTO trouble_times(component, fault, occasion, at) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
            {trouble.component, trouble.fault, occasion, now});
}

std::int64_t timesSince(const ReadSql &sql, const Trouble &trouble, Timestamp since)
{
    return sql.integer("SELECT count(*) FROM trouble_times WHERE component = ? AND fault = ? AND at >= ?", {trouble.component, trouble.fault, since})
        .value_or(0);
}

std::vector<std::string> occasions(const ReadSql &sql, const Trouble &trouble)
{
    std::vector<std::string> ids;
    sql.each("SELECT occasion FROM trouble_times WHERE component = ? AND fault = ? ORDER BY at DESC, occasion DESC", {trouble.component, trouble.fault},
             [&](const Row &row) { ids.push_back(row.text(0)); });
    return ids;
}

} // namespace hs::store::troubles
