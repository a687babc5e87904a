#include <QTest>

#include "engine/ai/alarm.h"
#include "engine/ai/answer_cache.h"
#include "engine/ai/choice.h"
#include "engine/ai/key_ring.h"
#include "engine/ai/pulse.h"
#include "engine/ai/spending.h"
#include "engine/ai/waiting_line.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::ai;
using hs::test::FakeClock;
using namespace std::chrono_literals;

namespace {

class FixedLedger final : public Ledger {
public:
    Spent spent;
    void record(const CallRecord &) override {}
    [[nodiscard]] Spent spentToday(const std::string &, const std::string &) const override { return spent; }
};

Candidate candidate(const std::string &provider, std::optional<double> cost = 1, std::chrono::milliseconds usual = 0ms)
{
    Candidate one;
    one.provider = provider;
    one.model = provider + "-m";
    one.cost = cost;
    one.usual = usual;
    return one;
}

} // namespace

/// The pieces the router is made of.
class RouterPartsTest : public QObject {
    Q_OBJECT

private:
    static QByteArray order(const std::vector<Candidate> &candidates, const Need &need)
    {
        QByteArray names;
        for (const auto at : choose(candidates, need).order)
            names += QByteArray::fromStdString(candidates[at].provider);
        return names;
    }

private Q_SLOTS:
    void ordersByPreference_data()
    {
        QTest::addColumn<QByteArray>("preferred");
        QTest::addColumn<QByteArray>("order");
        using B = QByteArray;
        // a dear and slow, b unknown cost and quick, c cheap and not measured, d free and slowest
        QTest::newRow("quality") << B("quality") << B("abcd");
        QTest::newRow("cost") << B("cost") << B("dcab");
        QTest::newRow("latency") << B("latency") << B("badc");
        QTest::newRow("balanced") << B("balanced") << B("abcd");
        QTest::newRow("a word nobody knows") << B("whatever") << B("abcd");
    }
    void ordersByPreference()
    {
        QFETCH(QByteArray, preferred);
        QFETCH(QByteArray, order);
        Need need;
        need.preferred = preferred.toStdString();
        const std::vector<Candidate> four{candidate("a", 1.0, 900ms), candidate("b", {}, 100ms), candidate("c", 0.1), candidate("d", 0.0, 1'000ms)};
        QCOMPARE(RouterPartsTest::order(four, need), order);
    }

    void balances_data()
    {
        QTest::addColumn<double>("cost");   // of the second, beside 1.0
        QTest::addColumn<int>("usual");     // of the second, beside 1,000 ms
        QTest::addColumn<bool>("takesOver");
        QTest::newRow("equal") << 1.0 << 1'000 << false;
        QTest::newRow("a bit cheaper") << 0.7 << 1'000 << false;
        QTest::newRow("free and as slow") << 0.0 << 1'000 << false;
        QTest::newRow("free and half as slow") << 0.0 << 500 << true;
        QTest::newRow("a third of both") << 0.33 << 330 << true;
        QTest::newRow("quick and dear") << 1.0 << 10 << false;
        QTest::newRow("free and not measured") << 0.0 << 0 << false;
    }
    void balances()
    {
        QFETCH(double, cost);
        QFETCH(int, usual);
        QFETCH(bool, takesOver);
        const std::vector<Candidate> two{candidate("a", 1.0, 1'000ms), candidate("b", cost, std::chrono::milliseconds(usual))};
        QCOMPARE(order(two, {}), QByteArray(takesOver ? "ba" : "ab"));
    }

    void leavesOut_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("why"); // part of it
        using B = QByteArray;
        QTest::newRow("not local") << B("privacy") << B("leave this machine");
        QTest::newRow("told so") << B("out") << B("no key");
        QTest::newRow("too long") << B("long") << B("too long");
        QTest::newRow("as short as another that was too short") << B("longer") << B("too long");
        QTest::newRow("too dear") << B("dear") << B("budget");
        QTest::newRow("perhaps dear, and nothing is left") << B("unknown") << B("budget");
        QTest::newRow("resting") << B("rest") << B("for a while");
        QTest::newRow("on trial") << B("trial") << B("for a while");
    }
    void leavesOut()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, why);
        auto one = candidate("a", 0.5);
        Need need;
        need.input = 1'000;
        if (what == "privacy")
            need.cloud = false;
        if (what == "out")
            one.out = "it has no key";
        if (what == "long")
            one.inputLimit = 900;
        if (what == "longer") {
            one.inputLimit = 8'000;
            need.longerThan = 8'000;
        }
        if (what == "dear")
            need.room = 0.4;
        if (what == "unknown") {
            one.cost.reset();
            need.room = 0;
        }
        if (what == "rest")
            one.wait = 30s;
        if (what == "trial")
            one.wait.reset();
        need.whose = "day";
        const auto choice = choose({one}, need);
        QVERIFY(choice.order.empty());
        QCOMPARE(choice.leftOut.size(), std::size_t(1));
        QVERIFY2(choice.leftOut.front().why.find(why.toStdString()) != std::string::npos, choice.leftOut.front().why.c_str());
        const auto error = nobody({one}, need, choice);
        QCOMPARE(error.code, why == "budget" ? Errc::RateLimited : Errc::Unavailable);
        QCOMPARE(error.retryAfter.has_value(), what == "rest");
        // A local one of the same kind does not mind privacy and money.
        if (what == "privacy" || what == "dear" || what == "unknown") {
            one.local = true;
            one.cost = 0;
            QCOMPARE(choose({one}, need).order.size(), std::size_t(1));
        }
    }

    void putsWishesFirstAndThriftBeforeThem()
    {
        auto wished = candidate("b", 2.0);
        wished.wished = true;
        Need need;
        need.preferred = "cost";
        QCOMPARE(order({candidate("a", 1.0), wished}, need), QByteArray("ba"));
        need.thrifty = true;
        QCOMPARE(order({candidate("a", 1.0), wished}, need), QByteArray("ab"));
    }

    void hidesNothingOfWhoWasLeftOut()
    {
        std::vector<Candidate> many;
        for (int i = 0; i < 200; ++i) {
            many.push_back(candidate("provider-" + std::to_string(i)));
            many.back().out = "it has no key";
        }
        const auto error = nobody(many, {}, choose(many, {}));
        QVERIFY(error.where.find("provider-0: it has no key") != std::string::npos);
        QVERIFY(error.where.size() < 500);
        QVERIFY(nobody({}, {}, {}).what.find("set up") != std::string::npos);
    }

    // ---- keys ----
    void sharesKeys()
    {
        FakeClock clock;
        KeyRing ring(clock, {Secret("a"), Secret(), Secret("b"), Secret("c")});
        QCOMPARE(ring.size(), std::size_t(3)); // an empty one is none
        QCOMPARE(ring.take(0.0), std::optional<std::size_t>(0));
        QCOMPARE(ring.take(0.0), std::optional<std::size_t>(1));
        QCOMPARE(ring.take(0.99), std::optional<std::size_t>(2));
        QCOMPARE(ring.take(0.5), std::optional<std::size_t>(1));
        ring.done(2);
        QCOMPARE(ring.take(0.0), std::optional<std::size_t>(2));
        ring.rest(0, 10s);
        ring.rest(0, 1s); // does not shorten it
        ring.refuse(2);
        QCOMPARE(ring.take(0.0), std::optional<std::size_t>(1));
        QVERIFY(ring.wait() == 0ms);
        ring.rest(1, 20s);
        QVERIFY(!ring.take(0.0));
        QVERIFY(ring.wait() == 10s);
        clock.advance(10s);
        QCOMPARE(ring.take(0.0), std::optional<std::size_t>(0));
        ring.refuse(0);
        ring.refuse(1);
        QVERIFY(ring.allRefused());
        QVERIFY(!ring.wait());
        ring.forgive();
        clock.advance(20s);
        QVERIFY(ring.wait() == 0ms);
        QCOMPARE(ring.take(1.5), std::optional<std::size_t>(2)); // a number that is none of the agreed ones
    }

    void hasNoKeys()
    {
        FakeClock clock;
        KeyRing ring(clock, {});
        QVERIFY(ring.empty() && ring.allRefused());
        QVERIFY(!ring.take(0.5));
        QVERIFY(!ring.wait());
    }

    // ---- the line ----
    void takesTurns()
    {
        WaitingLine line;
        for (const auto call : {1U, 2U, 3U})
            line.join("a", call);
        line.join("b", 4);
        line.join("", 5); // nobody's
        line.leave("a", 2);
        line.leave("c", 1);
        line.leave("b", 1);
        std::vector<std::uint64_t> order;
        while (const auto next = line.next())
            order.push_back(*next);
        QCOMPARE(order, (std::vector<std::uint64_t>{1, 4, 5, 3}));
        QVERIFY(line.empty());
        line.join("a", 6);
        line.leave("a", 6);
        QVERIFY(line.empty());
        QVERIFY(!line.next());
    }

    // ---- answers that are kept ----
    void forgetsTheLeastUsed()
    {
        FakeClock clock;
        AnswerCache cache(clock);
        Answer answer;
        answer.text = "yes";
        cache.put("a", answer);
        QVERIFY(!cache.find("a")); // without limits nothing is kept
        cache.setLimits(2, 1h);
        cache.put("a", answer);
        cache.put("b", answer);
        QVERIFY(cache.find("a"));
        cache.put("c", answer);
        QVERIFY(!cache.find("b"));
        QVERIFY(cache.find("a") && cache.find("c"));
        answer.text = "no";
        cache.put("a", answer);
        QCOMPARE(cache.find("a")->text, std::string("no"));
        QCOMPARE(cache.size(), std::size_t(2));
        clock.advance(1h);
        QVERIFY(!cache.find("a"));
        QCOMPARE(cache.size(), std::size_t(1));
        answer.text = std::string(AnswerCache::MaxAnswer + 1, 'x');
        cache.put("d", answer);
        QVERIFY(!cache.find("d"));
        cache.setLimits(0, 1h);
        QCOMPARE(cache.size(), std::size_t(0));
    }

    void knowsTheSameQuestion()
    {
        Request request;
        request.system = "You help.";
        request.messages.push_back({Message::Role::User, "Hello", {}, {}, {}, false});
        request.tools.push_back({"t", "d", {{"type", "object"}}});
        request.schema = {{"type", "object"}, {"required", {"a"}}};
        request.agent = "a";
        const auto key = cacheKeyOf(request);
        QCOMPARE(key.size(), std::size_t(32));
        auto same = request;
        same.agent = "b";
        same.task = same.why = same.correlation = "x";
        same.timeout = 1s;
        same.schema = {{"required", {"a"}}, {"type", "object"}};
        QVERIFY(cacheKeyOf(same) == key);
        const auto differs = [&](auto change) {
            auto other = request;
            change(other);
            return cacheKeyOf(other) != key;
        };
        QVERIFY(differs([](Request &r) { r.system += ' '; }));
        QVERIFY(differs([](Request &r) { r.messages[0].text = "hello"; }));
        QVERIFY(differs([](Request &r) { r.messages[0].role = Message::Role::Assistant; }));
        QVERIFY(differs([](Request &r) { r.messages[0].failed = true; }));
        QVERIFY(differs([](Request &r) { r.messages[0].calls.push_back({"1", "t", Json::object(), {}}); }));
        QVERIFY(differs([](Request &r) { r.messages.push_back(r.messages[0]); }));
        QVERIFY(differs([](Request &r) { r.tools[0].description = "e"; }));
        QVERIFY(differs([](Request &r) { r.schema = nullptr; }));
        QVERIFY(differs([](Request &r) { r.purpose = Purpose::Draft; }));
        QVERIFY(differs([](Request &r) { r.maxTokens = 1; }));
        QVERIFY(differs([](Request &r) { r.temperature = 0; }));
        QVERIFY(differs([](Request &r) { r.provider = "p"; }));
        QVERIFY(differs([](Request &r) { r.cloud = false; }));
        QVERIFY(differs([](Request &r) { r.entity = "e"; }));
        // Two texts are not one that is longer.
        Request split = request, joined = request;
        split.system = "ab";
        split.messages[0].text = "c";
        joined.system = "a";
        joined.messages[0].text = "bc";
        QVERIFY(cacheKeyOf(split) != cacheKeyOf(joined));
    }

    // ---- money ----
    void comesBackToZero()
    {
        FixedLedger ledger;
        Spending spending(ledger);
        RouterConfig config;
        config.day = {0, 1};
        spending.setBudgets(config);
        {
            std::vector<Spending::Reserve> reserves;
            for (int i = 1; i <= 100; ++i)
                reserves.emplace_back(spending, "e", "a", 0.1 / i);
            QVERIFY(spending.reserved() > 0.5);
            QVERIFY(*spending.standing("e", "a").room < 0.5);
            auto moved = std::move(reserves.front());
            reserves.front() = std::move(moved);
            reserves.back().release();
            reserves.back().release();
        }
        QCOMPARE(spending.reserved(), 0.0);
        QCOMPARE(*spending.standing("e", "a").room, 1.0);
    }

    void takesTheNarrowestLimit()
    {
        FixedLedger ledger;
        ledger.spent = {5, 2, 1};
        Spending spending(ledger);
        RouterConfig config;
        QVERIFY(!spending.standing("e", "a").room);
        config.day = {4, 10};
        config.perEntity = {0, 2.5};
        config.agents["a"] = {1, 0};
        spending.setBudgets(config);
        const auto standing = spending.standing("e", "a");
        QCOMPARE(*standing.room, 0.5);
        QCOMPARE(standing.whose, std::string("entity: e"));
        QVERIFY(standing.thrifty);
        QCOMPARE(standing.soft.size(), std::size_t(2));
        QCOMPARE(standing.soft.back().whose, std::string("agent: a"));
        QCOMPARE(*spending.standing("", "b").room, 5.0); // nobody's: the day's alone
        const Spending::Reserve reserve(spending, "e", "a", 0.5);
        QCOMPARE(*spending.standing("e", "b").room, 0.0);
    }

    void tellsOnceADay()
    {
        FixedLedger ledger;
        Spending spending(ledger);
        FakeClock clock;
        QVERIFY(spending.firstToday("day", clock.now()));
        QVERIFY(!spending.firstToday("day", clock.now()));
        QVERIFY(spending.firstToday("agent: a", clock.now()));
        clock.advance(24h);
        QVERIFY(spending.firstToday("day", clock.now()));
        clock.advance(-24h);
        QVERIFY(!spending.firstToday("day", clock.now()));
    }

    // ---- time ----
    void onlyGoesForward()
    {
        FakeClock wall;
        const Pulse pulse(wall);
        const auto begin = pulse.now();
        wall.advance(1min);
        QVERIFY(pulse.now() - begin >= 1min && pulse.now() - begin < 61s);
        const auto before = pulse.now();
        wall.advance(-24h);
        QVERIFY(pulse.now() >= before && pulse.now() - before < 1s);
        wall.advance(30s); // from there on
        QVERIFY(pulse.now() - before >= 30s && pulse.now() - before < 31s);
        wall.advance(24h);
        QVERIFY(pulse.now() - before >= 24h);
        const auto still = pulse.now();
        QTRY_VERIFY(pulse.now() > still); // also while the clock stands still
    }

    void ringsInOrder()
    {
        Alarm alarm;
        std::string heard;
        const auto now = std::chrono::steady_clock::now();
        static_cast<void>(alarm.at(now + 20ms, [&] { heard += 'c'; }));
        static_cast<void>(alarm.at(now + 10ms, [&] {
            heard += 'b';
            QVERIFY(std::chrono::steady_clock::now() >= now + 10ms);
        }));
        const auto taken = alarm.at(now + 5ms, [&] { heard += 'x'; });
        static_cast<void>(alarm.at(now, [&] { heard += 'a'; }));
        alarm.cancel(taken);
        QVERIFY(heard.empty());
        QTRY_COMPARE(heard, std::string("abc"));
        QCOMPARE(alarm.waiting(), std::size_t(0));

        auto reminder = std::make_unique<Reminder>(alarm);
        reminder->set(now, [&] { heard += 'x'; });
        reminder->set(now, [&] {
            heard += 'd';
            reminder.reset(); // may end its owner
        });
        QTRY_COMPARE(heard, std::string("abcd"));
        Reminder forgotten(alarm);
        forgotten.set(now + 1h, [] {});
        QVERIFY(forgotten.isSet());
        forgotten.clear();
        QCOMPARE(alarm.waiting(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(RouterPartsTest)
#include "router_parts_test.moc"
