#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <QTimer>

#include "engine/store/store.h"
#include "engine/store/tables/outbox.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::outbox {

/// Carries effects of one kind out of the machine. Lives in the engine thread.
class Sender {
public:
    virtual ~Sender() = default;
    /// `done` runs exactly once, later, in any thread. Unavailable, Timeout and RateLimited are tried again;
    /// every other error is final. The effect's key goes along, so that a repeat can be recognised outside.
    virtual void send(const store::outbox::Effect &effect, std::function<void(Result<void>)> done) = 0;
};

/// Sends what is due, after its commit: an effect is marked as being sent, sent, and marked as sent. A crash
/// in between sends it again with the same key (D4). Lives in the engine thread.
class Dispatcher final : public QObject {
    Q_OBJECT
public:
    static constexpr int MaxAttempts = 8;

    /// `run` is new at each start. What an earlier run was sending goes back to the queue.
    Dispatcher(store::Store &store, const Clock &clock, std::string run);
    ~Dispatcher() override;

    void setSender(const std::string &kind, std::shared_ptr<Sender> sender);
    /// Told of each failed attempt, within the transaction that writes it down; in the store's thread. Set before start().
    using OnFailure = std::function<void(store::Transaction &, const store::outbox::Effect &, const Error &)>;
    void setOnFailure(OnFailure onFailure) { m_onFailure = std::move(onFailure); }
    void start();
    void wake(); ///< any thread
    /// Takes nothing new; `idle` is called when what is under way has ended.
    void stop(std::function<void()> idle);

    /// Wait before try `attempts` + 1: 5 s, 10 s, 20 s … at most an hour.
    [[nodiscard]] static std::chrono::milliseconds backoff(int attempts);

private:
    void round();
    void send(const store::outbox::Effect &effect);
    void finish(const store::outbox::Effect &effect, const Result<void> &outcome);
    void ended();

    store::Store &m_store;
    const Clock &m_clock;
    std::string m_run;
    std::map<std::string, std::shared_ptr<Sender>> m_senders;
    OnFailure m_onFailure;
    std::shared_ptr<Mailbox> m_mailbox;
    QTimer m_timer;
    std::atomic<bool> m_woken{false};
    bool m_taking = false;
    bool m_stopping = false;
    int m_underWay = 0;
    std::function<void()> m_idle;
};

} // namespace hs::outbox
