#include <spdlog/spdlog.h>

#include "engine/crypto/hash.h"
#include "engine/runtime/ai_settings.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/host_core.h"
#include "engine/runtime/pipeline.h"
#include "engine/runtime/threads_desk.h"
#include "engine/runtime/troubles.h"
#include "engine/store/tables/attachments.h"
#include "engine/vocabulary/utf8.h"
#include "resources/resources.h"

namespace hs::runtime {

using rows::q;
namespace thoughts = store::thoughts;

namespace {

/// The core as a door: what thinks inside goes through it like every face.
class InnerDoor final : public api::Door {
public:
    using Query = std::function<void(api::Caller, api::Query, std::function<void(Result<api::Answer>)>)>;
    using Submit = std::function<void(api::Caller, api::Command, std::function<void(Result<api::Receipt>)>)>;
    InnerDoor(Query query, Submit submit) : m_query(std::move(query)), m_submit(std::move(submit)) {}

    void query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply) override
    {
        m_query(std::move(caller), std::move(query), std::move(reply));
    }
    void submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply) override
    {
        m_submit(std::move(caller), std::move(command), std::move(reply));
    }
    void authenticate(QString, std::function<void(Result<api::Caller>)> reply) override { reply(fail(Errc::Forbidden, "nobody signs in from inside")); }
    std::shared_ptr<void> subscribe(std::function<void(const api::Change &)>) override { return {}; }

private:
    Query m_query;
    Submit m_submit;
};

constexpr std::size_t NonceBytes = 12;
constexpr long ModelConnections = 256;
constexpr std::size_t ResultBytes = 2'000;

ai::Prices pricesOfProgram()
{
    const auto text = resources::read("ai/prices.json");
    auto prices = text ? ai::Prices::load(*text) : Result<ai::Prices>(tl::make_unexpected(text.error()));
    if (prices)
        return std::move(*prices);
    spdlog::error("the price table cannot be read: {}", describe(prices.error()));
    return {};
}

/// Writes what came of a tool that a person allowed, and says so in its conversation.
Result<void> tellResult(Deed &deed, thoughts::Request request, const Result<Json> &result)
{
    request.state = result ? thoughts::RequestState::Done : thoughts::RequestState::Failed;
    request.result = result ? std::string(upTo(dump(*result), ResultBytes)) : describe(result.error());
    thoughts::put(deed.tx, request);
    note(deed, {"tool.used", "tool_request", request.id, "\"" + request.title + "\" " + (result ? "was done: " : "failed: ") + request.effect, request.result, "policy", {}, {{"tool", request.tool}}});
    if (auto thread = store::threads::find(deed.tx, request.thread))
        conversation::say(deed, *thread, {"tool", request.agent, request.agent, request.title, {},
                                          {{"what", request.title}, {"result", result ? "done" : describe(result.error())}, {"ms", 0}, {"input", request.arguments},
                                           {"output", result ? *result : Json()}, {"failed", !result}},
                                          nullptr, request.thought});
    return {};
}

} // namespace

Result<std::vector<http::MailFile>> EngineHost::Core::filesOf(const store::ReadSql &sql, const Json &attachments)
{
    std::vector<http::MailFile> files;
    for (const auto &one : attachments) {
        const auto id = text(one, "id");
        const auto known = store::attachments::find(sql, id);
        if (!known)
            return fail(Errc::NotFound, "a file that goes with the mail is gone: " + text(one, "name"), id, "write the mail again");
        files.push_back({known->name, known->type, store::attachments::bytes(sql, id)});
    }
    return files;
}

void EngineHost::Core::setUpThinking()
{
    m_innerDoor = std::make_unique<InnerDoor>([this](auto caller, auto query, auto reply) { this->query(std::move(caller), std::move(query), std::move(reply)); },
                                              [this](auto caller, auto command, auto reply) { submit(std::move(caller), std::move(command), std::move(reply)); });
    auto prices = pricesOfProgram();
    {
        const std::lock_guard lock(m_mutex);
        m_pricesOf = prices.date();
    }
    m_ledger = std::make_unique<AiLedger>(*m_store, m_clock);
    http::CurlTransport::Options many;
    many.connections = ModelConnections;
    many.connectionsPerHost = ModelConnections;
    m_modelTransport = std::make_unique<http::CurlTransport>(*m_mailbox, many);
    m_modelTransport->setOffline(m_options.offline);
    m_router = std::make_unique<ai::Router>(*m_modelTransport, m_clock, *m_ledger, std::move(prices));
    m_ledger->setOnRecord([this] { showThinking(); });
    QObject::connect(m_router.get(), &ai::Router::changed, m_router.get(), [this] { showThinking(); });
    QObject::connect(m_router.get(), &ai::Router::softBudgetReached, m_router.get(), [this](const QString &whose, double spent, double limit) {
        m_store->write<void>(
            store::Urgency::Normal,
            [this, whose = whose.toStdString(), spent, limit](store::Transaction &tx) -> Result<void> {
                const auto now = studio();
                Deed deed{tx, *now, m_clock.now(), "budget", "budget", engineActor()};
                troubles::budget(deed, whose, spent, limit);
                return {};
            },
            [](const Result<void> &told) {
                if (!told)
                    spdlog::warn("that a budget is spent was not written down: {}", describe(told.error()));
            });
    });
    m_toolServers = std::make_unique<ToolServers>(*m_transport, m_clock);
    m_toolServers->setOnChange([this] { showThinking(); });
    m_thoughtDesk = std::make_unique<ThoughtDesk>(*m_store, [this] { return studio(); }, m_mailbox);
    m_thoughtDesk->recover();
    m_thinker = std::make_unique<thinking::Thinker>(
        thinking::Loop::Parts{*m_router, *m_innerDoor, m_tools, m_toolServers.get(), *m_thoughtDesk, m_mailbox, m_clock},
        [] { return crypto::toHex(crypto::randomBytes(NonceBytes)); }, [this](const std::string &thread) { m_feed.committed({{Topic::Threads, thread}}); }, // of one thread: lists need not ask again
        [this](const std::string &task, const auto &masks) { m_ledger->noteMasks(task, masks); });
    applyThinking();
    m_thinking = true;
}

void EngineHost::Core::applyThinking()
{
    const auto settings = m_settings.settings();
    auto config = m_options.offline ? ai::RouterConfig() : routerConfigFrom(*settings, m_vault, m_options.pace);
    m_router->configure(config);
    config.providers.clear(); // keys stay with the router
    m_toolServers->apply(*settings, m_vault, m_options.offline);
    serveTools();
    {
        const std::lock_guard lock(m_mutex);
        m_aiBudgets = std::move(config);
    }
    showThinking();
}

void EngineHost::Core::showThinking()
{
    {
        const std::lock_guard lock(m_mutex);
        m_providers = m_router->providers();
        m_toolServerRows = m_toolServers->rows();
    }
    m_feed.announce(Topic::Integrations);
}

/// Tasks under way stay as they are and are found by the next run; nothing of them may come back once the store is gone.
void EngineHost::Core::endThinking()
{
    m_thinking = false;
    m_thinker->close();
    m_toolServers->setOnChange({});
    m_toolServers->close();
    m_ledger->setOnRecord({});
    m_router.reset(); // calls under way are written down as cancelled, while the store is there
    m_modelTransport.reset();
}

void EngineHost::Core::serveTools()
{
    if (!m_mcpFace)
        return;
    const auto settings = m_settings.settings();
    m_mcpFace->setPublicUrl(settings->text("/receiver/publicUrl"));
    m_mcpFace->setServing(settings->flag("/mcp/serve"));
}

/// Tries address and key by asking for the list of models, which costs nothing.
void EngineHost::Core::checkProvider(const std::string &name, std::function<void(Result<api::Receipt>)> reply)
{
    m_router->check(name, [name, reply = std::move(reply)](Result<std::vector<std::string>> models) {
        api::Receipt receipt{q(name), {}, {}};
        if (models) {
            receipt.detail = q(models->empty() ? "it answers, and has no models" : "it answers; " + std::to_string(models->size()) + (models->size() == 1 ? " model" : " models"));
            receipt.data[QStringLiteral("health")] = QStringLiteral("healthy");
        } else {
            if (models.error().code == Errc::NotFound)
                return reply(tl::make_unexpected(models.error()));
            receipt.detail = q(describe(models.error()));
            receipt.data[QStringLiteral("health")] = models.error().code == Errc::Unauthorized ? QStringLiteral("needs_sign_in") : QStringLiteral("down");
        }
        receipt.data[QStringLiteral("sentence")] = receipt.detail;
        reply(receipt);
    });
}

/// In the engine's thread.
void EngineHost::Core::askOpinion(thinking::OpinionAsk ask, std::function<void(Json)> done)
{
    const bool mayLower = studio()->policy->thinking.mayLower;
    thinking::askOpinion(*m_router, ask, crypto::toHex(crypto::randomBytes(NonceBytes)), {}, [mayLower, done = std::move(done)](const agents::Opinion &opinion) {
        if (opinion.level == 0)
            return done(nullptr);
        auto value = agents::toJson(opinion);
        value["may_lower"] = mayLower;
        done(std::move(value));
    });
}

/// In the engine's thread.
void EngineHost::Core::askWording(const thinking::WordingAsk &ask, std::function<void(Json)> done)
{
    thinking::askWording(*m_router, ask, crypto::toHex(crypto::randomBytes(NonceBytes)), {}, std::move(done));
}

/// Somebody waits for the answer with the level in it: a model has its time to say something first.
void EngineHost::Core::submitWithOpinion(api::Caller caller, api::SubmitRequest command, std::function<void(Result<api::Receipt>)> reply)
{
    m_store->read<thinking::OpinionAsk>(
        [this, command](const store::ReadSql &sql) -> Result<thinking::OpinionAsk> {
            return pipeline::opinionAsk(sql, *studio(), command.text.toStdString(), command.contact.toStdString(), command.entity.toStdString());
        },
        [this, caller, command, reply = std::move(reply), mailbox = m_mailbox](Result<thinking::OpinionAsk> ask) {
            if (!ask)
                return carryOutInStore(caller, command, nullptr, reply);
            ask->correlation = caller.correlation.toStdString();
            mailbox->post([this, caller, command, reply, ask = std::move(*ask)]() mutable {
                askOpinion(std::move(ask), [this, caller, command, reply](Json opinion) { carryOutInStore(caller, command, std::move(opinion), reply); });
            });
        });
}

void EngineHost::Core::stopThinking(const api::Caller &caller, const api::StopThinking &command, std::function<void(Result<api::Receipt>)> reply)
{
    if (const auto stopped = m_thinker->stop(command.thought.toStdString()); !stopped)
        return reply(tl::make_unexpected(stopped.error()));
    audit(caller, "agent.stopped", "thought", command.thought.toStdString(), "A person stopped an agent that was thinking");
    reply(api::Receipt{command.thought, QStringLiteral("stopped"), {}});
}

void EngineHost::Core::decideToolRequest(const api::Caller &caller, const api::DecideToolRequest &command, std::function<void(Result<api::Receipt>)> reply)
{
    const auto reason = command.reason.trimmed().toStdString();
    if (!command.approve && reason.empty())
        return reply(fail(Errc::BadInput, "a refusal needs a reason", "reason", "say why in a sentence"));
    m_store->write<thoughts::Request>(
        store::Urgency::Urgent,
        [this, caller, command, reason](store::Transaction &tx) -> Result<thoughts::Request> {
            auto request = thoughts::findRequest(tx, command.request.toStdString());
            if (!request)
                return fail(Errc::NotFound, "nothing is asked under \"" + command.request.toStdString() + "\"");
            if (request->state != thoughts::RequestState::Waiting)
                return fail(Errc::Conflict, "this was decided already", request->id, "look at what came of it");
            const auto now = studio();
            Deed deed{tx, *now, m_clock.now(), request->correlation, request->id, actorOf(caller)};
            request->decidedBy = deed.actor.id;
            request->decidedAt = deed.now;
            request->state = command.approve ? thoughts::RequestState::Running : thoughts::RequestState::Rejected;
            if (!command.approve)
                request->result = reason;
            thoughts::put(tx, *request);
            note(deed, {command.approve ? "tool.allowed" : "tool.refused", "tool_request", request->id,
                        "\"" + request->title + "\" of " + request->agent + (command.approve ? " was allowed: " : " was refused: ") + request->effect, reason, {}, {},
                        {{"tool", request->tool}, {"arguments", request->arguments}}});
            if (auto thread = store::threads::find(tx, request->thread); thread && !command.approve)
                conversation::say(deed, *thread, {"system", deed.actor.id, deed.actor.name, deed.actor.name + " refused \"" + request->title + "\": " + reason, {}, {}});
            return *request;
        },
        [this, caller, approve = command.approve, mailbox = m_mailbox, reply = std::move(reply)](Result<thoughts::Request> request) {
            if (!request)
                return reply(tl::make_unexpected(request.error()));
            if (!approve)
                return reply(api::Receipt{q(request->id), QStringLiteral("refused"), {}});
            mailbox->post([this, caller, reply, request = std::move(*request)] { runApproved(caller, request, reply); });
        });
}

/// In the name of the person who allowed it: the door asks for their role.
void EngineHost::Core::runApproved(const api::Caller &caller, const thoughts::Request &request, std::function<void(Result<api::Receipt>)> reply)
{
    const auto told = [this, caller, request, reply = std::move(reply)](const Result<Json> &result) { tellApproved(caller, request, result, reply); };
    auto named = caller;
    named.correlation = q(request.correlation);
    if (const auto *own = m_tools.find(request.tool))
        return own->run(*m_innerDoor, named, request.arguments, told);
    m_toolServers->call(request.tool, request.arguments, {}, told);
}

void EngineHost::Core::tellApproved(const api::Caller &caller, const thoughts::Request &request, const Result<Json> &result,
                                    std::function<void(Result<api::Receipt>)> reply)
{
    m_store->write<void>(
        store::Urgency::Urgent,
        [this, caller, request, result](store::Transaction &tx) -> Result<void> {
            const auto now = studio();
            Deed deed{tx, *now, m_clock.now(), request.correlation, request.id, actorOf(caller)};
            return tellResult(deed, request, result);
        },
        [request, result, reply = std::move(reply)](const Result<void> &noted) {
            if (!noted)
                return reply(tl::make_unexpected(noted.error()));
            if (!result)
                return reply(tl::make_unexpected(result.error()));
            reply(api::Receipt{q(request.id), QStringLiteral("done"), rows::object(result->is_object() ? *result : Json{{"result", *result}})});
        });
}

} // namespace hs::runtime
