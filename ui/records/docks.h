#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The docks "run" (kinds card, workflow, run) and "record" (kinds record, contact).
[[nodiscard]] std::vector<DockEntry> recordsDocks();

} // namespace hs::ui
