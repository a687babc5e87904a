#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include "engine/ai/router.h"
#include "engine/vocabulary/mailbox.h"
#include "tests/fakes/fake_clock.h"

/// A desk for tests of the router: providers that do what they are told, a ledger that remembers, a clock that stands still.
namespace hs::test {

using namespace std::chrono_literals;

/// What a provider does with one request.
struct Play {
    int status = 200;
    std::vector<http::Header> headers;
    std::vector<std::string> parts; ///< of the body, one a turn of the loop
    std::optional<Error> error;     ///< instead of an answer, after the parts
    bool hangs = false;             ///< after the parts: nothing more, until it is cancelled

    static Play refuses(int status, std::string body = "{\"error\":{\"message\":\"no\"}}", std::vector<http::Header> headers = {})
    {
        return {status, std::move(headers), {std::move(body)}, {}, false};
    }
    static Play fails(Errc code, std::string what = "it broke")
    {
        Play play;
        play.error = Error{code, std::move(what), {}, {}, {}};
        return play;
    }
};

inline std::string dataLine(const Json &data)
{
    return "data: " + dump(data) + "\n\n";
}
inline std::string chatChunk(Json delta, const std::string &finish = {})
{
    Json choice = Json::object();
    choice["index"] = 0;
    choice["delta"] = std::move(delta);
    if (!finish.empty())
        choice["finish_reason"] = finish;
    Json chunk = Json::object();
    chunk["id"] = "c1";
    chunk["choices"] = Json::array();
    chunk["choices"].push_back(std::move(choice));
    return dataLine(chunk);
}
inline std::string chatText(const std::string &text)
{
    return chatChunk({{"content", text}});
}
inline std::string chatEnd(int input = 10, int output = 5, const std::string &finish = "stop")
{
    std::string end = chatChunk(Json::object(), finish);
    if (input > 0)
        end += dataLine({{"id", "c1"}, {"choices", Json::array()}, {"usage", {{"prompt_tokens", input}, {"completion_tokens", output}}}});
    return end + "data: [DONE]\n\n";
}
/// A whole answer of chat completions in as many parts as there are texts, and the end.
inline Play says(const std::vector<std::string> &texts, int input = 10, int output = 5)
{
    Play play;
    play.headers = {{"x-request-id", "req-1"}};
    for (const auto &text : texts)
        play.parts.push_back(chatText(text));
    play.parts.push_back(chatEnd(input, output));
    return play;
}
inline Play says(const std::string &text)
{
    return says(std::vector<std::string>{text});
}
inline Play lists(const std::vector<std::string> &models)
{
    Json data = Json::array();
    for (const auto &model : models)
        data.push_back({{"id", model}, {"object", "model"}});
    Play play;
    play.parts = {dump({{"object", "list"}, {"data", data}})};
    return play;
}

/// Carries requests to the plays, by host. Everything comes later, in this thread, a step a turn of the loop.
class ScriptedTransport final : public http::Transport {
public:
    struct Sent {
        std::string host, path, body, key, model;
        std::chrono::milliseconds timeout{}, idle{};
    };
    std::vector<Sent> sent;
    std::map<std::string, std::deque<Play>> script; ///< by host, next first
    std::map<std::string, Play> usual;              ///< when the script has ended
    std::function<Play(const Sent &)> play;         ///< instead of both
    int open = 0, mostOpen = 0, cancels = 0;

    void send(http::Request request, std::stop_token cancel, Done done) override
    {
        Sent one;
        const auto host = request.url.find("//") + 2;
        const auto path = request.url.find('/', host);
        one.host = request.url.substr(host, path - host);
        one.path = request.url.substr(path);
        one.body = request.body;
        one.timeout = request.timeout;
        one.idle = request.idleTimeout;
        for (const auto &[name, secret] : request.secretHeaders)
            one.key = std::string(secret.reveal());
        if (const auto json = parseJson(request.body))
            one.model = text(*json, "model");
        sent.push_back(one);
        mostOpen = std::max(mostOpen, ++open);
        auto exchange = std::make_shared<Exchange>(playFor(one), std::move(request.onPart), std::move(done));
        exchange->watch.emplace(cancel, [this, weak = std::weak_ptr<Exchange>(exchange)] {
            m_mailbox.post([this, weak] {
                if (const auto running = weak.lock()) {
                    ++cancels;
                    end(running, fail(Errc::Cancelled, "it was cancelled"));
                }
            });
        });
        m_running.insert(exchange);
        step(exchange);
    }

    [[nodiscard]] int sentTo(const std::string &host) const
    {
        return int(std::count_if(sent.begin(), sent.end(), [&](const Sent &one) { return one.host == host; }));
    }

private:
    struct Exchange {
        Exchange(Play what, std::function<void(std::string)> part, Done end) : play(std::move(what)), onPart(std::move(part)), done(std::move(end)) {}
        Play play;
        std::function<void(std::string)> onPart;
        Done done;
        std::size_t next = 0;
        std::string body;
        std::optional<std::stop_callback<std::function<void()>>> watch;
    };

    Play playFor(const Sent &one)
    {
        if (play)
            return play(one);
        auto &plays = script[one.host];
        if (!plays.empty()) {
            auto first = std::move(plays.front());
            plays.pop_front();
            return first;
        }
        const auto found = usual.find(one.host);
        return found != usual.end() ? found->second : Play::fails(Errc::Unavailable, "no connection");
    }

    void step(const std::shared_ptr<Exchange> &exchange)
    {
        m_mailbox.post([this, weak = std::weak_ptr<Exchange>(exchange)] {
            const auto running = weak.lock();
            if (!running || !running->done)
                return;
            const auto &what = running->play;
            if (running->next < what.parts.size()) {
                const auto &part = what.parts[running->next++];
                if (what.status >= 200 && what.status < 300 && running->onPart)
                    running->onPart(part);
                else
                    running->body += part;
                return step(running);
            }
            if (what.hangs)
                return;
            if (what.error)
                return end(running, tl::make_unexpected(*what.error));
            http::Response response;
            response.status = what.status;
            response.headers = what.headers;
            response.body = running->body;
            end(running, std::move(response));
        });
    }

    void end(const std::shared_ptr<Exchange> &exchange, Result<http::Response> response)
    {
        if (!exchange->done)
            return;
        --open;
        exchange->watch.reset();
        const auto done = std::exchange(exchange->done, nullptr);
        m_running.erase(exchange);
        done(std::move(response));
    }

    std::set<std::shared_ptr<Exchange>> m_running;
    Mailbox m_mailbox;
};

class MemoryLedger final : public ai::Ledger {
public:
    explicit MemoryLedger(const Clock &clock) : m_clock(clock) {}
    std::vector<ai::CallRecord> rows;
    ai::Spent before; ///< spent earlier today

    void record(const ai::CallRecord &call) override { rows.push_back(call); }
    [[nodiscard]] ai::Spent spentToday(const std::string &entity, const std::string &agent) const override
    {
        ai::Spent spent = before;
        const auto today = std::chrono::floor<std::chrono::days>(m_clock.now());
        for (const auto &row : rows) {
            if (std::chrono::floor<std::chrono::days>(row.at) != today)
                continue;
            spent.all += row.cost;
            spent.entity += row.entity == entity ? row.cost : 0;
            spent.agent += row.agent == agent ? row.cost : 0;
        }
        return spent;
    }
    [[nodiscard]] std::vector<std::string> outcomes() const
    {
        std::vector<std::string> all;
        for (const auto &row : rows)
            all.push_back(row.outcome);
        return all;
    }

private:
    const Clock &m_clock;
};

/// What came of one `ask`.
struct Outcome {
    std::optional<Result<ai::Answer>> result;
    int times = 0;
    std::string heard;
    std::vector<std::string> parts;
    [[nodiscard]] bool ok() const { return result && *result; }
    [[nodiscard]] std::string told() const { return !result ? "nothing yet" : *result ? "\"" + (**result).text + "\"" : describe(*result); }
};

inline ai::Request question(const std::string &text = "How do I book a session?")
{
    ai::Request request;
    request.agent = "solari";
    request.entity = "gallery";
    request.why = "a client asks";
    request.correlation = "cor-1";
    request.messages.push_back({ai::Message::Role::User, text, {}, {}, {}, false});
    return request;
}

inline ai::Provider provider(const std::string &name, bool local = false)
{
    ai::Provider one;
    one.name = name;
    one.base = "https://" + name + ".example/v1";
    one.keys = {Secret("key-of-" + name)};
    one.local = local;
    one.models = {name + "-large", name + "-small"};
    return one;
}

/// Waits until something is so; false when it never is.
template <typename Condition>
bool until(Condition condition, std::chrono::milliseconds most = 10s)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > most.count())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
}

class Desk {
public:
    FakeClock clock;
    ScriptedTransport transport;
    MemoryLedger ledger{clock};
    ai::RouterConfig config;
    std::unique_ptr<ai::Router> router;
    double random = 0.5;

    /// Prices: "<name>-large" 10 and 20 dollars a million tokens, "<name>-small" 1 and 2; "unpriced" has none.
    explicit Desk(std::vector<ai::Provider> providers)
    {
        Json rows = Json::array();
        for (const auto *name : {"alpha", "beta", "gamma"}) {
            rows.push_back({{"provider", name}, {"model", std::string(name) + "-large"}, {"input", 10}, {"output", 20}});
            rows.push_back({{"provider", name}, {"model", std::string(name) + "-small"}, {"input", 1}, {"output", 2}});
        }
        const auto prices = ai::Prices::load(dump({{"date", "2026-11-01"}, {"prices", rows}}));
        if (!prices)
            qFatal("%s", describe(prices).c_str());
        config.providers = std::move(providers);
        config.pace = 0.001;
        config.preferred = "quality";
        router = std::make_unique<ai::Router>(transport, clock, ledger, *prices, [this] { return random; });
        router->configure(config);
    }
    void reconfigure() { router->configure(config); }

    std::shared_ptr<Outcome> ask(ai::Request request, std::stop_token cancel = {}, bool listens = true)
    {
        auto outcome = std::make_shared<Outcome>();
        ai::OnText onText;
        if (listens)
            onText = [outcome](std::string_view part) {
                outcome->heard += part;
                outcome->parts.emplace_back(part);
            };
        router->ask(std::move(request), std::move(cancel), std::move(onText), [outcome](Result<ai::Answer> result) {
            outcome->result = std::move(result);
            ++outcome->times;
        });
        return outcome;
    }
    std::shared_ptr<Outcome> askAndWait(ai::Request request, bool listens = true)
    {
        auto outcome = ask(std::move(request), {}, listens);
        static_cast<void>(until([&] { return outcome->times > 0; }));
        return outcome;
    }
    /// Lets what is on its way arrive.
    static void settle(int turns = 50)
    {
        for (int i = 0; i < turns; ++i)
            QCoreApplication::processEvents();
    }
    [[nodiscard]] ai::ProviderState state(const std::string &name) const
    {
        for (auto &one : router->providers())
            if (one.name == name)
                return one;
        return {};
    }
};

inline ai::Provider local(const std::string &name)
{
    auto one = provider(name, true);
    one.keys.clear();
    return one;
}
/// Asks so many at once and waits for all.
inline std::vector<std::shared_ptr<Outcome>> askMany(Desk &desk, int count, const ai::Request &request)
{
    std::vector<std::shared_ptr<Outcome>> outcomes;
    for (int i = 0; i < count; ++i)
        outcomes.push_back(desk.ask(request));
    const auto ended = [](const auto &one) { return one->times > 0; };
    static_cast<void>(until([&] { return std::all_of(outcomes.begin(), outcomes.end(), ended); }, 60s));
    return outcomes;
}
inline int answered(const std::vector<std::shared_ptr<Outcome>> &outcomes)
{
    return int(std::count_if(outcomes.begin(), outcomes.end(), [](const auto &one) { return one->ok(); }));
}

} // namespace hs::test
