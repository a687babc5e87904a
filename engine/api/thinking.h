#pragma once

#include "engine/api/rows.h"

/// Agents that think: what they may do, what they did and why, what it cost.
namespace hs::api {

/// What a mistake with a tool would cost.
enum class Risk {
    Look,         ///< reads, changes nothing
    Note,         ///< a note, a task: inside the studio, taken back with a click
    Change,       ///< records, workflows: undone from their history
    Speak,        ///< words that leave the studio: held, or a draft
    Irreversible, ///< money, deletion, many people at once: always a person's
};
/// What an agent may do with it.
enum class Leave { Alone, Draft, Ask, Never };

struct AgentPermission {
    Risk risk = Risk::Look;
    Leave leave = Leave::Alone;
    QString source; ///< default, autonomy, settings
};
struct AgentTool {
    QString name;   ///< "find_records", "ocr__read_page"
    QString title;
    QString description;
    QString server; ///< MCP server it comes from; empty: the console's own
    Risk risk = Risk::Look;
    Leave leave = Leave::Alone;
};
struct AgentFault {
    QDateTime at;
    QString text;
    QString correlation;
};
/// The page of one agent.
struct AgentDetail {
    AgentRow row;
    QStringList handles;   ///< event types
    QStringList listensTo; ///< bus messages
    QStringList handsTo;   ///< agent keys
    std::vector<AgentPermission> permissions;
    std::vector<AgentTool> tools;
    int maxSteps = 0;      ///< of one task
    int maxSeconds = 0;
    double maxDollarsTask = 0, softDollarsDay = 0, hardDollarsDay = 0; ///< 0: no limit
    bool modelReady = false; ///< a model would be asked; else rules alone
    QString model;         ///< who answered last: "anthropic · claude-…"; empty: nobody yet
    qint64 tasksToday = 0, tasksByModel = 0, tasksFailed = 0; ///< of thinking
    qint64 callsToday = 0, tokensToday = 0;
    double dollarsToday = 0;
    std::vector<double> dollarsByDay; ///< the last 14 days, oldest first
    std::vector<AgentFault> faults;   ///< newest first, at most 20
};
struct AgentDetailQuery {
    using Answer = AgentDetail;
    QString agent;
};

/// One call of a language model.
struct AiCallRow {
    Id id;
    QDateTime at;
    QString provider, model;
    QString purpose; ///< classify, extract, summarise, translate, draft, converse, plan
    QString agent, entity;
    QString thought; ///< id of the task of thinking
    QString why;
    QString outcome; ///< ok, cached, cancelled, or the error's code
    QString error;
    qint64 inputTokens = 0, cachedTokens = 0, outputTokens = 0;
    double dollars = 0;
    bool costKnown = true;
    qint64 millis = 0, firstTokenMillis = 0;
    int attempt = 1;
    QString correlation;
    QString masked;  ///< what was sent in place of personal data, as a list of "name → mask"; empty: nothing was masked
};
struct AiCallQuery {
    using Answer = Page<AiCallRow>;
    QString provider;
    QString agent;
    QString entity;
    QString correlation;
    QString thought;
    bool failedOnly = false;
    Window window; // newest first
};

struct AiProviderRow {
    QString name, title, dialect, base;
    bool local = false;
    bool hasKey = false;
    bool needsSignIn = false;
    QString trouble; ///< in plain words; empty: well
    QString breaker; ///< closed, open, half-open
    QDateTime nextTry;
    QStringList models;
    qint64 calls = 0, failures = 0; ///< since the start
    qint64 usualMillis = 0;
    double dollarsToday = 0;
};
struct AiBudgetRow {
    QString scope; ///< "day", "entity", "agent"
    QString id;    ///< of the entity or the agent; empty for the day
    QString title;
    double spent = 0, soft = 0, hard = 0; ///< US dollars today; 0: no limit
};
struct AiStatus {
    bool ready = false; ///< somebody could be asked
    QString pricesOf;   ///< date of the price table
    std::vector<AiProviderRow> providers;
    std::vector<AiBudgetRow> budgets;
};
struct AiStatusQuery {
    using Answer = AiStatus;
};

/// One task of thinking: what was asked of an agent, step by step.
struct ThoughtStep {
    QString kind;  ///< model, tool, check, rule
    QString what;  ///< "asked anthropic · claude-…", "find_records"
    QString result;///< one line
    QString leave; ///< of a tool: alone, draft, ask, never
    qint64 millis = 0;
    bool failed = false;
    QJsonObject input, output;
};
struct ThoughtRow {
    Id id;
    QString agent;
    QString kind;   ///< answer, draft, proposal, second_opinion
    QString thread, escalation, entity;
    QString state;  ///< waiting, thinking, done, by_rules, failed, stopped
    QString outcome;///< one sentence
    QString model;
    double dollars = 0;
    QDateTime at, endedAt;
    std::vector<ThoughtStep> steps;
    QString sent;   ///< the last that left to a model, as it left: with masks in place of personal data
};
struct ThoughtQuery {
    using Answer = Page<ThoughtRow>;
    QString agent;
    QString thread;
    Id id;
    Window window; // newest first
};

/// What an agent asks leave for.
struct ToolRequestRow {
    Id id;
    QString agent;
    QString tool, title;
    QJsonObject arguments;
    Risk risk = Risk::Change;
    QString why;    ///< the agent's words
    QString effect; ///< what will happen, in plain words
    QString thread, entity, thought;
    QString state;  ///< waiting, done, failed, rejected, stale
    QString result;
    QString decidedBy;
    QDateTime at, decidedAt;
    bool untrusted = false; ///< strangers' words led to it
};
struct ToolRequestQuery {
    using Answer = Page<ToolRequestRow>;
    QString agent;
    QString thread;
    bool waitingOnly = true;
    Window window; // oldest first
};

/// "Why?" of anything an agent did: a message, a task, a record's change, an escalation, an audit row's object.
struct Alternative {
    QString what;   ///< "Level 2: Solari, Ruvo, Sage"
    QString why;    ///< why it was not taken
};
struct Explanation {
    QString what;   ///< what was done
    QString agent;
    QDateTime at;
    QString by;     ///< rule, model, person
    QString rule, ruleText;
    QString model;
    std::vector<Fact> inputs;
    QJsonArray evidence; ///< {text, ref}
    std::vector<Alternative> alternatives;
    QString thought; ///< id; empty: none
    QString correlation;
};
struct ExplainQuery {
    using Answer = Explanation;
    Id id; ///< of the thing: msg_, item of a thread, task, escalation, record, effect, event
};

/// The try-it box of an agent: what it would do with these words, by rules, and nothing is written.
struct Trial {
    QString summary;
    QString rule, ruleText;
    QString answer;     ///< what it would say; empty: nothing
    QStringList would;  ///< in plain words: "make the task …", "write 3 fields of Contacts & Profiles"
    QJsonArray evidence;
    QString error;      ///< why it can do nothing with it
};
struct TryAgentQuery { ///< role operator
    using Answer = Trial;
    QString agent;
    QString text;
};

/// Words that people use again: {client_name}, {agent}, {studio}, {operator}, {today} are filled in.
struct Macro {
    Id id; ///< empty: a new one
    QString title;
    QString text;
    QString entity; ///< record id; empty: every business
    bool note = false; ///< for internal notes
};
struct MacroQuery {
    using Answer = std::vector<Macro>;
    QString entity;
};

/// A server of tools outside (MCP).
struct ToolServerRow {
    QString name;
    QString kind;    ///< stdio, http
    QString address; ///< command or URL
    QString state;   ///< ready, starting, failing, paused
    QString trouble;
    QString protocol;///< revision it speaks
    std::vector<AgentTool> tools;
    QDateTime lastAt;
    qint64 calls = 0, failures = 0;
};
struct ToolServerQuery {
    using Answer = std::vector<ToolServerRow>;
};

/// A file that belongs to a conversation.
struct Attachment {
    Id id;
    QString name;
    QString type; ///< "application/pdf"
    qint64 size = 0;
};
struct AttachmentContent : Attachment {
    QByteArray bytes;
};
struct AttachmentQuery {
    using Answer = AttachmentContent;
    Id id;
};

// ---- commands ----
/// Asks the thread's agent for words that a person may send. Receipt::id = the thought; the words arrive as
/// ThreadDetail::proposal. (operator)
struct AskForDraft { Id thread; QString remark; };
/// Nobody is offered these words any more. Conflict: others were made meanwhile. `thought`: ThreadDetail::proposalThought. (operator)
struct DiscardProposal { Id thread; Id thought; };
struct StopThinking { Id thought; };                              ///< operator
struct DecideToolRequest { Id request; bool approve = false; QString reason; }; ///< reviewer; no needs a reason
/// `reset`: back to what autonomy says. Irreversible stays a person's: BadInput for Alone. (admin)
struct SetAgentLeave { QString agent; QString entity; Risk risk = Risk::Change; Leave leave = Leave::Ask; bool reset = false; };
struct SaveMacro { Macro macro; };                                ///< operator; Receipt::id
struct DeleteMacro { Id macro; };                                 ///< operator
/// At most 10 MiB. It leaves with the next reply of the person, or stays with the note. Receipt::id (operator)
struct AttachFile { Id thread; QString name; QString type; QByteArray bytes; };
struct RemoveAttachment { Id attachment; };                       ///< while it has not left; operator

} // namespace hs::api
