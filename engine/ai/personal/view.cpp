#include "engine/ai/personal/view.h"

#include <algorithm>
#include <array>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace hs::ai::personal {

char32_t pointAt(std::string_view text, std::size_t &at)
{
    const auto *bytes = text.data() + at;
    // ICU counts in 32 bits: it sees the next few bytes alone.
    const auto length = static_cast<std::int32_t>(std::min<std::size_t>(text.size() - at, 8));
    std::int32_t i = 0;
    UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside ICU's macro
    U8_NEXT_OR_FFFD(bytes, i, length, c);
#pragma GCC diagnostic pop
    at += static_cast<std::size_t>(i);
    return static_cast<char32_t>(c);
}

void appendPoint(std::string &text, char32_t point)
{
    const auto byte = [&](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | (point >> 6));
        byte(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        byte(0xE0 | (point >> 12));
        byte(0x80 | ((point >> 6) & 0x3F));
        byte(0x80 | (point & 0x3F));
    } else {
        byte(0xF0 | (point >> 18));
        byte(0x80 | ((point >> 12) & 0x3F));
        byte(0x80 | ((point >> 6) & 0x3F));
        byte(0x80 | (point & 0x3F));
    }
}

bool isInvisible(char32_t point)
{
    static constexpr std::array<std::pair<char32_t, char32_t>, 22> Ranges{{
        {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x2800, 0x2800}, {0x3164, 0x3164}, {0xFDD0, 0xFDEF},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x13430, 0x1343F},
        {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF}, {0xE0000, 0xE0FFF},
    }};
    if (point < 0xAD)
        return false;
    const auto found = std::upper_bound(Ranges.begin(), Ranges.end(), point, [](char32_t p, const auto &range) { return p < range.first; });
    return found != Ranges.begin() && point <= std::prev(found)->second;
}

bool isLetter(char32_t point)
{
    const auto c = static_cast<UChar32>(point);
    if (u_isalpha(c))
        return true;
    const auto type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

std::string folded(std::string_view text)
{
    const auto ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::string out;
    if (ascii) {
        out.assign(text);
        std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return out;
    }
    auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 1U << 30U))));
    UErrorCode status = U_ZERO_ERROR;
    const auto *compose = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto *decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_SUCCESS(status))
        wide = decompose->normalize(compose->normalize(wide, status), status);
    for (std::int32_t i = 0; i < wide.length();) {
        const auto c = wide.char32At(i);
        i += c > 0xFFFF ? 2 : 1;
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        switch (c) { // letters that have no mark to take off
        case 0x00E6: out += "ae"; break;
        case 0x0153: out += "oe"; break;
        case 0x00F8: out += 'o'; break;
        case 0x0111: out += 'd'; break;
        case 0x0131: out += 'i'; break;
        case 0x0142: out += 'l'; break;
        default: appendPoint(out, static_cast<char32_t>(c));
        }
    }
    return out;
}

namespace {

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// `count` hexadecimal digits from `at`; negative: there are none.
std::int32_t hexNumber(std::string_view text, std::size_t at, std::size_t count)
{
    if (at > text.size() || text.size() - at < count)
        return -1;
    std::int32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        const auto digit = hexDigit(text[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/// The plain letter that stands for a point; 0: it is gone.
char32_t plainPoint(char32_t point)
{
    if (point < 0x20)
        return point == '\n' || point == '\t' ? point : U' ';
    if (point < 0x7F)
        return point;
    if (point < 0xA0 || isInvisible(point))
        return 0;
    switch (point) {
    case 0x00A0: case 0x1680: case 0x202F: case 0x205F: case 0x3000: return U' ';
    case 0x2028: case 0x2029: return U'\n';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0xFE58: case 0xFE63: return U'-';
    case 0x2018: case 0x2019: case 0x201B: case 0x02BC: case 0x00B4: return U'\'';
    default: break;
    }
    if (point >= 0x2000 && point <= 0x200A)
        return U' ';
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFF01 + 0x21;
    return point;
}

struct Decoded {
    char32_t point = 0;
    std::size_t end = 0; ///< 0: no escape
};

/// An escape of JSON, with as many backslashes as it was escaped again.
Decoded jsonEscape(std::string_view raw, std::size_t at)
{
    auto i = at;
    while (i < raw.size() && raw[i] == '\\' && i - at < 8)
        ++i;
    if (i >= raw.size())
        return {};
    switch (raw[i]) {
    case 'n': case 'r': return {U'\n', i + 1};
    case 't': case 'b': case 'f': return {U' ', i + 1};
    case '"': return {U'"', i + 1};
    case '/': return {U'/', i + 1};
    default: break;
    }
    if (raw[i] != 'u')
        return {};
    const auto first = hexNumber(raw, i + 1, 4);
    if (first < 0)
        return {};
    auto end = i + 5;
    auto point = static_cast<char32_t>(first);
    if (first >= 0xD800 && first < 0xDC00) {
        auto second = end;
        while (second < raw.size() && raw[second] == '\\' && second - end < 8)
            ++second;
        const auto low = second > end && second < raw.size() && raw[second] == 'u' ? hexNumber(raw, second + 1, 4) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return {U'\uFFFD', end};
        point = 0x10000 + (static_cast<char32_t>(first - 0xD800) << 10U) + static_cast<char32_t>(low - 0xDC00);
        end = second + 5;
    } else if (first >= 0xDC00 && first < 0xE000) {
        point = U'\uFFFD';
    }
    return {point, end};
}

/// %40, and a letter of several bytes: %C3%BC.
Decoded urlEscape(std::string_view raw, std::size_t at)
{
    std::string bytes;
    auto i = at;
    while (bytes.size() < 4 && i < raw.size() && raw[i] == '%') {
        const auto value = hexNumber(raw, i + 1, 2);
        if (value < 0 || (!bytes.empty() && (value & 0xC0) != 0x80))
            break;
        bytes += static_cast<char>(static_cast<unsigned char>(value));
        i += 3;
        if (value < 0x80)
            break;
    }
    if (bytes.empty())
        return {};
    std::size_t used = 0;
    const auto point = pointAt(bytes, used);
    if (point == U'\uFFFD')
        return {};
    return {point, at + used * 3};
}

/// &#64; &#x40; &amp; &nbsp;
Decoded htmlEscape(std::string_view raw, std::size_t at)
{
    const auto rest = raw.substr(at, 12);
    const auto end = rest.find(';');
    if (end == std::string_view::npos || end < 3)
        return {};
    const auto name = rest.substr(1, end - 1);
    if (name == "nbsp")
        return {U' ', at + end + 1};
    if (name == "amp")
        return {U'&', at + end + 1};
    if (name == "shy" || name == "zwnj" || name == "zwj")
        return {U'\u200B', at + end + 1};
    if (name.front() != '#' || name.size() < 2)
        return {};
    const auto hex = name[1] == 'x' || name[1] == 'X';
    const auto digits = name.substr(hex ? 2 : 1);
    if (digits.empty() || digits.size() > 6)
        return {};
    std::int32_t value = 0;
    for (const auto c : digits) {
        const auto digit = hexDigit(c);
        if (digit < 0 || (!hex && digit > 9))
            return {};
        value = value * (hex ? 16 : 10) + digit;
    }
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return {};
    return {static_cast<char32_t>(value), at + end + 1};
}

/// Scripts whose words touch one another: each letter is a word, so that a name is found inside a sentence.
bool standsAlone(char32_t point)
{
    if (point < 0x2E80)
        return false;
    UErrorCode status = U_ZERO_ERROR;
    const auto script = uscript_getScript(static_cast<UChar32>(point), &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL;
}

} // namespace

void View::emit(std::string_view bytes, std::size_t begin)
{
    m_text += bytes;
    m_at.insert(m_at.end(), bytes.size(), begin);
}

std::size_t View::escaped(std::string_view raw, std::size_t at)
{
    Decoded decoded;
    switch (raw[at]) {
    case '\\': decoded = jsonEscape(raw, at); break;
    case '%': decoded = urlEscape(raw, at); break;
    case '&': decoded = htmlEscape(raw, at); break;
    default: break;
    }
    if (decoded.end == 0)
        return 0;
    m_escapes = true;
    if (const auto plain = plainPoint(decoded.point); plain != 0) {
        std::string bytes;
        appendPoint(bytes, plain);
        emit(bytes, at);
    }
    return decoded.end;
}

View::View(std::string_view raw, bool undo)
{
    const auto simple = std::all_of(raw.begin(), raw.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x7F && (byte >= 0x20 || c == '\n' || c == '\t') && !(undo && (c == '\\' || c == '%' || c == '&'));
    });
    if (simple) {
        m_text = raw;
        return;
    }
    m_text.reserve(raw.size());
    m_at.reserve(raw.size() + 1);
    std::string bytes;
    for (std::size_t i = 0; i < raw.size();) {
        if (undo && (raw[i] == '\\' || raw[i] == '%' || raw[i] == '&')) {
            if (const auto end = escaped(raw, i); end > 0) {
                i = end;
                continue;
            }
        }
        const auto begin = i;
        if (raw[i] >= 0x20 && raw[i] < 0x7F) { // most of most texts
            m_text += raw[i++];
            m_at.push_back(begin);
            continue;
        }
        const auto plain = plainPoint(pointAt(raw, i));
        if (plain == 0)
            continue;
        bytes.clear();
        appendPoint(bytes, plain);
        emit(bytes, begin);
    }
    m_at.push_back(raw.size());
}

std::vector<Word> wordsOf(std::string_view text)
{
    std::vector<Word> words;
    for (std::size_t i = 0; i < text.size();) {
        const auto begin = i;
        auto number = true;
        auto capital = false;
        auto alone = false;
        while (i < text.size()) {
            auto next = i;
            const auto c = text[i];
            auto inWord = false;
            if (static_cast<unsigned char>(c) < 0x80) {
                ++next;
                inWord = isAlnum(c);
                number = number && (isDigit(c) || !inWord);
                capital = capital || (i == begin && c >= 'A' && c <= 'Z');
            } else {
                const auto point = pointAt(text, next);
                inWord = isLetter(point) || u_isdigit(static_cast<UChar32>(point));
                number = number && !inWord;
                capital = capital || (i == begin && (u_isupper(static_cast<UChar32>(point)) || u_istitle(static_cast<UChar32>(point))));
                alone = inWord && standsAlone(point);
            }
            if (!inWord || (alone && i > begin))
                break;
            i = next;
            if (alone)
                break;
        }
        if (i == begin) { // no word here: on to the next character
            if (static_cast<unsigned char>(text[i]) < 0x80)
                ++i;
            else
                static_cast<void>(pointAt(text, i));
            continue;
        }
        words.push_back({folded(text.substr(begin, i - begin)), begin, i, capital, number});
    }
    return words;
}

} // namespace hs::ai::personal
