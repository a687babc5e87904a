#include <array>

#include "engine/ai/personal/find.h"

namespace hs::ai::personal {

namespace {

constexpr auto Months = std::to_array<std::string_view>({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar", "janner", "februar", "marz", "maerz", "mai",
    "juni", "juli", "oktober", "dezember", "okt", "dez", "mrz", "janvier", "fevrier", "mars", "avril", "juin", "juillet", "aout",
    "septembre", "octobre", "novembre", "decembre", "janv", "fev", "fevr", "avr", "juil", "enero", "febrero", "marzo", "abril", "mayo",
    "junio", "julio", "agosto", "septiembre", "setiembre", "octubre", "noviembre", "diciembre", "ene", "abr", "ago", "dic",
});

/// Up to `most` digits from `at` on; `at` moves behind them. Negative: none, or more.
int takeNumber(std::string_view text, std::size_t &at, std::size_t most)
{
    const auto begin = at;
    auto value = 0;
    while (at < text.size() && isDigit(text[at])) {
        if (at - begin == most)
            return -1;
        value = value * 10 + (text[at++] - '0');
    }
    return at == begin ? -1 : value;
}

bool isYear(int value)
{
    return value >= 1900 && value <= 2099;
}

/// "T10:30:00.000+01:00" behind a day, where there is one.
std::size_t clockEnd(std::string_view text, std::size_t at)
{
    if (at >= text.size() || (text[at] != 'T' && text[at] != 't'))
        return at;
    auto i = at + 1;
    if (takeNumber(text, i, 2) < 0 || i >= text.size() || text[i] != ':')
        return at;
    while (i + 1 < text.size() && (text[i] == ':' || text[i] == '.') && isDigit(text[i + 1])) {
        ++i;
        while (i < text.size() && isDigit(text[i]))
            ++i;
    }
    if (i < text.size() && (text[i] == 'Z' || text[i] == 'z'))
        return i + 1;
    if (i + 2 < text.size() && (text[i] == '+' || text[i] == '-') && isDigit(text[i + 1]) && isDigit(text[i + 2])) {
        i += 3;
        if (i < text.size() && text[i] == ':')
            ++i;
        while (i < text.size() && isDigit(text[i]))
            ++i;
    }
    return i;
}

/// Where a date by numbers that begins at `at` ends; 0: there is none.
std::size_t numericEnd(std::string_view text, std::size_t at)
{
    auto i = at;
    const auto first = takeNumber(text, i, 4);
    const auto firstDigits = i - at;
    if (first < 0 || i >= text.size())
        return 0;
    const auto mark = text[i];
    if (mark != '.' && mark != '/' && mark != '-')
        return 0;
    ++i;
    if (mark == '.' && i < text.size() && text[i] == ' ') // 2. 11. 2026
        ++i;
    const auto second = takeNumber(text, i, 2);
    if (second < 1 || second > 31 || i >= text.size() || text[i] != mark)
        return 0;
    ++i;
    if (mark == '.' && i < text.size() && text[i] == ' ')
        ++i;
    const auto begin = i;
    const auto third = takeNumber(text, i, 4);
    const auto thirdDigits = i - begin;
    if (third < 0)
        return 0;
    if (i + 1 < text.size() && (text[i] == mark || text[i] == '.') && isDigit(text[i + 1]))
        return 0; // of a longer number: a version, an address
    if (firstDigits == 4)
        return isYear(first) && second <= 12 && third >= 1 && third <= 31 && thirdDigits <= 2 ? clockEnd(text, i) : 0;
    const auto day = first >= 1 && first <= 31 && (first <= 12 || second <= 12);
    return firstDigits <= 2 && day && (thirdDigits == 2 || isYear(third)) && thirdDigits != 3 ? i : 0;
}

/// "3.5." and "01.02.", of which German leaves the year out; 0: there is none.
std::size_t dayAndMonthEnd(std::string_view text, std::size_t at)
{
    auto i = at;
    const auto day = takeNumber(text, i, 2);
    if (day < 1 || day > 31 || i >= text.size() || text[i] != '.')
        return 0;
    ++i;
    const auto month = takeNumber(text, i, 2);
    return month >= 1 && month <= 12 && i < text.size() && text[i] == '.' && (i + 1 >= text.size() || !isDigit(text[i + 1])) ? i + 1 : 0;
}

constexpr auto BeforeDays = std::to_array<std::string_view>({
    "am", "vom", "bis", "ab", "zum", "den", "seit", "der", "dem", "on", "mo", "di", "mi", "do", "fr", "sa", "so", "montag", "dienstag",
    "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
});

/// Whether little stands between two words: blanks, and marks like those of "2. November", "Nov. 2nd, 2026".
bool near(std::string_view text, const Word &a, const Word &b)
{
    if (b.begin - a.end > 3)
        return false;
    for (const auto c : text.substr(a.end, b.begin - a.end)) {
        if (c != ' ' && c != '.' && c != ',' && c != '-')
            return false;
    }
    return true;
}

bool isDay(const Word &word)
{
    std::string_view rest = word.folded;
    auto value = 0;
    while (!rest.empty() && isDigit(rest.front()) && value < 100) {
        value = value * 10 + (rest.front() - '0');
        rest.remove_prefix(1);
    }
    return value >= 1 && value <= 31
           && (rest.empty() || rest == "st" || rest == "nd" || rest == "rd" || rest == "th" || rest == "er" || rest == "o" || rest == "ten");
}

bool isLink(std::string_view word)
{
    return word == "de" || word == "of" || word == "del" || word == "the";
}

bool isYearWord(const Word &word)
{
    return word.number && word.folded.size() == 4 && (word.folded.starts_with("19") || word.folded.starts_with("20"));
}

} // namespace

std::vector<Finding> findDates(std::string_view text, const std::vector<Word> &words)
{
    std::vector<Finding> found;
    std::size_t floor = 0; // word behind the last finding
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isDigit(text[words[i].begin]) && i >= floor) {
            const auto begin = words[i].begin;
            const auto joined =
                begin > 0
                && (text[begin - 1] == '_'
                    || ((text[begin - 1] == '.' || text[begin - 1] == '-' || text[begin - 1] == '/') && begin > 1 && isWordByte(text[begin - 2])));
            auto end = joined ? 0 : numericEnd(text, begin);
            if (end == 0 && !joined && i > 0 && isListed(BeforeDays, words[i - 1].folded))
                end = dayAndMonthEnd(text, begin);
            if (end > 0 && (end >= text.size() || !isWordByte(text[end]))) {
                found.push_back({"DATE", begin, end, {}});
                while (i + 1 < words.size() && words[i + 1].begin < end)
                    ++i;
                floor = i + 1;
                continue;
            }
        }
        if (!isListed(Months, words[i].folded))
            continue;
        auto first = i;
        auto last = i;
        auto day = false;
        auto before = i;
        if (before > floor && isLink(words[before - 1].folded) && near(text, words[before - 1], words[before]))
            --before;
        if (before > floor && isDay(words[before - 1]) && near(text, words[before - 1], words[before])) {
            first = before - 1;
            day = true;
        }
        if (!day && i + 1 < words.size() && isDay(words[i + 1]) && near(text, words[i], words[i + 1])) {
            last = i + 1;
            day = true;
        }
        auto year = last + 1;
        if (year < words.size() && isLink(words[year].folded) && near(text, words[last], words[year]))
            ++year;
        if (year < words.size() && isYearWord(words[year]) && near(text, words[year - 1], words[year])) {
            last = year;
            day = true;
        }
        if (!day)
            continue;
        found.push_back({"DATE", words[first].begin, words[last].end, {}});
        floor = last + 1;
        i = last;
    }
    return found;
}

} // namespace hs::ai::personal
