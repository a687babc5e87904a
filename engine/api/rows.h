#pragma once

#include "engine/api/values.h"

/// The rows and documents that queries answer with.
namespace hs::api {

// ---- inbox ---------------------------------------------------------------
enum class EventState { Received, Processing, Done, Failed, Dead };
struct EventRow {
    Id id;
    QString source; ///< "typeform"
    QString type;   ///< the domain's name, or the sender's while not yet mapped
    EventState state = EventState::Received;
    int attempts = 0;
    QDateTime receivedAt;
    QString correlation;
    QString error;   ///< of the last failed attempt
    QString summary; ///< what became of it, one sentence
    int duplicates = 0; ///< repeats that were acknowledged and dropped
};
struct ChainItem {
    QString kind; ///< record, workflow, task, message, escalation, effect, audit
    Id id;
    QString title;
    QDateTime at;
};
struct EventDetail {
    EventRow row;
    QJsonObject headers; ///< those that matter; never signatures or secrets
    QString body;        ///< as received, UTF-8
    std::vector<ChainItem> chain; ///< all that it caused, oldest first
};

// ---- hub records ---------------------------------------------------------
struct PropertyInfo {
    QString name;
    QString type;   ///< Notion's type name: title, rich_text, number, select, …
    QString format; ///< "currency", "percent", "date", "datetime" or empty
    QStringList options;
    QString relation; ///< database key of a relation
    bool required = false;
    bool systemOnly = false;
    QString writer; ///< agent key, "engine" or "staff"
    QString unit = {};        ///< of a number: "min", "h", "s" or empty
    QString description = {}; ///< one sentence of the schema's, may be empty
    int limit = 0;            ///< relation, people: most entries; 0: 100
};
struct DatabaseInfo {
    QString key;   ///< "contacts-profiles"
    QString title; ///< "Contacts & Profiles"
    QString group; ///< "Core operations"
    std::vector<PropertyInfo> properties;
    qint64 records = 0;
};
struct RecordRow {
    Id id;
    QString database;
    QString title;
    QString entity; ///< id of the business entity, may be empty
    QJsonObject fields;
    QString etag;
    QDateTime createdAt;
    QDateTime updatedAt;
    QString updatedBy;
};

// ---- workflows -----------------------------------------------------------
/// running, paused, incident, completed, failed, cancelled (D16)
enum class WorkflowStatus { Running, Paused, Incident, Completed, Failed, Cancelled };
enum class Priority { Low, Medium, High, Urgent };
struct LegalMove {
    QString event;       ///< event type to send
    QString target;      ///< state id
    QString column;      ///< column key of the target
    bool guarded = false; ///< whether it is taken depends on the guard named in `guard`
    QString guard;
    bool refused = false; ///< as things stand, the event without data would not lead there
};
struct WorkflowRow {
    Id id;
    QString number; ///< for people: "LC-318"
    QString definition;
    QString version;
    QString title;
    WorkflowStatus status = WorkflowStatus::Running;
    QString state;  ///< active state, the keys joined by "." and parallel ones by " + "
    QString column; ///< column key of the board
    Priority priority = Priority::Medium;
    QString agent;  ///< key of the agent in charge
    QString entity;
    QString contact;   ///< record id
    QString person;    ///< the contact's name
    QString assignee;  ///< operator id
    QDateTime startedAt;
    QDateTime enteredAt; ///< when it came into its present state
    QDateTime dueAt;     ///< next timer
    QString waitingOn;   ///< task, timer, event, person; turn: it has not begun, because enough of its definition are under way; derived
    QString waitingWhy;  ///< of a turn: a sentence
    int level = 1;       ///< 1 to 3 by the agents of its definition; 4 while it is stopped or a case that it escalated is open (T9)
    QStringList tags; ///< of its active states, the innermost first
    QString error;
    qint64 steps = 0;
};
struct WorkflowDetail {
    WorkflowRow row;
    QJsonObject context;
    QJsonArray openTasks; ///< {id, src, input, attempt, status}
    QJsonArray timers;    ///< {id, event, due}
    std::vector<LegalMove> moves;
    bool undoable = false; ///< the last move can be taken back until `undoUntil`
    QDateTime undoUntil;
};
struct HistoryRow {
    qint64 seq = 0;
    QDateTime at;
    QString input;   ///< event type
    QString actor;   ///< who or what sent it
    QString reason;
    QStringList exited;
    QStringList entered;
    QJsonArray actions;
    QJsonObject patch; ///< context change, JSON Merge Patch
    QJsonArray tasks;
    bool ignored = false;
    int durationMicros = 0;
};
struct ColumnInfo {
    QString key; ///< state key
    QString title;
    int limit = 0; ///< 0: none
    bool final = false;
};
struct DefinitionInfo {
    QString id;
    QString version;
    QString title;
    QString description;
    int level = 1;
    std::vector<ColumnInfo> columns; ///< document order
    qint64 open = 0;
    qint64 total = 0;
};
struct Card {
    WorkflowRow row;
    QString bannerKind; ///< "", blocked, waiting, approval, paused
    QString bannerText; ///< why it is blocked; of a card that waits: the task, else empty
    std::vector<LegalMove> moves;
};
struct BoardColumn {
    ColumnInfo info;
    qint64 count = 0; ///< cards that fit the filter and the lane
    qint64 held = 0;  ///< all cards of the column: what its limit is about
    std::vector<Card> cards;
    QString next; ///< window of the next page of this column
};
struct Board {
    DefinitionInfo definition;
    std::vector<BoardColumn> columns;
    QStringList tags;     ///< that cards of this board have, by name
    QStringList versions; ///< of the definition that cards are bound to, newest last
    quint64 revision = 0;
};

// ---- tasks ---------------------------------------------------------------
enum class TaskStatus { ToDo, InProgress, OnHold, Done, Cancelled };
struct TaskRow {
    Id id;
    QString number; ///< "TASK-0a1b2c3d"
    QString title;
    QString description;
    TaskStatus status = TaskStatus::ToDo;
    Priority priority = Priority::Medium;
    QString category;
    QDateTime dueAt;
    QString assignee; ///< operator id
    QString assigneeName;
    QString workflow;
    QString contact;
    QString entity;
    QString createdBy;
    int estimateMinutes = 0;
    QStringList tags;
    QDateTime createdAt;
    QDateTime completedAt;
};

// ---- agents, bus ---------------------------------------------------------
enum class AgentState { Working, Waiting, Paused, Failing, NoDuty };
/// What an agent may do by itself.
enum class Autonomy { DraftsOnly, Autopilot };
struct AgentCommand {
    QString name;        ///< "score"
    QString usage;       ///< "score name@example.com"
    QString description;
};
struct AgentRow {
    QString key; ///< "grace-fields" (tokens and avatars use it)
    QString name;
    QString role;
    QString tone;
    QStringList capabilities;
    std::vector<AgentCommand> commands; ///< what it understands in a conversation
    QStringList rules;                  ///< in plain words
    AgentState state = AgentState::Waiting;
    Autonomy autonomy = Autonomy::DraftsOnly;
    qint64 doneToday = 0;
    qint64 failedToday = 0;
    QDateTime lastActive;
    QString lastError;
};
struct MessageRow {
    Id id;
    QString sender;
    QString recipient; ///< agent, "listeners" or "broadcast"
    QString type;
    QJsonObject payload;
    QString correlation;
    QString causation;
    QString responseTo;
    bool requiresResponse = false;
    QString priority; ///< low, normal, high, critical
    QString outcome;  ///< waiting, delivered, answered, timed out, late, failed, dead
    QString error;    ///< why it is dead or timed out, in the engine's words
    bool retryable = false; ///< a delivery was given up and may be tried again
    QDateTime at;
};

// ---- conversations -------------------------------------------------------
struct ThreadRow {
    Id id;
    QString title;  ///< the person, or what it is about
    QString agent;  ///< agent key
    QString channel; ///< email, form, console, …
    QString lastLine;
    QDateTime lastAt;
    QString chip;   ///< needs_reply, running, escalated, answered, done, waiting
    QString entity;
    QString contact;
    QString assignee;
    bool unread = false;
    bool takenOver = false; ///< a person has taken over; the agent keeps silent
    bool hasDraft = false;
    QDateTime snoozedUntil;
    QString escalation; ///< open escalation of this thread
};
struct ThreadItem {
    Id id;
    QString kind;   ///< client, agent, colleague, note, tool, system
    QString author; ///< agent key, operator id, or the client's name
    QString authorName;
    QString text;
    QDateTime at;
    QString delivery; ///< "", draft, held, queued, sent, failed
    QString effect;   ///< outbox effect that carries it
    QDateTime holdUntil;
    QJsonObject tool; ///< {what, result, ms, input, output} of a tool item
    QJsonArray citations; ///< {n, title, kind, id}: what the words stand on
    QJsonArray attachments; ///< {id, name, type, size}
    QString thought;  ///< the task of thinking it came from; empty: by rules, or a person
};
/// An answer that is being made.
struct Thinking {
    Id thought;
    QString agent;
    QString doing;  ///< "reading Contacts & Profiles", "writing"
    QString text;   ///< so far
    QDateTime since;
};
struct ThreadDetail {
    ThreadRow row;
    std::vector<ThreadItem> items; ///< oldest first
    QString older;    ///< window of the page before; empty: none
    QString draft;    ///< the caller's unsent words
    bool draftIsNote = false;
    QStringList viewers; ///< other operators looking at it now
    qint64 version = 0;  ///< rises with every item
    std::vector<Thinking> thinking; ///< under way now
    QString proposal;       ///< words an agent made for a person to send; empty: none
    QString proposalAuthor; ///< agent key
    QString proposalThought;
    QJsonArray proposalCitations; ///< {n, title, kind, id}
    QString proposalTrouble; ///< why there is none although it was asked for
    QJsonArray attachments; ///< {id, name, type, size}: the caller's, that wait for the next reply
    bool modelReady = false; ///< a model would write; else rules
};

// ---- escalations ---------------------------------------------------------
enum class EscalationStatus { Waiting, Claimed, Decided, Held, Done, Snoozed, WaitingOnClient };
struct EscalationRow {
    Id id;
    QString number; ///< "E-1042"
    QString title;
    QString person;
    QString contact;
    QString entity;
    QString entityName;
    Priority priority = Priority::Medium;
    QString reasonClass; ///< legal_compliance, vip_concern, complex_dispute, human_judgement
    QString category;
    QString agent;   ///< who asks
    EscalationStatus status = EscalationStatus::Waiting;
    QDateTime openedAt;
    QDateTime respondDue; ///< pauses taken into account
    QDateTime decideDue;
    QDateTime respondedAt; ///< invalid: the respond clock runs
    qint64 respondTotalMs = 0; ///< whole length of the clock, for the ring
    qint64 decideTotalMs = 0;
    QDateTime pausedSince; ///< valid: clocks stand still
    QString claimant;     ///< operator id
    QString claimantName;
    QDateTime claimedAt;
    QDateTime leaseUntil;
    QString decision; ///< approve, edit, reject, hand_back
    QString decidedByName;
    QDateTime decidedAt;
    QDateTime holdUntil; ///< effects wait until then; undo is possible
    QDateTime snoozedUntil;
    qint64 version = 0; ///< of what the reviewer sees; a decision carries it
    QString thread;
    QString workflow;
    QStringList labels;
};
struct EscalationCounts {
    qint64 overdue = 0;
    qint64 dueSoon = 0;
    qint64 onTrack = 0;
    qint64 medianReplySeconds = -1; ///< of the last 30 days; -1: none yet
};
struct EscalationPage : Page<EscalationRow> {
    EscalationCounts counts;
    std::vector<EscalationRow> decidedToday;
};
struct TimelineItem {
    QDateTime at;
    QString actorKind; ///< client, agent, person, engine
    QString actor;     ///< agent key or operator id
    QString actorName;
    QString verb;      ///< wrote, classified, checked, tried, asked, claimed, decided, …
    QString text;
    bool matters = true; ///< shown by "what matters"
    bool failed = false; ///< a try that did not work
    QJsonArray citations; ///< {title, kind, id}
};
struct EffectPreview {
    QString kind;   ///< mail, slack, record, workflow, task
    QString text;
    QString amount; ///< "$ 640.00" or empty
    QString target; ///< system or address
    int holdSeconds = 0;
    bool ready = true; ///< false: no channel is set up; it will wait as a draft
    QString notReady;  ///< why
};
struct Similar {
    Id id;
    QString title;
    QString person;
    QString decision;
    QDateTime at;
};
struct Fact {
    QString name;
    QString value;
    QString evidence;
};
struct EscalationDetail {
    EscalationRow row;
    QString summary;
    QString request;     ///< the client's words
    QString rule;        ///< R1 … R12, or the workflow's state
    QString ruleText;
    QString risk;        ///< low, medium, high
    QString riskWhy;
    QString urgency;     ///< immediate, same day, next business day
    QString sentiment;
    std::vector<Fact> facts;
    std::vector<TimelineItem> timeline;
    std::vector<EffectPreview> effects;
    std::vector<Similar> similar;
    QString proposal;        ///< what the agent proposes; empty: nothing
    QString proposalAuthor;  ///< agent key
    double confidence = 0;   ///< 0 to 1
    QString draft;           ///< the caller's edited reply, if there is one
    bool stale = false;      ///< the proposal no longer fits what happened
    QString staleWhy;
    QStringList reasons;     ///< the entity's list, for decisions
    QString calendar;        ///< hours that the clocks count
    QString backupName;
    QString recommended;     ///< recommended action
    QStringList rejectedEffects;
    QString role;            ///< that the task is for; empty: any reviewer's
    QJsonArray options;      ///< {value, title}: one of them is chosen when it is approved; empty: none
    QJsonObject form;        ///< JSON Schema of the fields that are filled in then; empty: none
};

// ---- integrations --------------------------------------------------------
enum class Health { Healthy, Slow, Failing, Down, Paused, NeedsSignIn, NotSetUp };
struct IntegrationCard {
    QString name;  ///< "receiver", "typeform", "mail", "slack"
    QString title;
    QString kind;  ///< receiver, source, channel, mirror
    Health health = Health::NotSetUp;
    QString mainValue; ///< "318 today", "4 ms"
    QString sentence;
    std::vector<double> spark; ///< 60 points, oldest first: deliveries a minute
    std::vector<Health> beats; ///< 24 buckets of an hour, oldest first, the worst of each
    QDateTime nextRetry;
    QString rate;      ///< "12 of 600 a minute"
    QString address;   ///< webhook address to copy
    qint64 today = 0;
    qint64 rejectedToday = 0;
    qint64 failedItems = 0;
    QDateTime lastAt;
    bool hasSecret = false;
    int secrets = 0; ///< valid at the same time; two while rotating
    QString secretSource; ///< environment, store, default
    QString lastError;
    QString breaker;  ///< closed, open, half-open; empty: there is none
};
struct DeliveryRow {
    qint64 seq = 0;
    QDateTime at;
    QString source;
    QString type;
    int status = 0; ///< HTTP status answered
    int millis = 0;
    Id event; ///< empty when refused
    bool duplicate = false;
    QString error;
};

// ---- outbox --------------------------------------------------------------
/// Draft: no channel is set up, or drafts only; waits for a person. Held: may still be undone.
enum class EffectState { Draft, Held, Queued, Sending, Sent, Failed, Dead, Cancelled };
struct EffectRow {
    Id id;
    QString kind; ///< mail, slack
    QString target;
    QString summary;
    EffectState state = EffectState::Draft;
    QString key; ///< idempotency key
    int attempts = 0;
    QDateTime createdAt;
    QDateTime holdUntil;
    QDateTime nextTry;
    QDateTime sentAt;
    QString error;
    QString why;  ///< why it waits as a draft
    QString correlation;
    QJsonObject body; ///< subject, text, …
    QString agent;
};

// ---- audit ---------------------------------------------------------------
struct AuditRow {
    qint64 seq = 0;
    QDateTime at;
    QString actorKind; ///< agent, person, key, engine
    QString actor;
    QString actorName;
    QString action; ///< "escalation.decided"
    QString objectKind;
    Id object;
    QString summary;
    QString reason;
    QString rule;
    QJsonArray evidence; ///< {text, ref}
    QString correlation;
    QString hash; ///< hex SHA-256, chained
};

// ---- status, people, settings --------------------------------------------
struct Notice {
    QString id;
    QString level; ///< info, warn, danger
    QString text;
    QString mend;
    QDateTime since;
};
struct Status {
    QString version;
    QString dataDir;
    bool demo = false;
    bool offline = false;
    QString autonomy;  ///< autopilot, drafts_only, paused
    bool storeWritable = true;
    QString storeDetail;
    QString receiverUrl; ///< empty: not listening
    QString receiverError;
    qint64 eventsToday = 0;
    qint64 eventsWaiting = 0;
    qint64 workflowsActive = 0;
    int agents = 0;
    qint64 openEscalations = 0;
    qint64 needsReply = 0;
    qint64 degraded = 0; ///< integrations that are not healthy though set up
    qint64 draftsWaiting = 0;
    qint64 tasksOpen = 0;
    QDateTime lastBackup;
    std::vector<Notice> notices; ///< configuration findings and faults, worst first
    std::vector<std::pair<QString, QString>> entities; ///< id, name of the studio's businesses
    quint64 revision = 0;
};
struct OperatorRow {
    Id id;
    QString name;
    QString initials;
    Role role = Role::Admin;
    bool hasPin = false;
    bool present = false;
    qint64 load = 0; ///< open claims
};
struct SettingRow {
    QString key;     ///< JSON pointer in console.json: "/receiver/port"
    QString section; ///< "receiver"
    QString type;    ///< string, integer, boolean, enum, list
    QJsonValue value;
    QJsonValue fallback; ///< its default
    QStringList options;
    QString source; ///< default, file, environment, console
    bool locked = false; ///< by file or environment
    QString help;   ///< one sentence, from the schema
    double minimum = 0;
    double maximum = 0; ///< both 0: no range
    bool restart = false; ///< takes effect at the next start
};
struct NamedSecret {
    QString name;
    QString source; ///< environment, store
};
struct ApiKeyRow {
    QString name;
    Role role = Role::Viewer;
    QDateTime createdAt;
    QDateTime lastUsed;
    bool revoked = false;
};
struct Hit {
    QString kind; ///< thread, card, contact, escalation, task, event, setting
    Id id;
    QString title;
    QString subtitle;
};
/// Result of routing a request without doing anything (`route`).
struct Routing {
    int level = 1;
    QStringList agents; ///< keys
    QString entity;
    bool entityUnsure = false;
    QString workflow;
    QString category;
    QString reason;      ///< reason class at level 4
    QString rule;
    QString priority;
    QString sentiment;
    int operationalLevel = 0;
    QJsonArray evidence; ///< {rule, text, begin, end}
};

} // namespace hs::api
