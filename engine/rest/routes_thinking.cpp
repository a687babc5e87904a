#include "engine/rest/call.h"
#include "engine/rest/fields_thinking.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

/// What agents that think did, what they ask for, and what it cost.
std::vector<Route> thinkingRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/ai", .tag = "Thinking", .summary = "Providers of language models and budgets of the day", .schema = "AiStatus",
         .run = [](CallPtr call) { ask(std::move(call), AiStatusQuery{}, [](const AiStatus &status) { return jsonResponse(toJson(status)); }); }},
        {.method = Method::Get, .pattern = "/api/v1/ai/calls", .tag = "Thinking", .summary = "Calls of language models, newest first",
         .query = {{"provider", Kind::Text, "Only calls of this provider"},
                   {"agent", Kind::Text, "Only calls of this agent"},
                   {"entity", Kind::Text, "Only calls for this business"},
                   {"thought", Kind::Text, "Only calls of this task of thinking"},
                   {"correlation_id", Kind::Text, "Only calls of this request"},
                   {"failed", Kind::Bool, "true: only those that failed"},
                   LimitField, AfterField},
         .schema = "AiCall", .list = true,
         .run = [](CallPtr call) {
             AiCallQuery query;
             query.provider = call->queryText("provider");
             query.agent = call->queryText("agent");
             query.entity = call->queryText("entity");
             query.thought = call->queryText("thought");
             query.correlation = call->queryText("correlation_id");
             query.failedOnly = call->queryFlag("failed");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Get, .pattern = "/api/v1/thoughts", .tag = "Thinking", .summary = "Tasks of thinking, step by step, newest first",
         .query = {{"agent", Kind::Text, "Only those of this agent"}, {"thread", Kind::Text, "Only those of this conversation"}, LimitField, AfterField},
         .schema = "Thought", .list = true,
         .run = [](CallPtr call) {
             ThoughtQuery query;
             query.agent = call->queryText("agent");
             query.thread = call->queryText("thread");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Get, .pattern = "/api/v1/tool-requests", .tag = "Thinking", .summary = "What agents ask leave for, oldest first",
         .query = {{"agent", Kind::Text, "Only those of this agent"},
                   {"thread", Kind::Text, "Only those of this conversation"},
                   {"all", Kind::Bool, "true: decided ones too"},
                   LimitField, AfterField},
         .schema = "ToolRequest", .list = true,
         .run = [](CallPtr call) {
             ToolRequestQuery query;
             query.agent = call->queryText("agent");
             query.thread = call->queryText("thread");
             query.waitingOnly = !call->queryFlag("all");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/tool-requests/{id}/decide", .tag = "Thinking",
         .summary = "Allows it, which does it in the caller's name, or refuses it; a refusal needs a reason", .role = "reviewer", .body = Route::Body::Required,
         .members = {{"approve", Kind::Bool, "true: do it", true}, {"reason", Kind::Text, "Why"}},
         .run = [](CallPtr call) {
             DecideToolRequest command{call->id(), call->body.value(QLatin1String("approve")).toBool(), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Get, .pattern = "/api/v1/explain/{id}", .tag = "Thinking",
         .summary = "Why something was done: rule or model, inputs, evidence, alternatives", .schema = "Explanation",
         .run = [](CallPtr call) {
             ExplainQuery query{call->id()};
             ask(std::move(call), std::move(query), [](const Explanation &explanation) { return jsonResponse(toJson(explanation)); });
         }},
    };
}

} // namespace hs::rest
