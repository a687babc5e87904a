#include "engine/store/tables/schedules.h"

namespace hs::store::schedules {

namespace {

const std::string Select = "SELECT definition, name, cron, timezone, overlap, catchup, event, next_due, queued_due, last_due, last_run FROM schedules";

Schedule read(const Row &row)
{
    Schedule schedule;
    schedule.definition = row.text(0);
    schedule.name = row.text(1);
    schedule.cron = row.text(2);
    schedule.timezone = row.text(3);
    schedule.overlap = row.text(4);
    if (!row.isNull(5))
        schedule.catchup = std::chrono::milliseconds(row.integer(5));
    schedule.event = row.json(6);
    schedule.nextDue = row.maybeTime(7);
    schedule.queuedDue = row.maybeTime(8);
    schedule.lastDue = row.maybeTime(9);
    schedule.lastRun = row.maybeTime(10);
    return schedule;
}

} // namespace

void put(Transaction &tx, const Schedule &schedule)
{
    tx.exec("INSERT OR REPLACE INTO schedules(definition, name, cron, timezone, overlap, catchup, event, next_due, queued_due, last_due, last_run)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {schedule.definition, schedule.name, schedule.cron, schedule.timezone, schedule.overlap,
             schedule.catchup ? Arg(std::int64_t(schedule.catchup->count())) : Arg(nullptr), schedule.event, schedule.nextDue, schedule.queuedDue,
             schedule.lastDue, schedule.lastRun});
    tx.touch(Topic::Workflows, schedule.definition);
}

void remove(Transaction &tx, std::string_view definition, std::string_view name)
{
    tx.exec("DELETE FROM schedules WHERE definition = ? AND name = ?", {definition, name});
    tx.touch(Topic::Workflows, definition);
}

std::optional<Schedule> find(const ReadSql &sql, std::string_view definition, std::string_view name)
{
    return sql.one<Schedule>(Select + " WHERE definition = ? AND name = ?", {definition, name}, read);
}

std::vector<Schedule> of(const ReadSql &sql, std::string_view definition)
{
    return sql.list<Schedule>(Select + " WHERE definition = ? ORDER BY name", {definition}, read);
}

std::vector<Schedule> all(const ReadSql &sql)
{
    return sql.list<Schedule>(Select + " ORDER BY next_due IS NULL, next_due, definition, name", {}, read);
}

std::vector<Schedule> ready(const ReadSql &sql, Timestamp now, int limit)
{
    return sql.list<Schedule>(Select
                                  + " WHERE next_due <= ? OR (queued_due IS NOT NULL AND NOT EXISTS (SELECT 1 FROM instances i"
                                    " WHERE i.definition = schedules.definition AND i.business_key = schedules.name AND i.status < 3))"
                                    " ORDER BY next_due LIMIT ?",
                              {now, limit}, read);
}

std::optional<Timestamp> nextDue(const ReadSql &sql)
{
    const auto millis = sql.integer("SELECT next_due FROM schedules WHERE next_due IS NOT NULL ORDER BY next_due LIMIT 1");
    return millis ? std::optional(fromMillis(*millis)) : std::nullopt;
}

} // namespace hs::store::schedules
