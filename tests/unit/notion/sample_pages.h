#pragma once

#include "engine/notion/ids.h"
#include "engine/notion/page.h"
#include "engine/notion/rich_text.h"
#include "engine/notion/schema.h"
#include "engine/records/value.h"

/// Notion's side made up for tests: ids, schemas as it gives them back, pages as it sends them.
namespace hs::notion::test {

/// An id of Notion's that belongs to a number and a kind (one letter of a to f).
inline std::string madeId(char kind, std::size_t number)
{
    auto digits = std::to_string(number);
    return std::string(1, kind) + std::string(31 - digits.size(), '0') + digits;
}

/// Every record has the page that its id names: "rec_7" is page …7, "op_7" user …7.
class EveryoneKnown : public Directory {
public:
    std::optional<std::string> pageOf(std::string_view recordId) const override { return theirs('a', "rec_", recordId); }
    std::optional<std::string> recordOf(std::string_view pageId) const override { return ours('a', "rec_", pageId); }
    std::optional<std::string> userOf(std::string_view operatorId) const override { return theirs('b', "op_", operatorId); }
    std::optional<std::string> operatorOf(std::string_view userId) const override { return ours('b', "op_", userId); }

private:
    static std::optional<std::string> theirs(char kind, std::string_view prefix, std::string_view id)
    {
        if (!id.starts_with(prefix))
            return {};
        return madeId(kind, std::size_t(std::atoll(std::string(id.substr(prefix.size())).c_str())));
    }
    static std::optional<std::string> ours(char kind, std::string_view prefix, std::string_view id)
    {
        if (id.empty() || id.front() != kind)
            return {};
        return std::string(prefix) + std::to_string(std::atoll(std::string(id.substr(1)).c_str()));
    }
};

class NobodyKnown : public Directory {
public:
    std::optional<std::string> pageOf(std::string_view) const override { return {}; }
    std::optional<std::string> recordOf(std::string_view) const override { return {}; }
    std::optional<std::string> userOf(std::string_view) const override { return {}; }
    std::optional<std::string> operatorOf(std::string_view) const override { return {}; }
};

inline DataSources everySource(const records::Hub &hub)
{
    DataSources sources;
    for (const auto &database : hub.databases())
        sources[database.key] = madeId('d', std::size_t(database.number));
    return sources;
}

/// A schema as Notion gives it back for what we would have made, the other sides of relations left out.
inline RemoteSchema schemaOf(const records::Hub &hub, const records::Database &database)
{
    RemoteSchema schema;
    schema.id = everySource(hub)[database.key];
    schema.title = database.title;
    int number = 0;
    for (const auto &property : database.properties) {
        RemoteProperty remote;
        remote.id = property.type == records::PropertyType::Title ? "title" : "p%3A" + std::to_string(number++);
        remote.name = property.name;
        remote.type = std::string(records::name(property.type));
        remote.config = member(propertyConfig(database, property, everySource(hub)), remote.type);
        schema.properties.push_back(std::move(remote));
    }
    return schema;
}

/// A written value the way Notion sends it: with its type, and texts with all that surrounds them.
inline Json asSent(const std::string &id, const std::string &type, const Json &written)
{
    Json inner = member(written, type);
    if (type == "title" || type == "rich_text") {
        Json items = Json::array();
        for (const auto &item : inner) {
            const auto content = member(member(item, "text"), "content");
            items.push_back({{"type", "text"},
                             {"text", {{"content", content}, {"link", nullptr}}},
                             {"annotations",
                              {{"bold", false}, {"italic", false}, {"strikethrough", false}, {"underline", false}, {"code", false}, {"color", "default"}}},
                             {"plain_text", content},
                             {"href", nullptr}});
        }
        inner = std::move(items);
    } else if (type == "select" && inner.is_object()) {
        inner["id"] = "opt1";
        inner["color"] = "blue";
    } else if (type == "multi_select") {
        for (auto &option : inner) {
            option["id"] = "opt2";
            option["color"] = "gray";
        }
    } else if (type == "date" && inner.is_object()) {
        inner["end"] = nullptr;
        inner["time_zone"] = nullptr;
    } else if (type == "people") {
        for (auto &person : inner)
            person["object"] = "user";
    }
    Json sent = {{"id", id}, {"type", type}, {type, inner}};
    if (type == "relation")
        sent["has_more"] = false;
    if (type == "formula")
        sent[type] = {{"type", "string"}, {"string", "Budget"}};
    return sent;
}

/// A value that fits a property, another for each number.
inline Json sampleValue(const records::Property &property, int number)
{
    using records::PropertyType;
    const auto n = std::to_string(number);
    switch (property.type) {
    case PropertyType::Title:
        return "Mara Lindt " + n;
    case PropertyType::RichText:
        return property.format == "json" ? Json{{"email", {{"consent", true}, {"at", "2026-05-01"}}}} : Json("A note of some words, number " + n);
    case PropertyType::Number:
        return number % 100;
    case PropertyType::Select:
        return property.open ? Json("Germany") : Json(property.options[std::size_t(number) % property.options.size()]);
    case PropertyType::MultiSelect:
        return property.open ? Json::array({"Core", "Booking"}) : Json::array({property.options.front(), property.options.back()});
    case PropertyType::Date:
        return property.format == "datetime" ? "2026-05-01T09:30:00.000Z" : "2026-05-01";
    case PropertyType::Email:
        return "mara" + n + "@studio.example";
    case PropertyType::PhoneNumber:
        return "+49 30 1234567";
    case PropertyType::Url:
        return "https://studio.example/" + n;
    case PropertyType::Checkbox:
        return number % 2 == 0;
    case PropertyType::People:
        return Json::array({"op_" + n});
    case PropertyType::Relation:
        return Json::array({"rec_" + n});
    case PropertyType::Files:
        return Json::array({{{"name", "front.jpg"}, {"url", "https://studio.example/front.jpg"}}});
    case PropertyType::Formula:
        break;
    }
    return nullptr;
}

inline Json pageOf(const RemoteSchema &schema, const records::Database &database, int number)
{
    const EveryoneKnown directory;
    Json properties = Json::object();
    for (std::size_t i = 0; i < database.properties.size(); ++i) {
        const auto &property = database.properties[i];
        const auto &remote = schema.properties[i];
        properties[remote.name] = asSent(remote.id, remote.type, toNotion(property, sampleValue(property, number), directory).value);
    }
    return {{"object", "page"},
            {"id", dashed(madeId('a', std::size_t(number)))},
            {"created_time", "2026-05-01T09:00:00.000Z"},
            {"last_edited_time", "2026-05-02T10:31:00.000Z"},
            {"created_by", {{"object", "user"}, {"id", dashed(madeId('b', 1))}}},
            {"last_edited_by", {{"object", "user"}, {"id", dashed(madeId('b', 2))}}},
            {"in_trash", false},
            {"is_archived", false},
            {"is_locked", false},
            {"icon", nullptr},
            {"cover", nullptr},
            {"url", "https://www.notion.so/Mara-Lindt-" + madeId('a', std::size_t(number))},
            {"public_url", nullptr},
            {"parent", {{"type", "data_source_id"}, {"data_source_id", dashed(schema.id)}, {"database_id", dashed(madeId('c', 1))}}},
            {"properties", properties}};
}

} // namespace hs::notion::test
