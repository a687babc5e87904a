#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <QTimer>

#include "engine/outbox/channel.h"
#include "engine/store/store.h"
#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::outbox {

/// Sends what is due, after its commit: an effect is marked as being sent, sent, and marked as sent. A crash
/// in between sends it again with the same key (D4). Each outside service has limits of its own (Channel), so that one
/// that is slow or down holds up no other. Lives in the engine thread.
class Dispatcher final : public QObject {
    Q_OBJECT
public:
    static constexpr int MaxAttempts = 8;

    /// `run` is new at each start. What an earlier run was sending goes back to the queue.
    Dispatcher(store::Store &store, const Clock &clock, std::string run);
    ~Dispatcher() override;

    void setSender(const std::string &kind, std::shared_ptr<Sender> sender, const Limits &limits = {});
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
    using Due = std::map<std::string, Timestamp, std::less<>>;
    void round();
    void choose(const Result<Due> &due, Timestamp now);
    void take(const store::outbox::Room &room, Timestamp now);
    void send(const store::outbox::Effect &effect);
    void left(const std::string &kind, const Result<void> &outcome);
    void finish(const store::outbox::Effect &effect, const Result<void> &outcome);
    void ended();
    void looked();
    [[nodiscard]] bool isIdle() const { return m_underWay == 0 && !m_taking; }

    store::Store &m_store;
    const Clock &m_clock;
    std::string m_run;
    std::map<std::string, Channel> m_channels; ///< by kind
    OnFailure m_onFailure;
    std::shared_ptr<Mailbox> m_mailbox;
    QTimer m_timer;
    std::atomic<bool> m_woken{false};
    bool m_taking = false; ///< a look at what is due, and the taking that follows
    bool m_stopping = false;
    int m_underWay = 0;
    std::function<void()> m_idle;
};

} // namespace hs::outbox
