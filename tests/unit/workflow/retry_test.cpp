#include <QTest>

#include "engine/workflow/cron.h"
#include "engine/workflow/duration.h"
#include "engine/workflow/event_descriptor.h"
#include "engine/workflow/retry.h"

using namespace hs;
using namespace hs::workflow;

/// Waiting: retries (D10), durations (F10), cron expressions (E091), and what events match (M3).
class RetryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void waits_data();
    void waits();
    void entriesCountTheirOwnRetries();
    void jitterIsPredictable();
    void theDefaultPolicy();
    void taskKeys();
    void durations_data();
    void durations();
    void crons_data();
    void crons();
    void descriptors_data();
    void descriptors();
};

void RetryTest::waits_data()
{
    QTest::addColumn<QStringList>("failures");
    QTest::addColumn<int>("expected"); // milliseconds, -1: final
    QTest::newRow("D10 the first retry waits the interval") << QStringList{"timeout"} << 2000;
    QTest::newRow("D10 the second waits twice as long") << QStringList{"timeout", "timeout"} << 4000;
    QTest::newRow("D10 never longer than maxDelaySeconds") << QStringList{"timeout", "timeout", "timeout"} << 5000;
    QTest::newRow("D10 after maxAttempts retries it is final")
        << QStringList{"timeout", "timeout", "timeout", "timeout", "timeout"} << -1;
    QTest::newRow("D10 maxAttempts 0 is never") << QStringList{"guardrail.input"} << -1;
    QTest::newRow("D10 a prefix matches by whole names") << QStringList{"guardrails"} << 1000;
    QTest::newRow("D10 the star takes the rest") << QStringList{"anything"} << 1000;
}

void RetryTest::waits()
{
    QFETCH(QStringList, failures);
    QFETCH(int, expected);
    const RetryPolicy policy = {{{"agent.unavailable", "timeout"}, 2, 2, 4, 5, false},
                                {{"guardrail.*"}, 1, 2, 0, std::nullopt, false},
                                {{"*"}, 1, 2, 3, std::nullopt, false}};
    std::vector<std::string> names;
    for (const QString &failure : failures)
        names.push_back(failure.toStdString());
    const auto wait = nextRetry(policy, names, "i/k/1");
    QCOMPARE(wait ? int(wait->count()) : -1, expected);
}

void RetryTest::entriesCountTheirOwnRetries()
{
    const RetryPolicy policy = {{{"timeout"}, 1, 2, 1, std::nullopt, false}, {{"rate.limited"}, 10, 2, 2, std::nullopt, false}};
    RetryCounts counts;
    QCOMPARE(nextRetry(policy, "timeout", counts, "t", 1)->count(), 1000);
    QCOMPARE(nextRetry(policy, "rate.limited", counts, "t", 2)->count(), 10000);
    QCOMPARE(counts, (RetryCounts{1, 1}));
    QVERIFY(!nextRetry(policy, "timeout", counts, "t", 3));
    QVERIFY(!nextRetry(policy, "unknown", counts, "t", 3));
    QCOMPARE(counts, (RetryCounts{1, 1}));
}

void RetryTest::jitterIsPredictable()
{
    // Top 53 bits of SHA-256 over "wf_1/reserveRoom/1:1" and ":2", computed with another program.
    QCOMPARE(jitter("wf_1/reserveRoom/1", 1), 0.7036537879783393);
    QCOMPARE(jitter("wf_1/reserveRoom/1", 2), 0.4170618130966658);
    const RetryPolicy policy = {{{"*"}, 10, 1, 3, std::nullopt, true}};
    RetryCounts counts;
    QCOMPARE(nextRetry(policy, "timeout", counts, "wf_1/reserveRoom/1", 1)->count(),
             std::llround(10000 * jitter("wf_1/reserveRoom/1", 1)));
}

void RetryTest::theDefaultPolicy()
{
    for (const char *error : {"agent.unavailable", "agent.lost", "timeout", "rate.limited"}) {
        RetryCounts counts;
        for (int attempt = 1; attempt <= 3; ++attempt) {
            const auto wait = nextRetry(defaultRetryPolicy(), error, counts, "k", attempt);
            QVERIFY(wait);
            QVERIFY(wait->count() <= 2000 << (attempt - 1));
        }
        QVERIFY(!nextRetry(defaultRetryPolicy(), error, counts, "k", 4));
    }
    RetryCounts counts;
    QVERIFY(!nextRetry(defaultRetryPolicy(), "agent.error", counts, "k", 1));
}

void RetryTest::taskKeys()
{
    QCOMPARE(taskKey("wf_01", "reserveRoom", 3), std::string("wf_01/reserveRoom/3")); // D5
}

void RetryTest::durations_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("expected"); // -1: refused
    using B = QByteArray;
    QTest::newRow("F10 all units") << B(R"("P1W2DT3H4M5S")") << qint64(788645000);
    QTest::newRow("F10 hours and minutes") << B(R"("PT1H30M")") << qint64(5400000);
    QTest::newRow("F10 parts of a second") << B(R"("PT0.25S")") << qint64(250);
    QTest::newRow("F10 nothing at all takes no time") << B(R"("PT0S")") << qint64(0);
    QTest::newRow("F10 digits") << B(R"("1500")") << qint64(1500);
    QTest::newRow("F10 a number") << B("1500") << qint64(1500);
    QTest::newRow("F10 a broken number is rounded") << B("1500.5") << qint64(1501);
    QTest::newRow("F10 no years") << B(R"("P1Y")") << qint64(-1);
    QTest::newRow("F10 no months") << B(R"("P1M")") << qint64(-1);
    QTest::newRow("F10 minutes stand after T") << B(R"("P5H")") << qint64(-1);
    QTest::newRow("F10 T needs something behind it") << B(R"("P1DT")") << qint64(-1);
    QTest::newRow("F10 P alone") << B(R"("P")") << qint64(-1);
    QTest::newRow("F10 a unit twice") << B(R"("PT1H2H")") << qint64(-1);
    QTest::newRow("F10 units in the wrong order") << B(R"("PT1S2M")") << qint64(-1);
    QTest::newRow("F10 a sign") << B(R"("-PT1S")") << qint64(-1);
    QTest::newRow("F10 a negative number") << B("-1") << qint64(-1);
    QTest::newRow("F10 leading zeros") << B(R"("0100")") << qint64(-1);
    QTest::newRow("F10 words") << B(R"("soon")") << qint64(-1);
    QTest::newRow("F10 nothing") << B("null") << qint64(-1);
    QTest::newRow("F10 beyond every calendar") << B(R"("P99999999999W")") << qint64(-1);
}

void RetryTest::durations()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, expected);
    const auto delay = delayOf(OrderedJson::parse(value.toStdString()));
    QCOMPARE(delay ? qint64(delay->count()) : qint64(-1), expected);
}

void RetryTest::crons_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("T8 weekdays at nine") << B("0 9 * * 1-5") << B();
    QTest::newRow("T8 names, lists and steps") << B("*/15 8-18/2 1,15 JAN-mar MON,fri") << B();
    QTest::newRow("T8 Sunday is 7 too") << B("0 0 * * 7") << B();
    QTest::newRow("E091 minute 60") << B("60 * * * *") << B("field 1 \"60\"");
    QTest::newRow("E091 day 0") << B("0 0 0 * *") << B("field 3 \"0\"");
    QTest::newRow("E091 a range that runs backwards") << B("0 18-8 * * *") << B("field 2 \"18-8\"");
    QTest::newRow("E091 a step of a single value") << B("5/10 * * * *") << B("field 1 \"5/10\"");
    QTest::newRow("E091 a step of nothing") << B("*/0 * * * *") << B("field 1 \"*/0\"");
    QTest::newRow("E091 a name in the wrong field") << B("0 MON * * *") << B("field 2 \"MON\"");
    QTest::newRow("E091 half a name") << B("0 0 * ANF *") << B("field 4 \"ANF\"");
    QTest::newRow("E091 an empty list member") << B("0,,5 * * * *") << B("field 1 \"0,,5\"");
    QTest::newRow("E091 seconds") << B("0 0 9 * * 1") << B("6 fields, five are needed");
    QTest::newRow("E091 nothing") << B("") << B("0 fields, five are needed");
}

void RetryTest::crons()
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(cronProblem(expression.toStdString())), expected);
}

void RetryTest::descriptors_data()
{
    QTest::addColumn<QByteArray>("descriptor");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("expected");
    using B = QByteArray;
    QTest::newRow("M3 the same") << B("order") << B("order") << true;
    QTest::newRow("M3 a prefix matches itself") << B("order.*") << B("order") << true;
    QTest::newRow("M3 a prefix matches below") << B("order.*") << B("order.paid.twice") << true;
    QTest::newRow("M3 a prefix ends at a dot") << B("order.*") << B("orders") << false;
    QTest::newRow("M3 a word matches itself alone") << B("order") << B("order.paid") << false;
    QTest::newRow("M3 the star matches everything") << B("*") << B("xstate.done.actor.a") << true;
    QTest::newRow("M3 a longer prefix") << B("order.paid.*") << B("order.sent") << false;
}

void RetryTest::descriptors()
{
    QFETCH(QByteArray, descriptor);
    QFETCH(QByteArray, type);
    QFETCH(bool, expected);
    QCOMPARE(matches(descriptor.toStdString(), type.toStdString()), expected);
}

QTEST_GUILESS_MAIN(RetryTest)
#include "retry_test.moc"
