#include "tests/bench/window/router_streams.h"

#include <algorithm>
#include <utility>

#include "engine/ai/router.h"
#include "engine/http/curl_transport.h"
#include "tests/bench/window/timing.h"

namespace hs::bench {

namespace {

constexpr long Connections = 256; // as the engine's own

class NoBook final : public ai::Ledger {
public:
    void record(const ai::CallRecord &) override {}
    [[nodiscard]] ai::Spent spentToday(const std::string &, const std::string &) const override { return {}; }
};

ai::RouterConfig configOf(const Model &model, std::size_t streams)
{
    ai::Provider provider;
    provider.name = "anthropic";
    provider.dialect = ai::Dialect::Anthropic;
    provider.base = model.url + "/anthropic/v1";
    provider.keys = {Secret(model.key)};
    provider.version = "2023-06-01";
    provider.models = {"claude-opus-5-5"};
    ai::RouterConfig config;
    config.providers = {std::move(provider)};
    config.atOnce = int(streams);
    return config;
}

ai::Request question(const Story &story)
{
    ai::Request request;
    request.agent = "nyra";
    request.system = "You tell stories.";
    request.messages = {{ai::Message::Role::User, "Tell me the story of " + story.sign + ".", {}, {}, {}, false}};
    return request;
}

} // namespace

int mostAtOnce(const std::vector<Stretch> &stretches)
{
    std::vector<std::pair<std::int64_t, int>> moments;
    for (const auto &one : stretches) {
        moments.emplace_back(one.from, 1);
        moments.emplace_back(one.to, -1); // sorted before a beginning at the same moment
    }
    std::sort(moments.begin(), moments.end());
    int now = 0, most = 0;
    for (const auto &[at, change] : moments)
        most = std::max(most, now += change);
    return most;
}

RouterStreams::RouterStreams(Model model, std::vector<Story> stories)
    : m_model(std::move(model)), m_stories(std::move(stories)), m_heard(m_stories.size())
{
}

void RouterStreams::run()
{
    const SystemClock clock;
    Mailbox mailbox;
    http::CurlTransport::Options many;
    many.connections = many.connectionsPerHost = Connections;
    http::CurlTransport transport(mailbox, many);
    NoBook book;
    ai::Router router(transport, clock, book, {});
    router.configure(configOf(m_model, m_stories.size()));
    std::vector<std::string> texts(m_stories.size());
    std::size_t left = m_stories.size();
    const auto now = [&clock] { return std::int64_t(toMillis(clock.now())); };
    for (std::size_t i = 0; i < m_stories.size(); ++i)
        router.ask(
            question(m_stories[i]), {},
            [this, i, &texts, &now](std::string_view part) {
                if (m_heard[i].parts++ == 0)
                    m_heard[i].stretch.from = now();
                texts[i] += part;
            },
            [this, i, &texts, &now, &left](const Result<ai::Answer> &answer) {
                auto &heard = m_heard[i];
                heard.stretch.to = now();
                heard.right = answer && answer->text == m_stories[i].text && texts[i] == answer->text;
                if (!answer && m_trouble.empty())
                    m_trouble = describe(answer.error());
                if (--left == 0)
                    quit();
            });
    if (left > 0)
        exec();
    m_processor = threadSeconds();
}

} // namespace hs::bench
