#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// The records of the 16 hub databases, and the index that Master Tasks are sorted by.
namespace hs::store::records {

struct Record {
    std::string id, database, title, entity;
    Json fields = Json::object();
    std::string etag;
    Timestamp createdAt, updatedAt;
    std::string updatedBy;
    std::string search; ///< all its words, for finding
    std::vector<std::pair<std::string, std::string>> keys; ///< property, value: what it is looked up by
    bool sameKeys = false; ///< the stored keys are these already
};

/// Inserts or replaces the whole record and its lookup keys.
void put(Transaction &tx, const Record &record);
/// Changes fields of a record of the engine's own that nothing is looked up by, without reading it: a JSON Merge Patch. What a
/// search finds it by stays. `fields` is a JSON object as text. False when there is no such record.
bool patch(Transaction &tx, std::string_view id, std::string_view fields, std::string_view etag, Timestamp now, std::string_view by);
void remove(Transaction &tx, std::string_view id, Timestamp now);
[[nodiscard]] bool known(const ReadSql &sql, std::string_view id); ///< also one that was removed
[[nodiscard]] std::optional<Record> find(const ReadSql &sql, std::string_view database, std::string_view id);
[[nodiscard]] std::optional<Record> findAny(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::optional<Record> findRemoved(const ReadSql &sql, std::string_view id); ///< one that was removed; `put` brings it back
/// Ids by a lookup key, case-insensitively, newest first.
[[nodiscard]] std::vector<std::string> idsByKey(const ReadSql &sql, std::string_view database, std::string_view property,
                                                std::string_view value, int limit);
/// A value as it is looked up.
[[nodiscard]] std::string folded(std::string_view value);
/// By a lookup key, case-insensitively, newest first.
[[nodiscard]] std::vector<Record> byKey(const ReadSql &sql, std::string_view database, std::string_view property,
                                        std::string_view value, int limit);

/// Records behind an id, in the order of ids, which is the order of creation.
[[nodiscard]] std::vector<Record> inOrder(const ReadSql &sql, std::string_view database, std::string_view after, int limit);

/// Ids of all databases behind an id, in order.
[[nodiscard]] std::vector<std::string> idsBehind(const ReadSql &sql, std::string_view after, int limit);

struct Filter {
    std::string database, text, entity;
};
[[nodiscard]] Sliced<Record> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::int64_t count(const ReadSql &sql, const Filter &filter);

// ---- Master Tasks, as people sort them ----
struct TaskIndex {
    std::string id, status;
    int priority = 1; ///< 0 low … 3 urgent
    std::optional<Timestamp> due;
    std::string assignee, workflow, contact, entity;
    int minutes = 0;
    Timestamp createdAt;
    std::string key; ///< idempotency key of the wish that made it; empty: made by a person
};
void putTask(Transaction &tx, const TaskIndex &task);
[[nodiscard]] std::optional<std::string> taskByKey(const ReadSql &sql, std::string_view key);
struct Task {
    TaskIndex index;
    Record record;
};
struct TaskFilter {
    std::string text, status, assignee, entity, workflow;
    bool openOnly = false;
};
[[nodiscard]] Sliced<Task> tasks(const ReadSql &sql, const TaskFilter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::optional<Task> task(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::int64_t openTasks(const ReadSql &sql);
/// Open minutes and the time of the last task by assignee.
struct Load {
    std::string assignee;
    std::int64_t minutes = 0;
    std::optional<Timestamp> last;
};
[[nodiscard]] std::vector<Load> loads(const ReadSql &sql);
/// Open tasks of which somebody is to be reminded until then: at first when they are due.
[[nodiscard]] std::vector<Task> toRemindOf(const ReadSql &sql, Timestamp until, int limit);
[[nodiscard]] std::optional<Timestamp> nextReminder(const ReadSql &sql); ///< of those
/// It was done; `again`: the next time, unless it is done or put off until then.
void reminded(Transaction &tx, std::string_view id, std::optional<Timestamp> again);

} // namespace hs::store::records
