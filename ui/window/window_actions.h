#pragma once

#include <QObject>

class QMenu;

namespace hs::ui {

class MainWindow;

/// Every action of the window itself, registered, with its keys; and the menus
/// that show them: program, view, presence.
class WindowActions final : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(MainWindow &window);

private:
    void addPlaces();
    void addDockActions();
    void addView();
    void addProgram();
    void fillViewMenu();
    void fillPresenceMenu();
    void keepPerspective();
    void showKeys(const QString &dock);

    MainWindow &m_window;
    QMenu *m_view;
    QMenu *m_program;
    QMenu *m_presence;
};

} // namespace hs::ui
