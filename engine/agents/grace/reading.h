#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/grace/router.h"
#include "engine/agents/text/lexicon.h"
#include "engine/agents/text/money.h"
#include "engine/agents/text/tokens.h"

namespace hs::agents {

/// Subject and body as one text, so that every rule sees both; places are told apart again in evidence.
class Reading {
public:
    Reading(const Request &request, const RoutingFacts &facts, const Lexicon &lexicon);

    [[nodiscard]] bool empty() const
    {
        return std::none_of(tokens.begin(), tokens.end(), [](const Token &t) { return !t.word.empty(); });
    }

    /// Matches of a group that stand un-negated. Rules of safety read all languages, for people mix them.
    [[nodiscard]] std::vector<Match> hits(std::string_view group, bool allLanguages = false) const
    {
        auto found = all(group, allLanguages);
        std::erase_if(found, [](const Match &m) { return m.negated; });
        return found;
    }
    [[nodiscard]] std::vector<Match> all(std::string_view group, bool allLanguages = false) const
    {
        return m_lexicon.find(group, tokens, allLanguages ? std::string_view() : std::string_view(language));
    }

    /// Whether both matches stand in one sentence, or at most `apart` sentences from each other.
    [[nodiscard]] bool near(const Match &a, const Match &b, std::size_t apart) const
    {
        const auto one = m_sentences[a.first];
        const auto other = m_sentences[b.first];
        return (one > other ? one - other : other - one) <= apart;
    }

    /// The first place where something of one group stands near something of the other: "who or what" and "what happened
    /// to it", where a list of whole phrases would have no end. Both lists are in order of place, so this is O(n).
    [[nodiscard]] std::vector<Match> together(const char *one, const char *other, std::size_t apart, bool evenNegated) const;

    /// Whether a match is a name that only sounds like a word: "Sue" with a capital, before another capital or alone in its line.
    [[nodiscard]] bool isName(const Match &match) const;

    [[nodiscard]] std::string words(Span span) const { return m_text.substr(span.begin, span.end - span.begin); }
    [[nodiscard]] Evidence evidence(Span span) const
    {
        const auto inBody = span.begin >= m_bodyAt;
        const auto from = inBody ? m_bodyAt : 0;
        return {words(span), (inBody ? "text:" : "subject:") + std::to_string(span.begin - from) + "-" + std::to_string(span.end - from)};
    }
    [[nodiscard]] Feature feature(std::string name, const Match &match) const
    {
        const auto from = match.span.begin >= m_bodyAt ? m_bodyAt : 0;
        return {std::move(name), words(match.span), match.span.begin - from, match.span.end - from, match.negated};
    }
    [[nodiscard]] std::vector<Money> money() const { return moneyIn(m_text, dropped); }

    /// Sums without a currency: "we paid 1,940 for the two of us". A number counts when nothing is counted by it (what
    /// follows is no noun), when it is no label, year or telephone number, and when thousands are parted or its sentence talks of money.
    [[nodiscard]] std::vector<Money> sums() const;

    std::vector<Span> dropped;
    std::vector<Token> tokens;
    std::string language;
    bool namesProduct = false;

private:
    static constexpr double LeastSum = 100; ///< smaller numbers without a currency are hours, dates, seats

    const Lexicon &m_lexicon;
    std::string m_text;
    std::size_t m_bodyAt = 0;
    std::vector<std::size_t> m_sentences; ///< of each token, counted
};

} // namespace hs::agents
