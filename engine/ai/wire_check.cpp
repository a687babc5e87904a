#include <algorithm>
#include <set>

#include "engine/ai/wire_dialects.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::ai {

namespace {

constexpr std::size_t MaxMessages = 5'000;
constexpr std::size_t MaxTools = 128;               // OpenAI's limit
constexpr std::size_t MaxText = 24U * 1024 * 1024;  // of all messages; no provider takes more than 32 MB in all
constexpr std::size_t MaxName = 64;
constexpr int MaxAnswerTokens = 1'000'000;

bool isWireWord(std::string_view text)
{
    return !text.empty() && text.size() <= MaxName && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::string messageAt(std::size_t index)
{
    return "message " + std::to_string(index + 1);
}

Result<void> checkTools(const Request &request)
{
    if (request.tools.size() > MaxTools)
        return fail(Errc::BadInput, "more than " + std::to_string(MaxTools) + " tools are offered", {}, "offer fewer");
    std::set<std::string_view> names;
    for (const auto &tool : request.tools) {
        if (!isWireWord(tool.name))
            return fail(Errc::BadInput, "the name of a tool is not 1 to 64 letters, digits, \"_\" and \"-\"", tool.name.substr(0, MaxName));
        if (!names.insert(tool.name).second)
            return fail(Errc::BadInput, "two tools have the same name", tool.name);
        if (text(tool.input, "type") != "object")
            return fail(Errc::BadInput, "the input of a tool is not described as an object", tool.name);
    }
    return {};
}

/// Which ids are taken and which call waits for its result.
class CallBook {
public:
    std::string enter(const std::string &id)
    {
        auto wire = id;
        while (!isWireWord(wire) || m_taken.count(wire) != 0)
            wire = "call_" + std::to_string(++m_made);
        m_taken.insert(wire);
        m_open.emplace_back(id, wire);
        return wire;
    }
    std::optional<std::string> answer(const std::string &id)
    {
        const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const auto &open) { return open.first == id; });
        if (found == m_open.end())
            return std::nullopt;
        auto wire = found->second;
        m_open.erase(found);
        return wire;
    }
    [[nodiscard]] bool allAnswered() const { return m_open.empty(); }

private:
    std::vector<std::pair<std::string, std::string>> m_open; // as the conversation names it, as the wire does
    std::set<std::string> m_taken;
    std::size_t m_made = 0;
};

Result<CallIds> idsOf(const Request &request)
{
    CallIds ids;
    CallBook book;
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
        const auto &message = request.messages[i];
        auto &mine = ids.emplace_back();
        if (message.role == Message::Role::Tool) {
            auto wire = book.answer(message.callId);
            if (!wire)
                return fail(Errc::BadInput, "the result of a tool stands without its call", messageAt(i));
            mine.push_back(std::move(*wire));
            continue;
        }
        if (!book.allAnswered())
            return fail(Errc::BadInput, "the call of a tool has no result behind it", messageAt(i));
        if (message.role == Message::Role::User && trimmed(message.text).empty())
            return fail(Errc::BadInput, "a message of the user is empty", messageAt(i));
        if (message.role == Message::Role::Assistant)
            for (const auto &call : message.calls)
                mine.push_back(book.enter(call.id));
    }
    if (!book.allAnswered() || request.messages.back().role == Message::Role::Assistant)
        return fail(Errc::BadInput, "the conversation does not end with words of the user or results of tools",
                    messageAt(request.messages.size() - 1));
    return ids;
}

} // namespace

Result<CallIds> checkConversation(const std::string &model, const Request &request)
{
    if (model.empty())
        return fail(Errc::BadInput, "no model is named", {}, "choose one in the settings of the provider");
    if (request.messages.empty())
        return fail(Errc::BadInput, "there is nothing to answer: the conversation is empty");
    std::size_t bytes = request.system.size();
    for (const auto &message : request.messages)
        bytes += message.text.size();
    if (request.messages.size() > MaxMessages || bytes > MaxText)
        return fail(Errc::BadInput, "the conversation is longer than any provider takes", {}, "leave out its older part");
    if (request.maxTokens < 1 || request.maxTokens > MaxAnswerTokens)
        return fail(Errc::BadInput, "the length of the answer is not between 1 and " + std::to_string(MaxAnswerTokens) + " tokens");
    if (request.temperature && !(*request.temperature >= 0 && *request.temperature <= 2))
        return fail(Errc::BadInput, "the temperature is not between 0 and 2");
    if (!request.schema.is_null() && !request.schema.is_object())
        return fail(Errc::BadInput, "the schema of the answer is not an object");
    if (!request.schema.is_null() && !isWireWord(request.schemaName))
        return fail(Errc::BadInput, "the name of the schema is not 1 to 64 letters, digits, \"_\" and \"-\"", request.schemaName.substr(0, MaxName));
    HS_TRY(checkTools(request));
    return idsOf(request);
}

bool isOpenAiItself(const Endpoint &endpoint)
{
    const auto start = endpoint.base.find("://");
    if (start == std::string::npos)
        return false;
    const auto host = std::string_view(endpoint.base).substr(start + 3);
    const auto name = host.substr(0, host.find_first_of(":/"));
    return name == "api.openai.com" || name.ends_with(".openai.azure.com");
}

bool takesTemperature(const Endpoint &endpoint, std::string_view model)
{
    return !isOpenAiItself(endpoint) || model.starts_with("gpt-4") || model.starts_with("gpt-3.5");
}

std::string wireName(const std::string &name)
{
    // A model may have made up a name that the provider, sent it back, would refuse.
    std::string out = name.substr(0, MaxName);
    std::replace_if(out.begin(), out.end(), [](char c) { return !isWireWord(std::string_view(&c, 1)); }, '_');
    return out.empty() ? std::string("unnamed") : out;
}

Json wireArguments(const ToolCall &call)
{
    // What was no JSON is not sent back as it was: servers that read it themselves would fail. The result says what was wrong.
    return call.arguments.is_object() ? call.arguments : Json::object();
}

std::string wireResult(const Message &message)
{
    return message.failed ? "The tool failed: " + message.text : message.text;
}

} // namespace hs::ai
