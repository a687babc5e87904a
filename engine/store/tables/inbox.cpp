#include "engine/store/tables/inbox.h"

#include <algorithm>
#include <iterator>
#include <limits>

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
        // Says what the partial indexes are about, so that few rows are looked at where few are meant.
        if (*filter.state == State::Received || (*filter.state == State::Failed && filter.source.empty()))
            sql += " AND state IN (0, 3)";
        else if (*filter.state == State::Failed || *filter.state == State::Dead)
            sql += " AND state IN (3, 4)";
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

std::vector<std::string> openIds(const ReadSql &sql, Timestamp now, int limit)
{
    // Each half is read from its end of the index in order: one condition over both would sort all that waits.
    return sql.list<std::string>(
        "SELECT seq, id FROM (SELECT seq, id FROM inbox WHERE state IN (0, 3) AND state = 0 ORDER BY seq LIMIT ?)"
        " UNION ALL SELECT seq, id FROM (SELECT seq, id FROM inbox WHERE state IN (0, 3) AND state = 3 AND next_try <= ?"
        " ORDER BY seq LIMIT ?) ORDER BY 1 LIMIT ?",
        {limit, now, limit, limit}, [](const Row &row) { return row.text(1); });
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

namespace {

/// Where a page of deliveries goes on: they are sorted by time, then accepted ones before refused ones, then by
/// number, all falling. Written "<time>|b<number>" for an accepted one, "<time>|a<number>" for a refused one.
struct DeliveryCursor {
    std::int64_t at = std::numeric_limits<std::int64_t>::max();
    char half = 'b';
    std::int64_t seq = std::numeric_limits<std::int64_t>::max();
};

DeliveryCursor deliveryCursor(const std::string &after)
{
    const auto bar = after.find('|');
    if (bar == std::string::npos || bar + 1 >= after.size())
        return {};
    return {asNumber(after.substr(0, bar)), after[bar + 1], asNumber(after.substr(bar + 2))};
}

} // namespace

Sliced<Delivery> deliveries(const ReadSql &sql, std::string_view source, bool failedOnly, const Slice &slice)
{
    // Each half is read newest first from its own index, no further than the page reaches.
    const auto cursor = deliveryCursor(slice.after);
    const auto half = [&](std::string select, std::string_view failed, std::string_view time, std::int64_t seqBelow, char letter) {
        Args args;
        select += " WHERE (" + std::string(time) + ", seq) < (?, ?)";
        args.emplace_back(cursor.at);
        args.emplace_back(seqBelow);
        if (!source.empty()) {
            select += " AND source = ?";
            args.emplace_back(source);
        }
        if (failedOnly)
            select += failed;
        args.emplace_back(slice.limit + 1);
        std::vector<Delivery> rows;
        sql.each(select + " ORDER BY " + std::string(time) + " DESC, seq DESC LIMIT ?", args, [&](const Row &row) {
            Delivery delivery;
            delivery.at = row.integer(0);
            delivery.key = std::to_string(delivery.at) + "|" + letter + std::to_string(row.integer(1));
            delivery.source = row.text(2);
            delivery.type = row.text(3);
            delivery.event = row.text(4);
            delivery.error = row.text(5);
            delivery.status = int(row.integer(6));
            delivery.millis = int(row.integer(7));
            delivery.duplicate = row.integer(8) != 0;
            rows.push_back(std::move(delivery));
        });
        return rows;
    };
    // Of the cursor's own moment, an accepted one has all refused ones behind it, a refused one no accepted ones.
    constexpr auto All = std::numeric_limits<std::int64_t>::max();
    const auto accepted = half("SELECT received_at, seq, source, type, id, coalesce(error, ''), 202, 0, 0 FROM inbox",
                               " AND state IN (3, 4)", "received_at", cursor.half == 'b' ? cursor.seq : 0, 'b');
    const auto refused = half("SELECT at, seq, source, '', coalesce(event, ''), coalesce(error, ''), status, millis, duplicate FROM refusals",
                              " AND status >= 400", "at", cursor.half == 'b' ? All : cursor.seq, 'a');
    std::vector<Delivery> rows;
    std::merge(accepted.begin(), accepted.end(), refused.begin(), refused.end(), std::back_inserter(rows),
               [](const Delivery &a, const Delivery &b) { return a.at > b.at; });
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

namespace {

/// The condition on a source; an index serves it, which "or any" would not let it.
std::string ofSource(std::string_view source, Args &args)
{
    if (source.empty())
        return {};
    args.emplace_back(source);
    return " AND source = ?";
}

} // namespace

std::vector<double> perMinute(const ReadSql &sql, std::string_view source, Timestamp now)
{
    constexpr std::int64_t Minute = 60'000;
    const auto from = toMillis(now) - 60 * Minute;
    Args args{from, from, from};
    const auto which = ofSource(source, args);
    return bySpan(sql, "SELECT (received_at - ?) / 60000 * 60000 + ?, count(*) FROM inbox WHERE received_at > ?" + which + " GROUP BY 1",
                  args, from, Minute, 60, std::vector<double>(60), [](double &bucket, std::int64_t count) { bucket += double(count); });
}

std::vector<Hour> perHour(const ReadSql &sql, std::string_view source, Timestamp now)
{
    constexpr std::int64_t Span = 3'600'000;
    const auto from = toMillis(now) - 24 * Span;
    Args args{from, from, from};
    const auto which = ofSource(source, args);
    auto hours = bySpan(sql, "SELECT (received_at - ?) / 3600000 * 3600000 + ?, count(*) FROM inbox WHERE received_at > ?" + which + " GROUP BY 1",
                        args, from, Span, 24, std::vector<Hour>(24), [](Hour &hour, std::int64_t count) { hour.accepted += count; });
    return bySpan(sql,
                  "SELECT (at - ?) / 3600000 * 3600000 + ?, count(*) FROM refusals WHERE at > ?" + which + " AND status >= 400 GROUP BY 1",
                  args, from, Span, 24, std::move(hours), [](Hour &hour, std::int64_t count) { hour.refused += count; });
}

std::int64_t refusedSince(const ReadSql &sql, std::string_view source, Timestamp since)
{
    Args args{since};
    const auto which = ofSource(source, args);
    return sql.integer("SELECT count(*) FROM refusals WHERE at >= ?" + which + " AND status >= 400", args).value_or(0);
}

} // namespace hs::store::inbox
