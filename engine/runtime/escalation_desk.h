#pragma once

#include <optional>

#include "engine/agents/plan.h"
#include "engine/runtime/human_terms.h"
#include "engine/runtime/studio.h"
#include "engine/store/tables/escalations.h"
#include "engine/vocabulary/result.h"

/// The life of a Level 4 case: waiting → claimed → held → done, beside it snoozed and waiting on client.
/// Every function is one part of a transaction and writes its own audit row. Errors: NotFound, Conflict
/// (the world changed), Forbidden, BadInput; then the transaction must be given up.
namespace hs::runtime::desk {

using store::escalations::Escalation;

/// Opens a case, or answers nothing when a person handed the same cause back and the facts are the same,
/// or when the same case is open already. `invocation`: key of the workflow's task that waits for it.
std::optional<Escalation> open(Deed &deed, const agents::EscalationWish &wish, std::string_view agent, std::string_view invocation = {});

Result<Escalation> claim(Deed &deed, std::string_view id, bool takeOver, std::string_view reason);
Result<Escalation> claimNext(Deed &deed, std::string_view entity);
Result<void> release(Deed &deed, std::string_view id);
Result<void> assign(Deed &deed, std::string_view id, std::string_view operatorId, std::string_view reason);
Result<void> touchLease(Deed &deed, std::string_view id);
Result<void> snooze(Deed &deed, std::string_view id, std::optional<Timestamp> until);
Result<void> waitOnClient(Deed &deed, std::string_view id, bool waiting);
Result<void> setPriority(Deed &deed, std::string_view id, int priority, std::string_view reason);
Result<void> saveDraft(Deed &deed, std::string_view id, std::string_view text);

struct Verdict {
    std::string decision; ///< approve, edit, reject, hand_back
    std::string reason, reply, rejectTo;
    std::int64_t versionSeen = -1; ///< -1: not told, taken as the present one
    std::string via;
    human::Answer answer = {}; ///< to a workflow's task with options or a form
};
/// Holds the effects; nothing leaves before the hold is over.
Result<Escalation> decide(Deed &deed, std::string_view id, const Verdict &verdict);
Result<Escalation> undo(Deed &deed, std::string_view id);

/// What a workflow waits for, once the hold of a decision is over.
struct Settled {
    std::string invocation;
    Json output; ///< {decision, by, comment, data}
};
/// Ends one case whose hold is over.
std::optional<Settled> finish(Deed &deed, Escalation escalation);

/// Turns of the clock: leases that ran out, snoozes that ended, half time, deadlines passed.
void tick(Deed &deed);
/// The next moment at which `tick` has something to do.
[[nodiscard]] std::optional<Timestamp> nextTick(const store::ReadSql &sql);

/// "E-1042"
[[nodiscard]] std::string numberOf(const Escalation &escalation);
/// The hours that the clocks of this case count; nothing: round the clock.
[[nodiscard]] std::optional<agents::BusinessHours> hoursOf(const store::ReadSql &sql, const Studio &studio, const Escalation &escalation);

} // namespace hs::runtime::desk
