#include <random>

#include <QTest>

#include "engine/notion/foreign.h"
#include "engine/notion/ids.h"
#include "engine/notion/rich_text.h"
#include "engine/notion/version.h"
#include "engine/vocabulary/utf8.h"

using namespace hs;
using namespace hs::notion;
using B = QByteArray;

class TextsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsAreComparedWithoutDashes_data();
    void idsAreComparedWithoutDashes();
    void anAddressLeadsToItsPage_data();
    void anAddressLeadsToItsPage();
    void aVersionIsReadFromASetting();
    void longTextsAreSplitBetweenCharacters_data();
    void longTextsAreSplitBetweenCharacters();
    void aTextThatDoesNotFitIsRefused();
    void anyTextComesBackWhole();
    void everyTypeIsReadable_data();
    void everyTypeIsReadable();
    void whatNobodyKnowsIsShortened();
};

void TextsTest::idsAreComparedWithoutDashes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("id"); // empty: none
    QTest::newRow("plain") << B("0123456789abcdef0123456789abcdef") << B("0123456789abcdef0123456789abcdef");
    QTest::newRow("with dashes") << B("01234567-89ab-cdef-0123-456789abcdef") << B("0123456789abcdef0123456789abcdef");
    QTest::newRow("capitals") << B("01234567-89AB-CDEF-0123-456789ABCDEF") << B("0123456789abcdef0123456789abcdef");
    QTest::newRow("blanks around") << B(" 0123456789abcdef0123456789abcdef\n") << B("0123456789abcdef0123456789abcdef");
    QTest::newRow("dashes elsewhere") << B("0123456-789ab-cdef-0123-456789abcdef") << B();
    QTest::newRow("one too few") << B("0123456789abcdef0123456789abcde") << B();
    QTest::newRow("one too many") << B("0123456789abcdef0123456789abcdef0") << B();
    QTest::newRow("no digit") << B("0123456789abcdefg123456789abcdef") << B();
    QTest::newRow("id of a property") << B("%3AUPp") << B();
    QTest::newRow("nothing") << B() << B();
}

void TextsTest::idsAreComparedWithoutDashes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, id);
    const auto found = normaliseId(text.toStdString());
    QCOMPARE(B::fromStdString(found.value_or("")), id);
    QCOMPARE(sameId(text.toStdString(), "0123456789ABCDEF0123456789ABCDEF"), !id.isEmpty());
    if (found)
        QCOMPARE(B::fromStdString(dashed(*found)), B("01234567-89ab-cdef-0123-456789abcdef"));
    else
        QCOMPARE(B::fromStdString(dashed(text.toStdString())), text);
}

void TextsTest::anAddressLeadsToItsPage_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("id");
    const B id("0123456789abcdef0123456789abcdef");
    QTest::newRow("the id alone") << id << id;
    QTest::newRow("a page") << B("https://www.notion.so/studio/The-hub-0123456789abcdef0123456789abcdef") << id;
    QTest::newRow("a page without a title") << B("https://www.notion.so/0123456789abcdef0123456789abcdef") << id;
    QTest::newRow("with dashes") << B("https://www.notion.so/01234567-89ab-cdef-0123-456789abcdef") << id;
    QTest::newRow("a database and its view")
        << B("https://www.notion.so/studio/0123456789abcdef0123456789abcdef?v=fffffffffffffffffffffffffffffff0") << id;
    QTest::newRow("a page opened over a list")
        << B("https://www.notion.so/studio/fffffffffffffffffffffffffffffff0?v=eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee&p=0123456789abcdef0123456789abcdef&pm=s")
        << id;
    QTest::newRow("a block of a page") << B("https://www.notion.so/Hub-0123456789abcdef0123456789abcdef#fffffffffffffffffffffffffffffff0") << id;
    QTest::newRow("a site") << B("https://studio.notion.site/Hub-0123456789abcdef0123456789abcdef/") << id;
    QTest::newRow("a title that ends in hexadecimal digits") << B("https://www.notion.so/abcdef0123456789abcdef0123456789abcdef") << B();
    QTest::newRow("elsewhere") << B("https://notion.so.example/0123456789abcdef0123456789abcdef") << B();
    QTest::newRow("a name that only ends alike") << B("https://evilnotion.so/0123456789abcdef0123456789abcdef") << B();
    QTest::newRow("words") << B("my hub") << B();
    QTest::newRow("nothing") << B() << B();
}

void TextsTest::anAddressLeadsToItsPage()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, id);
    const auto found = idFromAddress(address.toStdString());
    QCOMPARE(B::fromStdString(found.value_or("")), id);
    if (!found)
        QVERIFY(found.error().code == Errc::BadInput && !found.error().mend.empty());
}

void TextsTest::aVersionIsReadFromASetting()
{
    QCOMPARE(parseVersion(""), Result<ApiVersion>(ApiVersion::V2026_03_11));
    for (const auto version : {ApiVersion::V2025_09_03, ApiVersion::V2026_03_11})
        QCOMPARE(parseVersion(name(version)), Result<ApiVersion>(version));
    QVERIFY(!parseVersion("2022-06-28"));
}

void TextsTest::longTextsAreSplitBetweenCharacters_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("units"); // of each item
    QTest::newRow("nothing") << B() << QList<int>();
    QTest::newRow("one character") << B("a") << QList<int>{1};
    QTest::newRow("just one item") << B(2000, 'a') << QList<int>{2000};
    QTest::newRow("one more") << B(2001, 'a') << QList<int>{2000, 1};
    QTest::newRow("umlauts count one") << B("ä").repeated(2000) << QList<int>{2000};
    QTest::newRow("emoji count two") << B("🌸").repeated(1000) << QList<int>{2000};
    QTest::newRow("an emoji is not torn apart") << B("a") + B("🌸").repeated(1000) << QList<int>{1999, 2};
    QTest::newRow("three bytes a character") << B("日").repeated(4001) << QList<int>{2000, 2000, 1};
}

void TextsTest::longTextsAreSplitBetweenCharacters()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<int>, units);
    const auto items = toRichText(text.toStdString());
    QVERIFY2(items, describe(items).c_str());
    QList<int> found;
    for (const auto &item : *items) {
        const auto content = at(item, "text.content").get<std::string>();
        QVERIFY(isUtf8(content));
        found << int(utf16Units(content));
    }
    QCOMPARE(found, units);
    QCOMPARE(B::fromStdString(plainText(*items)), text);
}

void TextsTest::aTextThatDoesNotFitIsRefused()
{
    QCOMPARE(toRichText(std::string(200'000, 'a'))->size(), std::size_t(100));
    QVERIFY(!toRichText(std::string(200'001, 'a')));
    QVERIFY(!toRichText("\xff"));
}

void TextsTest::anyTextComesBackWhole()
{
    std::mt19937 random(7);
    const std::vector<std::string> pieces{"a", "ä", "日", "🌸", "\n", " ", "👩‍🎨"};
    for (int round = 0; round < 200; ++round) {
        std::string text;
        for (auto length = random() % 6000; length > 0; --length)
            text += pieces[random() % pieces.size()];
        const auto items = toRichText(text);
        QVERIFY(items);
        for (const auto &item : *items)
            QVERIFY(utf16Units(at(item, "text.content").get<std::string>()) <= MaxItemUnits);
        QVERIFY(plainText(*items) == text);
    }
}

void TextsTest::everyTypeIsReadable_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("title") << B(R"({"type":"title","title":[{"plain_text":"Ma"},{"plain_text":"ra"}]})") << B("Mara");
    QTest::newRow("rich_text") << B(R"({"type":"rich_text","rich_text":[{"plain_text":"a note"}]})") << B("a note");
    QTest::newRow("number") << B(R"({"type":"number","number":8.5})") << B("8.5");
    QTest::newRow("no number") << B(R"({"type":"number","number":null})") << B("");
    QTest::newRow("select") << B(R"({"type":"select","select":{"name":"High"}})") << B("High");
    QTest::newRow("multi_select") << B(R"({"type":"multi_select","multi_select":[{"name":"a"},{"name":"b"}]})") << B("a, b");
    QTest::newRow("status") << B(R"({"type":"status","status":{"name":"In progress"}})") << B("In progress");
    QTest::newRow("date") << B(R"({"type":"date","date":{"start":"2026-05-01","end":null}})") << B("2026-05-01");
    QTest::newRow("span") << B(R"({"type":"date","date":{"start":"2026-05-01","end":"2026-05-03","time_zone":"Europe/Berlin"}})")
                          << B("2026-05-01 – 2026-05-03 (Europe/Berlin)");
    QTest::newRow("checked") << B(R"({"type":"checkbox","checkbox":true})") << B("yes");
    QTest::newRow("not checked") << B(R"({"type":"checkbox","checkbox":false})") << B("no");
    QTest::newRow("url") << B(R"({"type":"url","url":"https://a.example"})") << B("https://a.example");
    QTest::newRow("email") << B(R"({"type":"email","email":"a@b.example"})") << B("a@b.example");
    QTest::newRow("phone") << B(R"({"type":"phone_number","phone_number":"030"})") << B("030");
    QTest::newRow("people") << B(R"({"type":"people","people":[{"id":"u1","name":"Mara"},{"id":"u2"}]})") << B("Mara, u2");
    QTest::newRow("relation") << B(R"({"type":"relation","relation":[{"id":"a"}],"has_more":false})") << B("1 related page");
    QTest::newRow("long relation") << B(R"({"type":"relation","relation":[{"id":"a"},{"id":"b"}],"has_more":true})")
                                   << B("2 or more related pages");
    QTest::newRow("files") << B(R"({"type":"files","files":[{"name":"a.pdf","type":"file","file":{"url":"https://x"}}]})") << B("a.pdf");
    QTest::newRow("formula text") << B(R"({"type":"formula","formula":{"type":"string","string":"Budget"}})") << B("Budget");
    QTest::newRow("formula yes") << B(R"({"type":"formula","formula":{"type":"boolean","boolean":true}})") << B("yes");
    QTest::newRow("formula date") << B(R"({"type":"formula","formula":{"type":"date","date":{"start":"2026-05-01"}}})") << B("2026-05-01");
    QTest::newRow("rollup number") << B(R"({"type":"rollup","rollup":{"type":"number","number":3,"function":"count"}})") << B("3");
    QTest::newRow("rollup list")
        << B(R"({"type":"rollup","rollup":{"type":"array","array":[{"type":"number","number":3},{"type":"select","select":{"name":"x"}}]}})")
        << B("3, x");
    QTest::newRow("rollup untold") << B(R"({"type":"rollup","rollup":{"type":"unsupported"}})") << B("");
    QTest::newRow("created time") << B(R"({"type":"created_time","created_time":"2026-05-01T09:00:00.000Z"})")
                                  << B("2026-05-01T09:00:00.000Z");
    QTest::newRow("creator") << B(R"({"type":"created_by","created_by":{"id":"u1","name":"Mara"}})") << B("Mara");
    QTest::newRow("last editor") << B(R"({"type":"last_edited_by","last_edited_by":{"id":"u1"}})") << B("u1");
    QTest::newRow("unique id") << B(R"({"type":"unique_id","unique_id":{"prefix":"T","number":7}})") << B("T-7");
    QTest::newRow("unique id alone") << B(R"({"type":"unique_id","unique_id":{"prefix":null,"number":7}})") << B("7");
    QTest::newRow("verification") << B(R"({"type":"verification","verification":{"state":"verified","verified_by":{"name":"Mara"}}})")
                                  << B("verified by Mara");
    QTest::newRow("place") << B(R"({"type":"place","place":{"lat":52.5,"lon":13.4,"name":"Studio","address":"Hauptstraße 1"}})")
                           << B("Studio, Hauptstraße 1");
    QTest::newRow("place by degrees") << B(R"({"type":"place","place":{"lat":52.5,"lon":13.4}})") << B("52.5, 13.4");
    QTest::newRow("button") << B(R"({"type":"button","button":{}})") << B("");
    QTest::newRow("a type of tomorrow") << B(R"({"type":"mood","mood":{"face":"happy"}})") << B(R"({"face":"happy"})");
    QTest::newRow("no object") << B("[1,2]") << B("");
    QTest::newRow("a text where a list belongs") << B(R"({"type":"people","people":"me"})") << B("");
}

void TextsTest::everyTypeIsReadable()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, shown);
    if (QByteArray(QTest::currentDataTag()) == "rollup untold")
        shown = "not told by Notion";
    QCOMPARE(B::fromStdString(readableText(value.toStdString())), shown);
}

void TextsTest::whatNobodyKnowsIsShortened()
{
    std::string text = "🌸";
    for (int i = 0; i < 200; ++i)
        text += "🌸";
    const auto shown = readable({{"type", "mood"}, {"mood", {{"a", text}}}});
    QVERIFY(shown.size() < 320);
    QVERIFY(isUtf8(shown));
    std::string deep = R"({"type":"number","number":1})";
    for (int i = 0; i < 20; ++i)
        deep = R"({"type":"rollup","rollup":{"type":"array","array":[)" + deep + "]}}";
    QCOMPARE(readableText(deep), std::string());
    QCOMPARE(readableText("{broken"), std::string("{broken"));
}

QTEST_APPLESS_MAIN(TextsTest)
#include "texts_test.moc"
