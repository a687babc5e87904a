#pragma once

#include <optional>

#include "engine/runtime/studio.h"

/// Ruvo's clock: tasks whose due time has come are told once.
namespace hs::runtime::reminders {

void remind(Deed &deed);
[[nodiscard]] std::optional<Timestamp> next(const store::ReadSql &sql);

} // namespace hs::runtime::reminders
