#pragma once

#include <map>

#include "engine/store/sql.h"

/// Instances that wait for their turn, because their definition lets only so many run at once. Each is a row of `instances`
/// with the status Waiting.
namespace hs::store::workflows {

struct WaitingStart {
    std::string id, entity;
    int priority = 1; ///< 0 low … 3 urgent
    Timestamp since;
};
/// Definitions for which somebody waits.
[[nodiscard]] std::vector<std::string> withWaitingStarts(const ReadSql &sql);
/// Of each business and priority the `depth` that have waited longest.
[[nodiscard]] std::vector<WaitingStart> waitingStarts(const ReadSql &sql, std::string_view definition, int depth);
[[nodiscard]] bool anyWaitingStart(const ReadSql &sql, std::string_view definition);
struct Turns {
    std::int64_t waiting = 0;
    std::int64_t begun = 0; ///< open ones that are not waiting: paused ones and incidents too
    std::map<std::string, std::int64_t, std::less<>> begunOf; ///< by business
};
/// From what the board keeps, however many instances there are.
[[nodiscard]] Turns turns(const ReadSql &sql, std::string_view definition);
/// Its turn has come: it begins now, with this version.
void beginsWith(Transaction &tx, std::string_view instance, std::string_view version, Timestamp now);

} // namespace hs::store::workflows
