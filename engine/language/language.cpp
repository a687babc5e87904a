#include "engine/language/language.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "engine/language/characters.h"
#include "engine/language/common_words.h"
#include "engine/language/words.h"

namespace hs::language {

namespace {

constexpr std::size_t LooksAt = 4'000; // bytes
constexpr std::array<std::string_view, 4> Spoken{"en", "de", "fr", "es"}; // in the order of languagesOfCommonWord

struct Letters {
    // A character of these says as much as several letters.
    int han = 0, kana = 0, hangul = 0;
    int latin = 0, greek = 0, cyrillic = 0, hebrew = 0, arabic = 0, thai = 0, lao = 0, khmer = 0, burmese = 0, georgian = 0, armenian = 0,
        devanagari = 0;
    int ukrainian = 0, persian = 0;         // letters that Russian and Arabic do not have
    std::array<double, Spoken.size()> signs{}; // letters and signs that speak for one of the spoken languages
};

void countSigns(Letters &letters, char32_t c)
{
    auto &[english, german, french, spanish] = letters.signs;
    switch (c) {
    case 0xDF: // ß
        german += 2;
        break;
    case 0xE4: case 0xF6: case 0xFC: case 0xC4: case 0xD6: case 0xDC: // ä ö ü
    case 0x201E:                                                    // „
        german += 0.5;
        break;
    case 0xF1: case 0xD1: case 0xBF: case 0xA1: // ñ ¿ ¡
        spanish += 2;
        break;
    case 0xE1: case 0xED: case 0xF3: case 0xFA: // á í ó ú
        spanish += 0.3;
        break;
    case 0x153: case 0xE8: case 0xEA: case 0xE7: case 0xF9: case 0xEE: case 0xFB: // œ è ê ç ù î û
        french += 0.5;
        break;
    case 0xE9: case 0xE0: case 0xE2: // é à â
        french += 0.3;
        break;
    default:
        break;
    }
}

Letters lettersOf(std::string_view text)
{
    Letters letters;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = nextCharacter(text, at);
        if (c < 0x80) {
            letters.latin += (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z' ? 1 : 0;
            continue;
        }
        if (c == NoCharacter)
            continue;
        countSigns(letters, c);
        if (!u_isalpha(static_cast<UChar32>(c)))
            continue;
        UErrorCode status = U_ZERO_ERROR;
        switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
        case USCRIPT_LATIN: ++letters.latin; break;
        case USCRIPT_HAN: letters.han += 3; break;
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA: letters.kana += 3; break;
        case USCRIPT_HANGUL: letters.hangul += 2; break;
        case USCRIPT_GREEK: ++letters.greek; break;
        case USCRIPT_CYRILLIC:
            ++letters.cyrillic;
            letters.ukrainian += c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491 ? 1 : 0;
            break;
        case USCRIPT_HEBREW: ++letters.hebrew; break;
        case USCRIPT_ARABIC:
            ++letters.arabic;
            letters.persian += c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF || c == 0x6CC ? 1 : 0;
            break;
        case USCRIPT_THAI: ++letters.thai; break;
        case USCRIPT_LAO: ++letters.lao; break;
        case USCRIPT_KHMER: ++letters.khmer; break;
        case USCRIPT_MYANMAR: ++letters.burmese; break;
        case USCRIPT_GEORGIAN: ++letters.georgian; break;
        case USCRIPT_ARMENIAN: ++letters.armenian; break;
        case USCRIPT_DEVANAGARI: ++letters.devanagari; break;
        default: break;
        }
    }
    return letters;
}

/// The language of a script that says it; "la" for Latin, "" for a text without letters.
std::string ofScript(const Letters &letters)
{
    const int chinese = letters.han + letters.kana;
    const std::array<std::pair<int, const char *>, 14> scripts{{{letters.latin, "la"}, {chinese, letters.kana * 20 >= chinese ? "ja" : "zh"},
        {letters.hangul, "ko"}, {letters.greek, "el"}, {letters.cyrillic, letters.ukrainian * 50 >= letters.cyrillic ? "uk" : "ru"},
        {letters.hebrew, "he"}, {letters.arabic, letters.persian * 50 >= letters.arabic ? "fa" : "ar"}, {letters.thai, "th"},
        {letters.lao, "lo"}, {letters.khmer, "km"}, {letters.burmese, "my"}, {letters.georgian, "ka"}, {letters.armenian, "hy"},
        {letters.devanagari, "hi"}}};
    const auto most = std::max_element(scripts.begin(), scripts.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return most->first > 0 ? most->second : "";
}

/// `share`, `number`: how many of the words have to be common ones of one language, and how many at least.
std::string ofCommonWords(std::string_view text, const Letters &letters, double share, double number)
{
    std::array<double, CommonWordLanguages> scores{};
    const auto all = words(text);
    std::size_t counted = 0;
    for (const auto &word : all) {
        if (word.folded.front() >= '0' && word.folded.front() <= '9')
            continue;
        ++counted;
        const auto in = languagesOfCommonWord(word.folded);
        const auto several = std::count(in.begin(), in.end(), true);
        // A word that stands in several lists says little for each; one letter is more often a unit or an initial.
        const double weight = several == 0 ? 0 : (word.folded.size() == 1 ? 0.5 : 1.0) / static_cast<double>(several);
        for (std::size_t i = 0; i < in.size(); ++i)
            scores[i] += in[i] ? weight : 0;
    }
    for (std::size_t i = 0; i < Spoken.size(); ++i)
        scores[i] += std::min(letters.signs[i], 0.1 * static_cast<double>(counted) + 1);
    const auto best = std::max_element(scores.begin(), scores.end());
    const auto index = static_cast<std::size_t>(best - scores.begin());
    double second = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        second = i == index ? second : std::max(second, scores[i]);
    const bool clear = *best >= number && *best >= share * static_cast<double>(counted) && *best >= 1.3 * second;
    return clear && index < Spoken.size() ? std::string(Spoken[index]) : std::string();
}

std::string guessed(std::string_view text, double share, double number)
{
    text = text.substr(0, characterStart(text, std::min(text.size(), LooksAt)));
    const auto letters = lettersOf(text);
    const auto script = ofScript(letters);
    return script == "la" ? ofCommonWords(text, letters, share, number) : script;
}

} // namespace

std::string guess(std::string_view text)
{
    return guessed(text, 0.08, 2);
}

std::string guessQuestion(std::string_view text)
{
    return guessed(text, 0.1, 0.75);
}

} // namespace hs::language
