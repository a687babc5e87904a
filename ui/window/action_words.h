#pragma once

#include "ui/shell/action_registry.h"

namespace hs::ui {

/// What an action is called where it stands among all others: the palette, the sheet of keys. A checkable
/// one is called in menus by its thing alone ("Board", ticked), which says nothing there; any other may
/// change its text with what it would do ("Undo: …").
[[nodiscard]] inline QString actionName(const ActionRegistry::Item &item)
{
    return item.action->isCheckable() ? item.spec.text : item.action->text().remove(QLatin1Char('&'));
}

} // namespace hs::ui
