#include "tests/fakes/notion/hub_seed.h"

#include <algorithm>
#include <set>

#include "resources/resources.h"
#include "tests/fakes/notion/page_json.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema_relation.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

Json madeBy(Core &core, std::string_view method, const std::string &target, const Json &body)
{
    const auto answer = core.callLocked({core.space.bot, false}, method, target, body, Version::V2026_03_11, 100);
    const auto parsed = parseJson(answer.body.text());
    return parsed && answer.status == 200 ? *parsed : Json();
}

Json columnFor(const Json &property)
{
    const auto type = text(property, "type");
    if (type == "select" || type == "multi_select") {
        Json options = Json::array();
        for (const auto &name : textList(member(property, "options")))
            options.push_back({{"name", name}});
        return {{type, {{"options", std::move(options)}}}};
    }
    if (type == "number")
        return {{"number", {{"format", text(property, "format") == "currency" ? "dollar" : "number"}}}};
    if (type == "formula")
        return {{"formula", {{"expression", "if(prop(\"Price\") < 100, \"Budget\", if(prop(\"Price\") < 500, \"Standard\", \"Premium\"))"}}}};
    return {{type, Json::object()}};
}

std::vector<Json> hubDatabases()
{
    std::vector<Json> out;
    for (const auto &path : resources::list("hub"))
        if (const auto bytes = resources::read(path))
            if (auto parsed = parseJson(*bytes); parsed && parsed->contains("properties"))
                out.push_back(std::move(*parsed));
    std::sort(out.begin(), out.end(), [](const Json &a, const Json &b) { return integer(a, "createOrder") < integer(b, "createOrder"); });
    return out;
}

std::size_t below(Workspace &space, std::size_t count)
{
    return std::min(count - 1, std::size_t(space.ids.share() * double(count)));
}

Json madeUp(Workspace &space, const Property &property, std::size_t row)
{
    const auto &type = property.type;
    const auto number = std::to_string(row);
    if (type == "title" || type == "rich_text")
        return keptFromPlain(property.name + " " + number);
    if (type == "number")
        return double(below(space, 1000));
    if (type == "checkbox")
        return row % 2 == 0;
    if (type == "email")
        return "person" + number + "@example.com";
    if (type == "phone_number")
        return "+1 555 " + number;
    if (type == "url")
        return "https://example.com/" + number;
    if (type == "date")
        return {{"start", timeText(space.time.now() - std::chrono::hours(below(space, 8000)))}, {"end", nullptr}, {"time_zone", nullptr}};
    if (type == "select" && !property.options.empty())
        return property.options[below(space, property.options.size())].id;
    if (type == "multi_select" && !property.options.empty())
        return Json::array({property.options[below(space, property.options.size())].id});
    if (type == "people")
        return Json::array({space.person});
    return nullptr;
}

void fill(Core &core, DataSource &table, std::size_t pages, std::size_t bytes)
{
    Workspace &space = core.space;
    const Actor actor{space.person, true};
    constexpr std::int64_t Minute = 60'000;
    std::string padding;
    // What is padded is the last text that the console does not write itself, so that the words are as free as notes are.
    const Property *padded = nullptr;
    for (const Property &property : table.properties)
        if (property.type == "rich_text" && property.name != "Console ID")
            padded = &property;
    std::set<std::string> left; // not filled: what the console writes, and texts where a table is wide already
    for (std::size_t row = 0; row < pages; ++row) {
        Page &page = space.addPage({Parent::Kind::DataSource, table.id}, actor);
        for (const Property &property : table.properties) {
            if (property.name == "Console ID" || property.name == "Last Synced" || left.count(property.id) != 0)
                continue;
            if (Json value = madeUp(space, property, row); !value.is_null())
                page.values[property.id] = std::move(value);
        }
        if (row == 0 && padded) {
            auto bare = pageText(space, page, Version::V2026_03_11)->size();
            for (const Property &property : table.properties) {
                if (bare <= bytes || property.type != "rich_text" || &property == padded)
                    continue;
                page.values.erase(property.id);
                left.insert(property.id);
                space.touchQuietly(page);
                bare = pageText(space, page, Version::V2026_03_11)->size();
            }
            const auto missing = bytes > bare ? (bytes - bare) / 2 : 0; // a text stands twice: as content and as plain_text
            while (padding.size() < missing)
                padding += "Words that a person might have noted here. ";
            padding.resize(missing);
        }
        if (padded && !padding.empty())
            page.values[padded->id] = keptFromPlain("Note " + std::to_string(row) + " " + padding);
        const auto edited = std::int64_t(below(space, 365 * 24 * 60));
        page.edited = page.edited - std::chrono::milliseconds(edited * Minute);
        page.created = page.edited - std::chrono::milliseconds(Minute * std::int64_t(below(space, 100'000)));
        page.searchTitle = titleOf(page);
        space.touchQuietly(page);
    }
}

} // namespace

std::map<std::string, std::string> seedHub(Core &core, const std::string &root, std::size_t pagesEach, std::size_t bytesEach)
{
    Workspace &space = core.space;
    const auto databases = hubDatabases();
    std::map<std::string, std::string> sources;
    for (const Json &database : databases) {
        Json columns = Json::object();
        for (const Json &property : database["properties"])
            if (text(property, "type") != "relation")
                columns[text(property, "name")] = columnFor(property);
        const Json made = madeBy(core, "POST", "/v1/databases",
                                 {{"parent", {{"page_id", root}}},
                                  {"title", {{{"text", {{"content", text(database, "title")}}}}}},
                                  {"initial_data_source", {{"properties", std::move(columns)}}}});
        sources[text(database, "key")] = text(at(made, "data_sources.0"), "id");
    }
    for (const Json &database : databases) { // relations, now that all they name are there
        Json columns = Json::object();
        for (const Json &property : database["properties"])
            if (text(property, "type") == "relation")
                columns[text(property, "name")] = {
                    {"relation", {{"data_source_id", sources[text(property, "relation")]}, {"single_property", Json::object()}}}};
        (void)madeBy(core, "PATCH", "/v1/data_sources/" + sources[text(database, "key")], {{"properties", std::move(columns)}});
    }
    for (const auto &[key, id] : sources)
        fill(core, *space.dataSources.at(id), pagesEach, bytesEach);
    for (const auto &[key, id] : sources) {
        DataSource &table = *space.dataSources.at(id);
        for (const Property &property : table.properties) {
            if (property.type != "relation")
                continue;
            const auto &targets = space.dataSources.at(text(property.config, "data_source_id"))->pages;
            for (Page *page : table.pages)
                if (!targets.empty())
                    setRelation(space, *page, property, Json::array({targets[below(space, targets.size())]->id}), {space.person, true});
        }
        for (Page *page : table.pages)
            (void)pageText(space, *page, Version::V2026_03_11);
    }
    return sources;
}

} // namespace hs::test::notion
