#include "engine/sync/wire.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>

namespace hs::sync {

using namespace std::chrono_literals;
using notion::Outcome;

namespace {

constexpr auto BreakerPause = 15s;
constexpr int BreakerFailures = 5;
constexpr int NeedsTrials = 1; // one good answer says that Notion is there
constexpr double Smooth = 0.2; // share of the newest answer in what is usual
constexpr auto DateGrain = 500ms; // the Date of an answer is cut to the second: on average it lies half of one back

} // namespace

Wire::Wire(http::Transport &transport, const Clock &clock, double pace)
    : m_transport(transport), m_clock(clock), m_pace(pace), m_budget(clock), m_breaker(clock, {BreakerFailures, paced(BreakerPause), 1, NeedsTrials})
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Wire::pump);
}

std::chrono::milliseconds Wire::paced(std::chrono::milliseconds wait) const
{
    return std::chrono::milliseconds(std::int64_t(double(wait.count()) * m_pace));
}

Wire::~Wire()
{
    close();
}

void Wire::setAccess(Access access)
{
    const bool other = access.token.reveal() != m_access.token.reveal() || access.base != m_access.base;
    m_access = std::move(access);
    m_calls = notion::Calls(m_access.version);
    m_budget.setRules(m_access.rules);
    if (other)
        m_budget.unblock();
    pump();
}

void Wire::send(notion::Lane lane, notion::Call call, Done done)
{
    auto job = std::make_shared<Job>();
    job->lane = lane;
    job->call = std::move(call);
    job->done = std::move(done);
    m_queues[std::size_t(lane)].push_back(std::move(job));
    QMetaObject::invokeMethod(this, &Wire::pump, Qt::QueuedConnection); // answers come later, also those that come at once
}

void Wire::close()
{
    m_stop.request_stop();
    m_stop = {};
    m_alive = std::make_shared<int>(0);
    for (auto &queue : m_queues)
        queue.clear();
    for (; m_underWay > 0; --m_underWay)
        m_breaker.abandoned();
    m_timer.stop();
}

void Wire::pause(bool paused)
{
    if (std::exchange(m_paused, paused) != paused)
        pump();
}

void Wire::wakeAt(Timestamp at)
{
    const auto wait = std::max(at - m_clock.now(), std::chrono::milliseconds(1));
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > wait)
        m_timer.start(wait);
}

void Wire::pump()
{
    for (std::size_t lane = 0; lane < m_queues.size() && m_underWay < m_access.atOnce;) {
        auto &queue = m_queues[lane];
        const auto now = m_clock.now();
        if (m_paused && notion::Lane(lane) != notion::Lane::People) {
            ++lane;
            continue;
        }
        const auto ready = std::find_if(queue.begin(), queue.end(), [now](const auto &job) { return job->notBefore <= now; });
        if (ready == queue.end()) {
            for (const auto &job : queue)
                wakeAt(job->notBefore);
            ++lane;
            continue;
        }
        if (m_breaker.state() == http::Breaker::State::Open) {
            if (const auto at = m_breaker.opensForTrialAt())
                wakeAt(*at);
            return;
        }
        const auto leave = m_budget.look(notion::Lane(lane), (*ready)->call.endpoint);
        if (!leave.now) {
            if (leave.at) {
                wakeAt(*leave.at);
                ++lane;
                continue;
            }
            // Blocked: whoever waits is told why, or it would wait for ever.
            const auto job = *ready;
            queue.erase(ready);
            Answer answer;
            answer.outcome.kind = Outcome::Kind::Blocked;
            answer.outcome.sentence = leave.why;
            job->done(std::move(answer));
            continue;
        }
        if (!m_breaker.allow())
            return; // a trial is under way; its answer pumps again
        (void)m_budget.take(notion::Lane(lane), (*ready)->call.endpoint);
        auto job = *ready;
        queue.erase(ready);
        start(std::move(job));
    }
}

void Wire::start(std::shared_ptr<Job> job)
{
    ++m_underWay;
    ++job->attempts;
    const auto sentAt = m_clock.now();
    const std::weak_ptr<int> alive = m_alive;
    auto request = notion::toRequest(job->call, m_access.base, m_access.version, m_access.token);
    const auto heard = [this, alive, job, sentAt](Result<http::Response> answer) {
        if (!alive.expired())
            answered(job, sentAt, answer);
    };
    if (!request) {
        QMetaObject::invokeMethod(this, [heard, error = request.error()] { heard(tl::make_unexpected(error)); }, Qt::QueuedConnection);
        return;
    }
    m_transport.send(std::move(*request), m_stop.get_token(), heard);
}

void Wire::measure(Timestamp sentAt, const http::Response &response)
{
    const auto now = m_clock.now();
    const auto took = now - sentAt;
    m_usual = m_usual == 0ms ? took : std::chrono::milliseconds(std::int64_t(double(m_usual.count()) * (1 - Smooth) + double(took.count()) * Smooth));
    const auto text = response.header("Date");
    const auto date = QDateTime::fromString(QString::fromLatin1(text.data(), qsizetype(text.size())), Qt::RFC2822Date);
    if (!date.isValid())
        return;
    const auto theirs = fromMillis(date.toMSecsSinceEpoch()) + DateGrain;
    const auto skew = theirs - (sentAt + took / 2);
    m_skew = m_measured ? std::chrono::milliseconds(std::int64_t(double(m_skew.count()) * (1 - Smooth) + double(skew.count()) * Smooth)) : skew;
    m_measured = true;
}

void Wire::answered(const std::shared_ptr<Job> &job, Timestamp sentAt, Result<http::Response> &answer)
{
    --m_underWay;
    m_random = m_random * 6364136223846793005U + 1442695040888963407U; // only to spread repeats
    auto outcome = notion::classify(job->call, answer, m_clock.now(), job->attempts, double(m_random >> 40U) / double(1U << 24U));
    if (answer)
        measure(sentAt, *answer);
    m_budget.told(outcome, job->call.endpoint);
    const bool works = outcome.kind != Outcome::Kind::Again && outcome.kind != Outcome::Kind::Wait && outcome.kind != Outcome::Kind::MaybeDone;
    if (outcome.kind == Outcome::Kind::Cancelled || outcome.kind == Outcome::Kind::Wait)
        m_breaker.abandoned();
    else if (works)
        m_breaker.succeeded();
    else
        m_breaker.failed();
    if (works && answer)
        m_lastAnswer = m_clock.now();

    const bool once = outcome.kind == Outcome::Kind::Wait || (outcome.kind == Outcome::Kind::Again && job->attempts < MaxAttempts)
        || (outcome.kind == Outcome::Kind::MaybeDone && job->call.repeatable && job->attempts < MaxAttempts);
    if (once) {
        if (outcome.kind == Outcome::Kind::Wait)
            --job->attempts; // it was not looked at
        job->maybeDone = job->maybeDone || outcome.kind == Outcome::Kind::MaybeDone;
        job->notBefore = m_clock.now() + (outcome.kind == Outcome::Kind::Wait ? outcome.after : paced(outcome.after));
        m_queues[std::size_t(job->lane)].push_front(job);
    } else {
        Answer told;
        told.outcome = std::move(outcome);
        if (answer)
            told.body = std::move(answer->body); // it may be large
        told.repeated = job->maybeDone;
        job->done(std::move(told));
    }
    Q_EMIT changed();
    pump();
}

} // namespace hs::sync
