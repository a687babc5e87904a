#pragma once

#include <optional>

#include "engine/agents/calendar/business_hours.h"
#include "engine/runtime/studio.h"
#include "engine/store/tables/state_clocks.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/interpreter.h"

/// How long instances may stand in a state: meta.sla (rule T10).
///
/// A clock starts when its state is entered and ends when it is left; entering it again starts anew. With a calendar
/// only its opening hours count, of several periods a day and without the studio's holidays:
/// - "entity": the business of the instance, by its Business Hours and Time Zone,
/// - "studio": the studio's own hours,
/// - any other text: the business with that record id or name.
/// A business without readable hours, or one that is not found, counts by the studio's. The due times stand from the
/// entry on: hours that are changed later are for later entries.
///
/// When a clock comes due, `sla.warned` or `sla.breached` is published on the bus and given to the instance as an
/// event, {state, since, due, workflow, number, title, entity} with it. An instance that is paused or waits for a
/// person does not get the event, the bus does: whoever waits still waits.
namespace hs::runtime::stateclocks {

/// To be called after each step and start, within its transaction. Costs no statement when the definition has no
/// meta.sla.
void follow(Deed &deed, const workflow::Definition &definition, const store::workflows::Instance &instance, const workflow::Step &step);
/// The same for a change that is no step (undo, migration, fork): clocks of states that the instance stands in go on
/// or start now, others end.
void align(Deed &deed, const workflow::Definition &definition, const store::workflows::Instance &instance, const workflow::Snapshot &snapshot);

/// Tells of one clock that is due. Nothing when it was stopped meanwhile; a clock of an instance that has ended is removed.
Result<void> ring(Deed &deed, std::string_view instance, std::string_view state);
/// The instance could not take it: it is told once, in the audit, and not again.
Result<void> ringFailed(Deed &deed, std::string_view instance, std::string_view state, const Error &error);

/// The hours that a calendar of that name counts for an instance; nothing: round the clock.
[[nodiscard]] std::optional<agents::BusinessHours> hoursOf(const store::ReadSql &sql, const Studio &studio, std::string_view calendar,
                                                           std::string_view entity);

} // namespace hs::runtime::stateclocks
