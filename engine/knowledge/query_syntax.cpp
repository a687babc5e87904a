#include "engine/knowledge/query_syntax.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <set>

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include "engine/language/characters.h"
#include "engine/language/language.h"
#include "engine/language/words.h"
#include "engine/vocabulary/nearest.h"
#include "engine/vocabulary/utf8.h"

namespace hs::knowledge {

namespace {

constexpr std::size_t LongestQuery = 4'000; // bytes
constexpr std::size_t MostTerms = 64;
constexpr std::size_t MostPhrases = 8;
constexpr std::size_t MostWordsOfPhrase = 16;
constexpr std::size_t MostExcluded = 16;
constexpr std::size_t MostValues = 16;
constexpr std::size_t LongestValue = 200; // bytes
constexpr std::size_t MostFindings = 8;

constexpr char FilterNames[] = "source:, by:, type:, in:, entity:, lang:, after: and before:";

std::string lowerCase(std::string_view text)
{
    std::string lower;
    icu::StringByteSink<std::string> sink(&lower);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
    return U_SUCCESS(status) ? lower : std::string(text);
}

/// The typed text as valid UTF-8 of a bearable length, every kind of double quotation mark as ", every blank as one of ASCII.
std::string plain(std::string_view typed)
{
    std::string text;
    for (std::size_t at = 0; at < typed.size();) {
        const auto from = at;
        const auto c = language::nextCharacter(typed, at);
        if (c == language::NoCharacter || c < 0x20 || c == 0x7F || language::isBlank(c))
            text += ' ';
        else if (c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || c == 0xAB || c == 0xBB)
            text += '"';
        else
            text += typed.substr(from, at - from);
    }
    return text;
}

/// What stands between blanks, with what stands in quotes in one piece.
struct Piece {
    std::string_view key;   ///< of key:value; empty: no filter
    std::string_view value; ///< without its quotes
    std::string_view whole; ///< as typed
    bool excluded = false;
    bool quoted = false;
    bool open = false;      ///< its quotes are not closed
};

bool isNameLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The piece at `at`, where no blank is; `at` moves behind it.
Piece nextPiece(std::string_view text, std::size_t &at)
{
    const auto start = at;
    Piece piece;
    if (text[at] == '-' && at + 1 < text.size() && text[at + 1] != ' ' && text[at + 1] != '-') {
        piece.excluded = true;
        ++at;
    }
    auto colon = at;
    while (colon < text.size() && isNameLetter(text[colon]))
        ++colon;
    if (colon > at && colon < text.size() && text[colon] == ':') {
        piece.key = text.substr(at, colon - at);
        at = colon + 1;
    }
    if (at < text.size() && text[at] == '"') {
        const auto close = text.find('"', at + 1);
        piece.quoted = close != std::string_view::npos;
        piece.open = !piece.quoted;
        if (piece.quoted) {
            piece.value = text.substr(at + 1, close - at - 1);
            at = close + 1;
            piece.whole = text.substr(start, at - start);
            return piece;
        }
    }
    // A word ends at a blank, and before a quotation mark, which begins a phrase.
    const auto from = at;
    while (at < text.size() && text[at] != ' ' && (text[at] != '"' || at == from))
        ++at;
    piece.value = text.substr(from, at - from);
    piece.whole = text.substr(start, at - start);
    return piece;
}

struct Filter {
    std::string_view name, synonym;
    std::vector<std::string> SearchWords::*values;
};
constexpr std::array<Filter, 6> Filters{{{"source", "source", &SearchWords::sources}, {"by", "author", &SearchWords::authors},
    {"type", "type", &SearchWords::types}, {"in", "database", &SearchWords::databases}, {"entity", "entity", &SearchWords::entities},
    {"lang", "language", &SearchWords::languages}}};

/// Of a language by its name in English or its own; others as they are.
std::string languageCode(std::string_view value)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> Names{{{"english", "en"}, {"german", "de"}, {"deutsch", "de"},
        {"french", "fr"}, {"français", "fr"}, {"spanish", "es"}, {"español", "es"}, {"italian", "it"}}};
    for (const auto &[name, code] : Names) {
        if (value == name)
            return std::string(code);
    }
    return std::string(value);
}

/// A number of digits alone; none for anything else.
std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size() || text.front() == '-')
        return {};
    return value;
}

std::int64_t millisOf(std::chrono::sys_days day)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count();
}

/// The beginning of what a date says (UTC); none for what is no date.
std::optional<std::int64_t> dateOf(std::string_view text, std::int64_t now)
{
    using namespace std::chrono;
    constexpr std::int64_t Bound = 4'102'444'800'000; // 2100: clocks that are wrong beyond that change nothing
    const auto today = floor<days>(sys_time<milliseconds>(milliseconds(std::clamp<std::int64_t>(now, 0, Bound))));
    if (text == "today")
        return millisOf(today);
    if (text == "yesterday")
        return millisOf(today - days(1));
    if (text.size() >= 2 && text.size() <= 5 && std::string_view("dwmy").find(text.back()) != std::string_view::npos) {
        const auto count = number(text.substr(0, text.size() - 1));
        if (!count)
            return {};
        if (text.back() == 'd' || text.back() == 'w')
            return millisOf(today - days(*count * (text.back() == 'w' ? 7 : 1)));
        const year_month_day from{today};
        auto month = year_month{from.year(), from.month()} - months(*count * (text.back() == 'y' ? 12 : 1));
        // The 31st of a month of 30 days is its last one.
        const auto last = year_month_day_last(month.year(), month_day_last(month.month())).day();
        return millisOf(sys_days(year_month_day(month.year(), month.month(), std::min(from.day(), last))));
    }
    const auto part = [&](std::size_t at, std::size_t length) { return text.size() >= at + length ? number(text.substr(at, length)) : std::nullopt; };
    const bool shaped = text.size() == 4 || (text.size() == 7 && text[4] == '-') || (text.size() == 10 && text[4] == '-' && text[7] == '-');
    const auto yearOf = part(0, 4);
    const auto monthOf = text.size() > 4 ? part(5, 2) : 1;
    const auto dayOf = text.size() > 7 ? part(8, 2) : 1;
    if (!shaped || !yearOf || !monthOf || !dayOf || *yearOf < 1)
        return {};
    const year_month_day date{year(*yearOf), month(static_cast<unsigned>(*monthOf)), day(static_cast<unsigned>(*dayOf))};
    return date.ok() ? std::optional(millisOf(sys_days(date))) : std::nullopt;
}

std::string joined(const std::vector<language::Word> &words, std::size_t most)
{
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i)
        text += (i > 0 ? " " : "") + words[i].folded;
    return text;
}

class Parser {
public:
    explicit Parser(std::int64_t now)
        : m_now(now)
    {
    }

    SearchWords parse(std::string_view typed)
    {
        if (typed.size() > LongestQuery)
            find("only the first 4,000 bytes of the question are read");
        const auto text = plain(upTo(typed, LongestQuery));
        for (std::size_t at = 0; at < text.size();) {
            if (text[at] == ' ')
                ++at;
            else
                take(nextPiece(text, at));
        }
        if (m_words.after && m_words.before && *m_words.after >= *m_words.before)
            find("after: is not earlier than before:, so nothing can be found: swap them");
        m_words.language = language::guessQuestion(m_words.text);
        if (m_words.language.empty() && m_words.languages.size() == 1)
            m_words.language = m_words.languages.front();
        takeTerms();
        return std::move(m_words);
    }

private:
    void find(std::string what)
    {
        if (m_words.findings.size() < MostFindings)
            m_words.findings.push_back(std::move(what));
    }
    void addText(std::string_view more)
    {
        if (!m_words.text.empty() && !more.empty())
            m_words.text += ' ';
        m_words.text += more;
    }
    void addLoose(std::string_view more)
    {
        addText(more);
        m_loose += ' ';
        m_loose += more;
    }

    void take(const Piece &piece)
    {
        if (!piece.key.empty() && takeFilter(piece))
            return;
        if (piece.open)
            find("a quotation mark is not closed: what follows it is taken as single words");
        if (piece.excluded && piece.key.empty() && !piece.open)
            takeExcluded(piece);
        else if (piece.quoted && piece.key.empty())
            takePhrase(piece.value);
        else
            addLoose(withoutQuotes(piece.whole));
    }

    static std::string withoutQuotes(std::string_view text)
    {
        std::string left(text);
        std::erase(left, '"');
        return left;
    }

    void takeExcluded(const Piece &piece)
    {
        const auto words = language::words(piece.value);
        if (words.empty())
            return;
        auto folded = joined(words, MostWordsOfPhrase);
        if (m_words.excluded.size() >= MostExcluded)
            find("only 16 words can be excluded: -" + shortened(piece.value, 40) + " is left out");
        else if (std::find(m_words.excluded.begin(), m_words.excluded.end(), folded) == m_words.excluded.end())
            m_words.excluded.push_back(std::move(folded));
    }

    void takePhrase(std::string_view value)
    {
        const auto words = language::words(value);
        if (words.empty())
            return;
        if (m_words.phrases.size() >= MostPhrases) {
            find("only 8 phrases in quotes are looked for: \"" + shortened(value, 40) + "\" is taken as single words");
            addLoose(value);
            return;
        }
        if (words.size() > MostWordsOfPhrase)
            find("only the first 16 words of a phrase in quotes are looked for: \"" + shortened(value, 40) + "\"");
        std::vector<std::string> phrase;
        for (std::size_t i = 0; i < words.size() && i < MostWordsOfPhrase; ++i)
            phrase.push_back(words[i].folded);
        addText(value);
        if (std::find(m_words.phrases.begin(), m_words.phrases.end(), phrase) == m_words.phrases.end())
            m_words.phrases.push_back(std::move(phrase));
    }

    /// False: it is no filter, and taken as words.
    bool takeFilter(const Piece &piece)
    {
        const auto key = lowerCase(piece.key);
        const auto named = [&](const Filter &filter) { return filter.name == key || filter.synonym == key; };
        const auto filter = std::find_if(Filters.begin(), Filters.end(), named);
        const bool isDate = key == "after" || key == "before";
        if (filter == Filters.end() && !isDate) {
            const auto meant = nearest(key, {"source", "author", "type", "database", "entity", "lang", "after", "before"});
            if (!meant.empty() && !piece.value.starts_with("//"))
                find(key + ": is no filter, did you mean " + meant + ":? There are " + FilterNames);
            return false;
        }
        const auto from = language::withoutBlanksBefore(piece.value, 0, piece.value.size());
        const auto to = language::withoutBlanksBehind(piece.value, from, piece.value.size());
        const auto value = upTo(piece.value.substr(from, to - from), LongestValue);
        if (piece.excluded) {
            find("a filter cannot be excluded: " + shortened(piece.whole, 40) + " is taken as words");
            return false;
        }
        if (value.empty() || piece.open) {
            find(key + ": has no value: write " + key + ":" + (isDate ? "2026-03-01" : "name") + " without a blank behind the colon");
            return false;
        }
        return isDate ? takeDate(key, lowerCase(value)) : takeValues(*filter, lowerCase(value), piece.quoted);
    }

    bool takeDate(const std::string &key, const std::string &value)
    {
        const auto date = dateOf(value, m_now);
        if (!date) {
            find(key + ":" + shortened(value, 40) + " is no date: write " + key + ":2026-03-01, " + key + ":2026-03, " + key + ":yesterday or "
                + key + ":7d");
            return false;
        }
        auto &kept = key == "after" ? m_words.after : m_words.before;
        if (kept && *kept != *date)
            find(key + ": stands more than once: the last one counts");
        kept = date;
        return true;
    }

    bool takeValues(const Filter &filter, const std::string &value, bool quoted)
    {
        auto &kept = m_words.*filter.values;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto comma = quoted ? std::string_view::npos : rest.find(',');
            auto one = std::string(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
            if (filter.values == &SearchWords::languages)
                one = languageCode(one);
            if (one.empty() || std::find(kept.begin(), kept.end(), one) != kept.end())
                continue;
            if (kept.size() >= MostValues)
                find("only 16 values of " + std::string(filter.name) + ": are looked for: " + shortened(one, 40) + " is left out");
            else
                kept.push_back(std::move(one));
        }
        return true;
    }

    /// In a question of an unknown language English stop words are left out, and what French and Spanish both leave out.
    bool saysNothing(const std::string &folded) const
    {
        if (!m_words.language.empty())
            return language::isStopWord(folded, m_words.language);
        return language::isStopWord(folded, "en") || (language::isStopWord(folded, "fr") && language::isStopWord(folded, "es"));
    }

    /// Which words say something of what is looked for; "how old" only where nothing else does.
    std::vector<bool> loudWords(const std::vector<language::Word> &words) const
    {
        std::vector<bool> loud, measures;
        std::string_view before;
        for (const auto &word : words) {
            const bool speaks = !saysNothing(word.folded), measure = language::asksForMeasure(before, word.folded);
            loud.push_back(speaks && !measure);
            measures.push_back(speaks && measure);
            if (before != "combien" || word.folded != "de")
                before = word.folded;
        }
        return std::find(loud.begin(), loud.end(), true) == loud.end() ? measures : loud;
    }

    void takeTerms()
    {
        const std::string stemmer = language::hasStemmer(m_words.language) ? m_words.language : "en";
        const auto words = language::words(m_loose);
        const auto loud = loudWords(words);
        const bool all = m_words.phrases.empty() && std::none_of(loud.begin(), loud.end(), [](bool one) { return one; });
        std::set<std::string, std::less<>> stems;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto &word = words[i];
            if (!all && !loud[i])
                continue;
            auto stem = language::stem(word.folded, stemmer);
            if (!stems.insert(stem).second)
                continue;
            if (m_words.terms.size() >= MostTerms) {
                find("only the first 64 words of the question are looked for");
                break;
            }
            m_words.terms.push_back({word.folded, std::move(stem)});
        }
    }

    std::int64_t m_now;
    SearchWords m_words;
    std::string m_loose; // what is neither filter nor phrase nor excluded
};

// ---- The text for the full-text index.

std::string inQuotes(std::string_view text)
{
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"')
            all += '"';
        if (c != '\0')
            all += c;
    }
    return all + '"';
}

std::string joinedBy(std::string_view separator, const std::vector<std::string> &parts)
{
    std::string all;
    for (const auto &part : parts)
        all += (all.empty() ? "" : std::string(separator)) + part;
    return all.empty() || parts.size() == 1 ? all : "(" + all + ")";
}

/// Whether the column of stems has more of a language than the index itself.
bool hasColumn(std::string_view language)
{
    return language != "en" && language::hasStemmer(language);
}

std::string termText(std::string_view folded, std::string_view stem, std::string_view language)
{
    if (language::isUnspaced(folded)) // the heading and the body have whole runs as one word
        return "stems : " + inQuotes(folded);
    return hasColumn(language) ? "({heading body} : " + inQuotes(folded) + " OR stems : " + inQuotes(stem) + ")" : inQuotes(folded);
}

std::string phraseText(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : " ") + word;
    const bool unspaced = std::any_of(words.begin(), words.end(), [](const std::string &word) { return language::isUnspaced(word); });
    return (unspaced ? "stems : " : "{heading body} : ") + inQuotes(text);
}

std::string exclusionText(const std::string &words, std::string_view language)
{
    if (words.find(' ') != std::string::npos) {
        std::vector<std::string> parts;
        for (const auto &word : language::words(words))
            parts.push_back(word.folded);
        return phraseText(parts);
    }
    return termText(words, language::stem(words, language), language);
}

} // namespace

SearchWords parseQuery(std::string_view typed, std::int64_t now)
{
    return Parser(now).parse(typed);
}

std::string matchText(const SearchWords &words, const std::vector<std::size_t> &leaveOut, Joined joined)
{
    std::vector<std::string> required;
    for (const auto &phrase : words.phrases)
        required.push_back(phraseText(phrase));
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < words.terms.size(); ++i) {
        if (std::find(leaveOut.begin(), leaveOut.end(), i) == leaveOut.end())
            terms.push_back(termText(words.terms[i].folded, words.terms[i].stem, words.language));
    }
    if (!terms.empty())
        required.push_back(joinedBy(joined == Joined::All ? " AND " : " OR ", terms));
    if (required.empty())
        return {};
    auto text = joinedBy(" AND ", required);
    std::vector<std::string> excluded;
    for (const auto &word : words.excluded)
        excluded.push_back(exclusionText(word, words.language));
    return excluded.empty() ? text : text + " NOT " + joinedBy(" OR ", excluded);
}

} // namespace hs::knowledge
