#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Liora and the campaigns there are: wished for, dated, running, measured. Pure; any thread.
namespace hs::agents {

[[nodiscard]] Plan lioraNoted(const Event &event); ///< nothing follows from it

[[nodiscard]] Result<Plan> checkCampaign(const Command &command, const View &view);
[[nodiscard]] Result<Plan> checkCampaigns(const Command &command, const View &view);

/// A wish for a campaign: its draft, and a task for the person who plans it with her.
[[nodiscard]] Result<Plan> beginCampaign(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> scheduleCampaign(const Event &event, const View &view);
[[nodiscard]] Result<Plan> keepMetrics(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> optimise(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
