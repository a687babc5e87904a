#include "tests/fakes/ai/asked.h"

namespace hs::test::ai {

namespace {

Refusal usual(AiDialect dialect, int status)
{
    const bool anthropic = dialect == AiDialect::Anthropic;
    const bool openai = dialect == AiDialect::OpenAi;
    switch (status) {
    case 400:
        return {400, "The request is invalid.", "invalid_request_error", {}, {}};
    case 401:
        return {401, anthropic ? "invalid x-api-key" : "Invalid API Key", anthropic || !openai ? "authentication_error" : "invalid_request_error",
                openai ? "invalid_api_key" : "", {}};
    case 402:
        return {402,
                dialect == AiDialect::HuggingFace ? "You have exceeded your monthly included credits for Inference Providers."
                                                  : "There is no credit left.",
                "billing_error", {}, {}};
    case 403:
        return {403, "This key may not do that.", "permission_error", {}, {}};
    case 404:
        return {404, "Not found", openai ? "invalid_request_error" : "not_found_error", {}, {}};
    case 409:
        return {409, "Try again.", "conflict_error", {}, {}};
    case 413:
        return {413, "Request exceeds the maximum allowed number of bytes.", "request_too_large", {}, {}};
    case 429:
        return {429, "Too many requests.", openai ? "requests" : "rate_limit_error", openai ? "rate_limit_exceeded" : "", {}};
    case 503:
        return {503, dialect == AiDialect::Compatible ? "Loading model" : "The service is not available.",
                dialect == AiDialect::Compatible ? "unavailable_error" : "service_unavailable", {}, {}};
    case 504:
        return {504, "The request took too long.", "timeout_error", {}, {}};
    case 529:
        return {529, "Overloaded", "overloaded_error", {}, {}};
    default:
        return {status, "Internal server error", anthropic ? "api_error" : "server_error", {}, {}};
    }
}

} // namespace

Refusal refusalOf(AiDialect dialect, int status, std::string type, std::string message)
{
    auto refusal = usual(dialect, status);
    if (!type.empty()) {
        refusal.type = type;
        refusal.code = dialect == AiDialect::OpenAi ? type : std::string();
    }
    if (!message.empty())
        refusal.message = std::move(message);
    return refusal;
}

Json errorBody(AiDialect dialect, const Refusal &refusal, const std::string &requestId)
{
    const Json type = refusal.type;
    switch (dialect) {
    case AiDialect::Anthropic:
        return {{"type", "error"}, {"error", {{"type", type}, {"message", refusal.message}}}, {"request_id", requestId}};
    case AiDialect::Compatible: // Ollama where a model is missing, llama.cpp else
        if (refusal.status == 404)
            return {{"error", refusal.message}};
        return {{"error", {{"code", refusal.status}, {"message", refusal.message}, {"type", type}}}};
    case AiDialect::HuggingFace:
        if (refusal.status != 400 && refusal.status != 404)
            return {{"error", refusal.message}};
        break;
    case AiDialect::OpenAi:
        break;
    }
    return {{"error",
             {{"message", refusal.message},
              {"type", type},
              {"param", refusal.param.empty() ? Json() : Json(refusal.param)},
              {"code", refusal.code.empty() ? Json() : Json(refusal.code)}}}};
}

} // namespace hs::test::ai
