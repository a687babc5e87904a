#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"
#include "engine/store/tables/invocations.h"

/// Which open tasks are carried out next (rule T1): the most urgent first, then the oldest, businesses in turn, within what each
/// source may have under way at once.
namespace hs::runtime::queue {

/// A task that waits gains one class of priority in this time.
inline constexpr std::chrono::seconds ClassTime{60};
/// Tasks of one source that may be under way outside the writer at once, unless `maxConcurrent` says otherwise.
inline constexpr int DefaultAtOnce = 25;

struct Limits {
    std::map<std::string, int, std::less<>> underWay; ///< by source
    std::map<std::string, int, std::less<>> most;     ///< likewise; what is missing has no limit
};

/// The order in which `room` of the candidates are carried out. A candidate over a limit is left for later. Pure.
[[nodiscard]] std::vector<store::workflows::Queued> pick(std::vector<store::workflows::Queued> candidates, Limits limits, Timestamp now, std::size_t room);

/// Whether work of this source leaves the writer's transaction, so that it counts as being under way.
[[nodiscard]] bool isApart(const Studio &studio, std::string_view src);

/// What bounds the tasks of these candidates, by the definitions of their instances.
[[nodiscard]] Limits limitsFor(const store::ReadSql &sql, const Studio &studio, const std::vector<store::workflows::Queued> &candidates);

} // namespace hs::runtime::queue
