#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ai/personal/view.h"

/// Finders of personal data, written by hand: each reads forward and looks back a bounded way, so that no text makes them slow.
/// They take the text of a View and answer with places in it. Pure; any thread. Not exact by nature: what is written in an
/// unusual way may be missed, so what the records know is looked for by itself (Names).
namespace hs::ai::personal {

struct Finding {
    std::string kind; ///< "EMAIL"
    std::size_t begin = 0, end = 0;
    std::string identity; ///< the same for other ways to write the same thing; empty: the folded text
};
struct Range {
    std::size_t begin = 0, end = 0;
};
/// Sorted and joined where they touch one another.
[[nodiscard]] std::vector<Range> rangesOf(std::vector<Finding> findings);

/// "EMAIL": local part, "@", a domain with a dot.
[[nodiscard]] std::vector<Finding> findEmails(std::string_view text);

/// "BANK": IBAN (ISO 13616: length by country, remainder 1 of 97). "CARD": 14 to 19 digits with a known beginning and Luhn's
/// check digit (ISO/IEC 7812).
[[nodiscard]] std::vector<Finding> findBank(std::string_view text);

/// "AMOUNT": a number beside a currency.
[[nodiscard]] std::vector<Finding> findAmounts(std::string_view text);

/// "DATE": by numbers (2.11.2026, 11/02/2026, 2026-11-02T10:00Z) or with a month's name (en, de, fr, es).
[[nodiscard]] std::vector<Finding> findDates(std::string_view text, const std::vector<Word> &words);

/// Numbers that the records know, for findPhones.
class KnownPhones {
public:
    void add(std::string_view number);
    /// The same number, with or without the country's and the trunk digits.
    [[nodiscard]] bool has(std::string_view digits) const;

private:
    std::unordered_multimap<std::string, std::string> m_byEnd; ///< last seven digits → all, without leading zeros
};
/// "PHONE": +… and 00…, 0… as DE, FR and UK write, 3-3-4 of the US, nine digits in the groups of ES; after a word like
/// "phone" any number of 7 to 15 digits. `taken` (sorted) are places that are something else: dates, amounts, cards.
/// `expected`: the text stands in a field for phone numbers.
[[nodiscard]] std::vector<Finding> findPhones(std::string_view text, const std::vector<Range> &taken, const KnownPhones &known,
                                              bool expected = false);

/// "ADDRESS": street and number, postcode and town as DE (AT, CH), FR, ES, UK and US write them; both together are one.
[[nodiscard]] std::vector<Finding> findAddresses(std::string_view text, const std::vector<Word> &words);

/// "HEALTH": words of illness, medication, pregnancy and the like (en, de, fr, es).
[[nodiscard]] std::vector<Finding> findHealth(const std::vector<Word> &words);

/// Values to be looked for by their words, in any case and with or without accents: names, and the studio's own words.
class Names {
public:
    /// A value of a kind. Of a "PERSON" also its parts: first name and family name alone, those that are words of their own
    /// ("Will", "Rose") only with a capital letter. Values of fewer than three letters or digits (two in Chinese, Japanese,
    /// Korean) are not looked for, unless `evenShort`.
    void add(const std::string &kind, std::string_view value, bool evenShort = false);
    [[nodiscard]] std::vector<Finding> find(std::string_view text, const std::vector<Word> &words) const;
    [[nodiscard]] bool empty() const { return m_patterns.empty(); }

private:
    struct Pattern {
        std::vector<std::string> words;
        std::string kind, identity;
        bool capital = false;
    };
    void addPattern(Pattern pattern);
    void addPart(const std::string &word, const std::string &identity);
    /// Words from `at` on that the pattern covers; 0: it does not fit. `genitive`: the last one ends with an s of its own.
    static std::size_t fits(const Pattern &pattern, const std::vector<Word> &words, std::size_t at, bool &genitive);

    std::vector<Pattern> m_patterns;
    std::unordered_map<std::string, std::vector<std::size_t>> m_byFirst; ///< first word → patterns, longest first
    std::unordered_map<std::string, std::size_t> m_parts; ///< part of a name → its pattern
};

} // namespace hs::ai::personal
