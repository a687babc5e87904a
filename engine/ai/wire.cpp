#include "engine/ai/wire.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "engine/ai/wire_dialects.h"
#include "engine/ai/wire_faults.h"
#include "engine/http/request_policy.h"

namespace hs::ai {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t MaxAnswerBytes = 32U * 1024 * 1024;
constexpr std::size_t MaxRequestBytes = 32U * 1000 * 1000; // Anthropic's limit, the lowest one that is told
constexpr std::size_t MaxFaultBytes = 1024U * 1024;
constexpr std::size_t MaxModels = 10'000;
constexpr std::size_t MaxModelName = 200;
constexpr milliseconds LongestWait = std::chrono::hours(24);

constexpr std::array<std::pair<Dialect, std::string_view>, 4> DialectNames{{{Dialect::OpenAiResponses, "openai"},
                                                                            {Dialect::ChatCompletions, "compatible"},
                                                                            {Dialect::HuggingFace, "huggingface"},
                                                                            {Dialect::Anthropic, "anthropic"}}};

std::string_view pathOf(Dialect dialect)
{
    switch (dialect) {
    case Dialect::OpenAiResponses:
        return "/responses";
    case Dialect::Anthropic:
        return "/messages";
    case Dialect::ChatCompletions:
    case Dialect::HuggingFace:
        break;
    }
    return "/chat/completions";
}

std::string addressOf(const Endpoint &endpoint, std::string_view path)
{
    std::string_view base = endpoint.base;
    while (base.ends_with('/'))
        base.remove_suffix(1);
    return std::string(base) + std::string(path);
}

void signIn(http::Request &request, Dialect dialect, const Endpoint &endpoint)
{
    if (dialect == Dialect::Anthropic)
        request.headers.push_back({"anthropic-version", endpoint.version.empty() ? std::string(AnthropicVersion) : endpoint.version});
    if (endpoint.key.empty())
        return;
    if (dialect == Dialect::Anthropic)
        request.secretHeaders.emplace_back("x-api-key", endpoint.key);
    else
        request.secretHeaders.emplace_back("Authorization", Secret("Bearer " + std::string(endpoint.key.reveal())));
}

std::optional<double> readDecimal(std::string_view text)
{
    double value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value) || value < 0)
        return std::nullopt;
    return value;
}

milliseconds waitOf(double millis)
{
    return millis >= double(LongestWait.count()) ? LongestWait : milliseconds(std::int64_t(std::ceil(millis)));
}

/// Hugging Face's `RateLimit: "api";r=0;t=55`: seconds until the window that is used up begins anew.
std::optional<milliseconds> waitOfRateLimit(std::string_view header)
{
    while (!header.empty()) {
        auto item = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), item.size() + 1));
        std::optional<double> remaining, reset;
        while (!item.empty()) {
            auto field = item.substr(0, item.find(';'));
            item.remove_prefix(std::min(item.size(), field.size() + 1));
            while (field.starts_with(' '))
                field.remove_prefix(1);
            if (field.starts_with("r="))
                remaining = readDecimal(field.substr(2));
            else if (field.starts_with("t="))
                reset = readDecimal(field.substr(2));
        }
        if (reset && remaining.value_or(1) == 0)
            return waitOf(*reset * 1000);
    }
    return std::nullopt;
}

std::optional<milliseconds> askedWait(Dialect dialect, const http::Response &response, const Json &body, Timestamp now)
{
    if (const auto millis = readDecimal(response.header("retry-after-ms")))
        return waitOf(*millis);
    if (const auto wait = http::parseRetryAfter(response.header("Retry-After"), now))
        return wait;
    if (dialect == Dialect::HuggingFace) {
        if (const auto wait = waitOfRateLimit(response.header("RateLimit")))
            return wait;
        if (const Json &loading = member(body, "estimated_time"); loading.is_number() && loading.get<double>() > 0) // a model that is loaded
            return waitOf(loading.get<double>() * 1000);
    }
    return std::nullopt;
}

bool isModelName(std::string_view name)
{
    return !name.empty() && name.size() <= MaxModelName
        && std::none_of(name.begin(), name.end(), [](char c) { return (c >= 0 && c <= ' ') || c == '\x7f'; });
}

} // namespace

std::string_view name(Dialect dialect)
{
    for (const auto &[known, text] : DialectNames)
        if (known == dialect)
            return text;
    return "compatible";
}

std::optional<Dialect> dialectFrom(std::string_view name)
{
    for (const auto &[known, text] : DialectNames)
        if (text == name)
            return known;
    return std::nullopt;
}

Result<http::Request> encode(Dialect dialect, const Endpoint &endpoint, const std::string &model, const Request &request)
{
    if (endpoint.base.empty())
        return fail(Errc::BadInput, "the provider has no address", {}, "set it in the settings of the provider");
    const auto ids = checkConversation(model, request);
    if (!ids)
        return tl::make_unexpected(ids.error());

    http::Request out;
    out.method = "POST";
    out.url = addressOf(endpoint, pathOf(dialect));
    out.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    signIn(out, dialect, endpoint);
    out.timeout = request.timeout;
    out.idleTimeout = request.idleTimeout;
    out.maxBody = MaxAnswerBytes;
    switch (dialect) {
    case Dialect::OpenAiResponses:
        out.body = dump(responsesBody(endpoint, model, request, *ids));
        break;
    case Dialect::Anthropic:
        out.body = dump(anthropicBody(endpoint, model, request, *ids));
        break;
    case Dialect::ChatCompletions:
    case Dialect::HuggingFace:
        out.body = dump(chatBody(endpoint, model, request, *ids));
        break;
    }
    if (out.body.size() > MaxRequestBytes)
        return fail(Errc::BadInput, "the request is larger than any provider takes", {}, "leave out the older part of the conversation");
    return out;
}

std::unique_ptr<Reader> reader(Dialect dialect)
{
    switch (dialect) {
    case Dialect::OpenAiResponses:
        return responsesReader();
    case Dialect::Anthropic:
        return anthropicReader();
    case Dialect::ChatCompletions:
    case Dialect::HuggingFace:
        break;
    }
    return chatReader();
}

Error errorOf(Dialect dialect, const http::Response &response, Timestamp now)
{
    if (response.status >= 300 && response.status < 400)
        return {Errc::BadInput, "the provider sends the request to another address", "HTTP " + std::to_string(response.status),
                "check the address of the provider", {}};
    Fault fault;
    Json body;
    if (response.body.size() <= MaxFaultBytes) {
        if (auto parsed = parseJson(response.body)) {
            body = std::move(*parsed);
            fault = faultIn(body);
        } else if (const auto first = response.body.find_first_not_of(" \t\r\n"); first != std::string::npos && response.body[first] != '<') {
            fault.message = response.body; // plain words; web pages of proxies say nothing
        }
    }
    fault.status = response.status;
    auto error = errorFrom(fault);
    if (error.code == Errc::RateLimited || error.code == Errc::Unavailable)
        error.retryAfter = askedWait(dialect, response, body, now);
    // A failure that the provider itself asks not to try again is one of this request; another provider may take it.
    if (error.code == Errc::Unavailable && response.header("x-should-retry") == "false")
        error.code = Errc::BadInput;
    return error;
}

http::Request modelsRequest(Dialect dialect, const Endpoint &endpoint)
{
    http::Request request;
    request.url = addressOf(endpoint, dialect == Dialect::Anthropic ? "/models?limit=1000" : "/models");
    request.headers = {{"Accept", "application/json"}};
    signIn(request, dialect, endpoint);
    return request;
}

Result<std::vector<std::string>> readModels(Dialect, std::string_view body)
{
    const auto parsed = parseJson(body);
    if (!parsed)
        return fail(Errc::Corrupt, "the list of models is not JSON", {}, "check the address of the provider");
    // {"data": [{"id"}]} of all four; Ollama's own {"models": [{"name"}]}, which llama.cpp adds too; a bare list.
    const Json &data = member(*parsed, "data");
    const Json &list = data.is_array() ? data : member(*parsed, "models").is_array() ? member(*parsed, "models") : *parsed;
    if (!list.is_array())
        return fail(Errc::Corrupt, "what came is no list of models", {}, "check the address of the provider");
    std::vector<std::string> models;
    std::set<std::string> seen;
    for (const auto &entry : list) {
        std::string id = entry.is_string() ? entry.get<std::string>() : text(entry, "id", text(entry, "model", text(entry, "name")));
        if (models.size() < MaxModels && isModelName(id) && seen.insert(id).second)
            models.push_back(std::move(id));
    }
    return models;
}

std::int64_t roughTokens(std::string_view text)
{
    std::int64_t words = 0;
    bool inWord = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        words += !space && !inWord ? 1 : 0;
        inWord = !space;
    }
    return std::max(words, std::int64_t((text.size() + 3) / 4));
}

} // namespace hs::ai
