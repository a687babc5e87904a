#include <QTest>

#include "engine/designer/simulation.h"

using namespace hs;
using namespace Qt::StringLiterals;

/// The designer's dry run (rules X1 to X3) beyond the lines of `workflow trace`.
class SimulationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void X1_stepsTellWhereTheMachineStands();
    void X1_whatNothingTakesIsIgnored();
    void X2_aFaultSaysWhy();
    void badDefinitionsAndScriptsAreRefused();
};

namespace {

QString machine()
{
    return uR"({"id": "m", "version": "1.0.0", "initial": "a", "context": {"n": 0}, "states": {
        "a": {"initial": "in", "on": {"go": {"guard": {"type": "jsonlogic", "params": {"rule": {"var": "event.ok"}}}, "target": "b"}}, "after": {"PT1H": "c"},
              "states": {"in": {"invoke": {"id": "work", "src": "nyra.qualify", "onDone": {"actions": {"type": "assign", "params": {"assignment": {"n": {"var": "event.output.n"}}}}}}}}},
        "b": {"on": {"end": "c"}}, "c": {"type": "final"}}})"_s;
}

} // namespace

void SimulationTest::X1_stepsTellWhereTheMachineStands()
{
    const auto played = designer::simulate(machine(), uR"({"steps": [{"done": "work", "output": {"n": 4}}, {"event": {"type": "go", "ok": true}}, {"event": {"type": "end"}}]})"_s);
    QVERIFY2(played.has_value(), describe(played).c_str());
    QCOMPARE(played->steps.size(), std::size_t(4));
    const auto &start = played->steps[0];
    QCOMPARE(start.active, (QStringList{u"m"_s, u"m.a"_s, u"m.a.in"_s}));
    QCOMPARE(start.tasks.size(), std::size_t(1));
    QCOMPARE(start.tasks.front().src, u"nyra.qualify"_s);
    QCOMPARE(start.timers.size(), std::size_t(1));
    QCOMPARE(start.timers.front().label, u"PT1H"_s);
    QCOMPARE(start.timers.front().due, qint64(3600000));
    QCOMPARE(played->steps[1].context, u"{\"n\":4}"_s);
    QCOMPARE(played->steps[2].taken, QStringList{u"m.a go m.b"_s});
    QCOMPARE(played->steps[3].status, u"done"_s);
    QVERIFY(played->events.empty());
}

void SimulationTest::X1_whatNothingTakesIsIgnored()
{
    const auto played = designer::simulate(machine(), uR"({"steps": [{"event": {"type": "go", "ok": false}}, {"advance": 60000}, {"advance": 3540000}]})"_s);
    QVERIFY(played.has_value());
    QVERIFY(!played->steps[0].ignored);
    QVERIFY(played->steps[1].ignored);
    QVERIFY(played->steps[2].ignored);
    QVERIFY(!played->steps[3].ignored);
    QCOMPARE(played->steps[3].now, qint64(3600000));
    QCOMPARE(played->steps[3].status, u"done"_s);
    const auto standing = designer::simulate(machine(), uR"({"steps": []})"_s);
    QCOMPARE(standing->events.size(), std::size_t(1));
    QCOMPARE(standing->events.front().descriptor, u"go"_s);
    QCOMPARE(standing->events.front().guard, u"jsonlogic"_s);
}

void SimulationTest::X2_aFaultSaysWhy()
{
    const auto played = designer::simulate(machine(), uR"({"steps": [{"fail": "work", "error": {"name": "agent.error", "message": "no"}}]})"_s);
    QVERIFY(played.has_value());
    QCOMPARE(played->steps[1].status, u"error"_s);
    QVERIFY(played->steps[1].fault.contains(u"work"_s));
    QVERIFY(played->steps[1].tasks.empty());
    QVERIFY(played->events.empty());
}

void SimulationTest::badDefinitionsAndScriptsAreRefused()
{
    QCOMPARE(int(designer::simulate(u"{}"_s, u"{}"_s).error().code), int(Errc::BadInput));
    const auto refused = designer::simulate(machine(), uR"({"steps": [{"advance": -1}]})"_s);
    QVERIFY(!refused.has_value());
    QCOMPARE(QString::fromStdString(refused.error().where), u"script /steps/0/advance"_s);
}

QTEST_GUILESS_MAIN(SimulationTest)
#include "simulation_test.moc"
