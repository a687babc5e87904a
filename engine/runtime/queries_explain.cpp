#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/escalation_desk.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/store_view.h"
#include "engine/store/tables/audit.h"
#include "engine/store/tables/thoughts.h"
#include "engine/store/tables/threads.h"
#include "engine/vocabulary/utf8.h"

namespace hs::runtime::queries {

using namespace rows;
namespace thoughts = store::thoughts;

namespace {

constexpr int AuditRows = 50;
constexpr std::size_t LongestInput = 600;

std::string agentNames(const Studio &studio, const std::vector<std::string> &keys)
{
    std::string names;
    for (const auto &key : keys) {
        const auto *card = studio.agents.catalog().find(key);
        names += (names.empty() ? "" : ", ") + (card ? card->name : key);
    }
    return names;
}

/// What would have been decided without the words that the rule stands on.
void addCounterfactual(const QueryContext &c, const std::string &words, const agents::Decision &decision, api::Explanation &explanation)
{
    auto without = words;
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    for (const auto &evidence : decision.evidence) {
        std::size_t begin = 0, end = 0;
        if (std::sscanf(evidence.ref.c_str(), "text:%zu-%zu", &begin, &end) == 2 && begin < end && end <= words.size())
            spans.emplace_back(begin, end);
    }
    if (spans.empty())
        return;
    std::sort(spans.rbegin(), spans.rend());
    std::string removed;
    for (const auto &[begin, end] : spans) {
        removed = words.substr(begin, end - begin) + (removed.empty() ? "" : ", ") + removed;
        without.replace(begin, std::min(end, without.size()) - begin, " ");
    }
    const StoreView view(c.sql, c.studio, c.now);
    agents::Request request;
    request.text = without;
    const auto other = c.studio.agents.routeRequest(request, {}, view);
    if (other && (other->level != decision.level || other->agents != decision.agents))
        explanation.alternatives.push_back({q("Level " + std::to_string(other->level) + ": " + agentNames(c.studio, other->agents)),
                                            q("it would have been so without the words \"" + removed + "\" (" + other->rule + ")")});
}

/// A client's request: decided again by the same rules, which gives the inputs and what else could have been.
void addRouting(const QueryContext &c, const store::inbox::Event &event, api::Explanation &explanation)
{
    const auto document = parseJson(event.body);
    const auto words = document ? text(*document, "text") : std::string();
    if (words.empty())
        return;
    explanation.inputs.push_back({QStringLiteral("Request"), q(shortened(words, LongestInput)), q(event.id)});
    const StoreView view(c.sql, c.studio, c.now);
    agents::Request request;
    request.text = words;
    const auto decision = c.studio.agents.routeRequest(request, {}, view);
    if (!decision)
        return;
    if (explanation.rule.isEmpty() || explanation.rule == q(decision->rule)) {
        explanation.rule = q(decision->rule);
        explanation.ruleText = q(decision->ruleText);
        addCounterfactual(c, words, *decision, explanation);
    }
}

void addThought(const QueryContext &c, const std::string &id, api::Explanation &explanation)
{
    const auto thought = thoughts::find(c.sql, id);
    if (!thought)
        return;
    explanation.thought = q(thought->id);
    explanation.agent = q(thought->agent);
    explanation.by = thought->state == thoughts::State::Done ? QStringLiteral("model") : QStringLiteral("rule");
    explanation.model = q(thought->model);
    if (explanation.what.isEmpty())
        explanation.what = q(thought->outcome);
    explanation.correlation = q(thought->correlation);
    if (!thought->words.empty())
        explanation.inputs.push_back({QStringLiteral("Asked by ") + q(thought->askerName), q(shortened(thought->words, LongestInput)), {}});
    for (const auto &step : thought->steps) {
        const auto kind = text(step, "kind");
        const auto leave = text(step, "leave");
        if (kind == "tool")
            explanation.inputs.push_back({q(text(step, "what")), q(text(step, "result")), q(leave)});
        if (kind == "tool" && leave != "alone" && !leave.empty())
            explanation.alternatives.push_back({q("Use " + text(step, "what") + " at once"),
                                                q(leave == "ask" ? "policy: a person is asked" : leave == "draft" ? "policy: as a draft only" : "policy: not allowed")});
        if (kind == "check" || kind == "rule")
            explanation.alternatives.push_back({q(text(step, "what")), q(text(step, "result"))});
    }
}

/// The agent's own row of the audit about a thing, else about what caused it; the newest.
std::optional<store::audit::Stored> rowAbout(const QueryContext &c, const std::string &id, const std::string &correlation)
{
    std::optional<store::audit::Stored> any;
    const auto look = [&](const store::audit::Filter &filter) {
        for (auto &row : store::audit::page(c.sql, filter, {{}, AuditRows}).rows) {
            if (row.actorKind == "agent" && (!row.rule.empty() || !row.evidence.empty()))
                return std::optional(row);
            if (!any)
                any = row;
        }
        return std::optional<store::audit::Stored>();
    };
    store::audit::Filter filter;
    filter.object = id;
    if (auto row = look(filter))
        return row;
    if (!correlation.empty()) {
        filter = {};
        filter.correlation = correlation;
        if (auto row = look(filter))
            return row;
    }
    return any;
}

/// What the id stands for: when it was, what it belongs to.
struct Thing {
    std::string correlation, thought, what;
    bool asked = false; ///< what an agent asks leave for: its own rows tell why, not its task's
};
std::optional<Thing> thingOf(const QueryContext &c, const std::string &id)
{
    if (const auto item = store::threads::item(c.sql, id))
        return Thing{item->correlation, item->thought, item->kind == "tool" ? text(item->tool, "what") : shortened(item->text, LongestInput)};
    if (const auto thought = thoughts::find(c.sql, id))
        return Thing{thought->correlation, thought->id, {}};
    if (const auto request = thoughts::findRequest(c.sql, id))
        return Thing{request->correlation, request->thought, request->title, true};
    if (const auto message = store::messages::find(c.sql, id))
        return Thing{message->correlation, {}, message->type};
    if (const auto effect = store::outbox::find(c.sql, id))
        return Thing{effect->correlation, {}, effect->summary};
    if (const auto e = store::escalations::find(c.sql, id))
        return Thing{e->correlation, {}, desk::numberOf(*e) + ": " + e->title};
    if (const auto event = store::inbox::find(c.sql, id))
        return Thing{event->correlation, {}, event->summary};
    if (const auto instance = store::workflows::find(c.sql, id))
        return Thing{instance->correlation, {}, instance->title};
    if (const auto record = store::records::findAny(c.sql, id))
        return Thing{{}, {}, record->title};
    return std::nullopt;
}

} // namespace

Result<api::Explanation> ask(const QueryContext &c, const api::ExplainQuery &query)
{
    const auto id = query.id.toStdString();
    const auto thing = thingOf(c, id);
    if (!thing)
        return fail(Errc::NotFound, "nothing is called \"" + id + "\"", "id", "ask about a message, a task, a record, an escalation, an event or what an agent asks leave for");
    api::Explanation explanation;
    explanation.what = q(thing->what);
    explanation.correlation = q(thing->correlation);
    if (!thing->thought.empty()) {
        addThought(c, thing->thought, explanation);
        if (const auto thought = thoughts::find(c.sql, thing->thought))
            explanation.at = time(thought->endedAt ? *thought->endedAt : thought->at);
    }
    const auto about = rowAbout(c, thing->thought.empty() || thing->asked ? id : thing->thought, thing->correlation);
    if (about) {
        if (explanation.agent.isEmpty())
            explanation.agent = q(about->actorKind == "agent" ? about->actor : std::string());
        if (!explanation.at.isValid())
            explanation.at = time(about->at);
        if (explanation.by.isEmpty())
            explanation.by = about->actorKind == "agent" ? QStringLiteral("rule") : about->actorKind == "engine" ? QStringLiteral("rule") : QStringLiteral("person");
        explanation.rule = q(about->rule);
        explanation.evidence = array(about->evidence);
        if (!about->summary.empty())
            explanation.inputs.push_back({QStringLiteral("Done"), q(about->summary), q(about->reason)});
        if (explanation.correlation.isEmpty())
            explanation.correlation = q(about->correlation);
    }
    if (const auto e = store::escalations::find(c.sql, id)) {
        explanation.rule = q(text(e->data, "rule"));
        explanation.ruleText = q(text(e->data, "rule_text"));
        explanation.agent = q(e->agent);
        explanation.evidence = array(member(e->data, "evidence"));
        for (const auto &fact : member(e->data, "facts"))
            explanation.inputs.push_back({q(text(fact, "name")), q(text(fact, "value")), q(text(fact, "evidence"))});
    }
    if (!explanation.correlation.isEmpty()) {
        store::inbox::Filter filter;
        filter.correlation = explanation.correlation.toStdString();
        for (const auto &listed : store::inbox::page(c.sql, filter, {{}, AuditRows}).rows)
            if (const auto event = store::inbox::find(c.sql, listed.id); event && event->type == "customer_request")
                addRouting(c, *event, explanation);
    }
    if (explanation.ruleText.isEmpty() && !explanation.agent.isEmpty())
        if (const auto *card = c.studio.agents.catalog().find(explanation.agent.toStdString()))
            explanation.ruleText = card->rules.empty() ? QString() : q(card->rules.front());
    return explanation;
}

namespace {

/// What a plan would do, as people say it.
QStringList wouldOf(const agents::Plan &plan, const Studio &studio)
{
    QStringList lines;
    const auto add = [&](const std::string &line) { lines.append(q(line)); };
    for (const auto &record : plan.records) {
        const auto database = studio.hub.find(record.database);
        add((record.create ? "make a record with " : "change ") + std::to_string(record.fields.size()) + (record.fields.size() == 1 ? " field" : " fields") + " of "
            + (database ? (*database)->title : record.database));
    }
    for (const auto &task : plan.tasks)
        add("make the task \"" + task.title + "\"");
    for (const auto &start : plan.starts)
        add("start " + start.definition + ": " + start.title);
    for (const auto &signal : plan.signals)
        add("tell a running workflow: " + signal.type);
    for (const auto &effect : plan.effects)
        add("prepare: " + effect.summary);
    for (const auto &escalation : plan.escalations)
        add("ask a person: " + escalation.title);
    for (const auto &message : plan.messages)
        add("tell " + agentNames(studio, {message.recipient}) + ": " + message.type);
    return lines;
}

} // namespace

Result<api::Trial> ask(const QueryContext &c, const api::TryAgentQuery &query)
{
    const auto *card = c.studio.agents.catalog().find(query.agent.toStdString());
    if (!card)
        return fail(Errc::NotFound, "there is no agent \"" + query.agent.toStdString() + "\"", "agent", "see GET /agents");
    const auto words = query.text.trimmed().toStdString();
    if (words.empty())
        return fail(Errc::BadInput, "there are no words to try", "text", "write what a client or a colleague could say");
    const StoreView view(c.sql, c.studio, c.now);
    api::Trial trial;
    const auto take = [&](const Result<agents::Plan> &plan) {
        if (!plan) {
            trial.error = q(describe(plan.error()));
            return;
        }
        trial.summary = q(plan->summary);
        trial.rule = q(plan->rule);
        trial.answer = q(text(plan->output, "answer"));
        trial.would = wouldOf(*plan, c.studio);
        trial.evidence = array(toJson(plan->evidence));
    };
    const auto *agent = c.studio.agents.agent(card->key);
    if (const auto spoken = agents::spoken(*card, words); !spoken.word.empty()) {
        take(agent->talk({words, c.caller.id.toStdString(), c.caller.name.toStdString(), {}, {}}, view));
        return trial;
    }
    agents::Request request;
    request.text = words;
    const auto decision = c.studio.agents.routeRequest(request, {}, view);
    if (!decision)
        return tl::make_unexpected(decision.error());
    trial.rule = q(decision->rule);
    trial.ruleText = q(decision->ruleText);
    trial.evidence = array(toJson(decision->evidence));
    const bool mine = std::find(decision->agents.begin(), decision->agents.end(), card->key) != decision->agents.end();
    if (card->key != "grace-fields") {
        trial.summary = q(mine ? card->name + " would get this from Grace Fields, level " + std::to_string(decision->level)
                               : card->name + " would not get this: Grace Fields hands it to " + (decision->level == 4 ? "a person; preparing: " : "")
                                     + agentNames(c.studio, decision->agents));
        return trial;
    }
    agents::Event event{"try", "console", "customer_request", decision->entity.id, decision->entity.unsure, {{"text", words}}, words, c.now, "try"};
    take(agent->handle(event, view));
    trial.rule = q(decision->rule);
    trial.ruleText = q(decision->ruleText);
    trial.summary = q("Level " + std::to_string(decision->level) + ": " + agentNames(c.studio, decision->agents));
    return trial;
}

} // namespace hs::runtime::queries
