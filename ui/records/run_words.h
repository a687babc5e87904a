#pragma once

#include <QString>

#include "engine/api/rows.h"
#include "ui/theme/theme.h"

/// How the states of runs and tasks read and look.
namespace hs::ui {

[[nodiscard]] QString statusText(api::WorkflowStatus status);
struct StatusLook {
    Tone tone = Tone::Neutral;
    QString icon;
};
[[nodiscard]] StatusLook statusLook(api::WorkflowStatus status);
/// Whether a run may still move.
[[nodiscard]] bool isOpen(api::WorkflowStatus status);
[[nodiscard]] QString taskStatusText(api::TaskStatus status);

} // namespace hs::ui
