#include "engine/rest/call.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

httpd::Response recordResponse(const QJsonObject &record, const QString &etag, int status = 200)
{
    auto response = jsonResponse(record, status);
    if (!etag.isEmpty())
        response.headers.emplace_back("ETag", "\"" + etag.toStdString() + "\"");
    return response;
}

/// The tag in `If-Match: "tag"`; empty for none and for `*`.
Result<QString> ifMatch(const Call &call)
{
    auto value = call.request.headers.get("If-Match");
    if (value.empty() || value == "*")
        return QString();
    if (call.request.headers.count("If-Match") > 1 || value.find(',') != std::string_view::npos)
        return fail(Errc::BadInput, "If-Match takes one ETag, or *", "If-Match");
    if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) // a weak one never guards a change
        return fail(Errc::BadInput, "If-Match is not an ETag in double quotes, or *", "If-Match");
    return QString::fromUtf8(value.data() + 1, qsizetype(value.size()) - 2);
}

/// A lost race over an ETag is 412; every other failure as always.
httpd::Response changeFailed(const Error &error, bool guarded)
{
    if (error.code != Errc::Conflict || !guarded)
        return httpd::errorResponse(error);
    return httpd::errorResponse(412, "precondition_failed", error.what,
                                Json{{"mend", "get the record again and take its new ETag"}});
}

void put(CallPtr call, bool replace)
{
    auto guard = ifMatch(*call);
    if (!guard) {
        call->respond(httpd::errorResponse(guard.error()));
        return;
    }
    PutRecord command{call->pathText(0), call->pathText(1), call->body.value(QLatin1String("fields")).toObject(), replace,
                      *guard, true};
    submit(std::move(call), std::move(command), [guarded = !guard->isEmpty()](const Result<Receipt> &receipt) {
        if (!receipt)
            return changeFailed(receipt.error(), guarded);
        return recordResponse(receipt->data, receipt->data.value(QLatin1String("etag")).toString());
    });
}

const Field FieldsMember{"fields", Kind::Object, "Property name to value, as the database's schema says", true};

} // namespace

std::vector<Route> recordRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/records/{database}", .tag = "Records",
         .summary = "Records of a hub database, newest first",
         .query = {{"q", Kind::Text, "Words to look for"},
                   {"entity", Kind::Text, "Only records of this business"},
                   {"limit", Kind::Limit, "Length of the page, 1 to 200; 50 when left out"},
                   {"after", Kind::Text, "`next` of the page before"}},
         .schema = "Record", .list = true,
         .run = [](CallPtr call) {
             RecordQuery query;
             query.database = call->pathText(0);
             query.text = call->queryText("q");
             query.entity = call->queryText("entity");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/records/{database}", .tag = "Records", .summary = "Makes a record",
         .role = "operator", .body = Route::Body::Required, .members = {FieldsMember}, .status = 201, .schema = "Record",
         .run = [](CallPtr call) {
             const auto database = call->pathText(0);
             PutRecord command{database, {}, call->body.value(QLatin1String("fields")).toObject(), false, {}, false};
             submit(std::move(call), std::move(command), [database](const Result<Receipt> &receipt) {
                 if (!receipt)
                     return httpd::errorResponse(receipt.error());
                 auto response = recordResponse(receipt->data, receipt->data.value(QLatin1String("etag")).toString(), 201);
                 response.headers.emplace_back("Location", "/api/v1/records/" + database.toStdString() + "/" + receipt->id.toStdString());
                 return response;
             });
         }},
        {.method = Method::Get, .pattern = "/api/v1/records/{database}/{id}", .tag = "Records", .summary = "One record",
         .schema = "Record",
         .run = [](CallPtr call) {
             RecordDetailQuery query{call->pathText(0), call->pathText(1)};
             const std::string known(call->request.headers.get("If-None-Match"));
             ask(std::move(call), std::move(query), [known](const RecordRow &row) {
                 auto response = recordResponse(toJson(row), row.etag);
                 if (!known.empty() && !row.etag.isEmpty() && known == "\"" + row.etag.toStdString() + "\"") {
                     response.status = 304;
                     response.body.clear();
                 }
                 return response;
             });
         }},
        {.method = Method::Put, .pattern = "/api/v1/records/{database}/{id}", .tag = "Records",
         .summary = "Replaces a record: fields that are not named are cleared", .role = "operator",
         .body = Route::Body::Required, .members = {FieldsMember}, .schema = "Record", .ifMatch = true,
         .run = [](CallPtr call) { put(std::move(call), true); }},
        {.method = Method::Patch, .pattern = "/api/v1/records/{database}/{id}", .tag = "Records",
         .summary = "Changes the fields that are named", .role = "operator", .body = Route::Body::Required,
         .members = {FieldsMember}, .schema = "Record", .ifMatch = true,
         .run = [](CallPtr call) { put(std::move(call), false); }},
        {.method = Method::Delete, .pattern = "/api/v1/records/{database}/{id}", .tag = "Records",
         .summary = "Removes a record", .role = "operator", .status = 204, .ifMatch = true,
         .run = [](CallPtr call) {
             auto guard = ifMatch(*call);
             if (!guard) {
                 call->respond(httpd::errorResponse(guard.error()));
                 return;
             }
             DeleteRecord command{call->pathText(0), call->pathText(1), *guard};
             submit(std::move(call), std::move(command), [guarded = !guard->isEmpty()](const Result<Receipt> &receipt) {
                 if (!receipt)
                     return changeFailed(receipt.error(), guarded);
                 httpd::Response response;
                 response.status = 204;
                 return response;
             });
         }},
    };
}

} // namespace hs::rest
