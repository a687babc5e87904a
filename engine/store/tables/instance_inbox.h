#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// What waits for an instance, what it can undo, and what it could not handle (rules D3, C1, D13).
namespace hs::store::workflows {

// ---- inputs that came while the instance did not run ----
struct WaitingInput {
    std::int64_t seq = 0;
    Timestamp at;   ///< of arrival
    Json input;     ///< as the history keeps it: {kind, …}
    std::string event, reason;
};
/// Fails with Unavailable when `most` wait already (D17).
[[nodiscard]] Result<void> enqueue(Transaction &tx, std::string_view instance, const WaitingInput &input, std::int64_t most);
[[nodiscard]] std::optional<WaitingInput> firstWaiting(const ReadSql &sql, std::string_view instance);
void dropWaiting(Transaction &tx, std::string_view instance, std::int64_t seq);
void dropAllWaiting(Transaction &tx, std::string_view instance);
/// Running instances whose inbox is not empty.
[[nodiscard]] std::vector<std::string> withWaitingInputs(const ReadSql &sql, int limit);

// ---- what can be undone ----
enum class CompensationStatus { Open = 0, UnderWay = 1, Done = 2, Failed = 3 };
struct Compensation {
    std::int64_t seq = 0;
    std::string invoke, state, src; ///< the task that was done, the id of the state that invoked it, who undoes it
    Json input;
    CompensationStatus status = CompensationStatus::Open;
    std::string error;
};
void addCompensation(Transaction &tx, std::string_view instance, const Compensation &compensation); ///< `seq` is given here
void put(Transaction &tx, std::string_view instance, const Compensation &compensation);
[[nodiscard]] std::optional<Compensation> compensation(const ReadSql &sql, std::string_view instance, std::int64_t seq);
[[nodiscard]] std::vector<Compensation> compensations(const ReadSql &sql, std::string_view instance); ///< last completed first

// ---- dead letters ----
struct DeadLetter {
    std::string id;   ///< of the event or the command
    std::string kind; ///< "input", "command"
    std::string instance, type;
    Json body;
    std::string reason;
    Timestamp at;
    std::optional<Timestamp> resentAt;
    std::string correlation;
};
void bury(Transaction &tx, const DeadLetter &letter);
[[nodiscard]] std::optional<DeadLetter> deadLetter(const ReadSql &sql, std::string_view id);
void markResent(Transaction &tx, std::string_view id, Timestamp at);
[[nodiscard]] std::vector<DeadLetter> deadLetters(const ReadSql &sql, std::string_view instance, int limit); ///< newest first
struct LetterFilter {
    std::string instance; ///< empty: of all
    std::string text;     ///< anywhere in type, reason, body, or the instance's number and title
    bool openOnly = false;
};
[[nodiscard]] Sliced<DeadLetter> deadLetters(const ReadSql &sql, const LetterFilter &filter, const Slice &slice); ///< newest first
void removeLetter(Transaction &tx, const DeadLetter &letter);

} // namespace hs::store::workflows
