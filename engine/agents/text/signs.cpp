#include "engine/agents/text/signs.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "engine/language/words.h"
#include "engine/vocabulary/json.h"

namespace hs::agents {

namespace {

constexpr std::ptrdiff_t ShortText = 4; ///< words; shorter ones count as so long

std::string stemOf(const std::string &word, std::string_view language)
{
    if (word.front() >= '0' && word.front() <= '9')
        return "#";
    return language::stem(word, language == "de" ? "de" : "en");
}

} // namespace

double lengthOf(const std::vector<Token> &tokens)
{
    const auto words = std::count_if(tokens.begin(), tokens.end(), [](const Token &token) { return !token.word.empty(); });
    return std::sqrt(double(std::max(ShortText, words)));
}

std::vector<TextSign> signsIn(const std::vector<Token> &tokens, std::string_view language)
{
    std::vector<TextSign> signs;
    std::unordered_set<std::string> known;
    const auto add = [&](std::string name, Span span) {
        if (known.insert(name).second)
            signs.push_back({std::move(name), span});
    };
    std::string before;
    std::size_t begin = 0;
    for (const auto &token : tokens) {
        if (token.word.empty()) { // a part that was dropped
            before.clear();
            continue;
        }
        auto stem = stemOf(token.word, language);
        add(stem, token.span);
        if (!before.empty() && !token.sentence)
            add(before + ' ' + stem, {begin, token.span.end});
        before = std::move(stem);
        begin = token.span.begin;
    }
    return signs;
}

Result<Signs> Signs::load(std::string_view text, const std::string &name)
{
    const auto parsed = parseJson(text);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, name + ": " + parsed.error().where, parsed.error().mend);
    for (const auto *key : {"bias", "threshold"})
        if (!member(*parsed, key).is_number())
            return fail(Errc::BadInput, "a number is missing", name + ":/" + key, "take it from the shipped file");
    const auto &weights = member(*parsed, "weights");
    if (!weights.is_object())
        return fail(Errc::BadInput, "the weights are missing", name + ":/weights", "take them from the shipped file");
    Signs signs;
    signs.m_bias = number(*parsed, "bias");
    signs.m_threshold = number(*parsed, "threshold");
    signs.m_weights.reserve(weights.size());
    for (const auto &[sign, weight] : weights.items()) {
        if (!weight.is_number())
            return fail(Errc::BadInput, "a weight is no number", name + ":/weights/" + sign, "write a number");
        signs.m_weights.emplace(sign, weight.get<float>());
    }
    return signs;
}

Signs::Sum Signs::weigh(const std::vector<Token> &tokens, std::string_view language) const
{
    Sum sum;
    std::vector<std::pair<float, TextSign>> speaking;
    double total = 0;
    for (auto &sign : signsIn(tokens, language)) {
        const auto found = m_weights.find(sign.name);
        if (found == m_weights.end())
            continue;
        total += double(found->second);
        if (found->second > 0)
            speaking.emplace_back(found->second, std::move(sign));
    }
    sum.score = m_bias + total / lengthOf(tokens);
    std::stable_sort(speaking.begin(), speaking.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    for (auto &[weight, sign] : speaking) {
        const bool within = std::any_of(sum.foremost.begin(), sum.foremost.end(), [&span = sign.span](const TextSign &other) {
            return span.begin < other.span.end && other.span.begin < span.end; // a word of a pair that stands there
        });
        if (!within && sum.foremost.size() < Foremost)
            sum.foremost.push_back(std::move(sign));
    }
    return sum;
}

} // namespace hs::agents
