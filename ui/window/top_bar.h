#pragma once

#include <QWidget>

#include "ui/window/engine_status.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace hs::ui {

class DemoTour;

/// Studio switcher, palette field, autonomy, people online, notices.
class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(ViewContext &context, EngineStatus &status, QWidget *parent);

    [[nodiscard]] QPushButton *paletteField() const { return m_palette; }
    [[nodiscard]] QToolButton *noticesButton() const { return m_notices; }
    [[nodiscard]] QToolButton *viewButton() const { return m_view; }

Q_SIGNALS:
    void autonomyClicked(); ///< asks first, elsewhere

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillStudios();
    void showStatus();
    void fillPeople();
    [[nodiscard]] int paletteHeight() const;
    void layOutPalette();

    ViewContext &m_context;
    EngineStatus &m_status;
    QToolButton *m_studio;
    QMenu *m_studios;
    DemoTour *m_demo;
    QLabel *m_offline;
    QPushButton *m_palette;
    QLabel *m_paletteKey;
    QToolButton *m_autonomy;
    QToolButton *m_people;
    QMenu *m_peopleMenu;
    QToolButton *m_notices;
    QToolButton *m_view;
};

} // namespace hs::ui
