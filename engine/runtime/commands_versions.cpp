#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_migration.h"
#include "engine/runtime/version_rows.h"
#include "engine/store/tables/definition_versions.h"

namespace hs::runtime::commands {

using rows::q;

namespace {

constexpr int MostMigrations = 500; // in one transaction

Result<void> needsReason(const QString &reason)
{
    if (reason.trimmed().isEmpty())
        return fail(Errc::BadInput, "a reason is needed", "reason", "say why, for those who read the history");
    return {};
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::MigrateWorkflows &command)
{
    HS_TRY(needsReason(command.reason));
    const auto map = rows::stateMap(command.states);
    if (!map)
        return tl::make_unexpected(map.error());
    if (command.limit < 1 || command.limit > MostMigrations)
        return fail(Errc::BadInput, "limit must be 1 to " + std::to_string(MostMigrations), "limit");
    const auto to = command.to.toStdString();
    HS_TRY(rows::versionExists(c.deed.studio, command.definition.toStdString(), to));
    const auto chosen = rows::chosenInstances(c.deed.tx, {command.definition, command.from, command.to, command.states, command.workflows, {command.after, command.limit}});
    if (!chosen)
        return tl::make_unexpected(chosen.error());
    int migrated = 0;
    QJsonArray items;
    for (const auto &id : chosen->rows) {
        const auto view = flow::migrate(c.deed, id, to, *map, command.reason.trimmed().toStdString());
        if (!view)
            return tl::make_unexpected(view.error());
        migrated += view->outcome ? 1 : 0;
        QJsonArray reasons;
        if (!view->outcome)
            for (const auto &reason : view->outcome.error())
                reasons.append(q(reason));
        items.append(QJsonObject{{QStringLiteral("workflow"), q(id)}, {QStringLiteral("number"), q(view->instance.number)},
                                 {QStringLiteral("migrated"), view->outcome.has_value()},
                                 {QStringLiteral("state"), q(view->outcome ? view->stateAfter : view->instance.state)}, {QStringLiteral("reasons"), reasons}});
    }
    const auto refused = int(chosen->rows.size()) - migrated;
    api::Receipt receipt{command.definition, QStringLiteral("%1 migrated, %2 refused").arg(migrated).arg(refused), {}};
    receipt.data = {{QStringLiteral("migrated"), migrated}, {QStringLiteral("refused"), refused}, {QStringLiteral("next"), q(chosen->next)},
                    {QStringLiteral("items"), items}};
    return receipt;
}

Result<api::Receipt> run(CommandContext &c, const api::ForkWorkflow &command)
{
    HS_TRY(needsReason(command.reason));
    const auto map = rows::stateMap(command.states);
    if (!map)
        return tl::make_unexpected(map.error());
    const auto id = flow::fork(c.deed, {command.workflow.toStdString(), command.seq, command.version.toStdString(), *map, command.reason.trimmed().toStdString()});
    if (!id)
        return tl::make_unexpected(id.error());
    const auto instance = store::workflows::find(c.deed.tx, *id);
    if (!instance)
        return fail(Errc::Internal, "the fork is not there", *id);
    api::Receipt receipt{q(*id), QStringLiteral("forked"), {}};
    receipt.data = {{QStringLiteral("number"), q(instance->number)}, {QStringLiteral("state"), q(instance->state)}, {QStringLiteral("version"), q(instance->version)}};
    return receipt;
}

} // namespace hs::runtime::commands
