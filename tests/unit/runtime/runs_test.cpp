#include "engine/api/runs.h"

#include "engine/runtime/queries.h"
#include "engine/runtime/vault.h"
#include "engine/store/tables/run_traces.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;
using namespace std::chrono_literals;
using test::RuntimeBench;

namespace {

const char *const Tour = R"({
  "id": "tour", "version": "1.0.0", "context": { "count": 0, "note": "old" },
  "initial": "planning",
  "states": {
    "planning": { "on": { "tour.planned": { "target": "running", "actions": { "type": "assign", "params": { "assignment": { "count": { "var": "event.guests" } } } } },
                          "tour.seen": {}, "tour.odd": "checking" } },
    "checking": { "invoke": { "id": "ask", "src": "human.approve", "input": { "title": "Is it odd?" }, "onDone": "running" } },
    "running": { "type": "parallel", "onDone": "over", "states": {
      "guide": { "initial": "waiting", "states": { "waiting": { "after": { "PT1H": "found" }, "on": { "guide.found": "found" } }, "found": { "type": "final" } } },
      "tickets": { "initial": "open", "states": {
        "open": { "on": { "tickets.bought": { "target": "bought", "actions": { "type": "emit", "params": { "event": { "type": "tour.bought", "guests": { "var": "context.count" } } } } } } },
        "bought": { "type": "final" } } } } },
    "over": { "type": "final" }
  }
})";

} // namespace

/// The history of runs at the door: pages with their lanes, steps with all that they caused, comparisons.
class RunsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void anUnknownRunIsNotFound();
    void aRunShowsItsStepsAndLanes();
    void D15_aStepTellsWhatItMovedAndChanged();
    void aTimerIsSetAndEnds();
    void aStepNamesTheMessagesItSent();
    void D1_stepsOfOneMomentKeepTheirOwnAudit();
    void aTaskIsKnownFromItsStartToItsEnd();
    void D10_failedTriesAreKept();
    void anAgentsStepCarriesRuleAndEvidence();
    void D12_anIncidentNamesTheInputThatFailed();
    void aLongRunIsReadInPages();
    void whatWasPassedOnIsDrawnAcrossPages();
    void twoRunsAreAligned();
    void aCancelledRunEndsEveryBar();

private:
    template <typename Q>
    Result<typename Q::Answer> ask(const Q &query)
    {
        const auto studio = m_bench->studio();
        const Vault vault({});
        const EngineState state;
        const api::Caller caller;
        return m_bench->store->readNow<typename Q::Answer>([&](const store::ReadSql &sql) {
            return queries::ask({sql, studio, m_bench->sources, vault, state, caller, m_bench->clock.now()}, query);
        });
    }
    api::RunPage page(const std::string &id, qint64 from = -1, int limit = 250)
    {
        auto answer = ask(api::RunQuery{QString::fromStdString(id), from, limit});
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::move(*answer);
    }
    api::RunStepDetail step(const std::string &id, qint64 seq)
    {
        auto answer = ask(api::RunStepQuery{QString::fromStdString(id), seq});
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::move(*answer);
    }
    std::string start(const std::string &definition = "tour", const Json &input = Json::object())
    {
        return m_bench->must<std::string>(engineActor(), [&](Deed &deed) {
            flow::Start wish;
            wish.definition = definition;
            wish.input = input;
            return flow::start(deed, wish);
        });
    }
    void send(const std::string &id, const std::string &type, const Json &data = Json::object(), const Actor &actor = engineActor())
    {
        const auto sent = m_bench->attempt<flow::Sent>(actor, [&](Deed &deed) { return flow::send(deed, {id, type, data, {}, {}}); });
        QVERIFY2(sent.has_value(), describe(sent).c_str());
    }
    static QString bars(const api::RunPage &page)
    {
        QStringList lines;
        for (const auto &bar : page.bars)
            lines << QStringLiteral("%1/%2 %3-%4").arg(page.lanes[std::size_t(bar.lane)].title, bar.label, QString::number(bar.from), bar.to < 0 ? QString() : QString::number(bar.to));
        return lines.join(QStringLiteral(", "));
    }

    std::unique_ptr<RuntimeBench> m_bench;
};

void RunsTest::init()
{
    m_bench = std::make_unique<RuntimeBench>();
    m_bench->define(Tour);
}

void RunsTest::anUnknownRunIsNotFound()
{
    QCOMPARE(ask(api::RunQuery{QStringLiteral("wf_none"), -1, 10}).error().code, Errc::NotFound);
    QCOMPARE(ask(api::RunStepQuery{QStringLiteral("wf_none"), 0}).error().code, Errc::NotFound);
    const auto id = start();
    QCOMPARE(ask(api::RunStepQuery{QString::fromStdString(id), 7}).error().code, Errc::NotFound);
    QCOMPARE(ask(api::RunCompareQuery{QString::fromStdString(id), QStringLiteral("wf_none")}).error().code, Errc::NotFound);
}

void RunsTest::aRunShowsItsStepsAndLanes()
{
    const auto mira = m_bench->person("Mira");
    const auto id = start("tour", {{"note", "new"}});
    send(id, "tour.planned", {{"guests", 4}}, mira);
    send(id, "tickets.bought");
    send(id, "something.else");
    const auto run = page(id);
    QCOMPARE(run.firstSeq, 0);
    QCOMPARE(run.lastSeq, 3);
    QCOMPARE(run.currentVersion, QStringLiteral("1.0.0"));
    QVERIFY(run.hasFirstInput);
    QCOMPARE(run.firstInput.value(QStringLiteral("note")).toString(), QStringLiteral("new"));
    QCOMPARE(run.steps.size(), std::size_t(4));
    QCOMPARE(run.steps[0].kind, api::RunInput::Start);
    QCOMPARE(run.steps[1].kind, api::RunInput::Event);
    QCOMPARE(run.steps[1].input, QStringLiteral("tour.planned"));
    QCOMPARE(run.steps[1].actor, QStringLiteral("Mira"));
    QCOMPARE(run.steps[1].changed, QStringList{QStringLiteral("count")});
    QCOMPARE(run.steps[1].timersSet, 1);
    QVERIFY(run.steps[3].ignored);
    QCOMPARE(bars(run), QStringLiteral("tour/planning 0-1, tour/running 1-, guide/waiting 1-, tickets/open 1-2, tickets/bought 2-"));
    QCOMPARE(run.marks.size(), std::size_t(3));
    QCOMPARE(run.marks[0].kind, api::RunMark::Kind::Person);
    QCOMPARE(run.marks[2].kind, api::RunMark::Kind::Ignored);
    QVERIFY(!run.incident);
}

void RunsTest::D15_aStepTellsWhatItMovedAndChanged()
{
    const auto id = start();
    send(id, "tour.planned", {{"guests", 4}});
    const auto detail = step(id, 1);
    QCOMPARE(detail.payload.value(QStringLiteral("guests")).toInt(), 4);
    QCOMPARE(detail.before.value(QStringLiteral("count")).toInt(), 0);
    QCOMPARE(detail.after.context.value(QStringLiteral("count")).toInt(), 4);
    QCOMPARE(detail.transitions.size(), std::size_t(1));
    QCOMPARE(detail.transitions[0].source, QStringLiteral("tour.planning"));
    QCOMPARE(detail.transitions[0].targets, QStringList{QStringLiteral("tour.running")});
    QCOMPARE(detail.after.active, (QStringList{QStringLiteral("tour.running.guide.waiting"), QStringLiteral("tour.running.tickets.open")}));
    QCOMPARE(detail.after.waitingOn, QStringLiteral("timer"));
    QCOMPARE(step(id, 0).after.waitingOn, QStringLiteral("event"));
}

void RunsTest::aTimerIsSetAndEnds()
{
    const auto id = start();
    send(id, "tour.planned", {{"guests", 4}});
    m_bench->clock.advance(61min);
    m_bench->settle();
    const auto set = step(id, 1);
    QCOMPARE(set.timers.size(), std::size_t(1));
    QCOMPARE(set.timers[0].did, api::RunTimer::Did::Set);
    const auto fired = step(id, 2);
    QCOMPARE(fired.step.kind, api::RunInput::Timer);
    QCOMPARE(fired.timers.size(), std::size_t(1));
    QCOMPARE(fired.timers[0].did, api::RunTimer::Did::Fired);
    QCOMPARE(fired.timers[0].id, set.timers[0].id);

    const auto other = start();
    send(other, "tour.planned", {{"guests", 4}});
    send(other, "guide.found");
    QCOMPARE(step(other, 2).timers.at(0).did, api::RunTimer::Did::Cancelled);
}

void RunsTest::aStepNamesTheMessagesItSent()
{
    const auto id = start();
    send(id, "tour.planned", {{"guests", 4}});
    send(id, "tickets.bought");
    QCOMPARE(step(id, 1).messages.size(), std::size_t(0)); // all in one millisecond, yet each has its own
    const auto bought = step(id, 2);
    QCOMPARE(bought.messages.size(), std::size_t(1));
    QCOMPARE(bought.messages[0].type, QStringLiteral("tour.bought"));
    QCOMPARE(bought.actions.size(), 1);
    const auto other = start();
    send(other, "tour.planned", {{"guests", 2}});
    send(other, "tickets.bought");
    QCOMPARE(step(id, 2).messages.size(), std::size_t(1)); // another run's message of the same moment is not its own
}

void RunsTest::D1_stepsOfOneMomentKeepTheirOwnAudit()
{
    m_bench->person("Mira");
    const auto id = start();
    send(id, "tour.seen");
    send(id, "tour.odd");
    const auto odd = step(id, 2);
    QVERIFY(!odd.audit.empty());
    QCOMPARE(odd.audit.back().object, QString::fromStdString(id));
    for (const auto &row : step(id, 1).audit)
        QVERIFY(row.action != QStringLiteral("escalation.opened"));
    const auto open = page(id);
    QCOMPARE(open.steps.back().tasksStarted, QStringList{QStringLiteral("ask")});
    QCOMPARE(odd.after.waitingOn, QStringLiteral("person"));
    QCOMPARE(odd.links.size(), std::size_t(1));
    QCOMPARE(odd.links[0].kind, QStringLiteral("escalation"));
}

void RunsTest::aTaskIsKnownFromItsStartToItsEnd()
{
    m_bench->person("Mira");
    const auto id = start();
    send(id, "tour.odd");
    m_bench->clock.advance(90s);
    const auto open = step(id, 1);
    QCOMPARE(open.tasks.size(), std::size_t(1));
    QCOMPARE(open.tasks[0].did, api::RunTask::Did::Started);
    QCOMPARE(open.tasks[0].endedSeq, -1);
    QCOMPARE(open.after.tasks.at(0).startedSeq, 1);
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskDone(deed, id + "/ask/1", {{"decision", "approve"}}); });
    const auto done = step(id, 2);
    QCOMPARE(done.step.kind, api::RunInput::TaskDone);
    QCOMPARE(done.step.input, QStringLiteral("ask"));
    QCOMPARE(done.tasks.size(), std::size_t(1));
    QCOMPARE(done.tasks[0].did, api::RunTask::Did::Done);
    QCOMPARE(done.tasks[0].startedSeq, 1);
    QCOMPARE(done.tasks[0].startedAt.msecsTo(done.tasks[0].endedAt), 90'000);
    QCOMPARE(done.tasks[0].output.toObject().value(QStringLiteral("decision")).toString(), QStringLiteral("approve"));
    QCOMPARE(step(id, 1).tasks[0].endedSeq, 2);
}

void RunsTest::D10_failedTriesAreKept()
{
    m_bench->person("Mira");
    const auto id = start();
    send(id, "tour.odd");
    const auto key = id + "/ask/1";
    for (int i = 0; i < 2; ++i) {
        m_bench->must<void>(engineActor(), [&](Deed &deed) {
            return flow::taskFailed(deed, key, "agent.unavailable", "the calendar does not answer");
        });
        m_bench->clock.advance(90s);
    }
    const auto open = step(id, 1).after.tasks.at(0);
    QCOMPARE(open.failedTries.size(), std::size_t(2));
    QCOMPARE(open.failedTries[0].attempt, 1);
    QCOMPARE(open.failedTries[1].error, QStringLiteral("agent.unavailable"));
    QCOMPARE(open.failedTries[0].again, open.failedTries[1].began);
    QVERIFY(page(id).openTasks.at(0).later);
    const auto run = page(id);
    const auto bar = std::find_if(run.bars.begin(), run.bars.end(), [](const auto &one) { return one.label == QStringLiteral("human.approve"); });
    QVERIFY(bar != run.bars.end());
    QCOMPARE(bar->failedTries, 2);
}

void RunsTest::anAgentsStepCarriesRuleAndEvidence()
{
    m_bench->person("Ben");
    m_bench->event("website_form", {{"form_id", "f1"}, {"form_data", {{"name", "Ada Falk"}, {"email", "ada@example.com"},
                                                                     {"message", "I would like to book a retreat in spring, what does it cost?"}}}});
    m_bench->settle();
    const auto id = m_bench->instances().front().id;
    const auto run = page(id);
    bool told = false;
    for (const auto &one : run.steps) {
        if (one.kind != api::RunInput::TaskDone)
            continue;
        const auto detail = step(id, one.seq);
        for (const auto &row : detail.audit)
            told = told || (!row.rule.isEmpty() && row.action.startsWith(QStringLiteral("agent.")));
        QCOMPARE(detail.tasks.at(0).id, one.input);
        for (const auto &effect : detail.effects)
            QVERIFY2(effect.key.startsWith(QString::fromStdString(id)), qPrintable(effect.key));
    }
    QVERIFY(told);
}

void RunsTest::D12_anIncidentNamesTheInputThatFailed()
{
    m_bench->person("Mira");
    const auto id = start();
    send(id, "tour.odd");
    // No onError takes it.
    m_bench->must<void>(engineActor(), [&](Deed &deed) { return flow::taskFailed(deed, id + "/ask/1", "agent.error", "nobody knows"); });
    const auto run = page(id);
    QVERIFY(run.incident);
    QCOMPARE(run.incident->kind, api::RunInput::TaskFailed);
    QCOMPARE(run.incident->input, QStringLiteral("ask"));
    QVERIFY(run.incident->error.startsWith(QStringLiteral("unhandled")));
    QCOMPARE(run.incident->payload.value(QStringLiteral("message")).toString(), QStringLiteral("nobody knows"));
    QCOMPARE(run.lastSeq, 1); // nothing of the failed step is history
}

void RunsTest::aLongRunIsReadInPages()
{
    const auto id = start();
    for (int i = 0; i < 40; ++i)
        send(id, "tour.seen");
    const auto last = page(id, -1, 10);
    QCOMPARE(last.firstSeq, 0);
    QCOMPARE(last.lastSeq, 40);
    QCOMPARE(last.steps.front().seq, 31);
    QCOMPARE(last.steps.back().seq, 40);
    const auto middle = page(id, 10, 10);
    QCOMPARE(middle.steps.front().seq, 10);
    QCOMPARE(middle.steps.back().seq, 19);
    QVERIFY(!middle.bars.at(0).fromAt.isValid()); // it began before
    QCOMPARE(page(id, 100, 10).steps.size(), std::size_t(0));
}

void RunsTest::whatWasPassedOnIsDrawnAcrossPages()
{
    const auto id = start();
    send(id, "tour.planned", {{"guests", 4}});
    send(id, "tickets.bought");
    send(id, "guide.found");
    QCOMPARE(bars(page(id, 2, 10)), QStringLiteral("tour/running 2-3, tour/over 3-3, guide/waiting 2-3, guide/found 3-3, tickets/open 2-2, tickets/bought 2-3"));
}

void RunsTest::twoRunsAreAligned()
{
    const auto first = start("tour", {{"note", "a"}});
    send(first, "tour.planned", {{"guests", 4}});
    m_bench->clock.advance(10min);
    send(first, "tickets.bought");
    const auto second = start("tour", {{"note", "b"}});
    send(second, "tour.seen");
    send(second, "tour.planned", {{"guests", 2}});
    send(second, "tickets.bought");
    const auto compared = ask(api::RunCompareQuery{QString::fromStdString(first), QString::fromStdString(second)});
    QVERIFY(compared.has_value());
    QCOMPARE(compared->pairs.size(), std::size_t(4));
    QVERIFY(compared->pairs[0].first && compared->pairs[0].second);
    QVERIFY(!compared->pairs[1].first);
    QCOMPARE(compared->pairs[1].second->input, QStringLiteral("tour.seen"));
    QCOMPARE(compared->pairs[2].fields.size(), std::size_t(1));
    QCOMPARE(compared->pairs[2].fields[0].name, QStringLiteral("count"));
    QCOMPARE(compared->pairs[2].fields[0].second.toInt(), 2);
    QCOMPARE(compared->pairs[3].firstWaitMs, 600'000);
    QCOMPARE(compared->pairs[3].secondWaitMs, 0);
    QVERIFY(!compared->cut);
}

void RunsTest::aCancelledRunEndsEveryBar()
{
    const auto id = start();
    send(id, "tour.planned", {{"guests", 4}});
    m_bench->must<void>(m_bench->person("Mira"), [&](Deed &deed) { return flow::cancel(deed, id, "rained off"); });
    const auto run = page(id);
    for (const auto &bar : run.bars)
        QVERIFY2(bar.to >= 0, qPrintable(bar.label));
    const auto detail = step(id, 2);
    QCOMPARE(detail.step.kind, api::RunInput::Cancel);
    QCOMPARE(detail.step.reason, QStringLiteral("rained off"));
    QVERIFY(detail.after.waitingOn.isEmpty());
    QVERIFY(detail.after.timers.empty());
}

QTEST_GUILESS_MAIN(RunsTest)
#include "runs_test.moc"
