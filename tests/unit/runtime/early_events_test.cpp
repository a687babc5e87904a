#include "engine/runtime/waiting_events.h"

#include "engine/runtime/triggers.h"
#include "engine/store/tables/waiting_events.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::inbox::State;
using test::RuntimeBench;

namespace {

const char *const Booking = R"({
  "id": "booking", "version": "1.0.0",
  "setup": { "triggers": [
      { "event": "booking.requested", "mode": "start", "key": { "var": "event.number" } },
      { "event": "payment.*", "mode": "deliver", "key": { "var": "event.number" }, "ttl": "PT1H" },
      { "event": "note.made", "mode": "deliver", "key": { "var": "event.number" } } ] },
  "context": { "paid": 0, "order": "" },
  "initial": "open",
  "states": {
    "open": { "on": {
      "payment.part": { "actions": { "type": "assign", "params": { "assignment": {
          "paid": { "+": [{ "var": "context.paid" }, { "var": "event.amount" }] },
          "order": { "cat": [{ "var": "context.order" }, { "var": "event.amount" }, ";"] } } } } },
      "payment.rest": "settled", "end": "settled" } },
    "settled": { "type": "final" } }
})";

} // namespace

/// Events that come before the workflow they are for (T7).
class EarlyEventsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<RuntimeBench>();
        m_bench->define(Booking);
    }
    void T7_anEventWaitsForAnInstanceWithItsKey();
    void T7_severalAreDeliveredInTheOrderOfArrival();
    void T7_whatHasEndedTakesNoMore();
    void T7_withoutTtlNothingWaits();
    void T7_anOpenInstanceTakesItAtOnce();
    void T7_afterItsTimeItIsADeadLetter();
    void T7_handlingTheEventAgainKeepsItOnce();
    void T7_aWaitingEventOutlivesARestart();

private:
    void arrives(const std::string &type, const std::string &number, int amount = 0)
    {
        const auto id = m_bench->event(type, {{"number", number}, {"amount", amount}});
        m_bench->settle();
        QCOMPARE(m_bench->eventRow(id).state, State::Done);
        m_last = id;
    }
    Json context(const std::string &key)
    {
        for (const auto &one : m_bench->instances())
            if (one.key == key)
                return member(parseJson(one.snapshot).value(), "context");
        return {};
    }
    std::string state(const std::string &key)
    {
        for (const auto &one : m_bench->instances())
            if (one.key == key)
                return one.state;
        return {};
    }
    /// What happened to an event as such, whatever agents made of it.
    std::vector<std::string> acts(const std::string &id)
    {
        auto all = m_bench->audited(id);
        all.erase(std::remove_if(all.begin(), all.end(), [](const auto &act) { return !act.starts_with("event."); }), all.end());
        return all;
    }
    std::size_t waiting(const std::string &key)
    {
        return m_bench->read<std::vector<store::waiting::Event>>([&](const auto &sql) { return store::waiting::of(sql, "booking", key, m_bench->clock.now()); }).size();
    }
    std::string m_last;
    std::unique_ptr<RuntimeBench> m_bench;
};

void EarlyEventsTest::T7_anEventWaitsForAnInstanceWithItsKey()
{
    arrives("payment.part", "B-7", 40);
    QCOMPARE(acts(m_last), std::vector<std::string>{"event.waits"});
    QVERIFY(m_bench->eventRow(m_last).summary.find("waits for a booking with the key B-7") != std::string::npos);
    arrives("booking.requested", "B-8");
    QCOMPARE(number(context("B-8"), "paid"), 0.0); // another key
    arrives("booking.requested", "B-7");
    QCOMPARE(number(context("B-7"), "paid"), 40.0);
    QCOMPARE(waiting("B-7"), std::size_t(0));
}

void EarlyEventsTest::T7_severalAreDeliveredInTheOrderOfArrival()
{
    for (int amount : {1, 2, 3})
        arrives("payment.part", "B-7", amount);
    arrives("booking.requested", "B-7");
    QCOMPARE(text(context("B-7"), "order"), std::string("1;2;3;"));
    QCOMPARE(m_bench->instances().front().steps, std::int64_t(3)); // each a step of its own
}

void EarlyEventsTest::T7_whatHasEndedTakesNoMore()
{
    arrives("payment.rest", "B-7");
    arrives("payment.part", "B-7", 5);
    arrives("booking.requested", "B-7");
    QCOMPARE(state("B-7"), std::string("settled"));
    QCOMPARE(waiting("B-7"), std::size_t(1)); // for the next one with that key
    arrives("booking.requested", "B-7");
    QCOMPARE(number(context("B-7"), "paid"), 5.0);
}

void EarlyEventsTest::T7_withoutTtlNothingWaits()
{
    arrives("note.made", "B-7");
    QCOMPARE(waiting("B-7"), std::size_t(0));
}

void EarlyEventsTest::T7_anOpenInstanceTakesItAtOnce()
{
    arrives("booking.requested", "B-7");
    arrives("payment.part", "B-7", 9);
    QCOMPARE(number(context("B-7"), "paid"), 9.0);
    QCOMPARE(waiting("B-7"), std::size_t(0));
}

void EarlyEventsTest::T7_afterItsTimeItIsADeadLetter()
{
    arrives("payment.part", "B-7", 40);
    m_bench->clock.advance(1h - 1ms);
    m_bench->settle();
    QCOMPARE(waiting("B-7"), std::size_t(1));
    m_bench->clock.advance(1ms);
    // Also when the workflow begins in the very moment.
    arrives("booking.requested", "B-7");
    QCOMPARE(number(context("B-7"), "paid"), 0.0);
    const auto letters = m_bench->messages("payment.part");
    QCOMPARE(letters.size(), std::size_t(1));
    QCOMPARE(letters.front().outcome, std::string("dead"));
    QCOMPARE(letters.front().error, std::string("no booking with the key B-7 began in time"));
    QCOMPARE(number(letters.front().payload, "amount"), 40.0);
    QCOMPARE(acts(letters.front().causation), (std::vector<std::string>{"event.waits", "event.expired"}));
}

void EarlyEventsTest::T7_handlingTheEventAgainKeepsItOnce()
{
    m_bench->cause = "evt_same";
    agents::Event given;
    given.type = "payment.part";
    given.data = {{"number", "B-7"}, {"amount", 3}};
    for (int again = 0; again < 2; ++again)
        m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return triggers::run(deed, given); });
    m_bench->cause.clear();
    QCOMPARE(waiting("B-7"), std::size_t(1));
    arrives("booking.requested", "B-7");
    m_bench->cause = "evt_same";
    m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return triggers::run(deed, given); }); // a third time, with the instance there
    QCOMPARE(number(context("B-7"), "paid"), 3.0);
}

void EarlyEventsTest::T7_aWaitingEventOutlivesARestart()
{
    arrives("payment.part", "B-7", 40);
    m_bench->store.reset();
    m_bench->store = std::move(*store::Store::open({m_bench->dir.path().toStdString(), false, 1}));
    arrives("booking.requested", "B-7");
    QCOMPARE(number(context("B-7"), "paid"), 40.0);
}

QTEST_GUILESS_MAIN(EarlyEventsTest)
#include "early_events_test.moc"
