#include <random>

#include <QTest>

#include "engine/notion/budget.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::notion;
using namespace std::chrono_literals;
using hs::test::FakeClock;

namespace {

Outcome tooMany(WaitReason reason = WaitReason::Rate, std::chrono::milliseconds after = 10s)
{
    Outcome outcome;
    outcome.kind = Outcome::Kind::Wait;
    outcome.reason = reason;
    outcome.after = after;
    return outcome;
}

/// Sends as many of a lane as are let through.
int drain(Budget &budget, Lane lane)
{
    int sent = 0;
    while (sent < 2000 && budget.take(lane).now)
        ++sent;
    return sent;
}

} // namespace

class BudgetTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMinuteHoldsNoMoreThanItsLimit();
    void noSixtySecondsHoldMore();
    void peopleAlwaysHaveRoom();
    void pullDoesNotStarve();
    void peopleInAHurryDoNotStarvePull();
    void aLaneAloneGetsNearlyAll();
    void tinyLimitsServeEveryLane();
    void evenPacingSpreadsRequests();
    void aPauseHoldsEverybody();
    void anEndpointAloneCanPause();
    void aBlockHoldsUntilItIsLifted();
    void theLimitIsLearned();
    void theFirstMinuteTeachesNothing();
    void moreIsTriedOnceADay();
    void aTrialThatFailsIsTakenBack();
    void aFixedLimitIsNotLearned();
    void figuresAreShown();
    void aClockThatIsSetBackDoesNoHarm();
};

void BudgetTest::aMinuteHoldsNoMoreThanItsLimit()
{
    FakeClock clock;
    Budget budget(clock);
    int sent = drain(budget, Lane::Pull) + drain(budget, Lane::People);
    QCOMPARE(sent, 180);
    const auto leave = budget.take(Lane::People);
    QVERIFY(!leave.now && !leave.why.empty());
    QCOMPARE(leave.at.value_or(Timestamp()), clock.now() + 60s);
    clock.advance(59'999ms);
    QVERIFY(!budget.take(Lane::People).now);
    clock.advance(1ms);
    QVERIFY(budget.take(Lane::People).now);
}

void BudgetTest::noSixtySecondsHoldMore()
{
    FakeClock clock;
    std::mt19937 random(3);
    for (const int limit : {10, 180, 600}) {
        Budget budget(clock, {limit});
        std::deque<Timestamp> sent;
        for (int round = 0; round < 20'000; ++round) {
            clock.advance(std::chrono::milliseconds(random() % 200));
            const auto lane = Lane(random() % LaneCount);
            const auto leave = budget.take(lane);
            if (!leave.now) {
                QVERIFY(leave.at && *leave.at > clock.now() && *leave.at <= clock.now() + 60s);
                continue;
            }
            sent.push_back(clock.now());
            while (clock.now() - sent.front() >= 60s)
                sent.pop_front();
            QVERIFY(int(sent.size()) <= limit);
        }
    }
}

void BudgetTest::peopleAlwaysHaveRoom()
{
    FakeClock clock;
    Budget budget(clock);
    drain(budget, Lane::Push);
    drain(budget, Lane::Pull);
    QCOMPARE(drain(budget, Lane::People), 18); // a tenth of 180
}

void BudgetTest::pullDoesNotStarve()
{
    FakeClock clock;
    Budget budget(clock);
    int pulled = 0, pushed = 0;
    // Push asks without end and always first; people come and go.
    for (int second = 0; second < 600; ++second) {
        pushed += drain(budget, Lane::Push);
        pulled += drain(budget, Lane::Pull);
        if (second % 4 == 0)
            QVERIFY(budget.take(Lane::People).now);
        clock.advance(1s);
    }
    const int all = pulled + pushed;
    QVERIFY2(pulled > all / 5, std::to_string(pulled).c_str());
    QVERIFY(pushed > all / 5);
    QVERIFY2(all > 10 * 140, std::to_string(all).c_str());
}

void BudgetTest::peopleInAHurryDoNotStarvePull()
{
    FakeClock clock;
    Budget budget(clock);
    int pulled = 0, asked = 0;
    for (int second = 0; second < 600; ++second) {
        asked += drain(budget, Lane::People);
        pulled += drain(budget, Lane::Pull);
        clock.advance(1s);
    }
    // A quarter of 180 less the places for people, in every minute but the first, which was used up before Pull asked.
    QCOMPARE(pulled, 9 * (45 - 18));
    QVERIFY(asked > 2 * pulled);
}

void BudgetTest::aLaneAloneGetsNearlyAll()
{
    FakeClock clock;
    for (const auto lane : {Lane::Push, Lane::Pull}) {
        Budget budget(clock);
        QCOMPARE(drain(budget, lane), 162); // what is kept for people is free
        clock.advance(61s);
        QCOMPARE(drain(budget, lane), 162);
    }
    // The share of a lane that no longer asks is given away.
    Budget budget(clock);
    QVERIFY(budget.take(Lane::Pull).now);
    const int first = drain(budget, Lane::Push);
    QVERIFY(first < 162);
    clock.advance(11s);
    QCOMPARE(first + drain(budget, Lane::Push), 161);
}

void BudgetTest::tinyLimitsServeEveryLane()
{
    FakeClock clock;
    Budget budget(clock, {3});
    for (int minute = 0; minute < 3; ++minute) {
        for (const auto lane : {Lane::Pull, Lane::Push, Lane::People})
            QVERIFY2(budget.take(lane).now, name(lane).data());
        QVERIFY(!budget.take(Lane::People).now);
        clock.advance(60s);
    }
}

void BudgetTest::evenPacingSpreadsRequests()
{
    FakeClock clock;
    Budget::Rules rules;
    rules.even = true;
    Budget budget(clock, rules);
    QVERIFY(budget.take(Lane::Pull).now);
    const auto leave = budget.take(Lane::Pull);
    QVERIFY(!leave.now);
    QCOMPARE(leave.at.value_or(Timestamp()), clock.now() + 333ms);
    QVERIFY(budget.take(Lane::People).now); // people do not wait
    clock.advance(333ms);
    QVERIFY(budget.take(Lane::Push).now);
}

void BudgetTest::aPauseHoldsEverybody()
{
    FakeClock clock;
    Budget budget(clock);
    budget.told(tooMany(WaitReason::Workspace, 90s));
    budget.told(tooMany(WaitReason::Overload, 5s)); // the longer one stands
    for (const auto lane : {Lane::People, Lane::Push, Lane::Pull}) {
        const auto leave = budget.take(lane);
        QVERIFY(!leave.now);
        QCOMPARE(leave.at.value_or(Timestamp()), clock.now() + 90s);
    }
    QVERIFY(budget.figures().pausedUntil.has_value());
    clock.advance(90s);
    QVERIFY(budget.take(Lane::Pull).now);
    QVERIFY(!budget.figures().pausedUntil.has_value());
}

void BudgetTest::anEndpointAloneCanPause()
{
    FakeClock clock;
    Budget budget(clock);
    budget.told(tooMany(WaitReason::Endpoint, 20s), "POST /search");
    QVERIFY(!budget.take(Lane::People, "POST /search").now);
    QVERIFY(budget.take(Lane::People, "POST /pages").now);
    clock.advance(20s);
    QVERIFY(budget.take(Lane::People, "POST /search").now);
}

void BudgetTest::aBlockHoldsUntilItIsLifted()
{
    FakeClock clock;
    Budget budget(clock);
    Outcome blocked;
    blocked.kind = Outcome::Kind::Blocked;
    blocked.sentence = "Notion blocks this connection";
    budget.told(blocked);
    clock.advance(24h);
    const auto leave = budget.take(Lane::People);
    QVERIFY(!leave.now && !leave.at);
    QCOMPARE(leave.why, blocked.sentence);
    QCOMPARE(budget.figures().blocked, blocked.sentence);
    budget.unblock();
    QVERIFY(budget.take(Lane::People).now);
}

void BudgetTest::theLimitIsLearned()
{
    FakeClock clock;
    Budget budget(clock, {std::nullopt});
    budget.setLearned({180, clock.now()});
    clock.advance(60s);
    for (int i = 0; i < 101; ++i)
        QVERIFY(budget.take(Lane::Pull).now);
    budget.told(tooMany());
    budget.told(tooMany()); // of the same burst: says nothing more
    QCOMPARE(budget.learned().perMinute, 100);
    QCOMPARE(budget.figures().limit, 100);
    budget.told(tooMany(WaitReason::Workspace));
    QCOMPARE(budget.learned().perMinute, 100);
    clock.advance(61s);
    QCOMPARE(drain(budget, Lane::Pull) + drain(budget, Lane::People), 100);
}

void BudgetTest::theFirstMinuteTeachesNothing()
{
    FakeClock clock;
    Budget budget(clock, {std::nullopt});
    QVERIFY(budget.take(Lane::Pull).now);
    budget.told(tooMany()); // sent before the start, by us or by somebody else
    QCOMPARE(budget.learned().perMinute, 180);
    QVERIFY(!budget.take(Lane::Pull).now);
}

void BudgetTest::moreIsTriedOnceADay()
{
    FakeClock clock;
    Budget budget(clock, {std::nullopt});
    budget.setLearned({180, clock.now()});
    for (int minute = 0; minute < 60; ++minute) {
        drain(budget, Lane::Pull);
        clock.advance(60s);
    }
    QCOMPARE(budget.learned().perMinute, 180);
    clock.advance(24h);
    QVERIFY(budget.take(Lane::Pull).now);
    QCOMPARE(budget.learned().perMinute, 180); // not before the minute is full
    drain(budget, Lane::Pull);
    QCOMPARE(budget.learned().perMinute, 225);
    QCOMPARE(budget.learned().triedMoreAt, clock.now());
    for (int day = 0; day < 10; ++day) {
        clock.advance(24h + 1min);
        drain(budget, Lane::Pull);
    }
    QCOMPARE(budget.learned().perMinute, Budget::MostPerMinute);
}

void BudgetTest::aTrialThatFailsIsTakenBack()
{
    FakeClock clock;
    Budget budget(clock, {std::nullopt});
    clock.advance(2min);
    drain(budget, Lane::Pull); // nothing was tried ever: the first full minute tries
    QCOMPARE(budget.learned().perMinute, 225);
    budget.told(tooMany());
    QCOMPARE(budget.learned().perMinute, 180);
    clock.advance(2min);
    drain(budget, Lane::Pull);
    QCOMPARE(budget.learned().perMinute, 180); // not again today
}

void BudgetTest::aFixedLimitIsNotLearned()
{
    FakeClock clock;
    Budget budget(clock, {600});
    clock.advance(2min);
    drain(budget, Lane::Pull);
    budget.told(tooMany());
    QCOMPARE(budget.figures().limit, 600);
    budget.setRules({180});
    QCOMPARE(budget.figures().limit, 180);
}

void BudgetTest::figuresAreShown()
{
    FakeClock clock;
    Budget budget(clock);
    for (int i = 0; i < 10; ++i)
        QVERIFY(budget.take(Lane::Push).now);
    clock.advance(30s);
    QVERIFY(budget.take(Lane::People).now);
    QVERIFY(budget.take(Lane::Pull).now);
    QVERIFY(budget.look(Lane::Pull).now); // looking counts nothing
    auto figures = budget.figures();
    QCOMPARE(figures.used, 12);
    QCOMPARE(figures.byLane, (std::array<int, LaneCount>{1, 10, 1}));
    QCOMPARE(figures.limit, 180);
    clock.advance(30s);
    figures = budget.figures();
    QCOMPARE(figures.used, 2);
    QCOMPARE(figures.sent, std::uint64_t(12));
    budget.told(tooMany());
    QCOMPARE(budget.figures().tooMany, std::uint64_t(1));
}

void BudgetTest::aClockThatIsSetBackDoesNoHarm()
{
    FakeClock clock;
    Budget budget(clock);
    drain(budget, Lane::Pull);
    clock.advance(-1h);
    const auto leave = budget.take(Lane::Pull);
    QVERIFY(!leave.now);
    QVERIFY(leave.at && *leave.at <= clock.now() + 60s);
    clock.advance(60s);
    QVERIFY(budget.take(Lane::Pull).now);
}

QTEST_APPLESS_MAIN(BudgetTest)
#include "budget_test.moc"
