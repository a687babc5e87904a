#include "ui/shell/shell_parts.h"

namespace hs::ui {

ShellParts::ShellParts(api::Door &door, const Clock &clock, TokenSet tokens, const QString &preferencesFile)
    : preferences(preferencesFile),
      theme(std::move(tokens)),
      engine(door),
      actions(preferences),
      ticker(clock),
      undo(ticker),
      m_context{engine, theme, actions, navigator, studio, toasts, undo, preferences, ticker, clock, reply}
{
}

ShellParts::~ShellParts() = default;

} // namespace hs::ui
