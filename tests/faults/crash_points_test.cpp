#include <fstream>
#include <map>
#include <set>

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "engine/runtime/flow_history.h"
#include "engine/store/store.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/invocations.h"
#include "engine/store/tables/outbox.h"
#include "engine/store/tables/run_traces.h"
#include "tests/fakes/fake_clock.h"
#include "tests/faults/crash_trial.h"

using namespace hs;
using namespace hs::test;

namespace {

/// How often the engine is killed at each moment: HS_CRASHES, which the points of a moment share.
int crashes(int points)
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("HS_CRASHES", &given);
    return ((given ? wanted : 200) + points - 1) / points;
}

std::multiset<std::string> lines(const std::filesystem::path &file)
{
    std::multiset<std::string> all;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        all.insert(line);
    return all;
}

} // namespace

/// Edge case 5: the engine is killed after a commit and before the dispatch, during the dispatch, and between a result and its
/// commit, for tasks and for effects; then the database is compared with what must have happened, and with its own replay.
class CrashPointsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void edge5_killedAtThePoint_data();
    void edge5_killedAtThePoint();
};

void CrashPointsTest::edge5_killedAtThePoint_data()
{
    QTest::addColumn<int>("point");
    QTest::addColumn<int>("kills");
    QTest::addColumn<int>("lost"); ///< attempts of the task
    QTest::addColumn<int>("sent"); ///< times that the effect reaches the outside
    QTest::newRow("after the commit, before the dispatch: task") << int(Point::TaskCommitted) << crashes(2) << 0 << 1;
    QTest::newRow("during the dispatch: task") << int(Point::TaskDispatching) << crashes(2) << 1 << 1;
    QTest::newRow("between result and commit: task answered") << int(Point::TaskAnswered) << crashes(3) << 1 << 1;
    QTest::newRow("between result and commit: task written") << int(Point::TaskWritten) << crashes(3) << 1 << 1;
    QTest::newRow("after the commit, before the dispatch: effect") << int(Point::EffectCommitted) << crashes(2) << 0 << 1;
    QTest::newRow("during the dispatch: effect") << int(Point::EffectDispatching) << crashes(2) << 0 << 2;
    QTest::newRow("between result and commit: effect") << int(Point::EffectAnswered) << crashes(3) << 0 << 2;
}

void CrashPointsTest::edge5_killedAtThePoint()
{
    QFETCH(const int, point);
    QFETCH(const int, kills);
    QFETCH(const int, lost);
    QFETCH(const int, sent);
    const QTemporaryDir dir;
    const std::filesystem::path folder = dir.path().toStdString();
    QCOMPARE(QProcess::execute(QCoreApplication::applicationFilePath(), {"--trials", dir.path(), QString::number(point), QString::number(kills)}), 0);

    const auto killed = lines(folder / KilledFile), reached = lines(folder / SentFile);
    QCOMPARE(killed.size(), std::size_t(kills));
    const TrialGround ground;
    FakeClock clock;
    IdMaker ids(clock);
    const runtime::Studio studio{clock, ids, ground.agents, ground.hub, ground.shelf, std::make_shared<runtime::Policy>()};
    auto opened = store::Store::open({folder, false, 1});
    QVERIFY2(opened.has_value(), describe(opened).c_str());
    struct Errand {
        store::workflows::Instance row;
        std::vector<store::workflows::Step> history;
        std::string told;
        std::vector<store::outbox::Effect> effects;
        std::vector<store::runs::FailedTry> failed;
        std::size_t open = 0, begun = 0;
        runtime::flow::Replayed replayed;
    };
    const auto all = (*opened)->readNow<std::vector<Errand>>([&](const store::ReadSql &sql) -> Result<std::vector<Errand>> {
        std::vector<Errand> found;
        for (int trial = 0; trial < 2 * kills; ++trial)
            for (const auto &row : store::workflows::byKey(sql, "errand", "errand-" + std::to_string(trial), false)) {
                Errand one;
                one.row = row;
                one.history = store::workflows::history(sql, row.id, {{}, 10}).rows;
                one.effects = store::outbox::page(sql, {{}, row.correlation}, {{}, 10}).rows;
                one.failed = store::runs::failedTries(sql, row.id + "/tell/1");
                one.open = store::workflows::invocations(sql, row.id).size() + store::workflows::timers(sql, row.id).size();
                store::audit::Filter filter;
                filter.object = row.id;
                for (const auto &entry : store::audit::page(sql, filter, {{}, 100}).rows)
                    one.begun += entry.action == "workflow.log";
                one.replayed = runtime::flow::replay(sql, studio, row);
                found.push_back(std::move(one));
            }
        return found;
    });
    QVERIFY2(all.has_value(), describe(all).c_str());

    std::map<std::string, int> seen;
    std::size_t knownLost = 0;
    for (const auto &errand : *all) {
        const bool died = killed.contains(errand.row.key);
        const auto what = errand.row.key + (died ? ", killed" : ", left alone");
        ++seen[errand.row.key];
        // It came to its end in two steps, of which none was taken twice.
        QVERIFY2(errand.row.status == store::workflows::Status::Completed && errand.row.steps == 1 && errand.history.size() == 2, what.c_str());
        QCOMPARE(errand.history[1].input, std::string("done: tell"));
        QCOMPARE(errand.begun, std::size_t(1));
        QCOMPARE(errand.open, std::size_t(0));
        // What is stored is what the history leads to.
        QVERIFY2(!errand.replayed.difference, (what + (errand.replayed.difference ? ": " + errand.replayed.difference->field : "")).c_str());
        QCOMPARE(errand.replayed.compared, std::int64_t(2));
        const auto snapshot = workflow::parseSnapshot(errand.row.snapshot);
        QVERIFY2(snapshot.has_value(), describe(snapshot).c_str());
        QCOMPARE(workflow::snapshotHash(*snapshot), text(errand.history[1].record, "hash"));
        QCOMPARE(text(Json(snapshot->context), "told"), "Errand " + errand.row.key);
        // The attempt that was lost is known as such; there is one effect, under the task's key.
        // (On a busy machine one commit may hold its beginning and its end: then nothing of it was ever there to be lost.)
        QVERIFY2(errand.failed.size() <= std::size_t(died ? lost : 0), what.c_str());
        knownLost += errand.failed.size();
        for (const auto &attempt : errand.failed)
            QCOMPARE(attempt.error, std::string("agent.lost"));
        QCOMPARE(errand.effects.size(), std::size_t(1));
        QCOMPARE(errand.effects.front().state, store::outbox::State::Sent);
        QVERIFY2(errand.effects.front().key.starts_with(errand.row.id + "/tell/1/"), errand.effects.front().key.c_str());
        QCOMPARE(int(reached.count(errand.effects.front().key)), died ? sent : 1);
    }
    QVERIFY(lost == 0 || killed.empty() || knownLost > 0);
    for (const auto &key : killed)
        QVERIFY2(seen[key] == 1, (key + " is there " + std::to_string(seen[key]) + " times").c_str());
    const auto problems = (*opened)->integrityFindings();
    QVERIFY2(problems.has_value() && problems->empty(), "the database is damaged");
}

int main(int argc, char **argv)
{
    // The trials fork, so this one is their own process, with one thread.
    if (argc == 5 && std::string_view(argv[1]) == "--trials")
        return runTrials(argv[2], Point(std::atoi(argv[3])), std::atoi(argv[4]));
    const QCoreApplication application(argc, argv);
    CrashPointsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "crash_points_test.moc"
