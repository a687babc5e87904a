#include <limits>
#include <map>
#include <set>

#include <QTest>

#include "engine/ai/wire.h"

using namespace hs;
using namespace hs::ai;
using namespace std::chrono_literals;
using B = QByteArray;
using Role = Message::Role;

namespace {

constexpr auto OpenAi = Dialect::OpenAiResponses;
constexpr auto Chat = Dialect::ChatCompletions;
constexpr auto Face = Dialect::HuggingFace;
constexpr auto Claude = Dialect::Anthropic;

Json json(std::string_view text)
{
    auto parsed = parseJson(text);
    if (!parsed)
        qFatal("the test holds what is no JSON: %s", describe(parsed).c_str());
    return *parsed;
}

B shown(const Json &value)
{
    return B::fromStdString(dump(value));
}

Endpoint endpoint(std::string base = "https://api.example/v1", std::string version = {})
{
    return {std::move(base), Secret("k-1"), std::move(version)};
}

Message user(std::string text)
{
    return {Role::User, std::move(text), {}, {}, {}, false};
}
Message assistant(std::string text, std::vector<ToolCall> calls = {})
{
    return {Role::Assistant, std::move(text), std::move(calls), {}, {}, false};
}
Message result(std::string id, std::string text, bool failed = false)
{
    return {Role::Tool, std::move(text), {}, std::move(id), "look_up", failed};
}

Request asking(std::string text = "Who painted it?")
{
    Request request;
    request.system = "Be brief.";
    request.messages = {user(std::move(text))};
    request.maxTokens = 300;
    return request;
}

/// Two calls at once, one of which fails, and a question behind them.
Request withTools()
{
    auto request = asking("Compare two prices.");
    request.tools = {{"look_up", "Reads a record.", json(R"({"type":"object","properties":{"key":{"type":"string"}},"required":["key"]})")},
                     {"now", "", json(R"({"type":"object","properties":{},"additionalProperties":false,"required":[]})")}};
    request.messages.push_back(assistant("I look.", {{"call_a", "look_up", json(R"({"key":"A"})"), {}}, {"call_b", "look_up", nullptr, "{\"key\""}}));
    request.messages.push_back(result("call_a", "12 EUR"));
    request.messages.push_back(result("call_b", "the arguments are no JSON", true));
    request.messages.push_back(user("And now?"));
    return request;
}

Request withSchema(std::string_view schema)
{
    auto request = asking("Is it spam?");
    request.schema = json(schema);
    request.schemaName = "verdict";
    return request;
}

constexpr auto StrictSchema = R"({"type":"object","properties":{"spam":{"type":"boolean"},"why":{"type":["string","null"]}},)"
                              R"("required":["spam","why"],"additionalProperties":false})";

std::string headerOf(const http::Request &request, std::string_view name)
{
    for (const auto &header : request.headers)
        if (header.name == name)
            return header.value;
    return {};
}

std::string secretOf(const http::Request &request, std::string_view name)
{
    for (const auto &[known, value] : request.secretHeaders)
        if (known == name)
            return std::string(value.reveal());
    return {};
}

Json bodyOf(Dialect dialect, const Request &request, const std::string &model = "m-1", const Endpoint &where = endpoint())
{
    const auto encoded = encode(dialect, where, model, request);
    return encoded ? json(encoded->body) : Json(describe(encoded));
}

} // namespace

class WireTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesGoBothWays();
    void requestsAreAddressed_data();
    void requestsAreAddressed();
    void bodiesAreOfTheDialect_data();
    void bodiesAreOfTheDialect();
    void temperatureGoesWhereItIsTaken_data();
    void temperatureGoesWhereItIsTaken();
    void limitsOfTheAnswerHaveTheirNames();
    void anthropicAlternates();
    void idsAreMadeFit();
    void namesThatAModelMadeUpAreMadeFit();
    void whatCannotBeSaidIsRefused_data();
    void whatCannotBeSaidIsRefused();
    void brokenTextIsSentAsText();
    void modelsAreAskedFor();
};

void WireTest::namesGoBothWays()
{
    for (int i = 0; i < Purposes; ++i)
        QCOMPARE(purposeFrom(name(Purpose(i))), std::optional(Purpose(i)));
    QCOMPARE(name(Purpose::Summarise), std::string_view("summarise"));
    QVERIFY(!purposeFrom("summarize"));
    for (const auto dialect : {OpenAi, Chat, Face, Claude})
        QCOMPARE(dialectFrom(name(dialect)), std::optional(dialect));
    QCOMPARE(name(Chat), std::string_view("compatible"));
    QVERIFY(!dialectFrom("claude"));
    QCOMPARE(name(Finish::Refused), std::string_view("refused"));
}

void WireTest::requestsAreAddressed_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<B>("url");
    QTest::addColumn<B>("key");
    QTest::addColumn<B>("version");
    QTest::newRow("openai") << int(OpenAi) << B("https://api.example/v1/responses") << B("Authorization: Bearer k-1") << B();
    QTest::newRow("compatible") << int(Chat) << B("https://api.example/v1/chat/completions") << B("Authorization: Bearer k-1") << B();
    QTest::newRow("huggingface") << int(Face) << B("https://api.example/v1/chat/completions") << B("Authorization: Bearer k-1") << B();
    QTest::newRow("anthropic") << int(Claude) << B("https://api.example/v1/messages") << B("x-api-key: k-1") << B("2026-10-21");
}

void WireTest::requestsAreAddressed()
{
    QFETCH(int, dialect);
    QFETCH(B, url);
    QFETCH(B, key);
    QFETCH(B, version);
    auto request = asking();
    request.timeout = 70s;
    request.idleTimeout = 9s;
    const auto encoded = encode(Dialect(dialect), endpoint(), "m-1", request);
    QVERIFY2(encoded, describe(encoded).c_str());
    QCOMPARE(encoded->method, std::string("POST"));
    QCOMPARE(B::fromStdString(encoded->url), url);
    QCOMPARE(headerOf(*encoded, "Content-Type"), std::string("application/json"));
    QCOMPARE(headerOf(*encoded, "Accept"), std::string("text/event-stream"));
    QCOMPARE(B::fromStdString(headerOf(*encoded, "anthropic-version")), version);
    QCOMPARE(encoded->timeout, std::chrono::milliseconds(70s));
    QCOMPARE(encoded->idleTimeout, std::chrono::milliseconds(9s));
    QCOMPARE(encoded->maxBody, std::size_t(32) << 20U);
    QVERIFY(!encoded->onPart);
    const auto name = key.left(key.indexOf(':')).toStdString();
    QCOMPARE(encoded->secretHeaders.size(), std::size_t(1));
    QCOMPARE(B::fromStdString(name + ": " + secretOf(*encoded, name)), key);
    QVERIFY(encoded->url.find("k-1") == std::string::npos && encoded->body.find("k-1") == std::string::npos);

    auto open = endpoint("http://127.0.0.1:11434/v1/"); // without a key, and with a slash somebody left
    open.key = {};
    const auto without = encode(Dialect(dialect), open, "m-1", request);
    QVERIFY(without->secretHeaders.empty());
    QVERIFY(without->url.starts_with("http://127.0.0.1:11434/v1/") && without->url.find("//", 7) == std::string::npos);
}

void WireTest::bodiesAreOfTheDialect_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("request"); // 0: a question; 1: tools; 2: a schema
    QTest::addColumn<B>("body");

    QTest::newRow("openai, a question") << int(OpenAi) << 0 << B(R"({
        "model": "m-1", "stream": true, "store": false, "max_output_tokens": 300, "instructions": "Be brief.",
        "input": [{"role": "user", "content": "Who painted it?"}]})");
    QTest::newRow("openai, tools") << int(OpenAi) << 1 << B(R"({
        "model": "m-1", "stream": true, "store": false, "max_output_tokens": 300, "instructions": "Be brief.",
        "input": [{"role": "user", "content": "Compare two prices."},
                  {"role": "assistant", "content": "I look."},
                  {"type": "function_call", "call_id": "call_a", "name": "look_up", "arguments": "{\"key\":\"A\"}"},
                  {"type": "function_call", "call_id": "call_b", "name": "look_up", "arguments": "{}"},
                  {"type": "function_call_output", "call_id": "call_a", "output": "12 EUR"},
                  {"type": "function_call_output", "call_id": "call_b", "output": "The tool failed: the arguments are no JSON"},
                  {"role": "user", "content": "And now?"}],
        "tools": [{"type": "function", "name": "look_up", "description": "Reads a record.", "strict": false,
                   "parameters": {"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]}},
                  {"type": "function", "name": "now", "description": "", "strict": true,
                   "parameters": {"type": "object", "properties": {}, "additionalProperties": false, "required": []}}]})");
    QTest::newRow("openai, a schema") << int(OpenAi) << 2 << B(R"({
        "model": "m-1", "stream": true, "store": false, "max_output_tokens": 300, "instructions": "Be brief.",
        "input": [{"role": "user", "content": "Is it spam?"}],
        "text": {"format": {"type": "json_schema", "name": "verdict", "strict": true, "schema": SCHEMA}}})").replace("SCHEMA", StrictSchema);

    const B chatStart = R"("model": "m-1", "stream": true, "stream_options": {"include_usage": true}, "max_tokens": 300, )";
    QTest::newRow("compatible, a question") << int(Chat) << 0 << B("{" + chatStart + R"(
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Who painted it?"}]})");
    QTest::newRow("compatible, tools") << int(Chat) << 1 << B("{" + chatStart + R"(
        "messages": [{"role": "system", "content": "Be brief."},
                     {"role": "user", "content": "Compare two prices."},
                     {"role": "assistant", "content": "I look.", "tool_calls": [
                        {"id": "call_a", "type": "function", "function": {"name": "look_up", "arguments": "{\"key\":\"A\"}"}},
                        {"id": "call_b", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}]},
                     {"role": "tool", "tool_call_id": "call_a", "content": "12 EUR"},
                     {"role": "tool", "tool_call_id": "call_b", "content": "The tool failed: the arguments are no JSON"},
                     {"role": "user", "content": "And now?"}],
        "tools": [{"type": "function", "function": {"name": "look_up", "description": "Reads a record.",
                   "parameters": {"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]}}},
                  {"type": "function", "function": {"name": "now", "description": "",
                   "parameters": {"type": "object", "properties": {}, "additionalProperties": false, "required": []}}}]})");
    QTest::newRow("compatible, a schema") << int(Chat) << 2 << B("{" + chatStart + R"(
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Is it spam?"}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "verdict", "strict": true, "schema": SCHEMA}}})").replace("SCHEMA", StrictSchema);
    QTest::newRow("huggingface, a question") << int(Face) << 0 << B("{" + chatStart + R"(
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Who painted it?"}]})");

    const B claudeStart = R"("model": "m-1", "stream": true, "max_tokens": 300,
        "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}], )";
    QTest::newRow("anthropic, a question") << int(Claude) << 0 << B("{" + claudeStart + R"(
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Who painted it?"}]}]})");
    QTest::newRow("anthropic, tools") << int(Claude) << 1 << B("{" + claudeStart + R"(
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Compare two prices."}]},
                     {"role": "assistant", "content": [{"type": "text", "text": "I look."},
                        {"type": "tool_use", "id": "call_a", "name": "look_up", "input": {"key": "A"}},
                        {"type": "tool_use", "id": "call_b", "name": "look_up", "input": {}}]},
                     {"role": "user", "content": [
                        {"type": "tool_result", "tool_use_id": "call_a", "content": "12 EUR"},
                        {"type": "tool_result", "tool_use_id": "call_b", "content": "the arguments are no JSON", "is_error": true},
                        {"type": "text", "text": "And now?"}]}],
        "tools": [{"name": "look_up", "description": "Reads a record.",
                   "input_schema": {"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]}},
                  {"name": "now", "description": "", "cache_control": {"type": "ephemeral"},
                   "input_schema": {"type": "object", "properties": {}, "additionalProperties": false, "required": []}}]})");
    QTest::newRow("anthropic, a schema") << int(Claude) << 2 << B("{" + claudeStart + R"(
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Is it spam?"}]}],
        "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}})").replace("SCHEMA", StrictSchema);
}

void WireTest::bodiesAreOfTheDialect()
{
    QFETCH(int, dialect);
    QFETCH(int, request);
    QFETCH(B, body);
    const auto asked = request == 0 ? asking() : request == 1 ? withTools() : withSchema(StrictSchema);
    QCOMPARE(shown(bodyOf(Dialect(dialect), asked)), shown(json(body.toStdString())));
}

void WireTest::temperatureGoesWhereItIsTaken_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<B>("base");
    QTest::addColumn<B>("model");
    QTest::addColumn<B>("version");
    QTest::addColumn<double>("sent"); // below 0: not at all
    const B openai = "https://api.openai.com/v1", other = "http://127.0.0.1:11434/v1", claude = "https://api.anthropic.com/v1";
    QTest::newRow("openai, a family that takes it") << int(OpenAi) << openai << B("gpt-4.1-mini") << B() << 1.5;
    QTest::newRow("openai, a model that reasons") << int(OpenAi) << openai << B("gpt-5-mini") << B() << -1.0;
    QTest::newRow("openai, another one") << int(OpenAi) << openai << B("o4-mini") << B() << -1.0;
    QTest::newRow("openai by chat completions") << int(Chat) << openai << B("o4-mini") << B() << -1.0;
    QTest::newRow("azure") << int(Chat) << B("https://studio.openai.azure.com/openai/v1") << B("o4-mini") << B() << -1.0;
    QTest::newRow("one that speaks like openai") << int(OpenAi) << other << B("gpt-oss:20b") << B() << 1.5;
    QTest::newRow("compatible") << int(Chat) << other << B("o4-like") << B() << 1.5;
    QTest::newRow("huggingface") << int(Face) << B("https://router.huggingface.co/v1") << B("a/b:groq") << B() << 1.5;
    QTest::newRow("anthropic as of today") << int(Claude) << claude << B("claude-opus-5-5") << B() << -1.0;
    QTest::newRow("anthropic 2026-10-21") << int(Claude) << claude << B("claude-opus-5-5") << B("2026-10-21") << -1.0;
    QTest::newRow("anthropic, later") << int(Claude) << claude << B("claude-opus-5-5") << B("2027-04-01") << -1.0;
    QTest::newRow("anthropic before, whose highest is 1") << int(Claude) << claude << B("claude-3-haiku") << B("2023-06-01") << 1.0;
}

void WireTest::temperatureGoesWhereItIsTaken()
{
    QFETCH(int, dialect);
    QFETCH(B, base);
    QFETCH(B, model);
    QFETCH(B, version);
    QFETCH(double, sent);
    auto request = asking();
    request.temperature = 1.5;
    const auto body = bodyOf(Dialect(dialect), request, model.toStdString(), endpoint(base.toStdString(), version.toStdString()));
    QCOMPARE(number(body, "temperature", -1), sent);
    QVERIFY(!bodyOf(Dialect(dialect), asking()).contains("temperature")); // nobody wished for one
}

void WireTest::limitsOfTheAnswerHaveTheirNames()
{
    auto request = asking();
    request.maxTokens = 5;
    QCOMPARE(integer(bodyOf(OpenAi, request), "max_output_tokens"), std::int64_t(16)); // the least it takes
    QCOMPARE(integer(bodyOf(Claude, request), "max_tokens"), std::int64_t(5));
    const auto own = bodyOf(Chat, request, "o4-mini", endpoint("https://api.openai.com/v1"));
    QCOMPARE(integer(own, "max_completion_tokens"), std::int64_t(5));
    QVERIFY(!own.contains("max_tokens"));
    const auto like = bodyOf(Chat, request, "o4-mini", endpoint("https://api.openai.com.example/v1"));
    QCOMPARE(integer(like, "max_tokens"), std::int64_t(5));
    QVERIFY(!like.contains("max_completion_tokens"));
}

void WireTest::anthropicAlternates()
{
    Request request;
    request.messages = {assistant("Good morning."), user("Hello."), user("Is anybody there?"), assistant("  \n"), assistant("Yes."), assistant("Here."), user("Fine.")};
    QCOMPARE(shown(bodyOf(Claude, request)["messages"]), shown(json(R"j([
        {"role": "user", "content": [{"type": "text", "text": "(The assistant writes first.)"}]},
        {"role": "assistant", "content": [{"type": "text", "text": "Good morning."}]},
        {"role": "user", "content": [{"type": "text", "text": "Hello."}, {"type": "text", "text": "Is anybody there?"}]},
        {"role": "assistant", "content": [{"type": "text", "text": "Yes."}, {"type": "text", "text": "Here."}]},
        {"role": "user", "content": [{"type": "text", "text": "Fine."}]}])j")));
    QVERIFY(!bodyOf(Claude, request).contains("system"));
    QVERIFY(!bodyOf(Claude, request).contains("tools"));
    QCOMPARE(bodyOf(Chat, request)["messages"].size(), std::size_t(7)); // there each stands for itself

    Request silent; // a tool that says nothing: its block holds no empty text
    silent.messages = {user("Save it."), assistant({}, {{"c1", "save", Json::object(), {}}}), result("c1", "")};
    silent.tools = {{"save", "", json(R"({"type":"object"})")}};
    QCOMPARE(at(bodyOf(Claude, silent), "messages.2.content.0"), json(R"({"type":"tool_result","tool_use_id":"c1"})"));
}

void WireTest::idsAreMadeFit()
{
    // Another provider made them up, or a local server gave the same one twice.
    const std::string tooLong(65, 'x');
    Request request;
    request.messages = {user("a"), assistant({}, {{"fc:1/ü", "t", Json::object(), {}}, {"", "t", Json::object(), {}}, {tooLong, "t", Json::object(), {}}}),
                        result(tooLong, "3"), result("", "2"), result("fc:1/ü", "1"),
                        user("b"), assistant({}, {{"call_1", "t", Json::object(), {}}}), result("call_1", "4"),
                        user("c"), assistant({}, {{"call_9", "t", Json::object(), {}}}), result("call_9", "5"),
                        user("d"), assistant({}, {{"call_9", "t", Json::object(), {}}}), result("call_9", "6"), user("e")};
    const auto input = bodyOf(OpenAi, request)["input"];
    std::map<std::string, std::string> made;
    std::vector<std::string> ids;
    for (const auto &item : input) {
        const auto id = text(item, "call_id");
        if (text(item, "type") == "function_call")
            ids.push_back(id);
        else if (!id.empty())
            made[text(item, "output")] = id;
    }
    QCOMPARE(ids.size(), std::size_t(6));
    QCOMPARE(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (const auto &id : ids)
        QVERIFY2(!id.empty() && id.size() <= 64 && id.find_first_of(":/\xC3") == std::string::npos, id.c_str());
    QCOMPARE(ids[4], std::string("call_9")); // a good one stays
    for (int i = 0; i < 6; ++i)
        QCOMPARE(made[std::to_string(i + 1)], ids[std::size_t(i)]); // and each result finds its call
    QCOMPARE(at(bodyOf(Claude, request), "messages.1.content.2.id"), Json(ids[2]));
    QCOMPARE(at(bodyOf(Chat, request), "messages.1.tool_calls.2.id"), Json(ids[2]));
}

void WireTest::namesThatAModelMadeUpAreMadeFit()
{
    Request request;
    request.messages = {user("a"), assistant({}, {{"c1", "functions.search ü", Json::object(), {}}, {"c2", "", Json::object(), {}}}),
                        result("c1", "no such tool", true), result("c2", "no such tool", true)};
    const auto input = bodyOf(OpenAi, request)["input"];
    QCOMPARE(text(input[1], "name"), std::string("functions_search___"));
    QCOMPARE(text(input[2], "name"), std::string("unnamed"));
}

void WireTest::whatCannotBeSaidIsRefused_data()
{
    QTest::addColumn<B>("what");
    QTest::addColumn<B>("error");
    QTest::newRow("no model") << B("model") << B("no model is named: choose one in the settings of the provider");
    QTest::newRow("no address") << B("base") << B("the provider has no address: set it in the settings of the provider");
    QTest::newRow("no message") << B("empty") << B("there is nothing to answer: the conversation is empty");
    QTest::newRow("an empty message") << B("blank") << B("a message of the user is empty (message 1)");
    QTest::newRow("the last word is the assistant's") << B("last") << B("the conversation does not end with words of the user or results of tools (message 2)");
    QTest::newRow("a result without a call") << B("stray") << B("the result of a tool stands without its call (message 2)");
    QTest::newRow("a result twice") << B("twice") << B("the result of a tool stands without its call (message 4)");
    QTest::newRow("a call without a result") << B("open") << B("the call of a tool has no result behind it (message 3)");
    QTest::newRow("half the results") << B("half") << B("the conversation does not end with words of the user or results of tools (message 3)");
    QTest::newRow("a bad name of a tool") << B("tool") << B("the name of a tool is not 1 to 64 letters, digits, \"_\" and \"-\" (look up)");
    QTest::newRow("two tools of one name") << B("tools") << B("two tools have the same name (look_up)");
    QTest::newRow("too many tools") << B("many") << B("more than 128 tools are offered: offer fewer");
    QTest::newRow("a tool that takes no object") << B("input") << B("the input of a tool is not described as an object (look_up)");
    QTest::newRow("a schema without a name") << B("schema") << B("the name of the schema is not 1 to 64 letters, digits, \"_\" and \"-\"");
    QTest::newRow("a schema that is none") << B("list") << B("the schema of the answer is not an object");
    QTest::newRow("no room for an answer") << B("tokens") << B("the length of the answer is not between 1 and 1000000 tokens");
    QTest::newRow("hot") << B("hot") << B("the temperature is not between 0 and 2");
    QTest::newRow("no number") << B("nan") << B("the temperature is not between 0 and 2");
    QTest::newRow("too long") << B("long") << B("the conversation is longer than any provider takes: leave out its older part");
    QTest::newRow("too long once written") << B("escaped") << B("the request is larger than any provider takes: leave out the older part of the conversation");
}

void WireTest::whatCannotBeSaidIsRefused()
{
    QFETCH(B, what);
    QFETCH(B, error);
    auto request = asking();
    auto where = endpoint();
    const ToolSpec tool{"look_up", "", json(R"({"type":"object"})")};
    const ToolCall call{"c1", "look_up", Json::object(), {}};
    if (what == "base")
        where.base.clear();
    else if (what == "empty")
        request.messages.clear();
    else if (what == "blank")
        request.messages = {user(" \n")};
    else if (what == "last")
        request.messages.push_back(assistant("So"));
    else if (what == "stray")
        request.messages.push_back(result("c1", "x"));
    else if (what == "twice")
        request.messages = {user("a"), assistant({}, {call}), result("c1", "x"), result("c1", "y")};
    else if (what == "open")
        request.messages = {user("a"), assistant({}, {call}), user("b")};
    else if (what == "half")
        request.messages = {user("a"), assistant({}, {call, {"c2", "look_up", Json::object(), {}}}), result("c1", "x")};
    else if (what == "tool")
        request.tools = {{"look up", "", tool.input}};
    else if (what == "tools")
        request.tools = {tool, tool};
    else if (what == "many")
        for (int i = 0; i < 129; ++i)
            request.tools.push_back({"t" + std::to_string(i), "", tool.input});
    else if (what == "input")
        request.tools = {{"look_up", "", json(R"({"type":"string"})")}};
    else if (what == "schema")
        request.schema = tool.input;
    else if (what == "list")
        request.schema = Json::array();
    else if (what == "tokens")
        request.maxTokens = 0;
    else if (what == "hot")
        request.temperature = 2.1;
    else if (what == "nan")
        request.temperature = std::numeric_limits<double>::quiet_NaN();
    else if (what == "long")
        request.messages = {user(std::string(25U << 20U, 'x'))};
    else if (what == "escaped")
        request.messages = {user(std::string(17U << 20U, '"'))};
    for (const auto dialect : {OpenAi, Chat, Face, Claude}) {
        const auto encoded = encode(dialect, where, what == "model" ? "" : "m-1", request);
        QVERIFY(!encoded);
        QCOMPARE(encoded.error().code, Errc::BadInput);
        QCOMPARE(B::fromStdString(describe(encoded.error())), error);
    }
}

void WireTest::brokenTextIsSentAsText()
{
    const auto body = bodyOf(Chat, asking("a\xFF\xC3"));
    QCOMPARE(text(at(body, "messages.1"), "content"), std::string("a\xEF\xBF\xBD\xEF\xBF\xBD"));
}

void WireTest::modelsAreAskedFor()
{
    const auto claude = modelsRequest(Claude, endpoint("https://api.example/v1", "2023-06-01"));
    QCOMPARE(claude.url, std::string("https://api.example/v1/models?limit=1000"));
    QCOMPARE(claude.method, std::string("GET"));
    QCOMPARE(headerOf(claude, "anthropic-version"), std::string("2023-06-01"));
    QCOMPARE(secretOf(claude, "x-api-key"), std::string("k-1"));
    const auto chat = modelsRequest(Chat, endpoint());
    QCOMPARE(chat.url, std::string("https://api.example/v1/models"));
    QCOMPARE(secretOf(chat, "Authorization"), std::string("Bearer k-1"));
    QVERIFY(chat.body.empty());
}

QTEST_GUILESS_MAIN(WireTest)
#include "wire_test.moc"
