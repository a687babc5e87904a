#pragma once

#include <map>

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// The Notion mirror's own tables: which database and page belong to what, the last version that both sides had, what waits
/// to leave, and what the two sides did not agree on.
///
/// What waits is kept by triggers (schema.cpp): a record of a connected database that is made, changed or removed stands in
/// `notion_queue` by the same transaction, whoever wrote it, and the fields from before its first unsent change are its base.
namespace hs::store::notion {

// ---- databases -------------------------------------------------------------
enum class Setup { Missing = 0, Making = 1, Linking = 2, Ready = 3 };

struct Base {
    std::string db;           ///< hub key
    std::string database;     ///< Notion's id of the container
    std::string dataSource;   ///< of the table in it
    Setup state = Setup::Missing;
    Json properties;          ///< its schema as Notion told it last: name → {id, type, …}
    std::string title;        ///< as Notion has it
    std::optional<Timestamp> watermark; ///< every edit before this minute has been pulled; Notion's clock
    std::string cursor;       ///< of a pull that was cut off
    std::optional<Timestamp> cursorFrom; ///< lower bound of that pull's filter; nothing: a whole pull
    std::optional<Timestamp> cursorSeen; ///< latest edit that it has seen
    std::optional<Timestamp> pulledAt;  ///< last whole pass; the console's clock
    std::string error;        ///< of the last pass; empty: none
};
[[nodiscard]] std::vector<Base> bases(const ReadSql &sql);
[[nodiscard]] std::optional<Base> base(const ReadSql &sql, std::string_view db);
void putBase(Transaction &tx, const Base &base);
/// How far a pull has come that goes on, without a trouble: the cursor, and what belongs to it.
void putPlace(Transaction &tx, std::string_view db, const std::string &cursor, std::optional<Timestamp> from, std::optional<Timestamp> seen);

// ---- links -------------------------------------------------------------------
struct Link {
    std::string record, db, page;
    Timestamp edited;         ///< last_edited_time that the base belongs to, a whole minute
    std::optional<Json> base; ///< fields that both sides had last; nothing: those that the record has now
    Json extra;               ///< properties that people added in Notion, as it gave them: name → raw value. null: none
    Json foreign;             ///< values that the hub cannot take: property → {"raw", "why"}. null: none
    Json open;                ///< relations to pages nobody knows yet: property → list of all page ids. null: none
    bool trashed = false;
};
[[nodiscard]] std::optional<Link> link(const ReadSql &sql, std::string_view record);
[[nodiscard]] std::optional<Link> linkOfPage(const ReadSql &sql, std::string_view page);
void putLink(Transaction &tx, const Link &link);
/// A link of a record and a page that had none, whose documents are text already; empty: none.
struct NewLink {
    std::string_view record, db, page;
    Timestamp edited;
    std::string_view basePatch; ///< the JSON Merge Patch that makes the base of the record's fields, a tenth of it in size; empty: they are alike
    std::string_view extra, foreign, open;
};
void addLink(Transaction &tx, const NewLink &link);
void removeLink(Transaction &tx, std::string_view record);
[[nodiscard]] std::optional<std::string> recordOfPage(const ReadSql &sql, std::string_view page); ///< also of a trashed one
[[nodiscard]] std::optional<std::string> pageOfRecord(const ReadSql &sql, std::string_view record); ///< not of a trashed one
struct Known {
    std::string page, record;
};
/// Pages of a database that are not in the trash, by page id, behind `after`.
[[nodiscard]] std::vector<Known> knownPages(const ReadSql &sql, std::string_view db, std::string_view after, int limit);
[[nodiscard]] std::int64_t pageCount(const ReadSql &sql, std::string_view db);
/// Notes that `record` waits for `target` (a page id or a record id) to be linked; `linked` gives and forgets who did.
void waitFor(Transaction &tx, std::string_view target, std::string_view record);
[[nodiscard]] std::vector<std::string> linked(Transaction &tx, std::string_view target);
[[nodiscard]] bool anybodyWaits(const ReadSql &sql);
/// While databases are pulled for the first time nearly every page leads to some that have not come yet. Nobody waits for each of those;
/// once the pulls are over, all records with open relations are looked at again, from `behind` on. Nothing: there is no need to.
void lookAgain(Transaction &tx, std::string_view behind);
void lookedAtAll(Transaction &tx);
[[nodiscard]] std::optional<std::string> toLookAtAgain(const ReadSql &sql);
[[nodiscard]] std::vector<std::string> withOpenLinks(const ReadSql &sql, std::string_view behind, int limit);

// ---- what waits to leave -----------------------------------------------------
enum class Kind { Write = 0, Trash = 1 };
enum class State { Waiting = 0, Parked = 1, Linking = 2 };
enum class Lane { Person = 0, Agent = 1, Engine = 2 };

struct Item {
    std::string record, db;
    Kind kind = Kind::Write;
    Lane lane = Lane::Agent;
    State state = State::Waiting; ///< Linking: only relations to records without a page are left
    std::int64_t version = 0;     ///< rises with every change of the record
    bool asked = false;           ///< a page may have been made for it already
    int attempts = 0;
    Timestamp since;              ///< of the first change that waits
    std::optional<Timestamp> next;///< not before
    Json error;                   ///< of the last attempt: {"code","what","where","mend"}; null: none
};
[[nodiscard]] std::optional<Item> item(const ReadSql &sql, std::string_view record);
[[nodiscard]] std::vector<Item> items(const ReadSql &sql, std::string_view after, int limit); ///< all, in the order of records
/// Due ones of databases that were pulled, people's first, then the oldest.
[[nodiscard]] std::vector<Item> due(const ReadSql &sql, Timestamp now, int limit);
/// Says before a page is asked for that one may be made.
void asking(Transaction &tx, std::string_view record);
void notAsked(Transaction &tx, std::string_view record); ///< none was made
/// Takes it out when the record has not changed since `version`; true when it is out.
bool settled(Transaction &tx, std::string_view record, std::int64_t version);
void again(Transaction &tx, std::string_view record, Timestamp next, const Json &error);
void park(Transaction &tx, std::string_view record, const Json &error);
void waitForLinks(Transaction &tx, std::string_view record);
/// A person tries a parked one again; an empty id: all of them.
std::int64_t unpark(Transaction &tx, std::string_view record, Timestamp now);
/// Puts it into the queue although no trigger did.
void queue(Transaction &tx, std::string_view record, std::string_view db, Kind kind, Lane lane, Timestamp now);
void drop(Transaction &tx, std::string_view record);
void hurry(Transaction &tx, std::string_view record); ///< a person's change goes first
/// Whether some connected database was never pulled whole.
[[nodiscard]] bool firstPullsLeft(const ReadSql &sql);
/// Records of a database that have no page and have never been put into the queue for that. Nothing: all were. To be asked before a
/// first pull; what is written from then on comes into the queue by itself.
[[nodiscard]] std::optional<std::vector<std::string>> onlyHere(const ReadSql &sql, std::string_view db);
/// Once a database's first whole pull is over, what is still only here may leave: puts it into the queue, once for each database; how much.
std::int64_t queueOnlyHere(Transaction &tx, std::string_view db, const std::vector<std::string> &records, Timestamp now);
struct Backlog {
    std::int64_t waiting = 0, parked = 0;
    std::optional<Timestamp> oldest; ///< waiting
};
[[nodiscard]] Backlog backlog(const ReadSql &sql);
[[nodiscard]] std::int64_t hurried(const ReadSql &sql); ///< waiting ones that are not the engine's own
[[nodiscard]] std::optional<Timestamp> oldestWaiting(const ReadSql &sql); ///< that could leave
[[nodiscard]] std::map<std::string, Backlog> waitingByBase(const ReadSql &sql);
[[nodiscard]] Sliced<Item> parked(const ReadSql &sql, const Slice &slice);

/// While it lives, writes of records are the mirror's own and make no queue. Only within one job.
class Quiet {
public:
    explicit Quiet(Transaction &tx);
    ~Quiet();
    Quiet(const Quiet &) = delete;
    Quiet &operator=(const Quiet &) = delete;

private:
    Transaction &m_tx;
};

// ---- conflicts -----------------------------------------------------------------
struct Conflict {
    std::int64_t seq = 0;
    std::string record, db, property;
    Timestamp at;
    Json base, local, remote; ///< values
    Timestamp localAt, remoteAt;
    std::string localBy, remoteBy;
    std::string kept;  ///< local, remote
    std::string rule;  ///< in words
    std::optional<Timestamp> reviewedAt;
    std::string reviewedBy;
    std::string resolution; ///< kept, turned
};
std::int64_t addConflict(Transaction &tx, const Conflict &conflict);
[[nodiscard]] std::optional<Conflict> conflict(const ReadSql &sql, std::int64_t seq);
[[nodiscard]] Sliced<Conflict> conflicts(const ReadSql &sql, bool openOnly, const Slice &slice); ///< newest first
[[nodiscard]] std::int64_t openConflicts(const ReadSql &sql);
void reviewed(Transaction &tx, std::int64_t seq, Timestamp now, std::string_view by, std::string_view resolution);
void reopened(Transaction &tx, std::int64_t seq); ///< as if nobody had reviewed it

// ---- hints ------------------------------------------------------------------------
/// Notion said that something changed: read it before its turn.
void hint(Transaction &tx, std::string_view object, std::string_view id, Timestamp now);
struct Hint {
    std::string object, id; ///< page, data_source, database
    Timestamp at;
};
[[nodiscard]] std::vector<Hint> hints(const ReadSql &sql, int limit);
void hintDone(Transaction &tx, const Hint &hint); ///< unless it came again meanwhile

// ---- deletions that wait for a person ------------------------------------------------
void putAside(Transaction &tx, std::string_view db, const std::vector<Known> &gone, Timestamp now);
[[nodiscard]] std::map<std::string, std::int64_t> asideByBase(const ReadSql &sql);
[[nodiscard]] std::vector<Known> takeAside(Transaction &tx, std::string_view db);

} // namespace hs::store::notion
