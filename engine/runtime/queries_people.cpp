#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/vault.h"
#include "engine/store/tables/attachments.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/thoughts.h"

namespace hs::runtime::queries {

using namespace rows;

namespace {

api::AgentRow agentRow(const QueryContext &c, const agents::AgentCard &card)
{
    const auto switches = store::people::agent(c.sql, card.key, dayOf(c.now));
    api::AgentRow row;
    row.key = q(card.key);
    row.name = q(card.name);
    row.role = q(card.role);
    row.tone = q(card.tone);
    row.capabilities = list(card.capabilities);
    for (const auto &talk : card.talk)
        row.commands.push_back({q(talk.name), q(talk.usage), q(talk.description)});
    row.rules = list(card.rules);
    row.autonomy = switches.autopilot ? api::Autonomy::Autopilot : api::Autonomy::DraftsOnly;
    row.doneToday = switches.doneToday;
    row.failedToday = switches.failedToday;
    row.lastActive = time(switches.lastAt);
    row.lastError = q(switches.lastError);
    const bool failing = switches.lastFailedAt && switches.lastAt && *switches.lastFailedAt == *switches.lastAt;
    const bool working = switches.lastAt && c.now - *switches.lastAt < std::chrono::seconds(5);
    row.state = !card.duty         ? api::AgentState::NoDuty
        : switches.paused ? api::AgentState::Paused
        : failing         ? api::AgentState::Failing
        : working         ? api::AgentState::Working
                          : api::AgentState::Waiting;
    return row;
}

/// How far what was said has come on its way out.
void tellDelivery(const QueryContext &c, const std::string &effectId, api::ThreadItem &item)
{
    const auto effect = store::outbox::find(c.sql, effectId);
    if (!effect)
        return;
    using State = store::outbox::State;
    static constexpr std::pair<State, const char *> Words[] = {{State::Draft, "draft"},   {State::Held, "held"},     {State::Queued, "queued"},
                                                               {State::Sending, "queued"}, {State::Sent, "sent"},     {State::Failed, "failed"},
                                                               {State::Dead, "failed"},    {State::Cancelled, "cancelled"}};
    item.effect = q(effectId);
    item.holdUntil = time(effect->holdUntil);
    for (const auto &[state, word] : Words)
        if (state == effect->state)
            item.delivery = QString::fromLatin1(word);
}

QJsonArray attachmentsOf(const std::vector<store::attachments::Attachment> &attachments)
{
    QJsonArray list;
    for (const auto &one : attachments)
        list.append(QJsonObject{{QStringLiteral("id"), q(one.id)}, {QStringLiteral("name"), q(one.name)}, {QStringLiteral("type"), q(one.type)},
                                {QStringLiteral("size"), qint64(one.size)}});
    return list;
}

} // namespace

Result<std::vector<api::AgentRow>> ask(const QueryContext &c, const api::AgentQuery &)
{
    std::vector<api::AgentRow> rows;
    for (const auto &card : c.studio.agents.catalog().agents())
        rows.push_back(agentRow(c, card));
    return rows;
}

Result<api::Page<api::ThreadRow>> ask(const QueryContext &c, const api::ThreadQuery &query)
{
    store::threads::Filter filter;
    filter.kind = store::threads::Filter::Kind(int(query.filter));
    filter.operatorId = c.caller.id.toStdString();
    filter.text = query.text.toStdString();
    filter.agent = query.agent.toStdString();
    filter.entity = query.entity.toStdString();
    filter.now = c.now;
    auto answer = page<api::ThreadRow>(store::threads::page(c.sql, filter, slice(query.window)), [](const auto &listed) { return row(listed); });
    if (query.window.after.isEmpty())
        answer.total = store::threads::count(c.sql, filter);
    answer.revision = c.state.revision;
    return answer;
}

Result<api::ThreadDetail> ask(const QueryContext &c, const api::ThreadDetailQuery &query)
{
    const auto id = query.id.toStdString();
    const auto thread = store::threads::find(c.sql, id);
    if (!thread)
        return fail(Errc::NotFound, "there is no conversation \"" + id + "\"");
    const auto me = c.caller.id.toStdString();
    const auto mark = store::threads::mark(c.sql, id, me);
    api::ThreadDetail detail;
    detail.row = row(store::threads::Listed{*thread, thread->version > mark.readVersion, !mark.draft.empty()});
    const auto items = store::threads::items(c.sql, id, slice(query.window));
    for (auto it = items.rows.rbegin(); it != items.rows.rend(); ++it) {
        api::ThreadItem item;
        item.id = q(it->id);
        item.kind = q(it->kind);
        item.author = q(it->author);
        item.authorName = q(it->authorName);
        item.text = q(it->text);
        item.at = time(it->at);
        item.tool = object(it->tool);
        item.citations = array(it->citations);
        item.thought = q(it->thought);
        item.attachments = attachmentsOf(store::attachments::ofItem(c.sql, it->id));
        if (!it->effect.empty())
            tellDelivery(c, it->effect, item);
        detail.items.push_back(std::move(item));
    }
    detail.older = q(items.next);
    detail.draft = q(mark.draft);
    detail.draftIsNote = mark.draftIsNote;
    detail.viewers = list(store::threads::viewers(c.sql, id, me, c.now));
    detail.version = thread->version;
    for (const auto &[where, thinking] : c.state.thinking)
        if (where == id)
            detail.thinking.push_back(thinking);
    if (const auto proposal = store::thoughts::proposal(c.sql, id)) {
        detail.proposal = q(proposal->text);
        detail.proposalAuthor = q(proposal->author);
        detail.proposalThought = q(proposal->thought);
        detail.proposalCitations = array(proposal->citations);
        detail.proposalTrouble = q(proposal->trouble);
    }
    detail.attachments = attachmentsOf(store::attachments::waiting(c.sql, id, me));
    detail.modelReady = c.studio.policy->thinking.modelReady;
    return detail;
}

Result<std::vector<api::OperatorRow>> ask(const QueryContext &c, const api::OperatorQuery &)
{
    std::vector<api::OperatorRow> rows;
    for (const auto &person : store::people::all(c.sql)) {
        api::OperatorRow row;
        row.id = q(person.id);
        row.name = q(person.name);
        row.initials = q(person.initials);
        row.role = api::Role(std::clamp(person.role, 0, 3));
        row.hasPin = !person.pin.empty();
        row.present = person.presentUntil && *person.presentUntil > c.now;
        row.load = store::escalations::openClaims(c.sql, person.id);
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::vector<api::SettingRow>> ask(const QueryContext &c, const api::SettingQuery &)
{
    return c.state.settings;
}

Result<std::vector<api::NamedSecret>> ask(const QueryContext &c, const api::SecretQuery &)
{
    std::vector<api::NamedSecret> rows;
    for (const auto &named : c.vault.names())
        rows.push_back({q(named.name), q(named.source)});
    return rows;
}

Result<std::vector<api::ApiKeyRow>> ask(const QueryContext &c, const api::ApiKeyQuery &)
{
    std::vector<api::ApiKeyRow> rows;
    for (const auto &key : store::people::keys(c.sql))
        rows.push_back({q(key.name), api::Role(std::clamp(key.role, 0, 3)), time(key.createdAt), time(key.lastUsed), key.revokedAt.has_value()});
    return rows;
}

} // namespace hs::runtime::queries
