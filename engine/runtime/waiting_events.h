#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Events that came before the workflow they are for: those of a `deliver` trigger with `ttl` (rule T7).
namespace hs::runtime::triggers {

struct Early {
    std::string definition, key;
    std::string eventId; ///< what an instance will remember it by (D3)
    std::string type;
    Json body; ///< as the machine sees it
    std::chrono::milliseconds ttl{0};
};
/// Keeps an event for the next instance of the definition with that key. Answers a sentence; empty: it waits already.
std::string keepWaiting(Deed &deed, const Early &early);

/// To be called once an instance has started: gives it what waits for its definition and key, in the order of
/// arrival, each as a step of its own. What is left when it ends or stops on the way goes on waiting.
Result<void> deliverWaiting(Deed &deed, std::string_view definition, std::string_view key, std::string_view instance);

/// Events whose time is over become dead letters of the bus, told in the audit.
void expireWaiting(Deed &deed);
[[nodiscard]] std::optional<Timestamp> nextExpiry(const store::ReadSql &sql);

} // namespace hs::runtime::triggers
