#include <QTest>

#include "engine/notion/requests.h"

using namespace hs;
using namespace hs::notion;
using namespace std::chrono_literals;
using B = QByteArray;

namespace {

constexpr auto Id = "01234567-89ab-cdef-0123-456789abcdef";

struct Row {
    Call call;
    const char *method;
    const char *path;
    const char *body;
    bool repeatable;
    bool creates;
};

} // namespace
Q_DECLARE_METATYPE(Row)

class RequestsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCallIsAsNotionWantsIt_data();
    void everyCallIsAsNotionWantsIt();
    void anIdThatIsNoneIsNotSent();
    void queriesCarryTheirConditions();
    void conditionsAreJoinedOnOneLevel();
    void aRequestCarriesTheTokenAsASecret();
    void bodiesStayUnderTheLimit();
};

void RequestsTest::everyCallIsAsNotionWantsIt_data()
{
    QTest::addColumn<Row>("row");
    const Calls now;
    const Calls before(ApiVersion::V2025_09_03);
    const Json properties = {{"p", {{"number", 8}}}};
    const auto add = [](const char *name, Call call, const char *method, const char *path, const char *body, bool repeatable, bool creates = false) {
        QTest::newRow(name) << Row{std::move(call), method, path, body, repeatable, creates};
    };
    add("me", now.me(), "GET", "/users/me", "", true);
    add("users", now.users(), "GET", "/users?page_size=100", "", true);
    add("more users", now.users("c/1"), "GET", "/users?page_size=100&start_cursor=c%2F1", "", true);
    add("one user", now.user(Id), "GET", "/users/01234567-89ab-cdef-0123-456789abcdef", "", true);
    add("search", now.search({"hub", "data_source", "c", 5}), "POST", "/search",
        R"({"filter":{"property":"object","value":"data_source"},"page_size":5,"query":"hub","start_cursor":"c"})", true);
    add("make a database", now.createDatabase({{"title", 1}}), "POST", "/databases", R"({"title":1})", false, true);
    add("database", now.database("0123456789abcdef0123456789abcdef"), "GET", "/databases/01234567-89ab-cdef-0123-456789abcdef", "", true);
    add("patch a database", now.patchDatabase(Id, {{"is_locked", true}}), "PATCH", "/databases/01234567-89ab-cdef-0123-456789abcdef", R"({"is_locked":true})", false);
    add("make a data source", now.createDataSource(Id, {{"Name", {{"title", Json::object()}}}}, ""), "POST", "/data_sources",
        R"({"parent":{"database_id":"01234567-89ab-cdef-0123-456789abcdef","type":"database_id"},"properties":{"Name":{"title":{}}},"title":[]})", false, true);
    add("data source", now.dataSource(Id), "GET", "/data_sources/01234567-89ab-cdef-0123-456789abcdef", "", true);
    add("patch a data source", now.patchDataSource(Id, properties), "PATCH", "/data_sources/01234567-89ab-cdef-0123-456789abcdef", R"({"properties":{"p":{"number":8}}})", false);
    add("make a page", now.createPage(Id, properties), "POST", "/pages",
        R"({"parent":{"data_source_id":"01234567-89ab-cdef-0123-456789abcdef","type":"data_source_id"},"properties":{"p":{"number":8}}})", false, true);
    add("page", now.page(Id), "GET", "/pages/01234567-89ab-cdef-0123-456789abcdef", "", true);
    add("patch a page", now.patchPage(Id, properties), "PATCH", "/pages/01234567-89ab-cdef-0123-456789abcdef", R"({"properties":{"p":{"number":8}}})", false);
    add("trash", now.trashPage(Id), "PATCH", "/pages/01234567-89ab-cdef-0123-456789abcdef", R"({"in_trash":true})", true);
    add("restore", now.restorePage(Id), "PATCH", "/pages/01234567-89ab-cdef-0123-456789abcdef", R"({"in_trash":false})", true);
    add("trash, before", before.trashPage(Id), "PATCH", "/pages/01234567-89ab-cdef-0123-456789abcdef", R"({"archived":true})", true);
    add("property", now.propertyItems(Id, "a%3Ab"), "GET", "/pages/01234567-89ab-cdef-0123-456789abcdef/properties/a%3Ab?page_size=100", "", true);
    add("property with odd letters", now.propertyItems(Id, "f{/"), "GET", "/pages/01234567-89ab-cdef-0123-456789abcdef/properties/f%7B%2F?page_size=100", "", true);
    add("children", now.children(Id, "c"), "GET", "/blocks/01234567-89ab-cdef-0123-456789abcdef/children?page_size=100&start_cursor=c", "", true);
    add("append", now.appendChildren(Id, Json::array()), "PATCH", "/blocks/01234567-89ab-cdef-0123-456789abcdef/children", R"({"children":[]})", false, true);
    add("append behind", now.appendChildren(Id, Json::array(), Id), "PATCH", "/blocks/01234567-89ab-cdef-0123-456789abcdef/children",
        R"({"children":[],"position":{"after_block":{"id":"01234567-89ab-cdef-0123-456789abcdef"},"type":"after_block"}})", false, true);
    add("append behind, before", before.appendChildren(Id, Json::array(), Id), "PATCH", "/blocks/01234567-89ab-cdef-0123-456789abcdef/children",
        R"({"after":"01234567-89ab-cdef-0123-456789abcdef","children":[]})", false, true);
    add("delete a block", now.deleteBlock(Id), "DELETE", "/blocks/01234567-89ab-cdef-0123-456789abcdef", "", true);
    add("markdown", now.markdown(Id), "GET", "/pages/01234567-89ab-cdef-0123-456789abcdef/markdown", "", true);
    add("replace markdown", now.replaceMarkdown(Id, "# a"), "PATCH", "/pages/01234567-89ab-cdef-0123-456789abcdef/markdown",
        R"({"replace_content":{"new_str":"# a"},"type":"replace_content"})", false);
}

void RequestsTest::everyCallIsAsNotionWantsIt()
{
    QFETCH(Row, row);
    QCOMPARE(B::fromStdString(row.call.method), B(row.method));
    QCOMPARE(B::fromStdString(row.call.path), B(row.path));
    QCOMPARE(B::fromStdString(row.call.body), B(row.body));
    QCOMPARE(row.call.repeatable, row.repeatable);
    QCOMPARE(row.call.creates, row.creates);
    QVERIFY(!row.call.purpose.empty());
    QVERIFY(row.call.endpoint.starts_with(row.method));
    QVERIFY2(toRequest(row.call, DefaultBase, DefaultVersion, Secret("t")), row.call.path.c_str());
}

void RequestsTest::anIdThatIsNoneIsNotSent()
{
    const Calls calls;
    for (const auto &call : {calls.page("../users"), calls.user(""), calls.query("x", {}), calls.createPage("x", {}), calls.propertyItems(Id, ".."),
                             calls.propertyItems("x", "title"), calls.children("x", "c"), calls.createDataSource("x", {}, "")}) {
        const auto request = toRequest(call, DefaultBase, DefaultVersion, Secret("t"));
        QVERIFY2(!request, call.path.c_str());
        QVERIFY(request.error().code == Errc::BadInput);
    }
}

void RequestsTest::queriesCarryTheirConditions()
{
    Query query;
    query.filter = editedSince(fromMillis(0));
    query.sorts = {{}, {"Full Name", "", true}};
    query.cursor = "c";
    query.pageSize = 1000;
    query.onlyProperties = {"title", "a%3A"};
    const auto call = Calls().query(Id, query);
    QCOMPARE(B::fromStdString(call.path),
             B("/data_sources/01234567-89ab-cdef-0123-456789abcdef/query?filter_properties=title&filter_properties=a%3A"));
    const auto body = *parseJson(call.body);
    QCOMPARE(body["page_size"], Json(100));
    QCOMPARE(body["start_cursor"], Json("c"));
    QCOMPARE(body["filter"], Json({{"timestamp", "last_edited_time"}, {"last_edited_time", {{"on_or_after", "1970-01-01T00:00:00.000Z"}}}}));
    QCOMPARE(body["sorts"], Json::array({{{"timestamp", "last_edited_time"}, {"direction", "ascending"}}, {{"property", "Full Name"}, {"direction", "descending"}}}));
    QVERIFY(call.repeatable && !call.creates);
}

void RequestsTest::conditionsAreJoinedOnOneLevel()
{
    const auto window = createdFrom(fromMillis(0), fromMillis(60'000));
    QCOMPARE(window["and"].size(), std::size_t(2));
    QCOMPARE(window["and"][1], Json({{"timestamp", "created_time"}, {"created_time", {{"before", "1970-01-01T00:01:00.000Z"}}}}));
    const auto all = both(window, textEquals("Console ID", "rec_1"));
    QCOMPARE(all["and"].size(), std::size_t(3));
    QCOMPARE(all["and"][2], Json({{"property", "Console ID"}, {"rich_text", {{"equals", "rec_1"}}}}));
    QCOMPARE(both(nullptr, window), window);
    QCOMPARE(both(window, nullptr), window);
    QVERIFY(!createdFrom(fromMillis(0), {}).contains("and"));
}

void RequestsTest::aRequestCarriesTheTokenAsASecret()
{
    const auto request = toRequest(Calls().page(Id), "http://127.0.0.1:8080/v1/", ApiVersion::V2025_09_03, Secret("ntn_secret"));
    QVERIFY(request);
    QCOMPARE(request->url, std::string("http://127.0.0.1:8080/v1/pages/") + Id);
    QCOMPARE(request->timeout, std::chrono::milliseconds(60s));
    QCOMPARE(request->secretHeaders.size(), std::size_t(1));
    QCOMPARE(request->secretHeaders[0].first, std::string("Authorization"));
    QVERIFY(request->secretHeaders[0].second.reveal() == "Bearer ntn_secret");
    bool version = false;
    for (const auto &header : request->headers) {
        QVERIFY(header.value.find("ntn_") == std::string::npos);
        version = version || (header.name == "Notion-Version" && header.value == "2025-09-03");
    }
    QVERIFY(version);
}

void RequestsTest::bodiesStayUnderTheLimit()
{
    Json properties = Json::object();
    for (int i = 0; i < 12; ++i)
        properties["p" + std::to_string(i)] = {{"rich_text", {{{"text", {{"content", std::string(90'000, 'a')}}}}}}};
    QVERIFY(!toRequest(Calls().patchPage(Id, properties), DefaultBase, DefaultVersion, Secret("t")));
    const auto parts = splitProperties(properties);
    QCOMPARE(parts.size(), std::size_t(3));
    Json all = Json::object();
    for (const auto &part : parts) {
        QVERIFY(toRequest(Calls().createPage(Id, part), DefaultBase, DefaultVersion, Secret("t")));
        all.update(part);
    }
    QCOMPARE(all, properties);
    QCOMPARE(splitProperties(Json::object()).size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(RequestsTest)
#include "requests_test.moc"
