#include <QSslSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "engine/http/server.h"

using namespace hs;
using namespace hs::httpd;
using namespace std::chrono_literals;

namespace {

class Hello final : public Handler {
public:
    bool owns(std::string_view) const override { return true; }
    Admission admit(const Request &) override { return {}; }
    void handle(Request request, Respond respond) override
    {
        respond({.body = std::string(request.secure ? "secure " : "open ") + std::to_string(request.body.size())});
    }
};

/// A certificate of its own for localhost, made fresh, so that none can run out.
bool writeCertificate(const std::string &certificateFile, const std::string &keyFile)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    if (!key || !certificate)
        return false;
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        return false;
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> certificateOut(BIO_new_file(certificateFile.c_str(), "w"), BIO_free_all);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> keyOut(BIO_new_file(keyFile.c_str(), "w"), BIO_free_all);
    return PEM_write_bio_X509(certificateOut.get(), certificate.get()) == 1
           && PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
}

} // namespace

class ServerTlsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answersOverTls();
    void plainTextIsTurnedAway();
    void silentHandshakesTimeOut();
    void aForeignKeyIsToldAtTheStart();

private:
    std::unique_ptr<Server> start(Limits limits = {});
    QTemporaryDir m_folder;
    std::string m_certificate;
    std::string m_key;
    Hello m_handler;
};

void ServerTlsTest::initTestCase()
{
    m_certificate = m_folder.filePath(QStringLiteral("cert.pem")).toStdString();
    m_key = m_folder.filePath(QStringLiteral("key.pem")).toStdString();
    QVERIFY(writeCertificate(m_certificate, m_key));
}

std::unique_ptr<Server> ServerTlsTest::start(Limits limits)
{
    ServerOptions options;
    options.limits = limits;
    options.tls = TlsFiles{m_certificate, m_key};
    auto server = Server::start(std::move(options), {&m_handler});
    if (!server)
        qFatal("%s", describe(server).c_str());
    return std::move(*server);
}

void ServerTlsTest::answersOverTls()
{
    const auto server = start();
    QVERIFY(QString::fromStdString(server->url()).startsWith(QLatin1String("https://127.0.0.1:")));
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server->port());
    QVERIFY2(socket.waitForEncrypted(5000), qPrintable(socket.errorString()));
    for (int i = 0; i < 3; ++i) { // kept alive
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + QByteArray(200'000, 'x'));
        QByteArray got;
        while (!got.endsWith("secure 200000") && socket.waitForReadyRead(5000))
            got += socket.readAll();
        QVERIFY2(got.startsWith("HTTP/1.1 200 OK\r\n"), got.constData());
        QVERIFY(got.endsWith("secure 200000"));
    }
}

void ServerTlsTest::plainTextIsTurnedAway()
{
    const auto server = start();
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), server->port());
    QVERIFY(socket.waitForConnected(5000));
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(socket.waitForDisconnected(5000) || socket.state() == QAbstractSocket::UnconnectedState);
    QVERIFY(!socket.readAll().contains("200 OK"));
}

void ServerTlsTest::silentHandshakesTimeOut()
{
    Limits limits;
    limits.handshakeTime = 40ms;
    const auto server = start(limits);
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), server->port());
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(socket.waitForDisconnected(5000) || socket.state() == QAbstractSocket::UnconnectedState);
}

void ServerTlsTest::aForeignKeyIsToldAtTheStart()
{
    const auto otherCertificate = m_folder.filePath(QStringLiteral("other.pem")).toStdString();
    const auto otherKey = m_folder.filePath(QStringLiteral("other-key.pem")).toStdString();
    QVERIFY(writeCertificate(otherCertificate, otherKey));
    ServerOptions options;
    options.tls = TlsFiles{m_certificate, otherKey};
    const auto server = Server::start(std::move(options), {&m_handler});
    QVERIFY(!server);
    QCOMPARE(int(server.error().code), int(Errc::BadInput));
    QCOMPARE(server.error().what, std::string("the TLS private key cannot be used: it belongs to another certificate"));
}

QTEST_GUILESS_MAIN(ServerTlsTest)
#include "server_tls_test.moc"
