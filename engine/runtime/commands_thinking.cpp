#include "engine/agents/registry.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/thought_desk.h"
#include "engine/store/tables/attachments.h"
#include "engine/store/tables/macros.h"
#include "engine/store/tables/thoughts.h"
#include "engine/store/tables/threads.h"
#include "engine/tools/policy.h"

namespace hs::runtime::commands {

using rows::q;
namespace thoughts = store::thoughts;

namespace {

constexpr qint64 MaxAttachment = qint64(10) << 20U;
constexpr int MaxWaiting = 20; // files of one person's reply
constexpr qsizetype MaxMacro = 20'000;

Result<store::threads::Thread> openThread(CommandContext &c, const QString &id)
{
    auto thread = store::threads::find(c.deed.tx, id.toStdString());
    if (!thread)
        return fail(Errc::NotFound, "there is no conversation \"" + id.toStdString() + "\"");
    return *thread;
}

/// A name that is safe as a file's on every system: no folders, no control characters.
QString fileName(const QString &given)
{
    QString name;
    for (const QChar c : given.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1))
        name += c.isPrint() && !QStringLiteral("<>:\"|?*").contains(c) ? c : QLatin1Char('_');
    return name.trimmed().left(120);
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::AskForDraft &command)
{
    const auto thread = openThread(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    for (const auto &open : thoughts::openOf(c.deed.tx, thread->id))
        if (open.kind == "draft")
            return fail(Errc::Conflict, "words are being made already", open.id, "wait for them, or stop that first");
    const Wanted wanted{thread->agent, "draft", thread->id, {}, thread->entity, command.remark.trimmed().toStdString()};
    const auto id = wantThought(c.deed, wanted);
    // Nobody to ask: rules know at once what they have.
    if (!c.deed.studio.policy->thinking.modelReady) {
        const auto *card = c.deed.studio.agents.catalog().find(thread->agent);
        const auto person = std::exchange(c.deed.actor, Actor{"agent", thread->agent, card ? card->name : thread->agent});
        thinking::Outcome outcome;
        outcome.why = "no model is set up";
        HS_TRY(settleThought(c.deed, *thoughts::find(c.deed.tx, id), outcome));
        c.deed.actor = person;
        return api::Receipt{q(id), QStringLiteral("by rules"), {}};
    }
    return api::Receipt{q(id), QStringLiteral("asked"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::DiscardProposal &command)
{
    const auto thread = openThread(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    const auto proposal = thoughts::proposal(c.deed.tx, thread->id);
    if (!proposal)
        return api::Receipt{command.thread, QStringLiteral("discarded"), {}}; // somebody else was quicker
    if (proposal->thought != command.thought.toStdString())
        return fail(Errc::Conflict, "other words were made meanwhile", proposal->thought, "read them first");
    thoughts::dropProposal(c.deed.tx, thread->id);
    note(c.deed, {"thread.proposal_discarded", "thread", thread->id, "Words of an agent were discarded", {}, {}, {}, {{"thought", proposal->thought}}});
    return api::Receipt{command.thread, QStringLiteral("discarded"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::SetAgentLeave &command)
{
    const auto *card = c.deed.studio.agents.catalog().find(command.agent.toStdString());
    if (!card)
        return fail(Errc::NotFound, "there is no agent \"" + command.agent.toStdString() + "\"", "agent", "see GET /agents");
    if (command.risk == api::Risk::Irreversible && command.leave != api::Leave::Ask && command.leave != api::Leave::Never && !command.reset)
        return fail(Errc::BadInput, "what cannot be taken back is a person's to decide", "leave", "choose \"ask\" or \"never\"");
    if (command.leave == api::Leave::Draft && command.risk != api::Risk::Speak && !command.reset)
        return fail(Errc::BadInput, "only words can be drafted", "leave", "choose \"alone\", \"ask\" or \"never\"");
    const thoughts::Leave leave{card->key, command.entity.toStdString(), int(command.risk), int(command.leave)};
    if (command.reset)
        thoughts::dropLeave(c.deed.tx, leave);
    else
        thoughts::setLeave(c.deed.tx, leave);
    note(c.deed, {"agent.leave", "agent", card->key,
                  card->name + ": " + std::string(tools::name(command.risk)) + " → " + (command.reset ? "as its autonomy says" : std::string(tools::name(command.leave))),
                  {}, {}, {}, {{"entity", leave.entity}}});
    return api::Receipt{command.agent, QStringLiteral("set"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::SaveMacro &command)
{
    auto macro = command.macro;
    macro.title = macro.title.trimmed();
    if (macro.title.isEmpty() || macro.title.size() > 120)
        return fail(Errc::BadInput, "the title is empty or longer than 120 characters", "title", "give it a short name");
    if (macro.text.trimmed().isEmpty() || macro.text.size() > MaxMacro)
        return fail(Errc::BadInput, "the text is empty or longer than 20,000 characters", "text", "write the words");
    if (macro.id.isEmpty())
        macro.id = q(c.deed.studio.ids.make("mac"));
    store::macros::put(c.deed.tx, {macro.id.toStdString(), macro.title.toStdString(), macro.text.toStdString(), macro.entity.toStdString(), macro.note, c.deed.now});
    note(c.deed, {"macro.saved", "macro", macro.id.toStdString(), "The words \"" + macro.title.toStdString() + "\" were saved", {}, {}, {}, Json::object()});
    return api::Receipt{macro.id, QStringLiteral("saved"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::DeleteMacro &command)
{
    if (!store::macros::drop(c.deed.tx, command.macro.toStdString()))
        return fail(Errc::NotFound, "there are no such words", command.macro.toStdString());
    note(c.deed, {"macro.deleted", "macro", command.macro.toStdString(), "Words were deleted", {}, {}, {}, Json::object()});
    return api::Receipt{command.macro, QStringLiteral("deleted"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::AttachFile &command)
{
    const auto thread = openThread(c, command.thread);
    if (!thread)
        return tl::make_unexpected(thread.error());
    if (command.bytes.isEmpty())
        return fail(Errc::BadInput, "the file is empty", "bytes", "choose another one");
    if (command.bytes.size() > MaxAttachment)
        return fail(Errc::BadInput, "the file is larger than 10 MiB", "bytes", "send a link to it instead");
    const auto name = fileName(command.name);
    if (name.isEmpty())
        return fail(Errc::BadInput, "the file has no name", "name", "give it one");
    if (int(store::attachments::waiting(c.deed.tx, thread->id, c.deed.actor.id).size()) >= MaxWaiting)
        return fail(Errc::BadInput, "20 files are enough for one reply", "thread", "send these first");
    const store::attachments::Attachment attachment{c.deed.studio.ids.make("att"), thread->id, {}, c.deed.actor.id, name.toStdString(), command.type.left(120).toStdString(),
                                                    command.bytes.size(), c.deed.now};
    store::attachments::add(c.deed.tx, attachment, command.bytes.toStdString());
    return api::Receipt{q(attachment.id), QStringLiteral("attached"), {}};
}

Result<api::Receipt> run(CommandContext &c, const api::RemoveAttachment &command)
{
    const auto attachment = store::attachments::find(c.deed.tx, command.attachment.toStdString());
    if (!attachment)
        return fail(Errc::NotFound, "there is no such file", command.attachment.toStdString());
    if (!attachment->item.empty())
        return fail(Errc::Conflict, "the file was sent already", attachment->name, "it stays with what was said");
    if (attachment->operatorId != c.deed.actor.id)
        return fail(Errc::Forbidden, "the file belongs to a colleague's reply", attachment->name);
    store::attachments::drop(c.deed.tx, *attachment);
    return api::Receipt{command.attachment, QStringLiteral("removed"), {}};
}

} // namespace hs::runtime::commands
