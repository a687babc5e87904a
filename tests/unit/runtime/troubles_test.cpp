#include "engine/runtime/troubles.h"

#include "engine/runtime/bus.h"
#include "engine/runtime/plan_writer.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using store::troubles::Trouble;
using test::RuntimeBench;

namespace {

const Error Away{Errc::Unavailable, "the mail server does not answer", "smtp", "look at the mail server", {}};

} // namespace

/// The four operational levels of the console itself.
class TroublesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<RuntimeBench>(); }
    void theFirstFailureIsForTheEngine();
    void furtherAttemptsAreNoNewTimes();
    void whatLastsAQuarterOfAnHourIsForAnAdministrator();
    void theTaskGoesToTheAdministratorWithTheLeastToDo();
    void theSameFaultThreeTimesIsForDevelopment();
    void timesOlderThanADayDoNotCount();
    void aPayloadThatNobodyKnowsIsForDevelopmentAtOnce();
    void severalCustomersReportingIsForTheBusiness();
    void aStoreThatWasDownIsToldOnceItIsBack();
    void aReceiverThatDoesNotListenIsForAnAdministrator();
    void refusalsAreForAnAdministratorWhenTheyGoOn();
    void refusalsAreOverWithTheNextDelivery();
    void aLevelNeverFallsWhileItLasts();
    void itIsResolvedWhenTheComponentIsWell_data();
    void itIsResolvedWhenTheComponentIsWell();
    void anIncidentEndsWithItsWorkflow();
    void anAgentsFailureEndsWithTheTask();
    void aFaultThatComesBackIsANewTrouble();
    void differentFaultsStandApart();
    void rowsStandByLevel();
    void aChannelThatIsAnHourBehindIsForAnAdministrator();
    void whatIsHeldOrWaitsForAPersonIsNotBehind();
    void aMissedRunThatIsLeftOutIsTold();
    void everyTriggerHasItsLevel_data();
    void everyTriggerHasItsLevel();

private:
    std::string effect(const std::string &key)
    {
        const auto id = m_bench->ids.make("eff");
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            store::outbox::Effect effect;
            effect.id = id;
            effect.key = key;
            effect.kind = "mail";
            effect.target = "ada@example.com";
            effect.summary = "A letter";
            effect.body = {{"subject", "x"}, {"text", "y"}};
            effect.state = store::outbox::State::Queued;
            effect.createdAt = deed.now;
            store::outbox::add(deed.tx, effect);
            return {};
        });
        return id;
    }
    /// One deed of the engine that cannot fail.
    void engine(const std::function<void(Deed &)> &work)
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            work(deed);
            return {};
        });
    }
    /// One failed attempt, as the dispatcher writes it down.
    void fails(const std::string &id, int attempt = 1)
    {
        engine([&](Deed &deed) {
            auto effect = store::outbox::find(deed.tx, id).value();
            effect.attempts = attempt;
            store::outbox::failed(deed.tx, effect, Away.what, deed.now + 1h);
            troubles::effectFailed(deed, effect, Away);
        });
    }
    void settles(const std::string &id, store::outbox::State state)
    {
        m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
            if (state == store::outbox::State::Sent)
                store::outbox::sent(deed.tx, store::outbox::find(deed.tx, id).value(), deed.now);
            else
                store::outbox::move(deed.tx, id, {store::outbox::State::Failed, store::outbox::State::Dead}, state, {}, {});
            return {};
        });
    }
    std::vector<Trouble> open()
    {
        return m_bench->openTroubles();
    }
    Trouble row(const std::string &id)
    {
        return m_bench->read<std::optional<Trouble>>([&](const auto &sql) { return store::troubles::find(sql, id); }).value();
    }
    std::int64_t times(const Trouble &trouble)
    {
        return m_bench->read<std::int64_t>([&](const auto &sql) { return store::troubles::timesSince(sql, trouble, m_bench->clock.now() - troubles::Window); });
    }
    void tick(std::chrono::milliseconds by)
    {
        m_bench->clock.advance(by);
        m_bench->settle();
    }
    std::unique_ptr<RuntimeBench> m_bench;
};

void TroublesTest::theFirstFailureIsForTheEngine()
{
    fails(effect("a"));
    QCOMPARE(open().size(), std::size_t(1));
    const auto trouble = open().front();
    QCOMPARE(trouble.level, 1);
    QCOMPARE(trouble.component, std::string("channel:mail"));
    QCOMPARE(trouble.what, Away.what);
    QCOMPARE(trouble.next, Away.mend);
    QCOMPARE(trouble.firstAt, m_bench->clock.now());
    QCOMPARE(m_bench->audited(trouble.id), std::vector<std::string>{"trouble.opened"});
    QVERIFY(m_bench->tasks().empty());
}

void TroublesTest::furtherAttemptsAreNoNewTimes()
{
    const auto id = effect("a");
    for (int attempt = 1; attempt <= 5; ++attempt) {
        fails(id, attempt);
        m_bench->clock.advance(1min);
    }
    QCOMPARE(open().size(), std::size_t(1));
    QCOMPARE(times(open().front()), std::int64_t(1));
    QCOMPARE(open().front().level, 1);
    QCOMPARE(open().front().tried, std::string("5 attempts, each later than the one before"));
}

void TroublesTest::whatLastsAQuarterOfAnHourIsForAnAdministrator()
{
    const auto admin = m_bench->person("Ada", 3);
    const auto id = effect("a");
    fails(id);
    tick(15min - 1ms);
    QCOMPARE(open().front().level, 1);
    tick(1min); // looked at once a minute
    const auto trouble = open().front();
    QCOMPARE(trouble.level, 2);
    QCOMPARE(trouble.why, std::string("it has lasted for 15 minutes"));
    QCOMPARE(m_bench->audited(trouble.id), (std::vector<std::string>{"trouble.opened", "trouble.raised"}));
    QCOMPARE(m_bench->tasks().size(), std::size_t(1));
    const auto task = m_bench->tasks().front();
    QCOMPARE(task.index.id, trouble.task);
    QCOMPARE(task.index.assignee, admin.id);
    QCOMPARE(task.record.title, std::string("Mend Outgoing mail"));
    tick(2h);
    QCOMPARE(m_bench->tasks().size(), std::size_t(1)); // one task, however long it lasts
    QVERIFY(m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); }).empty());
}

void TroublesTest::theTaskGoesToTheAdministratorWithTheLeastToDo()
{
    m_bench->person("Ben", 2); // may decide, not administer
    const auto busy = m_bench->person("Cleo", 3);
    const auto free = m_bench->person("Dora", 3);
    m_bench->record("master-tasks", {{"Task Name", "Much"}, {"Status", "To Do"}, {"Priority", "Medium"}, {"Estimated Time", 300}, {"Assigned To", Json::array({busy.id})}});
    fails(effect("a"));
    tick(16min);
    const auto task = open().front().task;
    const auto all = m_bench->tasks();
    const auto made = std::find_if(all.begin(), all.end(), [&](const auto &one) { return one.index.id == task; });
    QVERIFY(made != all.end());
    QCOMPARE(made->index.assignee, free.id);
}

void TroublesTest::theSameFaultThreeTimesIsForDevelopment()
{
    for (const char *key : {"a", "b"})
        fails(effect(key));
    QCOMPARE(open().front().level, 1);
    fails(effect("c"));
    const auto trouble = open().front();
    QCOMPARE(trouble.level, 3);
    QCOMPARE(trouble.why, std::string("the same fault came 3 times within 24 hours"));
    QVERIFY(!trouble.task.empty());
}

void TroublesTest::timesOlderThanADayDoNotCount()
{
    for (const char *key : {"a", "b"}) {
        const auto id = effect(key);
        fails(id);
        settles(id, store::outbox::State::Sent);
        tick(13h);
        QVERIFY(open().empty());
    }
    fails(effect("c")); // 26 hours after the first, 13 after the second
    QCOMPARE(times(open().front()), std::int64_t(2));
    QCOMPARE(open().front().level, 1);
}

void TroublesTest::aPayloadThatNobodyKnowsIsForDevelopmentAtOnce()
{
    const auto id = m_bench->event("moon.phase", Json::object());
    m_bench->settle();
    QCOMPARE(open().size(), std::size_t(1));
    const auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("source:form"));
    QCOMPARE(trouble.fault, std::string("moon.phase"));
    QCOMPARE(trouble.level, 3);
    QCOMPARE(trouble.why, std::string("nothing in the program knows this payload"));
    // Once somebody takes it, a retry mends it.
    m_bench->define(R"({"id": "moon", "version": "1.0.0", "setup": { "triggers": [{ "event": "moon.phase", "mode": "start", "key": "m" }] },
        "initial": "a", "states": { "a": { "on": { "end": "b" } }, "b": { "type": "final" } } })");
    QVERIFY(m_bench->must<bool>(engineActor(), [&](Deed &deed) -> Result<bool> { return store::inbox::retry(deed.tx, id); }));
    m_bench->settle();
    tick(1min);
    QVERIFY(open().empty());
    QCOMPARE(m_bench->audited(trouble.id).back(), std::string("trouble.resolved"));
}

void TroublesTest::severalCustomersReportingIsForTheBusiness()
{
    m_bench->person("Ada", 3);
    agents::Plan plan;
    agents::EscalationWish wish;
    wish.title = "None of us can open the booking page";
    wish.reasonClass = "human_judgement";
    wish.category = "technical_support";
    wish.priority = "High";
    wish.rule = "R6";
    plan.escalations.push_back(wish);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return writePlan(deed, plan, {"grace-fields", m_bench->business, {}, {}}); });
    const auto cases = m_bench->read<std::vector<store::escalations::Escalation>>([](const auto &sql) { return store::escalations::open(sql); });
    QCOMPARE(cases.size(), std::size_t(1)); // the one that Grace opened, no second
    const auto trouble = open().front();
    QCOMPARE(trouble.level, 4);
    QCOMPARE(trouble.component, std::string("customers"));
    QCOMPARE(trouble.escalation, cases.front().id);
    QCOMPARE(trouble.next, troubles::nextStep(4));
    QVERIFY(!trouble.task.empty());
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        auto closed = cases.front();
        closed.status = store::escalations::Status::Done;
        store::escalations::update(deed.tx, closed);
        return {};
    });
    tick(1min);
    QVERIFY(open().empty());
}

void TroublesTest::aStoreThatWasDownIsToldOnceItIsBack()
{
    const auto since = m_bench->clock.now();
    m_bench->clock.advance(7min);
    engine([&](Deed &deed) { troubles::storeWasDown(deed, since, {Errc::StorageFull, "the disk is full", {}, "make room", {}}); });
    QVERIFY(open().empty());
    const auto all = m_bench->read<std::vector<Trouble>>([&](const auto &sql) { return store::troubles::resolvedSince(sql, since, 10); });
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all.front().level, 4);
    QCOMPARE(all.front().what, std::string("The store could not be written for 7 min: the disk is full"));
    QVERIFY(!all.front().escalation.empty());
    QCOMPARE(m_bench->audited(all.front().id), (std::vector<std::string>{"trouble.opened", "trouble.raised", "trouble.resolved"}));
}

void TroublesTest::aReceiverThatDoesNotListenIsForAnAdministrator()
{
    const auto starts = [&](const std::string &error) { engine([&](Deed &deed) { troubles::receiver(deed, error); }); };
    starts({});
    QVERIFY(open().empty());
    starts("the port is taken");
    const auto trouble = open().front();
    QCOMPARE(trouble.level, 2);
    QVERIFY(!trouble.task.empty());
    tick(1h);
    QCOMPARE(open().size(), std::size_t(1)); // only the next start can tell
    starts({});
    QVERIFY(open().empty());
    QCOMPARE(text(m_bench->fields("master-tasks", trouble.task), "Status"), std::string("Done"));
}

void TroublesTest::refusalsAreForAnAdministratorWhenTheyGoOn()
{
    const auto refuse = [&] { engine([](Deed &deed) { troubles::refused(deed, "form", "the signature does not match"); }); };
    refuse();
    tick(20min);
    QCOMPARE(open().front().level, 1); // one alone says nothing
    refuse();
    QCOMPARE(open().front().level, 2);
    for (int more = 0; more < 5; ++more)
        refuse();
    QCOMPARE(open().front().level, 2); // strangers are no fault of the program
    tick(1h);
    QVERIFY(open().empty());
}

void TroublesTest::refusalsAreOverWithTheNextDelivery()
{
    engine([](Deed &deed) { troubles::refused(deed, "form", "the signature does not match"); });
    m_bench->clock.advance(1min);
    m_bench->event("website_form", {{"form_id", "f1"}, {"form_data", {{"name", "Ada Falk"}, {"email", "ada@example.com"}, {"message", "Hello"}}}});
    m_bench->settle();
    QVERIFY(open().empty());
}

void TroublesTest::aLevelNeverFallsWhileItLasts()
{
    const auto first = effect("a");
    fails(first);
    for (const char *key : {"b", "c"})
        fails(effect(key));
    QCOMPARE(open().front().level, 3);
    tick(26h); // two days later the three times are forgotten, the trouble is not over
    QCOMPARE(open().front().level, 3);
}

void TroublesTest::itIsResolvedWhenTheComponentIsWell_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<bool>("well");
    QTest::newRow("sent") << int(store::outbox::State::Sent) << true;
    QTest::newRow("cancelled by a person") << int(store::outbox::State::Cancelled) << true;
    QTest::newRow("put back into the queue") << int(store::outbox::State::Queued) << false;
    QTest::newRow("still failing") << int(store::outbox::State::Failed) << false;
}

void TroublesTest::itIsResolvedWhenTheComponentIsWell()
{
    QFETCH(int, state);
    QFETCH(bool, well);
    const auto id = effect("a");
    fails(id);
    const auto trouble = open().front().id;
    tick(16min);
    const auto task = row(trouble).task;
    QVERIFY(!task.empty());
    if (state != int(store::outbox::State::Failed))
        settles(id, store::outbox::State(state));
    tick(1min);
    QCOMPARE(open().empty(), well);
    QCOMPARE(row(trouble).resolvedAt.has_value(), well);
    QCOMPARE(m_bench->audited(trouble).back(), std::string(well ? "trouble.resolved" : "trouble.raised"));
    QCOMPARE(text(m_bench->fields("master-tasks", task), "Status"), std::string(well ? "Done" : "To Do"));
}

void TroublesTest::anIncidentEndsWithItsWorkflow()
{
    m_bench->define(R"({"id": "loop", "version": "1.0.0", "context": { "calm": false }, "initial": "a", "states": {
        "a": { "on": { "go": [{ "guard": { "type": "jsonlogic", "params": { "rule": { "var": "event.calm" } } }, "target": "b" },
                              { "actions": { "type": "raise", "params": { "event": { "type": "go" } } } }] } },
        "b": { "type": "final" } } })");
    const auto id = m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"loop", "k"}); });
    m_bench->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, "go"}); });
    QCOMPARE(open().size(), std::size_t(1));
    const auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("workflow:loop"));
    QCOMPARE(trouble.fault, std::string("incident loop"));
    QCOMPARE(trouble.level, 1);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::cancel(deed, id, "it cannot go on"); });
    tick(1min);
    QVERIFY(open().empty());
}

void TroublesTest::anAgentsFailureEndsWithTheTask()
{
    m_bench->define(R"({"id": "plan", "version": "1.0.0", "initial": "planning", "states": {
        "planning": { "invoke": { "id": "p", "src": "ruvo.plan_followup", "input": { "contact": "rec_none" }, "onDone": "done", "onError": "done" } },
        "done": { "type": "final" } } })");
    m_bench->must<std::string>(engineActor(), [](Deed &deed) { return flow::start(deed, {"plan", "k1"}); });
    m_bench->settle();
    QCOMPARE(open().size(), std::size_t(1));
    QCOMPARE(open().front().component, std::string("agent:ruvo"));
    QCOMPARE(open().front().fault, std::string("ruvo.plan_followup"));
    QCOMPARE(m_bench->instances().front().state, std::string("done")); // the machine has heard of it
    tick(1min);
    QVERIFY(open().empty());
}

void TroublesTest::aFaultThatComesBackIsANewTrouble()
{
    const auto first = effect("a");
    fails(first);
    const auto before = open().front().id;
    settles(first, store::outbox::State::Sent);
    tick(1min);
    fails(effect("b"));
    QVERIFY(open().front().id != before);
    QCOMPARE(times(open().front()), std::int64_t(2)); // but the fault is the same
}

void TroublesTest::differentFaultsStandApart()
{
    fails(effect("a"));
    m_bench->event("moon.phase", Json::object());
    m_bench->event("tide.high", Json::object());
    m_bench->settle();
    QCOMPARE(open().size(), std::size_t(3));
}

void TroublesTest::rowsStandByLevel()
{
    fails(effect("a"));
    m_bench->clock.advance(1min);
    m_bench->event("moon.phase", Json::object());
    m_bench->settle();
    const auto all = open();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all.front().level, 3);
    QCOMPARE(all.back().level, 1);
}

/// "Sync 1 h behind": whatever is ready to leave and does not.
void TroublesTest::aChannelThatIsAnHourBehindIsForAnAdministrator()
{
    const auto first = effect("a");
    tick(30min);
    effect("b");
    tick(30min - 1ms);
    QVERIFY(open().empty());
    tick(1ms);
    QCOMPARE(open().size(), std::size_t(1));
    const auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("channel:mail"));
    QCOMPARE(trouble.fault, std::string(troubles::BehindFault));
    QCOMPARE(trouble.level, 2);
    QVERIFY(!trouble.task.empty());
    tick(20min);
    QCOMPARE(open().size(), std::size_t(1)); // told once
    // The oldest has left; the other one is 50 minutes old.
    m_bench->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::outbox::sent(deed.tx, store::outbox::find(deed.tx, first).value(), deed.now);
        return {};
    });
    tick(1min);
    QVERIFY(open().empty());
    QVERIFY(row(trouble.id).resolvedAt.has_value());
    tick(9min);
    QCOMPARE(open().size(), std::size_t(1)); // now that one is an hour old
}

void TroublesTest::whatIsHeldOrWaitsForAPersonIsNotBehind()
{
    const auto put = [&](const std::string &key, store::outbox::State state, std::optional<Timestamp> hold) {
        const auto id = effect(key);
        engine([&](Deed &deed) { store::outbox::move(deed.tx, id, {store::outbox::State::Queued}, state, hold, {}); });
    };
    put("draft", store::outbox::State::Draft, {});
    put("held", store::outbox::State::Held, m_bench->clock.now() + 5h);
    tick(5h);
    QVERIFY(open().empty());
    tick(1h); // its hold has been over for an hour
    QCOMPARE(open().size(), std::size_t(1));
}

void TroublesTest::aMissedRunThatIsLeftOutIsTold()
{
    m_bench->define(R"({ "id": "daily", "version": "1.0.0", "initial": "a", "setup": { "schedules": [ { "cron": "0 12 * * *", "event": { "type": "due" } } ] },
        "states": { "a": { "type": "final" } } })");
    m_bench->clock.advance(5h); // from 9 to 14: the run of 12 was missed, and nothing makes up for it
    m_bench->settle();
    QCOMPARE(open().size(), std::size_t(1));
    const auto trouble = open().front();
    QCOMPARE(trouble.component, std::string("workflow:daily"));
    QCOMPARE(trouble.level, 1);
    QVERIFY(trouble.next.find("catchup") != std::string::npos);
    tick(59min);
    QCOMPARE(open().size(), std::size_t(1)); // one that was missed does not last
    QCOMPARE(open().front().level, 1);
    tick(2min);
    QVERIFY(open().empty());
}

/// The table of the four levels, each with what brings it about.
void TroublesTest::everyTriggerHasItsLevel_data()
{
    QTest::addColumn<int>("level");
    QTest::newRow("first failure") << 1;
    QTest::newRow("it lasts 15 minutes") << 2;
    QTest::newRow("an hour behind") << 2;
    QTest::newRow("the same fault 3 times in 24 hours") << 3;
    QTest::newRow("unknown payload") << 3;
    QTest::newRow("customers affected") << 4;
    QTest::newRow("data at risk") << 4;
}

void TroublesTest::everyTriggerHasItsLevel()
{
    QFETCH(int, level);
    const std::string trigger = QTest::currentDataTag();
    if (trigger == "first failure" || trigger == "it lasts 15 minutes") {
        fails(effect("a"));
        if (trigger != "first failure")
            tick(15min);
    } else if (trigger == "an hour behind") {
        effect("a");
        tick(1h);
    } else if (trigger == "the same fault 3 times in 24 hours") {
        for (const auto *key : {"a", "b", "c"})
            fails(effect(key));
    } else if (trigger == "unknown payload") {
        QVERIFY(!m_bench->handle(m_bench->event("nobody.knows", Json::object())).has_value());
        m_bench->settle();
    } else if (trigger == "customers affected") {
        agents::Plan plan;
        agents::EscalationWish wish;
        wish.title = "None of us can open the booking page";
        wish.reasonClass = "human_judgement";
        wish.rule = "R6";
        plan.escalations.push_back(wish);
        m_bench->must<void>(engineActor(), [&](Deed &deed) { return writePlan(deed, plan, {"grace-fields", m_bench->business, {}, {}}); });
    } else {
        engine([&](Deed &deed) { troubles::storeWasDown(deed, deed.now - 2min, {Errc::StorageFull, "the disk is full", {}, "make room", {}}); });
    }
    const auto told = m_bench->read<std::vector<Trouble>>([&](const auto &sql) {
        auto rows = store::troubles::open(sql);
        for (auto &row : store::troubles::resolvedSince(sql, m_bench->clock.now() - 1h, 10))
            rows.push_back(std::move(row));
        return rows;
    });
    QVERIFY(!told.empty());
    QCOMPARE(std::max_element(told.begin(), told.end(), [](const Trouble &a, const Trouble &b) { return a.level < b.level; })->level, level);
}

QTEST_GUILESS_MAIN(TroublesTest)
#include "troubles_test.moc"
