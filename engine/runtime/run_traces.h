#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"

/// What the history of a run needs beside its steps.
namespace hs::runtime::runs {

/// Keeps one attempt that did not work, for the run's history. `task` as it stood during the attempt;
/// called after the failure was taken, so that the next attempt is known.
void keepFailedTry(Deed &deed, const store::workflows::Invocation &task, const std::string &error, const std::string &message);

} // namespace hs::runtime::runs
