#include <algorithm>
#include <array>

#include "engine/ai/wire_dialects.h"

namespace hs::ai {

namespace {

constexpr int StrictLevels = 5;
constexpr int StrictProperties = 100;
constexpr int NarrowOptional = 24; ///< Anthropic's limit of properties that may be missing
constexpr int DeepestSchema = 32;

constexpr std::array<std::string_view, 19> StrictKeywords{
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "description", "title",
    "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"};

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N> &known)
{
    return std::find(known.begin(), known.end(), text) != known.end();
}

bool mayBeObject(const Json &schema)
{
    const Json &type = member(schema, "type");
    if (!type.is_array())
        return type == "object";
    return std::find(type.begin(), type.end(), Json("object")) != type.end();
}

bool fitsStrictly(const Json &schema, int level, int &properties)
{
    if (!schema.is_object() || level > StrictLevels)
        return false;
    for (const auto &entry : schema.items())
        if (!isOneOf(entry.key(), StrictKeywords))
            return false;
    if (mayBeObject(schema)) {
        const Json &own = member(schema, "properties");
        const auto required = textList(member(schema, "required"));
        if (!own.is_object() || member(schema, "additionalProperties") != false || required.size() != own.size())
            return false;
        for (const auto &property : own.items()) {
            if (++properties > StrictProperties || std::find(required.begin(), required.end(), property.key()) == required.end()
                || !fitsStrictly(property.value(), level + 1, properties))
                return false;
        }
    }
    if (const Json &items = member(schema, "items"); !items.is_null() && !fitsStrictly(items, level + 1, properties))
        return false;
    if (const Json &any = member(schema, "anyOf"); !any.is_null()) {
        if (!any.is_array())
            return false;
        for (const auto &variant : any)
            if (!fitsStrictly(variant, level + 1, properties))
                return false;
    }
    return schema.contains("type") || schema.contains("anyOf") || schema.contains("enum") || schema.contains("const");
}

constexpr std::array<std::string_view, 5> NarrowKeywords{"type", "enum", "const", "description", "title"};
constexpr std::array<std::string_view, 10> NarrowFormats{"date-time", "time", "date", "duration", "email",
                                                         "hostname", "uri", "ipv4", "ipv6", "uuid"};

/// Narrows the variants of a union into `out`; false: it cannot be said.
bool narrowInto(Json &out, const Json &schema, int level, int &optional);

bool narrowVariants(Json &out, const Json &variants, int level, int &optional)
{
    if (!variants.is_array() || variants.empty())
        return false;
    out = Json::array();
    for (const auto &variant : variants)
        if (!narrowInto(out.emplace_back(Json::object()), variant, level, optional))
            return false;
    return true;
}

bool narrowObject(Json &out, const Json &schema, int level, int &optional)
{
    const Json &own = member(schema, "properties");
    if (!own.is_object() || own.empty() || member(schema, "additionalProperties").is_object() || schema.contains("patternProperties"))
        return false;
    Json properties = Json::object();
    for (const auto &property : own.items())
        if (!narrowInto(properties[property.key()], property.value(), level + 1, optional))
            return false;
    Json required = Json::array();
    for (const auto &key : textList(member(schema, "required")))
        if (own.contains(key))
            required.push_back(key);
    optional += int(own.size()) - int(required.size());
    if (optional > NarrowOptional)
        return false;
    out["properties"] = std::move(properties);
    out["required"] = std::move(required);
    out["additionalProperties"] = false;
    return true;
}

bool narrowInto(Json &out, const Json &schema, int level, int &optional)
{
    if (!schema.is_object() || level > DeepestSchema)
        return false;
    for (const std::string_view unsayable : {"$ref", "allOf", "not", "if", "prefixItems"})
        if (schema.contains(unsayable))
            return false;
    out = Json::object();
    for (const auto keyword : NarrowKeywords)
        if (const Json &value = member(schema, keyword); !value.is_null())
            out[std::string(keyword)] = value;
    for (const std::string_view keyword : {"anyOf", "oneOf"})
        if (schema.contains(keyword) && !narrowVariants(out["anyOf"], schema[keyword], level + 1, optional))
            return false;
    if (const auto format = text(schema, "format"); isOneOf(format, NarrowFormats))
        out["format"] = format;
    if (const Json &least = member(schema, "minItems"); least == 0 || least == 1)
        out["minItems"] = least;
    if (const Json &items = member(schema, "items"); !items.is_null() && !narrowInto(out["items"], items, level + 1, optional))
        return false;
    if (mayBeObject(schema) && !narrowObject(out, schema, level, optional))
        return false;
    return out.contains("type") || out.contains("anyOf") || out.contains("enum") || out.contains("const");
}

} // namespace

bool fitsStrict(const Json &schema)
{
    int properties = 0;
    return member(schema, "type") == "object" && !schema.contains("anyOf") && fitsStrictly(schema, 1, properties);
}

std::optional<Json> narrowedSchema(const Json &schema)
{
    Json out;
    int optional = 0;
    if (!narrowInto(out, schema, 0, optional))
        return std::nullopt;
    return out;
}

std::string schemaInWords(const Json &schema)
{
    return "Answer with nothing but one JSON value that is valid by this JSON Schema, without any words around it:\n" + dump(schema);
}

} // namespace hs::ai
