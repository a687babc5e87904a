#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The Board dock: id "board", shows kind "board_card" (a card in its place; "card" opens it).
[[nodiscard]] std::vector<DockEntry> boardsDocks();

} // namespace hs::ui
