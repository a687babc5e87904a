#include "engine/runtime/flow_migration.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_history.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/record_desk.h"
#include "engine/runtime/state_clocks.h"
#include "engine/store/tables/definition_versions.h"
#include "engine/store/tables/instance_inbox.h"
#include "engine/store/tables/meta.h"
#include "engine/workflow/interpreter.h"

namespace hs::runtime::flow {

namespace table = store::workflows;
using table::Instance;
using table::Status;

namespace {

constexpr std::int64_t FirstOfAll = 101; // as for instances that are started

bool isOver(const Instance &instance)
{
    return instance.status == Status::Completed || instance.status == Status::Failed || instance.status == Status::Cancelled;
}

Result<DefinitionShelf::Handle> versionOf(const Studio &studio, const std::string &definition, const std::string &version)
{
    if (auto found = studio.shelf.find(definition, version))
        return found;
    return fail(Errc::NotFound, "there is no version " + version + " of \"" + definition + "\"", "version", "publish it first, or see its versions");
}

/// What an instance shows of a snapshot.
void showIn(Instance &instance, const workflow::Definition &definition, const workflow::Snapshot &snapshot, Timestamp now)
{
    const auto before = instance.state;
    instance.snapshot = workflow::dumpSnapshot(snapshot);
    instance.state = stateText(definition, snapshot);
    instance.column = columnOf(definition, snapshot);
    instance.tag = tagsOf(definition, snapshot);
    instance.updatedAt = now;
    if (instance.state != before)
        instance.enteredAt = now;
    const auto *next = snapshot.nextTimer();
    instance.dueAt = next ? std::optional(next->due) : std::nullopt;
}

Json timersText(const std::vector<workflow::PendingTimer> &timers)
{
    Json list = Json::array();
    for (const auto &timer : timers)
        list.push_back({{"id", timer.id}, {"due", toRfc3339(timer.due)}});
    return list;
}

/// States that are in one list and not in the other.
std::vector<std::string> without(const std::vector<std::string> &from, const std::vector<std::string> &those)
{
    std::vector<std::string> left;
    std::copy_if(from.begin(), from.end(), std::back_inserter(left), [&](const auto &id) { return std::find(those.begin(), those.end(), id) == those.end(); });
    return left;
}

/// Rows of timers: those that are kept keep theirs, unless their name changed. One that an incident waits with has no
/// row any more, and gets none.
void moveTimerRows(Deed &deed, const Instance &instance, const workflow::Migration &moved)
{
    const auto rows = table::timers(deed.tx, instance.id);
    for (const auto &timer : moved.timersCancelled)
        table::cancelTimer(deed.tx, instance.id, timer.id);
    std::vector<workflow::PendingTimer> renamed;
    for (const auto &kept : moved.timersKept) {
        const bool stands = std::any_of(rows.begin(), rows.end(), [&](const auto &row) { return row.id == kept.before; });
        if (kept.before == kept.timer.id || !stands)
            continue;
        table::cancelTimer(deed.tx, instance.id, kept.before);
        renamed.push_back(kept.timer);
    }
    renamed.insert(renamed.end(), moved.timersStarted.begin(), moved.timersStarted.end());
    for (const auto &timer : renamed)
        table::setTimer(deed.tx, {instance.id, timer.id, timer.due, std::int64_t(timer.sequence)});
    if (instance.status != Status::Running)
        table::holdTimers(deed.tx, instance.id, true); // they wait with it (D14)
}

/// The input that an incident waits with names a timer by the old definition's word.
void renameParkedTimer(Instance &instance, const workflow::Migration &moved)
{
    auto parked = parseJson(instance.parked);
    if (!parked || text(*parked, "kind") != "timer")
        return;
    for (const auto &kept : moved.timersKept)
        if (kept.before == text(*parked, "timer"))
            (*parked)["timer"] = kept.timer.id;
    instance.parked = dump(*parked);
}

/// The hub's record says on which version an instance runs. The record only follows: it must not stop the work.
void mirrorVersion(Deed &deed, const Instance &instance, const workflow::Definition &definition)
{
    mirror::instance(deed, instance);
    hub::Write write;
    write.database = "active-workflows";
    write.id = mirror::recordOf(instance.id);
    write.writer = records::Writer::Engine;
    write.fields = {{"Workflow Version", instance.version}};
    if (definition.level() >= 1)
        write.fields["Level"] = std::to_string(definition.level());
    if (!store::records::find(deed.tx, write.database, write.id))
        return;
    if (const auto kept = hub::write(deed, write); !kept)
        spdlog::warn("the record of {} does not tell its version: {}", instance.number, describe(kept.error()));
}

/// What was done and can be undone knows the state that it was done in (C2).
void moveCompensations(Deed &deed, const Instance &instance, const workflow::Definition &from, const workflow::Definition &to, const workflow::StateMap &map)
{
    for (const auto &entry : table::compensations(deed.tx, instance.id))
        if (const auto state = workflow::mappedState(from, to, map, entry.state); state != entry.state)
            store::versions::moveCompensation(deed.tx, instance.id, entry.seq, state);
}

} // namespace

Result<MigrationView> previewMigration(const store::ReadSql &sql, const Studio &studio, std::string_view id, const std::string &to,
                                       const workflow::StateMap &map, Timestamp now)
{
    auto instance = table::find(sql, id);
    if (!instance)
        return fail(Errc::NotFound, "there is no workflow \"" + std::string(id) + "\"");
    const auto target = versionOf(studio, instance->definition, to);
    if (!target)
        return tl::make_unexpected(target.error());
    MigrationView view{std::move(*instance), tl::make_unexpected(workflow::Refusal{}), {}};
    const auto refused = [&](std::string reason) {
        view.outcome.error().push_back(std::move(reason));
        return view;
    };
    if (isOver(view.instance))
        return refused("the instance has ended");
    if (view.instance.status == Status::Waiting)
        return refused("it has not begun; it begins with the newest version");
    if (view.instance.version == to)
        return refused("it runs on " + to + " already");
    const auto from = studio.shelf.find(view.instance.definition, view.instance.version);
    if (!from)
        return refused("its version " + view.instance.version + " is not loaded");
    const auto snapshot = workflow::parseSnapshot(view.instance.snapshot);
    if (!snapshot)
        return refused(snapshot.error().what);
    view.outcome = workflow::migrate(*from, *snapshot, **target, map, now);
    if (view.outcome)
        view.stateAfter = stateText(**target, view.outcome->snapshot);
    return view;
}

Result<MigrationView> migrate(Deed &deed, std::string_view id, const std::string &to, const workflow::StateMap &map, std::string_view reason)
{
    auto view = previewMigration(deed.tx, deed.studio, id, to, map, deed.now);
    if (!view || !view->outcome)
        return view;
    const auto &moved = *view->outcome;
    const auto target = deed.studio.shelf.find(view->instance.definition, to);
    const auto source = deed.studio.shelf.find(view->instance.definition, view->instance.version);
    Instance instance = view->instance;
    const auto from = std::exchange(instance.version, to);
    const auto stateBefore = instance.state;
    showIn(instance, *target, moved.snapshot, deed.now);
    if (instance.status == Status::Incident)
        renameParkedTimer(instance, moved);
    ++instance.steps;
    table::update(deed.tx, instance);
    store::versions::move(deed.tx, instance.id, to);
    moveTimerRows(deed, instance, moved);
    moveCompensations(deed, instance, *source, *target, map);
    mirrorVersion(deed, instance, *target);
    stateclocks::align(deed, *target, instance, moved.snapshot);
    const Json record{{"input", {{"kind", "migrate"}, {"from", from}, {"to", to}, {"states", map}, {"at", toMillis(deed.now)}}},
                      {"exited", without(moved.activeBefore, moved.activeAfter)}, {"entered", without(moved.activeAfter, moved.activeBefore)},
                      {"timers", timersText(moved.timersStarted)}, {"timers_cancelled", timersText(moved.timersCancelled)}, {"actor_id", deed.actor.id}};
    table::addStep(deed.tx, {instance.id, instance.steps, deed.now, std::string(store::versions::MigrationInput), deed.actor.name, std::string(reason), record,
                             instance.snapshot, 0});
    note(deed, {"workflow.migrated", "workflow", instance.id,
                instance.number + ": version " + from + " → " + to + (stateBefore == instance.state ? "" : ", " + stateBefore + " → " + instance.state),
                std::string(reason), "V3", {}, {{"definition", instance.definition}, {"from", from}, {"to", to}, {"states", map}, {"step", instance.steps}}});
    return view;
}

Result<std::string> fork(Deed &deed, const Fork &fork)
{
    const auto origin = table::find(deed.tx, fork.origin);
    if (!origin)
        return fail(Errc::NotFound, "there is no workflow \"" + fork.origin + "\"");
    auto past = snapshotAt(deed.tx, deed.studio, *origin, fork.seq);
    if (!past)
        return tl::make_unexpected(past.error());
    const auto place = origin->number + " at step " + std::to_string(fork.seq);
    if (past->snapshot.status == workflow::MachineStatus::Done)
        return fail(Errc::Conflict, place + " had ended", fork.origin, "fork from a step before");
    const auto from = versionOf(deed.studio, origin->definition, past->version);
    if (!from)
        return tl::make_unexpected(from.error());
    const auto version = fork.version.empty() ? past->version : fork.version;
    const auto definition = versionOf(deed.studio, origin->definition, version);
    if (!definition)
        return tl::make_unexpected(definition.error());
    auto snapshot = std::move(past->snapshot);
    // Time goes on from the moment of that step.
    for (auto &timer : snapshot.timers)
        timer.due = deed.now + std::max(timer.due - past->at, std::chrono::milliseconds(0));
    if (version != past->version) {
        auto moved = workflow::migrate(**from, snapshot, **definition, fork.map, deed.now);
        if (!moved) {
            std::string reasons;
            for (const auto &reason : moved.error())
                reasons += (reasons.empty() ? "" : "; ") + reason;
            return fail(Errc::Conflict, place + " cannot go on in " + version + ": " + reasons, "states", "map the states, or fork under " + past->version);
        }
        snapshot = std::move(moved->snapshot);
    }
    Instance instance = *origin;
    instance.id = deed.studio.ids.make("wf");
    instance.number = origin->number.substr(0, origin->number.rfind('-')) + "-"
                      + std::to_string(store::meta::next(deed.tx, "workflow." + origin->definition, FirstOfAll));
    instance.version = version;
    instance.status = Status::Running;
    if (!isOver(*origin))
        instance.key.clear();
    instance.state.clear();
    instance.error.clear();
    instance.parked.clear();
    instance.parent.clear(); // nobody waits for its end
    instance.depth = 0;
    instance.queued = 0;
    instance.ending = false;
    instance.steps = 0;
    instance.correlation = deed.correlation;
    instance.startedAt = deed.now;
    showIn(instance, **definition, snapshot, deed.now);
    table::insert(deed.tx, instance);
    mirror::instance(deed, instance);
    for (const auto &timer : snapshot.timers)
        table::setTimer(deed.tx, {instance.id, timer.id, timer.due, std::int64_t(timer.sequence)});
    const Json from0{{"kind", "fork"}, {"instance", origin->id}, {"seq", fork.seq}, {"version", past->version}, {"states", fork.map}};
    table::addStep(deed.tx, {instance.id, 0, deed.now, "fork", deed.actor.name, fork.reason,
                             {{"input", from0}, {"entered", snapshot.active}, {"actor_id", deed.actor.id}}, instance.snapshot, 0});
    for (const auto &task : snapshot.tasks)
        openTask(deed, **definition, instance, task);
    stateclocks::align(deed, **definition, instance, snapshot);
    note(deed, {"workflow.forked", "workflow", instance.id, instance.number + " forked from " + place, fork.reason, {}, {},
                {{"origin", origin->id}, {"step", fork.seq}, {"definition", instance.definition + " " + version}}});
    return instance.id;
}

} // namespace hs::runtime::flow
