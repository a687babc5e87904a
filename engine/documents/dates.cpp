#include "engine/documents/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>

#include "engine/documents/ascii.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

/// Takes a number of `least` to `most` digits off the text.
std::optional<int> takeNumber(std::string_view &text, std::size_t least, std::size_t most)
{
    std::size_t digits = 0;
    while (digits < text.size() && digits < most && isDigit(text[digits]))
        ++digits;
    int number = 0;
    if (digits < least || std::from_chars(text.data(), text.data() + digits, number).ec != std::errc())
        return std::nullopt;
    text.remove_prefix(digits);
    return number;
}

bool takeSign(std::string_view &text, char sign)
{
    if (!text.starts_with(sign))
        return false;
    text.remove_prefix(1);
    return true;
}

/// Minutes east of Greenwich: "+02:00", "-0500", "Z"; 0 when there is none.
int takeZone(std::string_view &text)
{
    text = trimmed(text);
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+'))
        return 0;
    text.remove_prefix(1);
    const auto hours = takeNumber(text, 2, 2).value_or(0);
    takeSign(text, ':');
    const auto minutes = takeNumber(text, 2, 2).value_or(0);
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

/// "10:00", "10:00:05", "10:00:05.25".
std::chrono::milliseconds takeTimeOfDay(std::string_view &text)
{
    std::chrono::milliseconds time{0};
    const auto hours = takeNumber(text, 1, 2);
    if (!hours || !takeSign(text, ':'))
        return time;
    time += std::chrono::hours(std::min(*hours, 23)) +
            std::chrono::minutes(std::min(takeNumber(text, 2, 2).value_or(0), 59));
    if (takeSign(text, ':'))
        time += std::chrono::seconds(std::min(takeNumber(text, 2, 2).value_or(0), 59));
    if (takeSign(text, '.') || takeSign(text, ',')) {
        const auto before = text.size();
        auto fraction = takeNumber(text, 1, 9).value_or(0);
        for (auto digits = before - text.size(); digits < 3; ++digits)
            fraction *= 10;
        for (auto digits = before - text.size(); digits > 3; --digits)
            fraction /= 10;
        time += std::chrono::milliseconds(fraction);
    }
    return time;
}

std::int64_t timeOf(int year, int month, int day, std::chrono::milliseconds time, int zone)
{
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (!date.ok() || year < 1970 || year > 2199)
        return 0;
    const auto at = std::chrono::sys_days(date).time_since_epoch() + time - std::chrono::minutes(zone);
    return std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(at).count(), 0);
}

} // namespace

std::int64_t timeOfIso(std::string_view text)
{
    text = trimmed(text);
    const auto year = takeNumber(text, 4, 4);
    if (!year || !(takeSign(text, '-') || takeSign(text, '/')))
        return 0;
    const auto month = takeNumber(text, 1, 2);
    if (!month || !(takeSign(text, '-') || takeSign(text, '/')))
        return 0;
    const auto day = takeNumber(text, 1, 2);
    if (!day)
        return 0;
    if (!takeSign(text, 'T') && !takeSign(text, 't'))
        takeSign(text, ' ');
    const auto time = takeTimeOfDay(text);
    return timeOf(*year, *month, *day, time, takeZone(text));
}

std::int64_t timeOfMail(std::string_view text)
{
    if (const auto comma = text.find(','); comma != std::string_view::npos)
        text.remove_prefix(comma + 1);
    text = trimmed(text);
    const auto day = takeNumber(text, 1, 2);
    text = trimmed(text);
    constexpr std::array<std::string_view, 12> Months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto month =
        std::ranges::find_if(Months, [&](std::string_view name) { return startsWithWord(text, name); });
    if (!day || month == Months.end())
        return 0;
    while (!text.empty() && isLetter(text.front()))
        text.remove_prefix(1);
    text = trimmed(text);
    auto year = takeNumber(text, 2, 4);
    if (!year)
        return 0;
    if (*year < 100)
        *year += *year < 50 ? 2000 : 1900;
    text = trimmed(text);
    const auto time = takeTimeOfDay(text);
    return timeOf(*year, int(month - Months.begin()) + 1, *day, time, takeZone(text));
}

} // namespace hs::documents
