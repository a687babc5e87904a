#include <chrono>
#include <QObject>
#include <QTest>

#include "engine/workflow/machine.h"
#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;

using B = QByteArray;

// Definitions, expressions and events that were made to hurt: each meets a limit that has a name, says so, and
// takes no longer than a slow machine needs for honest work.
class HostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_begun = std::chrono::steady_clock::now(); }
    void cleanup();
    void definitions_data();
    void definitions();
    void steps_data();
    void steps();
    void F1_aFullDefinitionIsReadAndRuns();
    void D17_manyTimersOfOneRaise();
    void numbersAtTheEdge_data();
    void numbersAtTheEdge();

private:
    std::chrono::steady_clock::time_point m_begun;
};

namespace {

/// `once`, `times` times over, with `between` in the gaps; % counts.
B repeated(int times, const B &once, const B &between = ",")
{
    B out;
    for (int i = 0; i < times; ++i)
        out += (i == 0 ? B() : between) + B(once).replace('%', B::number(i));
    return out;
}

} // namespace

void HostileTest::cleanup()
{
    // Wide enough for sanitizers and busy machines; without limits these take minutes or all memory.
    QVERIFY(std::chrono::steady_clock::now() - m_begun < std::chrono::seconds(60));
}

void HostileTest::definitions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // how the first error begins; empty: none

    QTest::newRow("F1 nested deeper than any parser's stack") << B(200000, '[') << B("E001");
    QTest::newRow("F1 objects nested likewise") << repeated(100000, R"({"a":)", "") << B("E001");
    QTest::newRow("F1 closed, but deeper than 512 levels") << B(R"({"id": "m", "context": {"a": )" + B(600, '[') + B(600, ']') + "}}") << B("E001");
    QTest::newRow("F1 a mebibyte of nothing") << B(1048577, ' ') << B("E004");
    QTest::newRow("F1 too many states")
        << B(R"({"id": "m", "initial": "s0", "states": {)" + repeated(1001, R"("s%": {})") + "}}") << B("E005");
    QTest::newRow("F1 states too deep")
        << B(R"({"id": "m", )" + repeated(40, R"("initial": "a", "states": {"a": {)", "") + R"("type": "final")" + repeated(40, "}}", "") + '}')
        << B("E006");
    QTest::newRow("E003 one key ten thousand times") << B(R"({"id": "m", "context": {)" + repeated(10000, R"("k": %)") + "}}") << B("E003");
    QTest::newRow("E001 a number beyond doubles") << B(R"({"id": "m", "context": {"n": 1e400}})") << B("E001");
    QTest::newRow("E001 a lone surrogate") << B(R"({"id": "m", "context": {"n": "\ud800"}})") << B("E001");
    QTest::newRow("E001 a byte that is no UTF-8") << B("{\"id\": \"m\", \"context\": {\"n\": \"\xff\"}}") << B("E001");
    QTest::newRow("E001 a NUL in the middle") << B("{\"id\": \"m\"\0}", 12) << B("E001");
    QTest::newRow("E064 an operator with a name of half a mebibyte")
        << B(R"({"id": "m", "entry": {"type": "log", "params": {"message": {")" + B(500000, 'x') + R"(": 1}}}})") << B("E064");
    QTest::newRow("E040 a target with a hundred thousand steps")
        << B(R"({"id": "m", "initial": "a", "states": {"a": {"on": {"x": "a)" + repeated(100000, ".a", "") + R"("}}}})") << B("E040");
    QTest::newRow("numbers at the edge are numbers")
        << B(R"({"id": "m", "context": {"a": 1e308, "b": -0.0, "c": 9007199254740993, "d": 18446744073709551616, "e": 5e-324}})") << B();
    QTest::newRow("eighteen thousand transitions for one event")
        << B(R"({"id": "m", "initial": "a", "states": {"a": {"on": {"x": [)"
             + repeated(18000, R"({"guard": {"type": "stateIn", "params": {"state": "a"}}})") + "]}}}}")
        << B();
    QTest::newRow("ten thousand unknown guards") << B(R"({"id": "m", "initial": "a", "states": {"a": {"on": {"x": [)" + repeated(10000, R"({"guard": "g%"})")
                                                      + "]}}}}")
                                                 << B("E060");
}

void HostileTest::definitions()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto parsed = parseDefinition(text.toStdString(), AgentCatalog::anything());
    QByteArray first;
    for (const Finding &finding : parsed.findings) {
        if (finding.severity == Severity::Error && first.isEmpty())
            first = B::fromStdString(finding.code + ' ' + finding.message);
    }
    QVERIFY2(expected.isEmpty() ? first.isEmpty() : first.startsWith(expected), first.left(200).constData());
    QCOMPARE(parsed.definition != nullptr, expected.isEmpty());
}

void HostileTest::steps_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QByteArray>("expected"); // the fault, as it begins; empty: none

    const B go = R"({"type": "go"})";
    QTest::newRow("J1 a fold that doubles a text")
        << B(R"("context": {"l": [)" + repeated(100, "1") + R"(]}, "on": {"go": {"actions": $set(t,{"reduce": [{"var": "context.l"}, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "ab"]}) }})")
        << go << B("rule: a rule takes more than 1000000 operations");
    QTest::newRow("J1 a fold that nests")
        << B(R"("context": {"l": [)" + repeated(400, "1") + R"(]}, "on": {"go": {"actions": $set(t,{"reduce": [{"var": "context.l"}, [{"var": "accumulator"}], 0]}) }})")
        << go << B("rule: a rule nests values deeper than 256 levels");
    QTest::newRow("J1 lists over lists over lists")
        << B(R"("context": {"l": [)" + repeated(300, "1") + R"(]}, "on": {"go": {"guard": $rule, "actions": $log(x)}})")
               .replace("$rule", R"({"type": "jsonlogic", "params": {"rule": {"map": [{"var": "context.l"}, {"map": [{"preserve": [)" + repeated(300, "1")
                                      + R"(]}, {"map": [{"preserve": [)" + repeated(300, "1") + R"(]}, 1]}]}]}}})")
        << go << B("rule: a rule takes more than 1000000 operations");
    QTest::newRow("D12 a step of many rules, each within its cost")
        << B(R"("context": {"l": [)" + repeated(1000, "1") + R"(]}, "on": {"go": {"actions": [)"
             + repeated(100, R"($log(x), {"type": "assign", "params": {"assignment": {"t": {"reduce": [{"map": [{"var": "context.l"}, {"preserve": [)"
                                  + repeated(20, "1") + R"(]}]}, {"var": "current"}, 0]}}}})")
             + "]}}")
        << go << B();
    QTest::newRow("D12 rules of one step beyond their cost together")
        << B(R"("context": {"n": 0, "l": [)" + repeated(1000, "1") + R"(]}, "initial": "a", "states": {"a": {"always": {"target": "a", "reenter": true, "actions": [$add(n), )"
             + repeated(50, R"({"type": "log", "params": {"message": {"filter": [{"var": "context.l"}, {"<": [{"var": ""}, 1]}]}}})") + "]}}}")
        << go << B("rule: the rules of one step take more than 20000000 operations");
    QTest::newRow("D12 actions without end")
        << B(R"("context": {"n": 0}, "initial": "a", "states": {"a": {"always": {"target": "a", "reenter": true, "actions": [$add(n), )" + repeated(2000, R"("note")")
             + R"(]}}}, "setup": {"actions": {"note": {"agent": "ruvo", "command": "notify"}}})")
        << go << B("limit: actions of one step: 100001, the limit is 100000");
    QTest::newRow("M11 raised events without end")
        << B(R"("on": {"go": {"actions": [)" + repeated(12000, R"({"type":"raise","params":{"event":{"type":"x"}}})") + "]}}") << go
        << B("limit: raised events: 10001, the limit is 10000");
    QTest::newRow("M10 raised events that breed")
        << B(R"("on": {"go": {"actions": [$raise(go), $raise(go)]}})") << go << B("loop: more than 1000 microsteps");
    QTest::newRow("D17 a context that outgrows its limit")
        << B(R"("context": {"t": ")" + B(200000, 'x') + R"("}, "on": {"go": {"actions": $set(t,{"cat": [{"var": "context.t"}, {"var": "context.t"}]}) }})")
        << go << B("limit: bytes of context: 400008, the limit is 262144");
    QTest::newRow("D17 a large context within its limit")
        << B(R"("context": {"t": ")" + B(200000, '"').replace("\"", "\\\"").left(240000) + R"("}, "on": {"go": {"actions": $set(n,1) }})") << go << B();
    QTest::newRow("D17 an event beyond its limit") << B(R"("on": {"go": {}})") << B(R"({"type": "go", "t": ")" + B(270000, 'x') + "\"}")
                                                   << B("input: the event has 270020 bytes, the limit is 262144");
    QTest::newRow("D17 an event as long in its escapes")
        << B(R"("on": {"go": {}})") << B(R"({"type": "go", "t": ")" + repeated(50000, "\\u0001", "") + "\"}") << B("input: the event has 300020 bytes, the limit is 262144");
    QTest::newRow("D17 more tasks than may be open")
        << B(R"("initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"invoke": [)" + repeated(101, R"({"id": "t%", "src": "ruvo.work"})") + "]}}")
        << go << B("limit: open tasks: 101, the limit is 100");
    QTest::newRow("D12 a delay beyond time") << B(R"("setup": {"delays": {"d": {"*": [1e308, 1]}}}, "initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"after": {"d": "a"}}})")
                                             << go << B("delay: after d of m.b gives");
    QTest::newRow("an event type of a quarter mebibyte is ignored") << B(R"("on": {"go.*": {}})") << B(R"({"type": ")" + B(250000, 'g') + "\"}") << B();
    QTest::newRow("a wide context, every key assigned backwards")
        << B(R"("context": {)" + repeated(3000, R"("k%": 0)") + R"(}, "on": {"go": {"actions": {"type": "assign", "params": {"assignment": {)"
             + [] {
                   B keys;
                   for (int i = 2999; i >= 0; --i)
                       keys += B(i == 2999 ? "" : ",") + "\"k" + B::number(i) + "\": 1";
                   return keys;
               }() + "}}}}}")
        << go << B();
    QTest::newRow("a thousand states beside each other, all regions")
        << B(R"("type": "parallel", "on": {"go": {"target": "#m", "reenter": true}}, "states": {)" + repeated(999, R"("s%": {"entry": "note"})")
             + R"(}, "setup": {"actions": {"note": {"agent": "ruvo", "command": "notify"}}})")
        << go << B();
}

void HostileTest::steps()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, event);
    QFETCH(QByteArray, expected);
    // expanded() is for short texts: a regular expression needs stack for every character.
    B text = members;
    for (qsizetype at = text.indexOf("$log(x)"); at >= 0; at = text.indexOf("$log(x)"))
        text.replace(at, 7, R"({"type":"log","params":{"message":"x"}})");
    text.replace("$add(n)", R"({"type":"assign","params":{"assignment":{"n":{"+":[{"var":"context.n"},1]}}}})");
    text.replace("$raise(go)", R"({"type":"raise","params":{"event":{"type":"go"}}})");
    for (const char *key : {"t", "n"}) {
        const B opening = B("$set(") + key + ',';
        if (const auto at = text.indexOf(opening); at >= 0) {
            const auto end = text.indexOf(") }", at);
            const B rule = text.mid(at + opening.size(), end - at - opening.size());
            text.replace(at, end + 1 - at, R"({"type":"assign","params":{"assignment":{")" + B(key) + "\":" + rule + "}}}");
        }
    }
    const auto definition = definitionOf(R"({"id": "m", "version": "1.0.0", )" + text.toStdString() + '}');
    QVERIFY(definition);
    auto step = start(*definition, nullptr, {});
    if (step)
        step = workflow::step(*definition, step->snapshot, EventInput{OrderedJson::parse(event.toStdString())}, {});
    const B fault = step ? B() : B::fromStdString(std::string(name(step.error().kind)) + ": " + step.error().message);
    QVERIFY2(expected.isEmpty() ? fault.isEmpty() : fault.startsWith(expected), fault.left(300).constData());
}

void HostileTest::F1_aFullDefinitionIsReadAndRuns()
{
    // As much as F1 allows of everything, in a mebibyte.
    B states;
    for (int i = 0; i < 999; ++i) {
        const B n = B::number(i);
        states += B(i == 0 ? "" : ",") + "\"s" + n + R"(": {"on": {"go": "s)" + B::number((i + 1) % 999) + R"("}, "entry": {"type": "assign", "params": {"assignment": {"at": )"
                  + n + "}}}, \"tags\": \"" + B(900, 't') + "\"}";
    }
    const std::string text = R"({"id": "m", "version": "1.0.0", "context": {"at": null}, "initial": "s0", "states": {)" + states.toStdString() + "}}";
    QVERIFY(text.size() < MaxDefinitionBytes && text.size() > MaxDefinitionBytes * 9 / 10);
    const auto definition = definitionOf(text);
    QVERIFY(definition);
    Machine machine(*definition);
    QVERIFY(machine.start(nullptr, {}).has_value());
    const OrderedJson event = {{"type", "go"}};
    for (int i = 0; i < 5000; ++i)
        QVERIFY(machine.takeEvent(event, {}).has_value());
    QCOMPARE(machine.context()["at"].get<int>(), 5000 % 999);
}

void HostileTest::D17_manyTimersOfOneRaise()
{
    const auto definition = definitionOf(R"({"id": "m", "version": "1.0.0", "on": {"go": {"actions": [)"
                                         + repeated(300, R"({"type":"raise","params":{"event":{"type":"x"},"delay":1000}})").toStdString() + "]}}}");
    QVERIFY(definition);
    Machine machine(*definition);
    QVERIFY(machine.start(nullptr, {}).has_value());
    const OrderedJson event = {{"type", "go"}};
    for (int i = 0; i < 3; ++i)
        QVERIFY(machine.takeEvent(event, {}).has_value());
    const Snapshot before = machine.snapshot();
    const auto beyond = machine.takeEvent(event, {});
    QVERIFY(!beyond);
    QCOMPARE(beyond.error().message, std::string("pending timers: 1200, the limit is 1000"));
    QVERIFY(machine.snapshot() == before); // D12: the step is void
}

void HostileTest::numbersAtTheEdge_data()
{
    QTest::addColumn<QByteArray>("rule"); // over context {a: 1e308, b: -0.0, c: 2^53 + 1, d: 2^64 - 1, e: 5e-324}
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("J5 beyond the largest is null") << B(R"({"*": [{"var": "context.a"}, 10]})") << B("null");
    QTest::newRow("J5 the difference of two endless ones is null") << B(R"({"-": [{"*": [{"var": "context.a"}, 10]}, {"*": [{"var": "context.a"}, 10]}]})") << B("0");
    QTest::newRow("J5 minus zero equals zero") << B(R"({"===": [{"var": "context.b"}, 0]})") << B("true");
    QTest::newRow("J5 minus zero becomes zero when computed with") << B(R"({"*": [{"var": "context.b"}, 1]})") << B("0");
    QTest::newRow("J5 beyond 2^53 doubles are even") << B(R"({"+": [{"var": "context.c"}, 0]})") << B("9007199254740992");
    QTest::newRow("J5 looked at only, it stays what it was") << B(R"({"var": "context.c"})") << B("9007199254740993");
    QTest::newRow("J5 the largest of 64 bits compares as a double") << B(R"({"==": [{"var": "context.d"}, 18446744073709551616]})") << B("true");
    QTest::newRow("J5 half of the smallest is nothing") << B(R"({"/": [{"var": "context.e"}, 2]})") << B("0");
    QTest::newRow("J5 by zero is null") << B(R"({"/": [1, 0]})") << B("null");
    QTest::newRow("J5 the rest of a division by zero is null") << B(R"({"%": [1, 0]})") << B("null");
}

void HostileTest::numbersAtTheEdge()
{
    QFETCH(QByteArray, rule);
    QFETCH(QByteArray, expected);
    const OrderedJson context = {{"a", 1e308}, {"b", -0.0}, {"c", 9007199254740993}, {"d", 18446744073709551615U}, {"e", 5e-324}};
    const auto result = evaluate(OrderedJson::parse(rule.toStdString()), Scope{{"context", &context}});
    QVERIFY2(result.has_value(), describe(result).c_str());
    QCOMPARE(B::fromStdString(result->dump()), expected);
}

QTEST_GUILESS_MAIN(HostileTest)
#include "hostile_test.moc"
