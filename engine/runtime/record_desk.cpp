#include "engine/runtime/record_desk.h"

#include "engine/records/text.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/business_workflows.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/transformations.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/record_changes.h"

namespace hs::runtime::hub {

namespace table = store::records;

namespace {

constexpr std::string_view Tasks = "master-tasks";
constexpr std::string_view Transformations = "data-transformations";
constexpr std::string_view Businesses = "business-entities-registry";
constexpr std::size_t MaxKey = 200; // longer values are not looked up by

bool isLookedUpBy(const records::Property &property, const records::Database &database)
{
    return property.name == database.titleProperty || property.name == database.idProperty
        || property.type == records::PropertyType::Email || property.unique || property.name == "External ID";
}

std::string firstOf(const Json &fields, std::string_view property)
{
    const Json &value = member(fields, property);
    if (value.is_array() && !value.empty() && value.front().is_string())
        return value.front().get<std::string>();
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// What the record is found by: property, value.
std::vector<std::pair<std::string, std::string>> keysOf(const records::Database &database, const Json &fields)
{
    std::vector<std::pair<std::string, std::string>> keys;
    for (const auto &property : database.properties) {
        if (!isLookedUpBy(property, database))
            continue;
        auto value = text(fields, property.name);
        if (!value.empty() && value.size() <= MaxKey)
            keys.emplace_back(property.name, std::move(value));
    }
    return keys;
}

/// Ids for people are short, so among many records two may meet: the later one then gets another.
void makeIdFree(Deed &deed, const records::Database &database, const std::string &record, Json &fields)
{
    for (int i = 2; !table::idsByKey(deed.tx, database.key, database.idProperty, text(fields, database.idProperty), 1).empty(); ++i)
        fields[database.idProperty] = records::humanId(database, record + "/" + std::to_string(i));
}

Result<void> checkUnique(Deed &deed, const records::Database &database, const table::Record &record, const Json &before)
{
    for (const auto &property : database.properties) {
        if (!property.unique)
            continue;
        const auto value = text(record.fields, property.name);
        if (value.empty() || value == text(before, property.name))
            continue;
        for (const auto &other : table::idsByKey(deed.tx, database.key, property.name, value, 2))
            if (other != record.id)
                return fail(Errc::Conflict, "another record has this value", database.key + ", \"" + property.name + "\"",
                            "change record " + other + " instead");
    }
    return {};
}

table::TaskIndex taskOf(const std::string &id, const Json &fields)
{
    table::TaskIndex index;
    index.id = id;
    index.status = text(fields, "Status", "To Do");
    index.priority = priorityNumber(text(fields, "Priority"));
    if (const auto due = parseRfc3339(text(fields, "Due Date")))
        index.due = *due;
    index.assignee = firstOf(fields, "Assigned To");
    index.minutes = int(number(fields, "Estimated Time"));
    return index;
}

void indexTask(Deed &deed, const table::Record &record, const Write &write, bool created)
{
    auto index = taskOf(record.id, record.fields);
    index.entity = record.entity;
    index.createdAt = record.createdAt;
    index.key = write.taskKey;
    index.workflow = write.workflow;
    index.contact = write.contact;
    if (!created) {
        if (const auto before = table::task(deed.tx, record.id)) {
            index.workflow = before->index.workflow;
            index.contact = before->index.contact;
            index.key = before->index.key;
        }
    }
    table::putTask(deed.tx, index);
}

/// Who changed which property, for people and for the merge with Notion. The engine's own upkeep is not told apart.
void keepChanges(Deed &deed, const Json &before, const table::Record &after)
{
    if (deed.actor.kind == "engine")
        return;
    for (const auto &name : records::changedNames(before, after.fields))
        store::changes::add(deed.tx, {0, after.id, name, deed.now, deed.actor.kind, deed.actor.name, member(before, name), member(after.fields, name), deed.correlation});
}

} // namespace

Result<table::Record> write(Deed &deed, const Write &write)
{
    const auto database = deed.studio.hub.find(write.database);
    if (!database)
        return tl::make_unexpected(database.error());
    const bool create = write.mode == records::WriteMode::Create;
    std::optional<table::Record> before;
    if (!write.id.empty())
        before = table::find(deed.tx, write.database, write.id);
    if (!before && write.revive)
        before = table::findRemoved(deed.tx, write.id);
    if (!create && !before)
        return fail(Errc::NotFound, "there is no record \"" + write.id + "\" in " + write.database);
    if (create && before)
        return *before; // a repeated create of the same record is the same record
    if (!write.ifMatch.empty() && before && write.ifMatch != before->etag)
        return fail(Errc::Conflict, "the record was changed by " + before->updatedBy + " at " + toRfc3339(before->updatedAt),
                    write.database + "/" + write.id, "read it again and repeat your change");

    table::Record record;
    record.id = write.id.empty() ? deed.studio.ids.make("rec") : write.id;
    record.database = write.database;
    auto wanted = create && write.database == Businesses ? businesses::withWorkflows(deed, record.id, write.fields) : write.fields;
    for (const auto &drawn : mirror::drawnNames(write.database)) // given back as they were read
        wanted.erase(drawn);
    if (create && write.database == Tasks && !write.workflow.empty() && !wanted.contains("Related Workflow Instance"))
        wanted["Related Workflow Instance"] = Json::array({mirror::recordOf(write.workflow)});
    const auto fields = records::normalise(**database, before ? before->fields : Json::object(), wanted, write.mode, write.writer, record.id);
    if (!fields)
        return tl::make_unexpected(fields.error());
    if (write.database == Transformations)
        HS_TRY(transformations::check(*fields));
    if (before && *fields == before->fields && !write.revive)
        return *before;
    record.fields = *fields;
    if (create && !(*database)->idProperty.empty() && !write.fields.contains((*database)->idProperty))
        makeIdFree(deed, **database, record.id, record.fields);
    record.title = records::title(**database, record.fields);
    record.entity = records::entityOf(record.fields);
    record.createdAt = before ? before->createdAt : deed.now;
    record.updatedAt = deed.now;
    record.updatedBy = deed.actor.name;
    record.etag = records::etag(record.fields, record.updatedAt);
    record.search = records::searchText(**database, record.fields);
    record.keys = keysOf(**database, record.fields);
    record.sameKeys = before && !write.revive && record.keys == keysOf(**database, before->fields);
    HS_TRY(checkUnique(deed, **database, record, before ? before->fields : Json::object()));
    table::put(deed.tx, record);
    if (before)
        keepChanges(deed, before->fields, record);
    if (deed.actor.kind == "person")
        store::notion::hurry(deed.tx, record.id);
    if (write.database == Tasks)
        indexTask(deed, record, write, !before);
    return record;
}

std::optional<sync::RecordWriter::Draft> draft(const Studio &studio, const std::string &key, const std::string &id, Json &fields)
{
    const auto found = studio.hub.find(key);
    const auto drawn = mirror::drawnNames(key);
    if (!found || std::any_of(drawn.begin(), drawn.end(), [&](const auto &name) { return fields.contains(name); }))
        return {};
    const auto &database = **found;
    sync::RecordWriter::Draft draft;
    auto &fresh = draft.record;
    fresh.id = id.empty() ? studio.ids.make("rec") : id;
    fresh.database = key;
    draft.added = records::complete(database, fresh.id, fields);
    if (key == Transformations && !transformations::check(fields)) {
        for (const auto &name : draft.added)
            fields.erase(name);
        return {};
    }
    fresh.title = records::title(database, fields);
    fresh.search = records::searchText(database, fields);
    fresh.keys = keysOf(database, fields);
    for (auto &[name, value] : fresh.keys) {
        value = table::folded(value);
        const auto *property = database.find(name);
        if (name == database.idProperty || (property && property->unique))
            fresh.single.emplace_back(name, value);
    }
    if (key == Tasks)
        fresh.task = taskOf(fresh.id, fields);
    if (key == Businesses)
        draft.late = {businesses::Property, text(fields, "Entity Type")};
    return draft;
}

Result<void> remove(Deed &deed, std::string_view database, std::string_view id, std::string_view ifMatch)
{
    const auto known = deed.studio.hub.find(database);
    if (!known)
        return tl::make_unexpected(known.error());
    const auto record = table::find(deed.tx, database, id);
    if (!record)
        return fail(Errc::NotFound, "there is no record \"" + std::string(id) + "\" in " + std::string(database));
    if (!ifMatch.empty() && ifMatch != record->etag)
        return fail(Errc::Conflict, "the record was changed by " + record->updatedBy + " at " + toRfc3339(record->updatedAt),
                    std::string(database) + "/" + std::string(id), "read it again and repeat your change");
    table::remove(deed.tx, id, deed.now);
    note(deed, {"record.deleted", "record", record->id, record->title + " deleted", {}, {}, {}, {{"fields", record->fields}}});
    return {};
}

} // namespace hs::runtime::hub
