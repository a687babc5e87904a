#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/workflow/interpreter.h"
#include "engine/workflow/program.h"

namespace hs::workflow {

/// One instance in the form it is stepped in: states, tasks and timers as places in the definition
/// instead of names, one buffer for all steps. start() and step() of interpreter.h are this class
/// between two Snapshots; whoever plays many steps of one instance keeps it.
///
/// Not thread-safe; the definition outlives it. Most of a step takes no memory from the heap: what
/// computed events, inputs and params hold does.
class Machine {
public:
    /// Stands nowhere until started or restored.
    explicit Machine(const Definition &definition);

    /// Begins anew with the context of the definition and `input` (M21), an object or null.
    [[nodiscard]] tl::expected<void, Fault> start(const OrderedJson &input, Timestamp now);
    /// Stands where the snapshot says. Fault::Snapshot when it does not fit the definition.
    [[nodiscard]] tl::expected<void, Fault> restore(const Snapshot &snapshot);
    /// Takes one input (interpreter.h). After a fault the instance stands as before (D12).
    [[nodiscard]] tl::expected<void, Fault> take(const Input &input, Timestamp now);
    /// The same for an event, which is looked at and not copied.
    [[nodiscard]] tl::expected<void, Fault> takeEvent(const OrderedJson &event, Timestamp now);

    [[nodiscard]] MachineStatus status() const { return m_status; }
    [[nodiscard]] const OrderedJson &context() const { return m_context; }
    [[nodiscard]] bool isIn(StateIndex state) const;
    [[nodiscard]] const StateSet &active() const { return m_active; } ///< leaf states and all that contain them
    [[nodiscard]] Snapshot snapshot() const;

    /// What the last start or take caused; valid until the next.
    [[nodiscard]] bool ignored() const { return m_ignored; }
    [[nodiscard]] std::size_t microsteps() const { return m_microsteps; }
    [[nodiscard]] const std::vector<const Transition *> &transitions() const { return m_taken; }
    struct Deed {
        const ActionCall *call;
        OrderedJson params;
    };
    [[nodiscard]] const std::vector<Deed> &deeds() const { return m_deeds; }
    /// All of it, by name, with the new snapshot.
    [[nodiscard]] Step step() const;

private:
    /// A pending timer: of `after`, or any other as it is written in snapshots.
    struct Timer {
        const ReadyTimer *after = nullptr;
        std::unique_ptr<PendingTimer> other;
        Timestamp due;
        std::uint64_t sequence = 0;

        [[nodiscard]] const std::string &id() const { return after != nullptr ? after->source->event : other->id; }
        [[nodiscard]] const OrderedJson &event() const { return after != nullptr ? after->event : other->event; }
    };
    /// An open task; `src` only when it is not that of the definition.
    struct Task {
        const ReadyInvoke *invoke = nullptr;
        std::unique_ptr<OpenTask> other; ///< without input, of an invoke that the definition has not
        OrderedJson input;
        unsigned start = 0;

        [[nodiscard]] const std::string &id() const { return invoke != nullptr ? invoke->source->id : other->id; }
    };
    struct Raised {
        const OrderedJson *fixed = nullptr; ///< of the program; else:
        OrderedJson own;
    };
    /// A value of the context from before the step.
    struct Overwritten {
        std::size_t position;
        std::optional<OrderedJson> value; ///< none: there was no such key
    };
    using Selected = std::vector<const ReadyTransition *>;
    using Outcome = tl::expected<void, Fault>;

    // The loop (machine.cpp)
    void begin(Timestamp now);
    [[nodiscard]] Outcome takeTimer(const std::string &id, Timestamp now);
    [[nodiscard]] Outcome takeResult(const std::string &invoke, const char *kind, const char *key, const OrderedJson &value,
                                     bool isError, Timestamp now);
    [[nodiscard]] Outcome process(bool mustBeTaken);
    [[nodiscard]] Outcome late();
    [[nodiscard]] Outcome end();
    void untilAtRest();
    [[nodiscard]] bool microstep(); ///< takes m_selected; whether it changed anything (M9)
    void leave(const ReadyState &state);
    void enter(const ReadyState &state);
    void enterFinal(const ReadyState &state);
    void finish();
    void select();
    [[nodiscard]] std::size_t selectFrom(std::size_t position, const std::string &type,
                                         const std::vector<Program::Takers> *takers);
    [[nodiscard]] const ReadyTransition *selectIn(const ReadyState &state, const std::string &type,
                                                  const std::vector<Program::Takers> *takers);
    void selectAlways();
    void resolveConflicts();
    [[nodiscard]] std::pair<std::size_t, std::size_t> exits(const ReadyTransition &transition) const;
    void record(const ReadyState &historyState);
    [[nodiscard]] bool isInFinal(StateIndex index) const;
    void fault(Fault::Kind kind, std::string message);
    void checkLimits();
    void undo();

    // What states and transitions do (machine_actions.cpp)
    [[nodiscard]] bool holds(const std::optional<ReadyGuard> &guard);
    [[nodiscard]] bool holds(const ReadyGuard &guard);
    void run(const std::vector<ReadyAction> &actions);
    void run(const ReadyAction &action);
    void assign(const ReadyAction &action);
    void raise(const ReadyAction &action);
    void queue(Raised event);
    [[nodiscard]] OrderedJson computed(const Rule &rule);
    [[nodiscard]] OrderedJson computed(const Mapping &mapping);
    [[nodiscard]] OrderedJson computedEvent(const ReadyAction &action);
    template <typename Describe>
    [[nodiscard]] std::chrono::milliseconds computedDelay(const ReadyDelay &delay, Describe what);
    void setTimer(Timer timer);
    void cancelTimer(std::string_view id);
    void startTask(const ReadyInvoke &invoke);
    void stopTask(const ReadyInvoke &invoke);
    void pay(std::size_t cost);
    [[nodiscard]] Scope scope() const { return Scope{{"context", &m_context}, {"event", m_event}}; }

    // Between this form and names (machine_snapshot.cpp)
    [[nodiscard]] Outcome restoreStates(const Snapshot &snapshot);
    void restoreTasks(const Snapshot &snapshot);
    void restoreTimers(const Snapshot &snapshot);
    [[nodiscard]] static OpenTask named(const Task &task);
    [[nodiscard]] static PendingTimer named(const Timer &timer);
    [[nodiscard]] OrderedJson contextPatch() const;

    const Definition &m_definition;
    const Program &m_program;

    // Where the instance stands
    MachineStatus m_status = MachineStatus::Active;
    StateSet m_active;
    OrderedJson m_context = OrderedJson::object();
    History m_history; ///< by history state
    std::vector<Task> m_tasks; ///< by id
    std::vector<Timer> m_timers; ///< by sequence
    std::vector<unsigned> m_starts; ///< by number of the invoke
    std::map<std::string, unsigned> m_otherStarts; ///< of invokes that the definition has not
    std::uint64_t m_sequence = 0;
    OrderedJson m_output;

    // The step in the making, or the last one
    Timestamp m_now;
    const OrderedJson *m_event = nullptr;
    OrderedJson m_ownEvent;
    std::vector<Raised> m_queue; ///< raised events, first in first out (M11), from m_queued on
    std::size_t m_queued = 0;
    Selected m_selected;
    std::vector<Task> m_starting; ///< entered in this step; they start if they are still here at its end (M14)
    std::vector<StateIndex> m_completed; ///< parallel states found done in this microstep
    bool m_changed = false; ///< by an assign, a task or recorded history, in this microstep
    bool m_assigned = false;
    bool m_done = false;
    bool m_ignored = false;
    std::size_t m_microsteps = 0;
    std::size_t m_cost = 0;
    std::vector<const Transition *> m_taken;
    StateSet m_exited;
    StateSet m_entered;
    std::vector<Deed> m_deeds;
    std::vector<const ReadyInvoke *> m_started;
    std::optional<Fault> m_fault;

    // What takes it back
    StateSet m_activeBefore;
    std::optional<History> m_historyBefore; ///< once it changed
    std::vector<Overwritten> m_overwritten;
    std::vector<std::size_t> m_touched; ///< by position in the context: the step that last overwrote it
    std::size_t m_stepNumber = 0;
    std::vector<Task> m_cancelledTasks;
    std::optional<Task> m_finishedTask;
    std::vector<Timer> m_cancelledTimers; ///< pending before
    std::optional<Timer> m_firedTimer;
    std::uint64_t m_sequenceBefore = 0;

    // Scratch
    StateSet m_leaving;
    StateSet m_entering;
    StateSet m_activeInMicrostep;
    std::vector<std::pair<const ReadyTransition *, std::pair<std::size_t, std::size_t>>> m_kept;
    std::vector<std::size_t> m_counts;
    std::vector<OrderedJson> m_assignments;
};

} // namespace hs::workflow
