#include <QRegularExpression>
#include <QTest>

#include "engine/records/text.h"
#include "engine/records/validate.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::records;

class ValidateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aNewContactIsFilledIn();
    void theSameRecordGetsTheSameIds();
    void withoutARecordIdTheIdIsRandom();
    void mergeChangesWhatIsNamed();
    void replaceKeepsWhatTheSystemWrote();
    void formulasAreComputed_data();
    void formulasAreComputed();
    void faultsNameDatabaseAndProperty_data();
    void faultsNameDatabaseAndProperty();
    void theEngineMayWriteWhatIsItsOwn();
    void givingBackWhatWasReadIsNoOffence();
    void tagsTellStatesApart();
    void titlesAndSearchTexts();
    void searchTextsAreCutBetweenCharacters();

private:
    const Database &database(std::string_view key) { return **m_hub.find(key); }
    Hub m_hub;
};

void ValidateTest::initTestCase()
{
    auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    m_hub = std::move(*hub);
}

void ValidateTest::aNewContactIsFilledIn()
{
    const auto fields = normalise(database("contacts-profiles"), {},
                                  {{"Full Name", "Mara Lindt"}, {"Email", "MARA@lindt.example"}, {"Phone", nullptr}},
                                  WriteMode::Create, Writer::Staff, "rec_01HF0000000000000000000001");
    QVERIFY2(fields, describe(fields).c_str());
    QCOMPARE(text(*fields, "Email"), std::string("mara@lindt.example"));
    QCOMPARE(text(*fields, "Contact Type"), std::string("Lead"));
    QCOMPARE(text(*fields, "Status"), std::string("Active Lead"));
    QCOMPARE(text(*fields, "Console ID"), std::string("rec_01HF0000000000000000000001"));
    QVERIFY(QRegularExpression(QStringLiteral("^CTCT-[0-9a-f]{8}$"))
                .match(QString::fromStdString(text(*fields, "Contact ID")))
                .hasMatch());
    QVERIFY(!fields->contains("Phone"));
}

void ValidateTest::theSameRecordGetsTheSameIds()
{
    QCOMPARE(humanId(database("master-tasks"), "rec_1"), humanId(database("master-tasks"), "rec_1"));
    QVERIFY(humanId(database("master-tasks"), "rec_1") != humanId(database("master-tasks"), "rec_2"));
    QVERIFY(humanId(database("master-tasks"), "rec_1").starts_with("TASK-"));
    QCOMPARE(humanId(database("business-entities-registry"), "rec_1"), std::string());
}

void ValidateTest::withoutARecordIdTheIdIsRandom()
{
    QVERIFY(humanId(database("master-tasks"), {}) != humanId(database("master-tasks"), {}));
}

void ValidateTest::mergeChangesWhatIsNamed()
{
    const Json before{
        {"Task Name", "Call"}, {"Status", "To Do"}, {"Priority", "Low"}, {"Notes", "at noon"}, {"Task ID", "TASK-1"}};
    const auto fields = normalise(database("master-tasks"), before, {{"Status", "Done"}, {"Notes", nullptr}},
                                  WriteMode::Merge, Writer::Staff);
    QVERIFY2(fields, describe(fields).c_str());
    QCOMPARE(dump(*fields),
             dump(Json{{"Task Name", "Call"}, {"Status", "Done"}, {"Priority", "Low"}, {"Task ID", "TASK-1"}}));
}

void ValidateTest::replaceKeepsWhatTheSystemWrote()
{
    const Json before{{"Task Name", "Call"}, {"Status", "To Do"},   {"Priority", "Low"},
                      {"Notes", "at noon"},  {"Task ID", "TASK-1"}, {"Console ID", "rec_1"}};
    const auto fields = normalise(database("master-tasks"), before,
                                  {{"Task Name", "Write"}, {"Status", "Done"}, {"Priority", "High"}},
                                  WriteMode::Replace, Writer::Staff);
    QVERIFY2(fields, describe(fields).c_str());
    QCOMPARE(dump(*fields), dump(Json{{"Task Name", "Write"},
                                      {"Status", "Done"},
                                      {"Priority", "High"},
                                      {"Task ID", "TASK-1"},
                                      {"Console ID", "rec_1"}}));
}

void ValidateTest::formulasAreComputed_data()
{
    QTest::addColumn<QByteArray>("price");
    QTest::addColumn<QByteArray>("tier");
    using B = QByteArray;
    QTest::newRow("below 100") << B("99.99") << B(R"("Budget")");
    QTest::newRow("100") << B("100") << B(R"("Standard")");
    QTest::newRow("below 500") << B("499.99") << B(R"("Standard")");
    QTest::newRow("500") << B("500") << B(R"("Premium")");
    QTest::newRow("no price") << B("null") << B("null");
}

void ValidateTest::formulasAreComputed()
{
    QFETCH(QByteArray, price);
    QFETCH(QByteArray, tier);
    const Json before{
        {"Name", "Print"}, {"Type", "Art Piece"}, {"Status", "Active"}, {"Price", 5}, {"Price Tier", "Budget"}};
    const auto fields = normalise(database("products-services"), before,
                                  {{"Price", Json::parse(price.toStdString())}}, WriteMode::Merge, Writer::Staff);
    QVERIFY2(fields, describe(fields).c_str());
    QCOMPARE(dump(member(*fields, "Price Tier")), tier.toStdString());
}

void ValidateTest::faultsNameDatabaseAndProperty_data()
{
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("writer");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    const int create = int(WriteMode::Create);
    const int merge = int(WriteMode::Merge);
    const int replace = int(WriteMode::Replace);
    const int staff = int(Writer::Staff);
    const int agent = int(Writer::Agent);
    QTest::newRow("a mistyped property")
        << B(R"({"Emial":"a@b.example"})") << merge << staff
        << B(R"(there is no such property (contacts-profiles, "Emial"): did you mean "Email"?)");
    QTest::newRow("a required property is missing")
        << B(R"({"Full Name":"Mara"})") << create << staff
        << B(R"(is missing (contacts-profiles, "Email"): every record of Contacts & Profiles needs it)");
    QTest::newRow("a required property is cleared")
        << B(R"({"Email":null})") << merge << agent
        << B(R"(is missing (contacts-profiles, "Email"): every record of Contacts & Profiles needs it)");
    QTest::newRow("a required property is blank")
        << B(R"({"Full Name":" "})") << merge << agent
        << B(R"(is missing (contacts-profiles, "Full Name"): every record of Contacts & Profiles needs it)");
    QTest::newRow("a replacement without what is required")
        << B(R"({"Full Name":"M","Email":"m@x.example"})") << replace << staff
        << B(R"(is missing (contacts-profiles, "Contact Type"): every record of Contacts & Profiles needs it)");
    QTest::newRow("staff write an id")
        << B(R"({"Contact ID":"CTCT-00000000"})") << merge << staff
        << B(R"(is written by the console alone (contacts-profiles, "Contact ID"): leave it out)");
    QTest::newRow("an agent writes the time of the synchronizer")
        << B(R"({"Last Synced":"2026-05-01T09:00:00Z"})") << merge << agent
        << B(R"(is written by the console alone (contacts-profiles, "Last Synced"): leave it out)");
    QTest::newRow("a wrong type")
        << B(R"({"Lead Score":"80"})") << merge << staff
        << B(R"(must be a number, found a text (contacts-profiles, "Lead Score"): write it without quotes)");
    QTest::newRow("not an object")
        << B("[]") << merge << staff
        << B(R"(the fields of a record must be an object (contacts-profiles): send {"Full Name": "…"})");
}

void ValidateTest::faultsNameDatabaseAndProperty()
{
    QFETCH(QByteArray, patch);
    QFETCH(int, mode);
    QFETCH(int, writer);
    QFETCH(QByteArray, error);
    const Json before{{"Full Name", "Mara"},
                      {"Email", "m@x.example"},
                      {"Contact Type", "Lead"},
                      {"Status", "Active Lead"},
                      {"Contact ID", "CTCT-1"}};
    const auto fields = normalise(database("contacts-profiles"), before, Json::parse(patch.toStdString()),
                                  WriteMode(mode), Writer(writer), "rec_1");
    QCOMPARE(describe(fields), error.toStdString());
}

void ValidateTest::theEngineMayWriteWhatIsItsOwn()
{
    const Json before{{"Full Name", "Mara"},
                      {"Email", "m@x.example"},
                      {"Contact Type", "Lead"},
                      {"Status", "Active Lead"},
                      {"Contact ID", "CTCT-1"}};
    const auto fields = normalise(database("contacts-profiles"), before, {{"Last Synced", "2026-05-01T09:00:00Z"}},
                                  WriteMode::Merge, Writer::Engine);
    QVERIFY2(fields, describe(fields).c_str());
    QCOMPARE(text(*fields, "Last Synced"), std::string("2026-05-01T09:00:00.000Z"));
    const auto computed =
        normalise(database("products-services"), {}, {{"Name", "P"}, {"Type", "Course"}, {"Price Tier", "Budget"}},
                  WriteMode::Create, Writer::Engine);
    QCOMPARE(describe(computed), std::string(R"(is computed (products-services, "Price Tier"): leave it out)"));
}

void ValidateTest::givingBackWhatWasReadIsNoOffence()
{
    const auto created =
        normalise(database("products-services"), {}, {{"Name", "Print"}, {"Type", "Art Piece"}, {"Price", 450}},
                  WriteMode::Create, Writer::Staff, "rec_1");
    QVERIFY2(created, describe(created).c_str());
    for (const auto mode : {WriteMode::Merge, WriteMode::Replace}) {
        const auto again = normalise(database("products-services"), *created, *created, mode, Writer::Staff);
        QVERIFY2(again, describe(again).c_str());
        QCOMPARE(dump(*again), dump(*created));
    }
}

void ValidateTest::tagsTellStatesApart()
{
    const Json fields{{"A", 1}};
    QCOMPARE(etag(fields, fromMillis(5)), etag(fields, fromMillis(5)));
    QCOMPARE(etag(fields, fromMillis(5)).size(), 16U);
    QVERIFY(etag(fields, fromMillis(5)) != etag(fields, fromMillis(6)));
    QVERIFY(etag(fields, fromMillis(5)) != etag(Json{{"A", 2}}, fromMillis(5)));
}

void ValidateTest::titlesAndSearchTexts()
{
    const auto &contacts = database("contacts-profiles");
    const Json fields{{"Full Name", "Mara Lindt"}, {"Email", "m@x.example"},     {"Tags", {"VIP", "New"}},
                      {"Contact ID", "CTCT-1"},    {"Console ID", "rec_hidden"}, {"Business Entity", {"rec_gallery"}},
                      {"Lead Score", 80}};
    QCOMPARE(title(contacts, fields), std::string("Mara Lindt"));
    QCOMPARE(title(contacts, Json{{"Contact ID", "CTCT-1"}}), std::string("CTCT-1"));
    QCOMPARE(title(database("business-entities-registry"), Json::object()), std::string());
    QCOMPARE(searchText(contacts, fields), std::string("Mara Lindt\nCTCT-1\nm@x.example\nVIP\nNew\n80\n"));
    QCOMPARE(entityOf(fields), std::string("rec_gallery"));
    QCOMPARE(entityOf(Json::object()), std::string());
}

void ValidateTest::searchTextsAreCutBetweenCharacters()
{
    std::string notes = "x"; // puts every two-byte letter across an even border
    while (notes.size() < MaxSearchText + 10)
        notes += "ü";
    const auto words = searchText(database("contacts-profiles"), Json{{"Notes", notes}});
    QCOMPARE(words.size(), MaxSearchText - 1);
    QVERIFY(QString::fromStdString(words).toUtf8().toStdString() == words);
}

QTEST_GUILESS_MAIN(ValidateTest)
#include "validate_test.moc"
