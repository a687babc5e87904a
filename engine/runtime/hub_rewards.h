#pragma once

#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// The rule of Rewards & Bounties: one whose end has passed, or that was redeemed as often as it may be, becomes Expired,
/// and a task asks what came of it.
namespace hs::runtime::mirror {

Result<void> expireRewards(Deed &deed);

} // namespace hs::runtime::mirror
