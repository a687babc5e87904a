#include "engine/embedding/remote_wire.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/crypto/hash.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/json_text.h"

namespace hs::embedding::remote {

namespace {

constexpr std::size_t MaxDimensions = 16'384;
constexpr std::size_t LargestAnswer = 64U * 1024 * 1024; // token vectors are large; a larger answer is asked for in halves

/// Quarters of a token.
std::size_t quarters(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80)
        return (byte & 0xC0U) == 0x80 ? 0 : 4; // counted at its first byte
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
    return letter ? 1 : 2;
}

Result<std::string> addressOf(const RemoteSettings &settings)
{
    std::string base = settings.base;
    while (!base.empty() && base.back() == '/')
        base.pop_back();
    if (base.empty())
        return fail(Errc::BadInput, "the service has no address", settings.name, "enter its address, as https://host/v1");
    if (settings.dialect == "openai" || settings.dialect == "compatible")
        return base + "/embeddings";
    if (settings.dialect != "huggingface")
        return fail(Errc::BadInput, "the kind of the service is not known", settings.name, "choose openai, huggingface or compatible");
    // An inference endpoint of one's own serves one model at its root; the router serves all of them by name.
    if (settings.model.empty() || base.ends_with("/pipeline/feature-extraction"))
        return base;
    if (base.ends_with("/v1")) // the address of their chat models
        base.replace(base.size() - 3, 3, "/hf-inference");
    base += "/models";
    for (std::string_view rest = settings.model; !rest.empty();) {
        const auto segment = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
        auto encoded = http::pathSegment(segment);
        if (!encoded)
            return fail(Errc::BadInput, "the name of the model cannot be part of an address", settings.name, "write it as owner/model");
        base += "/" + *encoded;
    }
    return base + "/pipeline/feature-extraction";
}

std::string sayNumber(std::size_t number, std::string_view of)
{
    return std::to_string(number) + " " + std::string(of);
}

bool addFloats(const Json &list, std::vector<double> &sum)
{
    if (!list.is_array() || list.empty() || list.size() > MaxDimensions || (!sum.empty() && sum.size() != list.size()))
        return false;
    sum.resize(list.size());
    auto to = sum.begin();
    for (const auto &value : list) {
        if (!value.is_number())
            return false;
        *to++ += value.get<double>();
    }
    return true;
}

/// One text's vector: numbers, numbers a token (their mean), or either in a list of one, or float32 in base64.
bool readOne(const Json &value, std::vector<double> &vector)
{
    if (value.is_string()) {
        const auto bytes = crypto::fromBase64(value.get_ref<const std::string &>());
        if (!bytes || bytes->empty() || bytes->size() % sizeof(float) != 0 || bytes->size() / sizeof(float) > MaxDimensions)
            return false;
        static_assert(std::endian::native == std::endian::little && std::numeric_limits<float>::is_iec559, "as they are sent");
        std::vector<float> values(bytes->size() / sizeof(float));
        std::memcpy(values.data(), bytes->data(), bytes->size());
        vector.assign(values.begin(), values.end());
        return true;
    }
    if (!value.is_array() || value.empty())
        return false;
    const Json *tokens = &value;
    for (int depth = 0; depth < 2 && tokens->size() == 1 && tokens->front().is_array(); ++depth)
        tokens = &tokens->front();
    if (tokens->empty())
        return false;
    if (!tokens->front().is_array())
        return addFloats(*tokens, vector);
    return std::all_of(tokens->begin(), tokens->end(), [&](const Json &token) { return addFloats(token, vector); });
}

} // namespace

std::size_t roughTokens(std::string_view text)
{
    std::size_t sum = 0;
    for (const char c : text)
        sum += quarters(c);
    return (sum + 3) / 4;
}

std::string_view firstTokens(std::string_view text, std::size_t tokens)
{
    std::size_t left = tokens * 4;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto cost = quarters(text[at]);
        if (cost > left)
            return text.substr(0, at);
        left -= cost;
    }
    return text;
}

Result<http::Request> requestFor(const RemoteSettings &settings, const std::vector<std::string_view> &texts)
{
    auto address = addressOf(settings);
    if (!address)
        return tl::make_unexpected(std::move(address).error());
    const bool huggingFace = settings.dialect == "huggingface";
    if (settings.model.empty() && !huggingFace)
        return fail(Errc::BadInput, "no model is chosen", settings.name, "choose a model that makes vectors");
    http::Request request;
    request.method = "POST";
    request.url = std::move(*address);
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!settings.key.empty())
        request.secretHeaders.emplace_back("Authorization", Secret("Bearer " + std::string(settings.key.reveal())));
    request.maxBody = LargestAnswer;

    auto &body = request.body;
    body = "{";
    appendKey(body, huggingFace ? "inputs" : "input");
    body += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0)
            body += ',';
        appendText(body, texts[i]);
    }
    body += ']';
    if (!huggingFace) {
        appendKey(body, "model");
        appendText(body, settings.model);
        if (settings.dimensions > 0) {
            appendKey(body, "dimensions");
            body += std::to_string(settings.dimensions);
        }
        if (settings.dialect == "openai") { // a third of the bytes; not every compatible server knows it
            appendKey(body, "encoding_format");
            appendText(body, "base64");
        }
    }
    body += '}';
    return request;
}

Result<std::vector<std::vector<float>>> readVectors(const RemoteSettings &settings, std::string_view body, std::size_t count)
{
    const auto corrupt = [&](std::string what, std::string mend = {}) {
        return fail(Errc::Corrupt, std::move(what), settings.name, std::move(mend));
    };
    const auto json = parseJson(body);
    if (!json)
        return corrupt("the answer of the service is no JSON", "check the address of the service");

    // Where the list of vectors is: "data" (OpenAI), "embeddings" (some servers), or the answer itself (Hugging Face, old llama.cpp).
    const Json &data = member(*json, "data");
    const Json &plain = member(*json, "embeddings");
    const Json &list = data.is_array() ? data : plain.is_array() ? plain : *json;
    if (!list.is_array() || list.empty())
        return corrupt("the answer of the service holds no vectors", "check that the address and the model are for embeddings");
    std::vector<const Json *> found(count, nullptr);
    const bool single = count == 1 && !list.front().is_object() && !list.front().is_string() && (list.size() != 1 || !list.front().is_array());
    if (single) { // the text's numbers or its tokens, without a list around them
        found[0] = &list;
    } else {
        if (list.size() != count)
            return corrupt("the service answers " + sayNumber(list.size(), "vectors where ") + sayNumber(count, "were asked for"));
        for (std::size_t i = 0; i < count; ++i) {
            const Json &entry = list[i];
            const auto index = entry.is_object() ? integer(entry, "index", std::int64_t(i)) : std::int64_t(i);
            if (index < 0 || std::size_t(index) >= count || found[std::size_t(index)])
                return corrupt("the service answers vectors whose numbers do not fit the texts");
            found[std::size_t(index)] = entry.is_object() ? &member(entry, "embedding") : &entry;
        }
    }

    std::vector<std::vector<float>> vectors;
    vectors.reserve(count);
    std::size_t dimensions = settings.dimensions > 0 ? std::size_t(settings.dimensions) : 0;
    for (const Json *value : found) {
        std::vector<double> sum;
        if (!readOne(*value, sum))
            return corrupt("the service answers a vector that is no list of numbers");
        if (dimensions == 0)
            dimensions = sum.size();
        if (sum.size() != dimensions)
            return corrupt("the service answers a vector of " + sayNumber(sum.size(), "numbers where ") + sayNumber(dimensions, "were expected"),
                           "set the dimensions that the model has, or none");
        double squares = 0;
        for (const double x : sum)
            squares += x * x;
        // A length of 1 cannot be made of nothing, nor of what is no number; both make every comparison meaningless.
        if (!std::isfinite(squares))
            return corrupt("the service answers a vector with a number that is not finite", "try another model");
        if (squares < 1e-30)
            return corrupt("the service answers a vector of zeros", "try another model");
        const double scale = 1 / std::sqrt(squares);
        auto &vector = vectors.emplace_back();
        vector.reserve(dimensions);
        for (const double x : sum)
            vector.push_back(static_cast<float>(x * scale));
    }
    return vectors;
}

} // namespace hs::embedding::remote
