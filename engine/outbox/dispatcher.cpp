#include "engine/outbox/dispatcher.h"

#include <algorithm>

#include <spdlog/spdlog.h>

namespace hs::outbox {

using namespace std::chrono_literals;
namespace table = store::outbox;

namespace {

constexpr int AtATime = 16;
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

void Dispatcher::setSender(const std::string &kind, std::shared_ptr<Sender> sender)
{
    m_senders[kind] = std::move(sender);
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
    if (m_underWay == 0 && !m_taking)
        m_idle();
}

std::chrono::milliseconds Dispatcher::backoff(int attempts)
{
    return std::min<std::chrono::milliseconds>(5s * (1LL << std::clamp(attempts - 1, 0, 12)), 1h);
}

void Dispatcher::round()
{
    if (m_stopping || m_taking || m_underWay > 0)
        return; // `ended` comes back here
    m_woken = false;
    m_taking = true;
    const auto now = m_clock.now();
    // First a look without writing, so that an idle engine never wakes the disk.
    m_store.read<std::optional<Timestamp>>(
        [](const store::ReadSql &sql) -> Result<std::optional<Timestamp>> { return table::nextDue(sql); },
        [this, now, mailbox = m_mailbox](Result<std::optional<Timestamp>> next) {
            mailbox->post([this, now, next] {
                if (!next || !*next || **next > now) {
                    m_taking = false;
                    if (m_stopping) {
                        m_idle();
                        return;
                    }
                    std::chrono::milliseconds sleep = next ? std::chrono::milliseconds(LongestSleep) : std::chrono::milliseconds(AfterTrouble);
                    if (next && *next)
                        sleep = std::clamp(std::chrono::milliseconds(**next - now), 1ms, sleep);
                    m_timer.start(sleep);
                    if (m_woken.exchange(false))
                        wake();
                    return;
                }
                m_store.write<std::vector<table::Effect>>(
                    store::Urgency::Normal,
                    [now, run = m_run](store::Transaction &tx) -> Result<std::vector<table::Effect>> { return table::take(tx, now, AtATime, run); },
                    [this, mailbox = m_mailbox](Result<std::vector<table::Effect>> taken) {
                        mailbox->post([this, taken = std::move(taken)] {
                            m_taking = false;
                            ++m_underWay; // held until all are handed out
                            if (taken) {
                                for (const auto &effect : *taken)
                                    send(effect);
                            } else {
                                m_timer.start(AfterTrouble);
                            }
                            ended();
                        });
                    });
            });
        });
}

void Dispatcher::send(const table::Effect &effect)
{
    ++m_underWay;
    const auto sender = m_senders.find(effect.kind);
    if (sender == m_senders.end() || !sender->second) {
        finish(effect, fail(Errc::Unavailable, "no channel for \"" + effect.kind + "\" is set up", {}, "set it up in the settings"));
        return;
    }
    sender->second->send(effect, [this, effect, mailbox = m_mailbox](Result<void> outcome) {
        mailbox->post([this, effect, outcome = std::move(outcome)] { finish(effect, outcome); });
    });
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
            // It has left, so that must be written before anything else is sent, however long the disk is full.
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
    if (--m_underWay > 0)
        return;
    if (m_stopping) {
        if (m_idle && !m_taking)
            m_idle();
        return;
    }
    m_woken = false;
    wake();
}

} // namespace hs::outbox
