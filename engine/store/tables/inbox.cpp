#include "engine/store/tables/inbox.h"

namespace hs::store::inbox {

namespace {

constexpr std::string_view Columns = "seq, id, source, type, dedupe, headers, received_at, state, attempts, next_try, error,"
                                     " summary, correlation, duplicates";

Event readHead(const Row &row)
{
    Event event;
    event.seq = row.integer(0);
    event.id = row.text(1);
    event.source = row.text(2);
    event.type = row.text(3);
    event.dedupe = row.text(4);
    event.headers = row.json(5);
    event.receivedAt = row.time(6);
    event.state = State(row.integer(7));
    event.attempts = int(row.integer(8));
    event.nextTry = row.maybeTime(9);
    event.error = row.text(10);
    event.summary = row.text(11);
    event.correlation = row.text(12);
    event.duplicates = int(row.integer(13));
    return event;
}

Event readWhole(const Row &row)
{
    Event event = readHead(row);
    event.body = row.blob(14);
    return event;
}

std::string where(const Filter &filter, Args &args)
{
    std::string sql = " WHERE 1 = 1";
    if (!filter.source.empty()) {
        sql += " AND source = ?";
        args.emplace_back(filter.source);
    }
    if (filter.state) {
        sql += " AND state = ?";
        args.emplace_back(int(*filter.state));
    }
    if (!filter.correlation.empty()) {
        sql += " AND correlation = ?";
        args.emplace_back(filter.correlation);
    }
    if (!filter.text.empty()) {
        sql += " AND (type LIKE ? ESCAPE '\\' OR summary LIKE ? ESCAPE '\\' OR id = ?)";
        args.emplace_back(likeAnywhere(filter.text));
        args.emplace_back(likeAnywhere(filter.text));
        args.emplace_back(filter.text);
    }
    return sql;
}

} // namespace

Added add(Transaction &tx, const NewEvent &event)
{
    const auto inserted = tx.exec(
        "INSERT INTO inbox(id, source, type, dedupe, headers, body, received_at, correlation) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(source, dedupe) DO NOTHING",
        {event.id, event.source, event.type, event.dedupe, event.headers, Blob{event.body}, event.receivedAt, event.correlation});
    if (inserted == 1) {
        tx.touch(Topic::Events, event.id);
        return {event.id, false};
    }
    const auto first = tx.text("SELECT id FROM inbox WHERE source = ? AND dedupe = ?", {event.source, event.dedupe});
    tx.exec("UPDATE inbox SET duplicates = duplicates + 1 WHERE source = ? AND dedupe = ?", {event.source, event.dedupe});
    return {first.value_or(event.id), true};
}

std::vector<Event> open(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Event>("SELECT " + std::string(Columns) + ", body FROM inbox WHERE state IN (0, 3)"
                           " AND (state = 0 OR next_try <= ?) ORDER BY seq LIMIT ?",
                           {now, limit}, readWhole);
}

std::optional<Timestamp> nextTry(const ReadSql &sql)
{
    const auto at = sql.integer("SELECT min(next_try) FROM inbox WHERE state IN (0, 3) AND state = 3");
    return at ? std::optional(fromMillis(*at)) : std::nullopt;
}

void done(Transaction &tx, const Event &event, std::string_view summary, Timestamp now)
{
    tx.exec("UPDATE inbox SET state = 2, type = ?, summary = ?, error = NULL, next_try = NULL, done_at = ?, attempts = attempts + 1"
            " WHERE seq = ?", {event.type, summary, now, event.seq});
    tx.touch(Topic::Events, event.id);
}

void failed(Transaction &tx, const Event &event, std::string_view error, std::optional<Timestamp> again)
{
    tx.exec("UPDATE inbox SET state = ?, error = ?, next_try = ?, attempts = attempts + 1 WHERE seq = ?",
            {int(again ? State::Failed : State::Dead), error, again, event.seq});
    tx.touch(Topic::Events, event.id);
}

void postpone(Transaction &tx, const Event &event, std::string_view why, Timestamp until)
{
    tx.exec("UPDATE inbox SET state = 3, error = ?, next_try = ? WHERE seq = ?", {why, until, event.seq});
    tx.touch(Topic::Events, event.id);
}

void hurry(Transaction &tx)
{
    tx.exec("UPDATE inbox SET next_try = 0 WHERE state IN (0, 3) AND state = 3");
    tx.touch(Topic::Events, {});
}

bool retry(Transaction &tx, std::string_view id)
{
    const auto changed = tx.exec("UPDATE inbox SET state = 0, attempts = 0, next_try = NULL WHERE id = ? AND state IN (3, 4)", {id});
    if (changed > 0)
        tx.touch(Topic::Events, id);
    return changed > 0;
}

std::optional<Event> find(const ReadSql &sql, std::string_view id)
{
    return sql.one<Event>("SELECT " + std::string(Columns) + ", body FROM inbox WHERE id = ?", {id}, readWhole);
}

Sliced<Event> page(const ReadSql &sql, const Filter &filter, const Slice &slice)
{
    Args args;
    std::string select = "SELECT " + std::string(Columns) + " FROM inbox" + where(filter, args);
    if (const auto after = asNumber(slice.after); after > 0) {
        select += " AND seq < ?";
        args.emplace_back(after);
    }
    args.emplace_back(slice.limit + 1);
    return cut(sql.list<Event>(select + " ORDER BY seq DESC LIMIT ?", args, readHead), slice.limit,
               [](const Event &event) { return std::to_string(event.seq); });
}

std::int64_t count(const ReadSql &sql, const Filter &filter)
{
    Args args;
    const auto condition = where(filter, args);
    return sql.integer("SELECT count(*) FROM inbox" + condition, args).value_or(0);
}

std::int64_t countSince(const ReadSql &sql, std::string_view source, Timestamp since)
{
    if (source.empty())
        return sql.integer("SELECT count(*) FROM inbox WHERE received_at >= ?", {since}).value_or(0);
    return sql.integer("SELECT count(*) FROM inbox WHERE source = ? AND received_at >= ?", {source, since}).value_or(0);
}

void note(Transaction &tx, const Refusal &refusal)
{
    tx.exec("INSERT INTO refusals(at, source, status, millis, event, duplicate, error) VALUES(?, ?, ?, ?, ?, ?, ?)",
            {refusal.at, refusal.source, refusal.status, refusal.millis, refusal.event, refusal.duplicate, refusal.error});
    tx.touch(Topic::Integrations, refusal.source);
}

Sliced<Delivery> deliveries(const ReadSql &sql, std::string_view source, bool failedOnly, const Slice &slice)
{
    // Both halves are read newest first from their own index; the key is time plus a letter for the half plus its number.
    std::string accepted = "SELECT received_at AS at, 'b' || seq AS tail, source, type, id AS event, coalesce(error, '') AS error,"
                           " 202 AS status, 0 AS millis, 0 AS duplicate FROM inbox WHERE (? = '' OR source = ?)";
    std::string refused = "SELECT at, 'a' || seq, source, '', coalesce(event, ''), coalesce(error, ''), status, millis, duplicate"
                          " FROM refusals WHERE (? = '' OR source = ?)";
    if (failedOnly) {
        accepted += " AND state IN (3, 4)";
        refused += " AND status >= 400";
    }
    const auto bar = slice.after.find('|');
    const auto atAfter = asNumber(slice.after);
    const std::string tailAfter = bar == std::string::npos ? std::string() : slice.after.substr(bar + 1);
    Args args{source, source, source, source};
    std::string select = "SELECT at, tail, source, type, event, error, status, millis, duplicate FROM (" + accepted + " UNION ALL "
        + refused + ")";
    if (bar != std::string::npos) {
        select += " WHERE at < ? OR (at = ? AND tail < ?)";
        args.emplace_back(atAfter);
        args.emplace_back(atAfter);
        args.emplace_back(tailAfter);
    }
    args.emplace_back(slice.limit + 1);
    std::vector<Delivery> rows;
    sql.each(select + " ORDER BY at DESC, tail DESC LIMIT ?", args, [&](const Row &row) {
        Delivery delivery;
        delivery.at = row.integer(0);
        delivery.key = std::to_string(delivery.at) + "|" + row.text(1);
        delivery.source = row.text(2);
        delivery.type = row.text(3);
        delivery.event = row.text(4);
        delivery.error = row.text(5);
        delivery.status = int(row.integer(6));
        delivery.millis = int(row.integer(7));
        delivery.duplicate = row.integer(8) != 0;
        rows.push_back(std::move(delivery));
    });
    return cut(std::move(rows), slice.limit, [](const Delivery &delivery) { return delivery.key; });
}

namespace {

/// Adds up rows by whole spans back from `now`; the last element is the youngest span.
template <typename Bucket, typename Add>
std::vector<Bucket> bySpan(const ReadSql &sql, std::string_view select, const Args &args, std::int64_t from, std::int64_t span,
                           std::size_t count, std::vector<Bucket> buckets, Add add)
{
    sql.each(select, args, [&](const Row &row) {
        const auto index = (row.integer(0) - from) / span;
        if (index >= 0 && index < std::int64_t(count))
            add(buckets[std::size_t(index)], row.integer(1));
    });
    return buckets;
}

} // namespace

std::vector<double> perMinute(const ReadSql &sql, std::string_view source, Timestamp now)
{
    constexpr std::int64_t Minute = 60'000;
    const auto from = toMillis(now) - 60 * Minute;
    return bySpan(sql,
                  "SELECT (received_at - ?) / 60000 * 60000 + ?, count(*) FROM inbox WHERE (? = '' OR source = ?) AND received_at > ?"
                  " GROUP BY 1",
                  {from, from, source, source, from}, from, Minute, 60, std::vector<double>(60),
                  [](double &bucket, std::int64_t count) { bucket += double(count); });
}

std::vector<Hour> perHour(const ReadSql &sql, std::string_view source, Timestamp now)
{
    constexpr std::int64_t Span = 3'600'000;
    const auto from = toMillis(now) - 24 * Span;
    auto hours = bySpan(sql,
                        "SELECT (received_at - ?) / 3600000 * 3600000 + ?, count(*) FROM inbox WHERE (? = '' OR source = ?)"
                        " AND received_at > ? GROUP BY 1",
                        {from, from, source, source, from}, from, Span, 24, std::vector<Hour>(24),
                        [](Hour &hour, std::int64_t count) { hour.accepted += count; });
    return bySpan(sql,
                  "SELECT (at - ?) / 3600000 * 3600000 + ?, count(*) FROM refusals WHERE (? = '' OR source = ?) AND at > ?"
                  " AND status >= 400 GROUP BY 1",
                  {from, from, source, source, from}, from, Span, 24, std::move(hours),
                  [](Hour &hour, std::int64_t count) { hour.refused += count; });
}

std::int64_t refusedSince(const ReadSql &sql, std::string_view source, Timestamp since)
{
    return sql.integer("SELECT count(*) FROM refusals WHERE (? = '' OR source = ?) AND at >= ? AND status >= 400", {source, source, since})
        .value_or(0);
}

} // namespace hs::store::inbox
