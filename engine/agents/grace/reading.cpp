#include "engine/agents/grace/reading.h"

#include <cmath>

namespace hs::agents {

Reading::Reading(const Request &request, const RoutingFacts &facts, const Lexicon &lexicon) : m_lexicon(lexicon)
{
    m_bodyAt = request.subject.empty() ? 0 : request.subject.size() + 2;
    m_text = request.subject.empty() ? request.text : request.subject + "\n\n" + request.text;
    const auto products = namedParts(m_text, facts.productNames);
    namesProduct = !products.empty();
    dropped = merged(quotedParts(m_text), products);
    tokens = tokenize(m_text, dropped);
    if (std::none_of(tokens.begin(), tokens.end(), [](const Token &t) { return !t.word.empty(); })) {
        dropped = quotedParts(m_text); // a request of a product's name alone still says something
        tokens = tokenize(m_text, dropped);
    }
    // A sign such as "%" stands for a word in patterns, yet it is a word of no language.
    auto spoken = tokens;
    std::erase_if(spoken, [](const Token &t) { return t.span.end - t.span.begin < 2 && t.word.size() > 1; });
    language = lexicon.language(spoken);
    std::size_t sentence = 0;
    for (const auto &token : tokens)
        m_sentences.push_back(token.sentence ? ++sentence : sentence);
}

std::vector<Match> Reading::together(const char *one, const char *other, std::size_t apart, bool evenNegated) const
{
    const auto as = evenNegated ? all(one, true) : hits(one, true);
    const auto bs = as.empty() ? std::vector<Match>() : evenNegated ? all(other, true) : hits(other, true);
    for (std::size_t i = 0, j = 0; i < as.size() && j < bs.size();) {
        if (as[i].first != bs[j].first && near(as[i], bs[j], apart)) // a gap of one may hold the other
            return {as[i], bs[j]};
        (as[i].first < bs[j].first || (as[i].first == bs[j].first && as[i].last < bs[j].last)) ? ++i : ++j;
    }
    return {};
}

bool Reading::isName(const Match &match) const
{
    const auto word = words(match.span);
    if (match.first != match.last || !m_lexicon.has("given_name", {tokens[match.first]}))
        return false;
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (word.size() < 2 || !capital(word[0]) || capital(word[1]))
        return false;
    auto after = match.span.end;
    while (after < m_text.size() && m_text[after] == ' ')
        ++after;
    if (after >= m_text.size() || m_text[after] == '\n' || m_text[after] == '\r' || m_text[after] == ',' || capital(m_text[after]))
        return true;
    return !tokens[match.first].sentence; // in the middle of a sentence a verb has no capital
}

std::vector<Money> Reading::sums() const
{
    std::vector<Money> out;
    std::vector<bool> talks(m_sentences.empty() ? 0 : m_sentences.back() + 1, false);
    for (const auto &match : all("sum.talk", true))
        talks[m_sentences[match.first]] = true;
    const auto number = [&](std::size_t i) {
        return i < tokens.size() && !tokens[i].word.empty() && tokens[i].word[0] >= '0' && tokens[i].word[0] <= '9';
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto amount = number(i) ? amountOf(tokens[i].word) : std::nullopt;
        if (!amount || *amount < LeastSum)
            continue;
        const auto ends = i + 1 == tokens.size() || tokens[i + 1].clause;
        const auto begins = i == 0 || tokens[i].clause;
        if ((!ends && number(i + 1)) || (!begins && number(i - 1)))
            continue; // parts of a longer number
        if ((!ends && !m_lexicon.has("sum.after", {tokens[i + 1]})) || (!begins && m_lexicon.has("sum.label", {tokens[i - 1]})))
            continue;
        const auto parted = tokens[i].word.find_first_of(".,") != std::string::npos && *amount >= 1000;
        const bool told = talks[m_sentences[i]];
        const auto year = !parted && *amount >= 1800 && *amount < 2100 && std::floor(*amount) == *amount;
        if (!year && (parted || told))
            out.push_back({*amount, {}, tokens[i].span});
    }
    return out;
}

} // namespace hs::agents
