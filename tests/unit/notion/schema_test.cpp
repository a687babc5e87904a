#include <map>

#include <QTest>

#include "tests/unit/notion/sample_pages.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;
using namespace hs::notion;
using Kind = Difference::Kind;

namespace {

/// As much of a workspace as schemas need: makes databases, takes patches, and makes the other sides of relations.
class Workspace {
public:
    bool takesNames = true; ///< of other sides; else it names them itself, as Notion does

    std::string create(const Json &body)
    {
        const auto number = m_sources.size() + 1;
        const auto id = test::madeId('d', number);
        Json source = {{"object", "data_source"},
                       {"id", dashed(id)},
                       {"title", {{{"plain_text", body["title"][0]["text"]["content"]}}}},
                       {"parent", {{"type", "database_id"}, {"database_id", test::madeId('c', number)}}},
                       {"in_trash", false},
                       {"properties", Json::object()}};
        m_sources[id] = source;
        for (const auto &[name, config] : body["initial_data_source"]["properties"].items())
            put(id, name, config);
        return id;
    }

    void patch(const std::string &id, const Json &properties)
    {
        for (const auto &[key, config] : properties.items()) {
            const auto name = nameOf(id, key);
            auto &all = m_sources[id]["properties"];
            if (config.size() == 1 && config.contains("name")) {
                auto moved = all[name];
                all.erase(name);
                moved["name"] = config["name"];
                all[config["name"].get<std::string>()] = moved;
            } else {
                put(id, name, config);
            }
        }
    }

    Json &source(const std::string &id) { return m_sources[id]; }
    RemoteSchema schema(const std::string &id) { return *parseDataSource(dump(m_sources[id])); }

private:
    std::string nameOf(const std::string &id, const std::string &key)
    {
        for (const auto &[name, property] : m_sources[id]["properties"].items())
            if (property["id"] == key)
                return name;
        return key;
    }

    void put(const std::string &id, const std::string &name, const Json &config)
    {
        auto &all = m_sources[id]["properties"];
        const std::string type = config.begin().key();
        auto inner = config.begin().value();
        const bool isNew = !all.contains(name);
        Json property = isNew ? Json{{"id", type == "title" ? "title" : "p" + std::to_string(++m_properties)}} : all[name];
        property["name"] = name;
        property["type"] = type;
        if (inner.is_object() && inner.contains("options"))
            for (auto &option : inner["options"])
                if (!option.contains("id"))
                    option["id"] = "o" + std::to_string(++m_properties);
        property[type] = inner;
        all[name] = property;
        if (type != "relation" || !isNew)
            return;
        const auto target = *normaliseId(inner["data_source_id"].get<std::string>());
        const auto wanted = takesNames ? inner["dual_property"]["synced_property_name"].get<std::string>()
                                       : "Related to " + m_sources[id]["title"][0]["plain_text"].get<std::string>() + " (" + name + ")";
        const auto otherId = "p" + std::to_string(++m_properties);
        m_sources[target]["properties"][wanted] = {
            {"id", otherId},
            {"name", wanted},
            {"type", "relation"},
            {"relation", {{"data_source_id", dashed(id)}, {"type", "dual_property"}, {"dual_property", {{"synced_property_id", property["id"]}, {"synced_property_name", name}}}}}};
        m_sources[id]["properties"][name]["relation"]["dual_property"] = {{"synced_property_id", otherId}, {"synced_property_name", wanted}};
    }

    std::map<std::string, Json> m_sources;
    int m_properties = 0;
};

std::string sentences(const SchemaDiff &diff)
{
    std::string all;
    for (const auto &difference : diff.differences)
        all += difference.sentence + "\n";
    return all;
}

} // namespace

class NotionSchemaTest : public QObject {
    Q_OBJECT
private:
    records::Hub m_hub;
    Workspace m_workspace;
    DataSources m_sources;

    int m_named = 0; // other sides that were given their names while all was made

    void make(bool takesNames);
    const records::Database &database(const std::string &key) const { return **m_hub.find(key); }
    SchemaDiff look(const std::string &key, const PropertyIds &known = {})
    {
        return compare(m_hub, database(key), m_workspace.schema(m_sources[key]), m_sources, known);
    }
    Json &property(const std::string &key, const std::string &name) { return m_workspace.source(m_sources[key])["properties"][name]; }

private Q_SLOTS:
    void initTestCase();
    void init();
    void allDatabasesAreMadeInTwoPasses();
    void otherSidesThatNotionNamedAreGivenTheirNames();
    void theFirstPassHasNoRelations();
    void aPairIsMadeOnce();
    void aFormulaSaysWhatOursDoes();
    void missingOptionsAreAddedAndNoneLost();
    void aMissingPropertyIsAdded();
    void aRenamedPropertyStaysOurs();
    void aRetypedPropertyIsLeftAlone();
    void aRelationElsewhereIsNamed();
    void addedPropertiesAreLeftAlone();
    void aDatabaseThatIsMissingIsWaitedFor();
    void theFingerprintTellsChanges();
    void aContainerNamesItsSources();
};

void NotionSchemaTest::initTestCase()
{
    auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    m_hub = std::move(*hub);
}

void NotionSchemaTest::make(bool takesNames)
{
    m_workspace = {};
    m_workspace.takesNames = takesNames;
    m_sources.clear();
    for (const auto *database : m_hub.inCreateOrder())
        m_sources[database->key] = m_workspace.create(createBody(*database, test::madeId('e', 1)));
    m_named = 0;
    for (const auto *database : m_hub.inCreateOrder()) {
        const auto diff = look(database->key);
        for (const auto &difference : diff.differences)
            m_named += difference.kind == Kind::OtherSideName ? 1 : 0;
        m_workspace.patch(m_sources[database->key], diff.patch);
    }
}

void NotionSchemaTest::init()
{
    make(true);
    QCOMPARE(m_named, 0);
}

void NotionSchemaTest::allDatabasesAreMadeInTwoPasses()
{
    QCOMPARE(m_sources.size(), std::size_t(16));
    for (const auto &database : m_hub.databases()) {
        const auto diff = look(database.key);
        QVERIFY2(diff.differences.empty(), (database.key + ": " + sentences(diff)).c_str());
        QVERIFY(diff.patch.empty() && diff.fits());
        const PropertyMap map(m_hub, database, m_workspace.schema(m_sources[database.key]), m_sources);
        QCOMPARE(map.ids().size(), database.properties.size());
        for (const auto &slot : map.slots())
            QVERIFY2(slot.role != PropertyMap::Role::Extra, (database.key + " " + slot.name).c_str());
    }
}

void NotionSchemaTest::otherSidesThatNotionNamedAreGivenTheirNames()
{
    make(false);
    QCOMPARE(m_named, 7); // one side of each pair
    for (const auto &database : m_hub.databases())
        QVERIFY2(look(database.key).differences.empty(), sentences(look(database.key)).c_str());
    const auto members = m_workspace.schema(m_sources["community-hub"]);
    QVERIFY(members.byName("Contact Profile") && !members.byName("Related to Contacts & Profiles (Community Profile)"));
}

void NotionSchemaTest::theFirstPassHasNoRelations()
{
    for (const auto &database : m_hub.databases()) {
        const auto body = createBody(database, test::madeId('e', 1));
        QCOMPARE(body["parent"]["page_id"].get<std::string>(), dashed(test::madeId('e', 1)));
        int titles = 0;
        for (const auto &config : body["initial_data_source"]["properties"]) {
            QVERIFY(!config.contains("relation") && !config.contains("formula"));
            titles += config.contains("title") ? 1 : 0;
            if (config.contains("select"))
                for (const auto &option : config["select"]["options"])
                    QVERIFY2(option["name"].get<std::string>().find(',') == std::string::npos, database.key.c_str());
        }
        QCOMPARE(titles, 1);
    }
}

void NotionSchemaTest::aPairIsMadeOnce()
{
    const auto contacts = m_workspace.schema(m_sources["contacts-profiles"]);
    const auto members = m_workspace.schema(m_sources["community-hub"]);
    const auto *profile = contacts.byName("Community Profile");
    const auto *contact = members.byName("Contact Profile");
    QVERIFY(profile && contact);
    QCOMPARE(profile->target(), m_sources["community-hub"]);
    QCOMPARE(profile->syncedId(), contact->id);
    QCOMPARE(contact->syncedId(), profile->id);
    QCOMPARE(otherSideName(database("marketing-campaigns"), *database("marketing-campaigns").find("Templates")),
             std::string("Marketing Campaigns: Templates"));
    // With one side gone, the other side's database says so and does not make a second relation.
    m_workspace.source(m_sources["community-hub"])["properties"].erase("Contact Profile");
    const auto diff = look("community-hub");
    QCOMPARE(diff.differences.size(), std::size_t(1));
    QVERIFY(diff.differences[0].kind == Kind::Missing && diff.patch.empty() && !diff.fits());
}

void NotionSchemaTest::aFormulaSaysWhatOursDoes()
{
    QCOMPARE(property("products-services", "Price Tier")["formula"]["expression"].get<std::string>(),
             std::string(R"(if(empty(prop("Price")), "", if(prop("Price") < 100, "Budget", if(prop("Price") < 500, "Standard", "Premium"))))"));
}

void NotionSchemaTest::missingOptionsAreAddedAndNoneLost()
{
    auto &status = property("contacts-profiles", "Status");
    const auto id = status["id"].get<std::string>();
    const auto all = status["select"]["options"].size();
    status["select"]["options"].erase(1);
    status["select"]["options"].push_back({{"id", "mine"}, {"name", "Dreaming"}, {"color", "pink"}, {"description", "by people"}});
    const auto diff = look("contacts-profiles");
    QCOMPARE(diff.differences.size(), std::size_t(1));
    QVERIFY(diff.differences[0].kind == Kind::MissingOptions);
    QCOMPARE(diff.differences[0].sentence, std::string(R"("Status" lacks the option "Qualified Lead", which can be added)"));
    const auto &options = diff.patch[id]["select"]["options"];
    QCOMPARE(options.size(), all + 1);
    QCOMPARE(options[all - 1], Json({{"id", "mine"}, {"name", "Dreaming"}, {"color", "pink"}}));
    QCOMPARE(options[all], Json({{"name", "Qualified Lead"}}));
    m_workspace.patch(m_sources["contacts-profiles"], diff.patch);
    QVERIFY(look("contacts-profiles").differences.empty());
}

void NotionSchemaTest::aMissingPropertyIsAdded()
{
    m_workspace.source(m_sources["contacts-profiles"])["properties"].erase("Phone");
    const auto diff = look("contacts-profiles");
    QCOMPARE(diff.patch, Json({{"Phone", {{"phone_number", Json::object()}}}}));
    QCOMPARE(diff.differences.at(0).sentence, std::string(R"("Phone" (phone number) is missing and can be added)"));
    m_workspace.patch(m_sources["contacts-profiles"], diff.patch);
    QVERIFY(look("contacts-profiles").differences.empty());
}

void NotionSchemaTest::aRenamedPropertyStaysOurs()
{
    const auto known = PropertyMap(m_hub, database("contacts-profiles"), m_workspace.schema(m_sources["contacts-profiles"]), m_sources).ids();
    m_workspace.patch(m_sources["contacts-profiles"], {{known.at("Phone"), {{"name", "Telefon"}}}, {"title", {{"name", "Name"}}}});
    const auto diff = look("contacts-profiles", known);
    QCOMPARE(diff.differences.size(), std::size_t(2));
    for (const auto &difference : diff.differences)
        QVERIFY2(difference.kind == Kind::Renamed, difference.sentence.c_str());
    QVERIFY(diff.fits() && diff.patch.empty());
    // Without the ids only the title is known again.
    const auto blind = look("contacts-profiles");
    QVERIFY(blind.patch.contains("Phone") && !blind.patch.contains("Full Name"));
}

void NotionSchemaTest::aRetypedPropertyIsLeftAlone()
{
    auto &phone = property("contacts-profiles", "Phone");
    phone["type"] = "rich_text";
    phone["rich_text"] = Json::object();
    auto &status = property("contacts-profiles", "Status"); // a status is as good as a select
    status["type"] = "status";
    status["status"] = status["select"];
    const auto diff = look("contacts-profiles");
    QCOMPARE(diff.differences.size(), std::size_t(1));
    QVERIFY(diff.differences[0].kind == Kind::OtherType && diff.patch.empty() && !diff.fits());
    status["status"]["options"].erase(0);
    const auto fewer = look("contacts-profiles");
    QVERIFY(fewer.differences.size() == 2 && fewer.patch.empty()); // only people add options to a status
}

void NotionSchemaTest::aRelationElsewhereIsNamed()
{
    property("master-tasks", "Dependencies")["relation"]["data_source_id"] = m_sources["contacts-profiles"];
    auto diff = look("master-tasks");
    QVERIFY(std::any_of(diff.differences.begin(), diff.differences.end(), [](const Difference &d) { return d.kind == Kind::OtherTarget && d.property == "Dependencies"; }));
    QVERIFY(diff.patch.empty());
    property("master-tasks", "Dependencies")["relation"] = {{"data_source_id", m_sources["master-tasks"]}, {"single_property", Json::object()}};
    diff = look("master-tasks");
    QVERIFY(diff.fits());
    QVERIFY(std::any_of(diff.differences.begin(), diff.differences.end(), [](const Difference &d) { return d.kind == Kind::OneWay; }));
}

void NotionSchemaTest::addedPropertiesAreLeftAlone()
{
    property("contacts-profiles", "Mood") = {{"id", "m"}, {"name", "Mood"}, {"type", "status"}, {"status", Json::object()}};
    const auto diff = look("contacts-profiles");
    QCOMPARE(diff.differences.size(), std::size_t(1));
    QVERIFY(diff.differences[0].kind == Kind::Extra && diff.fits() && diff.patch.empty());
    QCOMPARE(diff.differences[0].remoteName, std::string("Mood"));
}

void NotionSchemaTest::aDatabaseThatIsMissingIsWaitedFor()
{
    m_sources.erase("community-hub");
    m_workspace.source(m_sources["contacts-profiles"])["properties"].erase("Community Profile");
    const auto diff = look("contacts-profiles");
    QVERIFY(diff.patch.empty());
    QVERIFY(diff.differences.at(0).kind == Kind::Waits && !diff.fits());
    QVERIFY(propertyConfig(database("contacts-profiles"), *database("contacts-profiles").find("Community Profile"), m_sources).is_null());
}

void NotionSchemaTest::theFingerprintTellsChanges()
{
    const auto before = m_workspace.schema(m_sources["contacts-profiles"]).fingerprint();
    QCOMPARE(m_workspace.schema(m_sources["contacts-profiles"]).fingerprint(), before);
    property("contacts-profiles", "Status")["select"]["options"].erase(0);
    QVERIFY(m_workspace.schema(m_sources["contacts-profiles"]).fingerprint() != before);
}

void NotionSchemaTest::aContainerNamesItsSources()
{
    const Json body = {{"object", "database"},
                       {"id", dashed(test::madeId('c', 1))},
                       {"title", {{{"plain_text", "Contacts"}}}},
                       {"url", "https://www.notion.so/x"},
                       {"in_trash", true},
                       {"data_sources", {{{"id", dashed(test::madeId('d', 1))}, {"name", "Contacts"}}, {{"id", "none"}}}}};
    const auto container = parseDatabase(dump(body));
    QVERIFY(container);
    QCOMPARE(container->sources.size(), std::size_t(1));
    QCOMPARE(container->sources[0].id, test::madeId('d', 1));
    QVERIFY(container->inTrash);
    QCOMPARE(container->title, std::string("Contacts"));
}

QTEST_APPLESS_MAIN(NotionSchemaTest)
#include "schema_test.moc"
