#include "engine/runtime/business_hours.h"

#include <algorithm>

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

namespace hs::runtime {

using namespace std::chrono;

namespace {

constexpr int SearchDays = 400; ///< longer than any run of holidays

int weekday(QStringView name)
{
    static const QStringList Names{QStringLiteral("mon"), QStringLiteral("tue"), QStringLiteral("wed"), QStringLiteral("thu"),
                                   QStringLiteral("fri"), QStringLiteral("sat"), QStringLiteral("sun")};
    return int(Names.indexOf(name.toString().toLower().left(3)));
}

Result<std::vector<BusinessHours::Period>> parsePeriods(const QString &text)
{
    static const QRegularExpression Pattern(QStringLiteral("^(\\d{1,2})(?::(\\d{2}))?-(\\d{1,2})(?::(\\d{2}))?$"));
    std::vector<BusinessHours::Period> periods;
    for (const auto &part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const auto match = Pattern.match(part.simplified().remove(QLatin1Char(' ')));
        const int from = match.captured(1).toInt() * 60 + match.captured(2).toInt();
        const int to = match.captured(3).toInt() * 60 + match.captured(4).toInt();
        if (!match.hasMatch() || from >= to || to > 1440)
            return fail(Errc::BadInput, "not a period of the day: \"" + part.trimmed().toStdString() + "\"", "opening hours",
                        "write it as 10:00-18:00");
        periods.push_back({from, to});
    }
    std::sort(periods.begin(), periods.end(), [](const auto &a, const auto &b) { return a.from < b.from; });
    return periods;
}

} // namespace

BusinessHours::BusinessHours() : m_zone(QTimeZone::utc()), m_text("Mon-Fri 10:00-18:00; Sat 10:00-17:00")
{
    for (std::size_t day = 0; day < 5; ++day)
        m_week[day] = {{600, 1080}};
    m_week[5] = {{600, 1020}};
}

Result<BusinessHours> BusinessHours::parse(std::string_view hours, std::string_view zone, const std::vector<std::string> &holidays)
{
    static const QRegularExpression Pattern(QStringLiteral("^([A-Za-z]{3,9})(?:\\s*[-–]\\s*([A-Za-z]{3,9}))?\\s+(.+)$"));
    BusinessHours result;
    if (!hours.empty()) {
        result.m_text = std::string(hours);
        result.m_week = {};
        for (const auto &part : QString::fromUtf8(hours.data(), qsizetype(hours.size())).split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
            const auto match = Pattern.match(part.trimmed());
            const int first = match.hasMatch() ? weekday(match.capturedView(1)) : -1;
            const int last = match.hasMatch() && !match.captured(2).isEmpty() ? weekday(match.capturedView(2)) : first;
            if (first < 0 || last < 0)
                return fail(Errc::BadInput, "not a weekday with hours: \"" + part.trimmed().toStdString() + "\"", "opening hours",
                            "write them as Mon-Fri 10:00-18:00; Sat 10:00-17:00");
            const auto periods = parsePeriods(match.captured(3));
            if (!periods)
                return tl::make_unexpected(periods.error());
            for (int day = first;; day = (day + 1) % 7) {
                result.m_week[std::size_t(day)] = *periods;
                if (day == last)
                    break;
            }
        }
    }
    if (!zone.empty()) {
        result.m_zone = QTimeZone(QByteArray(zone.data(), qsizetype(zone.size())));
        if (!result.m_zone.isValid())
            return fail(Errc::BadInput, "unknown time zone: \"" + std::string(zone) + "\"", "time zone",
                        "use a name such as Europe/Berlin");
    }
    for (const auto &holiday : holidays) {
        const auto date = QDate::fromString(QString::fromStdString(holiday), Qt::ISODate);
        if (!date.isValid())
            return fail(Errc::BadInput, "not a date: \"" + holiday + "\"", "holidays", "write it as 2026-12-25");
        result.m_holidays.push_back(date);
    }
    return result;
}

/// Hands out the open periods of `days` days from the day of `from` on, as UTC moments, in order, until `visit` says false.
template <typename Visit>
void BusinessHours::eachPeriod(Timestamp from, int days, Visit visit) const
{
    const QDate first = QDateTime::fromMSecsSinceEpoch(toMillis(from), m_zone).date();
    for (int i = 0; i < days; ++i) {
        const QDate date = first.addDays(i);
        if (std::find(m_holidays.begin(), m_holidays.end(), date) != m_holidays.end())
            continue;
        for (const auto &period : m_week[std::size_t(date.dayOfWeek() - 1)]) {
            // Built from wall-clock times, so that a day with a change of the clock is as long as it really is.
            const auto at = [&](int minute) {
                const auto time = minute == 1440 ? QDateTime(date.addDays(1), QTime(0, 0), m_zone)
                                                 : QDateTime(date, QTime(minute / 60, minute % 60), m_zone);
                return fromMillis(time.toMSecsSinceEpoch());
            };
            if (!visit(at(period.from), at(period.to)))
                return;
        }
    }
}

Timestamp BusinessHours::add(Timestamp start, milliseconds length) const
{
    std::optional<Timestamp> end;
    auto left = length;
    eachPeriod(start, SearchDays, [&](Timestamp from, Timestamp to) {
        const auto begin = std::max(from, start);
        if (to <= begin)
            return true;
        if (to - begin >= left) {
            end = begin + left;
            return false;
        }
        left -= to - begin;
        return true;
    });
    return end.value_or(start + length);
}

milliseconds BusinessHours::between(Timestamp from, Timestamp to) const
{
    milliseconds open{0};
    if (to <= from)
        return open;
    const int days = int(duration_cast<hours>(to - from).count() / 24) + 2;
    eachPeriod(from, days, [&](Timestamp begin, Timestamp end) {
        const auto low = std::max(begin, from);
        const auto high = std::min(end, to);
        if (high > low)
            open += high - low;
        return begin < to;
    });
    return open;
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
    return minutes(most > 0 ? most : 480);
}

} // namespace hs::runtime
