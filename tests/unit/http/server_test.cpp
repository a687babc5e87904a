#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include <QtTest>

#include "engine/http/server.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/raw_client.h"

using namespace hs;
using namespace hs::httpd;
using namespace hs::test;
using namespace std::chrono_literals;

namespace {

/// Answers "/echo" with what it got, "/later" from another thread, "/held" when told, "/never" not at all.
class TestHandler final : public Handler {
public:
    ~TestHandler() override
    {
        for (auto &thread : m_threads)
            thread.join();
    }
    bool owns(std::string_view path) const override { return path != "/elsewhere"; }
    Admission admit(const Request &head) override
    {
        Admission admission;
        admission.route = "/test";
        admission.bodyLimit = head.path == "/small" ? 10 : 1024 * 1024;
        if (head.path == "/refused")
            admission.refusal = errorResponse(415, "unsupported_media_type", "not this");
        if (head.path == "/throws/early")
            throw std::runtime_error("boom");
        return admission;
    }
    void handle(Request request, Respond respond) override
    {
        ++handled;
        if (request.path == "/later") {
            m_threads.emplace_back([respond = std::move(respond), body = request.body] { respond({.body = body}); });
            return;
        }
        if (request.path == "/held") {
            const std::lock_guard lock(m_mutex);
            m_held.push_back(std::move(respond));
            return;
        }
        if (request.path == "/never")
            return;
        if (request.path == "/throws")
            throw std::runtime_error("boom");
        if (request.path == "/big") {
            respond({.body = std::string(3'000'000, 'b')});
            return;
        }
        if (request.path == "/split") {
            respond({.headers = {{"X-Test", "one\r\nX-Evil: two"}}});
            return;
        }
        if (request.path == "/stream") {
            stream = std::make_shared<BodyStream>(": alive\n");
            stream->whenClosed([this] { ++closed; });
            if (request.query == "early") // before anybody reads
                stream->push("early ");
            Response response{.contentType = "text/event-stream"};
            response.stream = BodyStream::reader(stream);
            respond(std::move(response));
            ++streams;
            return;
        }
        if (request.path == "/twice") {
            respond({.body = "first"});
            respond({.body = "second"});
            return;
        }
        Json headers = Json::object();
        for (std::size_t i = 0; i < request.headers.size(); ++i)
            headers[std::string(request.headers.at(i).first)] = request.headers.at(i).second;
        respond({.body = dump(Json{{"method", name(request.method)}, {"path", request.path}, {"query", request.query},
                                   {"body", request.body}, {"remote", request.remoteAddress}, {"id", request.requestId},
                                   {"headers", headers}, {"at", toRfc3339(request.receivedAt)}})});
    }
    int held()
    {
        const std::lock_guard lock(m_mutex);
        return int(m_held.size());
    }
    void release(const Response &response)
    {
        std::vector<Respond> all;
        {
            const std::lock_guard lock(m_mutex);
            all.swap(m_held);
        }
        for (const auto &respond : all)
            respond(response);
    }
    std::atomic<int> handled{0};
    std::shared_ptr<BodyStream> stream; ///< of the last "/stream"; look at it once `streams` has risen
    std::atomic<int> streams{0};
    std::atomic<int> closed{0};

private:
    std::mutex m_mutex;
    std::vector<Respond> m_held;
    std::vector<std::thread> m_threads;
};

struct Site {
    explicit Site(Limits limits = {})
    {
        ServerOptions options;
        options.limits = limits;
        options.clock = &clock;
        options.observer = [this](const Exchange &exchange) {
            const std::lock_guard lock(mutex);
            exchanges.push_back(exchange);
        };
        auto started = Server::start(std::move(options), {&handler});
        if (!started)
            qFatal("%s", describe(started).c_str());
        server = std::move(*started);
    }
    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    FakeClock clock;
    TestHandler handler;
    std::mutex mutex;
    std::vector<Exchange> exchanges;
    std::unique_ptr<Server> server;
};

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

Json bodyOf(const std::optional<RawAnswer> &answer)
{
    return answer ? parseJson(answer->body).value_or(Json()) : Json();
}

QByteArray codeOf(const std::optional<RawAnswer> &answer)
{
    return bytes(text(at(bodyOf(answer), "error"), "code"));
}

QByteArray messageOf(const std::optional<RawAnswer> &answer)
{
    return bytes(text(at(bodyOf(answer), "error"), "message"));
}

QByteArray headerOf(const std::optional<RawAnswer> &answer, const std::string &name)
{
    if (!answer)
        return "no answer";
    const auto found = answer->headers.find(name);
    return found == answer->headers.end() ? QByteArray("no such header") : bytes(found->second);
}

/// Asks for "/stream", and waits until its head has come and the handler may be looked at.
bool opensStream(const Site &site, RawClient &client)
{
    return client.send(requestText("GET", "/stream")) && client.answer() && QTest::qWaitFor([&] { return site.handler.streams.load() == 1; });
}

} // namespace

class ServerTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersWithWhatItGot();
    void refusesBrokenRequests_data();
    void refusesBrokenRequests();
    void takesOddButLegalRequests_data();
    void takesOddButLegalRequests();
    void takesBytesInAnyPieces_data();
    void takesBytesInAnyPieces();
    void limitsTheBody_data();
    void limitsTheBody();
    void keepsSaneRequestIds_data();
    void keepsSaneRequestIds();
    void answersPipelinedRequestsInOrder();
    void closesAfterHttp10();
    void closesWhenAsked();
    void answersHeadWithoutBody();
    void sendsContinueOnlyForWhatItTakes();
    void refusedShortBodyKeepsTheConnection();
    void refusedLongBodyStillGetsItsAnswer();
    void slowHeadersAndBodies_data();
    void slowHeadersAndBodies();
    void silentConnectionsAreClosedQuietly();
    void idleConnectionsAreClosedQuietly();
    void handlersThatNeverAnswer();
    void handlersThatThrow();
    void halfOpenFloodHurtsNobody();
    void makesRoomWhenFull();
    void manyLongBodiesAtOnce();
    void clientsThatLeaveBeforeTheAnswer();
    void clientsThatHalfCloseGetTheirAnswer();
    void longAnswersArriveWhole();
    void slowReadersAreDropped();
    void headersCannotBeSplit();
    void onlyTheFirstAnswerCounts();
    void stopWaitsForAnswersUnderWay();
    void stopDoesNotWaitForever();
    void answersAfterTheEndAreDropped();
    void tellsWhyItCannotStart_data();
    void tellsWhyItCannotStart();
    void observesEveryExchange();
    void manyClientsAtOnce();
    void streamsPieceByPiece();
    void streamsToOldClients();
    void aStreamShowsThatItLives();
    void aClientThatGoesClosesItsStream();
    void aClientThatReadsNothingLosesItsStream();
    void stopsWithStreamsOpen();
    void anAnswerThatNobodyWaitsForClosesItsStream();
};

void ServerTest::answersWithWhatItGot()
{
    Site site;
    const auto answer = exchange(site.port(), requestText("POST", "/echo/%C3%A4?x=1&y=%20", "X-Custom:  some value \r\nX-Request-Id: abc-1\r\n", "{\"a\":1}"));
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(bytes(answer->version), "HTTP/1.1");
    QCOMPARE(headerOf(answer, "content-type"), "application/json");
    QCOMPARE(headerOf(answer, "date"), "Mon, 23 Nov 2026 09:00:00 GMT");
    QCOMPARE(headerOf(answer, "x-request-id"), "abc-1");
    const Json body = bodyOf(answer);
    QCOMPARE(bytes(text(body, "method")), "POST");
    QCOMPARE(bytes(text(body, "path")), "/echo/ä");
    QCOMPARE(bytes(text(body, "query")), "x=1&y=%20");
    QCOMPARE(bytes(text(body, "body")), "{\"a\":1}");
    QCOMPARE(bytes(text(body, "remote")), "127.0.0.1");
    QCOMPARE(bytes(text(body, "id")), "abc-1");
    QCOMPARE(bytes(text(body, "at")), "2026-11-23T09:00:00.000Z");
    QCOMPARE(bytes(text(at(body, "headers"), "X-Custom")), "some value");
}

void ServerTest::refusesBrokenRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("message");

    const auto row = [](const char *name, const QByteArray &request, int status, const char *code, const char *message) {
        QTest::newRow(name) << request << status << QByteArray(code) << QByteArray(message);
    };
    const auto post = [](const QByteArray &headers, const QByteArray &body) {
        return "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
    };
    row("no HTTP at all", "hello\r\n\r\n", 400, "bad_input", "the request line does not begin with a method");
    row("a TLS greeting", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 \r\n\r\n", 17), 400, "bad_input",
        "the request line does not begin with a method");
    row("version 2", "GET /echo HTTP/2.0\r\nHost: x\r\n\r\n", 505, "http_version_not_supported", "the request line does not end with HTTP/1.0 or HTTP/1.1");
    row("version 0.9", "GET /echo HTTP/0.9\r\nHost: x\r\n\r\n", 505, "http_version_not_supported", "the request line does not end with HTTP/1.0 or HTTP/1.1");
    row("no version", "GET /echo\r\n\r\n", 400, "bad_input", "the request line has no valid target");
    row("no Host", "GET /echo HTTP/1.1\r\n\r\n", 400, "bad_input", "the Host header is missing");
    row("two Hosts", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad_input", "there is more than one Host header");
    row("target without slash", "GET echo HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the request target does not begin with a slash");
    row("target of another scheme", "GET ftp://x/echo HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the request target's scheme is not http");
    row("broken escape in the path", "GET /echo/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the path is not percent-encoded UTF-8");
    row("cut escape in the path", "GET /echo/%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the path is not percent-encoded UTF-8");
    row("invalid UTF-8 in the path", "GET /echo/%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the path is not percent-encoded UTF-8");
    row("a NUL in the path", "GET /echo/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the path is not percent-encoded UTF-8");
    row("an encoded slash", "GET /echo%2Fx HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_input", "the path holds an encoded slash");
    row("a header without a name", "GET /echo HTTP/1.1\r\nHost: x\r\n: v\r\n\r\n", 400, "bad_input", "the name of a header is not valid");
    row("a space before the colon", "GET /echo HTTP/1.1\r\nHost : x\r\n\r\n", 400, "bad_input", "the name of a header is not valid");
    row("a control character in a value", QByteArray("GET /echo HTTP/1.1\r\nHost: x\r\nA: b\001c\r\n\r\n"), 400, "bad_input", "the value of a header is not valid");
    row("line ends without CR", "GET /echo HTTP/1.1\nHost: x\n\n", 505, "http_version_not_supported", "the request line does not end with HTTP/1.0 or HTTP/1.1");
    row("Content-Length that is no number", post("Content-Length: abc\r\n", ""), 400, "bad_input", "Content-Length is not one whole number");
    row("Content-Length below zero", post("Content-Length: -1\r\n", ""), 400, "bad_input", "Content-Length is not one whole number");
    row("Content-Length with a sign", post("Content-Length: +5\r\n", "abcde"), 400, "bad_input", "Content-Length is not one whole number");
    row("Content-Length beyond every number", post("Content-Length: 99999999999999999999\r\n", ""), 400, "bad_input", "Content-Length is not one whole number");
    row("empty Content-Length", post("Content-Length: \r\n", ""), 400, "bad_input", "Content-Length is not one whole number");
    row("two different Content-Lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400, "bad_input", "there is more than one Content-Length");
    row("the same Content-Length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400, "bad_input", "there is more than one Content-Length");
    row("a list of Content-Lengths", post("Content-Length: 3, 3\r\n", "abc"), 400, "bad_input", "Content-Length is not one whole number");
    row("Content-Length and then chunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad_input",
        "Transfer-Encoding stands beside Content-Length or another Transfer-Encoding");
    row("chunked and then Content-Length", post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"), 400, "bad_input",
        "Content-Length is not one whole number");
    row("chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, "bad_input",
        "Transfer-Encoding stands beside Content-Length or another Transfer-Encoding");
    row("another transfer coding", post("Transfer-Encoding: gzip\r\n", ""), 501, "not_implemented", "the only Transfer-Encoding taken is chunked");
    row("two transfer codings", post("Transfer-Encoding: gzip, chunked\r\n", ""), 501, "not_implemented", "the only Transfer-Encoding taken is chunked");
    row("chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "bad_input", "HTTP/1.0 has no Transfer-Encoding");
    row("a chunk size that is no number", post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"), 400, "bad_input", "a chunk of the body is broken");
    row("a chunk longer than its size", post("Transfer-Encoding: chunked\r\n", "2\r\nabcdef\r\n0\r\n\r\n"), 400, "bad_input", "a chunk of the body is broken");
    row("an unknown expectation", post("Expect: a miracle\r\nContent-Length: 3\r\n", "abc"), 417, "expectation_failed", "the only Expect taken is 100-continue");
    row("headers of 17 KiB", post("X-Long: " + QByteArray(17 * 1024, 'a') + "\r\n", ""), 431, "headers_too_large",
        "the request line and headers are longer than 16384 bytes");
    row("many short headers", post(QByteArray("X-Many: a\r\n").repeated(1600), ""), 431, "headers_too_large",
        "the request line and headers are longer than 16384 bytes");
    row("a target of 17 KiB", "GET /" + QByteArray(17 * 1024, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, "headers_too_large",
        "the request line and headers are longer than 16384 bytes");
    row("a chunk's extension without end", post("Transfer-Encoding: chunked\r\n", "5;" + QByteArray(20 * 1024, 'a')), 431, "headers_too_large",
        "the request line and headers are longer than 16384 bytes");
    row("nobody's path", "GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not_found", "there is no such route");
}

void ServerTest::refusesBrokenRequests()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, message);

    Site site;
    const auto answer = exchange(site.port(), request.toStdString());
    QVERIFY(answer);
    QCOMPARE(messageOf(answer), message);
    QCOMPARE(answer->status, status);
    QCOMPARE(codeOf(answer), code);
    QVERIFY(at(bodyOf(answer), "error.details").is_object());
    QVERIFY(isSaneRequestId(headerOf(answer, "x-request-id").toStdString()));
    QCOMPARE(site.handler.handled.load(), 0);

    const auto after = exchange(site.port(), requestText("GET", "/echo")); // and nobody else is hurt
    QVERIFY(after);
    QCOMPARE(after->status, 200);
}

void ServerTest::takesOddButLegalRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("an empty line before the request") << QByteArray("\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/echo") << QByteArray();
    QTest::newRow("absolute form") << QByteArray("GET http://x:80/echo?a=b HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/echo") << QByteArray();
    QTest::newRow("absolute form without a path") << QByteArray("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/") << QByteArray();
    QTest::newRow("HTTP/1.0 without Host") << QByteArray("GET /echo HTTP/1.0\r\n\r\n") << QByteArray("/echo") << QByteArray();
    QTest::newRow("names in any case") << QByteArray("POST /echo HTTP/1.1\r\nhOST: x\r\ncontent-LENGTH: 2\r\n\r\nab") << QByteArray("/echo") << QByteArray("ab");
    QTest::newRow("chunked") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                             << QByteArray("/echo") << QByteArray("abcde");
    QTest::newRow("chunked with extension and trailer")
        << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nX-Sum: 1\r\nHost: other\r\n\r\n")
        << QByteArray("/echo") << QByteArray("abc");
    QTest::newRow("chunked and empty") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                       << QByteArray("/echo") << QByteArray();
    QTest::newRow("binary body") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na b") << QByteArray("/echo") << QByteArray("a b");
    QTest::newRow("an unknown method comes to the handler") << QByteArray("BREW /echo HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("/echo") << QByteArray();
    QTest::newRow("16 KiB of headers but for a little")
        << "GET /echo HTTP/1.1\r\nHost: x\r\nX-Long: " + QByteArray(16 * 1024 - 60, 'a') + "\r\n\r\n" << QByteArray("/echo") << QByteArray();
}

void ServerTest::takesOddButLegalRequests()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);

    Site site;
    const auto answer = exchange(site.port(), request.toStdString());
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(bytes(text(bodyOf(answer), "path")), path);
    QCOMPARE(bytes(text(bodyOf(answer), "body")), body);
}

void ServerTest::takesBytesInAnyPieces_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("one byte at a time") << 1;
    QTest::newRow("two bytes at a time") << 2;
    QTest::newRow("three bytes at a time") << 3;
    QTest::newRow("seven bytes at a time") << 7;
    QTest::newRow("forty bytes at a time") << 40;
}

void ServerTest::takesBytesInAnyPieces()
{
    QFETCH(int, size);
    Site site;
    RawClient client(site.port());
    const std::string request = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
                                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    for (std::size_t i = 0; i < request.size(); i += std::size_t(size))
        QVERIFY(client.send(request.substr(i, std::size_t(size))));
    const auto first = client.answer();
    QCOMPARE(bytes(text(bodyOf(first), "body")), "abc0123456789abcdef");
    const auto second = client.answer();
    QCOMPARE(bytes(text(bodyOf(second), "body")), "hello");
}

void ServerTest::limitsTheBody_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    const QByteArray head = "POST /small HTTP/1.1\r\nHost: x\r\n";
    QTest::newRow("ten bytes of ten") << head + "Content-Length: 10\r\n\r\n0123456789" << 200;
    QTest::newRow("eleven of ten announced") << head + "Content-Length: 11\r\n\r\n0123456789a" << 413;
    QTest::newRow("a huge length announced, nothing sent") << head + "Content-Length: 99999999999\r\n\r\n" << 413;
    QTest::newRow("ten of ten in chunks") << head + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n" << 200;
    QTest::newRow("eleven of ten in chunks") << head + "Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n" << 413;
    QTest::newRow("a huge chunk announced") << head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\nabc" << 413;
}

void ServerTest::limitsTheBody()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    Site site;
    const auto answer = exchange(site.port(), request.toStdString());
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    if (status == 413) {
        QCOMPARE(codeOf(answer), "body_too_large");
        QCOMPARE(messageOf(answer), "the body is longer than 10 bytes");
        QCOMPARE(integer(at(bodyOf(answer), "error.details"), "limit"), 10);
    }
}

void ServerTest::keepsSaneRequestIds_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("kept");
    QTest::newRow("letters, digits and signs") << QByteArray("Req.1_a-Z") << true;
    QTest::newRow("128 characters") << QByteArray(128, 'a') << true;
    QTest::newRow("129 characters") << QByteArray(129, 'a') << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("with a blank") << QByteArray("a b") << false;
    QTest::newRow("with quotes") << QByteArray("a\"b") << false;
    QTest::newRow("with an umlaut") << QByteArray("ä") << false;
}

void ServerTest::keepsSaneRequestIds()
{
    QFETCH(QByteArray, id);
    QFETCH(bool, kept);
    Site site;
    const auto answer = exchange(site.port(), requestText("GET", "/echo", "X-Request-Id: " + id.toStdString() + "\r\n"));
    QVERIFY(answer);
    const auto got = headerOf(answer, "x-request-id");
    QVERIFY(isSaneRequestId(got.toStdString()));
    QCOMPARE(got == id, kept);
    QCOMPARE(bytes(text(bodyOf(answer), "id")), got);
    if (!kept)
        QVERIFY(got.startsWith("req_"));
}

void ServerTest::answersPipelinedRequestsInOrder()
{
    Site site;
    RawClient client(site.port());
    std::string all;
    for (int i = 0; i < 50; ++i)
        all += requestText("POST", i % 2 ? "/echo" : "/later", {}, "number " + std::to_string(i));
    QVERIFY(client.send(all));
    for (int i = 0; i < 50; ++i) {
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(bytes(i % 2 ? text(bodyOf(answer), "body") : answer->body), "number " + QByteArray::number(i));
    }
}

void ServerTest::closesAfterHttp10()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send("POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(bytes(answer->version), "HTTP/1.0");
    QCOMPARE(headerOf(answer, "connection"), "close");
    QCOMPARE(headerOf(answer, "transfer-encoding"), "no such header");
    QCOMPARE(headerOf(answer, "content-length"), QByteArray::number(qulonglong(answer->body.size())));
    QVERIFY(client.closedByServer());
}

void ServerTest::closesWhenAsked()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/echo", "Connection: close\r\n")));
    QCOMPARE(headerOf(client.answer(), "connection"), "close");
    QVERIFY(client.closedByServer());
}

void ServerTest::answersHeadWithoutBody()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send(requestText("HEAD", "/echo")));
    const auto head = client.answer(true);
    QVERIFY(head);
    QCOMPARE(head->status, 200);
    QVERIFY(headerOf(head, "content-length").toInt() > 0);
    QVERIFY(client.send(requestText("GET", "/echo"))); // nothing of a body stands in its way
    QCOMPARE(bytes(text(bodyOf(client.answer()), "method")), "GET");
}

void ServerTest::sendsContinueOnlyForWhatItTakes()
{
    Site site;
    {
        RawClient client(site.port());
        QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
        const auto first = client.answer();
        QVERIFY(first);
        QCOMPARE(first->status, 100);
        QVERIFY(client.send("hello"));
        QCOMPARE(bytes(text(bodyOf(client.answer()), "body")), "hello");
        QVERIFY(client.send(requestText("GET", "/echo")));
        QCOMPARE(client.answer()->status, 200);
    }
    RawClient client(site.port());
    QVERIFY(client.send("POST /refused HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 415);
    QVERIFY(client.closedByServer());
}

void ServerTest::refusedShortBodyKeepsTheConnection()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send(requestText("POST", "/refused", {}, "short") + requestText("GET", "/echo")));
    QCOMPARE(client.answer()->status, 415);
    QCOMPARE(client.answer()->status, 200);
    QCOMPARE(site.handler.handled.load(), 1);
}

void ServerTest::refusedLongBodyStillGetsItsAnswer()
{
    Site site;
    RawClient client(site.port());
    // A sender that writes all before it reads: an early close would reset its connection.
    QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n"));
    (void)client.send(std::string(4'000'000, 'x'));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 413);
    QCOMPARE(messageOf(answer), "the body is longer than 1048576 bytes");
}

void ServerTest::slowHeadersAndBodies_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("half a request line") << QByteArray("GET /ec") << QByteArray("the headers came too slowly");
    QTest::newRow("headers without end") << QByteArray("GET /echo HTTP/1.1\r\nHost: x\r\nX-A: b\r\n") << QByteArray("the headers came too slowly");
    QTest::newRow("half a body") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf") << QByteArray("the body came too slowly");
    QTest::newRow("a longer length than the body") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab") << QByteArray("the body came too slowly");
    QTest::newRow("chunks without the last") << QByteArray("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                                             << QByteArray("the body came too slowly");
}

void ServerTest::slowHeadersAndBodies()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, message);
    Limits limits;
    limits.headTime = 40ms;
    limits.bodyTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.send(request.toStdString()));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 408);
    QCOMPARE(codeOf(answer), "timeout");
    QCOMPARE(messageOf(answer), message);
    QCOMPARE(headerOf(answer, "connection"), "close");
    client.endSending();
    QVERIFY(client.closedByServer());
}

void ServerTest::silentConnectionsAreClosedQuietly()
{
    Limits limits;
    limits.headTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.closedByServer());
}

void ServerTest::idleConnectionsAreClosedQuietly()
{
    Limits limits;
    limits.idleTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/echo")));
    QCOMPARE(client.answer()->status, 200);
    QVERIFY(client.closedByServer());
}

void ServerTest::handlersThatNeverAnswer()
{
    Limits limits;
    limits.answerTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/never") + requestText("GET", "/echo")));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 504);
    QCOMPARE(messageOf(answer), "the engine did not answer in time; it may still do what was asked");
    QCOMPARE(client.answer()->status, 200);
}

void ServerTest::handlersThatThrow()
{
    Site site;
    for (const char *path : {"/throws", "/throws/early"}) {
        const auto answer = exchange(site.port(), requestText("GET", path));
        QVERIFY(answer);
        QCOMPARE(answer->status, 500);
        QCOMPARE(messageOf(answer), "the engine failed on this request; its log tells more");
    }
}

void ServerTest::halfOpenFloodHurtsNobody()
{
    Limits limits;
    limits.connections = 100;
    Site site(limits);
    RawClient early(site.port());
    QVERIFY(early.send(requestText("GET", "/held"))); // at work: must not be dropped
    QTRY_COMPARE(site.handler.held(), 1);

    std::vector<RawClient> flood;
    for (int i = 0; i < 500; ++i) {
        flood.emplace_back(site.port());
        QVERIFY(flood.back().connected());
        if (i % 2)
            (void)flood.back().send("POST /echo HTTP/1.1\r\nHo");
        if (i % 50 == 0) {
            const auto answer = exchange(site.port(), requestText("GET", "/echo"));
            QVERIFY2(answer, "a newcomer must be served in the middle of the flood");
            QCOMPARE(answer->status, 200);
        }
    }
    site.handler.release({.body = "done"});
    const auto answer = early.answer();
    QVERIFY(answer);
    QCOMPARE(bytes(answer->body), "done");
    QTRY_VERIFY(site.server->figures().dropped >= 400); // the last of them may still be on their way in
    QVERIFY(site.server->figures().open <= 100);
}

void ServerTest::makesRoomWhenFull()
{
    Limits limits;
    limits.connections = 2;
    limits.answerTime = 60s;
    Site site(limits);
    RawClient first(site.port());
    RawClient second(site.port());
    QVERIFY(first.send(requestText("GET", "/held")));
    QVERIFY(second.send(requestText("GET", "/held")));
    QTRY_COMPARE(site.handler.held(), 2);
    RawClient third(site.port()); // all others are at work
    QVERIFY(third.closedByServer());
    site.handler.release({.body = "done"});
    QCOMPARE(bytes(first.answer()->body), "done");
    QCOMPARE(bytes(second.answer()->body), "done");
    QCOMPARE(exchange(site.port(), requestText("GET", "/echo"))->status, 200); // for one of them, now idle
}

void ServerTest::manyLongBodiesAtOnce()
{
    Limits limits;
    limits.bodyBytesInAll = 300'000;
    Site site(limits);
    RawClient first(site.port());
    QVERIFY(first.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 250000\r\n\r\n" + std::string(240'000, 'a')));
    QTRY_COMPARE(site.server->figures().open, std::uint64_t(1));
    RawClient second(site.port());
    QVERIFY(second.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 250000\r\n\r\n"));
    (void)second.send(std::string(240'000, 'b'));
    // Which of the two goes over the sum depends on the order in which their bytes are read.
    (void)first.send(std::string(5'000, 'a'));
    (void)second.send(std::string(5'000, 'b'));
    auto answer = second.answer();
    if (!answer)
        answer = first.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 503);
    QCOMPARE(messageOf(answer), "too many long bodies are being received at once");
    QCOMPARE(headerOf(answer, "retry-after"), "5");
    QVERIFY(site.handler.handled == 0);
}

void ServerTest::clientsThatLeaveBeforeTheAnswer()
{
    Site site;
    for (int i = 0; i < 20; ++i) {
        RawClient client(site.port());
        QVERIFY(client.send(requestText("POST", "/held", {}, "x")));
        QTRY_COMPARE(site.handler.held(), 1);
        client.leave();
        site.handler.release({.body = std::string(100'000, 'y')});
    }
    QCOMPARE(exchange(site.port(), requestText("GET", "/echo"))->status, 200);
    QTRY_COMPARE(site.server->figures().open, std::uint64_t(0));
}

void ServerTest::clientsThatHalfCloseGetTheirAnswer()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/held")));
    client.endSending();
    QTRY_COMPARE(site.handler.held(), 1);
    site.handler.release({.body = "still here"});
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(bytes(answer->body), "still here");
    QVERIFY(client.closedByServer());
}

void ServerTest::longAnswersArriveWhole()
{
    Site site;
    const auto answer = exchange(site.port(), requestText("GET", "/big"));
    QVERIFY(answer);
    QCOMPARE(answer->body.size(), std::size_t(3'000'000));
    QCOMPARE(std::size_t(std::count(answer->body.begin(), answer->body.end(), 'b')), std::size_t(3'000'000));
}

void ServerTest::slowReadersAreDropped()
{
    Limits limits;
    limits.writeTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    std::string all;
    for (int i = 0; i < 10; ++i)
        all += requestText("GET", "/big"); // more than all buffers on the way hold
    QVERIFY(client.send(all));
    QTRY_COMPARE(site.server->figures().timedOut, std::uint64_t(1));
    QTRY_COMPARE(site.server->figures().open, std::uint64_t(0));
}

void ServerTest::headersCannotBeSplit()
{
    Site site;
    const auto answer = exchange(site.port(), requestText("GET", "/split"));
    QCOMPARE(headerOf(answer, "x-test"), "oneX-Evil: two");
    QCOMPARE(headerOf(answer, "x-evil"), "no such header");
}

void ServerTest::onlyTheFirstAnswerCounts()
{
    Site site;
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/twice") + requestText("GET", "/echo")));
    QCOMPARE(bytes(client.answer()->body), "first");
    QCOMPARE(bytes(text(bodyOf(client.answer()), "path")), "/echo");
}

void ServerTest::stopWaitsForAnswersUnderWay()
{
    Site site;
    RawClient idle(site.port());
    QVERIFY(idle.send(requestText("GET", "/echo")));
    QCOMPARE(idle.answer()->status, 200);
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/held")));
    QTRY_COMPARE(site.handler.held(), 1);

    std::atomic<bool> stopped{false};
    std::thread stopping([&] {
        site.server->stop();
        stopped = true;
    });
    QVERIFY(idle.closedByServer());
    QVERIFY(!stopped);
    site.handler.release({.body = "just in time"});
    const auto answer = client.answer();
    stopping.join();
    QVERIFY(answer);
    QCOMPARE(bytes(answer->body), "just in time");
    QCOMPARE(headerOf(answer, "connection"), "close");
    QVERIFY(!RawClient(site.port()).connected());
    site.server->stop(); // again: nothing
}

void ServerTest::stopDoesNotWaitForever()
{
    Limits limits;
    limits.drainTime = 40ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/held")));
    QTRY_COMPARE(site.handler.held(), 1);
    QElapsedTimer timer;
    timer.start();
    site.server->stop();
    QVERIFY(timer.elapsed() < 3000);
    QVERIFY(client.closedByServer());
    site.handler.release({.body = "too late"});
}

void ServerTest::answersAfterTheEndAreDropped()
{
    Limits limits;
    limits.drainTime = 10ms;
    Site site(limits);
    RawClient client(site.port());
    QVERIFY(client.send(requestText("GET", "/held")));
    QTRY_COMPARE(site.handler.held(), 1);
    site.server.reset();
    site.handler.release({.body = "too late"});
    QVERIFY(client.closedByServer());
}

void ServerTest::tellsWhyItCannotStart_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("taken");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no address") << QByteArray("home") << false << false
                                << QByteArray("\"home\" is not an IP address (address): use 127.0.0.1 for this machine alone, or 0.0.0.0 for the whole network");
    QTest::newRow("a taken port") << QByteArray("127.0.0.1") << true << false
                                  << QByteArray("the port is taken by another program (127.0.0.1:PORT): choose another port, or 0 for any free one");
    QTest::newRow("no certificate") << QByteArray("127.0.0.1") << false << true
                                    << QByteArray("the TLS certificate cannot be read: No such file or directory (/nowhere/cert.pem): "
                                                  "name a PEM file with the server's certificate first and its chain behind it");
}

void ServerTest::tellsWhyItCannotStart()
{
    QFETCH(QByteArray, address);
    QFETCH(bool, taken);
    QFETCH(bool, tls);
    QFETCH(QByteArray, message);
    Site other;
    ServerOptions options;
    options.address = address.toStdString();
    if (taken)
        options.port = other.port();
    if (tls)
        options.tls = TlsFiles{"/nowhere/cert.pem", "/nowhere/key.pem"};
    const auto server = Server::start(std::move(options), {});
    QVERIFY(!server);
    auto told = bytes(describe(server.error()));
    told.replace(QByteArray::number(other.port()), "PORT");
    QCOMPARE(told, message);
}

void ServerTest::observesEveryExchange()
{
    Site site;
    (void)exchange(site.port(), requestText("POST", "/echo", {}, "x"));
    (void)exchange(site.port(), requestText("POST", "/refused", {}, "x"));
    (void)exchange(site.port(), "nonsense\r\n\r\n");
    site.server->stop();
    const std::lock_guard lock(site.mutex);
    QCOMPARE(site.exchanges.size(), std::size_t(3));
    QCOMPARE(site.exchanges[0].status, 200);
    QCOMPARE(int(site.exchanges[0].method), int(Method::Post));
    QCOMPARE(bytes(std::string(site.exchanges[0].route)), "/test");
    QVERIFY(!site.exchanges[0].refused);
    QVERIFY(site.exchanges[0].duration.count() > 0);
    QCOMPARE(site.exchanges[1].status, 415);
    QVERIFY(site.exchanges[1].refused);
    QCOMPARE(site.exchanges[2].status, 400);
    QCOMPARE(bytes(std::string(site.exchanges[2].route)), "none");
}

void ServerTest::manyClientsAtOnce()
{
    Site site;
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            RawClient client(site.port());
            for (int i = 0; i < 100; ++i) {
                const auto body = std::to_string(t) + ":" + std::to_string(i);
                if (!client.send(requestText("POST", "/echo", "X-Request-Id: " + std::to_string(t) + "." + std::to_string(i) + "\r\n", body)))
                    return;
                const auto answer = client.answer();
                if (answer && text(bodyOf(answer), "body") == body)
                    ++good;
            }
        });
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 800);
    QCOMPARE(site.server->figures().accepted, std::uint64_t(8));
}

void ServerTest::streamsPieceByPiece()
{
    Site site;
    RawClient client(site.server->port());
    client.send(requestText("GET", "/stream?early"));
    const auto head = client.answer();
    QVERIFY(head);
    QCOMPARE(head->headers.at("transfer-encoding"), std::string("chunked"));
    QVERIFY(!head->headers.contains("content-length"));
    QTRY_COMPARE(site.handler.streams.load(), 1);
    QCOMPARE(client.until("early \r\n").value_or(""), std::string("6\r\nearly \r\n"));
    QVERIFY(site.handler.stream->push("and later"));
    QCOMPARE(client.until("later\r\n").value_or(""), std::string("9\r\nand later\r\n"));
    client.send(requestText("GET", "/next")); // waits for the end of the stream
    QVERIFY(site.handler.stream->push("x"));
    QCOMPARE(client.until("x\r\n").value_or(""), std::string("1\r\nx\r\n"));
    QCOMPARE(site.handler.handled.load(), 1);
    site.handler.stream->end();
    QCOMPARE(client.until("0\r\n\r\n").value_or(""), std::string("0\r\n\r\n"));
    const auto next = client.answer();
    QVERIFY(next);
    QCOMPARE(next->status, 200);
    QCOMPARE(site.handler.closed.load(), 1);
    QVERIFY(!site.handler.stream->push("nobody reads this"));
}

void ServerTest::streamsToOldClients()
{
    Site site;
    RawClient client(site.server->port());
    client.send("GET /stream?early HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    const auto head = client.answer();
    QVERIFY(head && !head->headers.contains("transfer-encoding") && head->headers.at("connection") == "close");
    QTRY_COMPARE(site.handler.streams.load(), 1);
    QCOMPARE(client.until("early ").value_or(""), std::string("early "));
    site.handler.stream->end();
    QVERIFY(client.closedByServer());
}

void ServerTest::aStreamShowsThatItLives()
{
    Limits limits;
    limits.heartbeatTime = 20ms;
    Site site(limits);
    RawClient client(site.server->port());
    QVERIFY(opensStream(site, client));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.until("alive\n\r\n").value_or(""), std::string("8\r\n: alive\n\r\n"));
}

void ServerTest::aClientThatGoesClosesItsStream()
{
    Site site;
    {
        RawClient client(site.server->port());
        QVERIFY(opensStream(site, client));
    }
    QTRY_COMPARE(site.handler.closed.load(), 1);
    QVERIFY(!site.handler.stream->isOpen());
    QTRY_COMPARE(site.server->figures().open, std::uint64_t(0));
}

void ServerTest::aClientThatReadsNothingLosesItsStream()
{
    Site site;
    RawClient client(site.server->port());
    QVERIFY(opensStream(site, client));
    const std::string piece(64 * 1024, 'p');
    bool taken = true;
    for (int i = 0; i < 1'000 && taken; ++i) // far more than sockets hold
        taken = site.handler.stream->push(piece);
    QVERIFY(!taken);
    QVERIFY(!site.handler.stream->isOpen());
}

void ServerTest::stopsWithStreamsOpen()
{
    Site site;
    RawClient client(site.server->port());
    QVERIFY(opensStream(site, client));
    site.server->stop();
    QCOMPARE(site.handler.closed.load(), 1);
    QVERIFY(client.closedByServer());
}

void ServerTest::anAnswerThatNobodyWaitsForClosesItsStream()
{
    auto stream = std::make_shared<BodyStream>();
    int closed = 0;
    {
        Response response;
        response.stream = BodyStream::reader(stream);
        stream->whenClosed([&] { ++closed; });
        QVERIFY(stream->push("x"));
    }
    QCOMPARE(closed, 1);
    stream->whenClosed([&] { ++closed; });
    QCOMPARE(closed, 2);
    QVERIFY(!stream->push("x"));
}

QTEST_GUILESS_MAIN(ServerTest)
#include "server_test.moc"
