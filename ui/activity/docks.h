#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// Audit, events and tasks.
[[nodiscard]] std::vector<DockEntry> activityDocks();

} // namespace hs::ui
