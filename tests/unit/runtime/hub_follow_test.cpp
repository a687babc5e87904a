#include "engine/runtime/hub_figures.h"
#include "engine/runtime/hub_instances.h"
#include "engine/runtime/hub_messages.h"
#include "engine/runtime/hub_notices.h"

#include "engine/records/validate.h"
#include "engine/runtime/bus.h"
#include "engine/store/tables/hub_figures.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;

namespace {

const char *const Way = R"({"id": "way", "version": "1.0.0", "description": "A short way.", "meta": { "title": "Short way" },
    "context": { "guests": 2, "level": null, "bad": "x" },
    "initial": "open",
    "states": { "open": { "on": { "go": "next", "count": { "actions": { "type": "assign", "params": { "assignment": { "guests": { "+": [{ "var": "context.guests" }, 1] } } } } },
                                   "route": { "actions": { "type": "assign", "params": { "assignment": { "level": { "var": "event.level" } } } } },
                                   "bad": "spinning" } },
                "spinning": { "after": { "wrong": "open" } },
                "next": { "on": { "end": "done" } }, "done": { "type": "final" } },
    "setup": { "delays": { "wrong": { "var": "context.bad" } } } })";

} // namespace

/// Records of the hub that follow the engine's tables, in the transaction that changed them.
class HubFollowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aMessageHasItsRecordInTheSameCommit();
    void aMessageIsDeliveredAnsweredTimedOutOrFailed();
    void aJobThatFailsLeavesNoRecordOfItsMessage();
    void whatPeopleAddToAMessageStays();
    void messagesFromBeforeGetTheirRecords();
    void theMirrorTellsNobody();
    void anAgentsNumbersAreThoseOfTheCommit();
    void aBadRateOfAnAgentIsTold();
    void theLibraryKnowsHowItsRunsEnd();
    void aBadRateOfAWorkflowIsTold();
    void stepHistoryAndPayloadAreThoseOfTheMoment();
    void whatIsDrawnIsNeverStored();
    void tasksAndTheirRunNameEachOther();
    void aRunKnowsWhereItCameFrom();
    void aCaseLiftsTheLevelToFour();
    void aTroubleOfTheConsoleLiftsNothing();

private:
    void registry();
    std::string start(const std::string &key, const std::string &definition = "way");
    void send(const std::string &instance, const std::string &type, const Json &data = Json::object())
    {
        m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {instance, type, data}); });
    }
    std::string post(const agents::MessagePost &message, const std::string &sender = "nyra")
    {
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) -> Result<std::string> { return bus::post(deed, sender, message); });
    }
    Json logged(const std::string &message) { return m_bench->fields("agent-communication", mirror::recordOf(message)); }
    std::string recordOf(const std::string &database, const std::string &what)
    {
        return m_bench->read<std::optional<std::string>>([&](const store::ReadSql &sql) { return mirror::known(sql, database, what); }).value_or("");
    }
    /// As whoever reads it sees it.
    Json run(const std::string &instance)
    {
        return m_bench->read<Json>([&](const store::ReadSql &sql) {
            auto record = store::records::find(sql, "active-workflows", mirror::recordOf(instance)).value();
            mirror::complete(sql, record);
            return record.fields;
        });
    }
    std::size_t alerts()
    {
        std::size_t count = 0;
        for (const auto &task : m_bench->tasks())
            count += task.record.title.starts_with("Look into ") ? 1 : 0;
        return count;
    }

    std::unique_ptr<test::RuntimeBench> m_bench;
};

void HubFollowTest::init()
{
    m_bench = std::make_unique<test::RuntimeBench>();
    m_bench->define(Way);
    registry();
}

void HubFollowTest::registry()
{
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        HS_TRY(mirror::registry(deed, m_bench->sources, {}));
        return mirror::library(deed);
    });
}

std::string HubFollowTest::start(const std::string &key, const std::string &definition)
{
    return m_bench->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {definition, key}); });
}

void HubFollowTest::aMessageHasItsRecordInTheSameCommit()
{
    agents::MessagePost message{"ruvo", "create_task", {{"title", "Call"}, {"entity", m_bench->business}}, false, "high", {}};
    std::string id;
    bool during = true;
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        id = bus::post(deed, "nyra", message);
        during = store::records::find(deed.tx, "agent-communication", mirror::recordOf(id)).has_value();
        return {};
    });
    QVERIFY(!during); // once, at the end of the commit, however often it is touched in it
    const auto record = logged(id);
    QCOMPARE(text(record, "Kind"), std::string("Message"));
    QCOMPARE(text(record, "Subject"), std::string("create_task: Nyra → Ruvo"));
    QCOMPARE(dump(record["Source Agent"]), dump(Json::array({recordOf("agent-registry", "nyra")})));
    QCOMPARE(dump(record["Target Agent"]), dump(Json::array({recordOf("agent-registry", "ruvo")})));
    QCOMPARE(text(record, "Message ID"), id);
    QCOMPARE(text(record, "Message Type"), std::string("create_task"));
    QCOMPARE(text(record, "Priority"), std::string("high"));
    QCOMPARE(text(record, "Correlation ID"), std::string("req_test"));
    QCOMPARE(text(record, "Sent"), toRfc3339(m_bench->clock.now()));
    QCOMPARE(text(record["Payload"], "title"), std::string("Call"));
    QCOMPARE(dump(record["Business Entity"]), dump(Json::array({m_bench->business})));
    QVERIFY(!record.contains("Outcome"));
    // It is written as it stands; so the schema must agree with every word of it.
    const auto database = m_bench->data->hub.find("agent-communication");
    const auto checked = records::normalise(**database, Json::object(), record, records::WriteMode::Create, records::Writer::Engine, mirror::recordOf(id));
    QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
    QCOMPARE(dump(*checked), dump(record));
}

void HubFollowTest::aMessageIsDeliveredAnsweredTimedOutOrFailed()
{
    const auto delivered = post({"ruvo", "status_update", Json::object(), false, "normal", {}});
    const auto request = post({"ruvo", "capability_request", Json::object(), true, "normal", {}});
    const auto asked = post({"ruvo", "capability_request", Json::object(), true, "normal", {}});
    const auto nobody = post({"nobody", "status_update", Json::object(), false, "normal", {}});
    QCOMPARE(text(logged(nobody), "Outcome"), std::string("failed"));
    QVERIFY(text(logged(nobody), "Error Handling").find("there is no agent") != std::string::npos);
    QVERIFY(!logged(nobody).contains("Target Agent"));
    QCOMPARE(integer(logged(request), "Timeout Settings"), std::int64_t(30));
    m_bench->settle();
    QCOMPARE(text(logged(delivered), "Outcome"), std::string("delivered"));
    agents::MessagePost answer{"nyra", "status_update", Json::object(), false, "normal", request};
    post(answer, "ruvo");
    QCOMPARE(text(logged(request), "Outcome"), std::string("answered"));
    m_bench->clock.advance(31s);
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        bus::expire(deed);
        return {};
    });
    QCOMPARE(text(logged(asked), "Outcome"), std::string("timed out"));
    QCOMPARE(text(logged(request), "Outcome"), std::string("answered"));
    // To all: nobody is named.
    QVERIFY(!logged(post({"broadcast", "status_update", Json::object(), false, "low", {}})).contains("Target Agent"));
}

void HubFollowTest::aJobThatFailsLeavesNoRecordOfItsMessage()
{
    std::string id;
    const auto failed = m_bench->attempt<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        id = bus::post(deed, "nyra", {"ruvo", "status_update", Json::object(), false, "normal", {}});
        return fail(Errc::Conflict, "on purpose");
    });
    QVERIFY(!failed);
    QVERIFY(logged(id).is_null());
}

void HubFollowTest::whatPeopleAddToAMessageStays()
{
    const auto id = post({"ruvo", "status_update", Json::object(), false, "normal", {}});
    const auto other = post({"ruvo", "status_update", Json::object(), false, "normal", {}});
    m_bench->must<store::records::Record>(m_bench->person("Ada"), [&](Deed &deed) {
        hub::Write write;
        write.database = "agent-communication";
        write.id = mirror::recordOf(id);
        write.fields = {{"Tags", Json::array({"Staff"})}};
        write.writer = records::Writer::Staff;
        return hub::write(deed, write);
    });
    m_bench->must<void>(m_bench->person("Ben"), [&](Deed &deed) { return hub::remove(deed, "agent-communication", mirror::recordOf(other), {}); });
    m_bench->settle();
    QCOMPARE(text(logged(id), "Outcome"), std::string("delivered"));
    QCOMPARE(dump(logged(id)["Tags"]), std::string(R"(["Staff"])"));
    QVERIFY(logged(other).is_null()); // deleted is deleted
}

void HubFollowTest::messagesFromBeforeGetTheirRecords()
{
    m_bench->store->beforeCommit([](store::Transaction &) {}); // as it was before
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(post({"ruvo", "status_update", {{"n", i}}, false, "normal", {}}));
    QVERIFY(logged(ids.front()).is_null());
    const auto some = [&](int most) { return m_bench->must<bool>(engineActor(), [&](Deed &deed) { return mirror::earlierMessages(deed, most); }); };
    QVERIFY(some(2));
    QVERIFY(!logged(ids[1]).is_null());
    QVERIFY(logged(ids[2]).is_null());
    const auto cut = m_bench->attempt<void>(engineActor(), [&](Deed &deed) -> Result<void> { // killed half way
        const auto more = mirror::earlierMessages(deed, 2);
        return more ? fail(Errc::Conflict, "on purpose") : tl::make_unexpected(more.error());
    });
    QVERIFY(!cut);
    QVERIFY(logged(ids[2]).is_null());
    QVERIFY(some(2));
    QVERIFY(!some(2));
    QVERIFY(!some(2));
    const auto count = m_bench->read<std::int64_t>([](const store::ReadSql &sql) { return store::records::count(sql, {"agent-communication", {}, {}}); });
    QCOMPARE(count, std::int64_t(5));
}

void HubFollowTest::theMirrorTellsNobody()
{
    const auto before = m_bench->messages({}).size();
    const auto id = start("k1");
    send(id, "go");
    for (int i = 0; i < 30; ++i)
        m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
            store::people::agentActed(deed.tx, "nyra", dayOf(deed.now), deed.now, "it failed");
            return {};
        });
    QCOMPARE(alerts(), std::size_t(1)); // a task was made, and still
    QCOMPARE(m_bench->messages({}).size(), before);
    post({"ruvo", "status_update", Json::object(), false, "normal", {}});
    m_bench->settle();
    QCOMPARE(m_bench->messages({}).size(), before + 1);
}

void HubFollowTest::anAgentsNumbersAreThoseOfTheCommit()
{
    const auto record = recordOf("agent-registry", "nyra");
    m_bench->clock.advance(1min);
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        for (int i = 0; i < 7; ++i)
            store::people::agentActed(deed.tx, "nyra", dayOf(deed.now), deed.now, i == 0 ? "it failed" : "");
        return {};
    });
    const auto nyra = m_bench->fields("agent-registry", record);
    QCOMPARE(integer(nyra, "Execution Count"), std::int64_t(7));
    QCOMPARE(number(nyra, "Success Rate"), 85.7);
    QCOMPARE(text(nyra, "Last Execution"), toRfc3339(m_bench->clock.now()));
    QCOMPARE(text(nyra, "Agent Name"), std::string("Nyra"));
    QCOMPARE(alerts(), std::size_t(0)); // seven are too few to judge by
}

void HubFollowTest::aBadRateOfAnAgentIsTold()
{
    const auto act = [&](int times, const std::string &error) {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            for (int i = 0; i < times; ++i)
                store::people::agentActed(deed.tx, "nyra", dayOf(deed.now), deed.now, error);
            return {};
        });
    };
    act(19, {});
    act(1, "it failed"); // 95 %: not below
    QCOMPARE(alerts(), std::size_t(0));
    act(1, "it failed"); // 90.5 %
    QCOMPARE(alerts(), std::size_t(1));
    const auto task = m_bench->tasks().front().record;
    QCOMPARE(task.title, std::string("Look into Nyra: success rate 90.5 %"));
    QCOMPARE(text(task.fields, "Priority"), std::string("High"));
    act(1, "it failed");
    registry(); // nor does a new start tell it again
    QCOMPARE(alerts(), std::size_t(1));
    act(60, {}); // 79 of 82: good again
    act(3, "it failed");
    QCOMPARE(alerts(), std::size_t(2));
}

void HubFollowTest::theLibraryKnowsHowItsRunsEnd()
{
    const auto record = recordOf("workflows-library", "way");
    const auto library = [&] { return m_bench->fields("workflows-library", record); };
    const auto one = start("k1");
    const auto two = start("k2");
    const auto three = start("k3");
    QCOMPARE(integer(library(), "Active Instances Count"), std::int64_t(3));
    QCOMPARE(integer(library(), "Total Instances Count"), std::int64_t(3));
    QVERIFY(!library().contains("Success Rate"));
    m_bench->clock.advance(1h);
    send(one, "go");
    QVERIFY(!library().contains("Average Completion Time"));
    send(one, "end");
    QCOMPARE(number(library(), "Average Completion Time"), 1.0);
    QCOMPARE(number(library(), "Success Rate"), 100.0);
    m_bench->clock.advance(1h);
    send(two, "go");
    send(two, "end");
    QCOMPARE(number(library(), "Average Completion Time"), 1.5);
    send(three, "bad"); // stands still: its delay is no time
    QCOMPARE(text(run(three), "Status"), std::string("Error"));
    QCOMPARE(integer(library(), "Active Instances Count"), std::int64_t(1));
    QCOMPARE(number(library(), "Success Rate"), 66.7);
    m_bench->must<void>(m_bench->person("Ada"), [&](Deed &deed) { return flow::cancel(deed, three, "not needed"); });
    QCOMPARE(integer(library(), "Active Instances Count"), std::int64_t(0));
    QCOMPARE(integer(library(), "Total Instances Count"), std::int64_t(3));
    QCOMPARE(number(library(), "Success Rate"), 100.0);
    QCOMPARE(number(library(), "Average Completion Time"), 1.5); // the cancelled one did not complete
}

void HubFollowTest::aBadRateOfAWorkflowIsTold()
{
    std::vector<std::string> ids;
    for (int i = 0; i < 21; ++i)
        ids.push_back(start("k" + std::to_string(i)));
    for (int i = 0; i < 18; ++i) {
        send(ids[std::size_t(i)], "go");
        send(ids[std::size_t(i)], "end");
    }
    send(ids[18], "bad");
    send(ids[19], "bad"); // 18 of 20: 90 %, not below
    QCOMPARE(alerts(), std::size_t(0));
    send(ids[20], "bad");
    QCOMPARE(alerts(), std::size_t(1));
    bool named = false;
    for (const auto &task : m_bench->tasks())
        named = named || task.record.title == "Look into Short way: success rate 85.7 %";
    QVERIFY(named);
}

void HubFollowTest::stepHistoryAndPayloadAreThoseOfTheMoment()
{
    const auto id = start("k1");
    m_bench->clock.advance(1min);
    send(id, "count");
    send(id, "go");
    auto record = run(id);
    QCOMPARE(integer(record["Data Payload"], "guests"), std::int64_t(3));
    const auto &lines = record["Step History"];
    QCOMPARE(lines.size(), std::size_t(3));
    QCOMPARE(integer(lines[1], "step"), std::int64_t(1));
    QCOMPARE(text(lines[1], "event"), std::string("count"));
    QCOMPARE(text(lines[2], "event"), std::string("go"));
    QCOMPARE(text(lines[2], "by"), std::string("Engine"));
    QCOMPARE(text(lines[2], "at"), toRfc3339(m_bench->clock.now()));
    QVERIFY(dump(lines[2]["entered"]).find("next") != std::string::npos);
    const auto other = start("k2");
    for (int i = 0; i < mirror::StepLines + 5; ++i)
        send(other, "count");
    record = run(other);
    QCOMPARE(record["Step History"].size(), std::size_t(mirror::StepLines));
    QCOMPARE(integer(record["Step History"].back(), "step"), std::int64_t(mirror::StepLines + 5));
    QCOMPARE(integer(record["Step History"].front(), "step"), std::int64_t(6));
}

void HubFollowTest::whatIsDrawnIsNeverStored()
{
    const auto id = start("k1");
    auto read = run(id);
    read["Tags"] = Json::array({"VIP"});
    m_bench->must<store::records::Record>(m_bench->person("Ada"), [&](Deed &deed) { // reads, changes, puts
        hub::Write write;
        write.database = "active-workflows";
        write.id = mirror::recordOf(id);
        write.fields = read;
        write.mode = records::WriteMode::Replace;
        write.writer = records::Writer::Staff;
        return hub::write(deed, write);
    });
    const auto stored = m_bench->fields("active-workflows", mirror::recordOf(id));
    QCOMPARE(dump(stored["Tags"]), std::string(R"(["VIP"])"));
    QVERIFY(!stored.contains("Step History") && !stored.contains("Data Payload"));
    send(id, "count");
    QCOMPARE(integer(run(id)["Data Payload"], "guests"), std::int64_t(3));
}

void HubFollowTest::tasksAndTheirRunNameEachOther()
{
    const auto id = start("k1");
    const auto task = m_bench->must<store::records::Record>(engineActor(), [&](Deed &deed) {
        hub::Write write;
        write.database = "master-tasks";
        write.mode = records::WriteMode::Create;
        write.writer = records::Writer::Engine;
        write.fields = {{"Task Name", "Call"}, {"Status", "To Do"}, {"Priority", "High"}};
        write.workflow = id;
        return hub::write(deed, write);
    });
    QCOMPARE(dump(task.fields["Related Workflow Instance"]), dump(Json::array({mirror::recordOf(id)})));
    QCOMPARE(dump(run(id)["Related Tasks"]), dump(Json::array({task.id})));
}

void HubFollowTest::aRunKnowsWhereItCameFrom()
{
    const auto event = m_bench->event("website_form", {{"form", {{"id", "f"}}}, {"source_id", "s-7"}, {"contact", {{"email", "helene@falk.example"}, {"full_name", "Helene Falk"}}}},
                                      "I would like to book the retreat");
    QVERIFY(m_bench->handle(event));
    const auto instances = m_bench->instances();
    QVERIFY(!instances.empty());
    const auto record = run(instances.front().id);
    QCOMPARE(text(record, "Source System"), std::string("Website"));
    QVERIFY(!text(record, "Source Record ID").empty());
    QCOMPARE(text(run(m_bench->must<std::string>(m_bench->person("Ada"), [](Deed &deed) {
                 deed.correlation = "req_other";
                 return flow::start(deed, {"way", "by hand"});
             })), "Source System"),
             std::string("Manual"));
}

void HubFollowTest::aCaseLiftsTheLevelToFour()
{
    const auto id = start("k1");
    QCOMPARE(text(run(id), "Level"), std::string("1"));
    send(id, "route", {{"level", 2}});
    QCOMPARE(text(run(id), "Level"), std::string("2"));
    agents::EscalationWish wish;
    wish.title = "She wants her money back";
    wish.reasonClass = "complex_dispute";
    wish.priority = "High";
    wish.rule = "R4";
    wish.request = "take it back";
    wish.workflow = id;
    const auto opened = m_bench->must<desk::Escalation>(engineActor(), [&](Deed &deed) -> Result<desk::Escalation> { return desk::open(deed, wish, "grace-fields").value(); });
    QCOMPARE(text(m_bench->fields("active-workflows", mirror::recordOf(id)), "Level"), std::string("4"));
    QCOMPARE(text(run(id), "Level"), std::string("4"));
    send(id, "count"); // steps leave it alone
    QCOMPARE(text(run(id), "Level"), std::string("4"));
    const auto ada = m_bench->person("Ada");
    m_bench->must<desk::Escalation>(ada, [&](Deed &deed) { return desk::claim(deed, opened.id, false, {}); });
    m_bench->must<desk::Escalation>(ada, [&](Deed &deed) { return desk::decide(deed, opened.id, {"hand_back", "the agents may go on", {}, {}, -1, "console"}); });
    m_bench->clock.advance(10min);
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        if (auto held = store::escalations::find(deed.tx, opened.id); held->status == store::escalations::Status::Held)
            desk::finish(deed, *held);
        return {};
    });
    QCOMPARE(text(run(id), "Level"), std::string("2"));
}

void HubFollowTest::aTroubleOfTheConsoleLiftsNothing()
{
    const auto id = start("k1");
    send(id, "bad");
    QCOMPARE(text(run(id), "Status"), std::string("Error"));
    QCOMPARE(text(run(id), "Level"), std::string("1"));
}

QTEST_GUILESS_MAIN(HubFollowTest)
#include "hub_follow_test.moc"
