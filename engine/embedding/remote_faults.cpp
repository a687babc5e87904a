#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_set>

#include "engine/embedding/remote_wire.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/utf8.h"

namespace hs::embedding::remote {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t LongestWords = 300;
constexpr std::size_t SameBytes = 12; // of the service's words and a text of ours: then it is repeated
constexpr std::size_t SameOfKey = 5;

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

bool saysOneOf(std::string_view text, std::initializer_list<std::string_view> parts)
{
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// {"error": text or {"message"} or list}, {"message"}, {"detail"}: all shapes that are known.
std::string messageIn(const Json &body)
{
    for (const std::string_view key : {"error", "message", "detail", "msg"}) {
        const Json *value = &member(body, key);
        if (value->is_array() && !value->empty())
            value = &value->front();
        if (value->is_string())
            return value->get<std::string>();
        for (const std::string_view inner : {"message", "msg"})
            if (auto words = text(*value, inner); !words.empty())
                return words;
    }
    return {};
}

/// Whether a run of `length` bytes of the words stands in `text` too.
bool repeats(std::string_view words, std::string_view text, std::size_t length)
{
    if (text.size() <= length) // short ones count whole; very short ones stand in any sentence
        return text.size() > 3 && words.find(text) != std::string_view::npos;
    if (words.size() < length)
        return false;
    std::unordered_set<std::string_view> runs;
    for (std::size_t i = 0; i + length <= words.size(); ++i)
        runs.insert(words.substr(i, length));
    for (std::size_t i = 0; i + length <= text.size(); ++i)
        if (runs.count(text.substr(i, length)) != 0)
            return true;
    return false;
}

/// The words on one line and not too long; none of them where they repeat the key or what was sent, because errors are logged.
std::string fitWords(std::string_view message, const std::vector<std::string_view> &texts, std::string_view key)
{
    message = upTo(message, 4'096);
    if (!isUtf8(message))
        return {};
    if (!key.empty() && repeats(message, key, SameOfKey))
        return {};
    if (std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return repeats(message, text, SameBytes); }))
        return {};
    std::string line;
    for (const char c : message) {
        if (static_cast<unsigned char>(c) > ' ' && c != 0x7F)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return shortened(line, LongestWords);
}

/// "maximum context length is 8192 tokens, however you requested 10000", "less than 512 tokens. Given: 700", "(600 tokens) …
/// size: 512": of two numbers near one another the smaller one is what it takes. 0 where it says no such thing.
double shareThatFits(std::string_view message)
{
    std::vector<double> numbers;
    for (std::size_t at = 0; at < message.size() && numbers.size() < 8;) {
        std::uint32_t number = 0;
        const auto end = message.data() + message.size();
        const auto read = std::from_chars(message.data() + at, end, number);
        const bool word = at > 0 && (std::isalnum(static_cast<unsigned char>(message[at - 1])) != 0 || message[at - 1] == '-');
        if (read.ec == std::errc() && !word && number >= 16)
            numbers.push_back(double(number));
        at = read.ec == std::errc::invalid_argument ? at + 1 : std::size_t(read.ptr - message.data());
    }
    if (numbers.size() < 2 || numbers[0] == numbers[1])
        return 0;
    const double share = std::min(numbers[0], numbers[1]) / std::max(numbers[0], numbers[1]);
    return share >= 0.02 ? share : 0;
}

milliseconds secondsIn(double seconds)
{
    if (!std::isfinite(seconds) || seconds <= 0)
        return milliseconds(0);
    return milliseconds(std::llround(std::min(seconds, 86'400.0) * 1'000));
}

/// `RateLimit: "api";r=0;t=12`: seconds to the reset.
milliseconds resetIn(std::string_view value)
{
    const auto at = value.find(";t=");
    unsigned seconds = 0;
    if (at == std::string_view::npos)
        return milliseconds(0);
    const auto digits = value.substr(at + 3);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), seconds).ec != std::errc())
        return milliseconds(0);
    return secondsIn(seconds);
}

milliseconds waitOf(const http::Response &response, const Json &body)
{
    milliseconds wait(0);
    const auto millis = response.header("retry-after-ms");
    double number = 0;
    if (std::from_chars(millis.data(), millis.data() + millis.size(), number).ec == std::errc())
        wait = std::max(wait, secondsIn(number / 1'000));
    if (response.status == 429)
        wait = std::max(wait, resetIn(response.header("RateLimit")));
    if (response.status == 503) // a model that is being loaded
        wait = std::max(wait, secondsIn(hs::number(body, "estimated_time")));
    return wait;
}

} // namespace

Trouble troubleOf(const RemoteSettings &settings, const http::Response &response, const std::vector<std::string_view> &texts)
{
    const auto parsed = parseJson(response.body);
    const Json body = parsed ? *parsed : Json();
    const auto message = messageIn(body);
    const auto said = lowered(message);
    const Json &error = member(body, "error");
    const auto code = lowered(scalarText(member(error, "code"))) + " " + lowered(text(error, "type")) + " " + lowered(text(body, "error_type"));
    const int status = response.status;

    Trouble trouble;
    trouble.wait = waitOf(response, body);
    const auto words = fitWords(message, texts, settings.key.reveal());
    const auto told = [&](std::string what) { return words.empty() ? what : std::move(what) + ": " + words; };
    const auto set = [&](Errc errc, std::string what, std::string mend = {}) {
        trouble.error = {errc, std::move(what), settings.name + ", HTTP " + std::to_string(status), std::move(mend), {}};
    };

    const bool credit = saysOneOf(code, {"insufficient_quota", "billing"}) || saysOneOf(said, {"included credits"});
    if (status == 401) { // what is said of a refused key may repeat it
        set(Errc::Unauthorized, "the service does not take the key", "enter a valid key in the settings of the service");
    } else if (status == 402 || credit) {
        set(Errc::Forbidden, told("the account at the service has no credit left"), "add credit there, or choose another service");
        trouble.again = false;
    } else if (status == 403) {
        set(Errc::Forbidden, told("the key has no right to this"), "give the key the right to make embeddings, or choose another model");
    } else if (status == 413
               || saysOneOf(code, {"context_length_exceeded", "exceed_context_size", "string_above_max_length", "max_tokens_per_request"})
               || (status != 404
                   && saysOneOf(said, {"context length", "context size", "context window", "too long", "too large", "too many tokens",
                                       "must have less than", "batch size", "must match the size of tensor", "max_length",
                                       "maximum input length", "array too long"}))) {
        // llama.cpp says so with 500, OpenAI of more tokens than a minute's with 429: neither is mended by waiting.
        set(Errc::BadInput, told("the text is longer than the service takes"), "choose a model that takes more");
        trouble.tooLarge = true;
        trouble.fits = shareThatFits(message);
    } else if (status == 429) {
        set(Errc::RateLimited, told("the service takes no more requests at the moment"));
    } else if (status == 408 || status == 504) {
        set(Errc::Timeout, told("the service did not answer in its time"));
    } else if (status >= 500 && status != 501) {
        set(Errc::Unavailable, told("the service cannot answer at the moment"));
    } else if (status == 404 || status == 405 || status == 410) {
        set(Errc::BadInput, told("the service does not know the model or the address"), "check the model's name and the address of the service");
    } else if (status >= 300 && status < 400) {
        set(Errc::BadInput, "the service sends its callers elsewhere", "enter the address it has now");
    } else {
        set(Errc::BadInput, told("the service refuses the request"));
    }
    return trouble;
}

} // namespace hs::embedding::remote
