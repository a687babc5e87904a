#include "engine/ai/router.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/ai/router_core.h"

namespace hs::ai {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr auto LongWait = 2s;         // whoever asks for more is passed over
constexpr auto MostPatience = 6s;     // of one call, for providers that only rest
constexpr auto TrialWait = 250ms;     // until somebody else's trial at a half-open breaker may have told something
constexpr int BegunAtOnce = 8;       // calls in one turn of the loop: to write a request takes time, which streams wait for
constexpr int MostTries = 30;         // of one call, over all providers, models and keys
constexpr auto BreakerPause = 30s;
constexpr auto LongestPause = std::chrono::hours(24);

Error failedAll(const Error &last, const Choice &choice)
{
    Error error;
    error.code = Errc::Unavailable;
    error.what = "no language model could answer: " + last.what;
    error.where = last.where;
    error.mend = last.mend.empty() ? "try again later" : last.mend;
    error.retryAfter = choice.soonest ? choice.soonest : last.retryAfter;
    return error;
}

} // namespace

Router::Core::Core(Router &owner, http::Transport &wire, const Clock &wall, Ledger &book, Prices table, std::function<double()> chance)
    : router(owner), transport(wire), clock(wall), ledger(book), prices(std::move(table)), random(std::move(chance)), pulse(wall), spending(book),
      cache(pulse)
{
    if (!random) {
        // Spreads waits and keys; nothing depends on its being unforeseeable.
        random = [state = std::uint64_t(toMillis(wall.now())) | 1U]() mutable {
            state = state * 6364136223846793005U + 1442695040888963407U;
            return double(state >> 40U) / double(1U << 24U);
        };
    }
}

Router::Core::~Core()
{
    alive.reset();
    ends.request_stop();
    for (auto &[id, call] : calls) {
        call->watch.reset(); // waits for a callback that is running in another thread
        call->deadline.clear();
        call->pause.clear();
        if (const auto attempt = call->attempt) {
            attempt->stop.request_stop();
            settle(call, attempt, "cancelled", "the console ended");
        }
    }
}

void Router::Core::post(std::function<void()> task)
{
    mailbox.post([task = std::move(task), lives = std::weak_ptr<int>(alive)] {
        if (!lives.expired())
            task();
    });
}

milliseconds Router::Core::paced(milliseconds wait) const
{
    return std::clamp<milliseconds>(milliseconds(std::llround(double(wait.count()) * std::max(config.pace, 0.0))), 0ms, LongestPause);
}

void Router::Core::configure(RouterConfig wanted)
{
    const bool otherPace = wanted.pace != config.pace;
    config = std::move(wanted);
    std::vector<StationPtr> kept;
    for (const auto &provider : config.providers) {
        const auto same = std::find_if(stations.begin(), stations.end(),
                                       [&](const StationPtr &station) { return !otherPace && station->adopt(provider); });
        kept.push_back(same != stations.end() ? *same : std::make_shared<Station>(++lastId, pulse, provider, paced(BreakerPause)));
    }
    stations = std::move(kept);
    spending.setBudgets(config);
    cache.setLimits(config.cacheEntries, config.cacheTime);
    cache.clear(); // another provider may be meant to answer now
    noteChanges();
    wakePump();
}

void Router::Core::noteChanges()
{
    std::string look;
    for (const auto &station : stations)
        look += station->provider().name + '\n' + station->look() + '\n';
    if (look == shown || tellsChange)
        return;
    tellsChange = true;
    post([this] {
        tellsChange = false;
        shown.clear();
        for (const auto &station : stations)
            shown += station->provider().name + '\n' + station->look() + '\n';
        Q_EMIT router.changed();
    });
}

void Router::Core::warn(const Spending::Standing &standing)
{
    for (const auto &over : standing.soft)
        if (spending.firstToday(over.whose, clock.now()))
            post([this, over] { Q_EMIT router.softBudgetReached(QString::fromStdString(over.whose), over.spent, over.limit); });
}

// ---- a call from its beginning to its end -----------------------------------

void Router::Core::begin(std::uint64_t id)
{
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    const CallPtr call = found->second;
    if (call->cancel.stop_requested())
        return cancelled(id);
    call->patience = MostPatience;
    call->request.timeout = std::clamp<milliseconds>(call->request.timeout, 1ms, LongestPause);
    call->deadline.set(call->asked + call->request.timeout, [this, id] { outOfTime(id); });
    if (call->request.cacheable && config.cacheEntries > 0) {
        call->cacheKey = cacheKeyOf(call->request);
        if (const Answer *kept = cache.find(call->cacheKey))
            return giveCached(call, *kept);
    }
    call->waits = true;
    line.join(call->request.agent, id);
    wakePump();
}

void Router::Core::giveCached(const CallPtr &call, const Answer &kept)
{
    Answer answer = kept;
    answer.fromCache = true;
    answer.usage = {};
    answer.cost = 0;
    answer.attempts = 0;
    answer.latency = answer.firstToken = 0ms;
    CallRecord row;
    row.at = clock.now();
    row.provider = answer.provider;
    row.model = answer.model;
    row.purpose = call->request.purpose;
    row.agent = call->request.agent;
    row.entity = call->request.entity;
    row.task = call->request.task;
    row.why = call->request.why;
    row.correlation = call->request.correlation;
    row.outcome = "cached";
    row.attempt = 0;
    ledger.record(row);
    const std::weak_ptr<int> lives = alive;
    if (call->onText && !answer.text.empty())
        call->onText(answer.text);
    if (!lives.expired())
        finish(call, std::move(answer));
}

void Router::Core::wakePump()
{
    if (!line.empty() && !std::exchange(pumps, true))
        post([this] { pump(); });
}

void Router::Core::pump()
{
    pumps = false;
    const std::weak_ptr<int> lives = alive;
    for (int begun = 0; !lives.expired() && underWay < std::max(config.atOnce, 1); ++begun) {
        if (begun == BegunAtOnce)
            return wakePump();
        const auto next = line.next();
        if (!next)
            return;
        const auto found = calls.find(*next);
        if (found == calls.end())
            continue;
        const CallPtr call = found->second;
        call->waits = false;
        call->seated = true;
        ++underWay;
        call->inputTokens = inputTokensOf(call->request);
        advance(call);
    }
}

void Router::Core::finish(const CallPtr &call, Result<Answer> answer)
{
    if (calls.erase(call->id) == 0)
        return;
    if (call->waits)
        line.leave(call->request.agent, call->id);
    if (call->seated) {
        --underWay;
        wakePump();
    }
    call->watch.reset();
    call->deadline.clear();
    call->pause.clear();
    call->onText = nullptr;
    if (const auto done = std::move(call->done))
        done(std::move(answer));
}

void Router::Core::cancelled(std::uint64_t id)
{
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    const CallPtr call = found->second;
    if (const auto attempt = call->attempt) {
        attempt->stop.request_stop();
        attempt->station->abandoned();
        settle(call, attempt, "cancelled", "it was taken back");
    }
    finish(call, fail(Errc::Cancelled, "the question to the language model was taken back"));
}

void Router::Core::outOfTime(std::uint64_t id)
{
    const auto found = calls.find(id);
    if (found == calls.end())
        return;
    const CallPtr call = found->second;
    const std::string words = "no whole answer within " + std::to_string(call->request.timeout.count()) + " ms";
    if (const auto attempt = call->attempt) {
        const Error late{Errc::Timeout, words, attempt->station->provider().name, {}, {}};
        attempt->stop.request_stop();
        attempt->station->failed(late, attempt->key, attempt->model, 0ms);
        settle(call, attempt, name(Errc::Timeout), words);
        noteChanges();
    }
    finish(call, fail(Errc::Unavailable, call->last ? words + "; before that: " + call->last->what : words, {}, "try again later"));
}

void Router::Core::pauseThenAdvance(const CallPtr &call, milliseconds wait)
{
    call->pause.set(std::chrono::steady_clock::now() + wait, [this, id = call->id] {
        if (const auto found = calls.find(id); found != calls.end())
            advance(CallPtr(found->second));
    });
}

std::vector<Router::Core::StationPtr> Router::Core::inOrder(Purpose purpose) const
{
    const auto wanted = config.order.find(purpose);
    if (wanted == config.order.end() || wanted->second.empty())
        return stations;
    std::vector<StationPtr> ordered;
    for (const auto &name : wanted->second)
        for (const auto &station : stations)
            if (station->provider().name == name && std::find(ordered.begin(), ordered.end(), station) == ordered.end())
                ordered.push_back(station);
    for (const auto &station : stations)
        if (std::find(ordered.begin(), ordered.end(), station) == ordered.end())
            ordered.push_back(station);
    return ordered;
}

std::vector<Candidate> Router::Core::candidatesFor(const Call &call, bool thrifty, const std::vector<StationPtr> &among) const
{
    const auto &request = call.request;
    std::vector<Candidate> candidates;
    candidates.reserve(among.size());
    for (const auto &station : among) {
        const auto &provider = station->provider();
        Candidate candidate;
        candidate.provider = provider.name;
        candidate.model = station->modelFor(request, prices, thrifty);
        candidate.local = provider.local;
        candidate.wished = request.provider == provider.name
            || (request.provider.empty() && !request.model.empty() && request.model == candidate.model);
        candidate.cost = 0; // to be asked which models there are costs nothing
        if (!candidate.model.empty())
            candidate.cost = mostCost(station->price(prices, candidate.model), provider.dialect, call.inputTokens, request.maxTokens);
        candidate.inputLimit = provider.inputLimit;
        candidate.usual = station->usual();
        candidate.wait = station->wait();
        candidate.out = station->out();
        if (const auto visit = call.visits.find(station->id()); candidate.out.empty() && visit != call.visits.end())
            candidate.out = visit->second.out;
        if (candidate.out.empty() && candidate.model.empty() && station->listed())
            candidate.out = "it has no model for this";
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

void Router::Core::advance(const CallPtr &call)
{
    if (call->cancel.stop_requested())
        return cancelled(call->id);
    if (call->last && call->tries >= MostTries)
        return finish(call, tl::make_unexpected(failedAll(*call->last, {})));
    const auto standing = spending.standing(call->request.entity, call->request.agent);
    warn(standing);
    Need need;
    need.cloud = call->request.cloud;
    need.input = call->inputTokens;
    need.longerThan = call->longerThan;
    need.preferred = config.preferred;
    need.thrifty = standing.thrifty;
    need.room = standing.room;
    need.whose = standing.whose;

    const auto among = inOrder(call->request.purpose);
    auto candidates = candidatesFor(*call, need.thrifty, among);
    for (;;) {
        const auto choice = choose(candidates, need);
        if (choice.order.empty()) {
            if (!openAgain(*call, among))
                return waitOrEnd(call, candidates, need, choice);
            candidates = candidatesFor(*call, need.thrifty, among);
            continue;
        }
        const auto stay = std::find_if(choice.order.begin(), choice.order.end(), [&](std::size_t one) { return among[one] == call->stay; });
        const auto at = stay != choice.order.end() ? *stay : choice.order.front();
        const auto &model = candidates[at].model;
        switch (model.empty() ? list(call, among[at]) : start(call, among[at], model)) {
        case Started::Yes:
            return;
        case Started::Busy:
            candidates[at].wait.reset();
            break;
        case Started::Refused:
            candidates[at].out = call->visits[among[at]->id()].out;
            break;
        }
    }
}

bool Router::Core::openAgain(Call &call, const std::vector<StationPtr> &among)
{
    bool any = false;
    for (const auto &station : among) {
        const auto visit = call.visits.find(station->id());
        if (visit == call.visits.end() || !std::exchange(visit->second.again, false))
            continue;
        visit->second.out.clear();
        any = true;
    }
    return any;
}

void Router::Core::waitOrEnd(const CallPtr &call, const std::vector<Candidate> &candidates, const Need &need, const Choice &choice)
{
    const bool trial = std::any_of(candidates.begin(), candidates.end(), [](const Candidate &one) { return one.out.empty() && !one.wait; });
    auto wait = 0ms;
    if (choice.soonest && *choice.soonest <= LongWait)
        wait = std::max<milliseconds>(*choice.soonest, 1ms);
    else if (trial)
        wait = std::max<milliseconds>(paced(TrialWait), 1ms);
    if (wait > 0ms && call->patience > 0ms) {
        call->patience -= std::max<milliseconds>(wait, trial ? TrialWait : 0ms); // also a hurried wait ends some time
        return pauseThenAdvance(call, wait);
    }
    finish(call, tl::make_unexpected(call->last ? failedAll(*call->last, choice) : nobody(candidates, need, choice)));
}

// ---- from outside -------------------------------------------------------------

Router::Router(http::Transport &transport, const Clock &clock, Ledger &ledger, Prices prices, std::function<double()> random)
    : m_core(std::make_unique<Core>(*this, transport, clock, ledger, std::move(prices), std::move(random)))
{
}

Router::~Router() = default;

void Router::configure(RouterConfig config)
{
    m_core->configure(std::move(config));
}

bool Router::ready(bool cloud) const
{
    return std::any_of(m_core->stations.begin(), m_core->stations.end(), [cloud](const auto &station) {
        return (cloud || station->provider().local) && station->out().empty() && station->wait() <= LongWait;
    });
}

void Router::ask(Request request, std::stop_token cancel, OnText onText, Done done)
{
    auto *core = m_core.get();
    const auto id = ++core->lastId;
    const auto call = std::make_shared<Call>(id, std::move(request), std::move(cancel), std::move(onText), std::move(done), core->alarm);
    core->calls.emplace(id, call);
    core->post([core, id] { core->begin(id); });
    if (call->cancel.stop_possible())
        call->watch.emplace(call->cancel, [core, id, mailbox = &core->mailbox, lives = std::weak_ptr<int>(core->alive)] { // in any thread
            mailbox->post([core, id, lives] {
                if (!lives.expired())
                    core->cancelled(id);
            });
        });
}

std::vector<ProviderState> Router::providers() const
{
    std::vector<ProviderState> states;
    for (const auto &station : m_core->stations)
        states.push_back(station->state(m_core->clock.now()));
    return states;
}

int Router::underWay() const
{
    return m_core->underWay;
}

void Router::check(const std::string &provider, std::function<void(Result<std::vector<std::string>>)> done)
{
    m_core->check(provider, std::move(done));
}

} // namespace hs::ai
