#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The queue of escalations and the pane of one.
[[nodiscard]] std::vector<DockEntry> escalationsDocks();

} // namespace hs::ui
