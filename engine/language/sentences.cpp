#include "engine/language/sentences.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "engine/language/characters.h"

namespace hs::language {

namespace {

constexpr std::size_t LongestSlab = 16U << 20; // bytes that ICU gets at once: it counts in 32 bits

// Abbreviations that a sentence goes on behind, without their last full stop. ICU has such lists and a filter for them
// (FilteredBreakIteratorBuilder), but that looks at no word's beginning: by its "r." no German sentence ends behind "Jahr.", by
// its "ed." no Spanish one behind "usted.", by its "L." no English one behind "URL.".
constexpr std::array<std::string_view, 31> CommonShort{"Abb", "Co", "Dr", "Dres", "Fig", "Figs", "Hr", "Inc", "Jr", "Ltd", "Mlle", "Mme", "Mr",
    "Mrs", "Ms", "Nr", "Prof", "Rev", "Sr", "Sra", "St", "Tel", "approx", "ca", "cf", "e.g", "i.e", "p.ej", "resp", "vs", "z.B"};
static_assert(std::is_sorted(CommonShort.begin(), CommonShort.end()));
constexpr std::array<std::string_view, 29> EnglishShort{"Ave", "Blvd", "Capt", "Col", "Corp", "Dept", "Eq", "Gen", "Gov", "Hon", "Lt", "Maj",
    "Messrs", "Mt", "Ph.D", "Rep", "Sec", "Sect", "Sen", "Sgt", "U.K", "U.S", "Vol", "al", "dept", "est", "incl", "misc", "viz"};
static_assert(std::is_sorted(EnglishShort.begin(), EnglishShort.end()));
constexpr std::array<std::string_view, 44> GermanShort{"Abs", "Abt", "Bd", "Bsp", "Chr", "Dipl", "Fr", "Frl", "Hrn", "Ing", "Kap", "Mio", "Mrd",
    "Str", "Ziff", "allg", "bes", "bspw", "bzgl", "bzw", "d.h", "ehem", "einschl", "entspr", "evtl", "exkl", "geb", "gem", "ggf", "ggfs",
    "i.d.R", "inkl", "insb", "jew", "lt", "mind", "o.g", "sog", "u.U", "u.a", "v.a", "vgl", "z.T", "zzgl"};
static_assert(std::is_sorted(GermanShort.begin(), GermanShort.end()));
constexpr std::array<std::string_view, 15> FrenchShort{"J.-C", "Me", "Mgr", "Mlles", "Mmes", "apr", "av", "bd", "boul", "c.-à-d", "chap", "env",
    "ex", "fig", "tél"};
static_assert(std::is_sorted(FrenchShort.begin(), FrenchShort.end()));
constexpr std::array<std::string_view, 20> SpanishShort{"Avda", "Dra", "Dña", "Lic", "Sras", "Sres", "Srta", "Srtas", "Ud", "Uds", "Vd", "Vds",
    "aprox", "cap", "ej", "fig", "núm", "pág", "págs", "tel"};
static_assert(std::is_sorted(SpanishShort.begin(), SpanishShort.end()));

// Words too, so only before a number: "Art. 5", "No. 7", "Oct. 3".
constexpr std::array<std::string_view, 28> BeforeNumbers{"Apr", "Art", "Aug", "Bd", "Ch", "Dec", "Dez", "Feb", "Jan", "Jul", "Jun", "Mar",
    "No", "Nos", "Nov", "Oct", "Okt", "Pag", "Pos", "Sep", "Sept", "Str", "Tab", "Vol", "art", "no", "pp", "vol"};
static_assert(std::is_sorted(BeforeNumbers.begin(), BeforeNumbers.end()));

// Of one to four letters, and yet a sentence of its own.
constexpr std::array<std::string_view, 20> ShortSentences{"Ah", "Bien", "Done", "Gut", "I", "Ja", "Nein", "Non", "Oh", "Ok", "Okay", "Oui",
    "Sure", "Sí", "Well", "Why", "Wow", "Yeah", "Yep", "Yes"};
static_assert(std::is_sorted(ShortSentences.begin(), ShortSentences.end()));

template<std::size_t N>
bool isIn(const std::array<std::string_view, N> &list, std::string_view word)
{
    return std::binary_search(list.begin(), list.end(), word);
}

/// ICU's breaks for a language. Costly to make: each thread keeps its own.
icu::BreakIterator *sentenceBreaks(std::string_view language)
{
    thread_local std::map<std::string, std::unique_ptr<icu::BreakIterator>, std::less<>> kept;
    const std::string_view known = language == "el" ? language : ""; // Greek asks with ";": the only rules that differ
    const auto found = kept.find(known);
    if (found != kept.end())
        return found->second.get();
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale = known.empty() ? icu::Locale::getRoot() : icu::Locale(std::string(known).c_str());
    std::unique_ptr<icu::BreakIterator> made(icu::BreakIterator::createSentenceInstance(locale, status));
    return kept.emplace(known, U_SUCCESS(status) ? std::move(made) : nullptr).first->second.get();
}

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isKnown(std::string_view word, std::string_view language)
{
    const auto listed = [&](std::string_view one) {
        return isIn(CommonShort, one) || (language == "en" && isIn(EnglishShort, one)) || (language == "de" && isIn(GermanShort, one))
            || (language == "fr" && isIn(FrenchShort, one)) || (language == "es" && isIn(SpanishShort, one));
    };
    if (listed(word))
        return true;
    std::string small(word); // "Vgl." begins a sentence
    small.front() = static_cast<char>(small.front() >= 'A' && small.front() <= 'Z' ? small.front() + 32 : small.front());
    return listed(small);
}

/// The word directly before `stop`, at most so long as abbreviations are.
std::string_view wordBefore(std::string_view text, std::size_t from, std::size_t stop)
{
    constexpr std::size_t Longest = 12; // bytes
    auto start = stop;
    const auto parts = [](char c) { return isSpace(c) || c == '(' || c == '[' || c == '"' || c == '\'' || c == '/'; };
    while (start > from && stop - start < Longest && !parts(text[start - 1]))
        --start;
    return text.substr(start, stop - start);
}

/// Whether a sentence from `start`, which ICU ends behind the full stop at `stop`, goes on with what begins at `next`.
bool isAbbreviation(std::string_view text, std::size_t start, std::size_t stop, std::size_t next, std::string_view language)
{
    const auto word = wordBefore(text, start, stop);
    if (word.empty() || next >= text.size())
        return false;
    const bool digitFollows = isDigit(text[next]);
    const bool capital = word.front() >= 'A' && word.front() <= 'Z';
    const auto at = static_cast<std::size_t>(word.data() - text.data());
    if (isDigit(word.front())) { // "am 5. Mai", "im 3. Stock", but "siehe Abb. 3. Danach"
        const bool counts = at >= start + 2 && text[at - 2] == '.';
        return language == "de" && !digitFollows && !counts && word.size() <= 2 && isDigit(word.back());
    }
    if (word.size() == 1) { // "J. Miller", "p. 12", "z. B. Kaffee"
        const bool second = at >= start + 3 && text[at - 1] == ' ' && text[at - 2] == '.' && wordBefore(text, start, at - 2).size() == 1;
        const bool first = next + 1 < text.size() && text[next + 1] == '.' && text[next] > ' ';
        return digitFollows || first || second || (capital && word != "I");
    }
    if (isKnown(word, language) || (digitFollows && isIn(BeforeNumbers, word)))
        return true;
    // One short word with a capital and nothing else is more often a title than a sentence.
    const bool isFirst = at == start;
    return isFirst && capital && word.size() <= 4 && !isIn(ShortSentences, word) && !isIn(BeforeNumbers, word)
        && std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7F || (c | 0x20) >= 'a'; });
}

/// Whether a line's end is only where a line was full: the next one goes on in the middle of a sentence.
bool isSoftBreak(std::string_view text, std::size_t start, std::size_t end, std::size_t next)
{
    constexpr std::size_t FullLine = 50; // bytes; headings and items of lists are mostly shorter
    const auto gap = text.substr(end, next - end);
    if (std::count(gap.begin(), gap.end(), '\n') != 1 || gap.find("\xE2\x80\xA9") != std::string_view::npos)
        return false;
    const char last = text[end - 1];
    if (last == '.' || last == '!' || last == '?' || last == ':' || last == ';')
        return false;
    if (last == ',' || last == '-')
        return true;
    auto at = next;
    const auto c = nextCharacter(text, at);
    if (c == NoCharacter)
        return false;
    if (u_islower(static_cast<UChar32>(c)))
        return true;
    const auto line = text.substr(start, end - start).rfind('\n');
    const auto length = end - (line == std::string_view::npos ? start : start + line + 1);
    auto lastAt = characterStart(text, end - 1);
    const auto lastCharacter = nextCharacter(text, lastAt);
    return length >= FullLine && u_isalpha(static_cast<UChar32>(c)) && lastCharacter != NoCharacter
        && u_isalnum(static_cast<UChar32>(lastCharacter));
}

/// The breaks of one slab, which begins at `offset`.
std::vector<std::size_t> breaksOf(std::string_view text, std::size_t offset, std::size_t length, icu::BreakIterator *breaks)
{
    std::vector<std::size_t> all;
    UErrorCode status = U_ZERO_ERROR;
    UText slab = UTEXT_INITIALIZER;
    utext_openUTF8(&slab, text.data() + offset, static_cast<std::int64_t>(length), &status);
    if (U_SUCCESS(status) && breaks)
        breaks->setText(&slab, status);
    if (U_SUCCESS(status) && breaks) {
        breaks->first();
        for (auto to = breaks->next(); to != icu::BreakIterator::DONE; to = breaks->next())
            all.push_back(characterStart(text, offset + static_cast<std::size_t>(to)));
    }
    utext_close(&slab);
    if (all.empty() || all.back() != offset + length)
        all.push_back(offset + length);
    return all;
}

} // namespace

std::vector<Span> sentences(std::string_view text, std::string_view language)
{
    std::vector<Span> all;
    auto *breaks = sentenceBreaks(language);
    auto start = withoutBlanksBefore(text, 0, text.size()); // of the sentence that is being gathered
    auto passed = start; // up to here every border is decided: blanks have many
    std::size_t offset = 0;
    while (offset < text.size()) {
        auto length = std::min(text.size() - offset, LongestSlab);
        if (offset + length < text.size()) {
            const auto line = text.substr(offset, length).rfind('\n');
            length = (line == std::string_view::npos ? characterStart(text, offset + length) - offset : line + 1);
        }
        for (const auto border : breaksOf(text, offset, length, breaks)) {
            if (border <= passed)
                continue;
            const auto end = withoutBlanksBehind(text, start, border);
            const auto next = withoutBlanksBefore(text, border, text.size());
            passed = next;
            if (end == start) {
                start = next;
                continue;
            }
            const bool goesOn = next < text.size()
                && ((text[end - 1] == '.' && text.substr(end, next - end).find_first_of("\r\n") == std::string_view::npos
                        && isAbbreviation(text, start, end - 1, next, language))
                    || isSoftBreak(text, start, end, next));
            if (goesOn)
                continue;
            all.push_back({start, end});
            start = next;
        }
        offset += length;
    }
    const auto end = withoutBlanksBehind(text, start, text.size());
    if (end > start)
        all.push_back({start, end});
    return all;
}

} // namespace hs::language
