#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// The text inside a record's page, beside its properties, and how far it is the same in Notion. A record without a row has none.
namespace hs::store::texts {

/// What it is called among a record's properties: in its history, its conflicts and its exports.
inline constexpr const char *Name = "Page content";

enum class State { Alike = 0, Waiting = 1, Parked = 2 };

struct Text {
    std::string record, text;
    std::optional<Timestamp> changedAt; ///< here
    std::string changedBy;              ///< here
    std::optional<std::string> base;    ///< the last common version, where it is not `text`
    std::optional<Timestamp> readAt;    ///< in Notion; none: never
    std::string readOnly;               ///< why it cannot be changed here; empty: it can
    bool stale = false;                 ///< the page was edited in Notion since it was read
    std::optional<Timestamp> readNext;  ///< then: not read again before
    State state = State::Alike;
    std::int64_t version = 0;           ///< rises with every change here
    int attempts = 0;
    std::optional<Timestamp> since;     ///< of the first change that waits
    std::optional<Timestamp> next;      ///< not before
    Json error;                         ///< of the last attempt: {"code","what","where","mend"}; null: none
};

[[nodiscard]] std::optional<Text> find(const ReadSql &sql, std::string_view record);
[[nodiscard]] std::optional<Timestamp> readAt(const ReadSql &sql, std::string_view record); ///< of that alone, for pulls of many pages
void put(Transaction &tx, const Text &text);
/// The page was edited in Notion: what is known of its text may be out of date. It is read again, but not before `notBefore`.
void stale(Transaction &tx, std::string_view record, std::optional<Timestamp> notBefore = std::nullopt);
/// The record has another page than before, in which nothing stands yet: its text goes there.
void toNewPage(Transaction &tx, std::string_view record, Timestamp now);
/// Waiting ones whose record has a page, the oldest first.
[[nodiscard]] std::vector<Text> due(const ReadSql &sql, Timestamp now, int limit);
/// A record whose page was edited since its text was read, and whose turn it is.
[[nodiscard]] std::optional<std::string> oneStale(const ReadSql &sql, Timestamp now);
[[nodiscard]] std::vector<Text> parked(const ReadSql &sql, int limit);
/// A person tries a parked one again; an empty id: all of them.
std::int64_t unpark(Transaction &tx, std::string_view record, Timestamp now);
struct Backlog {
    std::int64_t waiting = 0, parked = 0;
    std::optional<Timestamp> oldest; ///< waiting
};
[[nodiscard]] Backlog backlog(const ReadSql &sql); ///< of records that have a page

} // namespace hs::store::texts
