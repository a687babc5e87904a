#include <algorithm>
#include <random>

#include <QTest>

#include "engine/records/value.h"
#include "tests/unit/notion/sample_pages.h"

using namespace hs;
using namespace hs::notion;
using B = QByteArray;
using records::Property;
using records::PropertyType;

namespace {

struct Column {
    const char *name;
    PropertyType type;
    const char *format = "";
};

constexpr std::array Columns{Column{"title", PropertyType::Title},
                             Column{"text", PropertyType::RichText},
                             Column{"json", PropertyType::RichText, "json"},
                             Column{"number", PropertyType::Number},
                             Column{"percent", PropertyType::Number, "percent"},
                             Column{"money", PropertyType::Number, "currency"},
                             Column{"select", PropertyType::Select},
                             Column{"tags", PropertyType::MultiSelect},
                             Column{"open", PropertyType::MultiSelect},
                             Column{"day", PropertyType::Date, "date"},
                             Column{"time", PropertyType::Date, "datetime"},
                             Column{"email", PropertyType::Email},
                             Column{"phone", PropertyType::PhoneNumber},
                             Column{"url", PropertyType::Url},
                             Column{"check", PropertyType::Checkbox},
                             Column{"people", PropertyType::People},
                             Column{"relation", PropertyType::Relation},
                             Column{"files", PropertyType::Files},
                             Column{"formula", PropertyType::Formula}};

Property column(const std::string &name)
{
    const auto found = std::find_if(Columns.begin(), Columns.end(), [&](const Column &c) { return name == c.name; });
    Property property;
    property.name = "Field";
    property.type = found->type;
    property.format = found->format;
    if (name == "select" || name == "tags")
        property.options = {"Low", "High", "Small (1-3 days)"};
    property.open = name == "open";
    if (name == "relation")
        property.relation = "contacts-profiles";
    return property;
}

/// Writes a hub value, lets Notion send it, reads it.
Reading thereAndBack(const Property &property, const Json &value)
{
    const test::EveryoneKnown directory;
    const auto written = toNotion(property, value, directory);
    return fromNotion(property, test::asSent("x", std::string(records::name(property.type)), written.value), directory);
}

Json parsed(const QByteArray &text)
{
    return parseJson(text.toStdString()).value_or(Json());
}

std::string randomText(std::mt19937 &random, std::size_t most)
{
    static const std::vector<std::string> pieces{"a", "Z", "7", "ä", "日", "🌸", "\n", " ", "\"", "\\", "{", ","};
    std::string text = "x";
    for (auto length = random() % most; length > 0; --length)
        text += pieces[random() % pieces.size()];
    return text + "x";
}

Json randomValue(const std::string &kind, std::mt19937 &random)
{
    if (kind == "title" || kind == "text")
        return randomText(random, kind == "text" && random() % 10 == 0 ? 20'000 : 300);
    if (kind == "json") {
        Json value = Json::object();
        for (auto n = random() % 6 + 1; n > 0; --n)
            value[randomText(random, 5)] = random() % 2 ? Json(randomText(random, 900)) : Json::array({int(random() % 100), nullptr, true});
        return value;
    }
    if (kind == "number")
        return random() % 2 ? Json(std::int64_t(random()) - 2'000'000'000) : Json(double(random()) / 1024.0);
    if (kind == "percent")
        return double(random() % 1'000'000) / 10'000.0;
    if (kind == "money")
        return double(random() % 100'000'000) / 100.0;
    if (kind == "select")
        return Json("High");
    if (kind == "tags")
        return Json::array({"High", "Low"});
    if (kind == "open")
        return Json::array({"Booking", "tag " + std::to_string(random() % 100), "Käse 🌸"});
    const auto at = fromMillis(std::int64_t(random()) * 60'000); // whole minutes, as Notion keeps them
    if (kind == "day")
        return toRfc3339(at).substr(0, 10);
    if (kind == "time")
        return toRfc3339(at);
    if (kind == "email")
        return "n" + std::to_string(random()) + "@studio.example";
    if (kind == "phone")
        return "+49 30 " + std::to_string(random() % 9'000'000 + 1'000'000);
    if (kind == "url")
        return "https://studio.example/?q=" + std::to_string(random());
    if (kind == "check")
        return random() % 2 == 0;
    if (kind == "files")
        return Json::array({{{"name", "a " + std::to_string(random()) + ".jpg"}, {"url", "https://studio.example/a.jpg?x=1"}}});
    Json list = Json::array();
    for (auto n = random() % 100 + 1; n > 0; --n)
        list.push_back((kind == "people" ? "op_" : "rec_") + std::to_string(n));
    return list;
}

} // namespace

class ValuesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesAreWrittenAsNotionWantsThem_data();
    void valuesAreWrittenAsNotionWantsThem();
    void nothingClearsTheProperty_data();
    void nothingClearsTheProperty();
    void everyValueComesBackAsItWas();
    void whatNotionCannotHoldIsSaid_data();
    void whatNotionCannotHoldIsSaid();
    void relationsWaitForTheirPages();
    void whatTheHubDoesNotKnowIsWrittenAgain();
    void valuesOfNotionAreReadAsTheHubStoresThem_data();
    void valuesOfNotionAreReadAsTheHubStoresThem();
    void whatDoesNotFitIsKept_data();
    void whatDoesNotFitIsKept();
    void anEmptyValueThatIsNeededIsToldApart();
    void unknownPagesAreNamed();
    void aCutListIsToldAsSuch();
    void hostedFilesStayEqualWhenTheirAddressChanges();
    void aFormulaIsNobodysValue();
    void echoesAreKnown_data();
    void echoesAreKnown();
};

void ValuesTest::valuesAreWrittenAsNotionWantsThem_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("title") << B("title") << B(R"("Mara")") << B(R"({"title":[{"text":{"content":"Mara"},"type":"text"}]})");
    QTest::newRow("json") << B("json") << B(R"({"a":[1]})") << B(R"({"rich_text":[{"text":{"content":"{\"a\":[1]}"},"type":"text"}]})");
    QTest::newRow("number") << B("number") << B("8") << B(R"({"number":8})");
    QTest::newRow("percent is a fraction there") << B("percent") << B("95") << B(R"({"number":0.95})");
    QTest::newRow("select") << B("select") << B(R"("High")") << B(R"({"select":{"name":"High"}})");
    QTest::newRow("tags") << B("tags") << B(R"(["High","Low"])") << B(R"({"multi_select":[{"name":"High"},{"name":"Low"}]})");
    QTest::newRow("day") << B("day") << B(R"("2026-05-01")") << B(R"({"date":{"start":"2026-05-01"}})");
    QTest::newRow("time") << B("time") << B(R"("2026-05-01T11:00:00+02:00")") << B(R"({"date":{"start":"2026-05-01T09:00:00.000Z"}})");
    QTest::newRow("email") << B("email") << B(R"("Mara@Studio.example")") << B(R"({"email":"mara@studio.example"})");
    QTest::newRow("phone") << B("phone") << B(R"("+49 30 1234567")") << B(R"({"phone_number":"+49 30 1234567"})");
    QTest::newRow("url") << B("url") << B(R"("https://a.example")") << B(R"({"url":"https://a.example"})");
    QTest::newRow("checkbox") << B("check") << B("true") << B(R"({"checkbox":true})");
    QTest::newRow("people") << B("people") << B(R"(["op_7"])") << B(R"({"people":[{"id":"b0000000-0000-0000-0000-000000000007"}]})");
    QTest::newRow("relation") << B("relation") << B(R"(["rec_7"])") << B(R"({"relation":[{"id":"a0000000-0000-0000-0000-000000000007"}]})");
    QTest::newRow("files") << B("files") << B(R"([{"name":"a.jpg","url":"https://a.example/a.jpg"}])")
                           << B(R"({"files":[{"external":{"url":"https://a.example/a.jpg"},"name":"a.jpg","type":"external"}]})");
}

void ValuesTest::valuesAreWrittenAsNotionWantsThem()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, written);
    const auto result = toNotion(column(kind.toStdString()), parsed(value), test::EveryoneKnown());
    QVERIFY2(result.kind == Written::Kind::Value, result.why.c_str());
    QCOMPARE(B::fromStdString(dump(result.value)), written);
}

void ValuesTest::nothingClearsTheProperty_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("written");
    for (const auto &c : Columns) {
        const B type = B::fromStdString(std::string(records::name(c.type)));
        const bool list = QByteArrayList{"title", "rich_text", "multi_select", "people", "relation", "files"}.contains(type);
        if (c.type != PropertyType::Formula)
            QTest::newRow(c.name) << B(c.name) << "{\"" + type + "\":" + (list ? "[]" : type == "checkbox" ? "false" : "null") + "}";
    }
}

void ValuesTest::nothingClearsTheProperty()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, written);
    const auto property = column(kind.toStdString());
    QCOMPARE(B::fromStdString(dump(toNotion(property, nullptr, test::EveryoneKnown()).value)), written);
    const auto reading = thereAndBack(property, nullptr);
    QVERIFY2(!reading.foreign, reading.why.c_str());
    QCOMPARE(reading.value, property.type == PropertyType::Checkbox ? Json(false) : Json());
    QVERIFY(sameInNotion(property, nullptr, reading.value));
}

void ValuesTest::everyValueComesBackAsItWas()
{
    std::mt19937 random(20261130);
    for (const auto &c : Columns) {
        if (c.type == PropertyType::Formula)
            continue;
        const auto property = column(c.name);
        for (int round = 0; round < 100; ++round) {
            const auto stored = records::normaliseValue(property, randomValue(c.name, random));
            QVERIFY2(stored, (std::string(c.name) + " " + describe(stored)).c_str());
            const auto reading = thereAndBack(property, *stored);
            QVERIFY2(!reading.foreign, reading.why.c_str());
            QVERIFY2(reading.value == *stored, (std::string(c.name) + ": " + dump(*stored) + " became " + dump(reading.value)).substr(0, 500).c_str());
            // What is read is what the hub stores: nothing is left to be done to it.
            QVERIFY2(records::normaliseValue(property, reading.value) == Result<Json>(reading.value), c.name);
            QVERIFY(sameInNotion(property, *stored, reading.value));
        }
    }
}

void ValuesTest::whatNotionCannotHoldIsSaid_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a comma in an option") << B("open") << B(R"(["Yoga, advanced"])");
    QTest::newRow("a long option") << B("open") << B("[\"" + B(101, 'a') + "\"]");
    QTest::newRow("a number with too many digits") << B("number") << B("9007199254740993");
    QTest::newRow("a long e-mail address") << B("email") << B("\"a@" + B(60, 'b') + "." + B(60, 'c') + "." + B(60, 'd') + "." + B(30, 'e') + ".de\"");
    QTest::newRow("a long phone number") << B("phone") << B("\"1234567" + B(200, '.') + "1\"");
    QTest::newRow("a value that is not the hub's") << B("number") << B(R"("eight")");
    QTest::newRow("an option that is none") << B("select") << B(R"("Huge")");
}

void ValuesTest::whatNotionCannotHoldIsSaid()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, value);
    const auto result = toNotion(column(kind.toStdString()), parsed(value), test::EveryoneKnown());
    QVERIFY(result.kind == Written::Kind::Unfit);
    QVERIFY(result.value.is_null());
    QVERIFY2(result.why.starts_with("Field: "), result.why.c_str());
}

void ValuesTest::relationsWaitForTheirPages()
{
    class Some : public test::EveryoneKnown {
    public:
        std::optional<std::string> pageOf(std::string_view id) const override
        {
            return id == "rec_1" ? EveryoneKnown::pageOf(id) : std::nullopt;
        }
    } directory;
    const auto result = toNotion(column("relation"), {"rec_1", "rec_2"}, directory);
    QVERIFY(result.kind == Written::Kind::Waits);
    QCOMPARE(result.unresolved, std::vector<std::string>{"rec_2"});
    QCOMPARE(result.value, Json({{"relation", {{{"id", dashed(test::madeId('a', 1))}}}}}));
    QVERIFY(toNotion(column("people"), {"op_1"}, test::NobodyKnown()).kind == Written::Kind::Waits);
    QVERIFY(toNotion(column("formula"), "x", directory).kind == Written::Kind::ReadOnly);
}

void ValuesTest::whatTheHubDoesNotKnowIsWrittenAgain()
{
    const auto stranger = test::madeId('f', 1);
    const auto result = toNotion(column("relation"), {"rec_1"}, test::EveryoneKnown(), {stranger, test::madeId('a', 1)});
    QCOMPARE(result.value, Json({{"relation", {{{"id", dashed(test::madeId('a', 1))}}, {{"id", dashed(stranger)}}}}}));
    QCOMPARE(toNotion(column("relation"), nullptr, test::EveryoneKnown(), {stranger}).value,
             Json({{"relation", {{{"id", dashed(stranger)}}}}}));
    Json full = Json::array();
    for (int i = 0; i < 100; ++i)
        full.push_back("rec_" + std::to_string(i + 1));
    QVERIFY(toNotion(column("relation"), full, test::EveryoneKnown(), {stranger}).kind == Written::Kind::Unfit);
}

void ValuesTest::valuesOfNotionAreReadAsTheHubStoresThem_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("items are joined") << B("text") << B(R"({"type":"rich_text","rich_text":[{"plain_text":"a "},{"type":"mention","plain_text":"@Mara"},{"type":"equation","equation":{"expression":"x^2"}}]})")
                                      << B(R"("a @Marax^2")");
    QTest::newRow("blanks around") << B("text") << B(R"({"type":"rich_text","rich_text":[{"plain_text":" a \n"}]})") << B(R"("a")");
    QTest::newRow("blanks alone") << B("text") << B(R"({"type":"rich_text","rich_text":[{"plain_text":"  "}]})") << B("null");
    QTest::newRow("whole numbers are whole") << B("number") << B(R"({"type":"number","number":8.0})") << B("8");
    QTest::newRow("fractions") << B("number") << B(R"({"type":"number","number":8.25})") << B("8.25");
    QTest::newRow("seven percent without dust") << B("percent") << B(R"({"type":"number","number":0.07})") << B("7");
    QTest::newRow("a third") << B("percent") << B(R"({"type":"number","number":0.333})") << B("33.3");
    QTest::newRow("a status for a select") << B("select") << B(R"({"type":"status","status":{"name":"High"}})") << B(R"("High")");
    QTest::newRow("a time with its offset") << B("time") << B(R"({"type":"date","date":{"start":"2026-05-01T11:00:00.000+02:00","end":null,"time_zone":null}})")
                                            << B(R"("2026-05-01T09:00:00.000Z")");
    QTest::newRow("a day where a time belongs") << B("time") << B(R"({"type":"date","date":{"start":"2026-05-01","end":null,"time_zone":null}})")
                                                << B(R"("2026-05-01T00:00:00.000Z")");
    QTest::newRow("e-mail in lower case") << B("email") << B(R"({"type":"email","email":"Mara@Studio.example"})") << B(R"("mara@studio.example")");
    QTest::newRow("a file without a name") << B("files") << B(R"({"type":"files","files":[{"name":"","type":"external","external":{"url":"https://a.example/b.jpg"}}]})")
                                           << B(R"([{"name":"b.jpg","url":"https://a.example/b.jpg"}])");
    QTest::newRow("a relation twice") << B("relation") << B(R"({"type":"relation","relation":[{"id":"a0000000-0000-0000-0000-000000000007"},{"id":"a0000000-0000-0000-0000-000000000007"}]})")
                                      << B(R"(["rec_7"])");
}

void ValuesTest::valuesOfNotionAreReadAsTheHubStoresThem()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, value);
    const auto reading = fromNotion(column(kind.toStdString()), parsed(sent), test::EveryoneKnown());
    QVERIFY2(!reading.foreign, reading.why.c_str());
    QCOMPARE(B::fromStdString(dump(reading.value)), value);
    QCOMPARE(!reading.why.empty(), QByteArray(QTest::currentDataTag()) == "a day where a time belongs");
}

void ValuesTest::whatDoesNotFitIsKept_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("a text too long") << B("text") << B(R"({"type":"rich_text","rich_text":[{"plain_text":")" + B(100'001, 'a') + R"("}]})")
                                     << B("Field: has 100001 bytes, the limit is 100000");
    QTest::newRow("text where JSON belongs") << B("json") << B(R"({"type":"rich_text","rich_text":[{"plain_text":"call her"}]})")
                                             << B("Field: must be JSON");
    QTest::newRow("an unknown option") << B("select") << B(R"({"type":"select","select":{"name":"Huge"}})") << B("Field: \"Huge\" is not an option");
    QTest::newRow("an unknown option among others") << B("tags") << B(R"({"type":"multi_select","multi_select":[{"name":"Low"},{"name":"Huge"}]})")
                                                    << B("Field: \"Huge\" is not an option");
    QTest::newRow("a span of time") << B("time") << B(R"({"type":"date","date":{"start":"2026-05-01T09:00:00.000Z","end":"2026-05-01T10:00:00.000Z"}})")
                                    << B("Field: is a span of time in Notion, the hub keeps one moment");
    QTest::newRow("a time for a day") << B("day") << B(R"({"type":"date","date":{"start":"2026-05-01T09:00:00.000Z","end":null}})")
                                      << B("Field: has a time in Notion, the hub keeps the day alone");
    QTest::newRow("a time without an offset") << B("time") << B(R"({"type":"date","date":{"start":"2026-05-01T09:00:00","end":null,"time_zone":"Europe/Berlin"}})")
                                              << B("Field: \"2026-05-01T09:00:00\" is not a date with time");
    QTest::newRow("a phone number of words") << B("phone") << B(R"({"type":"phone_number","phone_number":"ask Mara"})") << B("Field: is not a phone number");
    QTest::newRow("an address that is none") << B("url") << B(R"({"type":"url","url":"studio.example"})") << B("Field: is not a web address");
    QTest::newRow("an e-mail address that is none") << B("email") << B(R"({"type":"email","email":"mara"})") << B("Field: is not an e-mail address");
    QTest::newRow("another type") << B("number") << B(R"({"type":"rich_text","rich_text":[]})") << B("Field: is a text property in Notion, the hub expects number");
    QTest::newRow("a number out of bounds") << B("percent") << B(R"({"type":"number","number":1.5})") << B("Field: must be 100 or less, found 150");
    QTest::newRow("no value at all") << B("number") << B(R"({"type":"number"})") << B("Field: came without a value");
    QTest::newRow("a number that is none") << B("number") << B(R"({"type":"number","number":"8"})") << B("Field: is not a number");
}

void ValuesTest::whatDoesNotFitIsKept()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, why);
    auto property = column(kind.toStdString());
    if (kind == "percent")
        property.maximum = 100;
    const auto reading = fromNotion(property, parsed(sent), test::EveryoneKnown());
    QVERIFY(reading.foreign);
    QVERIFY(reading.value.is_null());
    QVERIFY2(B::fromStdString(reading.why).startsWith(why.left(60)), reading.why.c_str());
    QVERIFY(*parseJson(reading.raw) == parsed(sent));
    QVERIFY(!reading.empty);
}

void ValuesTest::anEmptyValueThatIsNeededIsToldApart()
{
    for (const auto &c : Columns) {
        auto property = column(c.name);
        property.required = true;
        if (c.type == PropertyType::Formula || c.type == PropertyType::Checkbox)
            continue;
        const auto reading = thereAndBack(property, nullptr);
        QVERIFY2(reading.foreign && reading.empty, c.name);
        QVERIFY2(!reading.raw.empty() && !reading.why.empty(), c.name);
    }
    auto relation = column("relation");
    relation.required = true;
    const auto reading = fromNotion(relation, {{"type", "relation"}, {"relation", {{{"id", test::madeId('f', 1)}}}}}, test::EveryoneKnown());
    QVERIFY(!reading.foreign); // it is not empty: we only do not know yet what it leads to
}

void ValuesTest::unknownPagesAreNamed()
{
    const auto stranger = test::madeId('f', 1);
    const Json sent = {{"type", "relation"}, {"relation", {{{"id", dashed(stranger)}}, {{"id", test::madeId('a', 2)}}, {{"id", stranger}}}}};
    const auto reading = fromNotion(column("relation"), sent, test::EveryoneKnown());
    QCOMPARE(reading.value, Json::array({"rec_2"}));
    QCOMPARE(reading.unknown, std::vector<std::string>{stranger});
    const auto people = fromNotion(column("people"), {{"type", "people"}, {"people", {{{"object", "group"}, {"id", stranger}}}}}, test::EveryoneKnown());
    QVERIFY(people.value.is_null());
    QCOMPARE(people.unknown, std::vector<std::string>{stranger});
}

void ValuesTest::aCutListIsToldAsSuch()
{
    const Json sent = {{"type", "relation"}, {"relation", {{{"id", test::madeId('a', 2)}}}}, {"has_more", true}};
    QVERIFY(fromNotion(column("relation"), sent, test::EveryoneKnown()).truncated);
    Json people = Json::array();
    for (int i = 0; i < 25; ++i)
        people.push_back({{"id", test::madeId('b', std::size_t(i) + 1)}});
    QVERIFY(fromNotion(column("people"), {{"type", "people"}, {"people", people}}, test::EveryoneKnown()).truncated);
    Json mentions = Json::array();
    for (int i = 0; i < 25; ++i)
        mentions.push_back({{"type", "mention"}, {"plain_text", "@x"}});
    QVERIFY(fromNotion(column("text"), {{"type", "rich_text"}, {"rich_text", mentions}}, test::EveryoneKnown()).truncated);
}

void ValuesTest::hostedFilesStayEqualWhenTheirAddressChanges()
{
    const auto sent = [](const std::string &signature) {
        return Json{{"type", "files"},
                    {"files",
                     {{{"name", "a.jpg"},
                       {"type", "file"},
                       {"file", {{"url", "https://files.example/a.jpg?sign=" + signature}, {"expiry_time", "2026-05-01T0" + signature + ":00:00.000Z"}}}}}}};
    };
    const auto first = fromNotion(column("files"), sent("1"), test::EveryoneKnown());
    const auto second = fromNotion(column("files"), sent("2"), test::EveryoneKnown());
    QVERIFY(first.foreign && second.foreign);
    QCOMPARE(first.raw, second.raw);
    QVERIFY(first.raw.find("https://files.example/a.jpg\"") != std::string::npos);
}

void ValuesTest::aFormulaIsNobodysValue()
{
    const auto reading = fromNotion(column("formula"), {{"type", "formula"}, {"formula", {{"type", "string"}, {"string", "Budget"}}}}, test::EveryoneKnown());
    QVERIFY(reading.derived && !reading.foreign && reading.value.is_null());
}

void ValuesTest::echoesAreKnown_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("same");
    QTest::newRow("seconds are lost") << B("time") << B(R"("2026-05-01T09:00:59.123Z")") << B(R"("2026-05-01T09:00:00.000Z")") << true;
    QTest::newRow("minutes are not") << B("time") << B(R"("2026-05-01T09:01:00.000Z")") << B(R"("2026-05-01T09:00:00.000Z")") << false;
    QTest::newRow("no checkmark") << B("check") << B("null") << B("false") << true;
    QTest::newRow("a checkmark") << B("check") << B("null") << B("true") << false;
    QTest::newRow("the order of relations") << B("relation") << B(R"(["rec_1","rec_2"])") << B(R"(["rec_2","rec_1"])") << true;
    QTest::newRow("another relation") << B("relation") << B(R"(["rec_1"])") << B(R"(["rec_2","rec_1"])") << false;
    QTest::newRow("dust of a percentage") << B("percent") << B("33.333333333333336") << B("33.33333333333333") << true;
    QTest::newRow("another percentage") << B("percent") << B("33.3") << B("33.4") << false;
    QTest::newRow("whole and broken") << B("number") << B("8") << B("8.0") << true;
    QTest::newRow("another text") << B("text") << B(R"("a")") << B(R"("b")") << false;
    QTest::newRow("a text gone") << B("text") << B(R"("a")") << B("null") << false;
}

void ValuesTest::echoesAreKnown()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, same);
    QCOMPARE(sameInNotion(column(kind.toStdString()), parsed(a), parsed(b)), same);
}

QTEST_APPLESS_MAIN(ValuesTest)
#include "values_test.moc"
