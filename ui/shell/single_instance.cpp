#include "ui/shell/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>

namespace hs::ui {

namespace {

QString serverName(const QString &dataDir)
{
    const QDir folder(dataDir);
    const QString path = folder.exists() ? folder.canonicalPath() : folder.absolutePath();
    const QByteArray hash = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex().left(20);
    return QStringLiteral("higherself-console-") + QString::fromLatin1(hash);
}

} // namespace

SingleInstance::SingleInstance(const QString &dataDir, QObject *parent)
    : QObject(parent), m_name(serverName(dataDir)), m_lock(QDir(dataDir).filePath(QStringLiteral("window.lock")))
{
    m_lock.setStaleLockTime(0); // stale only when its process is gone
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::answer);
}

SingleInstance::Outcome SingleInstance::claim(const QStringList &arguments)
{
    if (m_lock.tryLock(0)) {
        QLocalServer::removeServer(m_name); // left behind by a killed process
        m_server.listen(m_name);
        return Outcome::First;
    }
    if (m_lock.error() != QLockFile::LockFailedError)
        return Outcome::First; // a folder that can't be written holds no lock, and the engine says so better
    return hand(arguments) ? Outcome::Handed : Outcome::Deaf;
}

QString SingleInstance::holder() const
{
    qint64 process = 0;
    QString host;
    QString program;
    if (!m_lock.getLockInfo(&process, &host, &program))
        return {};
    return QStringLiteral("%1 (process %2, %3)").arg(program).arg(process).arg(host);
}

bool SingleInstance::hand(const QStringList &arguments) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(PatienceMs))
        return false;
    socket.write(QJsonDocument(QJsonArray::fromStringList(arguments)).toJson(QJsonDocument::Compact) + '\n');
    socket.flush();
    return socket.waitForReadyRead(PatienceMs) && socket.readAll().startsWith("ok");
}

void SingleInstance::answer()
{
    while (QLocalSocket *caller = m_server.nextPendingConnection()) {
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        connect(caller, &QLocalSocket::readyRead, this, [this, caller] {
            if (!caller->canReadLine()) {
                if (caller->bytesAvailable() > MaxMessage)
                    caller->abort();
                return;
            }
            const QJsonDocument message = QJsonDocument::fromJson(caller->readLine());
            QStringList arguments;
            const QJsonArray items = message.array();
            for (const QJsonValue &item : items)
                arguments << item.toString();
            caller->write("ok\n");
            caller->flush();
            caller->disconnectFromServer();
            Q_EMIT called(arguments);
        });
    }
}

} // namespace hs::ui
