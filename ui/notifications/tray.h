#pragma once

#include <memory>

#include <QObject>

#include "ui/window/engine_status.h"

class QMenu;
class QSystemTrayIcon;

namespace hs::ui {

/// The sign in the tray: calm, with a count, degraded or paused; and its menu.
/// Nothing at all where there is no tray.
class Tray final : public QObject {
    Q_OBJECT
public:
    Tray(ViewContext &context, EngineStatus &status, QObject *parent = nullptr);
    ~Tray() override;

    [[nodiscard]] bool isThere() const { return m_icon != nullptr; }
    [[nodiscard]] QSystemTrayIcon *icon() const { return m_icon.get(); }

Q_SIGNALS:
    void openRequested();
    void muteRequested(int minutes);

private:
    void showStatus();

    ViewContext &m_context;
    EngineStatus &m_status;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QAction *m_state = nullptr;
};

/// The tray's picture: the sign with a count or a mark at its lower corner.
[[nodiscard]] QIcon trayPicture(const Theme &theme, qint64 count, bool degraded, bool paused);

} // namespace hs::ui
