#pragma once

#include <QDialog>
#include <QHash>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// All keys on one sheet, by where they are heard. `titles`: the translated name of
/// each dock by its id. `scope` not empty: only the global keys and those of that
/// dock, as help for the focused part.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
public:
    ShortcutSheet(ViewContext &context, const QHash<QString, QString> &titles, const QString &scope, QWidget *parent);
};

void showAbout(ViewContext &context, const QString &dataDir, QWidget *parent);

} // namespace hs::ui
