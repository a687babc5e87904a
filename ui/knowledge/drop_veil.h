#pragma once

#include <QWidget>

#include "ui/theme/theme.h"

class QLabel;

namespace hs::ui {

/// Lies over the dock while something is dragged onto it, and says what will happen when it is let go.
class DropVeil final : public QWidget {
    Q_OBJECT
public:
    DropVeil(const Theme &theme, QWidget *parent);
    void cover(); ///< the whole parent, in front

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_icon;
};

} // namespace hs::ui
