#pragma once

#include <QPushButton>

#include "ui/theme/theme.h"

namespace hs::ui {

/// A chip that can be pressed, with a sign before its words. Long words are cut, so that no name of a file or record makes a
/// dock wider; then the whole is its tooltip. "&" is a letter.
[[nodiscard]] QPushButton *makeChipButton(const Theme &theme, const QString &text, const QString &icon, QWidget *parent);

} // namespace hs::ui
