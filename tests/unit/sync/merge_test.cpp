#include "engine/sync/merge.h"

#include <random>

#include <QTest>

using namespace hs;
using namespace hs::sync;

namespace {

const Timestamp Minute = fromMillis(1'795'424'400'000);

Rules rules(Timestamp localAt = Minute, Timestamp remoteAt = Minute)
{
    return {[](const std::string &property) { return property != "Id"; }, [](const std::string &, const Json &one, const Json &other) { return sameValue(one, other); },
            [=](const std::string &) { return Writes{localAt, remoteAt}; }, [](const std::string &property) { return property == "Set"; }};
}

} // namespace

class MergeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCase_data();
    void eachCase();
    void theMinuteDecides_data();
    void theMinuteDecides();
    void whatIsTheConsolesAloneIsNeverTaken();
    void mergingAgainChangesNothing();
};

void MergeTest::eachCase_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("local");
    QTest::addColumn<QString>("remote");
    QTest::addColumn<QString>("merged");
    QTest::addColumn<bool>("taken");
    QTest::addColumn<bool>("written");
    QTest::addColumn<bool>("conflict");
    const auto row = [](const char *name, const char *base, const char *local, const char *remote, const char *merged, bool taken, bool written, bool conflict) {
        QTest::newRow(name) << QString::fromLatin1(base) << QString::fromLatin1(local) << QString::fromLatin1(remote) << QString::fromLatin1(merged) << taken << written << conflict;
    };
    row("nobody", R"({"A":1})", R"({"A":1})", R"({"A":1})", R"({"A":1})", false, false, false);
    row("here", R"({"A":1})", R"({"A":2})", R"({"A":1})", R"({"A":2})", false, true, false);
    row("there", R"({"A":1})", R"({"A":1})", R"({"A":2})", R"({"A":2})", true, false, false);
    row("both alike", R"({"A":1})", R"({"A":2})", R"({"A":2})", R"({"A":2})", false, false, false);
    row("both, Notion's is kept within the minute", R"({"A":1})", R"({"A":2})", R"({"A":3})", R"({"A":3})", true, false, true);
    row("cleared here", R"({"A":1})", R"({})", R"({"A":1})", R"({})", false, true, false);
    row("cleared there", R"({"A":1})", R"({"A":1})", R"({})", R"({})", true, false, false);
    row("cleared on both sides", R"({"A":1})", R"({})", R"({})", R"({})", false, false, false);
    row("cleared here, changed there", R"({"A":1})", R"({})", R"({"A":2})", R"({"A":2})", true, false, true);
    row("new here", R"({})", R"({"A":1})", R"({})", R"({"A":1})", false, true, false);
    row("new there", R"({})", R"({})", R"({"A":1})", R"({"A":1})", true, false, false);
    row("a set grows on both sides", R"({"Set":["a"]})", R"({"Set":["a","b"]})", R"({"Set":["a","c"]})", R"({"Set":["a","b","c"]})", false, false, false);
    row("a set shrinks there and grows here", R"({"Set":["a","d"]})", R"({"Set":["a","d","b"]})", R"({"Set":["a"]})", R"({"Set":["a","b"]})", false, false, false);
    row("a set is emptied on both sides", R"({"Set":["a","b"]})", R"({"Set":["a"]})", R"({"Set":["b"]})", R"({})", false, false, false);
    row("a list in another order", R"({"A":["x","y"]})", R"({"A":["y","x"]})", R"({"A":["x","y"]})", R"({"A":["y","x"]})", false, false, false);
}

void MergeTest::eachCase()
{
    QFETCH(QString, base);
    QFETCH(QString, local);
    QFETCH(QString, remote);
    QFETCH(QString, merged);
    QFETCH(bool, taken);
    QFETCH(bool, written);
    QFETCH(bool, conflict);
    const auto parse = [](const QString &text) { return parseJson(text.toStdString()).value(); };
    const auto b = parse(base), l = parse(local), r = parse(remote);
    const auto result = merge({b, l, r}, rules());
    QCOMPARE(dump(result.fields), dump(parse(merged)));
    QCOMPARE(result.taken.contains("A"), taken);
    QCOMPARE(result.toWrite.contains("A"), written);
    QCOMPARE(!result.conflicts.empty(), conflict);
}

void MergeTest::theMinuteDecides_data()
{
    QTest::addColumn<int>("after"); // the console's change, in ms after the minute's start
    QTest::addColumn<bool>("local");
    QTest::newRow("before") << -1 << false;
    QTest::newRow("at its start") << 0 << false;
    QTest::newRow("within") << 30'000 << false;
    QTest::newRow("last millisecond") << 59'999 << false;
    QTest::newRow("after") << 60'000 << true;
}

void MergeTest::theMinuteDecides()
{
    QFETCH(int, after);
    QFETCH(bool, local);
    const Json base{{"A", 1}}, here{{"A", 2}}, there{{"A", 3}};
    const auto result = merge({base, here, there}, rules(Minute + std::chrono::milliseconds(after), Minute));
    QCOMPARE(result.conflicts.size(), std::size_t(1));
    const auto &conflict = result.conflicts.front();
    QCOMPARE(conflict.keptLocal, local);
    QCOMPARE(result.fields["A"], Json(local ? 2 : 3));
    QCOMPARE(result.toWrite.contains("A"), local);
    QCOMPARE(conflict.local, Json(2));
    QCOMPARE(conflict.remote, Json(3));
    QVERIFY(!conflict.rule.empty());
}

void MergeTest::whatIsTheConsolesAloneIsNeverTaken()
{
    const Json base{{"Id", "x"}}, local{{"Id", "x"}}, remote{{"Id", "tampered"}};
    const auto result = merge({base, local, remote}, rules());
    QCOMPARE(result.fields["Id"], Json("x"));
    QVERIFY(result.taken.empty());
    QVERIFY(result.conflicts.empty());
}

/// Property: once merged and written, the same merge has nothing to do; and no value of either side is lost without a conflict.
void MergeTest::mergingAgainChangesNothing()
{
    std::mt19937 random(7);
    for (int round = 0; round < 5'000; ++round) {
        Json sides[3] = {Json::object(), Json::object(), Json::object()};
        for (auto &side : sides)
            for (const auto *name : {"A", "B", "C"})
                if (random() % 4 != 0)
                    side[name] = int(random() % 3);
        const auto result = merge({sides[0], sides[1], sides[2]}, rules());
        Json there = sides[2];
        for (const auto &name : result.toWrite)
            setValue(there, name, valueOf(result.fields, name));
        QCOMPARE(dump(there), dump(result.fields));
        const auto again = merge({there, result.fields, there}, rules());
        QCOMPARE(dump(again.fields), dump(result.fields));
        QVERIFY(again.taken.empty() && again.toWrite.empty() && again.conflicts.empty());
        for (const auto *name : {"A", "B", "C"}) {
            const Json &base = valueOf(sides[0], name), &local = valueOf(sides[1], name), &remote = valueOf(sides[2], name), &is = valueOf(result.fields, name);
            const bool disputed = std::any_of(result.conflicts.begin(), result.conflicts.end(), [&](const auto &one) { return one.property == name; });
            if (local != base && is != local)
                QVERIFY(disputed);
            if (remote != base && is != remote)
                QVERIFY(disputed);
        }
    }
}

QTEST_GUILESS_MAIN(MergeTest)
#include "merge_test.moc"
