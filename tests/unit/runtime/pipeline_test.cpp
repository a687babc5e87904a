#include "engine/runtime/pipeline.h"

#include "engine/runtime/bus.h"
#include "engine/runtime/plan_writer.h"
#include "engine/workflow/event_descriptor.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::inbox::State;
using test::RuntimeBench;

namespace {

const char *const Welcome = R"({
  "id": "welcome", "version": "1.0.0",
  "setup": {
    "triggers": [
      { "event": "retreat.requested", "mode": "start", "key": { "var": "event.number" } },
      { "event": "retreat.paid", "mode": "deliver", "key": { "var": "event.number" } },
      { "event": "retreat.again", "mode": "start", "key": { "var": "event.number" }, "ifRunning": "startNew" },
      { "event": "retreat.once", "mode": "start", "key": { "var": "event.number" }, "ifRunning": "drop" }
    ]
  },
  "context": { "number": null },
  "initial": "open",
  "states": {
    "open": { "on": { "retreat.paid": "paid", "retreat.requested": { "actions": { "type": "log", "params": { "message": "asked again" } } } } },
    "paid": { "entry": { "type": "emit", "params": { "event": { "type": "retreat.settled", "number": { "var": "context.number" } } } }, "on": { "retreat.done": "done" } },
    "done": { "type": "final" }
  }
})";
const char *const Follower = R"({
  "id": "follower", "version": "1.0.0",
  "setup": { "triggers": [{ "event": "retreat.settled", "mode": "start", "key": { "var": "event.number" } }] },
  "initial": "begun", "states": { "begun": { "on": { "end": "over" } }, "over": { "type": "final" } }
})";

Json form(const std::string &email, const std::string &words = "I would like to book a retreat in spring, what does it cost?")
{
    return {{"form_id", "f1"}, {"form_data", {{"name", "Ada Falk"}, {"email", email}, {"message", words}}}};
}

} // namespace

/// From an event to all that it causes, each time in one transaction.
class PipelineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aFormBecomesAContactAndAWorkflow();
    void handlingAnEventAgainChangesNothing();
    void anUnknownEventIsDeadAtOnce();
    void whatMayPassIsTriedThreeTimes();
    void aPausedAgentKeepsItsEvents();
    void aFailingCommandIsRetriedThenTheMachineHears();
    void aLateAnswerOfATaskChangesNothing();
    void T6_aMessageReachesEachSubscriberOnce();
    void T6_aMessageNobodyCanTakeIsADeadLetter();
    void aRequestIsAnsweredTimedOutOrLate();
    void aBroadcastLeavesItsSenderOut();
    void aMessageByTypeReachesItsListeners();
    void aPlanIsWrittenWholeAndOnce();
    void aPlanWithOneFaultIsNotWrittenAtAll();
    void effectsOfAgentsAreDraftsUntilTheyMay();
    void aTriggerStartsAndTells();
    void aTriggerSaysWhatARunningOneMeans();
    void whatAWorkflowPublishesStartsAnother();
    void anEventWithoutAKeyStartsNothing();
    void timersFireInOrderAfterALongStop();

private:
    std::vector<std::string> states(const std::string &definition)
    {
        std::vector<std::string> found;
        for (const auto &one : m_bench->instances())
            if (one.definition == definition)
                found.insert(found.begin(), one.key + " " + one.state);
        return found;
    }
    void settleEvent(const std::string &type, const Json &data)
    {
        const auto id = m_bench->event(type, data);
        m_bench->settle();
        QCOMPARE(m_bench->eventRow(id).state, State::Done);
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void PipelineTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
}

void PipelineTest::aFormBecomesAContactAndAWorkflow()
{
    m_bench->person("Ben");
    const auto id = m_bench->event("website_form", form("ada@example.com"));
    m_bench->settle();
    const auto row = m_bench->eventRow(id);
    QCOMPARE(row.state, State::Done);
    QCOMPARE(row.attempts, 1);
    QVERIFY(row.summary.find("Ada Falk") != std::string::npos);
    const auto running = m_bench->instances();
    QCOMPARE(running.size(), std::size_t(1));
    QCOMPARE(running.front().definition, std::string("lead-to-client"));
    QCOMPARE(running.front().person, std::string("Ada Falk"));
    QCOMPARE(running.front().correlation, row.correlation);
    const auto contact = m_bench->fields("contacts-profiles", running.front().contact);
    QCOMPARE(text(contact, "Email"), std::string("ada@example.com"));
    QVERIFY(number(contact, "Lead Score") > 0); // Nyra's task ran too
    QVERIFY(running.front().state != "captured.scoring");
    QVERIFY(m_bench->read<std::vector<std::string>>([](const store::ReadSql &sql) { return store::audit::verify(sql); }).empty());
}

void PipelineTest::handlingAnEventAgainChangesNothing()
{
    const auto id = m_bench->event("website_form", form("ada@example.com"));
    m_bench->settle();
    const auto rows = m_bench->read<std::int64_t>([](const store::ReadSql &sql) { return store::audit::count(sql); });
    QVERIFY(m_bench->handle(id).has_value());
    QVERIFY(m_bench->handle("evt_none").has_value());
    m_bench->settle();
    QCOMPARE(m_bench->read<std::int64_t>([](const store::ReadSql &sql) { return store::audit::count(sql); }), rows);
    QCOMPARE(m_bench->instances().size(), std::size_t(1));
}

void PipelineTest::anUnknownEventIsDeadAtOnce()
{
    const auto id = m_bench->event("moon.phase", Json::object());
    m_bench->settle();
    const auto row = m_bench->eventRow(id);
    QCOMPARE(row.state, State::Dead);
    QVERIFY2(row.error.find("no agent takes events of type \"moon.phase\"") != std::string::npos, row.error.c_str());
    QCOMPARE(m_bench->audited(id), std::vector<std::string>{"event.dead"});
}

void PipelineTest::whatMayPassIsTriedThreeTimes()
{
    const auto id = m_bench->event("website_form", form("ada@example.com"));
    const Error away{Errc::Unavailable, "the store is busy", {}, {}, {}};
    const auto failed = [&] { return m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::eventFailed(tx, studio, id, away); }); };
    QVERIFY(failed().has_value());
    QCOMPARE(m_bench->eventRow(id).state, State::Failed);
    QCOMPARE(m_bench->eventRow(id).nextTry, std::optional(m_bench->clock.now() + 2s));
    QVERIFY(failed().has_value());
    QCOMPARE(m_bench->eventRow(id).nextTry, std::optional(m_bench->clock.now() + 4s));
    m_bench->settle();
    QCOMPARE(m_bench->eventRow(id).state, State::Failed); // not before its time
    QVERIFY(failed().has_value());
    QCOMPARE(m_bench->eventRow(id).state, State::Dead);
    // A person puts it back, and it goes through.
    QVERIFY(m_bench->must<bool>(engineActor(), [&](Deed &deed) -> Result<bool> { return store::inbox::retry(deed.tx, id); }));
    m_bench->settle();
    QCOMPARE(m_bench->eventRow(id).state, State::Done);
}

void PipelineTest::aPausedAgentKeepsItsEvents()
{
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        store::people::setPaused(deed.tx, "nyra", true);
        return {};
    });
    const auto id = m_bench->event("website_form", form("ada@example.com"));
    QVERIFY(m_bench->handle(id).has_value());
    auto row = m_bench->eventRow(id);
    QVERIFY(row.state != State::Done && row.state != State::Dead);
    QCOMPARE(row.attempts, 0);
    QCOMPARE(row.nextTry, std::optional(m_bench->clock.now() + 30s));
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        store::people::setPaused(deed.tx, "nyra", false);
        return {};
    });
    m_bench->clock.advance(30s);
    m_bench->settle();
    QCOMPARE(m_bench->eventRow(id).state, State::Done);
}

void PipelineTest::aFailingCommandIsRetriedThenTheMachineHears()
{
    // A task for a contact that does not exist cannot be planned; without a retry of its own it has the usual three.
    m_bench->define(R"({"id": "plan", "version": "1.0.0", "initial": "planning", "states": {
        "planning": { "invoke": { "id": "p", "src": "ruvo.plan_followup", "input": { "contact": "rec_none" }, "onDone": "done",
                                  "onError": { "target": "stuck", "actions": { "type": "assign", "params": { "assignment": { "why": { "var": "event.error.name" } } } } } } },
        "stuck": { "on": { "end": "done" } }, "done": { "type": "final" } }, "context": { "why": null } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"plan", "k1"}); });
    m_bench->settle();
    const auto instance = m_bench->read<std::optional<store::workflows::Instance>>([&](const store::ReadSql &sql) { return store::workflows::find(sql, id); }).value();
    QCOMPARE(instance.state, std::string("stuck"));
    QVERIFY(instance.snapshot.find("agent.error") != std::string::npos);
    const auto ruvo = m_bench->read<store::people::AgentSwitches>([&](const store::ReadSql &sql) { return store::people::agent(sql, "ruvo", "2026-11-23"); });
    QCOMPARE(ruvo.failedToday, std::int64_t(1));
    QVERIFY(!ruvo.lastError.empty());

    // What may pass (an agent that is unavailable) is tried again first.
    const auto second = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"plan", "k2"}); });
    const auto task = m_bench->read<std::vector<store::workflows::Invocation>>([&](const store::ReadSql &sql) { return store::workflows::invocations(sql, second); });
    QCOMPARE(task.size(), std::size_t(1));
    const Error away{Errc::Unavailable, "away", {}, {}, {}};
    for (int attempt = 1; attempt <= 3; ++attempt) {
        QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocationFailed(tx, studio, task.front().key, away); }).has_value());
        const auto again = m_bench->read<std::optional<store::workflows::Invocation>>([&](const store::ReadSql &sql) { return store::workflows::invocation(sql, task.front().key); });
        QVERIFY(again && again->attempt == attempt && again->nextTry);
    }
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::invocationFailed(tx, studio, task.front().key, away); }).has_value());
    QCOMPARE(states("plan").back(), std::string("k2 stuck"));
}

void PipelineTest::aLateAnswerOfATaskChangesNothing()
{
    m_bench->define(R"({"id": "slow", "version": "1.0.0", "initial": "waiting", "states": {
        "waiting": { "invoke": { "id": "w", "src": "ruvo.create_task", "input": { "title": "Call" }, "onDone": "done", "onError": "done" }, "on": { "skip": "left" } },
        "left": { "on": { "end": "done" } }, "done": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"slow", "k"}); });
    const auto task = m_bench->read<std::vector<store::workflows::Invocation>>([&](const store::ReadSql &sql) { return store::workflows::invocations(sql, id); }).front();
    m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "skip"}); });
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, task.key, Json::object()); });
    m_bench->settle();
    QCOMPARE(states("slow"), std::vector<std::string>{"k left"});
    QVERIFY(m_bench->tasks().empty());
}

void PipelineTest::T6_aMessageReachesEachSubscriberOnce()
{
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) -> Result<std::string> {
        return bus::post(deed, "grace-fields", {"ruvo", "task_needed", {{"title", "Call Helene"}}, false, "normal", {}});
    });
    m_bench->settle();
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
    const auto message = m_bench->messages("task_needed").front();
    QCOMPARE(message.outcome, std::string("delivered"));
    // Delivered again after a crash: the task's key is the message's, so there is no second one.
    QVERIFY(m_bench->step([&](auto &tx, const Studio &studio) { return pipeline::message(tx, studio, id, "ruvo"); }).has_value());
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
}

void PipelineTest::T6_aMessageNobodyCanTakeIsADeadLetter()
{
    m_bench->must<std::string>(engineActor(), [](Deed &deed) -> Result<std::string> { return bus::post(deed, "nyra", {"merlin", "hello", {}, false, "normal", {}}); });
    const auto lost = m_bench->messages("hello").front();
    QCOMPARE(lost.outcome, std::string("dead"));
    QCOMPARE(lost.error, std::string("there is no agent \"merlin\""));
    QVERIFY(!lost.retryable);

    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) -> Result<std::string> {
        return bus::post(deed, "grace-fields", {"ruvo", "update_task_status", {{"task", "rec_none"}, {"status", "Done"}}, false, "normal", {}});
    });
    m_bench->settle();
    for (int i = 0; i < 3; ++i) {
        m_bench->clock.advance(1min);
        m_bench->settle();
    }
    const auto dead = m_bench->read<std::vector<store::messages::Message>>([](const store::ReadSql &sql) { return store::messages::page(sql, {{}, {}, {}, true}, {{}, 10}).rows; });
    QVERIFY(std::any_of(dead.begin(), dead.end(), [&](const auto &one) { return one.id == id && one.retryable && !one.error.empty(); }));
    QVERIFY(m_bench->must<bool>(engineActor(), [&](Deed &deed) -> Result<bool> { return store::messages::retry(deed.tx, id); }));
    QCOMPARE(m_bench->read<std::vector<store::messages::Waiting>>([&](const store::ReadSql &sql) { return store::messages::waiting(sql, m_bench->clock.now(), 10); }).size(), std::size_t(1));
}

void PipelineTest::aRequestIsAnsweredTimedOutOrLate()
{
    const auto ask = [&] {
        return m_bench->must<std::string>(engineActor(), [](Deed &deed) -> Result<std::string> { return bus::post(deed, "grace-fields", {"ruvo", "capability_request", {}, true, "normal", {}}); });
    };
    const auto answer = [&](const std::string &to) {
        m_bench->must<std::string>(engineActor(), [&](Deed &deed) -> Result<std::string> { return bus::post(deed, "ruvo", {"grace-fields", "capability_response", {}, false, "normal", to}); });
        return m_bench->messages("capability_response").front().outcome;
    };
    const auto outcome = [&](const std::string &id) { return m_bench->read<std::optional<store::messages::Message>>([&](const store::ReadSql &sql) { return store::messages::find(sql, id); })->outcome; };
    const auto quick = ask();
    m_bench->settle();
    QVERIFY(answer(quick) != "late");
    QCOMPARE(outcome(quick), std::string("answered"));
    const auto slow = ask();
    m_bench->settle();
    m_bench->clock.advance(bus::ResponseTime);
    QCOMPARE(m_bench->must<int>(engineActor(), [](Deed &deed) -> Result<int> { return bus::expire(deed); }), 1);
    QCOMPARE(outcome(slow), std::string("timed out"));
    QCOMPARE(answer(slow), std::string("late")); // kept, and given to nobody
    QCOMPARE(m_bench->must<int>(engineActor(), [](Deed &deed) -> Result<int> { return bus::expire(deed); }), 0);
}

void PipelineTest::aBroadcastLeavesItsSenderOut()
{
    m_bench->must<std::string>(engineActor(), [](Deed &deed) -> Result<std::string> { return bus::post(deed, "nyra", {"broadcast", "status_update", {}, false, "normal", {}}); });
    std::vector<std::string> to;
    for (const auto &one : m_bench->read<std::vector<store::messages::Waiting>>([&](const store::ReadSql &sql) { return store::messages::waiting(sql, m_bench->clock.now(), 20); }))
        to.push_back(one.subscriber);
    std::sort(to.begin(), to.end());
    QCOMPARE(to, (std::vector<std::string>{"atlas", "elan", "grace-fields", "liora", "ruvo", "sage", "solari", "zevi"}));
}

void PipelineTest::aMessageByTypeReachesItsListeners()
{
    const auto publish = [&](const char *sender, const char *type) {
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) -> Result<std::string> {
            return bus::post(deed, sender, {std::string(bus::Listeners), type, {{"task", "rec_none"}}, false, "normal", {}});
        });
    };
    const auto to = [&](const std::string &id) {
        std::vector<std::string> keys;
        for (const auto &one : m_bench->read<std::vector<store::messages::Waiting>>([&](const store::ReadSql &sql) { return store::messages::waiting(sql, m_bench->clock.now(), 20); }))
            if (one.message.id == id)
                keys.push_back(one.subscriber);
        return keys;
    };
    for (const auto &card : m_bench->studio().agents.catalog().agents())
        for (const auto &type : card.listensTo)
            QVERIFY2(workflow::isDescriptor(type), type.c_str());
    const auto changed = publish("grace-fields", "task_changed");
    QCOMPARE(to(changed), std::vector<std::string>{"ruvo"});
    const auto result = publish("nyra", "event_result.order.paid"); // Grace's card says event_result.*
    QCOMPARE(to(result), std::vector<std::string>{"grace-fields"});
    QVERIFY(to(publish("ruvo", "task_changed")).empty()); // its own words come back to nobody

    const auto lost = publish("nyra", "weather_changed");
    const auto letter = m_bench->messages("weather_changed").front();
    QCOMPARE(letter.id, lost);
    QCOMPARE(letter.outcome, std::string("dead"));
    QCOMPARE(letter.error, std::string("nobody listens to messages of the type \"weather_changed\""));
    QVERIFY(!letter.retryable);

    m_bench->settle();
    const auto ofRuvo = m_bench->read<std::vector<store::messages::Message>>([](const store::ReadSql &sql) { return store::messages::page(sql, {"ruvo", "task_changed", {}, false}, {{}, 10}).rows; });
    QVERIFY(std::any_of(ofRuvo.begin(), ofRuvo.end(), [&](const auto &one) { return one.id == changed && one.outcome == "delivered"; }));
}

void PipelineTest::aPlanIsWrittenWholeAndOnce()
{
    const auto ada = m_bench->contact("Ada Falk", "ada@example.com");
    agents::Plan plan;
    plan.summary = "Everything at once.";
    plan.rule = "test.rule";
    plan.records.push_back({"contacts-profiles", ada, {{"Company", "Falk & Co"}}, false});
    plan.posts.push_back({.contact = ada, .title = "Ada Falk", .channel = "email", .entity = m_bench->business, .kind = "client", .author = "Ada Falk", .text = "Hello?"});
    agents::TaskWish task;
    task.title = "Call Ada";
    task.contact = ada;
    task.checklist = {"Ask", "Note"};
    task.estimateMinutes = 15;
    task.due = m_bench->clock.now() + 1h;
    plan.tasks.push_back(task);
    agents::EffectWish mail;
    mail.kind = "mail";
    mail.target = "ada@example.com";
    mail.summary = "Answers Ada";
    mail.body = {{"text", "We call you."}};
    mail.contact = ada;
    plan.effects.push_back(mail);
    plan.messages.push_back({"ruvo", "event_result.test", {}, false, "normal", {}});
    agents::EscalationWish wish;
    wish.title = "Look at this";
    wish.rule = "R4";
    wish.contact = ada;
    plan.escalations.push_back(wish);
    plan.starts.push_back({"lead-to-client", ada, {{"contact", ada}, {"text", "book"}}, "Ada Falk", m_bench->business, ada, "High", {}});
    m_bench->cause = "evt_1";
    const auto write = [&] { m_bench->must<void>({"agent", "nyra", "Nyra"}, [&](Deed &deed) { return writePlan(deed, plan, {"nyra", m_bench->business, {}, {}}); }); };
    write();
    QCOMPARE(text(m_bench->fields("contacts-profiles", ada), "Company"), std::string("Falk & Co"));
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
    QCOMPARE(text(m_bench->tasks().front().record.fields, "Checklist"), std::string("- [ ] Ask\n- [ ] Note"));
    const auto thread = m_bench->read<std::optional<store::threads::Thread>>([&](const store::ReadSql &sql) { return store::threads::ofContact(sql, ada, "email"); }).value();
    QCOMPARE(m_bench->effects().front().thread, thread.id); // the mail belongs to the conversation of the plan
    const auto cases = m_bench->read<std::vector<store::escalations::Escalation>>([](const store::ReadSql &sql) { return store::escalations::open(sql); });
    QCOMPARE(cases.size(), std::size_t(1));
    QCOMPARE(cases.front().thread, thread.id);
    QCOMPARE(states("lead-to-client").size(), std::size_t(1));
    // Repeated for the same event (the answer to the first time was lost), tasks, effects and workflows stay single.
    plan.posts.clear();
    plan.escalations.clear();
    write();
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
    QCOMPARE(m_bench->effects().size(), std::size_t(1));
    QCOMPARE(m_bench->instances().size(), std::size_t(1));
}

void PipelineTest::aPlanWithOneFaultIsNotWrittenAtAll()
{
    const auto ada = m_bench->contact("Ada Falk", "ada@example.com");
    agents::Plan plan;
    plan.records.push_back({"contacts-profiles", ada, {{"Company", "Falk & Co"}}, false});
    agents::TaskWish task;
    task.title = "Call Ada";
    plan.tasks.push_back(task);
    plan.signals.push_back({"wf_none", "go", {}});
    const auto written = m_bench->attempt<void>({"agent", "nyra", "Nyra"}, [&](Deed &deed) { return writePlan(deed, plan, {"nyra", {}, {}, {}}); });
    QVERIFY(!written);
    QCOMPARE(written.error().code, Errc::NotFound);
    QVERIFY(text(m_bench->fields("contacts-profiles", ada), "Company").empty());
    QVERIFY(m_bench->tasks().empty());
    plan.signals.clear();
    plan.taskUpdates.push_back({"rec_none", "Done", {}, {}, {}});
    QCOMPARE(m_bench->attempt<void>({"agent", "nyra", "Nyra"}, [&](Deed &deed) { return writePlan(deed, plan, {"nyra", {}, {}, {}}); }).error().what,
             std::string("there is no task \"rec_none\""));
}

void PipelineTest::effectsOfAgentsAreDraftsUntilTheyMay()
{
    const auto write = [&](const std::string &key, bool notice) {
        agents::Plan plan;
        agents::EffectWish mail;
        mail.kind = notice ? "slack" : "mail";
        mail.summary = key;
        mail.body = {{"text", "Hello"}};
        mail.keyPart = key;
        mail.notice = notice;
        plan.effects.push_back(mail);
        m_bench->must<void>({"agent", "nyra", "Nyra"}, [&](Deed &deed) { return writePlan(deed, plan, {"nyra", {}, {}, {}}); });
        return m_bench->effects().front();
    };
    using store::outbox::State;
    QCOMPARE(write("no channel", false).why, std::string("no outgoing mail is set up"));
    m_bench->policy->mailReady = m_bench->policy->slackReady = true;
    auto draft = write("not allowed", false);
    QCOMPARE(draft.state, State::Draft);
    QCOMPARE(draft.why, std::string("agents may only draft until a person switches autopilot on"));
    QCOMPARE(write("notice", true).state, State::Queued); // staff are told without approval
    m_bench->must<void>(engineActor(), [](Deed &deed) -> Result<void> {
        store::people::setAutopilot(deed.tx, "nyra", true);
        return {};
    });
    const auto held = write("allowed", false);
    QCOMPARE(held.state, State::Held);
    QCOMPARE(held.holdUntil, std::optional(m_bench->clock.now() + 30s));
}

void PipelineTest::aTriggerStartsAndTells()
{
    m_bench->define(Welcome);
    settleEvent("retreat.requested", {{"number", "R1"}});
    QCOMPARE(states("welcome"), std::vector<std::string>{"R1 open"});
    settleEvent("retreat.paid", {{"number", "R2"}}); // nobody has that key
    QCOMPARE(states("welcome"), std::vector<std::string>{"R1 open"});
    settleEvent("retreat.paid", {{"number", "R1"}});
    QCOMPARE(states("welcome"), std::vector<std::string>{"R1 paid"});
    const auto instance = m_bench->instances().front();
    QCOMPARE(m_bench->audited(instance.id), (std::vector<std::string>{"workflow.started", "workflow.moved"}));
}

void PipelineTest::aTriggerSaysWhatARunningOneMeans()
{
    m_bench->define(Welcome);
    settleEvent("retreat.requested", {{"number", "R1"}});
    settleEvent("retreat.requested", {{"number", "R1"}}); // deliver, the default
    QCOMPARE(states("welcome").size(), std::size_t(1));
    QCOMPARE(m_bench->instances().front().steps, std::int64_t(1));
    settleEvent("retreat.once", {{"number", "R1"}}); // drop
    QCOMPARE(m_bench->instances().front().steps, std::int64_t(1));
    settleEvent("retreat.again", {{"number", "R1"}}); // startNew
    QCOMPARE(states("welcome"), (std::vector<std::string>{"R1 open", "R1 open"}));
}

void PipelineTest::whatAWorkflowPublishesStartsAnother()
{
    m_bench->define(Welcome);
    m_bench->define(Follower);
    settleEvent("retreat.requested", {{"number", "R1"}});
    settleEvent("retreat.paid", {{"number", "R1"}});
    QCOMPARE(states("follower"), std::vector<std::string>{"R1 begun"});
    QCOMPARE(m_bench->messages("retreat.settled").size(), std::size_t(1)); // and the agents hear of it
}

void PipelineTest::anEventWithoutAKeyStartsNothing()
{
    m_bench->define(Welcome);
    settleEvent("retreat.requested", {{"name", "without a number"}});
    QVERIFY(states("welcome").empty());
}

void PipelineTest::timersFireInOrderAfterALongStop()
{
    m_bench->define(R"({"id": "clock", "version": "1.0.0", "initial": "a", "states": {
        "a": { "after": { "PT1H": "b" } }, "b": { "after": { "PT1H": "c" } }, "c": { "after": { "PT240H": "d" } }, "d": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"clock", "k"}); });
    m_bench->clock.advance(72h);
    m_bench->settle();
    QCOMPARE(states("clock"), std::vector<std::string>{"k c"});
    // The second hour began when the first ended, not when the engine woke.
    const auto row = m_bench->read<std::optional<store::workflows::Instance>>([&](const store::ReadSql &sql) { return store::workflows::find(sql, id); }).value();
    QCOMPARE(*row.dueAt, row.startedAt + 242h);
}

QTEST_GUILESS_MAIN(PipelineTest)
#include "pipeline_test.moc"
