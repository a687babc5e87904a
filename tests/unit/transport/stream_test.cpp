#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <QTimer>

#include "engine/http/curl_transport.h"

using namespace hs;
using namespace hs::http;
using namespace std::chrono_literals;
using B = QByteArray;

namespace {

/// A server that answers one request, byte by byte as the test wants.
class Source {
public:
    Source() { m_server.listen(QHostAddress::LocalHost); }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/stream"; }
    /// Waits until the request has come.
    [[nodiscard]] bool asked()
    {
        return QTest::qWaitFor([this] {
            if (m_socket == nullptr)
                m_socket = m_server.nextPendingConnection();
            if (m_socket != nullptr)
                m_request += m_socket->readAll();
            return m_request.contains("\r\n\r\n");
        }, 10'000);
    }
    void send(const B &bytes)
    {
        m_socket->write(bytes);
        m_socket->flush();
    }
    void begin(int status = 200) { send("HTTP/1.1 " + B::number(status) + " So\r\nX-Kind: test\r\nTransfer-Encoding: chunked\r\n\r\n"); }
    void part(const B &bytes) { send(chunk(bytes)); }
    void end() { send("0\r\n\r\n"); }
    [[nodiscard]] bool left() const { return m_socket->state() == QAbstractSocket::UnconnectedState; }
    [[nodiscard]] static B chunk(const B &bytes) { return B::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n"; }

private:
    QTcpServer m_server;
    QTcpSocket *m_socket = nullptr; // the server's child
    B m_request;
};

} // namespace

/// Streams over a real connection: when their parts come, and how they end.
class StreamTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void partsComeBeforeTheEnd();
    void partsAreCutAnywhere();
    void otherAnswersComeWhole_data();
    void otherAnswersComeWhole();
    void cancellingSilencesIt();
    void partsThatWaitAreSilencedToo();
    void silenceEndsIt_data();
    void silenceEndsIt();
    void aSlowStreamIsNotSilent();
    void aBrokenStreamIsNone();
    void tooLongAStreamIsCut();

private:
    void send(CurlTransport &transport, Source &source, std::stop_token cancel = {}, std::chrono::milliseconds idle = 0ms,
              std::size_t maxBody = 1'000'000);
    [[nodiscard]] B heard() const; ///< the parts, joined

    std::vector<std::string> m_parts;
    bool m_elsewhere = false; ///< something came in another thread
    std::optional<Result<Response>> m_answer;
    std::function<void()> m_onPart;
};

void StreamTest::send(CurlTransport &transport, Source &source, std::stop_token cancel, std::chrono::milliseconds idle, std::size_t maxBody)
{
    m_parts.clear();
    m_elsewhere = false;
    m_answer.reset();
    Request request{.method = "POST", .url = source.url()};
    request.body = "{}";
    request.timeout = 25s;
    request.idleTimeout = idle;
    request.maxBody = maxBody;
    request.onPart = [this](std::string part) {
        m_elsewhere = m_elsewhere || QThread::currentThread() != thread();
        m_parts.push_back(std::move(part));
        if (m_onPart)
            m_onPart();
    };
    transport.send(std::move(request), std::move(cancel), [this](Result<Response> answer) {
        m_elsewhere = m_elsewhere || QThread::currentThread() != thread();
        m_answer = std::move(answer);
    });
}

B StreamTest::heard() const
{
    B out;
    for (const auto &part : m_parts)
        out += B::fromStdString(part);
    return out;
}

void StreamTest::partsComeBeforeTheEnd()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    send(transport, source);
    QVERIFY(source.asked());
    source.begin();
    for (const auto *part : {"one ", "two ", "three"}) {
        const auto before = m_parts.size();
        source.part(part);
        QTRY_COMPARE(m_parts.size(), before + 1);
        QCOMPARE(m_parts.back(), std::string(part));
        QVERIFY(!m_answer);
    }
    source.end();
    QTRY_VERIFY(m_answer);
    QVERIFY2(*m_answer, describe(*m_answer).c_str());
    QCOMPARE((*m_answer)->status, 200);
    QCOMPARE((*m_answer)->header("x-kind"), std::string_view("test"));
    QVERIFY((*m_answer)->body.empty());
    QCOMPARE(heard(), B("one two three"));
    QVERIFY(!m_elsewhere);
}

void StreamTest::partsAreCutAnywhere()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    send(transport, source);
    QVERIFY(source.asked());
    source.begin();
    B all;
    for (int i = 0; i < 200; ++i) {
        const auto piece = B("Zoë ").repeated(i % 7 + 1);
        all += piece;
        source.part(piece);
    }
    source.part(B(300'000, 'x')); // more than libcurl hands over at once
    source.end();
    QTRY_VERIFY(m_answer);
    QCOMPARE(heard(), all + B(300'000, 'x'));
    QVERIFY(m_parts.size() > 3);
}

void StreamTest::otherAnswersComeWhole_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {300, 301, 400, 401, 404, 429, 500, 503, 529})
        QTest::addRow("%d", status) << status;
}

void StreamTest::otherAnswersComeWhole()
{
    QFETCH(int, status);
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    send(transport, source);
    QVERIFY(source.asked());
    source.begin(status);
    source.part("{\"error\":");
    source.part("\"no\"}");
    source.end();
    QTRY_VERIFY(m_answer);
    QVERIFY2(*m_answer, describe(*m_answer).c_str());
    QCOMPARE((*m_answer)->status, status);
    QCOMPARE((*m_answer)->body, std::string("{\"error\":\"no\"}"));
    QVERIFY(m_parts.empty());
}

void StreamTest::cancellingSilencesIt()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    std::stop_source stop;
    m_onPart = [&] { stop.request_stop(); };
    send(transport, source, stop.get_token());
    QVERIFY(source.asked());
    source.begin();
    source.send(Source::chunk("one") + Source::chunk("two") + Source::chunk("three")); // three parts at once
    QTRY_VERIFY(m_answer);
    QCOMPARE(m_answer->error().code, Errc::Cancelled);
    QTRY_VERIFY(source.left()); // the connection goes with it
    QCOMPARE(heard(), B("one"));
    QCOMPARE(m_parts.size(), std::size_t(1));
}

void StreamTest::partsThatWaitAreSilencedToo()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    std::stop_source stop;
    m_onPart = nullptr;
    send(transport, source, stop.get_token());
    QVERIFY(source.asked());
    source.begin();
    source.part("one");
    QTRY_COMPARE(m_parts.size(), std::size_t(1));
    // A part has come and waits in the mailbox while this thread does something else, and then cancels.
    QSemaphore posted;
    connect(&home, &Mailbox::woken, this, [&] { posted.release(); }, Qt::DirectConnection);
    source.part("two");
    QVERIFY(posted.tryAcquire(1, 10'000));
    stop.request_stop();
    QTRY_VERIFY(m_answer);
    QCOMPARE(m_answer->error().code, Errc::Cancelled);
    QCOMPARE(heard(), B("one"));
}

void StreamTest::silenceEndsIt_data()
{
    QTest::addColumn<int>("before"); // 0: nothing at all; 1: the head; 2: a part
    QTest::newRow("nothing comes") << 0;
    QTest::newRow("the head alone") << 1;
    QTest::newRow("some of it") << 2;
}

void StreamTest::silenceEndsIt()
{
    QFETCH(int, before);
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    const auto start = std::chrono::steady_clock::now();
    send(transport, source, {}, 1s);
    QVERIFY(source.asked());
    if (before > 0)
        source.begin();
    if (before > 1)
        source.part("one");
    QTRY_VERIFY_WITH_TIMEOUT(m_answer, 20'000);
    QVERIFY(std::chrono::steady_clock::now() - start < 20s); // long before the time for the whole of it
    QCOMPARE(m_answer->error().code, Errc::Timeout);
    if (before > 1)
        QCOMPARE(m_answer->error().what, std::string("the answer stopped in the middle"));
    QCOMPARE(heard(), before > 1 ? B("one") : B());
    QTRY_VERIFY(source.left());
}

void StreamTest::aSlowStreamIsNotSilent()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    send(transport, source, {}, 1s);
    QVERIFY(source.asked());
    source.begin();
    int left = 12;
    QTimer beat; // three seconds in all
    connect(&beat, &QTimer::timeout, this, [&] {
        if (left-- > 0) {
            source.part("tick");
        } else {
            beat.stop();
            source.end();
        }
    });
    beat.start(250);
    QTRY_VERIFY_WITH_TIMEOUT(m_answer, 20'000);
    QVERIFY2(*m_answer, describe(*m_answer).c_str());
    QCOMPARE(heard(), B("tick").repeated(12));
}

void StreamTest::aBrokenStreamIsNone()
{
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    auto source = std::make_unique<Source>();
    send(transport, *source);
    QVERIFY(source->asked());
    source->begin();
    source->part("one");
    QTRY_COMPARE(m_parts.size(), std::size_t(1));
    source.reset(); // closes
    QTRY_VERIFY(m_answer);
    QCOMPARE(m_answer->error().code, Errc::Timeout);
    QCOMPARE(heard(), B("one"));
}

void StreamTest::tooLongAStreamIsCut()
{
    Source source;
    Mailbox home;
    CurlTransport transport(home);
    m_onPart = nullptr;
    send(transport, source, {}, 0ms, 1000);
    QVERIFY(source.asked());
    source.begin();
    for (int i = 0; i < 10; ++i)
        source.part(B(100, 'x')); // all it may hold
    QTRY_COMPARE(heard().size(), 1000);
    QVERIFY(!m_answer);
    source.part("x");
    QTRY_VERIFY(m_answer);
    QCOMPARE(m_answer->error().code, Errc::BadInput);
    QCOMPARE(B::fromStdString(m_answer->error().what), B("the answer is larger than 1000 bytes"));
    QCOMPARE(heard().size(), 1000);
}

QTEST_GUILESS_MAIN(StreamTest)
#include "stream_test.moc"
