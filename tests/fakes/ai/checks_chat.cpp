#include <map>

#include "tests/fakes/ai/checks.h"

/// Chat completions.
namespace hs::test::ai {

namespace {

using Open = std::map<std::string, std::string>; // names of tools by the ids of calls without a result

void takeCallsOf(const Json &message, Open &open)
{
    for (const auto &call : member(message, "tool_calls")) {
        const Json &function = member(call, "function");
        if (text(call, "id").empty() || text(call, "type") != "function" || !isToolName(text(function, "name")))
            refuse("Invalid 'messages[0].tool_calls[0]'.", "messages", "invalid_value");
        // Servers hand the arguments to a template, as an object.
        if (const auto arguments = parseJson(text(function, "arguments")); !arguments || !arguments->is_object())
            refuse("Failed to parse tool call arguments as JSON.", "messages");
        open[text(call, "id")] = text(function, "name");
    }
}

void checkMessage(const Json &message, Open &open, Asked &asked)
{
    const auto role = text(message, "role");
    if (role == "tool") {
        const auto found = open.find(text(message, "tool_call_id"));
        if (found == open.end())
            refuse("Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", "messages");
        asked.tool = found->second;
        asked.last = contentText(member(message, "content"));
        open.erase(found);
        return;
    }
    if (!open.empty())
        refuse("An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following "
               "tool_call_ids did not have response messages: " + open.begin()->first, "messages");
    if (role == "assistant") {
        takeCallsOf(message, open);
    } else if (role == "user") {
        asked.last = contentText(member(message, "content"));
        asked.tool.clear();
    } else if (role != "system" && role != "developer") {
        refuse("Invalid value: '" + role + "'.", "messages", "invalid_value");
    }
}

} // namespace

Asked readChat(AiDialect dialect, const Json &body)
{
    Asked asked;
    asked.chat = true;
    asked.model = text(body, "model");
    wantStream(body);
    const Json &messages = member(body, "messages");
    if (!messages.is_array() || messages.empty())
        refuse("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    Open open;
    for (const auto &message : messages)
        checkMessage(message, open, asked);
    if (!open.empty())
        refuse("An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following "
               "tool_call_ids did not have response messages: " + open.begin()->first, "messages");

    if (dialect == AiDialect::OpenAi && reasons(asked.model)) {
        if (body.contains("temperature"))
            refuse("Unsupported value: 'temperature' does not support this value with this model.", "temperature", "unsupported_value");
        if (body.contains("max_tokens"))
            refuse("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens",
                   "unsupported_parameter");
    }
    for (const std::string_view limit : {"max_tokens", "max_completion_tokens"})
        if (body.contains(limit) && integer(body, limit) < 1)
            refuse("Invalid '" + std::string(limit) + "': integer below minimum value.", std::string(limit), "integer_below_min_value");
    for (const auto &tool : member(body, "tools")) {
        const Json &function = member(tool, "function");
        if (text(tool, "type") != "function" || !isToolName(text(function, "name")))
            refuse("Invalid 'tools[0].function.name': string does not match pattern.", "tools", "invalid_value");
        asked.tools.push_back(text(function, "name"));
    }
    if (const Json &format = member(body, "response_format"); text(format, "type") == "json_schema") {
        if (dialect != AiDialect::OpenAi && !asked.tools.empty())
            refuse("Cannot use a response format together with tools.", "response_format");
        checkFormat(member(format, "json_schema"), "response_format.json_schema");
        asked.schema = format["json_schema"]["schema"];
    }
    asked.wantsUsage = boolean(member(body, "stream_options"), "include_usage");
    return asked;
}

} // namespace hs::test::ai
