#pragma once

#include "engine/api/engine.h"
#include "engine/vocabulary/clock.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/shell/preferences.h"
#include "ui/shell/reply_desk.h"
#include "ui/shell/studio_filter.h"
#include "ui/shell/ticker.h"
#include "ui/shell/toasts.h"
#include "ui/shell/undo_center.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// What every view is given. All of it outlives the views.
struct ViewContext {
    api::Engine &engine;
    Theme &theme;
    ActionRegistry &actions;
    Navigator &navigator;
    StudioFilter &studio;
    Toasts &toasts;
    UndoCenter &undo;
    Preferences &preferences;
    Ticker &ticker;
    const Clock &clock;
    ReplyDesk &reply;
};

} // namespace hs::ui
