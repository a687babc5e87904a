#include "engine/agents/text/tokens.h"

#include <algorithm>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "engine/vocabulary/trimmed.h"

namespace hs::agents {

char32_t pointAt(std::string_view text, std::size_t &at)
{
    const auto *bytes = text.data();
    auto i = static_cast<std::int32_t>(at);
    const auto length = static_cast<std::int32_t>(text.size());
    UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside ICU's macro
    U8_NEXT_OR_FFFD(bytes, i, length, c);
#pragma GCC diagnostic pop
    at = static_cast<std::size_t>(i);
    return static_cast<char32_t>(c);
}

namespace {

UChar32 nextPoint(std::string_view text, std::size_t &at)
{
    return static_cast<UChar32>(pointAt(text, at));
}

bool isWordPoint(UChar32 c)
{
    return u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_COMBINING_SPACING_MARK;
}

bool isApostrophe(UChar32 c)
{
    return c == '\'' || c == 0x2019 || c == 0x02BC;
}

std::string foldWord(std::string_view text)
{
    auto word = fold(text);
    std::string plain; // one kind of apostrophe, so that word lists need only one
    for (std::size_t i = 0; i < word.size();) {
        const auto begin = i;
        const auto c = nextPoint(word, i);
        if (isApostrophe(c))
            plain += '\'';
        else
            plain.append(word, begin, i - begin);
    }
    if (plain.ends_with("'s") && plain.size() > 2)
        plain.resize(plain.size() - 2);
    return plain;
}

/// Lines as spans without their line ends.
std::vector<Span> linesOf(std::string_view text)
{
    std::vector<Span> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto end = text.find('\n', begin);
        if (end == std::string_view::npos)
            end = text.size();
        lines.push_back({begin, end});
        begin = end + 1;
    }
    return lines;
}

bool introducesQuotedMail(std::string_view line)
{
    const auto low = fold(trimmed(line));
    const std::string_view l = low;
    if (l.starts_with("on ") && l.ends_with("wrote:"))
        return true;
    if (l.starts_with("am ") && (l.ends_with("schrieb:") || (l.find(" schrieb ") != std::string_view::npos && l.ends_with(':'))))
        return true;
    if (!l.starts_with("---") && !l.starts_with("___"))
        return false;
    return l.find("original message") != std::string_view::npos || l.find("forwarded message") != std::string_view::npos
        || l.find("ursprüngliche nachricht") != std::string_view::npos
        || l.find("weitergeleitete nachricht") != std::string_view::npos;
}

std::vector<Span> quotedLines(std::string_view text)
{
    std::vector<Span> parts;
    const auto lines = linesOf(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = trimmed(text.substr(lines[i].begin, lines[i].end - lines[i].begin));
        if (line.starts_with('>')) {
            parts.push_back(lines[i]);
            continue;
        }
        auto introduction = introducesQuotedMail(line);
        auto last = i;
        if (!introduction && fold(line).starts_with("on ") && i + 1 < lines.size()) { // broken over two lines
            const auto joined = std::string(line) + " "
                + std::string(trimmed(text.substr(lines[i + 1].begin, lines[i + 1].end - lines[i + 1].begin)));
            if (introducesQuotedMail(joined)) {
                introduction = true;
                last = i + 1;
            }
        }
        if (!introduction)
            continue;
        // With ">" below, the answer may stand between or under the quoted lines; else all that follows is quoted.
        const auto marked = std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(last) + 1, lines.end(), [&](Span s) {
            return trimmed(text.substr(s.begin, s.end - s.begin)).starts_with('>');
        });
        parts.push_back({lines[i].begin, marked ? lines[last].end : text.size()});
        if (!marked)
            return parts;
        i = last;
    }
    return parts;
}

/// What closes a quotation that `open` begins; empty: it opens none.
std::vector<UChar32> closers(UChar32 open)
{
    switch (open) {
    case '"': return {'"', 0x201D, 0x201C};
    case 0x201C: return {0x201D, '"', 0x201C};
    case 0x201E: return {0x201C, 0x201D, '"'};
    case 0x201D: return {0x201D};
    case 0x00AB: return {0x00BB};
    case 0x00BB: return {0x00AB};
    case 0x201A: return {0x2018};
    case 0x2018: return {0x2019};
    case '\'': return {'\''};
    default: return {};
    }
}

constexpr std::size_t LongestQuotation = 400; // bytes: beyond this an unclosed mark is likelier than a quotation

std::vector<Span> quotedStrings(std::string_view text)
{
    std::vector<Span> parts;
    UChar32 before = ' ';
    for (std::size_t i = 0; i < text.size();) {
        const auto begin = i;
        const auto c = nextPoint(text, i);
        const auto close = closers(c);
        const auto single = c == '\'' || c == 0x2018 || c == 0x201A;
        if (close.empty() || (single && isWordPoint(before))) {
            before = c;
            continue;
        }
        auto scan = i;
        auto found = std::string_view::npos;
        UChar32 last = c;
        while (scan < text.size() && scan - begin < LongestQuotation) {
            const auto at = scan;
            const auto d = nextPoint(text, scan);
            if (d == '\n' && last == '\n')
                break; // a quotation does not span paragraphs
            if (std::find(close.begin(), close.end(), d) != close.end()) {
                auto next = scan;
                const auto after = scan < text.size() ? nextPoint(text, next) : UChar32(' ');
                if (!single || (!isWordPoint(after) && at > i)) { // not the apostrophe of a word
                    found = scan;
                    break;
                }
            }
            last = d;
        }
        before = c;
        if (found == std::string_view::npos)
            continue;
        parts.push_back({begin, found});
        i = found;
        before = ' ';
    }
    return parts;
}

bool hasWordOutside(std::string_view text, const std::vector<Span> &dropped)
{
    const auto tokens = tokenize(text, dropped);
    return std::any_of(tokens.begin(), tokens.end(), [](const Token &t) { return !t.word.empty(); });
}

} // namespace

std::string fold(std::string_view text)
{
    auto folded = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    folded.toLower(icu::Locale::getRoot());
    UErrorCode status = U_ZERO_ERROR;
    if (const auto *nfc = icu::Normalizer2::getNFCInstance(status); U_SUCCESS(status)) {
        const auto normal = nfc->normalize(folded, status);
        if (U_SUCCESS(status))
            folded = normal;
    }
    std::string out;
    folded.toUTF8String(out);
    return out;
}

std::vector<Token> tokenize(std::string_view text, const std::vector<Span> &dropped)
{
    std::vector<Token> tokens;
    std::size_t sentenceBegin = 0; // first token of the running sentence
    bool clause = false;
    bool sentence = true;
    int newlines = 0;
    auto drop = dropped.begin();
    const auto endSentence = [&](bool question) {
        if (question)
            for (auto t = sentenceBegin; t < tokens.size(); ++t)
                tokens[t].question = true;
        sentenceBegin = tokens.size();
        sentence = true;
    };
    const auto add = [&](std::string word, Span span) {
        tokens.push_back({std::move(word), span, clause || sentence, sentence, false});
        clause = sentence = false;
        newlines = 0;
    };
    for (std::size_t i = 0; i < text.size();) {
        while (drop != dropped.end() && drop->end <= i)
            ++drop;
        if (drop != dropped.end() && drop->begin <= i) {
            add({}, *drop);
            i = drop->end;
            continue;
        }
        const auto begin = i;
        const auto c = nextPoint(text, i);
        if (isWordPoint(c)) {
            auto end = i;
            auto previous = c;
            while (end < text.size()) {
                if (drop != dropped.end() && drop->begin <= end)
                    break;
                auto after = end;
                const auto d = nextPoint(text, after);
                if (isWordPoint(d)) {
                    end = after;
                    previous = d;
                    continue;
                }
                if (after >= text.size())
                    break;
                auto beyond = after;
                const auto e = nextPoint(text, beyond);
                const auto inWord = isApostrophe(d) && u_isalpha(previous) && u_isalpha(e);
                const auto inNumber = (d == '.' || d == ',') && u_isdigit(previous) && u_isdigit(e);
                if (!inWord && !inNumber)
                    break;
                end = beyond;
                previous = e;
            }
            add(foldWord(text.substr(begin, end - begin)), {begin, end});
            i = end;
            continue;
        }
        switch (c) {
        case '%':
            add("percent", {begin, i});
            break;
        case '.': case '!': case ';': case 0x2026:
            endSentence(false);
            break;
        case '?': case 0xFF1F: case 0x061F:
            endSentence(true);
            break;
        case ',': case ':': case '(': case ')': case '[': case ']': case 0x2013: case 0x2014:
            clause = true;
            break;
        case '\n':
            if (++newlines > 1)
                endSentence(false);
            break;
        default:
            break;
        }
    }
    return tokens;
}

std::vector<Span> merged(std::vector<Span> a, const std::vector<Span> &b)
{
    a.insert(a.end(), b.begin(), b.end());
    std::sort(a.begin(), a.end(), [](Span x, Span y) { return x.begin < y.begin; });
    std::vector<Span> out;
    for (const auto &span : a) {
        if (!out.empty() && span.begin < out.back().end)
            out.back().end = std::max(out.back().end, span.end);
        else
            out.push_back(span);
    }
    return out;
}

std::vector<Span> quotedParts(std::string_view text)
{
    auto lines = quotedLines(text);
    auto parts = merged(lines, quotedStrings(text));
    if (hasWordOutside(text, parts))
        return parts;
    if (hasWordOutside(text, lines))
        return lines;
    return {};
}

std::vector<Span> namedParts(std::string_view text, const std::vector<std::string> &names)
{
    std::vector<Span> parts;
    if (names.empty())
        return parts;
    const auto tokens = tokenize(text);
    for (const auto &name : names) {
        const auto wanted = tokenize(name);
        std::size_t letters = 0;
        for (const auto &w : wanted)
            letters += w.word.size();
        if (wanted.empty() || letters < 3 || wanted.size() > tokens.size())
            continue;
        for (std::size_t i = 0; i + wanted.size() <= tokens.size(); ++i) {
            const auto fits = std::equal(wanted.begin(), wanted.end(), tokens.begin() + static_cast<std::ptrdiff_t>(i),
                                         [](const Token &x, const Token &y) { return x.word == y.word; });
            if (fits)
                parts.push_back({tokens[i].span.begin, tokens[i + wanted.size() - 1].span.end});
        }
    }
    return merged(std::move(parts), {});
}

} // namespace hs::agents
