#include "engine/workflow/cron.h"

#include <QTest>

using namespace hs;
using namespace hs::workflow;

/// When a schedule runs next, on the wall clocks of the world (T8).
class CronTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void T8_theNextRuns_data();
    void T8_theNextRuns();
    void T8_impossibleDatesNeverCome_data();
    void T8_impossibleDatesNeverCome();
    void T8_everyRunIsLaterThanTheOneBefore_data();
    void T8_everyRunIsLaterThanTheOneBefore();
    void E092_zonesByName_data();
    void E092_zonesByName();
    void E091_aFaultyExpressionIsNotRead();
};

namespace {

void row(const char *name, const char *cron, const char *zone, const char *after, std::initializer_list<const char *> runs)
{
    QStringList expected;
    for (const char *run : runs)
        expected.append(QString::fromLatin1(run));
    QTest::newRow(name) << QByteArray(cron) << QByteArray(zone) << QByteArray(after) << expected;
}

} // namespace

void CronTest::T8_theNextRuns_data()
{
    QTest::addColumn<QByteArray>("cron");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("runs"); // in UTC

    row("working days at nine in Berlin pass over the weekend", "0 9 * * 1-5", "Europe/Berlin", "2026-11-26T12:00:00Z",
        {"2026-11-27T08:00:00.000Z", "2026-11-30T08:00:00.000Z"});
    row("the moment of a run is behind the run", "0 9 * * *", "", "2026-11-23T09:00:00Z", {"2026-11-24T09:00:00.000Z"});
    row("a millisecond before it is not", "0 9 * * *", "", "2026-11-23T08:59:59.999Z", {"2026-11-23T09:00:00.000Z"});

    // Berlin 2026: 02:00 to 03:00 are skipped on March 29, 02:00 to 03:00 come twice on October 25.
    row("Berlin in spring: what falls into the gap runs when it ends", "30 2 * * *", "Europe/Berlin", "2026-03-28T02:00:00Z",
        {"2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"});
    row("Berlin in spring: several runs in the gap are one, and it is not doubled at three", "*/20 2,3 * * *", "Europe/Berlin",
        "2026-03-29T00:30:00Z", {"2026-03-29T01:00:00.000Z", "2026-03-29T01:20:00.000Z", "2026-03-29T01:40:00.000Z", "2026-03-30T00:00:00.000Z"});
    row("Berlin in autumn: what comes twice runs at the first", "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z",
        {"2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"});
    row("Berlin in autumn: within the second hour nothing runs again", "*/30 2,3 * * *", "Europe/Berlin", "2026-10-25T00:45:00Z",
        {"2026-10-25T02:00:00.000Z", "2026-10-25T02:30:00.000Z"});
    row("Berlin in autumn: asked in the second hour, the next day answers", "30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z",
        {"2026-10-26T01:30:00.000Z"});
    row("New York in spring", "15 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", {"2026-03-08T07:00:00.000Z", "2026-03-09T06:15:00.000Z"});
    row("New York in autumn", "15 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", {"2026-11-01T05:15:00.000Z", "2026-11-02T06:15:00.000Z"});
    row("Lord Howe moves by half an hour: in spring 02:00 to 02:30 are skipped", "15 2 * * *", "Australia/Lord_Howe", "2026-10-02T20:00:00Z",
        {"2026-10-03T15:30:00.000Z", "2026-10-04T15:15:00.000Z"});
    row("Lord Howe in autumn: 01:30 to 02:00 come twice", "45 1 * * *", "Australia/Lord_Howe", "2026-04-03T20:00:00Z",
        {"2026-04-04T14:45:00.000Z", "2026-04-05T15:15:00.000Z"});
    row("Kathmandu is three quarters of an hour off", "0 6 * * *", "Asia/Kathmandu", "2026-11-23T00:00:00Z", {"2026-11-23T00:15:00.000Z"});
    row("Apia left out a whole day in 2011", "0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z",
        {"2011-12-30T10:00:00.000Z", "2012-12-29T22:00:00.000Z"});
    row("Santiago jumps at midnight: the day begins at one", "0 0 * * *", "America/Santiago", "2026-09-05T12:00:00Z", {"2026-09-06T04:00:00.000Z"});

    row("a leap day waits for its year", "0 0 29 2 *", "", "2026-01-01T00:00:00Z", {"2028-02-29T00:00:00.000Z", "2032-02-29T00:00:00.000Z"});
    row("a leap day waits over a century without one", "0 0 29 2 *", "", "2096-03-01T00:00:00Z", {"2104-02-29T00:00:00.000Z"});
    row("the 31st leaves out shorter months", "0 0 31 * *", "", "2026-01-31T00:00:00Z",
        {"2026-03-31T00:00:00.000Z", "2026-05-31T00:00:00.000Z", "2026-07-31T00:00:00.000Z", "2026-08-31T00:00:00.000Z"});
    row("quarters of working hours", "*/15 9-17 * * 1-5", "", "2026-11-27T17:31:00Z",
        {"2026-11-27T17:45:00.000Z", "2026-11-30T09:00:00.000Z", "2026-11-30T09:15:00.000Z"});
    row("day of month or day of week, whichever comes", "0 0 13 * FRI", "", "2026-11-06T00:00:00Z",
        {"2026-11-13T00:00:00.000Z", "2026-11-20T00:00:00.000Z", "2026-11-27T00:00:00.000Z", "2026-12-04T00:00:00.000Z",
         "2026-12-11T00:00:00.000Z", "2026-12-13T00:00:00.000Z"});
    row("a starred day restricts nothing, also with steps", "0 0 */10 * MON", "", "2026-11-01T00:00:00Z",
        {"2026-12-21T00:00:00.000Z", "2027-01-11T00:00:00.000Z"});
    row("Sunday is 0 and 7", "0 0 * * 7", "", "2026-11-23T00:00:00Z", {"2026-11-29T00:00:00.000Z"});
    row("a week to Sunday", "0 0 * * 5-7", "", "2026-11-23T00:00:00Z",
        {"2026-11-27T00:00:00.000Z", "2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z", "2026-12-04T00:00:00.000Z"});
    row("months by name", "30 8 1 jan,Jul *", "", "2026-11-23T00:00:00Z", {"2027-01-01T08:30:00.000Z", "2027-07-01T08:30:00.000Z"});
    row("a list with a range and steps", "0,10-20/5 12 * * *", "", "2026-11-23T11:00:00Z",
        {"2026-11-23T12:00:00.000Z", "2026-11-23T12:10:00.000Z", "2026-11-23T12:15:00.000Z", "2026-11-23T12:20:00.000Z", "2026-11-24T12:00:00.000Z"});
}

void CronTest::T8_theNextRuns()
{
    QFETCH(QByteArray, cron);
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, runs);
    const auto read = Cron::parse(cron.toStdString());
    const auto place = TimeZone::named(zone.toStdString());
    QVERIFY(read && place);
    QStringList found;
    auto at = parseRfc3339(after.toStdString()).value();
    while (found.size() < runs.size()) {
        const auto next = read->next(at, *place);
        QVERIFY(next);
        found.append(QString::fromStdString(toRfc3339(*next)));
        at = *next;
    }
    QCOMPARE(found, runs);
}

void CronTest::T8_impossibleDatesNeverCome_data()
{
    QTest::addColumn<QByteArray>("cron");
    QTest::newRow("February 30") << QByteArray("0 0 30 2 *");
    QTest::newRow("the 31st of short months") << QByteArray("0 0 31 4,6,9,11 *");
}

void CronTest::T8_impossibleDatesNeverCome()
{
    QFETCH(QByteArray, cron);
    QVERIFY(!Cron::parse(cron.toStdString())->next(parseRfc3339("2026-01-01T00:00:00Z").value(), *TimeZone::named("Europe/Berlin")));
}

void CronTest::T8_everyRunIsLaterThanTheOneBefore_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *zone : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "Africa/Casablanca"})
        QTest::newRow(zone) << QByteArray(zone);
}

/// Over a whole year: every run stands on the wall clock where the expression says, except at a jump.
void CronTest::T8_everyRunIsLaterThanTheOneBefore()
{
    QFETCH(QByteArray, zone);
    const auto place = *TimeZone::named(zone.toStdString());
    const auto cron = *Cron::parse("*/30 * * * *");
    auto at = parseRfc3339("2026-01-01T00:00:00Z").value();
    const auto end = parseRfc3339("2027-01-01T00:00:00Z").value();
    int runs = 0;
    while (at < end) {
        const auto next = cron.next(at, place);
        QVERIFY(next && *next > at);
        QCOMPARE(place.wall(*next) % (30 * 60'000), std::int64_t(0));
        at = *next;
        ++runs;
    }
    // 17,520 half hours; the hours that come twice run once.
    QVERIFY2(runs >= 17'510 && runs <= 17'521, qPrintable(QString::number(runs)));
}

void CronTest::E092_zonesByName_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<bool>("known");
    QTest::newRow("a city") << QByteArray("Europe/Berlin") << true;
    QTest::newRow("an old name of one") << QByteArray("Asia/Katmandu") << true;
    QTest::newRow("nothing is UTC") << QByteArray() << true;
    QTest::newRow("UTC") << QByteArray("UTC") << true;
    QTest::newRow("a slip") << QByteArray("Europe/Berln") << false;
    QTest::newRow("an offset is no name") << QByteArray("GMT+3") << false;
}

void CronTest::E092_zonesByName()
{
    QFETCH(QByteArray, zone);
    QFETCH(bool, known);
    QCOMPARE(TimeZone::named(zone.toStdString()).has_value(), known);
}

void CronTest::E091_aFaultyExpressionIsNotRead()
{
    QVERIFY(!Cron::parse("0 25 * * *"));
    QVERIFY(!Cron::parse("0 9 * *"));
}

QTEST_APPLESS_MAIN(CronTest)
#include "cron_test.moc"
