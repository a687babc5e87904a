#include "engine/ai/wire_faults.h"

#include <algorithm>
#include <array>

#include "engine/vocabulary/utf8.h"

namespace hs::ai {

namespace {

std::string inLowerCase(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

bool saysOneOf(std::string_view text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// A message that may be a text, an object with one, or a list of either.
std::string messageIn(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array() && !value.empty())
        return messageIn(value.front().is_array() ? Json() : value.front());
    for (const std::string_view key : {"message", "msg", "error"})
        if (auto words = text(value, key); !words.empty())
            return words;
    return {};
}

enum class Meaning { Key, Credit, Right, Missing, Rate, TooLong, Refused, Later };

/// The type or code alone, where no status tells; from all dialects.
Meaning meaningOfWord(std::string_view word)
{
    struct Row {
        std::string_view word;
        Meaning meaning;
    };
    static constexpr std::array<Row, 18> Rows{{{"authentication_error", Meaning::Key},
                                               {"invalid_api_key", Meaning::Key},
                                               {"permission_error", Meaning::Right},
                                               {"permission_denied", Meaning::Right},
                                               {"not_found_error", Meaning::Missing},
                                               {"model_not_found", Meaning::Missing},
                                               {"model_not_supported", Meaning::Missing},
                                               {"rate_limit_error", Meaning::Rate},
                                               {"rate_limit_exceeded", Meaning::Rate},
                                               {"too_many_requests", Meaning::Rate},
                                               {"invalid_request_error", Meaning::Refused},
                                               {"invalid_prompt", Meaning::Refused},
                                               {"invalid_request", Meaning::Refused},
                                               {"validation", Meaning::Refused},
                                               {"unsupported_parameter", Meaning::Refused},
                                               {"unsupported_value", Meaning::Refused},
                                               {"content_filter", Meaning::Refused},
                                               {"request_too_large", Meaning::TooLong}}};
    for (const auto &row : Rows)
        if (row.word == word)
            return row.meaning;
    return Meaning::Later;
}

Meaning meaningOfStatus(int status)
{
    switch (status) {
    case 401:
        return Meaning::Key;
    case 402:
        return Meaning::Credit;
    case 403:
        return Meaning::Right;
    case 404:
    case 405:
    case 410:
        return Meaning::Missing;
    case 408:
    case 409:
    case 425:
        return Meaning::Later;
    case 413:
    case 414:
        return Meaning::TooLong;
    case 429:
        return Meaning::Rate;
    default:
        return status >= 500 && status != 501 ? Meaning::Later : Meaning::Refused;
    }
}

Meaning meaningOf(const Fault &fault)
{
    const auto code = inLowerCase(fault.code);
    const auto type = inLowerCase(fault.type);
    const auto message = inLowerCase(fault.message);
    const auto says = [&](std::string_view word) { return code == word || type == word; };

    if (says("insufficient_quota") || says("billing_error") || says("billing_hard_limit_reached") || says("billing_not_active")
        || saysOneOf(message, {"credit balance is too low", "included credits"}))
        return Meaning::Credit;
    // A request of more tokens than the limit of a minute gets 429 for ever, so it is told as what it is.
    if (says("context_length_exceeded") || says("exceed_context_size_error") || says("string_above_max_length") || says("request_too_large")
        || saysOneOf(message, {"maximum context length", "context window", "context length", "context size", "prompt is too long",
                              "exceed context limit", "request too large", "request_too_large", "too many input tokens"}))
        return Meaning::TooLong;
    if (fault.status > 0) {
        const auto meaning = meaningOfStatus(fault.status);
        if (meaning != Meaning::Refused)
            return meaning;
        const auto word = meaningOfWord(code) != Meaning::Later ? meaningOfWord(code) : meaningOfWord(type);
        if (word == Meaning::Key || word == Meaning::Missing)
            return word;
        const bool unknownModel = message.find("model") != std::string::npos
            && saysOneOf(message, {"does not exist", "not found", "is not supported by any provider", "not a valid model"});
        return unknownModel ? Meaning::Missing : Meaning::Refused;
    }
    // Within a stream the code may be a status.
    if (code.size() == 3 && code.find_first_not_of("0123456789") == std::string::npos && code.front() >= '4' && code.front() <= '5')
        return meaningOfStatus(std::stoi(code));
    const auto word = meaningOfWord(code);
    return word != Meaning::Later ? word : meaningOfWord(type);
}

bool isWordOfKey(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view("_-.*+/=~").find(c) != std::string_view::npos;
}

/// Whether a word looks like a credential: a known beginning, or a long run of mixed letters and digits. Names of models
/// are made of short runs.
bool looksLikeKey(std::string_view word)
{
    for (const std::string_view start : {"sk-", "sk_", "pk-", "hf_", "gsk_", "xai-", "rk-"})
        if (word.starts_with(start) && word.size() > start.size())
            return true;
    std::size_t letters = 0, digits = 0;
    for (const char c : word) {
        if (c >= '0' && c <= '9') {
            ++digits;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            ++letters;
        } else {
            letters = digits = 0;
        }
        if (letters > 0 && digits > 0 && letters + digits >= 20)
            return true;
    }
    return false;
}

} // namespace

std::string plainWords(std::string_view text, std::size_t limit)
{
    constexpr std::size_t Considered = 4'096;
    constexpr std::string_view More = "…";
    std::string line;
    const bool whole = isUtf8(text);
    const bool cutOff = text.size() > Considered;
    for (const char c : upTo(text, Considered)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && !whole)
            continue;
        if (byte > ' ' && byte != 0x7F)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    while (!line.empty() && line.back() == ' ')
        line.pop_back();

    std::string out;
    bool afterBearer = false;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at;
        while (end < line.size() && isWordOfKey(line[end]))
            ++end;
        if (end == at) {
            out += line[at++];
            continue;
        }
        const auto word = std::string_view(line).substr(at, end - at);
        out += afterBearer || looksLikeKey(word) ? std::string_view("[key]") : word;
        afterBearer = inLowerCase(word) == "bearer";
        at = end;
    }
    if (out.size() <= limit && !cutOff)
        return out;
    out.resize(upTo(out, limit - std::min(limit, More.size())).size());
    return out + std::string(More);
}

Fault faultIn(const Json &body)
{
    Fault fault;
    const Json &error = member(body, "error");
    if (error.is_object()) {
        fault.type = text(error, "type");
        fault.code = scalarText(member(error, "code"));
        fault.message = messageIn(error);
    } else if (!error.is_null()) {
        fault.message = messageIn(error);
        fault.type = text(body, "error_type");
    } else {
        fault.code = scalarText(member(body, "code"));
        fault.message = messageIn(body);
        fault.type = text(body, "type");
        if (fault.message.empty())
            fault.message = messageIn(member(body, "detail"));
    }
    return fault;
}

Error errorFrom(const Fault &fault)
{
    const auto words = plainWords(fault.message);
    const auto told = [&](std::string what) { return words.empty() ? what : std::move(what) + ": " + words; };
    std::string where = fault.status > 0 ? "HTTP " + std::to_string(fault.status) : std::string("in the stream");
    const bool named = fault.code.find_first_not_of("0123456789") != std::string::npos; // else the code repeats the status
    if (const auto &kind = named ? fault.code : fault.type; !kind.empty())
        where += ", " + plainWords(kind, 60);

    switch (meaningOf(fault)) {
    case Meaning::Key: // what is said of a refused key may repeat it
        return {Errc::Unauthorized, "the provider does not take the key", where, "enter a valid key in the settings of the provider", {}};
    case Meaning::Credit:
        return {Errc::Forbidden, told("the account at the provider has no credit left"), where, "add credit there, or choose another provider", {}};
    case Meaning::Right:
        return {Errc::Forbidden, told("the key has no right to this"), where, "give the key the right to call models, or choose another model", {}};
    case Meaning::Missing:
        return {Errc::NotFound, told("the provider does not know the model or the address"), where,
                "choose a model of the provider's list, and check the provider's address", {}};
    case Meaning::Rate:
        return {Errc::RateLimited, told("the provider takes no more requests at the moment"), where, {}, {}};
    case Meaning::TooLong:
        return {Errc::BadInput, told("the request is longer than the model takes"), where, "shorten it, or choose a model that takes more", {}};
    case Meaning::Refused:
        return {Errc::BadInput, told("the provider refuses the request"), where, {}, {}};
    case Meaning::Later:
        break;
    }
    return {Errc::Unavailable, told("the provider cannot answer at the moment"), where, {}, {}};
}

} // namespace hs::ai
