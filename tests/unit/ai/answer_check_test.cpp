#include <QElapsedTimer>
#include <QTest>

#include "engine/ai/answer_check.h"

using namespace hs;
using namespace hs::ai;

class AnswerCheckTest : public QObject {
    Q_OBJECT

private:
    using B = QByteArray;

    static B quoted(B text) { return text.replace('\'', '"'); } // JSON in a string: the meta-object compiler stumbles over raw ones
    static Json json(const QByteArray &text)
    {
        const auto parsed = parseJson(text.toStdString());
        return parsed ? *parsed : Json("(not JSON)");
    }
    static Json nested(int levels, const Json &inside, const char *key)
    {
        Json value = inside;
        for (int i = 0; i < levels; ++i)
            value = Json{{key, std::move(value)}};
        return value;
    }

private Q_SLOTS:
    void findsTheJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("found"); // empty: none
        QTest::newRow("as it is") << quoted("{'level': 2}") << quoted("{'level':2}");
        QTest::newRow("a list") << B("[1, 2]") << B("[1,2]");
        QTest::newRow("a number") << B(" 7 ") << B("7");
        QTest::newRow("with blanks around") << B("\n\n {\"a\": 1}\n") << quoted("{'a':1}");
        QTest::newRow("in a fence") << B("```json\n{\"a\": 1}\n```") << quoted("{'a':1}");
        QTest::newRow("in a fence without a word") << B("```\n[1]\n```") << B("[1]");
        QTest::newRow("in a fence after prose") << B("Here you are:\n```json\n{\"a\": 1}\n```\nGood luck!") << quoted("{'a':1}");
        QTest::newRow("in the second fence") << B("```\nnot this\n```\nbut\n```\n{\"a\": 2}\n```") << quoted("{'a':2}");
        QTest::newRow("in prose") << B("The answer is {\"a\": {\"b\": \"}\"}} as asked.") << quoted("{'a':{'b':'}'}}");
        QTest::newRow("after a brace that is none") << B("A set {x | x > 0}, and then {\"a\": 1}.") << quoted("{'a':1}");
        QTest::newRow("with quotes in a text") << B("so: {\"a\": \"he said \\\"{\\\"\"}") << B("{\"a\":\"he said \\\"{\\\"\"}");
        QTest::newRow("with a fence in a text") << B("{\"a\": \"```\"}") << quoted("{'a':'```'}");
        QTest::newRow("nothing") << B("") << B();
        QTest::newRow("prose") << B("I am sorry, I cannot do that.") << B();
        QTest::newRow("half of it") << B("{\"a\": 1, \"b\": ") << B();
        QTest::newRow("a fence that does not end") << B("```json\n{\"a\": 1") << B();
        QTest::newRow("no UTF-8") << B("{\"a\": \"\xff\"}") << B();
        QTest::newRow("too deep") << B(100'000, '[') << B();
        QTest::newRow("braces without end") << B(200'000, '{') << B();
    }
    void findsTheJson()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, found);
        QElapsedTimer timer;
        timer.start();
        const auto value = jsonOf(text.toStdString());
        QVERIFY(timer.elapsed() < 5'000);
        if (found.isEmpty()) {
            QVERIFY(!value);
            QCOMPARE(value.error().code, Errc::BadInput);
        } else {
            QVERIFY2(value, describe(value).c_str());
            QCOMPARE(QByteArray::fromStdString(dump(*value)), found);
        }
    }

    void checks_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("where"); // "ok": it fits
        const B ok("ok");
        const B verdict = quoted("{'type': 'object', 'properties': {'level': {'type': 'integer', 'minimum': 1, 'maximum': 4}, "
                                 "'why': {'type': 'string', 'minLength': 3}}, 'required': ['level', 'why'], 'additionalProperties': false}");
        QTest::newRow("fits") << verdict << quoted("{'level': 2, 'why': 'asks for money back'}") << ok;
        QTest::newRow("too high") << verdict << quoted("{'level': 5, 'why': 'because'}") << B("/level");
        QTest::newRow("a text for a number") << verdict << quoted("{'level': '2', 'why': 'because'}") << B("/level");
        QTest::newRow("missing") << verdict << quoted("{'level': 2}") << B("");
        QTest::newRow("one too many") << verdict << quoted("{'level': 2, 'why': 'because', 'x': 1}") << B("");
        QTest::newRow("no object") << verdict << B("[]") << B("");
        QTest::newRow("deep inside") << quoted("{'properties': {'a': {'items': {'properties': {'b/c': {'type': 'string'}}}}}}")
                                     << quoted("{'a': [{}, {'b/c': 1}]}") << B("/a/1/b~1c");
        QTest::newRow("enum") << quoted("{'enum': ['a', 'b', null]}") << B("null") << ok;
        QTest::newRow("not in the enum") << quoted("{'enum': ['a', 'b']}") << B("\"c\"") << B("");
        QTest::newRow("const") << quoted("{'const': {'id': 1}}") << quoted("{'id': 1}") << ok;
        QTest::newRow("not the const") << quoted("{'const': {'id': 1}}") << quoted("{'id': 2}") << B("");
        QTest::newRow("anyOf") << quoted("{'anyOf': [{'type': 'null'}, {'type': 'number'}]}") << B("\"x\"") << B("");
        QTest::newRow("oneOf") << quoted("{'oneOf': [{'minimum': 1}, {'minimum': 2}]}") << B("3") << B("");
        QTest::newRow("not") << quoted("{'not': {'type': 'string'}}") << B("\"x\"") << B("");
        QTest::newRow("if then") << quoted("{'if': {'required': ['a']}, 'then': {'required': ['b']}}") << quoted("{'a': 1}") << B("");
        QTest::newRow("if not") << quoted("{'if': {'required': ['a']}, 'then': {'required': ['b']}}") << quoted("{'c': 1}") << ok;
        QTest::newRow("a lonely if") << quoted("{'if': {'required': ['a']}}") << B("{}") << ok;
        QTest::newRow("false") << quoted("{'properties': {'a': false}}") << quoted("{'a': 1}") << B("/a");
        QTest::newRow("true") << B("true") << B("7") << ok;
        QTest::newRow("unique") << quoted("{'uniqueItems': true}") << B("[1, 2, 1]") << B("");
        QTest::newRow("an annotation or two")
            << quoted("{'title': 'T', 'description': 'D', 'examples': [{'$ref': 'https://example.com/x'}], 'type': 'string'}") << B("\"x\"")
            << ok;

        // 2020-12, said in the older way
        QTest::newRow("prefixItems") << quoted("{'prefixItems': [{'type': 'string'}], 'items': {'type': 'number'}}") << quoted("['a', 1, 2]") << ok;
        QTest::newRow("prefixItems, the rest")
            << quoted("{'prefixItems': [{'type': 'string'}], 'items': {'type': 'number'}}") << quoted("['a', 1, 'b']") << B("/2");
        QTest::newRow("prefixItems alone") << quoted("{'prefixItems': [{'type': 'string'}]}") << quoted("['a', 1]") << ok;
        QTest::newRow("no more than these") << quoted("{'prefixItems': [{'type': 'string'}], 'items': false}") << quoted("['a', 1]") << B("");
        QTest::newRow("dependentRequired") << quoted("{'dependentRequired': {'a': ['b']}}") << quoted("{'a': 1}") << B("");
        QTest::newRow("dependentSchemas") << quoted("{'dependentSchemas': {'a': {'required': ['b']}}}") << quoted("{'a': 1}") << B("");
        QTest::newRow("beside a reference") << quoted("{'$defs': {'n': {'type': 'number'}}, '$ref': '#/$defs/n', 'minimum': 3}") << B("2") << B("");
        QTest::newRow("a reference")
            << quoted("{'$defs': {'n': {'type': 'number'}}, 'properties': {'a': {'$ref': '#/$defs/n'}}}") << quoted("{'a': 'x'}")
            << B("/a");
        QTest::newRow("a tree")
            << quoted("{'properties': {'kids': {'type': 'array', 'items': {'$ref': '#'}}}}")
            << quoted("{'kids': [{'kids': []}, {'kids': [{'kids': 1}]}]}") << B("/kids/1/kids/0/kids");
        QTest::newRow("with a name")
            << quoted("{'$id': 'https://example.com/verdict', '$schema': 'https://json-schema.org/draft/2020-12/schema', "
                      "'$ref': '#/$defs/n', '$defs': {'n': {'type': 'number'}}}") << B("1") << ok;

        // patterns and formats
        QTest::newRow("pattern") << quoted("{'pattern': '^[a-z]+-\\\\d+$'}") << B("\"order-12\"") << ok;
        QTest::newRow("pattern, not fitting")
            << quoted("{'properties': {'id': {'type': 'string', 'pattern': '^[a-z]+-\\\\d+$'}}}") << quoted("{'id': 'order'}") << B("/id");
        QTest::newRow("pattern and no text") << quoted("{'pattern': '^a$'}") << B("7") << ok;
        QTest::newRow("pattern and a line break") << quoted("{'pattern': '^\\\\d+$'}") << B("\"12\\n\"") << B("");
        QTest::newRow("a dollar in a class") << quoted("{'pattern': '^[$]1$'}") << B("\"$1\"") << ok;
        QTest::newRow("an escaped character") << quoted("{'pattern': '^\\\\u00e4$'}") << B("\"\u00e4\"") << ok;
        QTest::newRow("patternProperties")
            << quoted("{'patternProperties': {'^x-': {'type': 'string'}}, 'additionalProperties': false}") << quoted("{'x-a': 'b'}") << ok;
        QTest::newRow("patternProperties, another type")
            << quoted("{'patternProperties': {'^x-': {'type': 'string'}}}") << quoted("{'x-a': 1}") << B("/x-a");
        QTest::newRow("patternProperties, another name")
            << quoted("{'patternProperties': {'^x-': {}}, 'additionalProperties': false}") << quoted("{'y': 1}") << B("");
        QTest::newRow("propertyNames") << quoted("{'propertyNames': {'pattern': '^[a-z]+$'}}") << quoted("{'abc': 1}") << ok;
        QTest::newRow("propertyNames, not fitting") << quoted("{'propertyNames': {'pattern': '^[a-z]+$'}}") << quoted("{'A': 1}") << B("");
        QTest::newRow("date") << quoted("{'format': 'date'}") << B("\"2026-02-28\"") << ok;
        QTest::newRow("a day that is not") << quoted("{'format': 'date'}") << B("\"2026-02-30\"") << B("");
        QTest::newRow("date-time") << quoted("{'format': 'date-time'}") << B("\"2026-11-23T09:00:00+01:00\"") << ok;
        QTest::newRow("no date-time") << quoted("{'format': 'date-time'}") << B("\"tomorrow\"") << B("");
        QTest::newRow("a format nobody knows") << quoted("{'format': 'colour'}") << B("\"red\"") << ok;
    }
    void checks()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, where);
        const auto checked = checkBySchema(json(schema), json(value));
        if (where == "ok") {
            QVERIFY2(checked, describe(checked).c_str());
            return;
        }
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, Errc::BadInput);
        QCOMPARE(B::fromStdString(checked.error().where), where);
        QVERIFY(!checked.error().what.empty());
        QVERIFY2(!checked.error().what.starts_with("the schema"), describe(checked).c_str());
    }

    void refusesSchemasThatCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::newRow("a text") << B("\"string\"");
        QTest::newRow("elsewhere") << quoted("{'$ref': 'https://example.com/schema.json'}");
        QTest::newRow("a file") << quoted("{'properties': {'a': {'$ref': 'file:///etc/passwd'}}}");
        QTest::newRow("a relative document") << quoted("{'$ref': 'other.json#/a'}");
        QTest::newRow("an anchor") << quoted("{'$ref': '#there'}");
        QTest::newRow("nowhere") << quoted("{'$ref': '#/$defs/none'}");
        QTest::newRow("to itself") << quoted("{'$ref': '#'}");
        QTest::newRow("in a circle")
            << quoted("{'$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {'$ref': '#/$defs/a'}}, 'properties': {'never': {'$ref': '#/$defs/a'}}}");
        QTest::newRow("round by allOf") << quoted("{'allOf': [{'$ref': '#'}]}");
        QTest::newRow("round by anyOf and not")
            << quoted("{'$defs': {'a': {'not': {'$ref': '#/$defs/b'}}, 'b': {'anyOf': [{'$ref': '#/$defs/a'}]}}, '$ref': '#/$defs/a'}");
        QTest::newRow("a type nobody knows") << quoted("{'type': 'colour'}");
        QTest::newRow("a number of texts") << quoted("{'minLength': '3'}");
        QTest::newRow("required as text") << quoted("{'required': 'a'}");
        QTest::newRow("an empty enum") << quoted("{'enum': []}");
        QTest::newRow("a pattern that is none") << quoted("{'pattern': '(('}");
        QTest::newRow("properties as list") << quoted("{'properties': []}");
        QTest::newRow("multiples of nothing") << quoted("{'multipleOf': 0}");
    }
    void refusesSchemasThatCannotBeUsed()
    {
        QFETCH(QByteArray, schema);
        const auto checked = checkBySchema(json(schema), json(quoted("{'a': 'x'}")));
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, Errc::BadInput);
        QVERIFY2(checked.error().what.starts_with("the schema"), describe(checked).c_str());
    }

    /// Each of these keeps a careless checker busy for ever, or brings it down.
    void outlastsHostileOnes_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        const B longText = '"' + B(1'000'000, 'a') + '"';
        QTest::newRow("a pattern that tries everything")
            << quoted("{'pattern': '^(a+)+$'}") << B("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"");
        QTest::newRow("a pattern on a long text") << quoted("{'pattern': '^(a|b)*$'}") << longText;
        QTest::newRow("a date of a million digits") << quoted("{'format': 'date'}") << '"' + B(1'000'000, '7') + '"';
        QTest::newRow("deep") << B::fromStdString(dump(nested(200, true, "not"))) << B("1");

        Json laughs{{"$defs", {{"l0", {{"type", "string"}}}}}, {"$ref", "#/$defs/l30"}};
        for (int i = 1; i <= 30; ++i) {
            const Json below{{"$ref", "#/$defs/l" + std::to_string(i - 1)}};
            laughs["$defs"]["l" + std::to_string(i)] = {{"allOf", {below, below}}};
        }
        QTest::newRow("a billion references") << B::fromStdString(dump(laughs)) << B("1");

        const Json twice{{"anyOf", {{{"items", {{"$ref", "#"}}}, {"minItems", 3}}, {{"items", {{"$ref", "#"}}}, {"minItems", 3}}}}};
        QTest::newRow("a branching tree") << B::fromStdString(dump(twice)) << B(60, '[') + B(60, ']');

        Json wide = Json::array();
        for (int i = 0; i < 30'000; ++i)
            wide.push_back(i);
        QTest::newRow("all against all") << quoted("{'uniqueItems': true}") << B::fromStdString(dump(wide));
        Json many = Json::object();
        for (int i = 0; i < 30'000; ++i)
            many["k" + std::to_string(i)] = i;
        QTest::newRow("many patterns") << B::fromStdString(dump({{"patternProperties", [] {
                                              Json patterns = Json::object();
                                              for (int i = 0; i < 100; ++i)
                                                  patterns["k" + std::to_string(i)] = {{"type", "string"}};
                                              return patterns;
                                          }()}})) << B::fromStdString(dump(many));
    }
    void outlastsHostileOnes()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        // Built without the limits of the parser: a value may come from elsewhere.
        const auto rules = Json::parse(schema.toStdString(), nullptr, false);
        const auto data = Json::parse(value.toStdString(), nullptr, false);
        QElapsedTimer timer;
        timer.start();
        const auto checked = checkBySchema(rules, data);
        QVERIFY(timer.elapsed() < 20'000); // under sanitizers; usually below 100 ms
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, Errc::BadInput);
    }

    void keepsErrorsShort()
    {
        Json schema{{"type", "object"}, {"additionalProperties", false}};
        Json value{{std::string(5'000, 'x') + "ä", 1}};
        const auto checked = checkBySchema(schema, value);
        QVERIFY(!checked);
        QVERIFY(describe(checked).size() <= 500);
        schema = {{"properties", {{std::string(4'000, 'y'), {{"type", "string"}}}}}};
        value = {{std::string(4'000, 'y'), 1}};
        const auto deep = checkBySchema(schema, value);
        QVERIFY(!deep);
        QVERIFY(describe(deep).size() <= 500);
    }

    void asksOnceMore()
    {
        Request request;
        request.system = "You sort requests.";
        Message question;
        question.text = "Sort this.";
        request.messages.push_back(question);
        request.schema = {{"type", "object"}};
        request.agent = "nyra";
        Answer answer;
        answer.text = "Level two, I think";
        Error fault;
        fault.what = "there is no JSON in the answer";
        fault.where = "/level";
        const auto repair = repairOf(request, answer, fault);
        QCOMPARE(repair.messages.size(), std::size_t(3));
        QVERIFY(repair.messages[1].role == Message::Role::Assistant);
        QCOMPARE(repair.messages[1].text, answer.text);
        QVERIFY(repair.messages[2].role == Message::Role::User);
        QVERIFY(repair.messages[2].text.find(fault.what) != std::string::npos);
        QVERIFY(repair.messages[2].text.find(fault.where) != std::string::npos);
        QVERIFY(repair.schema == request.schema);
        QCOMPARE(repair.agent, request.agent);

        answer.text.clear(); // no provider takes an empty message
        QVERIFY(!repairOf(request, answer, fault).messages[1].text.empty());
        answer.text = std::string(19'999, 'x') + "äöü";
        const auto cut = repairOf(request, answer, fault).messages[1].text;
        QVERIFY(cut.size() <= 20'000);
        QVERIFY(cut.ends_with('x'));
    }
};

QTEST_GUILESS_MAIN(AnswerCheckTest)
#include "answer_check_test.moc"
