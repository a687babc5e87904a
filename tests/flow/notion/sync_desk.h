#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "engine/runtime/engine_host.h"
#include "engine/vocabulary/json.h"
#include "tests/fakes/notion/fake_notion.h"

namespace hs::test {

/// A console without window and receiver, and the Notion that it is connected to: real files, real sockets. It asks Notion only
/// when `sync` says so, so a test says what happens in which order.
class SyncDesk {
public:
    struct Options {
        FakeNotionOptions notion;
        std::string version;   ///< of the API; empty: the default
        bool connected = true; ///< a token and a parent page are set
        int perMinute = 6'000'000; ///< requests; 0: learned
    };
    SyncDesk() : SyncDesk(Options()) {}
    explicit SyncDesk(Options options);
    ~SyncDesk();

    FakeNotion notion;

    void start(); ///< (again) on the same folder
    void stop();
    [[nodiscard]] std::string folder() const { return m_dir.path().toStdString(); }
    [[nodiscard]] runtime::EngineHost &host() { return *m_host; }

    /// One pass. The report of `sync`; ends the test program when the pass could not be made at all.
    Json sync(bool full = false);
    [[nodiscard]] Result<Json> trySync(bool full = false) { return m_host->syncNow(full); }
    /// Passes until nothing waits, at most `most`. False: something is left.
    [[nodiscard]] bool settle(int most = 60);

    // What staff does in the console.
    std::string create(const std::string &database, const Json &fields);
    [[nodiscard]] Result<std::string> change(const std::string &database, const std::string &id, const Json &fields);
    [[nodiscard]] Result<void> remove(const std::string &database, const std::string &id);
    [[nodiscard]] Json fields(const std::string &database, const std::string &id); ///< null: there is no such record
    [[nodiscard]] std::map<std::string, Json> all(const std::string &database);    ///< by id
    [[nodiscard]] std::vector<std::string> ids(const std::string &database);       ///< of `all`, sorted

    template <typename Q>
    typename Q::Answer ask(Q query)
    {
        auto answer = m_host->queryNow(runtime::engineCaller(), std::move(query));
        if (!answer)
            fatal(answer.error());
        return std::get<typename Q::Answer>(std::move(*answer));
    }

    /// As if a webhook had told of the page.
    void hint(const std::string &page);

    // What stands in Notion.
    struct Table {
        std::string database, dataSource;
    };
    [[nodiscard]] Table table(const std::string &database); ///< of a hub database, by its title
    [[nodiscard]] std::vector<Json> pages(const std::string &database);      ///< not the trashed ones
    [[nodiscard]] Json pageOf(const std::string &database, const std::string &record); ///< by its Console ID; null: none
    [[nodiscard]] static std::string plain(const Json &page, const std::string &property); ///< text of a title, text, select, number, date
    std::string addRow(const std::string &database, const Json &properties);

private:
    void eachRecord(const std::string &database, const std::function<void(const api::RecordRow &)> &visit);
    [[noreturn]] static void fatal(const Error &error);
    api::Caller m_staff;
    Options m_options;
    QTemporaryDir m_dir;
    std::unique_ptr<runtime::EngineHost> m_host;
};

} // namespace hs::test
