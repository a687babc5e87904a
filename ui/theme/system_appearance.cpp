#include "ui/theme/system_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace hs::ui {

namespace {
const QString Service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString Path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString Interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString Space = QStringLiteral("org.freedesktop.appearance");
const QString Key = QStringLiteral("color-scheme");
constexpr int PatienceMs = 5000;
} // namespace

SystemAppearance::SystemAppearance(QObject *parent) : QObject(parent) {}

void SystemAppearance::start()
{
    // Without the variable Qt would try to start a bus of its own, which takes long.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(Service, Path, Interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(QStringLiteral("ReadOne"));
}

void SystemAppearance::ask(const QString &method)
{
    QDBusMessage call = QDBusMessage::createMethodCall(Service, Path, Interface, method);
    call << Space << Key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, PatienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, method](QDBusPendingCallWatcher *done) {
        done->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (!reply.isError())
            take(reply.value().variant());
        else if (method == QLatin1String("ReadOne"))
            ask(QStringLiteral("Read"));
    });
}

void SystemAppearance::take(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    bool known = false;
    const uint scheme = value.toUInt(&known);
    if (known)
        Q_EMIT darkPreferred(scheme == 1);
}

void SystemAppearance::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space == Space && key == Key)
        take(value.variant());
}

} // namespace hs::ui
