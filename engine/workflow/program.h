#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/rule.h"
#include "engine/workflow/selection.h"

// A definition made ready to run, once for all its instances: rules compiled, what an event may take
// looked up, and what a transition leaves and enters worked out as far as no history decides it.
namespace hs::workflow {

struct ReadyGuard {
    explicit ReadyGuard(const Guard &guard);

    const Guard *source;
    Rule rule;
    std::vector<ReadyGuard> guards;
};

struct ReadyDelay {
    explicit ReadyDelay(const Delay &delay);

    std::optional<std::chrono::milliseconds> fixed;
    Rule rule;
};

struct ReadyAction {
    explicit ReadyAction(const ActionCall &call);

    const ActionCall *source;
    Mapping params;                     ///< assign, and commands of setup.actions
    Mapping event;                      ///< raise, emit, sendTo
    std::optional<OrderedJson> constantEvent; ///< the same when it is always the same, and sound
    Rule rule;                          ///< `id` of raise and cancel, `to` of sendTo, `message` of log
    bool named = false;                 ///< a raise with an `id`
    std::optional<ReadyDelay> delay;    ///< raise
};

struct ReadyTransition {
    const Transition *source;
    std::optional<ReadyGuard> guard;
    std::vector<ReadyAction> actions;
    StateIndex domain = NoState; ///< M7; only of one with targets
    bool byHistory = false;      ///< its entry set hangs on what was recorded
    StateSet entry;              ///< M13, unless byHistory
};

struct ReadyTimer {
    const AfterTimer *source;
    StateIndex state;
    std::string stateId;
    OrderedJson event; ///< what it brings
    ReadyDelay delay;
};

struct ReadyInvoke {
    const Invoke *source;
    std::size_t number; ///< in document order over the whole definition
    Mapping input;
};

struct ReadyState {
    const State *source;
    StateIndex last;          ///< Definition::lastInside
    std::size_t regions = 0;  ///< children that are no history states
    bool asksAlways = false;  ///< it or a state around it has `always` transitions
    std::vector<StateIndex> histories; ///< children that are history states
    std::vector<ReadyTransition> transitions;
    std::vector<ReadyTransition> always;
    std::vector<const ReadyTransition *> wildcards; ///< in the order of asking
    std::vector<ReadyAction> entry;
    std::vector<ReadyAction> exit;
    std::vector<ReadyTimer> timers;
    std::vector<ReadyInvoke> invokes;
    std::optional<Mapping> output;
    OrderedJson doneEvent; ///< xstate.done.state.<id>, without output

    [[nodiscard]] bool isLeaf() const { return source->type == StateType::Atomic || source->type == StateType::Final; }
    /// Whether `other` lies properly inside.
    [[nodiscard]] bool contains(StateIndex other) const { return other > source->index && other <= last; }
};

class Program {
public:
    /// The definition outlives it and stays where it is.
    explicit Program(const Definition &definition);
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    /// What has exactly this type as its descriptor: by state, in document order, each in the order of asking.
    struct Takers {
        StateIndex state;
        std::vector<const ReadyTransition *> transitions;
    };
    [[nodiscard]] const std::vector<Takers> *takers(std::string_view eventType) const; ///< null when there are none

    [[nodiscard]] const ReadyState &state(StateIndex index) const { return m_states[index]; }
    [[nodiscard]] const ReadyState *find(std::string_view stateId) const; ///< null when there is none
    [[nodiscard]] const ReadyInvoke *invoke(std::string_view invokeId) const;
    [[nodiscard]] const ReadyTimer *timer(std::string_view timerId) const;
    [[nodiscard]] const std::vector<const ReadyInvoke *> &invokes() const { return m_byNumber; }
    [[nodiscard]] const StateSet &initial() const { return m_initial; }
    [[nodiscard]] bool asksAlways() const { return m_asksAlways; }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <typename T>
    using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

    void prepare(const Definition &definition, const State &state);
    void link(ReadyState &state);

    std::vector<ReadyState> m_states;
    ByText<std::vector<Takers>> m_takers;
    ByText<StateIndex> m_byId;
    ByText<const ReadyInvoke *> m_invokes;
    ByText<const ReadyTimer *> m_timers;
    std::vector<const ReadyInvoke *> m_byNumber;
    StateSet m_initial;
    bool m_asksAlways = false;
};

} // namespace hs::workflow
