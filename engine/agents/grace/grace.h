#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// The orchestrator: routes requests, acknowledges, hands on, opens cases.
/// `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeGrace(const Books &books);

} // namespace hs::agents
