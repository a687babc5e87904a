#pragma once

#include <memory>
#include <optional>

#include "engine/http/request_policy.h"
#include "engine/outbox/sender.h"
#include "engine/vocabulary/clock.h"

namespace hs::outbox {

/// What one outside service bears.
struct Limits {
    int atOnce = 4;    ///< effects under way at one time
    int perMinute = 0; ///< on average; 0: as many as there are
};

/// One outside service: its sender, and how much may be asked of it now. A service that fails again and again is left
/// alone for a while and then tried with one effect (http::Breaker); one that asks for time gets it. In the engine thread.
class Channel {
public:
    Channel(const Clock &clock, std::shared_ptr<Sender> sender, const Limits &limits);

    [[nodiscard]] Sender &sender() const { return *m_sender; }
    [[nodiscard]] int room() const; ///< how many effects may leave now
    /// When time alone makes room; nothing: there is some, or one that is under way has to end first.
    [[nodiscard]] std::optional<Timestamp> roomAt() const;
    void begin(); ///< one leaves; each has its `ended`
    void ended(const Result<void> &outcome);
    [[nodiscard]] http::Breaker::State state() const { return m_breaker.state(); }

private:
    const Clock &m_clock;
    std::shared_ptr<Sender> m_sender;
    Limits m_limits;
    http::TokenBucket m_rate;
    http::Breaker m_breaker;
    int m_underWay = 0;
};

} // namespace hs::outbox
