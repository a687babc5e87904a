#include "engine/runtime/escalation_desk.h"

#include <algorithm>

#include "engine/crypto/hash.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/escalation_wire.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/threads.h"

namespace hs::runtime::desk {

using namespace std::chrono;
namespace table = store::escalations;
using table::Status;

namespace {

constexpr std::int64_t FirstNumber = 1001;

bool isOpen(const Escalation &e)
{
    return e.status == Status::Waiting || e.status == Status::Claimed || e.status == Status::Snoozed || e.status == Status::WaitingOnClient;
}

Result<Escalation> openCase(Deed &deed, std::string_view id)
{
    auto found = table::find(deed.tx, id);
    if (!found)
        return fail(Errc::NotFound, "there is no escalation \"" + std::string(id) + "\"");
    if (!isOpen(*found))
        return fail(Errc::Conflict, numberOf(*found) + " is already decided (" + found->decision + ")", {}, "look at its decision");
    return *found;
}

std::string nameOf(const store::ReadSql &sql, const std::string &operatorId)
{
    const auto person = store::people::find(sql, operatorId);
    return person ? person->name : operatorId;
}

std::string agoText(milliseconds span)
{
    const auto seconds = duration_cast<std::chrono::seconds>(span).count();
    return seconds < 120 ? std::to_string(seconds) + " s ago" : std::to_string(seconds / 60) + " min ago";
}

/// The case when the caller holds it.
Result<Escalation> ownCase(Deed &deed, std::string_view id)
{
    auto found = openCase(deed, id);
    if (!found)
        return found;
    if (found->claimant != deed.actor.id) {
        if (found->claimant.empty())
            return fail(Errc::Conflict, numberOf(*found) + " is not claimed", {}, "claim it first");
        return fail(Errc::Conflict, nameOf(deed.tx, found->claimant) + " has claimed " + numberOf(*found), {},
                    "ask them to release it, or take it over with a reason");
    }
    return found;
}

/// Sets both clocks from the opening time, the priority and the time they stood still.
void setClocks(const Deed &deed, Escalation &e)
{
    const auto &deadline = deed.studio.policy->deadlines[std::size_t(std::clamp(e.priority, 0, 3))];
    const auto hours = hoursOf(deed.tx, deed.studio, e);
    const milliseconds respond = deadline.respond;
    const milliseconds decide = hours && deadline.decideWorkingDay ? milliseconds(hours->workingDay()) : milliseconds(deadline.decide);
    e.respondTotal = respond.count();
    e.decideTotal = decide.count();
    const milliseconds paused(e.pausedMs);
    e.respondDue = (hours ? hours->add(e.openedAt, respond) : e.openedAt + respond) + paused;
    e.decideDue = (hours ? hours->add(e.openedAt, decide) : e.openedAt + decide) + paused;
}

/// What stands for "the same cause": a rule about a person, conversation or workflow.
std::string causeOf(const agents::EscalationWish &wish)
{
    const auto &about = !wish.contact.empty() ? wish.contact : !wish.thread.empty() ? wish.thread : wish.workflow;
    return wish.rule + "|" + wish.reasonClass + "|" + about;
}
std::string factsOf(const agents::EscalationWish &wish)
{
    return crypto::toHex(crypto::sha256(wish.request + "\n" + wish.summary));
}

void noteOn(Deed &deed, const Escalation &e, std::string action, std::string summary, std::string_view reason = {}, Json data = Json::object())
{
    note(deed, {std::move(action), "escalation", e.id, std::move(summary), std::string(reason), text(e.data, "rule"), {}, std::move(data)});
}

void pauseClocks(const Deed &deed, Escalation &e)
{
    if (!e.pausedSince)
        e.pausedSince = deed.now;
}
void resumeClocks(const Deed &deed, Escalation &e)
{
    if (!e.pausedSince)
        return;
    const auto paused = deed.now - *e.pausedSince;
    e.pausedMs += paused.count();
    e.respondDue += paused;
    e.decideDue += paused;
    e.pausedSince.reset();
}

void take(Deed &deed, Escalation &e, std::string_view operatorId)
{
    e.claimant = std::string(operatorId);
    e.claimedAt = deed.now;
    e.leaseUntil = deed.now + deed.studio.policy->lease;
    if (e.status != Status::WaitingOnClient)
        e.status = Status::Claimed;
    e.snoozedUntil.reset();
    if (!e.respondedAt)
        e.respondedAt = deed.now;
    ++e.version;
}

void giveBack(Escalation &e)
{
    e.claimant.clear();
    e.claimedAt.reset();
    e.leaseUntil.reset();
    if (e.status == Status::Claimed)
        e.status = Status::Waiting;
    ++e.version;
}

} // namespace

std::string numberOf(const Escalation &e)
{
    return "E-" + std::to_string(e.number);
}

std::optional<agents::BusinessHours> hoursOf(const store::ReadSql &sql, const Studio &studio, const Escalation &e)
{
    if (e.priority >= 3)
        return std::nullopt;
    if (!e.entity.empty()) {
        if (const auto entity = store::records::find(sql, "business-entities-registry", e.entity)) {
            const auto hours = text(entity->fields, "Business Hours");
            if (!hours.empty()) {
                // A business whose hours cannot be read keeps the studio's: a deadline must exist either way.
                if (auto parsed = agents::BusinessHours::parse(hours, text(entity->fields, "Time Zone", studio.policy->timeZone), studio.policy->holidays))
                    return *parsed;
            }
        }
    }
    return studio.policy->hours;
}

std::optional<Escalation> open(Deed &deed, const agents::EscalationWish &wish, std::string_view agent, std::string_view invocation)
{
    if (invocation.empty()) {
        const auto settled = table::settledFacts(deed.tx, causeOf(wish));
        if (settled && *settled == factsOf(wish))
            return std::nullopt;
    }
    Escalation e;
    e.id = deed.studio.ids.make("esc");
    e.number = store::meta::next(deed.tx, "escalation", FirstNumber);
    e.title = wish.title;
    e.priority = priorityNumber(wish.priority);
    e.reasonClass = wish.reasonClass;
    e.category = wish.category;
    e.agent = std::string(agent);
    e.entity = wish.entity;
    e.contact = wish.contact;
    e.thread = wish.thread;
    e.workflow = wish.workflow;
    e.invocation = std::string(invocation);
    e.openedAt = deed.now;
    e.correlation = deed.correlation;
    if (const auto contact = store::records::findAny(deed.tx, wish.contact))
        e.person = contact->title;
    Json effects = Json::array();
    for (const auto &effect : wish.effects)
        effects.push_back(wire::toJson(effect));
    e.data = {{"rule", wish.rule}, {"rule_text", wish.ruleText}, {"summary", wish.summary}, {"request", wish.request},
              {"sentiment", wish.sentiment}, {"risk", wish.risk}, {"risk_why", wish.riskWhy}, {"urgency", wish.urgency},
              {"recommended", wish.recommended}, {"proposal", wish.proposal}, {"proposal_author", std::string(agent)},
              {"confidence", wish.confidence}, {"evidence", toJson(wish.evidence)}, {"tried", toJson(wish.tried)},
              {"effects", effects}, {"facts", wish.facts.is_array() ? wish.facts : Json::array()}, {"cause", causeOf(wish)},
              {"cause_facts", factsOf(wish)}};
    setClocks(deed, e);
    if (!wish.thread.empty()) {
        if (auto thread = store::threads::find(deed.tx, wish.thread)) {
            thread->escalation = e.id;
            thread->chip = "escalated";
            store::threads::update(deed.tx, *thread);
            e.threadVersion = thread->version;
            if (e.person.empty())
                e.person = thread->title;
        }
    }
    table::insert(deed.tx, e);
    note(deed, {"escalation.opened", "escalation", e.id, numberOf(e) + ": " + e.title, wish.summary, wish.rule, wish.evidence,
                {{"reason_class", e.reasonClass}, {"priority", priorityName(e.priority)}}});
    return e;
}

Result<Escalation> claim(Deed &deed, std::string_view id, bool takeOver, std::string_view reason)
{
    auto e = openCase(deed, id);
    if (!e)
        return e;
    HS_TRY(human::mayTake(*e, deed.actor.role));
    if (e->claimant == deed.actor.id) {
        e->leaseUntil = deed.now + deed.studio.policy->lease;
        table::update(deed.tx, *e);
        return e;
    }
    const std::string before = e->claimant;
    if (!before.empty()) {
        if (!takeOver)
            return fail(Errc::Conflict, nameOf(deed.tx, before) + " claimed this " + agoText(deed.now - e->claimedAt.value_or(deed.now)), {},
                        "take it over with a reason, or choose another");
        if (reason.empty())
            return fail(Errc::BadInput, "taking over a case needs a reason", "reason", "say why");
    }
    resumeClocks(deed, *e);
    take(deed, *e, deed.actor.id);
    table::update(deed.tx, *e);
    noteOn(deed, *e, before.empty() ? "escalation.claimed" : "escalation.taken_over",
           numberOf(*e) + (before.empty() ? " claimed" : " taken over from " + nameOf(deed.tx, before)), reason);
    return e;
}

Result<Escalation> claimNext(Deed &deed, std::string_view entity)
{
    for (const auto &e : table::open(deed.tx))
        if (e.claimant.empty() && e.status == Status::Waiting && (entity.empty() || e.entity == entity) && human::mayTake(e, deed.actor.role))
            return claim(deed, e.id, false, {});
    return fail(Errc::NotFound, "nothing waits to be claimed");
}

Result<void> release(Deed &deed, std::string_view id)
{
    auto e = ownCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    giveBack(*e);
    table::update(deed.tx, *e);
    noteOn(deed, *e, "escalation.released", numberOf(*e) + " released");
    return {};
}

Result<void> assign(Deed &deed, std::string_view id, std::string_view operatorId, std::string_view reason)
{
    auto e = openCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    const auto person = store::people::find(deed.tx, operatorId);
    if (!person)
        return fail(Errc::NotFound, "there is no operator \"" + std::string(operatorId) + "\"");
    HS_TRY(human::mayTake(*e, person->role));
    resumeClocks(deed, *e);
    take(deed, *e, operatorId);
    table::update(deed.tx, *e);
    noteOn(deed, *e, "escalation.assigned", numberOf(*e) + " assigned to " + person->name, reason);
    return {};
}

Result<void> touchLease(Deed &deed, std::string_view id)
{
    auto e = ownCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    e->leaseUntil = deed.now + deed.studio.policy->lease;
    table::update(deed.tx, *e);
    return {};
}

Result<void> snooze(Deed &deed, std::string_view id, std::optional<Timestamp> until)
{
    auto e = openCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    if (until && *until <= deed.now)
        return fail(Errc::BadInput, "the time to wake up has passed", "until", "choose a later time");
    e->snoozedUntil = until;
    e->status = until ? Status::Snoozed : e->claimant.empty() ? Status::Waiting : Status::Claimed;
    ++e->version;
    table::update(deed.tx, *e);
    noteOn(deed, *e, until ? "escalation.snoozed" : "escalation.woken",
           numberOf(*e) + (until ? " snoozed until " + toRfc3339(*until) : " woken"));
    return {};
}

Result<void> waitOnClient(Deed &deed, std::string_view id, bool waiting)
{
    auto e = ownCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    if (waiting) {
        pauseClocks(deed, *e);
        e->status = Status::WaitingOnClient;
    } else {
        resumeClocks(deed, *e);
        e->status = Status::Claimed;
    }
    ++e->version;
    table::update(deed.tx, *e);
    noteOn(deed, *e, waiting ? "escalation.waiting_on_client" : "escalation.resumed",
           numberOf(*e) + (waiting ? ": the clocks wait for the client" : ": the clocks run again"));
    return {};
}

Result<void> setPriority(Deed &deed, std::string_view id, int priority, std::string_view reason)
{
    auto e = openCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    if (reason.empty())
        return fail(Errc::BadInput, "changing the priority needs a reason", "reason", "say why");
    const auto before = priorityName(e->priority);
    e->priority = std::clamp(priority, 0, 3);
    setClocks(deed, *e);
    ++e->version;
    table::update(deed.tx, *e);
    noteOn(deed, *e, "escalation.priority", numberOf(*e) + ": " + before + " → " + priorityName(e->priority), reason);
    return {};
}

Result<void> saveDraft(Deed &deed, std::string_view id, std::string_view text)
{
    auto e = openCase(deed, id);
    if (!e)
        return tl::make_unexpected(e.error());
    table::setDraft(deed.tx, e->id, deed.actor.id, text, deed.now);
    return {};
}

void tick(Deed &deed)
{
    for (auto e : table::open(deed.tx)) {
        if (e.snoozedUntil && *e.snoozedUntil <= deed.now) {
            e.snoozedUntil.reset();
            e.status = e.claimant.empty() ? Status::Waiting : Status::Claimed;
            ++e.version;
            table::update(deed.tx, e);
            noteOn(deed, e, "escalation.woken", numberOf(e) + ": the snooze is over");
        }
        if (e.leaseUntil && *e.leaseUntil <= deed.now && e.status == Status::Claimed) {
            const auto holder = nameOf(deed.tx, e.claimant);
            giveBack(e);
            table::update(deed.tx, e);
            noteOn(deed, e, "escalation.lease_over", numberOf(e) + " came back from " + holder + " after an idle lease");
        }
        if (e.pausedSince)
            continue;
        const auto due = e.nextDue();
        const auto total = milliseconds(e.respondedAt ? e.decideTotal : std::min(e.respondTotal, e.decideTotal));
        if (!e.halfTold && deed.now >= due - total / 2) {
            e.halfTold = deed.now;
            table::update(deed.tx, e);
            noteOn(deed, e, "escalation.half_time", numberOf(e) + ": half of the time is gone");
        }
        if (!e.backupCalled && deed.now >= due) {
            e.backupCalled = deed.now;
            table::update(deed.tx, e);
            const auto &backup = deed.studio.policy->backupOperator;
            noteOn(deed, e, "escalation.overdue",
                   numberOf(e) + " is overdue; " + (backup.empty() ? std::string("no backup person is named") : "called " + nameOf(deed.tx, backup)));
        }
        if (!e.everyoneCalled && deed.now >= due + total) {
            e.everyoneCalled = deed.now;
            table::update(deed.tx, e);
            noteOn(deed, e, "escalation.everyone_called", numberOf(e) + " is overdue by its whole time; everyone was called");
        }
    }
}

std::optional<Timestamp> nextTick(const store::ReadSql &sql)
{
    std::optional<Timestamp> next;
    const auto consider = [&](std::optional<Timestamp> at) {
        if (at && (!next || *at < *next))
            next = at;
    };
    for (const auto &e : table::open(sql)) {
        consider(e.snoozedUntil);
        if (e.status == Status::Claimed)
            consider(e.leaseUntil);
        if (e.pausedSince)
            continue;
        const auto due = e.nextDue();
        const auto total = milliseconds(e.respondedAt ? e.decideTotal : std::min(e.respondTotal, e.decideTotal));
        if (!e.halfTold)
            consider(due - total / 2);
        if (!e.backupCalled)
            consider(due);
        if (!e.everyoneCalled)
            consider(due + total);
    }
    return next;
}

} // namespace hs::runtime::desk
