#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Sage and what clients say: feedback, and how a bad experience weighs. Pure; any thread.
namespace hs::agents {

[[nodiscard]] Result<Plan> onFeedback(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> weighImpact(const Books &books, const Command &command, const View &view);

} // namespace hs::agents
