#include "engine/rest/call.h"

#include "engine/http/metrics.h"

namespace hs::rest {

using httpd::Method;

std::vector<Route> siteRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/health", .tag = "Site", .summary = "How the engine's parts are; 503 when the store cannot be written",
         .role = "none", .auth = Route::Auth::None, .schema = "Health",
         .run = [](CallPtr call) {
             httpd::Response response;
             const auto report = call->options->health();
             response.status = report.down ? 503 : 200;
             response.body = report.json;
             response.headers.emplace_back("Cache-Control", "no-store");
             if (report.down)
                 httpd::setRetryAfter(response, std::chrono::seconds(30));
             call->respond(std::move(response));
         }},
        {.method = Method::Get, .pattern = "/metrics", .tag = "Site", .summary = "Prometheus text; no key needed from this machine",
         .auth = Route::Auth::KeyUnlessLocal, .schema = "Text", .contentType = "text/plain; version=0.0.4; charset=utf-8",
         .run = [](CallPtr call) {
             httpd::Response response;
             response.contentType = metrics::TextContentType;
             response.body = call->options->metrics();
             call->respond(std::move(response));
         }},
        {.method = Method::Get, .pattern = "/openapi.json", .tag = "Site", .summary = "This document", .role = "none",
         .auth = Route::Auth::None, .schema = "Document",
         .run = [](CallPtr call) {
             httpd::Response response;
             response.body = openApiDocument();
             call->respond(std::move(response));
         }},
        // Answered by the receiver; described here so that one document tells of everything.
        {.method = Method::Post, .pattern = "/webhooks/{source}", .tag = "Webhooks",
         .summary = "A signed delivery: 202 once it is durable, 200 for a repeat", .role = "none", .auth = Route::Auth::None,
         .status = 202, .schema = "Delivery"},
        {.method = Method::Post, .pattern = "/webhooks/{source}/{token}", .tag = "Webhooks",
         .summary = "A delivery of a sender that cannot sign; the token in the path proves it", .role = "none",
         .auth = Route::Auth::None, .status = 202, .schema = "Delivery"},
    };
}

} // namespace hs::rest
