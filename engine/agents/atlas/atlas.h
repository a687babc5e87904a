#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Knowledge: answers from the studio's sources with every sentence cited, or says that none answers. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeAtlas(const Books &books);

} // namespace hs::agents
