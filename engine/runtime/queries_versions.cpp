#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/runtime/definition_files.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/version_rows.h"
#include "engine/store/tables/definition_versions.h"
#include "engine/workflow/what_if.h"

namespace hs::runtime::queries {

using namespace rows;
namespace flows = store::workflows;

namespace {

QString fileOf(const QueryContext &c, const workflow::Definition &definition)
{
    const auto found = c.state.definitionFiles.find(definition.id() + " " + definition.version());
    return found == c.state.definitionFiles.end() ? QString() : q(found->second);
}

bool isCurrent(const QueryContext &c, const workflow::Definition &definition)
{
    const auto latest = c.studio.shelf.latest(definition.id());
    return latest && latest->version() == definition.version();
}

/// Ids of the states that an instance's state text names, with all that contain them.
std::vector<workflow::StateIndex> statesIn(const workflow::Definition &definition, std::string_view text)
{
    constexpr std::string_view Between = " + ";
    std::vector<workflow::StateIndex> states;
    while (!text.empty()) {
        const auto end = std::min(text.find(Between), text.size());
        const auto path = text.substr(0, end);
        text.remove_prefix(std::min(end + Between.size(), text.size()));
        for (const auto &state : definition.states())
            if (state.path == path)
                for (auto at = state.index; at != workflow::NoState; at = definition.state(at).parent)
                    if (std::find(states.begin(), states.end(), at) == states.end())
                        states.push_back(at);
    }
    return states;
}

std::vector<api::StateCount> stateCounts(const workflow::Definition &definition, const std::vector<store::versions::StateCount> &open)
{
    std::vector<qint64> counts(definition.states().size(), 0);
    for (const auto &count : open)
        if (count.version == definition.version())
            for (const auto index : statesIn(definition, count.state))
                counts[index] += count.open;
    std::vector<api::StateCount> rows;
    for (const auto &state : definition.states())
        rows.push_back({q(state.id), counts[state.index]});
    return rows;
}

void addVersions(const QueryContext &c, const std::string &id, const std::vector<flows::Definition> &stored, std::vector<api::DefinitionVersionRow> &rows)
{
    const auto counts = store::versions::counts(c.sql, id);
    const auto open = store::versions::openByState(c.sql, id);
    for (const auto &definition : c.studio.shelf.versions(id)) {
        api::DefinitionVersionRow row;
        row.definition = q(id);
        row.version = q(definition->version());
        row.title = q(definitionTitle(*definition));
        row.hash = q(definition->hash());
        row.retired = c.studio.shelf.isRetired(id, definition->version());
        row.current = isCurrent(c, *definition);
        row.file = fileOf(c, *definition);
        for (const auto &one : stored)
            if (one.id == id && one.version == definition->version())
                row.publishedAt = time(one.publishedAt);
        for (const auto &one : counts) {
            if (one.version == definition->version()) {
                row.open = one.open;
                row.total = one.total;
            }
        }
        row.states = stateCounts(*definition, open);
        rows.push_back(std::move(row));
    }
}

InForce inForce(const QueryContext &c)
{
    InForce known;
    for (const auto &shown : c.studio.shelf.all())
        for (const auto &definition : c.studio.shelf.versions(shown->id()))
            known.add(*definition, c.studio.shelf.isRetired(definition->id(), definition->version()));
    return known;
}

std::optional<Timestamp> openUntil(const flows::Instance &instance, Timestamp now)
{
    return instance.status == flows::Status::Running ? std::optional(now) : std::nullopt;
}

} // namespace

Result<std::vector<api::DefinitionVersionRow>> ask(const QueryContext &c, const api::DefinitionVersionsQuery &query)
{
    const auto stored = flows::definitions(c.sql);
    std::vector<api::DefinitionVersionRow> rows;
    if (!query.definition.isEmpty()) {
        const auto id = query.definition.toStdString();
        if (!c.studio.shelf.shown(id))
            return fail(Errc::NotFound, "there is no workflow definition \"" + id + "\"", "definition");
        addVersions(c, id, stored, rows);
        return rows;
    }
    for (const auto &definition : c.studio.shelf.all())
        addVersions(c, definition->id(), stored, rows);
    return rows;
}

Result<api::DefinitionText> ask(const QueryContext &c, const api::DefinitionTextQuery &query)
{
    const auto id = query.definition.toStdString();
    const auto version = query.version.toStdString();
    const auto definition = version.empty() ? c.studio.shelf.shown(id) : c.studio.shelf.find(id, version);
    if (!definition)
        return fail(Errc::NotFound, "there is no " + (version.empty() ? "workflow definition" : "version " + version + " of") + " \"" + id + "\"", "definition");
    api::DefinitionText out;
    out.definition = q(id);
    out.version = q(definition->version());
    out.title = q(definitionTitle(*definition));
    out.text = q(definition->text());
    out.hash = q(definition->hash());
    out.retired = c.studio.shelf.isRetired(id, definition->version());
    out.current = isCurrent(c, *definition);
    out.file = fileOf(c, *definition);
    if (const auto stored = flows::definition(c.sql, id, definition->version()))
        out.publishedAt = time(stored->publishedAt);
    return out;
}

Result<api::DefinitionCheck> ask(const QueryContext &c, const api::DefinitionCheckQuery &query)
{
    const auto verdict = judge(query.text.toStdString(), runCatalog(c.studio.agents.catalog()), inForce(c));
    api::DefinitionCheck check;
    check.findings = toFindings(verdict);
    if (verdict.definition) {
        check.definition = q(verdict.definition->id());
        check.version = q(verdict.definition->version());
        check.hash = q(verdict.definition->hash());
        check.usable = true;
        check.published = !verdict.fresh;
    }
    return check;
}

Result<std::vector<api::DefinitionFinding>> ask(const QueryContext &c, const api::DefinitionFindingQuery &)
{
    return c.state.definitionFindings;
}

Result<api::Page<api::MigrationRow>> ask(const QueryContext &c, const api::MigrationPreviewQuery &query)
{
    const auto map = stateMap(query.states);
    if (!map)
        return tl::make_unexpected(map.error());
    const auto to = query.to.toStdString();
    HS_TRY(versionExists(c.studio, query.definition.toStdString(), to));
    const auto chosen = chosenInstances(c.sql, query);
    if (!chosen)
        return tl::make_unexpected(chosen.error());
    api::Page<api::MigrationRow> page;
    page.next = q(chosen->next);
    page.revision = c.state.revision;
    for (const auto &id : chosen->rows) {
        const auto view = flow::previewMigration(c.sql, c.studio, id, to, *map, c.now);
        if (!view)
            return tl::make_unexpected(view.error());
        page.rows.push_back(row(*view));
    }
    return page;
}

Result<api::WorkflowReplay> ask(const QueryContext &c, const api::WorkflowReplayQuery &query)
{
    const auto instance = flows::find(c.sql, query.workflow.toStdString());
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + query.workflow.toStdString() + "\"");
    const auto replayed = flow::replay(c.sql, c.studio, *instance);
    api::WorkflowReplay out;
    out.workflow = q(instance->id);
    out.number = q(instance->number);
    out.steps = replayed.compared;
    out.equal = !replayed.difference;
    if (replayed.difference) {
        out.seq = replayed.difference->seq;
        out.field = q(replayed.difference->field);
        out.stored = q(replayed.difference->stored);
        out.replayed = q(replayed.difference->replayed);
    }
    return out;
}

Result<api::WhatIfReport> ask(const QueryContext &c, const api::WhatIfQuery &query)
{
    constexpr int MostInstances = 200;
    const auto map = stateMap(query.states);
    if (!map)
        return tl::make_unexpected(map.error());
    // The same text as a published version is no obstacle here, so E100 is not asked for.
    const auto parsed = workflow::parseDefinition(query.text.toStdString(), inForce(c).with(runCatalog(c.studio.agents.catalog())));
    api::WhatIfReport report;
    for (const auto &finding : parsed.findings)
        report.findings.push_back(toFinding(finding, {}));
    if (!parsed.definition)
        return report;
    report.definition = q(parsed.definition->id());
    report.version = q(parsed.definition->version());
    store::versions::Filter filter;
    filter.definition = query.definition.isEmpty() ? parsed.definition->id() : query.definition.toStdString();
    filter.version = query.version.toStdString();
    filter.entity = query.entity.toStdString();
    filter.endedOnly = query.endedOnly;
    const auto past = store::versions::instances(c.sql, filter, {query.after.toStdString(), std::clamp(query.limit, 1, MostInstances)});
    report.next = q(past.next);
    int steps = 0;
    for (const auto &id : past.rows) {
        const auto instance = flows::find(c.sql, id);
        if (!instance)
            continue;
        workflow::WhatIf asked(flow::definitionsOf(c.studio, instance->definition), flow::versionAt(c.sql, *instance, -1), *parsed.definition, *map);
        flows::Step last;
        flow::eachStep(c.sql, id, -1, [&](const flows::Step &row) {
            ++steps;
            last = row;
            return asked.feed(flow::historyStep(row));
        });
        if (const auto until = openUntil(*instance, c.now))
            asked.finish(*until);
        ++report.looked;
        if (!asked.parting() && asked.trouble().empty()) {
            ++report.same;
        } else {
            api::WhatIfRow row;
            row.workflow = q(id);
            row.number = q(instance->number);
            row.title = q(instance->title);
            row.version = q(instance->version);
            row.complete = asked.trouble().empty();
            row.seq = asked.parting() ? asked.parting()->seq : last.seq;
            row.at = time(last.at);
            row.input = row.seq == last.seq ? q(last.input) : QString();
            row.then = asked.parting() ? q(asked.parting()->then) : QString();
            row.now = q(asked.parting() ? asked.parting()->now : asked.trouble());
            report.rows.push_back(std::move(row));
        }
        if (steps >= api::WhatIfQuery::MaxSteps && id != past.rows.back()) { // enough for one answer
            report.next = q(id);
            break;
        }
    }
    return report;
}

} // namespace hs::runtime::queries
