#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/hub_notices.h"

#include "engine/agents/studio.h"
#include "engine/runtime/record_texts.h"
#include "engine/runtime/reminders.h"
#include "engine/runtime/store_view.h"
#include "engine/store/tables/record_changes.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

namespace {

const char *const Simple = R"({"id": "simple", "version": "1.0.0", "description": "A short way.", "meta": { "title": "Simple way", "level": 1 },
    "setup": { "triggers": [{ "event": "simple.asked", "mode": "start", "key": { "var": "event.id" } }] }, "initial": "open",
    "states": { "open": { "on": { "go": "next", "task_done": "next", "bad": { "actions": { "type": "assign", "params": { "assignment": { "x": 1 } } } } } },
                "next": { "on": { "end": "done" } }, "done": { "type": "final" } } })";

} // namespace

/// What the engine has, as records of the hub; and who is told when a person changes one.
class HubTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void agentsSourcesAndWorkflowsAreRecords();
    void businessesWorkByTheirKind();
    void aSecondPassWritesNothing();
    void aDeletedRecordComesBack();
    void anInstanceIsFollowedStepByStep();
    void aCancelledInstanceCancelsItsTasks();
    void aTakenBackMoveIsTakenBackHereToo();
    void aStepThatFailsLeavesNoRecord();
    void aContactThatIsChangedIsToldToNyra();
    void aTaskThatIsDoneMovesItsWorkflow();
    void theEngineTellsNobodyOfItself();
    void uniqueValuesAndIdsStayUnique();
    void settingsOfTheHouseReachTheAgents();
    void aLateTaskIsToldOnceAStep();
    void aLongTextIsToldByItsBeginning();

private:
    std::string start(const std::string &key = "k1");
    Json active(const std::string &instance) { return m_bench->fields("active-workflows", mirror::recordOf(instance)); }
    store::records::Record put(const Actor &actor, const std::string &database, const std::string &id, const Json &fields);
    std::int64_t count(const std::string &database)
    {
        return m_bench->read<std::int64_t>([&](const store::ReadSql &sql) { return store::records::count(sql, {database, {}, {}}); });
    }
    void registry(const mirror::SetUp &setUp = {});

    std::unique_ptr<test::RuntimeBench> m_bench;
};

void HubTest::aLateTaskIsToldOnceAStep()
{
    const auto due = m_bench->clock.now() + 1h;
    const auto task = m_bench->record("master-tasks", {{"Task Name", "Call back"}, {"Status", "To Do"}, {"Priority", "Low"}, {"Due Date", toRfc3339(due)}});
    (void)m_bench->record("master-tasks", {{"Task Name", "Another"}, {"Status", "To Do"}, {"Priority", "Low"}, {"Due Date", toRfc3339(due + 1000h)}});
    const auto reminders = [&] {
        m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
            reminders::remind(deed);
            return {};
        });
        return m_bench->read<std::int64_t>([&](const store::ReadSql &sql) {
            std::int64_t count = 0;
            sql.each("SELECT payload FROM messages WHERE type = 'task_reminder'", {}, [&](const store::Row &row) { count += text(row.json(0), "task") == task ? 1 : 0; });
            return count;
        });
    };
    const auto next = [&] { return m_bench->read<std::optional<Timestamp>>([](const store::ReadSql &sql) { return reminders::next(sql); }); };
    QCOMPARE(reminders(), 0);
    QCOMPARE(next(), std::optional(due));
    m_bench->clock.advance(1h);
    QCOMPARE(reminders(), 1);
    QCOMPARE(reminders(), 1);
    QCOMPARE(next(), std::optional(due + 24h)); // its lead is told
    m_bench->clock.advance(24h);
    QCOMPARE(reminders(), 2);
    QCOMPARE(next(), std::optional(due + 72h)); // then it is a matter of operations
    m_bench->clock.advance(100h);
    QCOMPARE(reminders(), 3);
    QCOMPARE(next(), std::optional(due + 1000h));
    put(m_bench->person("Ada Lind"), "master-tasks", task, {{"Due Date", toRfc3339(m_bench->clock.now() + 2h)}}); // put off: it begins anew
    QCOMPARE(next(), std::optional(m_bench->clock.now() + 2h));
}

void HubTest::aLongTextIsToldByItsBeginning()
{
    const auto contact = m_bench->contact("Helene Falk", "h@example.com");
    const std::string whole = std::string(1'999, 'a') + "ü" + std::string(100'000, 'b');
    m_bench->must<void>(m_bench->person("Ada Lind"), [&](Deed &deed) { return hub::writeText(deed, contact, whole, std::string()); });
    QCOMPARE(m_bench->attempt<void>(m_bench->person("Ada Lind"), [&](Deed &deed) { return hub::writeText(deed, contact, "x", std::string("y")); }).error().code, Errc::Conflict);
    QCOMPARE(m_bench->attempt<void>(m_bench->person("Ada Lind"), [&](Deed &deed) { return hub::writeText(deed, contact, std::string(400'001, 'x'), {}); }).error().code, Errc::BadInput);
    QCOMPARE(m_bench->attempt<void>(m_bench->person("Ada Lind"), [&](Deed &deed) { return hub::writeText(deed, "rec_none", "x", {}); }).error().code, Errc::NotFound);
    const auto told = m_bench->read<std::string>([&](const store::ReadSql &sql) {
        std::string last;
        sql.each("SELECT payload FROM messages WHERE type = 'contact_update'", {}, [&](const store::Row &row) { last = text(member(row.json(0), "after"), "Page content"); });
        return last;
    });
    QCOMPARE(told, std::string(1'999, 'a') + "…"); // no half of a character
    const auto kept = m_bench->read<std::optional<store::changes::Change>>([&](const store::ReadSql &sql) { return store::changes::latest(sql, contact, "Page content"); });
    QVERIFY(kept && kept->after == Json(whole));
}

void HubTest::init()
{
    m_bench = std::make_unique<test::RuntimeBench>();
    m_bench->define(Simple);
}

void HubTest::registry(const mirror::SetUp &setUp)
{
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        HS_TRY(mirror::registry(deed, m_bench->sources, setUp));
        return mirror::library(deed);
    });
}

std::string HubTest::start(const std::string &key)
{
    const auto contact = m_bench->contact("Helene Falk", key + "@example.com", {{"Phone", "+49 30 1234567"}});
    return m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
        flow::Start start{"simple", key};
        start.contact = contact;
        start.entity = m_bench->business;
        start.priority = "High";
        return flow::start(deed, start);
    });
}

store::records::Record HubTest::put(const Actor &actor, const std::string &database, const std::string &id, const Json &fields)
{
    return m_bench->must<store::records::Record>(actor, [&](Deed &deed) -> Result<store::records::Record> {
        const auto before = store::records::find(deed.tx, database, id);
        hub::Write write;
        write.database = database;
        write.id = id;
        write.fields = fields;
        write.writer = records::Writer::Staff;
        const auto record = hub::write(deed, write);
        if (!record)
            return record;
        HS_TRY(notices::changed(deed, before ? &*before : nullptr, *record));
        return record;
    });
}

void HubTest::businessesWorkByTheirKind()
{
    const auto names = [&](const std::string &business) {
        std::string all;
        const auto fields = m_bench->fields("business-entities-registry", business);
        for (const auto &id : member(fields, "Primary Workflows"))
            all += (all.empty() ? "" : ", ") + text(m_bench->fields("workflows-library", scalarText(id)), "Workflow Name");
        return all;
    };
    QCOMPARE(names(m_bench->business), std::string()); // it was there before any definition had its record
    registry({});
    const std::string wellness = "Lead to client, Marketing and content, Knowledge and support, Customer service, Wellness booking, Client retention, Campaigns";
    QCOMPARE(names(m_bench->business), wellness);
    // One that is created later has them at once, except where its creator chose.
    const auto gallery = m_bench->record("business-entities-registry", {{"Name", "Gallery North"}, {"Entity Type", "ART_GALLERY"}, {"Integration Status", "Active"}});
    QVERIFY2(names(gallery).ends_with("Exhibitions, Inventory, Content, Campaigns, Client retention"), names(gallery).c_str());
    const auto own = m_bench->record("business-entities-registry", {{"Name", "Own Ways"}, {"Entity Type", "ART_GALLERY"}, {"Integration Status", "Active"}, {"Primary Workflows", Json::array()}});
    registry({});
    QCOMPARE(names(own), std::string());
    // What a person cleared stays so.
    m_bench->must<store::records::Record>(m_bench->person("Ben"), [&](Deed &deed) {
        hub::Write write;
        write.database = "business-entities-registry";
        write.id = m_bench->business;
        write.fields = {{"Primary Workflows", Json()}};
        write.writer = records::Writer::Engine;
        return hub::write(deed, write);
    });
    registry({});
    QCOMPARE(names(m_bench->business), std::string());
}

void HubTest::agentsSourcesAndWorkflowsAreRecords()
{
    registry({{"typeform", true}});
    QCOMPARE(count("agent-registry"), std::int64_t(9));
    QCOMPARE(count("api-integrations"), std::int64_t(m_bench->sources.all().size()));
    QCOMPARE(count("workflows-library"), std::int64_t(resources::list("workflows").size() + 1)); // those that ship, and the one of this test
    const auto one = [&](const std::string &database, const std::string &property, const std::string &value) {
        const auto found = m_bench->read<std::vector<store::records::Record>>([&](const store::ReadSql &sql) { return store::records::byKey(sql, database, property, value, 2); });
        return found.size() == 1 ? found.front().fields : Json();
    };
    const auto nyra = one("agent-registry", "Agent ID", "nyra");
    QCOMPARE(text(nyra, "Agent Name"), std::string("Nyra"));
    QCOMPARE(text(nyra, "Status"), std::string("Deployed"));
    QCOMPARE(text(one("agent-registry", "Agent ID", "zevi"), "Status"), std::string("Deployed"));
    const auto typeform = one("api-integrations", "Integration Name", "Typeform");
    QCOMPARE(text(typeform, "API Platform"), std::string("TYPEFORM_API"));
    QCOMPARE(text(typeform, "Status"), std::string("Active"));
    QCOMPARE(text(typeform, "API Key Reference"), std::string("WEBHOOK_SECRET_TYPEFORM"));
    QCOMPARE(text(one("api-integrations", "Integration Name", "Stripe"), "Status"), std::string("Planned"));
    const auto simple = one("workflows-library", "Workflow Name", "Simple way");
    QCOMPARE(text(simple, "Trigger Type"), std::string("Event"));
    QCOMPARE(text(simple, "Trigger Conditions"), std::string("simple.asked"));
    QCOMPARE(text(simple, "Initial State"), std::string("open"));
    QVERIFY(text(simple, "Workflow Steps").starts_with("3 states, SHA-256 "));
    const auto lead = one("workflows-library", "Workflow Name", "Lead to client");
    QCOMPARE(text(lead, "Trigger Type"), std::string("Form Submission"));
    QCOMPARE(member(lead, "Required Agents").size(), std::size_t(4)); // Grace, Nyra, Ruvo, Solari
}

void HubTest::aSecondPassWritesNothing()
{
    registry();
    const auto commits = [&] {
        Json etags = Json::object();
        for (const auto *database : {"agent-registry", "api-integrations", "workflows-library"})
            for (const auto &record : m_bench->read<std::vector<store::records::Record>>([&](const store::ReadSql &sql) { return store::records::page(sql, {database, {}, {}}, {{}, 200}).rows; }))
                etags[record.id] = record.etag;
        return etags;
    };
    const auto before = commits();
    m_bench->clock.advance(10min);
    registry();
    QCOMPARE(dump(commits()), dump(before));
    // What a person called it stays; what the engine knows is brought up to date.
    const auto id = m_bench->read<std::vector<store::records::Record>>([&](const store::ReadSql &sql) { return store::records::byKey(sql, "agent-registry", "Agent ID", "nyra", 1); }).front().id;
    put(m_bench->person("Ada"), "agent-registry", id, {{"Agent Name", "Our Nyra"}});
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        for (int i = 0; i < 3; ++i)
            store::people::agentActed(deed.tx, "nyra", dayOf(deed.now), deed.now, {});
        store::people::agentActed(deed.tx, "nyra", dayOf(deed.now), deed.now, "it failed");
        return {};
    });
    registry();
    const auto nyra = m_bench->fields("agent-registry", id);
    QCOMPARE(text(nyra, "Agent Name"), std::string("Our Nyra"));
    QCOMPARE(integer(nyra, "Execution Count"), std::int64_t(4));
    QCOMPARE(number(nyra, "Success Rate"), 75.0);
}

void HubTest::aDeletedRecordComesBack()
{
    registry();
    const auto id = m_bench->read<std::vector<store::records::Record>>([&](const store::ReadSql &sql) { return store::records::byKey(sql, "agent-registry", "Agent ID", "ruvo", 1); }).front().id;
    m_bench->must<void>(m_bench->person("Ada"), [&](Deed &deed) { return hub::remove(deed, "agent-registry", id, {}); });
    QCOMPARE(count("agent-registry"), std::int64_t(8));
    registry();
    QCOMPARE(count("agent-registry"), std::int64_t(9));
}

void HubTest::anInstanceIsFollowedStepByStep()
{
    const auto id = start();
    auto record = active(id);
    QCOMPARE(text(record, "Status"), std::string("Active"));
    QCOMPARE(text(record, "Current State"), std::string("open"));
    QCOMPARE(text(record, "Client/Lead Name"), std::string("Helene Falk"));
    QCOMPARE(text(record, "Client/Lead Email"), std::string("k1@example.com"));
    QCOMPARE(text(record, "Priority"), std::string("High"));
    QCOMPARE(text(record, "Level"), std::string("1"));
    QCOMPARE(text(record, "Start Date"), toRfc3339(m_bench->clock.now()));
    QVERIFY(text(record, "Instance ID").starts_with("INST-"));
    const auto library = scalarText(member(record, "Workflow").at(0));
    QCOMPARE(text(m_bench->fields("workflows-library", library), "Workflow Name"), std::string("Simple way"));
    m_bench->clock.advance(1h);
    m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "go"}); });
    record = active(id);
    QCOMPARE(text(record, "Current State"), std::string("next"));
    QCOMPARE(text(record, "Last Transition"), toRfc3339(m_bench->clock.now()));
    QVERIFY(text(record, "End Date").empty());
    m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "end"}); });
    record = active(id);
    QCOMPARE(text(record, "Status"), std::string("Completed"));
    QCOMPARE(text(record, "End Date"), toRfc3339(m_bench->clock.now()));
    QCOMPARE(count("active-workflows"), std::int64_t(1));
}

void HubTest::aCancelledInstanceCancelsItsTasks()
{
    const auto id = start();
    const auto other = start("k2");
    const auto task = [&](const std::string &workflow) {
        return m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
            hub::Write write;
            write.database = "master-tasks";
            write.mode = records::WriteMode::Create;
            write.writer = records::Writer::Engine;
            write.fields = {{"Task Name", "Call"}, {"Status", "To Do"}, {"Priority", "High"}};
            write.workflow = workflow;
            return hub::write(deed, write);
        }).id;
    };
    const auto mine = task(id);
    const auto foreign = task(other);
    m_bench->must<void>(m_bench->person("Ada"), [&](Deed &deed) { return flow::cancel(deed, id, "she changed her mind"); });
    QCOMPARE(text(active(id), "Status"), std::string("Cancelled"));
    QVERIFY(!text(active(id), "End Date").empty());
    QCOMPARE(text(m_bench->fields("master-tasks", mine), "Status"), std::string("Cancelled"));
    QCOMPARE(text(m_bench->fields("master-tasks", foreign), "Status"), std::string("To Do"));
}

void HubTest::aTakenBackMoveIsTakenBackHereToo()
{
    const auto id = start();
    const auto ada = m_bench->person("Ada");
    m_bench->must<flow::Sent>(ada, [&](Deed &deed) { return flow::send(deed, {id, "go"}); });
    QCOMPARE(text(active(id), "Current State"), std::string("next"));
    m_bench->must<void>(ada, [&](Deed &deed) { return flow::undoMove(deed, id); });
    QCOMPARE(text(active(id), "Current State"), std::string("open"));
}

void HubTest::aStepThatFailsLeavesNoRecord()
{
    const auto id = start();
    const auto before = dump(active(id));
    const auto failed = m_bench->attempt<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        const auto sent = flow::send(deed, {id, "go"});
        return sent ? fail(Errc::Conflict, "on purpose") : tl::make_unexpected(sent.error());
    });
    QCOMPARE(failed.error().what, std::string("on purpose"));
    QCOMPARE(dump(active(id)), before);
}

void HubTest::aContactThatIsChangedIsToldToNyra()
{
    const auto ada = m_bench->person("Ada");
    const auto contact = m_bench->contact("Helene Falk", "helene@example.com");
    const auto lead = m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
        flow::Start start{"lead-to-client", contact, {{"contact", contact}, {"email", "helene@example.com"}, {"text", "hello"}}};
        start.contact = contact;
        return flow::start(deed, start);
    });
    m_bench->settle();
    put(ada, "contacts-profiles", contact, {{"Company", "Falk & Co"}});
    const auto told = m_bench->messages("contact_update");
    QCOMPARE(told.size(), std::size_t(1));
    QCOMPARE(dump(member(told.front().payload, "changed")), std::string(R"(["Company"])"));
    QCOMPARE(text(told.front().payload, "by"), std::string("Ada"));
    put(ada, "contacts-profiles", contact, {{"Company", "Falk & Co"}}); // nothing new, nobody is told
    QCOMPARE(m_bench->messages("contact_update").size(), std::size_t(1));

    const auto before = m_bench->tasks().size();
    put(ada, "contacts-profiles", contact, {{"Status", "Qualified Lead"}});
    m_bench->settle();
    QCOMPARE(m_bench->tasks().size(), before + 1);
    QVERIFY(m_bench->tasks().front().record.title.find("Helene Falk") != std::string::npos);
    put(ada, "contacts-profiles", contact, {{"Status", "Do Not Contact"}});
    m_bench->settle();
    for (const auto &message : m_bench->messages("contact_update"))
        QCOMPARE(message.outcome, std::string("delivered"));
    const auto history = m_bench->read<std::vector<store::workflows::Step>>([&](const store::ReadSql &sql) { return store::workflows::history(sql, lead, {{}, 50}).rows; });
    QCOMPARE(history.back().input, std::string("opted_out"));
}

void HubTest::aTaskThatIsDoneMovesItsWorkflow()
{
    const auto id = start();
    const auto task = m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
        hub::Write write;
        write.database = "master-tasks";
        write.mode = records::WriteMode::Create;
        write.writer = records::Writer::Engine;
        write.fields = {{"Task Name", "Call"}, {"Status", "To Do"}, {"Priority", "High"}};
        write.workflow = id;
        return hub::write(deed, write);
    });
    const auto ada = m_bench->person("Ada");
    put(ada, "master-tasks", task.id, {{"Status", "In Progress"}});
    QCOMPARE(text(active(id), "Current State"), std::string("open"));
    put(ada, "master-tasks", task.id, {{"Status", "Done"}});
    QCOMPARE(text(active(id), "Current State"), std::string("next"));
    QCOMPARE(m_bench->messages("task_changed").size(), std::size_t(2));
    m_bench->settle();
    for (const auto &message : m_bench->messages("task_changed"))
        QCOMPARE(message.outcome, std::string("delivered"));
}

void HubTest::theEngineTellsNobodyOfItself()
{
    const auto contact = m_bench->contact("Helene Falk", "helene@example.com");
    put(engineActor(), "contacts-profiles", contact, {{"Company", "Falk & Co"}});
    QVERIFY(m_bench->messages("contact_update").empty());
}

void HubTest::uniqueValuesAndIdsStayUnique()
{
    m_bench->contact("Helene Falk", "helene@example.com");
    const auto twice = m_bench->attempt<store::records::Record>(engineActor(), [&](Deed &deed) {
        hub::Write write;
        write.database = "contacts-profiles";
        write.mode = records::WriteMode::Create;
        write.fields = {{"Full Name", "Another"}, {"Email", "helene@example.com"}, {"Contact Type", "Lead"}, {"Status", "Active Lead"}};
        return hub::write(deed, write);
    });
    QVERIFY(!twice && twice.error().code == Errc::Conflict);
    // Two records whose short ids would be the same: the engine gives the later one another.
    const auto first = m_bench->contact("Ida", "ida@example.com");
    const auto id = text(m_bench->fields("contacts-profiles", first), "Contact ID");
    const auto taken = m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
        const auto database = m_bench->data->hub.find("contacts-profiles");
        const auto wanted = "rec_" + std::string(26, '7');
        auto thief = store::records::find(deed.tx, "contacts-profiles", first).value();
        thief.keys = {{"Contact ID", records::humanId(**database, wanted)}};
        store::records::put(deed.tx, thief);
        hub::Write write;
        write.database = "contacts-profiles";
        write.id = wanted;
        write.mode = records::WriteMode::Create;
        write.fields = {{"Full Name", "Late"}, {"Email", "late@example.com"}, {"Contact Type", "Lead"}, {"Status", "Active Lead"}};
        return hub::write(deed, write);
    });
    const auto database = m_bench->data->hub.find("contacts-profiles");
    QVERIFY(text(taken.fields, "Contact ID") != records::humanId(**database, taken.id));
    QVERIFY(text(taken.fields, "Contact ID") != id);
}

void HubTest::settingsOfTheHouseReachTheAgents()
{
    m_bench->policy->house.refundLimit = 120;
    m_bench->policy->house.zone = "Europe/Berlin";
    m_bench->policy->house.hours = "Mon-Fri 8-12";
    m_bench->policy->house.holidays = {"2026-11-24"};
    const auto business = m_bench->read<agents::Business>([&](const store::ReadSql &sql) { return agents::businessOf(StoreView(sql, m_bench->studio(), m_bench->clock.now()), m_bench->business); });
    QCOMPARE(business.refundLimit, 120.0);
    QCOMPARE(business.hours->zone(), std::string("Europe/Berlin"));
    using namespace std::chrono;
    QVERIFY(business.hours->starts(2026y / 11 / 24, minutes(60), minutes(60)).empty()); // a holiday
    QCOMPARE(business.hours->starts(2026y / 11 / 25, minutes(60), minutes(60)).size(), std::size_t(4));
}

QTEST_GUILESS_MAIN(HubTest)
#include "hub_test.moc"
