#include "engine/rest/call.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

const Field ReasonMember{"reason", Kind::Text, "Why, for the history"};
const std::vector<const char *> Urgencies{"low", "medium", "high", "urgent"};
const std::vector<const char *> Acts{"pause", "resume", "cancel", "cancel_with_rollback", "retry", "skip", "restart", "reprioritise", "assign", "send"};

/// A command that names the workflow of the path and a reason.
template <typename Command>
void act(CallPtr call)
{
    Command command{call->id(), call->text("reason")};
    submit(std::move(call), std::move(command));
}

Priority priorityIn(const Call &call)
{
    return enumFrom<Priority>(call.text("priority").toStdString()).value_or(Priority::Medium);
}

Route workflowAct(const char *pattern, const char *summary, void (*run)(CallPtr))
{
    return {.method = Method::Post, .pattern = pattern, .tag = "Workflows", .summary = summary, .role = "operator", .body = Route::Body::Optional,
            .members = {ReasonMember}, .run = run};
}

void resolveTask(CallPtr call)
{
    const auto how = call->text("how");
    ResolveTask command;
    command.workflow = call->id();
    command.task = call->pathText(1);
    command.how = how == QLatin1String("done") ? ResolveTask::How::Done : how == QLatin1String("failed") ? ResolveTask::How::Failed : ResolveTask::How::Again;
    command.output = call->body.value(QLatin1String("output")).toObject();
    command.reason = call->text("reason");
    submit(std::move(call), std::move(command));
}

void restart(CallPtr call)
{
    RestartWorkflow command{call->id(), call->text("reason")};
    submit(std::move(call), std::move(command), [](const Result<Receipt> &receipt) {
        if (!receipt)
            return httpd::errorResponse(receipt.error());
        auto response = receiptResponse(*receipt, 201);
        response.headers.emplace_back("Location", "/api/v1/workflows/" + receipt->id.toStdString());
        return response;
    });
}

void operate(CallPtr call)
{
    constexpr int Most = 200; // as many as a page holds
    OperateWorkflows command;
    for (const auto &id : call->body.value(QLatin1String("workflows")).toArray())
        command.workflows.push_back(id.toString());
    const auto wanted = call->text("act").toStdString();
    const auto found = std::find_if(Acts.begin(), Acts.end(), [&](const char *one) { return wanted == one; });
    command.act = OperateWorkflows::Act(found - Acts.begin());
    const auto refused = [&](const char *member, const std::string &what) {
        call->respond(httpd::errorResponse({Errc::BadInput, what, member, {}, {}}));
    };
    if (command.workflows.size() > Most)
        return refused("workflows", "more than " + std::to_string(Most) + " workflows at once");
    if (command.act == OperateWorkflows::Act::Send && call->text("event").trimmed().isEmpty())
        return refused("event", "sending needs the member \"event\"");
    if (command.act == OperateWorkflows::Act::Reprioritise && !call->has("priority"))
        return refused("priority", "reprioritising needs the member \"priority\"");
    command.event = call->text("event");
    command.data = call->body.value(QLatin1String("data")).toObject();
    command.priority = priorityIn(*call);
    command.assignee = call->text("assignee");
    command.reason = call->text("reason");
    submit(std::move(call), std::move(command));
}

} // namespace

std::vector<Route> operatorRoutes()
{
    return {
        workflowAct("/api/v1/workflows/{id}/pause", "Timers, tasks and events wait until it goes on", act<PauseWorkflow>),
        workflowAct("/api/v1/workflows/{id}/resume", "A paused instance goes on", act<ResumeWorkflow>),
        workflowAct("/api/v1/workflows/{id}/skip", "Goes on without the input that stopped it; that becomes a dead letter", act<SkipInput>),
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/retry", .tag = "Workflows",
         .summary = "Handles the input that stopped it once more; 409 when it fails again", .role = "operator", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             RetryIncident command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/restart", .tag = "Workflows",
         .summary = "A new instance of the current definition with what this one began with", .role = "operator", .body = Route::Body::Optional,
         .members = {ReasonMember}, .status = 201, .run = restart},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/undo", .tag = "Workflows",
         .summary = "Takes back the caller's own last event while nothing followed it; 409 once that time is over", .role = "operator", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             UndoMove command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Patch, .pattern = "/api/v1/workflows/{id}/context", .tag = "Workflows",
         .summary = "Changes the data of an instance that is paused or stopped", .role = "operator", .body = Route::Body::Required,
         .members = {{"patch", Kind::Object, "A JSON Merge Patch over the context; null removes a field", true},
                     {"retry", Kind::Bool, "true: then the input that stopped it is handled once more"}, ReasonMember},
         .run = [](CallPtr call) {
             EditContext command{call->id(), call->body.value(QLatin1String("patch")).toObject(), call->body.value(QLatin1String("retry")).toBool(), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/tasks/{task}/resolve", .tag = "Workflows",
         .summary = "What becomes of an open task; {task} is the invoke's id", .role = "operator", .body = Route::Body::Required,
         .members = {{"how", Kind::Choice, "again: tries it now; done, failed: a person says how it ended", true, {"again", "done", "failed"}},
                     {"output", Kind::Object, "Its result when done"}, ReasonMember},
         .run = resolveTask},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/reprioritise", .tag = "Workflows", .summary = "Changes how urgent it is", .role = "operator",
         .body = Route::Body::Required, .members = {{"priority", Kind::Choice, "", true, Urgencies}, ReasonMember},
         .run = [](CallPtr call) {
             ReprioritiseWorkflow command{call->id(), priorityIn(*call), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/assign", .tag = "Workflows", .summary = "Who looks after it", .role = "operator",
         .body = Route::Body::Required, .members = {{"assignee", Kind::Text, "Operator id; null or empty text: nobody"}},
         .run = [](CallPtr call) {
             AssignWorkflow command{call->id(), call->text("assignee")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflow-operations", .tag = "Workflows",
         .summary = "One act on many instances, each by itself, with a report for each", .role = "operator", .body = Route::Body::Required,
         .members = {{"workflows", Kind::Texts, "Ids, at most 200", true}, {"act", Kind::Choice, "", true, Acts}, {"event", Kind::Text, "Of send: the event's type"},
                     {"data", Kind::Object, "Of send: what it brings"}, {"priority", Kind::Choice, "Of reprioritise", false, Urgencies},
                     {"assignee", Kind::Text, "Of assign: operator id; left out: nobody"}, ReasonMember},
         .schema = "OperationReport", .run = operate},
        {.method = Method::Get, .pattern = "/api/v1/dead-letters", .tag = "Workflows",
         .summary = "Inputs of workflows that were skipped and commands out of retries, newest first",
         .query = {{"workflow", Kind::Text, "Only letters of this instance"}, {"q", Kind::Text, "Words to look for in type, reason, body, number and title"},
                   {"open", Kind::Bool, "true: only those that were not sent again"}, LimitField, AfterField},
         .schema = "DeadLetter", .list = true,
         .run = [](CallPtr call) {
             DeadLetterQuery query;
             query.workflow = call->queryText("workflow");
             query.text = call->queryText("q");
             query.openOnly = call->queryFlag("open");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/dead-letters/resend", .tag = "Workflows", .summary = "Sends one again under its original id; 409 when it was already",
         .role = "operator", .body = Route::Body::Required, .members = {{"id", Kind::Text, "Of the letter", true}},
         .run = [](CallPtr call) {
             ResendDeadLetter command{call->text("id")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/dead-letters/discard", .tag = "Workflows", .summary = "Removes one for good; the audit keeps type, reason and who did it",
         .role = "operator", .body = Route::Body::Required,
         .members = {{"id", Kind::Text, "Of the letter", true}, {"reason", Kind::Text, "Why it is not needed", true}},
         .run = [](CallPtr call) {
             DiscardDeadLetter command{call->text("id"), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
    };
}

} // namespace hs::rest
