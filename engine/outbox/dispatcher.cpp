#include "engine/outbox/dispatcher.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace hs::outbox {

using namespace std::chrono_literals;
namespace table = store::outbox;

namespace {

constexpr int WithoutChannel = 16; // of a kind that nobody carries, at a time: each is told so
constexpr auto LongestSleep = 60s;
constexpr auto AfterTrouble = 1s;

bool isTemporary(Errc code)
{
    return code == Errc::Unavailable || code == Errc::Timeout || code == Errc::RateLimited || code == Errc::Cancelled;
}

} // namespace

Dispatcher::Dispatcher(store::Store &store, const Clock &clock, std::string run)
    : m_store(store), m_clock(clock), m_run(std::move(run)), m_mailbox(std::make_shared<Mailbox>())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Dispatcher::wake);
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::setSender(const std::string &kind, std::shared_ptr<Sender> sender, const Limits &limits)
{
    m_channels.erase(kind);
    m_channels.emplace(kind, Channel(m_clock, std::move(sender), limits));
}

void Dispatcher::start()
{
    m_store.write<void>(
        store::Urgency::Normal,
        [run = m_run](store::Transaction &tx) -> Result<void> {
            if (const auto again = table::recover(tx, run); again > 0)
                spdlog::info("{} effects were being sent when the engine ended; they are sent again", again);
            return {};
        },
        [this](Result<void> done) {
            if (!done)
                spdlog::error("effects of an earlier run could not be put back: {}", describe(done.error()));
            wake();
        });
}

void Dispatcher::wake()
{
    if (!m_woken.exchange(true))
        m_mailbox->post([this] { round(); });
}

void Dispatcher::stop(std::function<void()> idle)
{
    m_stopping = true;
    m_timer.stop();
    m_idle = std::move(idle);
    if (isIdle())
        m_idle();
}

std::chrono::milliseconds Dispatcher::backoff(int attempts)
{
    return std::min<std::chrono::milliseconds>(5s * (1LL << std::clamp(attempts - 1, 0, 12)), 1h);
}

void Dispatcher::round()
{
    if (m_stopping || m_taking)
        return; // `looked` comes back here
    m_woken = false;
    m_taking = true;
    const auto now = m_clock.now();
    // First a look without writing, so that an idle engine never wakes the disk.
    m_store.read<Due>([](const store::ReadSql &sql) -> Result<Due> { return table::nextDue(sql); },
                      [this, now, mailbox = m_mailbox](Result<Due> due) { mailbox->post([this, now, due = std::move(due)] { choose(due, now); }); });
}

void Dispatcher::choose(const Result<Due> &due, Timestamp now)
{
    table::Room room;
    std::chrono::milliseconds sleep = due ? std::chrono::milliseconds(LongestSleep) : std::chrono::milliseconds(AfterTrouble);
    const auto sleepUntil = [&](Timestamp at) { sleep = std::clamp(std::chrono::milliseconds(at - now), std::chrono::milliseconds(1), sleep); };
    for (const auto &[kind, at] : due.value_or(Due())) {
        const auto channel = m_channels.find(kind);
        if (at > now)
            sleepUntil(at);
        else if (channel == m_channels.end())
            room[kind] = WithoutChannel;
        else if (const int free = channel->second.room(); free > 0)
            room[kind] = free;
        else if (const auto later = channel->second.roomAt())
            sleepUntil(*later);
    }
    if (!room.empty() && !m_stopping)
        return take(room, now);
    m_timer.start(sleep);
    looked();
}

void Dispatcher::take(const table::Room &room, Timestamp now)
{
    m_store.write<std::vector<table::Effect>>(
        store::Urgency::Normal,
        [now, room, run = m_run](store::Transaction &tx) -> Result<std::vector<table::Effect>> { return table::take(tx, now, room, run); },
        [this, mailbox = m_mailbox](Result<std::vector<table::Effect>> taken) {
            mailbox->post([this, taken = std::move(taken)] {
                if (taken && !taken->empty()) {
                    for (const auto &effect : *taken)
                        send(effect);
                    m_woken = true; // other kinds may have a moment of their own
                } else {
                    m_timer.start(AfterTrouble);
                }
                looked();
            });
        });
}

/// The look is over; who asked for another meanwhile gets it.
void Dispatcher::looked()
{
    m_taking = false;
    if (m_stopping) {
        if (m_idle && isIdle())
            m_idle();
        return;
    }
    if (m_woken.exchange(false))
        wake();
}

void Dispatcher::send(const table::Effect &effect)
{
    ++m_underWay;
    const auto channel = m_channels.find(effect.kind);
    if (channel == m_channels.end()) {
        finish(effect, fail(Errc::Unavailable, "no channel for \"" + effect.kind + "\" is set up", {}, "set it up in the settings"));
        return;
    }
    channel->second.begin();
    channel->second.sender().send(effect, [this, effect, mailbox = m_mailbox](Result<void> outcome) {
        mailbox->post([this, effect, outcome = std::move(outcome)] {
            left(effect.kind, outcome);
            finish(effect, outcome);
        });
    });
}

/// What the outcome says of the service.
void Dispatcher::left(const std::string &kind, const Result<void> &outcome)
{
    const auto channel = m_channels.find(kind);
    if (channel == m_channels.end())
        return;
    const auto before = channel->second.state();
    channel->second.ended(outcome);
    const auto after = channel->second.state();
    if (before != after && after == http::Breaker::State::Open)
        spdlog::warn("{} fails again and again and is left alone for a while: {}", kind, describe(outcome.error()));
    else if (before != after && after == http::Breaker::State::Closed)
        spdlog::info("{} works again", kind);
}

void Dispatcher::finish(const table::Effect &effect, const Result<void> &outcome)
{
    const auto now = m_clock.now();
    m_store.write<void>(
        store::Urgency::Normal,
        [effect, outcome, now, onFailure = m_onFailure](store::Transaction &tx) -> Result<void> {
            if (outcome) {
                table::sent(tx, effect, now);
                return {};
            }
            const bool again = isTemporary(outcome.error().code) && effect.attempts < MaxAttempts;
            const auto wait = outcome.error().retryAfter.value_or(backoff(effect.attempts));
            table::failed(tx, effect, describe(outcome.error()), again ? std::optional(now + wait) : std::nullopt);
            if (onFailure)
                onFailure(tx, effect, outcome.error());
            return {};
        },
        [this, effect, outcome, mailbox = m_mailbox](Result<void> noted) {
            // Written, or the store is closing: the next run recovers.
            if (noted || (noted.error().code == Errc::Unavailable && !m_store.trouble())) {
                mailbox->post([this] { ended(); });
                return;
            }
            // It has left, so that must be written, however long the disk is full. Nothing else is taken meanwhile: that is a write, too.
            spdlog::error("the outcome of an effect could not be written down: {}", describe(noted.error()));
            mailbox->post([this, effect, outcome] {
                if (m_stopping)
                    return ended();
                QTimer::singleShot(AfterTrouble, this, [this, effect, outcome] { finish(effect, outcome); });
            });
        });
}

void Dispatcher::ended()
{
    --m_underWay;
    if (!m_stopping)
        wake();
    else if (m_idle && isIdle())
        m_idle();
}

} // namespace hs::outbox
