#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/retry.h"

// The parts of a read definition: plain values, built once by the reader and then constant.
namespace hs::workflow {

/// A state's place in document order, which is also its index in Definition::states(); 0 is the root.
using StateIndex = std::size_t;
inline constexpr StateIndex NoState = std::numeric_limits<StateIndex>::max();

enum class StateType { Atomic, Compound, Parallel, Final, History };
[[nodiscard]] std::string_view name(StateType type);

/// Rule F14. A named guard keeps its rule from setup.guards.
struct Guard {
    enum class Kind { Rule, And, Or, Not, StateIn };
    Kind kind = Kind::Rule;
    std::string name;  ///< "paidInFull", or the built-in type
    OrderedJson rule;  ///< JSONLogic
    OrderedJson params; ///< literals, the rule sees them as `params`
    std::vector<Guard> guards;
    StateIndex state = NoState;
};

/// A delay before anything is computed: fixed, or a rule of setup.delays.
struct Delay {
    std::optional<std::chrono::milliseconds> fixed;
    OrderedJson rule;
};

/// Rule F13.
struct ActionCall {
    enum class Kind { Assign, Raise, Cancel, Emit, SendTo, Log, Named };
    Kind kind = Kind::Named;
    std::string name;      ///< "assign", "notify"
    OrderedJson params;    ///< mapping; for assign the assignment, for raise, emit and sendTo without `event`
    OrderedJson event;     ///< mapping; raise, emit, sendTo
    std::optional<Delay> delay; ///< raise
    std::string agent;     ///< Named: who carries it out
    std::string command;
};

struct Transition {
    StateIndex source = 0;
    std::string descriptor; ///< event descriptor; empty for `always`
    bool hasTarget = false;
    std::vector<StateIndex> targets;
    std::optional<Guard> guard;
    std::vector<ActionCall> actions;
    bool reenter = false;
    std::string description;
    OrderedJson meta;
};

/// A key of `after`.
struct AfterTimer {
    std::string key;   ///< as written: "1000", "PT1H", "holdExpires"
    std::string event; ///< "xstate.after.<key>.<state id>", also the timer's id
    Delay delay;
};

struct Compensate {
    std::string src;
    OrderedJson input; ///< mapping over context, input, output
};

/// How tasks of one `src` are carried out: setup.actors[src], overridden by the invoke.
struct TaskPolicy {
    std::optional<std::chrono::milliseconds> timeout; ///< bounds one attempt
    bool idempotent = true;
    std::optional<int> maxConcurrent;
    std::optional<int> perMinute;
    std::optional<RetryPolicy> retry; ///< none: defaultRetryPolicy()
    std::optional<Compensate> compensate;
};

struct Invoke {
    std::string id;
    std::string src;
    OrderedJson input; ///< mapping; null: none
    TaskPolicy policy; ///< what holds after the override (F11)
    StateIndex state = 0;
    std::string pointer; ///< JSON Pointer into the source text
};

/// meta.sla of a state (T10): how long an instance may stand in it. At least one of the two is set; the warning
/// comes before the breach.
struct Sla {
    std::optional<std::chrono::milliseconds> warn;
    std::optional<std::chrono::milliseconds> breach;
    /// Whose opening hours count: "entity", the business of the instance; "studio", the studio's own; or the name or
    /// record id of a business. Empty: the clock runs round the clock.
    std::string calendar;
};

/// One state, in document order. Keys of rule F3.
struct State {
    StateIndex index = 0;
    StateIndex parent = NoState;
    std::size_t depth = 0; ///< the root is 0
    std::string key;
    std::string id;
    std::string path;    ///< keys from below the root, joined by dots; the root's id for the root
    std::string pointer; ///< JSON Pointer into the source text
    StateType type = StateType::Atomic;
    std::vector<StateIndex> children; ///< document order, history states included
    StateIndex initial = NoState;     ///< compound only
    bool deep = false;                ///< history only
    std::vector<StateIndex> historyDefault;
    std::vector<Transition> transitions; ///< of `on`, onDone, invokes and after; exact order of asking is by descriptor
    std::vector<Transition> always;
    std::vector<AfterTimer> timers; ///< in the order of setting (M14)
    std::vector<Invoke> invokes;
    std::vector<ActionCall> entry;
    std::vector<ActionCall> exit;
    std::optional<OrderedJson> output; ///< mapping; final states and the root
    std::vector<std::string> tags;
    std::string description;
    OrderedJson meta;
    std::string column; ///< meta.column; empty when it has none
    std::optional<Sla> sla; ///< meta.sla
    int maxRunning = 0;     ///< meta.maxRunning of the root: how many instances may be under way at once; 0: no limit
};

/// Rule T7.
struct Trigger {
    std::string event; ///< descriptor
    bool starts = false; ///< mode "start", else "deliver"
    OrderedJson key;     ///< rule over `event`
    enum class IfRunning { Deliver, StartNew, Drop };
    IfRunning ifRunning = IfRunning::Deliver;
    std::optional<std::chrono::milliseconds> ttl;
};

/// Rule T8.
struct Schedule {
    std::string cron; ///< five fields, checked
    std::string timezone; ///< IANA name; empty is UTC
    std::string overlap = "skip"; ///< skip, queue, allow
    std::optional<std::chrono::milliseconds> catchup;
    OrderedJson event;
};

} // namespace hs::workflow
