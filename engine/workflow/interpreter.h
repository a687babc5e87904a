#pragma once

#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/snapshot.h"

// The machine itself: state x input -> state and effects, by the semantics of SCXML as XState 5
// runs them (rules M). Pure functions: no clock, no I/O, nothing is kept between calls; any thread.
namespace hs::workflow {

/// From outside: an object with "type" and whatever the event carries beside it.
struct EventInput {
    OrderedJson event;
};
struct TimerInput {
    std::string timer; ///< PendingTimer::id
};
struct TaskDone {
    std::string invoke;
    OrderedJson output;
};
struct TaskFailed {
    std::string invoke;
    OrderedJson error; ///< {name, message, details?}
};
using Input = std::variant<EventInput, TimerInput, TaskDone, TaskFailed>;

/// A transition that was taken.
struct Taken {
    std::string source; ///< state id
    std::string descriptor; ///< as in the definition; "" for `always`
    std::vector<std::string> targets; ///< state ids, history states as such
};

/// An action for the world outside the machine: emit, sendTo, log or one of setup.actions.
struct Action {
    std::string type;
    OrderedJson params; ///< evaluated; an object
    std::string agent;  ///< of setup.actions; empty for the built-in ones
    std::string command;
};

/// All that one input caused. Applying it is the caller's business, in one transaction.
struct Step {
    Snapshot snapshot; ///< the new one
    std::vector<Taken> transitions;
    std::vector<std::string> exited;  ///< state ids in order, over all microsteps
    std::vector<std::string> entered; ///< likewise
    std::vector<Action> actions;      ///< in order; without assign, raise and cancel
    std::vector<OpenTask> tasksStarted;
    std::vector<OpenTask> tasksCancelled; ///< open before, and ended by leaving their state
    std::vector<PendingTimer> timersSet;
    std::vector<PendingTimer> timersCancelled; ///< pending before; the one that fired is not among them
    OrderedJson contextPatch = OrderedJson::object(); ///< RFC 7396; a null may also mean "set to null"
    bool ignored = false; ///< nothing took the input (M5), or it was late (task or timer no longer open, instance done)
    std::size_t microsteps = 0;
};

/// Why a step is void (D12). The snapshot handed in still holds.
struct Fault {
    enum class Kind {
        Unhandled, ///< a task's error that no transition takes
        Loop,      ///< more than MaxMicrosteps
        Delay,     ///< a delay that is no number of milliseconds and no duration
        Event,     ///< a computed event without a usable type
        Rule,      ///< a rule beyond its cost, or all rules of a step beyond theirs
        Limit,     ///< context, tasks or timers beyond D17, actions or raised events beyond a step's
        Snapshot,  ///< it does not fit the definition
        BadInput   ///< the input itself is malformed: a reserved type, no object, too big
    };
    Kind kind = Kind::Unhandled;
    std::string message; ///< what and where, for a person
};
[[nodiscard]] std::string_view name(Fault::Kind kind); ///< "unhandled", "loop", "delay", …
[[nodiscard]] Error toError(const Fault &fault);

using StepResult = tl::expected<Step, Fault>;

/// Enters the initial states with a context merged from the definition's and `input` (M21), an
/// object or null.
[[nodiscard]] StepResult start(const Definition &definition, const OrderedJson &input, Timestamp now);

/// Takes one input. `now` is the effective time of the input: for a timer its due time.
[[nodiscard]] StepResult step(const Definition &definition, const Snapshot &snapshot, const Input &input,
                              Timestamp now);

/// Rule X3: "waiting", {"preparing": {"payment": "waiting"}}, …
[[nodiscard]] OrderedJson stateValue(const Definition &definition, const std::vector<std::string> &active);

/// The active leaf states and all that contain them, in document order (for what is shown as active).
[[nodiscard]] Result<std::vector<StateIndex>> configuration(const Definition &definition,
                                                            const std::vector<std::string> &active);

/// RFC 7396: the patch that leads from one object to the other.
[[nodiscard]] OrderedJson mergePatch(const OrderedJson &from, const OrderedJson &to);

inline constexpr std::size_t MaxMicrosteps = 1000;        ///< in one step (M10)
inline constexpr std::size_t MaxEventBytes = 256 * 1024;  ///< of an outside event (D17)
inline constexpr std::size_t MaxContextBytes = 256 * 1024;
inline constexpr std::size_t MaxOpenTasks = 100;
inline constexpr std::size_t MaxTimers = 1000;
// What keeps one step of a hostile definition within a second and some hundred megabytes.
inline constexpr std::size_t MaxStepCost = 20'000'000; ///< operations of all rules of one step together
inline constexpr std::size_t MaxStepActions = 100'000; ///< for the world outside, in one step
inline constexpr std::size_t MaxRaised = 10'000;       ///< raised events that wait at a time

} // namespace hs::workflow
