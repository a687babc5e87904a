#include <set>

#include <QTest>

#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::records;

class SchemaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theShippedHubIsSound();
    void everyDatabaseHasTheCommonProperties();
    void databasesAreCreatedInTheirOrder();
    void relationsThatBelongTogetherNameEachOther();
    void aDatabaseIsFoundByItsKey();
    void faultsAreNamedWithTheirPlace_data();
    void faultsAreNamedWithTheirPlace();
    void aDatabaseInTwoFilesIsRefused();
};

void SchemaTest::theShippedHubIsSound()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    QCOMPARE(hub->databases().size(), 16U);
    const auto contacts = hub->find("contacts-profiles");
    QVERIFY(contacts);
    QCOMPARE((*contacts)->title, std::string("Contacts & Profiles"));
    QCOMPARE((*contacts)->idPrefix, std::string("CTCT"));
    QCOMPARE((*contacts)->titleProperty, std::string("Full Name"));
    const Property *status = (*contacts)->find("Status");
    QVERIFY(status);
    QCOMPARE(status->options.size(), 6U);
    QVERIFY(status->required);
    QCOMPARE((*contacts)->find("Engagement Score")->writer, std::string("sage"));
    QCOMPARE((*contacts)->find("Full Name")->writer, std::string("nyra"));
    const auto products = hub->find("products-services");
    QVERIFY(products);
    QVERIFY((*products)->find("Price Tier")->formula);
}

void SchemaTest::everyDatabaseHasTheCommonProperties()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    const std::set<std::string> manyBusinesses{"agent-registry",         "api-integrations",  "data-transformations",
                                               "notification-templates", "use-cases-library", "workflows-library"};
    for (const auto &database : hub->databases()) {
        for (const auto *const property : {"Console ID", "Last Synced"}) {
            const Property *found = database.find(property);
            QVERIFY2(found && found->systemOnly && found->writer == "engine",
                     (database.key + " " + property).c_str());
        }
        const Property *entity = database.find("Business Entity");
        if (database.key == "business-entities-registry") {
            QVERIFY(!entity);
            continue;
        }
        QVERIFY2(entity, database.key.c_str());
        QCOMPARE(entity->relation, std::string("business-entities-registry"));
        QCOMPARE(entity->limit, manyBusinesses.contains(database.key) ? 0 : 1);
    }
}

void SchemaTest::databasesAreCreatedInTheirOrder()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    std::string order;
    for (const auto *database : hub->inCreateOrder())
        order += database->code + ' ';
    QCOMPARE(order, std::string("BE AR AI WL CP PS DT AC UC NT AW MT CH MC FS RB "));
}

void SchemaTest::aDatabaseIsFoundByItsKey()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    QCOMPARE(describe(hub->find("contact-profiles")),
             std::string("there is no database \"contact-profiles\" (hub): did you mean \"contacts-profiles\"?"));
    const auto far = hub->find("invoices");
    QVERIFY(!far);
    QCOMPARE(far.error().code, Errc::NotFound);
    QVERIFY(far.error().mend.starts_with("use one of \"business-entities-registry\", \"contacts-profiles\""));
}

void SchemaTest::faultsAreNamedWithTheirPlace_data()
{
    QTest::addColumn<QByteArray>("properties");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    QTest::newRow("a type that does not exist")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"text"}])")
        << B("no such property type (x.json:/properties/1/type): use one of \"title\", \"rich_text\", \"number\", "
             "\"select\", "
             "\"multi_select\", \"date\", \"email\", \"phone_number\", \"url\", \"checkbox\", \"people\", \"files\", "
             "\"formula\", \"relation\"");
    QTest::newRow("a mistyped key") << B(R"([{"name":"A","type":"title","requird":true}])")
                                    << B("unknown key (x.json:/properties/0/requird): did you mean \"required\"?");
    QTest::newRow("no title") << B(R"([{"name":"A","type":"number"}])")
                              << B("no property is of type title (x.json:/properties): a database has exactly one");
    QTest::newRow("two titles") << B(R"([{"name":"A","type":"title"},{"name":"B","type":"title"}])")
                                << B("a second title property (x.json:/properties/1): a database has exactly one");
    QTest::newRow("a name twice") << B(R"([{"name":"A","type":"title"},{"name":"A","type":"url"}])")
                                  << B("property \"A\" appears twice (x.json:/properties/1): keep one of them");
    QTest::newRow("a select without options")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"select"}])")
        << B("needs either options or \"open\": true (x.json:/properties/1/options)");
    QTest::newRow("options where none belong")
        << B(R"([{"name":"A","type":"title","options":["x"]}])")
        << B("only a select or multi_select has options (x.json:/properties/0/options): remove them");
    QTest::newRow("an option twice")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"select","options":["x","x"]}])")
        << B("names something twice (x.json:/properties/1/options)");
    QTest::newRow("a flag that is a text") << B(R"([{"name":"A","type":"title","required":"yes"}])")
                                           << B("must be true or false (x.json:/properties/0/required)");
    QTest::newRow("a relation to nowhere")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"relation","relation":"moon"}])")
        << B("there is no database \"moon\" (x.json:/properties/1/relation): use one of \"x\"");
    QTest::newRow("a relation without target") << B(R"([{"name":"A","type":"title"},{"name":"B","type":"relation"}])")
                                               << B("is missing (x.json:/properties/1/relation)");
    QTest::newRow("another side that is not there")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"relation","relation":"x","inverse":"C"}])")
        << B("there is no property \"C\" in \"x\" (x.json:/properties/1/inverse): name the relation there that is the other side");
    QTest::newRow("another side that does not point back")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"relation","relation":"x","inverse":"C"},{"name":"C","type":"relation","relation":"x"}])")
        << B("\"C\" of \"x\" does not name it back (x.json:/properties/1/inverse): give it \"inverse\": \"B\"");
    QTest::newRow("a relation that is its own other side")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"relation","relation":"x","inverse":"B"}])")
        << B("a relation is not its own other side (x.json:/properties/1/inverse): remove it");
    QTest::newRow("another side of what is no relation")
        << B(R"([{"name":"A","type":"title","inverse":"B"}])")
        << B("only a relation has another side (x.json:/properties/0/inverse): remove it");
    QTest::newRow("a format of another type")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"date","format":"currency"}])")
        << B("no such format of a date (x.json:/properties/1/format): use one of \"date\", \"datetime\"");
    QTest::newRow("a formula without a rule") << B(R"([{"name":"A","type":"title"},{"name":"B","type":"formula"}])")
                                              << B("is missing (x.json:/properties/1/formula)");
    QTest::newRow("a formula over nothing")
        << B(R"([{"name":"A","type":"title"},{"name":"B","type":"formula","formula":{"of":"C","steps":[{"below":1,"value":"x"}],"else":"y"}}])")
        << B("there is no property \"C\" (x.json:/properties): mend the formula of \"B\"");
    QTest::newRow("not JSON") << B("[") << B("not JSON (x.json:line 2, column 1): mend the file");
}

void SchemaTest::faultsAreNamedWithTheirPlace()
{
    QFETCH(QByteArray, properties);
    QFETCH(QByteArray, error);
    const std::string start =
        R"({"key":"x","code":"X","title":"X","group":"G","writer":"nyra","createOrder":1,"number":1,"properties":)";
    const auto end = properties == "[" ? std::string("\n") : std::string("}");
    const auto hub = Hub::load({{"x.json", start + properties.toStdString() + end}});
    QCOMPARE(describe(hub), error.toStdString());
}

void SchemaTest::relationsThatBelongTogetherNameEachOther()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    std::set<std::string> pairs;
    for (const auto &database : hub->databases())
        for (const auto &property : database.properties)
            if (!property.inverse.empty()) {
                const auto other = hub->find(property.relation);
                QCOMPARE((*other)->find(property.inverse)->inverse, property.name);
                QCOMPARE((*other)->find(property.inverse)->relation, database.key);
                pairs.insert(database.code + "." + property.name);
            }
    QCOMPARE(pairs, (std::set<std::string>{"CP.Community Profile", "CH.Contact Profile", "AR.API Integrations", "AI.Agents Using",
                                           "AR.Workflows", "WL.Required Agents", "AR.Data Transformations", "DT.Agents Using",
                                           "AI.Data Mapping", "DT.Related API Integrations", "UC.Related Workflows",
                                           "WL.Related Use Cases", "AW.Related Tasks", "MT.Related Workflow Instance"}));
}

void SchemaTest::aDatabaseInTwoFilesIsRefused()
{
    const std::string text =
        R"({"key":"x","code":"X","title":"X","group":"G","writer":"nyra","createOrder":1,"number":1,"properties":[{"name":"A","type":"title"}]})";
    QCOMPARE(describe(Hub::load({{"a.json", text}, {"b.json", text}})),
             std::string("database \"x\" appears twice (b.json:/key): keep one of the files"));
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema_test.moc"
