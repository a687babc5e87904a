#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/dock_catalog.h"

namespace hs::ui {

/// The dock "record" (kinds record, contact).
[[nodiscard]] std::vector<DockEntry> recordsDocks();

} // namespace hs::ui
