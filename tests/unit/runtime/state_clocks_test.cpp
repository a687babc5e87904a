#include "engine/runtime/state_clocks.h"

#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using test::RuntimeBench;

namespace {

std::string care(const std::string &sla, const std::string &version = "1.0.0")
{
    return R"({"id": "care", "version": ")" + version + R"(", "context": { "told": "" }, "initial": "open", "states": {
        "open": { "meta": { "sla": )"
           + sla + R"( }, "on": { "answered": "done", "again": { "target": "open", "reenter": true }, "aside": "waiting",
          "sla.*": { "actions": { "type": "assign", "params": { "assignment": { "told": { "cat": [{ "var": "context.told" }, { "var": "event.type" }, " ", { "var": "event.state" }, ";"] } } } } } } },
        "waiting": { "on": { "back": "open" } },
        "done": { "type": "final" } } })";
}

Timestamp at(const char *text)
{
    return parseRfc3339(text).value();
}

} // namespace

/// How long instances may stand in a state (T10). It is Monday, 2026-11-23, 09:00 UTC; the studio opens from 10 to 18.
class StateClocksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void T10_clocksWarnAndThenBreach();
    void T10_theInstanceIsToldAndTheBusToo();
    void T10_leavingStopsTheClock();
    void T10_enteringAgainStartsAnew();
    void T10_theClockOfAnOuterStateGoesOn();
    void T10_onlyCalendarHoursCount_data();
    void T10_onlyCalendarHoursCount();
    void T10_bothDueAfterALongStopComeInOrder();
    void T10_aPausedInstanceIsNotMovedButToldOf();
    void T10_anEndedInstanceHasNoClocks();
    void T10_aChangeThatIsNoStepAlignsTheClocks();
    void T10_definitionsWithoutSlaKeepNoClocks();
    void T10_anEventOfAClockMayMoveTheInstance();

private:
    /// What the desk does after each step.
    void follow(const std::string &id)
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            const auto instance = store::workflows::find(deed.tx, id).value();
            const auto definition = m_bench->shelf.find(instance.definition, instance.version);
            const auto last = store::workflows::step(deed.tx, id, instance.steps).value();
            workflow::Step step;
            step.snapshot = workflow::parseSnapshot(instance.snapshot).value();
            for (const auto &state : member(last.record, "exited"))
                step.exited.push_back(scalarText(state));
            stateclocks::follow(deed, *definition, instance, step);
            return {};
        });
    }
    std::string start(const std::string &sla)
    {
        m_bench->define(care(sla));
        flow::Start wanted{"care", "k"};
        wanted.entity = m_bench->business;
        const auto id = m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, wanted); });
        follow(id);
        return id;
    }
    void send(const std::string &id, const std::string &type)
    {
        m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, type}); });
        follow(id);
    }
    void tick(std::chrono::milliseconds by)
    {
        m_bench->clock.advance(by);
        m_bench->settle();
    }
    std::vector<store::clocks::Clock> clocks(const std::string &id)
    {
        return m_bench->read<std::vector<store::clocks::Clock>>([&](const auto &sql) { return store::clocks::of(sql, id); });
    }
    std::string told(const std::string &id)
    {
        const auto instance = m_bench->read<std::optional<store::workflows::Instance>>([&](const auto &sql) { return store::workflows::find(sql, id); });
        return text(member(parseJson(instance->snapshot).value(), "context"), "told");
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void StateClocksTest::T10_clocksWarnAndThenBreach()
{
    const auto id = start(R"({"warn": "PT1H", "breach": "PT2H"})");
    tick(1h - 1ms);
    QCOMPARE(told(id), std::string());
    tick(1ms);
    QCOMPARE(told(id), std::string("sla.warned open;"));
    tick(1h);
    QCOMPARE(told(id), std::string("sla.warned open;sla.breached open;"));
    tick(100h);
    QCOMPARE(told(id), std::string("sla.warned open;sla.breached open;")); // once each
    const auto acts = m_bench->audited(id);
    QCOMPARE(std::count(acts.begin(), acts.end(), "sla.warned"), 1);
    QCOMPARE(std::count(acts.begin(), acts.end(), "sla.breached"), 1);
}

void StateClocksTest::T10_theInstanceIsToldAndTheBusToo()
{
    const auto id = start(R"({"breach": "PT2H"})");
    tick(2h);
    QCOMPARE(told(id), std::string("sla.breached open;"));
    const auto messages = m_bench->messages("sla.breached");
    QCOMPARE(messages.size(), std::size_t(1));
    const auto &told = messages.front().payload;
    QCOMPARE(text(told, "workflow"), id);
    QCOMPARE(text(told, "state"), std::string("open"));
    QCOMPARE(text(told, "since"), std::string("2026-11-23T09:00:00.000Z"));
    QCOMPARE(text(told, "due"), std::string("2026-11-23T11:00:00.000Z"));
    QCOMPARE(text(told, "entity"), m_bench->business);
    QCOMPARE(messages.front().priority, std::string("high"));
    QCOMPARE(messages.front().outcome, std::string("delivered")); // somebody listens
}

void StateClocksTest::T10_leavingStopsTheClock()
{
    const auto id = start(R"({"warn": "PT1H"})");
    send(id, "aside");
    QVERIFY(clocks(id).empty());
    tick(2h);
    send(id, "back");
    QCOMPARE(told(id), std::string());
    QCOMPARE(clocks(id).size(), std::size_t(1));
    QCOMPARE(clocks(id).front().since, at("2026-11-23T11:00:00Z"));
}

void StateClocksTest::T10_enteringAgainStartsAnew()
{
    const auto id = start(R"({"warn": "PT1H"})");
    tick(50min);
    send(id, "again");
    tick(50min);
    QCOMPARE(told(id), std::string());
    tick(10min);
    QCOMPARE(told(id), std::string("sla.warned open;"));
}

void StateClocksTest::T10_theClockOfAnOuterStateGoesOn()
{
    m_bench->define(R"({"id": "nested", "version": "1.0.0", "meta": { "sla": { "breach": "PT9H" } }, "initial": "care", "states": {
        "care": { "meta": { "sla": { "warn": "PT1H" } }, "initial": "asked", "on": { "end": "done" }, "states": {
            "asked": { "meta": { "sla": { "warn": "PT2H" } }, "on": { "answer": "answered" } }, "answered": {} } },
        "done": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"nested", "k"}); });
    follow(id);
    QCOMPARE(clocks(id).size(), std::size_t(3)); // of the whole, of the outer and of the inner state
    m_bench->clock.advance(30min);
    send(id, "answer");
    std::vector<std::string> left;
    for (const auto &clock : clocks(id)) {
        left.push_back(clock.state);
        QCOMPARE(clock.since, at("2026-11-23T09:00:00Z"));
    }
    QCOMPARE(left, (std::vector<std::string>{"nested", "nested.care"}));
}

void StateClocksTest::T10_onlyCalendarHoursCount_data()
{
    QTest::addColumn<QByteArray>("calendar");
    QTest::addColumn<QByteArray>("hours"); // of the business
    QTest::addColumn<QByteArray>("warn");
    QTest::addColumn<QByteArray>("due");
    QTest::newRow("no calendar runs round the clock") << QByteArray() << QByteArray("Mon-Fri 10-18") << QByteArray("PT10H") << QByteArray("2026-11-23T19:00:00.000Z");
    QTest::newRow("the studio's own hours") << QByteArray("studio") << QByteArray("Mon-Fri 10-12") << QByteArray("PT10H") << QByteArray("2026-11-24T12:00:00.000Z");
    QTest::newRow("the hours of the business") << QByteArray("entity") << QByteArray("Mon-Fri 10-12") << QByteArray("PT3H") << QByteArray("2026-11-24T11:00:00.000Z");
    QTest::newRow("several periods a day") << QByteArray("entity") << QByteArray("Mon-Fri 10:00-12:00, 14:00-16:00") << QByteArray("PT3H")
                                           << QByteArray("2026-11-23T15:00:00.000Z");
    QTest::newRow("over the weekend") << QByteArray("entity") << QByteArray("Mon 10-12") << QByteArray("PT3H") << QByteArray("2026-11-30T11:00:00.000Z");
    QTest::newRow("a business by its name") << QByteArray("Studio Morgenlicht") << QByteArray("Mon-Fri 10-12") << QByteArray("PT3H")
                                            << QByteArray("2026-11-24T11:00:00.000Z");
    QTest::newRow("a business that says nothing keeps the studio's") << QByteArray("entity") << QByteArray() << QByteArray("PT9H")
                                                                    << QByteArray("2026-11-24T11:00:00.000Z");
    QTest::newRow("one that does not exist does too") << QByteArray("Nowhere") << QByteArray("Mon-Fri 10-12") << QByteArray("PT9H")
                                                      << QByteArray("2026-11-24T11:00:00.000Z");
}

void StateClocksTest::T10_onlyCalendarHoursCount()
{
    QFETCH(QByteArray, calendar);
    QFETCH(QByteArray, hours);
    QFETCH(QByteArray, warn);
    if (!hours.isEmpty())
        m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
            hub::Write write;
            write.database = "business-entities-registry";
            write.id = m_bench->business;
            write.writer = records::Writer::Engine;
            write.fields = {{"Business Hours", hours.toStdString()}};
            return hub::write(deed, write);
        });
    Json sla{{"warn", warn.toStdString()}};
    if (!calendar.isEmpty())
        sla["calendar"] = calendar.toStdString();
    const auto id = start(dump(sla));
    QCOMPARE(clocks(id).size(), std::size_t(1));
    QTEST(QByteArray::fromStdString(toRfc3339(*clocks(id).front().warnDue)), "due");
}

void StateClocksTest::T10_bothDueAfterALongStopComeInOrder()
{
    const auto id = start(R"({"warn": "PT1H", "breach": "PT2H"})");
    tick(24h * 30);
    QCOMPARE(told(id), std::string("sla.warned open;sla.breached open;"));
}

void StateClocksTest::T10_aPausedInstanceIsNotMovedButToldOf()
{
    const auto id = start(R"({"warn": "PT1H"})");
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        auto instance = store::workflows::find(deed.tx, id).value();
        instance.status = store::workflows::Status::Paused;
        store::workflows::update(deed.tx, instance);
        return {};
    });
    tick(1h);
    QCOMPARE(told(id), std::string());
    QCOMPARE(m_bench->messages("sla.warned").size(), std::size_t(1));
}

void StateClocksTest::T10_anEndedInstanceHasNoClocks()
{
    const auto id = start(R"({"warn": "PT1H"})");
    send(id, "answered");
    QVERIFY(clocks(id).empty());
    const auto other = [&] {
        flow::Start wanted{"care", "k2"};
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, wanted); });
    }();
    follow(other);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, other, "no longer wanted"); });
    tick(1h); // nobody stopped the clock, it finds out by itself
    QVERIFY(clocks(other).empty());
    QVERIFY(m_bench->messages("sla.warned").empty());
}

void StateClocksTest::T10_aChangeThatIsNoStepAlignsTheClocks()
{
    const auto id = start(R"({"warn": "PT1H"})");
    tick(30min);
    const auto align = [&](const std::string &state) {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            const auto instance = store::workflows::find(deed.tx, id).value();
            workflow::Snapshot snapshot = workflow::parseSnapshot(instance.snapshot).value();
            snapshot.active = {"care." + state};
            stateclocks::align(deed, *m_bench->shelf.find("care", "1.0.0"), instance, snapshot);
            return {};
        });
    };
    align("open");
    QCOMPARE(clocks(id).front().since, at("2026-11-23T09:00:00Z")); // it went on
    align("waiting");
    QVERIFY(clocks(id).empty());
    align("open");
    QCOMPARE(clocks(id).front().since, at("2026-11-23T09:30:00Z"));
}

void StateClocksTest::T10_definitionsWithoutSlaKeepNoClocks()
{
    m_bench->define(R"({"id": "plain", "version": "1.0.0", "initial": "a", "states": { "a": { "on": { "end": "b" } }, "b": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"plain", "k"}); });
    follow(id);
    QVERIFY(clocks(id).empty());
}

void StateClocksTest::T10_anEventOfAClockMayMoveTheInstance()
{
    m_bench->define(R"({"id": "strict", "version": "1.0.0", "initial": "open", "states": {
        "open": { "meta": { "sla": { "warn": "PT1H", "breach": "PT2H" } }, "on": { "sla.warned": "late" } },
        "late": { "on": { "end": "done" } }, "done": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"strict", "k"}); });
    follow(id);
    tick(1h);
    follow(id);
    const auto instance = m_bench->read<std::optional<store::workflows::Instance>>([&](const auto &sql) { return store::workflows::find(sql, id); });
    QCOMPARE(instance->state, std::string("late"));
    tick(2h);
    QVERIFY(m_bench->messages("sla.breached").empty());
}

QTEST_GUILESS_MAIN(StateClocksTest)
#include "state_clocks_test.moc"
