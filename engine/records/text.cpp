#include "engine/records/text.h"

#include "engine/crypto/hash.h"

namespace hs::records {

namespace {

/// The words of a value as people would type them into a search field; ids and flags are not words.
void addWords(const Property &property, const Json &value, std::string &words)
{
    switch (property.type) {
    case PropertyType::Checkbox:
    case PropertyType::People:
    case PropertyType::Relation:
        return;
    case PropertyType::MultiSelect:
        for (const auto &item : value)
            words += scalarText(item) + '\n';
        return;
    case PropertyType::Files:
        for (const auto &item : value)
            words += text(item, "name") + '\n';
        return;
    default:
        words += (value.is_structured() ? dump(value) : scalarText(value)) + '\n';
    }
}

} // namespace

std::string etag(const Json &fields, Timestamp updatedAt)
{
    return etagOfText(dump(fields), updatedAt);
}

std::string etagOfText(std::string_view fields, Timestamp updatedAt)
{
    constexpr std::size_t Bytes = 8;
    return crypto::toHex(crypto::sha256(std::string(fields) + '\n' + std::to_string(toMillis(updatedAt))).substr(0, Bytes));
}

std::string title(const Database &database, const Json &fields)
{
    auto words = text(fields, database.titleProperty);
    return words.empty() && !database.idProperty.empty() ? text(fields, database.idProperty) : words;
}

std::string searchText(const Database &database, const Json &fields)
{
    std::string words;
    for (const auto &property : database.properties) {
        if (property.systemOnly && property.name != database.idProperty)
            continue;
        if (const Json &value = member(fields, property.name); !value.is_null())
            addWords(property, value, words);
    }
    if (words.size() > MaxSearchText) {
        auto end = MaxSearchText;
        while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80)
            --end; // not inside a UTF-8 sequence
        words.resize(end);
    }
    return words;
}

std::vector<std::string> changedNames(const Json &before, const Json &after)
{
    std::vector<std::string> names;
    for (const auto &[name, value] : after.items())
        if (!before.contains(name) || before[name] != value)
            names.push_back(name);
    for (const auto &entry : before.items())
        if (!after.contains(entry.key()))
            names.push_back(entry.key());
    return names;
}

std::string entityOf(const Json &fields)
{
    const Json &entity = member(fields, EntityProperty);
    return entity.is_array() && !entity.empty() && entity[0].is_string() ? entity[0].get<std::string>()
                                                                         : std::string();
}

} // namespace hs::records
