#include <QTest>

#include "engine/ai/wire.h"

using namespace hs;
using namespace hs::ai;
using B = QByteArray;

namespace {

constexpr auto OpenAi = Dialect::OpenAiResponses;
constexpr auto Chat = Dialect::ChatCompletions;
constexpr auto Face = Dialect::HuggingFace;
constexpr auto Claude = Dialect::Anthropic;

constexpr auto StrictSchema = R"({"type":"object","properties":{"spam":{"type":"boolean"},"why":{"type":["string","null"]}},)"
                              R"("required":["spam","why"],"additionalProperties":false})";

Json json(std::string_view text)
{
    auto parsed = parseJson(text);
    if (!parsed)
        qFatal("the test holds what is no JSON: %s", describe(parsed).c_str());
    return *parsed;
}

B shown(const Json &value)
{
    return B::fromStdString(dump(value));
}

Request withSchema(std::string_view schema)
{
    Request request;
    request.system = "Be brief.";
    request.messages = {{Message::Role::User, "Is it spam?", {}, {}, {}, false}};
    request.schema = json(schema);
    request.schemaName = "verdict";
    return request;
}

Json bodyOf(Dialect dialect, const Request &request)
{
    const auto encoded = encode(dialect, {"https://api.example/v1", {}, {}}, "m-1", request);
    return encoded ? json(encoded->body) : Json(describe(encoded));
}

} // namespace

/// What of a JSON Schema each dialect is told, and how.
class WireSchemaTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void strictOnlyWhereTheSchemaQualifies_data();
    void strictOnlyWhereTheSchemaQualifies();
    void anthropicGetsWhatItKnowsOfASchema_data();
    void anthropicGetsWhatItKnowsOfASchema();
    void schemasBesideToolsAreAskedForInWords();
};

void WireSchemaTest::strictOnlyWhereTheSchemaQualifies_data()
{
    QTest::addColumn<B>("schema");
    QTest::addColumn<bool>("strict");
    QTest::newRow("closed, all required") << B(StrictSchema) << true;
    QTest::newRow("open") << B(R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"]})") << false;
    QTest::newRow("one may be missing") << B(R"({"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false})") << false;
    QTest::newRow("required by another name") << B(R"({"type":"object","properties":{"a":{"type":"string"}},"required":["b"],"additionalProperties":false})") << false;
    QTest::newRow("nested, closed") << B(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"b":{"type":"integer","minimum":1}},"required":["b"],"additionalProperties":false}}},"required":["a"],"additionalProperties":false})") << true;
    QTest::newRow("nested, open") << B(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"b":{"type":"integer"}},"required":["b"]}}},"required":["a"],"additionalProperties":false})") << false;
    QTest::newRow("variants") << B(R"({"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["a"],"additionalProperties":false})") << true;
    QTest::newRow("variants, one open") << B(R"({"type":"object","properties":{"a":{"anyOf":[{"type":"object"},{"type":"null"}]}},"required":["a"],"additionalProperties":false})") << false;
    QTest::newRow("variants at the root") << B(R"({"anyOf":[{"type":"string"}]})") << false;
    QTest::newRow("a list at the root") << B(R"({"type":"array","items":{"type":"string"}})") << false;
    QTest::newRow("a keyword it does not know") << B(R"({"type":"object","properties":{"a":{"type":"string","maxLength":5}},"required":["a"],"additionalProperties":false})") << false;
    QTest::newRow("no type") << B(R"({"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false})") << false;
    B deep = R"({"type":"string"})";
    for (int i = 0; i < 6; ++i)
        deep = R"({"type":"object","properties":{"a":)" + deep + R"(},"required":["a"],"additionalProperties":false})";
    QTest::newRow("deep") << deep << false;
}

void WireSchemaTest::strictOnlyWhereTheSchemaQualifies()
{
    QFETCH(B, schema);
    QFETCH(bool, strict);
    const auto request = withSchema(schema.toStdString());
    const auto openai = bodyOf(OpenAi, request);
    QCOMPARE(at(openai, "text.format.strict"), Json(strict));
    QCOMPARE(at(openai, "text.format.schema"), request.schema); // as it is, in any case
    const auto chat = bodyOf(Chat, request);
    QCOMPARE(at(chat, "response_format.json_schema.strict"), Json(strict));
    QCOMPARE(at(chat, "response_format.json_schema.schema"), request.schema);
}

void WireSchemaTest::anthropicGetsWhatItKnowsOfASchema_data()
{
    QTest::addColumn<B>("schema");
    QTest::addColumn<B>("sent"); // empty: asked for in words
    QTest::newRow("bounds are left out") << B(R"({"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":9},"t":{"type":"string","maxLength":5,"pattern":"x"}},"required":["n"]})")
                                         << B(R"({"type":"object","properties":{"n":{"type":"integer"},"t":{"type":"string"}},"required":["n"],"additionalProperties":false})");
    QTest::newRow("words about it stay") << B(R"({"$schema":"x","type":"object","title":"T","description":"D","properties":{"k":{"enum":["a","b"],"description":"kind"},"d":{"type":"string","format":"date"},"f":{"type":"string","format":"strange"}}})")
                                         << B(R"({"type":"object","title":"T","description":"D","properties":{"k":{"enum":["a","b"],"description":"kind"},"d":{"type":"string","format":"date"},"f":{"type":"string"}},"required":[],"additionalProperties":false})");
    QTest::newRow("lists") << B(R"({"type":"object","properties":{"l":{"type":"array","minItems":1,"maxItems":3,"uniqueItems":true,"items":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":true}}}})")
                           << B(R"({"type":"object","properties":{"l":{"type":"array","minItems":1,"items":{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}}},"required":[],"additionalProperties":false})");
    QTest::newRow("unions") << B(R"({"type":"object","properties":{"a":{"oneOf":[{"type":"string","minLength":2},{"type":"null"}]}},"required":["a"]})")
                            << B(R"({"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["a"],"additionalProperties":false})");
    QTest::newRow("objects of any shape") << B(R"({"type":"object","properties":{"a":{"type":"object"}}})") << B();
    QTest::newRow("objects with any keys") << B(R"({"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}})") << B();
    QTest::newRow("references") << B(R"({"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}})") << B();
    QTest::newRow("all of") << B(R"({"allOf":[{"type":"string"}]})") << B();
    QTest::newRow("anything") << B(R"({"type":"object","properties":{"a":{}}})") << B();
    B many = R"({"type":"object","properties":{)";
    for (int i = 0; i < 25; ++i)
        many += (i > 0 ? "," : "") + B("\"p") + B::number(i) + R"(":{"type":"string"})";
    QTest::newRow("many that may be missing") << many + "}}" << B();
}

void WireSchemaTest::anthropicGetsWhatItKnowsOfASchema()
{
    QFETCH(B, schema);
    QFETCH(B, sent);
    const auto request = withSchema(schema.toStdString());
    const auto body = bodyOf(Claude, request);
    const auto system = text(at(body, "system.0"), "text");
    if (sent.isEmpty()) {
        QVERIFY(!body.contains("output_config"));
        QVERIFY(system.starts_with("Be brief.\n\n") && system.ends_with("\n" + dump(request.schema)));
    } else {
        QCOMPARE(shown(at(body, "output_config.format.schema")), shown(json(sent.toStdString())));
        QCOMPARE(system, std::string("Be brief."));
    }
}

void WireSchemaTest::schemasBesideToolsAreAskedForInWords()
{
    auto request = withSchema(StrictSchema);
    request.tools = {{"look_up", "", json(R"({"type":"object"})")}};
    for (const auto dialect : {Chat, Face}) {
        const auto body = bodyOf(dialect, request);
        QVERIFY(!body.contains("response_format"));
        QVERIFY(text(at(body, "messages.0"), "content").ends_with("\n" + dump(request.schema)));
    }
    QVERIFY(bodyOf(OpenAi, request).contains("text"));
    QVERIFY(bodyOf(Claude, request).contains("output_config"));
}

QTEST_GUILESS_MAIN(WireSchemaTest)
#include "wire_schema_test.moc"
