#include <QtTest>

#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;
using B = QByteArray;

namespace {

std::string many(const std::string &each, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += (i ? "," : "") + each;
    return out;
}

// A value of one property of a page write.
B write(const std::string &property)
{
    return B::fromStdString("{\"properties\":{" + property + "}}");
}

} // namespace

class RefusalsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersAsTheReferenceSays_data();
    void answersAsTheReferenceSays();
    void refusesTheToken();
    void refusesVersions_data();
    void refusesVersions();
    void hidesWhatIsNotShared();
    void keepsSilentAboutUnknownNamesWhenTold();
    void aFreeWorkspaceRunsOutOfBlocks();
    void aRefusedWriteChangesNothing();
    void tellsTheVersionsApart();
};

void RefusalsTest::answersAsTheReferenceSays_data()
{
    QTest::addColumn<B>("method");
    QTest::addColumn<B>("target");
    QTest::addColumn<B>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("code");
    const B validation("validation_error"), none;
    const auto row = [](const char *name, const B &method, const B &target, const B &body, int status, const B &code) {
        QTest::newRow(name) << method << target << body << status << code;
    };
    const B page("/v1/pages/{task}");
    const std::string longest(2000, 'x'), longer(2001, 'x');
    const auto content = [](const std::string &plain) { return "{\"text\":{\"content\":\"" + plain + "\"}}"; };

    row("2.1 an id without dashes is the same id", "GET", "/v1/users/me", "", 200, none);
    row("2.1 something that is no id", "GET", "/v1/pages/nonsense", "", 400, validation);
    row("2.3 a page that is not there", "GET", "/v1/pages/00000000-0000-4000-8000-000000000000", "", 404, "object_not_found");
    row("2.3 a path that is none", "GET", "/v1/nothing", "", 400, "invalid_request_url");
    row("2.3 a body that is no JSON", "PATCH", page, "{\"properties\":", 400, "invalid_json");
    row("2.2 a body over 500 KB", "PATCH", page, B("{\"x\":\"") + B(520'000, 'x') + "\"}", 400, validation);
    row("2.2 a text of 2,000", "PATCH", page, write("\"Notes\":{\"rich_text\":[" + content(longest) + "]}"), 200, none);
    row("2.2 a text of 2,001", "PATCH", page, write("\"Notes\":{\"rich_text\":[" + content(longer) + "]}"), 400, validation);
    row("2.2 a text of 1,001 pairs of UTF-16 units", "PATCH", page,
        write("\"Notes\":{\"rich_text\":[" + content([] { std::string s; for (int i = 0; i < 1001; ++i) s += "\xF0\x9F\x98\x80"; return s; }()) + "]}"), 400, validation);
    row("2.2 101 items of text", "PATCH", page, write("\"Notes\":{\"rich_text\":[" + many(content("x"), 101) + "]}"), 400, validation);
    row("2.2 a link of 2,001", "PATCH", page, write("\"Notes\":{\"rich_text\":[{\"text\":{\"content\":\"x\",\"link\":{\"url\":\"" + longer + "\"}}}]}"), 400, validation);
    row("2.2 an equation of 1,001", "PATCH", page, write("\"Notes\":{\"rich_text\":[{\"equation\":{\"expression\":\"" + std::string(1001, 'x') + "\"}}]}"), 400, validation);
    row("2.2 a url of 2,001", "PATCH", page, write("\"Link\":{\"url\":\"" + longer + "\"}"), 400, validation);
    row("2.2 an e-mail address of 201", "PATCH", page, write("\"Mail\":{\"email\":\"" + std::string(201, 'x') + "\"}"), 400, validation);
    row("2.2 a phone number of 201", "PATCH", page, write("\"Phone\":{\"phone_number\":\"" + std::string(201, '1') + "\"}"), 400, validation);
    row("2.2 101 options", "PATCH", page, write("\"Tags\":{\"multi_select\":[" + many("{\"name\":\"a\"}", 101) + "]}"), 400, validation);
    row("2.2 101 relations", "PATCH", page, write("\"Who\":{\"relation\":[" + many("{\"id\":\"{ada}\"}", 101) + "]}"), 400, validation);
    row("2.2 101 people", "PATCH", page, write("\"Owners\":{\"people\":[" + many("{\"id\":\"{person}\"}", 101) + "]}"), 400, validation);
    row("2.2 101 blocks", "PATCH", "/v1/blocks/{task}/children", B::fromStdString("{\"children\":[" + many("{\"divider\":{}}", 101) + "]}"), 400, validation);
    const std::string wide = "{\"toggle\":{\"rich_text\":[],\"children\":[" + many("{\"divider\":{}}", 10) + "]}}";
    row("2.2 1,001 blocks and more in all", "PATCH", "/v1/blocks/{task}/children", B::fromStdString("{\"children\":[" + many(wide, 100) + "]}"), 400, validation);
    const std::string deep = R"({"toggle":{"rich_text":[],"children":[{"toggle":{"rich_text":[],"children":[{"divider":{}}]}}]}})";
    row("2.2 blocks three levels deep", "PATCH", "/v1/blocks/{task}/children", B::fromStdString("{\"children\":[" + deep + "]}"), 400, validation);
    row("2.4 a page size of 101", "POST", "/v1/data_sources/{tasks}/query", R"({"page_size":101})", 400, validation);
    row("2.4 a cursor that never was", "POST", "/v1/data_sources/{tasks}/query", R"({"start_cursor":"nonsense"})", 400, validation);
    row("2.5 a page without a parent", "POST", "/v1/pages", R"({"properties":{}})", 400, validation);
    row("2.5 a member that no one knows", "PATCH", page, R"({"colour":"red"})", 400, validation);
    row("2.5 archived, after 2026-03-11", "PATCH", page, R"({"archived":true})", 400, validation);
    row("2.5 after, after 2026-03-11", "PATCH", "/v1/blocks/{task}/children", R"({"children":[],"after":"{task}"})", 400, validation);
    row("2.5 a property name that is not there", "PATCH", page, write(R"("Nmae":{"title":[]})"), 400, validation);
    row("2.7 a page below a page has a title alone", "POST", "/v1/pages", R"({"parent":{"page_id":"{root}"},"properties":{"Points":{"number":1}}})", 400, validation);
    row("2.7 a value of another type", "PATCH", page, write(R"("Points":{"rich_text":[]})"), 400, validation);
    row("2.7 a number that is a text", "PATCH", page, write(R"("Points":{"number":"8"})"), 400, validation);
    row("2.7 a select name with a comma", "PATCH", page, write(R"("Priority":{"select":{"name":"a,b"}})"), 400, validation);
    row("2.7 a status that is not there", "PATCH", page, write(R"("State":{"status":{"name":"Elsewhere"}})"), 400, validation);
    row("2.7 a status that is there", "PATCH", page, write(R"("State":{"status":{"name":"Done"}})"), 200, none);
    row("2.7 a date that is none", "PATCH", page, write(R"("Due":{"date":{"start":"2026-02-30"}})"), 400, validation);
    row("2.7 an offset beside a time zone", "PATCH", page, write(R"("Due":{"date":{"start":"2026-02-03T10:00:00Z","time_zone":"Europe/Berlin"}})"), 400, validation);
    row("2.7 a person who is not there", "PATCH", page, write(R"("Owners":{"people":[{"id":"00000000-0000-4000-8000-000000000000"}]})"), 404, "object_not_found");
    row("2.7 a relation to a page that is not there", "PATCH", page, write(R"("Who":{"relation":[{"id":"00000000-0000-4000-8000-000000000000"}]})"), 404, "object_not_found");
    row("2.7 a relation to a page of another table", "PATCH", page, write(R"("Who":{"relation":[{"id":"{task}"}]})"), 400, validation);
    for (const char *name : {"Double", "Ages", "Created", "Edited", "Author", "Number"})
        row(qPrintable(QStringLiteral("2.7 %1 cannot be written").arg(QLatin1String(name))), "PATCH", page,
            write(std::string("\"") + name + "\":{\"number\":1}"), 400, validation);
    row("2.7 a property id that is not there", "GET", "/v1/pages/{task}/properties/zzzz", "", 404, "object_not_found");
    const B schema("/v1/data_sources/{tasks}");
    row("2.7 a status column cannot be made", "PATCH", schema, write(R"("S2":{"status":{}})"), 400, validation);
    row("2.7 an option with a comma", "PATCH", schema, write(R"("S2":{"select":{"options":[{"name":"a,b"}]}})"), 400, validation);
    row("2.5 a relation to nothing", "PATCH", schema, write(R"("R2":{"relation":{"data_source_id":"00000000-0000-4000-8000-000000000000","single_property":{}}})"), 404, "object_not_found");
    row("2.5 a rollup of nothing", "PATCH", schema, write(R"("R2":{"rollup":{"relation_property_name":"Nobody","rollup_property_name":"Age","function":"sum"}})"), 400, validation);
    row("2.7 a rollup function that is none", "PATCH", schema, write(R"("R2":{"rollup":{"relation_property_name":"Who","rollup_property_name":"Age","function":"guess"}})"), 400, validation);
    row("2.5 a formula over nothing", "PATCH", schema, write(R"x("F2":{"formula":{"expression":"prop(\"Nothing\")"}})x"), 400, validation);
    row("2.5 a second title", "PATCH", schema, write(R"("T2":{"title":{}})"), 400, validation);
    row("2.5 the title cannot go", "PATCH", schema, write(R"("Name":null)"), 400, validation);
    row("2.5 a data source without a title", "POST", "/v1/data_sources", R"({"parent":{"database_id":"{database}"},"properties":{"X":{"number":{}}}})", 400, validation);
    row("2.5 search for databases, which are data sources now", "POST", "/v1/search", R"({"filter":{"property":"object","value":"database"}})", 400, validation);
    const B query("/v1/data_sources/{tasks}/query");
    row("2.8 a filter by a property that is not there", "POST", query, R"({"filter":{"property":"No","number":{"equals":1}}})", 400, validation);
    row("2.8 a filter of another type", "POST", query, R"({"filter":{"property":"Points","checkbox":{"equals":true}}})", 400, validation);
    row("2.8 an operator of another type", "POST", query, R"({"filter":{"property":"Points","number":{"contains":1}}})", 400, validation);
    row("2.8 nested three levels deep", "POST", query, R"({"filter":{"and":[{"or":[{"and":[{"property":"Done","checkbox":{"equals":true}}]}]}]}})", 400, validation);
    row("2.8 nested two levels deep", "POST", query, R"({"filter":{"and":[{"or":[{"property":"Done","checkbox":{"equals":true}}]}]}})", 200, none);
    row("2.8 a sort by nothing", "POST", query, R"({"sorts":[{"property":"No","direction":"ascending"}]})", 400, validation);
    row("2.8 filter_properties that are not there", "POST", query + "?filter_properties[]=No", "{}", 400, validation);
}

void RefusalsTest::answersAsTheReferenceSays()
{
    QFETCH(B, method);
    QFETCH(B, target);
    QFETCH(B, body);
    QFETCH(int, status);
    QFETCH(B, code);
    Stage stage;
    const auto answer = stage.api.send(method.toStdString(), stage.filled(target.toStdString()), std::string_view(stage.filled(body.toStdString())));
    QVERIFY2(answer.status == status, answer.raw.c_str());
    QCOMPARE(text(answer.body, "code"), code.toStdString());
    if (status >= 400) {
        QCOMPARE(text(answer.body, "object"), std::string("error"));
        QCOMPARE(integer(answer.body, "status"), std::int64_t(status));
        QVERIFY(!text(answer.body, "message").empty());
        QVERIFY(!text(answer.body, "request_id").empty());
    }
}

void RefusalsTest::refusesTheToken()
{
    Stage stage;
    stage.api.token = "ntn_another";
    auto answer = stage.api.send("GET", "/v1/users/me");
    QCOMPARE(answer.status, 401);
    QCOMPARE(text(answer.body, "code"), std::string("unauthorized"));
    stage.api.token.clear();
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 401);
    stage.api.token = stage.notion.token();
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 200);
    stage.notion.removeToken(stage.notion.token());
    QCOMPARE(stage.api.send("GET", "/v1/users/me").status, 401);
}

void RefusalsTest::refusesVersions_data()
{
    QTest::addColumn<B>("version");
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("code");
    QTest::newRow("none") << B() << 400 << B("missing_version");
    QTest::newRow("one that never was") << B("2026-01-01") << 400 << B("validation_error");
    QTest::newRow("the one before data sources") << B("2022-06-28") << 400 << B("validation_error");
    QTest::newRow("2025-09-03") << B("2025-09-03") << 200 << B();
    QTest::newRow("2026-03-11") << B("2026-03-11") << 200 << B();
}

void RefusalsTest::refusesVersions()
{
    QFETCH(B, version);
    QFETCH(int, status);
    QFETCH(B, code);
    Stage stage;
    stage.api.version = version.toStdString();
    const auto answer = stage.api.send("GET", "/v1/users/me");
    QCOMPARE(answer.status, status);
    QCOMPARE(text(answer.body, "code"), code.toStdString());
}

void RefusalsTest::hidesWhatIsNotShared()
{
    Stage stage;
    stage.notion.share(stage.tasks.database, false);
    for (const auto &target : {"/v1/databases/" + stage.tasks.database, "/v1/data_sources/" + stage.tasks.dataSource, "/v1/pages/" + stage.task}) {
        const auto answer = stage.api.send("GET", target);
        QCOMPARE(answer.status, 404);
        QCOMPARE(text(answer.body, "code"), std::string("object_not_found"));
    }
    QCOMPARE(stage.api.send("GET", "/v1/pages/" + stage.ada).status, 200);
    stage.notion.share(stage.tasks.database, true);
    QCOMPARE(stage.api.send("GET", "/v1/pages/" + stage.task).status, 200);
}

void RefusalsTest::keepsSilentAboutUnknownNamesWhenTold()
{
    Stage stage({.refuseUnknownNames = false});
    const auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", {{"Piont", {{"number", 3}}}}}});
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.body["properties"].contains("Piont"));
    QVERIFY(answer.body["properties"]["Points"]["number"].is_null());
}

void RefusalsTest::aFreeWorkspaceRunsOutOfBlocks()
{
    Stage stage({.blocksLeft = 1});
    const Json one{{"children", {{{"divider", Json::object()}}}}};
    QCOMPARE(stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", one).status, 200);
    const auto answer = stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", one);
    QCOMPARE(answer.status, 403);
    QCOMPARE(text(answer.body, "code"), std::string("restricted_resource"));
    QCOMPARE(text(answer.body["additional_data"], "block_limit"), std::string("block_creation"));
    QCOMPARE(stage.api.send("GET", "/v1/pages/" + stage.task).status, 200);
}

void RefusalsTest::aRefusedWriteChangesNothing()
{
    Stage stage;
    const auto before = stage.notion.dump();
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task,
                            {{"properties", {{"Points", {{"number", 3}}}, {"Priority", {{"select", {{"name", "New one"}}}}}, {"Tags", {{"multi_select", 1}}}}}}).status, 400);
    QCOMPARE(stage.api.send("PATCH", "/v1/data_sources/" + stage.tasks.dataSource,
                            {{"properties", {{"A", {{"number", Json::object()}}},
                                             {"B", {{"relation", {{"data_source_id", stage.people.dataSource}, {"dual_property", Json::object()}}}}},
                                             {"C", {{"formula", {{"expression", "prop(\"Nothing\")"}}}}}}}}).status, 400);
    QCOMPARE(stage.api.send("POST", "/v1/databases",
                            {{"parent", {{"page_id", stage.notion.rootPage()}}}, {"initial_data_source", {{"properties", {{"X", {{"number", Json::object()}}}}}}}}).status, 400);
    QVERIFY(stage.notion.dump() == before);
}

void RefusalsTest::tellsTheVersionsApart()
{
    Stage stage;
    stage.api.version = "2025-09-03";
    auto answer = stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"archived", true}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body["archived"], Json(true));
    QCOMPARE(answer.body["in_trash"], Json(true));
    stage.api.version = "2026-03-11";
    answer = stage.api.send("GET", "/v1/pages/" + stage.task);
    QVERIFY(!answer.body.contains("archived"));
    QCOMPARE(answer.body["in_trash"], Json(true));
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", Json::object()}}).status, 400); // it is in the trash
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"in_trash", false}}).status, 200);

    const auto first = stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", {{"children", {{{"divider", Json::object()}}}}});
    const auto id = text(first.body["results"][0], "id");
    const Json line{{"paragraph", {{"rich_text", {{{"text", {{"content", "first"}}}}}}}}};
    QCOMPARE(stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", {{"children", {line}}, {"position", {{"type", "start"}}}}).status, 200);
    stage.api.version = "2025-09-03";
    QCOMPARE(stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", {{"children", {line}}, {"position", {{"type", "start"}}}}).status, 400);
    QCOMPARE(stage.api.send("PATCH", "/v1/blocks/" + stage.task + "/children", {{"children", {line}}, {"after", id}}).status, 200);
    QCOMPARE(stage.notion.markdown(stage.task), std::string("first\n---\nfirst"));
}

QTEST_GUILESS_MAIN(RefusalsTest)
#include "refusals_test.moc"
