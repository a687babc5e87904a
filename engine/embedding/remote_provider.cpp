#include "engine/embedding/remote_provider.h"

#include <algorithm>
#include <deque>
#include <list>
#include <optional>
#include <random>

#include <QTimer>

#include "engine/embedding/remote_wire.h"
#include "engine/http/request_policy.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::embedding {

using std::chrono::milliseconds;
using Moment = std::chrono::steady_clock::time_point;

namespace {

constexpr int RequestsAtOnce = 2;
constexpr int MostTries = 5, MostTriesOfQuestion = 2; // somebody waits for a question, and words alone find something too
constexpr milliseconds LongestPause{120'000}, LongestPauseOfQuestion{5'000};
constexpr milliseconds AnswerTime{120'000}, AnswerTimeOfQuestion{15'000}; // a local server on a slow machine takes its time
constexpr milliseconds LongestStep{30'000};
constexpr std::size_t FewestTokens = 4; // that a single text is cut to; who takes less takes nothing

milliseconds longestPause(bool query)
{
    return query ? LongestPauseOfQuestion : LongestPause;
}

} // namespace

struct RemoteProvider::Work : std::enable_shared_from_this<RemoteProvider::Work> {
    /// What one call of `embed` is to bring.
    struct Job {
        std::vector<std::string> texts; ///< with their prefix; empty: blank
        std::vector<bool> cut;
        std::vector<std::vector<float>> vectors;
        std::size_t left = 0;  ///< vectors that are to come
        std::size_t next = 0;  ///< the first text that no batch has had
        std::size_t dimensions = 0;
        bool query = false;
        bool over = false;
        std::stop_token cancel;
        std::stop_source stop; ///< of its requests
        std::optional<std::stop_callback<std::function<void()>>> onCancel;
        std::function<void(Result<std::vector<Embedded>>)> done;

        struct Batch {
            std::vector<std::size_t> items;
            int tries = 0;
            Moment notBefore;
        };
        std::deque<Batch> again; ///< to be sent once more, or in halves
    };
    using JobPtr = std::shared_ptr<Job>;
    using Batch = Job::Batch;

    Work(http::Transport &wire, const Clock &time, RemoteSettings set)
        : transport(wire), clock(time), settings(std::move(set)), batchLimit(std::size_t(std::clamp(settings.batch, 1, 2'048)))
    {
        const auto [query, passage] = prefixes(settings.model);
        if (settings.queryPrefix.empty())
            settings.queryPrefix = query;
        if (settings.documentPrefix.empty())
            settings.documentPrefix = passage;
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, &timer, [this] { advance(); });
    }

    void take(std::vector<std::string> texts, bool query, std::stop_token cancel, std::function<void(Result<std::vector<Embedded>>)> done);
    void advance();
    std::optional<Batch> nextOf(Job &job, Moment now, Moment &earliest);
    void send(const JobPtr &job, Batch batch);
    void answered(const JobPtr &job, Batch batch, const Result<http::Response> &response);
    void place(const JobPtr &job, const Batch &batch, std::vector<std::vector<float>> vectors);
    void smaller(const JobPtr &job, Batch batch, const Error &error, double fits);
    void tryAgain(const JobPtr &job, Batch batch, const Result<http::Response> &response, Error error, milliseconds asked);
    void finish(const JobPtr &job, Result<std::vector<Embedded>> result);
    void finish(const JobPtr &job, Error error) { finish(job, Result<std::vector<Embedded>>(tl::make_unexpected(std::move(error)))); }
    void close();
    [[nodiscard]] std::vector<std::string_view> textsOf(const Job &job, const Batch &batch) const;

    http::Transport &transport;
    const Clock &clock;
    RemoteSettings settings;
    std::size_t batchLimit; ///< shrinks to what the service takes
    std::list<JobPtr> jobs;
    int underWay = 0;
    Moment pausedUntil;
    bool closed = false;
    std::minstd_rand random{std::random_device{}()};
    QTimer timer; // the last member: nothing rings into what is gone
};

// ---- coming and going --------------------------------------------------------

void RemoteProvider::Work::take(std::vector<std::string> texts, bool query, std::stop_token cancel,
                                std::function<void(Result<std::vector<Embedded>>)> done)
{
    const auto job = std::make_shared<Job>();
    job->texts = std::move(texts);
    job->cut.resize(job->texts.size());
    job->vectors.resize(job->texts.size());
    job->query = query;
    job->cancel = std::move(cancel);
    job->done = std::move(done);
    const auto &prefix = query ? settings.queryPrefix : settings.documentPrefix;
    const auto most = std::size_t(std::max(settings.maxTokens, 1));
    for (std::size_t i = 0; i < job->texts.size(); ++i) {
        auto &text = job->texts[i];
        if (trimmed(text).empty()) {
            text.clear();
            continue;
        }
        text.insert(0, prefix);
        if (const auto fitting = remote::firstTokens(text, most).size(); fitting < text.size()) {
            text.resize(fitting);
            job->cut[i] = true;
        }
        ++job->left;
    }
    jobs.push_back(job);
    // Comes from any thread, so it only rings here; it is taken back before the timer goes.
    job->onCancel.emplace(job->cancel, [this, waits = std::weak_ptr<Job>(job), lives = weak_from_this()] {
        QMetaObject::invokeMethod(
            &timer,
            [waits, lives] {
                const auto work = lives.lock();
                const auto cancelled = waits.lock();
                if (work && cancelled && !cancelled->over)
                    work->finish(cancelled, Error{Errc::Cancelled, "the vectors are not wanted any more", {}, {}, {}});
            },
            Qt::QueuedConnection);
    });
    timer.start(0);
}

void RemoteProvider::Work::finish(const JobPtr &job, Result<std::vector<Embedded>> result)
{
    job->over = true;
    job->stop.request_stop();
    job->onCancel.reset();
    jobs.remove(job);
    if (!closed)
        timer.start(0); // others may have waited for it
    const auto done = std::move(job->done);
    done(std::move(result)); // the last thing: it may end the provider
}

void RemoteProvider::Work::close()
{
    closed = true;
    timer.stop();
    while (!jobs.empty())
        finish(JobPtr(jobs.front()), Error{Errc::Cancelled, "the service is not asked any more", {}, {}, {}});
}

// ---- what is sent next -------------------------------------------------------

void RemoteProvider::Work::advance()
{
    const auto self = shared_from_this(); // somebody who is answered may end the provider
    auto now = std::chrono::steady_clock::now();
    const auto waiting = jobs;
    for (const auto &job : waiting) {
        if (job->over)
            continue;
        if (job->left == 0) {
            std::vector<Embedded> all(job->texts.size());
            const auto dimensions = job->dimensions > 0 ? job->dimensions : std::size_t(std::max(settings.dimensions, 0));
            for (std::size_t i = 0; i < all.size(); ++i) {
                all[i].vector = job->texts[i].empty() ? std::vector<float>(dimensions, 0.0F) : std::move(job->vectors[i]);
                all[i].cut = job->cut[i];
            }
            finish(job, std::move(all));
        } else if (pausedUntil - now > longestPause(job->query)) {
            const auto wait = std::chrono::ceil<milliseconds>(pausedUntil - now);
            finish(job, Error{Errc::RateLimited, "the service takes no more requests at the moment", settings.name, {}, wait});
        }
        if (closed)
            return;
    }
    now = std::chrono::steady_clock::now();
    auto earliest = Moment::max();
    if (now < pausedUntil) {
        earliest = jobs.empty() ? earliest : pausedUntil;
    } else {
        for (const bool query : {true, false}) {
            for (const auto &job : std::list<JobPtr>(jobs)) {
                while (underWay < RequestsAtOnce && job->query == query && !job->over) {
                    auto batch = nextOf(*job, now, earliest);
                    if (!batch)
                        break;
                    send(job, std::move(*batch));
                    if (closed)
                        return;
                }
            }
        }
    }
    if (earliest == Moment::max())
        return;
    const auto wait = std::max(std::chrono::ceil<milliseconds>(earliest - now), milliseconds(0));
    if (!timer.isActive() || timer.remainingTimeAsDuration() > wait) // who was answered may have asked for more
        timer.start(wait);
}

std::optional<RemoteProvider::Work::Batch> RemoteProvider::Work::nextOf(Job &job, Moment now, Moment &earliest)
{
    for (auto it = job.again.begin(); it != job.again.end(); ++it) {
        if (it->notBefore <= now) {
            auto batch = std::move(*it);
            job.again.erase(it);
            return batch;
        }
        earliest = std::min(earliest, it->notBefore);
    }
    Batch batch;
    const auto mostTokens = std::size_t(std::max(settings.batchTokens, 1));
    std::size_t tokens = 0;
    for (; job.next < job.texts.size() && batch.items.size() < batchLimit; ++job.next) {
        const auto &text = job.texts[job.next];
        if (text.empty())
            continue;
        tokens += remote::roughTokens(text);
        if (!batch.items.empty() && tokens > mostTokens)
            break;
        batch.items.push_back(job.next);
    }
    return batch.items.empty() ? std::nullopt : std::optional(std::move(batch));
}

std::vector<std::string_view> RemoteProvider::Work::textsOf(const Job &job, const Batch &batch) const
{
    std::vector<std::string_view> texts;
    texts.reserve(batch.items.size());
    for (const auto item : batch.items)
        texts.emplace_back(job.texts[item]);
    return texts;
}

void RemoteProvider::Work::send(const JobPtr &job, Batch batch)
{
    auto request = remote::requestFor(settings, textsOf(*job, batch));
    if (!request)
        return finish(job, std::move(request).error());
    request->timeout = job->query ? AnswerTimeOfQuestion : AnswerTime;
    ++batch.tries;
    ++underWay;
    transport.send(std::move(*request), job->stop.get_token(),
                   [lives = weak_from_this(), job, batch = std::move(batch)](const Result<http::Response> &response) {
                       if (const auto work = lives.lock())
                           work->answered(job, batch, response);
                   });
}

// ---- what comes back ---------------------------------------------------------

void RemoteProvider::Work::answered(const JobPtr &job, Batch batch, const Result<http::Response> &response)
{
    --underWay;
    if (!closed)
        timer.start(0);
    if (job->over)
        return;
    if (!response) {
        auto error = response.error();
        if (error.code == Errc::BadInput && batch.items.size() > 1) // larger than is taken in: token vectors, as a rule
            return smaller(job, std::move(batch), error, 0);
        if (error.code == Errc::Cancelled && job->cancel.stop_requested())
            error = {Errc::Cancelled, "the vectors are not wanted any more", {}, {}, {}};
        return tryAgain(job, std::move(batch), response, std::move(error), milliseconds(0));
    }
    const auto texts = textsOf(*job, batch);
    if (response->ok()) {
        auto vectors = remote::readVectors(settings, response->body, texts.size());
        if (!vectors)
            return finish(job, std::move(vectors).error());
        return place(job, batch, std::move(*vectors));
    }
    auto trouble = remote::troubleOf(settings, *response, texts);
    if (trouble.tooLarge)
        return smaller(job, std::move(batch), trouble.error, trouble.fits);
    if (!trouble.again)
        return finish(job, std::move(trouble.error));
    tryAgain(job, std::move(batch), response, std::move(trouble.error), trouble.wait);
}

void RemoteProvider::Work::place(const JobPtr &job, const Batch &batch, std::vector<std::vector<float>> vectors)
{
    const auto dimensions = vectors.front().size();
    if (job->dimensions == 0)
        job->dimensions = dimensions;
    if (job->dimensions != dimensions)
        return finish(job, Error{Errc::Corrupt, "the service changed the dimensions of its vectors while it was asked", settings.name,
                                 "ask again", {}});
    for (std::size_t i = 0; i < vectors.size(); ++i)
        job->vectors[batch.items[i]] = std::move(vectors[i]);
    job->left -= vectors.size(); // `advance` hands over what is whole
}

/// Halves what is too large; a single text is cut and marked.
void RemoteProvider::Work::smaller(const JobPtr &job, Batch batch, const Error &error, double fits)
{
    if (batch.items.size() > 1) {
        const auto half = (batch.items.size() + 1) / 2;
        batchLimit = std::min(batchLimit, half);
        Batch rest;
        rest.items.assign(batch.items.begin() + std::ptrdiff_t(half), batch.items.end());
        batch.items.resize(half);
        batch.tries = 0;
        job->again.push_front(std::move(rest));
        job->again.push_front(std::move(batch));
        return;
    }
    const auto item = batch.items.front();
    auto &text = job->texts[item];
    const auto tokens = remote::roughTokens(text);
    // A little below what it says, because its count of the beginning may be more than its share.
    const auto fewer = std::size_t(double(tokens) * (fits > 0 ? fits * 0.95 : 0.5));
    if (fewer < FewestTokens)
        return finish(job, error);
    text.resize(remote::firstTokens(text, fewer).size());
    job->cut[item] = true;
    batch.tries = 0;
    job->again.push_front(std::move(batch));
}

void RemoteProvider::Work::tryAgain(const JobPtr &job, Batch batch, const Result<http::Response> &response, Error error,
                                    milliseconds asked)
{
    http::RetryPolicy policy;
    policy.attempts = job->query ? MostTriesOfQuestion : MostTries;
    policy.base = settings.firstWait;
    policy.cap = LongestStep;
    policy.jitter = 0.25;
    const http::Repeatable repeatable{"POST", true}; // the same texts give the same vectors
    const auto now = std::chrono::steady_clock::now();
    const double chance = std::uniform_real_distribution<double>(0, 1)(random);
    if (response)
        if (const auto told = http::parseRetryAfter(response->header("Retry-After"), clock.now()))
            asked = std::max(asked, *told);
    if (asked > milliseconds(0))
        error.retryAfter = asked;
    const auto wait = http::retryDelay(policy, repeatable, response, batch.tries, clock.now(), chance);
    if (error.code == Errc::RateLimited) // one key, one limit: the other requests wait too
        pausedUntil = std::max(pausedUntil, now + std::max(asked, wait.value_or(milliseconds(0))));
    if (!wait || std::max(*wait, asked) > longestPause(job->query))
        return finish(job, std::move(error));
    batch.notBefore = now + std::max(*wait, asked);
    job->again.push_back(std::move(batch));
}

// ---- the door ----------------------------------------------------------------

RemoteProvider::RemoteProvider(http::Transport &transport, const Clock &clock, RemoteSettings settings)
    : m_work(std::make_shared<Work>(transport, clock, std::move(settings)))
{
}

RemoteProvider::~RemoteProvider()
{
    m_work->close();
}

const RemoteSettings &RemoteProvider::settings() const
{
    return m_work->settings;
}

void RemoteProvider::embed(std::vector<std::string> texts, bool query, std::stop_token cancel,
                           std::function<void(Result<std::vector<Embedded>>)> done)
{
    m_work->take(std::move(texts), query, std::move(cancel), std::move(done));
}

} // namespace hs::embedding
