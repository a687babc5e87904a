#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/notion/lists.h"
#include "engine/notion/remote_schema.h"
#include "engine/store/store.h"
#include "engine/store/tables/notion.h"
#include "engine/sync/keeper.h"
#include "engine/sync/wire.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::sync {

/// What is known of the workspace at the other end, shared by all parts of the synchronizer. Lives in the engine thread;
/// `setting` gives what a job in the store's thread may take along.
class Workspace {
public:
    Workspace(Wire &wire, store::Store &store, const records::Hub &hub, RecordWriter &writer, const Clock &clock, Mailbox &home);

    [[nodiscard]] Wire &wire() const { return m_wire; }
    [[nodiscard]] const records::Hub &hub() const { return m_hub; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    /// As the store's own, but `then` runs in the engine thread.
    template <typename T>
    void read(std::function<Result<T>(const store::ReadSql &)> work, std::function<void(Result<T>)> then) const
    {
        m_store.read<T>(std::move(work), here(std::move(then)));
    }
    template <typename T>
    void write(store::Urgency urgency, std::function<Result<T>(store::Transaction &)> work, std::function<void(Result<T>)> then) const
    {
        m_store.write<T>(urgency, std::move(work), here(std::move(then)));
    }

    void post(Mailbox::Task task) const { m_home.post(std::move(task)); } ///< from any thread into the engine's

    /// One connected database: never changed once made.
    struct Table {
        const records::Database *database = nullptr;
        std::string id, dataSource; ///< in Notion
        store::notion::Setup state = store::notion::Setup::Missing;
        std::shared_ptr<const notion::PropertyMap> map;
        Compared compared;
    };
    using TablePtr = std::shared_ptr<const Table>;
    [[nodiscard]] TablePtr table(std::string_view db) const; ///< null when it is not connected
    [[nodiscard]] TablePtr tableOfSource(std::string_view dataSource) const;
    [[nodiscard]] std::vector<TablePtr> ready() const; ///< in create order
    [[nodiscard]] notion::DataSources sources() const;

    /// Reads all databases from the store once more.
    [[nodiscard]] Result<void> reload();
    /// What is kept of a schema beside the store's row.
    [[nodiscard]] static Json keep(std::string_view dataSourceBody, const notion::PropertyIds &ids);

    /// `self`: id of the connection's own user.
    void setUsers(StoreDirectory::Users users, std::map<std::string, std::string, std::less<>> names, std::string self);

    /// What the functions of keeper.h work with; holds all it refers to.
    struct People {
        StoreDirectory::Users users;
        std::map<std::string, std::string, std::less<>> names;
        std::string self;
    };
    struct Job {
        TablePtr table;
        std::shared_ptr<const People> people;
        std::chrono::milliseconds skew{0};
        [[nodiscard]] Setting setting(const Workspace &workspace, bool first = false) const;
    };
    [[nodiscard]] Job job(TablePtr table) const { return {std::move(table), m_people, m_wire.skew()}; }

private:
    template <typename T>
    std::function<void(Result<T>)> here(std::function<void(Result<T>)> then) const
    {
        return [home = &m_home, then = std::move(then)](Result<T> answer) {
            home->post([then, answer = std::move(answer)] { then(answer); });
        };
    }

    Wire &m_wire;
    store::Store &m_store;
    const records::Hub &m_hub;
    RecordWriter &m_writer;
    const Clock &m_clock;
    Mailbox &m_home;
    std::map<std::string, TablePtr, std::less<>> m_tables;
    std::shared_ptr<const People> m_people = std::make_shared<const People>();
};

/// The failure that an answer stands for.
[[nodiscard]] Error errorOf(const notion::Outcome &outcome);
[[nodiscard]] Json toJson(const Error &error); ///< {"code","what","where","mend"}

} // namespace hs::sync
