#include "engine/agents/registry.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/human_tasks.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/run_reading.h"
#include "engine/store/tables/invocations.h"
#include "engine/workflow/retry.h"
#include "engine/workflow/run_alignment.h"

#include <algorithm>
#include <set>

namespace hs::runtime::queries {

using namespace rows;
namespace table = store::workflows;
namespace traces = store::runs;

namespace {

constexpr int MaxCompared = 2'000; ///< steps of each run
constexpr int MaxAudit = 200;      ///< audit rows looked at around one step

Result<table::Instance> instanceOf(const QueryContext &c, const QString &id)
{
    auto instance = table::find(c.sql, id.toStdString());
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + id.toStdString() + "\"");
    return *instance;
}

std::vector<api::RunLane> lanesOf(const QueryContext &c, const workflow::Definition &definition)
{
    std::vector<api::RunLane> lanes;
    for (const auto &lane : workflow::lanesOf(definition)) {
        api::RunLane row;
        row.key = q(lane.key);
        row.title = q(lane.title);
        row.kind = lane.kind == workflow::Lane::Kind::Task ? api::RunLane::Kind::Task : api::RunLane::Kind::Region;
        row.depth = lane.depth;
        if (const auto *card = c.studio.agents.catalog().find(lane.src.substr(0, lane.src.find('.'))))
            row.agent = q(card->key);
        lanes.push_back(std::move(row));
    }
    return lanes;
}

/// Which tries failed stands by task key, whose last part counts the starts of an invoke.
void countTries(const QueryContext &c, const std::string &instance, std::map<std::string, unsigned> starts, api::RunPage &page)
{
    const auto counts = traces::failedTryCounts(c.sql, instance);
    if (counts.empty())
        return;
    for (auto &bar : page.bars) {
        const auto &lane = page.lanes[std::size_t(bar.lane)];
        if (lane.kind != api::RunLane::Kind::Task)
            continue;
        const auto invoke = lane.key.toStdString();
        if (bar.fromAt.isValid())
            ++starts[invoke];
        if (const auto found = counts.find(workflow::taskKey(instance, invoke, starts[invoke])); found != counts.end())
            bar.failedTries = found->second;
    }
}

/// How the run stood after a step; nothing where its history cannot be followed.
std::optional<workflow::Snapshot> standingAfter(const QueryContext &c, const table::Instance &instance, std::int64_t seq)
{
    if (seq < 0)
        return std::nullopt;
    auto past = flow::snapshotAt(c.sql, c.studio, instance, seq);
    return past ? std::optional(std::move(past->snapshot)) : std::nullopt;
}

void drawLanes(const QueryContext &c, const table::Instance &instance, const workflow::Definition &definition,
               const std::vector<table::Step> &steps, api::RunPage &page)
{
    workflow::LaneSeed seed;
    std::map<std::string, unsigned> starts;
    if (steps.front().seq > page.firstSeq) {
        if (const auto before = standingAfter(c, instance, steps.front().seq - 1)) {
            seed.active = before->active;
            starts = before->starts;
            for (const auto &task : before->tasks)
                seed.tasks.push_back(task.id);
        }
    }
    std::vector<workflow::RunFact> facts;
    facts.reserve(steps.size());
    for (const auto &step : steps) {
        const bool ends = step.seq == page.lastSeq && instance.status == table::Status::Completed;
        auto fact = runs::factOf(step, ends);
        if (step.seq == page.lastSeq && (instance.status == table::Status::Cancelled || instance.status == table::Status::Failed))
            fact.kind = workflow::RunFact::Kind::Cancelled;
        if (fact.kind == workflow::RunFact::Kind::Replaced) {
            if (const auto after = standingAfter(c, instance, step.seq)) {
                fact.active = after->active;
                for (const auto &task : after->tasks)
                    fact.tasks.push_back(task.id);
            }
        }
        facts.push_back(std::move(fact));
    }
    page.lanes = lanesOf(c, definition);
    const auto activity = workflow::activityOf(definition, seed, facts);
    for (const auto &bar : activity.bars) {
        api::RunBar row;
        row.lane = int(bar.lane);
        row.label = q(bar.label);
        row.from = bar.from;
        row.to = bar.to.value_or(-1);
        row.fromAt = time(bar.fromAt);
        row.toAt = time(bar.toAt);
        row.outcome = api::RunBar::Outcome(int(bar.outcome));
        page.bars.push_back(std::move(row));
    }
    for (const auto &mark : activity.marks)
        page.marks.push_back({int(mark.lane), mark.seq, api::RunMark::Kind(int(mark.sign) - 1)});
    countTries(c, instance.id, std::move(starts), page);
}

std::optional<api::RunIncident> incidentOf(const table::Instance &instance)
{
    if (instance.status != table::Status::Incident)
        return std::nullopt;
    api::RunIncident incident;
    incident.at = time(instance.updatedAt);
    incident.error = q(instance.error);
    if (const auto parked = parseJson(instance.parked)) {
        incident.kind = runs::inputKind(text(*parked, "kind"));
        incident.input = q(runs::inputName(*parked, {}));
        incident.payload = runs::payloadOf(*parked);
    }
    return incident;
}

std::vector<api::RunOpenTask> openTasksOf(const QueryContext &c, const table::Instance &instance)
{
    std::vector<api::RunOpenTask> open;
    for (const auto &task : table::invocations(c.sql, instance.id)) {
        if (task.invoke.empty())
            continue;
        const bool later = task.status == table::InvocationStatus::Later;
        open.push_back({q(task.invoke), q(task.src), task.status == table::InvocationStatus::Uncertain, later, later ? time(task.nextTry) : QDateTime()});
    }
    return open;
}

std::vector<api::RunTry> triesOf(const QueryContext &c, const std::string &key)
{
    std::vector<api::RunTry> tries;
    for (const auto &failed : traces::failedTries(c.sql, key))
        tries.push_back({failed.attempt, time(failed.began), time(failed.failed), q(failed.error), q(failed.message), time(failed.again)});
    return tries;
}

api::RunTask openTask(const QueryContext &c, const table::Instance &instance, const workflow::OpenTask &task)
{
    api::RunTask row;
    row.id = q(task.id);
    row.src = q(task.src);
    row.input = object(Json(task.input));
    row.failedTries = triesOf(c, workflow::taskKey(instance.id, task.id, task.start));
    return row;
}

void setStart(const QueryContext &c, const table::Instance &instance, std::int64_t before, api::RunTask &task)
{
    if (const auto start = traces::startOf(c.sql, instance.id, task.id.toStdString(), before)) {
        task.startedSeq = start->seq;
        task.startedAt = time(start->at);
    }
}

api::RunTimer timerOf(const workflow::PendingTimer &timer, api::RunTimer::Did did)
{
    return {q(timer.id), q(text(Json(timer.event), "type")), time(timer.due), did};
}

/// What a run that stands like this goes on by (D16).
QString waitingOn(const workflow::Snapshot &snapshot)
{
    if (snapshot.status == workflow::MachineStatus::Done)
        return {};
    if (!snapshot.tasks.empty())
        return human::isHuman(snapshot.tasks.front().src) ? QStringLiteral("person") : QStringLiteral("task");
    return snapshot.timers.empty() ? QStringLiteral("event") : QStringLiteral("timer");
}

api::RunStanding standingOf(const QueryContext &c, const table::Instance &instance, const workflow::Snapshot &snapshot, std::int64_t seq,
                            bool cancelled)
{
    api::RunStanding standing;
    for (const auto &id : snapshot.active)
        standing.active.append(q(id));
    if (const auto definition = c.studio.shelf.find(instance.definition, instance.version))
        standing.state = q(stateText(*definition, snapshot));
    standing.context = object(Json(snapshot.context));
    if (cancelled)
        return standing;
    for (const auto &task : snapshot.tasks) {
        standing.tasks.push_back(openTask(c, instance, task));
        setStart(c, instance, seq + 1, standing.tasks.back());
    }
    auto timers = snapshot.timers;
    std::stable_sort(timers.begin(), timers.end(), [](const auto &a, const auto &b) { return a.due < b.due; });
    for (const auto &timer : timers)
        standing.timers.push_back(timerOf(timer, api::RunTimer::Did::Set));
    standing.waitingOn = waitingOn(snapshot);
    return standing;
}

/// The key of the task whose result the step took; empty: it took something else.
std::string resultKey(const table::Instance &instance, const table::Step &step, const workflow::Snapshot &before)
{
    const auto *task = before.task(text(member(step.record, "input"), "invoke"));
    return task ? workflow::taskKey(instance.id, task->id, task->start) : std::string();
}

std::vector<api::RunTask> tasksOf(const QueryContext &c, const table::Instance &instance, const table::Step &step,
                                  const workflow::Snapshot &before, const workflow::Snapshot &after)
{
    std::vector<api::RunTask> tasks;
    const Json &input = member(step.record, "input");
    const auto kind = runs::inputKind(text(input, "kind"));
    const auto ended = [&](const workflow::OpenTask &task, api::RunTask::Did did) {
        auto row = openTask(c, instance, task);
        row.did = did;
        setStart(c, instance, step.seq, row);
        row.endedSeq = step.seq;
        row.endedAt = time(step.at);
        return row;
    };
    if (kind == api::RunInput::TaskDone || kind == api::RunInput::TaskFailed) {
        if (const auto *task = before.task(text(input, "invoke"))) {
            auto row = ended(*task, kind == api::RunInput::TaskDone ? api::RunTask::Did::Done : api::RunTask::Did::Failed);
            if (kind == api::RunInput::TaskDone) {
                row.output = value(member(input, "output"));
            } else {
                const Json &error = member(input, "error");
                row.error = q(text(error, "name") + ": " + text(error, "message"));
            }
            tasks.push_back(std::move(row));
        }
    }
    for (const Json &one : member(step.record, "tasks")) {
        const auto id = text(one, "id");
        if (text(one, "did") == "cancelled") {
            if (const auto *task = before.task(id))
                tasks.push_back(ended(*task, api::RunTask::Did::Cancelled));
            continue;
        }
        const auto *open = after.task(id);
        api::RunTask row = open ? openTask(c, instance, *open) : api::RunTask{};
        row.id = q(id);
        row.src = q(text(one, "src"));
        row.input = object(member(one, "input"));
        row.startedSeq = step.seq;
        row.startedAt = time(step.at);
        if (const auto end = traces::endOf(c.sql, instance.id, id, step.seq)) {
            row.endedSeq = end->seq;
            row.endedAt = time(end->at);
        }
        tasks.push_back(std::move(row));
    }
    return tasks;
}

std::vector<api::RunTimer> timersOf(const table::Step &step, const workflow::Snapshot &before, const workflow::Snapshot &after)
{
    std::vector<api::RunTimer> timers;
    const auto fired = text(member(step.record, "input"), "timer");
    const auto pending = [](const workflow::Snapshot &in, const workflow::PendingTimer &timer) {
        const auto *found = in.timer(timer.id);
        return found && found->sequence == timer.sequence;
    };
    for (const auto &timer : before.timers)
        if (!pending(after, timer))
            timers.push_back(timerOf(timer, timer.id == fired ? api::RunTimer::Did::Fired : api::RunTimer::Did::Cancelled));
    for (const auto &timer : after.timers)
        if (!pending(before, timer))
            timers.push_back(timerOf(timer, api::RunTimer::Did::Set));
    return timers;
}

/// The audit rows of a step's transaction. A transaction writes its rows without a gap, all at one moment and
/// under one correlation, and its step of this run closes them with a row that names the step.
std::vector<store::audit::Stored> auditOf(const QueryContext &c, const table::Instance &instance, const table::Step &step)
{
    const auto span = traces::auditAt(c.sql, step.at);
    if (!span)
        return {};
    const auto rows = store::audit::page(c.sql, {}, {std::to_string(span->last + 1), int(std::min<std::int64_t>(span->last - span->first + 1, 1000))}).rows;
    const auto about = [&](const store::audit::Stored &row) { return row.objectKind == "workflow" && row.object == instance.id; };
    const auto closes = [&](const store::audit::Stored &row) {
        return about(row) && (row.action == "workflow.moved" || row.action == "workflow.started");
    };
    const auto kind = text(member(step.record, "input"), "kind");
    const auto own = std::find_if(rows.begin(), rows.end(), [&](const store::audit::Stored &row) {
        if (!about(row))
            return false;
        if (kind == "cancel" || kind == "undo")
            return row.action == (kind == "cancel" ? "workflow.cancelled" : "workflow.undone");
        return closes(row) && integer(row.data, "step", -1) == step.seq;
    });
    if (own == rows.end())
        return {};
    std::vector<store::audit::Stored> found; // newest first, as they are read
    for (auto row = own; row != rows.end() && int(found.size()) < MaxAudit; ++row) {
        if (row != own && (closes(*row) || row->correlation != own->correlation))
            break;
        found.push_back(*row);
    }
    std::reverse(found.begin(), found.end());
    return found;
}

std::vector<api::MessageRow> messagesOf(const QueryContext &c, const table::Instance &instance, const table::Step &step,
                                        const std::string &result)
{
    std::vector<std::string> ids;
    std::set<std::string> emitted;
    bool commands = false;
    for (const Json &action : member(step.record, "actions")) {
        const auto type = text(action, "type");
        if (type == "emit" || type == "sendTo")
            emitted.insert(text(member(member(action, "params"), "event"), "type"));
        else
            commands = commands || type != "log";
    }
    std::vector<api::MessageRow> found;
    const auto add = [&](const std::vector<std::string> &from, const auto &belongs) {
        for (const auto &id : from)
            if (const auto message = store::messages::find(c.sql, id); message && belongs(*message))
                if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
                    ids.push_back(id);
                    found.push_back(row(*message));
                }
    };
    const auto any = [](const store::messages::Message &) { return true; };
    if (!result.empty()) // what the agent told while it did the task
        add(traces::messagesOf(c.sql, instance.correlation, result), any);
    add(traces::messagesAt(c.sql, step.at), [&](const store::messages::Message &message) {
        return emitted.contains(message.type) && text(message.payload, "workflow") == instance.id;
    });
    if (commands) {
        const auto count = member(step.record, "actions").size();
        for (std::size_t i = 0; i < count; ++i)
            add(traces::messagesOf(c.sql, instance.correlation, instance.id + "/step" + std::to_string(step.seq) + "/" + std::to_string(i)), any);
    }
    return found;
}

std::vector<api::EffectRow> effectsOf(const QueryContext &c, const table::Instance &instance, const table::Step &step, const std::string &result)
{
    std::vector<std::string> ids = traces::effectsOfKey(c.sql, instance.id + "/step" + std::to_string(step.seq) + "/");
    if (!result.empty()) {
        const auto byTask = traces::effectsOfKey(c.sql, result + "/");
        ids.insert(ids.end(), byTask.begin(), byTask.end());
    }
    std::vector<api::EffectRow> found;
    for (const auto &id : ids)
        if (const auto effect = store::outbox::find(c.sql, id))
            found.push_back(row(*effect));
    return found;
}

/// What the step opened elsewhere: known by its audit rows.
std::vector<api::RunLink> linksOf(const QueryContext &c, const std::vector<store::audit::Stored> &audit)
{
    std::vector<api::RunLink> links;
    std::set<std::string> seen;
    for (const auto &entry : audit) {
        if (!seen.insert(entry.object).second)
            continue;
        if (entry.objectKind == "escalation") {
            if (const auto found = store::escalations::find(c.sql, entry.object)) {
                const auto as = row(*found, c.sql);
                links.push_back({QStringLiteral("escalation"), as.id, as.number + QStringLiteral(": ") + as.title,
                                 q(found->decision.empty() ? "waiting" : found->decision)});
            }
        } else if (entry.objectKind == "task") {
            if (const auto found = store::records::task(c.sql, entry.object))
                links.push_back({QStringLiteral("task"), q(entry.object), q(found->record.title), q(found->index.status)});
        } else if (entry.objectKind == "record") {
            if (const auto found = store::records::findAny(c.sql, entry.object))
                links.push_back({QStringLiteral("record"), q(found->database + "/" + found->id), q(found->title), {}});
        }
    }
    return links;
}

struct Read {
    table::Instance instance;
    std::vector<table::Step> steps;
    bool cut = false;
};
Result<Read> readForComparison(const QueryContext &c, const QString &id)
{
    auto instance = instanceOf(c, id);
    if (!instance)
        return tl::make_unexpected(instance.error());
    Read read{std::move(*instance), {}, false};
    read.steps = traces::steps(c.sql, read.instance.id, 0, MaxCompared + 1);
    read.cut = int(read.steps.size()) > MaxCompared;
    if (read.cut)
        read.steps.resize(MaxCompared);
    return read;
}

std::int64_t waitOf(const std::vector<table::Step> &steps, std::size_t index)
{
    return index == 0 ? 0 : (steps[index].at - steps[index - 1].at).count();
}

} // namespace

Result<api::RunPage> ask(const QueryContext &c, const api::RunQuery &query)
{
    const auto instance = instanceOf(c, query.workflow);
    if (!instance)
        return tl::make_unexpected(instance.error());
    api::RunPage page;
    page.row = row(*instance);
    page.incident = incidentOf(*instance);
    page.openTasks = openTasksOf(c, *instance);
    if (const auto now = workflow::parseSnapshot(instance->snapshot))
        page.context = object(Json(now->context));
    if (const auto latest = c.studio.shelf.latest(instance->definition))
        page.currentVersion = q(latest->version());
    const auto span = traces::span(c.sql, instance->id);
    if (!span)
        return page;
    page.firstSeq = span->first;
    page.lastSeq = span->last;
    const int limit = std::clamp(query.limit, 1, 1000);
    const auto from = query.from < 0 ? std::max<std::int64_t>(span->first, span->last - limit + 1) : std::int64_t(query.from);
    const auto steps = traces::steps(c.sql, instance->id, from, limit);
    for (const auto &step : steps)
        page.steps.push_back(runs::stepOf(step));
    if (const auto first = traces::steps(c.sql, instance->id, span->first, 1); !first.empty()) {
        const Json &input = member(first.front().record, "input");
        page.hasFirstInput = text(input, "kind") == "start";
        if (page.hasFirstInput)
            page.firstInput = runs::payloadOf(input);
    }
    if (const auto definition = c.studio.shelf.find(instance->definition, instance->version); definition && !steps.empty())
        drawLanes(c, *instance, *definition, steps, page);
    return page;
}

Result<api::RunStepDetail> ask(const QueryContext &c, const api::RunStepQuery &query)
{
    const auto instance = instanceOf(c, query.workflow);
    if (!instance)
        return tl::make_unexpected(instance.error());
    const auto step = table::step(c.sql, instance->id, query.seq);
    if (!step)
        return fail(Errc::NotFound, instance->number + " has no step " + std::to_string(query.seq));
    const auto stood = flow::snapshotAt(c.sql, c.studio, *instance, step->seq);
    if (!stood)
        return tl::make_unexpected(stood.error());
    const auto *after = &stood->snapshot;
    const auto before = standingAfter(c, *instance, step->seq - 1).value_or(workflow::Snapshot{});
    const Json &input = member(step->record, "input");
    const bool cancelled = text(input, "kind") == "cancel";

    api::RunStepDetail detail;
    detail.step = runs::stepOf(*step);
    detail.payload = runs::payloadOf(input);
    for (const Json &taken : member(step->record, "transitions")) {
        api::RunTransition transition{q(text(taken, "source")), q(text(taken, "event")), {}};
        for (const Json &target : member(taken, "targets"))
            if (target.is_string())
                transition.targets.append(q(target.get<std::string>()));
        detail.transitions.push_back(std::move(transition));
    }
    detail.before = object(Json(before.context));
    detail.after = standingOf(c, *instance, *after, step->seq, cancelled);
    detail.actions = array(member(step->record, "actions"));
    detail.tasks = tasksOf(c, *instance, *step, before, *after);
    detail.timers = timersOf(*step, before, *after);
    const auto result = resultKey(*instance, *step, before);
    detail.messages = messagesOf(c, *instance, *step, result);
    detail.effects = effectsOf(c, *instance, *step, result);
    const auto audit = auditOf(c, *instance, *step);
    detail.links = linksOf(c, audit);
    for (const auto &entry : audit)
        detail.audit.push_back(row(entry));
    return detail;
}

Result<api::RunComparison> ask(const QueryContext &c, const api::RunCompareQuery &query)
{
    const auto first = readForComparison(c, query.first);
    if (!first)
        return tl::make_unexpected(first.error());
    const auto second = readForComparison(c, query.second);
    if (!second)
        return tl::make_unexpected(second.error());
    const auto signatures = [](const Read &read) {
        std::vector<std::string> all;
        for (const auto &step : read.steps)
            all.push_back(runs::signatureOf(step));
        return all;
    };
    api::RunComparison comparison;
    comparison.first = row(first->instance);
    comparison.second = row(second->instance);
    comparison.compared = MaxCompared;
    comparison.cut = first->cut || second->cut;
    for (const auto &pair : workflow::align(signatures(*first), signatures(*second))) {
        api::RunPair out;
        if (pair.first) {
            out.first = runs::stepOf(first->steps[*pair.first]);
            out.firstWaitMs = waitOf(first->steps, *pair.first);
        }
        if (pair.second) {
            out.second = runs::stepOf(second->steps[*pair.second]);
            out.secondWaitMs = waitOf(second->steps, *pair.second);
        }
        if (pair.first && pair.second) {
            const Json &a = member(first->steps[*pair.first].record, "patch");
            const Json &b = member(second->steps[*pair.second].record, "patch");
            std::set<std::string> names;
            for (const Json *patch : {&a, &b})
                for (const auto &[name, any] : patch->items())
                    names.insert(name);
            for (const auto &name : names) {
                if (member(a, name) == member(b, name) && a.contains(name) == b.contains(name))
                    continue;
                out.fields.push_back({q(name), a.contains(name) ? value(member(a, name)) : QJsonValue(QJsonValue::Undefined),
                                      b.contains(name) ? value(member(b, name)) : QJsonValue(QJsonValue::Undefined)});
            }
        }
        comparison.pairs.push_back(std::move(out));
    }
    return comparison;
}

} // namespace hs::runtime::queries
