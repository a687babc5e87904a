#include <set>

#include <QtTest>

#include "engine/rest/rest.h"
#include "engine/rest/route.h"
#include "engine/rest/to_json.h"

using namespace hs;

/// The document is made from the table; this looks whether it is whole and sound.
class OpenApiTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void describesEveryPromisedRoute_data();
    void describesEveryPromisedRoute();
    void everyReferenceHasItsTarget();
    void operationIdsAreUnique();
    void everyPathParameterIsDescribed();
    void schemasNameWhatTheAnswersHold();

private:
    void collect(const Json &value, std::set<std::string> &references) const;
    Json m_document;
};

void OpenApiTest::initTestCase()
{
    auto document = parseJson(rest::openApiDocument());
    QVERIFY2(document, describe(document).c_str());
    m_document = std::move(*document);
    QCOMPARE(text(m_document, "openapi").c_str(), "3.1.0");
}

void OpenApiTest::describesEveryPromisedRoute_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char *method, const char *path) {
        QTest::newRow((QByteArray(method) + " " + path).constData()) << QByteArray(method) << QByteArray(path);
    };
    row("post", "/webhooks/{source}");
    row("post", "/webhooks/{source}/{token}");
    row("get", "/health");
    row("get", "/metrics");
    row("get", "/openapi.json");
    row("get", "/api/v1/events");
    row("get", "/api/v1/events/{id}");
    row("post", "/api/v1/events/{id}/retry");
    row("get", "/api/v1/records/{database}");
    row("post", "/api/v1/records/{database}");
    row("get", "/api/v1/records/{database}/{id}");
    row("put", "/api/v1/records/{database}/{id}");
    row("patch", "/api/v1/records/{database}/{id}");
    row("delete", "/api/v1/records/{database}/{id}");
    row("post", "/api/v1/requests");
    row("get", "/api/v1/workflows");
    row("post", "/api/v1/workflows");
    row("get", "/api/v1/workflows/{id}");
    row("get", "/api/v1/workflows/{id}/history");
    row("post", "/api/v1/workflows/{id}/events");
    row("post", "/api/v1/workflows/{id}/cancel");
    row("post", "/api/v1/workflows/{id}/fork");
    row("get", "/api/v1/workflows/{id}/replay");
    row("get", "/api/v1/definitions");
    row("post", "/api/v1/definitions");
    row("post", "/api/v1/definition-checks");
    row("get", "/api/v1/definitions/{id}");
    row("post", "/api/v1/definitions/{id}/retire");
    row("post", "/api/v1/definitions/{id}/migration-previews");
    row("post", "/api/v1/definitions/{id}/migrations");
    row("post", "/api/v1/definitions/{id}/what-if");
    row("get", "/api/v1/tasks");
    row("patch", "/api/v1/tasks/{id}");
    row("get", "/api/v1/agents");
    row("get", "/api/v1/agents/{name}");
    row("post", "/api/v1/agents/{name}/messages");
    row("get", "/api/v1/messages");
    row("get", "/api/v1/escalations");
    row("get", "/api/v1/escalations/{id}");
    row("post", "/api/v1/escalations/{id}/claim");
    row("post", "/api/v1/escalations/{id}/release");
    row("post", "/api/v1/escalations/{id}/undo");
    row("post", "/api/v1/escalations/{id}/decide");
    row("get", "/api/v1/integrations");
    row("post", "/api/v1/integrations/{name}/check");
    row("get", "/api/v1/audit");
    row("post", "/api/v1/workflows/{id}/pause");
    row("post", "/api/v1/workflows/{id}/resume");
    row("post", "/api/v1/workflows/{id}/skip");
    row("post", "/api/v1/workflows/{id}/retry");
    row("post", "/api/v1/workflows/{id}/restart");
    row("post", "/api/v1/workflows/{id}/undo");
    row("patch", "/api/v1/workflows/{id}/context");
    row("post", "/api/v1/workflows/{id}/tasks/{task}/resolve");
    row("post", "/api/v1/workflows/{id}/reprioritise");
    row("post", "/api/v1/workflows/{id}/assign");
    row("post", "/api/v1/workflow-operations");
    row("get", "/api/v1/dead-letters");
    row("post", "/api/v1/dead-letters/resend");
    row("get", "/api/v1/workflows/{id}/run");
    row("get", "/api/v1/workflows/{id}/steps/{seq}");
    row("get", "/api/v1/workflows/{id}/compare");
    row("get", "/api/v1/troubles");
    row("get", "/api/v1/schedules");
    row("get", "/api/v1/boards/{definition}");
    row("get", "/api/v1/boards/{definition}/lanes");
    row("get", "/api/v1/board-views");
    row("post", "/api/v1/board-views");
    row("put", "/api/v1/board-views/{id}");
    row("delete", "/api/v1/board-views/{id}");
}

void OpenApiTest::describesEveryPromisedRoute()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    const Json &operation = member(member(member(m_document, "paths"), path.toStdString()), method.toStdString());
    QVERIFY(operation.is_object());
    QVERIFY(!text(operation, "summary").empty());
    QVERIFY(member(operation, "responses").size() > 1);
}

void OpenApiTest::collect(const Json &value, std::set<std::string> &references) const
{
    if (value.is_object() && value.contains("$ref"))
        references.insert(text(value, "$ref"));
    if (value.is_structured())
        for (const auto &each : value)
            collect(each, references);
}

void OpenApiTest::everyReferenceHasItsTarget()
{
    std::set<std::string> references;
    collect(m_document, references);
    QVERIFY(references.size() > 15);
    for (const auto &reference : references) {
        const auto pointer = nlohmann::json::json_pointer(reference.substr(1));
        QVERIFY2(m_document.contains(pointer), reference.c_str());
    }
}

void OpenApiTest::operationIdsAreUnique()
{
    std::set<std::string> ids;
    std::size_t operations = 0;
    for (const auto &path : member(m_document, "paths"))
        for (const auto &operation : path) {
            ++operations;
            ids.insert(text(operation, "operationId"));
        }
    QCOMPARE(ids.size(), operations);
    QCOMPARE(operations, rest::routes().size());
}

void OpenApiTest::everyPathParameterIsDescribed()
{
    for (const auto &[path, item] : member(m_document, "paths").items())
        for (const auto &operation : item) {
            std::size_t described = 0;
            for (const auto &parameter : member(operation, "parameters"))
                if (text(parameter, "in") == "path") {
                    ++described;
                    QVERIFY(path.find("{" + text(parameter, "name") + "}") != std::string::npos);
                    QVERIFY(boolean(parameter, "required"));
                }
            QCOMPARE(described, std::size_t(std::count(path.begin(), path.end(), '{')));
        }
}

void OpenApiTest::schemasNameWhatTheAnswersHold()
{
    const auto document = rest::toJson(api::EscalationDetail{});
    const Json &schema = at(m_document, "components.schemas.EscalationDetail.properties");
    QCOMPARE(std::size_t(document.size()), schema.size());
    for (const auto &key : document.keys())
        QVERIFY2(schema.contains(key.toStdString()), qPrintable(key));
    const Json &status = at(m_document, "components.schemas.Event.properties.state.enum");
    QCOMPARE(dump(status).c_str(), R"(["received","processing","done","failed","dead"])");
}

QTEST_GUILESS_MAIN(OpenApiTest)
#include "openapi_test.moc"
