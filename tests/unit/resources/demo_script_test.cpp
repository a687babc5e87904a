#include <algorithm>
#include <map>
#include <set>

#include <QTest>

#include "engine/agents/registry.h"
#include "engine/records/validate.h"
#include "engine/services/source_catalog.h"
#include "tests/unit/records/shipped_hub.h"

using namespace hs;

/// The demo studio's script holds what the demo promises: records that the hub takes,
/// documents that their sources understand, requests that reach the level they say.
class DemoScriptTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void recordsAreTakenByTheHub();
    void everySourceIsPlayed();
    void documentsAreUnderstood();
    void requestsReachTheirLevel_data();
    void requestsReachTheirLevel();
    void everyReasonIsExercised();
    void failuresAreAmongThem();

private:
    [[nodiscard]] agents::RoutingFacts factsFor(const Json &data) const;

    Json m_script;
    std::optional<agents::AgentRegistry> m_agents;
};

namespace {

/// Puts something plausible where the demo puts times and its own mark.
std::string filled(std::string text)
{
    for (std::size_t at; (at = text.find("\"{{unix")) != std::string::npos;)
        text.replace(at, text.find("}}\"", at) + 3 - at, "1770000000");
    for (const auto &[token, value] : {std::pair{"{{now", "2026-05-01T09:00:00.000Z"},
                                       {"{{gmt", "2026-05-01T09:00:00"},
                                       {"{{local", "2026-05-01T11:00:00"},
                                       {"{{run", "r1"}})
        for (std::size_t at; (at = text.find(token)) != std::string::npos;)
            text.replace(at, text.find("}}", at) + 2 - at, value);
    return text;
}

std::string recordId(std::string_view key)
{
    return "rec_" + std::string(key);
}

} // namespace

void DemoScriptTest::initTestCase()
{
    const auto text = resources::read("demo/script.json");
    QVERIFY2(text, describe(text).c_str());
    auto script = parseJson(*text);
    QVERIFY2(script, describe(script).c_str());
    m_script = std::move(*script);
    agents::AgentRegistry::Files files;
    for (const auto *const folder : {"agents", "routing"})
        for (const auto &path : resources::list(folder))
            files[path] = resources::read(path).value_or("");
    auto agents = agents::AgentRegistry::load(files);
    QVERIFY2(agents, describe(agents).c_str());
    m_agents.emplace(std::move(*agents));
}

void DemoScriptTest::recordsAreTakenByTheHub()
{
    const auto hub = shippedHub();
    QVERIFY2(hub, describe(hub).c_str());
    std::set<std::string> keys;
    for (const auto &record : m_script.at("records"))
        QVERIFY2(keys.insert(text(record, "key")).second, text(record, "key").c_str());
    for (const auto &record : m_script.at("records")) {
        const auto database = hub->find(text(record, "database"));
        QVERIFY2(database, describe(database).c_str());
        Json fields = member(record, "fields");
        for (auto &[name, value] : fields.items())
            if ((*database)->find(name) && !(*database)->find(name)->relation.empty())
                for (auto &id : value) {
                    const auto key = id.get<std::string>().substr(1);
                    QVERIFY2(keys.contains(key), key.c_str());
                    id = recordId(key);
                }
        const auto taken =
            records::normalise(**database, {}, fields, records::WriteMode::Create, records::Writer::Agent, "rec_1");
        QVERIFY2(taken, (text(record, "key") + ": " + describe(taken)).c_str());
    }
}

void DemoScriptTest::everySourceIsPlayed()
{
    const services::SourceCatalog catalog;
    std::set<std::string> played;
    double before = 0;
    for (const auto &event : m_script.at("events")) {
        played.insert(text(event, "source"));
        QVERIFY2(catalog.find(text(event, "source")), text(event, "source").c_str());
        QVERIFY2(number(event, "at") >= before, text(event, "id").c_str());
        before = number(event, "at");
    }
    for (const auto &source : m_script.at("sources"))
        QVERIFY2(played.erase(source.get<std::string>()) == 1, dump(source).c_str());
    QVERIFY(played.empty());
    QVERIFY(m_script.at("events").size() >= 40);
}

void DemoScriptTest::documentsAreUnderstood()
{
    const services::SourceCatalog catalog;
    for (const auto &event : m_script.at("events")) {
        if (!event.contains("body"))
            continue;
        const auto id = text(event, "id");
        const auto body = filled(dump(event.at("body")));
        QVERIFY2(body.find("{{") == std::string::npos, (id + ": " + body).c_str());
        const auto document = parseJson(body);
        QVERIFY2(document, id.c_str());
        const auto source = text(event, "source");
        const auto type = source == "woocommerce" ? text(event.at("headers"), "X-WC-Webhook-Topic")
                          : source == "generic"   ? text(event.at("headers"), "X-Event-Type")
                          : source == "typeform" || source == "beehiiv" ? text(*document, "event_type")
                          : source == "stripe"                          ? text(*document, "type")
                                                                        : std::string("submit");
        const Json headers{{"content-type", "application/json"}};
        const auto mapped = catalog.find(source)->map({type, headers, body});
        QVERIFY2(mapped, (id + ": " + describe(mapped)).c_str());
        QVERIFY2(mapped->size() == 1, id.c_str());
        const auto &result = mapped->front();
        QVERIFY2(!result.type.starts_with(source + "."), (id + ": " + result.type).c_str());
        if (id != "no-address")
            QVERIFY2(!hs::at(result.data, "contact.email").is_null(), (id + ": " + dump(result.data)).c_str());
    }
}

agents::RoutingFacts DemoScriptTest::factsFor(const Json &data) const
{
    agents::RoutingFacts facts;
    for (const auto &record : m_script.at("records")) {
        const Json &fields = record.at("fields");
        const auto database = text(record, "database");
        if (database == "business-entities-registry") {
            const auto site = text(fields, "Website");
            facts.entities.push_back({recordId(text(record, "key")),
                                      text(fields, "Name"),
                                      text(fields, "Entity Type"),
                                      {site.substr(site.find("//") + 2)},
                                      {},
                                      number(fields, "Refund Limit"),
                                      5000,
                                      text(fields, "Currency")});
        } else if (database == "products-services") {
            facts.productNames.push_back(text(fields, "Name"));
        } else if (text(fields, "Email") == text(member(data, "contact"), "email")) {
            agents::ContactFacts contact;
            contact.id = recordId(text(record, "key"));
            contact.name = text(fields, "Full Name");
            contact.email = text(fields, "Email");
            contact.tier = text(fields, "Customer Tier");
            contact.lifetimeValue = number(fields, "Lifetime Value");
            for (const Json &tag : fields.contains("Tags") ? fields.at("Tags") : Json::array())
                contact.tags.push_back(tag.get<std::string>());
            facts.contact = std::move(contact);
        }
    }
    return facts;
}

void DemoScriptTest::requestsReachTheirLevel_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("expected");
    for (const auto &event : m_script.at("events"))
        if (text(event, "source") == "generic" && event.contains("body"))
            QTest::newRow(text(event, "note").c_str()) << QByteArray::fromStdString(dump(event.at("body").at("data")))
                                                       << QByteArray::fromStdString(dump(event.at("expect")));
}

void DemoScriptTest::requestsReachTheirLevel()
{
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, expected);
    const auto document = Json::parse(data.toStdString());
    const auto wanted = Json::parse(expected.toStdString());
    agents::Request request;
    request.text = text(document, "text");
    request.subject = text(document, "subject");
    request.sender = text(member(document, "contact"), "email");
    request.entity = text(document, "entity");
    const auto decision = m_agents->router().route(request, factsFor(document));
    const auto told = dump(agents::toJson(decision));
    QVERIFY2(decision.level == integer(wanted, "level"), told.c_str());
    if (wanted.contains("reason"))
        QVERIFY2(decision.reason == text(wanted, "reason"), told.c_str());
    if (wanted.contains("rule"))
        QVERIFY2(decision.rule == text(wanted, "rule"), told.c_str());
    QVERIFY2(!decision.entity.unsure, told.c_str());
}

void DemoScriptTest::everyReasonIsExercised()
{
    std::set<std::string> missing{"legal_compliance", "vip_concern", "complex_dispute", "human_judgement"};
    std::set<std::int64_t> levels{1, 2, 3, 4};
    for (const auto &event : m_script.at("events")) {
        missing.erase(text(member(event, "expect"), "reason"));
        levels.erase(integer(member(event, "expect"), "level"));
    }
    QVERIFY2(missing.empty(), missing.empty() ? "" : missing.begin()->c_str());
    QVERIFY(levels.empty());
}

void DemoScriptTest::failuresAreAmongThem()
{
    std::set<std::int64_t> statuses;
    std::set<std::string> ids;
    for (const auto &event : m_script.at("events")) {
        QVERIFY2(ids.insert(text(event, "id")).second, text(event, "id").c_str());
        statuses.insert(integer(member(event, "expect"), "status"));
        if (const auto repeated = text(event, "repeats"); !repeated.empty())
            QVERIFY2(ids.contains(repeated), repeated.c_str()); // it was sent before
        else
            QVERIFY2(event.contains("body") != event.contains("raw"), text(event, "id").c_str());
    }
    QCOMPARE(statuses, (std::set<std::int64_t>{200, 202, 400, 401}));
}

QTEST_GUILESS_MAIN(DemoScriptTest)
#include "demo_script_test.moc"
