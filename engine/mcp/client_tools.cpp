#include <algorithm>
#include <set>

#include "engine/crypto/hash.h"
#include "engine/mcp/client.h"
#include "engine/vocabulary/utf8.h"

namespace hs::mcp {

namespace {

constexpr std::size_t LongestName = 64;
constexpr std::size_t LongestRemote = 128;
constexpr std::size_t LongestTitle = 120;
constexpr std::size_t LongestDescription = 2'000;
constexpr std::size_t LongestSchema = std::size_t(64) << 10U;
constexpr std::size_t MostMirrored = 16;
constexpr std::size_t MarkDigits = 6;
constexpr std::int64_t SafeInteger = 9'007'199'254'740'991; // 2^53 - 1

/// The beginning of a text, cut at a character.
std::string beginningOf(std::string text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    text.resize(most);
    while (!text.empty() && !isUtf8(text))
        text.pop_back();
    return text + "…";
}

std::string cleaned(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ? c : '_';
    return out;
}

bool isHeaderToken(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

/// Counts every "x-mcp-header" of a schema, wherever it stands.
std::size_t headersAnywhere(const Json &schema)
{
    std::size_t count = 0;
    if (schema.is_object())
        for (const auto &[key, part] : schema.items())
            count += (key == "x-mcp-header" && !part.is_object() ? 1U : 0U) + headersAnywhere(part);
    else if (schema.is_array())
        for (const auto &part : schema)
            count += headersAnywhere(part);
    return count;
}

/// Collects those that stand where they may: at scalars that are reached by `properties` alone.
Result<void> collectHeaders(const Json &schema, const std::vector<std::string> &path, OutsideTool &tool, std::set<std::string> &names)
{
    const auto &properties = member(schema, "properties");
    if (!properties.is_object())
        return {};
    for (const auto &[name, part] : properties.items()) {
        auto here = path;
        here.push_back(name);
        if (part.is_object() && part.contains("x-mcp-header")) {
            const auto header = text(part, "x-mcp-header");
            const auto type = text(part, "type");
            const bool scalar = type == "string" || type == "integer" || type == "boolean";
            if (!isHeaderToken(header) || !scalar || !names.insert(lowerCase(header)).second || names.size() > MostMirrored)
                return fail(Errc::BadInput, "wants an argument mirrored in a header that cannot be", name);
            tool.mirrored["Mcp-Param-" + header] = here;
        }
        HS_TRY(collectHeaders(part, here, tool, names));
    }
    return {};
}

} // namespace

std::string toolName(std::string_view server, std::string_view tool, const std::vector<OutsideTool> &taken)
{
    const auto whole = cleaned(server) + "__" + cleaned(tool);
    const auto isTaken = [&](const std::string &name) {
        return std::any_of(taken.begin(), taken.end(), [&](const OutsideTool &one) { return one.name == name; });
    };
    if (whole.size() <= LongestName && !isTaken(whole))
        return whole;
    std::string name;
    auto seed = std::string(tool);
    do {
        seed = crypto::toHex(crypto::sha256(seed));
        name = whole.substr(0, LongestName - MarkDigits - 1) + "_" + seed.substr(0, MarkDigits);
    } while (isTaken(name));
    return name;
}

Result<OutsideTool> readTool(const Json &entry, const ToolServerSetup &setup, const std::vector<OutsideTool> &taken)
{
    OutsideTool tool;
    tool.remote = text(entry, "name");
    if (tool.remote.empty() || tool.remote.size() > LongestRemote)
        return fail(Errc::BadInput, "a tool has no name, or a very long one");
    if (std::any_of(taken.begin(), taken.end(), [&](const OutsideTool &one) { return one.remote == tool.remote; }))
        return fail(Errc::BadInput, "the tool is there twice", tool.remote);
    tool.input = member(entry, "inputSchema");
    if (!tool.input.is_object() || (tool.input.contains("type") && text(tool.input, "type") != "object"))
        return fail(Errc::BadInput, "the tool does not describe its arguments as an object", tool.remote);
    if (dump(tool.input).size() > LongestSchema)
        return fail(Errc::BadInput, "the description of the tool's arguments is too large", tool.remote);
    tool.input["type"] = "object";
    const auto &annotations = member(entry, "annotations");
    tool.name = toolName(setup.name, tool.remote, taken);
    tool.title = beginningOf(text(entry, "title", text(annotations, "title", tool.remote)), LongestTitle);
    tool.description = beginningOf(text(entry, "description"), LongestDescription);
    tool.saysReadOnly = boolean(annotations, "readOnlyHint");
    const auto risk = setup.risks.find(tool.remote);
    tool.risk = risk == setup.risks.end() ? setup.risk : risk->second;
    if (!setup.command.empty()) // headers are HTTP's
        return tool;
    std::set<std::string> names;
    auto collected = collectHeaders(tool.input, {}, tool, names);
    if (collected && names.size() != headersAnywhere(tool.input))
        collected = fail(Errc::BadInput, "wants an argument mirrored that is not always in the same place");
    if (!collected)
        return fail(Errc::BadInput, "the tool " + collected.error().what, tool.remote);
    return tool;
}

std::map<std::string, std::string> mirroredValues(const OutsideTool &tool, const Json &arguments)
{
    std::map<std::string, std::string> values;
    for (const auto &[header, path] : tool.mirrored) {
        const Json *value = &arguments;
        for (const auto &step : path)
            value = &member(*value, step);
        if (value->is_string())
            values[header] = value->get<std::string>();
        else if (value->is_boolean())
            values[header] = value->get<bool>() ? "true" : "false";
        else if (value->is_number_integer() && *value >= Json(-SafeInteger) && *value <= Json(SafeInteger))
            values[header] = std::to_string(value->get<std::int64_t>());
    }
    return values;
}

ToolAnswer readAnswer(const Json &result)
{
    ToolAnswer answer;
    answer.failed = boolean(result, "isError");
    answer.structured = member(result, "structuredContent");
    const auto &content = member(result, "content");
    if (content.is_array())
        for (const auto &part : content) {
            const auto type = text(part, "type");
            const auto &resource = member(part, "resource");
            std::string said = type == "text"            ? text(part, "text")
                               : type == "resource_link" ? "[resource " + text(part, "uri") + "]"
                               : type == "resource"      ? text(resource, "text", "[resource " + text(resource, "uri") + "]")
                               : type.empty()            ? std::string()
                                                         : "[" + type + " " + text(part, "mimeType") + "]";
            if (!said.empty())
                answer.text += (answer.text.empty() ? "" : "\n") + said;
        }
    return answer;
}

} // namespace hs::mcp
