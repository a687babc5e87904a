#include "engine/outbox/channel.h"

#include <algorithm>

namespace hs::outbox {

namespace {

constexpr double Unbounded = 600'000; // a minute and at once: more than anything here can send

} // namespace

Channel::Channel(const Clock &clock, std::shared_ptr<Sender> sender, const Limits &limits)
    : m_clock(clock), m_sender(std::move(sender)), m_limits(limits),
      m_rate(clock, limits.perMinute > 0 ? limits.perMinute : Unbounded, limits.perMinute > 0 ? std::max(1, limits.atOnce) : Unbounded), m_breaker(clock)
{
}

int Channel::room() const
{
    const auto state = m_breaker.state();
    if (state == http::Breaker::State::Open || m_rate.wait() > std::chrono::milliseconds(0))
        return 0;
    const int most = state == http::Breaker::State::HalfOpen ? 1 : m_limits.atOnce;
    return std::clamp(most - m_underWay, 0, std::max(1, int(m_rate.available())));
}

std::optional<Timestamp> Channel::roomAt() const
{
    if (const auto trial = m_breaker.opensForTrialAt())
        return trial;
    const auto wait = m_rate.wait();
    return wait > std::chrono::milliseconds(0) ? std::optional(m_clock.now() + wait) : std::nullopt;
}

void Channel::begin()
{
    ++m_underWay;
    // Asked for room before: both have some, and only count.
    [[maybe_unused]] const auto waited = m_rate.take();
    [[maybe_unused]] const auto allowed = m_breaker.allow();
}

void Channel::ended(const Result<void> &outcome)
{
    --m_underWay;
    if (outcome)
        return m_breaker.succeeded();
    switch (outcome.error().code) {
    case Errc::Unavailable:
    case Errc::Timeout:
        return m_breaker.failed();
    case Errc::RateLimited:
        m_rate.pause(outcome.error().retryAfter.value_or(std::chrono::milliseconds(0)));
        return m_breaker.abandoned();
    case Errc::Cancelled:
        return m_breaker.abandoned();
    default: // it answers; what it refuses is this effect
        return m_breaker.succeeded();
    }
}

} // namespace hs::outbox
