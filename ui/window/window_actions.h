#pragma once

#include <QObject>
#include <QSet>
#include <QString>

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
    void addAgents(); ///< a way to the page of each, once they are known
    void fillViewMenu();
    void fillPresenceMenu();
    void keepPerspective();
    void showKeys(const QString &dock);

    MainWindow &m_window;
    QSet<QString> m_agents; ///< that have their way
    QMenu *m_view;
    QMenu *m_program;
    QMenu *m_presence;
};

} // namespace hs::ui
