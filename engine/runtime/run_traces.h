#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/invocations.h"

/// What the history of a run needs beside its steps.
namespace hs::runtime::runs {

/// Keeps one attempt that did not work, for the run's history. `task` as it stood during the attempt, `result` its
/// {"error": {name, message}}; `again`: when the next attempt is due, nothing: it was the last.
void keepFailedTry(Deed &deed, const store::workflows::Invocation &task, const Json &result, std::optional<Timestamp> again);

} // namespace hs::runtime::runs
