#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <QDate>
#include <QTimeZone>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/result.h"

namespace hs::runtime {

/// When a business is open: periods of each weekday in its own time zone, and
/// whole days on which it is closed. Pure; any thread.
class BusinessHours {
public:
    struct Period {
        int from = 0; ///< minutes since midnight, 0 to 1440
        int to = 0;
    };

    /// Mon–Fri 10–18, Sat 10–17, in UTC, no holidays.
    BusinessHours();

    /// Reads "Mon-Fri 10:00-18:00; Sat 10:00-13:00, 14:00-17:00". `zone` is an IANA name ("Europe/Berlin"),
    /// holidays are "2026-12-25". Fails with BadInput naming the part that cannot be read.
    [[nodiscard]] static Result<BusinessHours> parse(std::string_view hours, std::string_view zone,
                                                     const std::vector<std::string> &holidays);

    /// The moment at which `length` of open time has passed since `start`. A calendar
    /// that is never open counts round the clock, so that a deadline always comes.
    [[nodiscard]] Timestamp add(Timestamp start, std::chrono::milliseconds length) const;
    /// Open time between two moments; 0 when `to` is before `from`.
    [[nodiscard]] std::chrono::milliseconds between(Timestamp from, Timestamp to) const;
    /// Open minutes of a usual working day: the longest weekday.
    [[nodiscard]] std::chrono::minutes workingDay() const;
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] const QTimeZone &zone() const { return m_zone; }

private:
    template <typename Visit>
    void eachPeriod(Timestamp from, int days, Visit visit) const;

    std::array<std::vector<Period>, 7> m_week; ///< Monday first
    std::vector<QDate> m_holidays;
    QTimeZone m_zone;
    std::string m_text;
};

} // namespace hs::runtime
