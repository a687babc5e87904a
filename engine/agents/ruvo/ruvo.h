#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Tasks: what, until when, for whom. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeRuvo(const Books &books);

} // namespace hs::agents
