#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "engine/api/values.h"

/// What the workflow designer asks: how a definition's text is built, what a change of it would read like, how it
/// would run. All of it is computed from the text in the question; nothing is written. Publishing is a command of its own.
namespace hs::api {

/// A piece of the text. Offsets and lengths are UTF-16 code units, lines and columns count from 1.
struct TextRange {
    int offset = 0;
    int length = 0;
    int line = 1;
    int column = 1;
};

struct ChartFinding {
    QString code; ///< "E022"
    bool error = true; ///< else a warning
    QString pointer;   ///< RFC 6901
    QString message;
    TextRange range;
};

struct ChartInvoke {
    QString pointer;
    QString id;      ///< as written; empty: the default one
    QString fullId;  ///< with the default filled in
    QString src;     ///< "nyra.qualify"
    QString agent;   ///< key of the agent whose colours it has ("grace-fields"); empty for human.*, bus.*, engine.*
    QString timeout; ///< as written, of the invoke or of setup.actors
    QString retry;   ///< JSON text, of the invoke alone; empty: none of its own
    QString input;   ///< JSON text; empty: none
    TextRange range;
};

enum class StateKind { Atomic, Compound, Parallel, Final, History };

struct ChartState {
    QString id;
    QString key;
    QString path;    ///< keys from below the root joined by dots; the root's id for the root
    QString pointer; ///< "" is the root
    int parent = -1; ///< index; -1: the root
    StateKind kind = StateKind::Atomic;
    bool deep = false; ///< history
    std::vector<int> historyDefault;
    int initial = -1; ///< index of the initial child
    QStringList tags;
    QString column; ///< meta.column, its own
    QString description;
    QStringList entry; ///< one short line an action
    QStringList exit;
    QString entrySource; ///< JSON text; empty: none
    QString exitSource;
    QString metaSource;
    QString outputSource; ///< of a final state and the root
    QString slaSource;    ///< meta.sla
    std::vector<ChartInvoke> invokes;
    TextRange range; ///< key and value
};

struct ChartTransition {
    enum class Kind { Event, Always, After, StateDone, TaskDone, TaskError };
    QString pointer; ///< of this transition: "/states/a/on/x", "/states/a/on/x/1"
    Kind kind = Kind::Event;
    int source = 0;
    std::vector<int> targets; ///< indices; empty: stays, or names states that are not there
    QString event;   ///< event descriptor, key of `after`, or id of the task
    QString target;  ///< as written, several joined by ", "
    QString guard;   ///< short words: "paidInFull", "not isVip", "amount >= 100"
    QStringList actions; ///< one short line each
    QString guardSource; ///< JSON text; empty: none
    QString actionsSource;
    bool reenter = false;
    QString description;
    bool alone = true; ///< not one of an array of several
    TextRange range;
};

/// A name that `setup` gives: a guard, an action, a delay, or what all tasks of a source share.
enum class SetupKind { Guard, Action, Actor, Delay };
struct ChartSetupEntry {
    SetupKind kind = SetupKind::Guard;
    QString name;
    QString pointer; ///< "/setup/guards/paidInFull"
    QString source;  ///< JSON text
    int uses = 0;    ///< places in the definition that name it
    TextRange range;
};

/// A definition as it can be drawn. Of a text with errors: as much as could be read.
struct Chart {
    bool readable = false; ///< it is JSON; else there are only findings
    bool sound = false;    ///< no finding is an error
    QString id;
    QString version;
    QString title;
    std::vector<ChartState> states; ///< document order; the first is the root
    std::vector<ChartTransition> transitions; ///< document order
    std::vector<ChartFinding> findings; ///< by place in the text
    QStringList guards;  ///< names in setup.guards
    QStringList actions; ///< names in setup.actions
    QStringList delays;  ///< names in setup.delays
    std::vector<ChartSetupEntry> setup; ///< by kind, then as in the text
    QStringList sources; ///< what an invoke may name: "nyra.qualify", "human.approve", …
};
struct ChartQuery {
    using Answer = Chart;
    QString text;
};

// ---- changes of a text ---------------------------------------------------
// Each is an edit of the text: what it does not concern keeps its bytes. Values are JSON texts.

struct AddState {
    QString parent; ///< pointer of a state; an atomic one becomes compound
    QString key;
    StateKind kind = StateKind::Atomic;
};
/// Targets, `initial` and stateIn guards that name the state follow.
struct RenameState {
    QString state; ///< pointer
    QString key;
};
/// With it go the transitions that lead to it or into it.
struct RemoveState {
    QString state;
};
/// `member` of a state, a transition, an invoke, `setup` or the root; an empty value removes it. `meta`, `setup` and what
/// lies in them is made when it is missing, and what is left empty of `setup` and `meta.sla` goes.
struct SetMember {
    QString object; ///< pointer
    QString member;
    QString value; ///< JSON text
};
struct AddTransition {
    QString source; ///< pointer of a state
    ChartTransition::Kind kind = ChartTransition::Kind::Event;
    QString event;       ///< descriptor, key of `after`, or id of the task
    QString targetState; ///< pointer of a state (the root's is empty), written as the shortest target that means it; null: none
    QString guard;       ///< JSON text; empty: none
    QString actions;
};
/// Only what is set changes. `event` moves it to another descriptor or delay.
struct ChangeTransition {
    QString transition; ///< pointer
    std::optional<QString> event;
    std::optional<QString> targetState; ///< pointer; a null string: no target
    std::optional<QString> guard;       ///< JSON text; empty: none
    std::optional<QString> actions;
    std::optional<bool> reenter;
    std::optional<QString> description; ///< plain text; empty: none
};
struct RemoveTransition {
    QString transition;
};
/// A state among its siblings, or a transition among those of its event, by `steps` places; order is meaning.
struct MoveItem {
    QString item;
    int steps = 1;
};
struct AddInvoke {
    QString state;
    QString src;
    QString id; ///< empty: the default one
};
struct RemoveInvoke {
    QString invoke;
};
/// A name that `setup` gives. What uses a guard, an action or a delay follows; an actor's name says whose tasks are meant.
struct RenameSetup {
    QString entry; ///< pointer
    QString name;
};
using DefinitionEdit = std::variant<AddState, RenameState, RemoveState, SetMember, AddTransition, ChangeTransition,
                                    RemoveTransition, MoveItem, AddInvoke, RemoveInvoke, RenameSetup>;

struct EditedDefinition {
    QString text;
    QString pointer; ///< of what was made or changed, in the new text; of a removed thing: what held it
};
struct EditDefinitionQuery { ///< BadInput when it can't be done: the text is not JSON, the name is taken, …
    using Answer = EditedDefinition;
    QString text;
    DefinitionEdit edit;
};

// ---- dry run -------------------------------------------------------------

struct SimulatedTask {
    QString id;
    QString src;
    QString input; ///< JSON text
};
struct SimulatedTimer {
    QString label; ///< key of `after`, or the id of a delayed event
    QString state; ///< state id; empty: of none
    qint64 due = 0; ///< milliseconds since the start
};
struct SimulatedStep {
    QString input;  ///< JSON text of the script's step; empty: the start
    qint64 now = 0; ///< milliseconds since the start, after it
    QString status; ///< active, done, error
    bool ignored = false;
    QString fault;  ///< why it failed, for a person
    QStringList active; ///< state ids, with all that contain them
    QStringList taken;  ///< transitions: source id, descriptor ("" for always) and target ids, joined by spaces
    QString context; ///< JSON text
    QStringList actions; ///< "type params", one each
    std::vector<SimulatedTask> tasks;
    std::vector<SimulatedTimer> timers; ///< by due time
    QString output; ///< JSON text, once done
};
struct SimulatedEvent {
    QString descriptor;
    QString source; ///< state id
    QString guard;  ///< its name; empty: none
    QString description;
};
/// The answer to every script is played from its start by the pure interpreter (rules X1 to X3).
struct Simulation {
    std::vector<SimulatedStep> steps; ///< the start, then one for each step of the script
    std::vector<SimulatedEvent> events; ///< what an event from outside may do after the last
};
struct SimulationQuery { ///< BadInput names the place when definition or script can't be used
    using Answer = Simulation;
    QString text;
    QString script; ///< JSON text of rule X1
};

} // namespace hs::api
