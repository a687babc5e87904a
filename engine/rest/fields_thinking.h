#pragma once

#include "engine/api/thinking.h"
#include "engine/rest/fields.h"

/// Documents about agents that think.
namespace hs::rest {

#define HS_ENUM_NAMES(Enum, ...)                                                                                     \
    template <>                                                                                                      \
    struct EnumNames<Enum> {                                                                                         \
        static constexpr std::array Names{__VA_ARGS__};                                                              \
    }
HS_ENUM_NAMES(api::Risk, "look", "note", "change", "speak", "irreversible");
HS_ENUM_NAMES(api::Leave, "alone", "draft", "ask", "never");
#undef HS_ENUM_NAMES

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::AiCallRow, "AiCall");
HS_SCHEMA(api::AiProviderRow, "AiProvider");
HS_SCHEMA(api::AiBudgetRow, "AiBudget");
HS_SCHEMA(api::AiStatus, "AiStatus");
HS_SCHEMA(api::ThoughtStep, "ThoughtStep");
HS_SCHEMA(api::ThoughtRow, "Thought");
HS_SCHEMA(api::ToolRequestRow, "ToolRequest");
HS_SCHEMA(api::Alternative, "Alternative");
HS_SCHEMA(api::Explanation, "Explanation");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::AiCallRow &call)
{
    v("id", call.id);
    v("at", call.at);
    v("provider", call.provider);
    v("model", call.model);
    v("purpose", call.purpose);
    v("agent", call.agent);
    v("entity", call.entity);
    v("thought", call.thought);
    v("why", call.why);
    v("outcome", call.outcome);
    v("error", call.error);
    v("input_tokens", call.inputTokens);
    v("cached_tokens", call.cachedTokens);
    v("output_tokens", call.outputTokens);
    v("dollars", call.dollars);
    v("cost_known", call.costKnown);
    v("millis", call.millis);
    v("first_token_millis", call.firstTokenMillis);
    v("attempt", call.attempt);
    v("masked", call.masked);
    v("correlation_id", call.correlation);
}

template <typename V>
void fields(V &v, const api::AiProviderRow &row)
{
    v("name", row.name);
    v("title", row.title);
    v("dialect", row.dialect);
    v("base", row.base);
    v("local", row.local);
    v("has_key", row.hasKey);
    v("needs_sign_in", row.needsSignIn);
    v("trouble", row.trouble);
    v("breaker", row.breaker);
    v("next_try", row.nextTry);
    v("models", row.models);
    v("calls", row.calls);
    v("failures", row.failures);
    v("usual_millis", row.usualMillis);
    v("dollars_today", row.dollarsToday);
}

template <typename V>
void fields(V &v, const api::AiBudgetRow &row)
{
    v("scope", row.scope);
    v("id", row.id);
    v("title", row.title);
    v("spent", row.spent);
    v("soft", row.soft);
    v("hard", row.hard);
}

template <typename V>
void fields(V &v, const api::AiStatus &status)
{
    v("ready", status.ready);
    v("prices_of", status.pricesOf);
    v("providers", status.providers);
    v("budgets", status.budgets);
}

template <typename V>
void fields(V &v, const api::ThoughtStep &step)
{
    v("kind", step.kind);
    v("what", step.what);
    v("result", step.result);
    v("leave", step.leave);
    v("millis", step.millis);
    v("failed", step.failed);
    v("input", step.input);
    v("output", step.output);
}

template <typename V>
void fields(V &v, const api::ThoughtRow &row)
{
    v("id", row.id);
    v("agent", row.agent);
    v("kind", row.kind);
    v("thread", row.thread);
    v("escalation", row.escalation);
    v("entity", row.entity);
    v("state", row.state);
    v("outcome", row.outcome);
    v("model", row.model);
    v("dollars", row.dollars);
    v("at", row.at);
    v("ended_at", row.endedAt);
    v("steps", row.steps);
    v("sent", row.sent);
}

template <typename V>
void fields(V &v, const api::ToolRequestRow &row)
{
    v("id", row.id);
    v("agent", row.agent);
    v("tool", row.tool);
    v("title", row.title);
    v("arguments", row.arguments);
    v("risk", row.risk);
    v("why", row.why);
    v("effect", row.effect);
    v("thread", row.thread);
    v("entity", row.entity);
    v("thought", row.thought);
    v("state", row.state);
    v("result", row.result);
    v("decided_by", row.decidedBy);
    v("at", row.at);
    v("decided_at", row.decidedAt);
    v("untrusted", row.untrusted);
}

template <typename V>
void fields(V &v, const api::Alternative &alternative)
{
    v("what", alternative.what);
    v("why", alternative.why);
}

template <typename V>
void fields(V &v, const api::Explanation &explanation)
{
    v("what", explanation.what);
    v("agent", explanation.agent);
    v("at", explanation.at);
    v("by", explanation.by);
    v("rule", explanation.rule);
    v("rule_text", explanation.ruleText);
    v("model", explanation.model);
    v("inputs", explanation.inputs);
    v("evidence", explanation.evidence);
    v("alternatives", explanation.alternatives);
    v("thought", explanation.thought);
    v("correlation_id", explanation.correlation);
}

} // namespace hs::rest
