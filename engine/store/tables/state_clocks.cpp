#include "engine/store/tables/state_clocks.h"

namespace hs::store::clocks {

namespace {

const std::string Select = "SELECT instance, state, calendar, since, warn_due, breach_due FROM state_clocks";

Clock read(const Row &row)
{
    return {row.text(0), row.text(1), row.text(2), row.time(3), row.maybeTime(4), row.maybeTime(5)};
}

} // namespace

void put(Transaction &tx, const Clock &clock)
{
    tx.exec("INSERT OR REPLACE INTO state_clocks(instance, state, calendar, since, warn_due, breach_due, next_due) VALUES(?, ?, ?, ?, ?, ?, ?)",
            {clock.instance, clock.state, clock.calendar, clock.since, clock.warnDue, clock.breachDue, clock.nextDue()});
}

void remove(Transaction &tx, std::string_view instance, std::string_view state)
{
    tx.exec("DELETE FROM state_clocks WHERE instance = ? AND state = ?", {instance, state});
}

void removeAll(Transaction &tx, std::string_view instance)
{
    tx.exec("DELETE FROM state_clocks WHERE instance = ?", {instance});
}

std::vector<Clock> of(const ReadSql &sql, std::string_view instance)
{
    return sql.list<Clock>(Select + " WHERE instance = ? ORDER BY state", {instance}, read);
}

std::optional<Clock> find(const ReadSql &sql, std::string_view instance, std::string_view state)
{
    return sql.one<Clock>(Select + " WHERE instance = ? AND state = ?", {instance, state}, read);
}

std::vector<Clock> due(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Clock>(Select + " WHERE next_due <= ? ORDER BY next_due, instance, state LIMIT ?", {now, limit}, read);
}

std::optional<Timestamp> nextDue(const ReadSql &sql)
{
    const auto millis = sql.integer("SELECT next_due FROM state_clocks WHERE next_due IS NOT NULL ORDER BY next_due LIMIT 1");
    return millis ? std::optional(fromMillis(*millis)) : std::nullopt;
}

} // namespace hs::store::clocks
