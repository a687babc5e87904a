#include <random>

#include <QTest>

#include "engine/notion/foreign.h"
#include "tests/unit/notion/sample_pages.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::notion;
using B = QByteArray;

class PageTest : public QObject {
    Q_OBJECT
private:
    records::Hub m_hub;
    const records::Database *m_contacts = nullptr;
    RemoteSchema m_schema;
    DataSources m_sources;
    test::EveryoneKnown m_directory;

    PropertyMap map(const RemoteSchema &schema) const { return PropertyMap(m_hub, *m_contacts, schema, m_sources); }
    Json samplePage(int number = 7) const { return test::pageOf(m_schema, *m_contacts, number); }

private Q_SLOTS:
    void initTestCase();
    void everyDatabaseReadsWhatWasWritten();
    void aPageIsReadWhole();
    void aQueryIsReadPageByPage();
    void anIncompleteAnswerSaysWhy();
    void whatPeopleAddedIsKeptAsItCame();
    void whatCannotBeWrittenIsMarked();
    void theOtherSideOfARelationIsNoValue();
    void aRenamedPropertyIsKnownByItsId();
    void twoPropertiesThatChangedNamesAreNotMixedUp();
    void propertiesThatDidNotComeAreNamed();
    void whatDoesNotFitIsNoted();
    void trashIsReadOfBothVersions();
    void aPageElsewhereHasAHead();
    void hugeNumbersAreNoHindrance();
    void answersThatAreNoneAreRefused_data();
    void answersThatAreNoneAreRefused();
    void tornAnswersDoNoHarm();
    void aLongPropertyIsReadInParts();
};

void PageTest::initTestCase()
{
    auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    m_hub = std::move(*hub);
    m_contacts = *m_hub.find("contacts-profiles");
    m_sources = test::everySource(m_hub);
    m_schema = test::schemaOf(m_hub, *m_contacts);
}

void PageTest::everyDatabaseReadsWhatWasWritten()
{
    for (const auto &database : m_hub.databases()) {
        const auto schema = test::schemaOf(m_hub, database);
        const PropertyMap slots(m_hub, database, schema, m_sources);
        for (int number = 1; number < 30; ++number) {
            const auto page = parsePage(dump(test::pageOf(schema, database, number)), slots, m_directory);
            QVERIFY2(page, describe(page).c_str());
            Json expected = Json::object();
            for (const auto &property : database.properties)
                if (const auto value = test::sampleValue(property, number); !value.is_null())
                    expected[property.name] = value;
            QCOMPARE(page->fields, expected);
            QVERIFY2(page->notes.empty(), page->notes.empty() ? "" : page->notes.front().reading.why.c_str());
            QVERIFY(page->extras.empty() && page->absent.empty());
        }
    }
}

void PageTest::aPageIsReadWhole()
{
    const auto page = parsePage(dump(samplePage()), map(m_schema), m_directory);
    QVERIFY2(page, describe(page).c_str());
    QCOMPARE(page->id, test::madeId('a', 7));
    QCOMPARE(page->dataSource, m_schema.id);
    QCOMPARE(page->database, test::madeId('c', 1));
    QCOMPARE(toRfc3339(page->createdAt), std::string("2026-05-01T09:00:00.000Z"));
    QCOMPARE(toRfc3339(page->editedAt), std::string("2026-05-02T10:31:00.000Z"));
    QCOMPARE(page->createdBy, test::madeId('b', 1));
    QCOMPARE(page->editedBy, test::madeId('b', 2));
    QVERIFY(!page->inTrash && !page->archived && !page->locked);
    QVERIFY(page->url.starts_with("https://www.notion.so/"));
}

void PageTest::aQueryIsReadPageByPage()
{
    Json results = Json::array({samplePage(1), {{"object", "data_source"}, {"id", test::madeId('d', 9)}}, samplePage(2), nullptr, 7});
    const auto list = parseQuery(dump({{"object", "list"}, {"results", results}, {"has_more", true}, {"next_cursor", "c2"}}), map(m_schema), m_directory);
    QVERIFY2(list, describe(list).c_str());
    QCOMPARE(list->pages.size(), std::size_t(2));
    QCOMPARE(list->pages[1].id, test::madeId('a', 2));
    QCOMPARE(list->nextCursor, std::string("c2"));
    QVERIFY(list->hasMore && list->incompleteReason.empty());
    const auto last = parseQuery(dump({{"results", Json::array()}, {"has_more", false}, {"next_cursor", nullptr}}), map(m_schema), m_directory);
    QVERIFY(last && !last->hasMore && last->nextCursor.empty());
}

void PageTest::anIncompleteAnswerSaysWhy()
{
    const Json status = {{"type", "incomplete"}, {"incomplete_reason", "query_result_limit_reached"}};
    const auto list = parseQuery(dump({{"results", Json::array()}, {"has_more", false}, {"request_status", status}}), map(m_schema), m_directory);
    QVERIFY(list);
    QCOMPARE(list->incompleteReason, std::string("query_result_limit_reached"));
    const auto whole = parseQuery(R"({"results":[],"request_status":{"type":"complete"}})", map(m_schema), m_directory);
    QVERIFY(whole && whole->incompleteReason.empty());
}

void PageTest::whatPeopleAddedIsKeptAsItCame()
{
    auto schema = m_schema;
    schema.properties.push_back({"ex%3A1", "Mood", "status", {{"options", Json::array()}}});
    auto page = samplePage();
    const Json mood = {{"id", "ex%3A1"}, {"type", "status"}, {"status", {{"id", "1"}, {"name", "Sunny"}, {"color", "yellow"}}}};
    page["properties"]["Mood"] = mood;
    page["properties"]["Added just now"] = {{"id", "new"}, {"type", "number"}, {"number", 5}};
    const auto read = parsePage(dump(page), map(schema), m_directory);
    QVERIFY(read);
    QCOMPARE(read->extras.size(), std::size_t(2));
    const auto &kept = read->extras[1];
    QCOMPARE(kept.name, std::string("Mood"));
    QCOMPARE(kept.id, std::string("ex%3A1"));
    QCOMPARE(*parseJson(kept.raw), Json({{"type", "status"}, {"status", mood["status"]}}));
    QCOMPARE(readableText(kept.raw), std::string("Sunny"));
    QVERIFY(!read->fields.contains("Mood"));
    QVERIFY(read->absent.empty());
    // A file that Notion keeps has another address in every answer, and yet is the same.
    const auto withFile = [&](const std::string &sign) {
        page["properties"]["Added just now"] = {{"id", "new"}, {"type", "files"}, {"files", {{{"name", "a"}, {"type", "file"}, {"file", {{"url", "https://f.example/a?s=" + sign}, {"expiry_time", sign}}}}}}};
        return parsePage(dump(page), map(schema), m_directory)->extras[0].raw;
    };
    QCOMPARE(withFile("1"), withFile("2"));
}

void PageTest::whatCannotBeWrittenIsMarked()
{
    auto schema = m_schema;
    for (auto &property : schema.properties) {
        if (property.name == "Phone")
            property.type = "rich_text";
        if (property.name == "Status")
            property.type = "status";
        if (property.name == "Business Entity")
            property.config["data_source_id"] = m_sources["master-tasks"];
    }
    const auto slots = map(schema);
    for (const auto *name : {"Phone", "Business Entity"})
        QVERIFY2(slots.slotOf(name) && !slots.slotOf(name)->writable, name);
    for (const auto *name : {"Status", "Community Profile", "Full Name"})
        QVERIFY2(slots.slotOf(name)->writable, name);
    const auto &products = **m_hub.find("products-services");
    QVERIFY(!PropertyMap(m_hub, products, test::schemaOf(m_hub, products), m_sources).slotOf("Price Tier")->writable);
}

void PageTest::theOtherSideOfARelationIsNoValue()
{
    auto schema = m_schema;
    const Json config = {{"data_source_id", m_sources["feedback-surveys"]},
                         {"type", "dual_property"},
                         {"dual_property", {{"synced_property_id", "abc"}, {"synced_property_name", "Contact"}}}};
    schema.properties.push_back({"os%3A1", "Feedback & Surveys: Contact", "relation", config});
    schema.properties.push_back({"os%3A2", "Related to Rewards (Recipient)", "relation",
                                 {{"data_source_id", m_sources["rewards-bounties"]}, {"dual_property", {{"synced_property_name", "Recipient"}}}}});
    schema.properties.push_back({"os%3A3", "My own list", "relation", {{"data_source_id", m_sources["rewards-bounties"]}, {"single_property", Json::object()}}});
    const auto slots = map(schema);
    QVERIFY(slots.byId("os%3A1")->role == PropertyMap::Role::Derived);
    QVERIFY(slots.byId("os%3A2")->role == PropertyMap::Role::Derived);
    QVERIFY(slots.byId("os%3A3")->role == PropertyMap::Role::Extra);
    auto page = samplePage();
    page["properties"]["Feedback & Surveys: Contact"] = {{"id", "os%3A1"}, {"type", "relation"}, {"relation", {{{"id", test::madeId('a', 3)}}}}, {"has_more", true}};
    const auto read = parsePage(dump(page), slots, m_directory);
    QVERIFY(read && read->extras.empty() && read->notes.empty());
    QVERIFY(!read->fields.contains("Feedback & Surveys: Contact"));
}

void PageTest::aRenamedPropertyIsKnownByItsId()
{
    const auto ids = map(m_schema).ids();
    auto schema = m_schema;
    for (auto &property : schema.properties)
        if (property.name == "Phone")
            property.name = "Telefon";
    const PropertyMap slots(m_hub, *m_contacts, schema, m_sources, ids);
    QCOMPARE(slots.byName("Telefon")->property->name, std::string("Phone"));
    auto page = samplePage();
    page["properties"]["Telefon"] = page["properties"]["Phone"];
    page["properties"].erase("Phone");
    const auto read = parsePage(dump(page), slots, m_directory);
    QVERIFY(read && read->extras.empty());
    QCOMPARE(read->fields["Phone"], Json("+49 30 1234567"));
    // Renamed after the schema was read: the id in the page tells.
    const auto before = parsePage(dump(page), map(m_schema), m_directory);
    QVERIFY(before && before->extras.empty());
    QCOMPARE(before->fields["Phone"], Json("+49 30 1234567"));
}

void PageTest::twoPropertiesThatChangedNamesAreNotMixedUp()
{
    auto page = samplePage();
    std::swap(page["properties"]["City"], page["properties"]["Company"]);
    const auto before = parsePage(dump(samplePage()), map(m_schema), m_directory);
    page["properties"]["City"]["rich_text"][0]["plain_text"] = "HigherSelf"; // under its old name, but the company's id
    const auto read = parsePage(dump(page), map(m_schema), m_directory);
    QVERIFY(before && read);
    QCOMPARE(read->fields["Company"], Json("HigherSelf"));
    QCOMPARE(read->fields["City"], before->fields["City"]);
}

void PageTest::propertiesThatDidNotComeAreNamed()
{
    auto page = samplePage();
    const auto title = page["properties"]["Full Name"];
    page["properties"] = {{"Full Name", title}};
    const auto read = parsePage(dump(page), map(m_schema), m_directory);
    QVERIFY(read);
    QCOMPARE(read->absent.size(), m_contacts->properties.size() - 1);
    QCOMPARE(read->fields.size(), std::size_t(1));
}

void PageTest::whatDoesNotFitIsNoted()
{
    auto page = samplePage();
    page["properties"]["Status"]["select"]["name"] = "Dreaming";
    page["properties"]["Full Name"]["title"] = Json::array();
    page["properties"]["Business Entity"]["relation"] = {{{"id", test::madeId('f', 9)}}};
    page["properties"]["Business Entity"]["has_more"] = true;
    const auto read = parsePage(dump(page), map(m_schema), m_directory);
    QVERIFY(read);
    QCOMPARE(read->notes.size(), std::size_t(3));
    QVERIFY(read->note("Status")->reading.foreign && !read->note("Status")->reading.empty);
    QVERIFY(read->note("Full Name")->reading.empty);
    QVERIFY(read->note("Business Entity")->reading.truncated);
    QCOMPARE(read->note("Business Entity")->reading.unknown, std::vector<std::string>{test::madeId('f', 9)});
    QCOMPARE(read->note("Status")->propertyId, map(m_schema).slotOf("Status")->id);
    QVERIFY(!read->note("Email"));
    QVERIFY(!read->fields.contains("Status") && !read->fields.contains("Full Name") && !read->fields.contains("Business Entity"));
}

void PageTest::trashIsReadOfBothVersions()
{
    for (const auto *key : {"in_trash", "archived"}) {
        auto page = samplePage();
        page.erase("in_trash");
        page[key] = true;
        const auto read = parsePage(dump(page), map(m_schema), m_directory);
        QVERIFY(read && read->inTrash && !read->archived);
    }
    auto page = samplePage();
    page["is_archived"] = true;
    const auto read = parsePage(dump(page), map(m_schema), m_directory);
    QVERIFY(read && !read->inTrash && read->archived);
}

void PageTest::aPageElsewhereHasAHead()
{
    auto page = samplePage();
    page["parent"] = {{"type", "page_id"}, {"page_id", test::madeId('a', 99)}};
    const auto head = parsePageHead(dump(page));
    QVERIFY(head);
    QVERIFY(head->dataSource.empty());
    QCOMPARE(head->id, test::madeId('a', 7));
    QVERIFY(head->fields.empty());
}

void PageTest::hugeNumbersAreNoHindrance()
{
    auto body = dump(samplePage());
    const std::string number = "\"number\":7";
    const auto at = body.find(number);
    QVERIFY(at != std::string::npos);
    body.replace(at, number.size(), "\"number\":100000000000000000000");
    const auto read = parsePage(body, map(m_schema), m_directory);
    QVERIFY2(read, describe(read).c_str());
    bool found = false;
    for (const auto &field : read->fields)
        found = found || (field.is_number_float() && field.get<double>() == 1e20);
    QVERIFY(found || !read->notes.empty());
}

void PageTest::answersThatAreNoneAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << B("");
    QTest::newRow("no JSON") << B("<html>bad gateway</html>");
    QTest::newRow("a list of nothing") << B("[]");
    QTest::newRow("a number") << B("7");
    QTest::newRow("an error") << B(R"({"object":"error","status":400})");
    QTest::newRow("a page without an id") << B(R"({"object":"page","properties":{}})");
    QTest::newRow("an id that is none") << B(R"({"object":"page","id":"x"})");
    QTest::newRow("no UTF-8") << B("{\"object\":\"page\",\"id\":\"\xff\"}");
    QTest::newRow("very deep") << B("[").repeated(5000) + B("]").repeated(5000);
    QTest::newRow("properties that are a list") << B(R"({"object":"page","id":"x","properties":[1]})");
}

void PageTest::answersThatAreNoneAreRefused()
{
    QFETCH(QByteArray, body);
    const auto page = parsePage(body.toStdString(), map(m_schema), m_directory);
    QVERIFY(!page);
    QVERIFY(page.error().code == Errc::Corrupt);
    const auto list = parseQuery(body.toStdString(), map(m_schema), m_directory);
    QVERIFY(!list && list.error().code == Errc::Corrupt);
    QVERIFY(!parseDataSource(body.toStdString()));
    QVERIFY(!parseDatabase(body.toStdString()));
    QVERIFY(!parsePropertyItems(body.toStdString()));
}

void PageTest::tornAnswersDoNoHarm()
{
    std::mt19937 random(11);
    const auto whole = dump({{"results", {samplePage(1), samplePage(2)}}});
    const auto slots = map(m_schema);
    const std::vector<std::string> strange{"null", "7", "\"x\"", "[]", "{}", "[[]]", "true", "-1e9"};
    std::size_t readable = 0;
    for (int round = 0; round < 3000; ++round) {
        auto body = whole;
        if (round % 3 == 0) {
            body.resize(random() % body.size());
        } else if (round % 3 == 1) {
            body[random() % body.size()] = char(random() % 256);
        } else { // a value of another kind where an object, list or text began
            const auto at = body.find_first_of("{[\"", random() % (body.size() / 2));
            const auto colon = body.find(':', at);
            const auto end = body.find_first_of(",}]", colon);
            body.replace(colon + 1, end - colon - 1, strange[random() % strange.size()]);
        }
        const auto list = parseQuery(body, slots, m_directory);
        if (!list) {
            QVERIFY(list.error().code == Errc::Corrupt);
            continue;
        }
        ++readable;
        for (const auto &page : list->pages)
            for (const auto &[name, value] : page.fields.items()) {
                const auto *property = m_contacts->find(name);
                QVERIFY(property && records::normaliseValue(*property, value) == Result<Json>(value));
            }
    }
    QVERIFY(readable > 300);
}

void PageTest::aLongPropertyIsReadInParts()
{
    const auto part = [](std::size_t from, std::size_t to, bool more) {
        Json results = Json::array();
        for (auto i = from; i < to; ++i)
            results.push_back({{"object", "property_item"}, {"id", "x"}, {"type", "relation"}, {"relation", {{"id", dashed(test::madeId('a', i))}}}});
        return dump({{"object", "list"}, {"results", results}, {"next_cursor", more ? Json("c") : Json()}, {"has_more", more},
                     {"property_item", {{"type", "relation"}, {"relation", Json::object()}}}});
    };
    const auto first = parsePropertyItems(part(1, 51, true));
    const auto second = parsePropertyItems(part(51, 61, false));
    QVERIFY(first && second && first->hasMore && !second->hasMore);
    QCOMPARE(first->ids.size(), std::size_t(50));
    records::Property property;
    property.name = "Field";
    property.type = records::PropertyType::Relation;
    const auto reading = readWhole(property, {*first, *second}, m_directory);
    QVERIFY2(!reading.foreign && !reading.truncated, reading.why.c_str());
    QCOMPARE(reading.value.size(), std::size_t(60));
    property.type = records::PropertyType::RichText;
    const auto text = parsePropertyItems(R"({"object":"list","results":[{"type":"rich_text","rich_text":{"plain_text":"a"}},{"type":"rich_text","rich_text":{"plain_text":"b"}}]})");
    QVERIFY(text);
    QCOMPARE(readWhole(property, {*text}, m_directory).value, Json("ab"));
    property.type = records::PropertyType::Number;
    const auto number = parsePropertyItems(R"({"object":"property_item","type":"number","number":8})");
    QVERIFY(number);
    QCOMPARE(readWhole(property, {*number}, m_directory).value, Json(8));
}

QTEST_APPLESS_MAIN(PageTest)
#include "page_test.moc"
