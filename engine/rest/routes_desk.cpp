#include "engine/rest/call.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

const std::vector<const char *> Priorities{"low", "medium", "high", "urgent"};

QDateTime timeOf(const QJsonValue &value)
{
    const auto time = parseRfc3339(value.toString().toStdString());
    return time ? QDateTime::fromMSecsSinceEpoch(toMillis(*time), Qt::UTC) : QDateTime();
}

template <typename E>
std::optional<E> memberEnum(const Call &call, const char *member)
{
    return call.has(member) ? enumFrom<E>(call.text(member).toStdString()) : std::nullopt;
}

EscalationQuery::Filter filterFrom(const QString &text)
{
    if (text == QLatin1String("mine"))
        return EscalationQuery::Filter::Mine;
    if (text == QLatin1String("decided"))
        return EscalationQuery::Filter::Decided;
    if (text == QLatin1String("all"))
        return EscalationQuery::Filter::All;
    return EscalationQuery::Filter::Open;
}

void updateTask(CallPtr call)
{
    UpdateTask command;
    command.task = call->id();
    command.status = memberEnum<TaskStatus>(*call, "status");
    command.priority = memberEnum<Priority>(*call, "priority");
    if (call->has("assignee"))
        command.assignee = call->text("assignee");
    if (call->has("due_at"))
        command.dueAt = timeOf(call->body.value(QLatin1String("due_at")));
    command.reason = call->text("reason");
    submit(std::move(call), std::move(command));
}

void decide(CallPtr call)
{
    DecideEscalation command;
    command.escalation = call->id();
    command.decision = call->text("decision");
    command.reason = call->text("reason");
    command.reply = call->text("reply");
    command.rejectTo = call->text("reject_to");
    command.option = call->text("option");
    command.data = call->body.value(QLatin1String("data")).toObject();
    if (call->has("version"))
        command.versionSeen = qint64(call->body.value(QLatin1String("version")).toDouble());
    submit(std::move(call), std::move(command));
}

} // namespace

std::vector<Route> deskRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/tasks", .tag = "Tasks", .summary = "Ruvo's tasks, newest first",
         .query = {{"q", Kind::Text, "Words to look for"},
                   {"status", Kind::Choice, "Only tasks in this status", false, {"to_do", "in_progress", "on_hold", "done", "cancelled"}},
                   {"open", Kind::Bool, "true: only tasks that are not done or cancelled"},
                   {"assignee", Kind::Text, "Only tasks of this operator"},
                   {"entity", Kind::Text, "Only tasks of this business"},
                   {"workflow", Kind::Text, "Only tasks of this workflow"},
                   LimitField, AfterField},
         .schema = "Task", .list = true,
         .run = [](CallPtr call) {
             TaskQuery query;
             query.text = call->queryText("q");
             query.status = call->queryEnum<TaskStatus>("status");
             query.openOnly = call->queryFlag("open");
             query.assignee = call->queryText("assignee");
             query.entity = call->queryText("entity");
             query.workflow = call->queryText("workflow");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Patch, .pattern = "/api/v1/tasks/{id}", .tag = "Tasks",
         .summary = "Changes what is named; cancelling needs a reason", .role = "operator", .body = Route::Body::Required,
         .members = {{"status", Kind::Choice, "", false, {"to_do", "in_progress", "on_hold", "done", "cancelled"}},
                     {"assignee", Kind::Text, "Operator id; empty: nobody"},
                     {"due_at", Kind::TimeOrNull, "null: no deadline"},
                     {"priority", Kind::Choice, "", false, Priorities},
                     {"reason", Kind::Text, "Why"}},
         .run = updateTask},
        {.method = Method::Get, .pattern = "/api/v1/agents", .tag = "Agents", .summary = "All agents", .schema = "Agent",
         .list = true,
         .run = [](CallPtr call) {
             ask(std::move(call), AgentQuery{}, [](const std::vector<AgentRow> &rows) { return jsonResponse(pageJson(rows, {})); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/agents/{name}", .tag = "Agents", .summary = "One agent", .schema = "Agent",
         .run = [](CallPtr call) {
             const auto key = call->id();
             ask(std::move(call), AgentQuery{}, [key](const std::vector<AgentRow> &rows) {
                 for (const auto &row : rows)
                     if (row.key == key)
                         return jsonResponse(toJson(row));
                 return httpd::errorResponse({Errc::NotFound, "there is no agent of this name", {},
                                              "see GET /api/v1/agents for their keys", std::nullopt});
             });
         }},
        {.method = Method::Post, .pattern = "/api/v1/agents/{name}/messages", .tag = "Agents",
         .summary = "Words to an agent; its answer comes with the receipt, or, where it thinks with a model, into the conversation (`thought`)", .role = "operator", .body = Route::Body::Required,
         .members = {{"text", Kind::Text, "What to say", true}, {"thread", Kind::Text, "Id of the conversation; a new one when left out"}},
         .run = [](CallPtr call) {
             TellAgent command{call->id(), call->text("text"), call->text("thread")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Get, .pattern = "/api/v1/messages", .tag = "Agents", .summary = "The bus's messages, newest first",
         .query = {{"agent", Kind::Text, "Only messages from or to this agent"},
                   {"type", Kind::Text, "Only messages of this type"},
                   {"correlation_id", Kind::Text, "Only messages of this request"},
                   {"dead", Kind::Bool, "true: only dead letters"},
                   LimitField, AfterField},
         .schema = "Message", .list = true,
         .run = [](CallPtr call) {
             MessageQuery query;
             query.agent = call->queryText("agent");
             query.type = call->queryText("type");
             query.correlation = call->queryText("correlation_id");
             query.deadOnly = call->queryFlag("dead");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Get, .pattern = "/api/v1/escalations", .tag = "Escalations",
         .summary = "What waits for a person, the clock that ends first at the top",
         .query = {{"filter", Kind::Choice, "open when left out", false, {"open", "mine", "decided", "all"}},
                   {"q", Kind::Text, "Words to look for"},
                   {"entity", Kind::Text, "Only escalations of this business"},
                   LimitField, AfterField},
         .schema = "Escalation", .list = true,
         .run = [](CallPtr call) {
             EscalationQuery query;
             query.filter = filterFrom(call->queryText("filter"));
             query.text = call->queryText("q");
             query.entity = call->queryText("entity");
             query.window = call->window();
             ask(std::move(call), std::move(query), [](const EscalationPage &page) {
                 auto document = pageJson(page.rows, page.next);
                 document.insert(QLatin1String("counts"), toJson(page.counts));
                 return jsonResponse(document);
             });
         }},
        {.method = Method::Get, .pattern = "/api/v1/escalations/{id}", .tag = "Escalations",
         .summary = "One escalation with its evidence and proposal", .schema = "EscalationDetail",
         .run = [](CallPtr call) {
             EscalationDetailQuery query{call->id()};
             ask(std::move(call), std::move(query), [](const EscalationDetail &detail) { return jsonResponse(toJson(detail)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/escalations/{id}/claim", .tag = "Escalations",
         .summary = "Takes it on; 409 when another has it", .role = "reviewer", .body = Route::Body::Optional,
         .members = {{"take_over", Kind::Bool, "true: from its present holder"}, {"reason", Kind::Text, "Why it is taken over"}},
         .run = [](CallPtr call) {
             ClaimEscalation command{call->id(), call->body.value(QLatin1String("take_over")).toBool(), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/escalations/{id}/release", .tag = "Escalations",
         .summary = "Gives it back to all", .role = "reviewer", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             ReleaseEscalation command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/escalations/{id}/decide", .tag = "Escalations",
         .summary = "Decides it; reject and hand_back need a reason", .role = "reviewer", .body = Route::Body::Required,
         .members = {{"decision", Kind::Choice, "", true, {"approve", "edit", "reject", "hand_back"}},
                     {"reason", Kind::Text, "Why"},
                     {"reply", Kind::Text, "The reply as edited"},
                     {"version", Kind::Whole, "The version that was seen; an older one than the present is 409"},
                     {"reject_to", Kind::Choice, "What a rejected one becomes", false, {"close", "by_hand"}},
                     {"option", Kind::Text, "The one of the task's options that is chosen"},
                     {"data", Kind::Object, "The fields of the task's form"}},
         .run = decide},
        {.method = Method::Post, .pattern = "/api/v1/escalations/{id}/undo", .tag = "Escalations",
         .summary = "Takes a decision back while it is held; 409 once that time is over", .role = "reviewer", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             UndoDecision command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Get, .pattern = "/api/v1/integrations", .tag = "Integrations",
         .summary = "Receiver, sources and channels, the worst first", .schema = "Integration", .list = true,
         .run = [](CallPtr call) {
             ask(std::move(call), IntegrationQuery{}, [](const std::vector<IntegrationCard> &rows) { return jsonResponse(pageJson(rows, {})); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/integrations/{name}/check", .tag = "Integrations", .summary = "Looks now",
         .role = "operator", .body = Route::Body::Optional,
         .run = [](CallPtr call) {
             CheckIntegration command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Get, .pattern = "/api/v1/audit", .tag = "Audit", .summary = "Who did what, when and why, newest first",
         .query = {{"q", Kind::Text, "Words to look for"},
                   {"actor", Kind::Text, "Only rows of this actor"},
                   {"object", Kind::Text, "Only rows about this object"},
                   {"correlation_id", Kind::Text, "Only rows of this request"},
                   LimitField, AfterField},
         .schema = "AuditEntry", .list = true,
         .run = [](CallPtr call) {
             AuditQuery query;
             query.text = call->queryText("q");
             query.actor = call->queryText("actor");
             query.object = call->queryText("object");
             query.correlation = call->queryText("correlation_id");
             askPage(std::move(call), std::move(query));
         }},
    };
}

} // namespace hs::rest
