#include "ui/escalations/clock_state.h"

#include <QTest>

using namespace hs;
using namespace hs::ui;

namespace {

const QDateTime Now(QDate(2026, 11, 23), QTime(9, 0), Qt::UTC);

api::EscalationRow row(int respondLeftSeconds, int decideLeftSeconds)
{
    api::EscalationRow made;
    made.respondDue = Now.addSecs(respondLeftSeconds);
    made.decideDue = Now.addSecs(decideLeftSeconds);
    made.respondTotalMs = 3'600'000;
    made.decideTotalMs = 7'200'000;
    return made;
}

} // namespace

class ClockStateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelFollowsWhatIsLeft_data()
    {
        QTest::addColumn<int>("leftSeconds"); // of an hour
        QTest::addColumn<int>("level");
        using L = DeadlineLevel;
        QTest::newRow("just begun") << 3600 << int(L::OnTrack);
        QTest::newRow("a little over 40 %") << 1441 << int(L::OnTrack);
        QTest::newRow("40 %") << 1440 << int(L::Soon);
        QTest::newRow("a little over 15 %") << 541 << int(L::Soon);
        QTest::newRow("a little under 15 %") << 539 << int(L::Late);
        QTest::newRow("one second") << 1 << int(L::Late);
        QTest::newRow("zero") << 0 << int(L::Late);
        QTest::newRow("late") << -5 << int(L::Overdue);
    }
    void levelFollowsWhatIsLeft()
    {
        QFETCH(int, leftSeconds);
        const EscalationClock clock = clockOf(row(leftSeconds, 7200), EscalationClock::Kind::Respond, Now);
        QTEST(int(clock.state.level), "level");
        QCOMPARE(clock.state.seconds, leftSeconds);
    }

    void mainClockIsTheOneThatEndsFirst()
    {
        auto escalation = row(600, 1200);
        QCOMPARE(mainClock(escalation, Now).kind, EscalationClock::Kind::Respond);
        escalation.respondedAt = Now.addSecs(-60);
        QCOMPARE(mainClock(escalation, Now).kind, EscalationClock::Kind::Decide);
        escalation = row(1200, 600);
        QCOMPARE(mainClock(escalation, Now).kind, EscalationClock::Kind::Decide);
    }

    void pausedClockStandsWhereItStood()
    {
        auto escalation = row(600, 1200);
        escalation.pausedSince = Now.addSecs(-300);
        const EscalationClock clock = mainClock(escalation, Now);
        QCOMPARE(clock.state.level, DeadlineLevel::Paused);
        QCOMPARE(clock.state.seconds, 900);
        QCOMPARE(mainClock(escalation, Now.addSecs(5'000)).state.seconds, 900);
    }

    void decidedOneRunsNoMore()
    {
        auto escalation = row(600, 1200);
        escalation.status = api::EscalationStatus::Held;
        QVERIFY(!mainClock(escalation, Now).running);
    }

    void undoLastsAsLongAsTheHold()
    {
        auto escalation = row(600, 1200);
        escalation.holdUntil = Now.addSecs(30);
        QCOMPARE(undoLeft(escalation, Now), 0);
        escalation.status = api::EscalationStatus::Held;
        QCOMPARE(undoLeft(escalation, Now), 30);
        QCOMPARE(undoLeft(escalation, Now.addSecs(31)), 0);
    }

    void leaseCountsOnlyWhileHeld()
    {
        auto escalation = row(600, 1200);
        QCOMPARE(leaseLeft(escalation, Now), -1);
        escalation.claimant = QStringLiteral("op_1");
        escalation.leaseUntil = Now.addSecs(100);
        QCOMPARE(leaseLeft(escalation, Now), 100);
        QCOMPARE(leaseLeft(escalation, Now.addSecs(200)), 0);
    }
};

QTEST_GUILESS_MAIN(ClockStateTest)
#include "clock_state_test.moc"
