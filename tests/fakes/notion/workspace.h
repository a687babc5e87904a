#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tests/fakes/notion/fake_time.h"
#include "tests/fakes/notion/ids.h"
#include "tests/fakes/notion/objects.h"
#include "tests/fakes/notion/options.h"
#include "tests/fakes/notion/refusal.h"

namespace hs::test::notion {

/// Something happened to an object: what webhooks are made of.
struct Happening {
    std::string type;       ///< "page.properties_updated"
    std::string entityId;
    std::string entityType; ///< page, database, data_source
    Json parent;            ///< data.parent
    Json details = Json::object(); ///< what else stands in data; lists are joined when events are
    Actor actor;
    Timestamp at{};
};

/// All objects of one Notion workspace, in memory. Not thread-safe: its owner holds the lock.
/// Pointers to objects stay good for the life of the workspace, since nothing is ever deleted for good.
class Workspace {
public:
    explicit Workspace(FakeNotionOptions options);

    const FakeNotionOptions options;
    FakeTime time;
    IdSource ids;

    std::string id;   ///< of the workspace
    std::string name = "Fake Workspace";
    std::string bot;  ///< the connection's user
    std::string person; ///< a user who edits in Notion's window
    std::map<std::string, User> users;
    std::unordered_map<std::string, std::unique_ptr<Page>> pages;
    std::unordered_map<std::string, std::unique_ptr<Database>> databases;
    std::unordered_map<std::string, std::unique_ptr<DataSource>> dataSources;
    std::unordered_map<std::string, std::unique_ptr<Block>> blocks;
    std::set<std::string> unshared; ///< what stands below these is not seen either
    std::uint64_t revision = 1;     ///< rises with every change
    std::int64_t blocksLeft;
    std::function<void(Happening)> onHappening;

    // Looked up by an id as it came from outside. Throw 400 for what is no id, 404 for what is not there or not shared.
    [[nodiscard]] Page &page(std::string_view anyId);
    [[nodiscard]] Database &database(std::string_view anyId);
    [[nodiscard]] DataSource &dataSource(std::string_view anyId);
    [[nodiscard]] Block &block(std::string_view anyId);
    [[nodiscard]] const User &user(std::string_view anyId);

    [[nodiscard]] bool isShared(const Parent &place) const;
    /// Null when the page stands in no data source.
    [[nodiscard]] DataSource *tableOf(const Page &page);

    Page &addPage(Parent parent, const Actor &actor);
    void touch(Page &page, const Actor &actor); ///< an edit: time, user, revisions
    void touchQuietly(Page &page);              ///< what it shows has changed, its edit time has not
    void touch(DataSource &table, const Actor &actor);
    void happened(std::string type, const Page &page, const Actor &actor, Json details = Json::object());
    void happened(std::string type, const DataSource &table, const Actor &actor, Json details = Json::object());
    void happened(std::string type, const Database &database, const Actor &actor);

    std::string addUser(std::string userName, std::string email, bool isBot = false);

private:
    std::uint64_t m_pagesMade = 0;
};

[[nodiscard]] std::string idFrom(std::string_view text, std::string_view what); ///< canonical; 400 when it is none

/// By name, by id, or by id as it stands in URLs. Null when there is none.
[[nodiscard]] Property *findProperty(DataSource &table, std::string_view nameOrId);
[[nodiscard]] Property *propertyById(DataSource &table, std::string_view id);

} // namespace hs::test::notion
