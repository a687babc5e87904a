#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"

/// The message bus: publish by agent or to all, request and response with a time limit.
namespace hs::runtime::bus {

inline constexpr std::chrono::seconds ResponseTime{30};

/// Stores a message and one delivery for each subscriber. "broadcast": every agent with a duty but the sender.
/// An answer (`responseTo`) closes its request; after its time it is kept as "late" and delivered to nobody.
std::string post(Deed &deed, std::string_view sender, const agents::MessagePost &message);

/// Requests without an answer in time become "timed out".
int expire(Deed &deed);

} // namespace hs::runtime::bus
