#include "tests/fakes/notion/core.h"

#include "tests/fakes/notion/routes.h"

namespace hs::test::notion {

namespace {

using Kind = NotionFault::Kind;

constexpr std::size_t MaxBody = 500 * 1024;

std::vector<std::pair<std::string, std::string>> parametersOf(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> out;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        const auto sign = part.find('=');
        if (!part.empty())
            out.emplace_back(urlDecoded(part.substr(0, sign)), sign == std::string_view::npos ? std::string() : urlDecoded(part.substr(sign + 1)));
    }
    return out;
}

void checkToken(const std::set<std::string> &tokens, const std::string &authorization)
{
    constexpr std::string_view Scheme = "Bearer ";
    if (authorization.rfind(Scheme, 0) != 0 || tokens.count(authorization.substr(Scheme.size())) == 0)
        throw Refusal{401, "unauthorized", "API token is invalid.", nullptr};
}

Version checkVersion(const std::string &version)
{
    if (version == "2026-03-11")
        return Version::V2026_03_11;
    if (version == "2025-09-03")
        return Version::V2025_09_03;
    if (version.empty())
        throw Refusal{400, "missing_version", "Notion-Version header should be defined, instead was `undefined`.", nullptr};
    if (version == "2022-06-28")
        refuse("This fake does not speak Notion-Version 2022-06-28, in which a database is the table itself: send 2025-09-03 or 2026-03-11.");
    refuse("Notion-Version header should be `\"2025-09-03\"` or `\"2026-03-11\"`, instead was `\"" + version + "\"`.");
}

} // namespace

Core::Core(FakeNotionOptions options)
    : space(options), faults(options.seed), rates(options.requestsPerMinute), tokens{options.token}
{
    space.onHappening = [this](const Happening &happening) { webhooks.add(happening); };
}

Answer Core::callLocked(const Actor &actor, std::string_view method, std::string_view target, const Json &body, Version version, std::size_t longest)
{
    const auto path = target.substr(0, target.find('?'));
    const auto query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view();
    Call call{space, queries, version, actor, {}, parametersOf(query), body, longest};
    try {
        return dispatch(call, method, path);
    } catch (const Refusal &refusal) {
        return refusalAnswer(refusal, space.ids.uuid());
    }
}

Answer Core::call(const Actor &actor, std::string_view method, std::string_view target, const Json &body, Version version)
{
    const std::lock_guard lock(mutex);
    return callLocked(actor, method, target, body, version, 100);
}

Answer Core::answerTo(const Incoming &request, std::size_t longest)
{
    try {
        checkToken(tokens, request.authorization);
        if (const auto wait = rates.take(request.authorization, space.time.now())) {
            NotionFault limited;
            limited.status = 429;
            limited.retryAfter = *wait;
            return faultAnswer(limited, nullptr, space.ids.uuid());
        }
        const Version version = checkVersion(request.version);
        if (request.body.size() > MaxBody)
            refuse("body failed validation: body should be ≤ `500 KB`, instead was `" + std::to_string(request.body.size()) + "` bytes.");
        Json body;
        if (!request.body.empty()) {
            auto parsed = parseJson(request.body);
            if (!parsed)
                throw Refusal{400, "invalid_json", "Error parsing JSON body.", nullptr};
            body = std::move(*parsed);
        }
        return callLocked({space.bot, false}, request.method, request.target, body, version, longest);
    } catch (const Refusal &refusal) {
        return refusalAnswer(refusal, space.ids.uuid());
    }
}

Outcome Core::handle(Incoming request)
{
    const std::lock_guard lock(mutex);
    Outcome outcome;
    outcome.delay = space.options.latency;
    NotionRequest entry{++requests, space.time.now(), request.method, request.target, request.version, {}, 0, {}};
    const auto fault = faults.next(request.method, request.target);
    if (fault) {
        entry.fault = nameOf(fault->kind);
        outcome.delay += fault->delay;
    }
    const auto kind = fault ? std::optional(fault->kind) : std::nullopt;
    if (kind == Kind::CutBefore) {
        outcome.close = true;
    } else if (kind == Kind::Refuse) {
        outcome.answer = faultAnswer(*fault, nullptr, space.ids.uuid());
    } else {
        const auto longest = kind == Kind::ShortPage ? std::min(fault->longest, space.options.longestAnswer) : space.options.longestAnswer;
        if (kind == Kind::Twice)
            (void)answerTo(request, longest);
        outcome.answer = answerTo(request, longest);
        switch (kind.value_or(Kind::Delay)) {
        case Kind::CutAfter:
            outcome.close = true;
            break;
        case Kind::CutMiddle:
            outcome.cutAt = outcome.answer.body.size() / 2;
            break;
        case Kind::RefuseAfter:
            outcome.answer = faultAnswer(*fault, &outcome.answer, space.ids.uuid());
            break;
        case Kind::Malformed: {
            auto text = outcome.answer.body.text();
            text.resize(text.size() * 2 / 3);
            outcome.answer.body = Body(std::move(text));
            break;
        }
        case Kind::Html:
            outcome.answer.contentType = "text/html";
            outcome.answer.body = Body("<!DOCTYPE html><html><body>Please check your browser.</body></html>");
            break;
        case Kind::Empty:
            outcome.answer.body = Body();
            break;
        default:
            break;
        }
    }
    entry.status = kind == Kind::CutBefore ? 0 : outcome.answer.status;
    entry.body = std::move(request.body);
    if (keepsLog)
        log.push_back(std::move(entry));
    outcome.requestId = space.ids.uuid();
    return outcome;
}

} // namespace hs::test::notion
