#include "engine/runtime/worker.h"

#include <set>

#include <spdlog/spdlog.h>

#include "engine/runtime/bus.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/flow_operators.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/housekeeping.h"
#include "engine/runtime/pipeline.h"
#include "engine/runtime/reminders.h"
#include "engine/runtime/schedules.h"
#include "engine/runtime/start_queue.h"
#include "engine/runtime/state_clocks.h"
#include "engine/runtime/task_queue.h"
#include "engine/runtime/troubles.h"
#include "engine/runtime/waiting_events.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime {

using namespace std::chrono_literals;

namespace {

constexpr int RoundSize = 64;          // of each kind: one commit takes about as many
constexpr auto LongestSleep = 60s;     // a clock that was set forward is noticed within a minute
constexpr auto AfterTrouble = 1s;      // a full disk is looked at again every second

std::optional<Timestamp> earliest(std::initializer_list<std::optional<Timestamp>> times)
{
    std::optional<Timestamp> first;
    for (const auto &time : times)
        if (time && (!first || *time < *first))
            first = time;
    return first;
}

} // namespace

struct Worker::Ready {
    std::vector<std::string> events;
    std::vector<std::pair<std::string, thinking::OpinionAsk>> opinions; ///< of events among them, to be asked for
    std::vector<store::workflows::Queued> tasks;
    std::vector<std::string> overdue; ///< tasks whose attempt took too long
    std::vector<std::string> waiting; ///< instances whose inbox is not empty
    std::vector<std::string> starts;  ///< instances whose turn has come
    std::vector<store::workflows::Timer> timers;
    struct Delivery {
        std::string message, subscriber;
        int attempts = 0;
    };
    std::vector<Delivery> deliveries;
    std::vector<std::string> holds;
    std::vector<store::schedules::Schedule> schedules;
    std::vector<store::clocks::Clock> stateClocks;
    bool clocks = false;
    bool early = false;    ///< events that waited for a workflow until their time was over
    bool troubles = false; ///< are to be looked at again
    bool requests = false;
    bool reminders = false;
    bool tidies = false; ///< there is something to forget
    std::optional<Timestamp> next;

    [[nodiscard]] bool empty() const
    {
        return events.empty() && tasks.empty() && overdue.empty() && waiting.empty() && starts.empty() && timers.empty() && deliveries.empty() && holds.empty()
               && schedules.empty() && stateClocks.empty() && !clocks && !early && !troubles && !requests && !reminders && !tidies;
    }
};

Worker::Worker(store::Store &store, StudioNow studio, const services::SourceCatalog &sources)
    : m_store(store), m_studio(std::move(studio)), m_sources(sources), m_mailbox(std::make_shared<Mailbox>()), m_run(m_studio()->ids.make("run"))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Worker::wake);
}

Worker::~Worker() = default;

void Worker::start()
{
    submit([run = m_run](auto &tx, const Studio &studio) {
               Deed deed{tx, studio, studio.clock.now(), run, run, engineActor()};
               return flow::recover(deed, run);
           },
           // The first round may have looked before: what was lost is ready only now.
           {}, [this] { wake(); });
    wake();
}

void Worker::wake()
{
    if (!m_woken.exchange(true))
        m_mailbox->post([this] { round(); });
}

void Worker::stop(std::function<void()> idle)
{
    m_stopping = true;
    m_timer.stop();
    m_idle = std::move(idle);
    if (m_underWay == 0)
        m_idle();
}

void Worker::round()
{
    if (m_running || m_stopping)
        return; // what was woken for is found when the present round has ended
    m_woken = false;
    m_running = true;
    ++m_underWay; // held until all that is ready has been submitted
    m_timer.stop();
    const auto studio = m_studio();
    const auto now = studio->clock.now();
    const bool opinions = m_askOpinion && studio->policy->thinking.modelReady && studio->policy->thinking.secondOpinion;
    std::set<std::string, std::less<>> asked;
    for (const auto &[id, opinion] : m_opinions)
        asked.insert(id);
    m_store.read<Ready>(
        [now, studio, opinions, asked = std::move(asked), &sources = m_sources](const store::ReadSql &sql) -> Result<Ready> {
            Ready ready;
            ready.events = store::inbox::openIds(sql, now, RoundSize + int(asked.size())); // those that wait for a model take no place
            if (opinions)
                for (const auto &id : ready.events)
                    if (!asked.contains(id))
                        if (auto ask = pipeline::opinionAsk(sql, *studio, sources, id))
                            ready.opinions.emplace_back(id, std::move(*ask));
            ready.tasks = queue::ready(sql, *studio, now, RoundSize);
            ready.overdue = store::workflows::pastDeadline(sql, now, RoundSize);
            ready.waiting = store::workflows::withWaitingInputs(sql, RoundSize);
            ready.starts = starts::ready(sql, *studio, now, RoundSize);
            ready.timers = store::workflows::due(sql, now, RoundSize);
            for (const auto &waiting : store::messages::waiting(sql, now, RoundSize))
                ready.deliveries.push_back({waiting.message.id, waiting.subscriber, waiting.attempts});
            for (const auto &held : store::escalations::holdOver(sql, now))
                ready.holds.push_back(held.id);
            const auto clocks = desk::nextTick(sql);
            ready.clocks = clocks && *clocks <= now;
            ready.requests = !store::messages::expired(sql, now, 1).empty();
            const auto reminder = reminders::next(sql);
            ready.reminders = reminder && *reminder <= now;
            ready.schedules = store::schedules::ready(sql, now, RoundSize);
            ready.stateClocks = store::clocks::due(sql, now, RoundSize);
            const auto expiry = triggers::nextExpiry(sql);
            ready.early = expiry && *expiry <= now;
            const auto tidy = housekeeping::next(sql);
            ready.tidies = tidy <= now;
            const auto check = troubles::nextCheck(sql);
            ready.troubles = check && *check <= now;
            ready.next = earliest({store::inbox::nextTry(sql), store::workflows::nextTaskMoment(sql), store::workflows::nextTimer(sql),
                                   store::messages::nextWaiting(sql), store::escalations::nextHold(sql), store::schedules::nextDue(sql),
                                   store::clocks::nextDue(sql), expiry, check, clocks, reminder, tidy});
            return ready;
        },
        [this, mailbox = m_mailbox](Result<Ready> ready) {
            mailbox->post([this, ready = std::move(ready)]() mutable {
                if (!ready) {
                    spdlog::error("what is to be done could not be read: {}", describe(ready.error()));
                    m_found = false;
                    m_timer.start(AfterTrouble);
                    ended();
                    return;
                }
                begin(std::move(*ready));
            });
        });
}

/// Client's requests whose second opinion is asked for wait for it, and hold up nothing else.
void Worker::askOpinions(Ready &ready)
{
    for (auto &[id, ask] : ready.opinions) {
        if (m_opinions.contains(id))
            continue;
        m_opinions[id] = std::nullopt;
        m_askOpinion(std::move(ask), [this, id = id, alive = std::weak_ptr(m_alive)](Json opinion) {
            if (alive.expired())
                return;
            m_opinions[id] = std::move(opinion);
            wake();
        });
    }
    std::erase_if(ready.events, [this](const std::string &id) {
        const auto found = m_opinions.find(id);
        return found != m_opinions.end() && !found->second;
    });
}

void Worker::begin(Ready ready)
{
    askOpinions(ready);
    m_found = !ready.empty();
    watchStore();
    for (const auto &id : ready.events) {
        Json opinion;
        if (const auto known = m_opinions.find(id); known != m_opinions.end()) {
            opinion = known->second.value_or(Json());
            m_opinions.erase(known); // a further attempt asks anew; the answer is kept by the router
        }
        submit([id, opinion, &sources = m_sources](auto &tx, const Studio &studio) { return pipeline::event(tx, studio, sources, id, opinion); },
               [id](auto &tx, const Studio &studio, const Error &error) { return pipeline::eventFailed(tx, studio, id, error); });
    }
    // Timers before results at the same moment, so that what fell due while the engine was down comes first (D3).
    for (const auto &timer : ready.timers)
        submit([timer](auto &tx, const Studio &studio) {
                   Deed deed{tx, studio, studio.clock.now(), timer.instance, timer.id, engineActor()};
                   return flow::fire(deed, timer);
               },
               {});
    beginClocks(ready);
    for (const auto &id : ready.waiting)
        submit([id](auto &tx, const Studio &studio) {
                   Deed deed{tx, studio, studio.clock.now(), id, id, engineActor()};
                   return flow::drain(deed, id);
               },
               {});
    for (const auto &id : ready.starts)
        submit([id](auto &tx, const Studio &studio) {
                   Deed deed{tx, studio, studio.clock.now(), id, id, engineActor()};
                   return starts::begin(deed, id);
               },
               [id](auto &tx, const Studio &studio, const Error &error) {
                   Deed deed{tx, studio, studio.clock.now(), id, id, engineActor()};
                   return starts::beginFailed(deed, id, error);
               });
    for (const auto &key : ready.overdue)
        submit([key](auto &tx, const Studio &studio) {
                   Deed deed{tx, studio, studio.clock.now(), key, key, engineActor()};
                   return flow::timeOut(deed, key);
               },
               {});
    for (const auto &task : ready.tasks) {
        const auto &key = task.key;
        if (!task.settled && queue::isApart(*m_studio(), task.src)) {
            carryOutApart(key);
            continue;
        }
        submit([key](auto &tx, const Studio &studio) { return pipeline::invocation(tx, studio, key); },
               [key](auto &tx, const Studio &studio, const Error &error) { return pipeline::invocationFailed(tx, studio, key, error); });
    }
    for (const auto &delivery : ready.deliveries)
        submit([delivery](auto &tx, const Studio &studio) { return pipeline::message(tx, studio, delivery.message, delivery.subscriber); },
               [delivery](auto &tx, const Studio &studio, const Error &error) {
                   return pipeline::messageFailed(tx, studio, delivery.message, delivery.subscriber, delivery.attempts, error);
               });
    for (const auto &id : ready.holds)
        submit([id](auto &tx, const Studio &studio) -> Result<void> {
                   auto held = store::escalations::find(tx, id);
                   const auto now = studio.clock.now();
                   if (!held || held->status != store::escalations::Status::Held || !held->holdUntil || *held->holdUntil > now)
                       return {};
                   Deed deed{tx, studio, now, held->correlation, id, engineActor()};
                   if (const auto settled = desk::finish(deed, *held))
                       return flow::taskDone(deed, settled->invocation, settled->output);
                   return {};
               },
               {});
    if (ready.clocks || ready.requests || ready.reminders)
        submit([](auto &tx, const Studio &studio) -> Result<void> {
                   Deed deed{tx, studio, studio.clock.now(), "clock", "clock", engineActor()};
                   desk::tick(deed);
                   bus::expire(deed);
                   reminders::remind(deed);
                   store::threads::wake(tx, deed.now);
                   return {};
               },
               {});
    if (!m_found)
        sleepUntil(ready.next);
    ended();
}

/// Leases the task, lets a reader's thread think, then writes the plan. The round does not wait for the thinking.
void Worker::carryOutApart(const std::string &key)
{
    const auto attempt = std::make_shared<std::optional<int>>();
    submit([key, attempt, run = m_run](auto &tx, const Studio &studio) -> Result<void> {
               const auto leased = pipeline::lease(tx, studio, key, run);
               if (!leased)
                   return tl::make_unexpected(leased.error());
               *attempt = *leased;
               return {};
           },
           [key](auto &tx, const Studio &studio, const Error &error) { return pipeline::invocationFailed(tx, studio, key, error); },
           [this, key, attempt] {
               if (*attempt)
                   think(key, **attempt, nullptr);
           });
}

void Worker::think(const std::string &key, int attempt, const Json &words)
{
    using pipeline::CarriedOut;
    const auto studio = m_studio();
    m_store.read<CarriedOut>([studio, key, words](const store::ReadSql &sql) { return pipeline::carryOut(sql, *studio, key, words); },
                             [this, key, attempt, mailbox = m_mailbox, alive = std::weak_ptr(m_alive)](Result<CarriedOut> done) {
                                 mailbox->post([this, key, attempt, alive, done = std::move(done)] {
                                     if (alive.expired() || m_stopping)
                                         return; // the lease is lost with this run, and found so at the next start (D9)
                                     if (done && done->ask && m_askWording)
                                         askWording(key, attempt, *done);
                                     else
                                         accept(key, attempt, done ? Result<agents::Plan>(done->plan) : tl::make_unexpected(done.error()));
                                 });
                             });
}

/// The agent is run once more with what a model wrote; when none did, the plan by rules stands.
void Worker::askWording(const std::string &key, int attempt, const pipeline::CarriedOut &done)
{
    m_askWording(*done.ask, [this, key, attempt, plan = done.plan, alive = std::weak_ptr(m_alive)](const Json &words) {
        if (alive.expired() || m_stopping)
            return;
        if (words.is_null())
            accept(key, attempt, plan);
        else
            think(key, attempt, words);
    });
}

void Worker::accept(const std::string &key, int attempt, const Result<agents::Plan> &plan)
{
    submit([key, attempt, plan, run = m_run](auto &tx, const Studio &here) { return pipeline::finish(tx, here, key, run, attempt, plan); },
           [key](auto &tx, const Studio &here, const Error &error) { return pipeline::invocationFailed(tx, here, key, error); });
}

/// What starts or warns by the clock.
void Worker::beginClocks(const Ready &ready)
{
    const auto deedOf = [](store::Transaction &tx, const Studio &studio, const std::string &cause) {
        return Deed{tx, studio, studio.clock.now(), studio.ids.make("run"), cause, engineActor()};
    };
    for (const auto &schedule : ready.schedules)
        submit([schedule, deedOf](auto &tx, const Studio &studio) {
                   auto deed = deedOf(tx, studio, schedule.name);
                   return schedules::run(deed, schedule.definition, schedule.name);
               },
               [schedule, deedOf](auto &tx, const Studio &studio, const Error &error) {
                   auto deed = deedOf(tx, studio, schedule.name);
                   return schedules::failed(deed, schedule.definition, schedule.name, error);
               });
    for (const auto &clock : ready.stateClocks)
        submit([clock, deedOf](auto &tx, const Studio &studio) {
                   auto deed = deedOf(tx, studio, clock.instance);
                   return stateclocks::ring(deed, clock.instance, clock.state);
               },
               [clock, deedOf](auto &tx, const Studio &studio, const Error &error) {
                   auto deed = deedOf(tx, studio, clock.instance);
                   return stateclocks::ringFailed(deed, clock.instance, clock.state, error);
               });
    if (ready.early)
        submit([deedOf](auto &tx, const Studio &studio) -> Result<void> {
                   auto deed = deedOf(tx, studio, "clock");
                   triggers::expireWaiting(deed);
                   return {};
               },
               {});
    if (ready.tidies)
        submit([deedOf](auto &tx, const Studio &studio) -> Result<void> {
                   auto deed = deedOf(tx, studio, "clock");
                   housekeeping::tidy(deed);
                   return {};
               },
               {});
    if (ready.troubles)
        submit([deedOf](auto &tx, const Studio &studio) -> Result<void> {
                   auto deed = deedOf(tx, studio, "clock");
                   troubles::check(deed);
                   return {};
               },
               {});
}

/// Nothing can be told of a store that takes no writes; it is told when it does again.
void Worker::watchStore()
{
    const auto trouble = m_store.trouble();
    if (trouble && !m_down)
        m_down = Down{m_studio()->clock.now(), *trouble};
    if (trouble || !m_down)
        return;
    submit([down = *m_down](auto &tx, const Studio &studio) -> Result<void> {
               Deed deed{tx, studio, studio.clock.now(), "store", "store", engineActor()};
               troubles::storeWasDown(deed, down.since, down.error);
               return {};
           },
           {});
    m_down.reset();
}

void Worker::submit(Job job, GiveUp giveUp, std::function<void()> then)
{
    ++m_underWay;
    const auto studio = m_studio();
    m_store.write<void>(
        store::Urgency::Normal, [studio, job = std::move(job)](store::Transaction &tx) { return job(tx, *studio); },
        [this, mailbox = m_mailbox, studio, giveUp = std::move(giveUp), then = std::move(then)](Result<void> done) {
            if (done) {
                mailbox->post([this, then] {
                    if (then)
                        then();
                    ended();
                });
                return;
            }
            const auto error = done.error();
            spdlog::warn("a step was given up: {}", describe(error));
            const bool storeTrouble = m_store.trouble() || error.code == Errc::StorageFull || error.code == Errc::Corrupt || error.code == Errc::Cancelled;
            if (!giveUp || storeTrouble) {
                // Nothing was written, so nothing is lost: it is found again in the next round, not at once.
                mailbox->post([this] {
                    m_found = false;
                    m_timer.start(AfterTrouble);
                    ended();
                });
                return;
            }
            m_store.write<void>(
                store::Urgency::Normal, [studio, giveUp, error](store::Transaction &tx) { return giveUp(tx, *studio, error); },
                [this, mailbox](Result<void> noted) {
                    if (!noted)
                        spdlog::error("a failure could not be written down: {}", describe(noted.error()));
                    mailbox->post([this] { ended(); });
                });
        });
}

void Worker::ended()
{
    if (--m_underWay > 0)
        return;
    const bool round = std::exchange(m_running, false);
    if (m_stopping) {
        if (m_idle)
            m_idle();
        return;
    }
    // What came between two rounds, a plan that was thought of apart, may have made something ready.
    if (m_found || m_woken || !round) {
        m_woken = false;
        wake();
    }
}

void Worker::sleepUntil(std::optional<Timestamp> next)
{
    const auto now = m_studio()->clock.now();
    std::chrono::milliseconds sleep = LongestSleep;
    if (next)
        sleep = std::clamp(std::chrono::milliseconds(*next - now), std::chrono::milliseconds(1), std::chrono::milliseconds(LongestSleep));
    m_timer.start(sleep);
}

} // namespace hs::runtime
