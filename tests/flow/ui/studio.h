#pragma once

#include <memory>
#include <string>

#include <QJsonObject>
#include <QString>
#include <QTemporaryDir>

#include "engine/runtime/engine_host.h"
#include "ui/console_window.h"

namespace hs::test {

/// A studio as the program puts it together: engine, receiver and store on a data folder of their own,
/// real sockets, the system's clock. Everything goes with the object, the folder too unless it was given.
class Studio {
public:
    /// `smtpPort`: where its mail goes; 0: no outgoing mail. `folder`: a studio that is there already.
    explicit Studio(int smtpPort = 0, const QString &folder = {});
    ~Studio();

    /// Starts the engine and its receiver. `replySeconds`: how long an approved reply waits before it leaves.
    [[nodiscard]] Result<void> open(int replySeconds = 600);
    void close();

    [[nodiscard]] runtime::EngineHost &engine() { return *m_host; }
    [[nodiscard]] runtime::HostOptions options() const; ///< as the engine was started
    [[nodiscard]] QString folder() const { return m_folder; }

    /// A window on the studio, with its own file of preferences. `person`: who sits there; empty: nobody yet.
    [[nodiscard]] std::unique_ptr<ui::Console> desk(const QString &person = {}, const QString &window = QStringLiteral("window"));
    /// Somebody who may decide. Answers the id.
    [[nodiscard]] QString addPerson(const QString &name, const QString &initials);
    [[nodiscard]] static api::Caller person(const QString &id, const QString &name);

    /// A delivery over the socket, signed as the sender signs it. Answers the status; 0: no answer.
    [[nodiscard]] int lead(const QString &name, const QString &email, const QString &words);
    [[nodiscard]] int request(const QString &name, const QString &email, const QString &words);

private:
    [[nodiscard]] int deliver(const char *source, const std::string &headers, const std::string &body);

    QTemporaryDir m_own;
    QString m_folder;
    int m_smtpPort;
    std::unique_ptr<runtime::EngineHost> m_host;
    SystemClock m_clock;
};

} // namespace hs::test
