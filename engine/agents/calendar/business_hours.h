#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

namespace hs::agents {

/// When a business is open, in its own time zone. Immutable; any thread.
class BusinessHours {
public:
    struct Period {
        int from = 0, to = 0; ///< minutes since local midnight
    };
    /// Reads "Mon-Fri 10-18, Sat 10-17" or "Mon-Fri 10:00-13:00, 14:00-18:00; Sat 10-17";
    /// empty is Mon-Fri 10-18, Sat 10-17. `zone` is an IANA name, empty is UTC; holidays are "2026-12-25".
    /// Fails with BadInput naming the part that cannot be read.
    [[nodiscard]] static Result<BusinessHours> parse(std::string_view hours, std::string_view zone, const std::vector<std::string> &holidays = {});
    /// The usual hours in UTC, without holidays.
    BusinessHours();

    [[nodiscard]] const std::string &zone() const { return m_zoneName; }
    [[nodiscard]] const std::string &words() const { return m_words; } ///< as they were written
    [[nodiscard]] std::chrono::year_month_day localDate(Timestamp at) const;
    [[nodiscard]] int localMinute(Timestamp at) const; ///< since local midnight
    /// A local time as a moment. A time that the clock skips is moved on by the skipped hour.
    [[nodiscard]] Timestamp at(std::chrono::year_month_day date, int minute) const;
    [[nodiscard]] const std::vector<Period> &periodsOf(std::chrono::weekday day) const { return m_week[day.iso_encoding() - 1]; }
    /// Of a date: none on a holiday.
    [[nodiscard]] const std::vector<Period> &periodsOn(std::chrono::year_month_day date) const;

    /// Whether the whole span lies inside one open period.
    [[nodiscard]] bool isOpen(Timestamp from, Timestamp to) const;
    /// The moment at which `length` of open time has passed since `start`; round the clock when it never opens.
    [[nodiscard]] Timestamp add(Timestamp start, std::chrono::milliseconds length) const;
    /// Open minutes of a usual working day: the longest weekday.
    [[nodiscard]] std::chrono::minutes workingDay() const;
    /// Starts of spans of `length` inside the open periods of a day, every `step`.
    [[nodiscard]] std::vector<Timestamp> starts(std::chrono::year_month_day date, std::chrono::minutes length, std::chrono::minutes step) const;

    /// "Tue 24 Nov 2026, 10:00"; German "Di 24.11.2026, 10:00".
    [[nodiscard]] std::string text(Timestamp at, std::string_view language) const;

private:
    [[nodiscard]] std::chrono::milliseconds offset(std::int64_t millis, bool local) const;
    std::array<std::vector<Period>, 7> m_week; ///< Monday first
    std::vector<std::chrono::year_month_day> m_holidays;
    std::string m_words;
    std::string m_zoneName;
    std::shared_ptr<const void> m_zone; ///< icu::TimeZone
};

/// A day as people write it: "2026-11-24", "24.11.2026", "24.11.", "24 Nov", "Nov 24", "today", "tomorrow",
/// "friday", "am Freitag", "heute", "morgen". A weekday or a day without a year is the next one from `today` on
/// (today's own weekday is a week ahead). Empty when there is none.
[[nodiscard]] std::optional<std::chrono::year_month_day> dayIn(std::string_view text, std::chrono::year_month_day today);
/// A time of day in a text, in minutes: "10:30", "3 pm", "15 Uhr", "at 15"; empty when there is none.
[[nodiscard]] std::optional<int> minuteIn(std::string_view text);
[[nodiscard]] std::string isoDate(std::chrono::year_month_day date); ///< "2026-11-24"

} // namespace hs::agents
