/// What the router of language models costs: microseconds a call beside the same call without it, and how long the thread is
/// away at most while 200 answers stream at once. One JSON line a figure.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QTimer>

#include "engine/ai/router.h"
#include "engine/vocabulary/mailbox.h"

using namespace hs;
using namespace hs::ai;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr int Rounds = 15, CallsARound = 400;
constexpr int Streams = 200, PartsAStream = 200;
constexpr auto PartEvery = std::chrono::milliseconds(10); // of each stream: a hundred parts a second, as quick models give them

std::string part(int number)
{
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word "
        + std::to_string(number) + " \"}}]}\n\n";
}
const std::string End = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                        "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":60}}\n\ndata: [DONE]\n\n";

/// Answers every request in the next turn of the loop.
class AtOnce final : public http::Transport {
public:
    void send(http::Request request, std::stop_token, Done done) override
    {
        m_mailbox.post([request = std::move(request), done = std::move(done)] {
            for (int i = 0; i < 10; ++i)
                request.onPart(part(i));
            request.onPart(End);
            http::Response response;
            response.status = 200;
            done(std::move(response));
        });
    }

private:
    Mailbox m_mailbox;
};

/// Streams all answers under way, a part of each at a time.
class Streaming final : public http::Transport {
public:
    Streaming()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
        m_timer.start(PartEvery);
    }
    void send(http::Request request, std::stop_token, Done done) override
    {
        m_open.push_back(std::make_shared<Open>(Open{std::move(request), std::move(done), 0}));
    }

private:
    struct Open {
        http::Request request;
        Done done;
        int parts;
    };
    void tick()
    {
        // Each part is a task of its own, as it is when it comes from the network's thread.
        for (const auto &one : m_open)
            m_mailbox.post([one] {
                if (one->parts++ < PartsAStream)
                    return one->request.onPart(part(one->parts));
                one->request.onPart(End);
                http::Response response;
                response.status = 200;
                std::exchange(one->done, nullptr)(std::move(response));
            });
        std::erase_if(m_open, [](const auto &one) { return one->parts >= PartsAStream; });
    }
    std::vector<std::shared_ptr<Open>> m_open;
    Mailbox m_mailbox;
    QTimer m_timer;
};

class Book final : public Ledger {
public:
    void record(const CallRecord &call) override { m_spent.all += call.cost; }
    [[nodiscard]] Spent spentToday(const std::string &, const std::string &) const override { return m_spent; }

private:
    Spent m_spent;
};

Request question()
{
    Request request;
    request.agent = "solari";
    request.entity = "gallery";
    request.system = std::string(2'000, 's');
    for (int i = 0; i < 6; ++i)
        request.messages.push_back({i % 2 ? Message::Role::Assistant : Message::Role::User, std::string(400, 'm'), {}, {}, {}, false});
    request.messages.push_back({Message::Role::User, "And on Friday?", {}, {}, {}, false});
    for (int i = 0; i < 8; ++i)
        request.tools.push_back({"tool_" + std::to_string(i), std::string(150, 'd'),
                                 {{"type", "object"}, {"properties", {{"key", {{"type", "string"}, {"description", std::string(80, 'p')}}}}}}});
    return request;
}

RouterConfig config()
{
    RouterConfig config;
    for (const auto *name : {"openai", "anthropic", "huggingface", "local"}) {
        Provider provider;
        provider.name = name;
        provider.base = std::string("https://") + name + ".example/v1";
        provider.keys = {Secret("k1"), Secret("k2")};
        provider.local = provider.name == "local";
        provider.models = {"large", "small"};
        config.providers.push_back(std::move(provider));
    }
    config.day = {1e6, 2e6};
    config.perEntity = config.perAgent = {1e5, 2e5};
    return config;
}

Prices prices()
{
    Json rows = Json::array();
    for (int i = 0; i < 50; ++i)
        rows.push_back({{"provider", "openai"}, {"model", "model-" + std::to_string(i) + "*"}, {"input", 1}, {"output", 4}});
    rows.push_back({{"provider", "openai"}, {"model", "large"}, {"input", 1}, {"output", 4}});
    rows.push_back({{"provider", "anthropic"}, {"model", "large"}, {"input", 3}, {"output", 15}});
    return *Prices::load(dump({{"date", "2026-11-01"}, {"prices", rows}}));
}

/// One call without the router: written, sent, read.
void bare(http::Transport &transport, const Request &request, const OnText &onText, const Router::Done &done)
{
    auto sent = encode(Dialect::ChatCompletions, {"https://openai.example/v1", Secret("k1"), {}}, "large", request);
    if (!sent)
        return done(tl::make_unexpected(sent.error()));
    const std::shared_ptr<Reader> read = reader(Dialect::ChatCompletions);
    sent->onPart = [read, onText](const std::string &bytes) { read->feed(bytes, onText); };
    transport.send(std::move(*sent), {}, [read, done](const Result<http::Response> &) { done(read->end()); });
}

void figure(const char *name, std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    std::printf("{\"figure\": \"%s\", \"median\": %.3f, \"least\": %.3f, \"most\": %.3f, \"rounds\": %zu}\n", name, values[values.size() / 2],
                values.front(), values.back(), values.size());
}

using Ask = std::function<void(const OnText &, const Router::Done &)>;

/// Microseconds a call, one after the other; below zero when one fails.
double oneByOne(const Ask &ask)
{
    int left = CallsARound;
    bool failed = false;
    std::function<void(Result<Answer>)> done = [&](const Result<Answer> &answer) {
        failed = failed || !answer;
        if (--left > 0)
            ask({}, done);
    };
    const auto begin = SteadyClock::now();
    ask({}, done);
    while (left > 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return failed ? -1 : std::chrono::duration<double, std::micro>(SteadyClock::now() - begin).count() / CallsARound;
}

/// The longest gap between two turns of a heartbeat of a millisecond while all stream, in milliseconds; below zero when one fails.
double longestGap(const Ask &ask)
{
    int left = Streams;
    std::size_t heard = 0;
    bool failed = false;
    double longest = 0;
    auto last = SteadyClock::now();
    QTimer heartbeat;
    heartbeat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heartbeat, &QTimer::timeout, &heartbeat, [&] {
        const auto now = SteadyClock::now();
        longest = std::max(longest, std::chrono::duration<double, std::milli>(now - last).count());
        last = now;
    });
    heartbeat.start(1);
    for (int i = 0; i < Streams; ++i)
        ask([&](std::string_view text) { heard += text.size(); },
            [&](const Result<Answer> &answer) {
                failed = failed || !answer;
                --left;
            });
    while (left > 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return failed || heard == 0 ? -1 : longest;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const SystemClock clock;
    const auto request = question();
    std::vector<double> plain, routed, ratio, overhead;
    {
        AtOnce transport;
        Book book;
        Router router(transport, clock, book, prices());
        router.configure(config());
        for (int round = 0; round <= Rounds; ++round) {
            const double without = oneByOne([&](const OnText &onText, const Router::Done &done) { bare(transport, request, onText, done); });
            const double with = oneByOne([&](const OnText &onText, const Router::Done &done) { router.ask(request, {}, onText, done); });
            if (without < 0 || with < 0)
                return 1;
            if (round == 0)
                continue; // to warm up
            plain.push_back(without);
            routed.push_back(with);
            ratio.push_back(with / without);
            overhead.push_back(with - without);
        }
    }
    figure("model_call_bare_us", plain);
    figure("model_call_routed_us", routed);
    figure("model_call_ratio", ratio);
    figure("router_overhead_us", overhead);

    std::vector<double> gaps, plainGaps;
    for (int round = 0; round < 3; ++round) {
        Streaming transport;
        Book book;
        Router router(transport, clock, book, prices());
        router.configure(config());
        plainGaps.push_back(longestGap([&](const OnText &onText, const Router::Done &done) { bare(transport, request, onText, done); }));
        gaps.push_back(longestGap([&](const OnText &onText, const Router::Done &done) { router.ask(request, {}, onText, done); }));
        if (gaps.back() < 0 || plainGaps.back() < 0)
            return 1;
    }
    figure("streams_200_bare_longest_gap_ms", plainGaps);
    figure("streams_200_routed_longest_gap_ms", gaps);
    return 0;
}
