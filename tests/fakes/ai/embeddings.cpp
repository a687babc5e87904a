#include "tests/fakes/ai/embeddings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace hs::test::ai {

namespace {

constexpr std::string_view HuggingFaceStart = "/hf-inference/models/";
constexpr std::string_view HuggingFaceEnd = "/pipeline/feature-extraction";
constexpr std::size_t MostInputs = 2'048;          // integrations.md §3.1
constexpr std::size_t MostTokensOfRequest = 300'000;
constexpr std::size_t LargestEmbeddingBody = 8'000'000;

struct Model {
    std::string_view name;
    int dimensions;
    std::size_t tokens; ///< of one text
    bool shortens;      ///< takes `dimensions`
    bool eachToken;
};

const Model *modelOf(AiDialect dialect, const std::string &name)
{
    static constexpr std::array<Model, 3> OpenAi{{{"text-embedding-3-small", 1536, 8'192, true, false},
                                                  {"text-embedding-3-large", 3072, 8'192, true, false},
                                                  {"text-embedding-ada-002", 1536, 8'192, false, false}}};
    static constexpr std::array<Model, 2> Compatible{{{"nomic-embed-text:latest", 768, 2'048, false, false},
                                                      {"tiny-embed:latest", 16, 64, true, false}}};
    static constexpr std::array<Model, 2> HuggingFace{{{"intfloat/multilingual-e5-small", 384, 512, false, false},
                                                       {"fake/token-vectors", 32, 512, false, true}}};
    const auto find = [&](const auto &models) -> const Model * {
        const auto found = std::find_if(models.begin(), models.end(), [&](const Model &model) { return model.name == name; });
        return found == models.end() ? nullptr : &*found;
    };
    switch (dialect) {
    case AiDialect::OpenAi:
        return find(OpenAi);
    case AiDialect::Compatible:
        return find(Compatible);
    case AiDialect::HuggingFace:
        return find(HuggingFace);
    case AiDialect::Anthropic:
        break;
    }
    return nullptr;
}

/// Four bytes a token: as good as any count, and one that tests can work out.
std::size_t tokensOf(const std::string &text)
{
    return (text.size() + 3) / 4;
}

std::vector<std::string> wordsOf(const std::string &text)
{
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (word.size() > 3 && word.back() == 's')
            word.pop_back(); // "paintings" is near "painting"
        if (!word.empty())
            words.push_back(word);
        word.clear();
    };
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            word += upper ? char(c - 'A' + 'a') : c;
        else
            end();
    }
    end();
    return words;
}

/// A word's direction: numbers from its hash (FNV-1a, then splitmix64), each in [-1, 1).
std::vector<double> directionOf(const std::string &word, int dimensions)
{
    std::uint64_t state = 14'695'981'039'346'656'037ULL;
    for (const char c : word)
        state = (state ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
    std::vector<double> out;
    for (int i = 0; i < dimensions; ++i) {
        std::uint64_t mixed = (state += 0x9E3779B97F4A7C15ULL);
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
        mixed ^= mixed >> 31U;
        out.push_back(double(mixed >> 11U) / double(1ULL << 52U) - 1);
    }
    return out;
}

std::vector<float> unit(const std::vector<double> &sum)
{
    double squares = 0;
    for (const double x : sum)
        squares += x * x;
    std::vector<float> out;
    for (const double x : sum)
        out.push_back(static_cast<float>(x / std::sqrt(squares)));
    return out;
}

std::vector<float> vectorOf(const std::string &text, int dimensions)
{
    std::vector<double> sum(std::size_t(dimensions), 0.0);
    auto words = wordsOf(text);
    if (words.empty())
        words.push_back(text);
    for (const auto &word : words) {
        const auto direction = directionOf(word, dimensions);
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += direction[i];
    }
    return unit(sum);
}

Json tokenVectorsOf(const std::string &text, int dimensions)
{
    Json tokens = Json::array();
    for (const auto &word : wordsOf(text))
        tokens.push_back(unit(directionOf(word, dimensions)));
    if (tokens.empty())
        tokens.push_back(unit(directionOf(text, dimensions)));
    return tokens;
}

std::string base64(const std::vector<float> &vector)
{
    static constexpr std::string_view Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes(vector.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), vector.data(), bytes.size());
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t three = 0;
        const auto left = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 3; ++i)
            three = (three << 8U) | (i < left ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= left ? Digits[(three >> (18U - 6U * i)) & 63U] : '=';
    }
    return out;
}

void checkLength(AiDialect dialect, const Model &model, const std::vector<std::string> &inputs)
{
    std::size_t all = 0;
    for (const auto &input : inputs) {
        const auto tokens = tokensOf(input);
        all += tokens;
        if (tokens <= model.tokens)
            continue;
        const auto limit = std::to_string(model.tokens), given = std::to_string(tokens);
        if (dialect == AiDialect::HuggingFace)
            throw Refusal{413, "Input validation error: `inputs` must have less than " + limit + " tokens. Given: " + given, "Validation", {}, {}};
        if (dialect == AiDialect::Compatible) // llama.cpp
            throw Refusal{500,
                          "input (" + given + " tokens) is too large to process. increase the physical batch size (current batch size: "
                              + limit + ")",
                          "server_error", {}, {}};
        refuse("This model's maximum context length is " + limit + " tokens, however you requested " + given + " tokens (" + given
               + " in your prompt; 0 for the completion). Please reduce your prompt; or completion length.");
    }
    if (dialect == AiDialect::OpenAi && all > MostTokensOfRequest)
        refuse("Requested " + std::to_string(all) + " tokens, max " + std::to_string(MostTokensOfRequest) + " tokens per request", {},
               "max_tokens_per_request");
}

} // namespace

bool isEmbedding(const std::string &path)
{
    return path == "/embeddings" || (path.starts_with(HuggingFaceStart) && path.ends_with(HuggingFaceEnd));
}

EmbeddingAsked readEmbedding(AiDialect dialect, const std::string &path, const Incoming &request, const Json &body)
{
    const bool extraction = path != "/embeddings";
    if (dialect == AiDialect::Anthropic || extraction != (dialect == AiDialect::HuggingFace))
        throw refusalOf(dialect, 404);
    if (request.method != "POST")
        throw Refusal{405, "Method not allowed", "invalid_request_error", {}, {}};
    if (request.body.size() > LargestEmbeddingBody)
        throw refusalOf(dialect, 413);
    if (!request.header("content-type").starts_with("application/json"))
        refuse("The content type is not application/json.");
    if (!body.is_object())
        refuse("We could not parse the JSON body of your request.");

    EmbeddingAsked out;
    out.asked.dialect = dialect;
    out.asked.model = extraction ? path.substr(HuggingFaceStart.size(), path.size() - HuggingFaceStart.size() - HuggingFaceEnd.size())
                                 : text(body, "model");
    if (out.asked.model.empty())
        refuse("you must provide a model parameter", "model");
    const auto *model = modelOf(dialect, out.asked.model);
    if (!model) {
        auto refusal = refusalOf(dialect, 404, {}, "The model `" + out.asked.model + "` does not exist or you do not have access to it.");
        refusal.code = "model_not_found";
        throw refusal;
    }
    const std::string param = extraction ? "inputs" : "input";
    const Json &input = member(body, param);
    out.single = input.is_string();
    out.inputs = out.single ? std::vector<std::string>{input.get<std::string>()} : textList(input);
    if (out.inputs.empty() || (!out.single && input.size() != out.inputs.size()))
        refuse("'$." + param + "' is invalid. Please check the API reference.", param);
    if (out.inputs.size() > MostInputs)
        refuse("'$." + param + "' is invalid: array too long. Expected an array with maximum length " + std::to_string(MostInputs) + ".", param);
    for (const auto &one : out.inputs) {
        if (one.empty())
            refuse("Invalid '" + param + "': input cannot be an empty string.", param);
        out.asked.last += (out.asked.last.empty() ? "" : "\n") + one;
    }
    checkLength(dialect, *model, out.inputs);
    if (body.contains("dimensions") && (extraction || !model->shortens))
        refuse("This model does not support specifying dimensions.", "dimensions");
    out.dimensions = int(integer(body, "dimensions", model->dimensions));
    if (out.dimensions < 1 || out.dimensions > model->dimensions)
        refuse("Invalid value for 'dimensions' = " + std::to_string(out.dimensions) + ". Must be less than or equal to "
                   + std::to_string(model->dimensions) + ".", "dimensions");
    const auto format = text(body, "encoding_format", "float");
    if (format != "float" && format != "base64")
        refuse("Invalid value: '" + format + "'. Supported values are: 'float' and 'base64'.", "encoding_format", "invalid_value");
    out.base64 = format == "base64";
    out.tokens = model->eachToken;
    return out;
}

Outcome embeddingOutcome(const EmbeddingAsked &asked)
{
    Json list = Json::array();
    std::size_t tokens = 0;
    for (const auto &input : asked.inputs) {
        tokens += tokensOf(input);
        if (asked.tokens) {
            list.push_back(tokenVectorsOf(input, asked.dimensions));
            continue;
        }
        const auto vector = vectorOf(input, asked.dimensions);
        const Json value = asked.base64 ? Json(base64(vector)) : Json(vector);
        if (asked.asked.dialect == AiDialect::HuggingFace)
            list.push_back(value);
        else
            list.push_back({{"object", "embedding"}, {"index", list.size()}, {"embedding", value}});
    }
    Outcome outcome;
    if (asked.asked.dialect == AiDialect::HuggingFace)
        outcome.body = dump(asked.single ? list.front() : list);
    else
        outcome.body = dump(Json{{"object", "list"}, {"data", list}, {"model", asked.asked.model},
                                 {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}}});
    return outcome;
}

} // namespace hs::test::ai
