#include <QTest>

#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;

/// Rules M1 to M21, each through the dry run: what the machine does, seen from outside.
class MachineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selection_data();
    void selection();
    void steps_data();
    void steps();
    void entering_data();
    void entering();
    void finishing_data();
    void finishing();
    void timeAndTasks_data();
    void timeAndTasks();

private:
    void columns();
    void play();
};

using B = QByteArray;

void MachineTest::columns()
{
    QTest::addColumn<QByteArray>("members"); // of the definition
    QTest::addColumn<QByteArray>("script");  // its steps
    // One object a line, from the start on; `log` are the messages of log actions. Only what is named is compared.
    QTest::addColumn<QByteArray>("expected");
}

void MachineTest::play()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, expected);
    const auto traced = trace(test::machine(members), R"({"steps": )" + script.toStdString() + '}');
    QVERIFY2(traced.has_value(), describe(traced).c_str());
    std::vector<OrderedJson> lines;
    for (const QByteArray &line : QByteArray::fromStdString(*traced).trimmed().split('\n'))
        lines.push_back(OrderedJson::parse(line.toStdString()));
    const auto wanted = OrderedJson::parse(expected.toStdString());
    QCOMPARE(lines.size(), wanted.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        OrderedJson log;
        for (const auto &action : lines[i]["actions"]) {
            if (action["type"] == "log")
                log = (log.is_null() ? "" : log.get<std::string>() + ' ')
                      + action["params"]["message"].get<std::string>();
        }
        lines[i]["log"] = log.is_null() ? OrderedJson("") : log;
        for (const auto &[key, value] : wanted[i].items()) {
            const std::string line = "line " + std::to_string(i) + ' ' + key + ": ";
            QCOMPARE(QByteArray::fromStdString(line + lines[i][key].dump()), QByteArray::fromStdString(line + value.dump()));
        }
    }
}

void MachineTest::selection()
{
    play();
}
void MachineTest::steps()
{
    play();
}
void MachineTest::entering()
{
    play();
}
void MachineTest::finishing()
{
    play();
}
void MachineTest::timeAndTasks()
{
    play();
}

void MachineTest::selection_data()
{
    columns();
    QTest::newRow("M1 the inner state is asked first")
        << B(R"("initial": "p", "states": {"p": {"initial": "c", "on": {"x": {"actions": $log(outer)}, "y": {"actions": $log(outer)}},
            "states": {"c": {"on": {"x": {"actions": $log(inner)}}}}}})")
        << B(R"([{"event": {"type": "x"}}, {"event": {"type": "y"}}])")
        << B(R"([{"value": {"p": "c"}}, {"log": "inner"}, {"log": "outer"}])");
    QTest::newRow("M1 all regions are asked in document order, not by their names")
        << B(R"("type": "parallel", "on": {"x": {"actions": $log(whole)}}, "states": {
            "z": {"on": {"x": {"actions": $log(z)}}}, "a": {"on": {"x": {"actions": $log(a)}}}, "m": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{"value": {"z": {}, "a": {}, "m": {}}}, {"log": "z a"}])");
    QTest::newRow("M1 the parallel state itself only if no region wants the event")
        << B(R"("type": "parallel", "on": {"x": {"actions": $log(whole)}}, "states": {
            "a": {"on": {"x": {"guard": $if(open), "actions": $log(a)}}}, "b": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "whole"}])");
    QTest::newRow("M2 the exact descriptor before wildcards, the longer wildcard before the shorter")
        << B(R"("initial": "a", "context": {"one": true, "two": true}, "states": {"a": {"on": {
            "*": {"actions": $log(star)},
            "a.*": {"guard": $if(two), "actions": [$log(short), $set(two,false)]},
            "a.b.*": {"guard": $if(one), "actions": [$log(long), $set(one,false)]},
            "a.b.c": {"guard": $if(never), "actions": $log(exact)},
            "a.b.d": [{"guard": $if(never), "actions": $log(first)}, {"actions": $log(second)}]}}})")
        << B(R"([{"event": {"type": "a.b.c"}}, {"event": {"type": "a.b.c"}}, {"event": {"type": "a.b.c"}}, {"event": {"type": "a.b.d"}}])")
        << B(R"([{}, {"log": "long"}, {"log": "short"}, {"log": "star"}, {"log": "second"}])");
    QTest::newRow("M2 the parent when no guard holds")
        << B(R"("initial": "p", "states": {"p": {"initial": "c", "on": {"x": {"actions": $log(parent)}}, "states": {"c": {"on": {
            "x": {"guard": $if(never), "actions": $log(child)}}}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "parent"}])");
    QTest::newRow("M3 whole tokens")
        << B(R"("initial": "a", "states": {"a": {"on": {"order.*": {"actions": $log(order)}}}})")
        << B(R"([{"event": {"type": "order"}}, {"event": {"type": "order.paid.late"}}, {"event": {"type": "orders"}}])")
        << B(R"([{}, {"log": "order"}, {"log": "order"}, {"log": ""}])");
    QTest::newRow("M3 the star takes what the machine makes")
        << B(R"("initial": "a", "states": {"a": {"after": {"100": {"guard": $if(never), "target": "b"}}, "on": {
            "*": {"actions": {"type": "log", "params": {"message": {"var": "event.type"}}}}}}, "b": {}})")
        << B(R"([{"advance": 100}])") << B(R"([{}, {"log": "xstate.after.100.m.a", "value": "a"}])");
    const char *conflict = R"("initial": "p", "states": {"p": {"type": "parallel", "states": {
        "one": {%1}, "two": {%2}}}, "out": {"entry": $log(out)}})";
    const B leaving = R"("on": {"x": {"target": "#m.out", "actions": $log(leaves)}})";
    const B deeper = R"("initial": "a", "states": {"a": {"on": {"x": {"target": "b", "actions": $log(moves)}}}, "b": {}})";
    QTest::newRow("M4 a region that leaves first beats a deeper one after it (edge 2)")
        << B(conflict).replace("%1", leaving).replace("%2", deeper) << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "leaves out", "value": "out"}])");
    QTest::newRow("M4 a deeper one first beats the region that leaves after it (edge 2)")
        << B(conflict).replace("%1", deeper).replace("%2", leaving) << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "moves", "value": {"p": {"one": "b", "two": {}}}}])");
    QTest::newRow("M4 the source inside the other's source wins")
        << B(R"("initial": "p", "context": {"go": false}, "states": {"p": {"type": "parallel",
            "always": {"guard": $if(go), "target": "out", "actions": $log(whole)}, "on": {"x": {"actions": $set(go,true)}}, "states": {
            "one": {}, "two": {"initial": "a", "states": {"a": {"always": {"guard": $if(go), "target": "b", "actions": [$log(inner), $set(go,false)]}}, "b": {}}}}}, "out": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "inner", "value": {"p": {"one": {}, "two": "b"}}}])");
    QTest::newRow("M4 transitions without targets never conflict")
        << B(R"("type": "parallel", "context": {"n": 0}, "states": {"a": {"on": {"x": {"actions": $add(n)}}}, "b": {"on": {"x": {"actions": $add(n)}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"context": {"n": 2}}])");
    QTest::newRow("M5 what nothing selects changes nothing, and always is still asked (M9)")
        << B(R"("initial": "a", "states": {"a": {"always": {"guard": {"type": "jsonlogic", "params": {"rule": {"==": [{"var": "event.type"}, "who"]}}}, "target": "b"}}, "b": {}})")
        << B(R"([{"event": {"type": "what"}}, {"event": {"type": "who"}}])") << B(R"([{"value": "a"}, {"value": "a"}, {"value": "b"}])");
    QTest::newRow("F6 an empty transition hides the event from outer states")
        << B(R"("initial": "p", "states": {"p": {"initial": "c", "on": {"x": {"actions": $log(outer)}}, "states": {"c": {"on": {"x": {}}}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": ""}])");
    QTest::newRow("F14 and, or, not, stateIn by id and by path, named with params")
        << B(R"("type": "parallel", "setup": {"guards": {"atLeast": {">=": [{"var": "context.n"}, {"var": "params.min"}]}}}, "context": {"n": 5}, "states": {
            "a": {"initial": "one", "states": {"one": {"id": "first"}, "two": {}}},
            "b": {"on": {"x": [
                {"guard": {"type": "and", "params": {"guards": [{"type": "atLeast", "params": {"min": 5}}, {"type": "stateIn", "params": {"state": "a.two"}}]}}, "actions": $log(wrong)},
                {"guard": {"type": "or", "params": {"guards": [{"type": "atLeast", "params": {"min": 6}}, {"type": "not", "params": {"guard": {"type": "stateIn", "params": {"state": "#first"}}}}]}}, "actions": $log(wrong)},
                {"guard": {"type": "and", "params": {"guards": [{"type": "atLeast", "params": {"min": 5}}, {"type": "stateIn", "params": {"state": "#first"}}]}}, "actions": $log(right)}]}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "right"}])");
    QTest::newRow("edge 17 a guard on a missing field is false, not an error")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"guard": {"type": "jsonlogic", "params": {"rule": {">": [{"var": "event.a.b"}, 1]}}}, "target": "b"}}}, "b": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"value": "a", "status": "active"}])");
}

void MachineTest::steps_data()
{
    columns();
    QTest::newRow("M6 exits from the last and deepest, actions, entries from the outermost")
        << B(R"("initial": "p", "states": {
            "p": {"type": "parallel", "exit": $log(-p), "on": {"x": {"target": "q", "actions": $log(go)}}, "states": {
                "a": {"exit": $log(-a), "initial": "i", "states": {"i": {"exit": $log(-ai)}}}, "b": {"exit": $log(-b), "initial": "i", "states": {"i": {"exit": $log(-bi)}}}}},
            "q": {"type": "parallel", "entry": $log(+q), "states": {
                "d": {"entry": $log(+d), "initial": "i", "states": {"i": {"entry": $log(+di)}}}, "c": {"entry": $log(+c)}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "-bi -b -ai -a -p go +q +d +di +c"}])");
    QTest::newRow("M6 actions run in the order of selection; the second sees the context of the first (edge 1)")
        << B(R"("type": "parallel", "context": {"n": 1}, "states": {
            "a": {"initial": "i", "states": {"i": {"on": {"x": {"target": "j", "actions": $add(n)}}}, "j": {}}},
            "b": {"initial": "i", "states": {"i": {"on": {"x": {"target": "j", "actions": {"type": "log", "params": {"message": {"cat": {"var": "context.n"}}}}}}}, "j": {}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "2", "context": {"n": 2}, "value": {"a": "j", "b": "j"}}])");
    const B self = R"("initial": "p", "states": {"p": {"entry": $log(+p), "exit": $log(-p), "initial": "a", "on": {%1},
        "states": {"a": {"entry": $log(+a), "exit": $log(-a)}, "b": {"entry": $log(+b), "exit": $log(-b)}}}})";
    QTest::newRow("M7 a target inside the source: the source stays")
        << B(self).replace("%1", R"("x": ".b")") << B(R"([{"event": {"type": "x"}}])") << B(R"([{"log": "+p +a"}, {"log": "-a +b"}])");
    QTest::newRow("M7 with reenter the source is left and entered")
        << B(self).replace("%1", R"("x": {"target": ".b", "reenter": true})") << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "-a -p +p +b"}])");
    QTest::newRow("M7 without target nothing is left, reenter or not")
        << B(self).replace("%1", R"("x": {"actions": $log(act), "reenter": true})") << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "act"}])");
    QTest::newRow("M7 reenter at the root leaves and enters the root too")
        << B(R"("entry": $log(+m), "exit": $log(-m), "initial": "a", "on": {"x": {"target": ".b", "reenter": true}, "y": ".b"},
            "states": {"a": {"exit": $log(-a)}, "b": {"entry": $log(+b), "exit": $log(-b)}})")
        << B(R"([{"event": {"type": "x"}}, {"event": {"type": "y"}}])") << B(R"([{"log": "+m"}, {"log": "-a -m +m +b"}, {"log": "-b +b"}])");
    QTest::newRow("M7 the domain is the nearest state around source and targets")
        << B(R"("initial": "o", "states": {"o": {"exit": $log(-o), "initial": "p", "states": {
            "p": {"initial": "a", "exit": $log(-p), "states": {"a": {"on": {"x": "#m.o.q.b"}}}}, "q": {"initial": "a", "states": {"a": {"entry": $log(+qa)}, "b": {"entry": $log(+qb)}}}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "-p +qb", "value": {"o": {"q": "b"}}}])");
    QTest::newRow("M8 a self-target runs its actions only; a compound source re-enters its initial child")
        << B(self).replace("%1", R"("to": ".b", "x": {"target": "p", "actions": $log(act)})") << B(R"([{"event": {"type": "to"}}, {"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "-a +b"}, {"log": "-b act +a"}])");
    QTest::newRow("M8 with reenter it restarts timers and tasks")
        << B(R"("initial": "a", "states": {"a": {"on": {"stay": "a", "again": {"target": "a", "reenter": true}}, "after": {"1000": "b"},
            "invoke": {"id": "t", "src": "ruvo.work", "input": {"type": {"var": "event.type"}}, "onError": "b"}}, "b": {}})")
        << B(R"([{"advance": 400}, {"event": {"type": "stay"}}, {"event": {"type": "again"}}])")
        << B(R"([{"timers": [1000]}, {"timers": [1000]}, {"timers": [1000], "tasks": [{"id": "t", "src": "ruvo.work", "input": {"type": "xstate.init"}}]},
            {"timers": [1400], "tasks": [{"id": "t", "src": "ruvo.work", "input": {"type": "again"}}]}])");
    QTest::newRow("M9 always before raised events, raised events before the end")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"target": "b", "actions": [$raise(r)]}}},
            "b": {"entry": $log(+b), "always": "c", "on": {"r": {"actions": $log(rb)}}}, "c": {"entry": $log(+c), "on": {"r": {"actions": $log(rc)}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "+b +c rc", "value": "c"}])");
    QTest::newRow("M9 always transitions of regions in document order")
        << B(R"("type": "parallel", "context": {"go": false}, "on": {"x": {"actions": $set(go,true)}}, "states": {
            "z": {"initial": "i", "states": {"i": {"always": {"guard": $if(go), "target": "j", "actions": $log(z)}}, "j": {}}},
            "a": {"initial": "i", "states": {"i": {"always": {"guard": $if(go), "target": "j", "actions": $log(a)}}, "j": {}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "z a"}])");
    QTest::newRow("M9 document order holds although another region changed last")
        << B(R"("type": "parallel", "context": {"go": false}, "states": {
            "z": {"initial": "i", "states": {"i": {"on": {"x": "j"}}, "j": {"on": {"x": {"actions": $set(go,true)}}, "always": {"guard": $if(go), "target": "k", "actions": $log(z)}}, "k": {}}},
            "a": {"initial": "i", "states": {"i": {"always": {"guard": $if(go), "target": "j", "actions": $log(a)}}, "j": {}}}})")
        << B(R"([{"event": {"type": "x"}}, {"event": {"type": "x"}}])") << B(R"([{}, {}, {"log": "z a"}])");
    QTest::newRow("M9 guards of always see the event being processed, raised ones too")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"actions": $raise(r)}}, "always": {"guard": {"type": "jsonlogic", "params": {"rule": {"==": [{"var": "event.type"}, "r"]}}}, "target": "b"}}, "b": {}})")
        << B(R"([{"event": {"type": "y"}}, {"event": {"type": "x"}}])") << B(R"([{"value": "a"}, {"value": "a"}, {"value": "b"}])");
    QTest::newRow("M9 a round that changes nothing ends the asking")
        << B(R"("initial": "a", "states": {"a": {"always": {"target": "a", "reenter": true, "actions": $log(round)}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{"log": "round", "status": "active"}, {"log": "round"}])");
    QTest::newRow("M10 rounds without end are the fault loop")
        << B(R"("initial": "a", "context": {"n": 0}, "states": {"a": {"on": {"x": "b"}, "entry": $log(a)}, "b": {"always": {"target": "b", "actions": $add(n)}}})")
        << B(R"([{"event": {"type": "x"}}, {"event": {"type": "x"}}])")
        << B(R"([{"log": "a"}, {"status": "error", "value": "a", "context": {"n": 0}, "log": "", "tasks": [], "timers": []}, {"status": "error"}])");
    QTest::newRow("M10 a thousand microsteps are not too many")
        << B(R"("initial": "a", "context": {"n": 0}, "states": {"a": {"on": {"x": "b"}}, "b": {"always": {"guard": {"type": "jsonlogic", "params": {"rule": {"<": [{"var": "context.n"}, 999]}}}, "target": "b", "actions": $add(n)}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"status": "active", "context": {"n": 999}}])");
    QTest::newRow("M10 one more is")
        << B(R"("initial": "a", "context": {"n": 0}, "states": {"a": {"on": {"x": "b"}}, "b": {"always": {"guard": {"type": "jsonlogic", "params": {"rule": {"<": [{"var": "context.n"}, 1000]}}}, "target": "b", "actions": $add(n)}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"status": "error"}])");
    QTest::newRow("M10 events that raise each other are a loop as well")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"actions": $raise(x)}}}})") << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"status": "error", "value": "a"}])");
    QTest::newRow("M11 raised events are first in, first out, before anything from outside")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"actions": [$raise(one), $raise(two), $log(x)]}, "one": {"actions": [$log(one), $raise(three)]}, "two": {"actions": $log(two)}, "three": {"actions": $log(three)}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "x one two three"}])");
    QTest::newRow("M12 each action sees the context left by the one before")
        << B(R"("initial": "a", "context": {"n": 1}, "states": {"a": {"entry": [$add(n), {"type": "log", "params": {"message": {"cat": {"var": "context.n"}}}}, $add(n)]}})")
        << B("[]") << B(R"([{"log": "2", "context": {"n": 3}}])");
    QTest::newRow("J6 all properties of one assignment see the context from before")
        << B(R"("initial": "a", "context": {"a": 1, "b": 2}, "states": {"a": {"entry": {"type": "assign", "params": {"assignment": {"a": {"var": "context.b"}, "b": {"var": "context.a"}}}}}})")
        << B("[]") << B(R"([{"context": {"a": 2, "b": 1}}])");
}

void MachineTest::entering_data()
{
    columns();
    QTest::newRow("M13 a deep target: its ancestors, and the default of every other region on the way")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": "p.two.k"}}, "p": {"type": "parallel", "entry": $log(+p), "states": {
            "one": {"entry": $log(+one), "initial": "i", "states": {"i": {"entry": $log(+i)}}}, "two": {"entry": $log(+two), "initial": "j", "states": {"j": {"entry": $log(+j)}, "k": {"entry": $log(+k)}}}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "+p +one +i +two +k", "value": {"p": {"one": "i", "two": "k"}}}])");
    QTest::newRow("M13 two targets in two regions")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"target": ["p.two.k", "p.one.j"]}}}, "p": {"type": "parallel", "states": {
            "one": {"initial": "i", "states": {"i": {}, "j": {}}}, "two": {"initial": "j", "states": {"j": {}, "k": {}}}, "three": {}}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"value": {"p": {"one": "j", "two": "k", "three": {}}}}])");
    QTest::newRow("M14 entry actions, then timers, then the input of tasks")
        << B(R"("initial": "a", "setup": {"delays": {"soon": {"*": [{"var": "context.n"}, 100]}}}, "context": {"n": 1}, "states": {
            "a": {"entry": $add(n), "after": {"soon": "b"}, "invoke": {"id": "t", "src": "ruvo.work", "input": {"n": {"var": "context.n"}}, "onError": "b"}}, "b": {}})")
        << B("[]") << B(R"([{"timers": [200], "tasks": [{"id": "t", "src": "ruvo.work", "input": {"n": 2}}]}])");
    QTest::newRow("M14 due at once: whole numbers rising, then the rest as written (edge 16)")
        << B(R"("initial": "a", "states": {"a": {"after": {"PT0.01S": {"actions": $log(named)}, "10": {"actions": $log(ten)}, "9": {"actions": $log(nine)}}}})")
        << B(R"([{"advance": 10}])") << B(R"([{"timers": [9, 10, 10]}, {"log": "nine ten named"}])");
    QTest::newRow("M14 a state entered and left in one step: actions run, the task never starts (edge 3)")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": "b"}}, "b": {"entry": $log(+b), "exit": $log(-b), "always": "c", "after": {"100": "a"},
            "invoke": {"id": "t", "src": "ruvo.work", "onError": "a"}}, "c": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"log": "+b -b", "value": "c", "tasks": [], "timers": []}])");
    QTest::newRow("M15 leaving cancels its timers and tasks")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": "b"}, "after": {"100": "a"}, "invoke": {"id": "t", "src": "ruvo.work", "onError": "b"}}, "b": {}})")
        << B(R"([{"event": {"type": "x"}}, {"done": "t", "output": 1}, {"advance": 1000}])")
        << B(R"([{"timers": [100]}, {"timers": [], "tasks": []}, {"value": "b"}, {"value": "b"}])");
    const B history = R"("initial": "p", "states": {"p": {"type": "parallel", "on": {"out": "away"}, "states": {
        "one": {"initial": "i", "states": {"i": {"on": {"n": "j"}}, "j": {"initial": "u", "states": {"u": {"on": {"n": "v"}}, "v": {}}}}}, "two": {"initial": "k", "states": {"k": {"on": {"n": "l"}}, "l": {}}},
        "shallow": {"type": "history"}, "deep": {"type": "history", "history": "deep"}}},
        "away": {"on": {"s": "p.shallow", "d": "p.deep"}}})";
    const B around = R"([{"event": {"type": "n"}}, {"event": {"type": "n"}}, {"event": {"type": "out"}}, {"event": {"type": "%"}}])";
    QTest::newRow("M16 deep history over a parallel state gives back every leaf (edge 12)")
        << history << B(around).replace('%', 'd')
        << B(R"([{}, {"value": {"p": {"one": {"j": "u"}, "two": "l"}}}, {"value": {"p": {"one": {"j": "v"}, "two": "l"}}}, {"value": "away"}, {"value": {"p": {"one": {"j": "v"}, "two": "l"}}}])");
    QTest::newRow("M16 shallow history gives back the children, with their defaults below")
        << history << B(around).replace('%', 's')
        << B(R"([{}, {}, {}, {"value": "away"}, {"value": {"p": {"one": "i", "two": "k"}}}])");
    QTest::newRow("M16 shallow history of a compound state")
        << B(R"("initial": "p", "states": {"p": {"initial": "a", "on": {"out": "q"}, "states": {"a": {"on": {"n": "b"}}, "b": {"initial": "u", "states": {"u": {"on": {"n": "v"}}, "v": {}}}, "h": {"type": "history"}}}, "q": {"on": {"back": "p.h"}}})")
        << B(R"([{"event": {"type": "n"}}, {"event": {"type": "n"}}, {"event": {"type": "out"}}, {"event": {"type": "back"}}])")
        << B(R"([{}, {}, {"value": {"p": {"b": "v"}}}, {}, {"value": {"p": {"b": "u"}}}])");
    QTest::newRow("M16 nothing recorded: the history's own target")
        << B(R"("initial": "q", "states": {"p": {"initial": "a", "states": {"a": {}, "b": {}, "h": {"type": "history", "target": "b"}}}, "q": {"on": {"x": "p.h"}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"value": {"p": "b"}}])");
    QTest::newRow("M16 nothing recorded and no target: the initial child")
        << B(R"("initial": "q", "states": {"p": {"initial": "a", "states": {"a": {}, "h": {"type": "history"}}}, "q": {"on": {"x": "p.h"}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"value": {"p": "a"}}])");
    QTest::newRow("M16 what this very microstep records is entered")
        << B(R"("initial": "p", "states": {"p": {"type": "parallel", "states": {
            "one": {"initial": "i", "states": {"i": {"on": {"n": "j", "x": "#m.p.two.h"}}, "j": {"on": {"x": "#m.p.two.h"}}}},
            "two": {"initial": "k", "states": {"k": {"on": {"n": "l"}}, "l": {}, "h": {"type": "history"}}}}}})")
        << B(R"([{"event": {"type": "n"}}, {"event": {"type": "x"}}])") << B(R"([{}, {}, {"value": {"p": {"one": "i", "two": "l"}}}])");
    QTest::newRow("M21 the start input is laid over the context, one level deep")
        << B(R"("initial": "a", "context": {"a": {"x": 1}, "b": 2}, "states": {"a": {"entry": {"type": "assign", "params": {"assignment": {"seen": {"var": "event.input"}}}}}})")
        << B(R"([], "input": {"a": {"y": 2}})") << B(R"([{"context": {"a": {"y": 2}, "b": 2, "seen": {"a": {"y": 2}}}}])");
}

void MachineTest::finishing_data()
{
    columns();
    QTest::newRow("M17 a final child raises the done event of its parent with its output")
        << B(R"("initial": "p", "context": {"n": 1}, "states": {"p": {"initial": "a", "states": {"a": {"on": {"x": "f"}}, "f": {"type": "final", "entry": $add(n), "output": {"n": {"var": "context.n"}, "by": {"var": "event.type"}}}},
            "onDone": {"target": "q", "actions": {"type": "assign", "params": {"assignment": {"got": {"var": "event"}}}}}}, "q": {}})")
        << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"value": "q", "context": {"n": 2, "got": {"type": "xstate.done.state.m.p", "output": {"n": 2, "by": "x"}}}}])");
    const B regions = R"("initial": "p", "states": {"p": {"type": "parallel", "on": {"xstate.done.state.*": {"actions": {"type": "log", "params": {"message": {"var": "event.type"}}}}},
        "states": {"a": {"initial": "i", "states": {"i": {"on": {"x": "f", "one": "f"}}, "f": {"type": "final"}}}, "b": {"initial": "i", "states": {"i": {"on": {"x": "f", "two": "f"}}, "f": {"type": "final"}}}}}})";
    QTest::newRow("M17 all regions finish on one event: one done event each, then one for the whole (edge 10)")
        << regions << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{}, {"log": "xstate.done.state.m.p.a xstate.done.state.m.p.b xstate.done.state.m.p"}])");
    QTest::newRow("M17 one after the other: the whole is done with the last")
        << regions << B(R"([{"event": {"type": "two"}}, {"event": {"type": "one"}}])")
        << B(R"([{}, {"log": "xstate.done.state.m.p.b"}, {"log": "xstate.done.state.m.p.a xstate.done.state.m.p"}])");
    QTest::newRow("M17 a region that left its final state again is not done (edge 11)")
        << B(R"("initial": "p", "states": {"p": {"type": "parallel", "onDone": "end", "states": {
            "a": {"initial": "i", "on": {"undo": ".i"}, "states": {"i": {"on": {"one": "f"}}, "f": {"type": "final"}}}, "b": {"initial": "i", "states": {"i": {"on": {"two": "f"}}, "f": {"type": "final"}}}}}, "end": {"type": "final"}})")
        << B(R"([{"event": {"type": "one"}}, {"event": {"type": "undo"}}, {"event": {"type": "two"}}, {"event": {"type": "one"}}])")
        << B(R"([{}, {}, {"value": {"p": {"a": "i", "b": "i"}}}, {"status": "active"}, {"status": "done", "value": "end"}])");
    QTest::newRow("M17 an atomic region is never done")
        << B(R"("initial": "p", "states": {"p": {"type": "parallel", "onDone": "end", "states": {"a": {}, "b": {"initial": "i", "states": {"i": {"on": {"x": "f"}}, "f": {"type": "final"}}}}}, "end": {}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"value": {"p": {"a": {}, "b": "f"}}}])");
    QTest::newRow("M18 the end: output, exit actions from the inside, no tasks, no timers, no more input")
        << B(R"("initial": "a", "context": {"n": 1}, "exit": [$log(-m), $add(n)], "states": {"a": {"on": {"x": {"target": "f", "actions": [$raise(late)]}}}, "f": {"type": "final", "entry": $log(+f), "exit": $log(-f), "output": {"why": {"var": "event.type"}}}},
            "after": {"1000": {"actions": $log(never)}}, "invoke": {"id": "t", "src": "ruvo.work", "onError": ".a"}, "on": {"late": {"actions": $log(never)}},
            "output": {"n": {"var": "context.n"}, "final": {"var": "event.output"}})")
        << B(R"([{"event": {"type": "x"}}, {"event": {"type": "late"}}, {"advance": 5000}])")
        << B(R"([{"timers": [1000]}, {"status": "done", "log": "+f -f -m", "output": {"n": 1, "final": {"why": "x"}}, "context": {"n": 2}, "tasks": [], "timers": [], "value": "f"},
            {"status": "done", "log": "", "output": {"n": 1, "final": {"why": "x"}}}, {"status": "done", "log": ""}])");
    QTest::newRow("M18 a parallel root is done with its last region")
        << B(R"("type": "parallel", "states": {"a": {"initial": "i", "states": {"i": {"on": {"x": "f"}}, "f": {"type": "final"}}}, "b": {"initial": "f", "states": {"f": {"type": "final"}}}}, "output": {"by": {"var": "event.type"}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{"status": "active"}, {"status": "done", "output": {"by": "xstate.done.state.m"}}])");
    QTest::newRow("M18 done at the start")
        << B(R"("initial": "f", "states": {"f": {"type": "final"}})") << B(R"([{"event": {"type": "x"}}])")
        << B(R"([{"status": "done", "output": null}, {"status": "done"}])");
    QTest::newRow("J4 the properties of an output are rules, their names are names")
        << B(R"("initial": "f", "context": {"room": 3}, "states": {"f": {"type": "final"}}, "output": {"var": {"var": "context.room"}, "log": "x"})") << B("[]")
        << B(R"([{"output": {"var": 3, "log": "x"}}])");
}

void MachineTest::timeAndTasks_data()
{
    columns();
    QTest::newRow("M19 timers fire one at a time, by due time, then creation")
        << B(R"("initial": "a", "states": {"a": {"entry": [{"type": "raise", "params": {"event": {"type": "late"}, "delay": 300}}, {"type": "raise", "params": {"event": {"type": "one"}, "delay": "PT0.2S"}}, {"type": "raise", "params": {"event": {"type": "two"}, "delay": 200}}],
            "on": {"*": {"actions": {"type": "log", "params": {"message": {"var": "event.type"}}}}}}})")
        << B(R"([{"advance": 199}, {"advance": 1}, {"advance": 100}])") << B(R"([{"timers": [200, 200, 300]}, {"log": ""}, {"log": "one two"}, {"log": "late"}])");
    QTest::newRow("M19 time stands at the due moment, so a timer may follow within one advance")
        << B(R"("initial": "a", "states": {"a": {"after": {"100": "b"}}, "b": {"after": {"100": "c"}}, "c": {"after": {"100": "a"}}})")
        << B(R"([{"advance": 250}])") << B(R"([{}, {"value": "c", "timers": [300]}])");
    QTest::newRow("M19 a delayed event with a pending id replaces it")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"actions": {"type": "raise", "params": {"event": {"type": "t"}, "delay": 100, "id": "same"}}}, "t": {"actions": $log(t)}}}})")
        << B(R"([{"event": {"type": "x"}}, {"advance": 60}, {"event": {"type": "x"}}, {"advance": 60}, {"advance": 60}])")
        << B(R"([{}, {"timers": [100]}, {}, {"timers": [160]}, {"log": ""}, {"log": "t", "timers": []}])");
    QTest::newRow("M19 a raise with delay is not tied to its state; cancel takes it away")
        << B(R"("initial": "a", "states": {"a": {"entry": [{"type": "raise", "params": {"event": {"type": "t"}, "delay": 100, "id": "one"}}, {"type": "raise", "params": {"event": {"type": "u"}, "delay": 100}}], "on": {"x": {"target": "b", "actions": {"type": "cancel", "params": {"id": "one"}}}}}, "b": {"on": {"*": {"actions": {"type": "log", "params": {"message": {"var": "event.type"}}}}}}})")
        << B(R"([{"event": {"type": "x"}}, {"advance": 100}])") << B(R"([{"timers": [100, 100]}, {"timers": [100]}, {"log": "u"}])");
    QTest::newRow("F10 delays by name, by rule and as duration")
        << B(R"("initial": "a", "setup": {"delays": {"fixed": 50, "long": "PT1H", "ruled": {"cat": ["PT", {"var": "context.n"}, "S"]}}}, "context": {"n": 2}, "states": {"a": {"after": {"fixed": "a", "long": "a", "ruled": "a", "P1D": "a"}}})")
        << B("[]") << B(R"([{"timers": [50, 2000, 3600000, 86400000]}])");
    QTest::newRow("D12 a delay that is no time is the fault delay")
        << B(R"("initial": "a", "setup": {"delays": {"none": {"var": "context.missing"}}}, "states": {"a": {"on": {"x": {"target": "b", "actions": $log(go)}}}, "b": {"after": {"none": "a"}}})")
        << B(R"([{"event": {"type": "x"}}])") << B(R"([{}, {"status": "error", "value": "a", "log": ""}])");
    QTest::newRow("M20 a result brings output, an error brings its name; both say whose")
        << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": {"target": "b", "actions": {"type": "assign", "params": {"assignment": {"got": {"var": "event"}}}}}, "onError": "b"}},
            "b": {"invoke": {"id": "u", "src": "ruvo.work", "onError": {"target": "c", "actions": {"type": "assign", "params": {"assignment": {"error": {"var": "event"}}}}}}}, "c": {}})")
        << B(R"([{"done": "t", "output": {"room": 3}}, {"fail": "u", "error": {"name": "timeout", "message": "too slow"}}])")
        << B(R"([{}, {"value": "b", "context": {"got": {"type": "xstate.done.actor.t", "output": {"room": 3}, "actorId": "t"}}},
            {"value": "c", "context": {"got": {"type": "xstate.done.actor.t", "output": {"room": 3}, "actorId": "t"}, "error": {"type": "xstate.error.actor.u", "error": {"name": "timeout", "message": "too slow"}, "actorId": "u"}}}])");
    QTest::newRow("M20 an error that nothing takes is the fault unhandled")
        << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": "b"}}, "b": {}})")
        << B(R"([{"fail": "t", "error": {"name": "timeout"}}])") << B(R"([{}, {"status": "error", "value": "a", "tasks": []}])");
    QTest::newRow("M20 also with onError whose guard is false (edge 13)")
        << B(R"("initial": "a", "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": "b", "onError": {"guard": $if(never), "target": "b"}}}, "b": {}})")
        << B(R"([{"fail": "t", "error": {"name": "timeout"}}])") << B(R"([{}, {"status": "error"}])");
    QTest::newRow("M20 an ancestor may take it, a transition without target too")
        << B(R"("initial": "a", "on": {"xstate.error.*": {"actions": $log(taken)}}, "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": "b"}}, "b": {}})")
        << B(R"([{"fail": "t", "error": {"name": "timeout"}}])") << B(R"([{}, {"status": "active", "log": "taken"}])");
    QTest::newRow("F11 the id of an invoke without one")
        << B(R"("initial": "a", "states": {"a": {"invoke": [{"src": "ruvo.work", "onError": "b"}, {"src": "ruvo.work", "onError": "b"}]}, "b": {}})")
        << B(R"([{"done": "1.m.a"}])") << B(R"([{"tasks": [{"id": "0.m.a", "src": "ruvo.work", "input": null}, {"id": "1.m.a", "src": "ruvo.work", "input": null}]}, {"tasks": [{"id": "0.m.a", "src": "ruvo.work", "input": null}]}])");
    QTest::newRow("F13 emit, sendTo, log and named actions are told in order; assign, raise and cancel are not")
        << B(R"("initial": "a", "setup": {"actions": {"notify": {"agent": "ruvo", "command": "notify"}}}, "context": {"n": 1}, "states": {"a": {"entry": [
            {"type": "emit", "params": {"event": {"type": "room.booked", "n": {"var": "context.n"}}}}, $add(n), {"type": "sendTo", "params": {"to": "grace", "event": {"type": "hello"}}}, $raise(r), "notify",
            {"type": "notify", "params": {"what": "part payment", "n": {"var": "context.n"}}}, {"type": "cancel", "params": {"id": "x"}}, $log(end)]}})")
        << B("[]")
        << B(R"([{"actions": [{"type": "emit", "params": {"event": {"type": "room.booked", "n": 1}}}, {"type": "sendTo", "params": {"to": "grace", "event": {"type": "hello"}}}, {"type": "notify", "params": {}},
            {"type": "notify", "params": {"what": "part payment", "n": 2}}, {"type": "log", "params": {"message": "end"}}]}])");
    QTest::newRow("F9 a computed type that is reserved voids the step")
        << B(R"("initial": "a", "states": {"a": {"on": {"x": {"actions": {"type": "raise", "params": {"event": {"type": {"var": "event.which"}}}}}}}})")
        << B(R"([{"event": {"type": "x", "which": "xstate.init"}}])") << B(R"([{}, {"status": "error"}])");
}

QTEST_GUILESS_MAIN(MachineTest)
#include "machine_test.moc"
