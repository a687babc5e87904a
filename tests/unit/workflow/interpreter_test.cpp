#include <QTest>

#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;
using hs::workflow::test::definitionOf;
using hs::workflow::test::sent;
using hs::workflow::test::logged;
using hs::workflow::test::machine;

/// What a step hands to its caller, and what a fault says.
class InterpreterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStepTellsAllItDid();
    void tasksAreCountedByStarts();
    void timersSetAndCancelled();
    void lateInputChangesNothing();
    void ignoredEvents();
    void faults_data();
    void faults();
    void badInput_data();
    void badInput();
    void limits();
    void brokenSnapshots_data();
    void brokenSnapshots();
    void snapshotsSurviveTheirText();
    void snapshotTextsThatAreRefused_data();
    void snapshotTextsThatAreRefused();
    void patchesLeadFromOneContextToTheOther_data();
    void patchesLeadFromOneContextToTheOther();
    void stepsAreRepeatable();
};

namespace {

constexpr const char *Booking = R"("initial": "asked", "context": {"price": 5, "room": null}, "setup": {"actions": {"notify": {"agent": "ruvo", "command": "notify"}}},
    "states": {
        "asked": {"on": {"accept": {"target": "booking", "actions": [$set(price,9), {"type": "notify", "params": {"price": {"var": "context.price"}}}]}}, "after": {"PT1H": "over"}},
        "booking": {"exit": $log(bye), "invoke": {"id": "reserve", "src": "solari.reserve_room", "input": {"price": {"var": "context.price"}},
            "onDone": {"target": "over", "actions": {"type": "assign", "params": {"assignment": {"room": {"var": "event.output"}}}}}}, "on": {"again": {"target": "booking", "reenter": true}, "stop": "over"}, "after": {"100": {}}},
        "over": {"type": "final"}}, "output": {"room": {"var": "context.room"}})";

OrderedJson parsed(const QByteArray &text)
{
    return OrderedJson::parse(text.toStdString());
}

QByteArray joined(const std::vector<std::string> &list)
{
    QByteArray out;
    for (const auto &one : list)
        out += (out.isEmpty() ? "" : " ") + QByteArray::fromStdString(one);
    return out;
}

Snapshot started(const Definition &definition, const OrderedJson &input = {})
{
    const auto first = start(definition, input, fromMillis(1000));
    return first ? first->snapshot : Snapshot();
}

} // namespace

void InterpreterTest::aStepTellsAllItDid()
{
    const auto definition = definitionOf(machine(Booking));
    QVERIFY(definition);
    const auto first = start(*definition, {{"price", 7}}, fromMillis(1000));
    QVERIFY(first.has_value());
    QCOMPARE(joined(first->entered), QByteArray("m m.asked"));
    QCOMPARE(first->contextPatch, OrderedJson::object());
    QCOMPARE(first->snapshot.context.dump(), std::string(R"({"price":7,"room":null})"));

    const auto second = step(*definition, first->snapshot, sent("accept"), fromMillis(2000));
    QVERIFY(second.has_value());
    QCOMPARE(second->transitions.size(), std::size_t(1));
    QCOMPARE(second->transitions[0].source, std::string("m.asked"));
    QCOMPARE(second->transitions[0].descriptor, std::string("accept"));
    QCOMPARE(joined(second->transitions[0].targets), QByteArray("m.booking"));
    QCOMPARE(joined(second->exited), QByteArray("m.asked"));
    QCOMPARE(joined(second->entered), QByteArray("m.booking"));
    QCOMPARE(second->actions.size(), std::size_t(1));
    QCOMPARE(second->actions[0].type, std::string("notify"));
    QCOMPARE(second->actions[0].agent, std::string("ruvo"));
    QCOMPARE(second->actions[0].params.dump(), std::string(R"({"price":9})"));
    QCOMPARE(second->contextPatch.dump(), std::string(R"({"price":9})"));
    QCOMPARE(second->tasksStarted.size(), std::size_t(1));
    QCOMPARE(second->tasksStarted[0].input.dump(), std::string(R"({"price":9})"));
    QCOMPARE(second->timersSet.size(), std::size_t(1));
    QCOMPARE(toMillis(second->timersSet[0].due), 2100);
    QCOMPARE(second->timersSet[0].state, std::string("m.booking"));
    QCOMPARE(second->timersCancelled.size(), std::size_t(1));
    QCOMPARE(second->timersCancelled[0].id, std::string("xstate.after.PT1H.m.asked"));
    QCOMPARE(second->microsteps, std::size_t(1));
    QVERIFY(!second->ignored);

    const auto third = step(*definition, second->snapshot, TaskDone{"reserve", "suite"}, fromMillis(3000));
    QVERIFY(third.has_value());
    QCOMPARE(third->snapshot.status, MachineStatus::Done);
    QCOMPARE(third->snapshot.output.dump(), std::string(R"({"room":"suite"})"));
    QCOMPARE(joined(third->snapshot.active), QByteArray("m.over"));
    QCOMPARE(logged(third->actions), std::string("bye"));
    QVERIFY(third->tasksCancelled.empty()); // it was done, not cancelled
    QCOMPARE(third->timersCancelled.size(), std::size_t(1));
}

void InterpreterTest::tasksAreCountedByStarts()
{
    const auto definition = definitionOf(machine(Booking));
    const auto first = step(*definition, started(*definition), sent("accept"), fromMillis(2000));
    QCOMPARE(first->snapshot.task("reserve")->start, 1U);
    const auto second = step(*definition, first->snapshot, sent("again"), fromMillis(2050));
    QCOMPARE(second->tasksCancelled.size(), std::size_t(1));
    QCOMPARE(second->tasksCancelled[0].start, 1U);
    QCOMPARE(second->tasksStarted[0].start, 2U); // n of D5
    const auto third = step(*definition, second->snapshot, sent("stop"), fromMillis(2060));
    QCOMPARE(third->tasksCancelled[0].start, 2U);
    QVERIFY(third->snapshot.tasks.empty());
}

void InterpreterTest::timersSetAndCancelled()
{
    const auto definition = definitionOf(machine(Booking));
    const auto booked = step(*definition, started(*definition), sent("accept"), fromMillis(2000))->snapshot;
    const auto fired = step(*definition, booked, TimerInput{"xstate.after.100.m.booking"}, fromMillis(2100));
    QVERIFY(fired.has_value());
    QVERIFY(fired->timersCancelled.empty()); // it fired
    QVERIFY(fired->snapshot.timers.empty());
    QVERIFY(!fired->ignored);
    const auto again = step(*definition, booked, sent("again"), fromMillis(2050));
    QCOMPARE(again->timersCancelled.size(), std::size_t(1));
    QCOMPARE(again->timersSet.size(), std::size_t(1));
    QVERIFY(again->timersSet[0].sequence > again->timersCancelled[0].sequence);
    QCOMPARE(toMillis(again->snapshot.nextTimer()->due), 2150);
}

void InterpreterTest::lateInputChangesNothing()
{
    const auto definition = definitionOf(machine(Booking));
    const Snapshot before = started(*definition);
    for (const Input &input : {Input(TaskDone{"reserve", 1}), Input(TaskFailed{"reserve", {{"name", "timeout"}}}),
                               Input(TaskDone{"nobody", 1}), Input(TimerInput{"xstate.after.100.m.booking"})}) {
        const auto late = step(*definition, before, input, fromMillis(9000));
        QVERIFY(late.has_value());
        QVERIFY(late->ignored);
        QCOMPARE(late->snapshot, before);
    }
    const auto booked = step(*definition, before, sent("accept"), fromMillis(2000))->snapshot;
    const auto over = step(*definition, booked, sent("stop"), fromMillis(3000))->snapshot;
    const auto afterwards = step(*definition, over, sent("accept"), fromMillis(4000));
    QVERIFY(afterwards->ignored); // M18
    QCOMPARE(afterwards->snapshot, over);
}

void InterpreterTest::ignoredEvents()
{
    const auto definition = definitionOf(machine(Booking));
    const Snapshot before = started(*definition);
    const auto ignored = step(*definition, before, sent("nothing.known"), fromMillis(2000));
    QVERIFY(ignored->ignored);
    QCOMPARE(ignored->snapshot, before);
    QCOMPARE(ignored->microsteps, std::size_t(0));
}

void InterpreterTest::faults_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("D12 unhandled") << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": "a"}}})")
                                   << B(R"(unhandled: nothing takes xstate.error.actor.t: {"name":"timeout"})");
    QTest::newRow("D12 loop") << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": "b"}}, "b": {"always": {"target": "b", "actions": $set(n,1)}}})")
                              << B("loop: more than 1000 microsteps, the last from m.b");
    QTest::newRow("D12 delay") << B(R"("initial": "a", "setup": {"delays": {"d": {"var": "event.error"}}}, "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": "b"}}, "b": {"after": {"d": "a"}}})")
                               << B(R"(delay: after d of m.b gives {"name":"timeout"}, which is not a duration or milliseconds)");
    QTest::newRow("D12 a raise without type") << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": {"actions": {"type": "raise", "params": {"event": {"type": {"var": "event.none"}}}}}}}})")
                                              << B("event: raise made an event of type that is no text");
    QTest::newRow("D12 an emit of a reserved type") << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": {"actions": {"type": "emit", "params": {"event": {"type": {"var": "event.type"}}}}}}}})")
                                                    << B("event: emit made an event of type \"xstate.error.actor.t\"");
    QTest::newRow("D12 a rule beyond its cost") << B(R"("initial": "a", "context": {"l": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]}, "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": {"target": "a", "guard": {"type": "jsonlogic", "params":
        {"rule": {"reduce": [{"var": "context.l"}, {"merge": [{"var": "accumulator"}, {"var": "accumulator"}]}, [1]]}}}}}}})")
                                                << B("rule: a rule takes more than 1000000 operations (guard jsonlogic)");
    QTest::newRow("D17 context") << B(R"("initial": "a", "context": {"n": "0123456789012345678901234567890123456789012345678901234567890123"}, "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onError": "b"}},
        "b": {"always": {"guard": {"type": "jsonlogic", "params": {"rule": {"<": [{"var": "context.n.length"}, 262144]}}}, "target": "b", "actions": {"type": "assign", "params": {"assignment": {"n": {"cat": [{"var": "context.n"}, {"var": "context.n"}]}}}}}}})")
                                 << B("limit: bytes of context: 262152, the limit is 262144");
}

void InterpreterTest::faults()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, expected);
    const auto definition = definitionOf(machine(members));
    QVERIFY(definition);
    const Snapshot before = started(*definition);
    const auto result = step(*definition, before, TaskFailed{"t", {{"name", "timeout"}}}, fromMillis(2000));
    QVERIFY(!result.has_value());
    QCOMPARE(QByteArray::fromStdString(toError(result.error()).what), expected);
}

void InterpreterTest::badInput_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("F9 reserved types never come from outside") << B(R"({"type": "xstate.done.actor.t"})")
                                                               << B("events of type \"xstate.done.actor.t\" come from the machine alone");
    QTest::newRow("no type") << B(R"({"amount": 3})") << B("an event is an object with a \"type\"");
    QTest::newRow("an empty type") << B(R"({"type": ""})") << B("an event is an object with a \"type\"");
    QTest::newRow("no object") << B(R"(["type"])") << B("an event is an object with a \"type\"");
    QTest::newRow("D17 too big") << B(R"({"type": "x", "text": ")") + B(262144, 'a') + B("\"}")
                                 << B("the event has 262166 bytes, the limit is 262144");
}

void InterpreterTest::badInput()
{
    QFETCH(QByteArray, event);
    QFETCH(QByteArray, expected);
    const auto definition = definitionOf(machine(Booking));
    const auto result = step(*definition, started(*definition), EventInput{parsed(event)}, fromMillis(2000));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, Fault::Kind::BadInput);
    QCOMPARE(QByteArray::fromStdString(result.error().message), expected);
    QCOMPARE(toError(result.error()).code, Errc::BadInput);
    const auto start = hs::workflow::start(*definition, parsed("[1]"), fromMillis(0));
    QVERIFY(!start.has_value());
    QCOMPARE(start.error().message, std::string("the start input is an object"));
}

void InterpreterTest::limits()
{
    QByteArray invokes;
    QByteArray timers;
    for (int i = 0; i <= 1000; ++i) {
        if (i <= 100)
            invokes += QByteArray(i == 0 ? "" : ",") + R"({"src": "ruvo.work", "onError": "a"})";
        timers += QByteArray(i == 0 ? "" : ",") + '"' + QByteArray::number(i + 1) + R"(": "a")";
    }
    const auto tasks = definitionOf(machine(R"("initial": "a", "states": {"a": {"invoke": [)" + invokes + "]}}"));
    const auto tooManyTasks = start(*tasks, {}, fromMillis(0));
    QVERIFY(!tooManyTasks);
    QCOMPARE(tooManyTasks.error().message, std::string("open tasks: 101, the limit is 100"));
    const auto waits = definitionOf(machine(R"("initial": "a", "states": {"a": {"after": {)" + timers + "}}}"));
    const auto tooManyTimers = start(*waits, {}, fromMillis(0));
    QVERIFY(!tooManyTimers);
    QCOMPARE(tooManyTimers.error().message, std::string("pending timers: 1001, the limit is 1000"));
}

void InterpreterTest::brokenSnapshots_data()
{
    QTest::addColumn<QByteArray>("active");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    const B fits = "the snapshot does not fit the definition: ";
    QTest::newRow("a state that is gone") << B(R"(["m.p.one", "m.lost"])") << fits + "it has no leaf state m.lost";
    QTest::newRow("a state that is no leaf") << B(R"(["m.p"])") << fits + "it has no leaf state m.p";
    QTest::newRow("a region without a state") << B(R"(["m.p.one"])") << fits + "of the children of m.p 1 are active";
    QTest::newRow("two states of one parent") << B(R"(["m.p.one", "m.p.two", "m.q"])") << fits + "of the children of m 2 are active";
    QTest::newRow("nothing at all") << B("[]") << fits + "no state is active";
}

void InterpreterTest::brokenSnapshots()
{
    QFETCH(QByteArray, active);
    QFETCH(QByteArray, expected);
    const auto definition = definitionOf(machine(
        R"("initial": "p", "states": {"p": {"type": "parallel", "states": {"one": {}, "two": {}, "h": {"type": "history"}}}, "q": {"on": {"x": "p.h"}}})"));
    Snapshot snapshot = started(*definition);
    snapshot.active = parsed(active).get<std::vector<std::string>>();
    const auto result = step(*definition, snapshot, sent("x"), fromMillis(0));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, Fault::Kind::Snapshot);
    QCOMPARE(QByteArray::fromStdString(result.error().message), expected);
    snapshot = started(*definition);
    snapshot.history["m.p.h"] = {"m.lost"};
    QCOMPARE(step(*definition, snapshot, sent("x"), fromMillis(0)).error().message,
             std::string("the recorded history m.p.h -> m.lost fits no state"));
}

void InterpreterTest::snapshotsSurviveTheirText()
{
    const auto definition = definitionOf(machine(
        R"("initial": "p", "context": {"n": 1.5, "text": "ü"}, "states": {"p": {"initial": "a", "entry": {"type": "raise", "params": {"event": {"type": "t", "x": [1]}, "delay": 70}}, "on": {"out": "q"}, "invoke": {"id": "t", "src": "ruvo.work", "input": {"n": {"var": "context.n"}}, "onError": "q"},
            "states": {"a": {}, "h": {"type": "history"}}}, "q": {"on": {"back": "p.h"}, "after": {"10": "p"}}})"));
    Snapshot snapshot = started(*definition);
    for (const char *type : {"out", "back", "out"}) {
        const auto text = toJson(snapshot).dump();
        const auto read = parseSnapshot(text);
        QVERIFY2(read.has_value(), describe(read).c_str());
        QCOMPARE(*read, snapshot);
        QCOMPARE(toJson(*read).dump(), text);
        snapshot = step(*definition, *read, sent(type), fromMillis(2000))->snapshot;
    }
    QCOMPARE(toJson(snapshot).dump(),
             std::string(R"({"status":"active","active":["m.q"],"context":{"n":1.5,"text":"ü"},"history":{"m.p.h":["m.p.a"]},)"
                         R"("timers":[{"id":"#1","event":{"type":"t","x":[1]},"due":1070,"state":"","seq":1},)"
                         R"({"id":"#3","event":{"type":"t","x":[1]},"due":2070,"state":"","seq":3},)"
                         R"({"id":"xstate.after.10.m.q","event":{"type":"xstate.after.10.m.q"},"due":2010,"state":"m.q","seq":4}],)"
                         R"("starts":{"t":2},"seq":4})"));
    QCOMPARE(snapshot.nextTimer()->id, std::string("#1"));
}

void InterpreterTest::snapshotTextsThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    const B broken = "the snapshot is broken: ";
    QTest::newRow("no JSON") << B("{") << broken + "it is not JSON";
    QTest::newRow("no object") << B("[]") << broken + "it is not an object";
    QTest::newRow("no active states") << B("{}") << broken + "no state is active (/active)";
    QTest::newRow("active states as numbers") << B(R"({"active": [1]})") << broken + "a text is missing (/active)";
    QTest::newRow("an unknown status") << B(R"({"status": "resting", "active": ["a"]})") << broken + "unknown status (/status)";
    QTest::newRow("a context that is a list") << B(R"({"active": ["a"], "context": []})") << broken + "it is not an object (/context)";
    QTest::newRow("a task without number") << B(R"({"active": ["a"], "tasks": [{"id": "t", "src": "s", "input": 1}]})")
                                           << broken + "it is missing (/tasks/n)";
    QTest::newRow("a timer due some day") << B(R"({"active": ["a"], "timers": [{"id": "t", "event": {}, "due": "soon", "state": "", "seq": 1}]})")
                                          << broken + "a whole number is missing (/timers)";
    QTest::newRow("history as text") << B(R"({"active": ["a"], "history": {"h": "a"}})") << broken + "a list is missing (/history)";
    QTest::newRow("an unknown field") << B(R"({"active": ["a"], "mood": 1})") << broken + "this field is unknown or of the wrong type (/mood)";
}

void InterpreterTest::snapshotTextsThatAreRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto read = parseSnapshot(text.toStdString());
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, Errc::Corrupt);
    const std::string place = read.error().where.empty() ? "" : " (" + read.error().where + ')';
    QCOMPARE(QByteArray::fromStdString(read.error().what + place), expected);
}

void InterpreterTest::patchesLeadFromOneContextToTheOther_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("D15 nothing changed") << B(R"({"a": 1, "b": {"c": [1]}})") << B(R"({"a": 1, "b": {"c": [1]}})") << B("{}");
    QTest::newRow("D15 set, added, inner") << B(R"({"a": 1, "b": {"c": 1, "d": 2}})") << B(R"({"a": 2, "b": {"c": 1, "d": 3}, "e": []})")
                                           << B(R"({"a":2,"b":{"d":3},"e":[]})");
    QTest::newRow("D15 taken away") << B(R"({"a": {"x": 1, "y": 2}})") << B(R"({"a": {"x": 1}})") << B(R"({"a":{"y":null}})");
    QTest::newRow("D15 an object for a number") << B(R"({"a": 1})") << B(R"({"a": {"x": 1}})") << B(R"({"a":{"x":1}})");
}

void InterpreterTest::patchesLeadFromOneContextToTheOther()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, expected);
    const auto patch = mergePatch(parsed(from), parsed(to));
    QCOMPARE(QByteArray::fromStdString(patch.dump()), expected);
    OrderedJson patched = parsed(from);
    patched.merge_patch(patch);
    QCOMPARE(patched, parsed(to));
}

void InterpreterTest::stepsAreRepeatable()
{
    const auto definition = definitionOf(machine(Booking));
    const Snapshot before = started(*definition);
    const auto once = step(*definition, before, sent("accept"), fromMillis(2000));
    const auto twice = step(*definition, before, sent("accept"), fromMillis(2000));
    QCOMPARE(toJson(once->snapshot).dump(), toJson(twice->snapshot).dump());
    QCOMPARE(joined(once->entered), joined(twice->entered));
}

QTEST_GUILESS_MAIN(InterpreterTest)
#include "interpreter_test.moc"
