#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/flow_operators.h"
#include "engine/runtime/studio.h"
#include "engine/runtime/workflow_desk.h"

namespace hs::runtime::commands {

using rows::q;

namespace {

Result<api::Receipt> receipt(const Result<void> &outcome, const QString &id, const char *detail)
{
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return api::Receipt{id, QString::fromLatin1(detail), {}};
}

Result<void> withoutValue(const Result<std::string> &outcome)
{
    return outcome ? Result<void>() : tl::make_unexpected(outcome.error());
}

Result<void> sendTo(CommandContext &c, const api::OperateWorkflows &command, const std::string &id)
{
    const auto sent = flow::send(c.deed, {id, command.event.toStdString(), rows::json(command.data), c.deed.cause + "/" + command.event.toStdString(),
                                          command.reason.toStdString()});
    if (!sent)
        return tl::make_unexpected(sent.error());
    if (sent->ignored && !sent->duplicate)
        return fail(Errc::Conflict, "\"" + command.event.toStdString() + "\" leads nowhere from \"" + sent->state + "\"", id, "choose another move");
    return {};
}

Result<void> operate(CommandContext &c, const api::OperateWorkflows &command, const std::string &id)
{
    using Act = api::OperateWorkflows::Act;
    const auto reason = command.reason.toStdString();
    switch (command.act) {
    case Act::Pause:
        return flow::pause(c.deed, id, reason);
    case Act::Resume:
        return flow::resume(c.deed, id, reason);
    case Act::Cancel:
        return flow::cancel(c.deed, id, reason);
    case Act::CancelWithRollback:
        return flow::cancel(c.deed, id, reason, true);
    case Act::Retry:
        return flow::retryIncident(c.deed, id);
    case Act::Skip:
        return withoutValue(flow::skipInput(c.deed, id, reason));
    case Act::Restart:
        return withoutValue(flow::restart(c.deed, id, reason));
    case Act::Reprioritise:
        return flow::reprioritise(c.deed, id, int(command.priority), reason);
    case Act::Assign:
        return flow::assign(c.deed, id, command.assignee.toStdString());
    case Act::Send:
        return sendTo(c, command, id);
    }
    return fail(Errc::BadInput, "there is no such act", "act");
}

constexpr std::size_t MostAtOnce = 1000;

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::CancelWorkflow &command)
{
    return receipt(flow::cancel(c.deed, command.workflow.toStdString(), command.reason.toStdString(), command.rollback), command.workflow,
                   command.rollback ? "it is rolled back, then cancelled" : "cancelled");
}
Result<api::Receipt> run(CommandContext &c, const api::RetryIncident &command)
{
    return receipt(flow::retryIncident(c.deed, command.workflow.toStdString()), command.workflow, "retried");
}
Result<api::Receipt> run(CommandContext &c, const api::PauseWorkflow &command)
{
    return receipt(flow::pause(c.deed, command.workflow.toStdString(), command.reason.toStdString()), command.workflow, "paused");
}
Result<api::Receipt> run(CommandContext &c, const api::ResumeWorkflow &command)
{
    return receipt(flow::resume(c.deed, command.workflow.toStdString(), command.reason.toStdString()), command.workflow, "it goes on");
}

Result<api::Receipt> run(CommandContext &c, const api::SkipInput &command)
{
    const auto letter = flow::skipInput(c.deed, command.workflow.toStdString(), command.reason.toStdString());
    if (!letter)
        return tl::make_unexpected(letter.error());
    return api::Receipt{command.workflow, QStringLiteral("it goes on without the input"), {{QStringLiteral("letter"), q(*letter)}}};
}

Result<api::Receipt> run(CommandContext &c, const api::EditContext &command)
{
    const auto id = command.workflow.toStdString();
    HS_TRY(flow::editContext(c.deed, id, rows::json(command.patch), command.reason.toStdString()));
    if (command.retry)
        HS_TRY(flow::retryIncident(c.deed, id));
    return api::Receipt{command.workflow, command.retry ? QStringLiteral("changed and retried") : QStringLiteral("changed"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::ResolveTask &command)
{
    return receipt(flow::resolveTask(c.deed, command.workflow.toStdString(), command.task.toStdString(), command.how, rows::json(command.output),
                                     command.reason.toStdString()),
                   command.workflow, "done");
}

Result<api::Receipt> run(CommandContext &c, const api::ReprioritiseWorkflow &command)
{
    return receipt(flow::reprioritise(c.deed, command.workflow.toStdString(), int(command.priority), command.reason.toStdString()), command.workflow, "changed");
}

Result<api::Receipt> run(CommandContext &c, const api::RestartWorkflow &command)
{
    const auto fresh = flow::restart(c.deed, command.workflow.toStdString(), command.reason.toStdString());
    if (!fresh)
        return tl::make_unexpected(fresh.error());
    return api::Receipt{q(*fresh), QStringLiteral("started"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::ResendDeadLetter &command)
{
    return receipt(flow::resend(c.deed, command.letter.toStdString()), command.letter, "sent again");
}

Result<api::Receipt> run(CommandContext &c, const api::DiscardDeadLetter &command)
{
    return receipt(flow::discard(c.deed, command.letter.toStdString(), command.reason.trimmed().toStdString()), command.letter, "discarded");
}

Result<api::Receipt> run(CommandContext &c, const api::AssignWorkflow &command)
{
    return receipt(flow::assign(c.deed, command.workflow.toStdString(), command.assignee.toStdString()), command.workflow, "assigned");
}

Result<api::Receipt> run(CommandContext &c, const api::OperateWorkflows &command)
{
    if (command.workflows.size() > MostAtOnce)
        return fail(Errc::BadInput, "more than " + std::to_string(MostAtOnce) + " workflows at once", "workflows", "choose fewer");
    QJsonArray items;
    for (const auto &workflow : command.workflows) {
        const auto id = workflow.toStdString();
        const auto instance = store::workflows::find(c.deed.tx, id);
        // One that is refused leaves nothing behind and holds up nobody.
        const auto done = c.deed.tx.part<void>([&] { return operate(c, command, id); });
        items.append(QJsonObject{{QStringLiteral("workflow"), workflow},
                                 {QStringLiteral("number"), instance ? q(instance->number) : QString()},
                                 {QStringLiteral("done"), done.has_value()},
                                 {QStringLiteral("error"), done ? QString() : q(done.error().what)}});
    }
    return api::Receipt{{}, QStringLiteral("reported"), {{QStringLiteral("items"), items}}};
}

} // namespace hs::runtime::commands
