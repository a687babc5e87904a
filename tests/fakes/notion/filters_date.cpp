#include "tests/fakes/notion/filters.h"

#include <set>

#include "tests/fakes/notion/dates.h"
#include "tests/fakes/notion/refusal.h"

namespace hs::test::notion {

namespace {

using std::chrono::days;

Timestamp dayOf(Timestamp at)
{
    return std::chrono::floor<days>(at);
}

// A month earlier or later on the same day, the last of the month where that day is missing.
Timestamp monthsAway(Timestamp at, int by)
{
    const auto day = std::chrono::floor<days>(at);
    auto date = std::chrono::year_month_day(day) + std::chrono::months(by);
    if (!date.ok())
        date = date.year() / date.month() / std::chrono::last;
    return std::chrono::sys_days(date) + (at - day);
}

const std::set<std::string> &spans()
{
    static const std::set<std::string> names{"past_week", "past_month", "past_year", "this_week", "next_week", "next_month", "next_year"};
    return names;
}

struct Span {
    Timestamp from, to; ///< to: not in it any more
};

Span spanOf(const std::string &name, Timestamp now)
{
    const Timestamp today = dayOf(now), tomorrow = today + days(1);
    if (name == "past_week")
        return {today - days(7), tomorrow};
    if (name == "past_month")
        return {monthsAway(today, -1), tomorrow};
    if (name == "past_year")
        return {monthsAway(today, -12), tomorrow};
    if (name == "next_week")
        return {today, tomorrow + days(7)};
    if (name == "next_month")
        return {today, monthsAway(tomorrow, 1)};
    if (name == "next_year")
        return {today, monthsAway(tomorrow, 12)};
    const std::chrono::weekday weekday(std::chrono::floor<days>(now)); // this_week, from Monday
    const Timestamp monday = today - days(int(weekday.iso_encoding()) - 1);
    return {monday, monday + days(7)};
}

// "today", "one_week_ago", …: a day that moves.
std::optional<DateText> relativeDay(const std::string &name, Timestamp now)
{
    const Timestamp today = dayOf(now);
    if (name == "today")
        return DateText{today, true};
    if (name == "tomorrow")
        return DateText{today + days(1), true};
    if (name == "yesterday")
        return DateText{today - days(1), true};
    if (name == "one_week_ago")
        return DateText{today - days(7), true};
    if (name == "one_week_from_now")
        return DateText{today + days(7), true};
    if (name == "one_month_ago")
        return DateText{monthsAway(today, -1), true};
    if (name == "one_month_from_now")
        return DateText{monthsAway(today, 1), true};
    return std::nullopt;
}

// A page's date as it was read: a time of the fake's own in milliseconds, an ISO text, or {start}.
std::optional<DateText> dateOf(const Json &value)
{
    if (value.is_number_integer())
        return DateText{fromMillis(value.get<std::int64_t>()), false};
    if (value.is_string())
        return readDate(value.get_ref<const std::string &>());
    if (value.is_object())
        return readDate(text(value, "start"));
    return std::nullopt;
}

bool compares(const std::string &op, Timestamp value, Timestamp wanted)
{
    if (op == "equals")
        return value == wanted;
    if (op == "before")
        return value < wanted;
    if (op == "after")
        return value > wanted;
    return op == "on_or_before" ? value <= wanted : value >= wanted;
}

} // namespace

bool dependsOnTime(const Json &filter)
{
    if (filter.is_string())
        return relativeDay(filter.get<std::string>(), Timestamp{}).has_value();
    if (filter.is_object() || filter.is_array())
        for (const auto &[key, value] : filter.items())
            if ((filter.is_object() && spans().count(key) != 0) || dependsOnTime(value))
                return true;
    return false;
}

Condition readDateCondition(Workspace &space, std::function<Json(const Page &)> what, const Json &ops, const std::string &path)
{
    if (!ops.is_object() || ops.size() != 1)
        refuse("body failed validation: " + path + " should have exactly one condition.");
    const std::string op = ops.begin().key();
    const Json &value = ops.begin().value();
    if (op == "is_empty" || op == "is_not_empty") {
        if (value != true)
            refuse("body failed validation: " + path + "." + op + " should be `true`.");
        return [what, empty = op == "is_empty"](const Page &page) { return dateOf(what(page)).has_value() != empty; };
    }
    const Timestamp now = space.time.now();
    if (spans().count(op) != 0) {
        if (value != Json::object())
            refuse("body failed validation: " + path + "." + op + " should be `{}`.");
        return [what, span = spanOf(op, now)](const Page &page) {
            const auto date = dateOf(what(page));
            return date && date->at >= span.from && date->at < span.to;
        };
    }
    static const std::set<std::string> Ops{"equals", "before", "after", "on_or_before", "on_or_after"};
    if (Ops.count(op) == 0)
        refuse("body failed validation: " + path + "." + op + " should be not present.");
    auto wanted = value.is_string() ? relativeDay(value.get<std::string>(), now) : std::nullopt;
    if (!wanted && value.is_string())
        wanted = readDate(value.get<std::string>());
    if (!wanted)
        refuse("body failed validation: " + path + "." + op + " should be a valid ISO 8601 date string.");
    return [what, op, day = wanted->wholeDay, at = wanted->at](const Page &page) {
        const auto date = dateOf(what(page));
        return date && compares(op, day ? dayOf(date->at) : date->at, at);
    };
}

} // namespace hs::test::notion
