#pragma once

#include <QByteArray>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/fakes/program.h"

namespace hs::test {

/// One of the sinks of this folder as a process of its own (smtp_sink.py, http_sink.py).
/// What it was given is read back with received(). Ends with the object.
class Sink {
public:
    /// `name` is the script's file name. After this, port() is 0 when it did not start.
    explicit Sink(const char *name, const QStringList &arguments = {})
        // The distribution's Python, for its python3-aiosmtpd.
        : m_program(QStringLiteral("/usr/bin/python3"), QStringList{script(name), QStringLiteral("--out"), out()} + arguments)
    {
        m_port = readLine().value(QStringLiteral("port")).toInt();
    }
    ~Sink() { m_program.end(5'000); }
    Sink(const Sink &) = delete;
    Sink &operator=(const Sink &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    /// smtp_sink.py only; returns when the new mode holds.
    void setMode(const char *mode)
    {
        m_program.write(QJsonDocument(QJsonObject{{QStringLiteral("mode"), QString::fromLatin1(mode)}}).toJson(QJsonDocument::Compact) + '\n');
        readLine();
    }
    [[nodiscard]] QList<QJsonObject> received() const
    {
        QList<QJsonObject> lines;
        QFile file(out());
        if (file.open(QIODevice::ReadOnly)) {
            for (const auto &line : file.readAll().split('\n')) {
                if (!line.isEmpty())
                    lines.append(QJsonDocument::fromJson(line).object());
            }
        }
        return lines;
    }

private:
    [[nodiscard]] QString out() const { return m_folder.filePath(QStringLiteral("received.jsonl")); }
    static QString script(const char *name)
    {
        // __FILE__ may be relative to where the compiler stood.
        const auto source = qEnvironmentVariable("HS_SOURCE_DIR");
        const auto folder = source.isEmpty() ? QFileInfo(QString::fromLatin1(__FILE__)).absolutePath() : source + QStringLiteral("/tests/fakes");
        return folder + QLatin1Char('/') + QString::fromLatin1(name);
    }
    QJsonObject readLine() { return QJsonDocument::fromJson(m_program.readLine(20'000)).object(); }

    QTemporaryDir m_folder;
    Program m_program;
    int m_port = 0;
};

/// A certificate for localhost and 127.0.0.1 that nobody trusts until told, made by openssl.
class TestCertificate {
public:
    TestCertificate()
    {
        Program::run(QStringLiteral("openssl"),
                     {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                      QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                      QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost"),
                      QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1"),
                      QStringLiteral("-keyout"), key(), QStringLiteral("-out"), certificate()});
    }
    [[nodiscard]] bool isValid() const { return QFile::exists(certificate()); }
    [[nodiscard]] QString certificate() const { return m_folder.filePath(QStringLiteral("cert.pem")); }
    [[nodiscard]] QString key() const { return m_folder.filePath(QStringLiteral("key.pem")); }

private:
    QTemporaryDir m_folder;
};

} // namespace hs::test
