#include "engine/runtime/hub_notices.h"

#include "engine/records/text.h"
#include "engine/runtime/bus.h"
#include "engine/runtime/triggers.h"
#include "engine/runtime/workflow_desk.h"

namespace hs::runtime::notices {

namespace {

/// The contact whom a record is or belongs to; empty: none.
std::string contactIn(const store::records::Record &record)
{
    if (record.database == "contacts-profiles")
        return record.id;
    const auto ids = textList(member(record.fields, "Contact"));
    return ids.empty() ? std::string() : ids.front();
}

void tell(Deed &deed, const char *type, Json payload)
{
    agents::MessagePost message;
    message.recipient = bus::Listeners;
    message.type = type;
    message.payload = std::move(payload);
    message.payload["by"] = deed.actor.name;
    bus::post(deed, "grace-fields", message);
}

/// The workflow that made the task hears that it is done, when its state listens for it.
Result<void> tellWorkflow(Deed &deed, const store::records::Record &task)
{
    const auto known = store::records::task(deed.tx, task.id);
    if (!known || known->index.workflow.empty())
        return {};
    const auto instance = store::workflows::find(deed.tx, known->index.workflow);
    if (!instance || instance->status != store::workflows::Status::Running)
        return {};
    flow::Send send;
    send.instance = instance->id;
    send.type = "task_done";
    send.data = {{"task", task.id}, {"title", task.title}};
    send.eventId = deed.cause + "/task_done/" + task.id;
    const auto told = flow::send(deed, send);
    return told ? Result<void>() : tl::make_unexpected(told.error());
}

} // namespace

Result<void> changed(Deed &deed, const store::records::Record *before, const store::records::Record &after)
{
    if (deed.actor.kind == "engine")
        return {};
    const auto names = records::changedNames(before ? before->fields : Json::object(), after.fields);
    if (names.empty())
        return {};
    const auto was = before ? text(before->fields, "Status") : std::string();
    const auto is = text(after.fields, "Status");
    // New records start work where a definition waits for them.
    if (const auto type = "record_created." + after.database; !before && triggers::any(deed.studio, type))
        tell(deed, type.c_str(), {{"record", after.id}, {"database", after.database}, {"title", after.title}, {"name", after.title}, {"contact", contactIn(after)}, {"fields", after.fields}, {"entity", after.entity}});
    Json old = Json::object();
    Json now = Json::object();
    for (const auto &name : names) {
        old[name] = before ? member(before->fields, name) : Json();
        now[name] = member(after.fields, name);
    }
    if (after.database == "contacts-profiles")
        tell(deed, "contact_update", {{"record", after.id}, {"contact", after.id}, {"name", after.title}, {"changed", names}, {"before", old}, {"after", now}, {"status", is}, {"status_before", was}, {"entity", after.entity}});
    else if (const auto type = "record_changed." + after.database; after.database != "master-tasks" && bus::isHeard(deed, type))
        tell(deed, type.c_str(), {{"record", after.id}, {"database", after.database}, {"title", after.title}, {"changed", names}, {"before", old}, {"after", now}, {"contact", contactIn(after)}, {"entity", after.entity}});
    if (after.database == "master-tasks") {
        tell(deed, "task_changed", {{"task", after.id}, {"title", after.title}, {"changed", names}, {"before", old}, {"after", now}, {"status", is}, {"entity", after.entity}});
        if (is == "Done" && was != "Done")
            HS_TRY(tellWorkflow(deed, after));
    }
    return {};
}

} // namespace hs::runtime::notices
