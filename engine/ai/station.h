#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/ai/key_ring.h"
#include "engine/ai/pulse.h"
#include "engine/ai/router.h"

namespace hs::ai {

/// One provider while the router runs: its breaker, its keys, its rests, its models and how quick it is. One thread.
class Station {
public:
    /// `pause` of the breaker. `clock` outlives it.
    Station(std::uint64_t id, const Pulse &clock, Provider provider, std::chrono::milliseconds pause);

    [[nodiscard]] std::uint64_t id() const { return m_id; } ///< of this life: a provider set up otherwise is another station
    [[nodiscard]] const Provider &provider() const { return m_provider; }
    /// Takes over what is about choosing; false when it is reached in another way, and must be a station of its own.
    [[nodiscard]] bool adopt(const Provider &provider);

    // ---- whether it may be asked ----
    [[nodiscard]] std::string out() const; ///< why not, until somebody mends it; empty: it may
    /// Until a rest or a pause is over; zero: now. While a trial is under way only the breaker itself knows.
    [[nodiscard]] std::chrono::milliseconds wait() const;
    [[nodiscard]] http::Breaker &breaker() { return m_breaker; }
    [[nodiscard]] KeyRing &keys() { return m_keys; }
    /// The model that is asked for this: the wished one, the one for the purpose or the first; the cheapest when `thrifty`.
    /// Empty: there is none, or, when it is not `listed`, the provider is asked for its models first.
    [[nodiscard]] std::string modelFor(const Request &request, const Prices &prices, bool thrifty) const;
    [[nodiscard]] bool listed() const { return m_listed.has_value() || !m_provider.models.empty(); }
    /// Nothing: unknown. A local one costs nothing.
    [[nodiscard]] std::optional<Price> price(const Prices &prices, const std::string &model) const;
    [[nodiscard]] Endpoint endpoint(std::optional<std::size_t> key) const;
    [[nodiscard]] std::chrono::milliseconds usual() const { return m_usual; }

    // ---- what came of it: each call of the breaker's `allow` ends in one of these ----
    void begun() { ++m_calls; }
    void answered(std::optional<std::size_t> key, std::optional<std::chrono::milliseconds> firstToken);
    /// `rest`: how long to leave the key (or, where there is none, the provider) alone.
    void failed(const Error &error, std::optional<std::size_t> key, const std::string &model, std::chrono::milliseconds rest);
    void abandoned() { m_breaker.abandoned(); }

    void setModels(std::vector<std::string> models);
    void forgive(); ///< somebody looks after it: keys and models may be tried again

    [[nodiscard]] ProviderState state(Timestamp wall) const;
    /// What people see of it, as one text: changed is what reads differently.
    [[nodiscard]] std::string look() const;

private:
    [[nodiscard]] bool needsKey() const;
    [[nodiscard]] bool lacks(const std::string &model) const;
    [[nodiscard]] const std::vector<std::string> &ownModels() const; ///< as set up, else as the provider tells

    std::uint64_t m_id;
    const Pulse &m_clock;
    Provider m_provider;
    http::Breaker m_breaker;
    KeyRing m_keys;
    std::optional<std::vector<std::string>> m_listed;
    int m_lists = 0; ///< how often they have changed
    std::map<std::string, Timestamp> m_lacking; ///< models it does not know, until when that is believed
    Timestamp m_restsUntil{};
    std::string m_trouble;
    bool m_refused = false; ///< it wants a key, or other ones
    std::int64_t m_calls = 0, m_failures = 0;
    std::chrono::milliseconds m_usual{0};
};

} // namespace hs::ai
