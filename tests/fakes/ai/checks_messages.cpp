#include "tests/fakes/ai/checks.h"

/// Anthropic's Messages.
namespace hs::test::ai {

namespace {

std::string place(std::size_t message, std::string_view what = {})
{
    return "messages." + std::to_string(message) + (what.empty() ? "" : ".") + std::string(what);
}

struct Talk {
    std::set<std::string> all;                                ///< ids of calls so far
    std::vector<std::pair<std::string, std::string>> waiting; ///< ids and tools of the last message's calls
    int marks = 0;                                            ///< of the prompt cache
};

void countMark(const Json &block, Talk &talk)
{
    if (block.contains("cache_control") && ++talk.marks > 4)
        refuse("A maximum of 4 blocks with cache_control may be provided. Found 5.");
}

void checkText(const Json &block, const std::string &where)
{
    const auto words = text(block, "text");
    if (words.empty())
        refuse(where + ": text content blocks must be non-empty");
    if (words.find_first_not_of(" \t\r\n") == std::string::npos)
        refuse(where + ": text content blocks must contain non-whitespace text");
}

/// Results come first, and every call of the message before has one.
void checkUser(const Json &content, std::size_t index, Talk &talk, Asked &asked)
{
    asked.tool.clear();
    asked.last.clear();
    std::set<std::string> answered;
    bool onlyResults = true;
    for (const auto &block : content) {
        countMark(block, talk);
        const auto type = text(block, "type");
        if (type == "text") {
            checkText(block, place(index));
            onlyResults = false;
            asked.last = text(block, "text");
            asked.tool.clear();
        } else if (type == "tool_result") {
            const auto id = text(block, "tool_use_id");
            const auto call = std::find_if(talk.waiting.begin(), talk.waiting.end(), [&](const auto &open) { return open.first == id; });
            if (call == talk.waiting.end())
                refuse(place(index, "content.0") + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id
                       + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
            if (!onlyResults)
                refuse(place(index) + ": `tool_result` blocks must come first in the content.");
            if (!answered.insert(id).second)
                refuse(place(index) + ": each tool_use must have a single result. Found multiple `tool_result` blocks with id: " + id);
            asked.last = contentText(member(block, "content"));
            asked.tool = call->second;
        } else {
            refuse(place(index) + ": Input tag '" + type + "' found using 'type' does not match any of the expected tags");
        }
    }
    for (const auto &[id, tool] : talk.waiting)
        if (answered.count(id) == 0)
            refuse(place(index - 1) + ": `tool_use` ids were found without `tool_result` blocks immediately after: " + id
                   + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
    talk.waiting.clear();
}

void checkAssistant(const Json &content, std::size_t index, Talk &talk)
{
    if (!talk.waiting.empty())
        refuse(place(index - 1) + ": `tool_use` ids were found without `tool_result` blocks immediately after: " + talk.waiting.front().first + ".");
    for (const auto &block : content) {
        countMark(block, talk);
        const auto type = text(block, "type");
        if (type == "text") {
            checkText(block, place(index));
        } else if (type == "tool_use") {
            const auto id = text(block, "id");
            if (!isToolName(id, 256) || !isToolName(text(block, "name"), 128) || !member(block, "input").is_object())
                refuse(place(index, "content.0.tool_use") + ": Input should be a valid tool use");
            if (!talk.all.insert(id).second)
                refuse(place(index) + ": `tool_use` ids must be unique");
            talk.waiting.emplace_back(id, text(block, "name"));
        } else {
            refuse(place(index) + ": Input tag '" + type + "' found using 'type' does not match any of the expected tags");
        }
    }
}

void checkMessages(const Json &messages, Talk &talk, Asked &asked)
{
    if (!messages.is_array())
        refuse("messages: Field required");
    if (messages.empty())
        refuse("messages: at least one message is required");
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto &message = messages[i];
        const auto role = text(message, "role");
        if (role != "user" && role != "assistant")
            refuse(place(i, "role") + ": Input should be 'user' or 'assistant'");
        if (i == 0 && role != "user")
            refuse("messages: first message must use the \"user\" role");
        const Json &content = member(message, "content");
        const Json blocks = content.is_string() ? Json::array({Json{{"type", "text"}, {"text", content}}}) : content;
        if (!blocks.is_array() || blocks.empty())
            refuse(place(i) + ": all messages must have non-empty content except for the optional final assistant message");
        if (role == "user")
            checkUser(blocks, i, talk, asked);
        else
            checkAssistant(blocks, i, talk);
    }
    if (text(messages.back(), "role") == "assistant")
        refuse("This model does not support assistant message prefill. The conversation must end with a user message.");
}

/// What structured outputs take of a schema.
void checkSchema(const Json &schema)
{
    if (!schema.is_object())
        refuse("output_config.format.schema: Input should be an object");
    for (const std::string_view bound : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
                                         "maxItems", "uniqueItems", "minProperties", "maxProperties", "patternProperties"})
        if (schema.contains(bound))
            refuse("output_config.format.schema: For '" + scalarText(member(schema, "type")) + "' type, property '" + std::string(bound)
                   + "' is not supported");
    if (text(schema, "type") == "object" && member(schema, "additionalProperties") != false)
        refuse("output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false");
    for (const auto &property : member(schema, "properties").items())
        checkSchema(property.value());
    for (const auto &variant : member(schema, "anyOf"))
        checkSchema(variant);
    if (schema.contains("items"))
        checkSchema(schema["items"]);
}

} // namespace

Asked readMessages(const Json &body, const std::string &version)
{
    const bool sampling = version < "2026-10-21";
    for (const auto &entry : body.items()) {
        const bool isSampling = isKnown(entry.key(), {"temperature", "top_p", "top_k"});
        if (isSampling && !sampling)
            refuse(entry.key() + ": Extra inputs are not permitted. Sampling parameters are not supported from API version 2026-10-21 on.");
        if (!isSampling && !isKnown(entry.key(), {"model", "max_tokens", "messages", "system", "tools", "tool_choice", "stop_sequences", "stream",
                                                  "thinking", "output_config", "metadata", "service_tier", "cache_control"}))
            refuse(entry.key() + ": Extra inputs are not permitted");
    }
    Asked asked;
    asked.dialect = AiDialect::Anthropic;
    asked.model = text(body, "model");
    if (!body.contains("max_tokens"))
        refuse("max_tokens: Field required");
    if (integer(body, "max_tokens") < 1)
        refuse("max_tokens: Input should be greater than or equal to 1");
    if (number(body, "temperature") > 1)
        refuse("temperature: range: 0..1");
    wantStream(body);

    Talk talk;
    const Json &system = member(body, "system");
    if (system.is_array())
        for (const auto &block : system) {
            countMark(block, talk);
            checkText(block, "system");
        }
    for (const auto &tool : member(body, "tools")) {
        countMark(tool, talk);
        if (!isToolName(text(tool, "name"), 128))
            refuse("tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
        if (text(member(tool, "input_schema"), "type") != "object")
            refuse("tools.0.custom.input_schema.type: Field required");
        asked.tools.push_back(text(tool, "name"));
    }
    const auto choice = text(member(body, "tool_choice"), "type");
    if ((choice == "any" || choice == "tool") && asked.model.starts_with("claude-opus-5-5"))
        refuse("tool_choice: forced tool use is not supported for this model.");
    checkMessages(member(body, "messages"), talk, asked);
    if (const Json &format = at(body, "output_config.format"); !format.is_null()) {
        if (text(format, "type") != "json_schema")
            refuse("output_config.format.type: Input should be 'json_schema'");
        checkSchema(member(format, "schema"));
        asked.schema = format["schema"];
    }
    return asked;
}

} // namespace hs::test::ai
