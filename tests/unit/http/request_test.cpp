#include <QtTest>

#include "engine/http/limits_rate.h"
#include "engine/http/request.h"
#include "engine/http/request_parser.h"
#include "engine/http/response.h"

using namespace hs;
using namespace hs::httpd;
using namespace std::chrono_literals;

namespace {
QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}
} // namespace

class RequestTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headersAreFoundInAnyCase();
    void readsQueries_data();
    void readsQueries();
    void knowsUtf8_data();
    void knowsUtf8();
    void knowsMediaTypes();
    void readsTheSameInEveryCut();
    void mapsErrors_data();
    void mapsErrors();
    void hidesWhatTheCallerCannotMend();
    void bucketsFillEvenly();
    void bucketsSurviveAClockThatStepsBack();
};

void RequestTest::headersAreFoundInAnyCase()
{
    Headers headers;
    headers.add("X-Signature", " \tabc ");
    headers.add("x-signature", "second");
    headers.add("Empty", "");
    QCOMPARE(bytes(headers.get("x-SIGNATURE")), "abc");
    QCOMPARE(headers.count("X-Signature"), std::size_t(2));
    QVERIFY(headers.has("empty"));
    QVERIFY(!headers.has("X-Signatur"));
    QCOMPARE(bytes(headers.get("missing")), "");
    QCOMPARE(bytes(headers.at(1).first), "x-signature");
    headers.clear();
    QCOMPARE(headers.size(), std::size_t(0));
}

void RequestTest::readsQueries_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("read"); // name=value;… or the error
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("two items") << QByteArray("a=1&b=2") << QByteArray("a=1;b=2;");
    QTest::newRow("blanks in both writings") << QByteArray("a=1+2%203") << QByteArray("a=1 2 3;");
    QTest::newRow("no value") << QByteArray("a&b=") << QByteArray("a=;b=;");
    QTest::newRow("empty items") << QByteArray("&&a=1&") << QByteArray("a=1;");
    QTest::newRow("an equals sign in the value") << QByteArray("a=b=c") << QByteArray("a=b=c;");
    QTest::newRow("UTF-8") << QByteArray("a=%C3%A4") << QByteArray("a=ä;");
    QTest::newRow("a broken escape") << QByteArray("a=1&b=%4") << QByteArray("the query item \"b=%4\" is not percent-encoded UTF-8");
    QTest::newRow("escaped bytes that are no UTF-8") << QByteArray("a=%ff") << QByteArray("the query item \"a=%ff\" is not percent-encoded UTF-8");
    QTest::newRow("bytes that are no UTF-8") << QByteArray("x=1&a=\xff") << QByteArray("the query item number 2 is not percent-encoded UTF-8");
}

void RequestTest::readsQueries()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, read);
    const auto items = parseQuery(query.toStdString());
    QByteArray got;
    if (items)
        for (const auto &[name, value] : *items)
            got += bytes(name) + "=" + bytes(value) + ";";
    else
        got = bytes(items.error().what);
    QCOMPARE(got, read);
}

void RequestTest::knowsUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("ASCII") << QByteArray("plain") << true;
    QTest::newRow("two, three and four bytes") << QByteArray("ä€\xF0\x9F\x8C\xB1") << true;
    QTest::newRow("a lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("a cut character at the end") << QByteArray("a\xE2\x82") << false;
    QTest::newRow("an overlong slash") << QByteArray("\xC0\xAF") << false;
    QTest::newRow("an overlong three-byte form") << QByteArray("\xE0\x80\xAF") << false;
    QTest::newRow("a surrogate") << QByteArray("\xED\xA0\x80") << false;
    QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << false;
}

void RequestTest::knowsUtf8()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, valid);
    QCOMPARE(isUtf8(text.toStdString()), valid);
}

void RequestTest::knowsMediaTypes()
{
    QCOMPARE(bytes(mediaType("Application/JSON ; charset=utf-8")), "application/json");
    QCOMPARE(bytes(mediaType("")), "");
}

/// The parser must not depend on how the stream is cut.
void RequestTest::readsTheSameInEveryCut()
{
    const std::string stream = "POST /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\n\r\n"
                               "4\r\nabcd\r\n1;e=f\r\nz\r\n0\r\nX-T: 2\r\n\r\nREST";
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        RequestParser parser(16 * 1024);
        std::string waiting;
        std::size_t next = 0;
        bool stuck = false;
        while (parser.state() != RequestParser::State::Done && parser.state() != RequestParser::State::Failed && !stuck) {
            const auto used = parser.feed(waiting);
            waiting.erase(0, used);
            if (parser.state() == RequestParser::State::HeadDone) {
                parser.setBodyLimit(100);
                continue;
            }
            if (used == 0) {
                stuck = next >= stream.size();
                waiting += stream.substr(next, next == 0 ? cut : stream.size());
                next = next == 0 ? cut : stream.size();
            }
        }
        QVERIFY2(parser.state() == RequestParser::State::Done, qPrintable(QString::number(cut)));
        QCOMPARE(bytes(parser.request().path), "/a b");
        QCOMPARE(bytes(parser.request().body), "abcdz");
        QVERIFY(!parser.request().headers.has("X-T"));
    }
}

void RequestTest::mapsErrors_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, Errc code, int status) { QTest::newRow(name) << int(code) << status; };
    row("bad input", Errc::BadInput, 400);
    row("unauthorized", Errc::Unauthorized, 401);
    row("forbidden", Errc::Forbidden, 403);
    row("not found", Errc::NotFound, 404);
    row("conflict", Errc::Conflict, 409);
    row("rate limited", Errc::RateLimited, 429);
    row("unavailable", Errc::Unavailable, 503);
    row("storage full", Errc::StorageFull, 503);
    row("cancelled", Errc::Cancelled, 503);
    row("timeout", Errc::Timeout, 504);
    row("corrupt", Errc::Corrupt, 503);
    row("internal", Errc::Internal, 500);
}

void RequestTest::mapsErrors()
{
    QFETCH(int, code);
    QFETCH(int, status);
    Error error{static_cast<Errc>(code), "what", "where", "mend", std::nullopt};
    const auto response = errorResponse(error);
    QCOMPARE(response.status, status);
    const auto body = parseJson(response.body);
    QVERIFY(body);
    QCOMPARE(bytes(text(at(*body, "error"), "code")), bytes(name(error.code)));
    const bool retry = std::any_of(response.headers.begin(), response.headers.end(), [](const auto &h) { return h.first == "Retry-After"; });
    QCOMPARE(retry, status == 503 || status == 429);
    if (status != 500)
        QCOMPARE(bytes(text(at(*body, "error.details"), "mend")), "mend");
}

void RequestTest::hidesWhatTheCallerCannotMend()
{
    const auto response = errorResponse(Error{Errc::Internal, "secret path", "/home/x", "call us", std::nullopt});
    QVERIFY(response.body.find("secret") == std::string::npos);
    QVERIFY(response.body.find("/home") == std::string::npos);
}

void RequestTest::bucketsFillEvenly()
{
    RateBucket bucket;
    auto now = fromMillis(1'000'000);
    for (int i = 0; i < 10; ++i)
        QVERIFY(!bucket.take(60, 10, now));
    const auto wait = bucket.take(60, 10, now);
    QVERIFY(wait);
    QCOMPARE(wait->count(), 1000);
    now += 999ms;
    QVERIFY(bucket.take(60, 10, now));
    now += 1ms;
    QVERIFY(!bucket.take(60, 10, now));
    now += 1h; // never more than it holds
    for (int i = 0; i < 10; ++i)
        QVERIFY(!bucket.take(60, 10, now));
    QVERIFY(bucket.take(60, 10, now));
}

void RequestTest::bucketsSurviveAClockThatStepsBack()
{
    RateBucket bucket;
    auto now = fromMillis(10'000'000);
    QVERIFY(!bucket.take(60, 1, now));
    now -= 1h;
    QVERIFY(bucket.take(60, 1, now));
    now += 1s;
    QVERIFY(!bucket.take(60, 1, now));
}

QTEST_GUILESS_MAIN(RequestTest)
#include "request_test.moc"
