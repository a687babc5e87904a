#include "engine/ai/key_ring.h"

#include <algorithm>

namespace hs::ai {

KeyRing::KeyRing(const Clock &clock, std::vector<Secret> keys) : m_clock(clock)
{
    m_keys.reserve(keys.size());
    for (auto &key : keys)
        if (!key.empty())
            m_keys.push_back({std::move(key), 0, {}, false});
}

std::optional<std::size_t> KeyRing::take(double random)
{
    const auto now = m_clock.now();
    std::optional<std::size_t> best;
    const auto first = std::min(std::size_t(std::max(random, 0.0) * double(m_keys.size())), m_keys.empty() ? 0 : m_keys.size() - 1);
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const auto at = (first + i) % m_keys.size();
        const auto &key = m_keys[at];
        if (!key.refused && key.restsUntil <= now && (!best || key.underWay < m_keys[*best].underWay))
            best = at;
    }
    if (best)
        ++m_keys[*best].underWay;
    return best;
}

void KeyRing::done(std::size_t key)
{
    --m_keys[key].underWay;
}

void KeyRing::rest(std::size_t key, std::chrono::milliseconds wait)
{
    m_keys[key].restsUntil = std::max(m_keys[key].restsUntil, m_clock.now() + wait);
}

void KeyRing::refuse(std::size_t key)
{
    m_keys[key].refused = true;
}

void KeyRing::accept(std::size_t key)
{
    m_keys[key].refused = false;
}

void KeyRing::forgive()
{
    for (auto &key : m_keys)
        key.refused = false;
}

bool KeyRing::allRefused() const
{
    return std::all_of(m_keys.begin(), m_keys.end(), [](const Key &key) { return key.refused; });
}

std::optional<std::chrono::milliseconds> KeyRing::wait() const
{
    const auto now = m_clock.now();
    std::optional<std::chrono::milliseconds> least;
    for (const auto &key : m_keys) {
        if (key.refused)
            continue;
        const auto wait = std::max(key.restsUntil - now, std::chrono::milliseconds(0));
        least = std::min(least.value_or(wait), wait);
    }
    return least;
}

} // namespace hs::ai
