#include "engine/runtime/version_rows.h"

#include <algorithm>

#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/door_rows.h"
#include "engine/store/tables/definition_versions.h"

namespace hs::runtime::rows {

namespace {

template <typename List, typename Name>
QStringList names(const List &list, Name name)
{
    QStringList out;
    for (const auto &one : list)
        out.append(q(name(one)));
    return out;
}

} // namespace

Result<workflow::StateMap> stateMap(const QJsonObject &states)
{
    workflow::StateMap map;
    for (auto it = states.begin(); it != states.end(); ++it) {
        if (!it.value().isString() || it.value().toString().isEmpty())
            return fail(Errc::BadInput, "the target of state \"" + it.key().toStdString() + "\" is not a state's id", "states", "map ids of states to ids of states");
        map[it.key().toStdString()] = it.value().toString().toStdString();
    }
    return map;
}

Result<void> versionExists(const Studio &studio, const std::string &definition, const std::string &version)
{
    if (studio.shelf.find(definition, version))
        return {};
    if (!studio.shelf.shown(definition))
        return fail(Errc::NotFound, "there is no workflow definition \"" + definition + "\"", "definition");
    return fail(Errc::NotFound, "there is no version " + version + " of \"" + definition + "\"", "to", "publish it first, or see its versions");
}

Result<store::Sliced<std::string>> chosenInstances(const store::ReadSql &sql, const api::MigrationPreviewQuery &query)
{
    const auto definition = query.definition.toStdString();
    const auto part = slice(query.window);
    if (query.workflows.empty()) {
        store::versions::Filter filter;
        filter.definition = definition;
        filter.version = query.from.toStdString();
        filter.otherThan = query.to.toStdString();
        filter.openOnly = true;
        return store::versions::instances(sql, filter, part);
    }
    std::vector<std::string> ids;
    for (const auto &id : query.workflows) {
        const auto instance = store::workflows::find(sql, id.toStdString());
        if (!instance)
            return fail(Errc::NotFound, "there is no workflow \"" + id.toStdString() + "\"", "workflows");
        if (instance->definition != definition)
            return fail(Errc::BadInput, instance->number + " is a workflow of \"" + instance->definition + "\"", "workflows", "name workflows of one definition");
        if (part.after.empty() || instance->id < part.after)
            ids.push_back(instance->id);
    }
    std::sort(ids.rbegin(), ids.rend());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return store::cut(std::move(ids), part.limit, [](const std::string &id) { return id; });
}

api::MigrationRow row(const flow::MigrationView &view)
{
    api::MigrationRow out;
    out.workflow = q(view.instance.id);
    out.number = q(view.instance.number);
    out.title = q(view.instance.title);
    out.version = q(view.instance.version);
    out.stateBefore = q(view.instance.state);
    out.possible = view.outcome.has_value();
    if (!view.outcome) {
        out.reasons = rows::list(view.outcome.error());
        return out;
    }
    const auto &moved = *view.outcome;
    out.stateAfter = q(view.stateAfter);
    out.activeBefore = rows::list(moved.activeBefore);
    out.activeAfter = rows::list(moved.activeAfter);
    out.remarks = rows::list(moved.remarks);
    out.tasksKept = names(moved.tasksKept, [](const auto &task) { return task.id; });
    out.timersKept = names(moved.timersKept, [](const auto &kept) { return kept.before; });
    out.timersCancelled = names(moved.timersCancelled, [](const auto &timer) { return timer.id; });
    for (const auto &timer : moved.timersStarted)
        out.timersStarted.append(QJsonObject{{QStringLiteral("id"), q(timer.id)}, {QStringLiteral("due"), q(toRfc3339(timer.due))}});
    return out;
}

} // namespace hs::runtime::rows
