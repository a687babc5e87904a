#include <QTcpServer>
#include <QTest>

#include "engine/http/curl_transport.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/sink.h"

using namespace hs;
using namespace hs::http;
using hs::test::FakeClock;
using hs::test::Sink;
using hs::test::TestCertificate;

/// Mail as it is composed, and as a real SMTP server receives it.
class MailTest : public QObject {
    Q_OBJECT

private:
    static Mail plainMail()
    {
        Mail mail;
        mail.from = "The Glasshouse <hello@glasshouse.example>";
        mail.to = {"mara@studio.example"};
        mail.subject = "Your visit";
        mail.text = "Hello Mara,\n\nsee you on Friday.\n";
        mail.idempotencyKey = "effect-1";
        mail.date = FakeClock().now();
        return mail;
    }

    static Result<MailReceipt> deliver(CurlTransport &transport, SmtpAccount account, Mail mail)
    {
        auto answer = std::make_shared<std::optional<Result<MailReceipt>>>();
        transport.sendMail(std::move(account), std::move(mail), {}, [answer](Result<MailReceipt> result) { *answer = std::move(result); });
        if (!QTest::qWaitFor([&] { return answer->has_value(); }, 20'000))
            return fail(Errc::Internal, "no answer");
        return **answer;
    }

    static SmtpAccount accountAt(const Sink &sink, const char *credentials = "")
    {
        return *parseSmtpUrl("smtp://" + std::string(credentials) + "127.0.0.1:" + std::to_string(sink.port()));
    }

private Q_SLOTS:
    void composesWholeMessages()
    {
        const auto message = composeMail(plainMail());
        QVERIFY2(message, describe(message).c_str());
        QCOMPARE(QByteArray::fromStdString(*message),
                 QByteArray("Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
                            "From: \"The Glasshouse\" <hello@glasshouse.example>\r\n"
                            "To: mara@studio.example\r\n"
                            "Subject: Your visit\r\n"
                            "Message-ID: <")
                     + QByteArray::fromStdString(messageIdFor("effect-1", "hello@glasshouse.example"))
                     + QByteArray(">\r\n"
                                  "MIME-Version: 1.0\r\n"
                                  "Content-Type: text/plain; charset=utf-8\r\n"
                                  "Content-Transfer-Encoding: quoted-printable\r\n"
                                  "\r\n"
                                  "Hello Mara,\r\n\r\nsee you on Friday.\r\n"));
    }

    void theIdComesFromTheKey()
    {
        QCOMPARE(messageIdFor("k", "a@b.example"), messageIdFor("k", "c@b.example"));
        QVERIFY(messageIdFor("k", "a@b.example") != messageIdFor("l", "a@b.example"));
        QVERIFY(messageIdFor("k", "a@b.example").ends_with("@b.example"));
    }

    void linesStayShortAndPlain()
    {
        Mail mail = plainMail();
        mail.from = "Gärten & Räume für sehr lange Namen, die auf keine Zeile passen wollen <hello@glasshouse.example>";
        mail.to = {"mara@studio.example", "Jörg \"der Große\" Hartwig <joerg@studio.example>"};
        mail.subject = std::string("Grüße — ") + std::string(300, 'x') + " ✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓✓";
        mail.text = std::string(500, 'a') + "\nüü " + std::string(200, '=') + "\n. lonely dot\n.\nFrom here\ntrailing \t\nold mac\rend";
        const auto message = composeMail(mail);
        QVERIFY2(message, describe(message).c_str());
        for (const auto &line : QByteArray::fromStdString(*message).split('\n')) {
            QVERIFY2(line.isEmpty() || line.endsWith('\r'), line.constData());
            QVERIFY2(line.size() <= 79, line.constData());
            for (const char c : line)
                QVERIFY2(static_cast<unsigned char>(c) < 0x80, line.constData());
            QVERIFY(!line.startsWith('.'));
            QVERIFY(!line.startsWith("From "));
        }
    }

    void unfitMailIsRefused_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        const B oneLine = ": write it in one line";
        const B write = ": write it as name@domain.example or Name <name@domain.example>";
        QTest::newRow("a subject that adds a header") << B("subject") << B("Hi\r\nBcc: all@studio.example") << "holds a line break or another control character (mail:/subject)" + oneLine;
        QTest::newRow("a recipient that adds a header") << B("to") << B("a@b.example\nBcc: c@d.example") << "holds a line break or another control character (mail:/to/0)" + oneLine;
        QTest::newRow("a sender that adds a header") << B("from") << B("A\r <a@b.example>") << "holds a line break or another control character (mail:/from)" + oneLine;
        QTest::newRow("a subject without end") << B("subject") << B(999, 'x') << B("longer than 998 bytes (mail:/subject): shorten it");
        QTest::newRow("a subject in another encoding") << B("subject") << B("Gr\xFC\xDF") << B("not UTF-8 (mail:/subject): send text in UTF-8");
        QTest::newRow("text in another encoding") << B("text") << B("Gr\xFC\xDF") << B("not UTF-8 (mail:/text): send text in UTF-8");
        QTest::newRow("too long a text") << B("text") << B(1024 * 1024 + 1, 'x') << B("longer than 1 MiB (mail:/text): shorten it");
        QTest::newRow("no sender") << B("from") << B() << "not a mail address (mail:/from)" + write;
        QTest::newRow("no recipient") << B("nobody") << B() << B("nobody to write to (mail:/to): name at least one address");
        QTest::newRow("two addresses in one") << B("to") << B("a@b.example, c@d.example") << "not a mail address (mail:/to/0)" + write;
        QTest::newRow("no domain") << B("to") << B("mara") << "not a mail address (mail:/to/0)" + write;
        QTest::newRow("dots in a row") << B("to") << B("a..b@c.example") << "not a mail address (mail:/to/0)" + write;
        QTest::newRow("a domain with an underscore") << B("to") << B("a@b_c.example") << "not a mail address (mail:/to/0)" + write;
        QTest::newRow("letters beyond ASCII in the address") << B("to") << B("j\xC3\xB6rg@b.example") << "not a mail address (mail:/to/0)" + write;
        QTest::newRow("an open bracket") << B("to") << B("Mara <a@b.example") << "a mail address has no closing > (mail:/to/0)" + write;
        QTest::newRow("a bad reply address") << B("replyTo") << B("x") << "not a mail address (mail:/replyTo)" + write;
        QTest::newRow("no key") << B("key") << B() << B("no idempotency key (mail:/idempotencyKey): give the key of the effect");
        QTest::newRow("an answer to brackets") << B("inReplyTo") << B("<a@b>") << B("not a message id (mail:/inReplyTo): write it without angle brackets");
    }
    void unfitMailIsRefused()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, error);
        Mail mail = plainMail();
        const auto text = value.toStdString();
        if (field == "subject")
            mail.subject = text;
        else if (field == "text")
            mail.text = text;
        else if (field == "to")
            mail.to = {text};
        else if (field == "from")
            mail.from = text;
        else if (field == "replyTo")
            mail.replyTo = text;
        else if (field == "key")
            mail.idempotencyKey = text;
        else if (field == "inReplyTo")
            mail.inReplyTo = text;
        else
            mail.to.clear();
        const auto message = composeMail(mail);
        QVERIFY(!message);
        QCOMPARE(QByteArray::fromStdString(describe(message.error())), error);
        QCOMPARE(message.error().code, Errc::BadInput);
    }

    void readsServerAddresses_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("account"); // name|user|password, or the error
        using B = QByteArray;
        const B write = " (SMTP_URL): write it as smtps://user:password@mail.example:465";
        QTest::newRow("plain") << B("smtp://mail.example") << B("smtp://mail.example:587||");
        QTest::newRow("with a port") << B("smtp://mail.example:2525/") << B("smtp://mail.example:2525||");
        QTest::newRow("secure") << B("smtps://mail.example") << B("smtps://mail.example:465||");
        QTest::newRow("with a login") << B("smtps://me%40studio.example:p%3Aw%2F@mail.example") << B("smtps://mail.example:465|me@studio.example|p:w/");
        QTest::newRow("an address of numbers") << B("smtp://[::1]:25") << B("smtp://[::1]:25||");
        QTest::newRow("another protocol") << B("https://mail.example") << "the mail server's address does not begin with smtp:// or smtps://" + write;
        QTest::newRow("no protocol") << B("mail.example:25") << "the mail server's address does not begin with smtp:// or smtps://" + write;
        QTest::newRow("no host") << B("smtp://") << "the mail server's address cannot be read" + write;
        QTest::newRow("a port too large") << B("smtp://mail.example:99999") << "the mail server's address cannot be read" + write;
        QTest::newRow("a path") << B("smtp://mail.example/inbox") << "the mail server's address goes on after the port" + write;
        QTest::newRow("a password without user") << B("smtp://:pw@mail.example") << "the mail server's address has a password but no user" + write;
    }
    void readsServerAddresses()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, account);
        const auto read = parseSmtpUrl(url.toStdString());
        const auto shown = read ? read->name() + "|" + read->user + "|" + std::string(read->password.reveal()) : describe(read.error());
        QCOMPARE(QByteArray::fromStdString(shown), account);
    }

    void mailArrivesAsItWasMeant()
    {
        Sink sink("smtp_sink.py");
        QVERIFY(sink.port() > 0);
        Mailbox home;
        CurlTransport transport(home);
        Mail mail = plainMail();
        mail.from = "Gärten & Räume <hello@glasshouse.example>";
        mail.to = {"mara@studio.example", "Jörg Hartwig <joerg@studio.example>"};
        mail.subject = "Grüße aus dem Glashaus — " + std::string(80, 'x') + " ✓";
        mail.text = "Liebe Mara,\n\n.\n..\nFrom us: 100 % = alles.  \n" + std::string(300, 'y') + "\nÄÖÜ ✓";
        mail.inReplyTo = "abc@studio.example";
        const auto receipt = deliver(transport, accountAt(sink), mail);
        QVERIFY2(receipt, describe(receipt).c_str());
        QTRY_COMPARE(sink.received().size(), 1);
        const auto got = sink.received().front();
        QCOMPARE(got[QStringLiteral("from")].toString(), QStringLiteral("hello@glasshouse.example"));
        QCOMPARE(got[QStringLiteral("to")].toVariant().toStringList(), QStringList({QStringLiteral("mara@studio.example"), QStringLiteral("joerg@studio.example")}));
        QCOMPARE(got[QStringLiteral("subject")].toString(), QString::fromStdString(mail.subject));
        QCOMPARE(got[QStringLiteral("header_from")].toString(), QString::fromUtf8("Gärten & Räume <hello@glasshouse.example>"));
        QCOMPARE(got[QStringLiteral("header_to")].toString(), QString::fromUtf8("mara@studio.example, Jörg Hartwig <joerg@studio.example>"));
        QCOMPARE(got[QStringLiteral("message_id")].toString(), QStringLiteral("<") + QString::fromStdString(receipt->messageId) + QStringLiteral(">"));
        QCOMPARE(got[QStringLiteral("in_reply_to")].toString(), QStringLiteral("<abc@studio.example>"));
        QCOMPARE(got[QStringLiteral("date")].toString(), QStringLiteral("Mon, 23 Nov 2026 09:00:00 +0000"));
        QCOMPARE(got[QStringLiteral("text")].toString().trimmed(), QString::fromStdString(mail.text));
        QVERIFY(!got[QStringLiteral("tls")].toBool());
        // A second mail over the kept connection.
        mail.idempotencyKey = "effect-2";
        QVERIFY(deliver(transport, accountAt(sink), mail));
        QTRY_COMPARE(sink.received().size(), 2);
    }

    void refusalsSayWhetherTryingAgainHelps_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("permanent");
        using B = QByteArray;
        const B forGood = ": check the addresses, and that the server takes mail from this sender";
        QTest::newRow("no such recipient") << B("rcpt 550") << "the mail server refused the mail for good (reply 550) (SERVER)" + forGood << int(Errc::BadInput) << true;
        QTest::newRow("a recipient not now") << B("rcpt 451") << B("the mail server does not take the mail now (reply 451) (SERVER)") << int(Errc::Unavailable) << false;
        QTest::newRow("content refused") << B("data 554") << "the mail server refused the mail for good (reply 554) (SERVER)" + forGood << int(Errc::BadInput) << true;
        QTest::newRow("content not now") << B("data 452") << B("the mail server does not take the mail now (reply 452) (SERVER)") << int(Errc::Unavailable) << false;
        QTest::newRow("hung up before confirming") << B("drop") << B("the connection to the mail server broke (SERVER)") << int(Errc::Unavailable) << false;
    }
    void refusalsSayWhetherTryingAgainHelps()
    {
        QFETCH(QByteArray, mode);
        QFETCH(QByteArray, error);
        QFETCH(int, code);
        QFETCH(bool, permanent);
        Sink sink("smtp_sink.py");
        QVERIFY(sink.port() > 0);
        sink.setMode(mode.constData());
        Mailbox home;
        CurlTransport transport(home);
        const auto account = accountAt(sink);
        const auto receipt = deliver(transport, account, plainMail());
        QVERIFY(!receipt);
        QCOMPARE(QByteArray::fromStdString(describe(receipt.error())), error.replace("SERVER", QByteArray::fromStdString(account.name())));
        QCOMPARE(int(receipt.error().code), code);
        QCOMPARE(isPermanent(receipt.error()), permanent);
        QVERIFY(sink.received().isEmpty());
        // The same mail goes when the server takes it again, with the same id.
        sink.setMode("ok");
        const auto again = deliver(transport, account, plainMail());
        QVERIFY2(again, describe(again).c_str());
        QTRY_COMPARE(sink.received().size(), 1);
    }

    void aServerThatStaysSilentCanBeLeft()
    {
        Sink sink("smtp_sink.py", {QStringLiteral("--mode"), QStringLiteral("silent")});
        QVERIFY(sink.port() > 0);
        Mailbox home;
        CurlTransport transport(home);
        std::stop_source stop;
        std::optional<Result<MailReceipt>> answer;
        transport.sendMail(accountAt(sink), plainMail(), stop.get_token(), [&](Result<MailReceipt> result) { answer = std::move(result); });
        QTRY_COMPARE(sink.received().size(), 1); // the sink has the whole mail and keeps its reply back
        const auto start = std::chrono::steady_clock::now();
        stop.request_stop();
        QTRY_VERIFY(answer);
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
        QCOMPARE(answer->error().code, Errc::Cancelled);
    }

    void endingTheTransportAnswersAllMail()
    {
        Sink sink("smtp_sink.py", {QStringLiteral("--mode"), QStringLiteral("silent")});
        QVERIFY(sink.port() > 0);
        Mailbox home;
        int cancelled = 0;
        const auto start = std::chrono::steady_clock::now();
        {
            CurlTransport transport(home);
            for (int i = 0; i < 3; ++i)
                transport.sendMail(accountAt(sink), plainMail(), {}, [&](Result<MailReceipt> result) {
                    cancelled += !result && result.error().code == Errc::Cancelled ? 1 : 0;
                });
            QTRY_COMPARE(sink.received().size(), 1);
        }
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
        QTRY_COMPARE(cancelled, 3);
        QCOMPARE(sink.received().size(), 1); // the other two never began
    }

    void aSlowMailServerHoldsUpNoRequest()
    {
        Sink mailSink("smtp_sink.py", {QStringLiteral("--mode"), QStringLiteral("silent")});
        Sink httpSink("http_sink.py");
        QVERIFY(mailSink.port() > 0 && httpSink.port() > 0);
        Mailbox home;
        CurlTransport transport(home);
        bool mailAnswered = false;
        transport.sendMail(accountAt(mailSink), plainMail(), {}, [&](const Result<MailReceipt> &) { mailAnswered = true; });
        QTRY_COMPARE(mailSink.received().size(), 1);
        bool answered = false;
        transport.send({.url = "http://127.0.0.1:" + std::to_string(httpSink.port()) + "/echo"}, {}, [&](const Result<Response> &) { answered = true; });
        QTRY_VERIFY(answered);
        QVERIFY(!mailAnswered);
    }

    void aServerThatStaysSilentIsLeftInTime()
    {
        Sink sink("smtp_sink.py", {QStringLiteral("--mode"), QStringLiteral("silent")});
        QVERIFY(sink.port() > 0);
        Mailbox home;
        CurlTransport::Options options;
        options.mailTimeout = std::chrono::milliseconds(700);
        CurlTransport transport(home, options);
        const auto receipt = deliver(transport, accountAt(sink), plainMail());
        QVERIFY(!receipt);
        QCOMPARE(receipt.error().code, Errc::Timeout);
        QCOMPARE(receipt.error().what, std::string("the mail server did not answer in time"));
        QVERIFY(!isPermanent(receipt.error()));
    }

    void logins_data()
    {
        QTest::addColumn<QByteArray>("credentials");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        QTest::newRow("right") << B("studio:s%40fe@") << B();
        QTest::newRow("wrong") << B("studio:guess@") << B("the mail server refused the login (reply 535)");
        QTest::newRow("none") << B("") << B("the mail server refused the login (reply 530)");
    }
    void logins()
    {
        QFETCH(QByteArray, credentials);
        QFETCH(QByteArray, error);
        Sink sink("smtp_sink.py", {QStringLiteral("--user"), QStringLiteral("studio"), QStringLiteral("--password"), QStringLiteral("s@fe")});
        QVERIFY(sink.port() > 0);
        Mailbox home;
        CurlTransport transport(home);
        const auto receipt = deliver(transport, accountAt(sink, credentials.constData()), plainMail());
        QCOMPARE(QByteArray::fromStdString(receipt ? std::string() : receipt.error().what), error);
        if (!receipt) {
            QCOMPARE(receipt.error().code, Errc::Unauthorized);
            QVERIFY(isPermanent(receipt.error()));
            QVERIFY(describe(receipt.error()).find("guess") == std::string::npos);
        } else {
            QTRY_COMPARE(sink.received().size(), 1);
            QCOMPARE(sink.received().front()[QStringLiteral("user")].toString(), QStringLiteral("studio"));
        }
    }

    void tlsIsUsedAndVerified_data()
    {
        QTest::addColumn<bool>("fromTheStart");
        QTest::newRow("STARTTLS when it is offered") << false;
        QTest::newRow("smtps") << true;
    }
    void tlsIsUsedAndVerified()
    {
        QFETCH(bool, fromTheStart);
        const TestCertificate certificate;
        QVERIFY(certificate.isValid());
        QStringList arguments{QStringLiteral("--cert"), certificate.certificate(), QStringLiteral("--key"), certificate.key()};
        if (fromTheStart)
            arguments << QStringLiteral("--tls");
        Sink sink("smtp_sink.py", arguments);
        QVERIFY(sink.port() > 0);
        Mailbox home;
        CurlTransport transport(home);
        auto account = *parseSmtpUrl(std::string(fromTheStart ? "smtps" : "smtp") + "://localhost:" + std::to_string(sink.port()));
        const auto refused = deliver(transport, account, plainMail());
        QVERIFY(!refused);
        QCOMPARE(refused.error().what, std::string("the mail server's certificate is not trusted"));
        QCOMPARE(refused.error().code, Errc::Unavailable);
        account.caFile = certificate.certificate().toStdString();
        const auto receipt = deliver(transport, account, plainMail());
        QVERIFY2(receipt, describe(receipt).c_str());
        QTRY_COMPARE(sink.received().size(), 1);
        QVERIFY(sink.received().front()[QStringLiteral("tls")].toBool());
    }

    void withoutServerOrNetwork()
    {
        quint16 port = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            port = server.serverPort();
        }
        Mailbox home;
        CurlTransport transport(home);
        const auto account = *parseSmtpUrl("smtp://127.0.0.1:" + std::to_string(port));
        auto receipt = deliver(transport, account, plainMail());
        QCOMPARE(receipt.error().code, Errc::Unavailable);
        QCOMPARE(receipt.error().what, std::string("no connection to the mail server"));
        transport.setOffline(true);
        receipt = deliver(transport, account, plainMail());
        QCOMPARE(receipt.error().code, Errc::Unavailable);
        QCOMPARE(receipt.error().what, std::string("the console is offline"));
        Mail unfit = plainMail();
        unfit.to.clear();
        QCOMPARE(deliver(transport, account, unfit).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(MailTest)
#include "mail_test.moc"
