#include "engine/rest/call.h"
#include "engine/rest/fields_knowledge.h"

namespace hs::rest {

using namespace api;
using httpd::Method;

namespace {

constexpr int MostPassages = 100;

KnowledgeFilter filterOf(const Call &call)
{
    const auto texts = [&](const char *name) {
        QStringList list;
        for (const auto value : call.body.value(QLatin1String(name)).toArray())
            list.append(value.toString());
        return list;
    };
    KnowledgeFilter filter;
    filter.sources = texts("sources");
    filter.types = texts("types");
    filter.databases = texts("databases");
    filter.entities = texts("entities");
    filter.authors = texts("authors");
    filter.languages = texts("languages");
    filter.after = QDateTime::fromString(call.text("after"), Qt::ISODateWithMs);
    filter.before = QDateTime::fromString(call.text("before"), Qt::ISODateWithMs);
    return filter;
}

const std::vector<Field> FilterFields{{"sources", Kind::Texts, "Only passages of these sources, by id"},
                                      {"types", Kind::Texts, "Only of these media types, or a part of one"},
                                      {"databases", Kind::Texts, "Only records of these databases"},
                                      {"entities", Kind::Texts, "Only of these businesses, and what belongs to everybody"},
                                      {"authors", Kind::Texts, "Only by these authors, or a part of a name"},
                                      {"languages", Kind::Texts, "Only in these languages"},
                                      {"after", Kind::Time, "Only what changed at this time or later"},
                                      {"before", Kind::Time, "Only what changed before this time"}};

std::vector<Field> withFilter(std::vector<Field> own)
{
    own.insert(own.end(), FilterFields.begin(), FilterFields.end());
    return own;
}

} // namespace

/// Sources, search and answers.
std::vector<Route> knowledgeRoutes()
{
    return {
        {.method = Method::Get, .pattern = "/api/v1/knowledge", .tag = "Knowledge", .summary = "How far the sources are read and compared", .schema = "KnowledgeStatus",
         .run = [](CallPtr call) { ask(std::move(call), KnowledgeStatusQuery{}, [](const KnowledgeStatus &status) { return jsonResponse(toJson(status)); }); }},
        {.method = Method::Get, .pattern = "/api/v1/knowledge/sources", .tag = "Knowledge", .summary = "Sources that are read", .schema = "KnowledgeSource", .list = true,
         .run = [](CallPtr call) {
             ask(std::move(call), KnowledgeSourceQuery{}, [](const std::vector<KnowledgeSource> &sources) { return jsonResponse(pageJson(sources, {})); });
         }},
        {.method = Method::Get, .pattern = "/api/v1/knowledge/documents", .tag = "Knowledge", .summary = "Documents, newest reading first",
         .query = {{"source", Kind::Text, "Only of this source"}, {"text", Kind::Text, "Only those with this in title or place"},
                   {"failed", Kind::Bool, "true: only those that could not be read"}, LimitField, AfterField},
         .schema = "KnowledgeDocument", .list = true,
         .run = [](CallPtr call) {
             KnowledgeDocumentQuery query;
             query.source = call->queryText("source");
             query.text = call->queryText("text");
             query.failedOnly = call->queryFlag("failed");
             askPage(std::move(call), std::move(query));
         }},
        {.method = Method::Post, .pattern = "/api/v1/knowledge/documents", .tag = "Knowledge",
         .summary = "Adds a document; again under the same name it is a new version", .role = "operator", .body = Route::Body::Required,
         .members = {{"name", Kind::Text, "File name with an ending: it says what the document is", true},
                     {"text", Kind::Text, "What it says"},
                     {"base64", Kind::Text, "Its bytes, in place of text"},
                     {"title", Kind::Text, "What people call it"},
                     {"entity", Kind::Text, "Business it belongs to; left out: everybody's"},
                     {"author", Kind::Text, "Who wrote it"}},
         .run = [](CallPtr call) {
             AddKnowledgeDocument command{call->text("name"), call->text("title"), {}, call->text("text").toUtf8(), call->text("entity"), call->text("author")};
             if (command.bytes.isEmpty())
                 command.bytes = QByteArray::fromBase64(call->text("base64").toLatin1());
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Delete, .pattern = "/api/v1/knowledge/documents/{id}", .tag = "Knowledge", .summary = "Removes a document that was added by hand", .role = "operator",
         .run = [](CallPtr call) {
             RemoveKnowledgeDocument command{call->id()};
             submit(std::move(call), std::move(command));
         }},
        {.method = Method::Post, .pattern = "/api/v1/knowledge/search", .tag = "Knowledge", .summary = "Passages that say what is asked, best first",
         .body = Route::Body::Required,
         .members = withFilter({{"query", Kind::Text, "Words or a question; knows \"phrases\", -words and filters as source:", true},
                                {"mode", Kind::Choice, "By words and meaning, or one of them; hybrid when left out", false, {"hybrid", "semantic", "text"}},
                                {"limit", Kind::Whole, "1 to 100; 10 when left out"},
                                {"min_score", Kind::Whole, "0 to 100; 0 when left out"}}),
         .schema = "KnowledgeFound",
         .run = [](CallPtr call) {
             KnowledgeSearchQuery query;
             query.text = call->text("query");
             query.filter = filterOf(*call);
             query.mode = enumFrom<KnowledgeMode>(call->text("mode").toStdString()).value_or(KnowledgeMode::Hybrid);
             if (const auto limit = call->body.value(QLatin1String("limit")); !limit.isUndefined())
                 query.limit = int(std::min<qint64>(limit.toInteger(), MostPassages + 1)); // the door says what is wrong with it
             query.minScore = int(std::min<qint64>(call->body.value(QLatin1String("min_score")).toInteger(), MostPassages));
             ask(std::move(call), std::move(query), [](const KnowledgeFound &found) { return jsonResponse(toJson(found)); });
         }},
        {.method = Method::Post, .pattern = "/api/v1/knowledge/ask", .tag = "Knowledge", .summary = "An answer whose every sentence cites passages, or why there is none",
         .body = Route::Body::Required,
         .members = withFilter({{"question", Kind::Text, "What is to be answered", true},
                                {"model", Kind::Bool, "false: without a language model; true when left out"}}),
         .schema = "KnowledgeAnswer",
         .run = [](CallPtr call) {
             KnowledgeAskQuery query{call->text("question"), filterOf(*call), call->body.value(QLatin1String("model")).toBool(true)};
             ask(std::move(call), std::move(query), [](const KnowledgeAnswer &answer) { return jsonResponse(toJson(answer)); });
         }},
    };
}

} // namespace hs::rest
