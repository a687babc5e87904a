#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/agents/text/lexicon.h"

// Brand checks: a text against the rules of the house (resources/agents/brand.json). Pure; any thread.
namespace hs::agents {

struct Finding {
    std::string rule;
    Span span;        ///< bytes of the text; the whole text for what it lacks
    std::string text; ///< what stands there, at most 80 bytes
    std::string why, mend;
};

/// What a text is for. Empty members: no such limit.
struct BrandScope {
    std::string kind;  ///< ART_GALLERY, …
    std::string voice; ///< agent key
    std::string type;  ///< of content: which closings and lengths count
    std::size_t leastWords = 0, mostWords = 0;
    std::string channel;
    std::size_t mostCharacters = 0;
};

/// Rules of words by kind of business and voice; and those of form: exclamation marks, words in capitals, open
/// placeholders ({{…}}, […], TODO, XXX), a word repeated too often, length, a closing that names the next step.
/// Immutable after loading; any thread.
class BrandRules {
public:
    struct Rule {
        std::string key, why, mend;
        std::set<std::string, std::less<>> kinds, voices; ///< empty: all
        bool hasUnless = false;
    };
    /// Fails with BadInput naming the rule.
    [[nodiscard]] static Result<BrandRules> load(std::string_view text, const std::string &name);

    /// In the order of the text, at one place in the order of the rules. O(n) in the text.
    [[nodiscard]] std::vector<Finding> check(std::string_view text, const BrandScope &scope) const;
    [[nodiscard]] const std::vector<Rule> &rules() const { return m_rules; }

private:
    void checkForm(std::string_view text, const std::vector<Token> &tokens, const BrandScope &scope, std::vector<Finding> &out) const;
    std::vector<Rule> m_rules;
    Lexicon m_words; ///< groups "rule", "rule.unless", "closing"
    std::set<std::string, std::less<>> m_capitals, m_closingTypes;
    std::size_t m_exclamations = 0, m_capitalsFrom = 0;
    std::size_t m_repeatWords = 0, m_repeatPercent = 0, m_repeatLetters = 0;
};

/// Words of a text, as they are counted everywhere.
[[nodiscard]] std::size_t wordsOf(std::string_view text);
/// Characters (code points).
[[nodiscard]] std::size_t charactersOf(std::string_view text);

} // namespace hs::agents
