#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The Knowledge dock: id "knowledge".
[[nodiscard]] std::vector<DockEntry> knowledgeDocks();

} // namespace hs::ui
