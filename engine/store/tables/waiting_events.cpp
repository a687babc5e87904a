#include "engine/store/tables/waiting_events.h"

namespace hs::store::waiting {

namespace {

const std::string Select = "SELECT seq, definition, business_key, event, type, body, correlation, since, expires FROM waiting_events";

Event read(const Row &row)
{
    return {row.integer(0), row.text(1), row.text(2), row.text(3), row.text(4), row.json(5), row.text(6), row.time(7), row.time(8)};
}

} // namespace

bool add(Transaction &tx, const Event &event)
{
    return tx.exec("INSERT INTO waiting_events(definition, business_key, event, type, body, correlation, since, expires)"
                   " VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                   {event.definition, event.key, event.event, event.type, event.body, event.correlation, event.since, event.expires})
           > 0;
}

std::vector<Event> of(const ReadSql &sql, std::string_view definition, std::string_view key, Timestamp now)
{
    return sql.list<Event>(Select + " WHERE definition = ? AND business_key = ? AND expires > ? ORDER BY seq", {definition, key, now}, read);
}

std::vector<Event> expired(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Event>(Select + " WHERE expires <= ? ORDER BY expires, seq LIMIT ?", {now, limit}, read);
}

std::optional<Timestamp> nextExpiry(const ReadSql &sql)
{
    const auto millis = sql.integer("SELECT expires FROM waiting_events ORDER BY expires LIMIT 1");
    return millis ? std::optional(fromMillis(*millis)) : std::nullopt;
}

void remove(Transaction &tx, std::int64_t seq)
{
    tx.exec("DELETE FROM waiting_events WHERE seq = ?", {seq});
}

} // namespace hs::store::waiting
