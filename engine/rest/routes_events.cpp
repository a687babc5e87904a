#include "engine/rest/call.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

std::vector<Route> eventRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/events", .tag = "Events", .summary = "The inbox, newest first",
         .query = {{"q", Kind::Text, "Words to look for"},
                   {"state", Kind::Choice, "Only events in this state", false, {"received", "processing", "done", "failed", "dead"}},
                   {"source", Kind::Text, "Only events of this source"},
                   {"correlation_id", Kind::Text, "Only events of this request"},
                   LimitField, AfterField},
         .schema = "Event", .list = true,
         .run = [](CallPtr call) {
             EventQuery query;
             query.text = call->queryText("q");
             query.state = call->queryEnum<EventState>("state");
             query.source = call->queryText("source");
             query.correlation = call->queryText("correlation_id");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Get, .pattern = "/api/v1/events/{id}", .tag = "Events",
         .summary = "One event with all that it caused", .schema = "EventDetail",
         .run = [](CallPtr call) {
             EventDetailQuery query{call->id()};
             ask(std::move(call), std::move(query), [](const EventDetail &detail) { return jsonResponse(toJson(detail)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/events/{id}/retry", .tag = "Events",
         .summary = "A failed or dead event again", .role = "operator", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             RetryEvent command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/requests", .tag = "Requests",
         .summary = "A customer's request to Grace Fields: level, agents and workflow", .role = "operator",
         .body = Route::Body::Required,
         .members = {{"text", Kind::Text, "The customer's words", true},
                     {"entity", Kind::Text, "Id of the business it is for; found from the words when left out"},
                     {"contact", Kind::Text, "Record id or e-mail address of the customer"},
                     {"channel", Kind::Text, "How it came: email, phone, form, …"}},
         .schema = "RequestReceipt",
         .run = [](CallPtr call) {
             SubmitRequest command{call->text("text"), call->text("entity"), call->text("contact"), call->text("channel")};
             submit(std::move(call), std::move(command));
         }},
    };
}

std::vector<Route> workflowRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/workflows", .tag = "Workflows", .summary = "Instances, newest first",
         .query = {{"q", Kind::Text, "Words to look for"},
                   {"definition", Kind::Text, "Only instances of this definition"},
                   {"status", Kind::Choice, "Only instances in this status", false,
                    {"running", "paused", "incident", "completed", "failed", "cancelled"}},
                   {"entity", Kind::Text, "Only instances of this business"},
                   {"contact", Kind::Text, "Only instances about this contact (record id)"},
                   LimitField, AfterField},
         .schema = "Workflow", .list = true,
         .run = [](CallPtr call) {
             WorkflowQuery query;
             query.text = call->queryText("q");
             query.definition = call->queryText("definition");
             query.status = call->queryEnum<WorkflowStatus>("status");
             query.entity = call->queryText("entity");
             query.contact = call->queryText("contact");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows", .tag = "Workflows", .summary = "Starts an instance",
         .role = "operator", .body = Route::Body::Required,
         .members = {{"definition", Kind::Text, "Id of the definition", true},
                     {"input", Kind::Object, "What it begins with"},
                     {"key", Kind::Text, "At most one open instance has this key"},
                     {"entity", Kind::Text, "Id of the business"},
                     {"title", Kind::Text, "As people read it"}},
         .status = 201,
         .run = [](CallPtr call) {
             StartWorkflow command{call->text("definition"), call->body.value(QLatin1String("input")).toObject(),
                                   call->text("key"), call->text("entity"), call->text("title")};
             submit(std::move(call), std::move(command), [](const Result<Receipt> &receipt) {
                 if (!receipt)
                     return httpd::errorResponse(receipt.error());
                 auto response = receiptResponse(*receipt, 201);
                 response.headers.emplace_back("Location", "/api/v1/workflows/" + receipt->id.toStdString());
                 return response;
             });
         }},
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}", .tag = "Workflows", .summary = "One instance",
         .query = {{"at", Kind::Whole, "As it stood after this history row"}}, .schema = "WorkflowDetail",
         .run = [](CallPtr call) {
             WorkflowDetailQuery query{call->id(), -1};
             if (const auto at = call->queryText("at"); !at.isEmpty())
                 query.atSeq = at.toLongLong();
             ask(std::move(call), std::move(query), [](const WorkflowDetail &detail) { return jsonResponse(toJson(detail)); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}/history", .tag = "Workflows",
         .summary = "All that happened to an instance, oldest first", .query = {LimitField, AfterField},
         .schema = "HistoryEntry", .list = true,
         .run = [](CallPtr call) {
             HistoryQuery query;
             query.workflow = call->id();
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/events", .tag = "Workflows",
         .summary = "Sends an event to an instance", .role = "operator", .body = Route::Body::Required,
         .members = {{"type", Kind::Text, "The event's type", true},
                     {"data", Kind::Object, "What it brings"},
                     {"event_id", Kind::Text, "Makes repeats harmless"},
                     {"reason", Kind::Text, "Why, for the history"}},
         .run = [](CallPtr call) {
             SendWorkflowEvent command{call->id(), call->text("type"), call->body.value(QLatin1String("data")).toObject(),
                                       call->text("event_id"), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/cancel", .tag = "Workflows",
         .summary = "Ends an instance where it stands, or undoes first what it did", .role = "operator", .body = Route::Body::Optional,
         .members = {{"reason", Kind::Text, "Why, for the history"}, {"rollback", Kind::Bool, "true: what it did is undone first"}},
         .run = [](CallPtr call) {
             CancelWorkflow command{call->id(), call->text("reason"), call->body.value(QLatin1String("rollback")).toBool()};
             submit(std::move(call), std::move(command));
         }},
    };
}

} // namespace hs::rest
