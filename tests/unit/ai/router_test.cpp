#include <thread>

#include "tests/unit/ai/router_desk.h"

using namespace hs;
using namespace hs::ai;
using namespace hs::test;

Q_DECLARE_METATYPE(hs::test::Play)

/// One call through the router: who answers, what is tried again, what is kept of it.
class RouterTest : public QObject {
    Q_OBJECT

private:
    static http::Header retryAfter(const char *value) { return {"Retry-After", value}; }
    static Request verdict()
    {
        auto request = question();
        request.schema = Json{{"type", "object"}, {"properties", {{"level", {{"type", "integer"}}}}}, {"required", {"level"}}};
        request.schemaName = "verdict";
        return request;
    }

private Q_SLOTS:
    void answersAndRecords()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says({"Book ", "it ", "here."}, 1'000, 200);
        const auto outcome = desk.ask(question());
        QCOMPARE(outcome->times, 0); // never within `ask`
        QVERIFY(until([&] { return outcome->times > 0; }));
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        const auto &answer = **outcome->result;
        QCOMPARE(answer.text, std::string("Book it here."));
        QCOMPARE(outcome->parts.size(), std::size_t(3));
        QCOMPARE(outcome->heard, answer.text);
        QCOMPARE(answer.provider, std::string("alpha"));
        QCOMPARE(answer.requestId, std::string("req-1"));
        QVERIFY(std::abs(answer.cost - (1'000 * 10 + 200 * 20) / 1e6) < 1e-12);
        QCOMPARE(answer.attempts, 1);
        QVERIFY(!answer.fromCache);

        QCOMPARE(desk.ledger.rows.size(), std::size_t(1));
        const auto &row = desk.ledger.rows.front();
        QCOMPARE(row.outcome, std::string("ok"));
        QCOMPARE(row.provider, std::string("alpha"));
        QCOMPARE(row.model, std::string("alpha-large"));
        QCOMPARE(row.agent, std::string("solari"));
        QCOMPARE(row.entity, std::string("gallery"));
        QCOMPARE(row.why, std::string("a client asks"));
        QCOMPARE(row.correlation, std::string("cor-1"));
        QCOMPARE(row.requestId, std::string("req-1"));
        QCOMPARE(row.usage.input, std::int64_t(1'000));
        QCOMPARE(row.usage.output, std::int64_t(200));
        QCOMPARE(row.cost, answer.cost);
        QVERIFY(row.costKnown);
        QVERIFY(row.at == desk.clock.now());
        QCOMPARE(desk.transport.sent.front().key, std::string("Bearer key-of-alpha"));
        QVERIFY(desk.transport.sent.front().body.find("a client asks") == std::string::npos);
        QCOMPARE(desk.state("alpha").calls, std::int64_t(1));
        QCOMPARE(desk.router->underWay(), 0);
    }

    void readsAnthropic()
    {
        auto claude = provider("alpha");
        claude.dialect = Dialect::Anthropic;
        Desk desk({claude});
        const auto said = [](const Json &data) { return "event: " + text(data, "type") + "\ndata: " + dump(data) + "\n\n"; };
        Play play;
        play.parts = {said({{"type", "message_start"}, {"message", {{"id", "msg_1"}, {"model", "m"}, {"usage", {{"input_tokens", 7}}}}}}),
                      said({{"type", "content_block_start"}, {"index", 0}, {"content_block", {{"type", "text"}, {"text", ""}}}}),
                      said({{"type", "content_block_delta"}, {"index", 0}, {"delta", {{"type", "text_delta"}, {"text", "Yes."}}}}),
                      said({{"type", "content_block_stop"}, {"index", 0}}),
                      said({{"type", "message_delta"}, {"delta", {{"stop_reason", "end_turn"}}}, {"usage", {{"output_tokens", 3}}}}),
                      said({{"type", "message_stop"}})};
        desk.transport.usual["alpha.example"] = play;
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).text, std::string("Yes."));
        QCOMPARE(desk.ledger.rows.front().usage.input, std::int64_t(7));
        QCOMPARE(desk.transport.sent.front().key, std::string("key-of-alpha"));
    }

    void goesOnToTheNext_data()
    {
        QTest::addColumn<Play>("play");      // what the first provider does, each time
        QTest::addColumn<int>("tries");      // how often it is asked
        QTest::addColumn<QByteArray>("row"); // outcome in the ledger
        QTest::addColumn<bool>("signIn");    // it then needs to be signed in
        using B = QByteArray;
        QTest::newRow("no connection") << Play::fails(Errc::Unavailable) << 3 << B("unavailable") << false;
        QTest::newRow("out of order") << Play::refuses(500) << 3 << B("unavailable") << false;
        QTest::newRow("overloaded") << Play::refuses(529) << 3 << B("unavailable") << false;
        QTest::newRow("a minute, please") << Play::refuses(503, "{}", {retryAfter("60")}) << 1 << B("unavailable") << false;
        QTest::newRow("too many requests") << Play::refuses(429) << 3 << B("rate_limited") << false;
        QTest::newRow("too many, for a minute") << Play::refuses(429, "{}", {retryAfter("60")}) << 1 << B("rate_limited") << false;
        QTest::newRow("no time") << Play::fails(Errc::Timeout) << 1 << B("timeout") << false;
        QTest::newRow("a wrong key") << Play::refuses(401) << 1 << B("unauthorized") << true;
        QTest::newRow("no credit") << Play::refuses(402) << 1 << B("forbidden") << true;
        QTest::newRow("no right") << Play::refuses(403) << 1 << B("forbidden") << true;
        QTest::newRow("no such model") << Play::refuses(404) << 2 << B("not_found") << false; // both of its models
        QTest::newRow("a wrong field") << Play::refuses(400) << 1 << B("bad_input") << false;
        QTest::newRow("another address") << Play::refuses(302) << 1 << B("bad_input") << false;
        Play page;
        page.parts = {"<html>Sign in to the network</html>"};
        QTest::newRow("a page of a portal") << page << 3 << B("corrupt") << false;
        Play cut;
        cut.parts = {": comment\n\n"};
        cut.error = Error{Errc::Timeout, "the answer stopped in the middle", {}, {}, {}};
        QTest::newRow("cut before the first word") << cut << 1 << B("timeout") << false;
        Play silent;
        silent.parts = {"data: {\"choices\": []}\n\n"};
        QTest::newRow("an end without an answer") << silent << 3 << B("corrupt") << false;
        Play trouble;
        trouble.parts = {"data: {\"error\": {\"message\": \"overloaded\", \"type\": \"overloaded_error\"}}\n\n"};
        QTest::newRow("an error in the stream") << trouble << 3 << B("unavailable") << false;
    }
    void goesOnToTheNext()
    {
        QFETCH(Play, play);
        QFETCH(int, tries);
        QFETCH(QByteArray, row);
        QFETCH(bool, signIn);
        Desk desk({provider("alpha"), provider("beta")});
        desk.transport.usual["alpha.example"] = play;
        desk.transport.usual["beta.example"] = says("From beta.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).provider, std::string("beta"));
        QCOMPARE((**outcome->result).attempts, tries + 1);
        QCOMPARE(desk.transport.sentTo("alpha.example"), tries);
        QCOMPARE(desk.ledger.rows.size(), std::size_t(tries + 1));
        for (int i = 0; i < tries; ++i) {
            QCOMPARE(QByteArray::fromStdString(desk.ledger.rows[std::size_t(i)].outcome), row);
            QCOMPARE(desk.ledger.rows[std::size_t(i)].attempt, i + 1);
            QVERIFY(!desk.ledger.rows[std::size_t(i)].error.empty());
        }
        QCOMPARE(desk.state("alpha").needsSignIn, signIn);
        QCOMPARE(outcome->heard, std::string("From beta."));
        // And with nobody else the caller is told.
        desk.config.providers.pop_back();
        desk.reconfigure();
        const auto alone = desk.askAndWait(question());
        QCOMPARE(alone->times, 1);
        QVERIFY(!alone->ok());
        QCOMPARE(alone->result->error().code, Errc::Unavailable);
    }

    void triesAgainWhereItFailed()
    {
        Desk desk({provider("alpha"), provider("beta")});
        desk.transport.script["alpha.example"] = {Play::refuses(500), Play::fails(Errc::Unavailable), says("At last.")};
        desk.transport.usual["beta.example"] = says("From beta.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).provider, std::string("alpha"));
        QCOMPARE((**outcome->result).attempts, 3);
        QCOMPARE(desk.transport.sentTo("beta.example"), 0);
    }

    void triesAgainAfterALongTimeWhenNobodyElseIsThere()
    {
        Desk desk({provider("alpha")});
        desk.transport.script["alpha.example"] = {Play::fails(Errc::Timeout), Play::fails(Errc::Timeout), says("At last.")};
        const auto outcome = desk.askAndWait(question());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).attempts, 3);
    }

    void takesBusyForBusyAndNotForBroken()
    {
        Desk desk({provider("alpha")});
        desk.config.pace = 1;
        desk.config.attempts = 1;
        desk.reconfigure();
        desk.transport.usual["alpha.example"] = Play::refuses(429);
        for (int i = 0; i < 8; ++i) {
            QVERIFY(!desk.askAndWait(question())->ok());
            desk.clock.advance(3s); // the rest is over, the pause of a breaker would not be
        }
        QCOMPARE(desk.transport.sentTo("alpha.example"), 8);
    }

    void obeysAShortRetryAfter()
    {
        Desk desk({provider("alpha"), provider("beta")});
        desk.transport.script["alpha.example"] = {Play::refuses(429, "{}", {retryAfter("1")}), says("At last.")};
        QElapsedTimer timer;
        timer.start();
        const auto outcome = desk.askAndWait(question());
        QVERIFY(timer.elapsed() >= 1'000); // our own pace is a thousandth; what is asked for is kept
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE(desk.transport.sentTo("beta.example"), 0);
    }

    void tellsWhenToComeAgain()
    {
        Desk desk({provider("alpha")});
        desk.transport.script["alpha.example"] = {Play::refuses(429, "{}", {retryAfter("60")})};
        const auto first = desk.askAndWait(question());
        QVERIFY(!first->ok());
        QCOMPARE(first->result->error().code, Errc::Unavailable);
        QVERIFY(first->result->error().retryAfter.value_or(0ms) > 50s);
        QVERIFY(first->result->error().what.find("no more requests") != std::string::npos);
        QVERIFY(desk.state("alpha").nextTry.has_value());
        QVERIFY(!desk.router->ready());

        desk.transport.usual["alpha.example"] = says("Yes.");
        const auto tooEarly = desk.askAndWait(question());
        QVERIFY(!tooEarly->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 1);
        desk.clock.advance(61s);
        QVERIFY(desk.router->ready());
        QVERIFY(desk.askAndWait(question())->ok());
    }

    void leavesADeadProviderAlone()
    {
        Desk desk({provider("alpha"), provider("beta")});
        desk.config.pace = 1; // the pause of the breaker in full
        desk.config.attempts = 1;
        desk.reconfigure();
        int changes = 0;
        QObject::connect(desk.router.get(), &Router::changed, desk.router.get(), [&] { ++changes; });
        desk.transport.usual["beta.example"] = says("From beta.");
        for (int i = 0; i < 20; ++i)
            QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 5);
        QCOMPARE(desk.state("alpha").breaker, http::Breaker::State::Open);
        QVERIFY(!desk.state("alpha").trouble.empty());
        QVERIFY(changes > 0);
        desk.clock.advance(31s);
        QVERIFY(desk.askAndWait(question())->ok()); // one trial, which fails
        QCOMPARE(desk.transport.sentTo("alpha.example"), 6);
        QVERIFY(desk.askAndWait(question())->ok());
        QCOMPARE(desk.transport.sentTo("alpha.example"), 6);

        desk.transport.usual["alpha.example"] = says("Alive.");
        desk.clock.advance(31s);
        for (int i = 0; i < 5; ++i)
            QCOMPARE((**desk.askAndWait(question())->result).provider, std::string("alpha"));
        QCOMPARE(desk.state("alpha").breaker, http::Breaker::State::Closed);
        QVERIFY(desk.state("alpha").trouble.empty());
    }

    void waitsForATrialOfSomebodyElse()
    {
        Desk desk({provider("alpha")});
        desk.config.attempts = 1;
        desk.reconfigure();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!desk.askAndWait(question())->ok());
        desk.transport.usual["alpha.example"] = says("Alive.");
        desk.clock.advance(31s);
        std::vector<std::shared_ptr<Outcome>> outcomes;
        for (int i = 0; i < 5; ++i) // as many as it takes to trust it again
            outcomes.push_back(desk.ask(question()));
        QVERIFY(until([&] { return std::all_of(outcomes.begin(), outcomes.end(), [](const auto &one) { return one->times > 0; }); }));
        for (const auto &one : outcomes)
            QVERIFY2(one->ok(), one->told().c_str());
        QCOMPARE(desk.transport.mostOpen, 1);
    }

    void neverSaysTwiceWhatWasHeard()
    {
        Desk desk({provider("alpha"), provider("beta")});
        Play cut;
        cut.parts = {chatText("Book it ")};
        cut.error = Error{Errc::Timeout, "the answer stopped in the middle", {}, {}, {}};
        desk.transport.usual["alpha.example"] = cut;
        desk.transport.usual["beta.example"] = says("From beta.");
        const auto outcome = desk.askAndWait(question());
        QVERIFY(!outcome->ok());
        QCOMPARE(outcome->result->error().code, Errc::Unavailable);
        QVERIFY(outcome->result->error().what.find("broke off") != std::string::npos);
        QCOMPARE(outcome->heard, std::string("Book it "));
        QCOMPARE(desk.transport.sentTo("beta.example"), 0);
        // What was made so far is paid for.
        QVERIFY(desk.ledger.rows.front().usage.estimated);
        QVERIFY(desk.ledger.rows.front().cost > 0);

        // Where nobody listens nothing was said.
        const auto unheard = desk.askAndWait(question(), false);
        QVERIFY2(unheard->ok(), unheard->told().c_str());
        QCOMPARE((**unheard->result).text, std::string("From beta."));
    }

    void countsWhereNoUsageIsTold()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says({std::string(400, 'x')}, 0);
        const auto outcome = desk.askAndWait(question(std::string(4'000, 'y')));
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        const auto &usage = (**outcome->result).usage;
        QVERIFY(usage.estimated);
        QCOMPARE(usage.output, std::int64_t(100));
        QVERIFY(usage.input >= 1'000 && usage.input < 1'100);
        QVERIFY((**outcome->result).cost > 0);
    }

    void readsDataAndChecksIt()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says("```json\n{\"level\": 2}\n```");
        const auto outcome = desk.askAndWait(verdict());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QVERIFY((**outcome->result).data == Json({{"level", 2}}));
    }

    void asksOnceMoreForWhatDoesNotFit()
    {
        Desk desk({provider("alpha")});
        desk.transport.script["alpha.example"] = {says("{\"level\": 2, \"wh"), says("{\"level\": 3}")};
        const auto outcome = desk.askAndWait(verdict());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QVERIFY((**outcome->result).data == Json({{"level", 3}}));
        QCOMPARE((**outcome->result).attempts, 2);
        QCOMPARE(outcome->heard, std::string("{\"level\": 2, \"wh")); // the first one; the repaired one comes whole
        QCOMPARE(desk.ledger.outcomes(), (std::vector<std::string>{"bad_input", "ok"}));
        QVERIFY(desk.ledger.rows.front().cost > 0);
        QVERIFY(std::abs((**outcome->result).cost - desk.ledger.rows[0].cost - desk.ledger.rows[1].cost) < 1e-12);
        QVERIFY(desk.transport.sent[1].body.find("cannot be used") != std::string::npos);
    }

    void asksOnceMoreAndNotTwice()
    {
        Desk desk({provider("alpha"), provider("beta")});
        desk.transport.usual["alpha.example"] = says("I would say two.");
        desk.transport.usual["beta.example"] = says("{\"level\": 3}");
        const auto outcome = desk.askAndWait(verdict());
        QVERIFY(!outcome->ok());
        QCOMPARE(outcome->result->error().code, Errc::BadInput);
        QCOMPARE(outcome->result->error().what, std::string("the model's answer does not fit"));
        QCOMPARE(desk.transport.sent.size(), std::size_t(2));
        QCOMPARE(desk.ledger.outcomes(), (std::vector<std::string>{"bad_input", "bad_input"}));
    }

    void repairsElsewhereWhenItMust()
    {
        Desk desk({provider("alpha"), provider("beta")});
        desk.transport.script["alpha.example"] = {says("two"), Play::refuses(500), Play::refuses(500), Play::refuses(500)};
        desk.transport.usual["beta.example"] = says("{\"level\": 2}");
        const auto outcome = desk.askAndWait(verdict());
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QCOMPARE((**outcome->result).provider, std::string("beta"));
        QCOMPARE((**outcome->result).attempts, 5);
    }

    void takesToolsAndRefusalsAsTheyAre()
    {
        Desk desk({provider("alpha")});
        auto request = verdict();
        request.tools.push_back({"look_up", "Looks something up.", {{"type", "object"}, {"properties", Json::object()}}});
        Play call;
        Json asked = Json::object();
        asked["index"] = 0;
        asked["id"] = "call_1";
        asked["function"] = {{"name", "look_up"}, {"arguments", "{}"}};
        Json delta = Json::object();
        delta["tool_calls"] = Json::array();
        delta["tool_calls"].push_back(asked);
        call.parts = {chatChunk(delta), chatEnd(10, 5, "tool_calls")};
        desk.transport.script["alpha.example"] = {call};
        const auto outcome = desk.askAndWait(request);
        QVERIFY2(outcome->ok(), outcome->told().c_str());
        QVERIFY((**outcome->result).finish == Finish::Tools);
        QCOMPARE((**outcome->result).calls.front().name, std::string("look_up"));
        QVERIFY((**outcome->result).data.is_null());

        Play refusal;
        refusal.parts = {chatChunk({{"refusal", "I cannot help with that."}}), chatEnd(10, 5, "stop")};
        desk.transport.script["alpha.example"] = {refusal};
        const auto refused = desk.askAndWait(request);
        QVERIFY2(refused->ok(), refused->told().c_str());
        QVERIFY((**refused->result).finish == Finish::Refused);
        QCOMPARE(desk.transport.sent.size(), std::size_t(2));
    }

    void cancels_data()
    {
        QTest::addColumn<QByteArray>("when");
        for (const auto *when : {"before", "at once", "streaming", "between tries", "in the line", "while models are listed"})
            QTest::newRow(when) << QByteArray(when);
    }
    void cancels()
    {
        QFETCH(QByteArray, when);
        auto alpha = provider("alpha");
        if (when == "while models are listed")
            alpha.models.clear();
        Desk desk({alpha});
        desk.config.atOnce = 1;
        desk.config.pace = when == "between tries" ? 1'000 : 0.001;
        desk.reconfigure();
        Play hanging;
        hanging.parts = {chatText("Book ")};
        hanging.hangs = true;
        Play mute;
        mute.hangs = true;
        desk.transport.usual["alpha.example"] = when == "between tries" ? Play::refuses(500) : when == "while models are listed" ? mute : hanging;
        std::stop_source stop;
        std::shared_ptr<Outcome> first;
        if (when == "in the line") {
            first = desk.ask(question());
            QVERIFY(until([&] { return !first->heard.empty(); }));
        }
        if (when == "before")
            stop.request_stop();
        const auto outcome = desk.ask(question(), stop.get_token());
        if (when == "streaming")
            QVERIFY(until([&] { return !outcome->heard.empty(); }));
        if (when == "between tries")
            QVERIFY(until([&] { return desk.ledger.rows.size() == 1; }));
        if (when == "while models are listed" || when == "in the line")
            Desk::settle();
        QCOMPARE(outcome->times, 0);
        if (when != "before")
            std::thread([&stop] { stop.request_stop(); }).join(); // from any thread
        QVERIFY(until([&] { return outcome->times > 0; }));
        QCOMPARE(outcome->result->error().code, Errc::Cancelled);
        Desk::settle();
        QCOMPARE(outcome->times, 1);
        QCOMPARE(desk.router->underWay(), first ? 1 : 0);
        QCOMPARE(desk.ledger.outcomes(), when == "streaming"       ? std::vector<std::string>{"cancelled"}
                                         : when == "between tries" ? std::vector<std::string>{"unavailable"}
                                                                   : std::vector<std::string>{});
        if (when == "streaming") {
            QCOMPARE(desk.transport.cancels, 1);
            QVERIFY(desk.ledger.rows.front().cost > 0);
            QCOMPARE(desk.state("alpha").failures, std::int64_t(0)); // says nothing about the provider
        }
    }

    void endsInTime()
    {
        Desk desk({provider("alpha"), provider("beta")});
        Play mute;
        mute.hangs = true;
        desk.transport.usual["alpha.example"] = mute;
        auto request = question();
        request.timeout = 50ms;
        request.idleTimeout = 7s;
        const auto outcome = desk.askAndWait(request);
        QVERIFY(!outcome->ok());
        QCOMPARE(outcome->result->error().code, Errc::Unavailable);
        QVERIFY(outcome->result->error().what.find("50 ms") != std::string::npos);
        QCOMPARE(desk.ledger.outcomes(), (std::vector<std::string>{"timeout"}));
        QVERIFY(desk.transport.sent.front().timeout <= 50ms);
        QVERIFY(desk.transport.sent.front().idle == 7s);
        QVERIFY(until([&] { return desk.transport.open == 0; }));
    }

    void endsWithTheRouter()
    {
        Desk desk({provider("alpha")});
        desk.config.atOnce = 2;
        desk.reconfigure();
        Play hanging;
        hanging.parts = {chatText("Book ")};
        hanging.hangs = true;
        desk.transport.usual["alpha.example"] = hanging;
        std::stop_source stop;
        std::vector<std::shared_ptr<Outcome>> outcomes;
        for (int i = 0; i < 4; ++i)
            outcomes.push_back(desk.ask(question(), stop.get_token()));
        QVERIFY(until([&] { return !outcomes[1]->heard.empty(); }));
        desk.router.reset();
        stop.request_stop();
        QVERIFY(until([&] { return desk.transport.open == 0; }));
        for (const auto &one : outcomes)
            QCOMPARE(one->times, 0);
        QCOMPARE(desk.ledger.outcomes(), (std::vector<std::string>{"cancelled", "cancelled"}));
    }

    void mayEndWithinAnAnswer_data()
    {
        QTest::addColumn<bool>("inPart");
        QTest::newRow("in a part of it") << true;
        QTest::newRow("in its end") << false;
    }
    void mayEndWithinAnAnswer()
    {
        QFETCH(bool, inPart);
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = says({"a", "b", "c"});
        int parts = 0, ends = 0;
        for (int i = 0; i < 3; ++i)
            desk.router->ask(
                question(), {},
                [&](std::string_view) {
                    ++parts;
                    if (inPart)
                        desk.router.reset();
                },
                [&](const Result<Answer> &) {
                    ++ends;
                    if (!inPart)
                        desk.router.reset();
                });
        QVERIFY(until([&] { return !desk.router; }));
        Desk::settle();
        QCOMPARE(ends, inPart ? 0 : 1);
        if (inPart)
            QCOMPARE(parts, 1);
    }

    void goesOnThroughAChangeOfSettings()
    {
        Desk desk({provider("alpha")});
        Play slow = says({"a", "b", "c", "d", "e"});
        desk.transport.usual["alpha.example"] = slow;
        desk.transport.usual["beta.example"] = says("From beta.");
        const auto first = desk.ask(question());
        QVERIFY(until([&] { return !first->heard.empty(); }));
        desk.config.providers = {provider("beta")};
        desk.reconfigure();
        const auto second = desk.ask(question());
        QVERIFY(until([&] { return first->times + second->times == 2; }));
        QCOMPARE((**first->result).text, std::string("abcde"));
        QCOMPARE((**second->result).provider, std::string("beta"));
    }

    void keepsNoWordOfAProviderInTheLedger()
    {
        Desk desk({provider("alpha")});
        desk.transport.usual["alpha.example"] = Play::refuses(400, "{\"error\":{\"message\":\"Mrs Silverlake's letter is not allowed\"}}");
        const auto outcome = desk.askAndWait(question("Read Mrs Silverlake's letter."));
        QVERIFY(!outcome->ok());
        QVERIFY2(desk.ledger.rows.front().error.find("Silverlake") == std::string::npos, desk.ledger.rows.front().error.c_str());
        QVERIFY(desk.ledger.rows.front().error.find("HTTP 400") != std::string::npos);
    }

    void asksNobodyWhenThereIsNobody()
    {
        Desk desk({});
        QVERIFY(!desk.router->ready());
        const auto outcome = desk.askAndWait(question());
        QCOMPARE(outcome->result->error().code, Errc::Unavailable);
        QVERIFY(!outcome->result->error().mend.empty());
        auto keyless = provider("alpha");
        keyless.dialect = Dialect::Anthropic;
        keyless.keys.clear();
        desk.config.providers = {keyless};
        desk.reconfigure();
        QVERIFY(!desk.router->ready());
        QVERIFY(desk.state("alpha").needsSignIn);
        QVERIFY(!desk.askAndWait(question())->ok());
        QVERIFY(desk.transport.sent.empty());
    }
};

QTEST_GUILESS_MAIN(RouterTest)
#include "router_test.moc"
