#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"
#include "engine/store/tables/invocations.h"
#include "engine/workflow/definition.h"

/// Which open tasks are carried out next (rule T1): the most urgent first, then the oldest, businesses in turn, within what each
/// source may have under way at once (`maxConcurrent`).
///
/// An agent's command that works in the store alone is carried out within the writer's transaction. There is one writer, so one
/// such command is under way at a time and no `maxConcurrent` can be exceeded: it is not counted. What lasts longer than the
/// transaction that begins it is counted from its beginning to its end: commands that think apart, children, lists, rollbacks,
/// questions on the bus, and cases that wait for a person.
namespace hs::runtime::queue {

/// A task that waits gains one class of priority in this time.
inline constexpr std::chrono::seconds ClassTime{60};
/// Tasks of one source that may be under way outside the writer at once, unless `maxConcurrent` says otherwise.
inline constexpr int DefaultAtOnce = 25;

struct Limits {
    std::map<std::string, int, std::less<>> underWay; ///< by source
    std::map<std::string, int, std::less<>> most;     ///< by key of the task, as its own definition says; what is missing has no limit
};

/// The order in which `room` of the candidates are carried out. A candidate over a limit is left for later. Pure.
[[nodiscard]] std::vector<store::workflows::Queued> pick(std::vector<store::workflows::Queued> candidates, Limits limits, Timestamp now, std::size_t room);

/// Whether work of this source leaves the writer's transaction, so that it counts as being under way.
[[nodiscard]] bool isApart(const Studio &studio, std::string_view src);

/// Whether a task that is not an agent's has to come through the queue, because its policy bounds its source (T1). What can hold
/// others inside itself is not bounded within a child: it would wait for its own parent.
[[nodiscard]] bool isBounded(const workflow::TaskPolicy *policy, store::workflows::InvocationKind kind, int depth);

/// What bounds the tasks of these candidates, by the definitions of their instances.
[[nodiscard]] Limits limitsFor(const store::ReadSql &sql, const Studio &studio, const std::vector<store::workflows::Queued> &candidates);

/// What is carried out now. However many tasks of a source wait for its limit, those of other sources are found behind them.
[[nodiscard]] std::vector<store::workflows::Queued> ready(const store::ReadSql &sql, const Studio &studio, Timestamp now, std::size_t room);

} // namespace hs::runtime::queue
