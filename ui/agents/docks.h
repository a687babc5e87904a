#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The dock of one agent: id "agent", shows the kind "agent".
[[nodiscard]] std::vector<DockEntry> agentsDocks();

} // namespace hs::ui
