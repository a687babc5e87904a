#include <set>

#include <QJsonDocument>

#include "engine/rest/fields_boards.h"
#include "engine/rest/fields_runs.h"
#include "engine/rest/fields_knowledge.h"
#include "engine/rest/fields_thinking.h"
#include "engine/rest/fields_versions.h"
#include "engine/rest/rest.h"
#include "engine/rest/route.h"

namespace hs::rest {

namespace {

using Object = QJsonObject;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Object reference(const char *kind, const QString &name)
{
    return {{s("$ref"), s("#/components/") + s(kind) + s("/") + name}};
}

Object typed(const char *type)
{
    return {{s("type"), s(type)}};
}

template <typename Names>
QJsonArray texts(const Names &names)
{
    QJsonArray array;
    for (const char *each : names)
        array.append(s(each));
    return array;
}

/// Writes the schema of one document: see fields.h.
class SchemaWriter {
public:
    void operator()(const char *name, const QString &) { put(name, typed("string")); }
    void operator()(const char *name, bool) { put(name, typed("boolean")); }
    void operator()(const char *name, int) { put(name, typed("integer")); }
    void operator()(const char *name, qint64) { put(name, typed("integer")); }
    void operator()(const char *name, double) { put(name, typed("number")); }
    void operator()(const char *name, const QDateTime &)
    {
        put(name, {{s("type"), QJsonArray{s("string"), s("null")}}, {s("format"), s("date-time")}});
    }
    void operator()(const char *name, const QJsonObject &) { put(name, typed("object")); }
    void operator()(const char *name, const QJsonArray &) { put(name, typed("array")); }
    void operator()(const char *name, const QStringList &) { put(name, {{s("type"), s("array")}, {s("items"), typed("string")}}); }
    template <typename E>
        requires std::is_enum_v<E>
    void operator()(const char *name, E)
    {
        put(name, {{s("type"), s("string")}, {s("enum"), texts(EnumNames<E>::Names)}});
    }
    void operator()(const char *name, const QJsonValue &) { put(name, {}); } // whatever it is
    void operator()(const char *name, const std::vector<qint64> &) { put(name, {{s("type"), s("array")}, {s("items"), typed("integer")}}); }
    template <Documented T>
    void operator()(const char *name, const T &)
    {
        put(name, reference("schemas", s(SchemaName<T>::Value)));
    }
    template <Documented T>
    void operator()(const char *name, const std::optional<T> &)
    {
        put(name, {{s("anyOf"), QJsonArray{reference("schemas", s(SchemaName<T>::Value)), typed("null")}}});
    }
    template <typename T>
    void operator()(const char *name, const std::vector<T> &)
    {
        put(name, {{s("type"), s("array")}, {s("items"), reference("schemas", s(SchemaName<T>::Value))}});
    }

    [[nodiscard]] Object schema() const
    {
        return {{s("type"), s("object")}, {s("properties"), m_properties}, {s("required"), m_required}};
    }

private:
    void put(const char *name, const Object &schema)
    {
        m_properties.insert(s(name), schema);
        m_required.append(s(name));
    }
    Object m_properties;
    QJsonArray m_required;
};

template <typename... Rows>
void addRows(Object &schemas)
{
    const auto add = [&]<typename Row>(const Row &row) {
        SchemaWriter writer;
        fields(writer, row);
        schemas.insert(s(SchemaName<Row>::Value), writer.schema());
    };
    (add(Rows{}), ...);
}

Object object(const Object &properties, const QJsonArray &required = {}, bool more = false)
{
    Object schema{{s("type"), s("object")}, {s("properties"), properties}, {s("required"), required}};
    if (more)
        schema.insert(s("additionalProperties"), true);
    return schema;
}

Object schemas()
{
    Object all;
    addRows<api::EventRow, api::ChainItem, api::EventDetail, api::RecordRow, api::LegalMove, api::WorkflowRow,
            api::WorkflowDetail, api::HistoryRow, api::TaskRow, api::AgentCommand, api::AgentRow, api::MessageRow,
            api::EscalationRow, api::EscalationCounts, api::TimelineItem, api::EffectPreview, api::Similar, api::Fact,
            api::EscalationDetail, api::IntegrationCard, api::AuditRow, api::StateCount, api::DefinitionVersionRow, api::DefinitionText,
            api::DefinitionFinding, api::DefinitionCheck, api::MigrationRow, api::WorkflowReplay, api::WhatIfRow, api::WhatIfReport>(all);
    addRows<api::RunStep, api::RunLane, api::RunBar, api::RunMark, api::RunIncident, api::RunOpenTask, api::RunPage, api::RunTransition,
            api::RunTry, api::RunTask, api::RunTimer, api::RunLink, api::RunStanding, api::RunStepDetail, api::RunPair::Field, api::RunPair,
            api::RunComparison, api::EffectRow, api::TroubleRow, api::ScheduleRow, api::DeadLetterRow, api::ColumnInfo, api::DefinitionInfo,
            api::Card, api::BoardColumn, api::Board, api::BoardLane, api::BoardLanes, api::SavedBoardView, api::AiCallRow, api::AiProviderRow, api::AiBudgetRow,
            api::AiStatus, api::ThoughtStep, api::ThoughtRow, api::ToolRequestRow, api::Alternative, api::Explanation, api::KnowledgeSource,
            api::KnowledgeDocument, api::KnowledgeRange, api::KnowledgePassage, api::KnowledgeFacet, api::KnowledgeFound, api::KnowledgeSentence,
            api::KnowledgeAnswer, api::KnowledgeStatus>(all);
    const Object text = typed("string");
    all.insert(s("Receipt"), object({{s("id"), text}, {s("detail"), text}}, {s("id"), s("detail")}, true));
    all.insert(s("RequestReceipt"),
               object({{s("id"), text}, {s("detail"), text}, {s("level"), typed("integer")},
                       {s("agents"), Object{{s("type"), s("array")}, {s("items"), text}}}, {s("workflow"), text}},
                      {s("id"), s("detail")}, true));
    const Object item = object({{s("workflow"), text}, {s("number"), text}, {s("done"), typed("boolean")}, {s("error"), text}},
                               {s("workflow"), s("number"), s("done"), s("error")});
    all.insert(s("OperationReport"), object({{s("id"), text}, {s("detail"), text}, {s("items"), Object{{s("type"), s("array")}, {s("items"), item}}}},
                                            {s("id"), s("detail"), s("items")}));
    all.insert(s("Delivery"), object({{s("id"), text}, {s("duplicate"), typed("boolean")}}, {s("id"), s("duplicate")}));
    const Object component = object({{s("status"), text}, {s("detail"), text}, {s("since"), text}}, {s("status")});
    all.insert(s("Health"), object({{s("status"), Object{{s("type"), s("string")}, {s("enum"), QJsonArray{s("ok"), s("degraded"), s("down")}}}},
                                    {s("components"), Object{{s("type"), s("object")}, {s("additionalProperties"), component}}}},
                                   {s("status"), s("components")}));
    all.insert(s("Text"), text);
    all.insert(s("Document"), typed("object"));
    const Object error = object({{s("code"), text}, {s("message"), text}, {s("details"), typed("object")}},
                                {s("code"), s("message"), s("details")});
    all.insert(s("Error"), object({{s("error"), error}}, {s("error")}));
    return all;
}

Object fieldSchema(const Field &field)
{
    Object schema;
    switch (field.kind) {
    case Kind::Text:
        schema = typed("string");
        if (field.required)
            schema.insert(s("minLength"), 1);
        break;
    case Kind::Choice:
        schema = {{s("type"), s("string")}, {s("enum"), texts(field.options)}};
        break;
    case Kind::Time:
        schema = {{s("type"), s("string")}, {s("format"), s("date-time")}};
        break;
    case Kind::TimeOrNull:
        schema = {{s("type"), QJsonArray{s("string"), s("null")}}, {s("format"), s("date-time")}};
        break;
    case Kind::Bool:
        schema = typed("boolean");
        break;
    case Kind::Whole:
        schema = {{s("type"), s("integer")}, {s("minimum"), 0}};
        break;
    case Kind::Limit:
        schema = {{s("type"), s("integer")}, {s("minimum"), 1}, {s("maximum"), 200}, {s("default"), 50}};
        break;
    case Kind::Object:
        schema = typed("object");
        break;
    case Kind::Texts:
        schema = {{s("type"), s("array")}, {s("items"), typed("string")}};
        if (field.required)
            schema.insert(s("minItems"), 1);
        break;
    }
    return schema;
}

QJsonArray parametersOf(const Route &route)
{
    QJsonArray parameters;
    const QString pattern = s(route.pattern);
    for (const QString &segment : pattern.split(u'/'))
        if (segment.startsWith(u'{'))
            parameters.append(Object{{s("name"), segment.mid(1, segment.size() - 2)}, {s("in"), s("path")},
                                     {s("required"), true}, {s("schema"), typed("string")}});
    for (const Field &field : route.query)
        parameters.append(Object{{s("name"), s(field.name)}, {s("in"), s("query")}, {s("required"), field.required},
                                 {s("description"), s(field.description)}, {s("schema"), fieldSchema(field)}});
    if (route.ifMatch)
        parameters.append(Object{{s("name"), s("If-Match")}, {s("in"), s("header")}, {s("required"), false},
                                 {s("description"), s("The record's ETag; another one at the record is 412")},
                                 {s("schema"), typed("string")}});
    return parameters;
}

Object bodyOf(const Route &route)
{
    Object properties;
    QJsonArray required;
    for (const Field &field : route.members) {
        Object schema = fieldSchema(field);
        if (*field.description)
            schema.insert(s("description"), s(field.description));
        properties.insert(s(field.name), schema);
        if (field.required)
            required.append(s(field.name));
    }
    Object schema = object(properties, required);
    schema.insert(s("additionalProperties"), false);
    return {{s("required"), route.body == Route::Body::Required},
            {s("content"), Object{{s("application/json"), Object{{s("schema"), schema}}}}}};
}

bool isWebhook(const Route &route)
{
    return std::string_view(route.tag) == "Webhooks";
}

Object answerOf(const Route &route)
{
    if (route.status == 204)
        return {{s("description"), s("Done; nothing to say")}};
    Object schema = reference("schemas", *route.schema ? s(route.schema) : s("Receipt"));
    if (route.list)
        schema = object({{s("items"), Object{{s("type"), s("array")}, {s("items"), schema}}},
                         {s("next"), Object{{s("type"), QJsonArray{s("string"), s("null")}}}}},
                        {s("items"), s("next")}, true);
    return {{s("description"), s("As asked")}, {s("content"), Object{{s(route.contentType), Object{{s("schema"), schema}}}}}};
}

Object responsesOf(const Route &route)
{
    std::set<int> errors;
    const bool writes = route.method != httpd::Method::Get;
    if (isWebhook(route)) {
        errors = {400, 401, 404, 405, 408, 413, 415, 429, 431, 503};
    } else {
        errors = {400, 431, 503};
        if (route.auth != Route::Auth::None)
            errors.insert({401, 403, 429});
        if (route.auth == Route::Auth::Key)
            errors.insert({404, 504});
        if (route.body != Route::Body::None)
            errors.insert({408, 413, 415});
        if (writes)
            errors.insert(409);
        if (route.ifMatch)
            errors.insert(412);
    }
    Object responses{{QString::number(route.status), answerOf(route)}};
    if (isWebhook(route))
        responses.insert(s("200"), answerOf(route));
    for (const int status : errors)
        responses.insert(QString::number(status), reference("responses", s("Error")));
    return responses;
}

Object operationOf(const Route &route)
{
    const QString method = s(std::string(httpd::name(route.method)).c_str()).toLower();
    QString id = method;
    for (QString segment : s(route.pattern).split(u'/', Qt::SkipEmptyParts)) {
        if (segment == s("api") || segment == s("v1"))
            continue;
        segment.remove(u'{').remove(u'}').remove(s(".json"));
        id += segment.left(1).toUpper() + segment.mid(1);
    }
    Object operation{{s("operationId"), id}, {s("tags"), QJsonArray{s(route.tag)}}, {s("summary"), s(route.summary)},
                     {s("parameters"), parametersOf(route)}, {s("responses"), responsesOf(route)}};
    if (route.auth == Route::Auth::None)
        operation.insert(s("security"), QJsonArray{});
    else
        operation.insert(s("description"), s("Role: ") + s(route.role));
    if (route.auth == Route::Auth::KeyUnlessLocal)
        operation.insert(s("security"), QJsonArray{Object{{s("key"), QJsonArray{}}}, Object{}});
    if (route.body != Route::Body::None)
        operation.insert(s("requestBody"), bodyOf(route));
    else if (isWebhook(route))
        operation.insert(s("requestBody"),
                         Object{{s("required"), true},
                                {s("content"), Object{{s("application/json"), Object{}},
                                                      {s("application/x-www-form-urlencoded"), Object{}}}}});
    return operation;
}

std::string makeDocument()
{
    Object paths;
    for (const Route &route : routes()) {
        Object path = paths.value(s(route.pattern)).toObject();
        path.insert(s(std::string(httpd::name(route.method)).c_str()).toLower(), operationOf(route));
        paths.insert(s(route.pattern), path);
    }
    const Object requestId{{s("description"), s("The caller's, when it is 1 to 128 characters of A-Z a-z 0-9 . _ -, else a new one")},
                           {s("schema"), typed("string")}};
    const Object retryAfter{{s("description"), s("Seconds to wait, with 429 and 503")}, {s("schema"), typed("integer")}};
    const Object error{{s("description"), s("What was wrong, and how to mend it")},
                       {s("headers"), Object{{s("X-Request-Id"), requestId}, {s("Retry-After"), retryAfter}}},
                       {s("content"), Object{{s("application/json"), Object{{s("schema"), reference("schemas", s("Error"))}}}}}};
    const Object document{
        {s("openapi"), s("3.1.0")},
        {s("info"), Object{{s("title"), s("HigherSelf Console")}, {s("version"), s(HS_VERSION)},
                           {s("description"), s("Webhooks in, and the engine's events, records, requests, workflows, tasks, agents, "
                                                "escalations and audit. Times are RFC 3339 in UTC; lists are paged by `after`.")}}},
        {s("servers"), QJsonArray{Object{{s("url"), s("/")}}}},
        {s("security"), QJsonArray{Object{{s("key"), QJsonArray{}}}}},
        {s("paths"), paths},
        {s("components"), Object{{s("schemas"), schemas()}, {s("responses"), Object{{s("Error"), error}}},
                                 {s("securitySchemes"), Object{{s("key"), Object{{s("type"), s("http")}, {s("scheme"), s("bearer")}}}}}}},
    };
    return QJsonDocument(document).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

const std::string &openApiDocument()
{
    static const std::string Document = makeDocument();
    return Document;
}

} // namespace hs::rest
