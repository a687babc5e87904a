#include "tests/fakes/notion/values_read.h"

#include <algorithm>

#include "tests/fakes/notion/formula.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/rollup.h"
#include "tests/fakes/notion/schema_config.h"
#include "tests/fakes/notion/users.h"

namespace hs::test::notion {

namespace {

const Option *optionOf(const Property &property, const Json &id)
{
    for (const Option &option : property.options)
        if (id == option.id)
            return &option;
    return nullptr;
}

std::size_t shownOf(const Json &list, bool cut)
{
    return cut ? std::min(list.size(), ShownInPage) : list.size();
}

bool isEmptyList(const std::string &type)
{
    return type == "multi_select" || type == "people" || type == "relation" || type == "files";
}

} // namespace

std::string timeText(Timestamp at)
{
    return toRfc3339(toMinute(at));
}

const Json &keptValue(const Page &page, const Property &property)
{
    static const Json none;
    const auto found = page.values.find(property.id);
    return found == page.values.end() ? none : found->second;
}

std::string titleOf(const Page &page)
{
    const auto found = page.values.find("title");
    return found == page.values.end() ? std::string() : plainText(found->second);
}

Json shownValue(Workspace &space, DataSource &table, const Property &property, const Page &page, bool cut)
{
    const auto &type = property.type;
    if (const auto served = page.served.find(property.id); served != page.served.end())
        return served->second;
    if (type == "created_time")
        return timeText(page.created);
    if (type == "last_edited_time")
        return timeText(page.edited);
    if (type == "created_by")
        return partialUser(page.createdBy);
    if (type == "last_edited_by")
        return partialUser(page.editedBy);
    if (type == "unique_id")
        return {{"prefix", property.config["prefix"]}, {"number", page.number}};
    if (type == "button")
        return Json::object();
    if (type == "formula")
        return formulaValue(space, table, page, text(property.config, "expression"));
    if (type == "rollup")
        return rollupValue(space, table, page, property);
    const Json &kept = keptValue(page, property);
    if (type == "title" || type == "rich_text")
        return kept.is_null() ? Json::array() : shownText(kept);
    if (type == "checkbox")
        return kept.is_boolean() && kept.get<bool>();
    if (type == "verification" && kept.is_null())
        return {{"state", "unverified"}, {"date", nullptr}, {"verified_by", nullptr}};
    if (type == "select" || type == "status") {
        const Option *option = optionOf(property, kept);
        if (!option && type == "status" && !property.options.empty())
            option = &property.options.front();
        return option ? optionJson(*option, false) : Json();
    }
    if (kept.is_null())
        return isEmptyList(type) ? Json::array() : Json();
    if (!isEmptyList(type) || type == "files")
        return kept;
    Json out = Json::array();
    for (std::size_t i = 0; i < shownOf(kept, cut); ++i) {
        if (type == "multi_select") {
            if (const Option *option = optionOf(property, kept[i]))
                out.push_back(optionJson(*option, false));
        } else if (type == "relation") {
            out.push_back({{"id", kept[i]}});
        } else {
            const auto user = space.users.find(kept[i].get<std::string>());
            out.push_back(user == space.users.end() ? partialUser(kept[i].get<std::string>()) : userJson(space, user->second));
        }
    }
    return out;
}

Json propertyJson(Workspace &space, DataSource &table, const Property &property, const Page &page)
{
    Json out{{"id", urlEncoded(property.id)}, {"type", property.type}, {property.type, shownValue(space, table, property, page, true)}};
    if (property.type == "relation")
        out["has_more"] = keptValue(page, property).size() > ShownInPage;
    return out;
}

Json plainValue(Workspace &space, DataSource &table, const Property &property, const Page &page)
{
    const auto &type = property.type;
    const Json shown = shownValue(space, table, property, page, false);
    if (type == "title" || type == "rich_text")
        return plainText(keptValue(page, property));
    if (type == "select" || type == "status")
        return shown.is_null() ? Json() : shown["name"];
    if (type == "date")
        return shown.is_null() ? Json() : shown["start"];
    if (type == "unique_id")
        return shown["number"];
    if (type == "formula" || type == "rollup") {
        const Json &value = member(shown, text(shown, "type"));
        return value.is_object() ? member(value, "start") : value.is_array() ? Json(value.size()) : value;
    }
    if (type == "created_by" || type == "last_edited_by") {
        const auto user = space.users.find(text(shown, "id"));
        return user == space.users.end() ? Json() : Json(user->second.name);
    }
    if (shown.is_array()) {
        std::string names;
        for (const Json &each : shown)
            names += (names.empty() ? "" : ", ") + text(each, each.contains("name") ? "name" : "id");
        return names;
    }
    return shown.is_object() ? Json() : shown;
}

} // namespace hs::test::notion
