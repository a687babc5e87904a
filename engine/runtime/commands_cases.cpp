#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/proposals.h"
#include "engine/runtime/thought_desk.h"

#include <algorithm>

namespace hs::runtime::commands {

using rows::q;

namespace {

api::Receipt receiptFor(const desk::Escalation &e, const std::string &detail)
{
    api::Receipt receipt{q(e.id), q(detail), {}};
    receipt.data[QStringLiteral("number")] = q(desk::numberOf(e));
    receipt.data[QStringLiteral("version")] = qint64(e.version);
    if (e.holdUntil)
        receipt.data[QStringLiteral("hold_until")] = q(toRfc3339(*e.holdUntil));
    return receipt;
}

Result<api::Receipt> done(const Result<void> &outcome, const QString &id, const char *detail)
{
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return api::Receipt{id, QString::fromLatin1(detail), {}};
}

Result<api::Receipt> done(const Result<desk::Escalation> &outcome, const char *detail)
{
    if (!outcome)
        return tl::make_unexpected(outcome.error());
    return receiptFor(*outcome, detail);
}

/// A case that nobody holds is the decider's; a decision by another than the holder is refused there.
std::string viaOf(const api::Caller &caller)
{
    switch (caller.via) {
    case api::Caller::Via::Console:
        return "console";
    case api::Caller::Via::Http:
        return "http";
    case api::Caller::Via::CommandLine:
        return "command line";
    case api::Caller::Via::Engine:
        return "engine";
    }
    return "engine";
}

} // namespace

Result<api::Receipt> run(CommandContext &c, const api::ClaimEscalation &command)
{
    return done(desk::claim(c.deed, command.escalation.toStdString(), command.takeOver, command.reason.toStdString()), "claimed");
}
Result<api::Receipt> run(CommandContext &c, const api::ClaimNext &command)
{
    return done(desk::claimNext(c.deed, command.entity.toStdString()), "claimed");
}
Result<api::Receipt> run(CommandContext &c, const api::ReleaseEscalation &command)
{
    return done(desk::release(c.deed, command.escalation.toStdString()), command.escalation, "released");
}
Result<api::Receipt> run(CommandContext &c, const api::AssignEscalation &command)
{
    return done(desk::assign(c.deed, command.escalation.toStdString(), command.assignee.toStdString(), command.reason.toStdString()), command.escalation,
                "assigned");
}
Result<api::Receipt> run(CommandContext &c, const api::TouchLease &command)
{
    return done(desk::touchLease(c.deed, command.escalation.toStdString()), command.escalation, "renewed");
}
Result<api::Receipt> run(CommandContext &c, const api::SnoozeEscalation &command)
{
    return done(desk::snooze(c.deed, command.escalation.toStdString(), rows::time(command.until)), command.escalation, "snoozed");
}
Result<api::Receipt> run(CommandContext &c, const api::WaitOnClient &command)
{
    return done(desk::waitOnClient(c.deed, command.escalation.toStdString(), command.waiting), command.escalation,
                command.waiting ? "the clocks wait" : "the clocks run");
}
Result<api::Receipt> run(CommandContext &c, const api::SetEscalationPriority &command)
{
    return done(desk::setPriority(c.deed, command.escalation.toStdString(), int(command.priority), command.reason.toStdString()), command.escalation,
                "priority changed");
}
Result<api::Receipt> run(CommandContext &c, const api::SaveReplyDraft &command)
{
    return done(desk::saveDraft(c.deed, command.escalation.toStdString(), command.text.toStdString()), command.escalation, "saved");
}
Result<api::Receipt> run(CommandContext &c, const api::AskForAnotherProposal &command)
{
    const auto e = store::escalations::find(c.deed.tx, command.escalation.toStdString());
    // A model may find other words without being told which; rules put the remark into a sentence.
    if (c.deed.studio.policy->thinking.modelReady && e && e->decision.empty()) {
        const auto thought = wantThought(c.deed, {e->agent, "proposal", e->thread, e->id, e->entity, command.remark.trimmed().toStdString()});
        api::Receipt asked{command.escalation, QStringLiteral("thinking"), {}};
        asked.data[QStringLiteral("thought")] = q(thought);
        return asked;
    }
    return done(proposals::another(c.deed, command.escalation.toStdString(), command.remark.toStdString()), "proposed");
}
Result<api::Receipt> run(CommandContext &c, const api::DecideEscalation &command)
{
    desk::Verdict verdict{command.decision.toStdString(), command.reason.trimmed().toStdString(), command.reply.toStdString(),
                          command.rejectTo.toStdString(), command.versionSeen, viaOf(c.caller), {command.option.toStdString(), rows::json(command.data)}};
    return done(desk::decide(c.deed, command.escalation.toStdString(), verdict), "decided; held");
}
Result<api::Receipt> run(CommandContext &c, const api::UndoDecision &command)
{
    return done(desk::undo(c.deed, command.escalation.toStdString()), "taken back");
}

} // namespace hs::runtime::commands
