#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QtTest>

#include "tests/fakes/fake_door.h"
#include "ui/boards/board_model.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const std::vector<api::ColumnInfo> Columns{{s("new"), s("New"), 0, false}, {s("qualified"), s("Qualified"), 2, false}, {s("won"), s("Won"), 0, true}};

/// A board held in memory, as the engine would answer it: keyset pages, oldest first.
struct MemoryBoard {
    std::map<QString, std::vector<api::Card>> cards;

    void add(const QString &column, int count, int first = 0)
    {
        for (int i = first; i < first + count; ++i) {
            api::Card card;
            card.row.id = QStringLiteral("wf_%1").arg(i, 6, 10, QLatin1Char('0'));
            card.row.number = QStringLiteral("LC-%1").arg(i);
            card.row.title = QStringLiteral("Card %1").arg(i);
            card.row.column = column;
            card.moves = {{s("lead.qualified"), s("qualified"), s("qualified"), false, {}},
                          {s("lead.won"), s("won"), s("won"), true, s("is_paid")}};
            cards[column].push_back(card);
        }
    }
    api::Board answer(const api::BoardQuery &query) const
    {
        api::Board board;
        board.definition.id = query.definition;
        for (const api::ColumnInfo &info : Columns) {
            if (!query.column.isEmpty() && query.column != info.key)
                continue;
            api::BoardColumn column;
            column.info = info;
            const auto found = cards.find(info.key);
            if (found != cards.end()) {
                column.count = column.held = qint64(found->second.size());
                for (const api::Card &card : found->second) {
                    if (!query.window.after.isEmpty() && card.row.id <= query.window.after)
                        continue;
                    if (int(column.cards.size()) == query.window.limit) {
                        column.next = column.cards.back().row.id;
                        break;
                    }
                    column.cards.push_back(card);
                }
            }
            board.columns.push_back(std::move(column));
        }
        return board;
    }
};

} // namespace

class BoardModelTest : public QObject {
    Q_OBJECT

    test::FakeDoor m_door;
    api::Engine m_engine{m_door};
    MemoryBoard m_board;

    /// `tested`: watched by the model tester, which also asks for the next pages.
    void showBoard(BoardModel &model, bool tested = true)
    {
        m_door.onQuery<api::BoardQuery>([this](const auto &query, const auto &) -> Result<api::Board> { return m_board.answer(query); });
        QSignalSpy loaded(&model, &BoardModel::loaded);
        api::BoardQuery query;
        query.definition = s("lead-to-client");
        model.show(query);
        QVERIFY(loaded.wait());
        for (const auto &column : model.columns()) {
            if (!tested)
                break;
            new QAbstractItemModelTester(column.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, column.get());
        }
    }

private Q_SLOTS:
    void init()
    {
        m_board = {};
        m_door.setReply(test::FakeDoor::Reply::AtOnce);
        m_door.onCommand<api::SendWorkflowEvent>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{}; });
        m_door.forgetCalls();
    }
    void columnsComeFromTheDefinition();
    void aColumnLoadsItsNextPageAlone();
    void aMoveShowsAtOnce();
    void aRefusedMoveSlidesBackToItsPlace();
    void anIgnoredMoveNamesTheRule();
    void aRefreshDuringAMoveKeepsTheCardWhereItGoes();
    void aDropTellsTheEngineAndMovesNoRows();
    void aDropOntoACardIsRefused();
    void aRefreshKeepsSelectionAndTellsSmallChanges();
    void rowsBeyondTheRefreshFollowTheChangeFeed();
    void anAnswerOfAnotherBoardIsDropped();
};

void BoardModelTest::columnsComeFromTheDefinition()
{
    m_board.add(s("new"), 3);
    BoardModel model(m_engine);
    QSignalSpy replaced(&model, &BoardModel::columnsReplaced);
    showBoard(model);
    QCOMPARE(replaced.size(), 1);
    QCOMPARE(int(model.columns().size()), 3);
    QCOMPARE(model.column(s("new"))->count(), 3);
    QCOMPARE(model.column(s("qualified"))->size(), 0);
    QVERIFY(!model.column(s("qualified"))->atLimit());
    QCOMPARE(model.total(), 3);
    QVERIFY(model.column(s("new"))->index(0).data(Qt::AccessibleTextRole).toString().startsWith(s("LC-0, Card 0, in New")));
}

void BoardModelTest::aColumnLoadsItsNextPageAlone()
{
    m_board.add(s("new"), 250);
    BoardModel model(m_engine);
    showBoard(model, false);
    ColumnModel *column = model.column(s("new"));
    QCOMPARE(column->size(), 100);
    QVERIFY(column->canFetchMore({}));
    column->fetchMore({});
    QVERIFY(!column->canFetchMore({})); // one page at a time
    QTRY_COMPARE(column->size(), 200);
    QCOMPARE(m_door.lastQuery<api::BoardQuery>()->column, s("new"));
    column->fetchMore({});
    QTRY_COMPARE(column->size(), 250);
    QVERIFY(!column->canFetchMore({}));
    QCOMPARE(column->at(249).row.number, s("LC-249"));
}

void BoardModelTest::aMoveShowsAtOnce()
{
    m_board.add(s("new"), 3);
    BoardModel model(m_engine);
    showBoard(model);
    m_door.setReply(test::FakeDoor::Reply::Held);
    const api::Card card = model.column(s("new"))->at(1);
    model.move(card.row.id, card.moves[0]);
    QCOMPARE(model.column(s("new"))->size(), 2);
    QCOMPARE(model.column(s("new"))->count(), 2);
    QCOMPARE(model.column(s("qualified"))->size(), 1);
    QCOMPARE(model.card(card.row.id)->row.column, s("qualified"));
    const auto sent = m_door.lastCommand<api::SendWorkflowEvent>();
    QVERIFY(sent);
    QCOMPARE(sent->workflow, card.row.id);
    QCOMPARE(sent->type, s("lead.qualified"));
    m_door.setReply(test::FakeDoor::Reply::AtOnce);
    QSignalSpy moved(&model, &BoardModel::moved);
    m_door.release();
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved[0][1].toString(), card.row.number);
    QCOMPARE(moved[0][2].toString(), s("Qualified"));
}

void BoardModelTest::aRefusedMoveSlidesBackToItsPlace()
{
    m_board.add(s("new"), 3);
    BoardModel model(m_engine);
    showBoard(model);
    m_door.onCommand<api::SendWorkflowEvent>([](const auto &, const auto &) -> Result<api::Receipt> {
        return fail(Errc::Conflict, "the workflow is paused");
    });
    QSignalSpy refused(&model, &BoardModel::moveRefused);
    const api::Card card = model.column(s("new"))->at(1);
    model.move(card.row.id, card.moves[0]);
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(refused[0][2].toString(), s("the workflow is paused"));
    QCOMPARE(model.column(s("new"))->size(), 3);
    QCOMPARE(model.column(s("new"))->at(1).row.id, card.row.id);
    QCOMPARE(model.column(s("qualified"))->size(), 0);
    QCOMPARE(model.column(s("qualified"))->count(), 0);
}

void BoardModelTest::anIgnoredMoveNamesTheRule()
{
    m_board.add(s("new"), 1);
    BoardModel model(m_engine);
    showBoard(model);
    m_door.onCommand<api::SendWorkflowEvent>([](const auto &, const auto &) -> Result<api::Receipt> {
        api::Receipt receipt;
        receipt.data[s("ignored")] = true;
        return receipt;
    });
    QSignalSpy refused(&model, &BoardModel::moveRefused);
    const api::Card card = model.column(s("new"))->at(0);
    model.move(card.row.id, card.moves[1]);
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY(refused[0][2].toString().contains(s("is_paid")));
    QCOMPARE(model.column(s("new"))->size(), 1);
}

void BoardModelTest::aRefreshDuringAMoveKeepsTheCardWhereItGoes()
{
    m_board.add(s("new"), 3);
    BoardModel model(m_engine);
    showBoard(model);
    m_door.setReply(test::FakeDoor::Reply::Held);
    const api::Card card = model.column(s("new"))->at(0);
    model.move(card.row.id, card.moves[0]);
    QCOMPARE(m_door.held(), 1); // the command
    model.refresh();
    QCOMPARE(m_door.held(), 2);
    QSignalSpy loaded(&model, &BoardModel::loaded);
    // The engine answers both; the board it knew is older than the move.
    m_door.setReply(test::FakeDoor::Reply::AtOnce);
    m_door.onCommand<api::SendWorkflowEvent>([](const auto &, const auto &) -> Result<api::Receipt> { return api::Receipt{}; });
    m_board.cards[s("qualified")].push_back(m_board.cards[s("new")].front());
    m_board.cards[s("qualified")].back().row.column = s("qualified");
    m_board.cards[s("new")].erase(m_board.cards[s("new")].begin());
    m_door.release();
    QTRY_VERIFY(loaded.size() >= 2);
    QCOMPARE(model.column(s("new"))->size(), 2);
    QCOMPARE(model.column(s("qualified"))->size(), 1);
    QCOMPARE(model.card(card.row.id)->row.column, s("qualified"));
}

void BoardModelTest::aDropTellsTheEngineAndMovesNoRows()
{
    m_board.add(s("new"), 2);
    BoardModel model(m_engine);
    showBoard(model);
    ColumnModel *source = model.column(s("new"));
    ColumnModel *target = model.column(s("qualified"));
    const std::unique_ptr<QMimeData> dragged(source->mimeData({source->index(1)}));
    QSignalSpy dropped(&model, &BoardModel::dropped);
    QSignalSpy inserted(target, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(source, &QAbstractItemModel::rowsRemoved);
    QVERIFY(target->canDropMimeData(dragged.get(), Qt::MoveAction, -1, -1, {}));
    QVERIFY(target->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, {}));
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped[0][0].toString(), source->at(1).row.id);
    QCOMPARE(dropped[0][1].toString(), s("qualified"));
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(removed.size(), 0);
}

void BoardModelTest::aDropOntoACardIsRefused()
{
    m_board.add(s("new"), 2);
    BoardModel model(m_engine);
    showBoard(model);
    ColumnModel *column = model.column(s("new"));
    const std::unique_ptr<QMimeData> dragged(column->mimeData({column->index(0)}));
    QSignalSpy dropped(&model, &BoardModel::dropped);
    QVERIFY(!column->flags(column->index(1)).testFlag(Qt::ItemIsDropEnabled));
    QVERIFY(!column->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, column->index(1)));
    QMimeData foreign;
    foreign.setText(s("LC-1"));
    QVERIFY(!column->dropMimeData(&foreign, Qt::MoveAction, -1, -1, {}));
    QCOMPARE(dropped.size(), 0);
}

void BoardModelTest::aRefreshKeepsSelectionAndTellsSmallChanges()
{
    m_board.add(s("new"), 5);
    BoardModel model(m_engine);
    showBoard(model);
    ColumnModel *column = model.column(s("new"));
    const QPersistentModelIndex selected(column->index(3));
    QSignalSpy reset(column, &QAbstractItemModel::modelReset);
    QSignalSpy changed(column, &QAbstractItemModel::dataChanged);
    m_board.cards[s("new")].erase(m_board.cards[s("new")].begin());
    m_board.cards[s("new")][2].row.title = s("Renamed");
    QSignalSpy loaded(&model, &BoardModel::loaded);
    m_door.announce({api::Topic::Workflows, {s("wf_000003")}, 2});
    QVERIFY(loaded.wait());
    QCOMPARE(reset.size(), 0);
    QCOMPARE(selected.row(), 2);
    QCOMPARE(selected.data().toString(), s("Renamed"));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 2);
    QCOMPARE(changed[0][1].toModelIndex().row(), 2);
}

void BoardModelTest::rowsBeyondTheRefreshFollowTheChangeFeed()
{
    m_board.add(s("new"), 1200);
    BoardModel model(m_engine);
    showBoard(model);
    ColumnModel *column = model.column(s("new"));
    while (column->size() < 1200) {
        const int before = column->size();
        column->fetchMore({});
        QTRY_VERIFY(column->size() > before);
    }
    m_door.onQuery<api::WorkflowDetailQuery>([](const auto &query, const auto &) -> Result<api::WorkflowDetail> {
        api::WorkflowDetail detail;
        detail.row.id = query.id;
        detail.row.column = s("new");
        detail.row.title = s("Far away and new");
        return detail;
    });
    m_door.announce({api::Topic::Workflows, {s("wf_001150")}, 3});
    QTRY_COMPARE(column->index(1150).data().toString(), s("Far away and new"));
    QCOMPARE(column->size(), 1200);
}

void BoardModelTest::anAnswerOfAnotherBoardIsDropped()
{
    m_board.add(s("new"), 2);
    BoardModel model(m_engine);
    m_door.onQuery<api::BoardQuery>([this](const auto &query, const auto &) -> Result<api::Board> { return m_board.answer(query); });
    m_door.setReply(test::FakeDoor::Reply::Held);
    api::BoardQuery first;
    first.definition = s("order");
    model.show(first);
    api::BoardQuery second;
    second.definition = s("lead-to-client");
    model.show(second);
    QSignalSpy loaded(&model, &BoardModel::loaded);
    m_door.release();
    QTRY_COMPARE(loaded.size(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(loaded.size(), 1);
    QCOMPARE(model.definition().id, s("lead-to-client"));
}

QTEST_GUILESS_MAIN(BoardModelTest)
#include "board_model_test.moc"
