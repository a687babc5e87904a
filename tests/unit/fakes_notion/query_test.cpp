#include <set>

#include <QtTest>

#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;
using B = QByteArray;

namespace {

/// Three tasks of different days: First (empty), Second (2 points, High, a, due today), Third (3 points, Low, a b, done).
struct Rows : Stage {
    explicit Rows(FakeNotionOptions options = {}) : Stage(std::move(options))
    {
        clock.advance(std::chrono::minutes(10));
        second = notion.addRow(tasks.dataSource, Json::parse(filled(R"({"Name":{"title":[{"text":{"content":"Second"}}]},"Points":{"number":2},
            "Priority":{"select":{"name":"High"}},"Tags":{"multi_select":[{"name":"a"}]},"Due":{"date":{"start":"2026-11-23"}},
            "Link":{"url":"https://example.com"},"Owners":{"people":[{"id":"{person}"}]},"Who":{"relation":[{"id":"{ada}"}]}})")));
        clock.advance(std::chrono::minutes(10));
        third = notion.addRow(tasks.dataSource, Json::parse(R"({"Name":{"title":[{"text":{"content":"Third"}}]},"Points":{"number":3},
            "Priority":{"select":{"name":"Low"}},"Tags":{"multi_select":[{"name":"a"},{"name":"b"}]},"Due":{"date":{"start":"2026-12-24T10:00:00Z"}},
            "Done":{"checkbox":true},"Files":{"files":[{"name":"f","external":{"url":"https://e.com"}}]}})"));
        (void)notion.editPage(third, {{"State", {{"status", {{"name", "Done"}}}}}});
    }
    [[nodiscard]] ApiAnswer query(const Json &body, const std::string &parameters = {})
    {
        return api.send("POST", "/v1/data_sources/" + tasks.dataSource + "/query" + parameters, body);
    }
    std::string second, third;
};

std::string titles(const Json &list)
{
    std::string out;
    for (const Json &page : list)
        out += (out.empty() ? "" : " ") + text(at(page, "properties.Name.title.0"), "plain_text");
    return out;
}

} // namespace

class QueryTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filters_data();
    void filters();
    void sorts_data();
    void sorts();
    void pagesThroughAll();
    void editsWhilePaging();
    void unsortedIsStableAndInNoOrder();
    void trashedAndArchivedPagesVanish();
    void stopsAtTheCap();
    void givesOnlyTheWantedProperties();
    void searchLagsBehind();
};

void QueryTest::filters_data()
{
    QTest::addColumn<B>("filter");
    QTest::addColumn<B>("expected"); // by creation
    const auto row = [](const char *filter, const char *expected) { QTest::newRow(filter) << B(filter) << B(expected); };
    row(R"({"property":"Name","title":{"equals":"Second"}})", "Second");
    row(R"({"property":"Name","title":{"does_not_equal":"Second"}})", "First Third");
    row(R"({"property":"Name","title":{"contains":"ir"}})", "First Third");
    row(R"({"property":"Name","title":{"does_not_contain":"ir"}})", "Second");
    row(R"({"property":"Name","rich_text":{"starts_with":"Th"}})", "Third");
    row(R"({"property":"Name","title":{"ends_with":"d"}})", "Second Third");
    row(R"({"property":"Link","url":{"is_empty":true}})", "First Third");
    row(R"({"property":"Link","url":{"is_not_empty":true}})", "Second");
    row(R"({"property":"Points","number":{"greater_than":2}})", "Third");
    row(R"({"property":"Points","number":{"less_than_or_equal_to":2}})", "Second");
    row(R"({"property":"Points","number":{"does_not_equal":2}})", "First Third");
    row(R"({"property":"Points","number":{"is_empty":true}})", "First");
    row(R"({"property":"Number","unique_id":{"greater_than_or_equal_to":2}})", "Second Third");
    row(R"({"property":"Done","checkbox":{"equals":false}})", "First Second");
    row(R"({"property":"Priority","select":{"equals":"High"}})", "Second");
    row(R"({"property":"Priority","select":{"equals":["High","Low"]}})", "Second Third");
    row(R"({"property":"Priority","select":{"does_not_equal":"High"}})", "First Third");
    row(R"({"property":"Priority","select":{"is_empty":true}})", "First");
    row(R"({"property":"State","status":{"equals":"Done"}})", "Third");
    row(R"({"property":"Tags","multi_select":{"contains":"b"}})", "Third");
    row(R"({"property":"Tags","multi_select":{"does_not_contain":"b"}})", "First Second");
    row(R"({"property":"Tags","multi_select":{"is_empty":true}})", "First");
    row(R"({"property":"Owners","people":{"contains":"{person}"}})", "Second");
    row(R"({"property":"Owners","people":{"is_empty":true}})", "First Third");
    row(R"({"property":"Author","created_by":{"contains":"me"}})", "First Second Third");
    row(R"({"property":"Who","relation":{"contains":"{ada}"}})", "Second");
    row(R"({"property":"Who","relation":{"is_empty":true}})", "First Third");
    row(R"({"property":"Files","files":{"is_not_empty":true}})", "Third");
    row(R"({"property":"Due","date":{"equals":"2026-11-23"}})", "Second");
    row(R"({"property":"Due","date":{"equals":"today"}})", "Second");
    row(R"({"property":"Due","date":{"on_or_after":"2026-11-24"}})", "Third");
    row(R"({"property":"Due","date":{"before":"2026-12-24"}})", "Second");
    row(R"({"property":"Due","date":{"before":"2026-12-24T10:00:01Z"}})", "Second Third");
    row(R"({"property":"Due","date":{"this_week":{}}})", "Second");
    row(R"({"property":"Due","date":{"next_year":{}}})", "Second Third");
    row(R"({"property":"Due","date":{"is_empty":true}})", "First");
    row(R"({"property":"Double","formula":{"number":{"equals":4}}})", "Second");
    row(R"({"property":"Ages","rollup":{"number":{"greater_than":30}}})", "Second");
    row(R"({"property":"Ages","rollup":{"any":{"number":{"equals":36}}}})", "Second");
    row(R"({"property":"Ages","rollup":{"none":{"number":{"equals":36}}}})", "First Third");
    row(R"({"property":"Created","created_time":{"after":"2026-11-23T09:05:00Z"}})", "Second Third");
    row(R"({"timestamp":"created_time","created_time":{"before":"2026-11-23T09:05:00Z"}})", "First");
    row(R"({"timestamp":"last_edited_time","last_edited_time":{"on_or_after":"2026-11-23T09:20:00.000Z"}})", "Third");
    row(R"({"timestamp":"last_edited_time","last_edited_time":{"past_week":{}}})", "First Second Third");
    row(R"({"and":[{"property":"Done","checkbox":{"equals":false}},{"or":[{"property":"Points","number":{"equals":2}},{"property":"Points","number":{"equals":3}}]}]})", "Second");
    row(R"({"or":[{"property":"Name","title":{"equals":"First"}},{"property":"Name","title":{"equals":"Third"}}]})", "First Third");
}

void QueryTest::filters()
{
    QFETCH(B, filter);
    QFETCH(B, expected);
    Rows rows;
    const auto answer = rows.query({{"filter", Json::parse(rows.filled(filter.toStdString()))},
                                    {"sorts", {{{"timestamp", "created_time"}, {"direction", "ascending"}}}}});
    QVERIFY2(answer.status == 200, answer.raw.c_str());
    QCOMPARE(titles(answer.body["results"]), expected.toStdString());
    QCOMPARE(text(answer.body, "type"), std::string("page_or_data_source"));
    QVERIFY(!answer.body.contains("request_status"));
}

void QueryTest::sorts_data()
{
    QTest::addColumn<B>("sorts");
    QTest::addColumn<B>("expected");
    QTest::newRow("by number, empty last") << B(R"([{"property":"Points","direction":"descending"}])") << B("Third Second First");
    QTest::newRow("by title") << B(R"([{"property":"Name","direction":"descending"}])") << B("Third Second First");
    QTest::newRow("by the order of options") << B(R"([{"property":"Priority","direction":"ascending"}])") << B("Third Second First");
    QTest::newRow("by edit time") << B(R"([{"timestamp":"last_edited_time","direction":"ascending"}])") << B("First Second Third");
    QTest::newRow("the first wins") << B(R"([{"property":"Done","direction":"ascending"},{"property":"Name","direction":"descending"}])") << B("Second First Third");
}

void QueryTest::sorts()
{
    QFETCH(B, sorts);
    QFETCH(B, expected);
    Rows rows;
    QCOMPARE(titles(rows.query({{"sorts", Json::parse(sorts.toStdString())}}).body["results"]), expected.toStdString());
}

void QueryTest::pagesThroughAll()
{
    Rows rows({.longestAnswer = 2}); // short pages with has_more
    for (int i = 0; i < 7; ++i)
        rows.notion.addRow(rows.tasks.dataSource, {{"Name", FakeNotion::title("Row")}});
    std::set<std::string> seen;
    Json body{{"page_size", 3}};
    for (int answers = 1;; ++answers) {
        const auto answer = rows.query(body);
        QVERIFY(answer.body["results"].size() <= 2);
        for (const Json &page : answer.body["results"])
            QVERIFY(seen.insert(text(page, "id")).second);
        if (answer.body["has_more"] == false) {
            QVERIFY(answer.body["next_cursor"].is_null());
            QCOMPARE(answers, 5);
            break;
        }
        body["start_cursor"] = answer.body["next_cursor"];
    }
    QCOMPARE(seen.size(), std::size_t(10));
    body["filter"] = {{"property", "Done"}, {"checkbox", {{"equals", true}}}};
    QCOMPARE(rows.query(body).status, 400); // the cursor is another query's
}

void QueryTest::editsWhilePaging()
{
    for (const bool offsets : {false, true}) {
        Rows rows({.offsetCursors = offsets});
        const Json sorts{{{"timestamp", "last_edited_time"}, {"direction", "ascending"}}};
        const auto first = rows.query({{"sorts", sorts}, {"page_size", 1}});
        QCOMPARE(titles(first.body["results"]), std::string("First"));
        rows.clock.advance(std::chrono::minutes(5));
        (void)rows.notion.editPage(rows.task, {{"Points", {{"number", 9}}}}); // what was given moves to the end
        const auto rest = rows.query({{"sorts", sorts}, {"page_size", 10}, {"start_cursor", first.body["next_cursor"]}});
        QCOMPARE(titles(rest.body["results"]), std::string(offsets ? "Third First" : "Second Third First"));
    }
}

void QueryTest::unsortedIsStableAndInNoOrder()
{
    Rows rows;
    std::string made = "First Second Third";
    for (int i = 0; i < 20; ++i) {
        rows.notion.addRow(rows.tasks.dataSource, {{"Name", FakeNotion::title("R" + std::to_string(i))}});
        made += " R" + std::to_string(i);
    }
    const auto once = titles(rows.query(Json::object()).body["results"]);
    QVERIFY(once != made);
    QCOMPARE(titles(rows.query(Json::object()).body["results"]), once);
}

void QueryTest::trashedAndArchivedPagesVanish()
{
    Rows rows;
    (void)rows.notion.trashPage(rows.second);
    (void)rows.notion.archivePage(rows.third);
    QCOMPARE(titles(rows.query(Json::object()).body["results"]), std::string("First"));
    QCOMPARE(titles(rows.query({{"is_archived", true}}).body["results"]), std::string("Third"));
    QCOMPARE(rows.api.send("GET", "/v1/pages/" + rows.second).body["in_trash"], Json(true));
    (void)rows.notion.trashPage(rows.second, false);
    QCOMPARE(rows.query(Json::object()).body["results"].size(), std::size_t(2));
}

void QueryTest::stopsAtTheCap()
{
    Rows rows({.queryCap = 2});
    const auto first = rows.query({{"page_size", 1}});
    QCOMPARE(first.body["has_more"], Json(true));
    const auto last = rows.query({{"page_size", 1}, {"start_cursor", first.body["next_cursor"]}});
    QCOMPARE(last.body["has_more"], Json(false));
    QCOMPARE(last.body["request_status"], Json({{"type", "incomplete"}, {"incomplete_reason", "query_result_limit_reached"}}));
}

void QueryTest::givesOnlyTheWantedProperties()
{
    Rows rows;
    const auto answer = rows.query(Json::object(), "?filter_properties[]=title&filter_properties[]=Points");
    for (const Json &page : answer.body["results"])
        QCOMPARE(page["properties"].size(), std::size_t(2));
}

void QueryTest::searchLagsBehind()
{
    Rows rows({.searchLag = std::chrono::minutes(1)});
    const Json wanted{{"query", "fresh"}, {"filter", {{"property", "object"}, {"value", "page"}}}};
    rows.notion.addRow(rows.tasks.dataSource, {{"Name", FakeNotion::title("A fresh one")}});
    QVERIFY(rows.api.send("POST", "/v1/search", wanted).body["results"].empty());
    rows.clock.advance(std::chrono::seconds(61));
    QCOMPARE(titles(rows.api.send("POST", "/v1/search", wanted).body["results"]), std::string("A fresh one"));
    const auto sources = rows.api.send("POST", "/v1/search", Json{{"query", "task"}, {"filter", {{"property", "object"}, {"value", "data_source"}}}});
    QCOMPARE(text(sources.body["results"][0], "id"), rows.tasks.dataSource);
}

QTEST_GUILESS_MAIN(QueryTest)
#include "query_test.moc"
