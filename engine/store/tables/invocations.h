#pragma once

#include "engine/store/sql.h"

/// Open tasks of workflow instances: one row an invocation, with its attempts (rules D5, D8, T1).
namespace hs::store::workflows {

/// Who or what carries a task out.
enum class InvocationKind {
    Agent = 0,
    Person = 1,
    Child = 2,    ///< another instance
    Each = 3,     ///< one part for each item of a list
    Request = 4,  ///< a question on the bus
    Rollback = 5, ///< what was done, undone step by step
};
enum class InvocationStatus {
    Ready = 0,
    WaitsForPerson = 1,
    Uncertain = 2, ///< its end is not known; a person says how it ended (D9)
    Running = 3,   ///< leased: carried out outside the writer's transaction
    Waiting = 4,   ///< for its child, its parts or an answer
    Settled = 5,   ///< `result` is to be handed to the machine
    Finished = 6,  ///< a part whose result waits for the others
    Later = 7,     ///< tried again from `nextTry` on
};
struct Invocation {
    std::string key, instance, invoke, src; ///< `invoke` empty: a command that nobody waits for
    Json input;
    InvocationStatus status = InvocationStatus::Ready;
    int attempt = 0; ///< how many have failed; the one under way is the next
    std::optional<Timestamp> nextTry;
    Timestamp createdAt;
    std::string error; ///< names of the failures so far, a JSON array
    std::string escalation;
    InvocationKind kind = InvocationKind::Agent;
    int priority = 1;   ///< 0 low … 3 urgent
    std::string entity;
    bool held = false;  ///< its instance does not run
    std::string lease;  ///< id of the run that carries it out
    std::optional<Timestamp> deadline; ///< of the present attempt
    std::string parent; ///< key of the task that it is a part of
    int position = 0;   ///< among the parts
    std::string ref;    ///< the child instance, the question's message
    Json result;        ///< {"output": …} or {"error": {name, message}}
};
void open(Transaction &tx, const Invocation &invocation);
void put(Transaction &tx, const Invocation &invocation);
void close(Transaction &tx, std::string_view key);
void closeAll(Transaction &tx, std::string_view instance);
/// Keeps the tasks of an instance from being carried out, or lets them go on. Commands that nobody waits for go on in any case.
void holdTasks(Transaction &tx, std::string_view instance, bool held);
void prioritise(Transaction &tx, std::string_view instance, int priority);
[[nodiscard]] std::optional<Invocation> invocation(const ReadSql &sql, std::string_view key);
[[nodiscard]] std::optional<Invocation> invocationByRef(const ReadSql &sql, std::string_view ref);
/// Of an instance, parts left out; by creation.
[[nodiscard]] std::vector<Invocation> invocations(const ReadSql &sql, std::string_view instance);
[[nodiscard]] std::vector<Invocation> parts(const ReadSql &sql, std::string_view parent); ///< by position
[[nodiscard]] std::vector<Invocation> leasedByOthers(const ReadSql &sql, std::string_view run, int limit);

/// One that may be carried out now.
struct Queued {
    std::string key, src, instance, invoke, entity;
    int priority = 1;
    Timestamp createdAt;
    bool settled = false;
    InvocationKind kind = InvocationKind::Agent;
};
/// Those that are ready: of each business and priority the oldest `depth`; those whose time for a new try has come; results to hand on.
/// Of the sources in `without`, which can take no more, only results.
[[nodiscard]] std::vector<Queued> queued(const ReadSql &sql, Timestamp now, int depth, const std::vector<std::string> &without = {});
/// How many of each source are under way outside the writer, or wait for a person.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> underWay(const ReadSql &sql);
[[nodiscard]] std::vector<std::string> pastDeadline(const ReadSql &sql, Timestamp now, int limit);
/// The next moment at which a later try or a deadline comes.
[[nodiscard]] std::optional<Timestamp> nextTaskMoment(const ReadSql &sql);
/// How far a command has come that goes in slices; null at its first. It goes with the invocation.
[[nodiscard]] Json progress(const ReadSql &sql, std::string_view key);
void setProgress(Transaction &tx, std::string_view key, const Json &progress);
/// Lets everything that waits for a later try be tried now.
void hurry(Transaction &tx);

/// Takes one token from the bucket of a source, which holds `perMinute` at most and fills by as many in a minute.
/// Nothing: one was there; else the moment from which on one will be.
std::optional<Timestamp> takeToken(Transaction &tx, std::string_view src, int perMinute, Timestamp now);

} // namespace hs::store::workflows
