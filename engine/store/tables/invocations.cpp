#include "engine/store/tables/invocations.h"

#include <algorithm>
#include <cmath>

namespace hs::store::workflows {

namespace {

Invocation readInvocation(const Row &row)
{
    Invocation invocation;
    invocation.key = row.text(0);
    invocation.instance = row.text(1);
    invocation.invoke = row.text(2);
    invocation.src = row.text(3);
    invocation.input = row.json(4);
    invocation.status = InvocationStatus(row.integer(5));
    invocation.attempt = int(row.integer(6));
    invocation.nextTry = row.maybeTime(7);
    invocation.createdAt = row.time(8);
    invocation.error = row.text(9);
    invocation.escalation = row.text(10);
    invocation.kind = InvocationKind(row.integer(11));
    invocation.priority = int(row.integer(12));
    invocation.entity = row.text(13);
    invocation.held = row.integer(14) != 0;
    invocation.lease = row.text(15);
    invocation.deadline = row.maybeTime(16);
    invocation.parent = row.text(17);
    invocation.position = int(row.integer(18));
    invocation.ref = row.text(19);
    invocation.result = row.json(20);
    return invocation;
}

const std::string Select = "SELECT key, instance, invoke, src, input, status, attempt, next_try, created_at, error, escalation, kind, priority,"
                           " entity, held, lease, deadline, parent, position, ref, result FROM invocations";

Queued readQueued(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), int(row.integer(5)), row.time(6), row.integer(7) != 0,
            InvocationKind(row.integer(8))};
}

const std::string QueuedSelect = "SELECT key, src, instance, invoke, entity, priority, created_at, status = 5, kind FROM invocations";

} // namespace

void open(Transaction &tx, const Invocation &invocation)
{
    tx.exec("INSERT INTO invocations(key, instance, invoke, src, input, status, attempt, next_try, created_at, error, escalation, kind, priority,"
            " entity, held, lease, deadline, parent, position, ref, result) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {invocation.key, invocation.instance, invocation.invoke, invocation.src, invocation.input, int(invocation.status), invocation.attempt,
             invocation.nextTry, invocation.createdAt, orNull(invocation.error), orNull(invocation.escalation), int(invocation.kind), invocation.priority,
             invocation.entity, invocation.held, orNull(invocation.lease), invocation.deadline, orNull(invocation.parent), invocation.position,
             orNull(invocation.ref), orNull(invocation.result)});
}

void put(Transaction &tx, const Invocation &invocation)
{
    tx.exec("UPDATE invocations SET status = ?, attempt = ?, next_try = ?, error = ?, escalation = ?, lease = ?, deadline = ?, ref = ?, result = ?,"
            " held = ? WHERE key = ?",
            {int(invocation.status), invocation.attempt, invocation.nextTry, orNull(invocation.error), orNull(invocation.escalation),
             orNull(invocation.lease), invocation.deadline, orNull(invocation.ref), orNull(invocation.result), invocation.held, invocation.key});
}

void close(Transaction &tx, std::string_view key)
{
    tx.exec("DELETE FROM invocations WHERE key = ?", {key});
}

void closeAll(Transaction &tx, std::string_view instance)
{
    tx.exec("DELETE FROM invocations WHERE instance = ?", {instance});
}

void holdTasks(Transaction &tx, std::string_view instance, bool held)
{
    tx.exec("UPDATE invocations SET held = ? WHERE instance = ? AND invoke <> '' AND held <> ?", {held, instance, held});
}

void prioritise(Transaction &tx, std::string_view instance, int priority)
{
    tx.exec("UPDATE invocations SET priority = ? WHERE instance = ?", {priority, instance});
}

std::optional<Invocation> invocation(const ReadSql &sql, std::string_view key)
{
    return sql.one<Invocation>(Select + " WHERE key = ?", {key}, readInvocation);
}

std::optional<Invocation> invocationByRef(const ReadSql &sql, std::string_view ref)
{
    return sql.one<Invocation>(Select + " WHERE ref = ?", {ref}, readInvocation);
}

std::vector<Invocation> invocations(const ReadSql &sql, std::string_view instance)
{
    return sql.list<Invocation>(Select + " WHERE instance = ? AND parent IS NULL ORDER BY created_at, key", {instance}, readInvocation);
}

std::vector<Invocation> parts(const ReadSql &sql, std::string_view parent)
{
    return sql.list<Invocation>(Select + " WHERE parent = ? ORDER BY position", {parent}, readInvocation);
}

std::vector<Invocation> leasedByOthers(const ReadSql &sql, std::string_view run, int limit)
{
    return sql.list<Invocation>(Select + " WHERE status IN (3, 4) AND status = 3 AND lease <> ? LIMIT ?", {run, limit}, readInvocation);
}

std::vector<Queued> queued(const ReadSql &sql, Timestamp now, int depth, const std::vector<std::string> &without)
{
    std::vector<Queued> all = sql.list<Queued>(QueuedSelect + " WHERE status = 5 AND held = 0 ORDER BY created_at LIMIT ?", {depth}, readQueued);
    const auto add = [&](std::vector<Queued> more) { all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); };
    const std::string others = without.empty() ? "" : " AND src NOT IN (SELECT value FROM json_each(?))";
    const auto args = [&](Args list) {
        if (!without.empty())
            list.emplace_back(Json(without));
        list.emplace_back(depth);
        return list;
    };
    add(sql.list<Queued>(QueuedSelect + " WHERE status = 7 AND held = 0 AND next_try <= ?" + others + " ORDER BY next_try LIMIT ?", args({now}), readQueued));
    // One look per business and priority, so that a flood of one business hides nobody else's work.
    std::optional<std::string> entity = sql.text("SELECT entity FROM invocations WHERE status = 0 AND held = 0 ORDER BY entity LIMIT 1");
    while (entity) {
        for (int priority = 3; priority >= 0; --priority)
            add(sql.list<Queued>(QueuedSelect + " WHERE status = 0 AND held = 0 AND entity = ? AND priority = ?" + others + " ORDER BY created_at LIMIT ?",
                                 args({*entity, priority}), readQueued));
        entity = sql.text("SELECT entity FROM invocations WHERE status = 0 AND held = 0 AND entity > ? ORDER BY entity LIMIT 1", {*entity});
    }
    return all;
}

std::vector<std::pair<std::string, std::int64_t>> underWay(const ReadSql &sql)
{
    std::vector<std::pair<std::string, std::int64_t>> counts;
    // Two looks, each by its own index. A source is either people's or not.
    for (const auto *which : {"status IN (3, 4)", "status IN (1, 2) AND status = 1"})
        sql.each(std::string("SELECT src, count(*) FROM invocations WHERE ") + which + " GROUP BY src", {},
                 [&](const Row &row) { counts.emplace_back(row.text(0), row.integer(1)); });
    return counts;
}

std::vector<std::string> pastDeadline(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<std::string>("SELECT key FROM invocations WHERE deadline IS NOT NULL AND deadline <= ? ORDER BY deadline LIMIT ?", {now, limit}, firstText);
}

std::optional<Timestamp> nextTaskMoment(const ReadSql &sql)
{
    const auto later = maybeMoment(sql.integer("SELECT next_try FROM invocations WHERE status = 7 AND held = 0 ORDER BY next_try LIMIT 1"));
    const auto deadline = maybeMoment(sql.integer("SELECT deadline FROM invocations WHERE deadline IS NOT NULL ORDER BY deadline LIMIT 1"));
    if (later && deadline)
        return std::min(*later, *deadline);
    return later ? later : deadline;
}

Json progress(const ReadSql &sql, std::string_view key)
{
    const auto found = sql.one<Json>("SELECT progress FROM command_progress WHERE key = ?", {key}, [](const Row &row) { return row.json(0); });
    return found ? *found : Json();
}

void setProgress(Transaction &tx, std::string_view key, const Json &progress)
{
    tx.exec("INSERT INTO command_progress(key, progress) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET progress = excluded.progress", {key, progress});
}

void hurry(Transaction &tx)
{
    tx.exec("UPDATE invocations SET next_try = NULL, status = 0 WHERE status = 7");
}

std::optional<Timestamp> takeToken(Transaction &tx, std::string_view src, int perMinute, Timestamp now)
{
    struct Bucket {
        double tokens = 0;
        Timestamp at;
    };
    const auto known = tx.one<Bucket>("SELECT tokens, at FROM source_rates WHERE src = ?", {src},
                                      +[](const Row &row) { return Bucket{row.real(0), row.time(1)}; });
    const double full = perMinute;
    double tokens = full;
    if (known) {
        const double minutes = std::max(0.0, std::chrono::duration<double, std::ratio<60>>(now - known->at).count());
        tokens = std::min(full, known->tokens + minutes * full);
    }
    if (tokens < 1) {
        const double wait = std::ceil((1 - tokens) / full * 60'000);
        return now + std::chrono::milliseconds(std::int64_t(wait));
    }
    tx.exec("INSERT INTO source_rates(src, tokens, at) VALUES(?, ?, ?) ON CONFLICT(src) DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
            {src, tokens - 1, now});
    return std::nullopt;
}

} // namespace hs::store::workflows
