#include <QJsonArray>
#include <QtTest>

#include "ui/boards/board_filter.h"
#include "ui/boards/bulk_moves.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

const std::vector<api::ColumnInfo> Columns{{s("new"), s("New"), 0, false}, {s("qualified"), s("Qualified"), 4, false}, {s("won"), s("Won"), 0, true}};

api::Card card(const char *number, const char *column, std::vector<api::LegalMove> moves)
{
    api::Card card;
    card.row.id = s("wf_") + s(number);
    card.row.number = s(number);
    card.row.column = s(column);
    card.moves = std::move(moves);
    return card;
}

const api::LegalMove Qualify{s("lead.qualified"), s("qualified"), s("qualified"), false, {}};
const api::LegalMove Win{s("lead.won"), s("won"), s("won"), true, s("is_paid")};

} // namespace

class BulkMovesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void movesOfAllComeBeforeMovesOfSome()
    {
        const std::vector<api::Card> cards{card("VW-1", "new", {Qualify, Win}), card("VW-2", "new", {Win}), card("VW-3", "qualified", {Win, Qualify})};
        const auto moves = bulkMoves(cards, Columns);
        QCOMPARE(int(moves.size()), 2);
        QCOMPARE(moves[0].event, s("lead.won"));
        QCOMPARE(int(moves[0].able.size()), 3);
        QCOMPARE(moves[0].guarded, 3);
        QCOMPARE(moves[0].guards, QStringList{s("is_paid")});
        QCOMPARE(int(moves[1].able.size()), 1); // a card that is in the column already does not move there
        QCOMPARE(bulkMoveText(moves[0], 3, Columns), s("Won (lead.won)"));
        QCOMPARE(bulkMoveText(moves[1], 3, Columns), s("Qualified (lead.qualified) – 1 of 3 can"));
    }
    void oneEventByTwoGuardsCountsOnce()
    {
        const api::LegalMove other{s("lead.won"), s("won"), s("won"), true, s("is_signed")};
        const auto moves = bulkMoves({card("VW-1", "new", {Win, other})}, Columns);
        QCOMPARE(int(moves.size()), 1);
        QCOMPARE(int(moves[0].able.size()), 1);
    }
    void whatARuleRefusesNowIsNotCounted()
    {
        api::LegalMove refused = Win;
        refused.refused = true;
        const std::vector<api::Card> cards{card("VW-1", "new", {Win}), card("VW-2", "new", {refused})};
        const auto moves = bulkMoves(cards, Columns);
        QCOMPARE(int(moves.size()), 1);
        QCOMPARE(bulkMoveText(moves[0], 2, Columns), s("Won (lead.won) – 1 of 2 can"));
    }
    void nothingIsLegalWithoutMoves()
    {
        QVERIFY(bulkMoves({card("VW-1", "new", {}), card("VW-2", "won", {})}, Columns).empty());
    }
    void theQuestionSaysWhoMovesWhoStaysAndWhatMayRefuse()
    {
        std::vector<api::Card> cards{card("VW-1", "new", {Qualify}), card("VW-2", "won", {})};
        const auto qualify = bulkMoves(cards, Columns).front();
        const QString question = bulkMoveQuestion(qualify, cards, Columns, 2);
        QVERIFY2(question.contains(s("“Qualified” by “lead.qualified”")), qPrintable(question));
        QVERIFY2(question.contains(s("VW-2")), qPrintable(question));
        QVERIFY2(!question.contains(s("should hold")), qPrintable(question)); // three of four
        QVERIFY2(!question.contains(s("already")), qPrintable(question));
        cards.push_back(card("VW-3", "qualified", {Qualify}));
        QVERIFY(bulkMoveQuestion(qualify, cards, Columns, 2).contains(s("are there already: VW-3.")));
        const QString full = bulkMoveQuestion(qualify, cards, Columns, 4);
        QVERIFY2(full.contains(s("“Qualified” should hold 4 cards; it would hold 5.")), qPrintable(full));
        cards = {card("VW-1", "new", {Win})};
        QVERIFY(bulkMoveQuestion(bulkMoves(cards, Columns).front(), cards, Columns, 0).contains(s("is_paid")));
    }
    void manyThatStayAreNamedInPart()
    {
        std::vector<api::Card> cards{card("VW-0", "new", {Qualify})};
        for (int i = 1; i <= 20; ++i)
            cards.push_back(card(qPrintable(QStringLiteral("VW-%1").arg(i)), "won", {}));
        const QString question = bulkMoveQuestion(bulkMoves(cards, Columns).front(), cards, Columns, 0);
        QVERIFY2(question.contains(s("VW-6")) && !question.contains(s("VW-7")), qPrintable(question));
    }
    void theReportNamesEachCardAndWhy()
    {
        const QJsonArray items{QJsonObject{{s("workflow"), s("wf_1")}, {s("number"), s("VW-1")}, {s("done"), true}},
                               QJsonObject{{s("workflow"), s("wf_2")}, {s("number"), s("VW-2")}, {s("done"), false}, {s("error"), s("VW-2 is paused")}},
                               QJsonObject{{s("workflow"), s("wf_none")}, {s("done"), false}, {s("error"), s("there is none")}}};
        const auto outcome = bulkOutcome({{s("items"), items}});
        QCOMPARE(outcome.done(), std::vector<api::Id>{s("wf_1")});
        QCOMPARE(outcome.refused(), 2);
        QCOMPARE(outcome.items[1].number, s("VW-2"));
        QCOMPARE(outcome.items[1].reason, s("VW-2 is paused"));
        QCOMPARE(outcome.items[2].number, s("wf_none"));
    }
    void aLayoutIsReadBackAsItWasWritten()
    {
        BoardLayout layout;
        layout.filter.definition = s("visit");
        layout.filter.text = s("roses");
        layout.filter.agent = s("nyra");
        layout.filter.assignee = s("op_1");
        layout.filter.entity = s("ent_1");
        layout.filter.tag = s("VIP");
        layout.filter.version = s("2.0.0");
        layout.filter.priority = api::Priority::Low;
        layout.filter.due = api::BoardDue::Week;
        layout.filter.standing = api::BoardStanding::Paused;
        layout.filter.openOnly = true;
        layout.filter.grouping = BoardFilter::Grouping::Priority;
        layout.foldedColumns = {s("won"), s("new")};
        layout.foldedLanes = {s("3"), s("")};
        QVERIFY(BoardLayout::fromJson(layout.toJson()) == layout);
        QVERIFY(layout.filter.narrows());
        QVERIFY(!layout.filter.cleared().narrows());
        QVERIFY(BoardLayout::fromJson({}) == BoardLayout());
    }
    void numbersFromElsewhereStayWithinTheirRange()
    {
        const auto layout = BoardLayout::fromJson({{s("due"), 99}, {s("standing"), -4}, {s("grouping"), 1000}, {s("priority"), 12}});
        QCOMPARE(layout.filter.due, api::BoardDue::Week);
        QCOMPARE(layout.filter.standing, api::BoardStanding::Any);
        QCOMPARE(layout.filter.grouping, BoardFilter::Grouping::Priority);
        QCOMPARE(*layout.filter.priority, api::Priority::Urgent);
    }
};

QTEST_GUILESS_MAIN(BulkMovesTest)
#include "bulk_moves_test.moc"
