#include <algorithm>
#include <array>

#include "engine/embedding/remote_provider.h"

namespace hs::embedding {

namespace {

/// A model's family and what its makers say that a question and a passage begin with. The first row that fits counts.
struct FamilyPrefixes {
    std::array<std::string_view, 2> words; ///< each a whole part of the name ("e5" of "multilingual-e5-large"); empty: none
    std::string_view query, passage;
};

constexpr std::string_view BgeQuery = "Represent this sentence for searching relevant passages: ";
constexpr std::string_view Instruction = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ";

constexpr std::array<FamilyPrefixes, 16> Families{{
    {{"e5", "instruct"}, Instruction, ""},
    {{"e5", "mistral"}, Instruction, ""},
    {{"e5", ""}, "query: ", "passage: "},
    {{"nomic", "code"}, "Represent this query for searching relevant code: ", ""},
    {{"nomic", ""}, "search_query: ", "search_document: "},
    {{"bge", "m3"}, "", ""},
    {{"bge", "zh"}, "为这个句子生成表示以用于检索相关文章：", ""},
    {{"bge", "gemma2"}, "", ""},
    {{"bge", "icl"}, "", ""},
    {{"bge", ""}, BgeQuery, ""},
    {{"mxbai", "large"}, BgeQuery, ""},
    {{"arctic", "v2.0"}, "query: ", ""},
    {{"arctic", "embed2"}, "query: ", ""},
    {{"arctic", "embed"}, BgeQuery, ""},
    {{"qwen3", "embedding"}, Instruction, ""},
    {{"embeddinggemma", ""}, "task: search result | query: ", "title: none | text: "},
}};

bool hasPart(std::string_view name, std::string_view part)
{
    constexpr std::string_view Border = "-_/: ";
    for (auto at = name.find(part); at != std::string_view::npos; at = name.find(part, at + 1)) {
        const auto end = at + part.size();
        const bool begins = at == 0 || Border.find(name[at - 1]) != std::string_view::npos;
        if (begins && (end == name.size() || Border.find(name[end]) != std::string_view::npos))
            return true;
    }
    return false;
}

/// A part of a fingerprint: what stands between its bars cannot hold one.
std::string plainPart(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '%' || static_cast<unsigned char>(c) < ' ')
            out += http::percentEncoded(std::string_view(&c, 1));
        else
            out += c;
    }
    return out;
}

/// Servers that speak like OpenAI serve what they like under a model's name, so their address is part of who they are.
std::string whoMakes(const RemoteSettings &settings)
{
    std::string_view usual;
    if (settings.dialect == "openai")
        usual = "https://api.openai.com/";
    else if (settings.dialect == "huggingface")
        usual = "https://router.huggingface.co/";
    if (!usual.empty() && (settings.base + "/").starts_with(usual))
        return settings.dialect;
    auto base = http::redactUrl(settings.base);
    while (!base.empty() && base.back() == '/')
        base.pop_back();
    return settings.dialect + " " + base;
}

} // namespace

std::pair<std::string, std::string> prefixes(std::string_view model)
{
    std::string name(model);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (const auto &family : Families) {
        const bool fits = std::all_of(family.words.begin(), family.words.end(),
                                      [&](std::string_view word) { return word.empty() || hasPart(name, word); });
        if (fits)
            return {std::string(family.query), std::string(family.passage)};
    }
    return {};
}

std::string fingerprint(const RemoteSettings &settings, int dimensions)
{
    const auto [query, passage] = prefixes(settings.model);
    std::string out = plainPart(whoMakes(settings));
    for (const auto &part : {settings.model, std::to_string(dimensions), std::string("unit"),
                             settings.queryPrefix.empty() ? query : settings.queryPrefix,
                             settings.documentPrefix.empty() ? passage : settings.documentPrefix, std::string("1")})
        out += "|" + plainPart(part);
    return out;
}

} // namespace hs::embedding
