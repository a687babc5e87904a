#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Liora's letters: to many, to one who is kept in touch with, to one who may recommend. Pure; any thread.
namespace hs::agents {

/// First all recipients are counted, then the letters are written: nobody gets one before the number is known.
[[nodiscard]] Result<Plan> sendNewsletter(const Books &books, const Command &command, const View &view);
[[nodiscard]] Result<Plan> nurture(const Books &books, const Command &command, const View &view);
[[nodiscard]] Result<Plan> referral(const Books &books, const Command &command, const View &view);

/// The oldest referral reward of the business that is active today.
[[nodiscard]] std::optional<RecordView> activeReward(const View &view, const std::string &entity);

} // namespace hs::agents
