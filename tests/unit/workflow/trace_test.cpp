#include <QFile>
#include <QTest>

#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;
using hs::workflow::test::machine;

/// The command line's texts: traces (X1 to X3) and validation (X4).
class TraceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void X2_theFormOfALine();
    void X2_afterTheEndTheLineStands();
    void X2_afterAFaultTheLineStands();
    void aFaultAtTheStart();
    void X1_unknownTasksAreIgnored();
    void valuesOfStates_data();
    void valuesOfStates();
    void scriptsThatCannotBeUsed_data();
    void scriptsThatCannotBeUsed();
    void aDefinitionThatCannotBeUsed();
    void aMachineThatTicksForEver();
    void X4_validationOfOneText();
    void theBigExample();
};

namespace {

QList<QByteArray> linesOf(const std::string &definition, const QByteArray &script)
{
    const auto text = trace(definition, script.toStdString());
    return text ? QByteArray::fromStdString(*text).trimmed().split('\n')
                : QList<QByteArray>{QByteArray::fromStdString(describe(text.error()))};
}

/// The definition of the format's own documentation, shortened by nothing.
std::string bigExample()
{
    QFile file(QFINDTESTDATA("retreat_booking.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

void TraceTest::X2_theFormOfALine()
{
    // X2: keys, their order, and that every line ends.
    const auto text = trace(machine(R"("initial": "a", "context": {"n": 1}, "states": {"a": {"entry": $log(hello), "after": {"PT1M": "a", "500": "a"},
        "invoke": [{"id": "z", "src": "ruvo.work", "onError": "a"}, {"id": "b", "src": "ruvo.work", "input": {"n": {"var": "context.n"}}, "onError": "a"}]}})"),
                            R"({"input": {"k": 2}, "steps": [{"event": {"type": "x", "by": 1}}]})");
    QVERIFY2(text.has_value(), describe(text).c_str());
    const std::string rest = R"("status":"active","value":"a","context":{"n":1,"k":2},"actions":%,)"
                             R"("tasks":[{"id":"b","src":"ruvo.work","input":{"n":1}},{"id":"z","src":"ruvo.work","input":null}],"timers":[500,60000]})";
    const auto with = [&](const std::string &actions) { return QByteArray::fromStdString(rest).replace('%', actions.c_str()).toStdString(); };
    QCOMPARE(*text, R"({"step":0,"input":null,)" + with(R"([{"type":"log","params":{"message":"hello"}}])") + '\n'
                        + R"({"step":1,"input":{"event":{"type":"x","by":1}},)" + with("[]") + '\n');
}

void TraceTest::X2_afterTheEndTheLineStands()
{
    const auto lines = linesOf(machine(R"("initial": "a", "states": {"a": {"on": {"x": {"target": "f", "actions": $log(go)}}}, "f": {"type": "final"}}, "output": {"ok": true})"),
                               R"({"steps": [{"event": {"type": "x"}}, {"advance": 10}]})");
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[1], QByteArray(R"({"step":1,"input":{"event":{"type":"x"}},"status":"done","value":"f","context":{},"actions":[{"type":"log","params":{"message":"go"}}],"tasks":[],"timers":[],"output":{"ok":true}})"));
    QCOMPARE(lines[2], QByteArray(R"({"step":2,"input":{"advance":10},"status":"done","value":"f","context":{},"actions":[],"tasks":[],"timers":[],"output":{"ok":true}})"));
}

void TraceTest::X2_afterAFaultTheLineStands()
{
    const auto lines = linesOf(machine(R"("initial": "a", "context": {"n": 1}, "states": {"a": {"entry": $log(in), "after": {"50": {"actions": $add(n)}}, "invoke": {"id": "t", "src": "ruvo.work", "onDone": "a"}}})"),
                               R"({"steps": [{"advance": 50}, {"fail": "t", "error": {"name": "timeout", "message": ""}}, {"event": {"type": "x"}}]})");
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[1].contains(R"("context":{"n":2})"));
    QCOMPARE(lines[2], QByteArray(R"({"step":2,"input":{"fail":"t","error":{"name":"timeout","message":""}},"status":"error","value":"a","context":{"n":2},"actions":[],"tasks":[],"timers":[]})"));
    QCOMPARE(lines[3], QByteArray(R"({"step":3,"input":{"event":{"type":"x"}},"status":"error","value":"a","context":{"n":2},"actions":[],"tasks":[],"timers":[]})"));
}

void TraceTest::aFaultAtTheStart()
{
    const auto lines = linesOf(machine(R"("initial": "a", "context": {"n": 0}, "states": {"a": {"always": {"target": "a", "actions": $add(n)}}})"), R"({"input": {"k": 1}, "steps": []})");
    QCOMPARE(lines, QList<QByteArray>{R"({"step":0,"input":null,"status":"error","value":"a","context":{"n":0,"k":1},"actions":[],"tasks":[],"timers":[]})"});
}

void TraceTest::X1_unknownTasksAreIgnored()
{
    const auto lines = linesOf(machine(R"("initial": "a", "on": {"*": {"actions": $log(any)}}, "states": {"a": {"invoke": {"id": "t", "src": "ruvo.work", "onDone": {"actions": $log(done)}, "onError": "a"}}})"),
                               R"({"steps": [{"done": "other"}, {"done": "t", "output": 1}, {"done": "t", "output": 2}, {"fail": "t"}]})");
    QCOMPARE(lines.size(), 5);
    QVERIFY(lines[1].contains(R"("actions":[])"));
    QVERIFY(lines[2].contains(R"("message":"done")"));
    QVERIFY(lines[3].contains(R"("actions":[])"));
    QVERIFY(lines[4].contains(R"("actions":[])"));
    QVERIFY(lines[4].contains(R"("status":"active")"));
}

void TraceTest::valuesOfStates_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("X3 an atomic child") << B(R"("initial": "a", "states": {"a": {}})") << B(R"("a")");
    QTest::newRow("X3 a compound child") << B(R"("initial": "a", "states": {"a": {"initial": "b", "states": {"b": {"type": "final"}}}})") << B(R"({"a":"b"})");
    QTest::newRow("X3 regions, an atomic one is {}") << B(R"("type": "parallel", "states": {"b": {"initial": "i", "states": {"i": {}}}, "a": {}})") << B(R"({"b":"i","a":{}})");
    QTest::newRow("X3 a parallel child") << B(R"("initial": "p", "states": {"p": {"type": "parallel", "states": {"payment": {"initial": "waiting", "states": {"waiting": {}}}, "room": {"initial": "reserving", "states": {"reserving": {}}}}}})")
                                         << B(R"({"p":{"payment":"waiting","room":"reserving"}})");
    QTest::newRow("X3 a machine without states") << B(R"("on": {})") << B("{}");
}

void TraceTest::valuesOfStates()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, expected);
    const auto lines = linesOf(machine(members), R"({"steps": []})");
    QVERIFY2(lines[0].contains("\"value\":" + expected + ','), lines[0].constData());
}

void TraceTest::scriptsThatCannotBeUsed_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("no JSON") << B("{") << B("line 1, column 2: not JSON: unexpected end of input; expected string literal (script /)");
    QTest::newRow("a list") << B("[]") << B("a script is an object with \"steps\" (script /)");
    QTest::newRow("an unknown key") << B(R"({"stpes": []})") << B("unknown key \"stpes\" in a script (script /stpes)");
    QTest::newRow("a key twice") << B(R"({"steps": [], "steps": []})") << B("key \"steps\" appears twice (script /steps)");
    QTest::newRow("input as text") << B(R"({"input": "x", "steps": []})") << B("\"input\" must be an object, found a string (script /input)");
    QTest::newRow("steps as object") << B(R"({"steps": {}})") << B("\"steps\" must be an array, found an object (script /steps)");
    QTest::newRow("an empty step") << B(R"({"steps": [{"advance": 1}, {}]})") << B("this is no step (script /steps/1)");
    QTest::newRow("an event without type") << B(R"({"steps": [{"event": {"amount": 1}}]})") << B("an event is an object with a \"type\" (script /steps/0/event)");
    QTest::newRow("F9 a reserved event") << B(R"({"steps": [{"event": {"type": "xstate.init"}}]})") << B("event types cannot start with \"xstate.\" here (script /steps/0/event/type)");
    QTest::newRow("back in time") << B(R"({"steps": [{"advance": -5}]})") << B("\"advance\" must be whole milliseconds from 0, found -5 (script /steps/0/advance)");
    QTest::newRow("half a millisecond") << B(R"({"steps": [{"advance": 0.5}]})") << B("\"advance\" must be whole milliseconds from 0, found 0.5 (script /steps/0/advance)");
    QTest::newRow("done without name") << B(R"({"steps": [{"done": 1}]})") << B("\"done\" must be a string, found a number (script /steps/0/done)");
    QTest::newRow("fail without name") << B(R"({"steps": [{"fail": null}]})") << B("\"fail\" must be a string, found null (script /steps/0/fail)");
    QTest::newRow("a key too many") << B(R"({"steps": [{"done": "t", "error": {}}]})") << B("unknown key \"error\" in a step (script /steps/0/error)");
}

void TraceTest::scriptsThatCannotBeUsed()
{
    QFETCH(QByteArray, script);
    QFETCH(QByteArray, expected);
    const auto result = trace(machine(R"("initial": "a", "states": {"a": {}})"), script.toStdString());
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, Errc::BadInput);
    QCOMPARE(QByteArray::fromStdString(result.error().what + " (" + result.error().where + ')'), expected);
}

void TraceTest::aDefinitionThatCannotBeUsed()
{
    const auto result = trace("{\"id\": \"m\",\n \"initial\": \"b\", \"states\": {\"a\": {\"on\": {\"x\": \"c\"}}}}", R"({"steps": []})");
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().what, std::string("E022 /initial (line 2, column 13): \"initial\" names \"b\", which is not a child: a\n"
                                              "E040 /states/a/on/x (line 2, column 47): target \"c\" of \"a\": no such sibling; siblings are a"));
}

void TraceTest::aMachineThatTicksForEver()
{
    const auto lines = linesOf(machine(R"("initial": "a", "states": {"a": {"after": {"0": {"target": "a", "reenter": true}}}})"), R"({"steps": [{"advance": 1}]})");
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[1].contains(R"("status":"error")"));
}

void TraceTest::X4_validationOfOneText()
{
    // X4
    AgentCatalog catalog;
    const auto bad = validate("flows/a.json", "{\"id\": \"m\", \"version\": \"1.0.0\",\n \"initial\": \"b\", \"states\": {\"aaa\": {\"type\": \"final\"}}}", catalog);
    QVERIFY(!bad.sound);
    QCOMPARE(bad.findings.dump(), std::string(R"([{"file":"flows/a.json","code":"E022","severity":"error","pointer":"/initial","line":2,"column":13,"message":"\"initial\" names \"b\", which is not a child: aaa"}])"));
    const auto warned = validate("b", machine(R"("initial": "a", "states": {"a": {}})"), catalog);
    QVERIFY(warned.sound);
    QCOMPARE(warned.findings.size(), std::size_t(1));
    QCOMPARE(warned.findings[0]["severity"].get<std::string>(), std::string("warning"));
    QCOMPARE(validate("c", machine(R"("initial": "a", "states": {"a": {"type": "final"}})"), catalog).findings.dump(), std::string("[]"));
}

void TraceTest::theBigExample()
{
    const std::string text = bigExample();
    QVERIFY(!text.empty());
    AgentCatalog catalog;
    catalog.commands = {{"solari", {"reserve_room", "release_room"}}, {"ruvo", {"notify"}}};
    QByteArray found;
    const auto validation = validate("retreat_booking.json", text, catalog);
    for (const auto &finding : validation.findings)
        found += QByteArray::fromStdString(finding["code"].get<std::string>() + ' ' + finding["message"].get<std::string>() + '\n');
    QVERIFY(validation.sound);
    QCOMPARE(found, QByteArray("W206 meta.level is 2, agents used say 1\nW207 delay \"nudge\" is never used\n"));

    const auto lines = linesOf(text, R"({"input": {"guests": 9}, "steps": [
        {"done": "approveGroup", "output": {"decision": "approve"}},
        {"event": {"type": "payment.received", "amount": 100}},
        {"done": "reserveRoom", "output": {"room": "R7"}},
        {"advance": 1000},
        {"event": {"type": "payment.received", "amount": 500}}]})");
    QCOMPARE(lines.size(), 6);
    QCOMPARE(lines[0], QByteArray(R"({"step":0,"input":null,"status":"active","value":"approval","context":{"guests":9,"price":500,"attempts":0,"room":null},"actions":[],)"
                                  R"("tasks":[{"id":"approveGroup","src":"human.approve","input":{"title":"Group of 9","role":"manager"}}],"timers":[86400000]})"));
    QVERIFY(lines[1].contains(R"("value":{"preparing":{"payment":"waiting","room":"reserving"}})"));
    QVERIFY(lines[1].contains(R"("tasks":[{"id":"reserveRoom","src":"solari.reserve_room","input":{"guests":9}}],"timers":[172800000])"));
    QVERIFY(lines[2].contains(R"("actions":[{"type":"notify","params":{"what":"part payment","amount":100}}])"));
    QVERIFY(lines[3].contains(R"("value":{"preparing":{"payment":"waiting","room":"reserved"}},"context":{"guests":9,"price":500,"attempts":0,"room":"R7"})"));
    QVERIFY(lines[5].endsWith(R"("status":"done","value":"confirmed","context":{"guests":9,"price":500,"attempts":0,"room":"R7"},"actions":[],"tasks":[],"timers":[],"output":{"room":"R7"}})"));

    const auto undone = linesOf(text, R"({"steps": [{"advance": 172800000}, {"fail": "rollback", "error": {"name": "agent.error", "message": "x"}}, {"done": "help"}]})");
    QVERIFY(undone[1].contains(R"("value":"undo")"));
    QVERIFY(undone[1].contains(R"("tasks":[{"id":"rollback","src":"engine.compensate","input":null}])"));
    QVERIFY(undone[2].contains(R"("value":"stuck")"));
    QVERIFY(undone[3].contains(R"("status":"done","value":"declined")"));
}

QTEST_GUILESS_MAIN(TraceTest)
#include "trace_test.moc"
