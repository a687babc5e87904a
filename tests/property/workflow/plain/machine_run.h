#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/workflow/interpreter.h"
#include "tests/property/workflow/plain/rules.h"
#include "tests/property/workflow/plain/selection.h"

namespace hs::workflow::plain {

/// One step in the making: takes a snapshot apart, runs microsteps until the machine rests, and
/// puts the new snapshot together. Used once.
class MachineRun {
public:
    MachineRun(const Definition &definition, const Snapshot &before, Timestamp now);

    /// Enters the initial states; `event` is what their actions see.
    [[nodiscard]] StepResult start(OrderedJson event);
    /// Processes one event in the configuration of the snapshot. `mustBeTaken`: a task's error.
    [[nodiscard]] StepResult process(OrderedJson event, bool mustBeTaken);

    /// The task or the timer that this input ends; it is not counted as cancelled.
    void finishTask(const std::string &invokeId);
    void finishTimer(const std::string &timerId);

private:
    // The loop (machine_run.cpp)
    [[nodiscard]] bool restore();
    void untilAtRest();
    [[nodiscard]] bool microstep(const Transitions &enabled); ///< whether it changed anything (M9)
    void leave(const State &state);
    void enter(const State &state, std::vector<StateIndex> &completed);
    void enterFinal(const State &state, std::vector<StateIndex> &completed);
    void finish();
    [[nodiscard]] StepResult result();
    [[nodiscard]] Transitions select(StateIndex index);
    [[nodiscard]] const Transition *selectIn(const State &state);
    [[nodiscard]] Transitions selectAlways();

    // What states and transitions do (machine_actions.cpp)
    [[nodiscard]] bool holds(const std::optional<Guard> &guard);
    [[nodiscard]] bool holds(const Guard &guard);
    void run(const std::vector<ActionCall> &actions);
    void run(const ActionCall &action);
    void raise(const ActionCall &action);
    [[nodiscard]] OrderedJson computed(const OrderedJson &rule);
    [[nodiscard]] OrderedJson computedMapping(const OrderedJson &mapping);
    [[nodiscard]] OrderedJson computedEvent(const ActionCall &action);
    [[nodiscard]] std::chrono::milliseconds computedDelay(const Delay &delay, const std::string &what);
    void setTimer(std::string id, OrderedJson event, std::chrono::milliseconds delay, const std::string &state);
    void cancelTimer(std::string_view id);
    void startTask(const Invoke &invoke);
    void stopTask(const std::string &invokeId);

    [[nodiscard]] Scope scope() const { return Scope{{"context", &m_next.context}, {"event", &m_event}}; }
    void fault(Fault::Kind kind, std::string message);
    void checkLimits();

    const Definition &m_definition;
    const Snapshot &m_before;
    const Timestamp m_now;
    const Selection m_selection;
    Snapshot m_next;
    Configuration m_configuration;
    std::deque<OrderedJson> m_queue; ///< raised events, first in first out (M11)
    OrderedJson m_event;
    std::vector<OpenTask> m_starting; ///< entered in this step; they start if they are still here at its end (M14)
    std::vector<std::string> m_finishedTasks;
    std::vector<std::uint64_t> m_firedTimers;
    bool m_changed = false; ///< by an assign, a task or recorded history, in this microstep
    bool m_assigned = false;
    bool m_done = false;
    Step m_step;
    std::optional<Fault> m_fault;
};

} // namespace hs::workflow::plain
