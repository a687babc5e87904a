#include <QtTest>

#include "ui/boards/card_delegate.h"
#include "ui/boards/card_moves.h"

using namespace hs;
using namespace hs::ui;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}
const std::vector<api::ColumnInfo> Columns{{s("new"), s("New"), 0, false}, {s("qualified"), s("Qualified"), 0, false},
                                           {s("viewing"), s("Viewing"), 0, false}, {s("lost"), s("Lost"), 0, true}};

api::Card cardInQualified()
{
    api::Card card;
    card.row.column = s("qualified");
    card.moves = {{s("back"), s("new"), s("new"), false, {}},
                  {s("book"), s("viewing"), s("viewing"), true, s("has_date")},
                  {s("drop"), s("lost"), s("lost"), false, {}},
                  {s("dead"), s("lost"), s("lost"), true, s("no_answer")}};
    return card;
}

} // namespace

class CardMovesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdictsFollowTheLegalMoves_data();
    void verdictsFollowTheLegalMoves();
    void aForbiddenColumnSaysWhy_data();
    void aForbiddenColumnSaysWhy();
    void whatARuleWouldRefuseIsForbiddenAndNamesIt();
    void keysOfferTheNearestColumnFirst();
    void theClockOfACard_data();
    void theClockOfACard();
};

void CardMovesTest::verdictsFollowTheLegalMoves_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("moves");
    QTest::addColumn<bool>("guarded");
    using K = ColumnVerdict::Kind;
    QTest::newRow("its own column") << s("qualified") << int(K::Here) << 0 << false;
    QTest::newRow("a free move") << s("new") << int(K::Allowed) << 1 << false;
    QTest::newRow("a guarded move") << s("viewing") << int(K::Allowed) << 1 << true;
    QTest::newRow("two ways, one without a guard") << s("lost") << int(K::Allowed) << 2 << false;
    QTest::newRow("no way") << s("elsewhere") << int(K::Forbidden) << 0 << false;
}

void CardMovesTest::verdictsFollowTheLegalMoves()
{
    QFETCH(QString, column);
    const ColumnVerdict verdict = verdictFor(cardInQualified(), column);
    QTEST(int(verdict.kind), "kind");
    QTEST(int(verdict.moves.size()), "moves");
    QTEST(verdict.guarded, "guarded");
}

void CardMovesTest::aForbiddenColumnSaysWhy_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("hasMoves");
    QTest::addColumn<QString>("waitingOn");
    QTest::addColumn<QString>("needle");
    using W = api::WorkflowStatus;
    QTest::newRow("names the columns that are open") << int(W::Running) << true << QString() << s("From here: Qualified");
    QTest::newRow("a finished run moves no more") << int(W::Completed) << true << QString() << s("completed");
    QTest::newRow("an incident comes first") << int(W::Incident) << true << QString() << s("step failed");
    QTest::newRow("says what it waits for") << int(W::Running) << false << s("timer") << s("It waits for: a moment in time");
    QTest::newRow("nothing is open") << int(W::Running) << false << QString() << s("no move by hand");
}

void CardMovesTest::aForbiddenColumnSaysWhy()
{
    QFETCH(int, status);
    QFETCH(bool, hasMoves);
    QFETCH(QString, waitingOn);
    QFETCH(QString, needle);
    api::Card card;
    card.row.column = s("new");
    card.row.status = api::WorkflowStatus(status);
    card.row.waitingOn = waitingOn;
    if (hasMoves)
        card.moves = {{s("go"), s("qualified"), s("qualified"), false, {}}};
    const QString sentence = verdictSentence(card, verdictFor(card, s("viewing")), s("viewing"), Columns);
    QVERIFY2(sentence.contains(needle), qPrintable(sentence));
}

void CardMovesTest::whatARuleWouldRefuseIsForbiddenAndNamesIt()
{
    api::Card card;
    card.row.column = s("new");
    card.moves = {{s("book"), s("viewing"), s("viewing"), true, s("has_date"), true}, {s("go"), s("qualified"), s("qualified"), true, s("is_complete"), false}};
    const ColumnVerdict refused = verdictFor(card, s("viewing"));
    QCOMPARE(refused.kind, ColumnVerdict::Kind::Forbidden);
    QVERIFY(refused.refused);
    QCOMPARE(verdictSentence(card, refused, s("viewing"), Columns), s("The rule “has_date” would refuse it now."));
    QCOMPARE(verdictFor(card, s("qualified")).kind, ColumnVerdict::Kind::Allowed);
    // Keys pass over it; another event that no rule refuses opens the column.
    QCOMPARE(int(movesTowards(card, 1, Columns).size()), 1);
    card.moves.push_back({s("force"), s("viewing"), s("viewing"), false, {}});
    QCOMPARE(verdictFor(card, s("viewing")).kind, ColumnVerdict::Kind::Allowed);
    QCOMPARE(verdictFor(card, s("viewing")).moves.front().event, s("force"));
}

void CardMovesTest::keysOfferTheNearestColumnFirst()
{
    const auto forward = movesTowards(cardInQualified(), 1, Columns);
    QCOMPARE(int(forward.size()), 3);
    QCOMPARE(forward[0].event, s("book"));
    QCOMPARE(forward[1].event, s("drop"));
    const auto back = movesTowards(cardInQualified(), -1, Columns);
    QCOMPARE(int(back.size()), 1);
    QCOMPARE(moveText(forward[0], Columns), s("Viewing (book, if “has_date” holds)"));
    QCOMPARE(moveText(back[0], Columns), s("New (back)"));
}

void CardMovesTest::theClockOfACard_data()
{
    QTest::addColumn<int>("enteredMinutesAgo");
    QTest::addColumn<int>("dueInMinutes"); // 0: no timer
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("late");
    QTest::newRow("without a timer its age") << 125 << 0 << s("2 h") << false;
    QTest::newRow("due later today") << 5 << 60 << s("today") << false;
    QTest::newRow("due the day after tomorrow") << 5 << 2 * 1440 << QLocale().dayName(6, QLocale::ShortFormat) << false;
    QTest::newRow("two days late") << 5 << -2 * 1440 << s("2 d late") << true;
}

void CardMovesTest::theClockOfACard()
{
    QFETCH(int, enteredMinutesAgo);
    QFETCH(int, dueInMinutes);
    const QDateTime now(QDate(2026, 3, 12), QTime(11, 0), Qt::UTC); // a Thursday
    api::WorkflowRow row;
    row.enteredAt = now.addSecs(-60 * enteredMinutesAgo);
    if (dueInMinutes != 0)
        row.dueAt = now.addSecs(60 * dueInMinutes);
    const CardClock clock = cardClock(row, now);
    QTEST(clock.text, "text");
    QTEST(clock.late, "late");
}

QTEST_GUILESS_MAIN(CardMovesTest)
#include "card_moves_test.moc"
