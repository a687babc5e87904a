#pragma once

#include <QDialog>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// All keys on one sheet, by where they are heard. `scope` not empty: only the
/// global ones and those of that dock, as help for the focused part.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
public:
    ShortcutSheet(ViewContext &context, const QString &scope, const QString &scopeTitle, QWidget *parent);
};

void showAbout(ViewContext &context, const QString &dataDir, QWidget *parent);

} // namespace hs::ui
