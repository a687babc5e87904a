#include <QTest>

#include <random>

#include "engine/workflow/migration.h"
#include "tests/unit/workflow/machines.h"
#include "tests/unit/workflow/random_machines.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;
using namespace std::chrono_literals;

namespace {

const Timestamp T0 = fromMillis(1'700'000'000'000);

std::shared_ptr<const Definition> version(const char *number, const QByteArray &members)
{
    const auto definition = definitionOf(R"({"id": "m", "version": ")" + std::string(number) + R"(", )" + expanded(members) + '}');
    if (!definition)
        qFatal("the definition of the test is not sound");
    return definition;
}

Snapshot begun(const Definition &definition, const OrderedJson &input = OrderedJson::object())
{
    const auto step = start(definition, input, T0);
    if (!step)
        qFatal("%s", step.error().message.c_str());
    return step->snapshot;
}

Snapshot after(const Definition &definition, const Snapshot &snapshot, const Input &input, Timestamp now = T0)
{
    const auto next = step(definition, snapshot, input, now);
    if (!next)
        qFatal("%s", next.error().message.c_str());
    return next->snapshot;
}

const QByteArray Old = R"(
    "context": {"hours": 2},
    "setup": {"delays": {"nudge": {"*": [{"var": "context.hours"}, 3600000]}}},
    "initial": "ask",
    "states": {
      "ask": {"on": {"go": "work"}, "after": {"1000": "ask", "5000": "done"}, "invoke": {"id": "form", "src": "human.input", "onDone": "work"}},
      "work": {"type": "parallel", "onDone": "done", "on": {"hold": "held"}, "states": {
        "pay": {"initial": "open", "states": {"open": {"on": {"paid": "settled"}, "invoke": {"id": "charge", "src": "a.charge"}}, "settled": {"type": "final"}}},
        "room": {"initial": "free", "states": {"free": {"on": {"book": "booked"}}, "booked": {"on": {"leave": "free"}}}},
        "memory": {"type": "history", "history": "deep"}}},
      "held": {"on": {"resume": "work.memory"}},
      "done": {"type": "final"}})";

std::string joined(const Refusal &reasons)
{
    std::string text;
    for (const auto &reason : reasons)
        text += (text.empty() ? "" : "; ") + reason;
    return text;
}

} // namespace

class MigrationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void V3_theSameDefinitionChangesNothing_data();
    void V3_theSameDefinitionChangesNothing();
    void V3_randomInstancesOfTheSameDefinitionStayAsTheyAre();
    void V3_activeStatesFollowTheMap();
    void V3_refusals_data();
    void V3_refusals();
    void V3_keptTimersKeepTheirDueTimeRemovedOnesEndNewOnesStartNow();
    void V3_aTimerThatHasFiredDoesNotComeBack();
    void V3_aDelayThatCannotBeComputedIsRefused();
    void V3_aDelayedRaiseStays();
    void V3_openTasksAreKeptWithTheirCount();
    void V3_aTaskThatIsNewInTheStateIsRemarkedNotStarted();
    void edge12_historyAfterMigrationIsEntered();
    void V3_whatAHistoryStateThatIsGoneRecordedIsDropped();
    void V3_theMapIsCheckedByItself();
    void V3_anInstanceThatHasEndedStays();
};

void MigrationTest::V3_theSameDefinitionChangesNothing_data()
{
    QTest::addColumn<QStringList>("events");
    QTest::newRow("just begun") << QStringList{};
    QTest::newRow("in two regions") << QStringList{"go"};
    QTest::newRow("one region done") << QStringList{"go", "paid"};
    QTest::newRow("with recorded history") << QStringList{"go", "book", "hold"};
    QTest::newRow("back from history") << QStringList{"go", "book", "hold", "resume"};
}

void MigrationTest::V3_theSameDefinitionChangesNothing()
{
    QFETCH(QStringList, events);
    const auto definition = version("1.0.0", Old);
    Snapshot snapshot = begun(*definition);
    for (const auto &event : events)
        snapshot = after(*definition, snapshot, sent(event.toStdString()));
    const auto moved = migrate(*definition, snapshot, *version("1.1.0", Old), {}, T0 + 1h);
    QVERIFY2(moved, moved ? "" : joined(moved.error()).c_str());
    QVERIFY(moved->snapshot == snapshot);
    QCOMPARE(toJson(moved->snapshot).dump(), toJson(snapshot).dump());
    QVERIFY(moved->timersStarted.empty());
    QVERIFY(moved->timersCancelled.empty());
    QVERIFY(moved->remarks.empty());
    QCOMPARE(moved->tasksKept.size(), snapshot.tasks.size());
}

/// Nested and parallel states with history, timers and tasks at random places, walked at random.
void MigrationTest::V3_randomInstancesOfTheSameDefinitionStayAsTheyAre()
{
    for (unsigned seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        const auto pick = [&](int below) { return int(random() % unsigned(below)); };
        const auto definition = randomMachine(random);
        Snapshot snapshot = begun(*definition);
        for (int i = 0; i < 12; ++i) {
            if (!snapshot.tasks.empty() && pick(3) == 0)
                snapshot = after(*definition, snapshot, TaskDone{snapshot.tasks.front().id, 1});
            else if (!snapshot.timers.empty() && pick(3) == 0)
                snapshot = after(*definition, snapshot, TimerInput{snapshot.timers.front().id}, snapshot.timers.front().due);
            else
                snapshot = after(*definition, snapshot, sent("e" + std::to_string(pick(4))), T0 + std::chrono::seconds(i));
            const auto moved = migrate(*definition, snapshot, *definition, {}, T0 + 24h);
            QVERIFY2(moved, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromStdString(moved ? "" : joined(moved.error())))));
            QVERIFY2(moved->snapshot == snapshot, qPrintable(QStringLiteral("seed %1").arg(seed)));
            QCOMPARE(toJson(moved->snapshot).dump(), toJson(snapshot).dump());
        }
    }
}

void MigrationTest::V3_activeStatesFollowTheMap()
{
    const auto from = version("1.0.0", R"("initial": "a", "states": {"a": {}})");
    const auto to = version("2.0.0", R"("initial": "x", "states": {"x": {}, "outer": {"initial": "y", "states": {"y": {}, "z": {}}}})");
    const auto moved = migrate(*from, begun(*from), *to, {{"m.a", "m.outer.z"}}, T0);
    QVERIFY2(moved, moved ? "" : joined(moved.error()).c_str());
    QCOMPARE(moved->activeBefore, std::vector<std::string>{"m.a"});
    QCOMPARE(moved->activeAfter, std::vector<std::string>{"m.outer.z"});
    QCOMPARE(moved->snapshot.active, moved->activeAfter);
    QVERIFY(configuration(*to, moved->snapshot.active));
}

void MigrationTest::V3_refusals_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("map");
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QByteArray>("reason");
    using B = QByteArray;
    const B two = R"("type": "parallel", "states": {"l": {"initial": "a", "states": {"a": {}, "b": {}}}, "r": {"initial": "c", "states": {"c": {}, "d": {}}}})";
    QTest::newRow("the active state is gone") << B(R"("initial": "a", "states": {"a": {}})") << B(R"("initial": "b", "states": {"b": {}})") << B("{}") << B()
                                              << B("active state \"m.a\" has no target in 2.0.0");
    QTest::newRow("the target is compound: which of its states?")
        << B(R"("initial": "a", "states": {"a": {}})") << B(R"("initial": "a", "states": {"a": {"initial": "x", "states": {"x": {}, "y": {}}}})") << B("{}") << B()
        << B("active state \"m.a\" would become \"m.a\", which needs a state inside it; map to one of m.a.x, m.a.y");
    QTest::newRow("a region that is new would be empty")
        << two << B(R"("type": "parallel", "states": {"l": {"initial": "a", "states": {"a": {}, "b": {}}}, "r": {"initial": "c", "states": {"c": {}, "d": {}}}, "n": {"initial": "e", "states": {"e": {}}}})")
        << B("{}") << B() << B("region \"m.n\" would be empty");
    QTest::newRow("a region would be doubled and another empty") << two << two << B(R"({"m.r.c": "m.l.b"})") << B()
                                                                 << B("region \"m.r\" would be empty; \"m.l\" would hold \"m.l.a\", \"m.l.b\" at once");
    QTest::newRow("two states would become one") << two << two << B(R"({"m.r.c": "m.l.a"})") << B() << B("states \"m.l.a\" and \"m.r.c\" would both become \"m.l.a\"");
    QTest::newRow("the recorded state is gone")
        << B(R"("initial": "p", "states": {"p": {"initial": "a", "on": {"out": "q"}, "states": {"a": {}, "b": {}, "h": {"type": "history"}}}, "q": {}})")
        << B(R"("initial": "p", "states": {"p": {"initial": "b", "on": {"out": "q"}, "states": {"b": {}, "h": {"type": "history"}}}, "q": {}})") << B("{}") << B("out")
        << B("recorded state \"m.p.a\" has no target in 2.0.0");
    QTest::newRow("the recorded state is elsewhere")
        << B(R"("initial": "p", "states": {"p": {"initial": "a", "on": {"out": "q"}, "states": {"a": {}, "b": {}, "h": {"type": "history"}}}, "q": {}})")
        << B(R"("initial": "p", "states": {"p": {"initial": "b", "on": {"out": "q"}, "states": {"b": {}, "h": {"type": "history"}}}, "q": {}})") << B(R"({"m.p.a": "m.q"})") << B("out")
        << B("what \"m.p.h\" recorded: \"m.q\" is no child of \"m.p\"");
    QTest::newRow("the invoke of an open task is gone") << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "x.y"}}})") << B(R"("initial": "a", "states": {"a": {}})")
                                                        << B("{}") << B() << B("open task \"t\": 2.0.0 has no invoke of that id");
    QTest::newRow("the invoke of an open task is in a state that would not be active")
        << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "x.y"}}})") << B(R"("initial": "a", "states": {"a": {}, "b": {"invoke": {"id": "t", "src": "x.y"}}})")
        << B("{}") << B() << B("open task \"t\" belongs to \"m.b\" in 2.0.0, which would not be active");
    QTest::newRow("the state has become final") << B(R"("initial": "a", "states": {"a": {}})") << B(R"("initial": "b", "states": {"b": {}, "a": {"type": "final"}})") << B("{}") << B()
                                                << B("active state \"m.a\" would become \"m.a\", which is final: nothing would tell that it is done");
    QTest::newRow("the map names what is not there")
        << B(R"("initial": "waiting", "states": {"waiting": {}})") << B(R"("initial": "waiting", "states": {"waiting": {}})") << B(R"({"m.waitin": "m.waiting", "m.waiting": "m.wating"})") << B()
        << B("the mapping names \"m.waitin\", which is no state of 1.0.0; did you mean \"m.waiting\"?; the mapping leads to \"m.wating\", which is no state of 2.0.0; did you mean \"m.waiting\"?");
}

void MigrationTest::V3_refusals()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, map);
    QFETCH(QByteArray, event);
    QFETCH(QByteArray, reason);
    const auto before = version("1.0.0", from);
    StateMap states;
    const auto given = OrderedJson::parse(map.toStdString());
    for (const auto &[old, fresh] : given.items())
        states[old] = fresh.get<std::string>();
    Snapshot snapshot = begun(*before);
    if (!event.isEmpty())
        snapshot = after(*before, snapshot, sent(event.toStdString()));
    const auto moved = migrate(*before, snapshot, *version("2.0.0", to), states, T0);
    QVERIFY(!moved);
    QCOMPARE(QByteArray::fromStdString(joined(moved.error())), reason);
}

void MigrationTest::V3_keptTimersKeepTheirDueTimeRemovedOnesEndNewOnesStartNow()
{
    const auto from = version("1.0.0", Old);
    const auto to = version("2.0.0", R"(
        "context": {"hours": 5},
        "setup": {"delays": {"nudge": {"*": [{"var": "context.hours"}, 3600000]}}},
        "initial": "asking",
        "states": {"asking": {"after": {"5000": "done", "9000": "done", "nudge": {"actions": $log(nudged)}}, "invoke": {"id": "form", "src": "human.input", "onDone": "done", "onError": "done"}},
                   "done": {"type": "final"}})");
    const auto before = begun(*from);
    const auto moved = migrate(*from, before, *to, {{"m.ask", "m.asking"}}, T0 + 3s);
    QVERIFY2(moved, moved ? "" : joined(moved.error()).c_str());
    QCOMPARE(moved->timersKept.size(), std::size_t(1));
    QCOMPARE(moved->timersKept[0].before, std::string("xstate.after.5000.m.ask"));
    QCOMPARE(moved->timersKept[0].timer.id, std::string("xstate.after.5000.m.asking"));
    QVERIFY(moved->timersKept[0].timer.due == T0 + 5s);
    QCOMPARE(moved->timersCancelled.size(), std::size_t(1));
    QCOMPARE(moved->timersCancelled[0].id, std::string("xstate.after.1000.m.ask"));
    QCOMPARE(moved->timersStarted.size(), std::size_t(2));
    QVERIFY(moved->timersStarted[0].due == T0 + 3s + 9s);
    QCOMPARE(moved->timersStarted[1].id, std::string("xstate.after.nudge.m.asking"));
    QVERIFY(moved->timersStarted[1].due == T0 + 3s + 2h); // the instance's own context counts, not the definition's
    QVERIFY(moved->timersStarted[1].sequence > moved->timersStarted[0].sequence);
    QVERIFY(moved->timersStarted[0].sequence > before.sequence);
    // The kept one fires in the new definition.
    const auto ended = after(*to, moved->snapshot, TimerInput{"xstate.after.5000.m.asking"}, T0 + 5s);
    QVERIFY(ended.status == MachineStatus::Done);
}

void MigrationTest::V3_aTimerThatHasFiredDoesNotComeBack()
{
    const auto from = version("1.0.0", R"("initial": "a", "states": {"a": {"after": {"1000": {"actions": $log(once)}}}})");
    const auto fired = after(*from, begun(*from), TimerInput{"xstate.after.1000.m.a"}, T0 + 1s);
    const auto moved = migrate(*from, fired, *version("1.0.1", R"("initial": "a", "states": {"a": {"after": {"1000": {"actions": $log(twice)}}}})"), {}, T0 + 2s);
    QVERIFY(moved);
    QVERIFY(moved->snapshot.timers.empty());
}

void MigrationTest::V3_aDelayThatCannotBeComputedIsRefused()
{
    const auto from = version("1.0.0", R"("context": {"soon": "tomorrow"}, "initial": "a", "states": {"a": {}})");
    const auto to = version("2.0.0", R"("setup": {"delays": {"soon": {"var": "context.soon"}}}, "initial": "a", "states": {"a": {"after": {"soon": "b"}}, "b": {}})");
    const auto moved = migrate(*from, begun(*from), *to, {}, T0);
    QVERIFY(!moved);
    QCOMPARE(joined(moved.error()), std::string("the delay of timer \"soon\" of \"m.a\" cannot be computed: \"tomorrow\" is not a duration or milliseconds"));
}

void MigrationTest::V3_aDelayedRaiseStays()
{
    const auto from = version("1.0.0", R"("initial": "a", "states": {"a": {"entry": {"type": "raise", "params": {"event": {"type": "later"}, "delay": 5000, "id": "l"}}}})");
    const auto to = version("2.0.0", R"("initial": "b", "states": {"b": {"on": {"later": "c"}}, "c": {}})");
    const auto moved = migrate(*from, begun(*from), *to, {{"m.a", "m.b"}}, T0 + 1s);
    QVERIFY(moved);
    QCOMPARE(moved->snapshot.timers.size(), std::size_t(1));
    QVERIFY(moved->snapshot.timers[0].due == T0 + 5s);
    QCOMPARE(after(*to, moved->snapshot, TimerInput{"l"}, T0 + 5s).active, std::vector<std::string>{"m.c"});
}

void MigrationTest::V3_openTasksAreKeptWithTheirCount()
{
    const QByteArray text = R"("initial": "a", "states": {"a": {"on": {"again": {"target": "a", "reenter": true}}, "invoke": {"id": "t", "src": "x.y", "onDone": "b", "onError": "b"}}, "b": {}})";
    const auto from = version("1.0.0", text);
    const auto twice = after(*from, begun(*from), sent("again"));
    QByteArray renamed = text;
    renamed.replace("\"x.y\"", "\"x.z\"");
    const auto to = version("1.1.0", renamed);
    const auto moved = migrate(*from, twice, *to, {}, T0);
    QVERIFY(moved);
    QCOMPARE(moved->tasksKept.size(), std::size_t(1));
    QCOMPARE(moved->snapshot.tasks[0].start, 2U);
    QCOMPARE(moved->snapshot.starts.at("t"), 2U);
    QCOMPARE(moved->remarks, std::vector<std::string>{"open task \"t\" goes on with x.y, although it is x.z in 1.1.0"});
    QCOMPARE(after(*to, moved->snapshot, TaskDone{"t", {}}).active, std::vector<std::string>{"m.b"});
}

void MigrationTest::V3_aTaskThatIsNewInTheStateIsRemarkedNotStarted()
{
    const auto from = version("1.0.0", R"("initial": "a", "states": {"a": {}})");
    const auto to = version("2.0.0", R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "x.y", "onError": "b"}}, "b": {}})");
    const auto moved = migrate(*from, begun(*from), *to, {}, T0);
    QVERIFY(moved);
    QVERIFY(moved->snapshot.tasks.empty());
    QCOMPARE(moved->remarks, std::vector<std::string>{"task \"t\" of \"m.a\" is new and will not start, because the state is not entered"});
}

/// Edge case 12.
void MigrationTest::edge12_historyAfterMigrationIsEntered()
{
    const auto from = version("1.0.0", Old);
    Snapshot held = begun(*from);
    for (const auto *event : {"go", "book", "hold"})
        held = after(*from, held, sent(event));
    QByteArray text = Old;
    text.replace("\"booked\": {\"on\": {\"leave\": \"free\"}}", "\"taken\": {\"on\": {\"leave\": \"free\"}}");
    text.replace("\"book\": \"booked\"", "\"book\": \"taken\"");
    const auto to = version("2.0.0", text);
    const auto moved = migrate(*from, held, *to, {{"m.work.room.booked", "m.work.room.taken"}}, T0);
    QVERIFY2(moved, moved ? "" : joined(moved.error()).c_str());
    QCOMPARE(moved->snapshot.history.at("m.work.memory"), (std::vector<std::string>{"m.work.pay.open", "m.work.room.taken"}));
    QCOMPARE(after(*to, moved->snapshot, sent("resume")).active, (std::vector<std::string>{"m.work.pay.open", "m.work.room.taken"}));
}

void MigrationTest::V3_whatAHistoryStateThatIsGoneRecordedIsDropped()
{
    const auto from = version("1.0.0", R"("initial": "p", "states": {"p": {"initial": "a", "on": {"out": "q"}, "states": {"a": {}, "h": {"type": "history"}}}, "q": {}})");
    const auto to = version("2.0.0", R"("initial": "p", "states": {"p": {"initial": "a", "on": {"out": "q"}, "states": {"a": {}}}, "q": {}})");
    const auto moved = migrate(*from, after(*from, begun(*from), sent("out")), *to, {}, T0);
    QVERIFY(moved);
    QVERIFY(moved->snapshot.history.empty());
    QCOMPARE(moved->historyDropped, std::vector<std::string>{"m.p.h"});
}

void MigrationTest::V3_theMapIsCheckedByItself()
{
    const auto from = version("1.0.0", Old);
    QVERIFY(checkStateMap(*from, *from, {{"m.ask", "m.held"}}).empty());
    QCOMPARE(checkStateMap(*from, *from, {{"m.work.memory", "m.held"}}),
             std::vector<std::string>{"the mapping leads from \"m.work.memory\" to \"m.held\", of which only one is a history state"});
}

void MigrationTest::V3_anInstanceThatHasEndedStays()
{
    const auto from = version("1.0.0", Old);
    Snapshot ended = begun(*from);
    ended = after(*from, ended, TimerInput{"xstate.after.5000.m.ask"}, T0 + 5s);
    QVERIFY(ended.status == MachineStatus::Done);
    const auto moved = migrate(*from, ended, *from, {}, T0);
    QVERIFY(!moved);
    QCOMPARE(joined(moved.error()), std::string("the instance has ended"));
}

QTEST_APPLESS_MAIN(MigrationTest)
#include "migration_test.moc"
