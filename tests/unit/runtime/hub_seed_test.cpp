#include "engine/runtime/hub_rewards.h"
#include "engine/runtime/hub_seed.h"
#include "engine/runtime/hub_shipped.h"
#include "engine/runtime/hub_templates.h"
#include "engine/runtime/transformations.h"

#include "engine/runtime/plan_writer.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

/// Records that ship and then belong to people: planted once, never over what somebody changed.
class HubSeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everythingThatShipsIsThere();
    void aSecondStartWritesNothing();
    void aNewVersionChangesWhatNobodyTouched();
    void whatWasDeletedStaysAway();
    void aStartThatIsCutOffLeavesNothingTwice();
    void recordsNameEachOther();
    void aRewardThatIsOverIsExpired();
    void anIntegrationTellsHowItIs();
    void agentsMayTalkByTheirCards();
    void everyShippedTransformationGivesItsSample();
    void anActiveTransformationMustGiveItsSample();
    void aMappingSaysWhatIsWrongWithIt_data();
    void aMappingSaysWhatIsWrongWithIt();
    void aLetterThatLeavesIsCounted();
    void aStudiosOwnWordsAreSent();
    void aPlaceholderWithoutValueStopsTheSend();

private:
    void plant()
    {
        m_bench->must<void>(engineActor(), [](Deed &deed) { return seed::plantShipped(deed); });
    }
    std::vector<store::records::Record> all(const std::string &database)
    {
        return m_bench->read<std::vector<store::records::Record>>([&](const store::ReadSql &sql) { return store::records::page(sql, {database, {}, {}}, {{}, 500}).rows; });
    }
    std::string id(const std::string &database, const std::string &what)
    {
        return m_bench->read<std::optional<std::string>>([&](const store::ReadSql &sql) { return mirror::known(sql, database, what); }).value_or("");
    }
    Json fields(const std::string &database, const std::string &what) { return m_bench->fields(database, id(database, what)); }
    Result<store::records::Record> edit(const std::string &database, const std::string &record, const Json &patch)
    {
        return m_bench->attempt<store::records::Record>(m_bench->person("Ada"), [&](Deed &deed) {
            hub::Write write;
            write.database = database;
            write.id = record;
            write.fields = patch;
            write.writer = records::Writer::Staff;
            return hub::write(deed, write);
        });
    }
    std::map<std::string, std::string> tags()
    {
        std::map<std::string, std::string> etags;
        for (const auto *database : {"rewards-bounties", "use-cases-library", "data-transformations", "notification-templates", "agent-communication", "agent-registry",
                                     "api-integrations", "workflows-library"})
            for (const auto &record : all(database))
                etags[record.id] = record.etag;
        return etags;
    }
    /// A letter as an agent writes it, up to the outbox.
    Result<void> write(const agents::EffectWish &wish)
    {
        return m_bench->attempt<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            agents::Plan plan;
            plan.effects.push_back(wish);
            return writePlan(deed, plan, {"sage", m_bench->business, {}, {}});
        });
    }
    static agents::EffectWish welcome(const std::string &language = "en")
    {
        agents::EffectWish wish;
        wish.kind = "mail";
        wish.target = "helene@falk.example";
        wish.summary = "Mail to Helene Falk: Welcome";
        wish.body = {{"subject", "Welcome"}, {"text", "Dear Helene Falk,"}};
        wish.keyPart = "sage.welcome:x";
        wish.letter = "sage.welcome/" + language;
        wish.values = {{"greeting", "Dear Helene Falk,"}, {"business", "Studio Morgenlicht"}};
        return wish;
    }

    std::unique_ptr<test::RuntimeBench> m_bench;
};

void HubSeedTest::init()
{
    m_bench = std::make_unique<test::RuntimeBench>();
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        HS_TRY(mirror::registry(deed, m_bench->sources, {}));
        return mirror::library(deed);
    });
    plant();
}

void HubSeedTest::everythingThatShipsIsThere()
{
    QCOMPARE(all("rewards-bounties").size(), std::size_t(3));
    QCOMPARE(all("use-cases-library").size(), std::size_t(11));
    QCOMPARE(all("data-transformations").size(), std::size_t(15));
    // 23 texts of resources/templates and the letters of the agents, each in English and German.
    const auto own = parseJson(resources::read("templates/notifications.json").value()).value();
    const auto texts = parseJson(resources::read("agents/texts.json").value()).value();
    std::size_t letters = 0;
    for (const auto &[key, languages] : texts.items())
        letters += texts.contains(key + ".subject") ? languages.size() : 0;
    QCOMPARE(all("notification-templates").size(), 2 * own.at("templates").size() + letters);
    const auto booking = fields("notification-templates", "booking_confirmation/de");
    QCOMPARE(text(booking, "Template Name"), std::string("Booking confirmation (de)"));
    QCOMPARE(text(booking, "Language"), std::string("de"));
    QCOMPARE(text(booking, "Trigger Event"), std::string("Booking Confirmation"));
    QCOMPARE(text(booking, "Channel"), std::string("Email"));
    QVERIFY(text(booking, "Supported Placeholders").find("service_name") != std::string::npos);
    QVERIFY(text(booking, "Sample Rendered Output").find("Guten Tag Helene Falk") != std::string::npos);
    for (const auto &record : all("notification-templates"))
        QVERIFY2(text(record.fields, "Sample Rendered Output").find("{{") == std::string::npos, record.title.c_str());
    QVERIFY(text(fields("rewards-bounties", "refer_a_friend"), "Reward ID").starts_with("RWD-"));
    QCOMPARE(text(fields("rewards-bounties", "refer_a_friend"), "Status"), std::string("Draft")); // the house promises nothing by itself
}

void HubSeedTest::aSecondStartWritesNothing()
{
    const auto before = tags();
    m_bench->clock.advance(1h);
    plant();
    QCOMPARE(tags(), before);
}

void HubSeedTest::aNewVersionChangesWhatNobodyTouched()
{
    const seed::Seed first{"rewards-bounties", "trial", {{"Reward Name", "Trial"}, {"Reward Type", "Discount"}, {"Points Value", 10}, {"Description", "ten points"}, {"Redemption Code", "OLD"}}, true};
    const auto put = [&](const seed::Seed &one) { m_bench->must<void>(engineActor(), [&](Deed &deed) { return seed::plant(deed, one); }); };
    put(first);
    QVERIFY(edit("rewards-bounties", id("rewards-bounties", "trial"), {{"Points Value", 25}, {"Status", "Active"}}));
    auto second = first;
    second.fields["Points Value"] = 20;
    second.fields["Description"] = "twenty points";
    second.fields["Eligibility Criteria"] = "everybody";
    second.fields.erase("Redemption Code");
    put(second);
    const auto now = fields("rewards-bounties", "trial");
    QCOMPARE(number(now, "Points Value"), 25.0); // Ada's
    QCOMPARE(text(now, "Status"), std::string("Active"));
    QCOMPARE(text(now, "Description"), std::string("twenty points"));
    QCOMPARE(text(now, "Eligibility Criteria"), std::string("everybody"));
    QVERIFY(!now.contains("Redemption Code"));
    QCOMPARE(all("rewards-bounties").size(), std::size_t(4));
    // Nor does it come back to what was changed once the same thing ships again.
    put(first);
    QCOMPARE(number(fields("rewards-bounties", "trial"), "Points Value"), 25.0);
}

void HubSeedTest::whatWasDeletedStaysAway()
{
    const auto reward = id("rewards-bounties", "early_access");
    m_bench->must<void>(m_bench->person("Ada"), [&](Deed &deed) { return hub::remove(deed, "rewards-bounties", reward, {}); });
    plant();
    m_bench->must<void>(engineActor(), [](Deed &deed) {
        return seed::plant(deed, {"rewards-bounties", "early_access", {{"Reward Name", "Earlier access"}, {"Reward Type", "Early Access"}}, true});
    });
    QCOMPARE(all("rewards-bounties").size(), std::size_t(2));
}

void HubSeedTest::aStartThatIsCutOffLeavesNothingTwice()
{
    auto bench = std::make_unique<test::RuntimeBench>();
    const auto count = [&] {
        return bench->read<std::int64_t>([](const store::ReadSql &sql) {
            return store::records::count(sql, {"use-cases-library", {}, {}}) + store::records::count(sql, {"notification-templates", {}, {}});
        });
    };
    const auto cut = bench->attempt<void>(engineActor(), [](Deed &deed) -> Result<void> {
        HS_TRY(seed::plantShipped(deed));
        return fail(Errc::Conflict, "the machine went off");
    });
    QVERIFY(!cut);
    QCOMPARE(count(), std::int64_t(0));
    for (int i = 0; i < 2; ++i)
        bench->must<void>(engineActor(), [](Deed &deed) { return seed::plantShipped(deed); });
    QCOMPARE(count(), std::int64_t(11) + std::int64_t(all("notification-templates").size()));
}

void HubSeedTest::recordsNameEachOther()
{
    const auto names = [](const Json &fields, const char *property, const std::string &record) {
        const auto &list = member(fields, property);
        return list.is_array() && std::find(list.begin(), list.end(), Json(record)) != list.end();
    };
    const auto lead = fields("use-cases-library", "lead_capture");
    QVERIFY(names(lead, "Related Workflows", id("workflows-library", "lead-to-client")));
    QVERIFY(names(lead, "Required Integrations", id("api-integrations", "typeform")));
    QVERIFY(names(fields("workflows-library", "lead-to-client"), "Related Use Cases", id("use-cases-library", "lead_capture")));
    const auto nyra = fields("agent-registry", "nyra");
    QVERIFY(names(nyra, "Data Transformations", id("data-transformations", "typeform_contact")));
    QVERIFY(names(nyra, "API Integrations", id("api-integrations", "typeform")));
    QVERIFY(names(nyra, "Workflows", id("workflows-library", "lead-to-client")));
    QVERIFY(names(nyra, "Communication Patterns", id("agent-communication", "pattern/nyra/ruvo")));
    QVERIFY(names(fields("api-integrations", "typeform"), "Data Mapping", id("data-transformations", "typeform_contact")));
    QVERIFY(names(fields("api-integrations", "typeform"), "Agents Using", id("agent-registry", "nyra")));
}

void HubSeedTest::aRewardThatIsOverIsExpired()
{
    const auto reward = [&](const std::string &name, const Json &more) {
        Json fields{{"Reward Name", name}, {"Reward Type", "Discount"}, {"Status", "Active"}};
        fields.update(more);
        return m_bench->record("rewards-bounties", fields);
    };
    const auto ended = reward("Autumn", {{"End Date", "2026-11-23T09:10:00Z"}});
    const auto full = reward("First ten", {{"Maximum Redemptions", 10}, {"Redemption Count", 10}});
    const auto open = reward("Open", {{"Maximum Redemptions", 10}, {"Redemption Count", 9}, {"End Date", "2027-01-01T00:00:00Z"}});
    const auto draft = reward("Draft", {{"Status", "Draft"}, {"End Date", "2026-01-01T00:00:00Z"}});
    m_bench->clock.advance(10min);
    const auto look = [&] { m_bench->must<void>(engineActor(), [](Deed &deed) { return mirror::expireRewards(deed); }); };
    const auto before = m_bench->tasks().size();
    look();
    const auto status = [&](const std::string &record) { return text(m_bench->fields("rewards-bounties", record), "Status"); };
    QCOMPARE(status(ended), std::string("Expired"));
    QCOMPARE(status(full), std::string("Expired"));
    QCOMPARE(status(open), std::string("Active"));
    QCOMPARE(status(draft), std::string("Draft"));
    QCOMPARE(m_bench->tasks().size(), before + 2);
    look();
    QCOMPARE(m_bench->tasks().size(), before + 2);
}

void HubSeedTest::anIntegrationTellsHowItIs()
{
    const auto look = [&](bool setUp) {
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return mirror::registry(deed, m_bench->sources, {{"typeform", setUp}}); });
        return fields("api-integrations", "typeform");
    };
    QCOMPARE(text(look(false), "Health"), std::string("disabled"));
    QVERIFY(!look(true).contains("Health")); // nothing has come yet
    const auto event = m_bench->event("form_response", Json::object(), {}, "typeform");
    QCOMPARE(text(look(true), "Health"), std::string("healthy"));
    QCOMPARE(text(look(true), "Last Success"), toRfc3339(m_bench->clock.now()));
    m_bench->clock.advance(1min);
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        store::inbox::note(deed.tx, {deed.now, "typeform", 401, 3, {}, false, "the signature does not fit"});
        return {};
    });
    QCOMPARE(text(look(true), "Health"), std::string("degraded"));
    QCOMPARE(text(look(true), "Last Error"), std::string("the signature does not fit"));
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::inbox::failed(deed.tx, store::inbox::find(deed.tx, event).value(), "no answers", std::nullopt);
        return {};
    });
    QCOMPARE(text(look(true), "Health"), std::string("unhealthy"));
    QCOMPARE(integer(look(true), "Error Count"), std::int64_t(1));
    QCOMPARE(text(look(true), "Last Error"), std::string("no answers"));
}

void HubSeedTest::agentsMayTalkByTheirCards()
{
    std::size_t ways = 0;
    for (const auto &card : m_bench->data->agents.catalog().agents())
        ways += card.handsTo.size();
    QCOMPARE(all("agent-communication").size(), ways);
    const auto pattern = fields("agent-communication", "pattern/nyra/ruvo");
    QCOMPARE(text(pattern, "Kind"), std::string("Pattern"));
    QCOMPARE(text(pattern, "Subject"), std::string("Nyra → Ruvo"));
    QCOMPARE(dump(pattern["Target Agent"]), dump(Json::array({id("agent-registry", "ruvo")})));
    QCOMPARE(integer(pattern, "Timeout Settings"), std::int64_t(30));
    QVERIFY(dump(pattern["Active Workflows Using"]).find(id("workflows-library", "lead-to-client")) != std::string::npos);
    QVERIFY(id("agent-communication", "pattern/nyra/elan").empty()); // she hands nothing to Elan
}

void HubSeedTest::everyShippedTransformationGivesItsSample()
{
    for (const auto &record : all("data-transformations")) {
        auto fields = record.fields;
        fields["Status"] = "Active"; // those that still wait for their service too
        const auto checked = transformations::check(fields);
        QVERIFY2(checked.has_value(), checked ? "" : (record.title + ": " + describe(checked.error())).c_str());
    }
    QCOMPARE(text(fields("data-transformations", "typeform_contact"), "Status"), std::string("Active"));
    QCOMPARE(text(fields("data-transformations", "amelia_booking"), "Status"), std::string("Testing"));
}

void HubSeedTest::anActiveTransformationMustGiveItsSample()
{
    const auto record = id("data-transformations", "typeform_contact");
    auto sample = parseJson(text(fields("data-transformations", "typeform_contact"), "Sample Output")).value();
    sample[0]["data"]["contact"]["email"] = "somebody@else.example";
    const auto refused = edit("data-transformations", record, {{"Sample Output", dump(sample)}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Errc::BadInput);
    QVERIFY2(refused.error().what.find("/0/data/contact/email") != std::string::npos && refused.error().what.find("somebody@else.example") != std::string::npos, refused.error().what.c_str());
    QVERIFY(refused.error().mend.find("Testing") != std::string::npos);
    QVERIFY(edit("data-transformations", record, {{"Sample Output", dump(sample)}, {"Status", "Testing"}}));
    QVERIFY(!edit("data-transformations", record, {{"Status", "Active"}}));

    const auto made = m_bench->attempt<store::records::Record>(m_bench->person("Ben"), [](Deed &deed) {
        hub::Write write;
        write.database = "data-transformations";
        write.mode = records::WriteMode::Create;
        write.writer = records::Writer::Staff;
        write.fields = {{"Transformation Name", "Till to contact"}, {"Status", "Active"}, {"Transformation Logic", R"({"map": {"contact.email": {"var": "buyer.mail"}, "total": {"*": [{"var": "net"}, 2]}}})"},
                        {"Sample Input", R"({"buyer": {"mail": "a@b.example"}, "net": 21})"}, {"Sample Output", R"({"contact": {"email": "a@b.example"}, "total": 42})"}};
        return hub::write(deed, write);
    });
    QVERIFY2(made.has_value(), made ? "" : describe(made.error()).c_str());
    QVERIFY(!edit("data-transformations", made->id, {{"Sample Input", R"({"buyer": {"mail": "a@b.example"}, "net": 22})"}}));
}

void HubSeedTest::aMappingSaysWhatIsWrongWithIt_data()
{
    QTest::addColumn<QString>("logic");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << "map: a" << "{}" << "is not JSON";
    QTest::newRow("neither of both") << R"({"code": "x"})" << "{}" << "neither a source of the console nor a mapping";
    QTest::newRow("an unknown source") << R"({"source": "typefrom"})" << "{}" << "no source \"typefrom\"";
    QTest::newRow("what the source cannot read") << R"({"source": "typeform", "type": "form_response"})" << R"({"a": 1})" << "lacks";
    QTest::newRow("nothing mapped") << R"({"map": {}})" << "{}" << "names no member";
    QTest::newRow("an unknown operator") << R"({"map": {"a": {"shell": ["rm"]}}})" << "{}" << "the rule for \"a\" cannot be used";
    QTest::newRow("a member below a value") << R"({"map": {"a": 1, "a.b": 2}})" << "{}" << "the result cannot have \"a.b\"";
    QTest::newRow("another result") << R"({"map": {"a": {"var": "b"}}})" << R"({"b": 2})" << "the sample input gives 2 at \"/a\", the sample output says 1";
}

void HubSeedTest::aMappingSaysWhatIsWrongWithIt()
{
    QFETCH(QString, logic);
    QFETCH(QString, input);
    QFETCH(QString, says);
    const auto checked = transformations::check({{"Status", "Active"}, {"Transformation Logic", logic.toStdString()}, {"Sample Input", input.toStdString()}, {"Sample Output", R"({"a": 1})"}});
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, Errc::BadInput);
    QVERIFY2(checked.error().what.find(says.toStdString()) != std::string::npos, checked.error().what.c_str());
    QVERIFY(!checked.error().mend.empty());
}

void HubSeedTest::aLetterThatLeavesIsCounted()
{
    for (int i = 0; i < 2; ++i) {
        auto wish = welcome();
        wish.keyPart += std::to_string(i);
        QVERIFY(write(wish));
    }
    QVERIFY(!fields("notification-templates", "sage.welcome/en").contains("Send Count"));
    const auto effects = m_bench->effects();
    QCOMPARE(effects.size(), std::size_t(2));
    QCOMPARE(effects.front().letter, std::string("sage.welcome/en"));
    for (const auto &effect : effects) {
        m_bench->clock.advance(1min);
        for (int again = 0; again < 2; ++again) // said twice is sent once
            m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
                store::outbox::sent(deed.tx, effect, deed.now);
                return {};
            });
    }
    const auto record = fields("notification-templates", "sage.welcome/en");
    QCOMPARE(integer(record, "Send Count"), std::int64_t(2));
    QCOMPARE(text(record, "Last Sent"), toRfc3339(m_bench->clock.now()));
    QVERIFY(!fields("notification-templates", "sage.welcome/de").contains("Send Count"));
}

void HubSeedTest::aStudiosOwnWordsAreSent()
{
    const auto record = id("notification-templates", "sage.welcome/en");
    QVERIFY(write(welcome()));
    QCOMPARE(text(m_bench->effects().front().body, "text"), std::string("Dear Helene Falk,")); // as the agent filled it
    QVERIFY(edit("notification-templates", record, {{"Content Template", "{{greeting}}\n\nthe kettle is on at {{business}}."}}));
    QVERIFY(write(welcome()));
    QCOMPARE(text(m_bench->effects().front().body, "text"), std::string("Dear Helene Falk,\n\nthe kettle is on at Studio Morgenlicht."));
    QCOMPARE(text(m_bench->effects().front().body, "subject"), std::string("Welcome"));
    QVERIFY(edit("notification-templates", record, {{"Status", "Draft"}})); // words that are still worked on are not sent
    QVERIFY(write(welcome()));
    QCOMPARE(text(m_bench->effects().front().body, "text"), std::string("Dear Helene Falk,"));
    QVERIFY(write(welcome("de")));
    QCOMPARE(text(m_bench->effects().front().body, "text"), std::string("Dear Helene Falk,"));
}

void HubSeedTest::aPlaceholderWithoutValueStopsTheSend()
{
    QVERIFY(edit("notification-templates", id("notification-templates", "sage.welcome/en"), {{"Subject Template", "Welcome, {{nickname}}"}}));
    const auto stopped = write(welcome());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, Errc::BadInput);
    QVERIFY(stopped.error().what.find("nickname") != std::string::npos);
    QVERIFY(m_bench->effects().empty());
}

QTEST_GUILESS_MAIN(HubSeedTest)
#include "hub_seed_test.moc"
