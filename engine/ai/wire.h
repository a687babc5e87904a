#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ai/exchange.h"
#include "engine/http/transport.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/secret.h"

/// How the providers write requests and answers. Pure: no socket, no clock of its own.
/// Source: integrations.md §3 and the providers' published API references.
namespace hs::ai {

/// The four dialects.
enum class Dialect {
    OpenAiResponses, ///< POST /responses
    ChatCompletions, ///< POST /chat/completions: Ollama, llama.cpp, LM Studio and all that speak like OpenAI did
    HuggingFace,     ///< chat completions of the router, with its own errors and limits
    Anthropic,       ///< POST /messages
};
[[nodiscard]] std::string_view name(Dialect dialect); ///< "openai", "compatible", "huggingface", "anthropic"
[[nodiscard]] std::optional<Dialect> dialectFrom(std::string_view name);

/// Where a provider is reached.
struct Endpoint {
    std::string base;    ///< "https://api.openai.com/v1", without a slash at its end
    Secret key;          ///< empty: none is sent
    std::string version; ///< Anthropic's `anthropic-version`
};

/// The HTTP request for one call; a stream in any case (`stream: true`). Its `onPart` is not set.
/// BadInput: the request cannot be said in this dialect.
[[nodiscard]] Result<http::Request> encode(Dialect dialect, const Endpoint &endpoint, const std::string &model, const Request &request);

/// Reads one answer as it comes. One thread.
class Reader {
public:
    virtual ~Reader() = default;
    /// Takes a part of the body, cut anywhere, within a character too. What of it is text of the answer goes to `onText`.
    virtual void feed(std::string_view part, const OnText &onText) = 0;
    /// The body has ended: the whole answer (text, calls, finish, usage, model), or why there is none:
    /// Corrupt when it was cut or is not what the dialect promises, else as the provider's own error event says.
    [[nodiscard]] virtual Result<Answer> end() = 0;
    [[nodiscard]] virtual bool started() const = 0; ///< some text or call of the answer has come
};
[[nodiscard]] std::unique_ptr<Reader> reader(Dialect dialect);

/// What an answer of 300 and more means. Unauthorized: the key is not taken; Forbidden: no credit or no right (the
/// provider is left alone until somebody mends it); RateLimited with retryAfter; NotFound: no such model; BadInput: the
/// request is refused (too long, a wrong field), another provider may take it; Unavailable: later. Never holds a key.
[[nodiscard]] Error errorOf(Dialect dialect, const http::Response &response, Timestamp now);

/// Ids of the models that the provider has: GET /models, and how its answer is read.
[[nodiscard]] http::Request modelsRequest(Dialect dialect, const Endpoint &endpoint);
[[nodiscard]] Result<std::vector<std::string>> readModels(Dialect dialect, std::string_view body);

/// Tokens of a text, roughly: a quarter of its bytes, but at least its words. For limits and where a provider tells no usage.
[[nodiscard]] std::int64_t roughTokens(std::string_view text);

} // namespace hs::ai
