#include <QTest>

#include "engine/runtime/flow_history.h"
#include "engine/runtime/flow_migration.h"
#include "engine/runtime/flow_operators.h"
#include "engine/store/tables/definition_versions.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/invocations.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace hs::test;
using namespace std::chrono_literals;

namespace {

/// A visit that is asked for, confirmed by a person, and reminded of.
std::string visit(const char *version, const QByteArray &old = {}, const QByteArray &fresh = {})
{
    QByteArray text = R"({
        "id": "visit", "version": "VERSION", "meta": {"prefix": "VI"}, "context": {"guests": 2, "asked": 0},
        "initial": "asked",
        "states": {
          "asked": {"on": {"more": {"actions": {"type": "assign", "params": {"assignment": {"guests": {"var": "event.guests"}}}}}, "confirm": "confirming"},
                    "after": {"PT1H": {"actions": {"type": "assign", "params": {"assignment": {"asked": {"+": [{"var": "context.asked"}, 1]}}}}}}},
          "confirming": {"invoke": {"id": "approve", "src": "human.approve", "input": {"title": "A visit"}, "onDone": "booked", "onError": "asked"}, "after": {"P1D": "asked"}},
          "booked": {"on": {"come": "over"}},
          "over": {"type": "final"}}})";
    text.replace("VERSION", version);
    if (!old.isEmpty() && !text.contains(old))
        qFatal("there is nothing to replace");
    text.replace(old, fresh);
    return text.toStdString();
}

} // namespace

class VersionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { b = std::make_unique<RuntimeBench>(); }
    void cleanup() { b.reset(); }
    void V2_newInstancesUseTheHighestVersionThatIsNotRetired();
    void V2_versionsAreOrderedAsVersions_data();
    void V2_versionsAreOrderedAsVersions();
    void V2_instancesStayOnTheirVersion();
    void V3_aPreviewWritesNothing();
    void V3_aMigrationIsOneHistoryRowWithPersonAndReason();
    void V3_timersTasksAndTheHubFollow();
    void V3_aRefusedInstanceStaysAsItIs();
    void V3_anIncidentIsMigratedAndThenRetried();
    void V3_whatCanBeUndoneKnowsItsNewState();
    void V3_aPausedInstanceKeepsItsTimersWaiting();
    void V3_manyAtOnceTellEachByItself();
    void D15_aStoredHistoryPlaysAgain();
    void D15_whatPeopleDoPlaysAgain();
    void D15_anyStepIsShownWithoutItsSnapshot();
    void D15_aTamperedHistoryNamesStepAndField();
    void O1_aForkStandsWhereItsOriginStood();
    void edge18_aForkOfARetiredDefinitionFromStepThree();
    void O1_aForkUnderAnotherVersion();
    void O1_aForkFromTheEndIsRefused();

private:
    std::string start(const std::string &key = {}, Json input = Json::object())
    {
        return b->must<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"visit", key, input, "Ada's visit", {}, {}, "High", {}, true}); });
    }
    void send(const std::string &id, const char *type, Json data = Json::object())
    {
        b->must<flow::Sent>(engineActor(), [&](Deed &deed) { return flow::send(deed, {id, type, data, {}, {}}); });
    }
    void answer(const std::string &id)
    {
        const auto open = tasks(id);
        QCOMPARE(open.size(), std::size_t(1));
        b->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, open.front().key, {{"decision", "approve"}}); });
        b->settle();
    }
    store::workflows::Instance instance(const std::string &id)
    {
        return b->read<std::optional<store::workflows::Instance>>([&](const auto &sql) { return store::workflows::find(sql, id); }).value();
    }
    std::vector<store::workflows::Invocation> tasks(const std::string &id)
    {
        return b->read<std::vector<store::workflows::Invocation>>([&](const auto &sql) { return store::workflows::invocations(sql, id); });
    }
    std::vector<store::workflows::Timer> timers(const std::string &id)
    {
        return b->read<std::vector<store::workflows::Timer>>([&](const auto &sql) { return store::workflows::timers(sql, id); });
    }
    std::vector<store::workflows::Step> history(const std::string &id)
    {
        return b->read<std::vector<store::workflows::Step>>([&](const auto &sql) { return store::workflows::history(sql, id, {{}, 500}).rows; });
    }
    Result<flow::MigrationView> migrate(const std::string &id, const char *to, workflow::StateMap map = {}, std::string reason = "the new way")
    {
        return b->attempt<flow::MigrationView>(m_person, [&](Deed &deed) { return flow::migrate(deed, id, to, map, reason); });
    }
    Result<flow::MigrationView> preview(const std::string &id, const char *to, workflow::StateMap map = {})
    {
        const auto studio = b->studio();
        return b->store->readNow<flow::MigrationView>([&](const store::ReadSql &sql) { return flow::previewMigration(sql, studio, id, to, map, b->clock.now()); });
    }
    flow::Replayed replay(const std::string &id)
    {
        const auto studio = b->studio();
        const auto found = instance(id);
        return b->read<flow::Replayed>([&](const auto &sql) { return flow::replay(sql, studio, found); });
    }
    Result<flow::Past> past(const std::string &id, std::int64_t seq)
    {
        const auto studio = b->studio();
        const auto found = instance(id);
        return b->store->readNow<flow::Past>([&](const store::ReadSql &sql) { return flow::snapshotAt(sql, studio, found, seq); });
    }
    Result<std::string> fork(const std::string &origin, std::int64_t seq, const char *version = "", workflow::StateMap map = {})
    {
        return b->attempt<std::string>(m_person, [&](Deed &deed) { return flow::fork(deed, {origin, seq, version, map, "once more"}); });
    }
    void sql(const std::string &statement)
    {
        QVERIFY(b->store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            tx.exec(statement);
            return {};
        }));
    }

    std::unique_ptr<RuntimeBench> b;
    const Actor m_person{"person", "op_1", "Ada Falk"};
};

void VersionsTest::V2_newInstancesUseTheHighestVersionThatIsNotRetired()
{
    b->define(visit("1.0.0"));
    b->define(visit("1.10.0", "\"guests\": 2", "\"guests\": 3"));
    b->define(visit("1.9.0", "\"guests\": 2", "\"guests\": 4")); // published later, and yet the lower one
    QCOMPARE(instance(start()).version, std::string("1.10.0"));
    b->shelf.setRetired("visit", "1.10.0", true);
    QCOMPARE(instance(start()).version, std::string("1.9.0"));
    b->shelf.setRetired("visit", "1.9.0", true);
    b->shelf.setRetired("visit", "1.0.0", true);
    const auto none = b->attempt<std::string>(engineActor(), [&](Deed &deed) { return flow::start(deed, {"visit", {}, Json::object(), {}, {}, {}, "High", {}, true}); });
    QVERIFY(!none);
    QCOMPARE(none.error().code, Errc::NotFound);
    QCOMPARE(b->shelf.shown("visit")->version(), std::string("1.10.0")); // its board is still there
    b->shelf.setRetired("visit", "1.0.0", false);
    QCOMPARE(instance(start()).version, std::string("1.0.0"));
}

void VersionsTest::V2_versionsAreOrderedAsVersions_data()
{
    QTest::addColumn<QByteArray>("lower");
    QTest::addColumn<QByteArray>("higher");
    using B = QByteArray;
    QTest::newRow("numbers as numbers") << B("1.9.9") << B("1.10.0");
    QTest::newRow("a pre-release is below its release") << B("2.0.0-rc.1") << B("2.0.0");
    QTest::newRow("pre-releases count their numbers") << B("2.0.0-rc.9") << B("2.0.0-rc.10");
    QTest::newRow("numbers are below words") << B("2.0.0-1") << B("2.0.0-alpha");
    QTest::newRow("more words are above fewer") << B("2.0.0-alpha") << B("2.0.0-alpha.1");
    QTest::newRow("numbers beyond any machine's") << B("1.0.99999999999999999999") << B("1.0.100000000000000000000");
}

void VersionsTest::V2_versionsAreOrderedAsVersions()
{
    QFETCH(QByteArray, lower);
    QFETCH(QByteArray, higher);
    DefinitionShelf shelf;
    const auto make = [](const QByteArray &version) { return workflow::parseDefinition(visit(version.constData()), workflow::AgentCatalog::anything()).definition; };
    shelf.add(make(higher));
    shelf.add(make(lower));
    QCOMPARE(shelf.latest("visit")->version(), higher.toStdString());
    QCOMPARE(shelf.versions("visit").back()->version(), lower.toStdString());
}

void VersionsTest::V2_instancesStayOnTheirVersion()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->define(visit("2.0.0", "\"confirm\": \"confirming\"", "\"confirm\": \"booked\""));
    send(id, "confirm");
    QCOMPARE(instance(id).version, std::string("1.0.0"));
    QCOMPARE(instance(id).state, std::string("confirming"));
}

void VersionsTest::V3_aPreviewWritesNothing()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->define(visit("2.0.0", "\"PT1H\"", "\"PT2H\""));
    const auto commits = b->store->commits();
    const auto view = preview(id, "2.0.0");
    QVERIFY2(view, describe(view).c_str());
    QVERIFY(view->outcome);
    QCOMPARE(view->outcome->timersCancelled.size(), std::size_t(1));
    QCOMPARE(view->outcome->timersStarted.size(), std::size_t(1));
    QCOMPARE(view->stateAfter, std::string("asked"));
    QCOMPARE(b->store->commits(), commits);
    QCOMPARE(instance(id).version, std::string("1.0.0"));
    QCOMPARE(history(id).size(), std::size_t(1));
    QCOMPARE(preview(id, "3.0.0").error().what, std::string("there is no version 3.0.0 of \"visit\""));
    QCOMPARE(preview(id, "1.0.0")->outcome.error(), std::vector<std::string>{"it runs on 1.0.0 already"});
}

void VersionsTest::V3_aMigrationIsOneHistoryRowWithPersonAndReason()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->define(visit("2.0.0", "\"asked\"", "\"enquired\""));
    b->clock.advance(10min);
    QVERIFY(migrate(id, "2.0.0", {{"visit.asked", "visit.enquired"}})->outcome);
    const auto after = instance(id);
    QCOMPARE(after.version, std::string("2.0.0"));
    QCOMPARE(after.state, std::string("enquired"));
    QCOMPARE(after.column, std::string("enquired"));
    QCOMPARE(after.steps, std::int64_t(1));
    QVERIFY(after.enteredAt == b->clock.now());
    const auto rows = history(id);
    QCOMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[1].input, std::string("migrate"));
    QCOMPARE(rows[1].actor, std::string("Ada Falk"));
    QCOMPARE(rows[1].reason, std::string("the new way"));
    QCOMPARE(rows[1].record["input"], (Json{{"kind", "migrate"}, {"from", "1.0.0"}, {"to", "2.0.0"}, {"states", {{"visit.asked", "visit.enquired"}}}, {"at", toMillis(b->clock.now())}}));
    QCOMPARE(rows[1].record["exited"], Json::array({"visit.asked"}));
    QCOMPARE(b->audited(id), (std::vector<std::string>{"workflow.started", "workflow.migrated"}));
    send(id, "confirm"); // it goes on
    QCOMPARE(instance(id).state, std::string("confirming"));
    QVERIFY(!replay(id).difference);
}

void VersionsTest::V3_timersTasksAndTheHubFollow()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    send(id, "confirm");
    const auto task = tasks(id).front();
    const auto due = timers(id).front().due;
    b->define(visit("2.0.0", "\"P1D\": \"asked\"", "\"P1D\": \"over\", \"PT6H\": \"asked\""));
    b->clock.advance(1h);
    const auto moved = migrate(id, "2.0.0");
    QVERIFY2(moved && moved->outcome, describe(moved).c_str());
    QCOMPARE(tasks(id).size(), std::size_t(1));
    QCOMPARE(tasks(id).front().key, task.key);
    QCOMPARE(tasks(id).front().escalation, task.escalation);
    const auto pending = timers(id);
    QCOMPARE(pending.size(), std::size_t(2));
    QCOMPARE(pending[0].id, std::string("xstate.after.PT6H.visit.confirming"));
    QVERIFY(pending[0].due == b->clock.now() + 6h);
    QVERIFY(pending[1].due == due);
    QVERIFY(instance(id).dueAt == b->clock.now() + 6h);
    QCOMPARE(text(b->fields("active-workflows", mirror::recordOf(id)), "Workflow Version"), std::string("2.0.0"));
    b->clock.advance(6h);
    b->settle();
    QCOMPARE(instance(id).state, std::string("asked"));
    QVERIFY(tasks(id).empty());
}

void VersionsTest::V3_aRefusedInstanceStaysAsItIs()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    send(id, "confirm");
    b->define(visit("2.0.0", "\"id\": \"approve\"", "\"id\": \"decide\""));
    const auto before = instance(id);
    const auto refused = migrate(id, "2.0.0");
    QVERIFY(refused && !refused->outcome);
    QCOMPARE(refused->outcome.error(), std::vector<std::string>{"open task \"approve\": 2.0.0 has no invoke of that id"});
    QCOMPARE(instance(id).snapshot, before.snapshot);
    QCOMPARE(instance(id).version, std::string("1.0.0"));
    QCOMPARE(history(id).size(), std::size_t(2));
    answer(id);
    send(id, "come");
    QCOMPARE(migrate(id, "2.0.0")->outcome.error(), std::vector<std::string>{"the instance has ended"});
}

void VersionsTest::V3_anIncidentIsMigratedAndThenRetried()
{
    // A delay that cannot be computed stops the step; the next version mends it.
    b->define(visit("1.0.0", "\"P1D\": \"asked\"", "\"soon\": \"asked\"").replace(1, 0, "\"setup\": {\"delays\": {\"soon\": {\"var\": \"context.soon\"}}}, "));
    const auto id = start({}, {{"soon", "one day"}});
    send(id, "confirm");
    QCOMPARE(instance(id).status, store::workflows::Status::Incident);
    b->define(visit("1.0.1"));
    QVERIFY(migrate(id, "1.0.1")->outcome);
    QCOMPARE(instance(id).status, store::workflows::Status::Incident);
    b->must<void>(m_person, [&](Deed &deed) { return flow::retryIncident(deed, id); });
    QCOMPARE(instance(id).status, store::workflows::Status::Running);
    QCOMPARE(instance(id).state, std::string("confirming"));
    QVERIFY(!replay(id).difference);
}

void VersionsTest::V3_whatCanBeUndoneKnowsItsNewState()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::workflows::Compensation entry;
        entry.invoke = "hold";
        entry.state = "visit.asked";
        entry.src = "solari.release_room";
        store::workflows::addCompensation(deed.tx, id, entry);
        entry.state = "visit.booked";
        store::workflows::addCompensation(deed.tx, id, entry);
        return {};
    });
    b->define(visit("2.0.0", "\"asked\"", "\"enquired\""));
    QVERIFY(migrate(id, "2.0.0", {{"visit.asked", "visit.enquired"}})->outcome);
    const auto entries = b->read<std::vector<store::workflows::Compensation>>([&](const auto &sql) { return store::workflows::compensations(sql, id); });
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[0].state, std::string("visit.booked"));
    QCOMPARE(entries[1].state, std::string("visit.enquired"));
}

void VersionsTest::V3_aPausedInstanceKeepsItsTimersWaiting()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->must<void>(m_person, [&](Deed &deed) { return flow::pause(deed, id, "holidays"); });
    b->define(visit("2.0.0", "\"PT1H\"", "\"PT2H\""));
    QVERIFY(migrate(id, "2.0.0")->outcome);
    QCOMPARE(instance(id).status, store::workflows::Status::Paused);
    b->clock.advance(3h);
    b->settle();
    QCOMPARE(history(id).size(), std::size_t(3)); // start, pause, migrate
    b->must<void>(m_person, [&](Deed &deed) { return flow::resume(deed, id, "back"); });
    b->settle();
    QCOMPARE(workflow::parseSnapshot(instance(id).snapshot)->context["asked"].get<int>(), 1);
    QVERIFY(!replay(id).difference);
}

void VersionsTest::V3_manyAtOnceTellEachByItself()
{
    b->define(visit("1.0.0"));
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(start());
    send(ids[1], "confirm");
    send(ids[3], "confirm");
    b->define(visit("2.0.0", "\"id\": \"approve\"", "\"id\": \"decide\""));
    ids.push_back(start()); // on the new one already
    store::versions::Filter filter;
    filter.definition = "visit";
    filter.otherThan = "2.0.0";
    filter.openOnly = true;
    std::vector<std::string> seen, refused;
    store::Slice slice{{}, 2};
    do {
        const auto part = b->read<store::Sliced<std::string>>([&](const auto &sql) { return store::versions::instances(sql, filter, slice); });
        for (const auto &id : part.rows) {
            seen.push_back(id);
            if (!migrate(id, "2.0.0")->outcome)
                refused.push_back(id);
        }
        slice.after = part.next;
    } while (!slice.after.empty());
    QCOMPARE(seen, (std::vector<std::string>{ids[4], ids[3], ids[2], ids[1], ids[0]}));
    QCOMPARE(refused, (std::vector<std::string>{ids[3], ids[1]}));
    const auto counts = b->read<std::vector<store::versions::Count>>([](const auto &sql) { return store::versions::counts(sql, "visit"); });
    QCOMPARE(counts.size(), std::size_t(2));
    QCOMPARE(counts[0].open, std::int64_t(2));
    QCOMPARE(counts[1].open, std::int64_t(4));
}

void VersionsTest::D15_aStoredHistoryPlaysAgain()
{
    b->define(visit("1.0.0"));
    const auto id = start({}, {{"guests", 3}});
    send(id, "more", {{"guests", 8.5}});
    send(id, "nothing.takes.it");
    b->clock.advance(3h); // the reminder is two hours late
    b->settle();
    QCOMPARE(workflow::parseSnapshot(instance(id).snapshot)->context["asked"].get<int>(), 1);
    send(id, "confirm");
    b->clock.advance(30h);
    b->settle();
    send(id, "confirm");
    answer(id);
    send(id, "come");
    const auto replayed = replay(id);
    QVERIFY2(!replayed.difference, replayed.difference ? (replayed.difference->field + " " + replayed.difference->stored + " " + replayed.difference->replayed).c_str() : "");
    QCOMPARE(replayed.compared, std::int64_t(history(id).size()));
}

void VersionsTest::D15_whatPeopleDoPlaysAgain()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->must<void>(m_person, [&](Deed &deed) { return flow::pause(deed, id, "a call"); });
    b->must<void>(m_person, [&](Deed &deed) { return flow::editContext(deed, id, {{"guests", 12}}, "they said so"); });
    b->must<void>(m_person, [&](Deed &deed) { return flow::resume(deed, id, "done"); });
    b->clock.advance(1min);
    b->must<flow::Sent>(m_person, [&](Deed &deed) { return flow::send(deed, {id, "confirm", Json::object(), {}, {}}); });
    b->clock.advance(5s);
    b->must<void>(m_person, [&](Deed &deed) { return flow::undoMove(deed, id); });
    send(id, "confirm");
    QCOMPARE(workflow::parseSnapshot(instance(id).snapshot)->context["guests"].get<int>(), 12);
    QVERIFY(!replay(id).difference);
    sql("UPDATE history SET snapshot = '' WHERE seq > 0"); // and so it does from nothing but inputs
    QVERIFY(!replay(id).difference);
    QCOMPARE(Json(toJson(past(id, 6)->snapshot)), Json::parse(instance(id).snapshot));
    b->must<void>(m_person, [&](Deed &deed) { return flow::cancel(deed, id, "changed their mind"); });
    QVERIFY(!replay(id).difference);
}

void VersionsTest::D15_anyStepIsShownWithoutItsSnapshot()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    b->clock.advance(2h);
    b->settle();
    send(id, "more", {{"guests", 4}});
    b->define(visit("1.1.0", "\"asked\"", "\"enquired\""));
    QVERIFY(migrate(id, "1.1.0", {{"visit.asked", "visit.enquired"}})->outcome);
    send(id, "confirm");
    answer(id);
    const auto rows = history(id);
    QVERIFY(std::count_if(rows.begin(), rows.end(), [](const auto &row) { return row.snapshot.empty(); }) > 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto then = past(id, std::int64_t(i));
        QVERIFY2(then, describe(then).c_str());
        // Each row keeps the hash of what stood after it, but few the whole.
        const auto hash = text(rows[i].record, "hash");
        QVERIFY(!hash.empty() || !rows[i].snapshot.empty());
        if (!hash.empty())
            QCOMPARE(workflow::snapshotHash(then->snapshot), hash);
        else
            QCOMPARE(Json(toJson(then->snapshot)), Json::parse(rows[i].snapshot));
        QCOMPARE(then->version, std::string(i < 3 ? "1.0.0" : "1.1.0"));
        QVERIFY(then->at == rows[i].at);
    }
    QCOMPARE(past(id, 99).error().code, Errc::NotFound);
}

void VersionsTest::D15_aTamperedHistoryNamesStepAndField()
{
    b->define(visit("1.0.0"));
    const auto id = start();
    send(id, "more", {{"guests", 4}});
    send(id, "confirm");
    sql("UPDATE history SET record = replace(record, '\"guests\":4,\"type\"', '\"guests\":5,\"type\"') WHERE seq = 1");
    const auto replayed = replay(id);
    QVERIFY(replayed.difference);
    QCOMPARE(replayed.difference->seq, std::int64_t(1));
    QCOMPARE(replayed.difference->field, std::string("/patch/guests"));
    QCOMPARE(replayed.difference->stored, std::string("4"));
    QCOMPARE(replayed.difference->replayed, std::string("5"));
    // With nothing but hashes kept, a row that cannot be followed is told, not shown wrongly.
    sql("UPDATE history SET snapshot = '', record = json_set(record, '$.input', json_object('kind', 'undo')) WHERE seq = 1");
    sql("UPDATE history SET snapshot = '' WHERE seq IN (0, 2)");
    QCOMPARE(past(id, 2).error().code, Errc::Corrupt);
}

void VersionsTest::O1_aForkStandsWhereItsOriginStood()
{
    b->define(visit("1.0.0"));
    const auto origin = start("booking-7");
    b->clock.advance(20min);
    send(origin, "more", {{"guests", 6}});
    send(origin, "confirm");
    b->clock.advance(2h);
    answer(origin);
    const auto forked = fork(origin, 2);
    QVERIFY2(forked, describe(forked).c_str());
    const auto copy = instance(*forked);
    QCOMPARE(copy.state, std::string("confirming"));
    QCOMPARE(copy.version, std::string("1.0.0"));
    QCOMPARE(copy.title, std::string("Ada's visit"));
    QVERIFY(copy.number.starts_with("VI-"));
    QVERIFY(copy.number != instance(origin).number);
    QVERIFY(copy.key.empty()); // the origin is open and keeps it
    QCOMPARE(workflow::parseSnapshot(copy.snapshot)->context["guests"].get<int>(), 6);
    // Its task begins anew, its timer keeps what was left.
    const auto open = tasks(*forked);
    QCOMPARE(open.size(), std::size_t(1));
    QCOMPARE(open.front().key, *forked + "/approve/1");
    QVERIFY(!open.front().escalation.empty());
    QVERIFY(timers(*forked).front().due == b->clock.now() + 24h);
    const auto rows = history(*forked);
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(text(rows[0].record["input"], "instance"), origin);
    QCOMPARE(integer(rows[0].record["input"], "seq"), std::int64_t(2));
    QCOMPARE(rows[0].reason, std::string("once more"));
    QCOMPARE(b->audited(*forked).front(), std::string("workflow.forked"));
    answer(*forked);
    QCOMPARE(instance(*forked).state, std::string("booked"));
    QVERIFY(!replay(*forked).difference);
    QCOMPARE(instance(origin).state, std::string("booked"));
    QCOMPARE(instance(origin).steps, std::int64_t(3));
    // Once the origin has ended, a fork takes its key.
    send(origin, "come");
    QCOMPARE(instance(*fork(origin, 1)).key, std::string("booking-7"));
}

/// Edge case 18.
void VersionsTest::edge18_aForkOfARetiredDefinitionFromStepThree()
{
    b->define(visit("1.0.0"));
    const auto origin = start();
    send(origin, "more", {{"guests", 6}});
    send(origin, "more", {{"guests", 7}});
    send(origin, "more", {{"guests", 8}});
    send(origin, "confirm");
    b->shelf.setRetired("visit", "1.0.0", true);
    b->define(visit("2.0.0"));
    const auto forked = fork(origin, 3);
    QVERIFY2(forked, describe(forked).c_str());
    QCOMPARE(instance(*forked).version, std::string("1.0.0"));
    QCOMPARE(workflow::parseSnapshot(instance(*forked).snapshot)->context["guests"].get<int>(), 8);
    send(*forked, "confirm");
    QCOMPARE(instance(*forked).state, std::string("confirming"));
}

void VersionsTest::O1_aForkUnderAnotherVersion()
{
    b->define(visit("1.0.0"));
    const auto origin = start();
    send(origin, "more", {{"guests", 6}});
    b->define(visit("2.0.0", "\"asked\"", "\"enquired\""));
    const auto refused = fork(origin, 1, "2.0.0");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Errc::Conflict);
    QVERIFY2(refused.error().what.find("active state \"visit.asked\" has no target in 2.0.0") != std::string::npos, refused.error().what.c_str());
    const auto forked = fork(origin, 1, "2.0.0", {{"visit.asked", "visit.enquired"}});
    QVERIFY2(forked, describe(forked).c_str());
    QCOMPARE(instance(*forked).state, std::string("enquired"));
    QCOMPARE(timers(*forked).front().id, std::string("xstate.after.PT1H.visit.enquired"));
    b->clock.advance(2h);
    b->settle();
    QVERIFY(!replay(*forked).difference);
}

void VersionsTest::O1_aForkFromTheEndIsRefused()
{
    b->define(visit("1.0.0"));
    const auto origin = start();
    send(origin, "confirm");
    answer(origin);
    send(origin, "come");
    QCOMPARE(fork(origin, 3).error().code, Errc::Conflict);
    QCOMPARE(fork(origin, 9).error().code, Errc::NotFound);
    QVERIFY(fork(origin, 2).has_value());
}

QTEST_GUILESS_MAIN(VersionsTest)
#include "versions_test.moc"
