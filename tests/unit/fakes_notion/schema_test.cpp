#include <QtTest>

#include "tests/unit/fakes_notion/stage.h"

using namespace hs;
using namespace hs::test;

class SchemaTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsEachConfig();
    void renamesAndDeletes();
    void optionsAreReplaced();
    void bothSidesOfARelationKeepInStep();
    void aBackRelationStampsTheOtherSideWhenTold();
    void aRelationChangesItsKind();
    void statusColumnsByVersion_data();
    void statusColumnsByVersion();
    void aDatabaseMayHaveTwoDataSources();
    void seedsTheHub();

private:
    static Json patch(Stage &stage, const Json &properties, int status = 200)
    {
        const auto answer = stage.api.send("PATCH", "/v1/data_sources/" + stage.tasks.dataSource, {{"properties", properties}});
        if (answer.status != status)
            qWarning("%s", answer.raw.c_str());
        return answer.status == status ? answer.body : Json();
    }
};

void SchemaTest::showsEachConfig()
{
    Stage stage;
    const auto answer = stage.api.send("GET", "/v1/data_sources/" + stage.tasks.dataSource);
    QCOMPARE(answer.status, 200);
    QCOMPARE(text(answer.body["parent"], "database_id"), stage.tasks.database);
    QCOMPARE(text(answer.body["database_parent"], "page_id"), stage.notion.rootPage());
    const Json &columns = answer.body["properties"];
    QCOMPARE(columns.size(), std::size_t(20));
    for (const auto &[name, column] : columns.items()) {
        QCOMPARE(text(column, "name"), name);
        QVERIFY(column.contains(text(column, "type")));
        QVERIFY(column.contains("description"));
    }
    QCOMPARE(text(columns["Name"], "id"), std::string("title"));
    QCOMPARE(text(columns["Points"]["number"], "format"), std::string("number"));
    QCOMPARE(text(columns["Who"]["relation"], "data_source_id"), stage.people.dataSource);
    QCOMPARE(text(columns["Who"]["relation"]["dual_property"], "synced_property_name"), std::string("Tasks"));
    QCOMPARE(text(columns["Ages"]["rollup"], "relation_property_name"), std::string("Who"));
    QCOMPARE(columns["State"]["status"]["groups"].size(), std::size_t(3));
    QCOMPARE(text(columns["Number"]["unique_id"], "prefix"), std::string("T"));
    QCOMPARE(text(columns["Double"]["formula"], "expression"), std::string("prop(\"Points\") * 2"));
}

void SchemaTest::renamesAndDeletes()
{
    Stage stage;
    (void)stage.notion.editPage(stage.task, {{"Points", {{"number", 5}}}});
    const auto id = text(stage.notion.schema(stage.tasks.dataSource)["Points"], "id");
    Json after = patch(stage, {{id, {{"name", "Weight"}}}});
    QCOMPARE(text(after["properties"]["Weight"], "id"), id); // it keeps its id, and its values
    QCOMPARE(stage.notion.page(stage.task)["properties"]["Weight"]["number"].get<double>(), 5.0);
    QVERIFY(patch(stage, {{"Weight", {{"name", "Notes"}}}}, 400).is_object()); // taken
    after = patch(stage, {{"Weight", nullptr}});
    QVERIFY(!after["properties"].contains("Weight"));
    QVERIFY(!stage.notion.page(stage.task)["properties"].contains("Weight"));
}

void SchemaTest::optionsAreReplaced()
{
    Stage stage;
    (void)stage.notion.editPage(stage.task, {{"Priority", {{"select", {{"name", "Low"}}}}}});
    const Json high = stage.notion.schema(stage.tasks.dataSource)["Priority"]["select"]["options"][1];
    // Low is not sent again and goes; the new name of High is passed over (2.5, reported silent failures).
    const Json after = patch(stage, {{"Priority", {{"select", {{"options", {{{"id", high["id"]}, {"name", "Highest"}}, {{"name", "Mid"}}}}}}}}});
    const Json &options = after["properties"]["Priority"]["select"]["options"];
    QCOMPARE(options.size(), std::size_t(2));
    QCOMPARE(text(options[0], "name"), std::string("High"));
    QCOMPARE(text(options[1], "name"), std::string("Mid"));
    QVERIFY(stage.notion.page(stage.task)["properties"]["Priority"]["select"].is_null());
}

void SchemaTest::bothSidesOfARelationKeepInStep()
{
    Stage stage;
    const auto who = [&] { return stage.notion.page(stage.task)["properties"]["Who"]["relation"]; };
    const auto tasks = [&] { return stage.notion.page(stage.ada)["properties"]["Tasks"]["relation"]; };
    const auto edited = stage.notion.page(stage.ada)["last_edited_time"];
    stage.clock.advance(std::chrono::minutes(5));
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.task, {{"properties", {{"Who", {{"relation", {{{"id", stage.ada}}}}}}}}}).status, 200);
    QCOMPARE(tasks(), Json::array({{{"id", stage.task}}}));
    QCOMPARE(stage.notion.page(stage.ada)["last_edited_time"], edited); // the harsher reading: nobody edited that page
    QCOMPARE(stage.api.send("PATCH", "/v1/pages/" + stage.ada, {{"properties", {{"Tasks", {{"relation", Json::array()}}}}}}).status, 200);
    QCOMPARE(who(), Json::array());
    // The columns too: the name follows, and one side takes the other with it.
    (void)patch(stage, {{"Who", {{"relation", {{"data_source_id", stage.people.dataSource}, {"dual_property", {{"synced_property_name", "Work"}}}}}}}});
    QVERIFY(stage.notion.schema(stage.people.dataSource).contains("Work"));
    (void)stage.notion.editSchema(stage.people.dataSource, {{"Work", nullptr}});
    QVERIFY(!stage.notion.schema(stage.tasks.dataSource).contains("Who"));
}

void SchemaTest::aBackRelationStampsTheOtherSideWhenTold()
{
    Stage stage({.backRelationsEdit = true});
    const auto edited = stage.notion.page(stage.ada)["last_edited_time"];
    stage.clock.advance(std::chrono::minutes(5));
    (void)stage.notion.editPage(stage.task, {{"Who", {{"relation", {{{"id", stage.ada}}}}}}});
    QVERIFY(stage.notion.page(stage.ada)["last_edited_time"] != edited);
}

void SchemaTest::aRelationChangesItsKind()
{
    Stage stage;
    (void)stage.notion.editPage(stage.task, {{"Who", {{"relation", {{{"id", stage.ada}}}}}}});
    Json after = patch(stage, {{"Who", {{"relation", {{"data_source_id", stage.people.dataSource}, {"single_property", Json::object()}}}}}});
    QCOMPARE(text(after["properties"]["Who"]["relation"], "type"), std::string("single_property"));
    QVERIFY(!stage.notion.schema(stage.people.dataSource).contains("Tasks"));
    QCOMPARE(stage.notion.page(stage.task)["properties"]["Who"]["relation"].size(), std::size_t(1));
    after = patch(stage, {{"Who", {{"relation", {{"data_source_id", stage.people.dataSource}, {"dual_property", Json::object()}}}}}});
    const auto back = text(after["properties"]["Who"]["relation"]["dual_property"], "synced_property_name");
    QCOMPARE(back, std::string("Related to Tasks (Who)"));
    QCOMPARE(stage.notion.page(stage.ada)["properties"][back]["relation"], Json::array({{{"id", stage.task}}}));
    // A table may relate to itself; then it has both columns.
    after = patch(stage, {{"Blocks", {{"relation", {{"data_source_id", stage.tasks.dataSource}, {"dual_property", {{"synced_property_name", "Blocked by"}}}}}}}});
    QVERIFY(after["properties"].contains("Blocks") && after["properties"].contains("Blocked by"));
}

void SchemaTest::statusColumnsByVersion_data()
{
    using Creation = FakeNotionOptions::StatusCreation;
    QTest::addColumn<int>("creation");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<int>("status");
    QTest::newRow("never") << int(Creation::Never) << QByteArray("2026-03-11") << 400;
    QTest::newRow("since 2026, before") << int(Creation::Since2026) << QByteArray("2025-09-03") << 400;
    QTest::newRow("since 2026") << int(Creation::Since2026) << QByteArray("2026-03-11") << 200;
    QTest::newRow("always") << int(Creation::Always) << QByteArray("2025-09-03") << 200;
}

void SchemaTest::statusColumnsByVersion()
{
    QFETCH(int, creation);
    QFETCH(QByteArray, version);
    QFETCH(int, status);
    Stage stage({.statusCreation = FakeNotionOptions::StatusCreation(creation)});
    stage.api.version = version.toStdString();
    (void)patch(stage, {{"Phase", {{"status", {{"options", {{{"name", "New"}}, {{"name", "Old"}}}}}}}}}, status);
    QCOMPARE(stage.notion.schema(stage.tasks.dataSource).contains("Phase"), status == 200);
}

void SchemaTest::aDatabaseMayHaveTwoDataSources()
{
    Stage stage;
    const auto target = "/v1/pages";
    const Json row{{"parent", {{"database_id", stage.tasks.database}}}, {"properties", {{"Name", FakeNotion::title("x")}}}};
    QCOMPARE(stage.api.send("POST", target, row).status, 200); // one data source: the database stands for it
    const auto made = stage.api.send("POST", "/v1/data_sources", {{"parent", {{"database_id", stage.tasks.database}}}, {"properties", {{"Name", {{"title", Json::object()}}}}}});
    QCOMPARE(made.status, 200);
    QCOMPARE(stage.api.send("GET", "/v1/databases/" + stage.tasks.database).body["data_sources"].size(), std::size_t(2));
    QCOMPARE(stage.api.send("POST", target, row).status, 400);
}

void SchemaTest::seedsTheHub()
{
    FakeNotion notion;
    const auto sources = notion.seedHub(3, 6500);
    QCOMPARE(sources.size(), std::size_t(16));
    for (const auto &[key, id] : sources) {
        const auto pages = notion.pages(id);
        QCOMPARE(pages.size(), std::size_t(3));
        const auto bytes = dump(pages[0]).size();
        QVERIFY2(bytes > 5000 && bytes < 8500, (key + " " + std::to_string(bytes)).c_str());
    }
    QVERIFY(notion.schema(sources.at("contacts-profiles")).contains("Community Profile"));
    QCOMPARE(notion.schema(sources.at("products-services"))["Price Tier"]["type"], Json("formula"));
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema_test.moc"
