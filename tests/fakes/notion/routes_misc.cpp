#include "tests/fakes/notion/routes.h"

#include <algorithm>

#include "tests/fakes/notion/bodies.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/paging.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/users.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c < 0x80 ? char(std::tolower(c)) : char(c); });
    return text;
}

// Search learns of pages and titles late.
bool searchKnows(Workspace &space, Page &page)
{
    const auto now = space.time.now();
    if (now >= page.searchableFrom)
        page.searchTitle = titleOf(page);
    return now >= page.created + space.options.searchLag;
}

Json itemJson(const std::string &id, const std::string &type, Json value)
{
    return {{"object", "property_item"}, {"id", id}, {"type", type}, {type, std::move(value)}};
}

} // namespace

Answer getMe(Call &call)
{
    return jsonAnswer(userJson(call.space, call.space.users.at(call.space.bot)));
}

Answer listUsers(Call &call)
{
    Json all = Json::array();
    for (const auto &[id, user] : call.space.users)
        all.push_back(userJson(call.space, user));
    return jsonAnswer(pagedList(call, all, "user"));
}

Answer getUser(Call &call)
{
    return jsonAnswer(userJson(call.space, call.space.user(call.ids[0])));
}

Answer search(Call &call)
{
    checkMembers(call, {"query", "filter", "sort", "start_cursor", "page_size"});
    Workspace &space = call.space;
    const Json &filter = member(call.body, "filter");
    const auto kind = text(filter, "value");
    if (!filter.is_null() && kind != "page" && kind != "data_source" && !(kind.empty() && filter.contains("in_trash")))
        refuse("body failed validation: body.filter.value should be `\"page\"` or `\"data_source\"`, instead was `\"" + kind + "\"`.");
    const bool trashed = boolean(filter, "in_trash");
    const auto wanted = lower(text(call.body, "query"));
    const bool ascending = text(member(call.body, "sort"), "direction") == "ascending";

    struct Hit {
        Timestamp edited;
        std::string id;
    };
    std::vector<Hit> hits;
    const auto consider = [&](const std::string &title, Timestamp edited, const std::string &id, const Parent &where) {
        if (lower(title).find(wanted) != std::string::npos && space.isShared(where))
            hits.push_back({edited, id});
    };
    if (kind != "data_source")
        for (const auto &[id, page] : space.pages)
            if (page->inTrash == trashed && searchKnows(space, *page))
                consider(page->searchTitle, page->edited, id, {Parent::Kind::Page, id});
    if (kind != "page")
        for (const auto &[id, table] : space.dataSources)
            if (table->inTrash == trashed)
                consider(plainText(table->title), table->edited, id, {Parent::Kind::DataSource, id});
    std::sort(hits.begin(), hits.end(), [&](const Hit &a, const Hit &b) {
        return a.edited != b.edited ? (ascending ? a.edited < b.edited : a.edited > b.edited) : a.id < b.id;
    });
    const auto from = std::min(positionOf(cursorOf(call)), hits.size());
    const auto to = std::min(from + pageSizeOf(call), hits.size());
    Json results = Json::array();
    for (auto i = from; i < to; ++i) {
        const auto page = space.pages.find(hits[i].id);
        results.push_back(page != space.pages.end() ? pageJson(space, *page->second, call.version)
                                                    : dataSourceJson(space, *space.dataSources.at(hits[i].id), call.version));
    }
    const bool more = to < hits.size();
    return jsonAnswer({{"object", "list"}, {"results", std::move(results)}, {"has_more", more}, {"next_cursor", more ? Json(cursorFor(to)) : Json()},
                       {"type", "page_or_data_source"}, {"page_or_data_source", Json::object()}});
}

Answer getPropertyItem(Call &call)
{
    Workspace &space = call.space;
    Page &page = space.page(call.ids[0]);
    DataSource *table = space.tableOf(page);
    Property titleOnly;
    titleOnly.id = titleOnly.type = "title";
    const Property *property = table ? propertyById(*table, call.ids[1]) : call.ids[1] == "title" ? &titleOnly : nullptr;
    if (!property)
        refuseMissing("property", call.ids[1]);
    const auto &type = property->type;
    const auto id = urlEncoded(property->id);
    const bool isList = type == "title" || type == "rich_text" || type == "people" || type == "relation";
    if (!isList && type != "rollup")
        return jsonAnswer(itemJson(id, type, shownValue(space, *table, *property, page, false)));

    Json all = Json::array();
    Json told = Json::object();
    if (isList) {
        const Json shown = table ? shownValue(space, *table, *property, page, false) : shownText(keptValue(page, *property));
        for (const Json &each : shown)
            all.push_back(itemJson(id, type, each));
    } else {
        told = shownValue(space, *table, *property, page, false);
        const Property *relation = propertyById(*table, text(property->config, "relation_id"));
        if (text(told, "type") == "array") {
            for (const Json &each : told["array"])
                all.push_back(itemJson(id, text(each, "type"), each[text(each, "type")]));
            told["array"] = Json::array();
        } else if (relation) {
            for (const Json &each : keptValue(page, *relation))
                all.push_back(itemJson(id, "relation", {{"id", each}}));
        }
    }
    Json list = pagedList(call, all, "property_item");
    if (type == "rollup" && boolean(list, "has_more"))
        told = {{"type", "incomplete"}, {"incomplete", Json::object()}, {"function", property->config["function"]}};
    const Json &next = list["next_cursor"];
    list["property_item"] = {{"id", id}, {"type", type}, {type, std::move(told)},
                             {"next_url", next.is_null() ? Json() : Json("/v1/pages/" + page.id + "/properties/" + id + "?start_cursor=" + next.get<std::string>())}};
    return jsonAnswer(list);
}

} // namespace hs::test::notion
