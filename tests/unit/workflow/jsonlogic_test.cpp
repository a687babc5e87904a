#include <QDir>
#include <QFile>
#include <QTest>

#include "engine/workflow/jsonlogic.h"
#include "engine/workflow/trace.h"
#include "engine/workflow/values.h"

using namespace hs;
using namespace hs::workflow;

class JsonLogicTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void publicSuite_data();
    void publicSuite();
    void rules_data();
    void rules();
    void problems_data();
    void problems();
    void numbersAreWrittenAsEcmaScriptDoes_data();
    void numbersAreWrittenAsEcmaScriptDoes();
    void mappingsKeepTheirNames();
    void scopesJoinTheirRoots();
    void aRuleThatGrowsWithoutEndIsStopped();
    void evalLines_data();
    void evalLines();
};

namespace {

OrderedJson parsed(const QByteArray &text)
{
    return OrderedJson::parse(text.toStdString());
}

} // namespace

void JsonLogicTest::publicSuite_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("expected");
    const QString source = qEnvironmentVariable("HS_SOURCE_DIR");
    for (const QString &path : {source + QStringLiteral("/../shared/data/jsonlogic-compatible.json"),
                                QStringLiteral("../shared/data/jsonlogic-compatible.json")}) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        int number = 0;
        for (const auto &row : parsed(file.readAll())) {
            if (!row.is_object())
                continue;
            const std::string name = "J1 " + std::to_string(++number) + ' ' + row.value("description", std::string());
            QTest::newRow(name.c_str()) << QByteArray::fromStdString(row["rule"].dump())
                                        << QByteArray::fromStdString(row.value("data", OrderedJson()).dump())
                                        << QByteArray::fromStdString(row["result"].dump());
        }
        return;
    }
    QTest::newRow("the suite is not here") << QByteArray() << QByteArray() << QByteArray();
}

void JsonLogicTest::publicSuite()
{
    QFETCH(QByteArray, rule);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, expected);
    if (rule.isEmpty())
        QSKIP("the public suite is not beside the sources");
    const auto result = evaluate(parsed(rule), parsed(data));
    QVERIFY2(result.has_value(), describe(result).c_str());
    QCOMPARE(QByteArray::fromStdString(result->dump()), QByteArray::fromStdString(parsed(expected).dump()));
}

void JsonLogicTest::rules_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QByteArray>("expected"); // empty: an error
    using B = QByteArray;
    const auto row = [](const char *name, const char *rule, const char *expected) {
        QTest::newRow(name) << B(rule) << B(expected);
    };
    row("J1 an object with two keys is data", R"({"a": {"var": "n"}, "b": 2})", R"({"a":{"var":"n"},"b":2})");
    row("J1 an object without keys is data", "{}", "{}");
    row("J1 {} is true", R"({"!!": [{}]})", "true");
    row("J1 unknown operators are errors", R"({"guests": 3})", "");
    row("J1 < with text and number", R"({"<": ["2", 10]})", "true");
    row("J1 < of two texts goes by letters", R"({"<": ["2", "10"]})", "false");
    row("J1 == turns true into 1", R"({"==": [true, "1"]})", "true");
    row("J1 == of null and 0", R"({"==": [null, 0]})", "false");
    row("J1 == of null and a missing value", R"({"==": [{"var": "nowhere"}, null]})", "true");
    row("J1 == of a list and its text", R"({"==": [[1, 2], "1,2"]})", "true");
    row("J1 === of whole and broken notation", R"({"===": [1, 1.0]})", "true");
    row("J1 !== of different types", R"({"!==": [0, false]})", "true");
    row("J1 in looks for texts in texts", R"({"in": [1, "a1"]})", "true");
    row("J1 in nothing", R"({"in": ["a", null]})", "false");
    row("J1 + reads the number at the start", R"({"+": ["12 rooms", 1]})", "13");
    row("J1 - needs the whole text to be a number", R"({"-": ["12 rooms", 1]})", "null");
    row("J1 * of one factor hands it through", R"({"*": ["3"]})", R"("3")");
    row("J1 max takes texts as numbers", R"({"max": ["10", 9]})", "10");
    row("J1 cat joins lists and skips null", R"({"cat": [[1, null, 2], null, true]})", R"("1,,2true")");
    row("J1 cat writes numbers without point", R"({"cat": [2.0, " ", 0.1]})", R"("2 0.1")");
    row("J1 substr counts UTF-16", R"({"substr": ["über", 1, 2]})", R"("be")");
    row("J1 substr never halves a letter", R"({"substr": ["a😀b", 1, 1]})", R"("�")");
    row("J1 var with default", R"({"var": ["nowhere", {"+": [1, 1]}]})", "2");
    row("J1 var finds null before the default", R"({"var": ["nothing", 1]})", "null");
    row("J1 lists know their length", R"({"var": "list.length"})", "3");
    row("J1 texts know their length", R"({"var": "name.length"})", "4");
    row("J1 var into a list", R"({"var": "list.1"})", "2");
    row("J1 reduce without start", R"({"reduce": [{"var": "list"}, {"max": [{"var": "accumulator"}, {"var": "current"}]}]})", "3");
    row("J1 map over what is no list", R"({"map": [{"var": "n"}, 1]})", "[]");
    row("J1 none of an empty list", R"({"none": [[], true]})", "true");
    row("J1 missing takes names in a list", R"({"missing": [["n", "x"]]})", R"(["x"])");
    row("J1 an empty text is missing", R"({"missing": ["empty"]})", R"(["empty"])");
    row("J1 log gives its argument", R"({"log": [{"var": "n"}]})", "5");
    row("J1 % keeps the sign", R"({"%": [-7, 3]})", "-1");
    row("J3 preserve gives its argument unevaluated", R"({"preserve": {"var": "n"}})", R"({"var":"n"})");
    row("J3 preserve inside a list", R"([{"preserve": [{"a": 1}]}])", R"([[{"a":1}]])");
    row("J5 division by zero is null", R"({"/": [1, 0]})", "null");
    row("J5 0 / 0 is null", R"({"/": [0, 0]})", "null");
    row("J5 a missing value is null", R"({"var": "a.b.c"})", "null");
    row("J5 -0 is 0", R"({"-": [0]})", "0");
    row("J5 -0 equals 0", R"({"===": [-0.0, 0]})", "true");
    row("J5 doubles", R"({"+": [0.1, 0.2]})", "0.30000000000000004");
    row("J5 whole results are written whole", R"({"*": [2.5, 2]})", "5");
    row("J5 min of nothing is null", R"({"min": []})", "null");
}

void JsonLogicTest::rules()
{
    QFETCH(QByteArray, rule);
    QFETCH(QByteArray, expected);
    const auto data = parsed(R"({"n": 5, "list": [1, 2, 3], "name": "Ayla", "nothing": null, "empty": ""})");
    const auto result = evaluate(parsed(rule), data);
    QCOMPARE(result.has_value(), !expected.isEmpty());
    if (result)
        QCOMPARE(QByteArray::fromStdString(result->dump()), expected);
}

void JsonLogicTest::problems_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<int>("place"); // 0 action, 1 guard, 2 compensation
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    const auto row = [](const char *name, const char *rule, int place, const char *expected) {
        QTest::newRow(name) << B(rule) << place << B(expected);
    };
    row("J2 context and event", R"([{"var": "context.a"}, {"var": "event"}, {"var": ["context.b", 1]}])", 0, "");
    row("J2 params in a guard", R"({"var": "params.min"})", 1, "");
    row("J2 params elsewhere", R"({"var": "params.min"})", 0, R"(E065 /var var "params.min" must start with context or event here)");
    row("J2 another root", R"({"!": {"var": "guests"}})", 0, R"(E065 /!/var var "guests" must start with context, event or params)");
    row("J2 the root before its own default", R"({"var": ["ctx.a", {"var": "b"}]})", 0,
        "E065 /var/0 var \"ctx.a\" must start with context, event or params|"
        "E065 /var/1/var var \"b\" must start with context, event or params");
    row("J2 the whole data", R"({"var": ""})", 0, R"(E065 /var var "" must start with context, event or params)");
    row("J2 input and output in a compensation", R"([{"var": "output.room"}, {"var": "input"}])", 2, "");
    row("J2 output elsewhere", R"({"var": "output.room"})", 0, R"(E065 /var var "output.room" must start with context, event or params)");
    row("J2 inside map names are the element's", R"({"map": [{"var": "context.a"}, {"var": "guests"}]})", 0, "");
    row("J2 the list itself is not inside", R"({"some": [{"var": "rooms"}, true]})", 0,
        R"(E065 /some/0/var var "rooms" must start with context, event or params)");
    row("J2 a computed name is not judged", R"({"var": {"cat": ["context.", "a"]}})", 0, "");
    row("J1 a slip in an operator", R"({"and": [{"mising": "a"}]})", 0,
        R"(E064 /and/0 JSONLogic has no operator "mising"; did you mean "missing"?)");
    row("J3 nothing is judged inside preserve", R"({"preserve": {"guests": {"var": "x"}}})", 0, "");
    row("J1 nothing is judged in data of two keys", R"({"a": {"var": "x"}, "b": 1})", 0, "");
}

void JsonLogicTest::problems()
{
    QFETCH(QByteArray, rule);
    QFETCH(int, place);
    QFETCH(QByteArray, expected);
    QByteArray found;
    for (const auto &problem : checkRule(parsed(rule), {.params = place == 1, .inputOutput = place == 2}))
        found += (found.isEmpty() ? "" : "|")
                 + QByteArray::fromStdString(problem.code + ' ' + problem.pointer + ' ' + problem.message);
    QCOMPARE(found, expected);
}

void JsonLogicTest::numbersAreWrittenAsEcmaScriptDoes_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("whole") << 1e20 << B("100000000000000000000");
    QTest::newRow("large") << 1e21 << B("1e+21");
    QTest::newRow("digits and exponent") << 1.2345e-9 << B("1.2345e-9");
    QTest::newRow("small") << 0.000001 << B("0.000001");
    QTest::newRow("smaller") << 0.0000001 << B("1e-7");
    QTest::newRow("negative") << -12.5 << B("-12.5");
    QTest::newRow("minus zero") << -0.0 << B("0");
    QTest::newRow("smallest") << 5e-324 << B("5e-324");
    QTest::newRow("largest") << 1.7976931348623157e308 << B("1.7976931348623157e+308");
}

void JsonLogicTest::numbersAreWrittenAsEcmaScriptDoes()
{
    QFETCH(double, number);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(values::numberText(number)), expected);
}

void JsonLogicTest::mappingsKeepTheirNames()
{
    const auto data = parsed(R"({"context": {"n": 2}})");
    const auto result = evaluateMapping(parsed(R"({"var": {"var": "context.n"}, "if": "plain", "z": [1]})"), Scope(data));
    QVERIFY(result.has_value());
    QCOMPARE(result->dump(), std::string(R"({"var":2,"if":"plain","z":[1]})")); // J4, in their order
}

void JsonLogicTest::scopesJoinTheirRoots()
{
    const OrderedJson context = parsed(R"({"n": 2})");
    const OrderedJson params = parsed(R"({"min": 1})");
    const Scope scope = Scope{{"context", &context}, {"params", &params}};
    QCOMPARE(evaluate(parsed(R"({"var": "params.min"})"), scope)->dump(), std::string("1"));
    QCOMPARE(evaluate(parsed(R"({"var": "context"})"), scope)->dump(), std::string(R"({"n":2})"));
    QCOMPARE(evaluate(parsed(R"({"var": ""})"), scope)->dump(), std::string(R"({"context":{"n":2},"params":{"min":1}})"));
    QCOMPARE(evaluate(parsed(R"({"missing": ["context.n", "event.x"]})"), scope)->dump(), std::string(R"(["event.x"])"));
}

void JsonLogicTest::aRuleThatGrowsWithoutEndIsStopped()
{
    OrderedJson list = OrderedJson::array();
    for (int i = 0; i < 40; ++i)
        list.push_back(i);
    const auto doubling = parsed(R"({"reduce": [{"var": ""}, {"merge": [{"var": "accumulator"}, {"var": "accumulator"}]}, [1]]})");
    const auto result = evaluate(doubling, list);
    QVERIFY(!result);
    QCOMPARE(result.error().what, std::string("a rule takes more than 1000000 operations"));
    const auto text = parsed(R"({"reduce": [{"var": ""}, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "x"]})");
    QVERIFY(!evaluate(text, list));
    for (int i = 0; i < 1000; ++i)
        list.push_back(i);
    const auto nesting = evaluate(parsed(R"({"reduce": [{"var": ""}, [{"var": "accumulator"}], 0]})"), list);
    QVERIFY(!nesting);
    QCOMPARE(nesting.error().what, std::string("a rule nests values deeper than 256 levels"));
}

void JsonLogicTest::evalLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("X4 a result") << B(R"({"rule": {"+": [{"var": "a"}, 1]}, "data": {"a": 2}})") << B(R"({"result":3})");
    QTest::newRow("X4 no data") << B(R"({"rule": {"var": "a"}})") << B(R"({"result":null})");
    QTest::newRow("X4 an unknown operator") << B(R"({"rule": {"plus": 1}})") << B(R"({"error":"JSONLogic has no operator \"plus\""})");
    QTest::newRow("X4 no JSON") << B("{") << B(R"({"error":"line 1, column 2: not JSON: unexpected end of input; expected string literal"})");
    QTest::newRow("X4 no rule") << B("[]") << B(R"({"error":"a line is an object with \"rule\" and \"data\""})");
}

void JsonLogicTest::evalLines()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(evalLine(line.toStdString())), expected);
}

QTEST_GUILESS_MAIN(JsonLogicTest)
#include "jsonlogic_test.moc"
