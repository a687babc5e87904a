#pragma once

#include <functional>

#include "ui/shell/view_context.h"

class QWidget;

namespace hs::ui {

/// Reports a document as outdated, asking why; or takes the report back where there is one (`reported`). Either can be undone.
/// `then` is told the document and its report once the engine has it.
void reportOutdated(ViewContext &context, QWidget *parent, const QString &document, const QString &title, const QString &reported,
                    std::function<void(const QString &document, const QString &why)> then);

} // namespace hs::ui
