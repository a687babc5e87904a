#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "engine/http/transport.h"
#include "engine/vocabulary/clock.h"

/// When to ask an outside service again, and when to leave it alone. Pure
/// arithmetic over a clock; nothing here waits. Numbers: domain.md §9, integrations.md §0.3.
namespace hs::http {

/// Reads a Retry-After header (RFC 9110 §10.2.3): delta-seconds or any of the three
/// HTTP dates. A date gone by is zero; more than a day is a day. Empty on anything else.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(std::string_view value, Timestamp now);

struct RetryPolicy {
    int attempts = 3;                         ///< in all, the first included
    std::chrono::milliseconds base{1'000};    ///< before the second attempt
    double factor = 2;
    std::chrono::milliseconds cap{30'000};    ///< before jitter
    double jitter = 0.1;                      ///< ± share of the wait
};

/// The wait before attempt `nextAttempt` (2 is the first repeat). `random` is in [0, 1).
[[nodiscard]] std::chrono::milliseconds backoff(const RetryPolicy &policy, int nextAttempt, double random);

/// Whether the same request may be sent once more without doing its work twice.
struct Repeatable {
    std::string_view method = "GET";
    bool idempotencyKey = false;
};

/// Whether `outcome` is worth another try: a request that was never sent, 429 and 529
/// always; a lost answer and 500, 502, 503, 504 when the request may be repeated.
[[nodiscard]] bool worthRetrying(const Repeatable &request, const Result<Response> &outcome);

/// The wait before the next attempt, or nothing when there is to be none: not worth it
/// or `attemptsMade` used up. What the service asks for (Retry-After) is never undercut.
[[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const RetryPolicy &policy, const Repeatable &request,
                                                                  const Result<Response> &outcome, int attemptsMade,
                                                                  Timestamp now, double random);

/// Stops asking a service that fails, tries it carefully, and trusts it again.
/// One thread. Closed → (failures in a row) → Open → (pause) → HalfOpen → (good trials) → Closed.
class Breaker {
public:
    enum class State { Closed, Open, HalfOpen };
    struct Rules {
        int failures = 5;                        ///< in a row, before it opens
        std::chrono::milliseconds pause{30'000}; ///< how long it stays open
        int trialsAtOnce = 1;                    ///< while half-open
        int goodTrials = 5;                      ///< in a row, before it closes
    };

    explicit Breaker(const Clock &clock);
    Breaker(const Clock &clock, Rules rules);

    /// Asks for leave to make one call. After `true` the caller tells the outcome with
    /// exactly one of succeeded(), failed() and abandoned().
    [[nodiscard]] bool allow();
    void succeeded();
    void failed();
    void abandoned(); ///< the call was cancelled and says nothing about the service

    [[nodiscard]] State state() const; ///< Open turns to HalfOpen when the pause is over
    [[nodiscard]] Timestamp since() const { return m_since; } ///< of the last change of state told by an outcome
    [[nodiscard]] std::optional<Timestamp> opensForTrialAt() const; ///< only while open

private:
    void turn(State state);

    const Clock &m_clock;
    Rules m_rules;
    State m_state = State::Closed;
    Timestamp m_since;
    int m_failures = 0;
    int m_good = 0;
    int m_underWay = 0; // trials
};
[[nodiscard]] std::string_view name(Breaker::State state); ///< "closed", "open", "half-open"

/// Spreads calls over time: `perMinute` on average, `burst` at once. One thread.
class TokenBucket {
public:
    TokenBucket(const Clock &clock, double perMinute, double burst);

    /// Takes a token: zero means go ahead; else nothing was taken, and the wait until one is there.
    [[nodiscard]] std::chrono::milliseconds take();
    [[nodiscard]] std::chrono::milliseconds wait() const; ///< what take() would answer; takes nothing
    /// The service said 429: nobody goes ahead before `wait` is over.
    void pause(std::chrono::milliseconds wait);
    [[nodiscard]] double available() const;

private:
    [[nodiscard]] double filledAt(Timestamp now) const;

    const Clock &m_clock;
    double m_perMilli;
    double m_burst;
    double m_tokens;
    Timestamp m_at;
    Timestamp m_pausedUntil;
};

} // namespace hs::http
