#include <algorithm>
#include <map>
#include <set>

#include "engine/ai/wire_dialects.h"
#include "engine/ai/wire_reader.h"

/// OpenAI's Responses (integrations.md §3.1).
namespace hs::ai {

namespace {

constexpr int FewestTokens = 16; // the API refuses a lower limit

void addItems(Json &input, const Message &message, const std::vector<std::string> &ids)
{
    switch (message.role) {
    case Message::Role::User:
        input.push_back({{"role", "user"}, {"content", message.text}});
        return;
    case Message::Role::Tool:
        input.push_back({{"type", "function_call_output"}, {"call_id", ids.front()}, {"output", wireResult(message)}});
        return;
    case Message::Role::Assistant:
        break;
    }
    if (!message.text.empty())
        input.push_back({{"role", "assistant"}, {"content", message.text}});
    for (std::size_t i = 0; i < message.calls.size(); ++i) {
        const auto &call = message.calls[i];
        input.push_back(
            {{"type", "function_call"}, {"call_id", ids[i]}, {"name", wireName(call.name)}, {"arguments", dump(wireArguments(call))}});
    }
}

} // namespace

Json responsesBody(const Endpoint &endpoint, const std::string &model, const Request &request, const CallIds &ids)
{
    // Nothing is kept at the provider: the whole conversation goes along each time.
    Json body{{"model", model}, {"stream", true}, {"store", false}, {"max_output_tokens", std::max(FewestTokens, request.maxTokens)}};
    if (!request.system.empty())
        body["instructions"] = request.system;
    Json input = Json::array();
    for (std::size_t i = 0; i < request.messages.size(); ++i)
        addItems(input, request.messages[i], ids[i]);
    body["input"] = std::move(input);
    if (request.temperature && takesTemperature(endpoint, model))
        body["temperature"] = *request.temperature;
    for (const auto &tool : request.tools) // strict is this API's default, and would refuse most schemas
        body["tools"].push_back({{"type", "function"},
                                 {"name", tool.name},
                                 {"description", tool.description},
                                 {"parameters", tool.input},
                                 {"strict", fitsStrict(tool.input)}});
    if (!request.schema.is_null())
        body["text"] = {{"format",
                         {{"type", "json_schema"},
                          {"name", request.schemaName},
                          {"schema", request.schema},
                          {"strict", fitsStrict(request.schema)}}}};
    return body;
}

namespace {

class ResponsesReader final : public StreamReader {
private:
    void onJson(std::string_view eventType, const Json &data) override
    {
        const auto type = text(data, "type", eventType);
        if (type == "error" || (!member(data, "error").is_null() && !data.contains("response"))) {
            stop(errorFrom(faultOfEvent(data)));
        } else if (type == "response.created" || type == "response.in_progress") {
            begin(member(data, "response"));
        } else if (type == "response.output_text.delta") {
            sayFor(keyOf(data), text(data, "delta"));
        } else if (type == "response.refusal.delta") {
            m_refused = true;
            sayFor(keyOf(data), text(data, "delta"));
        } else if (type == "response.output_item.added") {
            if (const Json &item = member(data, "item"); text(item, "type") == "function_call")
                takeCall(keyOf(data), item);
        } else if (type == "response.function_call_arguments.delta") {
            calls()[placeOf(keyOf(data))].raw += text(data, "delta");
        } else if (type == "response.function_call_arguments.done") {
            if (const Json &whole = member(data, "arguments"); whole.is_string())
                calls()[placeOf(keyOf(data))].raw = whole.get<std::string>();
        } else if (type == "response.output_item.done") {
            takeItem(keyOf(data), member(data, "item"));
        } else if (type == "response.completed" || type == "response.incomplete" || type == "response.failed") {
            finishWith(type, member(data, "response"));
        }
    }

    /// Events name their item by its place in the output.
    static std::string keyOf(const Json &data)
    {
        const Json &place = member(data, "output_index");
        return place.is_number_integer() ? dump(place) : text(data, "item_id");
    }

    /// {"type":"error","code","message"}, where "type" is the event's; or {"error":{…}}.
    static Fault faultOfEvent(const Json &data)
    {
        auto fault = faultIn(data);
        if (!member(data, "error").is_object())
            fault.type.clear();
        return fault;
    }

    void begin(const Json &response)
    {
        if (answer().requestId.empty())
            answer().requestId = text(response, "id");
        if (answer().model.empty())
            answer().model = text(response, "model");
    }

    void sayFor(const std::string &key, const std::string &words)
    {
        if (words.empty())
            return;
        if (m_said.insert(key).second && m_said.size() > 1)
            say("\n\n"); // a second message of the same answer
        say(words);
    }

    std::size_t placeOf(const std::string &key)
    {
        const auto found = m_places.find(key);
        if (found != m_places.end())
            return found->second;
        const auto place = openCall({});
        m_places.emplace(key, place);
        return place;
    }

    void takeCall(const std::string &key, const Json &item)
    {
        auto &call = calls()[placeOf(key)];
        if (auto id = text(item, "call_id"); !id.empty())
            call.id = std::move(id);
        if (auto called = text(item, "name"); !called.empty())
            call.name = std::move(called);
        if (auto arguments = text(item, "arguments"); !arguments.empty())
            call.raw = std::move(arguments);
    }

    /// An item as a whole, of which all or nothing may have come in parts.
    void takeItem(const std::string &key, const Json &item)
    {
        const auto type = text(item, "type");
        if (type == "function_call")
            takeCall(key, item);
        if (type != "message" || m_said.count(key) != 0)
            return;
        const Json &content = member(item, "content");
        if (!content.is_array())
            return;
        std::string words;
        for (const auto &piece : content) {
            const auto refusal = text(piece, "refusal");
            m_refused = m_refused || !refusal.empty();
            words += refusal.empty() ? text(piece, "text") : refusal;
        }
        sayFor(key, words);
    }

    void finishWith(std::string_view type, const Json &response)
    {
        begin(response);
        if (type == "response.failed") {
            stop(errorFrom(faultIn(response)));
            return;
        }
        // A server may send nothing but this last event.
        if (const Json &output = member(response, "output"); output.is_array() && !started())
            for (std::size_t i = 0; i < output.size(); ++i)
                takeItem(std::to_string(i), output[i]);
        if (const Json &usage = member(response, "usage"); usage.is_object())
            tellUsage({integer(usage, "input_tokens"), integer(member(usage, "input_tokens_details"), "cached_tokens"), 0,
                       integer(usage, "output_tokens"), false});
        if (type == "response.incomplete")
            m_finish = text(member(response, "incomplete_details"), "reason") == "content_filter" ? Finish::Refused : Finish::Length;
        complete();
    }

    [[nodiscard]] Finish finish() const override { return m_refused ? Finish::Refused : m_finish; }

    std::map<std::string, std::size_t> m_places; // of calls, by item
    std::set<std::string> m_said;                // items whose text has come
    Finish m_finish = Finish::Stop;
    bool m_refused = false;
};

} // namespace

std::unique_ptr<Reader> responsesReader()
{
    return std::make_unique<ResponsesReader>();
}

} // namespace hs::ai
