#pragma once

#include <functional>
#include <vector>

#include <QHash>
#include <QObject>
#include <QString>

class QDBusPendingCallWatcher;
class QSystemTrayIcon;

namespace hs::ui {

struct DesktopNotice {
    struct Action {
        QString key;
        QString text;
    };
    QString id;      ///< ours: the same id replaces what is up
    QString title;
    QString text;
    std::vector<Action> actions; ///< "default" is a click on the banner
    bool urgent = false;
    bool sound = false;
};

/// Banners of the desktop by org.freedesktop.Notifications, a tray balloon where
/// there is no such service. Never blocks.
class DesktopNotifier final : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotifier(QObject *parent = nullptr);
    void setTray(QSystemTrayIcon *tray) { m_tray = tray; }
    void show(const DesktopNotice &notice);
    void withdraw(const QString &id);

Q_SIGNALS:
    void chosen(const QString &id, const QString &action);

private Q_SLOTS:
    void actionInvoked(uint serverId, const QString &action);
    void closed(uint serverId, uint reason);

private:
    void showInTray(const DesktopNotice &notice);

    bool m_bus = false;
    QHash<QString, uint> m_up; ///< our id → the server's
    QSystemTrayIcon *m_tray = nullptr;
    QString m_inTray;
};

} // namespace hs::ui
