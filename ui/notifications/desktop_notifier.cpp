#include "ui/notifications/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSystemTrayIcon>

namespace hs::ui {

namespace {
const QString Service = QStringLiteral("org.freedesktop.Notifications");
const QString Path = QStringLiteral("/org/freedesktop/Notifications");
constexpr int PatienceMs = 5000;
constexpr int BalloonMs = 10'000;
} // namespace

DesktopNotifier::DesktopNotifier(QObject *parent) : QObject(parent)
{
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return; // Qt would wait for a bus that is not there
    QDBusConnection bus = QDBusConnection::sessionBus();
    m_bus = bus.isConnected();
    if (!m_bus)
        return;
    bus.connect(Service, Path, Service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    bus.connect(Service, Path, Service, QStringLiteral("NotificationClosed"), this, SLOT(closed(uint, uint)));
}

void DesktopNotifier::show(const DesktopNotice &notice)
{
    if (!m_bus) {
        showInTray(notice);
        return;
    }
    QStringList actions;
    for (const DesktopNotice::Action &action : notice.actions)
        actions << action.key << action.text;
    QVariantMap hints;
    hints.insert(QStringLiteral("urgency"), QVariant::fromValue(uchar(notice.urgent ? 2 : 1)));
    hints.insert(QStringLiteral("desktop-entry"), QStringLiteral("higherself-console"));
    if (!notice.sound)
        hints.insert(QStringLiteral("suppress-sound"), true);
    else
        hints.insert(QStringLiteral("sound-name"), QStringLiteral("message-new-instant"));
    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Service, QStringLiteral("Notify"));
    // The body may be taken as markup: what clients wrote must not be.
    call << QStringLiteral("HigherSelf Console") << m_up.value(notice.id, 0U) << QStringLiteral("higherself-console") << notice.title
         << notice.text.toHtmlEscaped() << actions << hints << int(-1);
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, PatienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, notice](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        const QDBusPendingReply<uint> reply = *done;
        if (reply.isError())
            showInTray(notice);
        else
            m_up.insert(notice.id, reply.value());
    });
}

void DesktopNotifier::showInTray(const DesktopNotice &notice)
{
    if (!m_tray || !m_tray->isVisible())
        return;
    m_inTray = notice.id;
    disconnect(m_tray, &QSystemTrayIcon::messageClicked, this, nullptr);
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT chosen(m_inTray, QStringLiteral("default")); });
    m_tray->showMessage(notice.title, notice.text, notice.urgent ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information, BalloonMs);
}

void DesktopNotifier::withdraw(const QString &id)
{
    const uint serverId = m_up.take(id);
    if (serverId == 0 || !m_bus)
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Service, QStringLiteral("CloseNotification"));
    call << serverId;
    QDBusConnection::sessionBus().asyncCall(call, PatienceMs);
}

void DesktopNotifier::actionInvoked(uint serverId, const QString &action)
{
    const QString id = m_up.key(serverId);
    if (!id.isEmpty())
        Q_EMIT chosen(id, action);
}

void DesktopNotifier::closed(uint serverId, uint)
{
    m_up.remove(m_up.key(serverId));
}

} // namespace hs::ui
