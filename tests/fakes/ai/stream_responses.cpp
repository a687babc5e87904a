#include "tests/fakes/ai/stream.h"

/// OpenAI's Responses.
namespace hs::test::ai {

namespace {

class ResponsesScore {
public:
    ResponsesScore(const AiReply &reply, const Asked &asked)
        : m_reply(reply), m_asked(asked), m_saying(sayingOf(reply, asked, "call_")), m_id("resp_" + std::to_string(asked.number))
    {
    }

    std::vector<std::string> play()
    {
        add("response.created", {{"response", response("in_progress")}});
        add("response.in_progress", {{"response", response("in_progress")}});
        if (m_reply.thinking)
            think();
        if (!m_saying.text.empty() || !m_reply.refusal.empty())
            message();
        for (const auto &call : m_saying.calls)
            function(call);
        const bool cut = m_reply.finish == "length" || m_reply.finish == "window" || m_reply.finish == "filtered";
        auto last = response(cut ? "incomplete" : "completed");
        if (cut)
            last["incomplete_details"] = {{"reason", m_reply.finish == "filtered" ? "content_filter" : "max_output_tokens"}};
        if (m_reply.usage)
            last["usage"] = {{"input_tokens", m_saying.input},
                             {"input_tokens_details", {{"cached_tokens", 0}}},
                             {"output_tokens", m_saying.output},
                             {"output_tokens_details", {{"reasoning_tokens", 0}}},
                             {"total_tokens", m_saying.input + m_saying.output}};
        add(cut ? "response.incomplete" : "response.completed", {{"response", std::move(last)}});
        const auto refusal = refusalOf(AiDialect::OpenAi, 500, m_reply.errorType, m_reply.errorMessage);
        const Json error{{"type", "error"},
                         {"code", refusal.code.empty() ? refusal.type : refusal.code},
                         {"message", refusal.message},
                         {"param", nullptr},
                         {"sequence_number", m_events.size()}};
        spoil(m_events, m_texts, m_reply, eventOf(error, "error"));
        return std::move(m_events);
    }

private:
    void add(const std::string &type, Json data)
    {
        data["type"] = type;
        data["sequence_number"] = m_events.size();
        m_events.push_back(eventOf(data, type));
    }
    [[nodiscard]] Json response(const char *status) const
    {
        return {{"id", m_id}, {"object", "response"}, {"created_at", 1'790'000'000}, {"status", status}, {"model", m_asked.model},
                {"output", m_output}, {"error", nullptr}, {"incomplete_details", nullptr}, {"usage", nullptr}};
    }
    [[nodiscard]] std::size_t place() const { return m_output.size(); }

    void think()
    {
        const Json item{{"id", "rs_1"}, {"type", "reasoning"}, {"summary", Json::array()}};
        add("response.output_item.added", {{"output_index", place()}, {"item", item}});
        add("response.reasoning_summary_text.delta", {{"output_index", place()}, {"item_id", "rs_1"}, {"delta", "Let me see."}});
        add("response.output_item.done", {{"output_index", place()}, {"item", item}});
        m_output.push_back(item);
    }

    void message()
    {
        const bool refuses = !m_reply.refusal.empty();
        const std::string kind = refuses ? "response.refusal" : "response.output_text";
        const auto part = [&](const std::string &words) -> Json {
            if (refuses)
                return {{"type", "refusal"}, {"refusal", words}};
            return {{"type", "output_text"}, {"text", words}, {"annotations", Json::array()}};
        };
        const auto item = [&](const char *status, Json content) -> Json {
            return {{"id", "msg_1"}, {"type", "message"}, {"role", "assistant"}, {"status", status}, {"content", std::move(content)}};
        };
        const Json where{{"item_id", "msg_1"}, {"output_index", place()}, {"content_index", 0}};
        const auto at = [&](Json data) {
            data.update(where);
            return data;
        };
        const auto &words = refuses ? m_reply.refusal : m_saying.text;
        add("response.output_item.added", {{"output_index", place()}, {"item", item("in_progress", Json::array())}});
        add("response.content_part.added", at({{"part", part("")}}));
        for (const auto &piece : piecesOf(words, m_reply.piece)) {
            m_texts.push_back(m_events.size());
            add(kind + ".delta", at({{"delta", piece}}));
            if (m_reply.pings)
                m_events.emplace_back(": ping\n\n");
        }
        add(kind + ".done", at({{refuses ? "refusal" : "text", words}}));
        add("response.content_part.done", at({{"part", part(words)}}));
        const Json whole = item("completed", Json::array({part(words)}));
        add("response.output_item.done", {{"output_index", place()}, {"item", whole}});
        m_output.push_back(whole);
    }

    void function(const AiCall &call)
    {
        const auto id = "fc_" + std::to_string(place() + 1);
        const auto item = [&](const char *status, const std::string &arguments) -> Json {
            return {{"id", id}, {"type", "function_call"}, {"status", status}, {"call_id", call.id}, {"name", call.name}, {"arguments", arguments}};
        };
        add("response.output_item.added", {{"output_index", place()}, {"item", item("in_progress", "")}});
        for (const auto &piece : piecesOf(call.raw, m_reply.piece))
            add("response.function_call_arguments.delta", {{"item_id", id}, {"output_index", place()}, {"delta", piece}});
        add("response.function_call_arguments.done", {{"item_id", id}, {"output_index", place()}, {"arguments", call.raw}});
        add("response.output_item.done", {{"output_index", place()}, {"item", item("completed", call.raw)}});
        m_output.push_back(item("completed", call.raw));
    }

    const AiReply &m_reply;
    const Asked &m_asked;
    const Saying m_saying;
    const std::string m_id;
    Json m_output = Json::array();
    std::vector<std::string> m_events;
    std::vector<std::size_t> m_texts;
};

} // namespace

std::vector<std::string> responsesEvents(const AiReply &reply, const Asked &asked)
{
    return ResponsesScore(reply, asked).play();
}

} // namespace hs::test::ai
