#include <algorithm>
#include <map>
#include <set>

#include "engine/ai/wire_dialects.h"
#include "engine/ai/wire_reader.h"
#include "engine/vocabulary/trimmed.h"

/// Anthropic's Messages (integrations.md §3.2).
///
/// Structured output goes by `output_config.format`: both versions know it, the answer comes as text like any other, and
/// the newest models refuse a forced tool. What the format cannot say (narrowedSchema) is asked for in words.
namespace hs::ai {

namespace {

constexpr double WarmestTemperature = 1;

Json textBlock(std::string_view text)
{
    return {{"type", "text"}, {"text", text}};
}

/// The content list of the last message, if that is of the role, else of a new one: roles alternate, and all results of an
/// answer's calls stand in one message before anything else.
Json &contentFor(Json &messages, const char *role)
{
    if (messages.empty() || messages.back()["role"] != role)
        messages.push_back({{"role", role}, {"content", Json::array()}});
    return messages.back()["content"];
}

Json resultBlock(const Message &message, const std::string &id)
{
    Json block{{"type", "tool_result"}, {"tool_use_id", id}};
    if (!message.text.empty())
        block["content"] = message.text;
    if (message.failed)
        block["is_error"] = true;
    return block;
}

Json messagesOf(const Request &request, const CallIds &ids)
{
    Json out = Json::array();
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
        const auto &message = request.messages[i];
        switch (message.role) {
        case Message::Role::User:
            contentFor(out, "user").push_back(textBlock(message.text));
            break;
        case Message::Role::Tool:
            contentFor(out, "user").push_back(resultBlock(message, ids[i].front()));
            break;
        case Message::Role::Assistant: {
            if (trimmed(message.text).empty() && message.calls.empty()) // a block of white space is refused
                break;
            if (out.empty()) // the API wants the user to begin; here the studio may have written first
                contentFor(out, "user").push_back(textBlock("(The assistant writes first.)"));
            Json &content = contentFor(out, "assistant");
            if (!trimmed(message.text).empty())
                content.push_back(textBlock(message.text));
            for (std::size_t c = 0; c < message.calls.size(); ++c)
                content.push_back({{"type", "tool_use"},
                                   {"id", ids[i][c]},
                                   {"name", wireName(message.calls[c].name)},
                                   {"input", wireArguments(message.calls[c])}});
            break;
        }
        }
    }
    return out;
}

} // namespace

Json anthropicBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids)
{
    const Json kept{{"type", "ephemeral"}};
    Json body{{"model", model}, {"stream", true}, {"max_tokens", request.maxTokens}, {"messages", messagesOf(request, ids)}};

    std::string system = request.system;
    if (!request.schema.is_null()) {
        if (auto schema = narrowedSchema(request.schema))
            body["output_config"] = {{"format", {{"type", "json_schema"}, {"schema", std::move(*schema)}}}};
        else
            system += (system.empty() ? "" : "\n\n") + schemaInWords(request.schema);
    }
    // What is the same from call to call stands first and is kept in the provider's prompt cache: tools, then the system prompt.
    if (!trimmed(system).empty()) {
        Json block = textBlock(system);
        block["cache_control"] = kept;
        body["system"] = Json::array({std::move(block)});
    }
    for (const auto &tool : request.tools)
        body["tools"].push_back({{"name", tool.name}, {"description", tool.description}, {"input_schema", tool.input}});
    if (body.contains("tools"))
        body["tools"].back()["cache_control"] = kept;

    // From 2026-10-21 on a request that sets how the next word is drawn is refused. Versions are dates.
    const std::string_view version = endpoint.version.empty() ? AnthropicVersion : std::string_view(endpoint.version);
    if (request.temperature && version < AnthropicVersion)
        body["temperature"] = std::min(WarmestTemperature, *request.temperature);
    return body;
}

namespace {

class AnthropicReader final : public StreamReader {
private:
    void onJson(std::string_view eventType, const Json &data) override
    {
        const auto type = text(data, "type", eventType);
        if (type == "error" || !member(data, "error").is_null()) {
            stop(errorFrom(faultIn(data)));
        } else if (type == "message_start") {
            const Json &message = member(data, "message");
            answer().requestId = text(message, "id");
            answer().model = text(message, "model");
            count(member(message, "usage"));
        } else if (type == "content_block_start") {
            const Json &block = member(data, "content_block");
            const auto kind = text(block, "type");
            if (kind == "text")
                say(text(block, "text"));
            else if (kind == "tool_use")
                begin(integer(data, "index"), block);
        } else if (type == "content_block_delta") {
            const Json &delta = member(data, "delta");
            const auto kind = text(delta, "type");
            if (kind == "text_delta")
                say(text(delta, "text"));
            else if (kind == "input_json_delta")
                goOn(integer(data, "index"), text(delta, "partial_json"));
        } else if (type == "message_delta") {
            if (auto reason = text(member(data, "delta"), "stop_reason"); !reason.empty())
                m_reason = std::move(reason);
            count(member(data, "usage"));
        } else if (type == "message_stop") {
            complete();
        }
    }

    void begin(std::int64_t index, const Json &block)
    {
        const Json &input = member(block, "input"); // an empty object; what fills it follows in parts
        const bool whole = input.is_object() && !input.empty();
        m_places[index] = openCall({text(block, "id"), text(block, "name"), whole ? dump(input) : std::string()});
        if (whole)
            m_whole.insert(index);
    }

    void goOn(std::int64_t index, const std::string &part)
    {
        const auto found = m_places.find(index);
        if (found == m_places.end())
            return;
        auto &raw = calls()[found->second].raw;
        if (m_whole.erase(index) != 0)
            raw.clear();
        raw += part;
    }

    /// Counts are told at the start and again, grown, at the end. `input_tokens` are those the cache had nothing to do with.
    void count(const Json &usage)
    {
        if (!usage.is_object())
            return;
        m_fresh = std::max(m_fresh, integer(usage, "input_tokens"));
        m_usage.cached = std::max(m_usage.cached, integer(usage, "cache_read_input_tokens"));
        m_usage.written = std::max(m_usage.written, integer(usage, "cache_creation_input_tokens"));
        m_usage.output = std::max(m_usage.output, integer(usage, "output_tokens"));
        m_usage.input = m_fresh + m_usage.cached + m_usage.written;
        tellUsage(m_usage);
    }

    [[nodiscard]] Finish finish() const override
    {
        if (m_reason == "refusal")
            return Finish::Refused;
        return m_reason == "max_tokens" || m_reason == "model_context_window_exceeded" ? Finish::Length : Finish::Stop;
    }

    std::map<std::int64_t, std::size_t> m_places; // of calls, by content block
    std::set<std::int64_t> m_whole;               // blocks that began with their whole input
    std::string m_reason;
    Usage m_usage;
    std::int64_t m_fresh = 0;
};

} // namespace

std::unique_ptr<Reader> anthropicReader()
{
    return std::make_unique<AnthropicReader>();
}

} // namespace hs::ai
