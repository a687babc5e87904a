#include "engine/runtime/reminders.h"

#include "engine/agents/ruvo/task_templates.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/bus.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::reminders {

namespace {

constexpr int AtATime = 50;

/// When the task becomes a matter of somebody else, if nobody does it.
std::optional<Timestamp> stepAfter(Timestamp due, Timestamp now)
{
    for (const auto step : agents::LatenessSteps)
        if (due + step > now)
            return due + step;
    return {};
}

} // namespace

void remind(Deed &deed)
{
    for (const auto &task : store::records::toRemindOf(deed.tx, deed.now, AtATime)) {
        store::records::reminded(deed.tx, task.index.id, stepAfter(task.index.due.value_or(deed.now), deed.now));
        agents::MessagePost message;
        message.recipient = bus::Listeners;
        message.type = "task_reminder";
        message.payload = {{"task", task.index.id}, {"title", task.record.title}, {"assignee", task.index.assignee}, {"due", task.index.due ? toRfc3339(*task.index.due) : ""}};
        bus::post(deed, "grace-fields", message);
        note(deed, {"task.due", "task", task.index.id, task.record.title + " is due", {}, "ruvo.reminder", {}, Json::object()});
        deed.tx.touch(Topic::Tasks, task.index.id);
    }
}

std::optional<Timestamp> next(const store::ReadSql &sql)
{
    return store::records::nextReminder(sql);
}

} // namespace hs::runtime::reminders
