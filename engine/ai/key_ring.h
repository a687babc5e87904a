#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/secret.h"

namespace hs::ai {

/// The keys of one provider. Load goes to the key with the fewest calls under way; one that is told to wait rests so long, and
/// one that is refused rests until somebody mends it. One thread.
class KeyRing {
public:
    KeyRing(const Clock &clock, std::vector<Secret> keys);

    /// A key for one more call; nothing when all rest or are refused. `random` in [0, 1) breaks ties. `done` follows.
    [[nodiscard]] std::optional<std::size_t> take(double random);
    void done(std::size_t key);
    [[nodiscard]] const Secret &secret(std::size_t key) const { return m_keys[key].secret; }

    void rest(std::size_t key, std::chrono::milliseconds wait); ///< never shortens a rest
    void refuse(std::size_t key);
    void accept(std::size_t key); ///< it works (again)
    void forgive();               ///< refused keys may be tried again

    [[nodiscard]] bool empty() const { return m_keys.empty(); }
    [[nodiscard]] std::size_t size() const { return m_keys.size(); }
    [[nodiscard]] bool allRefused() const; ///< true when there are none
    /// How long until one may be taken: zero is now, nothing is never (all refused, or there are none).
    [[nodiscard]] std::optional<std::chrono::milliseconds> wait() const;

private:
    struct Key {
        Secret secret;
        int underWay = 0;
        Timestamp restsUntil{};
        bool refused = false;
    };
    const Clock &m_clock;
    std::vector<Key> m_keys;
};

} // namespace hs::ai
