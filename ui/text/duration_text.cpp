#include "ui/text/duration_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace hs::ui {

namespace {

struct DurationWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Duration)
};

constexpr qint64 Minute = 60;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

QString two(qint64 number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

QString clockText(qint64 seconds)
{
    if (seconds < Hour)
        return QStringLiteral("%1:%2").arg(seconds / Minute).arg(two(seconds % Minute));
    if (seconds < Day) {
        //: hours and minutes, short: "2 h 32 min"
        return DurationWords::tr("%1 h %2 min").arg(seconds / Hour).arg(seconds % Hour / Minute);
    }
    //: days and hours, short: "3 d 4 h"
    return DurationWords::tr("%1 d %2 h").arg(seconds / Day).arg(seconds % Day / Hour);
}

} // namespace

QString countdownText(qint64 seconds)
{
    return seconds >= 0 ? clockText(seconds) : QLatin1Char('+') + clockText(-seconds);
}

QString ageText(qint64 seconds)
{
    if (seconds < Minute) {
        //: how long ago: less than a minute
        return DurationWords::tr("now");
    }
    if (seconds < Hour) {
        //: minutes, short
        return DurationWords::tr("%1 min").arg(seconds / Minute);
    }
    if (seconds < Day) {
        //: hours, short
        return DurationWords::tr("%1 h").arg(seconds / Hour);
    }
    //: days, short
    return DurationWords::tr("%1 d").arg(seconds / Day);
}

QString spokenDuration(qint64 seconds)
{
    seconds = qAbs(seconds);
    if (seconds < Minute)
        return DurationWords::tr("%n second(s)", nullptr, int(seconds));
    if (seconds < Hour)
        return DurationWords::tr("%n minute(s)", nullptr, int(seconds / Minute));
    if (seconds < Day) {
        const QString hours = DurationWords::tr("%n hour(s)", nullptr, int(seconds / Hour));
        const int minutes = int(seconds % Hour / Minute);
        if (minutes == 0)
            return hours;
        //: %1 hours, %2 minutes: "2 hours 32 minutes"
        return DurationWords::tr("%1 %2").arg(hours, DurationWords::tr("%n minute(s)", nullptr, minutes));
    }
    return DurationWords::tr("%n day(s)", nullptr, int(seconds / Day));
}

QString millisText(qint64 millis)
{
    const QLocale locale;
    if (millis < 1000) {
        //: milliseconds
        return DurationWords::tr("%1 ms").arg(locale.toString(millis));
    }
    //: seconds with one decimal
    return DurationWords::tr("%1 s").arg(locale.toString(double(millis) / 1000.0, 'f', 1));
}

QString timeOfDay(const QDateTime &at)
{
    // A bare system (locale "C") writes seconds even in its short form.
    const QLocale locale;
    QString format = locale.timeFormat(QLocale::ShortFormat);
    format.remove(QStringLiteral(":ss"));
    return locale.toString(at.toLocalTime().time(), format);
}

QString fullMoment(const QDateTime &at)
{
    return at.isValid() ? QLocale().toString(at.toLocalTime(), QLocale::LongFormat) : QString();
}

QString momentText(const QDateTime &at, const QDateTime &now)
{
    if (!at.isValid())
        return {};
    const QDateTime local = at.toLocalTime();
    const QDate today = now.toLocalTime().date();
    const QString time = timeOfDay(at);
    if (local.date() == today)
        return time;
    if (local.date().addDays(1) == today) {
        //: %1 is a time of day
        return DurationWords::tr("yesterday %1").arg(time);
    }
    const QLocale locale;
    if (local.date() == today.addDays(1)) {
        //: %1 is a time of day
        return DurationWords::tr("tomorrow %1").arg(time);
    }
    if (local.date().year() == today.year()) {
        //: date without a year, as QLocale formats it: "9 Mar"
        return QStringLiteral("%1 %2").arg(locale.toString(local.date(), DurationWords::tr("d MMM")), time);
    }
    //: date with its year, as QLocale formats it
    return locale.toString(local.date(), DurationWords::tr("d MMM yyyy"));
}

} // namespace hs::ui
