#include "engine/workflow/run_lanes.h"

#include <QTest>

#include "tests/unit/workflow/machines.h"

using namespace hs;
using namespace hs::workflow;

namespace {

const char *const Booking = R"("initial": "triage", "states": {
  "triage": { "invoke": { "id": "score", "src": "nyra.score", "onDone": "preparing" } },
  "preparing": { "type": "parallel", "on": { "stop": "declined" }, "onDone": "confirmed", "states": {
    "payment": { "initial": "waiting", "states": { "waiting": { "on": { "paid": "paid" } }, "paid": { "type": "final" } } },
    "room": { "initial": "search", "states": {
      "search": { "initial": "asking", "states": { "asking": { "invoke": { "id": "reserve", "src": "solari.reserve", "onDone": "#m.preparing.room.reserved", "onError": "manual" } },
                                                    "manual": { "on": { "assigned": "#m.preparing.room.reserved" } } } },
      "reserved": { "type": "final" } } } } },
  "confirmed": { "type": "final" }, "declined": { "type": "final" } })";

Timestamp at(int second)
{
    return fromMillis(second * 1000);
}

/// "lane label from-to outcome", times left out.
QString told(const Definition &definition, const Activity &activity)
{
    static const char *const Outcomes[] = {"open", "left", "done", "failed", "cancelled"};
    const auto lanes = lanesOf(definition);
    QStringList lines;
    for (const Bar &bar : activity.bars)
        lines << QStringLiteral("%1 %2 %3%4-%5 %6")
                     .arg(QString::fromStdString(lanes[bar.lane].title), QString::fromStdString(bar.label), bar.fromAt ? QString() : QStringLiteral("<"),
                          QString::number(bar.from), bar.to ? QString::number(*bar.to) : QString(), QString::fromLatin1(Outcomes[int(bar.outcome)]));
    return lines.join(QLatin1String("\n"));
}

/// What a step of the machine tells, as the history keeps it.
RunFact factOf(std::int64_t seq, const Step &step, const Input *input = nullptr)
{
    RunFact fact;
    fact.seq = seq;
    fact.at = at(int(seq));
    fact.exited = step.exited;
    fact.entered = step.entered;
    for (const auto &taken : step.transitions)
        fact.sources.push_back(taken.source);
    for (const auto &task : step.tasksStarted)
        fact.started.push_back(task.id);
    for (const auto &task : step.tasksCancelled)
        fact.cancelled.push_back(task.id);
    fact.ends = step.snapshot.status == MachineStatus::Done;
    if (!input)
        return fact;
    if (const auto *done = std::get_if<TaskDone>(input))
        fact.finished = done->invoke;
    if (const auto *failed = std::get_if<TaskFailed>(input)) {
        fact.finished = failed->invoke;
        fact.failed = true;
        fact.sign = RunFact::Sign::TaskFailed;
    }
    if (std::holds_alternative<EventInput>(*input))
        fact.sign = step.ignored ? RunFact::Sign::Ignored : RunFact::Sign::Event;
    return fact;
}

} // namespace

class RunLanesTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Definition> m_definition = test::definitionOf(test::machine(Booking));
    std::vector<RunFact> m_facts;
    std::vector<Snapshot> m_snapshots;

    void play(const std::vector<Input> &inputs)
    {
        m_facts.clear();
        m_snapshots.clear();
        const auto begun = start(*m_definition, OrderedJson::object(), at(0));
        QVERIFY(begun.has_value());
        m_facts.push_back(factOf(0, *begun));
        m_snapshots.push_back(begun->snapshot);
        for (const Input &input : inputs) {
            const auto next = step(*m_definition, m_snapshots.back(), input, at(int(m_facts.size())));
            QVERIFY(next.has_value());
            m_facts.push_back(factOf(std::int64_t(m_facts.size()), *next, &input));
            m_snapshots.push_back(next->snapshot);
        }
    }

private Q_SLOTS:
    void lanesFollowTheDefinition()
    {
        QStringList lines;
        for (const Lane &lane : lanesOf(*m_definition))
            lines << QStringLiteral("%1 %2 %3").arg(lane.depth).arg(QString::fromStdString(lane.title), QString::fromLatin1(lane.kind == Lane::Kind::Task ? "task" : "region"));
        QCOMPARE(lines, (QStringList{QStringLiteral("0 m region"), QStringLiteral("1 score task"), QStringLiteral("1 payment region"),
                                     QStringLiteral("1 room region"), QStringLiteral("2 reserve task")}));
    }

    void D15_barsTellStaysAndTasks()
    {
        play({TaskDone{"score", {}}, test::sent("paid"), TaskFailed{"reserve", {{"name", "full"}, {"message", "no room"}}}, test::sent("assigned")});
        const auto activity = activityOf(*m_definition, {}, m_facts);
        QCOMPARE(told(*m_definition, activity), QStringLiteral("m triage 0-1 left\n"
                                                               "m preparing 1-4 left\n"
                                                               "m confirmed 4-4 done\n"
                                                               "score nyra.score 0-1 done\n"
                                                               "payment waiting 1-2 left\n"
                                                               "payment paid 2-4 done\n"
                                                               "room search.asking 1-3 left\n"
                                                               "room search.manual 3-4 left\n"
                                                               "room reserved 4-4 done\n"
                                                               "reserve solari.reserve 1-3 failed"));
        QCOMPARE(activity.marks.size(), std::size_t(3));
        QCOMPARE(activity.marks[0].lane, std::size_t(2)); // in the payment's region
        QCOMPARE(activity.marks[1].lane, std::size_t(4)); // on the task that failed
    }

    void whatIsOpenStaysOpen()
    {
        play({TaskDone{"score", {}}});
        QCOMPARE(told(*m_definition, activityOf(*m_definition, {}, m_facts)), QStringLiteral("m triage 0-1 left\n"
                                                                                               "m preparing 1- open\n"
                                                                                               "score nyra.score 0-1 done\n"
                                                                                               "payment waiting 1- open\n"
                                                                                               "room search.asking 1- open\n"
                                                                                               "reserve solari.reserve 1- open"));
    }

    void leavingAParallelStateEndsAllItsLanes()
    {
        play({TaskDone{"score", {}}, test::sent("stop")});
        QCOMPARE(told(*m_definition, activityOf(*m_definition, {}, m_facts)), QStringLiteral("m triage 0-1 left\n"
                                                                                               "m preparing 1-2 left\n"
                                                                                               "m declined 2-2 done\n"
                                                                                               "score nyra.score 0-1 done\n"
                                                                                               "payment waiting 1-2 left\n"
                                                                                               "room search.asking 1-2 left\n"
                                                                                               "reserve solari.reserve 1-2 cancelled"));
    }

    void aLaterPageBeginsWithWhatWasOpen()
    {
        play({TaskDone{"score", {}}, test::sent("paid"), test::sent("stop")});
        const Snapshot &before = m_snapshots[1];
        LaneSeed seed{before.active, {}};
        for (const OpenTask &task : before.tasks)
            seed.tasks.push_back(task.id);
        QCOMPARE(told(*m_definition, activityOf(*m_definition, seed, {m_facts.begin() + 2, m_facts.end()})),
                 QStringLiteral("m preparing <2-3 left\n"
                                "m declined 3-3 done\n"
                                "payment waiting <2-2 left\n"
                                "payment paid 2-3 done\n"
                                "room search.asking <2-3 left\n"
                                "reserve solari.reserve <2-3 cancelled"));
    }

    void aMoveTakenBackReopensTheStateBefore()
    {
        play({TaskDone{"score", {}}, test::sent("paid")});
        RunFact undo;
        undo.kind = RunFact::Kind::Replaced;
        undo.seq = 3;
        undo.at = at(3);
        undo.active = m_snapshots[1].active;
        undo.tasks = {"reserve"};
        m_facts.push_back(undo);
        QVERIFY(told(*m_definition, activityOf(*m_definition, {}, m_facts)).contains(QStringLiteral("payment waiting 1-2 left\npayment paid 2-3 left\npayment waiting 3- open")));
    }

    void cancellingEndsEverything()
    {
        play({TaskDone{"score", {}}});
        RunFact cancel;
        cancel.kind = RunFact::Kind::Cancelled;
        cancel.seq = 2;
        cancel.at = at(2);
        m_facts.push_back(cancel);
        const auto activity = activityOf(*m_definition, {}, m_facts);
        QVERIFY(std::none_of(activity.bars.begin(), activity.bars.end(), [](const Bar &bar) { return bar.outcome == Bar::Outcome::Open; }));
        QVERIFY(told(*m_definition, activity).contains(QStringLiteral("reserve solari.reserve 1-2 cancelled")));
    }

    void aStateThatIsOnlyPassedThroughIsAPoint()
    {
        const auto definition = test::definitionOf(test::machine(R"("initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"always": {"target": "c"}}, "c": {"on": {"again": {"target": "c", "reenter": true}}}})"));
        const auto begun = start(*definition, OrderedJson::object(), at(0));
        const auto gone = step(*definition, begun->snapshot, test::sent("go"), at(1));
        const auto again = step(*definition, gone->snapshot, test::sent("again"), at(2));
        const auto activity = activityOf(*definition, {}, {factOf(0, *begun), factOf(1, *gone), factOf(2, *again)});
        QCOMPARE(told(*definition, activity), QStringLiteral("m a 0-1 left\nm b 1-1 left\nm c 1-2 left\nm c 2- open"));
    }

    void whatTheDefinitionDoesNotKnowIsLeftOut()
    {
        RunFact fact;
        fact.entered = {"m.gone", "m.triage"};
        fact.started = {"gone", "score"};
        QCOMPARE(activityOf(*m_definition, {{"m.never"}, {"nothing"}}, {fact}).bars.size(), std::size_t(2));
        QVERIFY(activityOf(*m_definition, {}, {}).bars.empty());
    }
};

QTEST_GUILESS_MAIN(RunLanesTest)
#include "run_lanes_test.moc"
