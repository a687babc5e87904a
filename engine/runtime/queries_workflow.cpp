#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/workflow/interpreter.h"

#include <algorithm>

namespace hs::runtime::queries {

using namespace rows;
namespace table = store::workflows;

namespace {

QString titleOf(const workflow::Definition &definition)
{
    const auto title = text(Json(definition.meta()), "title");
    return q(title.empty() ? definition.id() : title);
}

api::DefinitionInfo infoOf(const QueryContext &c, const workflow::Definition &definition)
{
    api::DefinitionInfo info;
    info.id = q(definition.id());
    info.version = q(definition.version());
    info.title = titleOf(definition);
    info.description = q(definition.description());
    info.level = definition.level();
    info.columns = columnsOf(definition);
    const auto counts = table::counts(c.sql, definition.id());
    info.open = counts.open;
    info.total = counts.total;
    return info;
}

/// task, timer, event or person: what the instance waits for, from its open rows (D16).
QString waitingOn(const QueryContext &c, const table::Instance &instance)
{
    if (instance.status != table::Status::Running)
        return {};
    for (const auto &task : table::invocations(c.sql, instance.id))
        return task.escalation.empty() ? QStringLiteral("task") : QStringLiteral("person");
    return instance.dueAt ? QStringLiteral("timer") : QStringLiteral("event");
}

api::WorkflowRow rowOf(const QueryContext &c, const table::Instance &instance)
{
    auto out = row(instance);
    out.waitingOn = waitingOn(c, instance);
    return out;
}

std::optional<workflow::Snapshot> snapshotOf(const std::string &text)
{
    auto snapshot = workflow::parseSnapshot(text);
    return snapshot ? std::optional(std::move(*snapshot)) : std::nullopt;
}

api::Card cardOf(const QueryContext &c, const table::Instance &instance)
{
    api::Card card;
    card.row = rowOf(c, instance);
    if (instance.status == table::Status::Incident) {
        card.bannerKind = QStringLiteral("blocked");
        card.bannerText = q(instance.error);
    } else if (card.row.waitingOn == QLatin1String("person")) {
        card.bannerKind = QStringLiteral("approval");
    }
    if (instance.status == table::Status::Running)
        if (const auto definition = c.studio.shelf.find(instance.definition, instance.version))
            if (const auto snapshot = snapshotOf(instance.snapshot))
                card.moves = movesOf(*definition, *snapshot);
    return card;
}

} // namespace

Result<std::vector<api::DefinitionInfo>> ask(const QueryContext &c, const api::DefinitionQuery &)
{
    std::vector<api::DefinitionInfo> infos;
    for (const auto &definition : c.studio.shelf.all())
        infos.push_back(infoOf(c, *definition));
    return infos;
}

Result<api::Page<api::WorkflowRow>> ask(const QueryContext &c, const api::WorkflowQuery &query)
{
    table::Filter filter{query.text.toStdString(), query.definition.toStdString(), query.entity.toStdString(), query.contact.toStdString(), std::nullopt};
    if (query.status)
        filter.status = table::Status(int(*query.status));
    return page<api::WorkflowRow>(table::page(c.sql, filter, slice(query.window)), [&](const auto &instance) { return rowOf(c, instance); });
}

Result<api::WorkflowDetail> ask(const QueryContext &c, const api::WorkflowDetailQuery &query)
{
    auto instance = table::find(c.sql, query.id.toStdString());
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + query.id.toStdString() + "\"");
    api::WorkflowDetail detail;
    const bool past = query.atSeq >= 0 && query.atSeq != instance->steps;
    if (past) {
        const auto then = flow::snapshotAt(c.sql, c.studio, *instance, query.atSeq);
        if (!then)
            return tl::make_unexpected(then.error());
        instance->snapshot = toJson(then->snapshot).dump();
        instance->version = then->version;
        instance->updatedAt = then->at;
        instance->steps = query.atSeq;
    }
    const auto definition = c.studio.shelf.find(instance->definition, instance->version);
    const auto snapshot = snapshotOf(instance->snapshot);
    if (snapshot && definition) {
        instance->state = stateText(*definition, *snapshot);
        instance->column = columnOf(*definition, *snapshot);
    }
    detail.row = past ? row(*instance) : rowOf(c, *instance);
    if (snapshot) {
        detail.context = object(Json(snapshot->context));
        for (const auto &timer : snapshot->timers)
            detail.timers.append(QJsonObject{{QStringLiteral("id"), q(timer.id)}, {QStringLiteral("event"), q(text(Json(timer.event), "type"))},
                                             {QStringLiteral("due"), q(toRfc3339(timer.due))}});
    }
    if (!past) {
        for (const auto &task : table::invocations(c.sql, instance->id))
            detail.openTasks.append(QJsonObject{{QStringLiteral("id"), q(task.invoke)}, {QStringLiteral("src"), q(task.src)},
                                                {QStringLiteral("input"), object(task.input)}, {QStringLiteral("attempt"), task.attempt},
                                                {QStringLiteral("escalation"), q(task.escalation)}});
        if (snapshot && definition && instance->status == table::Status::Running)
            detail.moves = movesOf(*definition, *snapshot);
        if (const auto until = flow::undoableUntil(c.sql, *instance, c.caller.id.toStdString(), c.now)) {
            detail.undoable = true;
            detail.undoUntil = time(*until);
        }
    }
    return detail;
}

Result<api::Page<api::HistoryRow>> ask(const QueryContext &c, const api::HistoryQuery &query)
{
    const auto id = query.workflow.toStdString();
    if (!table::find(c.sql, id))
        return fail(Errc::NotFound, "there is no workflow \"" + id + "\"");
    return page<api::HistoryRow>(table::history(c.sql, id, slice(query.window)), [](const auto &step) { return row(step); });
}

Result<api::Board> ask(const QueryContext &c, const api::BoardQuery &query)
{
    const auto definition = c.studio.shelf.shown(query.definition.toStdString());
    if (!definition)
        return fail(Errc::NotFound, "there is no workflow definition \"" + query.definition.toStdString() + "\"");
    const table::BoardFilter filter{definition->id(), query.entity.toStdString(), query.text.toStdString(), query.agent.toStdString(),
                                    query.assignee.toStdString()};
    api::Board board;
    board.definition = infoOf(c, *definition);
    board.revision = c.state.revision;
    const auto counts = table::columnCounts(c.sql, filter);
    for (const auto &info : board.definition.columns) {
        if (!query.column.isEmpty() && info.key != query.column)
            continue;
        if (query.openOnly && info.final)
            continue;
        api::BoardColumn column;
        column.info = info;
        const auto key = info.key.toStdString();
        for (const auto &[name, count] : counts)
            if (name == key)
                column.count = count;
        const auto cards = table::column(c.sql, filter, key, slice(query.window));
        for (const auto &instance : cards.rows)
            column.cards.push_back(cardOf(c, instance));
        column.next = q(cards.next);
        board.columns.push_back(std::move(column));
    }
    return board;
}

} // namespace hs::runtime::queries
