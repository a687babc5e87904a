#pragma once

#include <map>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/vocabulary/clock.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/snapshot.h"

// Moves a running instance to another definition (rule V3). Pure: no clock, no I/O; any thread. The machine is
// not stepped: nothing is exited or entered, no action runs, no task starts.
namespace hs::workflow {

/// Old state id -> new state id. A state that is not named keeps its id; the root's id at the beginning of an
/// id stands for the root of either definition.
using StateMap = std::map<std::string, std::string, std::less<>>;

/// A timer that goes on under the name that the new definition has for it. Its due time stays.
struct KeptTimer {
    std::string before; ///< PendingTimer::id in the old snapshot
    PendingTimer timer; ///< as it stands in the new one
};

/// What a migration would make of one instance.
struct Migration {
    Snapshot snapshot;
    std::vector<std::string> activeBefore; ///< ids of the active leaf states
    std::vector<std::string> activeAfter;
    std::vector<OpenTask> tasksKept; ///< all that are open: one that could not be kept is a reason to refuse
    std::vector<KeptTimer> timersKept;
    std::vector<PendingTimer> timersCancelled; ///< as in the old snapshot
    std::vector<PendingTimer> timersStarted;   ///< as in the new one; they start now
    std::vector<std::string> historyDropped;   ///< ids of history states that the new definition has not
    std::vector<std::string> remarks; ///< what somebody should know before it is done, in plain English
};

/// Why it is refused; never empty.
using Refusal = std::vector<std::string>;

/// What is wrong with a mapping whatever the instance: names that are no states, targets that nothing can be
/// moved to. Empty: sound.
[[nodiscard]] std::vector<std::string> checkStateMap(const Definition &from, const Definition &to, const StateMap &map);

/// The id that a state of `from` has in `to`, whether such a state exists or not.
[[nodiscard]] std::string mappedState(const Definition &from, const Definition &to, const StateMap &map, std::string_view state);

/// Refused when an active or recorded state has no target, a region would be empty or doubled, a state would end
/// without anybody being told (it is final in `to` alone), an open task's invoke id is gone or its state would not
/// be active, a new timer's delay cannot be computed, or a limit of D17 would be passed. `now`: when new timers start.
[[nodiscard]] tl::expected<Migration, Refusal> migrate(const Definition &from, const Snapshot &snapshot, const Definition &to,
                                                       const StateMap &map, Timestamp now);

} // namespace hs::workflow
