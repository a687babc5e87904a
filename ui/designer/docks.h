#pragma once

#include <vector>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The Workflow designer dock: id "designer", shows kind "workflow_design" (id of a definition).
[[nodiscard]] std::vector<DockEntry> designerDocks();

} // namespace hs::ui
