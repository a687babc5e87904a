#include "engine/workflow/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <vector>

namespace hs::workflow {

namespace {

struct Field {
    int least;
    int most;
    std::string_view names; ///< three letters each, the first stands for firstName
    int firstName;
};

constexpr std::array<Field, 5> Fields = {{{0, 59, {}, 0},
                                          {0, 23, {}, 0},
                                          {1, 31, {}, 0},
                                          {1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC", 1},
                                          {0, 7, "SUNMONTUEWEDTHUFRISAT", 0}}};

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (true) {
        const auto at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return out;
        text.remove_prefix(at + 1);
    }
}

std::optional<int> number(std::string_view text)
{
    int out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || text.front() == '-' || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return out;
}

std::optional<int> valueOf(std::string_view text, const Field &field)
{
    if (text.size() == 3 && !field.names.empty()) {
        std::string upper(text);
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
        const auto at = field.names.find(upper);
        if (at != std::string_view::npos && at % 3 == 0)
            return int(at / 3) + field.firstName;
    }
    const auto out = number(text);
    return out && *out >= field.least && *out <= field.most ? out : std::nullopt;
}

/// One entry of a field's list: from, to, by steps.
struct Range {
    int from = 0;
    int to = 0;
    int step = 1;
};

std::optional<Range> rangeOf(std::string_view part, const Field &field)
{
    Range range{field.least, field.most, 1};
    const auto slash = part.find('/');
    if (slash != std::string_view::npos) {
        const auto step = number(part.substr(slash + 1));
        if (!step || *step < 1 || *step > field.most)
            return std::nullopt;
        range.step = *step;
        part = part.substr(0, slash);
    }
    if (part == "*")
        return range;
    const auto dash = part.find('-');
    const auto from = valueOf(part.substr(0, dash), field);
    const auto to = dash == std::string_view::npos ? from : valueOf(part.substr(dash + 1), field);
    if (!from || !to || *from > *to || (dash == std::string_view::npos && slash != std::string_view::npos))
        return std::nullopt;
    range.from = *from;
    range.to = *to;
    return range;
}

std::vector<std::string_view> fieldsOf(std::string_view expression)
{
    std::vector<std::string_view> fields = split(expression, ' ');
    fields.erase(std::remove(fields.begin(), fields.end(), std::string_view()), fields.end());
    return fields;
}

template <std::size_t N>
std::bitset<N> valuesOf(std::string_view text, const Field &field)
{
    std::bitset<N> values;
    for (const auto part : split(text, ',')) {
        const auto range = rangeOf(part, field).value_or(Range{0, -1, 1});
        for (int value = range.from; value <= range.to; value += range.step)
            values.set(std::size_t(value) % N); // Sunday is 0 or 7; nothing else reaches N
    }
    return values;
}

constexpr int DayMinutes = 24 * 60;
constexpr std::int64_t MinuteMillis = 60'000;
// Between the leap days around a century that has none lie eight years.
constexpr std::chrono::days LookAhead{8 * 366 + 1};

} // namespace

std::string cronProblem(std::string_view expression)
{
    const auto fields = fieldsOf(expression);
    if (fields.size() != Fields.size())
        return std::to_string(fields.size()) + " fields, five are needed";
    for (std::size_t i = 0; i < Fields.size(); ++i) {
        const auto parts = split(fields[i], ',');
        if (!std::all_of(parts.begin(), parts.end(), [&](std::string_view part) { return rangeOf(part, Fields[i]).has_value(); }))
            return "field " + std::to_string(i + 1) + " \"" + std::string(fields[i]) + '"';
    }
    return {};
}

std::optional<Cron> Cron::parse(std::string_view expression)
{
    if (!cronProblem(expression).empty())
        return std::nullopt;
    const auto fields = fieldsOf(expression);
    Cron cron;
    cron.m_minutes = valuesOf<60>(fields[0], Fields[0]);
    cron.m_hours = valuesOf<24>(fields[1], Fields[1]);
    cron.m_days = valuesOf<32>(fields[2], Fields[2]);
    cron.m_months = valuesOf<13>(fields[3], Fields[3]);
    cron.m_weekdays = valuesOf<7>(fields[4], Fields[4]);
    cron.m_anyDay = fields[2].starts_with('*');
    cron.m_anyWeekday = fields[4].starts_with('*');
    return cron;
}

bool Cron::takes(std::chrono::year_month_day date) const
{
    if (!m_months.test(unsigned(date.month())))
        return false;
    const bool day = m_days.test(unsigned(date.day()));
    const bool weekday = m_weekdays.test(std::chrono::weekday(std::chrono::sys_days(date)).c_encoding());
    return m_anyDay || m_anyWeekday ? day && weekday : day || weekday;
}

std::optional<Timestamp> Cron::next(Timestamp after, const TimeZone &zone) const
{
    using namespace std::chrono;
    // Days and minutes are walked on the wall clock. A later wall time is never an earlier moment, so the first
    // one that lies behind `after` is the answer.
    const auto wallNow = sys_time<milliseconds>(milliseconds(zone.wall(after)));
    const auto today = floor<days>(wallNow);
    auto minute = int(floor<minutes>(wallNow - today).count());
    for (auto day = today; day <= today + LookAhead; day += days(1), minute = 0) {
        if (!takes(year_month_day(day)))
            continue;
        const auto midnight = duration_cast<milliseconds>(day.time_since_epoch()).count();
        for (; minute < DayMinutes; ++minute) {
            if (!m_hours.test(std::size_t(minute / 60))) {
                minute += 59 - minute % 60;
                continue;
            }
            if (!m_minutes.test(std::size_t(minute % 60)))
                continue;
            if (const auto moment = zone.moment(midnight + minute * MinuteMillis); moment > after)
                return moment;
        }
    }
    return std::nullopt;
}

} // namespace hs::workflow
