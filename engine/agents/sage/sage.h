#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// The community: members, engagement, feedback, distribution. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeSage(const Books &books);

} // namespace hs::agents
