#include <QTest>

#include "engine/store/turns.h"

using namespace hs::store;
using namespace std::chrono_literals;

/// How the writer divides its time. The clock is turned by hand.
class TurnsTest : public QObject {
    Q_OBJECT

private:
    Turns::Moment m_now{};
    Turns m_turns;

    /// One commit: urgent jobs that take `urgent`, then normal ones of `each` while they may, then the flush.
    int commit(Turns::Duration urgent, Turns::Duration each, Turns::Duration flush = 1ms, bool urgentComes = false)
    {
        m_turns.begin(urgent > 0ms, m_now);
        m_now += urgent;
        m_turns.normalFrom(m_now);
        int normal = 0;
        while (normal < 1000 && m_turns.mayRunNormal(urgentComes, m_now)) {
            m_now += each;
            ++normal;
        }
        m_turns.normalUntil(m_now);
        m_now += flush;
        m_turns.end(m_now);
        return normal;
    }

private Q_SLOTS:
    void init()
    {
        m_now = Turns::Moment(1h);
        m_turns = {};
    }

    void normalJobsFillACommitOfTheirOwnForFourMilliseconds()
    {
        QCOMPARE(commit(0ms, 500us), 8);
    }
    void whereFlushesTakeLongACommitTakesMoreAlong()
    {
        QCOMPARE(commit(0ms, 500us, 3ms), 8); // nothing is known of the disk yet
        for (int i = 0; i < 30; ++i)
            commit(0ms, 500us, 3ms);
        QCOMPARE(commit(0ms, 500us, 3ms), 18); // three times as long as a flush
        for (int i = 0; i < 30; ++i)
            commit(0ms, 500us, 100ms);
        QCOMPARE(commit(0ms, 500us, 100ms), 32); // but never longer than sixteen milliseconds
        QCOMPARE(commit(0ms, 500us, 100ms, true), 0);
        for (int i = 0; i < 60; ++i)
            commit(0ms, 500us, 100us);
        QCOMPARE(commit(0ms, 500us, 100us), 8);
    }
    void aCommitOfNormalJobsEndsWhenSomebodyWaits()
    {
        QCOMPARE(commit(0ms, 500us, 1ms, true), 0);
    }
    void nobodyWaitsForNormalJobsInTheFirstCommitOfARush()
    {
        QCOMPARE(commit(1ms, 500us), 0);
    }
    void normalJobsGetTheirShareOfALongRush()
    {
        const auto began = m_now;
        int done = 0;
        for (int i = 0; i < 1000; ++i)
            done += commit(1ms, 500us);
        const auto share = double((done * 500us).count()) / double(std::chrono::microseconds((m_now - began).count() / 1000).count());
        QVERIFY2(share > 0.05 && share < 0.065, qPrintable(QString::number(share)));
    }
    void aLongNormalJobIsPaidBack()
    {
        for (int i = 0; i < 100 && commit(1ms, 20ms) == 0; ++i) { }
        int without = 0;
        while (commit(1ms, 20ms) == 0)
            ++without;
        QVERIFY2(without > 100, qPrintable(QString::number(without))); // 20 ms are a sixteenth of 160 commits
    }
    void normalJobsWaitAMomentForTheNextUrgentOne()
    {
        commit(1ms, 500us);
        QCOMPARE(m_turns.quietFrom(), m_now + Turns::Rush);
        commit(0ms, 500us); // it came to nothing, and a quiet commit begins no new wait
        QVERIFY(m_turns.quietFrom() < m_now);
    }
    void aQuietMomentSettlesOldAccounts()
    {
        for (int i = 0; i < 1000; ++i)
            commit(1ms, 500us, 1ms);
        commit(0ms, 500us);
        QCOMPARE(commit(1ms, 500us), 0); // no credit from before
    }
};

QTEST_GUILESS_MAIN(TurnsTest)
#include "turns_test.moc"
