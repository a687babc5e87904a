#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vocabulary/json.h"
#include "engine/workflow/finding.h"
#include "engine/workflow/model.h"

namespace hs::workflow {

/// What surrounds a definition while it is checked.
struct AgentCatalog {
    /// Run: it shall be carried out, so it needs a version (E010) that instances can be bound to.
    /// Trace: a dry run (X1) needs no agents and no runtime.
    enum class Mode { Run, Trace };
    Mode mode = Mode::Trace;

    /// Commands by agent prefix ("nyra" -> "qualify"). The built-in human.*, bus.* and engine.* need no entry.
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> commands;
    bool anyAgent = false; ///< take every `src`, whoever should carry it out


    /// Whether an IANA time zone exists; not set: not checked (E092).
    std::function<bool(std::string_view)> knowsTimeZone;

    /// Other definitions and the ones that each invokes by engine.workflow, for E085.
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> childWorkflows;

    /// For dry runs: any agent, mode Trace.
    [[nodiscard]] static AgentCatalog anything();
};

/// A transition that an outside event may take from where an instance stands. Guards are
/// not evaluated, they are named.
struct LegalEvent {
    std::string descriptor; ///< "payment.received", "payment.*", "*"
    std::string source;     ///< state id
    std::vector<std::string> targets; ///< state ids; empty: stays where it is
    std::vector<std::string> columns; ///< meta.column of the targets (their own or their nearest ancestor's), without repeats
    bool guarded = false;
    std::string guard; ///< its name; built-in types by their name ("jsonlogic", "and")
    std::string description;
};

class Program;

/// A checked workflow definition. Immutable; any thread; share it by shared_ptr.
class Definition {
public:
    Definition();
    ~Definition();
    Definition(const Definition &) = delete; // what is prepared for running points into it
    Definition &operator=(const Definition &) = delete;

    [[nodiscard]] const std::string &id() const { return m_id; }
    [[nodiscard]] const std::string &version() const { return m_version; } ///< empty only in mode Trace
    [[nodiscard]] const std::string &description() const { return root().description; }
    [[nodiscard]] const OrderedJson &meta() const { return root().meta; }
    [[nodiscard]] const OrderedJson &context() const { return m_context; } ///< initial, an object
    [[nodiscard]] const std::string &text() const { return m_text; }       ///< the source, byte by byte
    [[nodiscard]] const std::string &canonical() const { return m_canonical; } ///< RFC 8785
    [[nodiscard]] const std::string &hash() const { return m_hash; } ///< SHA-256 of canonical(), 64 hex digits

    /// All states in document order; the first is the root.
    [[nodiscard]] const std::vector<State> &states() const { return m_states; }
    [[nodiscard]] const State &root() const { return m_states.front(); }
    [[nodiscard]] const State &state(StateIndex index) const { return m_states[index]; }
    [[nodiscard]] const State *find(std::string_view stateId) const; ///< null when there is none
    [[nodiscard]] const Invoke *invoke(std::string_view invokeId) const; ///< null when there is none

    [[nodiscard]] bool isInside(StateIndex inner, StateIndex outer) const; ///< properly
    /// The last state inside, in document order; the state itself when there is none.
    [[nodiscard]] StateIndex lastInside(StateIndex index) const { return m_last[index]; }
    /// The column of a state: its own, else the nearest ancestor's; empty when none has one.
    [[nodiscard]] std::string columnOf(StateIndex index) const;
    /// The columns of the whole definition in document order, without repeats.
    [[nodiscard]] std::vector<std::string> columns() const;

    /// setup.actors, by src.
    [[nodiscard]] const std::map<std::string, TaskPolicy, std::less<>> &actors() const { return m_actors; }
    [[nodiscard]] const std::vector<Trigger> &triggers() const { return m_triggers; }
    [[nodiscard]] const std::vector<Schedule> &schedules() const { return m_schedules; }

    /// Agents named by `src` of an invoke, built-in ones left out.
    [[nodiscard]] std::set<std::string> agents() const;
    /// 1 with up to two of them, 2 with three or four, 3 with five or more (T9).
    [[nodiscard]] int level() const;
    /// How many of its instances may be under way at once; further ones wait for their turn. 0: no limit.
    [[nodiscard]] int maxRunning() const { return root().maxRunning; }

    /// What an outside event may do from a configuration, given by the ids of its active leaf states
    /// (Snapshot::active). Inner states first; what an inner unguarded transition hides is left out.
    [[nodiscard]] std::vector<LegalEvent> legalEvents(const std::vector<std::string> &active) const;

    /// The same, ready to run.
    [[nodiscard]] const Program &program() const { return *m_program; }

private:
    friend class DefinitionReader;
    std::string m_id;
    std::string m_version;
    OrderedJson m_context = OrderedJson::object();
    std::string m_text;
    std::string m_canonical;
    std::string m_hash;
    std::vector<State> m_states;
    std::map<std::string, StateIndex, std::less<>> m_byId;
    std::map<std::string, std::pair<StateIndex, std::size_t>, std::less<>> m_invokes;
    std::map<std::string, TaskPolicy, std::less<>> m_actors;
    std::vector<Trigger> m_triggers;
    std::vector<Schedule> m_schedules;
    std::vector<StateIndex> m_last;
    std::unique_ptr<const Program> m_program; ///< once there is no error
};

struct Parsed {
    std::shared_ptr<const Definition> definition; ///< null when any finding is an error
    std::vector<Finding> findings;                ///< by place in the text
};

/// Reads and checks a definition; all problems at once (rules F, E, W). Never throws.
[[nodiscard]] Parsed parseDefinition(std::string_view text, const AgentCatalog &catalog);

/// E100 (V1): none when `published`, the text that stands under the same id and version, says the same: the
/// same canonical form and, where order is meaning (F2), the same order. Spaces and the order of the keys of a
/// state, a transition or an invoke may differ.
[[nodiscard]] std::optional<Finding> checkPublished(const Definition &definition, std::string_view published);

inline constexpr std::size_t MaxDefinitionBytes = 1048576;
inline constexpr std::size_t MaxStates = 1000;
inline constexpr std::size_t MaxStateDepth = 32;

} // namespace hs::workflow
