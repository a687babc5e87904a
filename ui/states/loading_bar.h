#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/theme/theme.h"

namespace hs::ui {

/// A 2 px line that moves while something loads; still under reduced motion.
class LoadingBar final : public QWidget {
    Q_OBJECT
public:
    explicit LoadingBar(const Theme &theme, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    const Theme &m_theme;
    QTimer m_moving;
    int m_step = 0;
};

} // namespace hs::ui
