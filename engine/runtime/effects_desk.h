#pragma once

#include "engine/agents/plan.h"
#include "engine/runtime/studio.h"
#include "engine/store/tables/outbox.h"

/// Puts effects into the outbox: as a draft, held, or queued. Nothing leaves the machine here.
namespace hs::runtime::effects {

enum class Approval {
    Agent,  ///< an agent wants it: its autonomy decides
    Person, ///< a person approved it: held, then sent
    Notice  ///< a notice to the studio's own staff: no hold
};

struct Wanted {
    agents::EffectWish wish;
    std::string key;        ///< idempotency key
    std::string agent, entity, escalation;
    Approval approval = Approval::Agent;
    bool money = false;     ///< held for longer
};
/// The effect as it now stands in the outbox (an earlier one with the same key included).
store::outbox::Effect put(Deed &deed, const Wanted &wanted);

/// Why effects of this kind can't leave now; empty: they can.
[[nodiscard]] std::string notReady(const Policy &policy, std::string_view kind);

} // namespace hs::runtime::effects
