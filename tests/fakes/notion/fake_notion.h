#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/notion/faults.h"
#include "tests/fakes/notion/options.h"
#include "tests/fakes/notion/request_log.h"
#include "tests/fakes/notion/webhooks.h"

namespace hs::test {

/// Notion's API on the loopback, held in memory: a real HTTP server that keeps to chapter 2 of the integrations
/// reference. It speaks Notion-Version 2025-09-03 and 2026-03-11. A test seeds it, lets the product talk to url(),
/// edits "as a person in Notion would", makes it fail, and looks at what it was asked and what it holds.
///
///     FakeClock clock;
///     FakeNotion notion({.clock = &clock});
///     const auto tasks = notion.addDatabase("Tasks", {{"Name", {{"title", Json::object()}}}, {"Points", {{"number", Json::object()}}}});
///     const auto page = notion.addRow(tasks.dataSource, {{"Name", FakeNotion::title("First")}, {"Points", {{"number", 3}}}});
///     notion.addFault({.kind = NotionFault::Kind::CutAfter, .method = "PATCH"}); // the next PATCH is done, its answer lost
///     notion.editPage(page, {{"Points", {{"number", 5}}}});                      // a person's edit: stamped, told to webhooks
///     QCOMPARE(notion.log().back().status, 200);
///
/// Shapes are the API's own: what goes in is what a request would hold, what comes out is what 2026-03-11 answers.
/// Every method may be called from any thread and returns when it is done. Where something is refused the answer is the
/// API's error object ("object":"error"); helpers that give an id end the program then, since a test that cannot
/// seed has nothing to test.
class FakeNotion {
public:
    using Kind = NotionFault::Kind;

    explicit FakeNotion(FakeNotionOptions options = {});
    ~FakeNotion(); ///< closes all connections
    FakeNotion(const FakeNotion &) = delete;
    FakeNotion &operator=(const FakeNotion &) = delete;

    // ---- where it is and who is there ----
    [[nodiscard]] std::uint16_t port() const; ///< 0: the port was taken
    [[nodiscard]] std::string url() const;    ///< "http://127.0.0.1:40001"; the API is below /v1
    [[nodiscard]] std::string token() const;
    [[nodiscard]] std::string bot() const;      ///< id of the user that the token stands for
    [[nodiscard]] std::string person() const;   ///< id of the user who edits
    [[nodiscard]] std::string rootPage() const; ///< a page in the workspace, under which databases may be made
    void addToken(const std::string &token);
    void removeToken(const std::string &token); ///< 401 from here on
    std::string addUser(const std::string &name, const std::string &email);

    // ---- seeding, as the connection itself; no webhooks, no log ----
    struct Table {
        std::string database;
        std::string dataSource;
    };
    Table addDatabase(const std::string &title, const Json &properties); ///< under rootPage()
    std::string addRow(const std::string &dataSource, const Json &properties);
    std::string addPage(const std::string &parentPage, const std::string &title);
    /// The hub's sixteen databases as resources/hub describes them, each with so many pages of about so many bytes of JSON.
    /// Data source ids by the database's key ("contacts-profiles").
    std::map<std::string, std::string> seedHub(std::size_t pagesEach, std::size_t bytesEach = 6500);

    // ---- edits of a person in Notion's window: not logged, not limited, told to webhooks ----
    Json editPage(const std::string &page, const Json &properties);
    Json trashPage(const std::string &page, bool trash = true);
    Json archivePage(const std::string &page, bool archived = true);
    Json editSchema(const std::string &dataSource, const Json &properties);
    Json setMarkdown(const std::string &page, const std::string &markdown);
    /// Any call of the API as that person, or as the connection; `target` as in "/v1/pages/…?filter_properties=title".
    Json asPerson(std::string_view method, std::string_view target, const Json &body = nullptr);
    Json asConnection(std::string_view method, std::string_view target, const Json &body = nullptr);
    void share(const std::string &object, bool shared); ///< false: it and all below it answers 404
    /// What a formula or rollup says, in its `<type>` shape ({"type":"number","number":3}); null: computed again.
    void serve(const std::string &page, const std::string &property, const Json &value);
    void setTimes(const std::string &page, Timestamp created, Timestamp edited);

    // ---- looking ----
    [[nodiscard]] Json page(const std::string &page);
    [[nodiscard]] std::vector<Json> pages(const std::string &dataSource); ///< in the order they were made, trashed ones too
    [[nodiscard]] Json schema(const std::string &dataSource);             ///< `properties` of the data source
    [[nodiscard]] std::string markdown(const std::string &page);
    [[nodiscard]] std::vector<std::string> pageIds(const std::string &dataSource); ///< of those that are not in the trash, in the order they were made
    [[nodiscard]] Json databases(); ///< an array; of dump(), what costs little where there are many pages
    [[nodiscard]] Json dump(); ///< {"databases":[…],"data_sources":[…],"pages":[…],"markdown":{page:text}}

    // ---- what it was asked ----
    [[nodiscard]] std::uint64_t requests() const; ///< all that came, answered or not
    [[nodiscard]] std::uint64_t faultsStruck() const;
    [[nodiscard]] std::vector<NotionRequest> log() const;
    [[nodiscard]] std::string logLines() const; ///< JSON lines: number, at, method, path, version, status, fault, body
    void clearLog();
    void keepLog(bool keep); ///< off for long benchmarks

    // ---- its clock, its limits, its faults ----
    [[nodiscard]] Timestamp now() const;
    void advance(std::chrono::milliseconds by); ///< the fake's clock alone
    void setNow(Timestamp at);
    void setRequestsPerMinute(int limit); ///< 0: none
    void addFault(NotionFault fault);
    void clearFaults();

    // ---- webhooks ----
    struct Subscribed {
        std::string id;
        std::string token; ///< what a person would paste to verify
    };
    /// Sends the handshake to http://127.0.0.1:…; events come once verifyWebhook was called. Empty types: all.
    Subscribed subscribe(const std::string &url, std::set<std::string> types = {}, bool signHandshake = true);
    bool verifyWebhook(const std::string &id, const std::string &token);
    bool sendHandshakeAgain(const std::string &id);
    bool repeatEvent(const std::string &event); ///< delivers an event once more as it was
    void hurryWebhooks();                       ///< all that waits for its window or its retry is due now
    [[nodiscard]] std::vector<NotionDelivery> deliveries() const;
    [[nodiscard]] std::size_t webhooksWaiting() const;

    // ---- values as a page write holds them ----
    [[nodiscard]] static Json title(std::string_view text);
    [[nodiscard]] static Json text(std::string_view text);

private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace hs::test
