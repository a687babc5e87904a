#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/store/tables/schedules.h"

namespace hs::runtime::queries {

using namespace rows;

Result<std::vector<api::ScheduleRow>> ask(const QueryContext &c, const api::ScheduleQuery &query)
{
    std::vector<api::ScheduleRow> out;
    for (const auto &schedule : store::schedules::all(c.sql)) {
        if (!query.definition.isEmpty() && query.definition.toStdString() != schedule.definition)
            continue;
        api::ScheduleRow row;
        row.definition = q(schedule.definition);
        row.name = q(schedule.name);
        row.cron = q(schedule.cron);
        row.timezone = q(schedule.timezone.empty() ? "UTC" : schedule.timezone);
        row.overlap = q(schedule.overlap);
        if (schedule.catchup)
            row.catchupSeconds = std::chrono::duration_cast<std::chrono::seconds>(*schedule.catchup).count();
        row.event = q(text(schedule.event, "type"));
        row.nextDue = time(schedule.nextDue);
        row.queuedDue = time(schedule.queuedDue);
        row.lastDue = time(schedule.lastDue);
        row.lastRun = time(schedule.lastRun);
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace hs::runtime::queries
