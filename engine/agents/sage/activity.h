#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/sage/engagement.h"
#include "engine/agents/studio.h"

// Sage and what members do: activity, score, silence. Pure; any thread.
namespace hs::agents {

[[nodiscard]] Result<Plan> onActivity(const Books &books, const Event &event, const View &view);
[[nodiscard]] Result<Plan> scoreMember(const Command &command, const View &view);
[[nodiscard]] Result<Plan> reEngage(const Books &books, const Command &command, const View &view);
/// Walks over all members, slice by slice: scores them, and makes a task for each that has fallen silent.
[[nodiscard]] Result<Plan> inactivity(const Books &books, const Command &command, const View &view);

/// The score of a member as of now.
[[nodiscard]] Engagement engagementNow(const RecordView &member, const View &view);

} // namespace hs::agents
