#include <algorithm>

#include <QTimeZone>

#include "engine/agents/registry.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/thought_desk.h"
#include "engine/runtime/vault.h"
#include "engine/store/tables/ai_calls.h"
#include "engine/store/tables/attachments.h"
#include "engine/store/tables/macros.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/thoughts.h"
#include "engine/tools/tool.h"

namespace hs::runtime::queries {

using namespace rows;
namespace thoughts = store::thoughts;
namespace ai_calls = store::ai_calls;

namespace {

constexpr int DaysShown = 14;
constexpr int FaultsShown = 20;

QString stateOf(thoughts::State state)
{
    static constexpr const char *Names[] = {"waiting", "thinking", "done", "by_rules", "failed", "stopped"};
    return QString::fromLatin1(Names[int(state)]);
}

QString stateOf(thoughts::RequestState state)
{
    static constexpr const char *Names[] = {"waiting", "running", "done", "failed", "rejected", "stale"};
    return QString::fromLatin1(Names[int(state)]);
}

api::AiCallRow callRow(const ai_calls::Call &call)
{
    api::AiCallRow row;
    row.id = QString::number(call.seq);
    row.at = time(call.at);
    row.provider = q(call.provider);
    row.model = q(call.model);
    row.purpose = q(call.purpose);
    row.agent = q(call.agent);
    row.entity = q(call.entity);
    row.thought = q(call.thought);
    row.why = q(call.why);
    row.outcome = q(call.outcome);
    row.error = q(call.error);
    row.inputTokens = call.input;
    row.cachedTokens = call.cached;
    row.outputTokens = call.output;
    row.dollars = call.dollars;
    row.costKnown = call.costKnown;
    row.millis = call.millis;
    row.firstTokenMillis = call.firstMillis;
    row.attempt = call.attempt;
    row.correlation = q(call.correlation);
    QStringList masked;
    if (call.masked.is_object())
        for (const auto &[mask, kind] : call.masked.items())
            masked.append(q(scalarText(kind) + " → " + mask));
    row.masked = masked.join(QLatin1Char('\n'));
    return row;
}

api::ThoughtRow thoughtRow(const thoughts::Thought &thought)
{
    api::ThoughtRow row;
    row.id = q(thought.id);
    row.agent = q(thought.agent);
    row.kind = q(thought.kind);
    row.thread = q(thought.thread);
    row.escalation = q(thought.escalation);
    row.entity = q(thought.entity);
    row.state = stateOf(thought.state);
    row.outcome = q(thought.outcome);
    row.model = q(thought.model);
    row.dollars = thought.dollars;
    row.at = time(thought.at);
    row.endedAt = time(thought.endedAt);
    row.sent = q(text(thought.result, "sent"));
    if (thought.steps.is_array())
        for (const auto &step : thought.steps)
            row.steps.push_back({q(text(step, "kind")), q(text(step, "what")), q(text(step, "result")), q(text(step, "leave")), integer(step, "ms"),
                                 boolean(step, "failed"), object(member(step, "input")), object(member(step, "output"))});
    return row;
}

api::ToolRequestRow requestRow(const QueryContext &c, const thoughts::Request &request)
{
    api::ToolRequestRow row;
    row.id = q(request.id);
    row.agent = q(request.agent);
    row.tool = q(request.tool);
    row.title = q(request.title);
    row.arguments = object(request.arguments);
    row.risk = api::Risk(std::clamp(request.risk, 0, int(api::Risk::Irreversible)));
    row.why = q(request.why);
    row.effect = q(request.effect);
    row.thread = q(request.thread);
    row.entity = q(request.entity);
    row.thought = q(request.thought);
    row.state = stateOf(request.state);
    row.result = q(request.result);
    row.decidedBy = request.decidedBy.empty() ? QString() : operatorName(c.sql, request.decidedBy);
    row.at = time(request.at);
    row.decidedAt = time(request.decidedAt);
    row.untrusted = request.untrusted;
    return row;
}

api::AgentTool toolRow(const tools::Tool &tool, const tools::ToolPolicy &policy, const std::string &agent, api::Autonomy autonomy)
{
    return {q(tool.name), q(tool.title), q(tool.description), {}, tool.risk, policy.leave(agent, {}, tool.risk, autonomy, false)};
}

} // namespace

Result<api::AgentDetail> ask(const QueryContext &c, const api::AgentDetailQuery &query)
{
    const auto *card = c.studio.agents.catalog().find(query.agent.toStdString());
    if (!card)
        return fail(Errc::NotFound, "there is no agent \"" + query.agent.toStdString() + "\"", "agent", "see GET /agents");
    api::AgentDetail detail;
    const auto all = ask(c, api::AgentQuery{});
    if (!all)
        return tl::make_unexpected(all.error());
    for (const auto &row : *all)
        if (row.key == q(card->key))
            detail.row = row;
    detail.handles = list(card->handles);
    detail.listensTo = list(card->listensTo);
    detail.handsTo = list(card->handsTo);
    const auto policy = toolPolicy(c.sql);
    for (int risk = 0; risk <= int(api::Risk::Irreversible); ++risk)
        detail.permissions.push_back({api::Risk(risk), policy.leave(card->key, {}, api::Risk(risk), detail.row.autonomy, false),
                                      q(policy.source(card->key, {}, api::Risk(risk), detail.row.autonomy, false))});
    for (const auto &tool : c.state.tools->tools())
        if (int(tool.role) <= int(api::Role::Operator))
            detail.tools.push_back(toolRow(tool, policy, card->key, detail.row.autonomy));
    for (const auto &server : c.state.toolServers)
        for (auto tool : server.tools) {
            tool.leave = policy.leave(card->key, {}, tool.risk, detail.row.autonomy, true); // what comes from outside is a stranger's
            detail.tools.push_back(std::move(tool));
        }
    const auto &thinking = c.studio.policy->thinking;
    detail.maxSteps = thinking.limits.steps;
    detail.maxSeconds = int(thinking.limits.time.count());
    detail.maxDollarsTask = thinking.limits.dollars;
    detail.softDollarsDay = c.state.aiBudgets.perAgent.soft;
    detail.hardDollarsDay = c.state.aiBudgets.perAgent.hard;
    detail.modelReady = thinking.modelReady;

    const auto today = dayOf(c.now);
    const auto count = thoughts::since(c.sql, card->key, std::chrono::floor<std::chrono::days>(c.now));
    detail.tasksToday = count.all;
    detail.tasksByModel = count.byModel;
    detail.tasksFailed = count.failed;
    const auto spent = ai_calls::ofDay(c.sql, today, "agent", card->key);
    detail.callsToday = spent.calls;
    detail.tokensToday = spent.tokens;
    detail.dollarsToday = spent.dollars;
    for (int back = DaysShown - 1; back >= 0; --back)
        detail.dollarsByDay.push_back(ai_calls::ofDay(c.sql, dayOf(c.now - std::chrono::days(back)), "agent", card->key).dollars);
    for (const auto &thought : thoughts::page(c.sql, {card->key, {}}, {{}, 200}).rows) {
        if (detail.model.isEmpty() && !thought.model.empty())
            detail.model = q(thought.model);
        if (thought.state == thoughts::State::Failed && int(detail.faults.size()) < FaultsShown)
            detail.faults.push_back({time(thought.endedAt), q(thought.outcome), q(thought.correlation)});
    }
    const auto switches = store::people::agent(c.sql, card->key, today);
    if (switches.lastFailedAt && !switches.lastError.empty())
        detail.faults.insert(detail.faults.begin(), {time(switches.lastFailedAt), q(switches.lastError), {}});
    return detail;
}

Result<api::Page<api::AiCallRow>> ask(const QueryContext &c, const api::AiCallQuery &query)
{
    const ai_calls::Filter filter{query.provider.toStdString(), query.agent.toStdString(),       query.entity.toStdString(),
                                  query.correlation.toStdString(), query.thought.toStdString(), query.failedOnly};
    auto answer = page<api::AiCallRow>(ai_calls::page(c.sql, filter, slice(query.window)), callRow);
    answer.revision = c.state.revision;
    return answer;
}

Result<api::AiStatus> ask(const QueryContext &c, const api::AiStatusQuery &)
{
    api::AiStatus status;
    status.ready = c.studio.policy->thinking.modelReady;
    status.pricesOf = q(c.state.pricesOf);
    const auto today = dayOf(c.now);
    static const std::map<std::string, std::pair<const char *, const char *>> Titles{{"anthropic", {"Anthropic", "anthropic"}},
                                                                                     {"openai", {"OpenAI", "openai"}},
                                                                                     {"huggingface", {"Hugging Face", "huggingface"}},
                                                                                     {"local", {"Local server", "compatible"}}};
    for (const auto &name : providerNames()) {
        api::AiProviderRow row;
        row.name = q(name);
        row.title = QString::fromLatin1(Titles.at(name).first);
        row.dialect = QString::fromLatin1(Titles.at(name).second);
        row.local = name == "local";
        row.hasKey = !c.vault.values(keyNameOf(name)).empty();
        row.breaker = QStringLiteral("closed");
        for (const auto &state : c.state.providers) {
            if (state.name != name)
                continue;
            row.base = q(state.base);
            row.needsSignIn = state.needsSignIn;
            row.trouble = q(state.trouble);
            row.breaker = q(http::name(state.breaker));
            row.nextTry = time(state.nextTry);
            row.models = list(state.models);
            row.calls = state.calls;
            row.failures = state.failures;
            row.usualMillis = state.usual.count();
        }
        row.dollarsToday = ai_calls::ofDay(c.sql, today, "provider", name).dollars;
        status.providers.push_back(std::move(row));
    }
    const auto budget = [&](const char *scope, const std::string &id, const QString &title, const ai::Budget &limit, double spent) {
        if (limit.soft > 0 || limit.hard > 0 || spent > 0)
            status.budgets.push_back({QString::fromLatin1(scope), q(id), title, spent, limit.soft, limit.hard});
    };
    const auto &limits = c.state.aiBudgets;
    budget("day", {}, q(c.studio.policy->studioName), limits.day, ai_calls::ofDay(c.sql, today, "day", "").dollars);
    const StoreView view(c.sql, c.studio, c.now);
    for (const auto &sum : ai_calls::ofDay(c.sql, today, "entity")) {
        const auto business = view.entity(sum.id);
        budget("entity", sum.id, q(business ? business->title : sum.id), limits.perEntity, sum.dollars);
    }
    for (const auto &sum : ai_calls::ofDay(c.sql, today, "agent")) {
        const auto *card = c.studio.agents.catalog().find(sum.id);
        budget("agent", sum.id, q(card ? card->name : sum.id), limits.perAgent, sum.dollars);
    }
    return status;
}

std::vector<api::IntegrationCard> thinkingCards(const QueryContext &c)
{
    using api::Health;
    std::vector<api::IntegrationCard> cards;
    const auto status = ask(c, api::AiStatusQuery{});
    if (status)
        for (const auto &provider : status->providers) {
            api::IntegrationCard card;
            card.name = provider.name;
            card.title = provider.title;
            card.kind = QStringLiteral("ai");
            card.address = provider.base;
            card.hasSecret = provider.hasKey;
            card.breaker = provider.breaker;
            card.nextRetry = provider.nextTry;
            card.lastError = provider.trouble;
            card.today = ai_calls::ofDay(c.sql, dayOf(c.now), "provider", provider.name.toStdString()).calls;
            card.mainValue = q(std::to_string(card.today) + (card.today == 1 ? " call today" : " calls today"));
            const bool setUp = !provider.base.isEmpty();
            if (!setUp) {
                card.health = Health::NotSetUp;
                card.sentence = provider.local ? QStringLiteral("Set the address of a model server") : QStringLiteral("Set a key to use it");
            } else if (provider.needsSignIn) {
                card.health = Health::NeedsSignIn;
                card.sentence = provider.trouble;
            } else if (provider.breaker == QLatin1String("open")) {
                card.health = Health::Down;
                card.sentence = provider.trouble;
            } else if (!provider.trouble.isEmpty()) {
                card.health = Health::Failing;
                card.sentence = provider.trouble;
            } else {
                card.health = Health::Healthy;
                card.sentence = provider.usualMillis > 0 ? q("Usually " + std::to_string(provider.usualMillis) + " ms to the first word") : QStringLiteral("Ready");
            }
            cards.push_back(std::move(card));
        }
    for (const auto &server : c.state.toolServers) {
        api::IntegrationCard card;
        card.name = QStringLiteral("mcp-") + server.name;
        card.title = server.name;
        card.kind = QStringLiteral("mcp");
        card.address = server.address;
        card.mainValue = q(std::to_string(server.tools.size()) + (server.tools.size() == 1 ? " tool" : " tools"));
        card.lastError = server.trouble;
        card.lastAt = server.lastAt;
        card.health = server.state == QLatin1String("ready")    ? Health::Healthy
                      : server.state == QLatin1String("paused") ? Health::Paused
                      : server.state == QLatin1String("starting") ? Health::Slow
                                                                : Health::Failing;
        card.sentence = server.trouble.isEmpty() ? (card.health == Health::Healthy ? QStringLiteral("Ready") : QStringLiteral("Starting")) : server.trouble;
        cards.push_back(std::move(card));
    }
    return cards;
}

Result<api::Page<api::ThoughtRow>> ask(const QueryContext &c, const api::ThoughtQuery &query)
{
    if (!query.id.isEmpty()) {
        const auto thought = thoughts::find(c.sql, query.id.toStdString());
        api::Page<api::ThoughtRow> one;
        if (thought)
            one.rows.push_back(thoughtRow(*thought));
        return one;
    }
    return page<api::ThoughtRow>(thoughts::page(c.sql, {query.agent.toStdString(), query.thread.toStdString()}, slice(query.window)), thoughtRow);
}

Result<api::Page<api::ToolRequestRow>> ask(const QueryContext &c, const api::ToolRequestQuery &query)
{
    const thoughts::RequestFilter filter{query.agent.toStdString(), query.thread.toStdString(), query.waitingOnly};
    return page<api::ToolRequestRow>(thoughts::requests(c.sql, filter, slice(query.window)), [&](const thoughts::Request &request) { return requestRow(c, request); });
}

Result<std::vector<api::Macro>> ask(const QueryContext &c, const api::MacroQuery &query)
{
    std::vector<api::Macro> rows;
    for (const auto &macro : store::macros::all(c.sql, query.entity.toStdString()))
        rows.push_back({q(macro.id), q(macro.title), q(macro.text), q(macro.entity), macro.note});
    return rows;
}

Result<std::vector<api::ToolServerRow>> ask(const QueryContext &c, const api::ToolServerQuery &)
{
    return c.state.toolServers;
}

Result<api::AttachmentContent> ask(const QueryContext &c, const api::AttachmentQuery &query)
{
    const auto attachment = store::attachments::find(c.sql, query.id.toStdString());
    if (!attachment)
        return fail(Errc::NotFound, "there is no such file", query.id.toStdString());
    api::AttachmentContent content;
    content.id = q(attachment->id);
    content.name = q(attachment->name);
    content.type = q(attachment->type);
    content.size = attachment->size;
    const auto bytes = store::attachments::bytes(c.sql, attachment->id);
    content.bytes = QByteArray(bytes.data(), qsizetype(bytes.size()));
    return content;
}

} // namespace hs::runtime::queries
