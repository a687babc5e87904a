#include <QtTest>

#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;
using B = QByteArray;

class ValuesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isReadInTheShapeOfTheApi_data();
    void isReadInTheShapeOfTheApi();
    void theObjectOfAPageIsWhole();
    void timesAreRoundedDownToTheMinute();
    void longListsAreCut();
    void rollupsComeInPages();
    void formulasAndRollupsFollow();
    void servesWhatATestSays();
    void textsMayMerge();
    void markdownIsReadAndWritten();
    void newOptionsAreMade();
};

void ValuesTest::isReadInTheShapeOfTheApi_data()
{
    QTest::addColumn<B>("property");
    QTest::addColumn<B>("written");
    QTest::addColumn<B>("read"); // the `<type>` value; ids and colours of options are left out
    const auto row = [](const char *name, const B &property, const B &written, const B &read) { QTest::newRow(name) << property << written << read; };
    row("2.7 number", "Points", R"({"number":8})", "8");
    row("2.7 number, cleared", "Points", R"({"number":null})", "null");
    row("2.7 select by name", "Priority", R"({"select":{"name":"High"}})", R"({"name":"High"})");
    row("2.7 select, cleared", "Priority", R"({"select":null})", "null");
    row("2.7 multi_select", "Tags", R"({"multi_select":[{"name":"b"},{"name":"a"}]})", R"([{"name":"b"},{"name":"a"}])");
    row("2.7 multi_select, cleared", "Tags", R"({"multi_select":[]})", "[]");
    row("2.7 status", "State", R"({"status":{"name":"Done"}})", R"({"name":"Done"})");
    row("2.7 status, cleared, is the default", "State", R"({"status":null})", R"({"name":"Not started"})");
    row("2.7 a day", "Due", R"({"date":{"start":"2026-09-15"}})", R"({"start":"2026-09-15","end":null,"time_zone":null})");
    row("2.7 a time", "Due", R"({"date":{"start":"2026-09-15T10:00:00Z"}})", R"({"start":"2026-09-15T10:00:00.000+00:00","end":null,"time_zone":null})");
    row("2.7 a time with an offset", "Due", R"({"date":{"start":"2026-09-15T10:00:00+02:00","end":"2026-09-15T11:00:00+02:00"}})",
        R"({"start":"2026-09-15T10:00:00.000+02:00","end":"2026-09-15T11:00:00.000+02:00","time_zone":null})");
    row("2.7 a time in a zone", "Due", R"({"date":{"start":"2026-09-15T10:00:00","time_zone":"Europe/Berlin"}})",
        R"({"start":"2026-09-15T10:00:00.000","end":null,"time_zone":"Europe/Berlin"})");
    row("2.7 date, cleared", "Due", R"({"date":null})", "null");
    row("2.7 checkbox", "Done", R"({"checkbox":true})", "true");
    row("2.7 url", "Link", R"({"url":"https://example.com"})", R"("https://example.com")");
    row("2.7 email", "Mail", R"({"email":"a@example.com"})", R"("a@example.com")");
    row("2.7 phone_number", "Phone", R"({"phone_number":"+1 555"})", R"("+1 555")");
    row("2.7 relation, dashless", "Who", R"({"relation":[{"id":"{ada}"}]})", R"([{"id":"{ada}"}])");
    row("2.7 files", "Files", R"({"files":[{"name":"a","external":{"url":"https://example.com/a"}}]})",
        R"([{"name":"a","type":"external","external":{"url":"https://example.com/a"}}])");
    row("2.7 people", "Owners", R"({"people":[{"id":"{person}"}]})",
        R"([{"object":"user","id":"{person}","name":"Ada Person","avatar_url":null,"type":"person","person":{"email":"ada@example.com"}}])");
    row("2.7 rich text", "Notes", R"({"rich_text":[{"text":{"content":"x","link":{"url":"https://e.com"}},"annotations":{"bold":true}}]})",
        R"([{"type":"text","plain_text":"x","href":"https://e.com","text":{"content":"x","link":{"url":"https://e.com"}},
             "annotations":{"bold":true,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"}}])");
    row("2.7 an equation", "Notes", R"({"rich_text":[{"equation":{"expression":"x^2"}}]})",
        R"([{"type":"equation","plain_text":"x^2","href":null,"equation":{"expression":"x^2"},
             "annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"}}])");
}

void ValuesTest::isReadInTheShapeOfTheApi()
{
    QFETCH(B, property);
    QFETCH(B, written);
    QFETCH(B, read);
    Stage stage;
    const auto name = property.toStdString();
    const Json value = Json::parse(stage.filled(written.toStdString()));
    auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", {{name, value}}}});
    QVERIFY2(answer.status == 200, answer.raw.c_str());
    const Json shown = answer.body["properties"][name];
    const auto type = text(shown, "type");
    Json got = shown[type];
    if (type == "select" || type == "status" || type == "multi_select") {
        Json list = got.is_array() ? got : Json::array({got});
        for (Json &option : list)
            if (option.is_object()) {
                QVERIFY(!text(option, "id").empty() && !text(option, "color").empty());
                option = {{"name", option["name"]}};
            }
        got = got.is_array() ? list : list[0];
    }
    QCOMPARE(got, Json::parse(stage.filled(read.toStdString())));
    // By the id, as it stands in URLs, it is the same property; and reading it again is reading the same.
    answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", {{text(shown, "id"), value}}}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body["properties"][name], shown);
    const auto item = stage.api.send("GET", "/v1/pages/" + stage.task + "/properties/" + text(shown, "id"));
    QCOMPARE(item.status, 200);
    if (text(item.body, "object") == "property_item") {
        QCOMPARE(item.body[type], shown[type]);
    } else {
        QCOMPARE(text(item.body, "type"), std::string("property_item"));
        QCOMPARE(text(item.body["property_item"], "type"), type);
        QCOMPARE(item.body["results"].size(), shown[type].size());
        for (std::size_t i = 0; i < shown[type].size(); ++i)
            QCOMPARE(item.body["results"][i][type], shown[type][i]);
    }
}

void ValuesTest::theObjectOfAPageIsWhole()
{
    Stage stage;
    auto dashless = stage.task;
    dashless.erase(std::remove(dashless.begin(), dashless.end(), '-'), dashless.end());
    const auto answer = stage.api.send("GET", "/v1/pages/" + dashless);
    QCOMPARE(answer.status, 200);
    QCOMPARE(text(answer.body, "id"), stage.task);
    for (const char *key : {"object", "created_time", "last_edited_time", "created_by", "last_edited_by", "in_trash", "is_archived", "is_locked", "icon",
                            "cover", "url", "public_url", "parent", "properties"})
        QVERIFY2(answer.body.contains(key), key);
    QCOMPARE(answer.body["parent"], Json({{"type", "data_source_id"}, {"data_source_id", stage.tasks.dataSource}, {"database_id", stage.tasks.database}}));
    QCOMPARE(answer.body["properties"]["Number"]["unique_id"], Json({{"prefix", "T"}, {"number", 1}}));
    QCOMPARE(answer.headers.at("date"), std::string("Mon, 23 Nov 2026 09:00:00 GMT"));
    const auto database = stage.api.send("GET", "/v1/databases/" + stage.tasks.database);
    QCOMPARE(database.body["data_sources"], Json::array({{{"id", stage.tasks.dataSource}, {"name", "Tasks"}}}));
    QVERIFY(!database.body.contains("properties"));
    const auto only = stage.api.send("GET", "/v1/pages/" + stage.task + "?filter_properties[]=title&filter_properties[]=Points");
    QCOMPARE(only.body["properties"].size(), std::size_t(2));
}

void ValuesTest::timesAreRoundedDownToTheMinute()
{
    Stage stage({.skew = std::chrono::seconds(90)});
    stage.clock.advance(std::chrono::seconds(20)); // 09:00:20 here, 09:01:50 there
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 1}}}});
    const auto answer = stage.api.send("GET", "/v1/pages/" + stage.task);
    QCOMPARE(text(answer.body, "last_edited_time"), std::string("2026-11-23T09:01:00.000Z"));
    QCOMPARE(text(answer.body["last_edited_by"], "id"), stage.notion.person());
    QCOMPARE(text(answer.body["created_by"], "id"), stage.notion.bot());
    QCOMPARE(answer.headers.at("date"), std::string("Mon, 23 Nov 2026 09:01:50 GMT"));
}

void ValuesTest::longListsAreCut()
{
    Stage stage;
    Json people = Json::array(), users = Json::array();
    for (int i = 0; i < 30; ++i) {
        people.push_back({{"id", stage.notion.addRow(stage.people.dataSource, {{"Name", FakeNotion::title("P" + std::to_string(i))}})}});
        users.push_back({{"id", stage.notion.addUser("U" + std::to_string(i), "u@example.com")}});
    }
    const auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", {{"Who", {{"relation", people}}}, {"Owners", {{"people", users}}}}}});
    const Json &who = answer.body["properties"]["Who"];
    QCOMPARE(who["relation"].size(), std::size_t(25));
    QCOMPARE(who["has_more"], Json(true));
    QCOMPARE(answer.body["properties"]["Owners"]["people"].size(), std::size_t(25));
    Json all = Json::array();
    std::string cursor;
    do {
        const auto part = stage.api.send("GET", "/v1/pages/" + stage.task + "/properties/" + text(who, "id") + "?page_size=20"
                                                    + (cursor.empty() ? "" : "&start_cursor=" + cursor));
        for (const Json &each : part.body["results"])
            all.push_back(each["relation"]);
        cursor = text(part.body, "next_cursor");
    } while (!cursor.empty());
    QCOMPARE(all, people);
}

void ValuesTest::rollupsComeInPages()
{
    Stage stage;
    Json people = Json::array();
    for (int i = 0; i < 3; ++i)
        people.push_back({{"id", stage.notion.addRow(stage.people.dataSource, {{"Name", FakeNotion::title("P")}, {"Age", {{"number", 10}}}})}});
    (void)stage.notion.editPage(stage.task, {{"Who", {{"relation", people}}}});
    const auto id = text(stage.notion.page(stage.task)["properties"]["Ages"], "id");
    auto part = stage.api.send("GET", "/v1/pages/" + stage.task + "/properties/" + id + "?page_size=2");
    QCOMPARE(text(part.body["property_item"]["rollup"], "type"), std::string("incomplete"));
    part = stage.api.send("GET", "/v1/pages/" + stage.task + "/properties/" + id + "?page_size=2&start_cursor=" + text(part.body, "next_cursor"));
    QCOMPARE(part.body["property_item"]["rollup"]["number"].get<double>(), 30.0);
}

void ValuesTest::formulasAndRollupsFollow()
{
    Stage stage;
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 4}}}, {"Who", {{"relation", {{{"id", stage.ada}}}}}}});
    auto answer = stage.api.send("GET", "/v1/pages/" + stage.task);
    QCOMPARE(answer.body["properties"]["Double"]["formula"], Json({{"type", "number"}, {"number", 8.0}}));
    QCOMPARE(answer.body["properties"]["Ages"]["rollup"], Json({{"type", "number"}, {"number", 36.0}, {"function", "sum"}}));
    (void)stage.notion.editPage(stage.ada, {{"Age", {{"number", 37}}}}); // another page's value shows at once
    answer = stage.api.send("GET", "/v1/pages/" + stage.task);
    QCOMPARE(answer.body["properties"]["Ages"]["rollup"]["number"].get<double>(), 37.0);
}

void ValuesTest::servesWhatATestSays()
{
    Stage stage;
    const Json value{{"type", "string"}, {"string", "as the test says"}};
    stage.notion.serve(stage.task, "Double", value);
    QCOMPARE(stage.notion.page(stage.task)["properties"]["Double"]["formula"], value);
    stage.notion.serve(stage.task, "Double", nullptr);
    QCOMPARE(text(stage.notion.page(stage.task)["properties"]["Double"]["formula"], "type"), std::string("number"));
}

void ValuesTest::textsMayMerge()
{
    const Json two{{"Notes", {{"rich_text", {{{"text", {{"content", "one "}}}}, {{"text", {{"content", "two"}}}}}}}}};
    Stage merging;
    (void)merging.notion.editPage(merging.task, two);
    QCOMPARE(merging.notion.page(merging.task)["properties"]["Notes"]["rich_text"].size(), std::size_t(1));
    Stage plain({.mergeTexts = false});
    (void)plain.notion.editPage(plain.task, two);
    QCOMPARE(plain.notion.page(plain.task)["properties"]["Notes"]["rich_text"].size(), std::size_t(2));
}

void ValuesTest::markdownIsReadAndWritten()
{
    Stage stage;
    const std::string text = "# Plan\nFirst line\n- one\n- [x] two\n```json\n{\"a\": 1}\n```\n> said";
    const auto target = "/v1/pages/" + stage.task + "/markdown";
    auto answer = stage.api.send("PATCH", target, {{"type", "replace_content"}, {"replace_content", {{"new_str", text}}}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body["markdown"], Json(text));
    answer = stage.api.send("PATCH", target, {{"type", "insert_content"}, {"insert_content", {{"content", "End"}}}});
    QCOMPARE(answer.body["markdown"], Json(text + "\nEnd"));
    answer = stage.api.send("PATCH", target,
                            {{"type", "update_content"}, {"update_content", {{"content_updates", {{{"old_str", "First"}, {"new_str", "Second"}}}}}}});
    QVERIFY(answer.body["markdown"].get<std::string>().find("Second line") != std::string::npos);
    const auto blocks = stage.api.send("GET", "/v1/blocks/" + stage.task + "/children?page_size=3");
    QCOMPARE(blocks.body["results"].size(), std::size_t(3));
    QCOMPARE(hs::text(blocks.body["results"][0], "type"), std::string("heading_1"));
    QCOMPARE(blocks.body["has_more"], Json(true));
    QCOMPARE(hs::text(blocks.body, "type"), std::string("block"));
}

void ValuesTest::newOptionsAreMade()
{
    Stage stage;
    const auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task,
                                       {{"properties", {{"Priority", {{"select", {{"name", "Urgent"}}}}}, {"Tags", {{"multi_select", {{{"name", "c"}}, {{"name", "a"}}}}}}}}});
    QCOMPARE(text(answer.body["properties"]["Priority"]["select"], "name"), std::string("Urgent"));
    const auto schema = stage.notion.schema(stage.tasks.dataSource);
    QCOMPARE(schema["Priority"]["select"]["options"].size(), std::size_t(3));
    QCOMPARE(schema["Tags"]["multi_select"]["options"].size(), std::size_t(3));
    QCOMPARE(answer.body["properties"]["Priority"]["select"]["id"], schema["Priority"]["select"]["options"][2]["id"]);
}

QTEST_GUILESS_MAIN(ValuesTest)
#include "values_test.moc"
