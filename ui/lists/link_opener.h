#pragma once

#include <QString>

#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// A link in a text: opens outside the console once a person has seen where it leads and said yes. Only web and mail
/// addresses are opened, whatever the text says.
void askToOpen(ViewContext &context, QWidget *parent, const QString &address);

} // namespace hs::ui
