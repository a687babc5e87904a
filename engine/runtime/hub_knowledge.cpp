#include "engine/runtime/hub_knowledge.h"

#include <algorithm>
#include <array>

#include "engine/crypto/hash.h"
#include "engine/store/tables/record_texts.h"
#include "engine/store/tables/records.h"
#include "engine/vocabulary/json.h"

namespace hs::runtime::hub {

namespace {

constexpr std::size_t MarkBytes = 8;

/// What the engine keeps of itself says nothing that somebody would look up.
constexpr std::array<std::string_view, 5> NotForSearch{"agent-communication", "active-workflows", "agent-registry", "api-integrations", "data-transformations"};

bool readable(const records::Property &property)
{
    using records::PropertyType;
    switch (property.type) {
    case PropertyType::RichText: return property.format != "json";
    case PropertyType::Number:
    case PropertyType::Select:
    case PropertyType::MultiSelect:
    case PropertyType::Date:
    case PropertyType::Email:
    case PropertyType::PhoneNumber:
    case PropertyType::Url: return true;
    default: return false;
    }
}

std::string asWords(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_integer())
        return std::to_string(value.get<std::int64_t>());
    if (value.is_number())
        return dump(value);
    std::string words;
    if (value.is_array()) {
        for (const auto &one : value) {
            if (const auto text = asWords(one); !text.empty())
                words += (words.empty() ? "" : ", ") + text;
        }
    } else if (value.is_object()) {
        for (const char *part : {"start", "end"}) {
            if (const auto text = hs::text(value, part); !text.empty())
                words += (words.empty() ? "" : " – ") + text;
        }
    }
    return words;
}

} // namespace

std::vector<std::string> knowledgeIds(const store::ReadSql &sql, const std::string &after, int limit)
{
    return store::records::idsBehind(sql, after, limit);
}

std::optional<knowledge::HubText> knowledgeText(const store::ReadSql &sql, const records::Hub &hub, const std::string &id)
{
    const auto record = store::records::findAny(sql, id);
    if (!record || std::find(NotForSearch.begin(), NotForSearch.end(), record->database) != NotForSearch.end())
        return std::nullopt;
    const auto database = hub.find(record->database);
    if (!database)
        return std::nullopt;
    knowledge::HubText text;
    text.title = record->title;
    text.database = record->database;
    text.entity = record->entity;
    text.changedAt = record->updatedAt;
    std::string properties;
    for (const auto &property : (*database)->properties) {
        if (property.systemOnly || property.name == (*database)->titleProperty || property.name == (*database)->idProperty || !readable(property))
            continue;
        if (const auto words = asWords(member(record->fields, property.name)); !words.empty())
            properties += property.name + ": " + words + "\n\n";
    }
    text.markdown = "# " + record->title + "\n\n" + (*database)->title + "\n\n" + properties;
    if (const auto page = store::texts::find(sql, id); page && !page->text.empty())
        text.markdown += page->text + "\n";
    text.mark = crypto::toHex(crypto::sha256(text.markdown).substr(0, MarkBytes));
    return text;
}

} // namespace hs::runtime::hub
