#include <algorithm>

#include "tests/fakes/ai/asked.h"

namespace hs::test::ai {

namespace {

std::string lastLine(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.remove_suffix(1);
    const auto start = text.find_last_of("\r\n");
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

/// The same small value for the same schema, and one that it allows.
Json sample(const Json &schema, int depth = 0)
{
    if (depth > 16 || !schema.is_object())
        return nullptr;
    if (schema.contains("const"))
        return schema["const"];
    if (const Json &choices = member(schema, "enum"); choices.is_array() && !choices.empty())
        return choices.front();
    for (const std::string_view variants : {"anyOf", "oneOf"})
        if (const Json &any = member(schema, variants); any.is_array() && !any.empty())
            return sample(any.front(), depth + 1);
    const Json &kinds = member(schema, "type");
    const auto type = kinds.is_array() && !kinds.empty() ? scalarText(kinds.front()) : scalarText(kinds);
    if (type == "object") {
        Json out = Json::object();
        for (const auto &property : member(schema, "properties").items())
            out[property.key()] = sample(property.value(), depth + 1);
        return out;
    }
    if (type == "array") {
        Json out = Json::array();
        for (std::int64_t i = 0; i < std::min<std::int64_t>(5, integer(schema, "minItems")); ++i)
            out.push_back(sample(member(schema, "items"), depth + 1));
        return out;
    }
    if (type == "string") {
        if (text(schema, "format") == "date")
            return "2026-01-01";
        if (text(schema, "format") == "date-time")
            return "2026-01-01T00:00:00Z";
        if (text(schema, "format") == "email")
            return "someone@example.com";
        std::string words = "text";
        words.resize(std::min<std::size_t>(words.size(), std::size_t(integer(schema, "maxLength", 4))));
        words.resize(std::max<std::size_t>(words.size(), std::size_t(integer(schema, "minLength"))), 'x');
        return words;
    }
    if (type == "integer")
        return integer(schema, "minimum");
    if (type == "number")
        return number(schema, "minimum");
    if (type == "boolean")
        return false;
    return nullptr;
}

} // namespace

AiReply thinkUp(const Asked &asked)
{
    if (!asked.schema.is_null())
        return AiReply::answer(sample(asked.schema));
    if (!asked.tool.empty())
        return AiReply::say("The tool " + asked.tool + " said: " + lastLine(asked.last));
    return AiReply::say("Echo: " + lastLine(asked.last));
}

} // namespace hs::test::ai
