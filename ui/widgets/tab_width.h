#pragma once

#include <QFontMetrics>
#include <QPushButton>

#include "ui/theme/theme.h"

namespace hs::ui {

/// The chosen tab is bold: gives each room for that from the start, so that none is cut once another is chosen.
inline void fitTab(QPushButton *tab, const Theme &theme)
{
    tab->setMinimumWidth(QFontMetrics(theme.font(TextStyle::Body, QFont::DemiBold)).horizontalAdvance(tab->text()) + 14);
}

} // namespace hs::ui
