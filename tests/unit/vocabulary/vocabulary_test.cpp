#include <set>
#include <thread>

#include <QTest>

#include "engine/crypto/hash.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/id.h"
#include "engine/vocabulary/json_text.h"
#include "engine/vocabulary/mailbox.h"
#include "engine/vocabulary/secret.h"
#include "engine/vocabulary/utf8.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;

class VocabularyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsAreCutBetweenCharacters();
    void timesAreReadAndWritten_data();
    void timesAreReadAndWritten();
    void idsRiseStrictly();
    void idsRiseWhenTheClockStepsBack();
    void jsonFromOutside_data();
    void jsonFromOutside();
    void textsAreWrittenAsTheLibraryWritesThem_data();
    void textsAreWrittenAsTheLibraryWritesThem();
    void eachByteIsWrittenAsTheLibraryWritesIt();
    void pathsReachIntoDocuments();
    void mailboxRunsInOrderInItsThread();
    void encodings_data();
    void encodings();
    void hmacMatchesRfc4231();
};

void VocabularyTest::timesAreReadAndWritten_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // empty: refused
    using B = QByteArray;
    QTest::newRow("UTC") << B("2026-11-23T05:32:16Z") << B("2026-11-23T05:32:16.000Z");
    QTest::newRow("an offset is taken away") << B("2026-11-23T01:30:00+02:00") << B("2026-11-22T23:30:00.000Z");
    QTest::newRow("a fraction is cut to milliseconds") << B("2024-12-05T23:55:34.285999Z") << B("2024-12-05T23:55:34.285Z");
    QTest::newRow("a leap day") << B("2024-02-29T00:00:00Z") << B("2024-02-29T00:00:00.000Z");
    QTest::newRow("a day that does not exist") << B("2026-02-29T00:00:00Z") << B();
    QTest::newRow("no zone") << B("2026-02-28T00:00:00") << B();
    QTest::newRow("rubbish behind") << B("2026-02-28T00:00:00Zx") << B();
    QTest::newRow("hour 24") << B("2026-02-28T24:00:00Z") << B();
    QTest::newRow("empty") << B("") << B();
}

void VocabularyTest::timesAreReadAndWritten()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto time = parseRfc3339(text.toStdString());
    QCOMPARE(time.has_value(), !expected.isEmpty());
    if (time)
        QCOMPARE(QByteArray::fromStdString(toRfc3339(*time)), expected);
}

void VocabularyTest::idsRiseStrictly()
{
    test::FakeClock clock;
    IdMaker ids(clock);
    std::string last;
    for (int i = 0; i < 10'000; ++i) {
        auto id = ids.make("evt");
        QVERIFY(id > last);
        QCOMPARE(id.size(), std::size_t(30));
        last = std::move(id);
        if (i % 100 == 0)
            clock.advance(std::chrono::milliseconds(1));
    }
}

void VocabularyTest::idsRiseWhenTheClockStepsBack()
{
    test::FakeClock clock;
    IdMaker ids(clock);
    const auto before = ids.make("msg");
    clock.advance(std::chrono::hours(-1));
    QVERIFY(ids.make("msg") > before);
}

void VocabularyTest::jsonFromOutside_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error"); // empty: fine
    using B = QByteArray;
    QTest::newRow("an object") << B(R"({"a":[1,2,{"b":null}]})") << B();
    QTest::newRow("brackets inside text do not count") << B("\"" + QByteArray(500, '[') + "\"") << B();
    QTest::newRow("64 levels") << QByteArray(64, '[') + QByteArray(64, ']') << B();
    QTest::newRow("65 levels") << QByteArray(65, '[') + QByteArray(65, ']')
                               << B("nested deeper than 64 levels (line 1, column 65)");
    QTest::newRow("an error names its place") << B("{\"a\": 1,\n \"b\" 2}") << B("not JSON (line 2, column 6)");
    QTest::newRow("invalid UTF-8") << B("\"\xff\"") << B("not JSON (line 1, column 2)");
    QTest::newRow("nothing") << B() << B("not JSON (line 1, column 1)");
}

void VocabularyTest::jsonFromOutside()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, error);
    const auto value = parseJson(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(value ? std::string() : describe(value.error())), error);
}

void VocabularyTest::textsAreWrittenAsTheLibraryWritesThem_data()
{
    QTest::addColumn<QByteArray>("document");
    using B = QByteArray;
    QTest::newRow("nothing") << B("null");
    QTest::newRow("empty ones") << B(R"([{}, [], ""])");
    QTest::newRow("nested, order of keys") << B(R"({"b": {"z": [1, 2, {"a": null}]}, "a": true, "": false})");
    QTest::newRow("escapes") << B(R"(["\" \\ / \b\f\n\r\t", "\u0001\u001f\u007f", {"a\"b": 1}])");
    QTest::newRow("other scripts") << B("[\"Größe 東京 \xf0\x9f\x8e\xa8\"]");
    QTest::newRow("whole numbers") << B("[0, -1, 9223372036854775807, -9223372036854775808, 18446744073709551615]");
    QTest::newRow("fractions") << B("[0.0, -0.0, 0.1, 1e300, 1.5e-7, 123456789.25]");
}

void VocabularyTest::textsAreWrittenAsTheLibraryWritesThem()
{
    QFETCH(QByteArray, document);
    const auto compare = [](const auto &value) {
        std::string out = "before";
        appendJson(out, value);
        QCOMPARE(QByteArray::fromStdString(out), QByteArray::fromStdString("before" + value.dump(-1, ' ', false, Json::error_handler_t::replace)));
    };
    compare(Json::parse(document.toStdString()));
    compare(OrderedJson::parse(document.toStdString()));
    compare(Json("cut in the middle \xc3"));
}

void VocabularyTest::eachByteIsWrittenAsTheLibraryWritesIt()
{
    for (int byte = 0; byte < 256; ++byte)
        for (std::size_t at = 0; at < 19; ++at) {
            std::string text(19, at % 2 == 0 ? '~' : '#');
            text[at] = char(byte);
            std::string out;
            appendText(out, text);
            QCOMPARE(QByteArray::fromStdString(out), QByteArray::fromStdString(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)));
        }
}

void VocabularyTest::pathsReachIntoDocuments()
{
    const auto document = parseJson(R"({"a":{"b":[{"c":"x"},2]},"n":1.5,"t":true})");
    QVERIFY(document.has_value());
    QCOMPARE(scalarText(at(*document, "a.b.0.c")), std::string("x"));
    QCOMPARE(scalarText(at(*document, "a.b.1")), std::string("2"));
    QVERIFY(at(*document, "a.b.2").is_null());
    QVERIFY(at(*document, "a.x.c").is_null());
    QCOMPARE(number(*document, "n"), 1.5);
    QVERIFY(boolean(*document, "t"));
    QCOMPARE(integer(*document, "n", 7), std::int64_t(7)); // not a whole number
    QCOMPARE(textList(Json::array({"x", 2, nullptr, "", "y"})), (std::vector<std::string>{"x", "", "y"}));
    QVERIFY(textList("x").empty() && textList(nullptr).empty());
}

void VocabularyTest::mailboxRunsInOrderInItsThread()
{
    Mailbox mailbox;
    std::vector<int> seen;
    const auto home = std::this_thread::get_id();
    bool atHome = true;
    std::thread sender([&] {
        for (int i = 0; i < 1000; ++i)
            mailbox.post([&, i] {
                seen.push_back(i);
                atHome = atHome && std::this_thread::get_id() == home;
            });
    });
    sender.join();
    QTRY_COMPARE(seen.size(), std::size_t(1000));
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QVERIFY(atHome);
}

void VocabularyTest::encodings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("base64");
    using B = QByteArray;
    QTest::newRow("empty") << B() << B();
    QTest::newRow("one byte") << B("f") << B("Zg==");
    QTest::newRow("two bytes") << B("fo") << B("Zm8=");
    QTest::newRow("three bytes") << B("foo") << B("Zm9v");
    QTest::newRow("high bytes") << B("\xff\xfe\xfd\xfc") << B("//79/A==");
}

void VocabularyTest::encodings()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, base64);
    QCOMPARE(crypto::toBase64(bytes.toStdString()), base64.toStdString());
    const auto back = crypto::fromBase64(base64.toStdString());
    QVERIFY(back.has_value());
    QCOMPARE(*back, bytes.toStdString());
    QCOMPARE(*crypto::fromHex(crypto::toHex(bytes.toStdString())), bytes.toStdString());
    QVERIFY(!crypto::fromBase64("Zg="));
    QVERIFY(!crypto::fromBase64("Z===")); // padding where a digit belongs
    QVERIFY(!crypto::fromBase64("Zm9 "));
    QVERIFY(!crypto::fromHex("0g"));
    QVERIFY(!crypto::fromHex("0"));
}

void VocabularyTest::hmacMatchesRfc4231()
{
    // RFC 4231, test case 2.
    QCOMPARE(crypto::toHex(crypto::hmacSha256("Jefe", "what do ya want for nothing?")),
             std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    QVERIFY(crypto::constantTimeEqual("same", "same"));
    QVERIFY(!crypto::constantTimeEqual("same", "some"));
    QVERIFY(!crypto::constantTimeEqual("same", "sam"));
}

void VocabularyTest::textsAreCutBetweenCharacters()
{
    const std::string word = "Gr\xC3\xBC\xC3\x9F" "e"; // two letters of two bytes
    const std::string_view expected[] = {"", "G", "Gr", "Gr", "Gr\xC3\xBC", "Gr\xC3\xBC", "Gr\xC3\xBC\xC3\x9F", "Gr\xC3\xBC\xC3\x9F" "e"};
    for (std::size_t most = 0; most < std::size(expected); ++most) {
        QCOMPARE(std::string(upTo(word, most)), std::string(expected[most]));
        QCOMPARE(shortened(word, most), most < word.size() ? std::string(expected[most]) + "…" : word);
    }
}

QTEST_GUILESS_MAIN(VocabularyTest)
#include "vocabulary_test.moc"
