#include "engine/notion/budget.h"

#include <algorithm>
#include <cmath>

namespace hs::notion {

namespace {

using namespace std::chrono_literals;

constexpr auto Window = 60s;
constexpr auto WantsFor = 10s;        // how long a lane that was sent away keeps its share
constexpr auto BetweenTrials = 24h;
constexpr double MoreByTrial = 1.25;
constexpr auto LeastPause = 1s;
constexpr int Documented = 180; // a minute, on the smallest plan

std::size_t indexOf(Lane lane)
{
    return std::size_t(lane);
}

constexpr std::array AllLanes{Lane::People, Lane::Push, Lane::Pull};

std::string pauseSentence(WaitReason reason)
{
    switch (reason) {
    case WaitReason::Workspace:
        return "Notion asked to wait: too much for this workspace";
    case WaitReason::Overload:
        return "Notion asked to wait: it is busy";
    default:
        return "Notion asked to wait: too many requests";
    }
}

} // namespace

std::string_view name(Lane lane)
{
    switch (lane) {
    case Lane::People:
        return "people";
    case Lane::Push:
        return "push";
    case Lane::Pull:
        return "pull";
    }
    return "pull";
}

Budget::Budget(const Clock &clock) : Budget(clock, Rules()) {}

Budget::Budget(const Clock &clock, Rules rules) : m_clock(clock), m_rules(rules), m_since(clock.now()) {}

void Budget::setRules(Rules rules)
{
    m_rules = rules;
}

void Budget::setLearned(Learned learned)
{
    m_learned = learned;
    m_learned.perMinute = std::clamp(m_learned.perMinute, LeastPerMinute, MostPerMinute);
}

int Budget::limit() const
{
    return m_rules.perMinute ? std::max(*m_rules.perMinute, 1) : m_learned.perMinute;
}

int Budget::reservedFor(Lane lane) const
{
    const double share = lane == Lane::People ? m_rules.peopleShare : lane == Lane::Push ? m_rules.pushShare : m_rules.pullShare;
    return int(std::floor(std::clamp(share, 0.0, 1.0) * limit()));
}

bool Budget::wants(Lane lane, Timestamp now) const
{
    const auto &asked = m_asked[indexOf(lane)];
    return lane == Lane::People || (asked && now - *asked < WantsFor);
}

std::array<int, LaneCount> Budget::usedAt(Timestamp now) const
{
    std::array<int, LaneCount> used{};
    for (const auto &sent : m_sent)
        if (now - sent.at < Window)
            ++used[indexOf(sent.lane)];
    return used;
}

/// Whether one more of this lane fits at that time, when the shares of the other lanes are kept free.
bool Budget::fits(Lane lane, Timestamp at) const
{
    const auto used = usedAt(at);
    int taken = 1;
    for (const auto other : AllLanes) {
        taken += used[indexOf(other)];
        if (other == lane || !wants(other, m_clock.now()))
            continue;
        // People find free places however many they have used; the others have their share and no more.
        taken += other == Lane::People ? reservedFor(other) : std::max(0, reservedFor(other) - used[indexOf(other)]);
    }
    if (taken <= limit())
        return true;
    // Within its own share a lane goes as long as there is room at all beside what is kept for people: where the others
    // came first, or with tiny limits, the shares add up to more than there is.
    int all = lane == Lane::People ? 0 : reservedFor(Lane::People);
    for (const int count : used)
        all += count;
    return all < limit() && used[indexOf(lane)] < std::max(1, reservedFor(lane));
}

Budget::Leave Budget::look(Lane lane, std::string_view endpoint) const
{
    const auto now = m_clock.now();
    if (!m_blocked.empty())
        return {false, {}, m_blocked};
    if (m_pausedUntil && now < *m_pausedUntil)
        return {false, m_pausedUntil, pauseSentence(m_pauseReason)};
    if (const auto paused = m_endpoints.find(endpoint); paused != m_endpoints.end() && now < paused->second)
        return {false, paused->second, "Notion asked to wait with requests of this kind"};
    if (m_rules.even && lane != Lane::People && !m_sent.empty()) {
        const auto gap = std::chrono::milliseconds(60'000 / limit());
        if (const auto next = m_sent.back().at + gap; now < next)
            return {false, next, "requests are spread over the minute"};
    }
    if (fits(lane, now))
        return {true, {}, {}};
    // A place comes free when a request is a minute old.
    const auto first = std::partition_point(m_sent.begin(), m_sent.end(), [&](const Sent &sent) {
        return sent.at + Window <= now || !fits(lane, sent.at + Window);
    });
    const auto at = first == m_sent.end() ? now + Window : first->at + Window;
    return {false, at, "all " + std::to_string(limit()) + " requests of this minute are used or kept free"};
}

Budget::Leave Budget::take(Lane lane, std::string_view endpoint)
{
    const auto now = m_clock.now();
    forget(now);
    auto leave = look(lane, endpoint);
    m_asked[indexOf(lane)] = now;
    if (!leave.now && !m_rules.perMinute && !m_pausedUntil && m_blocked.empty()) {
        tryMore(now);
        leave = look(lane, endpoint);
    }
    if (leave.now) {
        m_sent.push_back({now, lane});
        ++m_count;
    }
    return leave;
}

void Budget::forget(Timestamp now)
{
    // A clock that was set back leaves requests that seem to come from the future; they are counted as sent just now.
    for (auto &sent : m_sent)
        sent.at = std::min(sent.at, now);
    while (!m_sent.empty() && now - m_sent.front().at >= Window)
        m_sent.pop_front();
    if (m_pausedUntil && now >= *m_pausedUntil) {
        m_pausedUntil.reset();
        m_pauseReason = WaitReason::None;
    }
    std::erase_if(m_endpoints, [&](const auto &paused) { return now >= paused.second; });
}

/// The minute is full. Once a day we look whether Notion would take a little more.
void Budget::tryMore(Timestamp now)
{
    if (int(m_sent.size()) < limit() - reservedFor(Lane::People) || now - m_learned.triedMoreAt < BetweenTrials ||
        m_learned.perMinute >= MostPerMinute)
        return;
    m_beforeTrial = m_learned.perMinute;
    int more = int(std::ceil(m_learned.perMinute * MoreByTrial));
    if (m_learned.perMinute < Documented) // something else once used up the minute: come back faster
        more = std::max(more, (m_learned.perMinute + Documented + 1) / 2);
    m_learned.perMinute = std::min(MostPerMinute, more);
    m_learned.triedMoreAt = now;
}

void Budget::told(const Outcome &outcome, std::string_view endpoint)
{
    const auto now = m_clock.now();
    if (outcome.kind == Outcome::Kind::Blocked)
        return block(outcome.sentence);
    if (outcome.kind != Outcome::Kind::Wait)
        return;
    ++m_tooMany;
    forget(now);
    const auto until = now + std::max(outcome.after, std::chrono::milliseconds(LeastPause));
    if (outcome.reason == WaitReason::Endpoint && !endpoint.empty()) {
        auto &paused = m_endpoints[std::string(endpoint)];
        paused = std::max(paused, until);
        return;
    }
    const bool first = !m_pausedUntil; // of a burst that is turned down together, the first tells the limit
    m_pausedUntil = std::max(m_pausedUntil.value_or(until), until);
    m_pauseReason = outcome.reason;
    if (outcome.reason != WaitReason::Rate || !first)
        return;
    if (m_beforeTrial > 0) { // it was the trial that was too much
        m_learned.perMinute = m_beforeTrial;
        m_beforeTrial = 0;
        return;
    }
    // What passed tells the limit only when we saw the whole minute: not right after the start, nor when another
    // program uses the same connection so much that hardly anything is left for us.
    if (now - m_since < Window)
        return;
    const int passed = int(m_sent.size()) - 1;
    m_learned.perMinute = std::clamp(passed, LeastPerMinute, m_learned.perMinute);
    m_learned.triedMoreAt = now;
}

void Budget::block(std::string why)
{
    m_blocked = why.empty() ? std::string("Notion blocks this connection") : std::move(why);
}

void Budget::unblock()
{
    m_blocked.clear();
}

Budget::Figures Budget::figures() const
{
    const auto now = m_clock.now();
    Figures figures;
    figures.byLane = usedAt(now);
    for (const int count : figures.byLane)
        figures.used += count;
    figures.limit = limit();
    if (m_pausedUntil && now < *m_pausedUntil) {
        figures.pausedUntil = m_pausedUntil;
        figures.pauseReason = m_pauseReason;
    }
    figures.blocked = m_blocked;
    figures.sent = m_count;
    figures.tooMany = m_tooMany;
    return figures;
}

} // namespace hs::notion
