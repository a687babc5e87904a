#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include <libstemmer.h>

#include "engine/language/words.h"

namespace hs::language {

namespace {

struct Algorithm {
    std::string_view language;
    const char *name; ///< as Snowball calls it
};

// Those whose words the index keeps in one piece; "porter" is what SQLite's tokenizer of that name does.
constexpr std::array<Algorithm, 19> Algorithms{{{"en", "porter"}, {"de", "german"}, {"fr", "french"}, {"es", "spanish"},
    {"it", "italian"}, {"pt", "portuguese"}, {"nl", "dutch"}, {"sv", "swedish"}, {"da", "danish"}, {"no", "norwegian"},
    {"nb", "norwegian"}, {"fi", "finnish"}, {"hu", "hungarian"}, {"ro", "romanian"}, {"ru", "russian"}, {"tr", "turkish"},
    {"el", "greek"}, {"ca", "catalan"}, {"ar", "arabic"}}};

// Bytes; what is shorter or longer SQLite leaves as it is.
constexpr std::size_t ShortestStemmed = 3;
constexpr std::size_t LongestStemmed = 64;

const Algorithm *algorithmOf(std::string_view language)
{
    const auto found = std::find_if(Algorithms.begin(), Algorithms.end(), [&](const Algorithm &one) { return one.language == language; });
    return found == Algorithms.end() ? nullptr : &*found;
}

struct Remover {
    void operator()(sb_stemmer *stemmer) const { sb_stemmer_delete(stemmer); }
};

/// Porter's works byte by byte, as SQLite's does, to which every byte above ASCII is a consonant of its own.
/// A stemmer keeps its working space, so each thread has its own.
sb_stemmer *stemmerOf(const Algorithm &algorithm)
{
    thread_local std::map<std::string_view, std::unique_ptr<sb_stemmer, Remover>> stemmers;
    auto &stemmer = stemmers[algorithm.name];
    if (!stemmer)
        stemmer.reset(sb_stemmer_new(algorithm.name, algorithm.language == "en" ? "ISO_8859_1" : "UTF_8"));
    return stemmer.get();
}

/// Porter's measure of a word's beginning is above 0: a vowel stands in it, and a consonant somewhere behind that.
bool hasVowelThenConsonant(std::string_view word)
{
    bool vowel = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool before = vowel;
        const char c = word[i];
        const bool isVowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
            || (c == 'y' && i > 0 && std::string_view("aeiou").find(word[i - 1]) == std::string_view::npos);
        if (before && !isVowel)
            return true;
        vowel = vowel || isVowel;
    }
    return false;
}

/// SQLite has two rules that Porter added later (-bli to -ble, -logi to -log), which Snowball's "porter" leaves out: the word
/// that Snowball stems to the same. https://tartarus.org/martin/PorterStemmer/
std::string withLaterRules(std::string_view folded)
{
    for (const auto &[ending, becomes] : {std::pair<std::string_view, std::string_view>{"bl", "ble"}, {"log", "log"}}) {
        for (const std::string_view number : {"y", "i", "ies"}) {
            if (folded.size() <= ending.size() + number.size() || !folded.ends_with(number))
                continue;
            const auto front = folded.substr(0, folded.size() - number.size());
            if (front.ends_with(ending) && hasVowelThenConsonant(front.substr(0, front.size() - ending.size())))
                return std::string(front.substr(0, front.size() - ending.size())) + std::string(becomes);
        }
    }
    return std::string(folded);
}

} // namespace

bool hasStemmer(std::string_view language)
{
    return algorithmOf(language) != nullptr;
}

std::string stem(std::string_view folded, std::string_view language)
{
    const auto *algorithm = algorithmOf(language);
    if (!algorithm || folded.size() < ShortestStemmed || folded.size() > LongestStemmed || isUnspaced(folded))
        return std::string(folded);
    auto *stemmer = stemmerOf(*algorithm);
    if (!stemmer)
        return std::string(folded);
    const auto word = algorithm->language == "en" ? withLaterRules(folded) : std::string(folded);
    const auto *stemmed = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol *>(word.data()), static_cast<int>(word.size()));
    if (!stemmed || sb_stemmer_length(stemmer) <= 0)
        return std::string(folded);
    return {reinterpret_cast<const char *>(stemmed), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

std::string stemmedText(std::string_view text, std::string_view language)
{
    const bool stems = language != "en" && hasStemmer(language);
    // Without a stemmer only what stands in a run without blanks is missing from the index, and the words beside it that SQLite
    // takes for a part of that run.
    const bool mayHoldRuns = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
    if (!stems && !mayHoldRuns)
        return {};
    std::string column;
    const auto all = words(text);
    const auto sticks = [&](std::size_t i) { // to a word of such a run, without anything between
        return (i > 0 && all[i - 1].end == all[i].start) || (i + 1 < all.size() && all[i].end == all[i + 1].start);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!stems && !isUnspaced(all[i].folded) && !sticks(i))
            continue;
        if (!column.empty())
            column += ' ';
        column += stem(all[i].folded, language == "en" ? std::string_view() : language);
    }
    return column;
}

} // namespace hs::language
