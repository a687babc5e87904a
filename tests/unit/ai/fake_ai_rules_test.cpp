#include <map>

#include <QTest>

#include "engine/http/curl_transport.h"
#include "engine/vocabulary/json.h"
#include "tests/fakes/ai/fake_ai.h"

using namespace hs;
using hs::test::AiDialect;
using hs::test::FakeAi;
using B = QByteArray;

namespace {

Json json(std::string_view text)
{
    return parseJson(text).value_or(Json());
}

} // namespace

/// What the fake refuses, because the real one would, and how it is told what to do.
class FakeAiRulesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWhatTheRealOneRefuses_data();
    void refusesWhatTheRealOneRefuses();
    void scriptsAreRead_data();
    void scriptsAreRead();
};

void FakeAiRulesTest::refusesWhatTheRealOneRefuses_data()
{
    QTest::addColumn<B>("path");
    QTest::addColumn<B>("header"); // instead of the usual ones
    QTest::addColumn<B>("body");   // what it has more, or other: merged into a good one; null takes away
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("says");
    const B claude = "/anthropic/v1/messages", openai = "/openai/v1/responses", chat = "/compatible/v1/chat/completions";
    const auto row = [](const char *name, const B &path, const char *header, const char *body, int status, const char *says) {
        QTest::newRow(name) << path << B(header) << B(body) << status << B(says);
    };
    row("anthropic, fine", claude, "", "{}", 200, "Echo");
    row("anthropic, the older version", claude, "anthropic-version: 2023-06-01", R"({"temperature": 0.5})", 200, "Echo");
    row("anthropic, by bearer", claude, "x-api-key: ", "{}", 401, "x-api-key header is required");
    row("anthropic, wrong key", claude, "x-api-key: nobody", "{}", 401, "invalid x-api-key");
    row("anthropic, no version", claude, "anthropic-version: ", "{}", 400, "anthropic-version: header is required");
    row("anthropic, a version there is not", claude, "anthropic-version: 2025-01-01", "{}", 400, "not a valid version");
    row("anthropic, temperature", claude, "", R"({"temperature": 1})", 400, "temperature: Extra inputs");
    row("anthropic, top_p", claude, "", R"({"top_p": 1})", 400, "top_p: Extra inputs");
    row("anthropic, another field", claude, "", R"({"max_output_tokens": 1})", 400, "max_output_tokens: Extra inputs are not permitted");
    row("anthropic, no limit", claude, "", R"({"max_tokens": null})", 400, "max_tokens: Field required");
    row("anthropic, no model", claude, "", R"({"model": null})", 400, "model: Field required");
    row("anthropic, another model", claude, "", R"({"model": "claude-9"})", 404, "model: claude-9");
    row("anthropic, no messages", claude, "", R"({"messages": []})", 400, "at least one message is required");
    row("anthropic, the assistant begins", claude, "", R"({"messages": [{"role":"assistant","content":"a"},{"role":"user","content":"b"}]})", 400, "first message must use");
    row("anthropic, the assistant ends", claude, "", R"({"messages": [{"role":"user","content":"b"},{"role":"assistant","content":"a"}]})", 400, "prefill");
    row("anthropic, a system message", claude, "", R"({"messages": [{"role":"system","content":"b"}]})", 400, "messages.0.role");
    row("anthropic, empty text", claude, "", R"({"messages": [{"role":"user","content":[{"type":"text","text":""}]}]})", 400, "non-empty");
    row("anthropic, blank text", claude, "", R"({"messages": [{"role":"user","content":" "}]})", 400, "non-whitespace");
    row("anthropic, two of a role", claude, "", R"({"messages": [{"role":"user","content":"a"},{"role":"user","content":"b"}]})", 200, "Echo");
    row("anthropic, a result without a call", claude, "", R"({"messages": [{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}]})", 400, "unexpected `tool_use_id`");
    const auto calls = [](const char *next) {
        return B(R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"x","input":{}},{"type":"tool_use","id":"u","name":"x","input":{}}]},%1]})").replace("%1", next);
    };
    row("anthropic, calls without results", claude, "", calls(R"({"role":"user","content":"b"})"), 400, "without `tool_result` blocks immediately after: t");
    row("anthropic, one result of two", claude, "", calls(R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]})"), 400, "without `tool_result` blocks immediately after: u");
    row("anthropic, words before results", claude, "", calls(R"({"role":"user","content":[{"type":"text","text":"b"},{"type":"tool_result","tool_use_id":"t"},{"type":"tool_result","tool_use_id":"u"}]})"), 400, "must come first");
    row("anthropic, all results", claude, "", calls(R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"u","content":"x"},{"type":"tool_result","tool_use_id":"t","content":"y"}]})"), 200, "The tool");
    row("anthropic, a forced tool", claude, "", R"({"tools":[{"name":"x","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"}})", 400, "forced tool use");
    row("anthropic, a bound in a schema", claude, "", R"({"output_config":{"format":{"type":"json_schema","schema":{"type":"integer","minimum":1}}}})", 400, "property 'minimum' is not supported");
    row("anthropic, an open schema", claude, "", R"({"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}})", 400, "additionalProperties");
    row("anthropic, elsewhere", "/anthropic/v1/responses", "", "{}", 404, "Invalid URL");

    row("openai, fine", openai, "", "{}", 200, "Echo");
    row("openai, wrong key", openai, "Authorization: Bearer nobody", "{}", 401, "Incorrect API key provided");
    row("openai, another field", openai, "", R"({"messages": []})", 400, "Unknown parameter: 'messages'.");
    row("openai, temperature of a model that reasons", openai, "", R"({"temperature": 1})", 400, "Unsupported parameter: 'temperature'");
    row("openai, temperature of another", openai, "", R"({"temperature": 1, "model": "gpt-4.1-mini"})", 200, "Echo");
    row("openai, too low a limit", openai, "", R"({"max_output_tokens": 15})", 400, "below minimum value");
    row("openai, another model", openai, "", R"({"model": "gpt-9"})", 404, "`gpt-9` does not exist");
    row("openai, a result without a call", openai, "", R"({"input": [{"type":"function_call_output","call_id":"c","output":"x"}]})", 400, "No tool call found");
    row("openai, a call without a result", openai, "", R"({"input": [{"role":"user","content":"a"},{"type":"function_call","call_id":"c","name":"x","arguments":"{}"}]})", 400, "No tool output found");
    row("openai, a tool that is strict unasked", openai, "", R"({"tools": [{"type":"function","name":"x","parameters":{"type":"object","properties":{}}}]})", 400, "Invalid schema for function");
    row("openai, strict and open", openai, "", R"({"text": {"format":{"type":"json_schema","name":"x","strict":true,"schema":{"type":"object","properties":{}}}}})", 400, "Invalid schema for response_format");
    row("openai, no stream", openai, "", R"({"stream": false})", 400, "streams only");

    row("compatible, fine", chat, "", "{}", 200, "Echo");
    row("compatible, another model", chat, "", R"({"model": "x"})", 404, "try pulling it first");
    row("compatible, a result without a call", chat, "", R"({"messages": [{"role":"tool","tool_call_id":"c","content":"x"}]})", 400, "must be a response to a preceding message");
    row("compatible, a call without a result", chat, "", R"({"messages": [{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"x","arguments":"{}"}}]},{"role":"user","content":"a"}]})", 400, "did not have response messages: c");
    row("compatible, arguments that are no JSON", chat, "", R"({"messages": [{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"x","arguments":"{"}}]}]})", 400, "Failed to parse");
    row("compatible, a schema beside tools", chat, "", R"({"tools":[{"type":"function","function":{"name":"x"}}],"response_format":{"type":"json_schema","json_schema":{"name":"v","schema":{}}}})", 400, "together with tools");
    row("openai's chat, the old limit", "/openai/v1/chat/completions", "", R"({"model":"gpt-5-mini","max_tokens":5,"messages":[{"role":"user","content":"a"}]})", 400, "Use 'max_completion_tokens' instead");
    row("hugging face, wrong key", "/huggingface/v1/chat/completions", "Authorization: Bearer nobody", "{}", 401, "Invalid API Key");
    row("by path alone", "/v1/messages", "", R"({"max_tokens": null})", 400, "max_tokens: Field required");
}

void FakeAiRulesTest::refusesWhatTheRealOneRefuses()
{
    QFETCH(B, path);
    QFETCH(B, header);
    QFETCH(B, body);
    QFETCH(int, status);
    QFETCH(B, says);
    Mailbox home;
    FakeAi fake;
    http::CurlTransport transport(home);
    const bool claude = path.endsWith("messages") || path.startsWith("/anthropic"), openai = path.endsWith("responses");
    auto sent = claude ? json(R"({"model":"claude-opus-5-5","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"a"}]})")
        : openai       ? json(R"({"model":"gpt-5-mini","stream":true,"input":"a"})")
                       : json(R"({"model":"llama3.2:latest","stream":true,"messages":[{"role":"user","content":"a"}]})");
    sent.merge_patch(json(body.toStdString()));
    http::Request request;
    request.method = "POST";
    request.url = fake.url() + path.toStdString();
    request.body = dump(sent);
    std::map<std::string, std::string> headers{{"Content-Type", "application/json"}};
    headers[claude ? "x-api-key" : "Authorization"] = (claude ? "" : "Bearer ") + fake.key();
    if (claude)
        headers["anthropic-version"] = "2026-10-21";
    if (!header.isEmpty())
        headers[header.left(header.indexOf(':')).toStdString()] = header.mid(header.indexOf(':') + 2).toStdString();
    for (const auto &[name, value] : headers)
        if (!value.empty())
            request.headers.push_back({name, value});
    std::optional<Result<http::Response>> answer;
    transport.send(request, {}, [&](Result<http::Response> result) { answer = std::move(result); });
    QTRY_VERIFY(answer);
    const auto &response = *answer;
    QVERIFY2(response, describe(response).c_str());
    QVERIFY2(response->status == status, response->body.c_str());
    QVERIFY2(B::fromStdString(response->body).replace("\\\"", "\"").contains(says), response->body.c_str());
    QCOMPARE(fake.requests().back().status, status);
    QVERIFY(!response->header(claude ? "request-id" : "x-request-id").empty());
}

void FakeAiRulesTest::scriptsAreRead_data()
{
    QTest::addColumn<B>("line");
    QTest::addColumn<B>("error");
    QTest::newRow("all of it") << B(R"({"dialect":"anthropic","model":"m","contains":"x","times":0,"text":"t","data":{"a":1},"calls":[{"name":"n","arguments":{}},{"name":"o","raw":"{"}],"refusal":"r","finish":"length","half_json":true,"usage":false,"pings":true,"thinking":true,"wait_ms":1,"between_ms":2,"piece":3,"never":true,"cut_after":4,"cut_cleanly":true,"garbled":true,"error_after":5,"error_type":"e","error_message":"m","status":429,"headers":{"retry-after":7},"body":{"b":1}})") << B();
    QTest::newRow("a name there is not") << B(R"({"txt":"t"})") << B("a reply has no such member (txt)");
    QTest::newRow("another kind") << B(R"({"text":7})") << B("a member of a reply is of another kind (text)");
    QTest::newRow("a negative number") << B(R"({"times":-1})") << B("a member of a reply is of another kind (times)");
    QTest::newRow("a dialect there is not") << B(R"({"dialect":"gemini"})") << B("a member of a reply is of another kind (dialect)");
    QTest::newRow("a call without a name") << B(R"({"calls":[{}]})") << B("a member of a reply is of another kind (calls)");
    QTest::newRow("no object") << B("[]") << B("a reply is no object");
}

void FakeAiRulesTest::scriptsAreRead()
{
    QFETCH(B, line);
    QFETCH(B, error);
    const auto reply = hs::test::aiReplyFrom(json(line.toStdString()));
    QCOMPARE(reply ? B() : B::fromStdString(describe(reply.error())), error);
    if (!reply)
        return;
    QCOMPARE(reply->dialect, std::optional(AiDialect::Anthropic));
    QCOMPARE(reply->calls[1].raw, std::string("{"));
    QCOMPARE(reply->cutAfter, std::optional<std::size_t>(4));
    QCOMPARE(reply->between, std::chrono::milliseconds(2));
    QCOMPARE(reply->headers.front().second, std::string("7"));
    QCOMPARE(reply->body, std::string("{\"b\":1}"));
    QVERIFY(reply->halfJson && reply->pings && reply->thinking && reply->never && reply->garbled && reply->cutCleanly && !reply->usage);
}

QTEST_GUILESS_MAIN(FakeAiRulesTest)
#include "fake_ai_rules_test.moc"
