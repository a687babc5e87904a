#pragma once

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>

#include "tests/fakes/ai/asked.h"

/// What the checks of several dialects share.
namespace hs::test::ai {

inline bool isToolName(std::string_view name, std::size_t longest = 64)
{
    return !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

inline bool isKnown(std::string_view key, std::initializer_list<std::string_view> known)
{
    return std::find(known.begin(), known.end(), key) != known.end();
}

/// Text of a content that is a text, or a list of parts with one.
inline std::string contentText(const Json &content)
{
    if (content.is_string())
        return content.get<std::string>();
    std::string out;
    if (content.is_array())
        for (const auto &part : content)
            out += text(part, "text");
    return out;
}

/// A stream is all this fake plays.
inline void wantStream(const Json &body)
{
    if (!boolean(body, "stream"))
        refuse("This fake answers in streams only: send \"stream\": true.", "stream");
}

/// OpenAI's models that reason take no temperature, and no limit by its old name.
inline bool reasons(std::string_view model)
{
    return model.starts_with("gpt-5") || (model.size() > 1 && model[0] == 'o' && model[1] >= '0' && model[1] <= '9');
}

/// Whether OpenAI's strict mode takes a schema: every object closed, and all of its properties required.
inline bool isStrict(const Json &schema)
{
    if (!schema.is_object())
        return true;
    if (text(schema, "type") == "object") {
        const auto required = textList(member(schema, "required"));
        if (member(schema, "additionalProperties") != false || required.size() != member(schema, "properties").size())
            return false;
    }
    for (const std::string_view unknown : {"allOf", "not", "if", "patternProperties"})
        if (schema.contains(unknown))
            return false;
    for (const auto &property : member(schema, "properties").items())
        if (!isStrict(property.value()))
            return false;
    for (const auto &variant : member(schema, "anyOf"))
        if (!isStrict(variant))
            return false;
    return isStrict(member(schema, "items"));
}

/// A schema for the answer as both of OpenAI's APIs take it.
inline void checkFormat(const Json &format, const std::string &param)
{
    if (!isToolName(text(format, "name")))
        refuse("Invalid '" + param + ".name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
               param + ".name", "invalid_value");
    if (!member(format, "schema").is_object())
        refuse("Missing required parameter: '" + param + ".schema'.", param + ".schema", "missing_required_parameter");
    if (boolean(format, "strict") && (!isStrict(format["schema"]) || text(format["schema"], "type") != "object"))
        refuse("Invalid schema for response_format '" + text(format, "name")
                   + "': 'additionalProperties' is required to be supplied and to be false.", param, "invalid_json_schema");
}

} // namespace hs::test::ai
