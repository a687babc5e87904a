#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/notion/page.h"
#include "engine/records/schema.h"
#include "engine/store/tables/notion.h"
#include "engine/sync/merge.h"
#include "engine/sync/record_writer.h"
#include "engine/vocabulary/clock.h"

/// What a page of Notion means for the records, and what a record means for its page. Each function works within one
/// transaction, so a page is taken over whole or not at all; doing it again changes nothing.
namespace hs::sync {

/// What a page is known again by, when Notion's own id never came back.
inline constexpr const char *ConsoleId = "Console ID";

/// Looks ids up in the store; people are known by the map of users. Valid as long as the connection is.
class StoreDirectory final : public notion::Directory {
public:
    using Users = std::map<std::string, std::string, std::less<>>; ///< id in Notion → operator
    StoreDirectory(const store::ReadSql &sql, const Users &users) : m_sql(sql), m_users(users) {}
    [[nodiscard]] std::optional<std::string> pageOf(std::string_view recordId) const override;
    [[nodiscard]] std::optional<std::string> recordOf(std::string_view pageId) const override;
    [[nodiscard]] std::optional<std::string> userOf(std::string_view operatorId) const override;
    [[nodiscard]] std::optional<std::string> operatorOf(std::string_view userId) const override;

private:
    const store::ReadSql &m_sql;
    const Users &m_users;
};

/// Takes no ids from anywhere: for reading answers away from the store; the ids are looked up when the page is taken.
class NoDirectory final : public notion::Directory {
public:
    [[nodiscard]] std::optional<std::string> pageOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> recordOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> userOf(std::string_view) const override { return {}; }
    [[nodiscard]] std::optional<std::string> operatorOf(std::string_view) const override { return {}; }
};

/// A page as it came, away from the store.
struct Remote {
    notion::Page page;
    std::map<std::string, std::vector<std::string>> links; ///< relations and people: all ids, also those that had to be paged
};
/// The links of a page read without a directory. A truncated property is not among them: the caller pages through it.
[[nodiscard]] Remote remoteOf(notion::Page page);

struct Setting {
    const records::Hub &hub;
    const records::Database &database;
    const StoreDirectory::Users &users;
    RecordWriter &writer;
    Timestamp now;                        ///< the console's clock
    std::chrono::milliseconds skew{0};    ///< Notion's clock less the console's
    std::string self;                     ///< our own user in Notion
    std::map<std::string, std::string, std::less<>> names; ///< of users
    bool first = false;                   ///< the database's first pull
};

/// What became of it.
enum class Taken { Nothing, Created, Changed, Removed, Restored };
struct TakenPage {
    Taken what = Taken::Nothing;
    std::string record;
    std::set<std::string> toWrite; ///< properties that Notion has not got yet
    int conflicts = 0;
};
[[nodiscard]] Result<TakenPage> take(store::Transaction &tx, const Setting &setting, const Remote &remote);
/// The page is in the trash, moved away or no longer shared. A record that was changed since the last common version stays, and
/// is written to Notion again (`conflict`).
[[nodiscard]] Result<TakenPage> takeGone(store::Transaction &tx, const Setting &setting, const std::string &page);
/// Records whose relations can now be understood, because `page` belongs to a record.
[[nodiscard]] Result<void> relink(store::Transaction &tx, const Setting &setting, const std::string &record);

/// What leaves for one record.
struct Outgoing {
    enum class What { Nothing, Find, Create, Patch, Trash };
    What what = What::Nothing;
    std::string record, page;
    std::int64_t version = 0;
    Json values;                          ///< properties as Notion takes them, by name in Notion
    Json fields;                          ///< the same in the hub's form, with what they were made of
    std::vector<std::string> waitsFor;    ///< records that have no page yet
    std::set<std::string> dead;           ///< relations that name records which are gone
    std::map<std::string, std::string> unfit; ///< property → why Notion cannot hold it
    bool shared = true;                   ///< people may edit some of these in Notion: read the page before writing
};
[[nodiscard]] Result<Outgoing> outgoing(const store::ReadSql &sql, const Setting &setting, const notion::PropertyMap &map, const store::notion::Item &item,
                                        const std::string &lastSynced);
/// The page now holds `sent.fields`, which become part of the common version. Links a new page.
[[nodiscard]] Result<void> confirm(store::Transaction &tx, const Setting &setting, const Outgoing &sent, const Remote &answer);

/// There was nothing to send: what Notion cannot hold is noted, what waits for other pages waits for them, and the rest is done.
[[nodiscard]] Result<void> settleWithout(store::Transaction &tx, const Setting &setting, const Outgoing &nothing);

/// Properties that both sides may write. Others are the console's alone.
[[nodiscard]] bool isShared(const records::Property &property);

} // namespace hs::sync
