#pragma once

#include <vector>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// Every dock of the console; the five of the overview first, in the order of Alt+1 to 5.
[[nodiscard]] std::vector<DockEntry> dockCatalog();

} // namespace hs::ui
