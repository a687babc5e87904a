#include "engine/notion/foreign.h"

#include <array>
#include <utility>

#include "engine/notion/rich_text.h"
#include "engine/vocabulary/utf8.h"

namespace hs::notion {

namespace {

constexpr std::size_t MaxReadable = 300; // bytes of what nobody knows how to show

template <typename Show>
std::string joinedBy(const Json &list, std::string_view between, Show show)
{
    std::string joined;
    if (!list.is_array())
        return joined;
    for (const auto &item : list) {
        const std::string part = show(item);
        if (part.empty())
            continue;
        if (!joined.empty())
            joined += between;
        joined += part;
    }
    return joined;
}

std::string userName(const Json &user)
{
    const auto known = text(user, "name");
    return known.empty() ? text(user, "id") : known;
}

std::string optionName(const Json &option)
{
    return text(option, "name");
}

std::string fileName(const Json &file)
{
    for (const auto &shown : {text(file, "name"), scalarText(at(file, "external.url"))})
        if (!shown.empty())
            return shown;
    return scalarText(at(file, "file.url"));
}

std::string dateText(const Json &date)
{
    auto shown = text(date, "start");
    if (const auto end = text(date, "end"); !end.empty())
        shown += " – " + end;
    if (const auto zone = text(date, "time_zone"); !zone.empty())
        shown += " (" + zone + ")";
    return shown;
}

std::string count(std::size_t number, bool more, std::string_view one, std::string_view many)
{
    if (number == 0)
        return {};
    return std::to_string(number) + (more ? " or more " : " ") + std::string(number == 1 && !more ? one : many);
}

std::string placeText(const Json &place)
{
    auto shown = text(place, "name");
    if (const auto address = text(place, "address"); !address.empty())
        shown += (shown.empty() ? "" : ", ") + address;
    if (shown.empty() && member(place, "lat").is_number())
        shown = scalarText(member(place, "lat")) + ", " + scalarText(member(place, "lon"));
    return shown;
}

std::string verificationText(const Json &verification)
{
    auto shown = text(verification, "state");
    if (const auto by = userName(member(verification, "verified_by")); !by.empty())
        shown += " by " + by;
    return shown;
}

std::string readableAt(const Json &value, int levels);

/// What a formula or rollup came to: its own type names where the result stands.
std::string resultText(const Json &result, int levels)
{
    const auto type = text(result, "type");
    const Json &inner = member(result, type);
    if (type == "array")
        return joinedBy(inner, ", ", [&](const Json &item) { return levels > 0 ? readableAt(item, levels - 1) : std::string(); });
    if (type == "date")
        return dateText(inner);
    if (type == "boolean")
        return inner.is_boolean() ? (inner.get<bool>() ? "yes" : "no") : "";
    if (type == "unsupported" || type == "incomplete")
        return "not told by Notion";
    return scalarText(inner);
}

std::string readableAt(const Json &value, int levels)
{
    const auto type = text(value, "type");
    const Json &inner = member(value, type);
    if (inner.is_null() || type == "button")
        return {};
    if (type == "title" || type == "rich_text")
        return plainText(inner);
    if (type == "select" || type == "status")
        return optionName(inner);
    if (type == "multi_select")
        return joinedBy(inner, ", ", optionName);
    if (type == "date")
        return dateText(inner);
    if (type == "checkbox")
        return inner.is_boolean() && inner.get<bool>() ? "yes" : "no";
    if (type == "people")
        return joinedBy(inner, ", ", userName);
    if (type == "created_by" || type == "last_edited_by")
        return userName(inner);
    if (type == "files")
        return joinedBy(inner, ", ", fileName);
    if (type == "relation")
        return inner.is_array() ? count(inner.size(), boolean(value, "has_more"), "related page", "related pages") : "";
    if (type == "formula" || type == "rollup")
        return resultText(inner, levels);
    if (type == "unique_id") {
        const auto number = scalarText(member(inner, "number"));
        const auto prefix = text(inner, "prefix");
        return prefix.empty() || number.empty() ? number : prefix + "-" + number;
    }
    if (type == "verification")
        return verificationText(inner);
    if (type == "place")
        return placeText(inner);
    if (inner.is_primitive()) // number, url, email, phone_number, created_time, last_edited_time
        return scalarText(inner);
    return inner.empty() ? std::string() : shortened(dump(inner), MaxReadable);
}

} // namespace

std::string readable(const Json &propertyValue)
{
    constexpr int RollupLevels = 3;
    return readableAt(propertyValue, RollupLevels);
}

std::string readableText(std::string_view rawPropertyValue)
{
    const auto value = parseJson(rawPropertyValue);
    return value ? readable(*value) : shortened(rawPropertyValue, MaxReadable);
}

std::string typeInWords(std::string_view type)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> Words{{
        {"rich_text", "text"},
        {"multi_select", "multi-select"},
        {"phone_number", "phone number"},
        {"email", "e-mail"},
        {"url", "web address"},
        {"people", "people"},
        {"unique_id", "number made by Notion"},
        {"created_time", "time of creation"},
        {"created_by", "creator"},
        {"last_edited_time", "time of the last edit"},
        {"last_edited_by", "last editor"},
        {"checkbox", "checkbox"},
        {"files", "files"},
        {"", "nameless"},
    }};
    for (const auto &[known, words] : Words)
        if (known == type)
            return std::string(words);
    std::string words(type.substr(0, 60));
    for (auto &c : words)
        if (c == '_')
            c = ' ';
    return words;
}

} // namespace hs::notion
