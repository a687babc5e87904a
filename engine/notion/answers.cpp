#include "engine/notion/answers.h"

#include <algorithm>
#include <cctype>

#include "engine/http/request_policy.h"
#include "engine/notion/ids.h"
#include "engine/vocabulary/json.h"

namespace hs::notion {

namespace {

using Kind = Outcome::Kind;

constexpr http::RetryPolicy Policy{3, std::chrono::milliseconds(1'000), 2, std::chrono::milliseconds(60'000), 0.1};
constexpr std::chrono::milliseconds WaitWhenNotTold{60'000}; // Notion's window

/// The property that a validation message is about: "body.properties.Due Date.date.start should be …",
/// "Contact ID is not a property that exists.", "Email is expected to be email."
std::string propertyIn(std::string_view message)
{
    constexpr std::string_view Body = "body.properties";
    if (const auto at = message.find(Body); at != std::string_view::npos) {
        auto rest = message.substr(at + Body.size());
        if (rest.starts_with("[\"")) {
            rest.remove_prefix(2);
            const auto end = rest.find("\"]");
            return end == std::string_view::npos ? std::string() : std::string(rest.substr(0, end));
        }
        if (rest.starts_with("."))
            return std::string(rest.substr(1, rest.find_first_of(".[`", 1) - 1));
        return {};
    }
    for (const std::string_view tail : {" is not a property that exists", " is expected to be "})
        if (const auto at = message.find(tail); at != std::string_view::npos && at > 0 && at <= 200) {
            auto front = message.substr(0, at);
            if (const auto stop = front.rfind(". "); stop != std::string_view::npos)
                front.remove_prefix(stop + 2);
            return std::string(front);
        }
    return {};
}

std::optional<std::chrono::milliseconds> askedWait(const http::Response &response, const Json &extra, Timestamp now)
{
    if (const auto wait = http::parseRetryAfter(response.header("Retry-After"), now))
        return wait;
    return http::parseRetryAfter(scalarText(member(extra, "retry_after")), now);
}

WaitReason reasonOf(std::string_view told)
{
    if (told == "public_api_space_request_rate_limit")
        return WaitReason::Workspace;
    return told == "public_api_endpoint_rate_limit" ? WaitReason::Endpoint : WaitReason::Rate;
}

std::string waitSentence(WaitReason reason)
{
    switch (reason) {
    case WaitReason::Workspace:
        return "Notion takes no more requests for this workspace at the moment; the console waits as long as Notion asks";
    case WaitReason::Endpoint:
        return "Notion takes no more requests of this kind at the moment; the console waits as long as Notion asks";
    case WaitReason::Overload:
        return "Notion is busy; the console waits and goes on by itself";
    default:
        return "These were more requests a minute than Notion takes; the console waits and goes on by itself";
    }
}

/// A failure after which the same may be sent once more, or after which nobody knows what happened.
void uncertain(Outcome &outcome, const Call &call, std::chrono::milliseconds after, std::string_view what)
{
    outcome.after = after;
    if (call.repeatable) {
        outcome.kind = Kind::Again;
        outcome.sentence = std::string(what) + "; the console tries again by itself";
    } else {
        outcome.kind = Kind::MaybeDone;
        outcome.sentence = std::string(what) + ", and may have saved the change; the console looks before it writes again";
    }
}

void refused(Outcome &outcome, int status)
{
    outcome.kind = Kind::Refused;
    outcome.where = propertyIn(outcome.message);
    const auto &code = outcome.code;
    if (status == 403 && outcome.blockLimit) {
        outcome.sentence = "The free workspace has all the blocks it may have, so nothing new is made; changes still go through. "
                           "Choose a plan in Notion or delete blocks there";
    } else if (status == 403) {
        outcome.sentence = "The connection lacks a right for this; give it the right to read, insert and update content in Notion's "
                           "settings of the connection";
    } else if (code == "missing_version" || code == "invalid_beta") {
        outcome.sentence = "Notion does not take the version of its interface that is set; choose another in the settings";
    } else if (code == "validation_error") {
        outcome.schemaChanged = outcome.message.find("is not a property that exists") != std::string::npos ||
                                outcome.message.find("Could not find property") != std::string::npos ||
                                outcome.message.find("is expected to be ") != std::string::npos;
        outcome.sentence = outcome.where.empty()
                               ? "Notion finds a mistake in what was sent"
                               : "Notion does not take the value of \"" + outcome.where + "\"";
    } else {
        outcome.sentence = "Notion refused the request with status " + std::to_string(status);
        if (!code.empty())
            outcome.sentence += " (" + code.substr(0, 60) + ")";
    }
}

void readCommitted(Outcome &outcome, const Json &extra)
{
    outcome.committed = normaliseId(text(extra, "committed_resource_id")).value_or(std::string());
    for (const auto &id : textList(member(extra, "committed_child_ids")))
        if (auto plain = normaliseId(id))
            outcome.committedChildren.push_back(std::move(*plain));
}

Outcome failedToSend(const Call &call, const Error &error, std::chrono::milliseconds pause)
{
    Outcome outcome;
    switch (error.code) {
    case Errc::Unavailable: // nothing was sent
        outcome.kind = Kind::Again;
        outcome.after = std::max(pause, error.retryAfter.value_or(pause));
        outcome.sentence = "Notion cannot be reached; the console tries again by itself";
        break;
    case Errc::Cancelled:
        outcome.kind = Kind::Cancelled;
        outcome.sentence = "It was stopped";
        break;
    case Errc::BadInput: // a request that cannot be sent; or an answer too large, which is no less certain of a write
        if (call.repeatable) {
            outcome.kind = Kind::Refused;
            outcome.smallerPages = true;
            outcome.sentence = "The request cannot be sent as it is, or its answer is too large";
        } else {
            uncertain(outcome, call, pause, "Notion's answer could not be taken");
        }
        break;
    default:
        uncertain(outcome, call, pause, error.code == Errc::Timeout ? "Notion did not answer in time" : "Notion's answer cannot be read");
        break;
    }
    return outcome;
}

} // namespace

std::string_view name(WaitReason reason)
{
    switch (reason) {
    case WaitReason::None:
        return "none";
    case WaitReason::Rate:
        return "rate";
    case WaitReason::Workspace:
        return "workspace";
    case WaitReason::Endpoint:
        return "endpoint";
    case WaitReason::Overload:
        return "overload";
    }
    return "none";
}

std::string_view name(Outcome::Kind kind)
{
    switch (kind) {
    case Kind::Done:
        return "done";
    case Kind::Again:
        return "again";
    case Kind::Wait:
        return "wait";
    case Kind::Blocked:
        return "blocked";
    case Kind::Unauthorized:
        return "unauthorized";
    case Kind::NotFound:
        return "not-found";
    case Kind::Conflict:
        return "conflict";
    case Kind::Refused:
        return "refused";
    case Kind::MaybeDone:
        return "maybe-done";
    case Kind::Cancelled:
        return "cancelled";
    }
    return "refused";
}

Outcome classify(const Call &call, const Result<http::Response> &answer, Timestamp now, int attemptsMade, double random)
{
    const auto pause = http::backoff(Policy, attemptsMade + 1, random);
    if (!answer)
        return failedToSend(call, answer.error(), pause);
    Outcome outcome;
    if (answer->ok())
        return outcome;
    const auto parsed = parseJson(answer->body);
    const Json body = parsed ? *parsed : Json();
    const Json &extra = member(body, "additional_data");
    outcome.code = text(body, "code");
    outcome.message = text(body, "message");
    outcome.requestId = text(body, "request_id");
    outcome.blockLimit = !text(extra, "block_limit").empty();
    const auto asked = askedWait(*answer, extra, now);
    const auto told = text(extra, "rate_limit_reason");
    switch (answer->status) {
    case 401:
        outcome.kind = Kind::Unauthorized;
        outcome.sentence = "Notion does not take the token (any longer); enter a new one in Integrations";
        break;
    case 404:
        outcome.kind = Kind::NotFound;
        outcome.sentence = "Notion does not find it: it was deleted, or it is not shared with the connection";
        break;
    case 409:
        outcome.kind = Kind::Conflict;
        outcome.after = std::max(asked.value_or(pause), pause);
        outcome.sentence = "Somebody changed it at the same moment; the console reads it again first";
        break;
    case 429:
        if (told == "public_api_request_blocked") {
            outcome.kind = Kind::Blocked;
            outcome.sentence = "Notion blocks this connection. The console sends nothing more until somebody has settled it with "
                               "Notion and starts it again";
            break;
        }
        outcome.kind = Kind::Wait;
        outcome.reason = reasonOf(told);
        outcome.after = asked.value_or(WaitWhenNotTold);
        outcome.sentence = waitSentence(outcome.reason);
        break;
    case 529:
        outcome.kind = Kind::Wait;
        outcome.reason = WaitReason::Overload;
        outcome.after = asked.value_or(pause);
        outcome.sentence = waitSentence(outcome.reason);
        break;
    case 500:
    case 502:
    case 503:
    case 504:
        uncertain(outcome, call, std::max(asked.value_or(pause), pause), "Notion had a fault of its own");
        outcome.smallerPages = answer->status >= 503 && call.method == "POST" && call.repeatable;
        if (outcome.kind == Kind::MaybeDone)
            readCommitted(outcome, extra);
        break;
    default:
        refused(outcome, answer->status);
        break;
    }
    return outcome;
}

} // namespace hs::notion
