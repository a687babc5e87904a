#include "tests/fakes/ai/core.h"

#include <algorithm>

#include "tests/fakes/ai/embeddings.h"

namespace hs::test::ai {

namespace {

constexpr std::size_t LargestRequest = 32'000'000; // as Anthropic's
constexpr std::string_view ControlStart = "/_control/";

Outcome jsonOutcome(const Json &body, int status = 200)
{
    Outcome outcome;
    outcome.status = status;
    outcome.body = dump(body);
    return outcome;
}

std::string requestIdOf(AiDialect dialect, std::uint64_t number)
{
    return "req_" + std::string(nameOf(dialect)) + "_" + std::to_string(number);
}

/// The version in force, which Anthropic insists on.
std::string versionOf(const Incoming &request)
{
    const auto version = request.header("anthropic-version");
    if (version.empty())
        refuse("anthropic-version: header is required");
    if (version != "2023-06-01" && version != "2026-10-21")
        refuse("anthropic-version: \"" + version + "\" is not a valid version");
    return version;
}

} // namespace

Core::Core(const FakeAiOptions &options)
    : keys{options.key}, compatibleKey(options.compatibleKey),
      models{{AiDialect::OpenAi, {"gpt-5-mini", "gpt-4.1-mini"}},
             {AiDialect::Compatible, {"llama3.2:latest", "qwen3:8b"}},
             {AiDialect::HuggingFace, {"meta-llama/Llama-3.3-70B-Instruct", "openai/gpt-oss-120b"}},
             {AiDialect::Anthropic, {"claude-opus-5-5", "claude-haiku-4-5"}}}
{
}

Core::Route Core::routeOf(const Incoming &request)
{
    const auto path = request.target.substr(0, request.target.find('?'));
    for (const auto dialect : {AiDialect::OpenAi, AiDialect::Compatible, AiDialect::HuggingFace, AiDialect::Anthropic}) {
        const auto start = "/" + std::string(nameOf(dialect)) + "/v1";
        if (path.starts_with(start + "/"))
            return {dialect, path.substr(start.size())};
    }
    if (const auto at = path.find("/hf-inference/"); at == 0 || path.starts_with("/huggingface/hf-inference/"))
        return {AiDialect::HuggingFace, path.substr(at)};
    const auto rest = path.starts_with("/v1/") ? path.substr(3) : path;
    const bool anthropic = rest == "/messages" || !request.header("anthropic-version").empty();
    return {anthropic ? AiDialect::Anthropic : rest == "/responses" ? AiDialect::OpenAi : AiDialect::Compatible, rest};
}

void Core::checkKey(const Route &route, const Incoming &request) const
{
    const auto authorization = request.header("authorization");
    auto key = authorization.starts_with("Bearer ") ? authorization.substr(7) : std::string();
    if (route.dialect == AiDialect::Anthropic && key.empty())
        key = request.header("x-api-key");
    const bool open = route.dialect == AiDialect::Compatible && compatibleKey.empty();
    const bool good = route.dialect == AiDialect::Compatible ? key == compatibleKey : keys.count(key) != 0;
    if (open || good)
        return;
    if (key.empty() && route.dialect == AiDialect::Anthropic)
        throw refusalOf(route.dialect, 401, {}, "x-api-key header is required");
    // OpenAI shows the key it was given, half covered.
    if (route.dialect == AiDialect::OpenAi)
        throw refusalOf(route.dialect, 401, {},
                        "Incorrect API key provided: " + key.substr(0, 8) + "***. You can find your API key in your account's settings.");
    throw refusalOf(route.dialect, 401);
}

Asked Core::read(const Route &route, const Incoming &request, const Json &body) const
{
    const auto dialect = route.dialect;
    const bool chat = route.path == "/chat/completions" && dialect != AiDialect::Anthropic;
    const bool responses = route.path == "/responses" && dialect == AiDialect::OpenAi;
    const bool messages = route.path == "/messages" && dialect == AiDialect::Anthropic;
    if (!chat && !responses && !messages)
        throw refusalOf(dialect, 404, {}, "Invalid URL (" + request.method + " " + request.target + ")");
    if (request.method != "POST")
        throw Refusal{405, "Method not allowed", "invalid_request_error", {}, {}};
    if (request.body.size() > LargestRequest)
        throw refusalOf(dialect, 413);
    const auto version = messages ? versionOf(request) : std::string();
    if (!request.header("content-type").starts_with("application/json"))
        refuse("The content type is not application/json.");
    if (!body.is_object())
        refuse("We could not parse the JSON body of your request.");
    const auto model = text(body, "model");
    if (model.empty())
        refuse(messages ? "model: Field required" : "you must provide a model parameter", "model");
    const auto &known = models.at(dialect);
    const auto plain = dialect == AiDialect::HuggingFace ? model.substr(0, model.find(':')) : model; // the suffix names a provider
    if (std::find(known.begin(), known.end(), plain) == known.end()) {
        auto refusal = refusalOf(dialect, 404, {}, messages ? "model: " + model
            : dialect == AiDialect::Compatible              ? "model \"" + model + "\" not found, try pulling it first"
                                                            : "The model `" + model + "` does not exist or you do not have access to it.");
        if (dialect != AiDialect::Anthropic)
            refusal.code = "model_not_found";
        throw refusal;
    }
    auto asked = messages ? readMessages(body, version) : responses ? readResponses(body) : readChat(dialect, body);
    asked.dialect = dialect;
    asked.bytes = request.body.size();
    asked.number = requests;
    return asked;
}

Outcome Core::listModels(AiDialect dialect) const
{
    Json data = Json::array();
    for (const auto &model : models.at(dialect)) {
        if (dialect == AiDialect::Anthropic)
            data.push_back({{"type", "model"}, {"id", model}, {"display_name", model}, {"created_at", "2026-09-22T00:00:00Z"}});
        else
            data.push_back({{"id", model}, {"object", "model"}, {"created", 1'790'000'000}, {"owned_by", "fake"}});
    }
    if (dialect != AiDialect::Anthropic)
        return jsonOutcome({{"object", "list"}, {"data", data}});
    const Json first = data.empty() ? Json() : data.front()["id"], last = data.empty() ? Json() : data.back()["id"];
    return jsonOutcome({{"data", data}, {"has_more", false}, {"first_id", first}, {"last_id", last}});
}

std::optional<AiReply> Core::nextOf(const Asked &asked)
{
    for (auto reply = script.begin(); reply != script.end(); ++reply) {
        if ((reply->dialect && *reply->dialect != asked.dialect) || (!reply->model.empty() && reply->model != asked.model)
            || asked.last.find(reply->contains) == std::string::npos)
            continue;
        auto taken = *reply;
        if (reply->times == 1)
            script.erase(reply);
        else if (reply->times > 1)
            --reply->times;
        return taken;
    }
    return std::nullopt;
}

Outcome Core::perform(const AiReply &reply, const Asked &asked) const
{
    Outcome outcome;
    if (reply.status != 200) {
        outcome.status = reply.status;
        const auto refusal = refusalOf(asked.dialect, reply.status, reply.errorType, reply.errorMessage);
        outcome.body = !reply.body.empty() ? reply.body : dump(errorBody(asked.dialect, refusal, requestIdOf(asked.dialect, asked.number)));
        if (!outcome.body.empty() && outcome.body.front() != '{')
            outcome.contentType = "text/plain";
    } else {
        outcome.stream = true;
        outcome.contentType = "text/event-stream; charset=utf-8";
        outcome.events = asked.dialect == AiDialect::Anthropic ? messagesEvents(reply, asked)
            : asked.chat                                       ? chatEvents(reply, asked)
                                                               : responsesEvents(reply, asked);
    }
    outcome.headers = reply.headers;
    outcome.wait = reply.wait;
    outcome.between = reply.between;
    outcome.cutAfter = reply.cutAfter;
    outcome.cutCleanly = reply.cutCleanly;
    outcome.never = reply.never;
    return outcome;
}

Outcome Core::handle(Incoming request)
{
    const std::lock_guard lock(mutex);
    ++underWay;
    if (request.target.starts_with(ControlStart))
        return control(request);
    ++requests;
    const auto route = routeOf(request);
    const auto body = parseJson(request.body);
    const auto id = requestIdOf(route.dialect, requests);
    Outcome outcome;
    try {
        checkKey(route, request);
        if (route.path == "/models" && request.method == "GET") {
            if (route.dialect == AiDialect::Anthropic)
                (void)versionOf(request);
            outcome = listModels(route.dialect);
        } else if (isEmbedding(route.path)) {
            auto asked = readEmbedding(route.dialect, route.path, request, body ? *body : Json());
            asked.asked.number = requests;
            const auto reply = nextOf(asked.asked);
            outcome = embeddingOutcome(asked);
            if (reply) {
                const auto whole = !reply->body.empty() ? reply->body : reply->data.is_null() ? outcome.body : dump(reply->data);
                outcome = perform(*reply, asked.asked);
                if (reply->status == 200) {
                    outcome.stream = false;
                    outcome.contentType = "application/json";
                    outcome.events.clear();
                    outcome.body = whole;
                }
            }
        } else {
            const auto asked = read(route, request, body ? *body : Json());
            const auto reply = nextOf(asked);
            outcome = perform(reply ? *reply : thinkUp(asked), asked);
        }
    } catch (const Refusal &refusal) {
        outcome = jsonOutcome(errorBody(route.dialect, refusal, id), refusal.status);
    }
    outcome.headers.emplace_back(route.dialect == AiDialect::Anthropic ? "request-id" : "x-request-id", id);
    log.push_back({requests, route.dialect, request.method, request.target, std::move(request.headers), body ? *body : Json(),
                   outcome.never ? 0 : outcome.status});
    return outcome;
}

void Core::ended(bool left)
{
    const std::lock_guard lock(mutex);
    --underWay;
    gone += left ? 1 : 0;
}

/// For programs that are not in this process: see fake_ai_main.cpp.
Outcome Core::control(const Incoming &request)
{
    const auto what = request.method + " " + request.target.substr(ControlStart.size());
    const auto body = parseJson(request.body);
    if (what == "GET log") {
        Json lines = Json::array();
        for (const auto &entry : log)
            lines.push_back({{"number", entry.number}, {"dialect", nameOf(entry.dialect)}, {"method", entry.method}, {"path", entry.path},
                             {"headers", entry.headers}, {"body", entry.body}, {"status", entry.status}});
        return jsonOutcome(lines);
    }
    if (what == "GET state")
        return jsonOutcome({{"requests", requests}, {"under_way", underWay - 1}, {"gone", gone}, {"script_left", script.size()}});
    if (what == "DELETE log") {
        log.clear();
        return jsonOutcome(Json::object());
    }
    if (what == "DELETE script") {
        script.clear();
        return jsonOutcome(Json::object());
    }
    if (what == "POST script" && body) {
        std::vector<AiReply> replies;
        for (const auto &entry : body->is_array() ? *body : Json::array({*body})) {
            const auto reply = aiReplyFrom(entry);
            if (!reply)
                return jsonOutcome({{"error", describe(reply.error())}}, 400);
            replies.push_back(*reply);
        }
        script.insert(script.end(), replies.begin(), replies.end());
        return jsonOutcome(Json::object());
    }
    if (what == "POST keys" && body) {
        for (const auto &key : textList(member(*body, "add")))
            keys.insert(key);
        for (const auto &key : textList(member(*body, "remove")))
            keys.erase(key);
        return jsonOutcome(Json::object());
    }
    if (const auto dialect = body ? aiDialectFrom(text(*body, "dialect")) : std::nullopt; what == "POST models" && dialect) {
        models[*dialect] = textList(member(*body, "models"));
        return jsonOutcome(Json::object());
    }
    return jsonOutcome({{"error", "there is no " + what}}, 404);
}

} // namespace hs::test::ai
