#include "tests/fakes/notion/page_json.h"

#include <algorithm>

#include "tests/fakes/notion/parents.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema.h"
#include "tests/fakes/notion/users.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

std::string urlOf(const std::string &id)
{
    std::string hex = id;
    hex.erase(std::remove(hex.begin(), hex.end(), '-'), hex.end());
    return "https://www.notion.so/" + hex;
}

// What all objects have.
template <typename Object>
Json common(const Object &object, const char *kind, Version version)
{
    Json out{{"object", kind},
             {"id", object.id},
             {"created_time", timeText(object.created)},
             {"last_edited_time", timeText(object.edited)},
             {"created_by", partialUser(object.createdBy)},
             {"last_edited_by", partialUser(object.editedBy)},
             {"in_trash", object.inTrash},
             {"icon", object.icon},
             {"url", urlOf(object.id)},
             {"public_url", nullptr}};
    if (version == Version::V2025_09_03)
        out["archived"] = object.inTrash;
    return out;
}

} // namespace

bool looksElsewhere(const DataSource &table)
{
    return std::any_of(table.properties.begin(), table.properties.end(), [](const Property &p) { return p.type == "rollup"; });
}

Json pageJson(Workspace &space, Page &page, Version version, const std::optional<std::set<std::string>> &only)
{
    Json out = common(page, "page", version);
    out["is_archived"] = page.isArchived;
    out["is_locked"] = page.isLocked;
    out["cover"] = page.cover;
    out["parent"] = parentJson(space, page.parent);
    Json properties = Json::object();
    if (DataSource *table = space.tableOf(page)) {
        for (const Property &property : table->properties)
            if (!only || only->count(property.id) != 0)
                properties[property.name] = propertyJson(space, *table, property, page);
    } else {
        const auto title = page.values.find("title");
        properties["title"] = {{"id", "title"}, {"type", "title"}, {"title", title == page.values.end() ? Json::array() : shownText(title->second)}};
    }
    out["properties"] = std::move(properties);
    return out;
}

std::shared_ptr<const std::string> pageText(Workspace &space, Page &page, Version version)
{
    const DataSource *table = space.tableOf(page);
    const std::uint64_t key = !table                  ? page.revision
                              : looksElsewhere(*table) ? space.revision
                                                       : std::max(page.revision, table->schemaRevision);
    Page::Text &kept = page.text[version == Version::V2026_03_11 ? 1 : 0];
    if (!kept.text || kept.key != key) {
        kept.text = std::make_shared<const std::string>(dump(pageJson(space, page, version)));
        kept.key = key;
    }
    return kept.text;
}

std::optional<std::set<std::string>> wantedProperties(DataSource &table, const std::vector<std::string> &named)
{
    if (named.empty())
        return std::nullopt;
    std::set<std::string> out;
    for (const auto &each : named) {
        const Property *property = findProperty(table, each);
        if (!property)
            refuse("Could not find property with name or id: " + each);
        out.insert(property->id);
    }
    return out;
}

Json databaseJson(Workspace &space, const Database &database, Version version)
{
    Json out = common(database, "database", version);
    out["title"] = shownText(database.title);
    out["description"] = shownText(database.description);
    out["parent"] = parentJson(space, database.parent);
    out["is_inline"] = database.isInline;
    out["is_locked"] = database.isLocked;
    out["cover"] = database.cover;
    Json tables = Json::array();
    for (const auto &id : database.dataSources) {
        const DataSource &table = *space.dataSources.at(id);
        if (!table.inTrash)
            tables.push_back({{"id", id}, {"name", plainText(table.title)}});
    }
    out["data_sources"] = std::move(tables);
    return out;
}

Json dataSourceJson(Workspace &space, DataSource &table, Version version)
{
    const Database &database = *space.databases.at(table.database);
    Json out = common(table, "data_source", version);
    out["title"] = shownText(table.title);
    out["description"] = shownText(table.description);
    out["parent"] = {{"type", "database_id"}, {"database_id", table.database}};
    out["database_parent"] = parentJson(space, database.parent);
    out["is_inline"] = database.isInline;
    out["cover"] = database.cover;
    out["properties"] = schemaJson(space, table);
    return out;
}

} // namespace hs::test::notion
