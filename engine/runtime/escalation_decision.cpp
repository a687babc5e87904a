#include "engine/runtime/escalation_desk.h"

#include <algorithm>

#include "engine/runtime/audit_trail.h"
#include "engine/runtime/effects_desk.h"
#include "engine/runtime/escalation_wire.h"
#include "engine/runtime/threads_desk.h"
#include "engine/store/tables/messages.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime::desk {

namespace table = store::escalations;
namespace outbox = store::outbox;
using table::Status;

namespace {

bool isOneOf(const std::string &text, std::initializer_list<std::string_view> options)
{
    return std::find(options.begin(), options.end(), text) != options.end();
}

/// Everything that can be wrong with a decision before anything is written.
Result<void> refuse(Deed &deed, const Escalation &e, const Verdict &verdict)
{
    if (!isOneOf(verdict.decision, {"approve", "edit", "reject", "hand_back"}))
        return fail(Errc::BadInput, "\"" + verdict.decision + "\" is not a decision", "decision", "use approve, edit, reject or hand_back");
    if (isOneOf(verdict.decision, {"reject", "hand_back"}) && verdict.reason.empty())
        return fail(Errc::BadInput, "this decision needs a reason", "reason", "say why; handing back, it becomes the instruction");
    if (!e.claimant.empty() && e.claimant != deed.actor.id) {
        const auto holder = store::people::find(deed.tx, e.claimant);
        return fail(Errc::Conflict, (holder ? holder->name : e.claimant) + " has claimed " + numberOf(e), {}, "take it over with a reason first");
    }
    if (verdict.versionSeen >= 0 && verdict.versionSeen < e.version)
        return fail(Errc::Conflict, numberOf(e) + " has changed since you looked at it", "version " + std::to_string(e.version),
                    "read what is new and decide again");
    HS_TRY(human::mayTake(e, deed.actor.role));
    if (verdict.decision == "edit" && verdict.reply.empty())
        return fail(Errc::BadInput, "the edited reply is empty", "reply", "write the reply, or reject with a reason");
    // A workflow that waits hears the approval itself; without one, approving must send something.
    if (verdict.decision == "approve" && e.invocation.empty() && text(e.data, "proposal").empty() && member(e.data, "effects").empty())
        return fail(Errc::BadInput, "there is nothing to approve: no reply was proposed", "decision", "write a reply and use edit");
    return {};
}

/// The reply as an effect: a mail to the client when an address is known, else words in the conversation only.
std::optional<agents::EffectWish> replyEffect(Deed &deed, const Escalation &e, const std::string &reply)
{
    if (reply.empty() || e.contact.empty())
        return std::nullopt;
    const auto contact = store::records::findAny(deed.tx, e.contact);
    const auto address = contact ? text(contact->fields, "Email") : std::string();
    if (address.empty())
        return std::nullopt;
    agents::EffectWish wish;
    wish.kind = "mail";
    wish.target = address;
    wish.summary = "Sends the reply to " + contact->title + " by e-mail";
    wish.body = {{"subject", "Re: " + e.title}, {"text", reply}};
    wish.keyPart = "reply";
    wish.thread = e.thread;
    return wish;
}

bool isMoney(const agents::EffectWish &wish)
{
    return wish.body.contains("amount") || wish.kind == "refund";
}

} // namespace

Result<Escalation> decide(Deed &deed, std::string_view id, const Verdict &verdict)
{
    auto e = table::find(deed.tx, id);
    if (!e)
        return fail(Errc::NotFound, "there is no escalation \"" + std::string(id) + "\"");
    if (isOneOf(e->decision, {"approve", "edit", "reject", "hand_back"}))
        return fail(Errc::Conflict, numberOf(*e) + " is already decided (" + e->decision + ")", {}, "undo that decision first, while it is held");
    if (e->status == Status::Done)
        return fail(Errc::Conflict, numberOf(*e) + " is no longer needed", {}, "nobody waits for its decision any more");
    HS_TRY(refuse(deed, *e, verdict));
    auto answer = human::checked(*e, verdict.decision, verdict.answer);
    if (!answer)
        return tl::make_unexpected(answer.error());

    const bool sends = verdict.decision == "approve" || verdict.decision == "edit";
    const std::string proposal = text(e->data, "proposal");
    const std::string reply = verdict.reply.empty() ? proposal : verdict.reply;

    table::Decision decision;
    decision.id = deed.studio.ids.make("dec");
    decision.escalation = e->id;
    decision.at = deed.now;
    decision.operatorId = deed.actor.id;
    decision.operatorName = deed.actor.name;
    decision.via = verdict.via;
    decision.decision = verdict.decision;
    decision.reason = verdict.reason;
    decision.versionSeen = verdict.versionSeen < 0 ? e->version : verdict.versionSeen;

    e->status = Status::Held;
    e->decision = verdict.decision;
    e->decidedBy = deed.actor.id;
    e->decidedAt = deed.now;
    e->holdUntil = deed.now + deed.studio.policy->replyHold;
    e->claimant = deed.actor.id;
    if (!e->respondedAt)
        e->respondedAt = deed.now;
    e->leaseUntil.reset();
    e->pausedSince.reset();
    ++e->version;
    if (!verdict.rejectTo.empty())
        e->data["reject_to"] = verdict.rejectTo;
    if (!answer->empty())
        e->data["answer"] = std::move(*answer);

    std::string replyEffectId;
    if (sends) {
        decision.reply = reply;
        if (reply != proposal)
            decision.difference = {{"proposed", proposal}, {"sent", reply}};
        std::vector<agents::EffectWish> wishes;
        if (auto mail = replyEffect(deed, *e, reply))
            wishes.push_back(std::move(*mail));
        for (const auto &effect : member(e->data, "effects"))
            wishes.push_back(wire::effectFrom(effect));
        for (std::size_t i = 0; i < wishes.size(); ++i) {
            const bool money = isMoney(wishes[i]);
            const auto effect = effects::put(deed, {wishes[i], decision.id + "/" + std::to_string(i), e->agent, e->entity, e->id,
                                                    effects::Approval::Person, money});
            decision.effects.push_back(effect.id);
            if (wishes[i].keyPart == "reply")
                replyEffectId = effect.id;
            if (effect.holdUntil)
                e->holdUntil = std::max(*e->holdUntil, *effect.holdUntil);
        }
    }
    table::addDecision(deed.tx, decision);
    table::update(deed.tx, *e);

    if (!e->thread.empty()) {
        if (auto thread = store::threads::find(deed.tx, e->thread)) {
            if (sends && !reply.empty())
                conversation::say(deed, *thread, {"colleague", deed.actor.id, deed.actor.name, reply, replyEffectId, {}});
            else
                conversation::say(deed, *thread, {"note", deed.actor.id, deed.actor.name, verdict.reason, {}, {}});
        }
    }
    note(deed, {"escalation.decided", "escalation", e->id, numberOf(*e) + ": " + verdict.decision, verdict.reason, text(e->data, "rule"), {},
                {{"decision", decision.id}, {"version_seen", decision.versionSeen}, {"effects", decision.effects},
                 {"difference", decision.difference}, {"agent", e->agent}, {"via", verdict.via},
                 {"held_until", toRfc3339(*e->holdUntil)}}});
    return *e;
}

Result<Escalation> undo(Deed &deed, std::string_view id)
{
    auto e = table::find(deed.tx, id);
    if (!e)
        return fail(Errc::NotFound, "there is no escalation \"" + std::string(id) + "\"");
    if (e->status != Status::Held || !e->holdUntil || deed.now >= *e->holdUntil)
        return fail(Errc::Conflict, "the time to undo the decision on " + numberOf(*e) + " is over", {},
                    "write to the client what should be put right");
    const auto decision = table::lastDecision(deed.tx, e->id);
    for (const auto &effect : outbox::ofEscalation(deed.tx, e->id)) {
        if (effect.state == outbox::State::Cancelled)
            continue;
        if (effect.state == outbox::State::Sending || effect.state == outbox::State::Sent)
            return fail(Errc::Conflict, "\"" + effect.summary + "\" has already left", {}, "write to the client what should be put right");
        [[maybe_unused]] const bool moved = outbox::move(deed.tx, effect.id,
                                                         {outbox::State::Draft, outbox::State::Held, outbox::State::Queued,
                                                          outbox::State::Failed, outbox::State::Dead},
                                                         outbox::State::Cancelled, std::nullopt, "the decision was undone");
    }
    if (decision)
        table::undoDecision(deed.tx, decision->id, deed.now);
    const auto what = e->decision;
    e->status = Status::Claimed;
    e->decision.clear();
    e->data.erase("answer");
    e->decidedBy.clear();
    e->decidedAt.reset();
    e->holdUntil.reset();
    e->claimant = deed.actor.id;
    e->claimedAt = deed.now;
    e->leaseUntil = deed.now + deed.studio.policy->lease;
    ++e->version;
    table::update(deed.tx, *e);
    if (!e->thread.empty()) {
        if (auto thread = store::threads::find(deed.tx, e->thread)) {
            thread->escalation = e->id;
            thread->chip = "escalated";
            conversation::say(deed, *thread, {"system", deed.actor.id, deed.actor.name, "The decision was taken back; nothing was sent.", {}, {}});
        }
    }
    note(deed, {"escalation.undone", "escalation", e->id, numberOf(*e) + ": " + what + " taken back", {}, {}, {},
                {{"decision", decision ? decision->id : ""}}});
    return *e;
}

std::optional<Settled> finish(Deed &deed, Escalation e)
{
    const auto decision = table::lastDecision(deed.tx, e.id);
    e.status = Status::Done;
    table::update(deed.tx, e);
    table::dropDrafts(deed.tx, e.id);
    if (!decision)
        return std::nullopt;
    if (e.decision == "hand_back") {
        table::settle(deed.tx, text(e.data, "cause"), e.id, text(e.data, "cause_facts"), deed.now);
        store::messages::Message message;
        message.id = deed.studio.ids.make("msg");
        message.sender = "grace-fields";
        message.recipient = e.agent;
        message.type = "escalation_handed_back";
        message.payload = {{"escalation", e.id}, {"instruction", decision->reason}, {"contact", e.contact}, {"thread", e.thread}};
        message.correlation = e.correlation;
        message.causation = decision->id;
        message.at = deed.now;
        store::messages::add(deed.tx, message, {e.agent});
    }
    if (!e.thread.empty()) {
        if (auto thread = store::threads::find(deed.tx, e.thread)) {
            thread->escalation.clear();
            if (e.decision == "reject") {
                const bool byHand = text(e.data, "reject_to") == "by_hand";
                thread->chip = byHand ? "needs_reply" : "done";
                thread->closed = !byHand;
                if (byHand)
                    thread->assignee = e.decidedBy;
            } else {
                thread->chip = e.decision == "hand_back" ? "running" : "answered";
            }
            store::threads::update(deed.tx, *thread);
        }
    }
    note(deed, {"escalation.closed", "escalation", e.id, numberOf(e) + " is done (" + e.decision + ")", {}, {}, {}, Json::object()});
    if (e.invocation.empty())
        return std::nullopt;
    Json data = member(e.data, "answer").is_object() ? e.data["answer"] : Json::object();
    data.update({{"reply", decision->reply}, {"escalation", e.id}, {"operator", decision->operatorId}});
    return Settled{e.invocation,
                   {{"decision", decision->decision}, {"by", decision->operatorName}, {"comment", decision->reason}, {"data", std::move(data)}}};
}

} // namespace hs::runtime::desk
