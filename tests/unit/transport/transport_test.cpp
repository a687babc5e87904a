#include <atomic>
#include <memory>
#include <thread>

#include <QTcpServer>
#include <QTest>

#include "engine/http/curl_transport.h"
#include "engine/vocabulary/json.h"
#include "tests/fakes/sink.h"

using namespace hs;
using namespace hs::http;
using hs::test::Sink;
using hs::test::TestCertificate;
using namespace std::chrono_literals;

/// Against a real server on loopback.
class TransportTest : public QObject {
    Q_OBJECT

private:
    std::optional<Sink> m_sink;

    [[nodiscard]] std::string url(const QByteArray &path) const
    {
        return "http://127.0.0.1:" + std::to_string(m_sink->port()) + path.toStdString();
    }

    /// Sends and waits for the one answer.
    static Result<Response> exchange(CurlTransport &transport, Request request, std::stop_token cancel = {})
    {
        auto answer = std::make_shared<std::optional<Result<Response>>>();
        int times = 0;
        transport.send(std::move(request), std::move(cancel), [&times, answer](Result<Response> result) {
            ++times;
            *answer = std::move(result);
        });
        const bool came = QTest::qWaitFor([&] { return answer->has_value(); }, 20'000);
        if (!came || times != 1)
            return fail(Errc::Internal, "no answer, or more than one");
        return **answer;
    }

    [[nodiscard]] QByteArray masked(std::string text) const
    {
        return QByteArray::fromStdString(text).replace(":" + QByteArray::number(m_sink->port()), ":PORT");
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sink.emplace("http_sink.py");
        QVERIFY(m_sink->port() > 0);
    }

    void carriesWhatItIsGiven()
    {
        Mailbox home;
        CurlTransport transport(home);
        Request request;
        request.method = "POST";
        request.url = url("/echo?page=2");
        request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
        request.secretHeaders.emplace_back("Authorization", Secret("Bearer abc"));
        request.body = std::string("{\"a\":\0}", 7);
        const auto answer = exchange(transport, request);
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->ok());
        QCOMPARE(answer->header("content-TYPE"), std::string_view("application/json"));
        QCOMPARE(answer->header("X-None"), std::string_view());
        const auto seen = *parseJson(answer->body);
        QCOMPARE(text(seen, "method"), std::string("POST"));
        QCOMPARE(text(seen, "path"), std::string("/echo?page=2"));
        QCOMPARE(text(seen, "body"), request.body);
        std::map<std::string, std::string> headers;
        for (const auto &header : seen["headers"])
            headers[header[0].get<std::string>()] = header[1].get<std::string>();
        QCOMPARE(headers["Authorization"], std::string("Bearer abc"));
        QCOMPARE(headers["Content-Type"], std::string("application/json"));
        QCOMPARE(headers["User-Agent"], std::string("HigherSelf-Console/" HS_VERSION));
        QVERIFY(headers.contains("X-Empty"));
        QVERIFY(!headers.contains("Expect"));
    }

    void everyMethodArrives_data()
    {
        QTest::addColumn<QByteArray>("method");
        for (const auto *method : {"GET", "POST", "PUT", "PATCH", "DELETE"})
            QTest::newRow(method) << QByteArray(method);
    }
    void everyMethodArrives()
    {
        QFETCH(QByteArray, method);
        Mailbox home;
        CurlTransport transport(home);
        Request request;
        request.method = method.toStdString();
        request.url = url("/echo");
        const auto answer = exchange(transport, request);
        QVERIFY2(answer, describe(answer).c_str());
        const auto seen = *parseJson(answer->body);
        QCOMPARE(text(seen, "method"), request.method);
        for (const auto &header : seen["headers"])
            QVERIFY(header[0] != "Content-Type"); // none is claimed for a body that has none
    }

    void aHeadHasNoBody()
    {
        Mailbox home;
        CurlTransport transport(home);
        const auto answer = exchange(transport, {.method = "HEAD", .url = url("/big?bytes=10")});
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->header("Content-Length"), std::string_view("10"));
        QVERIFY(answer->body.empty());
    }

    void answersAreAnswersWhateverTheyAre_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("an error of the client") << QByteArray("/status/404") << 404;
        QTest::newRow("an error of the server") << QByteArray("/status/503?retry_after=7") << 503;
        QTest::newRow("a redirect is not followed") << QByteArray("/redirect") << 302;
    }
    void answersAreAnswersWhateverTheyAre()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        Mailbox home;
        CurlTransport transport(home);
        const auto before = m_sink->received().size();
        const auto answer = exchange(transport, {.url = url(path)});
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->status, status);
        QCOMPARE(m_sink->received().size(), before + 1);
        if (status == 503)
            QCOMPARE(answer->header("Retry-After"), std::string_view("7"));
    }

    void compressionIsUndone()
    {
        Mailbox home;
        CurlTransport transport(home);
        const auto answer = exchange(transport, {.url = url("/zipped?bytes=5000")});
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->body, std::string(5000, 'x'));
    }

    void failuresAreTold_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<int>("code");
        using B = QByteArray;
        const B maybe = "; the request may have been carried out";
        QTest::newRow("an answer that is too large") << B("/big?bytes=2000&token=t0ps3cret") << B("the answer is larger than 1000 bytes (http://127.0.0.1:PORT/big)") << int(Errc::BadInput);
        QTest::newRow("a small answer that grows too large") << B("/zipped?bytes=100000") << B("the answer is larger than 1000 bytes (http://127.0.0.1:PORT/zipped)") << int(Errc::BadInput);
        QTest::newRow("headers without end") << B("/headers?bytes=70000") << B("the headers of the answer are larger than 64 KiB (http://127.0.0.1:PORT/headers)") << int(Errc::BadInput);
        QTest::newRow("no answer in time") << B("/slow?ms=3000") << "no whole answer within 500 ms" + maybe + " (http://127.0.0.1:PORT/slow)" << int(Errc::Timeout);
        QTest::newRow("no answer at all") << B("/drop") << "the connection broke before the whole answer was there" + maybe + " (http://127.0.0.1:PORT/drop)" << int(Errc::Timeout);
        QTest::newRow("half an answer") << B("/half") << "the connection broke before the whole answer was there" + maybe + " (http://127.0.0.1:PORT/half)" << int(Errc::Timeout);
        QTest::newRow("an answer in another language") << B("/garbage") << B("the answer is not HTTP (http://127.0.0.1:PORT/garbage): check that the address is the service's") << int(Errc::Corrupt);
    }
    void failuresAreTold()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, error);
        QFETCH(int, code);
        Mailbox home;
        CurlTransport transport(home);
        Request request{.method = "POST", .url = url(path)};
        request.maxBody = 1000;
        request.timeout = 500ms;
        const auto answer = exchange(transport, request);
        QVERIFY(!answer);
        QCOMPARE(masked(describe(answer.error())), error);
        QCOMPARE(int(answer.error().code), code);
    }

    void nobodyListens()
    {
        quint16 port = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            port = server.serverPort();
        }
        Mailbox home;
        CurlTransport transport(home);
        Request request{.url = "http://127.0.0.1:" + std::to_string(port) + "/services/T0/B0/s3cret"};
        request.pathIsSecret = true;
        const auto answer = exchange(transport, request);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Unavailable);
        QCOMPARE(describe(answer.error()), "no connection to the host (http://127.0.0.1:" + std::to_string(port)
                     + "/…): check that the service runs and the network is up");
    }

    void badRequestsNeverLeave_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("error");
        using B = QByteArray;
        const B write = ": write it as https://host/path";
        QTest::newRow("another protocol") << B("file:///etc/passwd") << B() << "the address is neither http nor https (file:///etc/passwd)" + write;
        QTest::newRow("no address") << B("") << B() << "the address cannot be read" + write;
        QTest::newRow("no host") << B("http://") << B() << "the address cannot be read (http://)" + write;
        QTest::newRow("a password in the address") << B("https://me:pw@service.example/v1?key=k") << B() << B("the address holds a user or a password (https://service.example/v1): set the credentials apart from the address");
        QTest::newRow("a path that climbs") << B("https://service.example/v1/pages/../users") << B() << B("the path of the address holds \"..\" (https://service.example/v1/pages/../users): write the path without it");
        QTest::newRow("a path that climbs in disguise") << B("https://service.example/v1/pages/%2E%2e/users") << B() << B("the path of the address holds \"..\" (https://service.example/v1/pages/%2E%2e/users): write the path without it");
        QTest::newRow("a header that would become two") << B("https://service.example/") << B("x\r\nEvil: 1") << B("the header X-Test holds a line break (https://service.example/)");
    }
    void badRequestsNeverLeave()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, error);
        Mailbox home;
        CurlTransport transport(home);
        Request request{.url = url.toStdString()};
        request.headers = {{"X-Test", header.toStdString()}};
        const auto answer = exchange(transport, request);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::BadInput);
        QCOMPARE(QByteArray::fromStdString(describe(answer.error())), error);
    }

    void secretsWithLineBreaksAreNamedNotShown()
    {
        Mailbox home;
        CurlTransport transport(home);
        Request request{.url = "https://service.example/"};
        request.secretHeaders.emplace_back("Authorization", Secret("Bearer abc\n"));
        const auto answer = exchange(transport, request);
        QVERIFY(!answer);
        QCOMPARE(describe(answer.error()), std::string("the header Authorization holds a line break (https://service.example/): look for a line break at the end of the stored secret"));
    }

    void offlineNothingLeaves()
    {
        Mailbox home;
        CurlTransport transport(home);
        transport.setOffline(true);
        const auto before = m_sink->received().size();
        const auto answer = exchange(transport, {.url = url("/echo")});
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Unavailable);
        QCOMPARE(describe(answer.error()), std::string("the console is offline: start it without --offline"));
        QCOMPARE(m_sink->received().size(), before);
        transport.setOffline(false);
        QVERIFY(exchange(transport, {.url = url("/echo")}));
    }

    void cancellingIsPrompt()
    {
        Mailbox home;
        CurlTransport transport(home);
        std::stop_source stop;
        std::optional<Result<Response>> answer;
        const auto before = m_sink->received().size();
        transport.send({.url = url("/slow?ms=15000")}, stop.get_token(), [&](Result<Response> result) { answer = std::move(result); });
        QTRY_COMPARE(m_sink->received().size(), before + 1); // under way
        const auto start = std::chrono::steady_clock::now();
        stop.request_stop();
        QTRY_VERIFY(answer);
        QVERIFY(std::chrono::steady_clock::now() - start < 5s);
        QCOMPARE(answer->error().code, Errc::Cancelled);
        // And what is cancelled before it begins never begins.
        QCOMPARE(exchange(transport, {.url = url("/echo")}, stop.get_token()).error().code, Errc::Cancelled);
    }

    void asksWhereAConnectionLeads()
    {
        Mailbox home;
        CurlTransport transport(home);
        const auto asked = std::make_shared<std::atomic<int>>(0);
        const auto reach = [asked](bool allowed) {
            return [asked, allowed](std::string_view address) {
                ++*asked;
                return allowed && address == "127.0.0.1";
            };
        };
        QCOMPARE(exchange(transport, {.url = url("/echo"), .mayReach = reach(true)})->status, 200);
        QCOMPARE(asked->load(), 1);
        const auto before = m_sink->received().size();
        const auto refused = exchange(transport, {.url = url("/echo"), .mayReach = reach(false)}); // over the connection that was kept
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Errc::Forbidden);
        QCOMPARE(asked->load(), 2);
        CurlTransport another(home);
        QCOMPARE(exchange(another, {.url = url("/echo"), .mayReach = reach(false)}).error().code, Errc::Forbidden);
        QCOMPARE(asked->load(), 3);
        QCOMPARE(m_sink->received().size(), before); // nothing of it arrived
    }

    void endingTheTransportAnswersEverybody()
    {
        Mailbox home;
        int cancelled = 0;
        {
            CurlTransport transport(home);
            for (int i = 0; i < 10; ++i)
                transport.send({.url = url("/slow?ms=15000")}, {}, [&](Result<Response> result) {
                    cancelled += !result && result.error().code == Errc::Cancelled ? 1 : 0;
                });
        }
        QTRY_COMPARE(cancelled, 10);
    }

    void tooManyAtOnceAreRefused()
    {
        Mailbox home;
        CurlTransport::Options options;
        options.waiting = 2;
        std::vector<std::string> errors;
        {
            CurlTransport transport(home, options);
            for (int i = 0; i < 3; ++i)
                transport.send({.url = url("/slow?ms=15000")}, {}, [&](Result<Response> result) { errors.push_back(describe(result)); });
            QTRY_COMPARE(errors.size(), std::size_t(1));
            QCOMPARE(errors.front(), std::string("too many requests wait already"));
        }
        QTRY_COMPARE(errors.size(), std::size_t(3));
    }

    void manyThreadsMaySend()
    {
        Mailbox home;
        CurlTransport transport(home);
        constexpr int Threads = 4;
        constexpr int Each = 25;
        int good = 0;
        int answers = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < Threads; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < Each; ++i)
                    transport.send({.url = url("/echo")}, {}, [&](Result<Response> result) {
                        ++answers; // in this test's thread, by the mailbox
                        good += result && result->status == 200 ? 1 : 0;
                    });
            });
        }
        threads.clear();
        QTRY_COMPARE_WITH_TIMEOUT(answers, Threads * Each, 30'000);
        QCOMPARE(good, Threads * Each);
    }

    void certificatesMustBeTrusted()
    {
        const TestCertificate certificate;
        QVERIFY(certificate.isValid());
        Sink secure("http_sink.py", {QStringLiteral("--cert"), certificate.certificate(), QStringLiteral("--key"), certificate.key()});
        QVERIFY(secure.port() > 0);
        const auto address = "https://localhost:" + std::to_string(secure.port()) + "/echo";
        Mailbox home;
        {
            CurlTransport transport(home);
            const auto answer = exchange(transport, {.url = address});
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, Errc::Unavailable);
            QCOMPARE(answer.error().what, std::string("the host's certificate is not trusted"));
        }
        CurlTransport::Options options;
        options.caFile = certificate.certificate().toStdString();
        CurlTransport trusting(home, options);
        const auto answer = exchange(trusting, {.url = address});
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->status, 200);
    }

    void addressesAreShownWithoutSecrets_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("hidePath");
        QTest::addColumn<QByteArray>("shown");
        using B = QByteArray;
        QTest::newRow("plain") << B("https://a.example/v1/x") << false << B("https://a.example/v1/x");
        QTest::newRow("query and fragment") << B("https://a.example/v1?key=k#f") << false << B("https://a.example/v1");
        QTest::newRow("user and password") << B("https://me:p@ss@a.example:8443/v1") << false << B("https://a.example:8443/v1");
        QTest::newRow("an at sign in the path is no user") << B("https://a.example/@me") << false << B("https://a.example/@me");
        QTest::newRow("a secret path") << B("https://hooks.example/services/T/B/x") << true << B("https://hooks.example/…");
        QTest::newRow("no path to hide") << B("https://hooks.example/") << true << B("https://hooks.example");
        QTest::newRow("no scheme") << B("me:pw@a.example/x?y") << false << B("a.example/x");
    }
    void addressesAreShownWithoutSecrets()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, hidePath);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(redactUrl(url.toStdString(), hidePath)), shown);
    }

    void partsOfPathsAreEncoded()
    {
        QCOMPARE(pathSegment("a b/ü").value_or(""), std::string("a%20b%2F%C3%BC"));
        QCOMPARE(pathSegment("INV-7.2_x~").value_or(""), std::string("INV-7.2_x~"));
        for (const auto *bad : {"", ".", "..", "a/../b", "%2e%2E", "x%2Ey"})
            QVERIFY2(!pathSegment(bad), bad);
        QVERIFY(isSecretHeader("authorization"));
        QVERIFY(isSecretHeader("X-API-Key"));
        QVERIFY(!isSecretHeader("Content-Type"));
    }
};

QTEST_GUILESS_MAIN(TransportTest)
#include "transport_test.moc"
