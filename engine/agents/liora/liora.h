#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Campaigns: plans, dates, thresholds, letters to many. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeLiora(const Books &books);

} // namespace hs::agents
