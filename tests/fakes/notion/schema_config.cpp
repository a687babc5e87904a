#include "tests/fakes/notion/schema_config.h"

#include <algorithm>
#include <array>
#include <set>

#include "tests/fakes/notion/formula.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema.h"

namespace hs::test::notion {

namespace {

constexpr std::array<std::string_view, 24> Types{
    "title", "rich_text", "number", "select", "multi_select", "status", "date", "checkbox", "url", "email", "phone_number", "people",
    "relation", "files", "formula", "rollup", "created_time", "last_edited_time", "created_by", "last_edited_by", "unique_id",
    "verification", "place", "button"};

constexpr std::array<std::string_view, 10> OptionColors{"default", "gray", "brown", "orange", "yellow",
                                                        "green", "blue", "purple", "pink", "red"};

constexpr std::array<std::string_view, 24> RollupFunctions{
    "count", "count_values", "empty", "not_empty", "unique", "show_unique", "percent_empty", "percent_not_empty", "sum", "average",
    "median", "min", "max", "range", "earliest_date", "latest_date", "date_range", "checked", "unchecked", "percent_checked",
    "percent_unchecked", "count_per_group", "percent_per_group", "show_original"};

template <typename List>
bool holds(const List &list, std::string_view what)
{
    return std::find(list.begin(), list.end(), what) != list.end();
}

// The list replaces the old one: an option that is not in it goes, and its pages lose it.
void takeOptions(Workspace &space, Property &property, const Json &options)
{
    if (!options.is_array())
        refuse("body failed validation: " + property.type + ".options should be an array.");
    if (options.size() > 100)
        refuse("body failed validation: " + property.type + ".options.length should be ≤ `100`, instead was `"
               + std::to_string(options.size()) + "`.");
    std::vector<Option> made;
    std::set<std::string> names;
    for (const Json &entry : options) {
        const auto id = text(entry, "id");
        const auto name = text(entry, "name");
        const Option *known = nullptr;
        if (!id.empty()) {
            known = findOption(property, id);
            if (!known)
                refuse("Could not find an option of \"" + property.name + "\" with ID: " + id);
        } else if (!name.empty()) {
            known = findOption(property, name);
        } else {
            refuse("body failed validation: an option should have a name or an id.");
        }
        if (name.find(',') != std::string::npos)
            refuse("Invalid select option, commas not allowed: " + name);
        if (utf16Length(name) > 100)
            refuse("body failed validation: option name.length should be ≤ `100`.");
        const auto color = text(entry, "color");
        if (!color.empty() && !holds(OptionColors, color))
            refuse("body failed validation: option color \"" + color + "\" is no color.");
        if (known && !color.empty() && color != known->color)
            refuse("Cannot update color of select with name: " + known->name + ".");
        Option option = known ? *known : Option{space.ids.uuid(), name, color.empty() ? "default" : color, member(entry, "description")};
        if (known && entry.contains("description"))
            option.description = entry["description"];
        // A new name for a known option is passed over, as has been reported of Notion.
        if (!names.insert(option.name).second)
            refuse("Select options must be unique: " + option.name);
        made.push_back(std::move(option));
    }
    property.options = std::move(made);
}

void takeStatus(Workspace &space, Property &property, const Json &config, bool known)
{
    if (const Json &options = member(config, "options"); options.is_array())
        takeOptions(space, property, options);
    else if (!known)
        property.options = {{space.ids.uuid(), "Not started", "default", nullptr},
                            {space.ids.uuid(), "In progress", "blue", nullptr},
                            {space.ids.uuid(), "Done", "green", nullptr}};
}

void takeRollup(Workspace &space, DataSource &table, Property &property, const Json &config)
{
    const auto find = [](DataSource &in, const Json &from, const char *byName, const char *byId) -> Property * {
        const auto name = text(from, byName);
        const auto id = text(from, byId);
        return findProperty(in, name.empty() ? id : name);
    };
    Property *relation = find(table, config, "relation_property_name", "relation_property_id");
    if (!relation || relation->type != "relation")
        refuse("Rollup: could not find the relation property it follows.");
    DataSource &other = space.dataSource(text(relation->config, "data_source_id"));
    const Property *target = find(other, config, "rollup_property_name", "rollup_property_id");
    if (!target)
        refuse("Rollup: could not find the property to roll up in the related data source.");
    const auto function = text(config, "function");
    if (!holds(RollupFunctions, function))
        refuse("body failed validation: rollup.function should be a rollup function, instead was `\"" + function + "\"`.");
    property.config = {{"relation_id", relation->id}, {"property_id", target->id}, {"function", function}};
}

void takeFormula(DataSource &table, Property &property, const Json &config)
{
    const auto expression = text(config, "expression");
    if (const auto trouble = formulaTrouble(table, expression); !trouble.empty())
        refuse("Formula: " + trouble);
    property.config = {{"expression", expression}};
}

Json statusGroups(const Property &property)
{
    Json groups = Json::array();
    static constexpr std::array<std::pair<const char *, const char *>, 3> Names{
        {{"To-do", "gray"}, {"In progress", "blue"}, {"Complete", "green"}}};
    for (std::size_t g = 0; g < Names.size(); ++g) {
        Json members = Json::array();
        for (std::size_t i = 0; i < property.options.size(); ++i) {
            const std::size_t at = i == 0 ? 0 : i + 1 == property.options.size() ? 2 : 1;
            if (at == g)
                members.push_back(property.options[i].id);
        }
        groups.push_back({{"id", property.id + std::to_string(g)}, {"name", Names[g].first}, {"color", Names[g].second}, {"option_ids", members}});
    }
    return groups;
}

} // namespace

bool isPropertyType(std::string_view type)
{
    return holds(Types, type);
}

bool namesType(const Json &config)
{
    return std::any_of(config.items().begin(), config.items().end(), [](const auto &item) { return item.key() != "name" && isPropertyType(item.key()); });
}

std::string typeOf(const Json &config, const std::string &name)
{
    std::string type;
    for (const auto &[key, value] : config.items()) {
        if (key == "name" || key == "description" || key == "type" || key == "id")
            continue;
        if (!isPropertyType(key))
            refuse("body failed validation: properties." + name + "." + key + " should be not present.");
        if (!type.empty())
            refuse("body failed validation: properties." + name + " should have one type, instead has " + type + " and " + key + ".");
        if (!value.is_object())
            refuse("body failed validation: properties." + name + "." + key + " should be an object.");
        type = key;
    }
    if (type.empty())
        refuse("body failed validation: properties." + name + " should have a type.");
    if (const auto said = text(config, "type"); !said.empty() && said != type)
        refuse("body failed validation: properties." + name + ".type should be `\"" + type + "\"`.");
    return type;
}

void checkStatusCreation(const Workspace &space, const std::string &type, const Actor &actor, Version version)
{
    using Creation = FakeNotionOptions::StatusCreation;
    const auto allowed = space.options.statusCreation;
    if (type != "status" || actor.person || allowed == Creation::Always || (allowed == Creation::Since2026 && version == Version::V2026_03_11))
        return;
    refuse("Properties of type status cannot be created with this version of the API.");
}

void configure(Workspace &space, DataSource &table, Property &property, const Json &config, const Actor &actor, bool known)
{
    const auto &type = property.type;
    if (type == "number") {
        if (const auto format = text(config, "format"); !format.empty() || !known)
            property.config["format"] = format.empty() ? "number" : format;
    } else if (type == "select" || type == "multi_select") {
        if (config.contains("options"))
            takeOptions(space, property, config["options"]);
    } else if (type == "status") {
        if (known && config.contains("options"))
            checkStatusCreation(space, "status", actor, Version::V2026_03_11);
        takeStatus(space, property, config, known && !property.options.empty());
    } else if (type == "relation") {
        const auto target = text(config, "data_source_id");
        if (target.empty())
            refuse("body failed validation: relation.data_source_id should be defined.");
        if (config.contains("single_property") == config.contains("dual_property"))
            refuse("body failed validation: relation should have single_property or dual_property.");
        property.config["data_source_id"] = space.dataSource(target).id;
    } else if (type == "rollup") {
        takeRollup(space, table, property, config);
    } else if (type == "formula") {
        takeFormula(table, property, config);
    } else if (type == "unique_id") {
        const auto prefix = text(config, "prefix");
        property.config["prefix"] = prefix.empty() ? Json() : Json(prefix);
    }
}

Json optionJson(const Option &option, bool withDescription)
{
    Json out{{"id", option.id}, {"name", option.name}, {"color", option.color}};
    if (withDescription)
        out["description"] = option.description;
    return out;
}

Json configJson(Workspace &space, DataSource &table, const Property &property)
{
    const auto &type = property.type;
    if (type == "number" || type == "formula" || type == "unique_id")
        return property.config;
    if (type == "select" || type == "multi_select" || type == "status") {
        Json out{{"options", Json::array()}};
        for (const Option &option : property.options)
            out["options"].push_back(optionJson(option, true));
        if (type == "status")
            out["groups"] = statusGroups(property);
        return out;
    }
    if (type == "relation") {
        DataSource &other = *space.dataSources.at(text(property.config, "data_source_id"));
        Json out{{"data_source_id", other.id}, {"database_id", other.database}};
        const Property *back = boolean(property.config, "dual") ? propertyById(other, text(property.config, "synced_id")) : nullptr;
        if (back) {
            out["type"] = "dual_property";
            out["dual_property"] = {{"synced_property_id", urlEncoded(back->id)}, {"synced_property_name", back->name}};
        } else {
            out["type"] = "single_property";
            out["single_property"] = Json::object();
        }
        return out;
    }
    if (type == "rollup") {
        Json out{{"function", property.config["function"]}};
        if (const Property *relation = propertyById(table, text(property.config, "relation_id"))) {
            out["relation_property_id"] = urlEncoded(relation->id);
            out["relation_property_name"] = relation->name;
            DataSource &other = *space.dataSources.at(text(relation->config, "data_source_id"));
            if (const Property *target = propertyById(other, text(property.config, "property_id"))) {
                out["rollup_property_id"] = urlEncoded(target->id);
                out["rollup_property_name"] = target->name;
            }
        }
        return out;
    }
    return Json::object();
}

} // namespace hs::test::notion
