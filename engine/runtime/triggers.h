#pragma once

#include "engine/agents/agent.h"
#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Definitions that say by themselves which events start them or are theirs (setup.triggers, rule T7).
namespace hs::runtime::triggers {

/// Whether any definition waits for events of this type.
[[nodiscard]] bool any(const Studio &studio, std::string_view type);

/// Starts and signals instances by the triggers of all definitions, within the event's own transaction. Rules see the
/// event's data and over it what the agent `made` of it (Plan::output): the contact's record instead of the sender's
/// words, a key, a beginning. What an agent's plan has already given to an instance under the same cause is not given
/// twice. Answers a sentence; empty: no trigger fits, or none of the data gives a key.
Result<std::string> run(Deed &deed, const agents::Event &event, const Json &made = Json());

} // namespace hs::runtime::triggers
