#pragma once

#include "engine/api/versions.h"
#include "engine/rest/fields.h"

/// Documents about versions of definitions.
namespace hs::rest {

#define HS_SCHEMA(Type, Name)                                                                                        \
    template <>                                                                                                      \
    struct SchemaName<Type> {                                                                                        \
        static constexpr const char *Value = Name;                                                                   \
    }
HS_SCHEMA(api::StateCount, "StateCount");
HS_SCHEMA(api::DefinitionVersionRow, "DefinitionVersion");
HS_SCHEMA(api::DefinitionText, "DefinitionText");
HS_SCHEMA(api::DefinitionFinding, "DefinitionFinding");
HS_SCHEMA(api::DefinitionCheck, "DefinitionCheck");
HS_SCHEMA(api::MigrationRow, "Migration");
HS_SCHEMA(api::WorkflowReplay, "Replay");
HS_SCHEMA(api::WhatIfRow, "WhatIfRow");
HS_SCHEMA(api::WhatIfReport, "WhatIfReport");
#undef HS_SCHEMA

template <typename V>
void fields(V &v, const api::StateCount &count)
{
    v("state", count.state);
    v("instances", count.instances);
}

template <typename V>
void fields(V &v, const api::DefinitionVersionRow &row)
{
    v("definition", row.definition);
    v("version", row.version);
    v("title", row.title);
    v("hash", row.hash);
    v("published_at", row.publishedAt);
    v("retired", row.retired);
    v("current", row.current);
    v("file", row.file);
    v("open", row.open);
    v("total", row.total);
    v("states", row.states);
}

template <typename V>
void fields(V &v, const api::DefinitionText &text)
{
    v("definition", text.definition);
    v("version", text.version);
    v("title", text.title);
    v("text", text.text);
    v("hash", text.hash);
    v("published_at", text.publishedAt);
    v("retired", text.retired);
    v("current", text.current);
    v("file", text.file);
}

template <typename V>
void fields(V &v, const api::DefinitionFinding &finding)
{
    v("file", finding.file);
    v("code", finding.code);
    v("error", finding.error);
    v("pointer", finding.pointer);
    v("line", finding.line);
    v("column", finding.column);
    v("message", finding.message);
    v("mend", finding.mend);
}

template <typename V>
void fields(V &v, const api::DefinitionCheck &check)
{
    v("definition", check.definition);
    v("version", check.version);
    v("hash", check.hash);
    v("usable", check.usable);
    v("published", check.published);
    v("findings", check.findings);
}

template <typename V>
void fields(V &v, const api::MigrationRow &row)
{
    v("workflow", row.workflow);
    v("number", row.number);
    v("title", row.title);
    v("version", row.version);
    v("possible", row.possible);
    v("reasons", row.reasons);
    v("remarks", row.remarks);
    v("state_before", row.stateBefore);
    v("state_after", row.stateAfter);
    v("active_before", row.activeBefore);
    v("active_after", row.activeAfter);
    v("tasks_kept", row.tasksKept);
    v("timers_kept", row.timersKept);
    v("timers_cancelled", row.timersCancelled);
    v("timers_started", row.timersStarted);
}

template <typename V>
void fields(V &v, const api::WorkflowReplay &replay)
{
    v("workflow", replay.workflow);
    v("number", replay.number);
    v("equal", replay.equal);
    v("steps", replay.steps);
    v("seq", replay.seq);
    v("field", replay.field);
    v("stored", replay.stored);
    v("replayed", replay.replayed);
}

template <typename V>
void fields(V &v, const api::WhatIfRow &row)
{
    v("workflow", row.workflow);
    v("number", row.number);
    v("title", row.title);
    v("version", row.version);
    v("complete", row.complete);
    v("seq", row.seq);
    v("at", row.at);
    v("input", row.input);
    v("then", row.then);
    v("now", row.now);
}

template <typename V>
void fields(V &v, const api::WhatIfReport &report)
{
    v("definition", report.definition);
    v("version", report.version);
    v("findings", report.findings);
    v("looked", report.looked);
    v("same", report.same);
    v("rows", report.rows);
    v("next", report.next);
}

} // namespace hs::rest
