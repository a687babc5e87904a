#include "tests/unit/ai/router_desk.h"

using namespace hs;
using namespace hs::ai;
using namespace hs::test;

/// Where the router may ask, which models it asks for, and what it knows already.
class RouterModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // ---- privacy ----
    void keepsPrivateWhatIsPrivate_data()
    {
        QTest::addColumn<bool>("works"); // the local one
        QTest::addColumn<bool>("listed");
        QTest::newRow("answered at home") << true << true;
        QTest::newRow("home is out of order") << false << true;
        QTest::newRow("answered at home, models asked for") << true << false;
        QTest::newRow("home is out of order, models asked for") << false << false;
    }
    void keepsPrivateWhatIsPrivate()
    {
        QFETCH(bool, works);
        QFETCH(bool, listed);
        auto home = local("home");
        auto alpha = provider("alpha");
        if (!listed) {
            home.models.clear();
            alpha.models.clear();
        }
        Desk desk({alpha, home, provider("beta")});
        desk.transport.play = [&](const ScriptedTransport::Sent &sent) {
            if (sent.host == "home.example" && !works)
                return Play::fails(Errc::Unavailable);
            return sent.path == "/v1/models" ? lists({"m"}) : says("Yes.");
        };
        auto request = question();
        request.cloud = false;
        request.provider = "alpha"; // a wish does not open the door
        const auto outcome = desk.askAndWait(request);
        QCOMPARE(outcome->ok(), works);
        QCOMPARE(desk.transport.sentTo("alpha.example") + desk.transport.sentTo("beta.example"), 0);
        QVERIFY(desk.transport.sentTo("home.example") > 0);
    }

    void knowsWhetherAnybodyIsThere()
    {
        Desk desk({provider("alpha")});
        QVERIFY(desk.router->ready());
        QVERIFY(!desk.router->ready(false));
        auto request = question();
        request.cloud = false;
        const auto outcome = desk.askAndWait(request);
        QCOMPARE(outcome->result->error().code, Errc::Unavailable);
        QVERIFY(outcome->result->error().where.find("nothing may leave") != std::string::npos);
        QVERIFY(desk.transport.sent.empty());
        desk.config.providers.push_back(local("home"));
        desk.reconfigure();
        QVERIFY(desk.router->ready(false));
    }

    // ---- answers that are kept ----
    void keepsAnswers()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says("Yes.");
        auto request = question();
        request.cacheable = true;
        QVERIFY(desk.askAndWait(request)->ok());
        request.agent = "nyra"; // who asks makes no difference
        request.why = "another reason";
        const auto again = desk.askAndWait(request);
        QVERIFY((**again->result).fromCache);
        QCOMPARE((**again->result).text, std::string("Yes."));
        QCOMPARE((**again->result).cost, 0.0);
        QCOMPARE(again->heard, std::string("Yes."));
        QCOMPARE(desk.transport.sent.size(), std::size_t(1));
        QCOMPARE(desk.ledger.outcomes(), (std::vector<std::string>{"ok", "cached"}));
        QCOMPARE(desk.ledger.rows.back().agent, std::string("nyra"));
        QCOMPARE(desk.ledger.rows.back().provider, std::string("alpha"));
        QCOMPARE(desk.ledger.rows.back().usage.input, std::int64_t(0));

        auto other = request;
        other.entity = "house"; // businesses do not learn from each other
        QVERIFY(!(**desk.askAndWait(other)->result).fromCache);
        other = request;
        other.temperature = 0.1;
        QVERIFY(!(**desk.askAndWait(other)->result).fromCache);
        other = request;
        other.cacheable = false;
        QVERIFY(!(**desk.askAndWait(other)->result).fromCache);
        desk.clock.advance(25h);
        QVERIFY(!(**desk.askAndWait(request)->result).fromCache);
        QVERIFY((**desk.askAndWait(request)->result).fromCache);
        desk.reconfigure();
        QVERIFY(!(**desk.askAndWait(request)->result).fromCache);
    }

    void keepsNoHalfAnswer()
    {
        Desk desk({provider("alpha")});
        Play cut;
        cut.parts = {chatText("Yes, bec"), chatEnd(10, 5, "length")};
        desk.transport.usual["alpha.example"] = cut;
        auto request = question();
        request.cacheable = true;
        QVERIFY((**desk.askAndWait(request)->result).finish == Finish::Length);
        QVERIFY(!(**desk.askAndWait(request)->result).fromCache);
    }

    // ---- models ----
    void asksForModelsOnce()
    {
        auto home = local("home");
        home.models.clear();
        Desk desk({home});
        desk.transport.play = [](const ScriptedTransport::Sent &one) {
            return one.path == "/v1/models" ? lists({"first", "second"}) : says("Yes.");
        };
        const auto outcomes = askMany(desk, 10, question());
        QCOMPARE(answered(outcomes), 10);
        QVERIFY(desk.askAndWait(question())->ok());
        const auto &sent = desk.transport.sent;
        QCOMPARE(std::count_if(sent.begin(), sent.end(), [](const auto &one) { return one.path == "/v1/models"; }), 1);
        QCOMPARE(desk.transport.sent.back().model, std::string("first"));
        QCOMPARE(desk.state("home").models, (std::vector<std::string>{"first", "second"}));
        QCOMPARE(desk.ledger.rows.size(), std::size_t(11)); // a list is no call
    }

    void goesOnWithoutModels_data()
    {
        QTest::addColumn<bool>("empty");
        QTest::newRow("none are told") << true;
        QTest::newRow("there is no list") << false;
    }
    void goesOnWithoutModels()
    {
        QFETCH(bool, empty);
        auto home = local("home");
        home.models.clear();
        Desk desk({home, provider("beta")});
        desk.transport.usual["home.example"] = empty ? lists({}) : Play::refuses(404);
        desk.transport.usual["beta.example"] = says("From beta.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QVERIFY(desk.transport.sentTo("home.example") <= 3);
    }

    void asksForModelsWithinABudget()
    {
        auto alpha = provider("alpha");
        alpha.models.clear();
        Desk desk({alpha});
        desk.config.day = {0, 1};
        desk.reconfigure();
        desk.transport.play = [](const ScriptedTransport::Sent &one) {
            return one.path == "/v1/models" ? lists({"alpha-large"}) : says("Yes.");
        };
        QVERIFY(desk.askAndWait(question())->ok());
    }

    void looksAtFewOfManyModels()
    {
        auto alpha = provider("alpha");
        alpha.models.clear();
        Desk desk({alpha});
        std::vector<std::string> many{"alpha-large", "alpha-small"};
        for (int i = 0; i < 5'000; ++i)
            many.push_back("model-" + std::to_string(i));
        desk.transport.play = [&](const ScriptedTransport::Sent &one) { return one.path == "/v1/models" ? lists(many) : says("Yes."); };
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.back().model, std::string("alpha-large"));
        desk.config.day = {1, 0};
        desk.ledger.before.all = 2;
        desk.reconfigure();
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.back().model, std::string("alpha-small"));
    }

    void takesTheModelForThePurpose()
    {
        auto alpha = provider("alpha");
        alpha.modelFor[Purpose::Classify] = "alpha-small";
        Desk desk({alpha, provider("beta")});
        for (const auto *name : {"alpha.example", "beta.example"})
            desk.transport.usual[name] = says("Yes.");
        const auto modelOf = [&](Request request) {
            return desk.askAndWait(std::move(request))->ok() ? desk.transport.sent.back().model : std::string("none");
        };
        auto request = question();
        QCOMPARE(modelOf(request), std::string("alpha-large"));
        request.purpose = Purpose::Classify;
        QCOMPARE(modelOf(request), std::string("alpha-small"));
        request.provider = "beta";
        QCOMPARE(modelOf(request), std::string("beta-large"));
        request.model = "beta-tiny"; // which nobody knows of, and which is wished for
        QCOMPARE(modelOf(request), std::string("beta-tiny"));
        request.provider.clear();
        request.model = "beta-small"; // whoever has it
        QCOMPARE(modelOf(request), std::string("beta-small"));
        desk.config.order[Purpose::Translate] = {"nobody", "beta"};
        desk.reconfigure();
        request = question();
        request.purpose = Purpose::Translate;
        QCOMPARE(modelOf(request), std::string("beta-large"));
    }

    void forgetsAModelThatIsNotThere()
    {
        Desk desk({provider("alpha")});
        desk.transport.play = [](const ScriptedTransport::Sent &sent) { return sent.model == "alpha-large" ? Play::refuses(404) : says("Yes."); };
        QVERIFY(desk.askAndWait(question())->ok());
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.size(), std::size_t(3));
        desk.clock.advance(2h);
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sent.size(), std::size_t(5)); // it may be there by now
    }

    void looksForALargerOne()
    {
        auto alpha = provider("alpha");
        auto beta = provider("beta");
        auto gamma = provider("gamma");
        alpha.inputLimit = beta.inputLimit = 8'000;
        gamma.inputLimit = 200'000;
        Desk desk({alpha, beta, gamma});
        desk.transport.usual["alpha.example"] =
            Play::refuses(400, "{\"error\":{\"message\":\"maximum context length is 8192 tokens\",\"code\":\"context_length_exceeded\"}}");
        desk.transport.usual["gamma.example"] = says("From gamma.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE(desk.transport.sentTo("beta.example"), 0);
        // What is too long in any case is not sent there at all.
        QVERIFY(desk.askAndWait(question(std::string(64'000, 'x')))->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 1);
    }

    void checksAProvider()
    {
        Desk desk({provider("alpha")});
        desk.transport.script["alpha.example"] = {Play::refuses(401)};
        QVERIFY(!desk.askAndWait(question())->ok());
        QVERIFY(desk.state("alpha").needsSignIn);
        const auto check = [&](const char *name) {
            auto result = std::make_shared<std::optional<Result<std::vector<std::string>>>>();
            int times = 0;
            desk.router->check(name, [&times, result](Result<std::vector<std::string>> models) {
                ++times;
                *result = std::move(models);
            });
            const bool later = times == 0;
            static_cast<void>(until([&] { return times > 0; }));
            return later && times == 1 ? **result : Result<std::vector<std::string>>(fail(Errc::Internal, "not once, or at once"));
        };
        desk.transport.script["alpha.example"] = {lists({"m1", "m2"})};
        const auto models = check("alpha");
        QVERIFY2(models, describe(models).c_str());
        QCOMPARE(*models, (std::vector<std::string>{"m1", "m2"}));
        QVERIFY(!desk.state("alpha").needsSignIn);
        desk.transport.script["alpha.example"] = {Play::refuses(401)};
        QCOMPARE(check("alpha").error().code, Errc::Unauthorized);
        QVERIFY(desk.state("alpha").needsSignIn);
        QCOMPARE(check("nobody").error().code, Errc::NotFound);
    }
};

QTEST_GUILESS_MAIN(RouterModelsTest)
#include "router_models_test.moc"
