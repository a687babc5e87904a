#pragma once

#include "engine/api/rows.h"

/// The history of one run: what came in at each step, what it moved and what it caused,
/// when each state and task was active, and how two runs differ.
namespace hs::api {

/// What a step was asked to take. Act: what an operator did beside the machine, named by `RunStep::input` (pause, resume,
/// skip, edit, resolve, prioritise, rollback). Other: written by a newer engine.
enum class RunInput { Start, Event, Timer, TaskDone, TaskFailed, Undo, Cancel, Act, Other };

/// One step, as lists and the timeline show it.
struct RunStep {
    qint64 seq = 0;
    QDateTime at;
    RunInput kind = RunInput::Other;
    QString input;   ///< event type, timer id, or id of the task
    QString actor;   ///< who or what sent it
    QString reason;
    QStringList exited;  ///< state ids, in order
    QStringList entered; ///< likewise
    QStringList changed; ///< names of the context's fields that the step set or removed
    QStringList tasksStarted; ///< ids of tasks
    QStringList tasksCancelled;
    int timersSet = 0;
    int actions = 0;
    bool ignored = false; ///< nothing took the input
    int durationMicros = 0; ///< in the machine
};

/// One row of the timeline: a region (the whole machine, or one of a parallel state's) or a task of it.
struct RunLane {
    enum class Kind { Region, Task };
    QString key;   ///< state id of the region, or id of the task
    QString title; ///< as the definition calls it
    Kind kind = Kind::Region;
    int depth = 0; ///< how deep in parallel states; a task stands one deeper than its region
    QString agent; ///< key of the agent that does the task; empty: a region, a person or the engine
};
/// A stay in a state, or a task from its start to its end.
struct RunBar {
    enum class Outcome { Open, Left, Done, Failed, Cancelled };
    int lane = 0; ///< index into RunPage::lanes
    QString label; ///< path of the state below its region, or the task's `src`
    qint64 from = 0;
    qint64 to = -1; ///< step that ended it; -1: it is open at the end of the page
    QDateTime fromAt; ///< invalid: it began before this page
    QDateTime toAt;
    Outcome outcome = Outcome::Open;
    int failedTries = 0; ///< of a task
};
/// A point in a lane: what came in there.
struct RunMark {
    enum class Kind { Event, Timer, TaskFailed, Ignored, Person };
    int lane = 0;
    qint64 seq = 0;
    Kind kind = Kind::Event;
};
/// The input that stopped the run (D12). Nothing of its step was kept.
struct RunIncident {
    QDateTime at;
    QString error; ///< "unhandled: …", in the engine's words
    RunInput kind = RunInput::Other;
    QString input;
    QJsonObject payload;
};
/// An open task as it is now.
struct RunOpenTask {
    QString id;
    QString src;
    bool uncertain = false; ///< nobody knows how its last try ended (D9)
    bool later = false;     ///< a try failed; the next one is due at `again`
    QDateTime again;
};
struct RunPage {
    WorkflowRow row;
    qint64 firstSeq = 0; ///< of the whole run
    qint64 lastSeq = -1; ///< below `firstSeq`: it has no steps
    std::vector<RunLane> lanes; ///< of the definition, in its order, whether or not they were ever active
    std::vector<RunStep> steps; ///< this page's, oldest first, without gaps
    std::vector<RunBar> bars;   ///< by lane, then time
    std::vector<RunMark> marks;
    std::optional<RunIncident> incident;
    std::vector<RunOpenTask> openTasks;
    QJsonObject context; ///< as it is now
    QString currentVersion; ///< of the definition that new runs take; empty: it is not loaded
    QJsonObject firstInput; ///< what the run was started with
    bool hasFirstInput = false; ///< its first step is kept
};

/// A page of steps with the timeline that belongs to it. Any page of a long run costs the same.
struct RunQuery {
    using Answer = RunPage;
    Id workflow;
    qint64 from = -1; ///< first step; -1: the page of the last ones
    int limit = 250;  ///< 1 to 1000
};

struct RunTransition {
    QString source;
    QString event; ///< as in the definition; empty: taken without an event
    QStringList targets; ///< empty: it stayed
};
struct RunTry {
    int attempt = 1;
    QDateTime began;
    QDateTime failed;
    QString error;   ///< name (D11)
    QString message;
    QDateTime again; ///< of the next try; invalid: it was the last
};
struct RunTask {
    enum class Did { Started, Done, Failed, Cancelled };
    QString id;
    QString src;
    Did did = Did::Started; ///< in this step
    QJsonObject input;
    QJsonValue output;      ///< when done
    QString error;          ///< when failed: name and message
    qint64 startedSeq = -1; ///< -1: not found in what is kept
    QDateTime startedAt;
    qint64 endedSeq = -1;   ///< -1: it is open
    QDateTime endedAt;
    std::vector<RunTry> failedTries;
};
struct RunTimer {
    enum class Did { Set, Fired, Cancelled };
    QString id;
    QString event;
    QDateTime due;
    Did did = Did::Set;
};
/// Something that the step made elsewhere, to be opened there.
struct RunLink {
    QString kind; ///< escalation, task, record
    Id id;
    QString title;
    QString state; ///< as its own list calls it
};
/// How the run stood once the step was done.
struct RunStanding {
    QStringList active; ///< ids of the active leaf states
    QString state;      ///< the same as one line
    QJsonObject context;
    std::vector<RunTask> tasks;   ///< open ones
    std::vector<RunTimer> timers; ///< pending ones, by due time
    QString waitingOn;  ///< task, timer, event, person; empty: it had ended
};
struct RunStepDetail {
    RunStep step;
    QJsonObject payload; ///< the event, the timer, or the task's result
    std::vector<RunTransition> transitions;
    QJsonObject before; ///< context
    RunStanding after;
    QJsonArray actions; ///< {type, params}
    std::vector<RunTask> tasks;
    std::vector<RunTimer> timers;
    std::vector<MessageRow> messages;
    std::vector<EffectRow> effects;
    std::vector<RunLink> links;
    std::vector<AuditRow> audit; ///< with rule and evidence of who did it
};
struct RunStepQuery {
    using Answer = RunStepDetail;
    Id workflow;
    qint64 seq = 0;
};

/// Two steps that stand beside each other, or one without a partner.
struct RunPair {
    std::optional<RunStep> first;
    std::optional<RunStep> second;
    qint64 firstWaitMs = 0; ///< since the step before of the same run
    qint64 secondWaitMs = 0;
    struct Field {
        QString name;
        QJsonValue first;
        QJsonValue second;
    };
    std::vector<Field> fields; ///< what both steps set differently
};
struct RunComparison {
    WorkflowRow first;
    WorkflowRow second;
    std::vector<RunPair> pairs;
    int compared = 0; ///< steps of each at most
    bool cut = false; ///< one of them has more steps than were compared
};
/// Aligns two runs by what came in and which states were entered.
struct RunCompareQuery {
    using Answer = RunComparison;
    Id first;
    Id second;
};

} // namespace hs::api
