#include "tests/bench/window/streams.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <QJsonArray>

#include "engine/thinking/thinker.h"
#include "tests/bench/window/desk.h"
#include "tests/bench/window/router_streams.h"
#include "ui/conversations/conversations_view.h"
#include "ui/conversations/thread_model.h"
#include "ui/main_window.h"
#include "ui/shell/view_context.h"

namespace hs::bench {

using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 2min; // for anything; then something is wrong

QString q(const std::string &text)
{
    return QString::fromStdString(text);
}

/// The window's own way to the door, waited for.
class Asking {
public:
    explicit Asking(api::Engine &engine) : m_engine(engine)
    {
        QObject::connect(&engine, &api::Engine::changed, &m_receiver, [this] { ++m_changes; });
    }

    template <typename Query>
    Result<typename Query::Answer> ask(Query query)
    {
        const auto answer = std::make_shared<std::optional<Result<typename Query::Answer>>>();
        m_engine.ask(std::move(query), &m_receiver, [answer](Result<typename Query::Answer> came) { *answer = std::move(came); });
        if (!until([&] { return answer->has_value(); }, Patience))
            return fail(Errc::Timeout, "the engine does not answer");
        return std::move(**answer);
    }
    Result<api::Receipt> submit(api::Command command)
    {
        const auto answer = std::make_shared<std::optional<Result<api::Receipt>>>();
        m_engine.submit(std::move(command), &m_receiver, [answer](Result<api::Receipt> came) { *answer = std::move(came); });
        if (!until([&] { return answer->has_value(); }, Patience))
            return fail(Errc::Timeout, "the engine does not carry out a command");
        return std::move(**answer);
    }
    /// The answer once it is as wanted: asked again whenever the engine tells of a change.
    template <typename Query, typename Good>
    Result<typename Query::Answer> askUntil(const Query &query, const Good &good)
    {
        for (;;) {
            const auto seen = m_changes;
            auto answer = ask(query);
            if (!answer || good(*answer))
                return answer;
            if (!until([&] { return m_changes != seen; }, Patience))
                return fail(Errc::Timeout, "the engine stays as it is, and not as it should be");
        }
    }

private:
    api::Engine &m_engine;
    QObject m_receiver;
    std::uint64_t m_changes = 0;
};

/// A person's question to an agent.
struct Talk {
    QString agent;
    Story story;
    api::Id thread;
};

class Streams {
public:
    Streams(const StreamsOptions &options, Desk &desk)
        : m_options(options), m_desk(desk), m_context(desk.console().context()), m_asking(m_context.engine)
    {
    }

    Result<void> run(TimedApplication &application);

private:
    Result<void> sitDown();
    Result<void> prepare();
    Result<void> tell(Talk &talk);
    Result<void> openDock(const Talk &talk);
    void askForOpinions();
    [[nodiscard]] ui::ThreadModel *openModel() const; ///< what the dock shows; null: it is not open
    Result<void> waitForTalks();
    Result<void> readCalls();
    void report(const RouterStreams &below) const;

    const StreamsOptions &m_options;
    Desk &m_desk;
    ui::ViewContext &m_context;
    Asking m_asking;
    QObject m_receiver;
    std::vector<Talk> m_talks;
    std::vector<Story> m_opinions, m_below;
    QDateTime m_begin;
    int m_opinionsIn = 0;
    int m_right = 0;          ///< answers that came through the door, whole and right
    std::size_t m_parts = 0;  ///< of those
    bool m_shownWhole = false; ///< the open dock's
    bool m_stayed = true;      ///< the dock, on that conversation
    std::vector<Stretch> m_stretches; ///< of what came through the door
    std::string m_trouble;    ///< the first
};

/// Somebody sits at the desk, as after the first run's questions; the window signs them in by itself.
Result<void> Streams::sitDown()
{
    const auto people = m_asking.ask(api::OperatorQuery{});
    if (!people)
        return tl::make_unexpected(people.error());
    if (people->empty())
        if (const auto added = m_asking.submit(api::AddOperator{QStringLiteral("Bench"), QStringLiteral("BE"), api::Role::Admin, {}}); !added)
            return tl::make_unexpected(added.error());
    m_desk.console().window().resize(1440, 900);
    m_desk.console().show();
    if (!until([this] { return !m_context.engine.caller().id.isEmpty(); }, Patience))
        return fail(Errc::Timeout, "nobody is signed in", m_options.dataDir, "use a folder of the benchmark's own");
    return {};
}

Result<void> Streams::prepare()
{
    const auto agents = m_asking.ask(api::AgentQuery{});
    if (!agents)
        return tl::make_unexpected(agents.error());
    int number = 0;
    const bool below = m_options.way == "router";
    const int talks = std::min({thinking::Thinker::AtOnce, int(agents->size()), below ? thinking::Thinker::AtOnce : m_options.streams});
    for (int i = 0; i < talks; ++i)
        m_talks.push_back({(*agents)[std::size_t(i)].key, tale(number++), {}});
    for (int i = below ? 0 : talks; i < m_options.streams; ++i)
        if (below)
            m_below.push_back(tale(number++));
        else
            m_opinions.push_back(opinion(number++));
    std::vector<Story> all = m_opinions;
    all.insert(all.end(), m_below.begin(), m_below.end());
    for (const auto &talk : m_talks)
        all.push_back(talk.story);
    return teach(m_options.model, all);
}

Result<void> Streams::tell(Talk &talk)
{
    const auto begun = m_asking.submit(api::TellAgent{talk.agent, q("Tell me the story of " + talk.story.sign + "."), {}});
    if (!begun)
        return tl::make_unexpected(begun.error());
    if (begun->detail != QLatin1String("thinking"))
        return fail(Errc::Unavailable, "no model is asked", m_options.model.url);
    talk.thread = begun->id;
    return {};
}

ui::ThreadModel *Streams::openModel() const
{
    for (const auto *view : m_desk.console().window().findChildren<ui::ConversationsView *>())
        if (view->isVisible())
            return &view->thread().model();
    return nullptr;
}

/// Open is: the first words of the answer stand there, and not all of them yet. From then on it is watched.
Result<void> Streams::openDock(const Talk &talk)
{
    m_context.navigator.open(QStringLiteral("thread"), talk.thread);
    const auto whole = q(talk.story.text);
    const auto shown = [&talk](const ui::ThreadModel &model) {
        return model.thread() == talk.thread && model.rowCount() > 0 ? model.index(model.rowCount() - 1).data().toString() : QString();
    };
    if (!until([&] {
            const auto *model = openModel();
            const auto words = model ? shown(*model) : QString();
            return !words.isEmpty() && words.size() < whole.size() && whole.startsWith(words);
        }, Patience))
        return fail(Errc::Timeout, "the conversations dock does not show the answer under way");
    auto *model = openModel();
    QObject::connect(model, &ui::ThreadModel::loaded, &m_receiver,
                     [this, model, shown, whole] { m_shownWhole = m_shownWhole || shown(*model) == whole; });
    QObject::connect(model, &ui::ThreadModel::opened, &m_receiver,
                     [this, id = talk.thread](const QString &other) { m_stayed = m_stayed && other == id; });
    return {};
}

void Streams::askForOpinions()
{
    for (const auto &story : m_opinions)
        m_context.engine.submit(api::SubmitRequest{q("When are you open on Sundays? It is about " + story.sign + "."), {}, {}, {}}, &m_receiver,
                                [this, &story](const Result<api::Receipt> &receipt) {
                                    ++m_opinionsIn;
                                    if (!receipt) {
                                        if (m_trouble.empty())
                                            m_trouble = describe(receipt.error());
                                        return;
                                    }
                                    // The quote stands behind the reason: with it the data is whole.
                                    bool quoted = false;
                                    for (const auto &evidence : receipt->data[QStringLiteral("evidence")].toArray())
                                        quoted = quoted || evidence.toObject()[QStringLiteral("text")].toString() == q(story.sign);
                                    if (quoted && receipt->data[QStringLiteral("rule")].toString().endsWith(QLatin1String("+model"))) {
                                        ++m_right;
                                        m_parts += story.parts();
                                    } else if (m_trouble.empty()) {
                                        m_trouble = "a request was judged without its opinion: " + receipt->detail.toStdString();
                                    }
                                });
}

Result<void> Streams::waitForTalks()
{
    for (const auto &talk : m_talks) {
        const auto detail = m_asking.askUntil(api::ThreadDetailQuery{talk.thread, {}}, [](const api::ThreadDetail &now) {
            return now.thinking.empty()
                && std::any_of(now.items.begin(), now.items.end(), [](const auto &item) { return item.kind == QLatin1String("agent"); });
        });
        if (!detail)
            return tl::make_unexpected(detail.error());
        if (detail->items.back().text == q(talk.story.text)) {
            ++m_right;
            m_parts += talk.story.parts();
        } else if (m_trouble.empty()) {
            m_trouble = "an agent said: " + detail->items.back().text.left(300).toStdString();
        }
    }
    if (!until([this] { return m_shownWhole || !m_stayed; }, Patience) && m_trouble.empty())
        m_trouble = "the dock never showed the whole answer";
    return {};
}

/// When each stream began and ended, by the engine's own book.
Result<void> Streams::readCalls()
{
    const auto wanted = m_talks.size() + m_opinions.size();
    api::AiCallQuery query;
    query.window.limit = 1000;
    const auto mine = [this](const api::AiCallRow &row) { return row.at >= m_begin && row.outcome == QLatin1String("ok"); };
    const auto calls = m_asking.askUntil(query, [&](const auto &page) {
        return std::count_if(page.rows.begin(), page.rows.end(), mine) >= std::ptrdiff_t(wanted) || m_right < int(wanted);
    });
    if (!calls)
        return tl::make_unexpected(calls.error());
    for (const auto &row : calls->rows) {
        const auto at = row.at.toMSecsSinceEpoch();
        if (mine(row))
            m_stretches.push_back({at + row.firstTokenMillis, at + row.millis});
        else if (row.at >= m_begin && m_trouble.empty())
            m_trouble = "a call of a model: " + row.outcome.toStdString() + " " + row.error.toStdString();
    }
    return {};
}

void Streams::report(const RouterStreams &below) const
{
    auto stretches = m_stretches;
    auto parts = m_parts;
    int right = m_right;
    for (const auto &one : below.heard()) {
        stretches.push_back(one.stretch);
        parts += one.parts;
        right += one.right ? 1 : 0;
    }
    std::int64_t first = 0, last = 0;
    for (const auto &one : stretches) {
        first = first == 0 ? one.from : std::min(first, one.from);
        last = std::max(last, one.to);
    }
    const double seconds = double(std::max<std::int64_t>(last - first, 1)) / 1000;
    const auto asked = m_talks.size() + m_opinions.size() + m_below.size();
    const auto way = wayOf(m_options.way);
    std::printf("{\"figure\":\"answers that streamed at once\",\"value\":%d,\"unit\":\"answers\",\"asked\":%zu,\"of_agents\":%zu%s}\n",
                mostAtOnce(stretches), asked, m_talks.size(), way.c_str());
    std::printf("{\"figure\":\"answers complete and right\",\"value\":%d,\"unit\":\"answers\",\"asked\":%zu,\"shown_in_the_dock\":%s,"
                "\"dock_stayed_there\":%s%s}\n",
                right, asked, m_shownWhole ? "true" : "false", m_stayed ? "true" : "false", way.c_str());
    std::printf("{\"figure\":\"parts received\",\"value\":%.0f,\"unit\":\"parts a second\",\"parts\":%zu,\"seconds\":%.2f%s}\n",
                double(parts) / seconds, parts, seconds, way.c_str());
    if (!m_below.empty())
        std::printf("{\"figure\":\"processor of the router's thread\",\"value\":%.3f,\"unit\":\"share of a core\"%s}\n",
                    below.processorSeconds() / seconds, way.c_str());
    std::fflush(stdout);
    if (const auto &why = m_trouble.empty() ? below.trouble() : m_trouble; !why.empty())
        std::fprintf(stderr, "%s\n", why.c_str());
}

Result<void> Streams::run(TimedApplication &application)
{
    HS_TRY(sitDown());
    bench::run(1500ms); // as in the other modes: what the start brings is another figure
    HS_TRY(prepare());
    m_begin = QDateTime::currentDateTimeUtc();
    HS_TRY(tell(m_talks.front()));
    HS_TRY(openDock(m_talks.front()));

    Lateness lateness;
    application.setTiming(true);
    for (std::size_t i = 1; i < m_talks.size(); ++i)
        HS_TRY(tell(m_talks[i]));
    askForOpinions();
    RouterStreams below(m_options.model, m_below);
    below.start();
    if (!until([&] { return m_opinionsIn == int(m_opinions.size()) && below.isFinished(); }, Patience)) // the engine's own deadlines are shorter
        std::fprintf(stderr, "not all answers came in time\n");
    HS_TRY(waitForTalks());
    application.setTiming(false);
    lateness.report(m_options.way);
    application.report(m_options.way);
    below.wait();
    HS_TRY(readCalls());
    report(below);
    const auto asked = m_talks.size() + m_opinions.size() + m_below.size();
    const auto rightBelow = std::count_if(below.heard().begin(), below.heard().end(), [](const auto &one) { return one.right; });
    const auto right = std::size_t(m_right) + std::size_t(rightBelow);
    if (right != asked || !m_shownWhole)
        return fail(Errc::Corrupt, std::to_string(asked - right) + " answers are missing or wrong"
                                       + (m_shownWhole ? "" : ", and the dock did not show its own whole"));
    return {};
}

} // namespace

int streams(const StreamsOptions &options, TimedApplication &application)
{
    if ((options.way != "door" && options.way != "router") || options.streams < 1) {
        std::fprintf(stderr, "the way is door or router, for one stream or more\n");
        return 2;
    }
    Desk desk(options.dataDir, settings::Variables{{"ANTHROPIC_BASE_URL", options.model.url + "/anthropic/v1"},
                                                    {"ANTHROPIC_API_KEY", options.model.key}});
    Streams all(options, desk);
    const auto done = all.run(application);
    if (!done)
        std::fprintf(stderr, "%s\n", describe(done.error()).c_str());
    return done ? 0 : 1;
}

} // namespace hs::bench
