#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/vocabulary/clock.h"
#include "engine/workflow/definition.h"

// The timeline of a run: which states of which region and which tasks were active when.
// Pure functions over what the history keeps; any thread.
namespace hs::workflow {

/// One row of the timeline. A region is the whole machine or a child of a parallel state.
struct Lane {
    enum class Kind { Region, Task };
    Kind kind = Kind::Region;
    std::string key;   ///< state id of the region, or invoke id
    std::string title; ///< key of the region's state, or invoke id
    std::string src;   ///< of a task
    int depth = 0;     ///< the whole machine is 0; a region stands one deeper than the lane of its parallel state, so does a task
};

/// All lanes of a definition in document order: a region, its tasks, then the regions inside it.
[[nodiscard]] std::vector<Lane> lanesOf(const Definition &definition);

/// What one history row says about activity.
struct RunFact {
    enum class Kind {
        Step,     ///< the machine took an input
        Replaced, ///< the run was put to where `active` and `tasks` say (a move was taken back)
        Cancelled ///< the run ended from outside: all that was open ends
    };
    enum class Sign { None, Event, Timer, TaskFailed, Ignored, Person };
    Kind kind = Kind::Step;
    std::int64_t seq = 0;
    Timestamp at;
    Sign sign = Sign::None;
    std::string finished;             ///< invoke id of the task whose result came in; empty: another input
    bool failed = false;              ///< that result was an error
    std::vector<std::string> exited, entered; ///< state ids, over all microsteps
    std::vector<std::string> sources; ///< state ids of the transitions that were taken
    std::vector<std::string> started, cancelled; ///< invoke ids
    std::vector<std::string> active, tasks; ///< Replaced only: active leaf states, open invoke ids
    bool ends = false;                ///< the machine was done after it (M18)
};

/// Where a run stood before the first fact of a page; empty for its beginning.
struct LaneSeed {
    std::vector<std::string> active; ///< ids of the active leaf states
    std::vector<std::string> tasks;  ///< open invoke ids
};

struct Bar {
    enum class Outcome { Open, Left, Done, Failed, Cancelled };
    std::size_t lane = 0;
    std::string label;
    std::int64_t from = 0;              ///< the first fact's step when it began before
    std::optional<std::int64_t> to;
    std::optional<Timestamp> fromAt;    ///< none: it began before the page
    std::optional<Timestamp> toAt;
    Outcome outcome = Outcome::Open;
};
struct Mark {
    std::size_t lane = 0;
    std::int64_t seq = 0;
    RunFact::Sign sign = RunFact::Sign::Event;
};
struct Activity {
    std::vector<Bar> bars; ///< by lane, then step
    std::vector<Mark> marks;
};

/// Bars and marks over `lanesOf(definition)`. A bar is a stay in an atomic, final or parallel state, or a
/// task from the step that started it to the step that ended it. States and tasks that the definition does
/// not know are left out.
[[nodiscard]] Activity activityOf(const Definition &definition, const LaneSeed &seed, const std::vector<RunFact> &facts);

} // namespace hs::workflow
