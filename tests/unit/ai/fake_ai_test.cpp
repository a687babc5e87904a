#include <QTest>

#include "engine/ai/wire.h"
#include "engine/http/curl_transport.h"
#include "tests/fakes/ai/fake_ai.h"

using namespace hs;
using namespace hs::ai;
using namespace std::chrono_literals;
using hs::test::AiDialect;
using hs::test::AiReply;
using hs::test::FakeAi;
using B = QByteArray;
using Role = Message::Role;

namespace {

struct Side {
    Dialect dialect;
    AiDialect fake;
    const char *model;
};
constexpr std::array<Side, 4> Sides{{{Dialect::OpenAiResponses, AiDialect::OpenAi, "gpt-5-mini"},
                                     {Dialect::ChatCompletions, AiDialect::Compatible, "llama3.2:latest"},
                                     {Dialect::HuggingFace, AiDialect::HuggingFace, "meta-llama/Llama-3.3-70B-Instruct:fastest"},
                                     {Dialect::Anthropic, AiDialect::Anthropic, "claude-opus-5-5"}}};

void everySide()
{
    QTest::addColumn<int>("side");
    for (std::size_t i = 0; i < Sides.size(); ++i)
        QTest::newRow(name(Sides[i].dialect).data()) << int(i);
}

Json json(std::string_view text)
{
    return parseJson(text).value_or(Json());
}

Request asking(std::string text)
{
    Request request;
    request.system = "Be brief.";
    request.messages = {{Role::User, std::move(text), {}, {}, {}, false}};
    request.tools = {{"look_up", "Reads a record.", json(R"({"type":"object","properties":{"key":{"type":"string"}}})")}};
    return request;
}

} // namespace

/// The fake, and what the dialects make of it, over a real connection: what one side writes, the other one takes.
class FakeAiTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void saysTheSameForTheSame_data() { everySide(); }
    void saysTheSameForTheSame();
    void toolsGoThereAndBack_data() { everySide(); }
    void toolsGoThereAndBack();
    void schemasAreAnswered_data() { everySide(); }
    void schemasAreAnswered();
    void endsAreTold_data() { everySide(); }
    void endsAreTold();
    void failuresComeAsTheyAre_data() { everySide(); }
    void failuresComeAsTheyAre();
    void stormsPass_data() { everySide(); }
    void stormsPass();
    void streamsBreak_data() { everySide(); }
    void streamsBreak();
    void silenceCanBeLeft_data() { everySide(); }
    void silenceCanBeLeft();
    void modelsAreListed_data() { everySide(); }
    void modelsAreListed();
    void keysComeAndGo();
    void isControlledOverItsOwnPort();
    void manyAreServedAtOnce();

private:
    [[nodiscard]] Endpoint endpoint(const Side &side) const { return {m_fake->base(side.fake), Secret(m_fake->key()), {}}; }
    [[nodiscard]] Result<Answer> ask(const Side &side, const Request &request);
    [[nodiscard]] Result<http::Response> exchange(http::Request request);
    [[nodiscard]] B told(const Result<Answer> &answer) const;

    std::optional<Mailbox> m_home;
    std::optional<FakeAi> m_fake;
    std::optional<http::CurlTransport> m_transport;
    std::string m_heard;
};

void FakeAiTest::init()
{
    m_home.emplace();
    m_fake.emplace();
    m_transport.emplace(*m_home);
    QVERIFY(m_fake->port() != 0);
}

void FakeAiTest::cleanup()
{
    m_transport.reset();
    m_fake.reset();
    m_home.reset();
}

Result<http::Response> FakeAiTest::exchange(http::Request request)
{
    std::optional<Result<http::Response>> answer;
    m_transport->send(std::move(request), {}, [&](Result<http::Response> result) { answer = std::move(result); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
        qFatal("no answer came");
    return std::move(*answer);
}

Result<Answer> FakeAiTest::ask(const Side &side, const Request &request)
{
    m_heard.clear();
    auto encoded = encode(side.dialect, endpoint(side), side.model, request);
    if (!encoded)
        return tl::make_unexpected(encoded.error());
    const auto reading = reader(side.dialect);
    encoded->onPart = [&](const std::string &part) { reading->feed(part, [&](std::string_view words) { m_heard += words; }); };
    const auto response = exchange(std::move(*encoded));
    if (!response)
        return tl::make_unexpected(response.error());
    if (!response->ok())
        return tl::make_unexpected(errorOf(side.dialect, *response, SystemClock().now()));
    return reading->end();
}

B FakeAiTest::told(const Result<Answer> &answer) const
{
    if (!answer)
        return "!" + B::fromStdString(std::string(name(answer.error().code)));
    return B::fromStdString(answer->text + "|" + std::string(name(answer->finish)));
}

void FakeAiTest::saysTheSameForTheSame()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    auto request = asking("One line.\nHow are you, Zoë?\n");
    request.temperature = who.dialect == Dialect::OpenAiResponses ? std::nullopt : std::optional(0.5);
    for (int round = 1; round <= 2; ++round) {
        const auto answer = ask(who, request);
        QVERIFY2(answer, describe(answer).c_str());
        QCOMPARE(answer->text, std::string("Echo: How are you, Zoë?"));
        QCOMPARE(m_heard, answer->text);
        QCOMPARE(answer->finish, Finish::Stop);
        QCOMPARE(answer->model, std::string(who.model));
        QVERIFY(!answer->requestId.empty());
        QVERIFY(answer->usage.input > 0 && answer->usage.output > 0 && !answer->usage.estimated);
        QCOMPARE(m_fake->requests().size(), std::size_t(round));
    }
    const auto seen = m_fake->requests().front();
    QCOMPARE(seen.dialect, who.fake);
    QCOMPARE(seen.status, 200);
    QCOMPARE(seen.headers.at("accept"), std::string("text/event-stream"));
    QCOMPARE(text(seen.body, "model"), std::string(who.model));

    m_fake->script(AiReply{.text = "No numbers.", .usage = false, .pings = true, .thinking = true});
    const auto guessed = ask(who, request);
    QCOMPARE(told(guessed), B("No numbers.|stop"));
    QCOMPARE(guessed->usage.estimated, who.dialect != Dialect::Anthropic); // which always counts
}

void FakeAiTest::toolsGoThereAndBack()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    AiReply calls;
    calls.contains = "compare";
    calls.text = "I look.";
    calls.calls = {{"look_up", {{"key", "Ärger \"A\""}}, {}, {}}, {"look_up", Json::object(), {}, {}}, {"look_up", nullptr, "{\"key\": oops", {}}};
    m_fake->script(calls);

    auto request = asking("Please compare.");
    const auto first = ask(who, request);
    QCOMPARE(told(first), B("I look.|tools"));
    QCOMPARE(first->calls.size(), std::size_t(3));
    QCOMPARE(first->calls[0].arguments, json(R"({"key":"Ärger \"A\""})"));
    QCOMPARE(first->calls[1].arguments, Json::object());
    QVERIFY(first->calls[2].arguments.is_null());
    QCOMPARE(first->calls[2].raw, std::string("{\"key\": oops"));

    request.messages.push_back({Role::Assistant, first->text, first->calls, {}, {}, false});
    for (const auto &call : first->calls)
        request.messages.push_back({Role::Tool, "result of " + call.id, {}, call.id, call.name, &call == &first->calls.back()});
    const auto second = ask(who, request); // refused if any result did not find its call
    QVERIFY2(second, describe(second).c_str());
    QVERIFY2(second->text.starts_with("The tool look_up said: ") && second->text.ends_with("result of " + first->calls[2].id), second->text.c_str());

    request.messages.push_back({Role::Assistant, second->text, {}, {}, {}, false});
    request.messages.push_back({Role::User, "Thank you", {}, {}, {}, false});
    QCOMPARE(told(ask(who, request)), B("Echo: Thank you|stop"));

    // The same conversation goes on at each of the others: who made the ids is nobody's business.
    for (const auto &other : Sides)
        QCOMPARE(told(ask(other, request)), B("Echo: Thank you|stop"));
}

void FakeAiTest::schemasAreAnswered()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    for (const auto *schema : {R"({"type":"object","properties":{"spam":{"type":"boolean"},"score":{"type":"integer","minimum":3},"kind":{"enum":["a","b"]}},"required":["spam"]})",
                               R"({"type":"object","properties":{"spam":{"type":"boolean"},"score":{"type":"integer"},"kind":{"enum":["a","b"]}},"required":["spam","score","kind"],"additionalProperties":false})"}) {
        auto request = asking("Is it?");
        request.tools.clear();
        request.schema = json(schema);
        request.schemaName = "verdict";
        const auto answer = ask(who, request);
        QVERIFY2(answer, describe(answer).c_str());
        const auto data = json(answer->text);
        QCOMPARE(data["spam"], Json(false));
        QCOMPARE(data["kind"], Json("a"));
        QVERIFY(data["score"].is_number_integer());
    }
    auto request = asking("Is it?");
    request.schema = json(R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false})");
    request.schemaName = "verdict";
    QVERIFY(ask(who, request)); // tools beside a schema are taken by all
    m_fake->script(AiReply{.data = {{"a", "a long text"}}, .halfJson = true});
    const auto half = ask(who, request);
    QVERIFY(half && !half->text.empty() && !parseJson(half->text));
}

void FakeAiTest::endsAreTold()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    m_fake->script(AiReply{.text = "So far", .finish = "length"});
    m_fake->script(AiReply{.text = "So far", .finish = "window"});
    m_fake->script(AiReply{.text = "So far", .finish = "filtered"});
    m_fake->script(AiReply{.refusal = "I will not."});
    for (const auto *expected : {"So far|length", "So far|length", "So far|refused", "I will not.|refused"})
        QCOMPARE(told(ask(who, asking("Tell me."))), B(expected));
}

void FakeAiTest::failuresComeAsTheyAre()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    const std::vector<std::pair<int, Errc>> rows{{400, Errc::BadInput}, {401, Errc::Unauthorized}, {402, Errc::Forbidden}, {403, Errc::Forbidden},
                                                 {404, Errc::NotFound}, {413, Errc::BadInput}, {429, Errc::RateLimited}, {500, Errc::Unavailable},
                                                 {503, Errc::Unavailable}, {504, Errc::Unavailable}, {529, Errc::Unavailable}};
    for (const auto &row : rows) {
        m_fake->script(AiReply::fail(row.first, {{"retry-after", "4"}}));
        const auto answer = ask(who, asking("Hello"));
        QVERIFY(!answer);
        QVERIFY2(answer.error().code == row.second, describe(answer.error()).c_str());
        const bool waits = row.second == Errc::RateLimited || row.second == Errc::Unavailable;
        QCOMPARE(answer.error().retryAfter, waits ? std::optional(std::chrono::milliseconds(4s)) : std::nullopt);
        QCOMPARE(m_fake->requests().back().status, row.first);
    }
    auto quota = AiReply::fail(429);
    quota.errorType = "insufficient_quota";
    m_fake->script(quota);
    QCOMPARE(ask(who, asking("Hello")).error().code, who.fake == AiDialect::HuggingFace ? Errc::RateLimited : Errc::Forbidden);
}

void FakeAiTest::stormsPass()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    m_fake->script(AiReply::fail(429, {{"retry-after-ms", "20"}}, 5));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(m_fake->scriptLeft(), std::size_t(1));
        QCOMPARE(ask(who, asking("Hello")).error().retryAfter, std::optional(20ms));
    }
    QCOMPARE(m_fake->scriptLeft(), std::size_t(0));
    QCOMPARE(told(ask(who, asking("Hello"))), B("Echo: Hello|stop"));
}

void FakeAiTest::streamsBreak()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    std::string words; // more than 1500 bytes in every dialect
    for (int i = 1; i <= 40; ++i)
        words += "word " + std::to_string(i) + ", ";
    m_fake->script(AiReply{.text = words, .cutAfter = 1500});
    QCOMPARE(ask(who, asking("Hello")).error().code, Errc::Timeout); // the connection broke: the transport sees it
    QVERIFY(!m_heard.empty() && words.starts_with(m_heard));
    QTRY_COMPARE(m_fake->underWay(), 0);
    QCOMPARE(m_fake->clientsGone(), 0);

    m_fake->script(AiReply{.text = words, .cutAfter = 1500, .cutCleanly = true});
    const auto cut = ask(who, asking("Hello")); // it ended well for HTTP: the reader sees it
    QVERIFY(!cut);
    QCOMPARE(describe(cut.error()), std::string("the answer stopped in the middle"));
    QCOMPARE(cut.error().code, Errc::Corrupt);

    m_fake->script(AiReply{.text = words, .garbled = true});
    QCOMPARE(describe(ask(who, asking("Hello")).error()), std::string("an event of the answer is not JSON"));

    m_fake->script(AiReply{.text = words, .errorAfter = 2});
    QCOMPARE(ask(who, asking("Hello")).error().code, Errc::Unavailable);
    QCOMPARE(m_heard, words.substr(0, 24));
    QCOMPARE(told(ask(who, asking("Again"))), B("Echo: Again|stop"));
}

void FakeAiTest::silenceCanBeLeft()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    m_fake->script(AiReply::silence());
    m_fake->script(AiReply{.text = "very slowly indeed", .between = 20s, .piece = 1});
    for (int i = 1; i <= 2; ++i) {
        auto encoded = encode(who.dialect, endpoint(who), who.model, asking("Hello"));
        int parts = 0;
        encoded->onPart = [&](const std::string &) { ++parts; };
        std::stop_source stop;
        std::optional<Result<http::Response>> answer;
        m_transport->send(*encoded, stop.get_token(), [&](Result<http::Response> result) { answer = std::move(result); });
        QTRY_COMPARE(m_fake->underWay(), 1);
        if (i == 2)
            QTRY_VERIFY(parts > 0);
        stop.request_stop();
        QTRY_VERIFY(answer);
        QCOMPARE(answer->error().code, Errc::Cancelled);
        QTRY_COMPARE(m_fake->clientsGone(), i);
        QCOMPARE(m_fake->underWay(), 0);
    }
    QCOMPARE(m_fake->requests()[0].status, 0);
}

void FakeAiTest::modelsAreListed()
{
    QFETCH(int, side);
    const auto &who = Sides[std::size_t(side)];
    m_fake->setModels(who.fake, {"one", "two/three"});
    const auto response = exchange(modelsRequest(who.dialect, endpoint(who)));
    QVERIFY2(response, describe(response).c_str());
    QCOMPARE(response->status, 200);
    QCOMPARE(readModels(who.dialect, response->body).value_or(std::vector<std::string>()), m_fake->models(who.fake));
    const auto unknown = ask(who, asking("Hello")); // its model is not there any more
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, Errc::NotFound);
}

void FakeAiTest::keysComeAndGo()
{
    m_fake->removeKey(m_fake->key());
    for (const auto &side : Sides) {
        const auto answer = ask(side, asking("Hello"));
        if (side.fake == AiDialect::Compatible) {
            QVERIFY2(answer, describe(answer).c_str()); // it asks for none
            continue;
        }
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, Errc::Unauthorized);
        QVERIFY(describe(answer.error()).find("sk-fake") == std::string::npos);
    }
    m_fake->addKey(m_fake->key());
    for (const auto &side : Sides)
        QVERIFY(ask(side, asking("Hello")));
}

void FakeAiTest::isControlledOverItsOwnPort()
{
    const auto control = [&](const char *method, const char *what, const std::string &body = {}) {
        http::Request request;
        request.method = method;
        request.url = m_fake->url() + "/_control/" + what;
        request.body = body;
        const auto response = exchange(request);
        return response ? json(response->body) : Json(describe(response));
    };
    QCOMPARE(control("POST", "script", R"([{"text":"one"},{"text":"two","contains":"2","times":0}])"), Json::object());
    QCOMPARE(told(ask(Sides[1], asking("2"))), B("one|stop"));
    QCOMPARE(told(ask(Sides[1], asking("2"))), B("two|stop"));
    QCOMPARE(told(ask(Sides[3], asking("1"))), B("Echo: 1|stop"));
    QCOMPARE(control("GET", "state"), json(R"({"requests":3,"under_way":0,"gone":0,"script_left":1})"));
    const auto log = control("GET", "log");
    QCOMPARE(log.size(), std::size_t(3));
    QCOMPARE(text(log[2], "path"), std::string("/anthropic/v1/messages"));
    QCOMPARE(at(log, "2.headers.anthropic-version"), Json("2026-10-21"));
    QCOMPARE(at(log, "2.body.stream"), Json(true));
    QCOMPARE(control("DELETE", "script"), Json::object());
    QCOMPARE(told(ask(Sides[1], asking("2"))), B("Echo: 2|stop"));
    control("DELETE", "log");
    QCOMPARE(control("GET", "log"), Json::array());
    QCOMPARE(control("POST", "script", R"({"txt":"x"})"), Json({{"error", "a reply has no such member (txt)"}}));
    control("POST", "keys", R"({"remove":["sk-fake-1"],"add":["other"]})");
    QCOMPARE(told(ask(Sides[0], asking("x"))), B("!unauthorized"));
    control("POST", "models", R"({"dialect":"compatible","models":["new"]})");
    QCOMPARE(m_fake->models(AiDialect::Compatible), std::vector<std::string>{"new"});
    QVERIFY(control("GET", "nothing").contains("error"));
}

void FakeAiTest::manyAreServedAtOnce()
{
    constexpr int Many = 60;
    m_fake->script(AiReply{.times = 0, .text = "The same for everybody, slowly.", .between = 2ms});
    int good = 0, over = 0;
    std::vector<std::unique_ptr<Reader>> readers;
    for (int i = 0; i < Many; ++i) {
        const auto &side = Sides[std::size_t(i) % Sides.size()];
        auto encoded = encode(side.dialect, endpoint(side), side.model, asking("Hello"));
        readers.push_back(reader(side.dialect));
        auto *reading = readers.back().get();
        encoded->onPart = [reading](const std::string &part) { reading->feed(part, {}); };
        m_transport->send(*encoded, {}, [&, reading](const Result<http::Response> &response) {
            ++over;
            const auto answer = reading->end();
            good += response && answer && answer->text == "The same for everybody, slowly." ? 1 : 0;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(over, Many, 30'000);
    QCOMPARE(good, Many);
    QTRY_COMPARE(m_fake->underWay(), 0);
    QCOMPARE(m_fake->clientsGone(), 0);
}

QTEST_GUILESS_MAIN(FakeAiTest)
#include "fake_ai_test.moc"
