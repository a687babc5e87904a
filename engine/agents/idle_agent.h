#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;
struct AgentCard;

/// An agent without a duty: says so in its voice and takes nothing. Both must outlive it.
[[nodiscard]] std::unique_ptr<Agent> makeIdle(const Books &books, const AgentCard &card);

} // namespace hs::agents
