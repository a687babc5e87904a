#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/notion/page.h"
#include "engine/records/schema.h"
#include "engine/store/tables/notion.h"
#include "engine/sync/merge.h"
#include "engine/sync/record_writer.h"
#include "engine/vocabulary/clock.h"

/// What a record and its page are to one another: who is who on the two sides, and where they differ. Taking a page over is
/// taking.h, giving a record away is giving.h; each works within one transaction, so a page is taken over whole or not at
/// all, and doing it again changes nothing.
namespace hs::sync {

/// What a page is known again by, when Notion's own id never came back.
inline constexpr const char *ConsoleId = "Console ID";
/// How the Console ID of a page begins that tells of many messages (condenser.h) and belongs to no record.
inline constexpr std::string_view DigestPrefix = "dig_";
/// Given along with each write, and never a reason for one.
inline constexpr const char *LastSynced = "Last Synced";

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
class NoDirectory : public notion::Directory {
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

/// The properties of a database whose values mean that something has changed, and the names of the others: computed, drawn on
/// reading, or only given along.
struct Compared {
    std::vector<const records::Property *> properties;
    std::vector<std::string> others;
};
[[nodiscard]] Compared comparedOf(const records::Database &database, const std::vector<std::string> &drawn);

struct Setting {
    const records::Database &database;
    const Compared &compared;
    const StoreDirectory::Users &users;
    RecordWriter &writer;
    Timestamp now;                        ///< the console's clock
    std::chrono::milliseconds skew{0};    ///< Notion's clock less the console's
    const std::map<std::string, std::string, std::less<>> &names; ///< of users
    std::string_view self;                ///< who the console is in Notion; empty: not known yet
    bool first = false;                   ///< the database's first pull
};

/// Properties that both sides may write. Others are the console's alone.
[[nodiscard]] bool isShared(const records::Property &property);
/// The record or the operator that an id in Notion stands for; nothing: nobody knows it here.
[[nodiscard]] std::optional<std::string> mineOf(const notion::Directory &directory, const records::Property &property, std::string_view id);

[[nodiscard]] bool same(const records::Property &property, const Json &one, const Json &other);
/// The compared properties in which two versions differ.
[[nodiscard]] std::set<std::string> differing(const Setting &setting, const Json &one, const Json &other);
/// Who did it in Notion, for the audit: "Ada Lind (Notion)".
[[nodiscard]] std::string editorOf(const Setting &setting, const std::string &user);
/// The common version as a link keeps it: nothing where it would say what the record says.
[[nodiscard]] std::optional<Json> baseUnlessAlike(const Setting &setting, const Json &base, const Json &fields);

/// Who waited for this page or this record to be linked goes on. An empty record: a new one, for which nobody can have waited.
void announce(store::Transaction &tx, const Setting &setting, const std::string &page, const std::string &record);

} // namespace hs::sync
