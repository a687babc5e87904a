#include "tests/fakes/ai/stream.h"

/// Anthropic's Messages.
namespace hs::test::ai {

namespace {

class MessagesScore {
public:
    MessagesScore(const AiReply &reply, const Asked &asked) : m_reply(reply), m_asked(asked), m_saying(sayingOf(reply, asked, "toolu_")) {}

    std::vector<std::string> play()
    {
        add({{"type", "message_start"},
             {"message",
              {{"id", "msg_" + std::to_string(m_asked.number)},
               {"type", "message"},
               {"role", "assistant"},
               {"model", m_asked.model},
               {"content", Json::array()},
               {"stop_reason", nullptr},
               {"stop_sequence", nullptr},
               {"usage",
                {{"input_tokens", m_saying.input}, {"cache_creation_input_tokens", 0}, {"cache_read_input_tokens", 0}, {"output_tokens", 1}}}}}});
        if (m_reply.thinking)
            block({{"type", "thinking"}, {"thinking", ""}, {"signature", ""}},
                  {{{"type", "thinking_delta"}, {"thinking", "Let me see."}}, {{"type", "signature_delta"}, {"signature", "c2lnbmVk"}}});
        const auto words = m_saying.text + m_reply.refusal; // a refusal is what was said so far and a reason to stop
        if (!words.empty()) {
            std::vector<Json> deltas;
            for (const auto &piece : piecesOf(words, m_reply.piece))
                deltas.push_back({{"type", "text_delta"}, {"text", piece}});
            block({{"type", "text"}, {"text", ""}}, deltas);
        }
        for (const auto &call : m_saying.calls) {
            std::vector<Json> deltas{{{"type", "input_json_delta"}, {"partial_json", ""}}};
            if (call.raw != "{}") // no parts mean an empty object
                for (const auto &piece : piecesOf(call.raw, m_reply.piece))
                    deltas.push_back({{"type", "input_json_delta"}, {"partial_json", piece}});
            block({{"type", "tool_use"}, {"id", call.id}, {"name", call.name}, {"input", Json::object()}}, deltas);
        }
        const char *reason = !m_reply.refusal.empty() || m_reply.finish == "filtered" ? "refusal"
            : m_reply.finish == "length"                                              ? "max_tokens"
            : m_reply.finish == "window"                                              ? "model_context_window_exceeded"
            : m_saying.calls.empty()                                                  ? "end_turn"
                                                                                      : "tool_use";
        add({{"type", "message_delta"},
             {"delta", {{"stop_reason", reason}, {"stop_sequence", nullptr}}},
             {"usage", {{"output_tokens", m_saying.output}}}});
        add({{"type", "message_stop"}});
        const auto refusal = refusalOf(AiDialect::Anthropic, 529, m_reply.errorType, m_reply.errorMessage);
        spoil(m_events, m_texts, m_reply, eventOf(errorBody(AiDialect::Anthropic, refusal, "req_" + std::to_string(m_asked.number)), "error"));
        return std::move(m_events);
    }

private:
    void add(const Json &data) { m_events.push_back(eventOf(data, text(data, "type"))); }

    void block(const Json &start, const std::vector<Json> &deltas)
    {
        add({{"type", "content_block_start"}, {"index", m_index}, {"content_block", start}});
        if (m_reply.pings)
            add({{"type", "ping"}});
        for (const auto &delta : deltas) {
            if (text(delta, "type") == "text_delta")
                m_texts.push_back(m_events.size());
            add({{"type", "content_block_delta"}, {"index", m_index}, {"delta", delta}});
        }
        add({{"type", "content_block_stop"}, {"index", m_index}});
        ++m_index;
    }

    const AiReply &m_reply;
    const Asked &m_asked;
    const Saying m_saying;
    int m_index = 0;
    std::vector<std::string> m_events;
    std::vector<std::size_t> m_texts;
};

} // namespace

std::vector<std::string> messagesEvents(const AiReply &reply, const Asked &asked)
{
    return MessagesScore(reply, asked).play();
}

} // namespace hs::test::ai
