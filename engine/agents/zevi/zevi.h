#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Who the public is: segments, profiles, trends, measures. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeZevi(const Books &books);

} // namespace hs::agents
