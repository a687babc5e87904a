#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"

/// The message bus: publish to an agent, by type or to all; request and response with a time limit.
namespace hs::runtime::bus {

inline constexpr std::chrono::seconds ResponseTime{30};

/// Recipients that are no agent.
inline constexpr std::string_view Everybody = "broadcast";
inline constexpr std::string_view Listeners = "listeners";

/// Stores a message and one delivery for each subscriber: the agent that is named; for `Listeners` each agent with a
/// duty that subscribes to the type (rule T6 of the workflow semantics) and the definitions that it starts; for
/// `Everybody` each agent with a duty. The sender is left out. With nobody to take it the message is a dead letter.
/// An answer (`responseTo`) closes its request, and the task of a workflow that asked (T5); after its time it is kept as "late"
/// and delivered to nobody.
std::string post(Deed &deed, std::string_view sender, const agents::MessagePost &message, std::chrono::milliseconds responseTime = ResponseTime);

/// Whether anybody listens to messages of this type: an agent with a duty, or a definition that it starts.
[[nodiscard]] bool isHeard(const Deed &deed, std::string_view type);

/// Requests without an answer in time become "timed out".
int expire(Deed &deed);

} // namespace hs::runtime::bus
