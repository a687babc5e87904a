#include <map>

#include "tests/fakes/ai/checks.h"

/// OpenAI's Responses.
namespace hs::test::ai {

namespace {

void checkItem(const Json &item, std::map<std::string, std::string> &open, std::map<std::string, std::string> &done, Asked &asked)
{
    const auto type = text(item, "type", "message");
    const auto id = text(item, "call_id");
    if (type == "message") {
        const auto role = text(item, "role");
        if (!isKnown(role, {"user", "assistant", "system", "developer"}))
            refuse("Invalid value: '" + role + "'. Supported values are: 'assistant', 'system', 'developer', and 'user'.", "input", "invalid_value");
        if (!member(item, "content").is_string() && !member(item, "content").is_array())
            refuse("Missing required parameter: 'input[0].content'.", "input", "missing_required_parameter");
        asked.last = contentText(member(item, "content"));
        asked.tool.clear();
    } else if (type == "function_call") {
        if (id.empty() || id.size() > 64 || !isToolName(text(item, "name")) || !member(item, "arguments").is_string())
            refuse("Invalid function call in 'input'.", "input", "invalid_value");
        open[id] = text(item, "name");
    } else if (type == "function_call_output") {
        if (open.count(id) == 0)
            refuse("No tool call found for function call output with call_id " + id + ".", "input");
        asked.last = contentText(member(item, "output"));
        asked.tool = open[id];
        done.insert(*open.find(id));
        open.erase(id);
    } else {
        refuse("Invalid value: '" + type + "'.", "input", "invalid_value");
    }
}

} // namespace

Asked readResponses(const Json &body)
{
    for (const auto &entry : body.items())
        if (!isKnown(entry.key(), {"model", "input", "instructions", "tools", "tool_choice", "stream", "max_output_tokens", "previous_response_id",
                                   "store", "text", "reasoning", "temperature", "top_p", "metadata", "parallel_tool_calls", "include",
                                   "stream_options", "prompt_cache_key", "truncation", "user", "service_tier", "safety_identifier"}))
            refuse("Unknown parameter: '" + entry.key() + "'.", entry.key(), "unknown_parameter");
    Asked asked;
    asked.model = text(body, "model");
    wantStream(body);
    if (reasons(asked.model) && body.contains("temperature"))
        refuse("Unsupported parameter: 'temperature' is not supported with this model.", "temperature", "unsupported_parameter");
    if (number(body, "temperature") > 2)
        refuse("Invalid 'temperature': decimal above maximum value.", "temperature", "decimal_above_max_value");
    if (body.contains("max_output_tokens") && integer(body, "max_output_tokens") < 16)
        refuse("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got "
                   + dump(body["max_output_tokens"]) + " instead.", "max_output_tokens", "integer_below_min_value");

    std::map<std::string, std::string> open, done; // calls by id
    const Json &input = member(body, "input");
    if (input.is_string())
        asked.last = input.get<std::string>();
    else if (!input.is_array() || input.empty())
        refuse("Missing required parameter: 'input'.", "input", "missing_required_parameter");
    else
        for (const auto &item : input)
            checkItem(item, open, done, asked);
    if (!open.empty())
        refuse("No tool output found for function call " + open.begin()->first + ".", "input");

    for (const auto &tool : member(body, "tools")) {
        if (text(tool, "type") != "function" || !isToolName(text(tool, "name")))
            refuse("Invalid 'tools[0].name': string does not match pattern.", "tools", "invalid_value");
        // Strict is what this API takes for granted.
        if (boolean(tool, "strict", true) && !isStrict(member(tool, "parameters")))
            refuse("Invalid schema for function '" + text(tool, "name") + "': 'additionalProperties' is required to be supplied and to be false.",
                   "tools", "invalid_function_parameters");
        asked.tools.push_back(text(tool, "name"));
    }
    if (const Json &format = at(body, "text.format"); text(format, "type") == "json_schema") {
        checkFormat(format, "text.format");
        asked.schema = format["schema"];
    }
    return asked;
}

} // namespace hs::test::ai
