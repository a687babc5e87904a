#include <QtTest>

#include "engine/webhook/refusal_limit.h"

using namespace hs;
using namespace hs::webhook;
using namespace std::chrono_literals;

class RefusalLimitTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void passesSoManyAMinuteAndCountsTheRest();
    void addressesAndSourcesCountApart();
    void allTogetherAreLimitedToo();
    void aFloodOfAddressesStaysBounded();
};

void RefusalLimitTest::passesSoManyAMinuteAndCountsTheRest()
{
    RefusalLimit limit(2, 100);
    auto now = fromMillis(60'000 * 1000);
    QCOMPARE(limit.pass("typeform", "10.0.0.1", now).value_or(99), std::uint64_t(0));
    QCOMPARE(limit.pass("typeform", "10.0.0.1", now).value_or(99), std::uint64_t(0));
    for (int i = 0; i < 7; ++i)
        QVERIFY(!limit.pass("typeform", "10.0.0.1", now));
    now += 1min;
    QCOMPARE(limit.pass("typeform", "10.0.0.1", now).value_or(99), std::uint64_t(7));
    QCOMPARE(limit.pass("typeform", "10.0.0.1", now).value_or(99), std::uint64_t(0));
    QVERIFY(!limit.pass("typeform", "10.0.0.1", now));
}

void RefusalLimitTest::addressesAndSourcesCountApart()
{
    RefusalLimit limit(1, 100);
    const auto now = fromMillis(60'000 * 1000);
    QVERIFY(limit.pass("typeform", "10.0.0.1", now));
    QVERIFY(limit.pass("typeform", "10.0.0.2", now));
    QVERIFY(limit.pass("stripe", "10.0.0.1", now));
    QVERIFY(!limit.pass("stripe", "10.0.0.1", now));
}

void RefusalLimitTest::allTogetherAreLimitedToo()
{
    RefusalLimit limit(5, 3);
    auto now = fromMillis(60'000 * 1000);
    for (int i = 0; i < 3; ++i)
        QVERIFY(limit.pass("s", std::to_string(i), now));
    QVERIFY(!limit.pass("s", "9", now));
    now += 1min;
    QCOMPARE(limit.pass("s", "9", now).value_or(99), std::uint64_t(1));
}

void RefusalLimitTest::aFloodOfAddressesStaysBounded()
{
    RefusalLimit limit(1, 1'000'000);
    auto now = fromMillis(60'000 * 1000);
    for (int i = 0; i < 20'000; ++i)
        (void)limit.pass("s", std::to_string(i), now);
    QVERIFY(limit.remembered() <= 4096);
}

QTEST_GUILESS_MAIN(RefusalLimitTest)
#include "refusal_limit_test.moc"
