#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/records.h"
#include "engine/vocabulary/result.h"

/// A person changed a record of the hub by hand: who must know is told in the same transaction.
namespace hs::runtime::notices {

/// `before` null: the record is new. Changes by the engine itself tell nobody, nor does a change of nothing.
/// Each message names the changed properties and carries their values `before` and `after`.
/// - Contacts & Profiles: "contact_update" goes to those who listen (Nyra).
/// - Master Tasks: "task_changed" goes to those who listen (Ruvo); a task that is done is told to the workflow that made it.
/// - The others: "record_changed.DATABASE", where an agent or a definition listens for it.
Result<void> changed(Deed &deed, const store::records::Record *before, const store::records::Record &after);

} // namespace hs::runtime::notices
