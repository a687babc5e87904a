#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/store/tables/instance_inbox.h"
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

Result<api::Page<api::DeadLetterRow>> ask(const QueryContext &c, const api::DeadLetterQuery &query)
{
    const store::workflows::LetterFilter filter{query.workflow.toStdString(), query.text.toStdString(), query.openOnly};
    return page<api::DeadLetterRow>(store::workflows::letters(c.sql, filter, slice(query.window)), [](const auto &letter) {
        api::DeadLetterRow row;
        row.id = q(letter.id);
        row.kind = q(letter.kind);
        row.workflow = q(letter.instance);
        row.type = q(letter.type);
        row.body = object(letter.body);
        row.reason = q(letter.reason);
        row.at = time(letter.at);
        row.resentAt = time(letter.resentAt);
        row.correlation = q(letter.correlation);
        return row;
    });
}

} // namespace hs::runtime::queries
