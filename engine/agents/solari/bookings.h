#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// What Solari does with events of booking services. Pure; any thread.
namespace hs::agents {

/// A booking whose workflow is known by its number moves it. One that nothing waits for is made ready to start one:
/// Plan::output then names `bookingKey`, `begin` and everything the definition needs, and the triggers do the rest.
[[nodiscard]] Result<Plan> onBooking(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
