#include "engine/rest/call.h"
#include "engine/rest/fields_runs.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

void showRun(CallPtr call)
{
    RunQuery query;
    query.workflow = call->id();
    if (const auto from = call->queryText("from"); !from.isEmpty())
        query.from = from.toLongLong();
    query.limit = call->window().limit;
    ask(std::move(call), std::move(query), [](const RunPage &page) { return jsonResponse(toJson(page)); });
}

void showStep(CallPtr call)
{
    bool ok = false;
    RunStepQuery query{call->id(), call->pathText(1).toLongLong(&ok)};
    if (!ok || query.seq < 0)
        return call->respond(httpd::errorResponse({Errc::NotFound, "a step is named by its number", {}, "see the history for the numbers", {}}));
    ask(std::move(call), std::move(query), [](const RunStepDetail &detail) { return jsonResponse(toJson(detail)); });
}

} // namespace

std::vector<Route> runRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}/run", .tag = "Workflows", .summary = "A page of steps with the timeline that belongs to it",
         .query = {{"from", Kind::Whole, "First step; the page of the last ones when left out"}, LimitField}, .schema = "Run", .run = showRun},
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}/steps/{seq}", .tag = "Workflows",
         .summary = "One step: what came in, what it moved and caused, and how the run stood after it", .schema = "RunStepDetail", .run = showStep},
        {.method = Method::Get, .pattern = "/api/v1/workflows/{id}/compare", .tag = "Workflows",
         .summary = "Two runs side by side, aligned by what came in and what was entered", .query = {{"with", Kind::Text, "Id of the other instance", true}},
         .schema = "RunComparison",
         .run = [](CallPtr call) {
             RunCompareQuery query{call->id(), call->queryText("with")};
             if (query.second.isEmpty())
                 return call->respond(httpd::errorResponse({Errc::BadInput, "the query parameter \"with\" is missing", "with", "name the other instance", {}}));
             ask(std::move(call), std::move(query), [](const RunComparison &comparison) { return jsonResponse(toJson(comparison)); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/troubles", .tag = "Integrations",
         .summary = "Trouble with the console itself by operational level, the highest first",
         .query = {{"open", Kind::Bool, "false: with those that were resolved in the last 7 days"}}, .schema = "Trouble", .list = true,
         .run = [](CallPtr call) {
             TroubleQuery query;
             query.openOnly = call->queryText("open") != QLatin1String("false");
             ask(std::move(call), std::move(query), [](const std::vector<TroubleRow> &rows) { return jsonResponse(pageJson(rows, {})); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/schedules", .tag = "Definitions", .summary = "What starts by the clock, the next due first",
         .query = {{"definition", Kind::Text, "Only schedules of this definition"}}, .schema = "Schedule", .list = true,
         .run = [](CallPtr call) {
             ScheduleQuery query{call->queryText("definition")};
             ask(std::move(call), std::move(query), [](const std::vector<ScheduleRow> &rows) { return jsonResponse(pageJson(rows, {})); });
         }},
    };
}

} // namespace hs::rest
