#include "tests/fakes/notion/schema.h"

#include <algorithm>
#include <array>

#include "tests/fakes/notion/formula.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema_config.h"
#include "tests/fakes/notion/schema_relation.h"

namespace hs::test::notion {

namespace {

void checkName(DataSource &table, const std::string &name, const Property *except)
{
    if (name.empty())
        refuse("A property must have a name.");
    for (const Property &other : table.properties)
        if (&other != except && other.name == name)
            refuse("Cannot use \"" + name + "\": a property with that name exists already.");
}

void addColumn(Workspace &space, DataSource &table, const std::string &name, const Json &config, const Actor &actor,
               Version version, Json &told)
{
    const auto type = typeOf(config, name);
    if (type == "title" && std::any_of(table.properties.begin(), table.properties.end(), [](const Property &p) { return p.type == "title"; }))
        refuse("Cannot create a second title property.");
    checkStatusCreation(space, type, actor, version);
    checkName(table, name, nullptr);
    Property made;
    made.id = type == "title" ? "title" : space.ids.property();
    made.name = name;
    made.type = type;
    made.description = member(config, "description");
    configure(space, table, made, member(config, type), actor, false);
    const auto id = made.id;
    table.properties.push_back(std::move(made));
    told.push_back({{"id", urlEncoded(id)}, {"name", name}, {"action", "created"}});
    if (type == "relation")
        linkRelation(space, table, id, member(config, type), actor);
}

void changeColumn(Workspace &space, DataSource &table, const std::string &id, const Json &config, const Actor &actor, Version version,
                  Json &told)
{
    Property *property = propertyById(table, id);
    if (const auto rename = text(config, "name"); !rename.empty() && rename != property->name) {
        checkName(table, rename, property);
        property->name = rename;
    }
    if (config.contains("description"))
        property->description = config["description"];
    if (namesType(config)) {
        const auto type = typeOf(config, property->name);
        if (type != property->type) {
            if (type == "title" || property->type == "title")
                refuse("Cannot change the type of the title property, nor make another property the title.");
            checkStatusCreation(space, type, actor, version);
            unlinkRelation(space, table, *property, actor);
            property = propertyById(table, id);
            property->type = type;
            property->config = Json::object();
            property->options.clear();
            for (Page *page : table.pages)
                page->values.erase(id);
        }
        const bool wasDual = property->type == "relation" && boolean(property->config, "dual");
        configure(space, table, *property, member(config, type), actor, true);
        if (type == "relation")
            relinkRelation(space, table, id, member(config, type), wasDual, actor);
    }
    told.push_back({{"id", urlEncoded(id)}, {"name", propertyById(table, id)->name}, {"action", "updated"}});
}

void removeColumn(Workspace &space, DataSource &table, const std::string &id, const Actor &actor, Json &told)
{
    Property *property = propertyById(table, id);
    if (property->type == "title")
        refuse("Cannot delete the title property.");
    unlinkRelation(space, table, *property, actor);
    property = propertyById(table, id);
    told.push_back({{"id", urlEncoded(id)}, {"name", property->name}, {"action", "deleted"}});
    table.properties.erase(table.properties.begin() + (property - table.properties.data()));
    for (Page *page : table.pages)
        page->values.erase(id);
}

// Relations last of what others may need, rollups and formulas behind them: within one request each may name any other.
int turnOf(const Json &config)
{
    if (config.is_null())
        return 3;
    return config.contains("rollup") ? 2 : config.contains("formula") ? 2 : config.contains("relation") ? 1 : 0;
}

} // namespace

void createSchema(Workspace &space, DataSource &table, const Json &properties, const Actor &actor, Version version)
{
    if (!properties.is_object())
        refuse("body failed validation: properties should be an object, instead was " + kindName(properties) + ".");
    const auto titles = std::count_if(properties.begin(), properties.end(),
                                      [](const Json &config) { return config.is_object() && config.contains("title"); });
    if (titles != 1)
        refuse("Exactly one property of type title is needed, instead there are " + std::to_string(titles) + ".");
    updateSchema(space, table, properties, actor, version);
}

void updateSchema(Workspace &space, DataSource &table, const Json &properties, const Actor &actor, Version version)
{
    if (!properties.is_object())
        refuse("body failed validation: properties should be an object, instead was " + kindName(properties) + ".");
    const auto before = table.properties;
    Json told = Json::array();
    try {
        for (int turn = 0; turn <= 3; ++turn) {
            for (const auto &[key, config] : properties.items()) {
                if (turnOf(config) != turn)
                    continue;
                if (!config.is_null() && !config.is_object())
                    refuse("body failed validation: properties." + key + " should be an object or null.");
                const Property *known = findProperty(table, key);
                const auto id = known ? known->id : std::string();
                if (known && config.is_null())
                    removeColumn(space, table, id, actor, told);
                else if (known)
                    changeColumn(space, table, id, config, actor, version, told);
                else if (config.is_null() || !namesType(config))
                    refuse("Could not find property with name or id: " + key);
                else
                    addColumn(space, table, key, config, actor, version, told);
            }
        }
    } catch (const Refusal &) {
        table.properties = before; // all or nothing; what a relation made on its other side is unlinked with it
        dropOrphans(space, table);
        throw;
    }
    if (told.empty())
        return;
    space.touch(table, actor);
    space.happened("data_source.schema_updated", table, actor, {{"updated_properties", std::move(told)}});
}

Json schemaJson(Workspace &space, DataSource &table)
{
    Json out = Json::object();
    for (const Property &property : table.properties)
        out[property.name] = {{"id", urlEncoded(property.id)},
                              {"name", property.name},
                              {"type", property.type},
                              {"description", property.description},
                              {property.type, configJson(space, table, property)}};
    return out;
}

Option &addOption(Workspace &space, Property &property, const std::string &name)
{
    static constexpr std::array<const char *, 9> Colors{"blue", "green", "orange", "purple", "pink", "red", "yellow", "brown", "gray"};
    property.options.push_back({space.ids.uuid(), name, Colors[property.options.size() % Colors.size()], nullptr});
    return property.options.back();
}

Option *findOption(Property &property, std::string_view idOrName)
{
    for (Option &option : property.options)
        if (option.id == idOrName || option.name == idOrName)
            return &option;
    return nullptr;
}

} // namespace hs::test::notion
