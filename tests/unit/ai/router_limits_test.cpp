#include "tests/unit/ai/router_desk.h"

using namespace hs;
using namespace hs::ai;
using namespace hs::test;

/// What the router may do and what it may not: money, keys, places, and the clock it goes by.
class RouterLimitsTest : public QObject {
    Q_OBJECT

private:
    static http::Header retryAfter(const char *value) { return {"Retry-After", value}; }
private Q_SLOTS:
    // ---- money ----
    void neverSpendsMoreThanTheHardLimit()
    {
        Desk desk({provider("alpha")});
        // A call costs at most 1,000 tokens of answer and a few of question: two cents.
        desk.config.day = {0, 0.5};
        desk.reconfigure();
        desk.transport.usual["alpha.example"] = says({"x"}, 10, 1'000);
        const auto outcomes = askMany(desk, 200, question());
        double spent = 0;
        for (const auto &row : desk.ledger.rows)
            spent += row.cost;
        QVERIFY2(spent <= 0.5, std::to_string(spent).c_str());
        QVERIFY2(answered(outcomes) >= 20 && answered(outcomes) <= 25, std::to_string(answered(outcomes)).c_str());
        for (const auto &one : outcomes)
            if (!one->ok()) {
                QCOMPARE(one->result->error().code, Errc::RateLimited);
                QCOMPARE(one->result->error().where, std::string("day"));
            }
    }

    void givesReservedMoneyBack()
    {
        Desk desk({provider("alpha")});
        desk.config.day = {0, 0.021}; // for one call at a time
        desk.config.attempts = 1;
        desk.reconfigure();
        Play hanging;
        hanging.hangs = true;
        for (auto play : {says({"x"}, 10, 0), Play::fails(Errc::Unavailable), Play::refuses(400)}) {
            desk.transport.script["alpha.example"] = {play};
            static_cast<void>(desk.askAndWait(question()));
        }
        desk.transport.script["alpha.example"] = {hanging};
        std::stop_source stop;
        const auto taken = desk.ask(question(), stop.get_token());
        QVERIFY(until([&] { return desk.transport.open == 1; }));
        const auto second = desk.askAndWait(question());
        QCOMPARE(second->result->error().code, Errc::RateLimited); // the first one may still cost it
        stop.request_stop();
        QVERIFY(until([&] { return taken->times > 0; }));
        desk.transport.usual["alpha.example"] = says({"x"}, 10, 1);
        const auto third = desk.askAndWait(question());
        QVERIFY2(third->ok(), third->told().c_str());
    }

    void namesWhoseLimitItIs_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<QByteArray>("whose"); // empty: it is allowed
        using B = QByteArray;
        QTest::newRow("day") << B("day") << B("day");
        QTest::newRow("every entity") << B("perEntity") << B("entity: gallery");
        QTest::newRow("every agent") << B("perAgent") << B("agent: solari");
        QTest::newRow("this entity") << B("gallery") << B("entity: gallery");
        QTest::newRow("another entity") << B("house") << B();
        QTest::newRow("this agent") << B("solari") << B("agent: solari");
        QTest::newRow("an entity with a larger one of its own") << B("own") << B();
    }
    void namesWhoseLimitItIs()
    {
        QFETCH(QByteArray, limit);
        QFETCH(QByteArray, whose);
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says("Yes.");
        const Budget spent{0, 0.001};
        if (limit == "day")
            desk.config.day = spent;
        if (limit == "perEntity" || limit == "own")
            desk.config.perEntity = spent;
        if (limit == "own")
            desk.config.entities["gallery"] = {0, 5};
        if (limit == "perAgent")
            desk.config.perAgent = spent;
        if (limit == "gallery" || limit == "house")
            desk.config.entities[limit.toStdString()] = spent;
        if (limit == "solari")
            desk.config.agents["solari"] = spent;
        desk.reconfigure();
        const auto outcome = desk.askAndWait(question());
        if (whose.isEmpty()) {
            QVERIFY2(outcome->ok(), outcome->told().c_str());
            return;
        }
        QVERIFY(!outcome->ok());
        QCOMPARE(outcome->result->error().code, Errc::RateLimited);
        QCOMPARE(QByteArray::fromStdString(outcome->result->error().where), whose);
        QVERIFY(desk.transport.sent.empty());
    }

    void asksWhatIsFreeWhenTheMoneyIsSpent()
    {
        Desk desk({provider("alpha"), local("home")});
        desk.config.day = {0, 1};
        desk.reconfigure();
        desk.ledger.before.all = 1;
        desk.transport.usual["home.example"] = says("From home.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).provider, std::string("home"));
        QCOMPARE((**outcome->result).cost, 0.0);
        QVERIFY(desk.ledger.rows.front().costKnown);
    }

    void cannotCountWhatHasNoPrice()
    {
        auto unpriced = provider("unpriced");
        Desk desk({unpriced});
        desk.config.day = {0, 1};
        desk.reconfigure();
        desk.transport.usual["unpriced.example"] = says("Yes.");
        QVERIFY(desk.askAndWait(question())->ok());
        QVERIFY(!desk.ledger.rows.front().costKnown);
        desk.ledger.before.all = 1;
        QCOMPARE(desk.askAndWait(question())->result->error().code, Errc::RateLimited); // it may cost
    }

    void becomesThriftyAtTheSoftLimit()
    {
        Desk desk({provider("alpha"), provider("beta"), provider("unpriced")});
        desk.config.day = {1, 0};
        desk.config.perAgent = {0.5, 0};
        desk.reconfigure();
        std::vector<std::pair<QString, double>> told;
        QObject::connect(desk.router.get(), &Router::softBudgetReached, desk.router.get(),
                         [&](const QString &whose, double spent, double) { told.emplace_back(whose, spent); });
        for (const auto *name : {"alpha.example", "beta.example", "unpriced.example"})
            desk.transport.usual[name] = says("Yes.");
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.back().model, std::string("alpha-large"));
        Desk::settle();
        QVERIFY(told.empty());

        desk.ledger.before.all = 1.25;
        for (int i = 0; i < 3; ++i)
            QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.back().model, std::string("alpha-small"));
        Desk::settle();
        QCOMPARE(told.size(), std::size_t(1));
        QCOMPARE(told.front().first, QStringLiteral("day"));
        QVERIFY(told.front().second >= 1.25);

        desk.ledger.before.agent = 0.6;
        QVERIFY(desk.askAndWait(question())->ok());
        Desk::settle();
        QCOMPARE(told.size(), std::size_t(2));
        QCOMPARE(told.back().first, QStringLiteral("agent: solari"));

        desk.clock.advance(24h); // once a day each
        QVERIFY(desk.askAndWait(question())->ok());
        Desk::settle();
        QCOMPARE(told.size(), std::size_t(4));
    }

    // ---- keys ----
    void spreadsLoadOverKeys()
    {
        auto alpha = provider("alpha");
        alpha.keys = {Secret("k1"), Secret("k2"), Secret("k3")};
        Desk desk({alpha});
        Play hanging;
        hanging.hangs = true;
        desk.transport.usual["alpha.example"] = hanging;
        for (int i = 0; i < 30; ++i)
            static_cast<void>(desk.ask(question()));
        QVERIFY(until([&] { return desk.transport.open == 30; }));
        std::map<std::string, int> by;
        for (const auto &one : desk.transport.sent)
            ++by[one.key];
        QCOMPARE(by.size(), std::size_t(3));
        for (const auto &[key, count] : by)
            QCOMPARE(count, 10);
    }

    void letsAKeyRest_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("comesBack"); // by itself, after the rest
        QTest::newRow("refused") << 401 << false;
        QTest::newRow("no credit") << 402 << false;
        QTest::newRow("too many requests") << 429 << true;
    }
    void letsAKeyRest()
    {
        QFETCH(int, status);
        QFETCH(bool, comesBack);
        auto alpha = provider("alpha");
        alpha.keys = {Secret("bad"), Secret("good")};
        Desk desk({alpha});
        desk.random = 0;
        desk.transport.play = [&](const ScriptedTransport::Sent &sent) {
            return sent.key == "Bearer bad" ? Play::refuses(status, "{}", {retryAfter("60")}) : says("Yes.");
        };
        const auto count = [&](const char *key) {
            return std::count_if(desk.transport.sent.begin(), desk.transport.sent.end(), [&](const auto &one) { return one.key == key; });
        };
        for (int i = 0; i < 5; ++i)
            QVERIFY2(desk.askAndWait(question())->ok(), "the other key goes on");
        QCOMPARE(count("Bearer bad"), 1);
        QVERIFY(!desk.state("alpha").needsSignIn);
        desk.clock.advance(61s);
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(count("Bearer bad"), comesBack ? 2 : 1);
    }

    void takesTheLastKeyAway()
    {
        auto alpha = provider("alpha");
        alpha.keys = {Secret("k1"), Secret("k2")};
        Desk desk({alpha, provider("beta")});
        desk.transport.usual["alpha.example"] = Play::refuses(401);
        desk.transport.usual["beta.example"] = says("From beta.");
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 2);
        QVERIFY(desk.state("alpha").needsSignIn);
        QVERIFY(desk.state("alpha").trouble.find("key") != std::string::npos);
        desk.clock.advance(48h);
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 2); // until somebody mends it

        desk.config.day = {0, 100}; // another setting mends no key
        desk.reconfigure();
        QVERIFY(desk.state("alpha").needsSignIn);
        desk.config.providers[0].keys = {Secret("k3")};
        desk.reconfigure();
        QVERIFY(!desk.state("alpha").needsSignIn);
        desk.transport.usual["alpha.example"] = says("From alpha.");
        QCOMPARE((**desk.askAndWait(question())->result).provider, std::string("alpha"));
    }

    // ---- storms ----
    void outlastsAStormOfRefusals()
    {
        auto alpha = provider("alpha");
        alpha.keys = {Secret("k1"), Secret("k2"), Secret("k3")};
        Desk desk({alpha, provider("beta")});
        int left = 150;
        desk.transport.play = [&](const ScriptedTransport::Sent &) { return left-- > 0 ? Play::refuses(429) : says("Yes."); };
        const auto outcomes = askMany(desk, 100, question());
        for (const auto &one : outcomes)
            QCOMPARE(one->times, 1);
        QVERIFY2(answered(outcomes) >= 90, std::to_string(answered(outcomes)).c_str());
        QCOMPARE(desk.ledger.rows.size(), desk.transport.sent.size());
        QCOMPARE(desk.state("alpha").breaker, http::Breaker::State::Closed); // busy is not broken
    }

    // ---- places ----
    void givesPlacesInTurn()
    {
        Desk desk({provider("alpha")});
        desk.config.atOnce = 1;
        desk.reconfigure();
        desk.transport.usual["alpha.example"] = says("Yes.");
        std::vector<std::string> order;
        int ended = 0;
        const auto ask = [&](const std::string &agent) {
            auto request = question();
            request.agent = agent;
            desk.router->ask(request, {}, {}, [&order, &ended, agent](const Result<Answer> &) {
                order.push_back(agent);
                ++ended;
            });
        };
        for (int i = 0; i < 4; ++i)
            ask("liora"); // who has much to write
        ask("solari");
        ask("nyra");
        ask("solari");
        QVERIFY(until([&] { return ended == 7; }));
        QCOMPARE(desk.transport.mostOpen, 1);
        QCOMPARE(order, (std::vector<std::string>{"liora", "solari", "nyra", "liora", "solari", "liora", "liora"}));
    }

    void carriesTwoHundredAtOnce()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says(std::vector<std::string>(100, "word ")); // long enough that all are under way
        const auto outcomes = askMany(desk, 300, question());
        QCOMPARE(answered(outcomes), 300);
        QCOMPARE(desk.transport.mostOpen, 200);
        for (const auto &one : outcomes)
            QCOMPARE(one->parts.size(), std::size_t(100));
        QCOMPARE(desk.router->underWay(), 0);
    }

    // ---- the clock ----
    void outlastsAClockThatIsSetBack_data()
    {
        QTest::addColumn<int>("hours");
        QTest::newRow("back by a day") << -24;
        QTest::newRow("ahead by a day") << 24;
    }
    void outlastsAClockThatIsSetBack()
    {
        QFETCH(int, hours);
        Desk desk({provider("alpha")});
        desk.transport.script["alpha.example"] = {Play::refuses(429, "{}", {retryAfter("60")})};
        desk.transport.usual["alpha.example"] = says({"a", "b", "c"});
        QVERIFY(!desk.askAndWait(question())->ok());
        desk.clock.advance(std::chrono::hours(hours));
        static_cast<void>(desk.router->ready()); // it sees the clock jump
        desk.clock.advance(61s);
        const auto outcome = desk.askAndWait(question()); // the rest is over, whatever the clock says
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QVERIFY((**outcome->result).latency >= 0ms && (**outcome->result).latency < 10s);

        // In the middle of a call, again and again.
        int tries = 0;
        desk.transport.play = [&](const ScriptedTransport::Sent &) {
            desk.clock.advance(std::chrono::hours(hours));
            return ++tries < 3 ? Play::refuses(500) : says({"a", "b", "c"});
        };
        const auto second = desk.askAndWait(question());
        QVERIFY2(second->ok(), second->told().c_str());
        QCOMPARE(tries, 3);
        QVERIFY((**second->result).firstToken >= 0ms && (**second->result).firstToken < 10s);
        for (const auto &row : desk.ledger.rows)
            QVERIFY(row.latency >= 0ms && row.latency < 10s);
    }
};

QTEST_GUILESS_MAIN(RouterLimitsTest)
#include "router_limits_test.moc"
