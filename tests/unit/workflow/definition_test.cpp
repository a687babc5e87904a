#include <QTest>

#include "engine/crypto/hash.h"
#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;
using hs::workflow::test::definitionOf;
using hs::workflow::test::machine;

/// What a definition tells about itself (rules F, T9, V1) and its limits.
class DefinitionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headAndTree();
    void F2_orderIsThatOfTheText();
    void targets_data();
    void targets();
    void policiesAreOverridden();
    void triggersAndSchedules();
    void canonicalTextAndHash();
    void publishedContent_data();
    void publishedContent();
    void levels_data();
    void levels();
    void legalEvents_data();
    void legalEvents();
    void columnsOfTheBoard();
    void F1_E004_E005_E006_sizes();
    void nearNames_data();
    void nearNames();
};

void DefinitionTest::headAndTree()
{
    const auto definition = definitionOf(machine(
        R"("description": "A \"test\"", "meta": {"level": 1}, "$schema": "x", "types": {}, "schemas": {}, "context": {"n": 1}, "initial": "a", "tags": ["t"],
        "states": {"a": {"id": "custom", "meta": {"column": "New"}, "tags": "one", "description": "first", "initial": "b", "states": {"b": {}, "h": {"type": "history", "history": "deep", "target": "b"}}},
            "p": {"type": "parallel", "states": {"q": {}}}, "f": {"type": "final", "output": {"x": 1}}})"));
    QVERIFY(definition);
    QCOMPARE(definition->id(), std::string("m"));
    QCOMPARE(definition->version(), std::string("1.0.0"));
    QCOMPARE(definition->description(), std::string("A \"test\""));
    QCOMPARE(definition->meta().dump(), std::string(R"({"level":1})"));
    QCOMPARE(definition->context().dump(), std::string(R"({"n":1})"));
    QCOMPARE(definition->states().size(), std::size_t(7));
    const State *a = definition->find("custom"); // F4
    QVERIFY(a != nullptr);
    QCOMPARE(a->type, StateType::Compound);
    QCOMPARE(a->column, std::string("New"));
    QCOMPARE(a->tags, std::vector<std::string>{"one"});
    QCOMPARE(a->pointer, std::string("/states/a"));
    QVERIFY(definition->find("m.a") == nullptr);
    const State *b = definition->find("m.a.b"); // the keys count, whatever the ids on the way
    QVERIFY(b != nullptr);
    QCOMPARE(b->depth, std::size_t(2));
    QVERIFY(definition->isInside(b->index, a->index));
    QVERIFY(!definition->isInside(a->index, a->index));
    const State *h = definition->find("m.a.h");
    QCOMPARE(h->type, StateType::History);
    QVERIFY(h->deep);
    QCOMPARE(h->historyDefault, std::vector<StateIndex>{b->index});
    QCOMPARE(definition->find("m.p")->type, StateType::Parallel);
    QCOMPARE(definition->find("m.p.q")->type, StateType::Atomic);
    QVERIFY(definition->find("m.f")->output.has_value());
}

void DefinitionTest::F2_orderIsThatOfTheText()
{
    const auto definition = definitionOf(machine(R"("initial": "zebra", "states": {"zebra": {"states": {"y": {}, "x": {}}, "initial": "x"}, "ant": {}, "Mule": {}})"));
    QByteArray order;
    for (const State &state : definition->states())
        order += QByteArray::fromStdString(state.key) + ' ';
    QCOMPARE(order, QByteArray("m zebra y x ant Mule "));
    QVERIFY(definition->text().find("zebra") < definition->text().find("ant"));
}

void DefinitionTest::targets_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("F7 a sibling") << B(R"("q")") << B("m.o.q");
    QTest::newRow("F7 below a sibling") << B(R"("q.b.c")") << B("m.o.q.b.c");
    QTest::newRow("F7 itself") << B(R"("p")") << B("m.o.p");
    QTest::newRow("F7 a child of the source") << B(R"(".k")") << B("m.o.p.k");
    QTest::newRow("F7 by id") << B(R"("#far")") << B("far");
    QTest::newRow("F7 below an id") << B(R"("#far.x")") << B("m.far-away.x");
    QTest::newRow("F7 from the root by its id") << B(R"("#m.o.q")") << B("m.o.q");
    QTest::newRow("F7 the root itself") << B(R"("#m")") << B("m");
    QTest::newRow("F7 an array of one") << B(R"(["q"])") << B("m.o.q");
}

void DefinitionTest::targets()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, expected);
    const auto definition = definitionOf(machine(
        R"("initial": "o", "states": {"o": {"initial": "p", "states": {"p": {"initial": "k", "states": {"k": {}}, "on": {"x": {"target": )" + target
        + R"(}}}, "q": {"initial": "b", "states": {"b": {"initial": "c", "states": {"c": {}}}}}}}, "far-away": {"id": "far", "initial": "x", "states": {"x": {}}}})"));
    QVERIFY(definition);
    const auto &transitions = definition->find("m.o.p")->transitions;
    QCOMPARE(transitions.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(definition->state(transitions[0].targets.at(0)).id), expected);
}

void DefinitionTest::policiesAreOverridden()
{
    // F11
    const auto definition = definitionOf(machine(
        R"("initial": "a", "setup": {"actors": {"solari.reserve_room": {"timeout": "PT30S", "idempotent": false, "maxConcurrent": 4, "perMinute": 60,
            "retry": [{"errorEquals": ["timeout"], "maxAttempts": 1, "jitterStrategy": "FULL"}, {"errorEquals": ["*"], "intervalSeconds": 3, "backoffRate": 1, "maxDelaySeconds": 9}], "compensate": {"src": "solari.release_room", "input": {"room": {"var": "output.room"}}}}}},
        "states": {"a": {"invoke": [{"id": "plain", "src": "solari.reserve_room", "onError": "b"}, {"id": "other", "src": "solari.reserve_room", "timeout": 500, "retry": [], "onError": "b"}, {"id": "bare", "src": "ruvo.work", "onError": "b"}]}, "b": {}})"));
    QVERIFY(definition);
    const TaskPolicy &plain = definition->invoke("plain")->policy;
    QCOMPARE(plain.timeout->count(), 30000);
    QVERIFY(!plain.idempotent);
    QCOMPARE(*plain.maxConcurrent, 4);
    QCOMPARE(*plain.perMinute, 60);
    QCOMPARE(plain.retry->size(), std::size_t(2));
    QCOMPARE(plain.retry->at(0).maxAttempts, 1);
    QVERIFY(plain.retry->at(0).fullJitter);
    QCOMPARE(plain.retry->at(0).intervalSeconds, 1.0);
    QCOMPARE(*plain.retry->at(1).maxDelaySeconds, 9.0);
    QCOMPARE(plain.retry->at(1).maxAttempts, 3);
    QCOMPARE(plain.compensate->src, std::string("solari.release_room"));
    const TaskPolicy &other = definition->invoke("other")->policy;
    QCOMPARE(other.timeout->count(), 500);
    QVERIFY(other.retry->empty());
    QVERIFY(other.compensate.has_value());
    QVERIFY(!definition->invoke("bare")->policy.retry); // the default of D10 holds
    QVERIFY(definition->invoke("nobody") == nullptr);
    QCOMPARE(definition->actors().size(), std::size_t(1));
}

void DefinitionTest::triggersAndSchedules()
{
    const auto definition = definitionOf(machine(
        R"("initial": "a", "setup": {"triggers": [{"event": "booking.requested", "mode": "start", "key": {"var": "event.id"}, "ifRunning": "drop"}, {"event": "payment.*", "mode": "deliver", "key": {"var": "event.id"}, "ttl": "PT1H"}, {"event": "a", "key": "k", "ifRunning": "startNew"}],
            "schedules": [{"cron": "0 9 * * 1-5", "timezone": "Europe/Berlin", "overlap": "queue", "catchup": "PT1H", "event": {"type": "digest.due"}}]}, "states": {"a": {}})"));
    QVERIFY(definition);
    const auto &triggers = definition->triggers();
    QCOMPARE(triggers.size(), std::size_t(3));
    QVERIFY(triggers[0].starts);
    QCOMPARE(triggers[0].ifRunning, Trigger::IfRunning::Drop);
    QVERIFY(!triggers[1].starts);
    QCOMPARE(triggers[1].ifRunning, Trigger::IfRunning::Deliver);
    QCOMPARE(triggers[1].ttl->count(), 3600000);
    QCOMPARE(triggers[2].ifRunning, Trigger::IfRunning::StartNew);
    QVERIFY(!triggers[2].ttl);
    const auto &schedules = definition->schedules();
    QCOMPARE(schedules.size(), std::size_t(1));
    QCOMPARE(schedules[0].overlap, std::string("queue"));
    QCOMPARE(schedules[0].event.dump(), std::string(R"({"type":"digest.due"})"));
}

void DefinitionTest::canonicalTextAndHash()
{
    // V1: RFC 8785 sorts keys by UTF-16 code units and writes numbers as ECMAScript does.
    const std::string text = "{\"version\": \"1.0.0\", \"states\": {\"a\": {}},\n \"initial\": \"a\", \"id\": \"m\", \"context\": "
                             "{\"\\u20ac\": 1.0, \"\\ud83d\\ude00\": 1e3, \"\\ufb33\": 1e-7, \"z\": -0.0, \"a\": \"\\u000f/\\n\"}}";
    const auto definition = definitionOf(text);
    QVERIFY(definition);
    const std::string canonical = "{\"context\":{\"a\":\"\\u000f/\\n\",\"z\":0,\"€\":1,\"😀\":1000,\"\xEF\xAC\xB3\":1e-7},\"id\":\"m\",\"initial\":"
                                  "\"a\",\"states\":{\"a\":{}},\"version\":\"1.0.0\"}";
    QCOMPARE(definition->canonical(), canonical);
    QCOMPARE(definition->hash(), crypto::toHex(crypto::sha256(canonical)));
    QCOMPARE(definition->text(), text);
}

void DefinitionTest::publishedContent_data()
{
    QTest::addColumn<QByteArray>("published"); // members beside id and version
    QTest::addColumn<bool>("same");
    using B = QByteArray;
    const auto members = [](const char *states, const char *context) {
        return B(R"("initial": "a", "context": )") + context + R"(, "states": )" + states;
    };
    QTest::newRow("V1 the same") << members(R"({"a": {"on": {"x": "b"}, "tags": "t"}, "b": {}})", R"({"n": 1, "k": 2})") << true;
    QTest::newRow("V1 other spaces, another spelling of a number")
        << members(R"({ "a":{"on":{"x":"b"},"tags":"t"} , "b":{} })", R"({"n": 1.0, "k": 2e0})") << true;
    QTest::newRow("V1 the keys of a state in another order")
        << members(R"({"a": {"tags": "t", "on": {"x": "b"}}, "b": {}})", R"({"n": 1, "k": 2})") << true;
    QTest::newRow("E100 F2 the states in another order") << members(R"({"b": {}, "a": {"on": {"x": "b"}, "tags": "t"}})", R"({"n": 1, "k": 2})") << false;
    QTest::newRow("E100 the context in another order") << members(R"({"a": {"on": {"x": "b"}, "tags": "t"}, "b": {}})", R"({"k": 2, "n": 1})") << false;
    QTest::newRow("E100 another value") << members(R"({"a": {"on": {"x": "b"}, "tags": "t"}, "b": {}})", R"({"n": 1, "k": 3})") << false;
    QTest::newRow("E100 a state more") << members(R"({"a": {"on": {"x": "b"}, "tags": "t"}, "b": {}, "c": {}})", R"({"n": 1, "k": 2})") << false;
}

void DefinitionTest::publishedContent()
{
    QFETCH(QByteArray, published);
    QFETCH(bool, same);
    const auto definition = definitionOf(
        machine(R"("initial": "a", "context": {"n": 1, "k": 2}, "states": {"a": {"on": {"x": "b"}, "tags": "t"}, "b": {}})"));
    const auto before = definitionOf(machine(published));
    QVERIFY(definition && before);
    const auto finding = checkPublished(*definition, before->text());
    QCOMPARE(!finding.has_value(), same);
    if (!finding)
        return;
    QCOMPARE(finding->code, std::string("E100"));
    QCOMPARE(finding->message, "\"m\" 1.0.0 is published with other content (hash " + before->hash() + "); raise the version");
}

void DefinitionTest::levels_data()
{
    QTest::addColumn<QByteArray>("sources");
    QTest::addColumn<int>("expected");
    using B = QByteArray;
    QTest::newRow("T9 none") << B() << 1;
    QTest::newRow("T9 one agent twice and a person") << B("solari.a solari.b human.approve") << 1;
    QTest::newRow("T9 two") << B("solari.a ruvo.b") << 1;
    QTest::newRow("T9 three") << B("solari.a ruvo.b nyra.c engine.workflow") << 2;
    QTest::newRow("T9 four") << B("solari.a ruvo.b nyra.c liora.d") << 2;
    QTest::newRow("T9 five") << B("solari.a ruvo.b nyra.c liora.d sage.e") << 3;
}

void DefinitionTest::levels()
{
    QFETCH(QByteArray, sources);
    QFETCH(int, expected);
    QByteArray invokes;
    for (const QByteArray &source : sources.split(' ')) {
        if (!source.isEmpty())
            invokes += QByteArray(invokes.isEmpty() ? "" : ",") + R"({"onError": "a", "src": ")" + source + "\"}";
    }
    const auto definition = definitionOf(machine(R"("initial": "a", "states": {"a": {"invoke": [)" + invokes + "]}}"));
    QVERIFY(definition);
    QCOMPARE(definition->level(), expected);
}

void DefinitionTest::legalEvents_data()
{
    QTest::addColumn<QByteArray>("active");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("inner first; what it takes for certain hides the outer one")
        << B(R"(["m.o.a"])") << B("m.o.a:next>m.o.b[Doing] m.o.a:check?paid>m.o.b[Doing] m.o:check>m.end[Done] m.o:stop>m.end[Done] m:note>");
    QTest::newRow("another state, other events")
        << B(R"(["m.o.b"])") << B("m.o.b:part.*?jsonlogic>m.end[Done] m.o:next>m.end[Done] m.o:check>m.end[Done] m.o:stop>m.end[Done] m:note>");
    QTest::newRow("parallel: each transition once, several targets")
        << B(R"(["m.p.x", "m.p.y"])") << B("m.p.x:go>m.o.b,m.o.a[Doing,New] m.p:back>m.o[New] m:note>");
    QTest::newRow("a final state has only the root's") << B(R"(["m.end"])") << B("m:note>");
    QTest::newRow("an unknown state has none") << B(R"(["m.lost"])") << B("");
}

void DefinitionTest::legalEvents()
{
    QFETCH(QByteArray, active);
    QFETCH(QByteArray, expected);
    // Two targets of one transition need different regions; the table only asks for their columns.
    const auto definition = definitionOf(machine(
        R"("initial": "o", "on": {"note": {"actions": $log(n)}}, "setup": {"guards": {"paid": true}}, "states": {
            "o": {"meta": {"column": "New"}, "type": "compound", "initial": "a", "on": {"next": "end", "check": "end", "stop": "end"}, "after": {"10": "end"}, "states": {
                "a": {"on": {"next": "b", "check": {"guard": "paid", "target": "b"}}, "invoke": {"src": "ruvo.work", "onDone": "b", "onError": "b"}},
                "b": {"meta": {"column": "Doing"}, "on": {"part.*": {"guard": {"type": "jsonlogic", "params": {"rule": true}}, "target": "#m.end"}}}}},
            "p": {"type": "parallel", "on": {"back": "o"}, "states": {"x": {"on": {"go": {"target": ["#m.r.u", "#m.r.v"]}}}, "y": {}}},
            "r": {"type": "parallel", "states": {"u": {"meta": {"column": "Doing"}}, "v": {"meta": {"column": "New"}}}},
            "end": {"type": "final", "meta": {"column": "Done"}}})"));
    QVERIFY(definition);
    QByteArray found;
    for (const LegalEvent &event : definition->legalEvents(OrderedJson::parse(active.toStdString()).get<std::vector<std::string>>())) {
        found += (found.isEmpty() ? "" : " ") + QByteArray::fromStdString(event.source + ':' + event.descriptor);
        if (event.guarded)
            found += '?' + QByteArray::fromStdString(event.guard);
        found += '>';
        for (std::size_t i = 0; i < event.targets.size(); ++i)
            found += (i == 0 ? "" : ",") + QByteArray::fromStdString(event.targets[i]);
        for (std::size_t i = 0; i < event.columns.size(); ++i)
            found += (i == 0 ? "[" : ",") + QByteArray::fromStdString(event.columns[i]);
        found += event.columns.empty() ? "" : "]";
    }
    QCOMPARE(found, expected.replace("m.o.b,m.o.a", "m.r.u,m.r.v"));
}

void DefinitionTest::columnsOfTheBoard()
{
    const auto definition = definitionOf(machine(
        R"("initial": "a", "states": {"a": {"meta": {"column": "New"}, "initial": "i", "states": {"i": {}, "j": {"meta": {"column": "Doing"}}}}, "b": {"meta": {"column": "New"}}, "c": {}})"));
    QCOMPARE(definition->columns(), (std::vector<std::string>{"New", "Doing"}));
    QCOMPARE(definition->columnOf(definition->find("m.a.i")->index), std::string("New"));
    QCOMPARE(definition->columnOf(definition->find("m.a.j")->index), std::string("Doing"));
    QCOMPARE(definition->columnOf(definition->find("m.c")->index), std::string());
}

void DefinitionTest::F1_E004_E005_E006_sizes()
{
    const auto first = [](const std::string &text) {
        const auto parsed = parseDefinition(text, AgentCatalog::anything());
        return parsed.findings.empty() ? QByteArray() : QByteArray::fromStdString(parsed.findings.front().code + ' ' + parsed.findings.front().message);
    };
    const std::string small = machine(R"("initial": "a", "states": {"a": {"type": "final"}})");
    QCOMPARE(first(small + std::string(1048576 - small.size(), ' ')), QByteArray());
    QCOMPARE(first(small + std::string(1048577 - small.size(), ' ')), QByteArray("E004 definition has 1048577 bytes, the limit is 1048576"));
    const auto deep = [](int levels) {
        QByteArray inner = R"("type": "final")";
        for (int i = 0; i < levels; ++i)
            inner = R"("initial": "a", "states": {"a": {)" + inner + "}}";
        return machine(inner);
    };
    QVERIFY(!first(deep(32)).startsWith('E'));
    QCOMPARE(first(deep(33)), QByteArray("E006 states are nested deeper than 32 levels"));
    const auto wide = [](int states) {
        QByteArray inner = R"("initial": "s1", "on": {"x": [)";
        for (int i = 1; i < states; ++i)
            inner += QByteArray(i == 1 ? "" : ",") + R"({"guard": {"type": "jsonlogic", "params": {"rule": true}}, "target": ".s)" + QByteArray::number(i) + "\"}";
        inner += R"(]}, "states": {)";
        for (int i = 1; i < states; ++i)
            inner += QByteArray(i == 1 ? "" : ",") + "\"s" + QByteArray::number(i) + R"(": {"type": "final"})";
        return machine(inner + '}');
    };
    QCOMPARE(first(wide(1000)), QByteArray());
    QCOMPARE(first(wide(1001)), QByteArray("E005 definition has 1001 states, the limit is 1000"));
    QCOMPARE(first(R"({"id": )" + std::string(600, '[') + std::string(600, ']') + '}'), QByteArray("E001 line 1, column 520: not JSON: nested deeper than 512 levels"));
}

void DefinitionTest::nearNames_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("a letter too few") << B("reservd") << B("; did you mean \"reserved\"?");
    QTest::newRow("two letters swapped") << B("reesrved") << B("; did you mean \"reserved\"?");
    QTest::newRow("the nearest of several") << B("paidd") << B("; did you mean \"paid\"?");
    QTest::newRow("nothing near") << B("kitchen") << B();
    QTest::newRow("short names need more") << B("xy") << B();
}

void DefinitionTest::nearNames()
{
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, expected);
    const auto parsed = parseDefinition(
        machine(R"("initial": "paid", "states": {"paid": {"on": {"x": {"target": "#)" + written
                + R"("}}}, "a": {"id": "reserved"}, "b": {"id": "paid"}, "c": {"id": "raid"}, "f": {"id": "ab", "type": "final"}})"),
        AgentCatalog::anything());
    QByteArray message;
    for (const auto &finding : parsed.findings) {
        if (finding.code == "E041")
            message = QByteArray::fromStdString(finding.message);
    }
    QCOMPARE(message, "no state has the id \"" + written + '"' + expected);
}

QTEST_GUILESS_MAIN(DefinitionTest)
#include "definition_test.moc"
