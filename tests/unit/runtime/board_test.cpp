#include "engine/runtime/engine_host.h"

#include <filesystem>
#include <fstream>
#include <future>

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "resources/resources.h"

using namespace hs;
using namespace hs::runtime;
using api::Role;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

constexpr const char *Definition = R"({
  "id": "visit", "version": "1.0.0", "description": "A visit, moved by hand.",
  "meta": { "title": "Visits", "prefix": "VI" },
  "setup": { "guards": { "isPaid": { "==": [{ "var": "context.paid" }, true] } } },
  "context": { "paid": false },
  "initial": "asked",
  "states": {
    "asked": { "on": { "book": "booked", "waive": { "guard": "isPaid", "target": "over" } } },
    "booked": { "on": { "finish": "over", "unbook": "asked" } },
    "over": { "type": "final" }
  }
})";

} // namespace

/// The board behind the real door: counts and cells, what guards refuse, bulk moves (O1), views that people keep.
class BoardDoorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aBoardCountsPagesAndNamesItsLanes();
    void aFilteredColumnStillTellsHowManyItHolds();
    void O1_aBulkMoveFromTheBoardReportsEachCard();
    void theBoardKnowsWhatAGuardWouldRefuse();
    void pausedCardsAreFoundAndSaySo();
    void viewsFollowTheirOwnerAndAreShared();

private:
    static api::Caller key(Role role, const char *id = "k-1") { return {s(id), s(id), role, api::Caller::Via::Http, {}}; }
    template <typename Q>
    typename Q::Answer ask(Q query, const api::Caller &caller = key(Role::Admin))
    {
        auto answer = m_host->queryNow(caller, std::move(query));
        if (!answer)
            qFatal("%s", describe(answer.error()).c_str());
        return std::get<typename Q::Answer>(std::move(*answer));
    }
    api::Receipt order(api::Command command, const api::Caller &caller = key(Role::Admin))
    {
        auto receipt = m_host->submitNow(caller, std::move(command));
        if (!receipt)
            qFatal("%s", describe(receipt.error()).c_str());
        return *receipt;
    }
    Errc refused(api::Command command, const api::Caller &caller = key(Role::Admin))
    {
        const auto receipt = m_host->submitNow(caller, std::move(command));
        return receipt ? Errc::Internal : receipt.error().code;
    }
    QString start(const char *title) { return order(api::StartWorkflow{s("visit"), {}, {}, {}, s(title)}).id; }
    api::Board board()
    {
        api::BoardQuery query;
        query.definition = s("visit");
        return ask(query);
    }
    QString columnOf(const QString &id) { return ask(api::WorkflowDetailQuery{id, -1}).row.column; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<EngineHost> m_host;
};

void BoardDoorTest::init()
{
    resources::init();
    m_host.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    const std::filesystem::path folder = m_dir->path().toStdString();
    std::filesystem::create_directories(folder / "workflows");
    std::ofstream(folder / "workflows" / "visit.json") << Definition;
    HostOptions options;
    options.dataDir = folder;
    options.receiver = false;
    options.offline = true;
    auto started = EngineHost::start(std::move(options));
    QVERIFY2(started.has_value(), describe(started).c_str());
    m_host = std::move(*started);
    order(api::AddOperator{s("Ada Falk"), {}, Role::Admin, s("4711")}, engineCaller());
}

void BoardDoorTest::aBoardCountsPagesAndNamesItsLanes()
{
    const auto first = start("First");
    const auto second = start("Second");
    start("Third");
    const auto person = ask(api::OperatorQuery{}).front().id;
    order(api::AssignWorkflow{first, person});
    order(api::SendWorkflowEvent{second, s("book"), {}, {}, {}});
    api::BoardQuery query;
    query.definition = s("visit");
    query.window.limit = 1;
    const auto whole = ask(query);
    QCOMPARE(whole.definition.open, qint64(3));
    QCOMPARE(whole.columns.size(), std::size_t(3));
    QCOMPARE(whole.columns[0].count, qint64(2));
    QCOMPARE(whole.columns[0].cards.size(), std::size_t(1));
    QCOMPARE(whole.columns[1].count, qint64(1));
    QCOMPARE(whole.versions, QStringList{s("1.0.0")});
    query.column = whole.columns[0].info.key;
    query.window.after = whole.columns[0].next;
    const auto more = ask(query);
    QCOMPARE(more.columns.size(), std::size_t(1));
    QCOMPARE(more.columns[0].cards.size(), std::size_t(1));
    QVERIFY(more.columns[0].cards[0].row.id != whole.columns[0].cards[0].row.id);
    QVERIFY(more.columns[0].next.isEmpty());

    api::BoardLanesQuery by;
    by.definition = s("visit");
    by.grouping = api::BoardGrouping::Person;
    const auto lanes = ask(by).lanes;
    QCOMPARE(lanes.size(), std::size_t(2));
    QCOMPARE(lanes[0].key, person);
    QCOMPARE(lanes[0].counts, (std::vector<qint64>{1, 0, 0}));
    QCOMPARE(lanes[1].key, QString()); // nobody, last
    QCOMPARE(lanes[1].counts, (std::vector<qint64>{1, 1, 0}));
    api::BoardQuery lane;
    lane.definition = s("visit");
    lane.grouping = by.grouping;
    lane.lane = person;
    const auto hers = ask(lane);
    QCOMPARE(hers.columns[0].cards.size(), std::size_t(1));
    QCOMPARE(hers.columns[0].cards[0].row.id, first);
    QCOMPARE(hers.columns[1].count, qint64(0));
}

void BoardDoorTest::aFilteredColumnStillTellsHowManyItHolds()
{
    start("Roses");
    start("Tulips");
    api::BoardQuery query;
    query.definition = s("visit");
    query.text = s("tulip");
    const auto found = ask(query);
    QCOMPARE(found.columns[0].count, qint64(1));
    QCOMPARE(found.columns[0].held, qint64(2));
    QCOMPARE(found.columns[0].cards.front().row.title, s("Tulips"));
}

void BoardDoorTest::O1_aBulkMoveFromTheBoardReportsEachCard()
{
    const auto a = start("A");
    const auto b = start("B");
    const auto booked = start("Booked");
    order(api::SendWorkflowEvent{booked, s("book"), {}, {}, {}});
    api::OperateWorkflows move;
    move.act = api::OperateWorkflows::Act::Send;
    move.workflows = {a, booked, b};
    move.event = s("book");
    const auto items = order(move).data.value(s("items")).toArray();
    QCOMPARE(items.size(), 3);
    QVERIFY(items[0].toObject().value(s("done")).toBool());
    QVERIFY(!items[1].toObject().value(s("done")).toBool()); // no such way from there
    QVERIFY(items[2].toObject().value(s("done")).toBool());
    QCOMPARE(columnOf(a), columnOf(b));
    QCOMPARE(board().columns[1].count, qint64(3));
    order(api::UndoMove{a});
    order(api::UndoMove{b});
    QCOMPARE(board().columns[0].count, qint64(2));
}

void BoardDoorTest::theBoardKnowsWhatAGuardWouldRefuse()
{
    for (const auto &move : ask(api::WorkflowDetailQuery{start("D"), -1}).moves)
        QCOMPARE(move.refused, move.event == s("waive"));
    const auto paid = order(api::StartWorkflow{s("visit"), {{s("paid"), true}}, {}, {}, s("Paid")}).id;
    for (const auto &move : ask(api::WorkflowDetailQuery{paid, -1}).moves)
        QVERIFY(!move.refused);
    // The engine agrees.
    QVERIFY(order(api::SendWorkflowEvent{paid, s("waive"), {}, {}, {}}).data.value(s("ignored")).toBool() == false);
    QVERIFY(order(api::SendWorkflowEvent{start("E"), s("waive"), {}, {}, {}}).data.value(s("ignored")).toBool());
}

void BoardDoorTest::pausedCardsAreFoundAndSaySo()
{
    const auto a = start("A");
    start("B");
    order(api::PauseWorkflow{a, s("until Monday")});
    api::BoardQuery query;
    query.definition = s("visit");
    query.standing = api::BoardStanding::Paused;
    const auto found = ask(query);
    QCOMPARE(found.columns[0].count, qint64(1));
    QCOMPARE(found.columns[0].cards.front().row.id, a);
    QCOMPARE(found.columns[0].cards.front().bannerKind, s("paused"));
    QVERIFY(found.columns[0].cards.front().moves.empty());
    order(api::ReprioritiseWorkflow{a, api::Priority::Urgent, {}});
    query.standing = api::BoardStanding::Any;
    query.priority = api::Priority::Urgent;
    QCOMPARE(ask(query).columns[0].count, qint64(1));
}

void BoardDoorTest::viewsFollowTheirOwnerAndAreShared()
{
    const auto ada = key(Role::Operator, "op_ada");
    const auto ben = key(Role::Viewer, "op_ben");
    const auto names = [&](const api::Caller &caller) {
        QStringList all;
        for (const auto &view : ask(api::SavedBoardViewQuery{s("visit")}, caller))
            all << view.name;
        return all;
    };
    const auto view = order(api::SaveBoardView{{}, s("visit"), s("  Late   ones "), false, {{s("due"), 1}}}, ada).id;
    QCOMPARE(names(ada), QStringList{s("Late ones")});
    QCOMPARE(names(ben), QStringList());
    QCOMPARE(refused(api::SaveBoardView{{}, s("visit"), s("late ones"), false, {}}, ada), Errc::Conflict);
    QCOMPARE(refused(api::SaveBoardView{{}, s("visit"), s(" "), false, {}}, ada), Errc::BadInput);
    QCOMPARE(refused(api::SaveBoardView{{}, s("none"), s("x"), false, {}}, ada), Errc::NotFound);
    QCOMPARE(refused(api::SaveBoardView{{}, s("visit"), s("x"), false, {{s("big"), QString(api::SavedBoardView::LargestLayout, QLatin1Char('x'))}}}, ada), Errc::BadInput);
    order(api::SaveBoardView{view, {}, s("Overdue"), true, {{s("due"), 1}}}, ada);
    const auto seen = ask(api::SavedBoardViewQuery{s("visit")}, ben);
    QCOMPARE(seen.size(), std::size_t(1));
    QCOMPARE(seen[0].name, s("Overdue"));
    QVERIFY(seen[0].shared && !seen[0].mine);
    QCOMPARE(seen[0].layout.value(s("due")).toInt(), 1);
    // What belongs to a colleague is changed by nobody else; a viewer shares nothing.
    QCOMPARE(refused(api::SaveBoardView{view, {}, s("Mine"), true, {}}, ben), Errc::Forbidden);
    QCOMPARE(refused(api::DeleteBoardView{view}, ben), Errc::Forbidden);
    QCOMPARE(refused(api::SaveBoardView{{}, s("visit"), s("Everybody's"), true, {}}, ben), Errc::Forbidden);
    order(api::SaveBoardView{{}, s("visit"), s("My own"), false, {}}, ben);
    QCOMPARE(names(ben), (QStringList{s("My own"), s("Overdue")}));
    order(api::DeleteBoardView{view}, ada);
    QCOMPARE(names(ben), QStringList{s("My own")});
    QCOMPARE(refused(api::DeleteBoardView{view}, ada), Errc::NotFound);
}

QTEST_GUILESS_MAIN(BoardDoorTest)
#include "board_test.moc"
