#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

class QDBusPendingCallWatcher;

namespace hs::ui {

/// Asks the desktop's settings portal whether it prefers dark, and listens for
/// the change. Never blocks; without a session bus or a portal nothing is ever
/// told, which counts as light.
/// Protocol: org.freedesktop.portal.Settings, key org.freedesktop.appearance
/// color-scheme (0 no preference, 1 dark, 2 light). `ReadOne` where there is
/// one, else `Read`, whose answer is wrapped in a second variant.
class SystemAppearance final : public QObject {
    Q_OBJECT
public:
    explicit SystemAppearance(QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void darkPreferred(bool dark);

private Q_SLOTS:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &method);
    void take(QVariant value);
};

} // namespace hs::ui
