#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "engine/vocabulary/clock.h"
#include "engine/workflow/time_zone.h"

namespace hs::workflow {

/// Checks a cron expression of five fields: minute, hour, day of month, month, day of week; each
/// `*`, a number, a range, a list of those, all with `/step`; months and days also by their first
/// three letters; Sunday is 0 or 7. Empty when it is good, else `field N "…"`, or
/// `N fields, five are needed`.
[[nodiscard]] std::string cronProblem(std::string_view expression);

/// A cron expression, read. Immutable; any thread.
///
/// When both days are restricted, a day that fits one of them will do; a field that begins with `*` restricts
/// nothing for this rule (crontab(5)). A run that falls into hours which the wall clock skips happens when it has
/// jumped, one in hours that come twice happens in the first of them (rule T8).
class Cron {
public:
    /// None when cronProblem() names one.
    [[nodiscard]] static std::optional<Cron> parse(std::string_view expression);

    /// The first run after a moment, on a whole minute of the wall clock; none for dates that never come, such
    /// as February 30. Looks ahead as far as the calendar needs to bring back a leap day.
    [[nodiscard]] std::optional<Timestamp> next(Timestamp after, const TimeZone &zone) const;

private:
    [[nodiscard]] bool takes(std::chrono::year_month_day date) const;

    std::bitset<60> m_minutes;
    std::bitset<24> m_hours;
    std::bitset<32> m_days;     ///< of the month, from 1
    std::bitset<13> m_months;   ///< from 1
    std::bitset<7> m_weekdays;  ///< Sunday is 0
    bool m_anyDay = false;      ///< the day of the month restricts nothing
    bool m_anyWeekday = false;
};

} // namespace hs::workflow
