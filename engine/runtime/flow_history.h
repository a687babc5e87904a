#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/replay.h"

/// What the stored history of an instance can tell: any step as it stood, and whether it plays again (D15).
/// Reads only; any thread with a connection.
namespace hs::runtime::flow {

/// A history row as the replay takes it. A row without its snapshot, with a hash in its record, or with both is fine.
[[nodiscard]] workflow::HistoryStep historyStep(const store::workflows::Step &row);

/// The definitions of an instance, by version.
[[nodiscard]] workflow::DefinitionSource definitionsOf(const Studio &studio, const std::string &definition);

/// The version that an instance stood on after a history row; -1: that it began with.
[[nodiscard]] std::string versionAt(const store::ReadSql &sql, const store::workflows::Instance &instance, std::int64_t seq);

struct Past {
    workflow::Snapshot snapshot;
    std::string version;
    Timestamp at; ///< of the row
};
/// The instance as it stood after a history row: the nearest kept snapshot, played on from there. NotFound when
/// there is no such row, Corrupt when the history cannot be followed.
[[nodiscard]] Result<Past> snapshotAt(const store::ReadSql &sql, const Studio &studio, const store::workflows::Instance &instance, std::int64_t seq);

struct Replayed {
    std::int64_t compared = 0;
    std::optional<workflow::ReplayDifference> difference; ///< nothing: equal
};
/// Plays the whole history, from its first row, and compares every step.
[[nodiscard]] Replayed replay(const store::ReadSql &sql, const Studio &studio, const store::workflows::Instance &instance);

/// The rows of a history after `after`, in order, until `take` answers false.
void eachStep(const store::ReadSql &sql, std::string_view instance, std::int64_t after,
              const std::function<bool(const store::workflows::Step &)> &take);

} // namespace hs::runtime::flow
