#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Content: drafts, brand checks, formats, stages. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeElan(const Books &books);

} // namespace hs::agents
