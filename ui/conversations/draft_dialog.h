#pragma once

#include <functional>

#include <QString>

#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// Asks for the remark that goes with "ask the agent to draft"; it may stay empty. `then` runs when a person confirms.
/// `modelReady`: a language model writes, else rules.
void askForDraftRemark(ViewContext &context, QWidget *parent, const QString &agentName, bool modelReady, std::function<void(const QString &)> then);

} // namespace hs::ui
