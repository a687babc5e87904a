#include <QTest>

#include "engine/records/value.h"

using namespace hs;
using namespace hs::records;

namespace {

/// A property of each kind, as the shipped databases have them.
Property propertyFor(const QByteArray &kind)
{
    using Type = PropertyType;
    Property p;
    p.name = "P";
    if (kind == "title")
        p.type = Type::Title;
    else if (kind == "rich_text")
        p.type = Type::RichText;
    else if (kind == "json")
        p.format = "json";
    else if (kind == "number")
        p.type = Type::Number;
    else if (kind == "percent") {
        p.type = Type::Number;
        p.format = kind.toStdString();
        p.minimum = 0;
        p.maximum = 100;
    } else if (kind == "count") {
        p.type = Type::Number;
        p.minimum = 0;
        p.integer = true;
    } else if (kind == "select") {
        p.type = Type::Select;
        p.options = {"Low", "Medium", "High"};
    } else if (kind == "country") {
        p.type = Type::Select;
        p.open = true;
    } else if (kind == "multi_select") {
        p.type = Type::MultiSelect;
        p.options = {"VIP", "New"};
    } else if (kind == "themes") {
        p.type = Type::MultiSelect;
        p.open = true;
    } else if (kind == "date") {
        p.type = Type::Date;
        p.format = "date";
    } else if (kind == "datetime") {
        p.type = Type::Date;
        p.format = "datetime";
    } else if (kind == "email")
        p.type = Type::Email;
    else if (kind == "phone_number")
        p.type = Type::PhoneNumber;
    else if (kind == "url")
        p.type = Type::Url;
    else if (kind == "checkbox")
        p.type = Type::Checkbox;
    else if (kind == "people")
        p.type = Type::People;
    else if (kind == "files")
        p.type = Type::Files;
    else if (kind == "formula")
        p.type = Type::Formula;
    else if (kind == "relation") {
        p.type = Type::Relation;
        p.relation = "contacts-profiles";
    } else if (kind == "one relation") {
        p.type = Type::Relation;
        p.relation = "contacts-profiles";
        p.limit = 1;
    } else
        qFatal("no property for %s", kind.constData());
    return p;
}

} // namespace

class ValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodValuesTakeTheirStoredForm_data();
    void goodValuesTakeTheirStoredForm();
    void badValuesAreToldAsTheyAre_data();
    void badValuesAreToldAsTheyAre();
    void aTextOverTheLimitIsRefused();
    void aListOverTheLimitIsRefused();
    void addressesOfMail_data();
    void addressesOfMail();
};

void ValueTest::goodValuesTakeTheirStoredForm_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("stored");
    using B = QByteArray;
    QTest::newRow("a title loses the blanks around it")
        << B("title") << B(R"("  Mara Lindt ")") << B(R"("Mara Lindt")");
    QTest::newRow("an empty text is nothing") << B("rich_text") << B(R"("  ")") << B("null");
    QTest::newRow("a text keeps its lines") << B("rich_text") << B(R"("a\nb")") << B(R"("a\nb")");
    QTest::newRow("JSON as an object") << B("json") << B(R"({"woo":"17"})") << B(R"({"woo":"17"})");
    QTest::newRow("JSON as a text is read") << B("json") << B(R"("{\"woo\": \"17\"}")") << B(R"({"woo":"17"})");
    QTest::newRow("a number") << B("number") << B("12.5") << B("12.5");
    QTest::newRow("a whole number with a fraction of nought") << B("count") << B("4.0") << B("4.0");
    QTest::newRow("a percentage at its bound") << B("percent") << B("100") << B("100");
    QTest::newRow("an option") << B("select") << B(R"("High")") << B(R"("High")");
    QTest::newRow("an empty option is nothing") << B("select") << B(R"("")") << B("null");
    QTest::newRow("a free option") << B("country") << B(R"("Iceland")") << B(R"("Iceland")");
    QTest::newRow("options, each once") << B("multi_select") << B(R"(["VIP","New","VIP"])") << B(R"(["VIP","New"])");
    QTest::newRow("no option is nothing") << B("multi_select") << B("[]") << B("null");
    QTest::newRow("free options") << B("themes") << B(R"(["Core","My own"])") << B(R"(["Core","My own"])");
    QTest::newRow("a date") << B("date") << B(R"("2026-02-28")") << B(R"("2026-02-28")");
    QTest::newRow("a moment is kept in UTC")
        << B("datetime") << B(R"("2026-05-01T11:00:00+02:00")") << B(R"("2026-05-01T09:00:00.000Z")");
    QTest::newRow("an address is kept in lower case")
        << B("email") << B(R"(" Mara@Lindt.Example ")") << B(R"("mara@lindt.example")");
    QTest::newRow("a phone number as people write it")
        << B("phone_number") << B(R"("+49 (30) 123-4567")") << B(R"("+49 (30) 123-4567")");
    QTest::newRow("a web address") << B("url") << B(R"("https://gallery.example/a?b=c#d")")
                                   << B(R"("https://gallery.example/a?b=c#d")");
    QTest::newRow("a check mark") << B("checkbox") << B("false") << B("false");
    QTest::newRow("people") << B("people") << B(R"(["op_01HF"])") << B(R"(["op_01HF"])");
    QTest::newRow("a file with a name") << B("files") << B(R"([{"name":"f.jpg","url":"https://x.example/1"}])")
                                        << B(R"([{"name":"f.jpg","url":"https://x.example/1"}])");
    QTest::newRow("a file as its address alone") << B("files") << B(R"(["https://x.example/pic/1.png"])")
                                                 << B(R"([{"name":"1.png","url":"https://x.example/pic/1.png"}])");
    QTest::newRow("a relation, each record once")
        << B("relation") << B(R"(["rec_1","rec_2","rec_1"])") << B(R"(["rec_1","rec_2"])");
    QTest::newRow("one related record without the list") << B("one relation") << B(R"("rec_1")") << B(R"(["rec_1"])");
    QTest::newRow("no related record is nothing") << B("relation") << B(R"("")") << B("null");
}

void ValueTest::goodValuesTakeTheirStoredForm()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, stored);
    const auto normal = normaliseValue(propertyFor(kind), Json::parse(value.toStdString()));
    QVERIFY2(normal, describe(normal).c_str());
    QCOMPARE(dump(*normal), stored.toStdString());
    if (!normal->is_null()) { // the stored form is a fixed point
        const auto again = normaliseValue(propertyFor(kind), *normal);
        QVERIFY2(again, describe(again).c_str());
        QCOMPARE(dump(*again), stored.toStdString());
    }
}

void ValueTest::badValuesAreToldAsTheyAre_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("error"); // what: mend
    using B = QByteArray;
    QTest::newRow("a title that is a number")
        << B("title") << B("3") << B("must be a text, found a number: write it in quotes");
    QTest::newRow("a text that is a list")
        << B("rich_text") << B("[]") << B("must be a text, found a list: write it in quotes");
    QTest::newRow("JSON that is none") << B("json") << B(R"("{oops")") << B("must be JSON: give an object or a list");
    QTest::newRow("JSON that is a number")
        << B("json") << B("3") << B("must be a text, found a number: give an object or a list");
    QTest::newRow("a number in quotes") << B("number") << B(R"("12")")
                                        << B("must be a number, found a text: write it without quotes");
    QTest::newRow("a number that is true")
        << B("number") << B("true") << B("must be a number, found true: give a number");
    QTest::newRow("half a piece") << B("count") << B("1.5")
                                  << B("must be a whole number, found 1.5: leave out the fraction");
    QTest::newRow("less than nothing") << B("count") << B("-1")
                                       << B("must be 0 or more, found -1: give a number in that range");
    QTest::newRow("more than all") << B("percent") << B("101")
                                   << B("must be 0 to 100, found 101: give a number in that range");
    QTest::newRow("a mistyped option")
        << B("select") << B(R"("Hihg")")
        << B(R"("Hihg" is not an option: did you mean "High"? use one of "Low", "Medium", "High")");
    QTest::newRow("a strange option") << B("select") << B(R"("Tremendous")")
                                      << B(R"("Tremendous" is not an option: use one of "Low", "Medium", "High")");
    QTest::newRow("an option that is a list")
        << B("select") << B(R"(["Low"])") << B(R"(must be a text, found a list: use one of "Low", "Medium", "High")");
    QTest::newRow("options without brackets")
        << B("multi_select") << B(R"("VIP")") << B("must be a list of texts, found a text: put it in brackets");
    QTest::newRow("a strange option in a list")
        << B("multi_select") << B(R"(["VIP","Old"])") << B(R"("Old" is not an option: use one of "VIP", "New")");
    QTest::newRow("a day that does not exist")
        << B("date") << B(R"("2026-02-30")") << B(R"("2026-02-30" is not a date: write it as 2026-05-01)");
    QTest::newRow("a day in another order")
        << B("date") << B(R"("30.01.2026")") << B(R"("30.01.2026" is not a date: write it as 2026-05-01)");
    QTest::newRow("a moment where a day belongs")
        << B("date") << B(R"("2026-05-01T09:00:00Z")")
        << B(R"("2026-05-01T09:00:00Z" is not a date: write it as 2026-05-01)");
    QTest::newRow("a day where a moment belongs")
        << B("datetime") << B(R"("2026-05-01")")
        << B(R"("2026-05-01" is not a date with time: write it as 2026-05-01T09:00:00Z)");
    QTest::newRow("seconds since 1970") << B("datetime") << B("1770000000")
                                        << B("must be a text, found a number: write it as 2026-05-01T09:00:00Z");
    QTest::newRow("an address without a domain")
        << B("email") << B(R"("mara@")") << B("is not an e-mail address: write it as name@domain.example");
    QTest::newRow("letters in a phone number") << B("phone_number") << B(R"("0800 LINDT")")
                                               << B("is not a phone number: write 7 to 15 digits, as +49 30 1234567");
    QTest::newRow("too few digits") << B("phone_number") << B(R"("12345")")
                                    << B("is not a phone number: write 7 to 15 digits, as +49 30 1234567");
    QTest::newRow("too many digits") << B("phone_number") << B(R"("1234567890123456")")
                                     << B("is not a phone number: write 7 to 15 digits, as +49 30 1234567");
    QTest::newRow("a phone number as a number")
        << B("phone_number") << B("1234567")
        << B("must be a text, found a number: write it in quotes, as +49 30 1234567");
    QTest::newRow("an address without a scheme")
        << B("url") << B(R"("gallery.example")")
        << B("is not a web address: write it as https://gallery.example/page");
    QTest::newRow("a script for an address") << B("url") << B(R"("javascript://x/alert")")
                                             << B("is not a web address: write it as https://gallery.example/page");
    QTest::newRow("a blank within an address") << B("url") << B(R"("https://a b.example")")
                                               << B("is not a web address: write it as https://gallery.example/page");
    QTest::newRow("a check mark as a word")
        << B("checkbox") << B(R"("yes")")
        << B("must be true or false, found a text: write true or false without quotes");
    QTest::newRow("a person by name") << B("people") << B(R"(["Mara"])")
                                      << B(R"("Mara" is not an id: give ids of operators, such as ["op_…"])");
    QTest::newRow("a related record by name")
        << B("relation") << B(R"(["Mara Lindt"])")
        << B(R"("Mara Lindt" is not an id: give ids of records of contacts-profiles, such as ["rec_…"])");
    QTest::newRow("an id of something else")
        << B("relation") << B(R"(["op_1"])")
        << B(R"("op_1" is not an id: give ids of records of contacts-profiles, such as ["rec_…"])");
    QTest::newRow("a number among the ids")
        << B("relation") << B("[7]")
        << B(R"(must be a list of ids, found a number in it: give ids of records of contacts-profiles, such as ["rec_…"])");
    QTest::newRow("two where one may be")
        << B("one relation") << B(R"(["rec_1","rec_2"])") << B("has 2 entries, the limit is 1: name fewer");
    QTest::newRow("a file without an address")
        << B("files") << B(R"([{"name":"x"}])")
        << B("holds something that is not a file with a web address: give a list such as "
             R"([{"name": "front.jpg", "url": "https://gallery.example/front.jpg"}])");
    QTest::newRow("a computed property") << B("formula") << B(R"("Premium")") << B("is computed: leave it out");
}

void ValueTest::badValuesAreToldAsTheyAre()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, error);
    const auto normal = normaliseValue(propertyFor(kind), Json::parse(value.toStdString()));
    QVERIFY(!normal);
    QCOMPARE(normal.error().code, Errc::BadInput);
    QCOMPARE(describe(normal), error.toStdString());
}

void ValueTest::aTextOverTheLimitIsRefused()
{
    QVERIFY(normaliseValue(propertyFor("rich_text"), std::string(MaxText, 'x')));
    QCOMPARE(describe(normaliseValue(propertyFor("rich_text"), std::string(MaxText + 1, 'x'))),
             std::string("has 100001 bytes, the limit is 100000: shorten it"));
}

void ValueTest::aListOverTheLimitIsRefused()
{
    Json ids = Json::array();
    for (std::size_t i = 0; i < MaxEntries; ++i)
        ids.push_back("rec_" + std::to_string(i));
    QVERIFY(normaliseValue(propertyFor("relation"), ids));
    ids.push_back("rec_more");
    QCOMPARE(describe(normaliseValue(propertyFor("relation"), ids)),
             std::string("has 101 entries, the limit is 100: name fewer"));
}

void ValueTest::addressesOfMail_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("good");
    using B = QByteArray;
    for (const auto *const good :
         {"a@b.de", "first.last+tag@sub.domain.example", "o'neil@x-y.example", "müller@bücher.example"})
        QTest::newRow((B("good: ") + good).constData()) << B(good) << true;
    for (const auto *const bad :
         {"", "a", "@b.example", "a@", "a@b", "a@@b.example", "a b@c.example", ".a@b.example", "a.@b.example",
          "a@b..example", "a@-b.example", "a@b.example.", "a@b.c", "a,b@c.example", "a@b_c.example"})
        QTest::newRow((B("bad: ") + bad).constData()) << B(bad) << false;
    QTest::newRow("a local part of 65 letters") << B(65, 'a') + "@b.example" << false;
}

void ValueTest::addressesOfMail()
{
    QFETCH(QByteArray, address);
    QFETCH(bool, good);
    QCOMPARE(isEmail(address.toStdString()), good);
}

QTEST_GUILESS_MAIN(ValueTest)
#include "value_test.moc"
