#include <QTest>

#include "engine/workflow/what_if.h"
#include "tests/unit/workflow/history_maker.h"

using namespace hs;
using namespace hs::workflow;
using namespace hs::workflow::test;
using namespace std::chrono_literals;

namespace {

const QByteArray Offer = R"(
    "context": {"price": 100, "guests": 2},
    "initial": "asked",
    "states": {
      "asked": {"on": {"accept": [{"guard": {"type": "jsonlogic", "params": {"rule": {">": [{"var": "context.guests"}, 8]}}}, "target": "approval"}, "booking"],
                        "note": {"actions": $log(noted)}}, "after": {"PT1H": "reminded"}},
      "reminded": {"on": {"accept": "booking"}},
      "approval": {"on": {"yes": "booking"}},
      "booking": {"invoke": {"id": "reserve", "src": "a.reserve", "input": {"price": {"var": "context.price"}}, "onDone": "over", "onError": "asked"}},
      "over": {"type": "final"}},
    "output": {"price": {"var": "context.price"}})";

std::shared_ptr<const Definition> versionOf(const char *number, const QByteArray &members)
{
    const auto definition = definitionOf(R"({"id": "m", "version": ")" + std::string(number) + R"(", )" + expanded(members) + '}');
    if (!definition)
        qFatal("the definition of the test is not sound");
    return definition;
}

} // namespace

/// Issue 3, "What if": a changed definition over stored histories.
class WhatIfTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameDefinitionGoesTheSameWay();
    void changesPartAtTheirStep_data();
    void changesPartAtTheirStep();
    void aTimerLateInThePastIsNoDifference();
    void anOpenInstanceIsFollowedUntilNow();
    void aForkBeginsInTheMiddle();
    void aMigratedPastIsFollowed();
    void aHistoryThatIsNotItsOwnIsTrouble();
};

void WhatIfTest::theSameDefinitionGoesTheSameWay()
{
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin({{"guests", 9}});
    made.sends("note");
    made.sends("unheard");
    made.sends("accept");
    made.undo();
    made.sends("accept");
    made.sends("yes");
    made.failed("reserve", {{"name", "timeout"}, {"message", ""}});
    made.fireNext(2h);
    made.sends("accept");
    made.done("reserve", {});
    const auto same = versionOf("1.1.0", Offer);
    const StateMap map;
    WhatIf asked(made.source(), "1.0.0", *same, map);
    for (const auto &row : made.rows)
        QVERIFY2(asked.feed(row), asked.parting() ? (asked.parting()->then + " | " + asked.parting()->now).c_str() : asked.trouble().c_str());
    asked.finish(made.now + 24h);
    QVERIFY(!asked.parting());
    QVERIFY(asked.trouble().empty());
}

void WhatIfTest::changesPartAtTheirStep_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("fresh");
    QTest::addColumn<QByteArray>("map");
    QTest::addColumn<int>("seq"); // -1: goes the same way
    QTest::addColumn<QByteArray>("then");
    QTest::addColumn<QByteArray>("now");
    using B = QByteArray;
    // 0 start, 1 note, 2 unheard, 3 accept, 4 failed, 5 timer after an hour, 6 accept, 7 done
    QTest::newRow("a guard lets others through") << B("\"context.guests\"}, 8") << B("\"context.guests\"}, 1") << B("{}") << 3
                                                 << B("went from asked to booking, started reserve") << B("went from asked to approval");
    QTest::newRow("it begins elsewhere") << B("\"initial\": \"asked\"") << B("\"initial\": \"reminded\"") << B("{}") << 0 << B("began in asked") << B("began in reminded");
    QTest::newRow("another action") << B("$log(noted)") << B("$log(other)") << B("{}") << 1 << B("stayed in asked, did log {\"message\":\"noted\"}")
                                    << B("stayed in asked, did log {\"message\":\"other\"}");
    QTest::newRow("an event that was ignored is taken") << B("\"note\":") << B("\"unheard\": \"approval\", \"note\":") << B("{}") << 2 << B("ignored it in asked")
                                                        << B("went from asked to approval");
    QTest::newRow("another input for a task") << B("\"price\": 100") << B("\"price\": 90") << B("{}") << 3
                                              << B("went from asked to booking, started reserve, reserve with {\"price\":100}")
                                              << B("went from asked to booking, started reserve, reserve with {\"price\":90}");
    QTest::newRow("a timer that is sooner would have fired first") << B("PT1H") << B("PT2S") << B("{}") << 1 << B("stayed in asked")
                                                                   << B("xstate.after.PT2S.m.asked would have fired at 2023-11-14T22:13:22.000Z");
    QTest::newRow("a timer that is gone") << B(", \"after\": {\"PT1H\": \"reminded\"}") << B() << B("{}") << 5 << B("went from asked to reminded")
                                          << B("timer \"xstate.after.PT1H.m.asked\" would not be pending");
    QTest::newRow("a result that nobody waits for") << B("\"invoke\": {\"id\": \"reserve\"") << B("\"invoke\": {\"id\": \"hold\"") << B("{}") << 3
                                                    << B("went from asked to booking, started reserve, reserve with {\"price\":100}")
                                                    << B("went from asked to booking, started hold, hold with {\"price\":100}");
    QTest::newRow("an error that nobody takes") << B(", \"onError\": \"asked\"") << B() << B("{}") << 4 << B("went from booking to asked")
                                                << B("would stop for a person: unhandled: nothing takes xstate.error.actor.reserve: {\"message\":\"\",\"name\":\"timeout\"}");
    QTest::newRow("another output") << B("\"output\": {\"price\": {\"var\": \"context.price\"}}") << B("\"output\": {\"price\": 1}") << B("{}") << 7
                                    << B("went from booking to over and ended, output {\"price\":100}") << B("went from booking to over and ended, output {\"price\":1}");
    QTest::newRow("a state of another name without a mapping") << B("reminded") << B("nudged") << B("{}") << 5 << B("went from asked to reminded") << B("went from asked to nudged");
    QTest::newRow("a state of another name with a mapping") << B("reminded") << B("nudged") << B(R"({"m.reminded": "m.nudged"})") << -1 << B() << B();
    QTest::newRow("a state of another name with a timer") << B("\"asked\"") << B("\"enquired\"") << B(R"({"m.asked": "m.enquired"})") << -1 << B() << B();
    QTest::newRow("words do not count") << B("\"initial\": \"asked\"") << B("\"description\": \"new\", \"initial\": \"asked\"") << B("{}") << -1 << B() << B();
}

void WhatIfTest::changesPartAtTheirStep()
{
    QFETCH(QByteArray, old);
    QFETCH(QByteArray, fresh);
    QFETCH(QByteArray, map);
    QFETCH(int, seq);
    QFETCH(QByteArray, then);
    QFETCH(QByteArray, now);
    QVERIFY(Offer.contains(old));
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin();
    made.now += 10s;
    made.sends("note");
    made.sends("unheard");
    made.sends("accept");
    made.now += 10s;
    made.failed("reserve", {{"name", "timeout"}, {"message", ""}});
    made.fireNext();
    made.sends("accept");
    made.done("reserve", {});
    QByteArray text = Offer;
    text.replace(old, fresh);
    StateMap states;
    const auto given = OrderedJson::parse(map.toStdString());
    for (const auto &[from, to] : given.items())
        states[from] = to.get<std::string>();
    const auto changed = versionOf("2.0.0", text);
    WhatIf asked(made.source(), "1.0.0", *changed, states);
    for (const auto &row : made.rows)
        if (!asked.feed(row))
            break;
    QVERIFY2(asked.trouble().empty(), asked.trouble().c_str());
    if (seq < 0) {
        QVERIFY2(!asked.parting(), asked.parting() ? (asked.parting()->then + " | " + asked.parting()->now).c_str() : "");
        return;
    }
    QVERIFY(asked.parting());
    QCOMPARE(asked.parting()->then, then.toStdString());
    QCOMPARE(asked.parting()->now, now.toStdString());
    QCOMPARE(asked.parting()->seq, std::int64_t(seq));
}

void WhatIfTest::aTimerLateInThePastIsNoDifference()
{
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin();
    made.now += 2h; // the timer was due an hour ago, but the event came first
    made.sends("note");
    made.fireNext();
    const auto same = versionOf("1.1.0", Offer);
    const StateMap map;
    WhatIf asked(made.source(), "1.0.0", *same, map);
    for (const auto &row : made.rows)
        QVERIFY2(asked.feed(row), asked.parting() ? asked.parting()->now.c_str() : "");
}

void WhatIfTest::anOpenInstanceIsFollowedUntilNow()
{
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin();
    QByteArray text = Offer;
    text.replace("PT1H", "PT10M");
    const auto changed = versionOf("1.1.0", text);
    const StateMap map;
    WhatIf asked(made.source(), "1.0.0", *changed, map);
    QVERIFY(asked.feed(made.rows.front()));
    asked.finish(made.now + 5min);
    QVERIFY(!asked.parting());
    asked.finish(made.now + 11min);
    QVERIFY(asked.parting());
    QCOMPARE(asked.parting()->seq, std::int64_t(1));
    QCOMPARE(asked.parting()->then, std::string("waited in asked"));
    QCOMPARE(asked.parting()->now, std::string("xstate.after.PT10M.m.asked would have fired at 2023-11-14T22:23:20.000Z"));
}

void WhatIfTest::aForkBeginsInTheMiddle()
{
    HistoryMaker origin(versionOf("1.0.0", Offer));
    origin.begin();
    origin.sends("accept");
    HistoryMaker fork(versionOf("1.0.0", Offer));
    fork.aside({{"kind", "fork"}}, origin.snapshot, true);
    fork.done("reserve", {});
    QByteArray text = Offer;
    text.replace("\"onDone\": \"over\"", "\"onDone\": \"approval\"");
    const auto changed = versionOf("1.1.0", text);
    const StateMap map;
    WhatIf asked(fork.source(), "1.0.0", *changed, map);
    for (const auto &row : fork.rows)
        if (!asked.feed(row))
            break;
    // The first row was not played, so which definition it ran on is told by its version.
    QVERIFY2(asked.trouble().empty(), asked.trouble().c_str());
    QVERIFY(asked.parting());
    QCOMPARE(asked.parting()->now, std::string("went from booking to approval"));
}

void WhatIfTest::aMigratedPastIsFollowed()
{
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin();
    QByteArray text = Offer;
    text.replace("\"asked\"", "\"enquired\"");
    const auto second = versionOf("1.1.0", text);
    made.migrateTo(second, {{"m.asked", "m.enquired"}});
    made.sends("accept");
    made.done("reserve", {});
    const StateMap map{{"m.asked", "m.enquired"}};
    WhatIf asked(made.source(), "1.0.0", *second, map);
    for (const auto &row : made.rows)
        QVERIFY2(asked.feed(row), asked.parting() ? (asked.parting()->then + " | " + asked.parting()->now).c_str() : asked.trouble().c_str());
}

void WhatIfTest::aHistoryThatIsNotItsOwnIsTrouble()
{
    HistoryMaker made(versionOf("1.0.0", Offer));
    made.begin();
    made.sends("accept");
    made.rows[1].hash = "00";
    made.rows[1].snapshot.reset();
    const auto same = versionOf("1.1.0", Offer);
    const StateMap map;
    WhatIf asked(made.source(), "1.0.0", *same, map);
    QVERIFY(asked.feed(made.rows[0]));
    QVERIFY(!asked.feed(made.rows[1]));
    QCOMPARE(asked.trouble(), std::string("step 1 of the history is not what its own definition makes of it (/hash)"));
}

QTEST_APPLESS_MAIN(WhatIfTest)
#include "what_if_test.moc"
