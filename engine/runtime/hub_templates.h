#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Notification Templates: one record for each text and language that ships ("sage.welcome/en"), see hub_shipped.h.
namespace hs::runtime::mirror {

/// Send Count and Last Sent of the template that an effect was written by, once it has left.
void letterSent(Deed &deed, std::string_view effect);

/// A person who changed the words of an Active template gets their own words sent. A placeholder without a value stops
/// the send: BadInput.
Result<void> reword(const Deed &deed, agents::EffectWish &wish);

} // namespace hs::runtime::mirror
