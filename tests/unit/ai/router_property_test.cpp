#include <random>
#include <utility>

#include "tests/unit/ai/router_desk.h"

using namespace hs;
using namespace hs::ai;
using namespace hs::test;

/// Whatever the providers, the clock and the askers do: every question ends once, the ledger holds every try, and no money stays
/// set aside.
class RouterPropertyTest : public QObject {
    Q_OBJECT

private:
    using Random = std::mt19937;
    static int below(Random &random, int end) { return int(random() % unsigned(end)); }

    static Play anyPlay(Random &random)
    {
        Play play = says({"{\"level\"", ": 2}"}, below(random, 2) * 100, 20);
        switch (below(random, 20)) {
        case 0:
            return Play::refuses(429);
        case 1:
            return Play::refuses(429, "{}", {{"Retry-After", below(random, 2) ? "0" : "60"}});
        case 2:
            return Play::refuses(500 + below(random, 5));
        case 3:
            return Play::refuses(400 + below(random, 14));
        case 4:
            return Play::fails(below(random, 2) ? Errc::Unavailable : Errc::Timeout);
        case 5: // cut somewhere
            play.parts.resize(std::size_t(below(random, 3)));
            play.error = Error{Errc::Timeout, "cut", {}, {}, {}};
            return play;
        case 6: // ends too early
            play.parts.resize(std::size_t(below(random, 3)));
            return play;
        case 7:
            return says("no data at all");
        case 8: // waits for ever
            play.parts.resize(std::size_t(below(random, 2)));
            play.hangs = true;
            return play;
        case 9: { // a byte at a time
            std::string whole;
            for (const auto &part : play.parts)
                whole += part;
            play.parts.clear();
            for (std::size_t at = 0; at < whole.size(); at += 7)
                play.parts.push_back(whole.substr(at, 7));
            return play;
        }
        default:
            return play;
        }
    }

    struct Asked {
        std::shared_ptr<Outcome> outcome;
        std::stop_source stop;
        std::string correlation;
    };

private Q_SLOTS:
    void everyQuestionEndsOnce()
    {
        constexpr int Seeds = 500;
        int answered = 0, failed = 0, cancelled = 0, cached = 0;
        for (int seed = 1; seed <= Seeds; ++seed) {
            Random random{unsigned(seed)};
            auto alpha = provider("alpha");
            alpha.keys = {Secret("k1"), Secret("k2")};
            auto home = provider("home", true);
            if (below(random, 2))
                home.models.clear();
            Desk desk({alpha, provider("beta"), home});
            desk.config.atOnce = 1 + below(random, 8);
            desk.config.attempts = 1 + below(random, 3);
            desk.config.pace = 0;
            desk.config.preferred = std::vector<std::string>{"quality", "cost", "latency", "balanced"}[std::size_t(below(random, 4))];
            if (below(random, 2))
                desk.config.day = {0.01, 0.05 + below(random, 10) * 0.01};
            desk.reconfigure();
            desk.transport.play = [&](const ScriptedTransport::Sent &sent) {
                desk.random = double(below(random, 1'000)) / 1'000;
                if (below(random, 10) == 0)
                    desk.clock.advance(std::chrono::seconds(below(random, 100) - 20));
                if (sent.path == "/v1/models" && below(random, 3))
                    return lists({"home-a", "home-b"});
                auto play = anyPlay(random);
                if (sent.path == "/v1/models" && std::exchange(play.hangs, false)) // the real transport ends it after half a minute
                    play.error = Error{Errc::Timeout, "no list", {}, {}, {}};
                return play;
            };
            std::vector<Asked> all;
            const int count = 1 + below(random, 12);
            for (int i = 0; i < count; ++i) {
                Asked asked;
                asked.correlation = "c" + std::to_string(i);
                auto request = question("question " + std::to_string(below(random, 3)));
                request.correlation = asked.correlation;
                request.agent = "agent" + std::to_string(below(random, 3));
                request.cloud = below(random, 4) != 0;
                request.cacheable = below(random, 3) != 0;
                request.timeout = std::chrono::milliseconds(30 + below(random, 30)); // for those that hang
                if (below(random, 2))
                    request.schema = Json{{"type", "object"}, {"required", {"level"}}};
                asked.outcome = desk.ask(request, asked.stop.get_token(), below(random, 2) != 0);
                all.push_back(asked);
                if (below(random, 3) == 0)
                    Desk::settle(below(random, 30));
                if (below(random, 8) == 0)
                    all[std::size_t(below(random, int(all.size())))].stop.request_stop();
                if (below(random, 20) == 0)
                    desk.reconfigure();
            }
            QVERIFY2(until([&] { return std::all_of(all.begin(), all.end(), [](const Asked &one) { return one.outcome->times > 0; }); }),
                     ("seed " + std::to_string(seed)).c_str());
            QVERIFY(until([&] { return desk.transport.open == 0; }));
            Desk::settle(5);
            const auto fault = [&]() -> std::string {
                std::map<std::string, int> rows;
                std::size_t kept = 0;
                for (const auto &row : desk.ledger.rows) {
                    ++rows[row.correlation];
                    kept += row.outcome == "cached";
                    if (row.cost < 0 || row.outcome.empty() || (row.outcome != "ok" && row.outcome != "cached" && row.error.empty()))
                        return "a row that says nothing";
                }
                cached += int(kept);
                const auto &sent = desk.transport.sent;
                const auto tries = std::count_if(sent.begin(), sent.end(), [](const auto &one) { return one.path != "/v1/models"; });
                if (desk.ledger.rows.size() - kept != std::size_t(tries))
                    return "the ledger does not hold every try";
                if (desk.router->underWay() != 0)
                    return "somebody still has a place";
                for (const auto &one : all) {
                    if (one.outcome->times != 1)
                        return "ended " + std::to_string(one.outcome->times) + " times";
                    const auto &result = *one.outcome->result;
                    answered += result.has_value();
                    failed += !result;
                    cancelled += !result && result.error().code == Errc::Cancelled;
                    if (result && (result->fromCache ? rows[one.correlation] != 1 : rows[one.correlation] != result->attempts))
                        return "attempts are not told as they were";
                    if (result && one.outcome->heard != (one.outcome->parts.empty() ? "" : result->text) && result->attempts == 1)
                        return "another text was heard than answered";
                }
                return {};
            }();
            QVERIFY2(fault.empty(), ("seed " + std::to_string(seed) + ": " + fault).c_str());

            // Nothing is set aside: a call that needs nearly all that is left is let through.
            if (seed % 10 == 0) {
                desk.config.providers = {provider("gamma")};
                desk.config.day = {0, 0.021};
                desk.config.preferred = "quality";
                desk.reconfigure();
                desk.ledger.rows.clear();
                desk.transport.play = [](const ScriptedTransport::Sent &) { return says("Yes."); };
                const auto last = desk.askAndWait(question());
                QVERIFY2(last->ok(), ("seed " + std::to_string(seed) + ": " + last->told()).c_str());
            }
        }
        // The test means something only when all of these happen.
        QVERIFY2(answered > 500 && failed > 200 && cancelled > 50 && cached > 20,
                 (std::to_string(answered) + " " + std::to_string(failed) + " " + std::to_string(cancelled) + " " + std::to_string(cached)).c_str());
    }
};

QTEST_GUILESS_MAIN(RouterPropertyTest)
#include "router_property_test.moc"
