#pragma once

#include <memory>

#include "engine/agents/agent.h"

namespace hs::agents {

struct Books;

/// Bookings, orders, stock and payments. `books` must outlive the agent.
[[nodiscard]] std::unique_ptr<Agent> makeSolari(const Books &books);

} // namespace hs::agents
