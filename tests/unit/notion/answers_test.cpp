#include <QTest>

#include "engine/notion/answers.h"
#include "tests/fakes/fake_clock.h"

using namespace hs;
using namespace hs::notion;
using namespace std::chrono_literals;
using hs::test::FakeClock;
using B = QByteArray;
using Kind = Outcome::Kind;

namespace {

constexpr auto Id = "0123456789abcdef0123456789abcdef";

Call called(const QByteArray &what)
{
    const Calls calls;
    if (what == "read")
        return calls.page(Id);
    if (what == "query")
        return calls.query(Id, {});
    if (what == "create")
        return calls.createPage(Id, Json::object());
    if (what == "trash")
        return calls.trashPage(Id);
    return calls.patchPage(Id, Json::object());
}

Result<http::Response> answered(int status, const Json &body, const std::string &retryAfter = {})
{
    http::Response response;
    response.status = status;
    response.body = body.is_null() ? std::string("<html>") : dump(body);
    if (!retryAfter.empty())
        response.headers.push_back({"retry-after", retryAfter});
    return response;
}

} // namespace

class AnswersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyAnswerHasItsMeaning_data();
    void everyAnswerHasItsMeaning();
    void waitsAreAsLongAsNotionAsks_data();
    void waitsAreAsLongAsNotionAsks();
    void whatWasSavedAllTheSameIsNamed();
    void thePropertyOfAMistakeIsNamed_data();
    void thePropertyOfAMistakeIsNamed();
    void aFullFreeWorkspaceIsToldApart();
    void repeatsWaitLongerEachTime();
    void sentencesHoldNoValues();
};

void AnswersTest::everyAnswerHasItsMeaning_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<int>("status"); // negative: an error of that code
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("reason"); // of a limit
    QTest::addColumn<QByteArray>("kind");
    const auto row = [](const char *name, const char *what, int status, const char *code, const char *reason, const char *kind) {
        QTest::newRow(name) << B(what) << status << B(code) << B(reason) << B(kind);
    };
    row("good", "patch", 200, "", "", "done");
    row("accepted", "create", 202, "", "", "done");
    row("a mistake", "patch", 400, "validation_error", "", "refused");
    row("no version", "read", 400, "missing_version", "", "refused");
    row("a bad token", "read", 401, "unauthorized", "", "unauthorized");
    row("a missing right", "create", 403, "restricted_resource", "", "refused");
    row("not shared", "read", 404, "object_not_found", "", "not-found");
    row("at the same moment", "patch", 409, "conflict_error", "", "conflict");
    row("too many of ours", "read", 429, "rate_limited", "public_api_request_rate_limit", "wait/rate");
    row("too many of ours, a create", "create", 429, "rate_limited", "public_api_request_rate_limit", "wait/rate");
    row("too many, no reason", "read", 429, "rate_limited", "", "wait/rate");
    row("too many of the workspace", "read", 429, "rate_limited", "public_api_space_request_rate_limit", "wait/workspace");
    row("too many of one kind", "read", 429, "rate_limited", "public_api_endpoint_rate_limit", "wait/endpoint");
    row("blocked", "read", 429, "rate_limited", "public_api_request_blocked", "blocked");
    row("overloaded", "create", 529, "service_overload", "", "wait/overload");
    row("a fault, reading", "read", 500, "internal_server_error", "", "again");
    row("a fault, writing", "patch", 500, "internal_server_error", "", "maybe-done");
    row("a fault, making", "create", 500, "internal_server_error", "", "maybe-done");
    row("a bad gateway, reading", "query", 502, "", "", "again");
    row("unavailable, reading", "query", 503, "service_unavailable", "", "again");
    row("unavailable, writing", "create", 503, "service_unavailable", "", "maybe-done");
    row("unavailable, to the trash", "trash", 503, "service_unavailable", "", "again");
    row("too slow behind the gateway", "patch", 504, "gateway_timeout", "", "maybe-done");
    row("a redirect", "read", 302, "", "", "refused");
    row("no method of theirs", "read", 405, "", "", "refused");
    row("nothing was sent, reading", "read", -int(Errc::Unavailable), "", "", "again");
    row("nothing was sent, making", "create", -int(Errc::Unavailable), "", "", "again");
    row("no answer, reading", "read", -int(Errc::Timeout), "", "", "again");
    row("no answer, making", "create", -int(Errc::Timeout), "", "", "maybe-done");
    row("no HTTP, writing", "patch", -int(Errc::Corrupt), "", "", "maybe-done");
    row("cancelled", "read", -int(Errc::Cancelled), "", "", "cancelled");
    row("cannot be sent or taken, reading", "query", -int(Errc::BadInput), "", "", "refused");
    row("cannot be sent or taken, making", "create", -int(Errc::BadInput), "", "", "maybe-done");
}

void AnswersTest::everyAnswerHasItsMeaning()
{
    QFETCH(QByteArray, what);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, reason);
    QFETCH(QByteArray, kind);
    Json body;
    if (!code.isEmpty())
        body = {{"object", "error"}, {"status", status}, {"code", code.toStdString()}, {"message", "told"}, {"request_id", "r1"}};
    if (!reason.isEmpty())
        body["additional_data"] = {{"rate_limit_reason", reason.toStdString()}};
    const auto answer = status > 0 ? answered(status, body) : Result<http::Response>(fail(Errc(-status), "x"));
    const auto outcome = classify(called(what), answer, FakeClock().now());
    auto found = B::fromStdString(std::string(name(outcome.kind)));
    if (outcome.kind == Kind::Wait)
        found += "/" + B::fromStdString(std::string(name(outcome.reason)));
    QCOMPARE(found, kind);
    QCOMPARE(outcome.sentence.empty(), outcome.done());
    QCOMPARE(outcome.done(), kind == "done");
    if (outcome.kind == Kind::Again || outcome.kind == Kind::Wait || outcome.kind == Kind::Conflict)
        QVERIFY(outcome.after >= 1s);
    if (status > 299) {
        QCOMPARE(outcome.code, code.toStdString());
        QCOMPARE(outcome.requestId, code.isEmpty() ? std::string() : std::string("r1"));
    }
}

void AnswersTest::waitsAreAsLongAsNotionAsks_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("body"); // additional_data.retry_after
    QTest::addColumn<qint64>("millis");
    QTest::newRow("the header") << 429 << B("7") << B() << qint64(7'000);
    QTest::newRow("the body") << 429 << B() << B("12") << qint64(12'000);
    QTest::newRow("both: the header") << 429 << B("7") << B("12") << qint64(7'000);
    QTest::newRow("neither: a whole minute") << 429 << B() << B() << qint64(60'000);
    QTest::newRow("longer than a minute") << 429 << B("300") << B() << qint64(300'000);
    QTest::newRow("a date") << 429 << B("Mon, 23 Nov 2026 09:00:30 GMT") << B() << qint64(30'000);
    QTest::newRow("overloaded") << 529 << B("9") << B() << qint64(9'000);
    QTest::newRow("overloaded, not told") << 529 << B() << B() << qint64(1'000);
    QTest::newRow("unavailable") << 503 << B("9") << B() << qint64(9'000);
    QTest::newRow("unavailable, less than we would wait") << 503 << B("0") << B() << qint64(1'000);
}

void AnswersTest::waitsAreAsLongAsNotionAsks()
{
    QFETCH(int, status);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, body);
    QFETCH(qint64, millis);
    Json error = {{"code", "x"}};
    if (!body.isEmpty())
        error["additional_data"] = {{"retry_after", body.toStdString()}};
    const auto outcome = classify(called("read"), answered(status, error, header.toStdString()), FakeClock().now());
    QCOMPARE(qint64(outcome.after.count()), millis);
}

void AnswersTest::whatWasSavedAllTheSameIsNamed()
{
    const Json error = {{"code", "service_unavailable"},
                        {"additional_data",
                         {{"retry_guidance", "read"}, {"committed_resource_id", "01234567-89AB-cdef-0123-456789abcdef"}, {"committed_child_ids", {Id, "none"}}}}};
    const auto outcome = classify(called("create"), answered(503, error), FakeClock().now());
    QVERIFY(outcome.kind == Kind::MaybeDone);
    QCOMPARE(outcome.committed, std::string(Id));
    QCOMPARE(outcome.committedChildren, std::vector<std::string>{Id});
    QVERIFY(classify(called("query"), answered(503, error), FakeClock().now()).smallerPages);
    QVERIFY(!classify(called("read"), answered(503, error), FakeClock().now()).smallerPages);
}

void AnswersTest::thePropertyOfAMistakeIsNamed_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<bool>("schema");
    QTest::newRow("a path") << B("body failed validation: body.properties.Due Date.date.start should be a string, instead was `7`.") << B("Due Date") << false;
    QTest::newRow("a path in brackets") << B("body.properties[\"Client/Lead Name\"].rich_text[0].text.content.length should be ≤ `2000`") << B("Client/Lead Name") << false;
    QTest::newRow("an unknown property") << B("Contact ID is not a property that exists.") << B("Contact ID") << true;
    QTest::newRow("the second of two") << B("Email is expected to be email. Phone is not a property that exists.") << B("Phone") << true;
    QTest::newRow("another type") << B("Email is expected to be email.") << B("Email") << true;
    QTest::newRow("elsewhere") << B("body.parent should be defined") << B() << false;
    QTest::newRow("nothing") << B() << B() << false;
    QTest::newRow("torn") << B("body.properties[\"x") << B() << false;
    QTest::newRow("an end") << B("body.properties") << B() << false;
}

void AnswersTest::thePropertyOfAMistakeIsNamed()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, where);
    QFETCH(bool, schema);
    const auto outcome = classify(called("patch"), answered(400, {{"code", "validation_error"}, {"message", message.toStdString()}}), FakeClock().now());
    QVERIFY(outcome.kind == Kind::Refused);
    QCOMPARE(B::fromStdString(outcome.where), where);
    QCOMPARE(outcome.schemaChanged, schema);
    QCOMPARE(outcome.message, message.toStdString());
}

void AnswersTest::aFullFreeWorkspaceIsToldApart()
{
    const Json full = {{"code", "restricted_resource"}, {"additional_data", {{"block_limit", "block_creation"}}}};
    QVERIFY(classify(called("create"), answered(403, full), FakeClock().now()).blockLimit);
    QVERIFY(!classify(called("create"), answered(403, {{"code", "restricted_resource"}}), FakeClock().now()).blockLimit);
}

void AnswersTest::repeatsWaitLongerEachTime()
{
    const auto lost = Result<http::Response>(fail(Errc::Timeout, "x"));
    const auto wait = [&](int made) { return classify(called("read"), lost, FakeClock().now(), made, 0.5).after; };
    QCOMPARE(wait(1), std::chrono::milliseconds(1s));
    QCOMPARE(wait(2), std::chrono::milliseconds(2s));
    QCOMPARE(wait(20), std::chrono::milliseconds(60s));
}

void AnswersTest::sentencesHoldNoValues()
{
    const auto outcome = classify(called("patch"), answered(400, {{"code", "validation_error"}, {"message", "body.properties.Email.email `mara@studio.example` is wrong"}}), FakeClock().now());
    QVERIFY(outcome.sentence.find("mara") == std::string::npos);
    QCOMPARE(outcome.sentence, std::string("Notion does not take the value of \"Email\""));
}

QTEST_APPLESS_MAIN(AnswersTest)
#include "answers_test.moc"
