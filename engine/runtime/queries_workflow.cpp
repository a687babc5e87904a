#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/start_queue.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/store/tables/board.h"
#include "engine/workflow/interpreter.h"

#include <algorithm>
#include <map>

#include <QTimeZone>

namespace hs::runtime::queries {

using namespace rows;
namespace table = store::workflows;

namespace {

api::DefinitionInfo infoOf(const QueryContext &c, const workflow::Definition &definition)
{
    api::DefinitionInfo info;
    info.id = q(definition.id());
    info.version = q(definition.version());
    info.title = q(definitionTitle(definition));
    info.description = q(definition.description());
    info.level = definition.level();
    info.columns = columnsOf(definition);
    const auto counts = table::counts(c.sql, definition.id());
    info.open = counts.open;
    info.total = counts.total;
    return info;
}

struct WaitsFor {
    QString what; ///< task, timer, event or person; turn: it has not begun; empty: it does not run
    std::optional<store::workflows::Invocation> task; ///< the first
};
/// What the instance waits for, from its open rows (D16).
WaitsFor waitsFor(const table::Instance &instance, const std::vector<table::Invocation> &tasks)
{
    if (instance.status == table::Status::Waiting)
        return {QStringLiteral("turn"), {}};
    if (instance.status != table::Status::Running)
        return {};
    if (std::any_of(tasks.begin(), tasks.end(), [](const auto &task) { return !task.escalation.empty(); }))
        return {QStringLiteral("person"), {}};
    if (!tasks.empty())
        return {QStringLiteral("task"), tasks.front()};
    return {instance.dueAt ? QStringLiteral("timer") : QStringLiteral("event"), {}};
}

/// "nyra.qualify" as the board names it: the agent as people call it, and the command; of a workflow, its title.
QString taskName(const QueryContext &c, const store::workflows::Invocation &task)
{
    if (task.src == "engine.workflow")
        if (const auto definition = c.studio.shelf.latest(text(task.input, "definition")))
            return q(definitionTitle(*definition));
    const auto dot = task.src.find('.');
    const auto *card = dot == std::string::npos ? nullptr : c.studio.agents.catalog().find(task.src.substr(0, dot));
    return card ? q(card->name + ": " + task.src.substr(dot + 1)) : q(task.src);
}

/// Level 4 is no matter of the definition, but of how the instance stands (T9).
int levelOf(const QueryContext &c, const table::Instance &instance, const std::vector<table::Invocation> &tasks)
{
    constexpr int Escalated = 4;
    if (instance.status == table::Status::Incident || std::any_of(tasks.begin(), tasks.end(), [](const auto &task) { return task.src == "human.escalate"; }))
        return Escalated;
    const auto definition = c.studio.shelf.find(instance.definition, instance.version);
    return definition ? definition->level() : 1;
}

std::vector<table::Invocation> openTasks(const QueryContext &c, const table::Instance &instance)
{
    return instance.status < table::Status::Completed ? table::invocations(c.sql, instance.id) : std::vector<table::Invocation>();
}

api::WorkflowRow rowOf(const QueryContext &c, const table::Instance &instance, const std::vector<table::Invocation> &tasks)
{
    auto out = row(instance);
    out.waitingOn = waitsFor(instance, tasks).what;
    out.level = levelOf(c, instance, tasks);
    if (instance.status == table::Status::Waiting)
        out.waitingWhy = q(starts::why(c.sql, c.studio, instance));
    return out;
}

api::WorkflowRow rowOf(const QueryContext &c, const table::Instance &instance)
{
    return rowOf(c, instance, openTasks(c, instance));
}

std::optional<workflow::Snapshot> snapshotOf(const std::string &text)
{
    auto snapshot = workflow::parseSnapshot(text);
    return snapshot ? std::optional(std::move(*snapshot)) : std::nullopt;
}

/// The moves by hand from here. Of those that depend on a guard it is tried out what would happen now (nothing is written).
std::vector<api::LegalMove> judgedMoves(const workflow::Definition &definition, const workflow::Snapshot &snapshot, Timestamp now)
{
    auto moves = movesOf(definition, snapshot);
    std::map<QString, QStringList> leadsTo; // by event: the targets of what would be taken
    for (auto &move : moves) {
        if (!move.guarded)
            continue;
        auto tried = leadsTo.find(move.event);
        if (tried == leadsTo.end()) {
            OrderedJson event = OrderedJson::object();
            event["type"] = move.event.toStdString();
            tried = leadsTo.emplace(move.event, QStringList()).first;
            if (const auto step = workflow::step(definition, snapshot, workflow::EventInput{std::move(event)}, now))
                for (const auto &taken : step->transitions)
                    for (const auto &target : taken.targets)
                        if (const auto *state = definition.find(target))
                            tried->second << q(state->path);
        }
        move.refused = !tried->second.contains(move.target);
    }
    return moves;
}

api::Card cardOf(const QueryContext &c, const table::Instance &instance)
{
    api::Card card;
    const auto tasks = openTasks(c, instance);
    const auto waits = waitsFor(instance, tasks);
    card.row = rowOf(c, instance, tasks);
    if (instance.status == table::Status::Incident) {
        card.bannerKind = QStringLiteral("blocked");
        card.bannerText = q(instance.error);
    } else if (card.row.waitingOn == QLatin1String("person")) {
        card.bannerKind = QStringLiteral("approval");
    } else if (instance.status == table::Status::Paused) {
        card.bannerKind = QStringLiteral("paused");
    } else if (instance.status == table::Status::Waiting) {
        card.bannerKind = QStringLiteral("waiting");
        card.bannerText = card.row.waitingWhy;
    } else if (waits.task) {
        card.bannerKind = QStringLiteral("waiting");
        card.bannerText = taskName(c, *waits.task);
    } else if (waits.what == QLatin1String("timer")) {
        card.bannerKind = QStringLiteral("waiting"); // until `dueAt`; who waits for an event alone waits for nobody here
    }
    if (instance.status == table::Status::Running)
        if (const auto definition = c.studio.shelf.find(instance.definition, instance.version))
            if (const auto snapshot = snapshotOf(instance.snapshot))
                card.moves = judgedMoves(*definition, *snapshot, c.now);
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
        instance->snapshot = workflow::dumpSnapshot(then->snapshot);
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
            detail.moves = judgedMoves(*definition, *snapshot, c.now);
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

namespace {

namespace board = store::board;

/// Midnight of the studio's calendar, `days` after today's.
Timestamp midnight(const QueryContext &c, int days)
{
    QTimeZone zone(QByteArray::fromStdString(c.studio.policy->timeZone));
    if (!zone.isValid())
        zone = QTimeZone::utc();
    const auto today = QDateTime::fromMSecsSinceEpoch(toMillis(c.now), zone).date();
    return fromMillis(today.addDays(days).startOfDay(zone).toMSecsSinceEpoch());
}

board::Filter filterOf(const QueryContext &c, const api::BoardFilter &asked)
{
    constexpr int DaysOfAWeek = 7;
    board::Filter filter;
    filter.definition = asked.definition.toStdString();
    filter.entity = asked.entity.toStdString();
    filter.text = asked.text.toStdString();
    filter.agent = asked.agent.toStdString();
    filter.assignee = asked.assignee.toStdString();
    filter.tag = asked.tag.toStdString();
    filter.version = asked.version.toStdString();
    if (asked.priority)
        filter.priority = int(*asked.priority);
    filter.standing = board::Standing(int(asked.standing));
    switch (asked.due) {
    case api::BoardDue::Any: break;
    case api::BoardDue::Overdue: filter.dueBefore = c.now; break;
    case api::BoardDue::Today:
    case api::BoardDue::Week:
        filter.dueFrom = midnight(c, 0);
        filter.dueBefore = midnight(c, asked.due == api::BoardDue::Today ? 1 : DaysOfAWeek);
        break;
    }
    return filter;
}

} // namespace

Result<api::Board> ask(const QueryContext &c, const api::BoardQuery &query)
{
    const auto definition = c.studio.shelf.shown(query.definition.toStdString());
    if (!definition)
        return fail(Errc::NotFound, "there is no workflow definition \"" + query.definition.toStdString() + "\"");
    const auto filter = filterOf(c, query);
    const board::Lane lane{board::Grouping(int(query.grouping)), query.lane.toStdString()};
    board::Filter all;
    all.definition = definition->id();
    api::Board answer;
    answer.definition = infoOf(c, *definition);
    answer.revision = c.state.revision;
    answer.tags = list(board::tags(c.sql, definition->id()));
    answer.versions = list(board::versions(c.sql, definition->id()));
    const auto counts = board::counts(c.sql, filter, lane.grouping);
    const auto held = board::counts(c.sql, all, board::Grouping::None);
    for (const auto &info : answer.definition.columns) {
        if (!query.column.isEmpty() && info.key != query.column)
            continue;
        if (query.openOnly && info.final)
            continue;
        api::BoardColumn column;
        column.info = info;
        const auto key = info.key.toStdString();
        for (const auto &count : counts)
            if (count.column == key && count.lane == lane.key)
                column.count = count.cards;
        for (const auto &count : held)
            if (count.column == key)
                column.held = count.cards;
        if (column.count > 0) { // an empty cell is not looked for
            const auto cards = board::cell(c.sql, filter, lane, key, slice(query.window));
            for (const auto &instance : cards.rows)
                column.cards.push_back(cardOf(c, instance));
            column.next = q(cards.next);
        }
        answer.columns.push_back(std::move(column));
    }
    return answer;
}

Result<api::BoardLanes> ask(const QueryContext &c, const api::BoardLanesQuery &query)
{
    const auto definition = c.studio.shelf.latest(query.definition.toStdString());
    if (!definition)
        return fail(Errc::NotFound, "there is no workflow definition \"" + query.definition.toStdString() + "\"");
    api::BoardLanes answer;
    answer.definition = infoOf(c, *definition);
    answer.revision = c.state.revision;
    std::map<std::string, api::BoardLane> lanes;
    const auto &columns = answer.definition.columns;
    for (const auto &count : board::counts(c.sql, filterOf(c, query), board::Grouping(int(query.grouping)))) {
        const auto at = std::find_if(columns.begin(), columns.end(), [&](const auto &info) { return info.key.toStdString() == count.column; });
        if (at == columns.end() || (query.openOnly && at->final))
            continue;
        auto &lane = lanes[count.lane];
        lane.counts.resize(columns.size());
        lane.counts[std::size_t(at - columns.begin())] += count.cards;
        lane.count += count.cards;
    }
    for (auto &[key, lane] : lanes) {
        lane.key = q(key);
        answer.lanes.push_back(std::move(lane));
    }
    std::stable_partition(answer.lanes.begin(), answer.lanes.end(), [](const api::BoardLane &lane) { return !lane.key.isEmpty(); });
    return answer;
}

Result<std::vector<api::SavedBoardView>> ask(const QueryContext &c, const api::SavedBoardViewQuery &query)
{
    std::vector<api::SavedBoardView> views;
    const auto caller = c.caller.id.toStdString();
    for (const auto &view : board::views(c.sql, query.definition.toStdString(), caller))
        views.push_back({q(view.id), q(view.definition), q(view.name), q(view.owner), operatorName(c.sql, view.owner), view.shared,
                         view.owner == caller, object(view.layout)});
    return views;
}

} // namespace hs::runtime::queries
