#include "tests/fakes/notion/routes.h"

#include <algorithm>

#include "tests/fakes/notion/bodies.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/parents.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema.h"

namespace hs::test::notion {

namespace {

Json titleFrom(Call &call, const Json &before, const char *name = "title")
{
    const Json &written = member(call.body, name);
    return written.is_null() ? before : keptText(call.space, written, std::string("body.") + name);
}

// A data source that is not yet in the workspace, so that a refused schema leaves nothing behind.
std::unique_ptr<DataSource> newSource(Call &call, const std::string &database, Json title)
{
    auto table = std::make_unique<DataSource>();
    table->id = call.space.ids.uuid();
    table->database = database;
    table->title = std::move(title);
    table->created = table->edited = call.space.time.now();
    table->createdBy = table->editedBy = call.actor.user;
    return table;
}

// The schema may relate to its own data source, so it has to be known while it is made.
DataSource &settle(Call &call, std::unique_ptr<DataSource> made, const Json &properties)
{
    Workspace &space = call.space;
    const auto id = made->id;
    DataSource &table = *space.dataSources.emplace(id, std::move(made)).first->second;
    try {
        const Json plain{{"Name", {{"title", Json::object()}}}};
        createSchema(space, table, properties.is_null() ? plain : properties, call.actor, call.version);
    } catch (const Refusal &) {
        space.dataSources.erase(id);
        throw;
    }
    return table;
}

Answer sourceAnswer(Call &call, DataSource &table)
{
    Answer answer = jsonAnswer(dataSourceJson(call.space, table, call.version));
    answer.committed = table.id;
    return answer;
}

Answer databaseAnswer(Call &call, const Database &database)
{
    Answer answer = jsonAnswer(databaseJson(call.space, database, call.version));
    answer.committed = database.id;
    return answer;
}

template <typename Object>
void setPictures(Call &call, Object &object)
{
    if (call.body.contains("icon"))
        object.icon = keptPicture(call.body["icon"], "body.icon");
}

} // namespace

Answer createDatabase(Call &call)
{
    checkMembers(call, {"parent", "title", "description", "is_inline", "icon", "cover", "initial_data_source", "properties"});
    Workspace &space = call.space;
    const Parent parent = parentFrom(space, member(call.body, "parent"));
    if (parent.kind != Parent::Kind::Page && parent.kind != Parent::Kind::Workspace)
        refuse("body failed validation: body.parent should be a page or the workspace.");
    auto made = std::make_unique<Database>();
    made->id = space.ids.uuid();
    made->parent = parent;
    made->title = titleFrom(call, Json::array());
    made->description = titleFrom(call, Json::array(), "description");
    made->isInline = boolean(call.body, "is_inline");
    made->icon = keptPicture(member(call.body, "icon"), "body.icon");
    made->cover = keptPicture(member(call.body, "cover"), "body.cover");
    made->created = made->edited = space.time.now();
    made->createdBy = made->editedBy = call.actor.user;

    const Json &initial = member(call.body, "initial_data_source");
    Database &database = *made;
    auto source = newSource(call, database.id, database.title);
    space.databases.emplace(database.id, std::move(made));
    try {
        // `properties` beside it belongs to 2022-06-28 and is passed over.
        database.dataSources.push_back(settle(call, std::move(source), member(initial, "properties")).id);
    } catch (const Refusal &) {
        space.databases.erase(std::string(database.id));
        throw;
    }
    if (parent.kind == Parent::Kind::Page)
        space.pages.at(parent.id)->blocks.push_back(database.id);
    ++space.revision;
    space.happened("database.created", database, call.actor);
    space.happened("data_source.created", *space.dataSources.at(database.dataSources.front()), call.actor);
    return databaseAnswer(call, database);
}

Answer getDatabase(Call &call)
{
    return databaseAnswer(call, call.space.database(call.ids[0]));
}

Answer patchDatabase(Call &call)
{
    checkMembers(call, {"title", "description", "icon", "cover", "is_inline", "is_locked", "parent", "in_trash", "archived"});
    Workspace &space = call.space;
    Database &database = space.database(call.ids[0]);
    const auto trash = wantedTrash(call);
    if (database.inTrash && trash != false)
        refuse("Can't edit a database that is in the trash.");
    database.title = titleFrom(call, database.title);
    database.description = titleFrom(call, database.description, "description");
    setPictures(call, database);
    if (call.body.contains("cover"))
        database.cover = keptPicture(call.body["cover"], "body.cover");
    database.isInline = boolean(call.body, "is_inline", database.isInline);
    database.isLocked = boolean(call.body, "is_locked", database.isLocked);
    if (const Json &parent = member(call.body, "parent"); !parent.is_null()) {
        database.parent = parentFrom(space, parent);
        space.happened("database.moved", database, call.actor);
    }
    if (trash && *trash != database.inTrash) {
        database.inTrash = *trash;
        for (const auto &id : database.dataSources) {
            space.dataSources.at(id)->inTrash = *trash;
            space.touch(*space.dataSources.at(id), call.actor);
        }
        space.happened(*trash ? "database.deleted" : "database.undeleted", database, call.actor);
    }
    database.edited = space.time.now();
    database.editedBy = call.actor.user;
    ++space.revision;
    return databaseAnswer(call, database);
}

Answer createDataSource(Call &call)
{
    checkMembers(call, {"parent", "properties", "title", "icon"});
    Workspace &space = call.space;
    const Parent parent = parentFrom(space, member(call.body, "parent"));
    if (parent.kind != Parent::Kind::Database)
        refuse("body failed validation: body.parent.database_id should be defined.");
    if (member(call.body, "properties").is_null())
        refuse("body failed validation: body.properties should be defined.");
    auto source = newSource(call, parent.id, titleFrom(call, Json::array()));
    source->icon = keptPicture(member(call.body, "icon"), "body.icon");
    DataSource &table = settle(call, std::move(source), call.body["properties"]);
    space.databases.at(parent.id)->dataSources.push_back(table.id);
    space.happened("data_source.created", table, call.actor);
    return sourceAnswer(call, table);
}

Answer getDataSource(Call &call)
{
    return sourceAnswer(call, call.space.dataSource(call.ids[0]));
}

Answer patchDataSource(Call &call)
{
    checkMembers(call, {"title", "description", "icon", "properties", "in_trash", "archived", "parent"});
    Workspace &space = call.space;
    DataSource &table = space.dataSource(call.ids[0]);
    const auto trash = wantedTrash(call);
    if (table.inTrash && trash != false)
        refuse("Can't edit a data source that is in the trash.");
    const Json title = titleFrom(call, table.title);
    if (const Json &properties = member(call.body, "properties"); !properties.is_null())
        updateSchema(space, table, properties, call.actor, call.version);
    table.title = title;
    table.description = titleFrom(call, table.description, "description");
    setPictures(call, table);
    if (const Json &parent = member(call.body, "parent"); !parent.is_null()) {
        const Parent to = parentFrom(space, parent);
        if (to.kind != Parent::Kind::Database)
            refuse("body failed validation: body.parent.database_id should be defined.");
        auto &left = space.databases.at(table.database)->dataSources;
        left.erase(std::find(left.begin(), left.end(), table.id));
        table.database = to.id;
        space.databases.at(to.id)->dataSources.push_back(table.id);
        space.happened("data_source.moved", table, call.actor);
    }
    if (trash && *trash != table.inTrash) {
        table.inTrash = *trash;
        space.happened(*trash ? "data_source.deleted" : "data_source.undeleted", table, call.actor);
    }
    space.touch(table, call.actor);
    return sourceAnswer(call, table);
}

Answer listTemplates(Call &call)
{
    (void)call.space.dataSource(call.ids[0]);
    return jsonAnswer({{"templates", Json::array()}, {"has_more", false}, {"next_cursor", nullptr}});
}

} // namespace hs::test::notion
