#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/vocabulary/json.h"

namespace hs::test {

/// Who the fake plays.
enum class AiDialect { OpenAi, Compatible, HuggingFace, Anthropic };

struct AiCall {
    std::string name;
    Json arguments = Json::object();
    std::string raw; ///< instead of the arguments, as it is
    std::string id;  ///< empty: made up
};

/// What the fake does about a request: which ones, what it says, how it goes wrong. As JSON: fake_ai_main.cpp.
struct AiReply {
    // Which requests. Of the replies that are left the first that fits is taken.
    std::optional<AiDialect> dialect;
    std::string model;    ///< empty: any
    std::string contains; ///< a part of the last message's text (of the user, or a tool's result); empty: any
    int times = 1;        ///< at most; 0: no end. Several failures with a number make a storm

    // What is said.
    std::string text;
    Json data;            ///< said as JSON, in place of the text
    std::vector<AiCall> calls;
    std::string refusal;  ///< in the dialect's own way
    std::string finish;   ///< "length", "filtered", "window" (the context is full); empty: as it comes
    bool halfJson = false; ///< `data`, or the last call's arguments, end in the middle
    bool usage = true;    ///< tells tokens; local servers may not
    bool pings = false;   ///< comments or events that mean nothing, in between
    bool thinking = false; ///< thoughts before the answer

    // How it goes.
    std::chrono::milliseconds wait{0};    ///< before the answer begins
    std::chrono::milliseconds between{0}; ///< between events
    std::size_t piece = 12;               ///< bytes of text in an event
    bool never = false;                   ///< takes the request and says nothing, for ever
    std::optional<std::size_t> cutAfter;  ///< bytes of the body; then the connection is closed
    bool cutCleanly = false;              ///< then the body just ends, as if it were whole
    bool garbled = false;                 ///< an event in the middle is no JSON
    std::optional<std::size_t> errorAfter; ///< events of text; then the dialect's error event ends the stream
    std::string errorType, errorMessage;  ///< of that event, or of the status below; empty: what fits

    // Instead of an answer, when it is not 200.
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers; ///< "retry-after"
    std::string body;     ///< empty: the dialect's error of the status

    static AiReply say(std::string text);
    static AiReply answer(Json data);
    static AiReply call(std::string name, Json arguments = Json::object());
    static AiReply fail(int status, std::vector<std::pair<std::string, std::string>> headers = {}, int times = 1);
    static AiReply silence();
};

[[nodiscard]] std::string_view nameOf(AiDialect dialect); ///< "openai", "compatible", "huggingface", "anthropic"
[[nodiscard]] std::optional<AiDialect> aiDialectFrom(std::string_view name);
/// BadInput names the member that is wrong or unknown.
[[nodiscard]] Result<AiReply> aiReplyFrom(const Json &json);

} // namespace hs::test
