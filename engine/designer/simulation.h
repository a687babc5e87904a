#pragma once

#include "engine/api/designer.h"
#include "engine/vocabulary/result.h"

namespace hs::designer {

/// Plays a script (rule X1) on a definition from its start: no agents, no database, no real time. Fails with
/// BadInput, naming the place, when definition or script can't be used. Pure, any thread.
[[nodiscard]] Result<api::Simulation> simulate(const QString &text, const QString &script);

} // namespace hs::designer
