#include <mutex>
#include <thread>

#include <QtTest>

#include "engine/crypto/hash.h"
#include "engine/services/source_catalog.h"
#include "engine/webhook/receiver.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/raw_client.h"

using namespace hs;
using namespace hs::test;
using namespace hs::webhook;
using namespace std::chrono_literals;

namespace {

/// An inbox that answers from a thread of its own, as the store does, or when told.
class FakeSink final : public EventSink {
public:
    ~FakeSink() override
    {
        for (auto &thread : m_threads)
            thread.join();
    }
    void accept(NewEvent event, std::function<void(Result<Accepted>)> done) override
    {
        const std::lock_guard lock(m_mutex);
        Result<Accepted> answer = Accepted{"evt_" + std::to_string(m_events.size() + 1), false};
        if (m_failure)
            answer = tl::make_unexpected(*m_failure);
        else if (const auto seen = m_seen.find({event.source, event.dedupeKey}); seen != m_seen.end())
            answer = Accepted{seen->second, true};
        else
            m_seen[{event.source, event.dedupeKey}] = answer->eventId;
        m_events.push_back(std::move(event));
        auto task = [done = std::move(done), answer = std::move(answer)] { done(answer); };
        if (m_holding)
            m_held.push_back(std::move(task));
        else
            m_threads.emplace_back(std::move(task));
    }
    void hold()
    {
        const std::lock_guard lock(m_mutex);
        m_holding = true;
    }
    int held()
    {
        const std::lock_guard lock(m_mutex);
        return int(m_held.size());
    }
    void release()
    {
        std::vector<std::function<void()>> all;
        {
            const std::lock_guard lock(m_mutex);
            all.swap(m_held);
        }
        for (const auto &task : all)
            task();
    }
    void failWith(std::optional<Error> error)
    {
        const std::lock_guard lock(m_mutex);
        m_failure = std::move(error);
    }
    std::vector<NewEvent> events()
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }

private:
    std::mutex m_mutex;
    std::vector<NewEvent> m_events;
    std::map<std::pair<std::string, std::string>, std::string> m_seen;
    std::optional<Error> m_failure;
    bool m_holding = false;
    std::vector<std::function<void()>> m_held;
    std::vector<std::thread> m_threads;
};

class FakeLog final : public DeliveryLog {
public:
    void delivered(const Delivery &delivery) override
    {
        const std::lock_guard lock(m_mutex);
        m_deliveries.push_back(delivery);
    }
    void refused(const Refusal &refusal) override
    {
        const std::lock_guard lock(m_mutex);
        m_refusals.push_back(refusal);
    }
    std::vector<Delivery> deliveries()
    {
        const std::lock_guard lock(m_mutex);
        return m_deliveries;
    }
    std::vector<Refusal> refusals()
    {
        const std::lock_guard lock(m_mutex);
        return m_refusals;
    }

private:
    std::mutex m_mutex;
    std::vector<Delivery> m_deliveries;
    std::vector<Refusal> m_refusals;
};

struct Site {
    Site()
    {
        ReceiverOptions options;
        options.clock = &clock;
        options.refusalRowsPerMinute = 3;
        options.keepSecret = [this](const std::string &source, Secret secret, const std::function<void(Result<void>)> &done) {
            {
                const std::lock_guard lock(mutex);
                if (keeps)
                    kept.emplace_back(source, std::string(secret.reveal()));
            }
            done(keeps ? Result<void>() : fail(Errc::Unavailable, "secrets cannot be kept"));
        };
        receiver = std::make_unique<Receiver>(sink, log, std::move(options));
        for (const auto &source : catalog.all()) {
            SourceSetup one;
            one.source = source.get();
            setup.sources.emplace(std::string(source->name()), std::move(one));
        }
        of("generic").secrets.current = {Secret("old secret"), Secret("new secret")};
        of("typeform").secrets.current = {Secret("abc123")};
        apply();
        httpd::ServerOptions serverOptions;
        serverOptions.clock = &clock;
        serverOptions.limits.drainTime = 50ms;
        auto started = httpd::Server::start(std::move(serverOptions), {receiver.get()});
        if (!started)
            qFatal("%s", describe(started).c_str());
        server = std::move(*started);
    }
    ~Site() { server->stop(); }
    SourceSetup &of(const char *source) { return setup.sources.at(source); }
    void apply() const { receiver->setSetup(std::make_shared<const Setup>(setup)); }
    [[nodiscard]] std::optional<RawAnswer> post(const std::string &path, const std::string &body, const std::string &headers = {}) const
    {
        return exchange(server->port(), requestText("POST", path, "X-Request-Id: r-1\r\n" + headers, body));
    }

    FakeClock clock;
    services::SourceCatalog catalog;
    FakeSink sink;
    FakeLog log;
    std::mutex mutex;
    bool keeps = true; ///< whether a handshake's secret can be kept
    std::vector<std::pair<std::string, std::string>> kept;
    Setup setup;
    std::unique_ptr<Receiver> receiver;
    std::unique_ptr<httpd::Server> server;
};

std::string signedBy(const std::string &secret, const std::string &body)
{
    return "X-Signature: sha256=" + crypto::toHex(crypto::hmacSha256(secret, body)) + "\r\nContent-Type: application/json\r\n";
}

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}
Json jsonOf(const std::optional<RawAnswer> &answer)
{
    return answer ? parseJson(answer->body).value_or(Json()) : Json();
}
QByteArray textOf(const std::optional<RawAnswer> &answer, std::string_view path)
{
    return bytes(scalarText(at(jsonOf(answer), path)));
}
QByteArray headerOf(const std::optional<RawAnswer> &answer, const std::string &name)
{
    if (!answer)
        return "no answer";
    const auto found = answer->headers.find(name);
    return found == answer->headers.end() ? QByteArray("no such header") : bytes(found->second);
}

const std::string Body = R"({"type":"lead","email":"ada@studio.example"})";

} // namespace

class ReceiverTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersOnlyOnceItIsDurable();
    void repeatsAreDuplicates();
    void takesTheRawBytes();
    void bothSecretsAreValidWhileOneIsReplaced();
    void refusesBadDeliveries_data();
    void refusesBadDeliveries();
    void storeFailuresAskTheSenderToComeAgain_data();
    void storeFailuresAskTheSenderToComeAgain();
    void pausedAndUnwritable();
    void limitsTheRate();
    void limitsTheBody();
    void pathTokens();
    void takesTheNotionHandshake();
    void answersPings();
    void refusalsAreLimitedInTheAudit();
    void tellsOfEveryDelivery();
    void setupsAreExchangedWhileRunning();
    void sendersThatLeaveBeforeTheCommit();
    void commitsAfterTheEnd();
    void http10SendersAreClosed();
};

void ReceiverTest::answersOnlyOnceItIsDurable()
{
    Site site;
    site.sink.hold();
    RawClient client(site.server->port());
    QVERIFY(client.send(requestText("POST", "/webhooks/generic", signedBy("new secret", Body) + "X-Delivery-Id: d1\r\nX-Request-Id: r-1\r\n", Body)));
    QTRY_COMPARE(site.sink.held(), 1);
    QVERIFY(site.log.deliveries().empty());
    site.sink.release();
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 202);
    QCOMPARE(bytes(answer->body), R"({"id":"evt_1","duplicate":false})");
    QCOMPARE(headerOf(answer, "x-request-id"), "r-1");

    const auto event = site.sink.events().at(0);
    QCOMPARE(bytes(event.source), "generic");
    QCOMPARE(bytes(event.type), "lead");
    QCOMPARE(bytes(event.deliveryId), "d1");
    QVERIFY(!event.dedupeKey.empty());
    QCOMPARE(bytes(event.body), bytes(Body));
    QCOMPARE(bytes(event.headers), R"({"content-type":"application/json"})"); // and not the signature
    QCOMPARE(bytes(event.correlation), "r-1");
    QVERIFY(event.receivedAt == site.clock.now());
}

void ReceiverTest::repeatsAreDuplicates()
{
    Site site;
    const auto headers = signedBy("new secret", Body) + "X-Delivery-Id: d1\r\n";
    QCOMPARE(site.post("/webhooks/generic", Body, headers)->status, 202);
    const auto again = site.post("/webhooks/generic", Body, headers);
    QCOMPARE(again->status, 200);
    QCOMPARE(bytes(again->body), R"({"id":"evt_1","duplicate":true})");
    const auto other = site.post("/webhooks/generic/", Body, signedBy("new secret", Body) + "X-Delivery-Id: d2\r\n"); // a slash at the end is let pass
    QCOMPARE(other->status, 202);
}

void ReceiverTest::takesTheRawBytes()
{
    Site site;
    // integrations.md V8, computed by another implementation.
    const std::string body = R"({"event_id":"LtWXD3crgy","event_type":"form_response","form_response":{"form_id":"lT4Z3j","token":"a3a12ec67a1365927098a606107fac15"}})";
    const std::string signature = "Typeform-Signature: sha256=CrFGL7ItZX8w8V4DNmgqgjS7TQ1Mp7lZuHlGY6breG0=\r\n";
    QCOMPARE(site.post("/webhooks/typeform", body, signature)->status, 202);
    std::string spaced = body;
    spaced.insert(1, " "); // the same document, other bytes
    QCOMPARE(site.post("/webhooks/typeform", spaced, signature)->status, 401);

    RawClient client(site.server->port()); // and the same bytes in chunks
    QVERIFY(client.send("POST /webhooks/typeform HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + signature + "Transfer-Encoding: chunked\r\n\r\n5\r\n"
                        + body.substr(0, 5) + "\r\n"));
    std::ostringstream size;
    size << std::hex << body.size() - 5;
    QVERIFY(client.send(size.str() + "\r\n" + body.substr(5) + "\r\n0\r\n\r\n"));
    QCOMPARE(client.answer()->status, 200); // a duplicate of the first
}

void ReceiverTest::bothSecretsAreValidWhileOneIsReplaced()
{
    Site site;
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("old secret", Body) + "X-Delivery-Id: 1\r\n")->status, 202);
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("new secret", Body) + "X-Delivery-Id: 2\r\n")->status, 202);
    site.of("generic").secrets.current = {Secret("new secret")};
    site.apply();
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("old secret", Body) + "X-Delivery-Id: 3\r\n")->status, 401);
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("new secret", Body) + "X-Delivery-Id: 4\r\n")->status, 202);
}

void ReceiverTest::refusesBadDeliveries_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("where");

    const auto row = [](const char *name, const char *method, const char *path, const std::string &headers, const std::string &body, int status,
                        const char *code, const char *message, const char *where = "") {
        QTest::newRow(name) << QByteArray(method) << QByteArray(path) << bytes(headers) << bytes(body) << status << QByteArray(code)
                            << QByteArray(message) << QByteArray(where);
    };
    row("an unknown source", "POST", "/webhooks/nobody", {}, Body, 404, "not_found", "there is no source of this name");
    row("a source in capitals", "POST", "/webhooks/Generic", {}, Body, 404, "not_found", "there is no source of this name");
    row("no source", "POST", "/webhooks", {}, Body, 404, "not_found", "a delivery goes to /webhooks/{source}");
    row("no source behind the slash", "POST", "/webhooks/", {}, Body, 404, "not_found", "a delivery goes to /webhooks/{source}");
    row("one segment too many", "POST", "/webhooks/generic/a/b", {}, Body, 404, "not_found", "a delivery goes to /webhooks/{source}");
    row("a token for a source that signs", "POST", "/webhooks/generic/0123456789abcdef0123456789abcdef", {}, Body, 404, "not_found",
        "this source signs its deliveries; it has no address with a token");
    row("GET", "GET", "/webhooks/generic", {}, {}, 405, "method_not_allowed", "deliveries are made with POST");
    row("PUT", "PUT", "/webhooks/generic", {}, Body, 405, "method_not_allowed", "deliveries are made with POST");
    row("another content type", "POST", "/webhooks/generic", "Content-Type: text/xml\r\n", Body, 415, "unsupported_media_type",
        "this source does not deliver this content type");
    row("a body over the limit", "POST", "/webhooks/generic", {}, std::string(1024 * 1024 + 1, 'x'), 413, "body_too_large",
        "the body is longer than 1048576 bytes");
    row("no signature", "POST", "/webhooks/generic", {}, Body, 401, "unauthorized", "the signature is missing", "X-Signature");
    row("a signature with another secret", "POST", "/webhooks/generic", signedBy("guessed", Body), Body, 401, "unauthorized",
        "the signature does not match", "X-Signature");
    row("another body than was signed", "POST", "/webhooks/generic", signedBy("new secret", Body), Body + " ", 401, "unauthorized",
        "the signature does not match", "X-Signature");
    row("no secret set yet", "POST", "/webhooks/woocommerce", "X-WC-Webhook-Signature: abcd\r\n", Body, 401, "unauthorized",
        "no secret is set for woocommerce", "WEBHOOK_SECRET_WOOCOMMERCE");
    const std::string notJson = "{\n \"a\": oops}";
    row("signed, but not JSON", "POST", "/webhooks/generic", signedBy("new secret", notJson), notJson, 400, "bad_input", "the body is not JSON", "line 2, column 7");
    const std::string cut = "{\"a\":";
    row("signed, but cut", "POST", "/webhooks/generic", signedBy("new secret", cut), cut, 400, "bad_input", "the body is not JSON", "line 1, column 6");
    const std::string notUtf8 = "{\"a\":\"\xff\"}";
    row("signed, but no UTF-8", "POST", "/webhooks/generic", signedBy("new secret", notUtf8), notUtf8, 400, "bad_input", "the body is not JSON", "line 1, column 7");
    const std::string deep(100, '[');
    row("signed, but nested too deep", "POST", "/webhooks/generic", signedBy("new secret", deep), deep, 400, "bad_input",
        "the body is nested deeper than 64 levels", "line 1, column 65");
}

void ReceiverTest::refusesBadDeliveries()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, where);
    Site site;
    const auto answer = exchange(site.server->port(), requestText(method.toStdString(), path.toStdString(), headers.toStdString(), body.toStdString()));
    QVERIFY(answer);
    QCOMPARE(textOf(answer, "error.message"), message);
    QCOMPARE(answer->status, status);
    QCOMPARE(textOf(answer, "error.code"), code);
    QCOMPARE(textOf(answer, "error.details.where"), where);
    if (status == 405)
        QCOMPARE(headerOf(answer, "allow"), "POST");
    QVERIFY(site.sink.events().empty()); // nothing is stored
    QCOMPARE(site.log.refusals().size(), std::size_t(status == 401 ? 1 : 0));
}

void ReceiverTest::storeFailuresAskTheSenderToComeAgain_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::newRow("disk full") << int(Errc::StorageFull) << 503;
    QTest::newRow("unavailable") << int(Errc::Unavailable) << 503;
    QTest::newRow("stopping") << int(Errc::Cancelled) << 503;
    QTest::newRow("broken") << int(Errc::Internal) << 500;
}

void ReceiverTest::storeFailuresAskTheSenderToComeAgain()
{
    QFETCH(int, code);
    QFETCH(int, status);
    Site site;
    site.sink.failWith(Error{static_cast<Errc>(code), "the disk is full", {}, {}, std::nullopt});
    const auto answer = site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    QCOMPARE(textOf(answer, "error.code"), bytes(std::string(name(static_cast<Errc>(code)))));
    QCOMPARE(headerOf(answer, "retry-after"), status == 503 ? "30" : "no such header");
    QCOMPARE(site.log.deliveries().at(0).status, status);
}

void ReceiverTest::pausedAndUnwritable()
{
    Site site;
    site.setup.retryAfter = 7s;
    site.of("generic").paused = true;
    site.apply();
    auto answer = site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    QCOMPARE(answer->status, 503);
    QCOMPARE(headerOf(answer, "retry-after"), "7");
    QCOMPARE(textOf(answer, "error.message"), "this source is paused");
    site.of("generic").paused = false;
    site.setup.writable = false;
    site.apply();
    answer = site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    QCOMPARE(answer->status, 503);
    QCOMPARE(textOf(answer, "error.message"), "the store cannot take deliveries now");
    site.setup.writable = true;
    site.of("generic").enabled = false;
    site.apply();
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("new secret", Body))->status, 404);
    QVERIFY(site.sink.events().empty());
}

void ReceiverTest::limitsTheRate()
{
    Site site;
    site.of("generic").perMinute = 3;
    site.apply();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(site.post("/webhooks/generic", Body, signedBy("new secret", Body) + "X-Delivery-Id: " + std::to_string(i) + "\r\n")->status, 202);
    const auto answer = site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    QCOMPARE(answer->status, 429);
    QCOMPARE(headerOf(answer, "retry-after"), "20");
    QCOMPARE(textOf(answer, "error.message"), "more than 3 deliveries a minute");
    QCOMPARE(site.post("/webhooks/typeform", Body)->status, 401); // others are not meant
    site.clock.advance(20s);
    QCOMPARE(site.post("/webhooks/generic", Body, signedBy("new secret", Body) + "X-Delivery-Id: 9\r\n")->status, 202);
}

void ReceiverTest::limitsTheBody()
{
    Site site;
    site.of("generic").bodyLimit = 100;
    site.apply();
    const std::string long_ = "{\"a\":\"" + std::string(200, 'x') + "\"}";
    const auto answer = site.post("/webhooks/generic", long_, signedBy("new secret", long_));
    QCOMPARE(answer->status, 413);
    QCOMPARE(textOf(answer, "error.details.limit"), "100");
    RawClient client(site.server->port());
    QVERIFY(client.send("POST /webhooks/generic HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nc8\r\n" + std::string(200, 'x') + "\r\n0\r\n\r\n"));
    QCOMPARE(client.answer()->status, 413);
}

void ReceiverTest::pathTokens()
{
    Site site;
    const std::string token = "k3JqT0-very-random-token-8fZ2";
    site.of("website-form").tokenHashes = {crypto::toHex(crypto::sha256("another token of an older address")), crypto::toHex(crypto::sha256(token))};
    site.apply();
    const std::string form = "name=Ada&email=ada%40studio.example&form_id=f1";
    const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
    const auto good = site.post("/webhooks/website-form/" + token, form, type);
    QVERIFY(good);
    QVERIFY2(good->status == 200 || good->status == 202, good->body.c_str());
    QCOMPARE(textOf(good, "duplicate"), "false");
    QCOMPARE(site.sink.events().size(), std::size_t(1));

    const auto bad = site.post("/webhooks/website-form/" + token + "x", form, type);
    QCOMPARE(bad->status, 401);
    QVERIFY(bad->body.find(token) == std::string::npos); // never told again
    for (const auto &refusal : site.log.refusals())
        QVERIFY(refusal.reason.find(token) == std::string::npos);
    QCOMPARE(site.post("/webhooks/website-form", form, type)->status, 401);
}

void ReceiverTest::takesTheNotionHandshake()
{
    Site site;
    const std::string body = R"({"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"})";
    QCOMPARE(site.post("/webhooks/notion", body)->status, 401); // nobody asked for one
    site.of("notion").awaitingHandshake = true;
    site.apply();
    site.keeps = false;
    QCOMPARE(site.post("/webhooks/notion", body)->status, 503); // what was not kept is not confirmed
    site.keeps = true;
    const auto answer = site.post("/webhooks/notion", body);
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QVERIFY(site.sink.events().empty());
    const std::lock_guard lock(site.mutex);
    QCOMPARE(site.kept.size(), std::size_t(1));
    QCOMPARE(bytes(site.kept[0].first), "notion");
    QCOMPARE(bytes(site.kept[0].second), "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl");
}

void ReceiverTest::answersPings()
{
    Site site;
    const auto answer = site.post("/webhooks/woocommerce", "webhook_id=7", "Content-Type: application/x-www-form-urlencoded\r\n");
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QVERIFY(site.sink.events().empty());
    QCOMPARE(bytes(site.log.deliveries().at(0).type), "ping");
}

void ReceiverTest::refusalsAreLimitedInTheAudit()
{
    Site site;
    for (int i = 0; i < 8; ++i)
        QCOMPARE(site.post("/webhooks/generic", Body)->status, 401);
    QCOMPARE(site.log.refusals().size(), std::size_t(3));
    QCOMPARE(site.log.deliveries().size(), std::size_t(8)); // counted all the same
    site.clock.advance(1min);
    QCOMPARE(site.post("/webhooks/generic", Body)->status, 401);
    const auto last = site.log.refusals().back();
    QCOMPARE(last.unreported, std::uint64_t(5));
    QCOMPARE(bytes(last.source), "generic");
    QCOMPARE(bytes(last.remoteAddress), "127.0.0.1");
    QCOMPARE(last.status, 401);
    QCOMPARE(bytes(last.correlation), "r-1");
}

void ReceiverTest::tellsOfEveryDelivery()
{
    Site site;
    (void)site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    (void)site.post("/webhooks/generic", Body, signedBy("new secret", Body));
    (void)site.post("/webhooks/nobody", Body);
    (void)site.post("/webhooks/generic", Body, "Content-Type: text/xml\r\n");
    const auto all = site.log.deliveries();
    QCOMPARE(all.size(), std::size_t(4));
    QCOMPARE(all[0].status, 202);
    QCOMPARE(bytes(all[0].eventId), "evt_1");
    QVERIFY(!all[0].duplicate && all[1].duplicate);
    QCOMPARE(bytes(all[0].type), "lead");
    QCOMPARE(bytes(all[2].source), "unknown"); // a name from outside would grow the statistics without end
    QCOMPARE(bytes(all[3].error), "unsupported_media_type");
}

void ReceiverTest::setupsAreExchangedWhileRunning()
{
    Site site;
    std::atomic<bool> done{false};
    std::thread changing([&] {
        while (!done) {
            auto next = std::make_shared<Setup>(site.setup);
            next->sources.at("generic").perMinute = 0;
            site.receiver->setSetup(std::move(next));
        }
    });
    RawClient client(site.server->port());
    int good = 0;
    for (int i = 0; i < 200; ++i) {
        if (!client.send(requestText("POST", "/webhooks/generic", signedBy("new secret", Body), Body)))
            break;
        const auto answer = client.answer();
        good += answer && (answer->status == 200 || answer->status == 202) ? 1 : 0;
    }
    done = true;
    changing.join();
    QCOMPARE(good, 200);
}

void ReceiverTest::sendersThatLeaveBeforeTheCommit()
{
    Site site;
    site.sink.hold();
    for (int i = 0; i < 10; ++i) {
        RawClient client(site.server->port());
        QVERIFY(client.send(requestText("POST", "/webhooks/generic", signedBy("new secret", Body), Body)));
        QTRY_COMPARE(site.sink.held(), 1);
        client.leave();
        site.sink.release();
    }
    QCOMPARE(site.log.deliveries().size(), std::size_t(10));
    QTRY_COMPARE(site.server->figures().open, std::uint64_t(0));
}

void ReceiverTest::commitsAfterTheEnd()
{
    Site site;
    site.sink.hold();
    RawClient client(site.server->port());
    QVERIFY(client.send(requestText("POST", "/webhooks/generic", signedBy("new secret", Body), Body)));
    QTRY_COMPARE(site.sink.held(), 1);
    site.server->stop();
    site.receiver.reset();
    site.sink.release();
    QCOMPARE(site.log.deliveries().size(), std::size_t(1)); // durable, only the answer found nobody
    QVERIFY(client.closedByServer());
}

void ReceiverTest::http10SendersAreClosed()
{
    Site site;
    RawClient client(site.server->port());
    QVERIFY(client.send("POST /webhooks/generic HTTP/1.0\r\n" + signedBy("new secret", Body) + "Content-Length: " + std::to_string(Body.size()) + "\r\n\r\n" + Body));
    const auto answer = client.answer();
    QVERIFY(answer);
    QCOMPARE(answer->status, 202);
    QCOMPARE(bytes(answer->version), "HTTP/1.0");
    QVERIFY(client.closedByServer());
}

QTEST_GUILESS_MAIN(ReceiverTest)
#include "receiver_test.moc"
