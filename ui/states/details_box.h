#pragma once

#include <QString>

class QWidget;

namespace hs::ui {

class Theme;

/// A small window with a failure's details to read and copy. Opened only on request.
void showDetails(const Theme &theme, const QString &title, const QString &details, QWidget *parent);

} // namespace hs::ui
