#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Published definitions, instances with their history, timers.
namespace hs::store::workflows {

// ---- definitions ----
struct Definition {
    std::string id, version, hash, source, title;
    Timestamp publishedAt;
    bool retired = false;
    std::string canonical; ///< RFC 8785; what `hash` is of
};
enum class Published { New, Same, Different };
/// Same id and version with other content changes nothing and answers Different (V1).
Published publish(Transaction &tx, const Definition &definition);
[[nodiscard]] std::optional<Definition> definition(const ReadSql &sql, std::string_view id, std::string_view version);
[[nodiscard]] std::vector<Definition> definitions(const ReadSql &sql); ///< all versions, oldest publication first

// ---- instances ----
/// Waiting: for its turn (meta.maxRunning); it has not begun, so it has no snapshot and no history, and `parked` keeps what it
/// begins with. To the outside it is running.
enum class Status { Waiting = -1, Running = 0, Paused = 1, Incident = 2, Completed = 3, Failed = 4, Cancelled = 5 };
struct Instance {
    std::string id, number, definition, version, title;
    Status status = Status::Running;
    std::string state, column;
    int priority = 1; ///< 0 low … 3 urgent
    std::string agent, entity, contact, person, assignee, key;
    std::string snapshot; ///< JSON, as the interpreter writes it
    Timestamp startedAt, updatedAt, enteredAt;
    std::optional<Timestamp> dueAt;
    std::string tag; ///< tags of its active states, a line each
    std::string error, parked; ///< parked: the input that caused the incident, JSON
    std::int64_t steps = 0;
    std::string correlation;
    std::string parent;      ///< key of the task that waits for its end; empty: none
    int depth = 0;           ///< how many instances lie above it
    std::int64_t queued = 0; ///< inputs that wait in its inbox
    bool ending = false;     ///< what it did is being rolled back, then it is cancelled
};
void insert(Transaction &tx, const Instance &instance);
void update(Transaction &tx, const Instance &instance);
/// What one more step of a running instance changes: state, column, agent, tags, snapshot, moments and number of steps. The indexes
/// and counts of what people change are left alone.
void advance(Transaction &tx, const Instance &instance);
[[nodiscard]] std::optional<Instance> find(const ReadSql &sql, std::string_view id);
[[nodiscard]] std::vector<Instance> byKey(const ReadSql &sql, std::string_view definition, std::string_view key, bool openOnly);
[[nodiscard]] std::vector<Instance> openOfContact(const ReadSql &sql, std::string_view contact);

struct Filter {
    std::string text, definition, entity, contact;
    std::optional<Status> status; ///< Running: also those that wait for their turn
};
[[nodiscard]] Sliced<Instance> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< newest first
[[nodiscard]] std::int64_t countOpen(const ReadSql &sql);
/// Versions of a definition of which instances are paused.
[[nodiscard]] std::vector<std::string> versionsPaused(const ReadSql &sql, std::string_view definition);
/// Ids of paused instances with exactly this error, by id.
[[nodiscard]] std::vector<std::string> pausedBecause(const ReadSql &sql, std::string_view definition, std::string_view version, std::string_view error, int limit);
struct Counts {
    std::int64_t open = 0, total = 0;
};
[[nodiscard]] Counts counts(const ReadSql &sql, std::string_view definition);

// ---- history ----
struct Step {
    std::string instance;
    std::int64_t seq = 0;
    Timestamp at;
    std::string input; ///< event type
    std::string actor, reason;
    Json record;       ///< transitions, exited, entered, actions, tasks, timers, patch, input
    std::string snapshot; ///< after the step
    std::int64_t micros = 0;
};
/// How a row of `history` is read: the columns and what they become.
inline const std::string StepSelect = "SELECT instance, seq, at, input, actor, reason, record, snapshot, micros FROM history";
[[nodiscard]] Step readStep(const Row &row);
void addStep(Transaction &tx, const Step &step);
/// The same with the record as text; `step.record` is not looked at.
void addStep(Transaction &tx, const Step &step, std::string_view record);
[[nodiscard]] Sliced<Step> history(const ReadSql &sql, std::string_view instance, const Slice &slice); ///< oldest first
[[nodiscard]] std::optional<Step> step(const ReadSql &sql, std::string_view instance, std::int64_t seq);

/// True when the instance sees this event id for the first time (D3). Remembered until a week after its end (housekeeping.h).
bool firstTime(Transaction &tx, std::string_view instance, std::string_view event, Timestamp now);

// ---- timers ----
struct Timer {
    std::string instance, id;
    Timestamp due;
    std::int64_t created = 0;
};
void setTimer(Transaction &tx, const Timer &timer);
void cancelTimer(Transaction &tx, std::string_view instance, std::string_view id);
void cancelTimers(Transaction &tx, std::string_view instance);
[[nodiscard]] std::vector<Timer> timers(const ReadSql &sql, std::string_view instance);
/// Timers of an instance that does not run wait (D14).
void holdTimers(Transaction &tx, std::string_view instance, bool held);
/// Due timers of running instances, by due time and creation.
[[nodiscard]] std::vector<Timer> due(const ReadSql &sql, Timestamp now, int limit);
[[nodiscard]] std::optional<Timestamp> nextTimer(const ReadSql &sql);

} // namespace hs::store::workflows
