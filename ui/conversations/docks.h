#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The Conversations dock: id "conversations", shows the kinds "thread" and "agent_threads" (those of one agent).
[[nodiscard]] std::vector<DockEntry> conversationsDocks();

} // namespace hs::ui
