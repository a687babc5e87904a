#include "engine/agents/calendar/business_hours.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "engine/agents/text/tokens.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 7> Days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> EnglishDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> GermanDays{"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};
constexpr std::array<std::string_view, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr int LongestSearch = 400; ///< days; longer than any pause between opening days

int dayIndex(std::string_view word)
{
    const auto low = fold(word);
    for (std::size_t i = 0; i < Days.size(); ++i)
        if (low.size() >= 3 && low.substr(0, 3) == Days[i])
            return static_cast<int>(i);
    return -1;
}

/// "10", "10:30" → minutes.
std::optional<int> clockTime(std::string_view s)
{
    s = trimmed(s);
    int hour = 0;
    int minute = 0;
    const auto colon = s.find(':');
    const auto number = [](std::string_view part, int &out) {
        if (part.empty() || part.size() > 2)
            return false;
        out = 0;
        for (const char c : part) {
            if (c < '0' || c > '9')
                return false;
            out = out * 10 + (c - '0');
        }
        return true;
    };
    if (!number(s.substr(0, colon), hour) || (colon != std::string_view::npos && !number(s.substr(colon + 1), minute)))
        return std::nullopt;
    if (hour > 24 || minute > 59 || hour * 60 + minute > 1440)
        return std::nullopt;
    return hour * 60 + minute;
}

std::string plainDashes(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("–") || text.substr(i).starts_with("—")) {
            out += '-';
            i += 3;
        } else
            out += text[i++];
    }
    return out;
}

int weekdayOf(std::string_view word)
{
    static constexpr std::array<std::string_view, 7> English{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static constexpr std::array<std::string_view, 7> German{"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"};
    for (std::size_t i = 0; i < 7; ++i)
        if (word == English[i] || word == German[i])
            return static_cast<int>(i);
    return -1;
}

int monthOf(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> Long{"january", "february", "march", "april", "may", "june", "july",
                                                           "august", "september", "october", "november", "december"};
    static constexpr std::array<std::string_view, 12> German{"januar", "februar", "märz", "april", "mai", "juni", "juli",
                                                             "august", "september", "oktober", "november", "dezember"};
    for (std::size_t i = 0; i < 12; ++i)
        if (word == Long[i] || word == German[i] || (word.size() == 3 && word == Long[i].substr(0, 3)))
            return static_cast<int>(i) + 1;
    return 0;
}

int smallNumber(std::string_view word)
{
    while (word.size() > 2 && (word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th")))
        word.remove_suffix(2);
    if (word.empty() || word.size() > 4)
        return -1;
    int value = 0;
    for (const char c : word) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<year_month_day> valid(int y, int m, int d)
{
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    return date.ok() ? std::optional(date) : std::nullopt;
}

/// Without a year: the next one from today on.
std::optional<year_month_day> upcoming(int m, int d, year_month_day today)
{
    for (int ahead = 0; ahead < 2; ++ahead)
        if (const auto date = valid(static_cast<int>(today.year()) + ahead, m, d); date && sys_days(*date) >= sys_days(today))
            return date;
    return std::nullopt;
}

/// "2026-12-25"
std::optional<year_month_day> isoDay(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    return valid(smallNumber(text.substr(0, 4)), smallNumber(text.substr(5, 2)), smallNumber(text.substr(8, 2)));
}

std::shared_ptr<const icu::TimeZone> zoneNamed(const std::string &name)
{
    std::shared_ptr<const icu::TimeZone> made(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    return made && *made != icu::TimeZone::getUnknown() ? made : nullptr;
}

constexpr std::string_view Usual = "Mon-Fri 10-18, Sat 10-17";

} // namespace

BusinessHours::BusinessHours() : m_words(Usual), m_zoneName("UTC"), m_zone(zoneNamed("UTC"))
{
    std::fill_n(m_week.begin(), 5, std::vector<Period>{{600, 1080}});
    m_week[5] = {{600, 1020}};
}

Result<BusinessHours> BusinessHours::parse(std::string_view hours, std::string_view zone, const std::vector<std::string> &holidays)
{
    BusinessHours result;
    result.m_week = {};
    result.m_words = hours.empty() ? std::string(Usual) : std::string(hours);
    result.m_zoneName = zone.empty() ? "UTC" : std::string(zone);
    const auto known = zoneNamed(result.m_zoneName);
    if (!known)
        return fail(Errc::BadInput, "unknown time zone \"" + result.m_zoneName + "\"", "Time Zone", "use a name such as Europe/Berlin");
    result.m_zone = known;
    for (const auto &holiday : holidays) {
        const auto date = isoDay(holiday);
        if (!date)
            return fail(Errc::BadInput, "not a date: \"" + holiday + "\"", "Holidays", "write it as 2026-12-25");
        result.m_holidays.push_back(*date);
    }

    const auto text = plainDashes(result.m_words);
    int first = -1;
    int last = -1;
    for (std::size_t at = 0; at <= text.size();) {
        auto end = text.find_first_of(",;", at);
        if (end == std::string::npos)
            end = text.size();
        auto part = trimmed(std::string_view(text).substr(at, end - at));
        at = end + 1;
        if (part.empty())
            continue;
        const auto unreadable = [&] {
            return fail(Errc::BadInput, "cannot read \"" + std::string(part) + "\"", "Business Hours", "write them as Mon-Fri 10-18, Sat 10-17");
        };
        const auto digit = part.find_first_of("0123456789");
        if (digit == std::string_view::npos)
            return unreadable();
        if (const auto names = trimmed(part.substr(0, digit)); !names.empty()) {
            const auto dash = names.find('-');
            first = dayIndex(trimmed(names.substr(0, dash)));
            last = dash == std::string_view::npos ? first : dayIndex(trimmed(names.substr(dash + 1)));
        }
        const auto times = part.substr(digit);
        const auto dash = times.find('-');
        if (first < 0 || last < 0 || dash == std::string_view::npos)
            return unreadable();
        const auto from = clockTime(times.substr(0, dash));
        const auto to = clockTime(times.substr(dash + 1));
        if (!from || !to || *from >= *to)
            return unreadable();
        for (int day = first;; day = (day + 1) % 7) {
            result.m_week[static_cast<std::size_t>(day)].push_back({*from, *to});
            if (day == last)
                break;
        }
    }
    for (auto &day : result.m_week)
        std::sort(day.begin(), day.end(), [](Period a, Period b) { return a.from < b.from; });
    return result;
}

milliseconds BusinessHours::offset(std::int64_t millis, bool local) const
{
    std::int32_t raw = 0;
    std::int32_t dst = 0;
    UErrorCode status = U_ZERO_ERROR;
    static_cast<const icu::TimeZone *>(m_zone.get())->getOffset(static_cast<UDate>(millis), local, raw, dst, status);
    return milliseconds(U_SUCCESS(status) ? raw + dst : 0);
}

year_month_day BusinessHours::localDate(Timestamp at) const
{
    return year_month_day(floor<days>(at + offset(toMillis(at), false)));
}

int BusinessHours::localMinute(Timestamp at) const
{
    const auto local = at + offset(toMillis(at), false);
    return static_cast<int>(duration_cast<minutes>(local - floor<days>(local)).count());
}

Timestamp BusinessHours::at(year_month_day date, int minute) const
{
    const auto local = Timestamp(sys_days(date)) + minutes(minute);
    return local - offset(toMillis(local), true);
}

const std::vector<BusinessHours::Period> &BusinessHours::periodsOn(year_month_day date) const
{
    static const std::vector<Period> Closed;
    const auto holiday = std::find(m_holidays.begin(), m_holidays.end(), date) != m_holidays.end();
    return holiday ? Closed : periodsOf(weekday(sys_days(date)));
}

bool BusinessHours::isOpen(Timestamp from, Timestamp to) const
{
    const auto date = localDate(from);
    const auto &periods = periodsOn(date);
    return std::any_of(periods.begin(), periods.end(), [&](Period p) { return at(date, p.from) <= from && to <= at(date, p.to); });
}

Timestamp BusinessHours::add(Timestamp start, milliseconds length) const
{
    auto left = length;
    const auto today = sys_days(localDate(start));
    for (int i = 0; i < LongestSearch; ++i) {
        const year_month_day date(today + days(i));
        for (const auto &period : periodsOn(date)) {
            const auto begin = std::max(at(date, period.from), start);
            const auto end = at(date, period.to);
            if (end <= begin)
                continue;
            if (end - begin >= left)
                return begin + left;
            left -= end - begin;
        }
    }
    return start + length;
}

minutes BusinessHours::workingDay() const
{
    int most = 0;
    for (const auto &day : m_week) {
        int sum = 0;
        for (const auto &period : day)
            sum += period.to - period.from;
        most = std::max(most, sum);
    }
    constexpr int EightHours = 480;
    return minutes(most > 0 ? most : EightHours);
}

std::vector<Timestamp> BusinessHours::starts(year_month_day date, minutes length, minutes step) const
{
    std::vector<Timestamp> out;
    for (const auto &period : periodsOn(date))
        for (auto minute = period.from; minute + length.count() <= period.to; minute += static_cast<int>(step.count()))
            out.push_back(at(date, minute));
    return out;
}

std::string BusinessHours::text(Timestamp moment, std::string_view language) const
{
    const auto date = localDate(moment);
    const auto minute = localMinute(moment);
    const auto name = weekday(sys_days(date)).iso_encoding() - 1;
    std::array<char, 64> out{};
    if (language == "de")
        std::snprintf(out.data(), out.size(), "%s %02u.%02u.%d, %02d:%02d", std::string(GermanDays[name]).c_str(), static_cast<unsigned>(date.day()),
                      static_cast<unsigned>(date.month()), static_cast<int>(date.year()), minute / 60, minute % 60);
    else
        std::snprintf(out.data(), out.size(), "%s %u %s %d, %02d:%02d", std::string(EnglishDays[name]).c_str(), static_cast<unsigned>(date.day()),
                      std::string(Months[static_cast<unsigned>(date.month()) - 1]).c_str(), static_cast<int>(date.year()), minute / 60, minute % 60);
    return out.data();
}

std::string isoDate(year_month_day date)
{
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out.data();
}

std::optional<year_month_day> dayIn(std::string_view text, year_month_day today)
{
    const auto tokens = tokenize(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto &word = tokens[i].word;
        const auto next = i + 1 < tokens.size() ? tokens[i + 1].word : std::string();
        const auto third = i + 2 < tokens.size() ? tokens[i + 2].word : std::string();
        if (word == "today" || word == "heute")
            return today;
        if (word == "tomorrow" || (word == "morgen" && next != "früh" && (i == 0 || tokens[i - 1].word != "guten")))
            return year_month_day(sys_days(today) + days(1));
        if (const auto wanted = weekdayOf(word); wanted >= 0) {
            const auto now = static_cast<int>(weekday(sys_days(today)).iso_encoding()) - 1;
            const auto ahead = (wanted - now + 7) % 7;
            return year_month_day(sys_days(today) + days(ahead == 0 ? 7 : ahead));
        }
        const auto number = smallNumber(word);
        if (number >= 1000 && smallNumber(next) > 0 && smallNumber(third) > 0)
            if (const auto date = valid(number, smallNumber(next), smallNumber(third)))
                return date; // 2026-11-24, parted by hyphens
        if (const auto month = monthOf(next); number > 0 && number <= 31 && month > 0)
            return upcoming(month, number, today);
        if (const auto month = monthOf(word); month > 0 && smallNumber(next) > 0 && smallNumber(next) <= 31)
            return upcoming(month, smallNumber(next), today);
        const auto dot = word.find('.'); // 24.11.2026 and 24.11. are one word with dots
        if (dot == std::string::npos || word.find(',') != std::string::npos)
            continue;
        const auto second = word.find('.', dot + 1);
        const auto d = smallNumber(std::string_view(word).substr(0, dot));
        const auto m = smallNumber(std::string_view(word).substr(dot + 1, second == std::string::npos ? std::string::npos : second - dot - 1));
        const auto y = second == std::string::npos ? -1 : smallNumber(std::string_view(word).substr(second + 1));
        const auto dotAfter = tokens[i].span.end < text.size() && text[tokens[i].span.end] == '.';
        if (d > 0 && d <= 31 && m > 0 && m <= 12 && y >= 1000)
            return valid(y, m, d);
        if (d > 0 && d <= 31 && m > 0 && m <= 12 && y < 0 && dotAfter)
            return upcoming(m, d, today);
    }
    return std::nullopt;
}

std::optional<int> minuteIn(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!std::isdigit(static_cast<unsigned char>(text[i])) || (i > 0 && (std::isalnum(static_cast<unsigned char>(text[i - 1])) || text[i - 1] == '.' || text[i - 1] == ',' || text[i - 1] == '-' || text[i - 1] == ':')))
            continue;
        auto end = i;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])))
            ++end;
        if (end - i > 2)
            continue;
        const auto hour = smallNumber(text.substr(i, end - i));
        int minute = 0;
        auto exact = false;
        if (end + 2 < text.size() && text[end] == ':' && std::isdigit(static_cast<unsigned char>(text[end + 1])) && std::isdigit(static_cast<unsigned char>(text[end + 2]))) {
            minute = smallNumber(text.substr(end + 1, 2));
            end += 3;
            exact = true;
        }
        auto rest = fold(trimmed(text.substr(end)));
        const auto isWord = [&](std::string_view w) { return rest.starts_with(w) && (rest.size() == w.size() || !std::isalpha(static_cast<unsigned char>(rest[w.size()]))); };
        const auto led = fold(trimmed(text.substr(0, i)));
        const auto atWord = led == "at" || led.ends_with(" at") || led == "um" || led.ends_with(" um");
        auto value = hour * 60 + minute;
        if (isWord("pm") || isWord("p.m"))
            value = (hour % 12 + 12) * 60 + minute;
        else if (isWord("am") || isWord("a.m"))
            value = hour % 12 * 60 + minute;
        else if (!exact && !isWord("uhr") && !isWord("o'clock") && !(atWord && !rest.starts_with("percent")))
            continue;
        if (hour <= 24 && minute < 60 && value < 1440)
            return value;
    }
    return std::nullopt;
}

} // namespace hs::agents
