#include "engine/runtime/housekeeping.h"

#include "engine/store/tables/housekeeping.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using test::RuntimeBench;

namespace {

const char *const Plain = R"({ "id": "plain", "version": "1.0.0", "initial": "open",
  "states": { "open": { "on": { "end": "over" } }, "over": { "type": "final" } } })";

} // namespace

/// What the engine forgets by itself, and what it must not.
class HousekeepingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<RuntimeBench>();
        m_bench->define(Plain);
    }
    void D3_idsAreRememberedAWeekAfterTheEndAndWhileItIsOpen();
    void D3_manyAreForgottenSliceBySlice();

private:
    std::string start()
    {
        return m_bench->must<std::string>(engineActor(), [](Deed &deed) {
            flow::Start wish;
            wish.definition = "plain";
            return flow::start(deed, wish);
        });
    }
    flow::Sent send(const std::string &id, const std::string &type, const std::string &eventId)
    {
        return m_bench->send(id, type, Json::object(), eventId);
    }
    std::int64_t remembered()
    {
        return m_bench->read<std::int64_t>([](const auto &sql) { return sql.integer("SELECT count(*) FROM instance_events").value_or(-1); });
    }
    void tidy()
    {
        m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
            housekeeping::tidy(deed);
            return {};
        });
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void HousekeepingTest::D3_idsAreRememberedAWeekAfterTheEndAndWhileItIsOpen()
{
    const auto open = start(), ended = start();
    send(open, "hello", "evt_1");
    send(ended, "hello", "evt_1");
    send(ended, "end", "evt_2");
    m_bench->clock.advance(std::chrono::hours(7 * 24) - 1ms);
    tidy();
    QCOMPARE(remembered(), std::int64_t(3));
    m_bench->clock.advance(24h - 1ms); // the next pass comes a day later, not before
    tidy();
    QCOMPARE(remembered(), std::int64_t(3));
    m_bench->clock.advance(2ms);
    tidy();
    QCOMPARE(remembered(), std::int64_t(1));
    QVERIFY(send(open, "hello", "evt_1").duplicate);
    QCOMPARE(m_bench->audited("engine"), std::vector<std::string>{"housekeeping.done"});
}

void HousekeepingTest::D3_manyAreForgottenSliceBySlice()
{
    constexpr int Many = housekeeping::SliceSize + 30;
    const auto ended = start();
    send(ended, "end", "evt_1");
    // Rows as instances that are long gone would leave them.
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        for (int i = 0; i < Many; ++i)
            store::workflows::firstTime(deed.tx, "wf_gone" + std::to_string(1000 + i), "evt_1", deed.now);
        return {};
    });
    m_bench->clock.advance(std::chrono::hours(8 * 24));
    tidy();
    QCOMPARE(remembered(), std::int64_t(Many + 1 - housekeeping::SliceSize));
    QVERIFY(m_bench->read<Timestamp>([](const auto &sql) { return housekeeping::next(sql); }) <= m_bench->clock.now()); // the rest at once
    tidy();
    QCOMPARE(remembered(), std::int64_t(0));
    QVERIFY(m_bench->read<Timestamp>([](const auto &sql) { return housekeeping::next(sql); }) == m_bench->clock.now() + housekeeping::Every);
}

QTEST_GUILESS_MAIN(HousekeepingTest)
#include "housekeeping_test.moc"
