#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The Conversations dock: id "conversations", shows kinds "thread" and "agent".
[[nodiscard]] std::vector<DockEntry> conversationsDocks();

} // namespace hs::ui
