#pragma once

#include "engine/agents/agent.h"
#include "engine/agents/studio.h"

// Sage and referrals: who brought whom, counted and rewarded once each. Pure; any thread.
namespace hs::agents {

/// Somebody came on the word of a contact: noted at both, and counted at the one who recommended. Once for each person
/// who came: a second message of the same changes nothing.
[[nodiscard]] Result<Plan> countReferral(const Books &books, const Event &event, const View &view);

/// Somebody became a client: the one who brought them gets the active referral reward, as a record of Rewards &
/// Bounties, once. At its last redemption the reward expires and a person looks whether there is to be another.
[[nodiscard]] Result<Plan> rewardReferral(const Books &books, const Event &event, const View &view);

} // namespace hs::agents
