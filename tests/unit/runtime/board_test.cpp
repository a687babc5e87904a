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
    void cardsCarryTheTagsOfTheirStates();
    void D16_cardsSayWhatTheyWaitForAndAreFoundByIt();
    void D13_deadLettersAreListedSentAgainAndDiscarded();
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

void BoardDoorTest::cardsCarryTheTagsOfTheirStates()
{
    order(api::PublishDefinition{s(R"({
  "id": "tagged", "version": "1.0.0", "meta": { "title": "Tagged" }, "tags": "house",
  "initial": "open",
  "states": {
    "open": { "tags": ["new", "vip"], "on": { "go": "both" } },
    "both": { "type": "parallel", "tags": "busy", "states": {
      "a": { "initial": "x", "states": { "x": { "tags": "vip", "on": { "on": "y" } }, "y": {} } },
      "b": {} } }
  }
})")});
    const auto id = order(api::StartWorkflow{s("tagged"), {}, {}, {}, s("T")}).id;
    order(api::StartWorkflow{s("tagged"), {}, {}, {}, s("U")});
    const auto tags = [&] { return ask(api::WorkflowDetailQuery{id, -1}).row.tags; };
    QCOMPARE(tags(), (QStringList{s("new"), s("vip"), s("house")}));
    order(api::SendWorkflowEvent{id, s("go"), {}, {}, {}});
    QCOMPARE(tags(), (QStringList{s("vip"), s("busy"), s("house")}));
    api::BoardQuery query;
    query.definition = s("tagged");
    QCOMPARE(ask(query).tags, (QStringList{s("busy"), s("house"), s("new"), s("vip")}));
    const auto found = [&](const char *tag) {
        query.tag = s(tag);
        qint64 cards = 0;
        for (const auto &column : ask(query).columns) {
            cards += column.count;
            if (column.count != qint64(column.cards.size()))
                return qint64(-1); // counts and cells agree
        }
        return cards;
    };
    QCOMPARE(found("vip"), qint64(2));
    QCOMPARE(found("busy"), qint64(1));
    QCOMPARE(found("bus"), qint64(0)); // a tag, not a part of one
    order(api::SendWorkflowEvent{id, s("on"), {}, {}, {}});
    QCOMPARE(found("vip"), qint64(1));
}

void BoardDoorTest::D16_cardsSayWhatTheyWaitForAndAreFoundByIt()
{
    order(api::PublishDefinition{s(R"({
  "id": "waits", "version": "1.0.0", "meta": { "title": "Waits" },
  "initial": "choosing",
  "states": {
    "choosing": { "on": { "sleep": "asleep", "ask": "asked", "listen": "listening" } },
    "asleep": { "after": { "P1D": "choosing" } },
    "asked": { "invoke": { "id": "decide", "src": "human.approve", "input": { "title": "Please decide" }, "onDone": "choosing" } },
    "listening": { "invoke": { "id": "hear", "src": "engine.workflow", "input": { "definition": "visit", "input": {} }, "onDone": "choosing" } }
  }
})")});
    const auto made = [&](const char *event) {
        const auto id = order(api::StartWorkflow{s("waits"), {}, {}, {}, s(event)}).id;
        if (*event != '\0')
            order(api::SendWorkflowEvent{id, s(event), {}, {}, {}});
        return id;
    };
    const auto plain = made(""), asleep = made("sleep"), asked = made("ask"), listening = made("listen");
    const auto found = [&](api::BoardStanding standing) {
        api::BoardQuery query;
        query.definition = s("waits");
        query.standing = standing;
        std::vector<api::Card> cards;
        for (const auto &column : ask(query).columns) {
            if (column.count != qint64(column.cards.size()))
                qFatal("counts and cells differ");
            cards.insert(cards.end(), column.cards.begin(), column.cards.end());
        }
        return cards;
    };
    const auto timers = found(api::BoardStanding::WaitsForTimer);
    QCOMPARE(timers.size(), std::size_t(1));
    QCOMPARE(timers[0].row.id, asleep);
    QCOMPARE(timers[0].bannerKind, s("waiting"));
    QVERIFY(timers[0].bannerText.isEmpty() && timers[0].row.dueAt.isValid());
    const auto people = found(api::BoardStanding::WaitsForPerson);
    QCOMPARE(people.size(), std::size_t(1));
    QCOMPARE(people[0].row.id, asked);
    QCOMPARE(people[0].bannerKind, s("approval"));
    const auto tasks = found(api::BoardStanding::WaitsForTask);
    QCOMPARE(tasks.size(), std::size_t(1));
    QCOMPARE(tasks[0].row.id, listening);
    QCOMPARE(tasks[0].bannerKind, s("waiting"));
    QCOMPARE(tasks[0].bannerText, s("Visits")); // the workflow that it waits for, by its title
    for (const auto &card : found(api::BoardStanding::Any))
        if (card.row.id == plain)
            QVERIFY(card.bannerKind.isEmpty()); // it waits for nobody here
}

void BoardDoorTest::D13_deadLettersAreListedSentAgainAndDiscarded()
{
    order(api::PublishDefinition{s(R"({
  "id": "fragile", "version": "1.0.0", "meta": { "title": "Fragile", "prefix": "FR" },
  "setup": { "delays": { "bad": { "var": "context.bad" } } },
  "context": { "bad": "soon" },
  "initial": "still",
  "states": { "still": { "on": { "spin": "spinning" } }, "spinning": { "after": { "bad": "still" } } }
})")});
    const auto id = order(api::StartWorkflow{s("fragile"), {}, {}, {}, s("A vase")}).id;
    for (const int turn : {1, 2}) {
        order(api::SendWorkflowEvent{id, s("spin"), {{s("turn"), turn}}, {}, {}});
        order(api::SkipInput{id, s("not now")});
    }
    api::DeadLetterQuery query;
    query.window.limit = 1;
    const auto first = ask(query);
    QCOMPARE(first.rows.size(), std::size_t(1));
    QVERIFY(!first.next.isEmpty());
    query.window.after = first.next;
    const auto second = ask(query);
    QVERIFY(second.next.isEmpty());
    const auto row = second.rows.at(0);
    QVERIFY(row.id != first.rows[0].id);
    QCOMPARE(row.workflow, id);
    QCOMPARE(row.title, s("A vase"));
    QCOMPARE(row.type, s("spin"));
    QVERIFY(row.reason.startsWith(s("delay")));
    QVERIFY(row.resendable && !row.resentAt.isValid());
    query = {};
    query.text = s("VASE");
    QCOMPARE(ask(query).rows.size(), std::size_t(2));
    query.text = s("nothing like it");
    QVERIFY(ask(query).rows.empty());

    QCOMPARE(refused(api::DiscardDeadLetter{row.id, s(" ")}), Errc::BadInput);
    QCOMPARE(refused(api::DiscardDeadLetter{s("none"), s("why")}), Errc::NotFound);
    order(api::DiscardDeadLetter{row.id, s("the vase was sold")});
    query = {};
    QCOMPARE(ask(query).rows.size(), std::size_t(1));
    api::AuditQuery audit;
    audit.object = id;
    const auto acts = ask(audit).rows;
    QVERIFY(std::any_of(acts.begin(), acts.end(), [](const auto &act) {
        return act.action == s("workflow.letter_discarded") && act.reason == s("the vase was sold") && act.summary.contains(s("spin"));
    }));

    order(api::PauseWorkflow{id, s("mend it")});
    order(api::EditContext{id, {{s("bad"), 5000}}, false, s("mended")});
    order(api::ResumeWorkflow{id, s("go on")});
    order(api::ResendDeadLetter{first.rows[0].id});
    QCOMPARE(columnOf(id), s("spinning"));
    QVERIFY(ask(query).rows.empty());
    query.openOnly = false;
    const auto all = ask(query).rows;
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all[0].resentAt.isValid() && !all[0].resendable);
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
