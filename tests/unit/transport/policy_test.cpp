#include <QTest>

#include "engine/http/request_policy.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::http;
using hs::test::FakeClock;
using namespace std::chrono_literals;

class PolicyTest : public QObject {
    Q_OBJECT

private:
    static Result<Response> answered(int status, std::string retryAfter = {})
    {
        Response response;
        response.status = status;
        if (!retryAfter.empty())
            response.headers.push_back({"retry-after", std::move(retryAfter)});
        return response;
    }

private Q_SLOTS:
    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("millis"); // -1: not readable
        using B = QByteArray;
        QTest::newRow("seconds") << B("120") << qint64(120'000);
        QTest::newRow("none") << B("0") << qint64(0);
        QTest::newRow("blanks around") << B(" 7 ") << qint64(7'000);
        QTest::newRow("leading zeros") << B("0000000007") << qint64(7'000);
        QTest::newRow("more than a day is a day") << B("999999") << qint64(86'400'000);
        QTest::newRow("a number of astronomers") << B("99999999999999999999") << qint64(86'400'000);
        QTest::newRow("a date") << B("Mon, 23 Nov 2026 09:01:30 GMT") << qint64(90'000);
        QTest::newRow("a date of RFC 850") << B("Monday, 23-Nov-26 09:01:30 GMT") << qint64(90'000);
        QTest::newRow("a date of C") << B("Mon Nov 23 09:01:30 2026") << qint64(90'000);
        QTest::newRow("a date gone by") << B("Mon, 23 Nov 2026 08:00:00 GMT") << qint64(0);
        QTest::newRow("a date far off") << B("Fri, 23 Nov 2046 08:00:00 GMT") << qint64(86'400'000);
        QTest::newRow("empty") << B("") << qint64(-1);
        QTest::newRow("words") << B("soon") << qint64(-1);
        QTest::newRow("negative") << B("-5") << qint64(-1);
        QTest::newRow("a fraction") << B("1.5") << qint64(-1);
        QTest::newRow("a date that is none") << B("Mon, 99 Foo 2026 09:01:30 GMT") << qint64(-1);
    }
    void readsRetryAfter()
    {
        QFETCH(QByteArray, value);
        QFETCH(qint64, millis);
        const auto wait = parseRetryAfter(value.toStdString(), FakeClock().now());
        QCOMPARE(wait ? qint64(wait->count()) : qint64(-1), millis);
    }

    void waitsLongerEachTime_data()
    {
        QTest::addColumn<int>("attempt");
        QTest::addColumn<double>("random");
        QTest::addColumn<qint64>("millis");
        QTest::newRow("before the second") << 2 << 0.5 << qint64(1'000);
        QTest::newRow("before the third") << 3 << 0.5 << qint64(2'000);
        QTest::newRow("before the sixth") << 6 << 0.5 << qint64(16'000);
        QTest::newRow("never more than the cap") << 7 << 0.5 << qint64(30'000);
        QTest::newRow("also much later") << 1000 << 0.5 << qint64(30'000);
        QTest::newRow("a tenth less") << 2 << 0.0 << qint64(900);
        QTest::newRow("a tenth more") << 2 << 1.0 << qint64(1'100);
    }
    void waitsLongerEachTime()
    {
        QFETCH(int, attempt);
        QFETCH(double, random);
        QFETCH(qint64, millis);
        QCOMPARE(qint64(backoff({}, attempt, random).count()), millis);
    }

    void retriesWhatMayBeRepeated_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("key");
        QTest::addColumn<int>("status"); // negative: an error of that code
        QTest::addColumn<bool>("again");
        using B = QByteArray;
        QTest::newRow("a good answer") << B("GET") << false << 200 << false;
        QTest::newRow("our own mistake") << B("GET") << false << 400 << false;
        QTest::newRow("a redirect") << B("GET") << false << 302 << false;
        QTest::newRow("too many, also a POST") << B("POST") << false << 429 << true;
        QTest::newRow("overloaded, also a POST") << B("POST") << false << 529 << true;
        QTest::newRow("unavailable, a GET") << B("GET") << false << 503 << true;
        QTest::newRow("unavailable, a POST") << B("POST") << false << 503 << false;
        QTest::newRow("unavailable, a POST with a key") << B("POST") << true << 503 << true;
        QTest::newRow("a PATCH is no PUT") << B("PATCH") << false << 500 << false;
        QTest::newRow("not implemented") << B("GET") << false << 501 << false;
        QTest::newRow("bad gateway, a DELETE") << B("DELETE") << false << 502 << true;
        QTest::newRow("gateway too slow, a PUT") << B("PUT") << false << 504 << true;
        QTest::newRow("never sent, a POST") << B("POST") << false << -int(Errc::Unavailable) << true;
        QTest::newRow("answer lost, a POST") << B("POST") << false << -int(Errc::Timeout) << false;
        QTest::newRow("answer lost, a POST with a key") << B("POST") << true << -int(Errc::Timeout) << true;
        QTest::newRow("answer lost, a GET") << B("GET") << false << -int(Errc::Timeout) << true;
        QTest::newRow("cancelled") << B("GET") << true << -int(Errc::Cancelled) << false;
    }
    void retriesWhatMayBeRepeated()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, key);
        QFETCH(int, status);
        QFETCH(bool, again);
        const auto name = method.toStdString();
        const Result<Response> outcome = status > 0 ? answered(status) : Result<Response>(fail(Errc(-status), "x"));
        QCOMPARE(worthRetrying({name, key}, outcome), again);
    }

    void obeysTheService()
    {
        const auto now = FakeClock().now();
        const RetryPolicy policy;
        const auto delay = [&](const Result<Response> &outcome, int made) { return retryDelay(policy, {}, outcome, made, now, 0.5); };
        QCOMPARE(delay(answered(429, "7"), 1).value_or(0ms), 7'000ms);
        QCOMPARE(delay(answered(429, "0"), 1).value_or(0ms), 1'000ms); // asked for less than we would wait
        QCOMPARE(delay(answered(503, "Mon, 23 Nov 2026 09:02:00 GMT"), 2).value_or(0ms), 120'000ms);
        QCOMPARE(delay(answered(503), 2).value_or(0ms), 2'000ms);
        QVERIFY(!delay(answered(503), 3)); // three attempts in all
        QVERIFY(!delay(answered(404), 1));
        Error error{Errc::Unavailable, "x", {}, {}, 5'000ms};
        QCOMPARE(delay(tl::make_unexpected(error), 1).value_or(0ms), 5'000ms);
    }

    void theBreakerOpensAndClosesAgain()
    {
        FakeClock clock;
        Breaker breaker(clock);
        for (int i = 0; i < 4; ++i) {
            QVERIFY(breaker.allow());
            breaker.failed();
        }
        QCOMPARE(breaker.state(), Breaker::State::Closed);
        breaker.succeeded(); // failures count in a row only
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(breaker.state(), Breaker::State::Closed);
            QVERIFY(breaker.allow());
            breaker.failed();
        }
        QCOMPARE(breaker.state(), Breaker::State::Open);
        QCOMPARE(breaker.since(), clock.now());
        QCOMPARE(breaker.opensForTrialAt().value_or(Timestamp()), clock.now() + 30s);
        QVERIFY(!breaker.allow());
        clock.advance(29'999ms);
        QVERIFY(!breaker.allow());
        clock.advance(1ms);
        QCOMPARE(breaker.state(), Breaker::State::HalfOpen);
        QVERIFY(!breaker.opensForTrialAt());
        QVERIFY(breaker.allow());
        QVERIFY(!breaker.allow()); // one trial at a time
        breaker.abandoned();
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(breaker.state(), Breaker::State::HalfOpen);
            QVERIFY(breaker.allow());
            breaker.succeeded();
        }
        QCOMPARE(breaker.state(), Breaker::State::Closed);
    }

    void oneBadTrialOpensItAgain()
    {
        FakeClock clock;
        Breaker breaker(clock, {.failures = 1, .pause = 10s, .trialsAtOnce = 1, .goodTrials = 2});
        QVERIFY(breaker.allow());
        breaker.failed();
        breaker.succeeded(); // an answer to a question asked before
        QCOMPARE(breaker.state(), Breaker::State::Open);
        clock.advance(10s);
        QVERIFY(breaker.allow());
        breaker.succeeded();
        QVERIFY(breaker.allow());
        breaker.failed();
        QCOMPARE(breaker.state(), Breaker::State::Open);
        clock.advance(9'999ms);
        QVERIFY(!breaker.allow());
        clock.advance(1ms);
        QVERIFY(breaker.allow());
        QCOMPARE(name(Breaker::State::HalfOpen), std::string_view("half-open"));
    }

    void theBucketSpreadsCalls()
    {
        FakeClock clock;
        TokenBucket bucket(clock, 180, 3); // three a second, three at once
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bucket.take(), 0ms);
        QCOMPARE(bucket.take(), 334ms);
        clock.advance(333ms);
        QCOMPARE(bucket.take(), 1ms);
        clock.advance(1ms);
        QCOMPARE(bucket.take(), 0ms);
        clock.advance(1h);
        QCOMPARE(bucket.available(), 3.0); // never more than the burst
        bucket.pause(7s); // the service said 429
        QCOMPARE(bucket.take(), 7'000ms);
        bucket.pause(1s);
        clock.advance(6'999ms);
        QCOMPARE(bucket.take(), 1ms);
        clock.advance(1ms);
        QCOMPARE(bucket.take(), 0ms);
    }

    void aClockThatStepsBackGivesNothingAway()
    {
        FakeClock clock;
        TokenBucket bucket(clock, 60, 1);
        QCOMPARE(bucket.take(), 0ms);
        clock.set(clock.now() - 1h);
        QVERIFY(bucket.take() > 0ms);
    }
};

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
