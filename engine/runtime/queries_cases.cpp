#include <algorithm>

#include <QTimeZone>

#include "engine/agents/registry.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/effects_desk.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/escalation_wire.h"
#include "engine/runtime/queries.h"
#include "engine/store/tables/people.h"

namespace hs::runtime::queries {

using namespace rows;
namespace cases = store::escalations;

namespace {

constexpr int TimelineItems = 200;
constexpr auto MedianSpan = std::chrono::hours(24 * 30);

Timestamp startOfDay(const QueryContext &c)
{
    const auto here = QDateTime::fromMSecsSinceEpoch(toMillis(c.now), QTimeZone(QByteArray::fromStdString(c.studio.policy->timeZone)));
    return fromMillis(here.date().startOfDay(here.timeZone()).toMSecsSinceEpoch());
}

QString agentName(const QueryContext &c, const std::string &key)
{
    const auto *card = c.studio.agents.catalog().find(key);
    return q(card ? card->name : key);
}

/// Messages, agents' steps, tries, notes and acts of people, in the order in which they happened.
std::vector<api::TimelineItem> timelineOf(const QueryContext &c, const cases::Escalation &e)
{
    std::vector<api::TimelineItem> items;
    if (!e.thread.empty()) {
        auto words = store::threads::items(c.sql, e.thread, {{}, TimelineItems}).rows;
        std::reverse(words.begin(), words.end()); // newest first; what one moment brought keeps its order
        for (const auto &said : words) {
            api::TimelineItem item;
            item.at = time(said.at);
            item.text = q(said.text);
            item.actor = q(said.author);
            item.actorName = q(said.authorName);
            if (said.kind == "client") {
                item.actorKind = QStringLiteral("client");
                item.verb = QStringLiteral("wrote");
            } else if (said.kind == "agent" || said.kind == "tool") {
                item.actorKind = QStringLiteral("agent");
                item.verb = said.kind == "tool" ? QStringLiteral("checked") : QStringLiteral("drafted");
                item.matters = said.kind == "agent";
            } else {
                item.actorKind = said.kind == "system" ? QStringLiteral("engine") : QStringLiteral("person");
                item.verb = said.kind == "note" ? QStringLiteral("noted") : said.kind == "system" ? QStringLiteral("changed") : QStringLiteral("replied");
            }
            items.push_back(std::move(item));
        }
    } else if (const auto request = text(e.data, "request"); !request.empty()) {
        items.push_back({time(e.openedAt), QStringLiteral("client"), q(e.contact), q(e.person), QStringLiteral("wrote"), q(request), true, false, {}});
    }
    for (const auto &tried : member(e.data, "tried")) {
        api::TimelineItem item;
        item.at = time(e.openedAt);
        item.actorKind = QStringLiteral("agent");
        item.actor = q(e.agent);
        item.actorName = agentName(c, e.agent);
        item.verb = QStringLiteral("tried");
        item.text = q(text(tried, "text"));
        item.failed = true;
        items.push_back(std::move(item));
    }
    auto acts = store::audit::page(c.sql, {{}, {}, e.id, {}}, {{}, TimelineItems}).rows;
    std::reverse(acts.begin(), acts.end());
    for (const auto &entry : acts) {
        api::TimelineItem item;
        item.at = time(entry.at);
        item.actorKind = q(entry.actorKind);
        item.actor = q(entry.actor);
        item.actorName = q(entry.actorName);
        const auto dot = entry.action.find('.');
        item.verb = q(entry.action.substr(dot == std::string::npos ? 0 : dot + 1));
        item.text = q(entry.summary + (entry.reason.empty() || entry.reason == entry.summary ? "" : " — " + entry.reason));
        item.matters = entry.action == "escalation.opened" || entry.action == "escalation.claimed" || entry.action == "escalation.decided"
            || entry.action == "escalation.undone" || entry.action == "escalation.overdue";
        for (const auto &piece : entry.evidence)
            item.citations.append(QJsonObject{{QStringLiteral("title"), q(text(piece, "text"))}, {QStringLiteral("kind"), QStringLiteral("evidence")},
                                              {QStringLiteral("id"), q(text(piece, "ref"))}});
        items.push_back(std::move(item));
    }
    std::stable_sort(items.begin(), items.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    return items;
}

std::vector<api::EffectPreview> effectsOf(const QueryContext &c, const cases::Escalation &e)
{
    const auto &policy = *c.studio.policy;
    std::vector<api::EffectPreview> previews;
    const auto hold = [](std::chrono::milliseconds span) { return int(std::chrono::duration_cast<std::chrono::seconds>(span).count()); };
    if (const auto contact = store::records::findAny(c.sql, e.contact)) {
        if (const auto address = text(contact->fields, "Email"); !address.empty()) {
            const auto why = effects::notReady(policy, "mail");
            previews.push_back({QStringLiteral("mail"), q("Sends the reply to " + contact->title + " by e-mail"), {}, q(address), hold(policy.replyHold),
                                why.empty(), q(why)});
        }
    }
    for (const auto &json : member(e.data, "effects")) {
        const auto wish = wire::effectFrom(json);
        const auto why = effects::notReady(policy, wish.kind);
        const bool money = wish.body.contains("amount");
        api::EffectPreview preview;
        preview.kind = q(wish.kind);
        preview.text = q(wish.summary);
        preview.amount = q(scalarText(member(wish.body, "amount")));
        preview.target = q(wish.target);
        preview.holdSeconds = hold(money ? policy.moneyHold : policy.replyHold);
        preview.ready = why.empty();
        preview.notReady = q(why);
        previews.push_back(std::move(preview));
    }
    return previews;
}

const char *const StandardReasons[] = {"Policy allows it", "Goodwill", "Our mistake", "Outside our policy", "Not enough information", "Handled by phone"};

} // namespace

Result<api::EscalationPage> ask(const QueryContext &c, const api::EscalationQuery &query)
{
    cases::Filter filter;
    filter.kind = cases::Filter::Kind(int(query.filter));
    filter.operatorId = c.caller.id.toStdString();
    filter.text = query.text.toStdString();
    filter.entity = query.entity.toStdString();
    api::EscalationPage answer;
    static_cast<api::Page<api::EscalationRow> &>(answer) =
        page<api::EscalationRow>(cases::page(c.sql, filter, slice(query.window)), [&](const auto &e) { return row(e, c.sql); });
    if (!query.window.after.isEmpty())
        return answer;
    answer.total = cases::count(c.sql, filter);
    answer.revision = c.state.revision;
    for (const auto &e : cases::open(c.sql)) {
        if (!filter.entity.empty() && e.entity != filter.entity)
            continue;
        const auto left = e.nextDue() - c.now;
        const auto total = std::max<std::int64_t>(1, e.respondedAt ? e.decideTotal : e.respondTotal);
        if (e.pausedSince)
            ++answer.counts.onTrack;
        else if (left.count() <= 0)
            ++answer.counts.overdue;
        else if (left.count() * 100 <= total * 40)
            ++answer.counts.dueSoon;
        else
            ++answer.counts.onTrack;
    }
    answer.counts.medianReplySeconds = cases::medianResponse(c.sql, c.now - MedianSpan);
    for (const auto &e : cases::decidedSince(c.sql, startOfDay(c), 50))
        if (filter.entity.empty() || e.entity == filter.entity)
            answer.decidedToday.push_back(row(e, c.sql));
    return answer;
}

Result<api::EscalationDetail> ask(const QueryContext &c, const api::EscalationDetailQuery &query)
{
    const auto e = cases::find(c.sql, query.id.toStdString());
    if (!e)
        return fail(Errc::NotFound, "there is no escalation \"" + query.id.toStdString() + "\"");
    api::EscalationDetail detail;
    detail.row = row(*e, c.sql);
    const auto word = [&](const char *key) { return q(text(e->data, key)); };
    detail.summary = word("summary");
    detail.request = word("request");
    detail.rule = word("rule");
    detail.ruleText = word("rule_text");
    detail.risk = word("risk");
    detail.riskWhy = word("risk_why");
    detail.urgency = word("urgency");
    detail.sentiment = word("sentiment");
    detail.recommended = word("recommended");
    detail.proposal = word("proposal");
    detail.proposalAuthor = word("proposal_author");
    detail.confidence = number(e->data, "confidence");
    for (const auto &fact : member(e->data, "facts"))
        detail.facts.push_back({q(text(fact, "name")), q(scalarText(member(fact, "value"))), q(text(fact, "evidence"))});
    detail.timeline = timelineOf(c, *e);
    detail.effects = effectsOf(c, *e);
    for (const auto &other : cases::similar(c.sql, *e, 5))
        detail.similar.push_back({q(other.id), q(other.title), q(other.person), q(other.decision), time(other.decidedAt)});
    detail.draft = q(cases::draft(c.sql, e->id, c.caller.id.toStdString()).value_or(""));
    if (!e->thread.empty()) {
        const auto thread = store::threads::find(c.sql, e->thread);
        if (thread && thread->version > e->threadVersion && e->status != cases::Status::Held && e->status != cases::Status::Done) {
            // A reply that was taken back before it left is no answer that somebody gave.
            const auto takenBack = [&](const store::threads::Item &said) {
                const auto effect = said.effect.empty() ? std::nullopt : store::outbox::find(c.sql, said.effect);
                return effect && effect->state == store::outbox::State::Cancelled;
            };
            for (const auto &said : store::threads::items(c.sql, e->thread, {{}, 20}).rows) {
                if (!takenBack(said) && said.at > e->openedAt && (said.kind == "client" || said.kind == "colleague")) {
                    detail.stale = true;
                    detail.staleWhy = q(said.authorName);
                    break;
                }
            }
        }
    }
    for (const auto *reason : StandardReasons)
        detail.reasons.append(q(reason));
    if (const auto hours = desk::hoursOf(c.sql, c.studio, *e))
        detail.calendar = q(hours->words() + " (" + hours->zone() + ")");
    const auto &terms = member(e->data, "terms");
    detail.role = q(text(terms, "role"));
    if (const auto &options = member(terms, "options"); options.is_array())
        detail.options = array(options);
    if (const auto &form = member(terms, "form"); form.is_object())
        detail.form = object(form);
    detail.backupName = operatorName(c.sql, c.studio.policy->backupOperator);
    return detail;
}

} // namespace hs::runtime::queries
