#include "tests/fakes/notion/filters.h"

#include <algorithm>
#include <set>

#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

const std::set<std::string> &textTypes()
{
    static const std::set<std::string> types{"title", "rich_text", "url", "email", "phone_number"};
    return types;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c < 0x80 ? char(std::tolower(c)) : char(c); });
    return text;
}

struct Op {
    std::string name;
    Json value;
};

Op theOp(const Json &ops, const std::string &path)
{
    if (!ops.is_object() || ops.size() != 1)
        refuse("body failed validation: " + path + " should have exactly one condition.");
    return {ops.begin().key(), ops.begin().value()};
}

[[noreturn]] void unknownOp(const std::string &path, const Op &op)
{
    refuse("body failed validation: " + path + "." + op.name + " should be not present.");
}

using Reading = std::function<Json(const Page &)>;

// is_empty and is_not_empty, which take true alone. Null: the op is another one.
Condition emptiness(const Op &op, const std::string &path, const std::function<bool(const Page &)> &isEmpty)
{
    if (op.name != "is_empty" && op.name != "is_not_empty")
        return nullptr;
    if (op.value != true)
        refuse("body failed validation: " + path + "." + op.name + " should be `true`.");
    return [isEmpty, wanted = op.name == "is_empty"](const Page &page) { return isEmpty(page) == wanted; };
}

Condition textCondition(const Reading &read, const Op &op, const std::string &path)
{
    if (auto empty = emptiness(op, path, [read](const Page &page) { return scalarText(read(page)).empty(); }))
        return empty;
    if (!op.value.is_string())
        refuse("body failed validation: " + path + "." + op.name + " should be a string.");
    const auto wanted = op.value.get<std::string>();
    const auto low = lower(wanted);
    const auto with = [read](auto test) -> Condition { return [read, test](const Page &page) { return test(scalarText(read(page))); }; };
    if (op.name == "equals")
        return with([wanted](const std::string &value) { return value == wanted; });
    if (op.name == "does_not_equal")
        return with([wanted](const std::string &value) { return value != wanted; });
    if (op.name == "contains")
        return with([low](const std::string &value) { return lower(value).find(low) != std::string::npos; });
    if (op.name == "does_not_contain")
        return with([low](const std::string &value) { return lower(value).find(low) == std::string::npos; });
    if (op.name == "starts_with")
        return with([low](const std::string &value) { return lower(value).rfind(low, 0) == 0; });
    if (op.name == "ends_with")
        return with([low](const std::string &value) {
            return value.size() >= low.size() && lower(value.substr(value.size() - low.size())) == low;
        });
    unknownOp(path, op);
}

Condition numberCondition(const Reading &read, const Op &op, const std::string &path)
{
    if (auto empty = emptiness(op, path, [read](const Page &page) { return !read(page).is_number(); }))
        return empty;
    if (!op.value.is_number())
        refuse("body failed validation: " + path + "." + op.name + " should be a number.");
    const double wanted = op.value.get<double>();
    const auto with = [read](bool ofNothing, auto test) -> Condition {
        return [read, ofNothing, test](const Page &page) {
            const Json value = read(page);
            return value.is_number() ? test(value.get<double>()) : ofNothing;
        };
    };
    if (op.name == "equals")
        return with(false, [wanted](double v) { return !(v < wanted) && !(v > wanted); });
    if (op.name == "does_not_equal")
        return with(true, [wanted](double v) { return v < wanted || v > wanted; });
    if (op.name == "greater_than")
        return with(false, [wanted](double v) { return v > wanted; });
    if (op.name == "less_than")
        return with(false, [wanted](double v) { return v < wanted; });
    if (op.name == "greater_than_or_equal_to")
        return with(false, [wanted](double v) { return v >= wanted; });
    if (op.name == "less_than_or_equal_to")
        return with(false, [wanted](double v) { return v <= wanted; });
    unknownOp(path, op);
}

Condition checkboxCondition(const Reading &read, const Op &op, const std::string &path)
{
    if (!op.value.is_boolean())
        refuse("body failed validation: " + path + "." + op.name + " should be a boolean.");
    if (op.name != "equals" && op.name != "does_not_equal")
        unknownOp(path, op);
    const bool wanted = op.value.get<bool>() == (op.name == "equals");
    return [read, wanted](const Page &page) { return (read(page) == true) == wanted; };
}

// select and status: one name, or several
Condition choiceCondition(const Reading &read, const Op &op, const std::string &path)
{
    if (auto empty = emptiness(op, path, [read](const Page &page) { return read(page).is_null(); }))
        return empty;
    const auto names = op.value.is_string() ? std::vector<std::string>{op.value.get<std::string>()} : textList(op.value);
    if (!op.value.is_string() && (!op.value.is_array() || names.size() != op.value.size()))
        refuse("body failed validation: " + path + "." + op.name + " should be a string or an array of strings.");
    if (op.name != "equals" && op.name != "does_not_equal")
        unknownOp(path, op);
    return [read, names, wanted = op.name == "equals"](const Page &page) {
        const auto value = scalarText(read(page));
        return (std::find(names.begin(), names.end(), value) != names.end()) == wanted;
    };
}

// multi_select by name, people and relation by id: `read` gives the list of what stands there
Condition listCondition(const Reading &read, const Op &op, const std::string &path, std::optional<std::string> wanted)
{
    if (auto empty = emptiness(op, path, [read](const Page &page) { return read(page).empty(); }))
        return empty;
    if (op.name != "contains" && op.name != "does_not_contain")
        unknownOp(path, op);
    if (!op.value.is_string() || !wanted)
        refuse("body failed validation: " + path + "." + op.name + " should be a valid uuid or name.");
    return [read, name = *wanted, holds = op.name == "contains"](const Page &page) {
        const Json list = read(page);
        return (std::find(list.begin(), list.end(), Json(name)) != list.end()) == holds;
    };
}

Condition rollupCondition(Workspace &space, DataSource &table, const Property &property, const Op &op, const std::string &path)
{
    const auto value = [&space, &table, &property](const Page &page) {
        const Json shown = shownValue(space, table, property, page, false);
        return member(shown, text(shown, "type"));
    };
    if (op.name == "number")
        return numberCondition(value, theOp(op.value, path + ".number"), path + ".number");
    if (op.name == "date")
        return readDateCondition(space, value, op.value, path + ".date");
    if (op.name != "any" && op.name != "every" && op.name != "none")
        unknownOp(path, op);
    const Property *relation = propertyById(table, text(property.config, "relation_id"));
    if (!relation)
        refuse("The rollup " + property.name + " follows no relation.");
    DataSource &other = *space.dataSources.at(text(relation->config, "data_source_id"));
    const Property *target = propertyById(other, text(property.config, "property_id"));
    if (!target)
        refuse("The rollup " + property.name + " shows no property.");
    const Op inner = theOp(op.value, path + "." + op.name);
    const auto condition = readCondition(space, other, *target, inner.name, inner.value);
    return [&space, relation, condition, how = op.name](const Page &page) {
        bool any = false, all = true;
        for (const Json &id : keptValue(page, *relation)) {
            const bool holds = condition(*space.pages.at(id.get<std::string>()));
            any = any || holds;
            all = all && holds;
        }
        return how == "any" ? any : how == "every" ? all : !any;
    };
}

Condition formulaCondition(Workspace &space, DataSource &table, const Property &property, const Op &op, const std::string &path)
{
    const auto value = [&space, &table, &property](const Page &page) {
        const Json shown = shownValue(space, table, property, page, false);
        return member(shown, text(shown, "type"));
    };
    const auto inner = path + "." + op.name;
    if (op.name == "string")
        return textCondition(value, theOp(op.value, inner), inner);
    if (op.name == "number")
        return numberCondition(value, theOp(op.value, inner), inner);
    if (op.name == "checkbox")
        return checkboxCondition(value, theOp(op.value, inner), inner);
    if (op.name == "date")
        return readDateCondition(space, value, op.value, inner);
    unknownOp(path, op);
}

std::optional<std::string> personWanted(const Workspace &space, const Op &op)
{
    return op.value == "me" ? std::optional<std::string>(space.bot) : op.value.is_string() ? canonicalId(op.value.get<std::string>()) : std::nullopt;
}

Condition timestampFilter(Workspace &space, const Json &filter)
{
    const auto which = text(filter, "timestamp");
    if (which != "created_time" && which != "last_edited_time")
        refuse("body failed validation: body.filter.timestamp should be created_time or last_edited_time.");
    if (!filter.contains(which))
        refuse("body failed validation: body.filter." + which + " should be defined.");
    const bool created = which == "created_time";
    return readDateCondition(
        space, [created](const Page &page) { return Json(toMillis(toMinute(created ? page.created : page.edited))); }, filter[which],
        "body.filter." + which);
}

Condition read(Workspace &space, DataSource &table, const Json &filter, int depth)
{
    if (!filter.is_object())
        refuse("body failed validation: body.filter should be an object, instead was " + kindName(filter) + ".");
    for (const char *how : {"and", "or"}) {
        if (!filter.contains(how))
            continue;
        const Json &parts = filter[how];
        if (!parts.is_array() || parts.size() > 100)
            refuse(std::string("body failed validation: body.filter.") + how + " should be an array of at most 100.");
        if (depth >= 2)
            refuse("body failed validation: body.filter is nested deeper than two levels.");
        std::vector<Condition> all;
        for (const Json &part : parts)
            all.push_back(read(space, table, part, depth + 1));
        const bool every = std::string_view(how) == "and";
        return [all, every](const Page &page) {
            const auto holds = [&](const Condition &c) { return c(page); };
            return every ? std::all_of(all.begin(), all.end(), holds) : std::any_of(all.begin(), all.end(), holds);
        };
    }
    if (filter.contains("timestamp"))
        return timestampFilter(space, filter);
    const auto name = text(filter, "property");
    if (name.empty())
        refuse("body failed validation: body.filter should have property, timestamp, and or or.");
    const Property *property = findProperty(table, name);
    if (!property)
        refuse("Could not find property with name or id: " + name);
    std::string type;
    for (const auto &[key, value] : filter.items())
        if (key != "property" && key != "type")
            type = type.empty() ? key : throw Refusal{400, "validation_error", "body failed validation: body.filter." + key + " should be not present.", nullptr};
    if (type.empty())
        refuse("body failed validation: body.filter should have a condition.");
    return readCondition(space, table, *property, type, filter[type]);
}

} // namespace

Condition readCondition(Workspace &space, DataSource &table, const Property &property, const std::string &type, const Json &ops)
{
    const auto path = "body.filter." + type;
    // Texts may be asked as one another, as the API allows.
    const bool matches = type == property.type || (textTypes().count(type) != 0 && textTypes().count(property.type) != 0);
    if (!matches)
        refuse("database property " + property.type + " does not match filter " + type);
    const auto plain = [&space, &table, &property](const Page &page) { return plainValue(space, table, property, page); };
    const auto shown = [&space, &table, &property](const Page &page) { return shownValue(space, table, property, page, false); };
    const auto kept = [&property](const Page &page) { return keptValue(page, property); };
    if (type == "date" || type == "created_time" || type == "last_edited_time")
        return readDateCondition(space, shown, ops, path);
    const Op op = theOp(ops, path);
    if (textTypes().count(type) != 0)
        return textCondition(plain, op, path);
    if (type == "number" || type == "unique_id")
        return numberCondition(plain, op, path);
    if (type == "checkbox")
        return checkboxCondition(shown, op, path);
    if (type == "select" || type == "status")
        return choiceCondition(plain, op, path);
    if (type == "multi_select")
        return listCondition(
            [shown](const Page &page) {
                Json names = Json::array();
                for (const Json &each : shown(page))
                    names.push_back(each["name"]);
                return names;
            },
            op, path, op.value.is_string() ? std::optional<std::string>(op.value.get<std::string>()) : std::nullopt);
    if (type == "people")
        return listCondition(kept, op, path, personWanted(space, op));
    if (type == "created_by" || type == "last_edited_by")
        return listCondition([created = type == "created_by"](const Page &page) { return Json::array({created ? page.createdBy : page.editedBy}); },
                             op, path, personWanted(space, op));
    if (type == "relation")
        return listCondition(kept, op, path, op.value.is_string() ? canonicalId(op.value.get<std::string>()) : std::nullopt);
    if (type == "files") {
        if (auto empty = emptiness(op, path, [kept](const Page &page) { return kept(page).empty(); }))
            return empty;
        unknownOp(path, op);
    }
    if (type == "formula")
        return formulaCondition(space, table, property, op, path);
    if (type == "rollup")
        return rollupCondition(space, table, property, op, path);
    if (type == "verification" && op.name == "status")
        return [kept, wanted = op.value](const Page &page) { return (kept(page).is_null() ? "none" : "verified") == wanted; };
    refuse("body failed validation: properties of type " + type + " cannot be filtered.");
}

Condition readFilter(Workspace &space, DataSource &table, const Json &filter)
{
    return filter.is_null() || (filter.is_object() && filter.empty()) ? Condition() : read(space, table, filter, 0);
}

} // namespace hs::test::notion
