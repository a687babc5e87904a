#pragma once

#include <optional>

#include "engine/runtime/studio.h"
#include "engine/store/tables/schedules.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"

/// Definitions that start by the clock (setup.schedules, rule T8).
///
/// A run starts an instance of the newest version of the definition. Its start input is the schedule's event with
/// `due`, the time of the run, and `source`, "schedule", beside it; its business key is the schedule's name, so that
/// `overlap` knows what the schedule itself has begun: instances that were started otherwise are no matter.
///
/// - Each run happens once: the next due time moves on in the transaction that starts the instance. A clock that goes
///   back brings no run again; it waits until the time it had reached comes again.
/// - A run that is late by more than OnTime was missed. Missed runs happen once if one of them is within `catchup`,
///   as the first that is; without `catchup` none does. What is left out is told in the audit.
/// - `skip` leaves a run out while one before it is open, `queue` keeps one until that has ended, `allow` starts another.
namespace hs::runtime::schedules {

using store::schedules::Schedule;

/// A run that begins so much later than it was due is still the run itself.
inline constexpr std::chrono::minutes OnTime{2};

/// Takes over the schedules of a definition that was published as the newest version: new ones begin to count now,
/// those that stayed (same cron, zone and event) keep what is due, others are forgotten.
void follow(Deed &deed, const workflow::Definition &definition);
/// The definition was retired: nothing starts by the clock any more.
void forget(Deed &deed, std::string_view definition);
/// `follow` for the newest version of each definition on the shelf, `forget` for all others.
void followAll(Deed &deed);

/// One due or queued run. Does nothing when it has happened meanwhile.
Result<void> run(Deed &deed, std::string_view definition, std::string_view name);
/// It could not be started: the run is given up, told in the audit and among the troubles; the next one comes at its time.
Result<void> failed(Deed &deed, std::string_view definition, std::string_view name, const Error &error);

/// "digest.due at 0 9 * * 1-5 Europe/Berlin": the schedule's name and the key of its instances.
[[nodiscard]] std::string nameOf(const workflow::Schedule &schedule);

} // namespace hs::runtime::schedules
