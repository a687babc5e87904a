#pragma once

#include <memory>

#include "engine/api/door.h"
#include "ui/shell/view_context.h"

namespace hs::ui {

/// Everything behind a ViewContext, made and destroyed in the right order.
/// The program has one; a test of a view makes its own:
///
///     test::FakeDoor door;
///     test::FakeClock clock;
///     ShellParts parts(door, clock, *TokenSet::shipped());
///     EscalationsView view(parts.context());
struct ShellParts {
    /// `door` and `clock` outlive this. Empty `preferencesFile`: nothing is kept.
    ShellParts(api::Door &door, const Clock &clock, TokenSet tokens, const QString &preferencesFile = {});
    ~ShellParts();

    [[nodiscard]] ViewContext &context() { return m_context; }

    Preferences preferences;
    Theme theme;
    api::Engine engine;
    ActionRegistry actions;
    Navigator navigator;
    StudioFilter studio;
    Toasts toasts;
    Ticker ticker;
    UndoCenter undo;
    ReplyDesk reply;

private:
    ViewContext m_context;
};

} // namespace hs::ui
