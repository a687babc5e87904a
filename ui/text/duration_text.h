#pragma once

#include <QDateTime>
#include <QString>

namespace hs::ui {

/// The one place where lengths of time become words. Times are UTC; output is
/// the user's language and locale.

/// A clock that counts: "12:41", "2 h 32 min", "3 d 4 h"; over: "+6:52".
/// `seconds` left; negative once it is over.
[[nodiscard]] QString countdownText(qint64 seconds);
/// How long ago or old, short: "now", "2 min", "3 h", "4 d".
[[nodiscard]] QString ageText(qint64 seconds);
/// In full, for screen readers and tooltips: "2 hours 32 minutes".
[[nodiscard]] QString spokenDuration(qint64 seconds);
/// "240 ms", "1.9 s".
[[nodiscard]] QString millisText(qint64 millis);
/// When something was, as short as it is clear: "10:43", "yesterday 10:43", "9 Mar 10:43", "9 Mar 2025".
[[nodiscard]] QString momentText(const QDateTime &at, const QDateTime &now);
/// Time of day, local: "10:43".
[[nodiscard]] QString timeOfDay(const QDateTime &at);
/// Date and time in full, local, for tooltips.
[[nodiscard]] QString fullMoment(const QDateTime &at);

} // namespace hs::ui
