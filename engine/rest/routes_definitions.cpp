#include "engine/rest/call.h"
#include "engine/rest/fields_versions.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

QJsonObject statesOf(const Call &call)
{
    return call.body.value(QLatin1String("states")).toObject();
}

int limitOf(const Call &call, int fallback)
{
    return call.has("limit") ? int(std::min(call.body.value(QLatin1String("limit")).toDouble(), 1000.0)) : fallback;
}

const Field StatesMember{"states", Kind::Object, "Ids of states to ids of states; those not named keep theirs"};
const Field LimitMember{"limit", Kind::Whole, "How many instances at once"};
const Field AfterMember{"after", Kind::Text, "`next` of the answer before"};

} // namespace

std::vector<Route> definitionRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/definitions", .tag = "Definitions",
         .summary = "Versions of workflow definitions, with the instances that stand on them; the highest version first",
         .query = {{"definition", Kind::Text, "Only versions of this one"}}, .schema = "DefinitionVersion", .list = true,
         .run = [](CallPtr call) {
             DefinitionVersionsQuery query{call->queryText("definition")};
             ask(std::move(call), std::move(query), [](const std::vector<DefinitionVersionRow> &rows) { return jsonResponse(pageJson(rows, {})); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/definitions", .tag = "Definitions",
         .summary = "Publishes a definition; 409 for other content under a published version", .role = "admin", .body = Route::Body::Required,
         .members = {{"text", Kind::Text, "The definition, a JSON document as text", true}},
         .run = [](CallPtr call) {
             PublishDefinition command{call->text("text")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/definition-checks", .tag = "Definitions", .summary = "What publishing a text would come to; publishes nothing",
         .body = Route::Body::Required, .members = {{"text", Kind::Text, "The definition, a JSON document as text", true}}, .schema = "DefinitionCheck",
         .run = [](CallPtr call) {
             DefinitionCheckQuery query{call->text("text")};
             ask(std::move(call), std::move(query), [](const DefinitionCheck &check) { return jsonResponse(toJson(check)); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/definitions/{id}", .tag = "Definitions", .summary = "One version's text",
         .query = {{"version", Kind::Text, "The current one when left out"}}, .schema = "DefinitionText",
         .run = [](CallPtr call) {
             DefinitionTextQuery query{call->id(), call->queryText("version")};
             ask(std::move(call), std::move(query), [](const DefinitionText &text) { return jsonResponse(toJson(text)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/definitions/{id}/retire", .tag = "Definitions",
         .summary = "A retired version begins nothing new; what runs on it goes on", .role = "admin", .body = Route::Body::Required,
         .members = {{"version", Kind::Text, "", true}, {"retired", Kind::Bool, "false: back in use"}, {"reason", Kind::Text, "Why"}},
         .run = [](CallPtr call) {
             RetireDefinition command{call->id(), call->text("version"), call->body.value(QLatin1String("retired")).toBool(true), call->text("reason")};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/definitions/{id}/migration-previews", .tag = "Definitions",
         .summary = "What moving open instances to another version would change, or why it is refused; changes nothing", .body = Route::Body::Required,
         .members = {{"to", Kind::Text, "Version", true}, {"from", Kind::Text, "Only instances of this version"}, StatesMember, LimitMember, AfterMember},
         .schema = "Migration", .list = true,
         .run = [](CallPtr call) {
             MigrationPreviewQuery query{call->id(), call->text("from"), call->text("to"), statesOf(*call), {}, {call->text("after"), limitOf(*call, 50)}};
             ask(std::move(call), std::move(query), [](const Page<MigrationRow> &page) { return jsonResponse(pageJson(page.rows, page.next)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/definitions/{id}/migrations", .tag = "Definitions",
         .summary = "Moves open instances to another version; each by itself, with a report for each", .role = "admin", .body = Route::Body::Required,
         .members = {{"to", Kind::Text, "Version", true}, {"reason", Kind::Text, "Why", true}, {"from", Kind::Text, "Only instances of this version"}, StatesMember,
                     LimitMember, AfterMember},
         .run = [](CallPtr call) {
             MigrateWorkflows command{call->id(), call->text("from"), call->text("to"), statesOf(*call), {}, call->text("reason"), call->text("after"), limitOf(*call, 200)};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/definitions/{id}/what-if", .tag = "Definitions",
         .summary = "Which past instances would have gone another way under a changed text; writes nothing", .role = "operator", .body = Route::Body::Required,
         .members = {{"text", Kind::Text, "The changed definition, a JSON document as text", true}, {"version", Kind::Text, "Only instances of this version"},
                     {"entity", Kind::Text, "Only instances of this business"}, {"ended", Kind::Bool, "true: only those that have ended"}, StatesMember, LimitMember, AfterMember},
         .schema = "WhatIfReport",
         .run = [](CallPtr call) {
             WhatIfQuery query;
             query.text = call->text("text");
             query.definition = call->id();
             query.version = call->text("version");
             query.entity = call->text("entity");
             query.endedOnly = call->body.value(QLatin1String("ended")).toBool();
             query.states = statesOf(*call);
             query.after = call->text("after");
             query.limit = limitOf(*call, query.limit);
             ask(std::move(call), std::move(query), [](const WhatIfReport &report) { return jsonResponse(toJson(report)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/workflows/{id}/fork", .tag = "Workflows",
         .summary = "A new instance that stands where this one stood after a history row", .role = "operator", .body = Route::Body::Required,
         .members = {{"seq", Kind::Whole, "The history row", true}, {"reason", Kind::Text, "Why", true}, {"version", Kind::Text, "Its own when left out"}, StatesMember},
         .status = 201,
         .run = [](CallPtr call) {
             ForkWorkflow command{call->id(), qint64(call->body.value(QLatin1String("seq")).toDouble()), call->text("version"), statesOf(*call), call->text("reason")};
             submit(std::move(call), std::move(command), [](const Result<Receipt> &receipt) {
                 if (!receipt)
                     return httpd::errorResponse(receipt.error());
                 auto response = receiptResponse(*receipt, 201);
                 response.headers.emplace_back("Location", "/api/v1/workflows/" + receipt->id.toStdString());
                 return response;
             });
         }},
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}/replay", .tag = "Workflows",
         .summary = "Plays the stored history again and compares every step", .schema = "Replay",
         .run = [](CallPtr call) {
             WorkflowReplayQuery query{call->id()};
             ask(std::move(call), std::move(query), [](const WorkflowReplay &replay) { return jsonResponse(toJson(replay)); });
         }},
    };
}

} // namespace hs::rest
