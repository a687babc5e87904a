#include "engine/runtime/pipeline.h"

#include "engine/notion/ids.h"

#include <algorithm>

#include "engine/agents/registry.h"
#include "engine/agents/studio.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/flow_missing.h"
#include "engine/runtime/flow_tasks.h"
#include "engine/runtime/plan_writer.h"
#include "engine/runtime/store_view.h"
#include "engine/runtime/triggers.h"
#include "engine/runtime/troubles.h"
#include "engine/runtime/workflow_desk.h"
#include "engine/services/source_catalog.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/people.h"
#include "engine/store/tables/record_texts.h"
#include "engine/store/tables/records.h"
#include "engine/vocabulary/json_shape.h"

namespace hs::runtime::pipeline {

using namespace std::chrono_literals;
namespace inbox = store::inbox;

namespace {

constexpr auto PausedAgain = 30s;

Deed deedFor(store::Transaction &tx, const Studio &studio, std::string correlation, std::string cause)
{
    return {tx, studio, studio.clock.now(), std::move(correlation), std::move(cause), engineActor()};
}

/// Steps back before a repeat: 2 s, 4 s, 8 s …
std::chrono::seconds backoff(int attempts)
{
    return std::chrono::seconds(1 << std::clamp(attempts, 1, 6));
}

Actor actorOf(const Studio &studio, std::string_view agent)
{
    const auto *card = studio.agents.catalog().find(agent);
    return {"agent", std::string(agent), card ? card->name : std::string(agent)};
}

/// The business an event belongs to, by what its sender says, by its source, or the default one.
std::pair<std::string, bool> entityOf(const StoreView &view, const Studio &studio, const std::string &source, const std::string &hint)
{
    if (!hint.empty()) {
        if (view.entity(hint))
            return {hint, false};
        const auto named = view.recordsBy("business-entities-registry", "Name", hint, 1);
        if (!named.empty())
            return {named.front().id, false};
    }
    const auto &bySource = studio.policy->sourceEntity;
    if (const auto found = bySource.find(source); found != bySource.end())
        return {found->second, false};
    const auto all = view.entities();
    return {view.defaultEntity(), all.size() > 1};
}

Result<std::vector<services::MappedEvent>> mapped(const services::SourceCatalog &sources, const inbox::Event &event)
{
    if (const auto *source = sources.find(event.source))
        return source->map({event.type, event.headers, event.body});
    // Events of the console itself are stored in the domain's own words.
    const auto document = parseJson(event.body);
    if (!document)
        return tl::make_unexpected(document.error());
    services::MappedEvent own;
    own.type = event.type;
    own.entityHint = text(*document, "entity");
    own.data = member(*document, "data");
    own.text = text(*document, "text");
    return std::vector{std::move(own)};
}

struct Handled {
    std::string summary;
    bool postponed = false;
};

/// Workflows that wait for such events by their own definition. Answers what they did, after what the agent did.
Result<Handled> trigger(Deed &deed, const agents::Event &event, const std::string &before, const Json &made = Json())
{
    deed.actor = engineActor();
    const auto done = triggers::run(deed, event, made);
    if (!done)
        return tl::make_unexpected(done.error());
    return Handled{before.empty() ? *done : done->empty() ? before : before + "; " + *done, false};
}

/// Hands one event in the domain's words to its agent and writes the plan.
Result<Handled> hand(Deed &deed, const agents::Event &event)
{
    const auto &studio = deed.studio;
    const StoreView view(deed.tx, studio, deed.now);
    if (event.type == "hub.changed") {
        // Notion tells that something changed, not what: the synchronizer reads it.
        const Json &what = member(event.data, "hub");
        const auto page = text(what, "page"); // of a comment
        const auto id = notion::normaliseId(page.empty() ? text(what, "id") : page);
        if (const auto record = id && text(what, "action") == "content_updated" ? store::notion::recordOfPage(deed.tx, *id) : std::nullopt)
            store::texts::stale(deed.tx, *record);
        if (id)
            store::notion::hint(deed.tx, page.empty() ? text(what, "object") : "page", *id, deed.now);
        return Handled{"Notion is asked what changed", false};
    }
    if (event.type.starts_with("hub.") || event.type.starts_with("health."))
        return Handled{"noted", false};
    if (event.source == BusSource)
        return trigger(deed, event, {}); // agents get it as the message that it is
    agents::EventRoutingFacts facts;
    const auto route = studio.agents.route(event, facts);
    if (route.deadLetter() && triggers::any(studio, event.type))
        return trigger(deed, event, {});
    if (route.deadLetter())
        return fail(Errc::BadInput, "no agent takes events of type \"" + event.type + "\"", event.id, "look at the delivery; replay it once an agent takes it");
    if (!route.instead.empty() && triggers::any(studio, event.type)) {
        // A definition that waits for it does more than a stand-in, who only makes a task.
        auto taken = trigger(deed, event, {});
        if (!taken || !taken->summary.empty())
            return taken;
    }
    if (store::people::agent(deed.tx, route.agent, dayOf(deed.now)).paused)
        return Handled{actorOf(studio, route.agent).name + " is paused", true};

    const auto *agent = studio.agents.agent(route.agent);
    auto plan = route.instead.empty() ? agent->handle(event, view) : studio.agents.standIn(route, event, view);
    if (!plan)
        return tl::make_unexpected(plan.error());
    deed.actor = actorOf(studio, route.agent);
    HS_TRY(writePlan(deed, *plan, {route.agent, event.entity, {}, {}}));
    return trigger(deed, event, plan->summary.empty() ? deed.actor.name + ": " + route.why : plan->summary, plan->output);
}

} // namespace

thinking::OpinionAsk opinionAsk(const store::ReadSql &sql, const Studio &studio, const std::string &text, const std::string &contact, const std::string &entity)
{
    const StoreView view(sql, studio, studio.clock.now());
    thinking::OpinionAsk ask;
    ask.text = text;
    const auto business = agents::businessOf(view, entity);
    ask.entity = business.id;
    ask.entityKind = business.type;
    ask.privacy = privacyOf(studio.policy->thinking, ask.entity);
    const auto person = contact.find('@') == std::string::npos ? agents::contactById(view, contact) : agents::contactByEmail(view, contact);
    if (!person)
        return ask;
    ask.vip = person->tier == "vip" || std::find(person->tags.begin(), person->tags.end(), "VIP") != person->tags.end();
    ask.openMatters = view.openMatters(person->id);
    for (const auto &[kind, value] : {std::pair<const char *, std::string>{"PERSON", person->name}, {"EMAIL", person->email}, {"PHONE", person->phone}})
        if (!value.empty())
            ask.known.push_back({kind, value});
    return ask;
}

std::optional<thinking::OpinionAsk> opinionAsk(const store::ReadSql &sql, const Studio &studio, const services::SourceCatalog &sources, const std::string &id)
{
    const auto row = inbox::find(sql, id);
    if (!row)
        return std::nullopt;
    const auto events = mapped(sources, *row);
    if (!events || events->size() != 1)
        return std::nullopt;
    const auto &one = events->front();
    const auto words = one.text.empty() ? text(one.data, "text") : one.text;
    agents::Event event{row->id, row->source, one.type, {}, false, one.data, one.text, row->receivedAt, row->correlation};
    if (words.empty() || one.type.starts_with("hub.") || row->source == BusSource || studio.agents.route(event, {}).agent != "grace-fields")
        return std::nullopt;
    const StoreView view(sql, studio, studio.clock.now());
    const auto &who = member(one.data, "contact");
    const auto contact = who.is_string() ? who.get<std::string>() : text(one.data, "from", text(who, "email"));
    auto ask = opinionAsk(sql, studio, words, contact, entityOf(view, studio, row->source, one.entityHint).first);
    ask.subject = text(one.data, "subject");
    ask.correlation = row->correlation;
    return ask;
}

Result<void> event(store::Transaction &tx, const Studio &studio, const services::SourceCatalog &sources, const std::string &id, const Json &opinion)
{
    auto row = inbox::find(tx, id);
    if (!row || (row->state != inbox::State::Received && row->state != inbox::State::Failed))
        return {};
    const auto events = mapped(sources, *row);
    if (!events)
        return tl::make_unexpected(events.error());
    std::string summary;
    for (std::size_t i = 0; i < events->size(); ++i) {
        const auto &one = (*events)[i];
        auto deed = deedFor(tx, studio, row->correlation, events->size() == 1 ? row->id : row->id + "." + std::to_string(i));
        const StoreView view(tx, studio, deed.now);
        const auto [entity, unsure] = entityOf(view, studio, row->source, one.entityHint);
        agents::Event event{deed.cause, row->source, one.type, entity, unsure, one.data, one.text, row->receivedAt, row->correlation, opinion};
        const auto handled = hand(deed, event);
        if (!handled)
            return tl::make_unexpected(handled.error());
        if (handled->postponed) {
            // All parts of a delivery are handled together, so one paused agent holds the whole.
            if (i > 0)
                return fail(Errc::Unavailable, handled->summary, row->id, "resume the agent");
            inbox::postpone(tx, *row, handled->summary, deed.now + PausedAgain);
            return {};
        }
        row->type = one.type;
        summary += (summary.empty() ? "" : "; ") + handled->summary;
    }
    inbox::done(tx, *row, events->empty() ? "nothing to do" : summary, studio.clock.now());
    return {};
}

Result<void> eventFailed(store::Transaction &tx, const Studio &studio, const std::string &id, const Error &error)
{
    const auto row = inbox::find(tx, id);
    if (!row)
        return {};
    auto deed = deedFor(tx, studio, row->correlation, row->id);
    const bool hopeless = error.code == Errc::BadInput || error.code == Errc::NotFound || row->attempts + 1 >= MaxAttempts;
    inbox::failed(tx, *row, describe(error), hopeless ? std::nullopt : std::optional(deed.now + backoff(row->attempts + 1)));
    if (hopeless)
        note(deed, {"event.dead", "event", row->id, "An event of " + row->source + " could not be handled: " + error.what, error.mend, {}, {}, Json::object()});
    troubles::eventFailed(deed, row->id, row->source, row->type, error, hopeless);
    return {};
}

namespace {

using flow::Invocation;
using store::workflows::InvocationStatus;

agents::Command commandOf(const store::ReadSql &sql, const Invocation &task, const flow::Instance &instance)
{
    return {task.src.substr(task.src.find('.') + 1), task.input, instance.id, instance.contact, instance.entity, task.key, instance.correlation,
            store::workflows::progress(sql, task.key)};
}

/// The plan is written: the task is done, or its next slice is as ready as the first one was.
Result<void> afterPlan(Deed &deed, Invocation task, const agents::Plan &plan)
{
    if (plan.progress.is_null())
        return flow::taskDone(deed, task.key, plan.output.is_null() ? Json::object() : plan.output);
    store::workflows::setProgress(deed.tx, task.key, plan.progress);
    task.status = InvocationStatus::Ready;
    task.nextTry.reset();
    task.lease.clear();
    task.deadline.reset();
    store::workflows::put(deed.tx, task);
    return {};
}

/// What in a finished command's result is not as its agent's card describes it (D11); empty: it fits. Such a plan is not written.
std::string unfit(const Studio &studio, const Invocation &task, const agents::Plan &plan)
{
    const auto *command = studio.agents.catalog().command(task.src);
    if (!command || !plan.progress.is_null())
        return {};
    const auto found = misfit(command->output, plan.output.is_null() ? Json::object() : plan.output);
    return found ? (found->at.empty() ? "the result" : "\"" + found->at + "\" of the result") + " " + found->what : std::string();
}

/// The task ends as one that failed with `invalid.output`, which is an error of the agent's and not worth a retry by itself.
Result<void> invalidOutput(Deed &deed, const Invocation &task, std::string_view agent, const std::string &why)
{
    store::people::agentActed(deed.tx, agent, dayOf(deed.now), deed.now, why);
    troubles::failed(deed, {"agent:" + std::string(agent), task.src, task.src + ": " + why, task.key, "nothing of the plan was done", {}});
    return flow::taskFailed(deed, task.key, "invalid.output", why + " (" + task.src + ")");
}

const agents::Agent *agentOf(const Studio &studio, const Invocation &task)
{
    return studio.agents.agent(task.src.substr(0, task.src.find('.')));
}

/// A task that an agent may carry out now, with what it belongs to.
struct Assignment {
    Invocation task;
    flow::Instance instance;
    const agents::Agent *agent; ///< null: the task is not an agent's
    DefinitionShelf::Handle definition; ///< null when it is not loaded

    [[nodiscard]] const workflow::TaskPolicy *policy() const { return definition ? flow::policyOf(*definition, task.invoke, task.src) : nullptr; }
};

/// Why a task cannot be carried out at this moment; then it is looked at again later.
std::optional<Timestamp> notBefore(Deed &deed, const Assignment &work)
{
    if (work.agent && store::people::agent(deed.tx, work.agent->key(), dayOf(deed.now)).paused)
        return deed.now + PausedAgain;
    if (const auto *policy = work.policy(); policy && policy->perMinute && store::workflows::progress(deed.tx, work.task.key).is_null()) // slices
        return store::workflows::takeToken(deed.tx, work.task.src, *policy->perMinute, deed.now);
    return std::nullopt;
}

/// The open task, ready for an agent; nothing when there is nothing to do, because it was done on the way here.
Result<std::optional<Assignment>> readyForAgent(Deed &deed, const std::string &key)
{
    auto task = store::workflows::invocation(deed.tx, key);
    if (!task || task->held)
        return std::optional<Assignment>();
    auto instance = store::workflows::find(deed.tx, task->instance);
    if (!instance)
        return std::optional<Assignment>();
    deed.correlation = instance->correlation;
    if (!task->invoke.empty() && flow::awaitDefinition(deed, *instance))
        return std::optional<Assignment>();
    if (task->status == InvocationStatus::Settled) {
        HS_TRY(flow::handOver(deed, *task));
        return std::optional<Assignment>();
    }
    if (task->status != InvocationStatus::Ready && task->status != InvocationStatus::Later)
        return std::optional<Assignment>();
    const bool agents = task->kind == store::workflows::InvocationKind::Agent;
    const auto *agent = agents ? agentOf(deed.studio, *task) : nullptr;
    if (agents && !agent)
        return fail(Errc::NotFound, "there is no agent for \"" + task->src + "\"", instance->id);
    auto definition = deed.studio.shelf.find(instance->definition, instance->version);
    Assignment work{std::move(*task), std::move(*instance), agent, std::move(definition)};
    if (const auto later = notBefore(deed, work)) {
        work.task.status = InvocationStatus::Later;
        work.task.nextTry = *later;
        store::workflows::put(deed.tx, work.task);
        return std::optional<Assignment>();
    }
    if (!agents) {
        flow::begin(deed, work.task);
        return std::optional<Assignment>();
    }
    return work;
}

} // namespace

Result<void> invocation(store::Transaction &tx, const Studio &studio, const std::string &key)
{
    auto deed = deedFor(tx, studio, {}, key);
    const auto work = readyForAgent(deed, key);
    if (!work || !*work)
        return work ? Result<void>() : tl::make_unexpected(work.error());
    const auto &[task, instance, agent, definition] = **work;
    const StoreView view(tx, studio, deed.now);
    const auto plan = agent->run(commandOf(tx, task, instance), view);
    if (!plan)
        return tl::make_unexpected(plan.error());
    deed.actor = actorOf(studio, agent->key());
    if (const auto why = unfit(studio, task, *plan); !why.empty())
        return invalidOutput(deed, task, agent->key(), why);
    HS_TRY(writePlan(deed, *plan, {std::string(agent->key()), instance.entity, instance.id, key}));
    return afterPlan(deed, task, *plan);
}

Result<std::optional<int>> lease(store::Transaction &tx, const Studio &studio, const std::string &key, const std::string &run)
{
    auto deed = deedFor(tx, studio, {}, key);
    auto work = readyForAgent(deed, key);
    if (!work || !*work)
        return work ? Result<std::optional<int>>(std::nullopt) : tl::make_unexpected(work.error());
    auto &task = (*work)->task;
    const auto *policy = (*work)->policy();
    task.status = InvocationStatus::Running;
    task.lease = run;
    task.deadline = deed.now + (policy && policy->timeout ? *policy->timeout : std::chrono::milliseconds(AttemptTime));
    store::workflows::put(tx, task);
    return std::optional(task.attempt);
}

Result<CarriedOut> carryOut(const store::ReadSql &sql, const Studio &studio, const std::string &key, const Json &words)
{
    const auto task = store::workflows::invocation(sql, key);
    const auto instance = task ? store::workflows::find(sql, task->instance) : std::nullopt;
    const auto *agent = task ? agentOf(studio, *task) : nullptr;
    if (!instance || !agent)
        return fail(Errc::Cancelled, "the task is no longer open", key);
    auto command = commandOf(sql, *task, *instance);
    command.words = words;
    auto plan = agent->run(command, StoreView(sql, studio, studio.clock.now()));
    if (!plan)
        return tl::make_unexpected(std::move(plan).error());
    CarriedOut out{*std::move(plan), std::nullopt};
    const auto &thinking = studio.policy->thinking;
    if (out.plan.wording && words.is_null() && thinking.mayWord())
        out.ask = thinking::WordingAsk{*out.plan.wording, studio.agents.catalog().find(agent->key()), studio.policy->studioName, key, instance->correlation,
                                       privacyOf(thinking, out.plan.wording->entity)};
    return out;
}

Result<void> finish(store::Transaction &tx, const Studio &studio, const std::string &key, const std::string &run, int attempt, const Result<agents::Plan> &plan)
{
    auto deed = deedFor(tx, studio, {}, key);
    const auto task = store::workflows::invocation(tx, key);
    // A result counts only for the attempt that is under way (D8).
    if (!task || task->status != InvocationStatus::Running || task->lease != run || task->attempt != attempt) {
        note(deed, {"workflow.late_result", "workflow", task ? task->instance : key.substr(0, key.find('/')), "A result came when nobody waited for it any more",
                    key, {}, {}, {{"attempt", attempt + 1}}});
        return {};
    }
    const auto instance = store::workflows::find(tx, task->instance);
    if (instance)
        deed.correlation = instance->correlation;
    if (!plan)
        return invocationFailed(tx, studio, key, plan.error());
    const auto *agent = agentOf(studio, *task);
    deed.actor = actorOf(studio, agent->key());
    if (const auto why = unfit(studio, *task, *plan); !why.empty())
        return invalidOutput(deed, *task, agent->key(), why);
    HS_TRY(writePlan(deed, *plan, {std::string(agent->key()), instance ? instance->entity : std::string(), task->instance, key}));
    return afterPlan(deed, *task, *plan);
}

Result<void> invocationFailed(store::Transaction &tx, const Studio &studio, const std::string &key, const Error &error)
{
    const auto task = store::workflows::invocation(tx, key);
    if (!task)
        return {};
    auto deed = deedFor(tx, studio, {}, key);
    if (const auto instance = store::workflows::find(tx, task->instance))
        deed.correlation = instance->correlation;
    if (const auto *known = agentOf(studio, *task)) {
        deed.actor = actorOf(studio, known->key());
        store::people::agentActed(tx, known->key(), dayOf(deed.now), deed.now, error.what);
        troubles::failed(deed, {"agent:" + std::string(known->key()), task->src, error.what, key, "the task is tried again", error.mend});
    }
    const bool temporary = error.code == Errc::Unavailable || error.code == Errc::Timeout;
    const bool limited = error.code == Errc::RateLimited;
    return flow::taskFailed(deed, key, temporary ? "agent.unavailable" : limited ? "rate.limited" : "agent.error", describe(error));
}

Result<void> message(store::Transaction &tx, const Studio &studio, const std::string &id, const std::string &subscriber)
{
    const auto found = store::messages::find(tx, id);
    const auto *agent = studio.agents.agent(subscriber);
    if (!found)
        return {};
    if (!agent)
        return fail(Errc::NotFound, "there is no agent \"" + subscriber + "\"", id);
    auto deed = deedFor(tx, studio, found->correlation, found->id);
    const StoreView view(tx, studio, deed.now);
    agents::Event event{found->id, "bus", found->type, text(found->payload, "entity"), false, found->payload, text(found->payload, "text"), found->at, found->correlation};
    const auto plan = agent->handle(event, view);
    // Messages are facts for whoever cares: a type that the agent has no rule for is taken note of.
    if (!plan && plan.error().code != Errc::NotFound)
        return tl::make_unexpected(plan.error());
    if (plan) {
        deed.actor = actorOf(studio, agent->key());
        HS_TRY(writePlan(deed, *plan, {std::string(agent->key()), event.entity, {}, {}}));
    }
    store::messages::delivered(tx, id, subscriber);
    return {};
}

Result<void> messageFailed(store::Transaction &tx, const Studio &studio, const std::string &id, const std::string &subscriber, int attempts,
                           const Error &error)
{
    const auto now = studio.clock.now();
    store::messages::failedDelivery(tx, id, subscriber, describe(error),
                                    attempts + 1 >= MaxAttempts ? std::nullopt : std::optional(now + backoff(attempts + 1)));
    store::people::agentActed(tx, subscriber, dayOf(now), now, error.what);
    auto deed = deedFor(tx, studio, {}, id);
    if (const auto found = store::messages::find(tx, id))
        deed.correlation = found->correlation;
    troubles::failed(deed, {"agent:" + subscriber, "message", error.what, id, "the message is delivered again", error.mend});
    return {};
}

inbox::Added addInternal(Deed &deed, const std::string &source, const std::string &type, const Json &data, const std::string &text,
                         const std::string &entity, const std::string &dedupe)
{
    inbox::NewEvent event;
    event.id = deed.studio.ids.make("evt");
    event.source = source;
    event.type = type;
    event.dedupe = dedupe.empty() ? event.id : dedupe;
    const std::string body = dump({{"data", data}, {"text", text}, {"entity", entity}});
    event.body = body;
    event.receivedAt = deed.now;
    event.correlation = deed.correlation;
    return inbox::add(deed.tx, event);
}

} // namespace hs::runtime::pipeline
