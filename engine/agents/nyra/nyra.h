#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Lead capture: takes people in, scores them, writes the first answer.
/// `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeNyra(const Books &books);

} // namespace hs::agents
