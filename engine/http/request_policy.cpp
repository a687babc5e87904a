#include "engine/http/request_policy.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <curl/curl.h>

namespace hs::http {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds LongestWait = std::chrono::hours(24);

bool isDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// One of the three date forms begins with a day's name; curl would take far more than those.
bool looksLikeHttpDate(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> Days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return text.size() >= 24 && std::any_of(Days.begin(), Days.end(), [&](auto day) { return text.substr(0, 3) == day; });
}

} // namespace

std::optional<milliseconds> parseRetryAfter(std::string_view value, Timestamp now)
{
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t'))
        value.remove_suffix(1);
    if (isDigits(value)) {
        while (value.size() > 1 && value.front() == '0')
            value.remove_prefix(1);
        if (value.size() > 6)
            return LongestWait;
        return std::min<milliseconds>(std::chrono::seconds(std::stoi(std::string(value))), LongestWait);
    }
    if (!looksLikeHttpDate(value) || value.size() > 64)
        return std::nullopt;
    const time_t at = curl_getdate(std::string(value).c_str(), nullptr);
    if (at < 0)
        return std::nullopt;
    const auto wait = Timestamp(std::chrono::seconds(at)) - now;
    return std::clamp<milliseconds>(wait, milliseconds(0), LongestWait);
}

milliseconds backoff(const RetryPolicy &policy, int nextAttempt, double random)
{
    const double exponent = std::clamp(nextAttempt - 2, 0, 62);
    const double plain = std::min(double(policy.base.count()) * std::pow(policy.factor, exponent), double(policy.cap.count()));
    const double share = 1 + policy.jitter * (2 * std::clamp(random, 0.0, 1.0) - 1);
    return milliseconds(std::llround(plain * share));
}

bool worthRetrying(const Repeatable &request, const Result<Response> &outcome)
{
    static constexpr std::array<std::string_view, 6> Idempotent{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    const bool repeatable = request.idempotencyKey
        || std::find(Idempotent.begin(), Idempotent.end(), request.method) != Idempotent.end();
    if (!outcome) {
        const Errc code = outcome.error().code;
        return code == Errc::Unavailable || (code == Errc::Timeout && repeatable);
    }
    switch (outcome->status) {
    case 429:
    case 529:
        return true;
    case 500:
    case 502:
    case 503:
    case 504:
        return repeatable;
    default:
        return false;
    }
}

std::optional<milliseconds> retryDelay(const RetryPolicy &policy, const Repeatable &request, const Result<Response> &outcome,
                                       int attemptsMade, Timestamp now, double random)
{
    if (attemptsMade >= policy.attempts || !worthRetrying(request, outcome))
        return std::nullopt;
    const auto own = backoff(policy, attemptsMade + 1, random);
    const auto asked = outcome ? parseRetryAfter(outcome->header("Retry-After"), now) : outcome.error().retryAfter;
    return std::max(own, asked.value_or(milliseconds(0)));
}

// ---- breaker ---------------------------------------------------------------

Breaker::Breaker(const Clock &clock) : Breaker(clock, Rules()) {}

Breaker::Breaker(const Clock &clock, Rules rules) : m_clock(clock), m_rules(rules), m_since(clock.now()) {}

Breaker::State Breaker::state() const
{
    if (m_state == State::Open && m_clock.now() - m_since >= m_rules.pause)
        return State::HalfOpen;
    return m_state;
}

std::optional<Timestamp> Breaker::opensForTrialAt() const
{
    if (state() != State::Open)
        return std::nullopt;
    return m_since + m_rules.pause;
}

bool Breaker::allow()
{
    switch (state()) {
    case State::Closed:
        return true;
    case State::Open:
        return false;
    case State::HalfOpen:
        if (m_state == State::Open)
            turn(State::HalfOpen);
        if (m_underWay >= m_rules.trialsAtOnce)
            return false;
        ++m_underWay;
        return true;
    }
    return false;
}

void Breaker::succeeded()
{
    // While open nothing is asked; an outcome then belongs to a call begun before, and is old news.
    if (m_state == State::Closed) {
        m_failures = 0;
    } else if (m_state == State::HalfOpen) {
        m_underWay = std::max(0, m_underWay - 1);
        if (++m_good >= m_rules.goodTrials)
            turn(State::Closed);
    }
}

void Breaker::failed()
{
    if (m_state == State::HalfOpen || (m_state == State::Closed && ++m_failures >= m_rules.failures))
        turn(State::Open);
}

void Breaker::abandoned()
{
    if (m_state == State::HalfOpen)
        m_underWay = std::max(0, m_underWay - 1);
}

void Breaker::turn(State state)
{
    m_state = state;
    m_since = m_clock.now();
    m_failures = 0;
    m_good = 0;
    m_underWay = 0;
}

std::string_view name(Breaker::State state)
{
    switch (state) {
    case Breaker::State::Closed:
        return "closed";
    case Breaker::State::Open:
        return "open";
    case Breaker::State::HalfOpen:
        return "half-open";
    }
    return "closed";
}

// ---- rate ------------------------------------------------------------------

TokenBucket::TokenBucket(const Clock &clock, double perMinute, double burst)
    : m_clock(clock), m_perMilli(std::max(perMinute, 0.001) / 60'000), m_burst(std::max(burst, 1.0)), m_tokens(m_burst),
      m_at(clock.now()), m_pausedUntil(m_at)
{
}

double TokenBucket::filledAt(Timestamp now) const
{
    const double passed = std::max(0.0, double((now - m_at).count()));
    return std::min(m_burst, m_tokens + passed * m_perMilli);
}

double TokenBucket::available() const
{
    return filledAt(m_clock.now());
}

milliseconds TokenBucket::wait() const
{
    const auto now = m_clock.now();
    if (now < m_pausedUntil)
        return m_pausedUntil - now;
    const double tokens = filledAt(now);
    // A hair below one counts as one, else rounding would ask for a wait of nothing.
    if (tokens < 1 - 1e-9)
        return milliseconds(std::max(1LL, std::llround(std::ceil((1 - tokens) / m_perMilli - 1e-6))));
    return milliseconds(0);
}

milliseconds TokenBucket::take()
{
    const auto needed = wait();
    if (needed == milliseconds(0)) {
        m_tokens = std::max(0.0, available() - 1);
        m_at = m_clock.now();
    }
    return needed;
}

void TokenBucket::pause(milliseconds wait)
{
    m_pausedUntil = std::max(m_pausedUntil, m_clock.now() + wait);
}

} // namespace hs::http
