#pragma once

#include <map>

#include "engine/store/tables/workflows.h"

/// What a run left behind, read by place: its steps without their snapshots, the start and end of its
/// tasks, tries that failed, and what other tables wrote at the moment of a step.
namespace hs::store::runs {

using workflows::Step;

struct Span {
    std::int64_t first = 0, last = 0;
};
/// The steps that are kept; nothing when there are none.
[[nodiscard]] std::optional<Span> span(const ReadSql &sql, std::string_view instance);
/// Oldest first, from step `from` on, at most `limit`. `Step::snapshot` stays empty.
[[nodiscard]] std::vector<Step> steps(const ReadSql &sql, std::string_view instance, std::int64_t from, int limit);

/// How far around a step the other end of a task is looked for.
inline constexpr std::int64_t TaskReach = 5'000;
/// The last step before `before` that started the task `invoke`.
[[nodiscard]] std::optional<Step> startOf(const ReadSql &sql, std::string_view instance, std::string_view invoke, std::int64_t before);
/// The first step after `after` that took the task's result or cancelled it.
[[nodiscard]] std::optional<Step> endOf(const ReadSql &sql, std::string_view instance, std::string_view invoke, std::int64_t after);

/// Rows of tables that only grow carry times that rise with their numbers, so a moment is found by halving.
/// From the first row of that millisecond to the last; nothing when there is none.
[[nodiscard]] std::optional<Span> auditAt(const ReadSql &sql, Timestamp at);
[[nodiscard]] std::vector<std::string> messagesAt(const ReadSql &sql, Timestamp at); ///< ids in order
/// Messages that the deed `cause` sent, among those of a correlation.
[[nodiscard]] std::vector<std::string> messagesOf(const ReadSql &sql, std::string_view correlation, std::string_view cause);
/// Effects whose idempotency key begins with `prefix`.
[[nodiscard]] std::vector<std::string> effectsOfKey(const ReadSql &sql, std::string_view prefix);

/// One attempt at a task that did not work. What worked stands in the history.
struct FailedTry {
    std::string task; ///< key, <instance>/<invoke id>/<n>
    int attempt = 1;
    Timestamp began, failed;
    std::string error, message;
    std::optional<Timestamp> again; ///< when the next attempt is due; nothing: it was the last
};
void addFailedTry(Transaction &tx, const FailedTry &failed);
[[nodiscard]] std::vector<FailedTry> failedTries(const ReadSql &sql, std::string_view task); ///< by attempt
/// How many tries of each task of an instance failed, by task key.
[[nodiscard]] std::map<std::string, int> failedTryCounts(const ReadSql &sql, std::string_view instance);

} // namespace hs::store::runs
