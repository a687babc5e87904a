#include <map>

#include "engine/ai/wire_dialects.h"
#include "engine/ai/wire_reader.h"

/// Chat completions: what OpenAI spoke first and all the others learned (integrations.md §3.1, §3.3, §3.4).
namespace hs::ai {

namespace {

Json chatMessage(const Message &message, const std::vector<std::string> &ids)
{
    switch (message.role) {
    case Message::Role::User:
        break;
    case Message::Role::Tool:
        return {{"role", "tool"}, {"tool_call_id", ids.front()}, {"content", wireResult(message)}};
    case Message::Role::Assistant: {
        Json out{{"role", "assistant"}, {"content", message.text}}; // templates of local models trip over a null
        for (std::size_t i = 0; i < message.calls.size(); ++i) {
            const auto &call = message.calls[i];
            out["tool_calls"].push_back({{"id", ids[i]},
                                         {"type", "function"},
                                         {"function", {{"name", wireName(call.name)}, {"arguments", dump(wireArguments(call))}}}});
        }
        return out;
    }
    }
    return {{"role", "user"}, {"content", message.text}};
}

} // namespace

Json chatBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids)
{
    Json body{{"model", model}, {"stream", true}, {"stream_options", {{"include_usage", true}}}};

    // llama.cpp and some providers of Hugging Face refuse a response format beside tools; then words ask for it.
    const bool hasSchema = !request.schema.is_null();
    std::string system = request.system;
    if (hasSchema && !request.tools.empty())
        system += (system.empty() ? "" : "\n\n") + schemaInWords(request.schema);
    else if (hasSchema)
        body["response_format"] = {{"type", "json_schema"},
                                   {"json_schema",
                                    {{"name", request.schemaName}, {"schema", request.schema}, {"strict", fitsStrict(request.schema)}}}};

    Json messages = Json::array();
    if (!system.empty())
        messages.push_back({{"role", "system"}, {"content", std::move(system)}});
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
        const auto &message = request.messages[i];
        if (message.role == Message::Role::Assistant && message.text.empty() && message.calls.empty())
            continue;
        messages.push_back(chatMessage(message, ids[i]));
    }
    body["messages"] = std::move(messages);

    // Every server knows the old name of the limit, and the older ones (Ollama among them) know no other. OpenAI's own newer
    // models refuse it.
    body[isOpenAiItself(endpoint) ? "max_completion_tokens" : "max_tokens"] = request.maxTokens;
    if (request.temperature && takesTemperature(endpoint, model))
        body["temperature"] = *request.temperature;
    for (const auto &tool : request.tools)
        body["tools"].push_back(
            {{"type", "function"}, {"function", {{"name", tool.name}, {"description", tool.description}, {"parameters", tool.input}}}});
    return body;
}

namespace {

class ChatReader final : public StreamReader {
private:
    void onJson(std::string_view type, const Json &data) override
    {
        if (!member(data, "error").is_null() || type == "error") {
            stop(errorFrom(faultIn(data)));
            return;
        }
        if (answer().requestId.empty())
            answer().requestId = text(data, "id");
        if (answer().model.empty())
            answer().model = text(data, "model");
        if (const Json &usage = member(data, "usage"); usage.is_object())
            tellUsage({integer(usage, "prompt_tokens"), integer(at(usage, "prompt_tokens_details"), "cached_tokens"), 0,
                       integer(usage, "completion_tokens"), false});
        const Json &choices = member(data, "choices");
        if (!choices.is_array())
            return;
        for (const auto &choice : choices)
            if (integer(choice, "index") == 0)
                onChoice(choice);
    }

    void onChoice(const Json &choice)
    {
        m_any = true;
        // A server that does not stream sends the whole message at once.
        const Json &message = member(choice, "message");
        const Json &delta = message.is_object() ? message : member(choice, "delta");
        const Json &content = member(delta, "content");
        if (content.is_string())
            say(content.get_ref<const std::string &>());
        else if (content.is_array())
            for (const auto &piece : content)
                if (text(piece, "type", "text") == "text")
                    say(text(piece, "text"));
        if (const auto refusal = text(delta, "refusal"); !refusal.empty()) {
            m_refused = true;
            say(refusal);
        }
        if (const Json &fragments = member(delta, "tool_calls"); fragments.is_array())
            for (const auto &fragment : fragments)
                onFragment(fragment);

        const auto reason = text(choice, "finish_reason");
        if (reason.empty())
            return;
        if (reason == "error") {
            stop(errorFrom(faultIn(choice)));
            return;
        }
        m_reason = reason;
        if (message.is_object())
            complete();
    }

    void onFragment(const Json &fragment)
    {
        const Json &function = member(fragment, "function");
        const auto id = text(fragment, "id");
        const auto called = text(function, "name");
        const auto place = placeOf(integer(fragment, "index", -1), id, called);
        auto &call = calls()[place];
        if (call.id.empty())
            call.id = id;
        if (call.name.empty())
            call.name = called;
        const Json &arguments = member(function, "arguments");
        if (arguments.is_string())
            call.raw += arguments.get_ref<const std::string &>();
        else if (arguments.is_object())
            call.raw = dump(arguments);
    }

    /// Fragments of one call share an index. Some servers give none, or the same one to every call, each whole: then a new
    /// id with a name begins a new call.
    std::size_t placeOf(std::int64_t index, const std::string &id, const std::string &called)
    {
        const auto isAnother = [&](const OpenCall &open) { return !id.empty() && !called.empty() && !open.id.empty() && open.id != id; };
        if (index < 0) {
            if (calls().empty() || isAnother(calls().back()))
                return openCall({});
            return calls().size() - 1;
        }
        const auto found = m_places.find(index);
        if (found != m_places.end() && !isAnother(calls()[found->second]))
            return found->second;
        const auto place = openCall({});
        m_places[index] = place;
        return place;
    }

    /// The usage comes behind the finish reason, so the stream is read on to its end.
    void onDone() override
    {
        if (m_any)
            complete();
    }
    void onEnd() override
    {
        if (!m_reason.empty())
            complete();
    }

    [[nodiscard]] Finish finish() const override
    {
        if (m_refused || m_reason == "content_filter")
            return Finish::Refused;
        return m_reason == "length" ? Finish::Length : Finish::Stop;
    }

    std::map<std::int64_t, std::size_t> m_places; // by index
    std::string m_reason;
    bool m_any = false;
    bool m_refused = false;
};

} // namespace

std::unique_ptr<Reader> chatReader()
{
    return std::make_unique<ChatReader>();
}

} // namespace hs::ai
