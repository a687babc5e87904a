#pragma once

#include <functional>

#include <QWidget>

#include "engine/api/designer.h"
#include "ui/theme/theme.h"

namespace hs::ui {

// Small questions of the designer. Each opens, returns at once, and calls `then` when it was answered.

/// Name and kind of a state; `inside` is said above the fields.
void askNewState(QWidget *parent, const QString &inside, std::function<void(const QString &key, api::StateKind kind)> then);

/// A transition from `source`; `target`: chosen beforehand, -1: none.
void askNewTransition(QWidget *parent, const api::Chart &chart, int source, int target, std::function<void(const api::AddTransition &)> then);

/// Id, title and pattern of a new definition; gives its text. `taken`: ids that are used.
void askNewDefinition(QWidget *parent, const QStringList &taken, std::function<void(const QString &text)> then);

} // namespace hs::ui
