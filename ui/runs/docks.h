#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The dock "run" (kinds card, workflow, run).
[[nodiscard]] std::vector<DockEntry> runsDocks();

} // namespace hs::ui
