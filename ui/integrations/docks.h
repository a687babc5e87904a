#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// What the studio is connected with.
[[nodiscard]] std::vector<DockEntry> integrationsDocks();

} // namespace hs::ui
