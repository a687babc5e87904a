#pragma once

#include "engine/store/sql.h"

/// When definitions start by the clock (rule T8): a row for each schedule of the newest version of a definition.
namespace hs::store::schedules {

struct Schedule {
    std::string definition;
    std::string name; ///< unique in the definition, the same while cron, zone and event stay; business key of what it starts
    std::string cron, timezone;
    std::string overlap; ///< skip, queue, allow
    std::optional<std::chrono::milliseconds> catchup;
    Json event;
    std::optional<Timestamp> nextDue;   ///< empty: its date never comes
    std::optional<Timestamp> queuedDue; ///< a run that waits until the one before has ended
    std::optional<Timestamp> lastDue, lastRun; ///< of the last run: when it was due, when it began
};
void put(Transaction &tx, const Schedule &schedule); ///< inserts or replaces
void remove(Transaction &tx, std::string_view definition, std::string_view name);
[[nodiscard]] std::optional<Schedule> find(const ReadSql &sql, std::string_view definition, std::string_view name);
[[nodiscard]] std::vector<Schedule> of(const ReadSql &sql, std::string_view definition);
[[nodiscard]] std::vector<Schedule> all(const ReadSql &sql); ///< next due first
/// Due by the clock, or queued with nothing open any more that they have started.
[[nodiscard]] std::vector<Schedule> ready(const ReadSql &sql, Timestamp now, int limit);
[[nodiscard]] std::optional<Timestamp> nextDue(const ReadSql &sql);

} // namespace hs::store::schedules
