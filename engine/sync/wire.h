#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include <QTimer>

#include "engine/http/request_policy.h"
#include "engine/http/transport.h"
#include "engine/notion/answers.h"
#include "engine/notion/budget.h"
#include "engine/notion/requests.h"
#include "engine/vocabulary/clock.h"

namespace hs::sync {

/// How Notion is reached.
struct Access {
    std::string base{notion::DefaultBase};
    notion::ApiVersion version = notion::DefaultVersion;
    Secret token;
    notion::Budget::Rules rules;
    int atOnce = 3; ///< requests under way at one time
};

/// The line to Notion: every request goes through one budget, waits its turn, and is repeated where that can do no harm.
/// Lives in one thread (the engine's), in which all answers come.
class Wire final : public QObject {
    Q_OBJECT
public:
    struct Answer {
        notion::Outcome outcome;
        std::string body;
        bool repeated = false; ///< an earlier attempt may have been carried out
    };
    using Done = std::function<void(Answer)>;
    static constexpr int MaxAttempts = 5;

    /// `pace`: waits of our own choosing are so many times as long; what Notion asks for is kept in any case. Tests hurry.
    Wire(http::Transport &transport, const Clock &clock, double pace = 1);
    [[nodiscard]] std::chrono::milliseconds paced(std::chrono::milliseconds wait) const;
    ~Wire() override;

    void setAccess(Access access); ///< a new token lifts a block
    [[nodiscard]] const notion::Calls &calls() const { return m_calls; }
    /// `done` comes exactly once, later, unless the line is closed before.
    void send(notion::Lane lane, notion::Call call, Done done);
    /// Drops what waits and cancels what is under way; nobody is called.
    void close();
    void pause(bool paused); ///< a person's wish: nothing but people's requests leaves

    [[nodiscard]] notion::Budget &budget() { return m_budget; }
    [[nodiscard]] const notion::Budget &budget() const { return m_budget; }
    [[nodiscard]] http::Breaker::State breaker() const { return m_breaker.state(); }
    [[nodiscard]] std::optional<Timestamp> opensAt() const { return m_breaker.opensForTrialAt(); }
    /// Notion's clock less ours, by the Date of its answers; exact to about a second.
    [[nodiscard]] std::chrono::milliseconds skew() const { return m_skew; }
    [[nodiscard]] std::optional<Timestamp> lastAnswer() const { return m_lastAnswer; } ///< of any that was understood
    [[nodiscard]] std::chrono::milliseconds usual() const { return m_usual; }          ///< how long an answer takes, smoothed

Q_SIGNALS:
    void changed(); ///< budget or breaker look different

private:
    struct Job {
        notion::Lane lane = notion::Lane::Pull;
        notion::Call call;
        Done done;
        int attempts = 0;
        bool maybeDone = false;
        Timestamp notBefore{};
    };
    void pump();
    void start(std::shared_ptr<Job> job);
    void answered(const std::shared_ptr<Job> &job, Timestamp sentAt, Result<http::Response> &answer); ///< takes its body
    void measure(Timestamp sentAt, const http::Response &response);
    void wakeAt(Timestamp at);

    http::Transport &m_transport;
    const Clock &m_clock;
    double m_pace;
    Access m_access;
    notion::Calls m_calls;
    notion::Budget m_budget;
    http::Breaker m_breaker;
    std::array<std::deque<std::shared_ptr<Job>>, notion::LaneCount> m_queues;
    int m_underWay = 0;
    bool m_paused = false;
    std::stop_source m_stop;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0); ///< answers of an earlier life are not heard
    QTimer m_timer;
    std::chrono::milliseconds m_skew{0}, m_usual{0};
    bool m_measured = false;
    std::optional<Timestamp> m_lastAnswer;
    std::uint64_t m_random = 0x9e3779b97f4a7c15U;
};

} // namespace hs::sync
