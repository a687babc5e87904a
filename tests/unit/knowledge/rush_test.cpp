#include <QTest>

#include "engine/knowledge/rush.h"

using namespace hs::knowledge;
using namespace std::chrono_literals;

class RushTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyWithinASecondAreOne()
    {
        Rush rush;
        const Rush::Time start = Rush::Time() + 1h;
        QVERIFY(!rush.lasts(start));
        rush.add(Rush::Many, start);
        QVERIFY(!rush.lasts(start));
        rush.add(1, start + 900ms);
        QVERIFY(rush.lasts(start + 900ms));
        QVERIFY(rush.lasts(start + 900ms + Rush::Rest - 1ms));
        QVERIFY(!rush.lasts(start + 900ms + Rush::Rest));
    }
    void aSteadyTrickleIsNone()
    {
        Rush rush;
        for (auto now = Rush::Time() + 1h; now < Rush::Time() + 1h + 60s; now += 10ms) {
            rush.add(2, now);
            QVERIFY(!rush.lasts(now));
        }
    }
    void itLastsAsLongAsItGoesOn()
    {
        Rush rush;
        auto now = Rush::Time() + 1h;
        for (int i = 0; i < 30; ++i, now += 1s)
            rush.add(Rush::Many + 1, now);
        QVERIFY(rush.lasts(now));
        rush.add(5, now + 1s); // the trickle behind it does not draw it out
        QVERIFY(!rush.lasts(now - 1s + Rush::Rest));
    }
};

QTEST_GUILESS_MAIN(RushTest)
#include "rush_test.moc"
