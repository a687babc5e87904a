#include "tests/fakes/ai/stream.h"

/// Chat completions.
namespace hs::test::ai {

std::vector<std::string> chatEvents(const AiReply &reply, const Asked &asked)
{
    const auto saying = sayingOf(reply, asked, "call_");
    const auto id = "chatcmpl-" + std::to_string(asked.number);
    const auto chunk = [&](const Json &delta, const Json &finish = nullptr) {
        return eventOf({{"id", id},
                        {"object", "chat.completion.chunk"},
                        {"created", 1'790'000'000},
                        {"model", asked.model},
                        {"choices", Json::array({Json{{"index", 0}, {"delta", delta}, {"finish_reason", finish}}})}});
    };
    std::vector<std::string> events;
    std::vector<std::size_t> texts;
    if (reply.pings)
        events.emplace_back(": ping\n\n");
    events.push_back(chunk({{"role", "assistant"}, {"content", ""}}));
    if (reply.thinking)
        events.push_back(chunk({{"reasoning_content", "Let me see."}}));
    for (const auto &piece : piecesOf(saying.text, reply.piece)) {
        texts.push_back(events.size());
        events.push_back(chunk({{"content", piece}}));
        if (reply.pings)
            events.emplace_back(":\n\n");
    }
    if (!reply.refusal.empty())
        events.push_back(chunk({{"refusal", reply.refusal}}));
    for (std::size_t i = 0; i < saying.calls.size(); ++i) {
        const auto &call = saying.calls[i];
        const auto fragment = [&](Json inner) {
            inner["index"] = i;
            events.push_back(chunk({{"tool_calls", Json::array({std::move(inner)})}}));
        };
        fragment({{"id", call.id}, {"type", "function"}, {"function", {{"name", call.name}, {"arguments", ""}}}});
        for (const auto &piece : piecesOf(call.raw, reply.piece))
            fragment({{"function", {{"arguments", piece}}}});
    }
    const char *finish = reply.finish == "length" || reply.finish == "window" ? "length"
        : reply.finish == "filtered"                                           ? "content_filter"
        : saying.calls.empty()                                                 ? "stop"
                                                                               : "tool_calls";
    events.push_back(chunk(Json::object(), finish));
    if (reply.usage && asked.wantsUsage)
        events.push_back(eventOf({{"id", id},
                                  {"object", "chat.completion.chunk"},
                                  {"model", asked.model},
                                  {"choices", Json::array()},
                                  {"usage",
                                   {{"prompt_tokens", saying.input},
                                    {"completion_tokens", saying.output},
                                    {"total_tokens", saying.input + saying.output},
                                    {"prompt_tokens_details", {{"cached_tokens", 0}}}}}}));
    events.emplace_back("data: [DONE]\n\n");
    spoil(events, texts, reply, eventOf(errorBody(asked.dialect, refusalOf(asked.dialect, 500, reply.errorType, reply.errorMessage), {})));
    return events;
}

} // namespace hs::test::ai
