#include "tests/fakes/notion/webhooks.h"

#include <algorithm>
#include <array>

#include "engine/crypto/hash.h"

namespace hs::test::notion {

namespace {

using namespace std::chrono_literals;

// Between attempts; eight attempts in about a day.
constexpr std::array<std::chrono::milliseconds, 7> Pauses{1min, 5min, 15min, 1h, 3h, 6h, 13h};

bool isAggregated(const std::string &type)
{
    return type != "page.locked" && type != "page.unlocked";
}

void join(Json &into, const Json &more)
{
    for (const auto &[key, value] : more.items()) {
        if (!into.contains(key) || !value.is_array()) {
            into[key] = value;
            continue;
        }
        for (const Json &each : value)
            if (std::find(into[key].begin(), into[key].end(), each) == into[key].end())
                into[key].push_back(each);
    }
}

} // namespace

const Webhooks::Subscription &Webhooks::subscribe(std::string url, std::set<std::string> types, bool signHandshake)
{
    Subscription made{m_space.ids.uuid(), std::move(url), "secret_" + crypto::toHex(crypto::randomBytes(20)), std::move(types), false, signHandshake};
    const auto id = made.id;
    m_subscriptions.emplace(id, std::move(made));
    (void)sendHandshake(id);
    return m_subscriptions.at(id);
}

bool Webhooks::sendHandshake(const std::string &id)
{
    if (m_subscriptions.count(id) == 0)
        return false;
    Waiting waiting;
    waiting.subscription = id;
    waiting.handshake = true;
    waiting.due = m_space.time.now();
    m_waiting.push_back(std::move(waiting));
    return true;
}

bool Webhooks::verify(const std::string &id, const std::string &token)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end() || found->second.token != token)
        return false;
    found->second.verified = true;
    return true;
}

void Webhooks::add(const Happening &happening)
{
    if (!happening.actor.person && !m_space.options.notifyOwnEdits)
        return;
    for (const auto &entry : m_subscriptions) {
        const auto &id = entry.first;
        const auto &subscription = entry.second;
        if (!subscription.verified || (!subscription.types.empty() && subscription.types.count(happening.type) == 0))
            continue;
        const auto pending = [&](const std::string &type) {
            return std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting &w) {
                return !w.taken && !w.done && w.subscription == id && w.happening.entityId == happening.entityId && w.happening.type == type;
            });
        };
        if (happening.type == "page.deleted") {
            if (const auto created = pending("page.created"); created != m_waiting.end()) { // made and gone: nothing to tell
                created->done = true;
                continue;
            }
        }
        const auto before = isAggregated(happening.type) ? pending(happening.type) : m_waiting.end();
        if (before != m_waiting.end()) {
            join(before->happening.details, happening.details);
            before->authors.insert(happening.actor.user);
            before->happening.at = happening.at;
            continue;
        }
        Waiting waiting;
        waiting.subscription = id;
        waiting.event = m_space.ids.uuid();
        waiting.happening = happening;
        waiting.authors = {happening.actor.user};
        waiting.due = m_space.time.now() + (isAggregated(happening.type) ? m_space.options.webhookWindow : 0ms);
        m_waiting.push_back(std::move(waiting));
    }
}

std::string Webhooks::bodyOf(const Waiting &waiting) const
{
    const Subscription &subscription = m_subscriptions.at(waiting.subscription);
    if (waiting.handshake)
        return dump({{"verification_token", subscription.token}});
    const Happening &happening = waiting.happening;
    Json authors = Json::array();
    for (const auto &id : waiting.authors)
        authors.push_back({{"id", id}, {"type", m_space.users.at(id).bot ? "bot" : "person"}});
    Json data = happening.details;
    data["parent"] = happening.parent;
    return dump({{"id", waiting.event},
                 {"timestamp", toRfc3339(happening.at)},
                 {"workspace_id", m_space.id},
                 {"workspace_name", m_space.name},
                 {"subscription_id", subscription.id},
                 {"integration_id", m_space.bot},
                 {"type", happening.type},
                 {"authors", std::move(authors)},
                 {"attempt_number", waiting.attempt},
                 {"api_version", "2026-03-11"},
                 {"entity", {{"id", happening.entityId}, {"type", happening.entityType}}},
                 {"data", std::move(data)}});
}

std::vector<Webhooks::Due> Webhooks::takeDue()
{
    std::vector<Due> out;
    const auto now = m_space.time.now();
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        Waiting &waiting = m_waiting[i];
        if (waiting.done || waiting.taken || waiting.due > now)
            continue;
        waiting.taken = true;
        const Subscription &subscription = m_subscriptions.at(waiting.subscription);
        Due due;
        due.place = i;
        due.url = subscription.url;
        due.delivery = {subscription.id, waiting.event, waiting.happening.type, waiting.attempt, 0, bodyOf(waiting)};
        if (!waiting.handshake || subscription.signHandshake)
            due.signature = "sha256=" + crypto::toHex(crypto::hmacSha256(subscription.token, due.delivery.body));
        out.push_back(std::move(due));
    }
    return out;
}

void Webhooks::settle(const Due &due, int status)
{
    Waiting &waiting = m_waiting[due.place];
    waiting.taken = false;
    m_deliveries.push_back(due.delivery);
    m_deliveries.back().status = status;
    if ((status >= 200 && status < 300) || waiting.handshake || waiting.attempt > int(Pauses.size())) {
        waiting.done = true;
        return;
    }
    waiting.due = m_space.time.now() + Pauses[std::size_t(waiting.attempt - 1)];
    ++waiting.attempt;
}

void Webhooks::hurry()
{
    for (Waiting &waiting : m_waiting)
        waiting.due = std::min(waiting.due, m_space.time.now());
}

bool Webhooks::repeat(const std::string &event)
{
    for (Waiting &waiting : m_waiting) {
        if (waiting.event != event || !waiting.done)
            continue;
        waiting.done = false;
        waiting.due = m_space.time.now();
        return true;
    }
    return false;
}

std::size_t Webhooks::waiting() const
{
    return std::size_t(std::count_if(m_waiting.begin(), m_waiting.end(), [](const Waiting &w) { return !w.done; }));
}

} // namespace hs::test::notion
