#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/agents/text/tokens.h"
#include "engine/agents/text/word_numbers.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"

// Word lists as data, matched as whole words in all their inflected forms.
namespace hs::agents {

/// A place in the text where a pattern of a group fits.
struct Match {
    std::size_t first = 0, last = 0; ///< tokens, both inclusive
    Span span;
    bool negated = false;
};

/// Word lists of all languages (resources/routing/lexicon.*.json), by group.
///
/// A pattern is a sequence of words parted by spaces; a word may be several
/// alternatives parted by "|", each a lemma with a tag that says which forms it
/// takes: `/n` noun (plural), `/v` verb (third person, past, gerund), `/nv` both,
/// `/a` adjective (comparison), `/d` German stem with its endings; without a tag
/// only as written. "~3" lets up to three words stand between; "#" is any number.
/// A pattern never reaches over the end of a sentence. Patterns under "except"
/// undo matches that they cover or touch.
///
/// A word of negation up to three words before a match negates it, unless
/// punctuation stands between, or a word that takes the negation to itself
/// ("has not *received* my order").
///
/// Immutable after loading; any thread.
class Lexicon {
public:
    struct Source {
        std::string name; ///< for error messages
        std::string_view text;
    };
    /// Fails with BadInput naming file, group and pattern.
    [[nodiscard]] static Result<Lexicon> load(const std::vector<Source> &sources);

    /// Matches of one group, in order of place, longest first where they begin
    /// together, without overlaps. `language` "en" or "de" keeps to its lists;
    /// anything else uses all. Unknown groups have no matches.
    [[nodiscard]] std::vector<Match> find(std::string_view group, const std::vector<Token> &tokens,
                                          std::string_view language = {}) const;
    [[nodiscard]] bool has(std::string_view group, const std::vector<Token> &tokens, std::string_view language = {}) const;

    /// "en", "de", another code of the lists ("fr"), or "unknown": too few words that any list knows.
    [[nodiscard]] std::string language(const std::vector<Token> &tokens) const;

    [[nodiscard]] bool knowsGroup(std::string_view group) const;

private:
    using Word = WordNumbers::Number;
    using Words = std::vector<Word>; ///< sorted
    struct Element {
        Words forms;
        int gap = 0;         ///< words that may stand before it
        bool number = false; ///< any number
    };
    struct Pattern {
        std::vector<Element> elements;
        std::uint8_t language = 0; ///< index of m_languages
    };
    struct Group {
        std::vector<Pattern> patterns, except;
        std::vector<std::pair<Word, std::uint32_t>> byFirst; ///< first word → pattern; sorted
        std::vector<std::uint32_t> byNumber; ///< patterns that begin with any number
    };
    struct Language {
        std::string code;
        Words common; ///< its most common words
        Words known;  ///< words of its patterns
    };
    /// The tokens of a text with the numbers of their words.
    struct Text {
        const std::vector<Token> &tokens;
        Words words; ///< in their order
    };
    struct Grammar {
        std::map<std::string, std::vector<std::string>> irregular;
    };
    void addForms(const std::string &lemma, std::string_view tag, Words &words);
    [[nodiscard]] std::uint8_t languageOf(const std::string &code); ///< its index; it is made when it is new
    [[nodiscard]] Result<Pattern> compile(std::string_view text, const Grammar &grammar, std::uint8_t language);
    [[nodiscard]] Result<void> loadGroup(Group &group, const Json &body, const Grammar &grammar, std::uint8_t language, const std::string &where);
    void finish();
    [[nodiscard]] Text read(const std::vector<Token> &tokens) const;
    [[nodiscard]] static std::size_t matchAt(const Pattern &pattern, const Text &text, std::size_t at);
    [[nodiscard]] bool negatedAt(const Text &text, std::size_t first) const;

    WordNumbers m_numbers;
    std::vector<Language> m_languages;
    std::map<std::string, Group, std::less<>> m_groups;
    Words m_negations, m_noNegationBefore, m_carriers;
};

/// All forms of a lemma by its tag (see Lexicon), the lemma itself included.
[[nodiscard]] std::vector<std::string> inflect(const std::string &lemma, std::string_view tag);

} // namespace hs::agents
