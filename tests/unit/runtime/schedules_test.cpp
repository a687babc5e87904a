#include "engine/runtime/schedules.h"

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using test::RuntimeBench;

namespace {

/// A digest at nine on working days in Berlin; `more` are further keys of the schedule.
std::string digest(const std::string &more = {}, const std::string &version = "1.0.0", const std::string &cron = "0 9 * * 1-5")
{
    return R"({"id": "digest", "version": ")" + version + R"(",
      "setup": { "schedules": [{ "cron": ")" + cron + R"(", "timezone": "Europe/Berlin", "event": { "type": "digest.due", "list": "friends" })"
           + (more.empty() ? "" : ", " + more) + R"( }] },
      "context": { "list": null, "due": null, "type": null },
      "initial": "open", "states": { "open": { "on": { "end": "done" } }, "done": { "type": "final" } } })";
}

Timestamp at(const char *text)
{
    return parseRfc3339(text).value();
}

} // namespace

/// Definitions that start by the clock (T8). It is Monday, 2026-11-23, 09:00 UTC, ten o'clock in Berlin.
class SchedulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void T8_aRunStartsTheDefinitionWithItsEvent();
    void T8_eachRunHappensOnce();
    void T8_nothingHappensBeforeItsTime();
    void T8_overlapSkipLeavesOut();
    void T8_overlapQueueKeepsOne();
    void T8_overlapAllowStartsAnother();
    void T8_whatWasStartedOtherwiseIsNoOverlap();
    void T8_missedRunsHappenOnceIfWithinCatchup_data();
    void T8_missedRunsHappenOnceIfWithinCatchup();
    void T8_aRunThatIsALittleLateWasNotMissed();
    void T8_aClockThatGoesBackRunsNothingTwice();
    void T8_aClockThatIsADayAheadCatchesUp();
    void T8_onlyTheNewestVersionIsLive();
    void T8_aScheduleThatStaysKeepsWhatIsDue();
    void T8_aRetiredDefinitionStartsNothing();
    void T8_whatCannotStartIsGivenUpForThisTime();
    void T8_anImpossibleDateIsNeverDue();
    void T8_schedulesOutliveARestart();

private:
    std::vector<store::workflows::Instance> runs(const std::string &definition = "digest")
    {
        auto all = m_bench->instances();
        all.erase(std::remove_if(all.begin(), all.end(), [&](const auto &one) { return one.definition != definition; }), all.end());
        std::reverse(all.begin(), all.end());
        return all;
    }
    store::schedules::Schedule row()
    {
        return m_bench->read<std::vector<store::schedules::Schedule>>([](const auto &sql) { return store::schedules::of(sql, "digest"); }).at(0);
    }
    void tick(const char *time)
    {
        m_bench->clock.set(at(time));
        m_bench->settle();
    }
    void end(const std::string &instance)
    {
        m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {instance, "end"}); });
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void SchedulesTest::T8_aRunStartsTheDefinitionWithItsEvent()
{
    m_bench->define(digest());
    QCOMPARE(row().nextDue, std::optional(at("2026-11-24T08:00:00Z")));
    tick("2026-11-24T08:00:00.400Z");
    const auto all = runs();
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all.front().key, std::string("digest.due at 0 9 * * 1-5 Europe/Berlin"));
    QCOMPARE(all.front().entity, m_bench->business);
    const auto snapshot = parseJson(all.front().snapshot).value();
    const Json &context = member(snapshot, "context");
    QCOMPARE(text(context, "type"), std::string("digest.due"));
    QCOMPARE(text(context, "list"), std::string("friends"));
    QCOMPARE(text(context, "due"), std::string("2026-11-24T08:00:00.000Z"));
    QCOMPARE(text(context, "source"), std::string("schedule"));
    QCOMPARE(m_bench->audited("digest"), std::vector<std::string>{"schedule.ran"});
    QCOMPARE(row().nextDue, std::optional(at("2026-11-25T08:00:00Z")));
    QCOMPARE(row().lastDue, std::optional(at("2026-11-24T08:00:00Z")));
}

void SchedulesTest::T8_eachRunHappensOnce()
{
    m_bench->define(digest(R"("overlap": "allow")"));
    tick("2026-11-24T08:00:00Z");
    // The worker may ask twice for what it has read once.
    for (int again = 0; again < 2; ++again)
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return schedules::run(deed, "digest", row().name); });
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1));
}

void SchedulesTest::T8_nothingHappensBeforeItsTime()
{
    m_bench->define(digest());
    tick("2026-11-24T07:59:59.999Z");
    QVERIFY(runs().empty());
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return schedules::run(deed, "digest", row().name); });
    QVERIFY(runs().empty());
}

void SchedulesTest::T8_overlapSkipLeavesOut()
{
    m_bench->define(digest());
    tick("2026-11-24T08:00:00Z");
    tick("2026-11-25T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
    QCOMPARE(m_bench->audited("digest").back(), std::string("schedule.skipped"));
    end(runs().front().id);
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1)); // what was left out is not made up for
    tick("2026-11-26T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(2));
}

void SchedulesTest::T8_overlapQueueKeepsOne()
{
    m_bench->define(digest(R"("overlap": "queue")"));
    tick("2026-11-24T08:00:00Z");
    tick("2026-11-25T08:00:00Z");
    tick("2026-11-26T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
    QCOMPARE(m_bench->audited("digest"), (std::vector<std::string>{"schedule.ran", "schedule.queued", "schedule.skipped"}));
    m_bench->clock.advance(1h);
    end(runs().front().id);
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(2)); // one of the two that came meanwhile
    QCOMPARE(row().lastDue, std::optional(at("2026-11-25T08:00:00Z")));
    end(runs().back().id);
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(2));
    tick("2026-11-27T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(3));
}

void SchedulesTest::T8_overlapAllowStartsAnother()
{
    m_bench->define(digest(R"("overlap": "allow")"));
    tick("2026-11-24T08:00:00Z");
    tick("2026-11-25T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(2));
}

void SchedulesTest::T8_whatWasStartedOtherwiseIsNoOverlap()
{
    m_bench->define(digest());
    m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"digest", "by hand"}); });
    tick("2026-11-24T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(2));
}

void SchedulesTest::T8_missedRunsHappenOnceIfWithinCatchup_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<int>("runs");
    QTest::addColumn<QByteArray>("due"); // of the run
    QTest::addColumn<QByteArray>("told");
    const QByteArray allow(R"("overlap": "allow")");
    const QByteArray hour(R"("overlap": "allow", "catchup": "PT1H")");
    const QByteArray days(R"("overlap": "allow", "catchup": "P2D")");
    QTest::newRow("without catchup none happens") << allow << QByteArray("2026-11-24T08:30:00Z") << 0 << QByteArray() << QByteArray("schedule.missed");
    QTest::newRow("one within catchup happens") << hour << QByteArray("2026-11-24T08:30:00Z") << 1 << QByteArray("2026-11-24T08:00:00.000Z") << QByteArray("schedule.ran");
    QTest::newRow("at the edge of catchup it happens") << hour << QByteArray("2026-11-24T09:00:00Z") << 1 << QByteArray("2026-11-24T08:00:00.000Z") << QByteArray("schedule.ran");
    QTest::newRow("behind catchup it does not") << hour << QByteArray("2026-11-24T09:00:00.001Z") << 0 << QByteArray() << QByteArray("schedule.missed");
    QTest::newRow("three of them happen once") << days << QByteArray("2026-11-26T12:00:00Z") << 1 << QByteArray("2026-11-25T08:00:00.000Z")
                                              << QByteArray("schedule.missed schedule.ran");
    QTest::newRow("the one that is on time is a run of its own") << days << QByteArray("2026-11-26T08:01:00Z") << 2 << QByteArray("2026-11-25T08:00:00.000Z")
                                                                << QByteArray("schedule.missed schedule.ran schedule.ran");
}

void SchedulesTest::T8_missedRunsHappenOnceIfWithinCatchup()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, now);
    m_bench->define(digest(more.toStdString()));
    tick(now.constData());
    QTEST(int(runs().size()), "runs");
    QByteArray told;
    for (const auto &action : m_bench->audited("digest"))
        told += (told.isEmpty() ? "" : " ") + QByteArray::fromStdString(action);
    QTEST(told, "told");
    const QByteArray due = runs().empty() ? QByteArray()
                                          : QByteArray::fromStdString(text(member(parseJson(runs().front().snapshot).value(), "context"), "due"));
    QTEST(due, "due");
    QVERIFY(*row().nextDue > at(now.constData()));
}

void SchedulesTest::T8_aRunThatIsALittleLateWasNotMissed()
{
    m_bench->define(digest());
    tick("2026-11-24T08:02:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
    QCOMPARE(m_bench->audited("digest"), std::vector<std::string>{"schedule.ran"});
}

void SchedulesTest::T8_aClockThatGoesBackRunsNothingTwice()
{
    m_bench->define(digest(R"("overlap": "allow", "catchup": "P7D")"));
    tick("2026-11-24T08:00:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
    tick("2026-11-24T07:00:00Z");
    tick("2026-11-24T08:00:30Z");
    QCOMPARE(runs().size(), std::size_t(1));
    m_bench->define(digest(R"("overlap": "allow", "catchup": "P7D")", "1.1.0")); // published while the clock is back
    tick("2026-11-24T08:01:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
}

void SchedulesTest::T8_aClockThatIsADayAheadCatchesUp()
{
    m_bench->define(digest(R"("overlap": "allow", "catchup": "P1D")", "1.0.0", "0 * * * *"));
    m_bench->clock.advance(24h + 30min);
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1));
    const auto told = m_bench->audited("digest");
    QCOMPARE(told, (std::vector<std::string>{"schedule.missed", "schedule.ran"}));
    QCOMPARE(row().nextDue, std::optional(at("2026-11-24T10:00:00Z")));
}

void SchedulesTest::T8_onlyTheNewestVersionIsLive()
{
    m_bench->define(digest());
    m_bench->define(digest({}, "1.1.0", "30 9 * * *"));
    QCOMPARE(row().nextDue, std::optional(at("2026-11-24T08:30:00Z")));
    tick("2026-11-24T08:00:00Z");
    QVERIFY(runs().empty());
    tick("2026-11-24T08:30:00Z");
    QCOMPARE(runs().size(), std::size_t(1));
    QCOMPARE(runs().front().version, std::string("1.1.0"));
}

void SchedulesTest::T8_aScheduleThatStaysKeepsWhatIsDue()
{
    m_bench->define(digest(R"("catchup": "PT1H")"));
    m_bench->clock.set(at("2026-11-24T08:30:00Z")); // the engine stood still; now it starts with a newer version
    m_bench->define(digest(R"("catchup": "PT2H")", "1.1.0"));
    QCOMPARE(row().nextDue, std::optional(at("2026-11-24T08:00:00Z")));
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1));
    QCOMPARE(runs().front().version, std::string("1.1.0"));
}

void SchedulesTest::T8_aRetiredDefinitionStartsNothing()
{
    m_bench->define(digest());
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        schedules::forget(deed, "digest");
        return {};
    });
    tick("2026-11-24T08:00:00Z");
    QVERIFY(runs().empty());
    // And what the shelf no longer has is forgotten at the next start.
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        schedules::followAll(deed);
        store::schedules::put(deed.tx, {"gone", "x at * * * * * UTC", "* * * * *", "", "skip", {}, {{"type", "x"}}, deed.now, {}, {}, {}});
        schedules::followAll(deed);
        return {};
    });
    const auto left = m_bench->read<std::vector<store::schedules::Schedule>>([](const auto &sql) { return store::schedules::all(sql); });
    const auto of = [&](const char *definition) {
        return std::count_if(left.begin(), left.end(), [&](const auto &one) { return one.definition == definition; });
    };
    QCOMPARE(of("digest"), std::ptrdiff_t(1)); // beside those of the definitions that ship
    QCOMPARE(of("gone"), std::ptrdiff_t(0));
}

void SchedulesTest::T8_whatCannotStartIsGivenUpForThisTime()
{
    // An endless loop of raised events is a fault of the very first step.
    m_bench->define(R"({"id": "digest", "version": "1.0.0",
      "setup": { "schedules": [{ "cron": "0 9 * * 1-5", "timezone": "Europe/Berlin", "event": { "type": "digest.due" } }] },
      "initial": "a", "states": { "a": { "entry": { "type": "raise", "params": { "event": { "type": "again" } } },
        "on": { "again": { "actions": { "type": "raise", "params": { "event": { "type": "again" } } } }, "end": "b" } }, "b": { "type": "final" } } })");
    tick("2026-11-24T08:00:00Z");
    QVERIFY(runs().empty());
    QCOMPARE(m_bench->audited("digest"), std::vector<std::string>{"schedule.failed"});
    QCOMPARE(row().nextDue, std::optional(at("2026-11-25T08:00:00Z")));
    const auto troubles = m_bench->read<std::vector<store::troubles::Trouble>>([](const auto &sql) { return store::troubles::open(sql); });
    QCOMPARE(troubles.size(), std::size_t(1));
    QCOMPARE(troubles.front().component, std::string("workflow:digest"));
}

void SchedulesTest::T8_anImpossibleDateIsNeverDue()
{
    m_bench->define(digest({}, "1.0.0", "0 0 30 2 *"));
    QVERIFY(!row().nextDue);
    m_bench->clock.advance(24h * 365 * 10);
    m_bench->settle();
    QVERIFY(runs().empty());
}

void SchedulesTest::T8_schedulesOutliveARestart()
{
    m_bench->define(digest(R"("catchup": "PT1H")"));
    m_bench->store.reset();
    m_bench->store = std::move(*store::Store::open({m_bench->dir.path().toStdString(), false, 1}));
    m_bench->clock.set(at("2026-11-24T08:20:00Z"));
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        schedules::followAll(deed);
        return {};
    });
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1));
    m_bench->settle();
    QCOMPARE(runs().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(SchedulesTest)
#include "schedules_test.moc"
