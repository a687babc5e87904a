#pragma once

#include <variant>

#include "engine/api/board.h"
#include "engine/api/dead_letters.h"
#include "engine/api/notion.h"
#include "engine/api/operators.h"
#include "engine/api/rows.h"
#include "engine/api/knowledge.h"
#include "engine/api/thinking.h"
#include "engine/api/versions.h"

/// What callers can ask the engine to do. Data, so that window, HTTP and
/// command line ask alike and the audit can say who asked. Every command is one
/// transaction; a failed one changed nothing. The role it needs stands beside it.
namespace hs::api {

// ---- inbox (operator) ----
struct RetryEvent { Id event; };      ///< a failed or dead event again; else Conflict
struct ReplayEvent { Id event; };     ///< processes a stored delivery once more as a new event

// ---- hub records (operator) ----
/// Makes (id empty) or changes a record. `replace`: fields not named are cleared.
/// `ifMatch` not empty and unlike the present ETag: Conflict. Receipt::data = the record.
struct PutRecord { QString database; Id id; QJsonObject fields; bool replace = false; QString ifMatch; bool mustExist = false; };
struct DeleteRecord { QString database; Id id; QString ifMatch; };

// ---- requests, workflows (operator) ----
/// A customer's request to Grace Fields. Receipt::id = the event; data = {level, agents, workflow, escalation, …}.
struct SubmitRequest { QString text; QString entity; QString contact; QString channel; };
struct StartWorkflow { QString definition; QJsonObject input; QString key; QString entity; QString title; };
/// `eventId` makes repeats harmless; empty: a new one is made. Data: {ignored, state}.
struct SendWorkflowEvent { Id workflow; QString type; QJsonObject data; QString eventId; QString reason; };
struct CancelWorkflow { Id workflow; QString reason; bool rollback = false; }; ///< with rollback, what it did is undone first
struct RetryIncident { Id workflow; };       ///< handles the input that failed once more
struct UndoMove { Id workflow; };            ///< takes back the caller's last event, while nothing else has happened (10 s)
struct AssignWorkflow { Id workflow; Id assignee; };

// ---- tasks (operator) ----
/// Only what is set changes. Cancelling needs a reason.
struct UpdateTask { Id task; std::optional<TaskStatus> status; std::optional<QString> assignee; std::optional<QDateTime> dueAt;
                    std::optional<Priority> priority; QString reason; };

// ---- agents, conversations (operator) ----
/// Words to an agent, from the console or the API. Receipt::id = the thread; data = {agent, answer}, or {agent, thought} where a
/// model is asked: the answer then comes into the thread.
struct TellAgent { QString agent; QString text; Id thread; };
struct ReplyToThread { Id thread; QString text; bool close = false; QDateTime snoozeUntil; qint64 versionSeen = -1; };
struct AddNote { Id thread; QString text; };
struct SaveThreadDraft { Id thread; QString text; bool note = false; }; ///< viewer's own words; empty text removes it
struct TakeOverThread { Id thread; };
struct HandBackThread { Id thread; };
struct SnoozeThread { Id thread; QDateTime until; }; ///< invalid time: wake it
struct CloseThread { Id thread; };
struct MarkThreadRead { Id thread; };
struct ViewThread { Id thread; }; ///< "I am looking at it": shown to others for a minute
struct PauseAgent { QString agent; };  ///< empty: all agents
struct ResumeAgent { QString agent; };
struct SetAutonomy { QString agent; Autonomy autonomy = Autonomy::DraftsOnly; }; ///< empty agent: all (admin)
struct RetryMessage { Id message; }; ///< a dead letter of the bus again

// ---- escalations (reviewer) ----
struct ClaimEscalation { Id escalation; bool takeOver = false; QString reason; }; ///< lost race: Conflict, `what` names the holder
struct ClaimNext { QString entity; };                        ///< Receipt::id = the escalation
struct ReleaseEscalation { Id escalation; };
struct AssignEscalation { Id escalation; Id assignee; QString reason; };
struct TouchLease { Id escalation; };                        ///< the holder is at work; renews the lease
struct SnoozeEscalation { Id escalation; QDateTime until; };
struct WaitOnClient { Id escalation; bool waiting = true; };
struct SetEscalationPriority { Id escalation; Priority priority = Priority::Medium; QString reason; };
struct SaveReplyDraft { Id escalation; QString text; };
struct AskForAnotherProposal { Id escalation; QString remark; };
/// `decision`: approve, edit, reject, hand_back. reject and hand_back need a reason.
/// `versionSeen` older than the present version: Conflict. `rejectTo`: close or by_hand. `option`, `data`: what a workflow's task
/// asks for (EscalationDetail::options, form); BadInput names the field, Forbidden the role that the task is for.
struct DecideEscalation { Id escalation; QString decision; QString reason; QString reply; qint64 versionSeen = -1; QString rejectTo;
                          QString option = {}; QJsonObject data = {}; };
struct UndoDecision { Id escalation; }; ///< while the hold lasts; else Conflict

// ---- outbox (operator) ----
struct SendEffect { Id effect; };   ///< a draft, failed or dead effect now
struct CancelEffect { Id effect; QString reason; };
struct UndoEffect { Id effect; };   ///< a held one becomes a draft again

// ---- people, settings ----
/// `pin` empty: none. The first operator ever needs no role and becomes admin.
struct AddOperator { QString name; QString initials; Role role = Role::Operator; QString pin; };
struct SignIn { Id operatorId; QString pin; };              ///< viewer; Receipt::data = {name, initials, role}
struct Announce { Id operatorId; };                         ///< "at the desk", for presence (viewer)
struct ChangeSettings { QJsonObject values; };              ///< JSON pointer → value; null: back to the default (admin)
struct SetSecret { QString name; QString value; bool keepOld = false; }; ///< admin; `keepOld`: the old one stays valid too
struct RemoveSecret { QString name; };                      ///< admin
struct CreateApiKey { QString name; Role role = Role::Viewer; }; ///< admin; Receipt::data.key is shown this once
struct RevokeApiKey { QString name; };                      ///< admin
struct CheckIntegration { QString name; };                  ///< operator; looks now; data = {health, sentence}
struct PauseSource { QString name; bool paused = true; };   ///< operator; the receiver answers 503 for it
struct BackUpNow {};                                        ///< operator; data = {file}

using Command = std::variant<RetryEvent, ReplayEvent, PutRecord, DeleteRecord, SubmitRequest, StartWorkflow,
                             SendWorkflowEvent, CancelWorkflow, RetryIncident, UndoMove, AssignWorkflow, UpdateTask,
                             TellAgent, ReplyToThread, AddNote, SaveThreadDraft, TakeOverThread, HandBackThread,
                             SnoozeThread, CloseThread, MarkThreadRead, ViewThread, PauseAgent, ResumeAgent, SetAutonomy,
                             RetryMessage, ClaimEscalation, ClaimNext, ReleaseEscalation, AssignEscalation, TouchLease,
                             SnoozeEscalation, WaitOnClient, SetEscalationPriority, SaveReplyDraft,
                             AskForAnotherProposal, DecideEscalation, UndoDecision, SendEffect, CancelEffect, UndoEffect,
                             AddOperator, SignIn, Announce, ChangeSettings, SetSecret, RemoveSecret, CreateApiKey,
                             RevokeApiKey, CheckIntegration, PauseSource, BackUpNow, PauseWorkflow, ResumeWorkflow,
                             SkipInput, EditContext, ResolveTask, ReprioritiseWorkflow, RestartWorkflow,
                             ResendDeadLetter, OperateWorkflows, PublishDefinition, RetireDefinition, MigrateWorkflows,
                             ForkWorkflow, SaveBoardView, DeleteBoardView, DiscardDeadLetter, ConnectNotion,
                             SyncNotionNow, ReviewNotionConflict, RetryNotionItem, DecideNotionGone, UndoPropertyChange, RehearseNotion,
                             ReadRecordText, WriteRecordText, AskForDraft, DiscardProposal, StopThinking, DecideToolRequest, SetAgentLeave,
                             SaveMacro, DeleteMacro, AttachFile, RemoveAttachment, AddKnowledgeSource, AddKnowledgeDocument, RemoveKnowledgeSource,
                             RemoveKnowledgeDocument, RestoreKnowledgeSource, RefreshKnowledge, PauseKnowledge, ReportKnowledge,
                             SaveKnowledgeCheck, DeleteKnowledgeCheck>;

} // namespace hs::api
