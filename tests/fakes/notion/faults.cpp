#include "tests/fakes/notion/faults.h"

#include <array>
#include <map>

namespace hs::test::notion {

namespace {

using Kind = NotionFault::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 11> Names{{{Kind::CutBefore, "cut_before"},
                                                                   {Kind::CutAfter, "cut_after"},
                                                                   {Kind::CutMiddle, "cut_middle"},
                                                                   {Kind::Delay, "delay"},
                                                                   {Kind::Twice, "twice"},
                                                                   {Kind::Refuse, "refuse"},
                                                                   {Kind::RefuseAfter, "refuse_after"},
                                                                   {Kind::Malformed, "malformed"},
                                                                   {Kind::Html, "html"},
                                                                   {Kind::Empty, "empty"},
                                                                   {Kind::ShortPage, "short_page"}}};

std::string codeOf(int status)
{
    static const std::map<int, std::string> codes{
        {400, "validation_error"}, {401, "unauthorized"},          {403, "restricted_resource"}, {404, "object_not_found"},
        {409, "conflict_error"},   {429, "rate_limited"},          {500, "internal_server_error"}, {503, "service_unavailable"},
        {504, "gateway_timeout"},  {529, "service_overload"}};
    const auto found = codes.find(status);
    return found == codes.end() ? "internal_server_error" : found->second;
}

} // namespace

std::string_view nameOf(Kind kind)
{
    for (const auto &[known, name] : Names)
        if (known == kind)
            return name;
    return {};
}

std::optional<NotionFault> faultFrom(const Json &json)
{
    NotionFault fault;
    bool known = false;
    for (const auto &[kind, name] : Names) {
        if (text(json, "kind") != name)
            continue;
        fault.kind = kind;
        known = true;
    }
    if (!known)
        return std::nullopt;
    fault.status = int(integer(json, "status", fault.status));
    fault.retryAfter = int(integer(json, "retry_after"));
    fault.reason = text(json, "reason");
    fault.delay = std::chrono::milliseconds(integer(json, "delay_ms"));
    fault.longest = std::size_t(integer(json, "longest", std::int64_t(fault.longest)));
    fault.method = text(json, "method");
    fault.path = text(json, "path");
    fault.nth = int(integer(json, "nth"));
    fault.share = number(json, "share");
    fault.times = int(integer(json, "times", fault.share > 0 ? 0 : 1));
    return fault;
}

std::optional<NotionFault> Faults::next(std::string_view method, std::string_view path)
{
    std::optional<NotionFault> found;
    for (Set &set : m_set) {
        const NotionFault &fault = set.fault;
        if ((!fault.method.empty() && fault.method != method) || path.find(fault.path) == std::string_view::npos)
            continue;
        ++set.seen;
        const bool left = fault.times == 0 || set.struck < fault.times;
        const bool reached = set.seen >= fault.nth;
        if (found || !left || !reached)
            continue;
        if (fault.share > 0 && std::uniform_real_distribution<double>(0, 1)(m_random) >= fault.share)
            continue;
        ++set.struck;
        ++m_struck;
        found = fault;
    }
    return found;
}

Answer faultAnswer(const NotionFault &fault, const Answer *handled, const std::string &requestId)
{
    if (fault.status == 502) { // from something before the API, which speaks no JSON
        Answer answer;
        answer.status = 502;
        answer.contentType = "text/html";
        answer.body = Body("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>");
        return answer;
    }
    Refusal refusal{fault.status, codeOf(fault.status), "The fake was told to answer so.", nullptr};
    const auto seconds = fault.retryAfter > 0 ? std::to_string(fault.retryAfter) : std::string();
    if (fault.status == 429) {
        refusal.message = "You have been rate limited. Please try again in a few minutes.";
        refusal.additional = {{"rate_limit_reason", fault.reason.empty() ? "public_api_request_rate_limit" : fault.reason}};
        if (!seconds.empty())
            refusal.additional["retry_after"] = seconds;
    } else if (fault.status == 503 && handled && !handled->committed.empty()) {
        refusal.additional = {{"retry_guidance", "The request was saved. Read the resource before you repeat the request."},
                              {"committed_resource_id", handled->committed}};
        if (!handled->committedChildren.empty())
            refusal.additional["committed_child_ids"] = handled->committedChildren;
    }
    Answer answer = refusalAnswer(refusal, requestId);
    if (fault.status == 429 || fault.status == 503 || fault.status == 529)
        answer.retryAfter = seconds;
    return answer;
}

} // namespace hs::test::notion
