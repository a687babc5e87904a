#include "engine/language/words.h"

#include <array>
#include <cstdint>
#include <memory>

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "engine/language/characters.h"

namespace hs::language {

namespace {

// Bytes. ICU looks at a run as a whole, and one that is longer than this is no text of anybody's.
constexpr std::size_t LongestRun = 16'384;

/// Scripts that write words without blanks between them (letters, digits and marks of theirs).
bool isUnspacedScript(UChar32 c)
{
    if (c < 0x0E00)
        return false;
    if (c < 0x3000)
        return c < 0x0F00 || (c >= 0x1000 && c < 0x10A0) || (c >= 0x1780 && c < 0x1800);
    if (c < 0xA000)
        return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3021 && c <= 0x303C) || (c >= 0x3041 && c < 0x3130) || (c >= 0x31A0 && c < 0x3200)
            || (c >= 0x3400 && c < 0x4DC0) || c >= 0x4E00;
    return (c >= 0xA9E0 && c < 0xAA00) || (c >= 0xAA60 && c < 0xAA80) || (c >= 0xF900 && c < 0xFB00) || (c >= 0xFF66 && c < 0xFFA0)
        || (c >= 0x1B000 && c < 0x1B170) || (c >= 0x20000 && c < 0x40000);
}

/// SQLite's tables are those of Unicode 6.1, and to them every character that came later is a letter: newer emoji stick to
/// the word before. Looked up in ICU's, with the few whose category has changed since then.
bool isNewToIndex(UChar32 c)
{
    UVersionInfo age;
    u_charAge(c, age);
    return age[0] == 0 || age[0] > 6 || (age[0] == 6 && age[1] > 1);
}

bool isLetter(UChar32 c)
{
    constexpr std::uint32_t Letters = U_GC_L_MASK | U_GC_N_MASK | U_GC_CO_MASK;
    const auto category = U_MASK(u_charType(c));
    if ((category & Letters) != 0) {
        const bool wasMark = (c >= 0x19B0 && c <= 0x19C0) || c == 0x19C8 || c == 0x19C9 || c == 0x1CF2 || c == 0x1CF3;
        return !wasMark;
    }
    if (category == U_GC_CN_MASK)
        return c != 0xFFFE && c != 0xFFFF;
    if (c == 0x1885 || c == 0x1886)
        return true;
    return (category & (U_GC_M_MASK | U_GC_S_MASK | U_GC_P_MASK | U_GC_CF_MASK)) != 0 && isNewToIndex(c);
}

/// Combining marks that `unicode61` leaves out inside of a word instead of ending it.
bool isDroppedMark(UChar32 c)
{
    constexpr std::uint32_t First = 0x08029FDF;  // U+0300 to U+031F
    constexpr std::uint32_t Second = 0x000361F8; // U+0320 to U+0331
    if (c < 0x300 || c > 0x331)
        return false;
    return c < 0x320 ? ((First >> (c - 0x300)) & 1U) != 0 : ((Second >> (c - 0x320)) & 1U) != 0;
}

UChar32 computeFold(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto *form = icu::Normalizer2::getNFCInstance(status);
    if (isNewToIndex(c))
        return c;
    const UChar32 small = u_foldCase(c, U_FOLD_CASE_DEFAULT);
    icu::UnicodeString parts;
    if (U_FAILURE(status) || !form->getDecomposition(small, parts)) // İ has no simple folding
        parts.setTo(small);
    const UChar32 base = u_foldCase(parts.char32At(0), U_FOLD_CASE_DEFAULT);
    return base >= 'a' && base <= 'z' && small != 0x01E1 ? base : small; // ǡ was forgotten there
}

/// Latin letters with diacritics lie in two blocks; the rest folds without a table.
UChar32 fold(UChar32 c)
{
    static const auto table = [] {
        std::array<std::uint16_t, 0x250 + 0x100> made{};
        for (UChar32 i = 0; i < 0x250; ++i)
            made[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(computeFold(i));
        for (UChar32 i = 0; i < 0x100; ++i)
            made[static_cast<std::size_t>(0x250 + i)] = static_cast<std::uint16_t>(computeFold(0x1E00 + i));
        return made;
    }();
    if (c < 0x250)
        return table[static_cast<std::size_t>(c)];
    if (c >= 0x1E00 && c < 0x1F00)
        return table[static_cast<std::size_t>(c - 0x1E00 + 0x250)];
    if (c == 0x212B)
        return 'a'; // the sign of Ångström
    if (c > 0xFFFF && !(c >= 0x10400 && c < 0x10428)) // the index folds no others beyond the first plane
        return c;
    return c >= 0x10D0 && isNewToIndex(c) ? c : c == 0x037F || (c >= 0x0528 && c <= 0x052F) ? c : u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

void append(std::string &text, UChar32 c)
{
    const auto byte = [](UChar32 bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) {
        text += byte(c);
        return;
    }
    if (c < 0x800) {
        text += byte(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            text += byte(0xE0 | (c >> 12));
        } else {
            text += byte(0xF0 | (c >> 18));
            text += byte(0x80 | ((c >> 12) & 0x3F));
        }
        text += byte(0x80 | ((c >> 6) & 0x3F));
    }
    text += byte(0x80 | (c & 0x3F));
}

/// The character at `at`, which moves behind it; negative for bytes that are none.
UChar32 next(std::string_view text, std::size_t &at)
{
    return static_cast<UChar32>(nextCharacter(text, at));
}

bool isAsciiLetter(UChar32 c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

icu::BreakIterator *wordBreaks()
{
    thread_local const std::unique_ptr<icu::BreakIterator> breaks = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
        return U_SUCCESS(status) ? std::move(made) : nullptr;
    }();
    return breaks.get();
}

/// Hands out the borders of the words of a run without blanks.
template<typename Visit>
void splitRun(std::string_view text, std::size_t start, std::size_t end, const Visit &visit)
{
    UErrorCode status = U_ZERO_ERROR;
    UText run = UTEXT_INITIALIZER;
    utext_openUTF8(&run, text.data() + start, static_cast<std::int64_t>(end - start), &status);
    auto *breaks = wordBreaks();
    if (U_SUCCESS(status) && breaks)
        breaks->setText(&run, status);
    if (U_FAILURE(status) || !breaks) {
        visit(start, end);
    } else {
        auto from = breaks->first();
        for (auto to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next())
            visit(start + static_cast<std::size_t>(from), start + static_cast<std::size_t>(to));
    }
    utext_close(&run);
}

/// Every word, as visit(start, end, folded); `Folded` false: without the folding.
template<bool Folded, typename Visit>
void eachWord(std::string_view text, const Visit &visit)
{
    std::string folded;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto start = at;
        auto c = next(text, at);
        if (c < 0 || !(c < 0x80 ? isAsciiLetter(c) : isLetter(c)))
            continue;
        auto end = at;
        if (isUnspacedScript(c)) {
            while (end < text.size() && end - start < LongestRun) {
                auto behind = end;
                c = next(text, behind);
                if (c < 0 || !isUnspacedScript(c) || !(isLetter(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0))
                    break;
                end = behind;
            }
            splitRun(text, start, end, [&](std::size_t from, std::size_t to) {
                bool speaks = false;
                folded.clear();
                for (auto i = from; i < to;) {
                    const auto part = next(text, i);
                    speaks = speaks || isLetter(part);
                    if (Folded)
                        append(folded, fold(part));
                }
                if (speaks)
                    visit(from, to, folded);
            });
            at = end;
            continue;
        }
        folded.clear();
        for (;;) {
            if (Folded) {
                if (c < 0x80)
                    folded += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
                else if (!isDroppedMark(c))
                    append(folded, fold(c));
            }
            end = at;
            if (at >= text.size())
                break;
            c = next(text, at);
            if (c < 0 || !(c < 0x80 ? isAsciiLetter(c) : (isLetter(c) && !isUnspacedScript(c)) || isDroppedMark(c)))
                break;
        }
        visit(start, end, folded);
        at = end;
    }
}

} // namespace

std::vector<Word> words(std::string_view text)
{
    std::vector<Word> all;
    all.reserve(text.size() / 8);
    eachWord<true>(text, [&](std::size_t start, std::size_t end, const std::string &folded) { all.push_back({folded, start, end}); });
    return all;
}

std::vector<Span> wordSpans(std::string_view text)
{
    std::vector<Span> all;
    all.reserve(text.size() / 8);
    eachWord<false>(text, [&](std::size_t start, std::size_t end, const std::string &) { all.push_back({start, end}); });
    return all;
}

bool isUnspaced(std::string_view folded)
{
    if (folded.empty() || static_cast<unsigned char>(folded.front()) < 0xE0)
        return false;
    std::size_t at = 0;
    const auto c = next(folded, at);
    return c >= 0 && isUnspacedScript(c);
}

} // namespace hs::language
