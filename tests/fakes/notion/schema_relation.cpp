#include "tests/fakes/notion/schema_relation.h"

#include <algorithm>

#include "tests/fakes/notion/rich_text.h"

namespace hs::test::notion {

namespace {

std::string freeName(DataSource &table, const std::string &wanted)
{
    std::string name = wanted;
    for (int i = 1; findProperty(table, name); ++i)
        name = wanted + " " + std::to_string(i);
    return name;
}

void makeBack(Workspace &space, DataSource &table, const std::string &propertyId, const std::string &wanted, const Actor &actor)
{
    Property &front = *propertyById(table, propertyId);
    DataSource &other = *space.dataSources.at(text(front.config, "data_source_id"));
    Property back;
    back.id = space.ids.property();
    back.type = "relation";
    back.name = freeName(other, wanted.empty() ? "Related to " + plainText(table.title) + " (" + front.name + ")" : wanted);
    back.config = {{"data_source_id", table.id}, {"dual", true}, {"synced_id", front.id}};
    front.config["dual"] = true;
    front.config["synced_id"] = back.id;
    const auto backId = back.id;
    other.properties.push_back(std::move(back)); // `front` may be void now: a table may relate to itself
    for (Page *page : table.pages) {
        const auto found = page->values.find(propertyId);
        if (found == page->values.end())
            continue;
        for (const Json &id : found->second) {
            Page &target = *space.pages.at(id.get<std::string>());
            Json &list = target.values[backId];
            if (!list.is_array())
                list = Json::array();
            list.push_back(page->id);
        }
    }
    if (&other != &table)
        space.touch(other, actor);
}

void removeColumnOf(DataSource &table, const std::string &id)
{
    const auto gone = std::find_if(table.properties.begin(), table.properties.end(), [&](const Property &p) { return p.id == id; });
    if (gone != table.properties.end())
        table.properties.erase(gone);
    for (Page *page : table.pages)
        page->values.erase(id);
}

} // namespace

void linkRelation(Workspace &space, DataSource &table, const std::string &propertyId, const Json &config, const Actor &actor)
{
    if (const Json &dual = member(config, "dual_property"); dual.is_object())
        makeBack(space, table, propertyId, text(dual, "synced_property_name"), actor);
}

void relinkRelation(Workspace &space, DataSource &table, const std::string &propertyId, const Json &config, bool wasDual, const Actor &actor)
{
    const Json &dual = member(config, "dual_property");
    if (!wasDual) {
        linkRelation(space, table, propertyId, config, actor);
        return;
    }
    Property &property = *propertyById(table, propertyId);
    if (!dual.is_object()) {
        unlinkRelation(space, table, property, actor);
        if (Property *left = propertyById(table, propertyId))
            left->config = {{"data_source_id", left->config["data_source_id"]}};
        return;
    }
    DataSource &other = *space.dataSources.at(text(property.config, "data_source_id"));
    Property *back = propertyById(other, text(property.config, "synced_id"));
    const auto wanted = text(dual, "synced_property_name");
    if (back && !wanted.empty() && wanted != back->name) {
        back->name = freeName(other, wanted);
        if (&other != &table)
            space.touch(other, actor);
    }
}

void unlinkRelation(Workspace &space, DataSource &table, const Property &property, const Actor &actor)
{
    if (property.type != "relation" || !boolean(property.config, "dual"))
        return;
    DataSource &other = *space.dataSources.at(text(property.config, "data_source_id"));
    const auto backId = text(property.config, "synced_id");
    removeColumnOf(other, backId);
    if (&other != &table)
        space.touch(other, actor);
}

void dropOrphans(Workspace &space, DataSource &table)
{
    for (const auto &[id, other] : space.dataSources) {
        auto &columns = other->properties;
        const auto orphan = [&](const Property &p) {
            return p.type == "relation" && boolean(p.config, "dual") && text(p.config, "data_source_id") == table.id
                && !propertyById(table, text(p.config, "synced_id"));
        };
        columns.erase(std::remove_if(columns.begin(), columns.end(), orphan), columns.end());
    }
}

void setRelation(Workspace &space, Page &page, const Property &property, const Json &ids, const Actor &actor)
{
    const auto propertyId = property.id;
    const auto backId = boolean(property.config, "dual") ? text(property.config, "synced_id") : std::string();
    const Json before = page.values.count(propertyId) ? page.values[propertyId] : Json::array();
    page.values[propertyId] = ids;
    if (backId.empty())
        return;
    const auto changed = [&](const Json &from, const Json &than, bool add) {
        for (const Json &id : from) {
            if (std::find(than.begin(), than.end(), id) != than.end())
                continue;
            Page &other = *space.pages.at(id.get<std::string>());
            Json &list = other.values[backId];
            if (!list.is_array())
                list = Json::array();
            const auto at = std::find(list.begin(), list.end(), Json(page.id));
            if (add && at == list.end())
                list.push_back(page.id);
            else if (!add && at != list.end())
                list.erase(at);
            if (space.options.backRelationsEdit)
                space.touch(other, actor);
            else
                space.touchQuietly(other);
        }
    };
    changed(ids, before, true);
    changed(before, ids, false);
}

} // namespace hs::test::notion
