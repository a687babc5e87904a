#pragma once

#include <optional>

#include "engine/runtime/studio.h"

/// Ruvo's clock: a task is told when its due time has come, and once more at each step of its lateness (agents::LatenessSteps).
namespace hs::runtime::reminders {

void remind(Deed &deed);
[[nodiscard]] std::optional<Timestamp> next(const store::ReadSql &sql);

} // namespace hs::runtime::reminders
