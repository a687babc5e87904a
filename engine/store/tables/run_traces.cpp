#include "engine/store/tables/run_traces.h"

namespace hs::store::runs {

namespace {

using workflows::readStep;
using workflows::StepSelect;

FailedTry readTry(const Row &row)
{
    return {row.text(0), int(row.integer(1)), row.time(2), row.time(3), row.text(4), row.text(5), row.maybeTime(6)};
}

/// The number of the first row of `table` that is not older than `at`; one past the last when all are.
std::int64_t firstFrom(const ReadSql &sql, const std::string &table, const std::string &time, std::int64_t at)
{
    const std::string probe = "SELECT seq, " + time + " FROM " + table + " WHERE seq >= ? ORDER BY seq LIMIT 1";
    std::int64_t low = sql.integer("SELECT min(seq) FROM " + table).value_or(1);
    std::int64_t high = sql.integer("SELECT max(seq) FROM " + table).value_or(0) + 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        std::int64_t seq = high; // numbers may have gaps
        std::int64_t then = at;
        sql.each(probe, {middle}, [&](const Row &row) {
            seq = row.integer(0);
            then = row.integer(1);
        });
        if (then >= at)
            high = middle;
        else
            low = seq + 1;
    }
    return low;
}

std::optional<Span> spanAt(const ReadSql &sql, const std::string &table, const std::string &time, Timestamp at)
{
    const Span found{firstFrom(sql, table, time, toMillis(at)), firstFrom(sql, table, time, toMillis(at) + 1) - 1};
    return found.first <= found.last ? std::optional(found) : std::nullopt;
}

std::vector<std::string> idsAt(const ReadSql &sql, const std::string &table, const std::string &time, Timestamp at)
{
    std::vector<std::string> ids;
    if (const auto found = spanAt(sql, table, time, at))
        sql.each("SELECT id FROM " + table + " WHERE seq BETWEEN ? AND ? ORDER BY seq", {found->first, found->last},
                 [&](const Row &row) { ids.push_back(row.text(0)); });
    return ids;
}

} // namespace

std::optional<Span> span(const ReadSql &sql, std::string_view instance)
{
    const auto first = sql.integer("SELECT seq FROM history WHERE instance = ? ORDER BY seq LIMIT 1", {instance});
    const auto last = sql.integer("SELECT seq FROM history WHERE instance = ? ORDER BY seq DESC LIMIT 1", {instance});
    return first && last ? std::optional(Span{*first, *last}) : std::nullopt;
}

std::vector<Step> steps(const ReadSql &sql, std::string_view instance, std::int64_t from, int limit)
{
    return sql.list<Step>(StepSelect + " WHERE instance = ? AND seq >= ? ORDER BY seq LIMIT ?", {instance, from, limit}, readStep);
}

std::optional<Step> startOf(const ReadSql &sql, std::string_view instance, std::string_view invoke, std::int64_t before)
{
    return sql.one<Step>(StepSelect + " WHERE instance = ? AND seq < ? AND seq >= ? AND EXISTS (SELECT 1 FROM json_each(record, '$.tasks') t"
                         " WHERE json_extract(t.value, '$.id') = ? AND json_extract(t.value, '$.did') = 'started') ORDER BY seq DESC LIMIT 1",
                         {instance, before, before - TaskReach, invoke}, readStep);
}

std::optional<Step> endOf(const ReadSql &sql, std::string_view instance, std::string_view invoke, std::int64_t after)
{
    return sql.one<Step>(StepSelect + " WHERE instance = ? AND seq > ? AND seq <= ? AND (json_extract(record, '$.input.invoke') = ?"
                         " OR EXISTS (SELECT 1 FROM json_each(record, '$.tasks') t WHERE json_extract(t.value, '$.id') = ?"
                         " AND json_extract(t.value, '$.did') = 'cancelled') OR json_extract(record, '$.input.kind') = 'cancel')"
                         " ORDER BY seq LIMIT 1",
                         {instance, after, after + TaskReach, invoke, invoke}, readStep);
}

std::optional<Span> auditAt(const ReadSql &sql, Timestamp at)
{
    return spanAt(sql, "audit", "at", at);
}

std::vector<std::string> messagesAt(const ReadSql &sql, Timestamp at)
{
    return idsAt(sql, "messages", "at", at);
}

std::vector<std::string> messagesOf(const ReadSql &sql, std::string_view correlation, std::string_view cause)
{
    std::vector<std::string> ids;
    sql.each("SELECT id FROM messages WHERE correlation = ? AND causation = ? ORDER BY seq LIMIT 200", {correlation, cause},
             [&](const Row &row) { ids.push_back(row.text(0)); });
    return ids;
}

std::vector<std::string> effectsOfKey(const ReadSql &sql, std::string_view prefix)
{
    std::string end(prefix);
    ++end.back();
    std::vector<std::string> ids;
    sql.each("SELECT id FROM outbox WHERE idem_key >= ? AND idem_key < ? ORDER BY idem_key LIMIT 200", {prefix, end},
             [&](const Row &row) { ids.push_back(row.text(0)); });
    return ids;
}

void addFailedTry(Transaction &tx, const FailedTry &failed)
{
    tx.exec("INSERT INTO failed_tries(task, attempt, began_at, failed_at, error, message, again_at) VALUES(?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(task, attempt) DO UPDATE SET began_at = excluded.began_at, failed_at = excluded.failed_at,"
            " error = excluded.error, message = excluded.message, again_at = excluded.again_at",
            {failed.task, failed.attempt, failed.began, failed.failed, failed.error, failed.message, failed.again});
}

std::vector<FailedTry> failedTries(const ReadSql &sql, std::string_view task)
{
    return sql.list<FailedTry>("SELECT task, attempt, began_at, failed_at, error, message, again_at FROM failed_tries WHERE task = ?"
                               " ORDER BY attempt",
                               {task}, readTry);
}

std::map<std::string, int> failedTryCounts(const ReadSql &sql, std::string_view instance)
{
    // '0' is the letter after '/', which ends the instance's id in a task's key.
    std::map<std::string, int> counts;
    sql.each("SELECT task, count(*) FROM failed_tries WHERE task > ? AND task < ? GROUP BY task",
             {std::string(instance) + "/", std::string(instance) + "0"},
             [&](const Row &row) { counts[row.text(0)] = int(row.integer(1)); });
    return counts;
}

} // namespace hs::store::runs
