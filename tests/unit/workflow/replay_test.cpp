#include <QTest>

#include "tests/unit/workflow/history_maker.h"
#include "tests/unit/workflow/random_machines.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;
using namespace std::chrono_literals;

namespace {

const QByteArray Booking = R"(
    "context": {"price": 100, "room": null, "seen": 0},
    "initial": "asked",
    "states": {
      "asked": {"on": {"raise": {"actions": $set(price,{"var":"event.to"})}, "accept": "booking"}, "after": {"PT1H": "reminded"}},
      "reminded": {"on": {"accept": "booking"}, "after": {"PT2H": "over"}},
      "booking": {"invoke": {"id": "reserve", "src": "a.reserve", "input": {"price": {"var": "context.price"}},
                  "onDone": {"target": "over", "actions": $set(room,{"var":"event.output.room"})}, "onError": "asked"}},
      "over": {"type": "final"}},
    "output": {"room": {"var": "context.room"}})";

std::shared_ptr<const Definition> versionOf(const char *number, const QByteArray &members)
{
    return definitionOf(R"({"id": "m", "version": ")" + std::string(number) + R"(", )" + expanded(members) + '}');
}

HistoryMaker played()
{
    HistoryMaker made(versionOf("1.0.0", Booking));
    made.begin({{"contact", "c1"}});
    made.now += 10min;
    made.event(OrderedJson{{"type", "raise"}, {"to", 120.5}});
    made.sends("nobody.takes.it");
    made.fireNext(5min); // the clock was late
    made.sends("accept");
    made.failed("reserve", {{"name", "timeout"}, {"message", "no answer"}});
    made.sends("accept");
    made.done("reserve", {{"z", 1}, {"room", "Oak"}});
    return made;
}

} // namespace

class ReplayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void D15_aHistoryPlayedAgainIsTheSame();
    void D15_theHashDoesNotHangOnTheOrderOfKeys();
    void D15_aChangedRowNamesStepAndField_data();
    void D15_aChangedRowNamesStepAndField();
    void D15_withoutTheSnapshotTheRecordNamesTheField();
    void D15_anotherDefinitionIsFoundOut();
    void D15_anyStepIsShownFromTheSnapshotBefore();
    void D15_migrationsUndoneMovesAndForeignRowsAreFollowed();
    void D15_randomHistoriesPlayAgain();
    void D15_whatCannotBeFollowedIsSaid();
    void differencesHavePointers_data();
    void differencesHavePointers();
};

void ReplayTest::D15_aHistoryPlayedAgainIsTheSame()
{
    const auto made = played();
    QVERIFY(made.snapshot.status == MachineStatus::Done);
    Replayer again(made.source(), "1.0.0");
    for (const auto &row : made.rows)
        QVERIFY2(again.feedAndCompare(row), again.difference() ? again.difference()->field.c_str() : "");
    QCOMPARE(again.compared(), std::int64_t(made.rows.size()));
    QVERIFY(Json(toJson(again.snapshot())) == Json(toJson(made.snapshot)));
}

void ReplayTest::D15_theHashDoesNotHangOnTheOrderOfKeys()
{
    Snapshot one, other;
    one.active = other.active = {"m.a"};
    one.context = {{"a", 1}, {"b", 2}};
    other.context = {{"b", 2}, {"a", 1}};
    QCOMPARE(snapshotHash(one), snapshotHash(other));
    other.context["a"] = 3;
    QVERIFY(snapshotHash(one) != snapshotHash(other));
}

void ReplayTest::D15_aChangedRowNamesStepAndField_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("seq");
    QTest::addColumn<QByteArray>("field");
    using B = QByteArray;
    // Row 3 and 6 keep their snapshots.
    QTest::newRow("a stored context was changed") << 3 << B("/snapshot/context/price") << B("99") << 3 << B("/snapshot/context/price");
    QTest::newRow("a stored input was changed") << 1 << B("/input/event/to") << B("7") << 1 << B("/patch/price");
    QTest::newRow("a hash was changed") << 4 << B("/hash") << B("\"00\"") << 4 << B("/hash");
    QTest::newRow("a task's result is for another task") << 7 << B("/input/invoke") << B("\"other\"") << 7 << B("/ignored");
    QTest::newRow("a task's error is gone") << 5 << B("/input/kind") << B("\"done\"") << 5 << B("/transitions/0/event");
}

void ReplayTest::D15_aChangedRowNamesStepAndField()
{
    QFETCH(int, row);
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    QFETCH(int, seq);
    QFETCH(QByteArray, field);
    auto made = played();
    auto &changed = made.rows[std::size_t(row)];
    const auto fresh = Json::parse(value.toStdString());
    const auto path = pointer.toStdString();
    if (path == "/hash") {
        changed.hash = fresh.get<std::string>();
    } else if (path.starts_with("/input")) {
        changed.input[Json::json_pointer(path.substr(6))] = fresh;
    } else {
        auto snapshot = toJson(*changed.snapshot);
        snapshot[OrderedJson::json_pointer(path.substr(9))] = OrderedJson(fresh);
        changed.snapshot = *snapshotFromJson(snapshot);
    }
    Replayer again(made.source(), "1.0.0");
    for (const auto &one : made.rows)
        if (!again.feedAndCompare(one))
            break;
    QVERIFY(again.difference());
    QCOMPARE(again.difference()->seq, std::int64_t(seq));
    QCOMPARE(again.difference()->field, field.toStdString());
    QVERIFY(again.difference()->stored != again.difference()->replayed);
}

void ReplayTest::D15_withoutTheSnapshotTheRecordNamesTheField()
{
    auto made = played();
    for (auto &row : made.rows) {
        row.snapshot.reset();
        row.hash.clear();
    }
    made.rows[4].record["tasks"][0]["input"]["price"] = 1;
    Replayer again(made.source(), "1.0.0");
    for (const auto &one : made.rows)
        if (!again.feedAndCompare(one))
            break;
    QVERIFY(again.difference());
    QCOMPARE(again.difference()->field, std::string("/tasks/0/input/price"));
    QCOMPARE(again.difference()->stored, std::string("1"));
    QCOMPARE(again.difference()->replayed, std::string("120.5"));
}

void ReplayTest::D15_anotherDefinitionIsFoundOut()
{
    const auto made = played();
    QByteArray text = Booking;
    text.replace("PT2H", "PT3H");
    const auto other = versionOf("1.0.0", text);
    Replayer again([&](const std::string &) { return other; }, "1.0.0");
    for (const auto &row : made.rows)
        if (!again.feedAndCompare(row))
            break;
    QVERIFY(again.difference());
    QCOMPARE(again.difference()->seq, std::int64_t(3));
    QCOMPARE(again.difference()->field, std::string("/snapshot/timers/0/due"));
}

void ReplayTest::D15_anyStepIsShownFromTheSnapshotBefore()
{
    const auto made = played();
    std::vector<Snapshot> all;
    Replayer whole(made.source(), "1.0.0");
    for (const auto &row : made.rows) {
        QVERIFY(whole.feed(row));
        all.push_back(whole.snapshot());
    }
    for (std::size_t at = 0; at < made.rows.size(); ++at) {
        const auto from = at - at % std::size_t(HistoryMaker::SnapshotEvery);
        Replayer part(made.source(), "1.0.0");
        part.resume(*made.rows[from].snapshot, "1.0.0");
        for (auto i = from + 1; i <= at; ++i)
            QVERIFY(part.feed(made.rows[i]));
        QVERIFY(Json(toJson(part.snapshot())) == Json(toJson(all[at])));
    }
}

void ReplayTest::D15_migrationsUndoneMovesAndForeignRowsAreFollowed()
{
    HistoryMaker made(versionOf("1.0.0", Booking));
    made.begin();
    made.sends("accept");
    made.undo();
    QCOMPARE(made.snapshot.active, std::vector<std::string>{"m.asked"});
    QByteArray text = Booking;
    text.replace("\"asked\"", "\"enquired\"");
    text.replace("PT2H", "PT3H");
    made.now += 1min;
    made.migrateTo(versionOf("1.1.0", text), {{"m.asked", "m.enquired"}});
    made.fireNext();
    Snapshot edited = made.snapshot;
    edited.context["price"] = 42;
    made.aside({{"kind", "edit"}}, edited, true);
    made.aside({{"kind", "pause"}}, edited, false);
    made.sends("accept");
    QCOMPARE(made.snapshot.tasks.front().input["price"].get<int>(), 42);
    Replayer again(made.source(), "1.0.0");
    for (const auto &row : made.rows)
        QVERIFY2(again.feedAndCompare(row), again.difference() ? again.difference()->field.c_str() : "");
    QCOMPARE(again.version(), std::string("1.1.0"));
}

/// Any machine, any inputs, any of them late: what is played again is what was lived, and so is what goes on from a
/// snapshot that went through its text.
void ReplayTest::D15_randomHistoriesPlayAgain()
{
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        const auto pick = [&](int below) { return int(random() % unsigned(below)); };
        HistoryMaker made(randomMachine(random));
        made.begin({{"seed", seed}});
        for (int i = 0; i < 20; ++i) {
            made.now += std::chrono::seconds(pick(5));
            const int what = pick(4);
            if (what == 0 && !made.snapshot.tasks.empty())
                made.done(made.snapshot.tasks.front().id, {{"z", i}, {"a", {1.5, "x"}}});
            else if (what == 1 && !made.snapshot.timers.empty())
                made.fireNext(std::chrono::minutes(pick(3)));
            else if (what == 2 && !made.snapshot.tasks.empty())
                made.failed(made.snapshot.tasks.back().id, {{"name", "timeout"}, {"message", ""}});
            else
                made.event(OrderedJson{{"type", "e" + std::to_string(pick(9))}, {"i", i}});
            made.snapshot = parseSnapshot(toJson(made.snapshot).dump()).value();
        }
        Replayer again(made.source(), "1.0.0");
        for (const auto &row : made.rows)
            QVERIFY2(again.feedAndCompare(row), qPrintable(QStringLiteral("seed %1 row %2 %3").arg(seed).arg(row.seq).arg(QString::fromStdString(again.difference() ? again.difference()->field : ""))));
        QVERIFY(Json(toJson(again.snapshot())) == Json(toJson(made.snapshot)));
    }
}

void ReplayTest::D15_whatCannotBeFollowedIsSaid()
{
    auto made = played();
    Replayer without([](const std::string &) { return nullptr; }, "1.0.0");
    QVERIFY(!without.feedAndCompare(made.rows.front()));
    QCOMPARE(without.difference()->replayed, std::string("this version of the definition is not there"));

    Replayer middle(made.source(), "1.0.0");
    QVERIFY(!middle.feed(made.rows[1]));
    QCOMPARE(middle.difference()->replayed, std::string("the history does not begin with a start"));

    Replayer fault(made.source(), "1.0.0");
    QVERIFY(fault.feed(made.rows.front()));
    HistoryStep bad = made.rows[1];
    bad.input["event"]["type"] = "xstate.mine";
    QVERIFY(!fault.feed(bad));
    QVERIFY2(fault.difference()->replayed.find("come from the machine alone") != std::string::npos, fault.difference()->replayed.c_str());
    QVERIFY(!fault.feed(made.rows[1])); // it ends with the first
}

void ReplayTest::differencesHavePointers_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QByteArray>("expected");
    using B = QByteArray;
    QTest::newRow("equal") << B(R"({"a": [1, 2]})") << B(R"({"a": [1, 2]})") << B();
    QTest::newRow("a value") << B(R"({"a": {"b": 1}})") << B(R"({"a": {"b": 2}})") << B("/a/b: 1, 2");
    QTest::newRow("one is missing in the second") << B(R"({"a": 1, "b": 2})") << B(R"({"b": 2})") << B("/a: 1, nothing");
    QTest::newRow("one is missing in the first") << B(R"({"b": 2})") << B(R"({"a": 1, "b": 2})") << B("/a: nothing, 1");
    QTest::newRow("a longer list") << B("[1]") << B("[1, {}]") << B("/1: nothing, {}");
    QTest::newRow("another kind") << B(R"({"a": []})") << B(R"({"a": {}})") << B("/a: [], {}");
    QTest::newRow("a key with a slash") << B(R"({"a/b~": 1})") << B(R"({"a/b~": 2})") << B("/a~1b~0: 1, 2");
}

void ReplayTest::differencesHavePointers()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    QFETCH(QByteArray, expected);
    const auto difference = firstDifference(Json::parse(first.toStdString()), Json::parse(second.toStdString()));
    QCOMPARE(difference ? difference->pointer + ": " + difference->first + ", " + difference->second : std::string(), expected.toStdString());
}

QTEST_APPLESS_MAIN(ReplayTest)
#include "replay_test.moc"
