#include <QTest>

#include "engine/ai/wire.h"

using namespace hs;
using namespace hs::ai;
using B = QByteArray;

namespace {

constexpr auto OpenAi = Dialect::OpenAiResponses;
constexpr auto Chat = Dialect::ChatCompletions;
constexpr auto Face = Dialect::HuggingFace;
constexpr auto Claude = Dialect::Anthropic;

http::Response answered(int status, const B &body, std::vector<http::Header> headers = {})
{
    http::Response response;
    response.status = status;
    response.body = body.toStdString();
    response.headers = std::move(headers);
    return response;
}

const auto Now = *parseRfc3339("2026-11-30T12:00:00Z");

} // namespace

/// What providers answer instead of an answer, and the list of their models.
class WireFaultsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void failuresMeanWhatTheyMean_data();
    void failuresMeanWhatTheyMean();
    void waitsAreAsLongAsAsked_data();
    void waitsAreAsLongAsAsked();
    void keysNeverShow_data();
    void keysNeverShow();
    void wordsOfProvidersAreShortened();
    void modelsAreListed_data();
    void modelsAreListed();
    void tokensAreGuessed();
};

void WireFaultsTest::failuresMeanWhatTheyMean_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<B>("error");
    const auto openai = [](const char *message, const char *type, const char *code) {
        return B(R"({"error":{"message":"%1","type":"%2","param":null,"code":%3}})").replace("%1", message).replace("%2", type).replace("%3", *code ? B("\"") + code + "\"" : B("null"));
    };
    const auto claude = [](const char *type, const char *message) {
        return B(R"({"type":"error","error":{"type":"%1","message":"%2"},"request_id":"req_1"})").replace("%1", type).replace("%2", message);
    };
    const auto row = [](const char *name, Dialect dialect, int status, const B &body, Errc code, const B &error) {
        QTest::newRow(name) << int(dialect) << status << body << int(code) << error;
    };
    const B later = "the provider cannot answer at the moment";

    row("openai 400", OpenAi, 400, openai("Unknown parameter: 'x'.", "invalid_request_error", "unknown_parameter"), Errc::BadInput,
        "the provider refuses the request: Unknown parameter: 'x'. (HTTP 400, unknown_parameter)");
    row("openai, too long", OpenAi, 400, openai("This model's maximum context length is 128000 tokens.", "invalid_request_error", "context_length_exceeded"), Errc::BadInput,
        "the request is longer than the model takes: This model's maximum context length is 128000 tokens. (HTTP 400, context_length_exceeded): shorten it, or choose a model that takes more");
    row("openai 401", OpenAi, 401, openai("Incorrect API key provided: k-1.", "invalid_request_error", "invalid_api_key"), Errc::Unauthorized,
        "the provider does not take the key (HTTP 401, invalid_api_key): enter a valid key in the settings of the provider");
    row("openai 403", OpenAi, 403, openai("Country, region, or territory not supported", "request_forbidden", "unsupported_country_region_territory"), Errc::Forbidden,
        "the key has no right to this: Country, region, or territory not supported (HTTP 403, unsupported_country_region_territory): give the key the right to call models, or choose another model");
    row("openai 404", OpenAi, 404, openai("The model `gpt-9` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"), Errc::NotFound,
        "the provider does not know the model or the address: The model `gpt-9` does not exist or you do not have access to it. (HTTP 404, model_not_found): choose a model of the provider's list, and check the provider's address");
    row("openai 429, the rate", OpenAi, 429, openai("Rate limit reached for requests", "requests", "rate_limit_exceeded"), Errc::RateLimited,
        "the provider takes no more requests at the moment: Rate limit reached for requests (HTTP 429, rate_limit_exceeded)");
    row("openai 429, the purse", OpenAi, 429, openai("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"), Errc::Forbidden,
        "the account at the provider has no credit left: You exceeded your current quota, please check your plan and billing details. (HTTP 429, insufficient_quota): add credit there, or choose another provider");
    row("openai 429 for ever", OpenAi, 429, openai("Request too large for gpt-4.1 on tokens per min (TPM): Limit 30000, Requested 45000.", "tokens", "rate_limit_exceeded"), Errc::BadInput,
        "the request is longer than the model takes: Request too large for gpt-4.1 on tokens per min (TPM): Limit 30000, Requested 45000. (HTTP 429, rate_limit_exceeded): shorten it, or choose a model that takes more");
    row("openai 500", OpenAi, 500, openai("The server had an error", "server_error", ""), Errc::Unavailable, later + ": The server had an error (HTTP 500, server_error)");
    row("openai 503", OpenAi, 503, openai("Slow down", "service_unavailable_error", "slow_down"), Errc::Unavailable, later + ": Slow down (HTTP 503, slow_down)");

    row("anthropic 400", Claude, 400, claude("invalid_request_error", "max_tokens: Field required"), Errc::BadInput,
        "the provider refuses the request: max_tokens: Field required (HTTP 400, invalid_request_error)");
    row("anthropic, too long", Claude, 400, claude("invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"), Errc::BadInput,
        "the request is longer than the model takes: prompt is too long: 208310 tokens > 200000 maximum (HTTP 400, invalid_request_error): shorten it, or choose a model that takes more");
    row("anthropic, too long an answer", Claude, 400, claude("invalid_request_error", "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000"), Errc::BadInput,
        "the request is longer than the model takes: input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000 (HTTP 400, invalid_request_error): shorten it, or choose a model that takes more");
    row("anthropic, the purse of old", Claude, 400, claude("invalid_request_error", "Your credit balance is too low to access the Anthropic API."), Errc::Forbidden,
        "the account at the provider has no credit left: Your credit balance is too low to access the Anthropic API. (HTTP 400, invalid_request_error): add credit there, or choose another provider");
    row("anthropic 401", Claude, 401, claude("authentication_error", "invalid x-api-key"), Errc::Unauthorized,
        "the provider does not take the key (HTTP 401, authentication_error): enter a valid key in the settings of the provider");
    row("anthropic 402", Claude, 402, claude("billing_error", "No credit"), Errc::Forbidden,
        "the account at the provider has no credit left: No credit (HTTP 402, billing_error): add credit there, or choose another provider");
    row("anthropic 403", Claude, 403, claude("permission_error", "Not yours"), Errc::Forbidden,
        "the key has no right to this: Not yours (HTTP 403, permission_error): give the key the right to call models, or choose another model");
    row("anthropic 404", Claude, 404, claude("not_found_error", "model: claude-9"), Errc::NotFound,
        "the provider does not know the model or the address: model: claude-9 (HTTP 404, not_found_error): choose a model of the provider's list, and check the provider's address");
    row("anthropic 409", Claude, 409, claude("conflict_error", "Again"), Errc::Unavailable, later + ": Again (HTTP 409, conflict_error)");
    row("anthropic 413", Claude, 413, claude("request_too_large", "Request exceeds the maximum size"), Errc::BadInput,
        "the request is longer than the model takes: Request exceeds the maximum size (HTTP 413, request_too_large): shorten it, or choose a model that takes more");
    row("anthropic 429", Claude, 429, claude("rate_limit_error", "This would exceed your rate limit"), Errc::RateLimited,
        "the provider takes no more requests at the moment: This would exceed your rate limit (HTTP 429, rate_limit_error)");
    row("anthropic 500", Claude, 500, claude("api_error", "Internal server error"), Errc::Unavailable, later + ": Internal server error (HTTP 500, api_error)");
    row("anthropic 504", Claude, 504, claude("timeout_error", "Too slow"), Errc::Unavailable, later + ": Too slow (HTTP 504, timeout_error)");
    row("anthropic 529", Claude, 529, claude("overloaded_error", "Overloaded"), Errc::Unavailable, later + ": Overloaded (HTTP 529, overloaded_error)");

    row("huggingface 401", Face, 401, R"({"error":"Invalid username or password."})", Errc::Unauthorized,
        "the provider does not take the key (HTTP 401): enter a valid key in the settings of the provider");
    row("huggingface 402", Face, 402, R"({"error":"You have exceeded your monthly included credits for Inference Providers."})", Errc::Forbidden,
        "the account at the provider has no credit left: You have exceeded your monthly included credits for Inference Providers. (HTTP 402): add credit there, or choose another provider");
    row("huggingface, no such model", Face, 400, R"({"error":{"message":"The requested model 'a/b' does not exist","type":"invalid_request_error","param":"model","code":"model_not_found"}})", Errc::NotFound,
        "the provider does not know the model or the address: The requested model 'a/b' does not exist (HTTP 400, model_not_found): choose a model of the provider's list, and check the provider's address");
    row("huggingface, nobody runs it", Face, 400, R"({"error":{"message":"The requested model 'a/b' is not supported by any provider you have enabled.","code":"model_not_supported"}})", Errc::NotFound,
        "the provider does not know the model or the address: The requested model 'a/b' is not supported by any provider you have enabled. (HTTP 400, model_not_supported): choose a model of the provider's list, and check the provider's address");
    row("huggingface 422", Face, 422, R"({"error":["Input validation error: `max_tokens` must be positive"],"error_type":"validation"})", Errc::BadInput,
        "the provider refuses the request: Input validation error: `max_tokens` must be positive (HTTP 422, validation)");
    row("huggingface 429", Face, 429, R"({"error":"Too Many Requests"})", Errc::RateLimited, "the provider takes no more requests at the moment: Too Many Requests (HTTP 429)");

    row("ollama, no such model", Chat, 404, R"({"error":"model 'x' not found, try pulling it first"})", Errc::NotFound,
        "the provider does not know the model or the address: model 'x' not found, try pulling it first (HTTP 404): choose a model of the provider's list, and check the provider's address");
    row("ollama 500", Chat, 500, R"({"error":"llama runner process has terminated"})", Errc::Unavailable, later + ": llama runner process has terminated (HTTP 500)");
    row("llama.cpp loads", Chat, 503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})", Errc::Unavailable, later + ": Loading model (HTTP 503, unavailable_error)");
    row("llama.cpp, too long", Chat, 400, R"({"error":{"code":400,"message":"the request exceeds the available context size. try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}})", Errc::BadInput,
        "the request is longer than the model takes: the request exceeds the available context size. try increasing it (HTTP 400, exceed_context_size_error): shorten it, or choose a model that takes more");
    row("an older server", Chat, 400, R"({"object":"error","message":"bad","type":"BadRequestError","code":400})", Errc::BadInput, "the provider refuses the request: bad (HTTP 400, BadRequestError)");
    row("a list of details", Chat, 422, R"({"detail":[{"loc":["body"],"msg":"field required"}]})", Errc::BadInput, "the provider refuses the request: field required (HTTP 422)");
    row("plain words", Chat, 502, "upstream connect error\r\n", Errc::Unavailable, later + ": upstream connect error (HTTP 502)");
    row("a web page", Chat, 502, "\n<html>Bad Gateway</html>", Errc::Unavailable, later + " (HTTP 502)");
    row("nothing", Chat, 500, "", Errc::Unavailable, later + " (HTTP 500)");
    row("another thing", Chat, 418, "[]", Errc::BadInput, "the provider refuses the request (HTTP 418)");
    row("a request too late", Chat, 408, "{}", Errc::Unavailable, later + " (HTTP 408)");
    row("not built", Chat, 501, "{}", Errc::BadInput, "the provider refuses the request (HTTP 501)");
    row("somewhere else", Chat, 301, "", Errc::BadInput, "the provider sends the request to another address (HTTP 301): check the address of the provider");
}

void WireFaultsTest::failuresMeanWhatTheyMean()
{
    QFETCH(int, dialect);
    QFETCH(int, status);
    QFETCH(B, body);
    QFETCH(int, code);
    QFETCH(B, error);
    const auto told = errorOf(Dialect(dialect), answered(status, body), Now);
    QCOMPARE(B::fromStdString(describe(told)), error);
    QCOMPARE(int(told.code), code);
    QVERIFY(!told.retryAfter);
}

void WireFaultsTest::waitsAreAsLongAsAsked_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("header");
    QTest::addColumn<B>("value");
    QTest::addColumn<qint64>("wait"); // below 0: not told
    const auto row = [](const char *name, Dialect dialect, int status, const char *header, const char *value, qint64 wait) {
        QTest::newRow(name) << int(dialect) << status << B(header) << B(value) << wait;
    };
    row("seconds", OpenAi, 429, "Retry-After", "7", 7000);
    row("a date", Claude, 429, "retry-after", "Mon, 30 Nov 2026 12:01:30 GMT", 90'000);
    row("milliseconds", OpenAi, 429, "retry-after-ms", "1250", 1250);
    row("parts of one", OpenAi, 429, "retry-after-ms", "1250.2", 1251);
    row("no milliseconds", OpenAi, 429, "retry-after-ms", "soon", -1);
    row("before now", OpenAi, 429, "retry-after-ms", "-5", -1);
    row("for ever", OpenAi, 429, "retry-after-ms", "1e300", 86'400'000);
    row("an overload", Claude, 529, "retry-after", "3", 3000);
    row("out of order", Chat, 503, "Retry-After", "2", 2000);
    row("the window", Face, 429, "RateLimit", "\"api\";r=0;t=55", 55'000);
    row("in another order", Face, 429, "ratelimit", "\"api\"; t=12; r=0", 12'000);
    row("the second window", Face, 429, "RateLimit", "\"pages\";r=4;t=9, \"api\";r=0;t=257", 257'000);
    row("a window that is not used up", Face, 429, "RateLimit", "\"api\";r=10;t=55", -1);
    row("no window", Face, 429, "RateLimit", "junk;;t=;r=0,", -1);
    row("of Hugging Face alone", Chat, 429, "RateLimit", "\"api\";r=0;t=55", -1);
    row("nothing to wait for", OpenAi, 400, "Retry-After", "7", -1);
}

void WireFaultsTest::waitsAreAsLongAsAsked()
{
    QFETCH(int, dialect);
    QFETCH(int, status);
    QFETCH(B, header);
    QFETCH(B, value);
    QFETCH(qint64, wait);
    const auto told = errorOf(Dialect(dialect), answered(status, "{}", {{header.toStdString(), value.toStdString()}}), Now);
    QCOMPARE(told.retryAfter ? qint64(told.retryAfter->count()) : -1, wait);
    if (status == 429) { // milliseconds come first: they are the more exact ones
        const auto both = errorOf(OpenAi, answered(429, "{}", {{"Retry-After", "9"}, {"retry-after-ms", "8100"}}), Now);
        QCOMPARE(both.retryAfter, std::optional(std::chrono::milliseconds(8100)));
        const auto loading = errorOf(Face, answered(503, R"({"error":"Model is loading","estimated_time":20.5})"), Now);
        QCOMPARE(loading.retryAfter, std::optional(std::chrono::milliseconds(20'500)));
        const auto useless = errorOf(OpenAi, answered(500, "{}", {{"x-should-retry", "false"}}), Now);
        QCOMPARE(useless.code, Errc::BadInput);
    }
}

void WireFaultsTest::keysNeverShow_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<B>("message");
    QTest::addColumn<B>("key");
    QTest::newRow("a refused key, whatever it looks like") << 401 << B("The key orchid is wrong") << B("orchid");
    QTest::newRow("openai") << 403 << B("Key sk-proj-Ab_c-9 may not do this") << B("sk-proj");
    QTest::newRow("openai, half covered") << 400 << B("Incorrect API key provided: sk-abc***xyz.") << B("sk-abc");
    QTest::newRow("anthropic") << 403 << B("sk-ant-api03-x1 is disabled") << B("sk-ant");
    QTest::newRow("hugging face") << 403 << B("token 'hf_QwErTz' lacks a permission") << B("hf_Qw");
    QTest::newRow("a header as it was sent") << 400 << B("bad header Authorization: Bearer tulip") << B("tulip");
    QTest::newRow("a long one") << 400 << B("not allowed: A1b2C3d4E5f6G7h8I9j0") << B("A1b2C3d4E5f6G7h8I9j0");
    QTest::newRow("at the cut") << 400 << B(B(294, 'x').replace(2, 1, " ") + " sk-abcdefghijkl") << B("sk-a");
}

void WireFaultsTest::keysNeverShow()
{
    QFETCH(int, status);
    QFETCH(B, message);
    QFETCH(B, key);
    for (const auto dialect : {OpenAi, Chat, Face, Claude}) {
        const auto told = describe(errorOf(dialect, answered(status, B::fromStdString(dump({{"error", {{"message", message.toStdString()}}}}))), Now));
        QVERIFY2(!B::fromStdString(told).contains(key), told.c_str());
    }
    // What helps stays.
    const auto kept = describe(errorOf(Claude, answered(404, R"({"error":{"message":"model: claude-sonnet-4-5-20250929"}})"), Now));
    QVERIFY2(B::fromStdString(kept).contains("claude-sonnet-4-5-20250929"), kept.c_str());
}

void WireFaultsTest::wordsOfProvidersAreShortened()
{
    std::string many;
    for (int i = 0; i < 400; ++i)
        many += "ü ";
    const auto told = errorOf(Chat, answered(400, B::fromStdString(dump({{"error", many}}))), Now);
    const std::string start = "the provider refuses the request: ";
    QVERIFY(told.what.starts_with(start + "ü ü"));
    QVERIFY(told.what.ends_with("…"));
    QVERIFY(told.what.size() <= start.size() + 300);
    QVERIFY(told.what.size() > start.size() + 290);
    QVERIFY(parseJson("\"" + told.what + "\"")); // no character was cut

    const auto lines = errorOf(Chat, answered(400, "{\"error\":\"one\\n\\ttwo \\u0000\\u001b[31m three\"}"), Now);
    QCOMPARE(lines.what, start + "one two [31m three");
    const auto broken = errorOf(Chat, answered(400, "no \xFF such \xC3"), Now);
    QCOMPARE(broken.what, start + "no such");
}

void WireFaultsTest::modelsAreListed_data()
{
    QTest::addColumn<B>("body");
    QTest::addColumn<B>("models"); // "!" and the error
    QTest::newRow("openai") << B(R"({"object":"list","data":[{"id":"gpt-5-mini","object":"model","owned_by":"openai"},{"id":"gpt-4.1"}]})") << B("gpt-5-mini gpt-4.1");
    QTest::newRow("anthropic") << B(R"({"data":[{"type":"model","id":"claude-opus-5-5","display_name":"Claude Opus 5.5"}],"has_more":false})") << B("claude-opus-5-5");
    QTest::newRow("huggingface") << B(R"({"object":"list","data":[{"id":"meta-llama/Llama-3.3-70B-Instruct","providers":[]}]})") << B("meta-llama/Llama-3.3-70B-Instruct");
    QTest::newRow("ollama's own") << B(R"({"models":[{"name":"llama3.2:latest","model":"llama3.2:latest"}]})") << B("llama3.2:latest");
    QTest::newRow("both, as llama.cpp") << B(R"({"models":[{"name":"x"}],"object":"list","data":[{"id":"y.gguf"}]})") << B("y.gguf");
    QTest::newRow("a bare list") << B(R"(["a", {"id": "b"}, 7, null])") << B("a b");
    QTest::newRow("twice and odd ones") << B("{\"data\":[{\"id\":\"a\"},{\"id\":\"a\"},{\"id\":\"\"},{\"id\":\"b c\"},{\"id\":\"x\\u0007\"},{\"name\":\"ü\"}]}") << B("a ü");
    QTest::newRow("none") << B(R"({"data":[]})") << B();
    QTest::newRow("nothing of all this") << B(R"({"data":{}})") << B("!what came is no list of models: check the address of the provider");
    QTest::newRow("no JSON") << B("<html>") << B("!the list of models is not JSON: check the address of the provider");
}

void WireFaultsTest::modelsAreListed()
{
    QFETCH(B, body);
    QFETCH(B, models);
    for (const auto dialect : {OpenAi, Chat, Face, Claude}) {
        const auto read = readModels(dialect, body.toStdString());
        std::string told = read ? "" : "!" + describe(read.error());
        for (const auto &model : read.value_or(std::vector<std::string>()))
            told += (told.empty() ? "" : " ") + model;
        QCOMPARE(B::fromStdString(told), models);
        QVERIFY(read || read.error().code == Errc::Corrupt);
    }
    QVERIFY(readModels(Chat, R"({"data":[{"id":")" + std::string(201, 'x') + "\"}]}")->empty());
}

void WireFaultsTest::tokensAreGuessed()
{
    QCOMPARE(roughTokens(""), std::int64_t(0));
    QCOMPARE(roughTokens("a"), std::int64_t(1));
    QCOMPARE(roughTokens("abcde"), std::int64_t(2));
    QCOMPARE(roughTokens("a b c d e f"), std::int64_t(6));
    QCOMPARE(roughTokens(" \n\t "), std::int64_t(1));
    QCOMPARE(roughTokens(std::string(4000, 'x')), std::int64_t(1000));
}

QTEST_GUILESS_MAIN(WireFaultsTest)
#include "wire_faults_test.moc"
