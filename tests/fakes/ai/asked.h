#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/fakes/ai/reply.h"

namespace hs::test::ai {

/// A request as it came over the wire. Header names are in lower case.
struct Incoming {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    std::string body;

    [[nodiscard]] std::string header(const std::string &name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

/// A request that the dialect takes, as far as answering it needs.
struct Asked {
    AiDialect dialect = AiDialect::OpenAi;
    bool chat = false;       ///< by chat completions
    std::string model;
    std::string last;        ///< text of the last message: of the user, or a tool's result
    std::string tool;        ///< the tool whose result it is; empty: the user speaks
    std::vector<std::string> tools;
    Json schema;             ///< null: free text
    bool wantsUsage = true;
    std::size_t bytes = 0;   ///< of the request, for what it claims to have counted
    std::size_t number = 0;  ///< of the request, for ids
};

/// What the API answers instead of doing what was asked. Thrown by whatever finds the fault and caught where the request
/// came in; it never leaves the fake.
struct Refusal {
    int status = 400;
    std::string message;
    std::string type = "invalid_request_error";
    std::string code;
    std::string param;
};

[[noreturn]] inline void refuse(std::string message, std::string param = {}, std::string code = {})
{
    throw Refusal{400, std::move(message), "invalid_request_error", std::move(code), std::move(param)};
}

/// The error of a status as the dialect writes it; empty `type` and `message`: what it usually says.
[[nodiscard]] Refusal refusalOf(AiDialect dialect, int status, std::string type = {}, std::string message = {});
[[nodiscard]] Json errorBody(AiDialect dialect, const Refusal &refusal, const std::string &requestId);

// Reads a request's body as the API would, and refuses it as the API would.
[[nodiscard]] Asked readResponses(const Json &body);
[[nodiscard]] Asked readChat(AiDialect dialect, const Json &body);
[[nodiscard]] Asked readMessages(const Json &body, const std::string &version);

// The events of a stream, each as it goes over the wire.
[[nodiscard]] std::vector<std::string> responsesEvents(const AiReply &reply, const Asked &asked);
[[nodiscard]] std::vector<std::string> chatEvents(const AiReply &reply, const Asked &asked);
[[nodiscard]] std::vector<std::string> messagesEvents(const AiReply &reply, const Asked &asked);

/// What is said when no script tells: an echo, or an answer by the schema.
[[nodiscard]] AiReply thinkUp(const Asked &asked);

} // namespace hs::test::ai
