#pragma once

#include <array>
#include <type_traits>

#include "engine/api/rows.h"

/// The API's documents, named once: the same list of fields writes the JSON (to_json)
/// and the schema in openapi.json, so neither can drift from the other.
/// `V` is called as v("name", value) for every field.
namespace hs::rest {

template <typename E>
struct EnumNames;

#define HS_ENUM_NAMES(Enum, ...)                                                                                     \
    template <>                                                                                                      \
    struct EnumNames<Enum> {                                                                                         \
        static constexpr std::array Names{__VA_ARGS__};                                                              \
    }
HS_ENUM_NAMES(api::EventState, "received", "processing", "done", "failed", "dead");
HS_ENUM_NAMES(api::WorkflowStatus, "running", "paused", "incident", "completed", "failed", "cancelled");
HS_ENUM_NAMES(api::Priority, "low", "medium", "high", "urgent");
HS_ENUM_NAMES(api::TaskStatus, "to_do", "in_progress", "on_hold", "done", "cancelled");
HS_ENUM_NAMES(api::AgentState, "working", "waiting", "paused", "failing", "no_duty");
HS_ENUM_NAMES(api::Autonomy, "drafts_only", "autopilot");
HS_ENUM_NAMES(api::EscalationStatus, "waiting", "claimed", "decided", "held", "done", "snoozed", "waiting_on_client");
HS_ENUM_NAMES(api::Health, "healthy", "slow", "failing", "down", "paused", "needs_sign_in", "not_set_up");
#undef HS_ENUM_NAMES

/// The name of the schema of a document that stands by itself.
template <typename T>
struct SchemaName;

/// A document that may stand in another one.
template <typename T>
concept Documented = requires { SchemaName<T>::Value; };

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::EventRow, "Event");
HS_SCHEMA(api::ChainItem, "ChainItem");
HS_SCHEMA(api::EventDetail, "EventDetail");
HS_SCHEMA(api::RecordRow, "Record");
HS_SCHEMA(api::LegalMove, "LegalMove");
HS_SCHEMA(api::WorkflowRow, "Workflow");
HS_SCHEMA(api::WorkflowDetail, "WorkflowDetail");
HS_SCHEMA(api::HistoryRow, "HistoryEntry");
HS_SCHEMA(api::TaskRow, "Task");
HS_SCHEMA(api::AgentCommand, "AgentCommand");
HS_SCHEMA(api::AgentRow, "Agent");
HS_SCHEMA(api::MessageRow, "Message");
HS_SCHEMA(api::EscalationRow, "Escalation");
HS_SCHEMA(api::EscalationCounts, "EscalationCounts");
HS_SCHEMA(api::TimelineItem, "TimelineItem");
HS_SCHEMA(api::EffectPreview, "EffectPreview");
HS_SCHEMA(api::Similar, "SimilarEscalation");
HS_SCHEMA(api::Fact, "Fact");
HS_SCHEMA(api::EscalationDetail, "EscalationDetail");
HS_SCHEMA(api::IntegrationCard, "Integration");
HS_SCHEMA(api::AuditRow, "AuditEntry");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::EventRow &row)
{
    v("id", row.id);
    v("source", row.source);
    v("type", row.type);
    v("state", row.state);
    v("attempts", row.attempts);
    v("received_at", row.receivedAt);
    v("correlation_id", row.correlation);
    v("error", row.error);
    v("summary", row.summary);
    v("duplicates", row.duplicates);
}

template <typename V>
void fields(V &v, const api::ChainItem &item)
{
    v("kind", item.kind);
    v("id", item.id);
    v("title", item.title);
    v("at", item.at);
}

template <typename V>
void fields(V &v, const api::EventDetail &detail)
{
    fields(v, detail.row);
    v("headers", detail.headers);
    v("body", detail.body);
    v("chain", detail.chain);
}

template <typename V>
void fields(V &v, const api::RecordRow &row)
{
    v("id", row.id);
    v("database", row.database);
    v("title", row.title);
    v("entity", row.entity);
    v("fields", row.fields);
    v("etag", row.etag);
    v("created_at", row.createdAt);
    v("updated_at", row.updatedAt);
    v("updated_by", row.updatedBy);
}

template <typename V>
void fields(V &v, const api::LegalMove &move)
{
    v("event", move.event);
    v("target", move.target);
    v("column", move.column);
    v("guarded", move.guarded);
    v("guard", move.guard);
}

template <typename V>
void fields(V &v, const api::WorkflowRow &row)
{
    v("id", row.id);
    v("number", row.number);
    v("definition", row.definition);
    v("version", row.version);
    v("title", row.title);
    v("status", row.status);
    v("state", row.state);
    v("priority", row.priority);
    v("agent", row.agent);
    v("entity", row.entity);
    v("contact", row.contact);
    v("person", row.person);
    v("assignee", row.assignee);
    v("started_at", row.startedAt);
    v("entered_at", row.enteredAt);
    v("due_at", row.dueAt);
    v("waiting_on", row.waitingOn);
    v("waiting_reason", row.waitingWhy);
    v("level", row.level);
    v("tags", row.tags);
    v("error", row.error);
    v("steps", row.steps);
}

template <typename V>
void fields(V &v, const api::WorkflowDetail &detail)
{
    fields(v, detail.row);
    v("context", detail.context);
    v("open_tasks", detail.openTasks);
    v("timers", detail.timers);
    v("moves", detail.moves);
    v("undoable", detail.undoable);
    v("undo_until", detail.undoUntil);
}

template <typename V>
void fields(V &v, const api::HistoryRow &row)
{
    v("seq", row.seq);
    v("at", row.at);
    v("input", row.input);
    v("actor", row.actor);
    v("reason", row.reason);
    v("exited", row.exited);
    v("entered", row.entered);
    v("actions", row.actions);
    v("patch", row.patch);
    v("tasks", row.tasks);
    v("ignored", row.ignored);
    v("duration_us", row.durationMicros);
}

template <typename V>
void fields(V &v, const api::TaskRow &row)
{
    v("id", row.id);
    v("number", row.number);
    v("title", row.title);
    v("description", row.description);
    v("status", row.status);
    v("priority", row.priority);
    v("category", row.category);
    v("due_at", row.dueAt);
    v("assignee", row.assignee);
    v("assignee_name", row.assigneeName);
    v("workflow", row.workflow);
    v("contact", row.contact);
    v("entity", row.entity);
    v("created_by", row.createdBy);
    v("estimate_minutes", row.estimateMinutes);
    v("tags", row.tags);
    v("created_at", row.createdAt);
    v("completed_at", row.completedAt);
}

template <typename V>
void fields(V &v, const api::AgentCommand &command)
{
    v("name", command.name);
    v("usage", command.usage);
    v("description", command.description);
}

template <typename V>
void fields(V &v, const api::AgentRow &row)
{
    v("key", row.key);
    v("name", row.name);
    v("role", row.role);
    v("tone", row.tone);
    v("capabilities", row.capabilities);
    v("commands", row.commands);
    v("rules", row.rules);
    v("state", row.state);
    v("autonomy", row.autonomy);
    v("done_today", row.doneToday);
    v("failed_today", row.failedToday);
    v("last_active", row.lastActive);
    v("last_error", row.lastError);
}

template <typename V>
void fields(V &v, const api::MessageRow &row)
{
    v("id", row.id);
    v("sender", row.sender);
    v("recipient", row.recipient);
    v("type", row.type);
    v("payload", row.payload);
    v("correlation_id", row.correlation);
    v("causation_id", row.causation);
    v("response_to", row.responseTo);
    v("requires_response", row.requiresResponse);
    v("priority", row.priority);
    v("outcome", row.outcome);
    v("error", row.error);
    v("at", row.at);
}

template <typename V>
void fields(V &v, const api::EscalationRow &row)
{
    v("id", row.id);
    v("number", row.number);
    v("title", row.title);
    v("person", row.person);
    v("contact", row.contact);
    v("entity", row.entity);
    v("entity_name", row.entityName);
    v("priority", row.priority);
    v("reason_class", row.reasonClass);
    v("category", row.category);
    v("agent", row.agent);
    v("status", row.status);
    v("opened_at", row.openedAt);
    v("respond_due", row.respondDue);
    v("decide_due", row.decideDue);
    v("responded_at", row.respondedAt);
    v("paused_since", row.pausedSince);
    v("claimant", row.claimant);
    v("claimant_name", row.claimantName);
    v("claimed_at", row.claimedAt);
    v("lease_until", row.leaseUntil);
    v("decision", row.decision);
    v("decided_by", row.decidedByName);
    v("decided_at", row.decidedAt);
    v("hold_until", row.holdUntil);
    v("snoozed_until", row.snoozedUntil);
    v("version", row.version);
    v("thread", row.thread);
    v("workflow", row.workflow);
    v("labels", row.labels);
}

template <typename V>
void fields(V &v, const api::EscalationCounts &counts)
{
    v("overdue", counts.overdue);
    v("due_soon", counts.dueSoon);
    v("on_track", counts.onTrack);
    v("median_reply_seconds", counts.medianReplySeconds);
}

template <typename V>
void fields(V &v, const api::TimelineItem &item)
{
    v("at", item.at);
    v("actor_kind", item.actorKind);
    v("actor", item.actor);
    v("actor_name", item.actorName);
    v("verb", item.verb);
    v("text", item.text);
    v("matters", item.matters);
    v("failed", item.failed);
    v("citations", item.citations);
}

template <typename V>
void fields(V &v, const api::EffectPreview &effect)
{
    v("kind", effect.kind);
    v("text", effect.text);
    v("amount", effect.amount);
    v("target", effect.target);
    v("hold_seconds", effect.holdSeconds);
    v("ready", effect.ready);
    v("not_ready", effect.notReady);
}

template <typename V>
void fields(V &v, const api::Similar &similar)
{
    v("id", similar.id);
    v("title", similar.title);
    v("person", similar.person);
    v("decision", similar.decision);
    v("at", similar.at);
}

template <typename V>
void fields(V &v, const api::Fact &fact)
{
    v("name", fact.name);
    v("value", fact.value);
    v("evidence", fact.evidence);
}

template <typename V>
void fields(V &v, const api::EscalationDetail &detail)
{
    fields(v, detail.row);
    v("summary", detail.summary);
    v("request", detail.request);
    v("rule", detail.rule);
    v("rule_text", detail.ruleText);
    v("risk", detail.risk);
    v("risk_why", detail.riskWhy);
    v("urgency", detail.urgency);
    v("sentiment", detail.sentiment);
    v("facts", detail.facts);
    v("timeline", detail.timeline);
    v("effects", detail.effects);
    v("similar", detail.similar);
    v("proposal", detail.proposal);
    v("proposal_author", detail.proposalAuthor);
    v("confidence", detail.confidence);
    v("draft", detail.draft);
    v("stale", detail.stale);
    v("stale_why", detail.staleWhy);
    v("reasons", detail.reasons);
    v("calendar", detail.calendar);
    v("backup", detail.backupName);
    v("recommended", detail.recommended);
    v("role", detail.role);
    v("options", detail.options);
    v("form", detail.form);
}

template <typename V>
void fields(V &v, const api::IntegrationCard &card)
{
    v("name", card.name);
    v("title", card.title);
    v("kind", card.kind);
    v("health", card.health);
    v("sentence", card.sentence);
    v("next_retry", card.nextRetry);
    v("rate", card.rate);
    v("address", card.address);
    v("today", card.today);
    v("rejected_today", card.rejectedToday);
    v("failed_items", card.failedItems);
    v("last_at", card.lastAt);
    v("has_secret", card.hasSecret);
    v("secrets", card.secrets);
    v("secret_source", card.secretSource);
    v("breaker", card.breaker);
    v("last_error", card.lastError);
}

template <typename V>
void fields(V &v, const api::AuditRow &row)
{
    v("seq", row.seq);
    v("at", row.at);
    v("actor_kind", row.actorKind);
    v("actor", row.actor);
    v("actor_name", row.actorName);
    v("action", row.action);
    v("object_kind", row.objectKind);
    v("object", row.object);
    v("summary", row.summary);
    v("reason", row.reason);
    v("rule", row.rule);
    v("evidence", row.evidence);
    v("correlation_id", row.correlation);
    v("hash", row.hash);
}

} // namespace hs::rest
