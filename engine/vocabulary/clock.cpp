#include "engine/vocabulary/clock.h"

#include <array>
#include <cstdio>

namespace hs {

using namespace std::chrono;

std::string toRfc3339(Timestamp at)
{
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(at - day);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()), int(time.subseconds().count()));
    return text.data();
}

namespace {

/// Reads exactly `count` digits from the front; -1 when they are not there.
int takeDigits(std::string_view &text, std::size_t count)
{
    if (text.size() < count)
        return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view &text, std::string_view oneOf)
{
    if (text.empty() || oneOf.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

Result<Timestamp> parseRfc3339(std::string_view text)
{
    const auto bad = [&] {
        return fail(Errc::BadInput, "not an RFC 3339 time: \"" + std::string(text.substr(0, 40)) + "\"", {},
                    "write it as 2026-11-23T09:30:00Z");
    };
    std::string_view rest = text;
    const int y = takeDigits(rest, 4);
    if (y < 0 || !take(rest, "-"))
        return bad();
    const int mo = takeDigits(rest, 2);
    if (mo < 0 || !take(rest, "-"))
        return bad();
    const int d = takeDigits(rest, 2);
    if (d < 0 || !take(rest, "Tt "))
        return bad();
    const int h = takeDigits(rest, 2);
    if (h < 0 || h > 23 || !take(rest, ":"))
        return bad();
    const int mi = takeDigits(rest, 2);
    if (mi < 0 || mi > 59 || !take(rest, ":"))
        return bad();
    const int s = takeDigits(rest, 2);
    if (s < 0 || s > 60)
        return bad();
    int millis = 0;
    if (take(rest, ".")) {
        int scale = 100;
        bool any = false;
        while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
            millis += (rest.front() - '0') * scale;
            scale /= 10;
            any = true;
            rest.remove_prefix(1);
        }
        if (!any)
            return bad();
    }
    minutes offset{0};
    if (!take(rest, "Zz")) {
        const bool west = !rest.empty() && rest.front() == '-';
        if (!take(rest, "+-"))
            return bad();
        const int oh = takeDigits(rest, 2);
        if (oh < 0 || oh > 23 || !take(rest, ":"))
            return bad();
        const int om = takeDigits(rest, 2);
        if (om < 0 || om > 59)
            return bad();
        offset = minutes(oh * 60 + om) * (west ? -1 : 1);
    }
    const year_month_day date{year(y), month(unsigned(mo)), day(unsigned(d))};
    if (!rest.empty() || !date.ok())
        return bad();
    return Timestamp(sys_days(date)) + hours(h) + minutes(mi) + seconds(s) + milliseconds(millis) - offset;
}

Timestamp SystemClock::now() const
{
    return floor<milliseconds>(system_clock::now());
}

} // namespace hs
