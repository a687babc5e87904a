#include "engine/runtime/host_core.h"


#include <spdlog/spdlog.h>

#include "engine/crypto/hash.h"
#include "engine/runtime/audit_trail.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/door_rows.h"
#include "engine/runtime/hub_follow.h"
#include "engine/runtime/senders.h"
#include "engine/runtime/troubles.h"
#include "engine/store/tables/people.h"

namespace hs::runtime {

using namespace std::chrono_literals;

namespace {

constexpr auto KeyUsedEvery = 60s;      // how often "last used" of a key is written
constexpr auto HubEvery = 10min;           // numbers of agents and workflows in their records
constexpr int MailsAtOnce = 2;          // connections to the studio's mail server
constexpr int SlackAtOnce = 2;          // it says itself when it is too much (429 with Retry-After), and is then given that time
constexpr int MaxRefusalsAMinute = 120; // rows in the store; more are only counted by the metrics

std::string correlationOf(const api::Caller &caller, IdMaker &ids)
{
    return caller.correlation.isEmpty() ? ids.make("req") : caller.correlation.toStdString();
}

/// A caller of the console is who the store says, not what the face says.
void trust(const store::ReadSql &sql, api::Caller &caller)
{
    if (caller.via != api::Caller::Via::Console || caller.id == QLatin1String("engine"))
        return;
    const auto person = store::people::find(sql, caller.id.toStdString());
    caller.role = person ? api::Role(std::clamp(person->role, 0, 3)) : api::Role::Viewer;
    if (person)
        caller.name = rows::q(person->name);
}

Error forbidden(api::Role needed)
{
    return {Errc::Forbidden, "this needs the role " + roleName(needed).toStdString(), {}, "ask somebody who has it", {}};
}

} // namespace

EngineHost::Core::Core(HostOptions options, agents::AgentRegistry agents, records::Hub hub, settings::Schema schema)
    : m_options(std::move(options)), m_clock(m_options.clock ? *m_options.clock : m_systemClock), m_ids(m_clock), m_agents(std::move(agents)),
      m_hub(std::move(hub)), m_keeper(m_shelf, m_agents, m_options.dataDir), m_vault(m_options.environment),
      m_settings(std::move(schema), (m_options.configFile.empty() ? m_options.dataDir / "console.json" : m_options.configFile).string(), m_options.environment),
      m_machine(m_options.dataDir)
{
}

EngineHost::Core::~Core()
{
    stop();
}

Result<void> EngineHost::Core::start()
{
    m_started = m_clock.now();
    m_settings.reload();
    // Another database is not quietly replaced by this one: who asked for it would look for the records there.
    for (const auto &finding : m_settings.findings())
        if (finding.where.find("/database/url") != std::string::npos || finding.where.find("DATABASE_URL") != std::string::npos)
            return tl::make_unexpected(finding);
    auto opened = store::Store::open({m_options.dataDir, false, 2});
    if (!opened)
        return tl::make_unexpected(opened.error());
    m_store = std::move(*opened);
    m_store->beforeCommit([this](store::Transaction &tx) {
        if (const auto now = studio())
            mirror::follow(tx, *now);
    });
    unlockVault();
    loadSecrets();
    applySettings();
    loadDefinitions();
    HS_TRY(seed());
    hubKept(m_store->writeNow<void>(hubJob())); // without its records the engine still works
    plantShipped();
    std::promise<void> ready;
    auto running = ready.get_future();
    m_thread = std::thread([this, ready = std::move(ready)]() mutable { run(std::move(ready)); });
    running.wait();
    return {};
}

void EngineHost::Core::run(std::promise<void> ready)
{
    m_loop = std::make_unique<QEventLoop>();
    m_mailbox = std::make_shared<Mailbox>();
    m_transport = std::make_unique<http::CurlTransport>(*m_mailbox);
    m_transport->setOffline(m_options.offline);
    m_worker = std::make_unique<Worker>(*m_store, [this] { return studio(); }, m_sources);
    m_worker->setAskOpinion([this](thinking::OpinionAsk ask, std::function<void(Json)> done) { askOpinion(std::move(ask), std::move(done)); });
    m_worker->setAskWording([this](const thinking::WordingAsk &ask, std::function<void(Json)> done) { askWording(ask, std::move(done)); });
    m_dispatcher = std::make_unique<outbox::Dispatcher>(*m_store, m_clock, m_ids.make("run"));
    m_dispatcher->setSender("mail", std::make_shared<MailSender>(*m_transport, m_clock, [this] {
        const auto secret = m_vault.value("SMTP_URL");
        const auto settings = m_settings.settings();
        return MailSetup{secret.empty() ? settings->text("/mail/smtpUrl") : std::string(secret.reveal()), settings->text("/mail/from")};
    }, [this](const Json &attachments, auto done) {
        m_store->read<std::vector<http::MailFile>>([attachments](const store::ReadSql &sql) { return filesOf(sql, attachments); }, std::move(done));
    }), {.atOnce = MailsAtOnce});
    m_dispatcher->setSender("slack", std::make_shared<SlackSender>(*m_transport, [this] {
        return SlackSetup{std::string(m_vault.value("SLACK_WEBHOOK_URL").reveal()), m_settings.settings()->text("/slack/channel")};
    }), {.atOnce = SlackAtOnce});

    m_dispatcher->setOnFailure([this](store::Transaction &tx, const store::outbox::Effect &effect, const Error &error) {
        const auto now = studio();
        Deed deed{tx, *now, m_clock.now(), effect.correlation, effect.id, engineActor()};
        troubles::effectFailed(deed, effect, error);
    });

    m_notionWriter = std::make_unique<NotionWriter>([this] { return studio(); });
    m_sync = std::make_unique<sync::Synchronizer>(*m_transport, *m_store, m_hub, *m_notionWriter, m_clock, *m_mailbox, m_options.pace);
    m_sync->setOnChange([this] {
        m_feed.announce(Topic::Integrations);
        expectFirstPulls();
    });
    m_syncing = true;
    applyNotion();
    setUpThinking();
    setUpKnowledge();

    m_watcher = std::make_unique<QFileSystemWatcher>();
    std::filesystem::create_directories(m_options.dataDir / "workflows");
    watchFiles();
    QTimer settle; // a short pause lets editors finish
    settle.setSingleShot(true);
    settle.setInterval(200);
    QObject::connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, &settle, qOverload<>(&QTimer::start));
    QObject::connect(m_watcher.get(), &QFileSystemWatcher::fileChanged, &settle, qOverload<>(&QTimer::start));
    QObject::connect(&settle, &QTimer::timeout, m_worker.get(), [this] {
        watchFiles();
        reloadSettings();
        loadDefinitions();
        refreshHub();
    });
    QTimer minute;
    minute.setInterval(machine::Every);
    QObject::connect(&minute, &QTimer::timeout, m_worker.get(), [this] {
        dailyBackup();
        lookAtMachine();
    });
    minute.start();
    QTimer registry;
    registry.setInterval(HubEvery);
    QObject::connect(&registry, &QTimer::timeout, m_worker.get(), [this] { refreshHub(); });
    registry.start();
    if (m_keychainKey.valid())
        std::thread([this, key = m_keychainKey, mailbox = m_mailbox] {
            key.wait();
            mailbox->post([this, key] {
                takeVaultKey(key.get());
                loadSecrets();
                applySettings();
            });
        }).detach();

    m_store->onCommit([this, troubled = std::make_shared<bool>(false)](const std::vector<store::Transaction::Touched> &touched) {
        m_feed.committed(touched);
        m_worker->wake();
        const auto trouble = m_store->trouble();
        if (trouble && !*troubled)
            spdlog::error("the store cannot be written: {}", describe(*trouble));
        else if (!trouble && *troubled)
            spdlog::warn("the store can be written again");
        if (*troubled != trouble.has_value())
            m_feed.announce(Topic::Integrations); // it is among the troubles while it lasts
        *troubled = trouble.has_value();
        if (m_syncing && std::any_of(touched.begin(), touched.end(), [](const auto &one) { return one.topic == Topic::Records || one.topic == Topic::Integrations; }))
            m_sync->wake();
        if (m_thinking && std::any_of(touched.begin(), touched.end(), [](const auto &one) { return one.topic == Topic::Agents; }))
            m_thinker->wake();
        std::vector<std::string> records;
        for (const auto &one : touched) {
            if (one.topic == Topic::Records)
                records.push_back(one.id);
        }
        if (m_libraryOpen && !records.empty())
            m_library->sources().recordsChanged(records);
        for (const auto &one : touched) {
            if (one.topic == Topic::Effects) {
                m_dispatcher->wake();
                break;
            }
        }
    });
    m_worker->start();
    if (!m_options.byHand) {
        m_dispatcher->start();
        m_sync->start();
        m_thinker->wake();
    }
    if (m_libraryOpen)
        m_library->start();
    lookAtMachine();
    logEarlierMessages();
    ready.set_value();
    m_loop->exec();

    // All of this belongs to this thread and ends in it. The store first: it runs what still waits, so that
    // nothing said to be taken is lost, and until then its answers may still use the rest.
    m_folderPause.reset();
    m_folderWatcher.reset();
    if (m_library)
        m_library->stop();
    if (m_library)
        m_library->setRemote(nullptr);
    m_remoteKeeper.reset();
    m_webSources.reset();
    m_sync->stop();
    endThinking();
    m_transport.reset();
    m_store->close(); // questions under way still ask it whether it is well
    m_store.reset();
    m_libraryOpen = false;
    m_library.reset();
    m_watcher.reset();
    m_worker.reset();
    m_dispatcher.reset();
    m_syncing = false;
    m_sync.reset();
    m_thinking = false;
    m_thinker.reset();
    m_thoughtDesk.reset();
    m_toolServers.reset();
    m_ledger.reset();
    m_mailbox.reset();
    m_loop.reset();
}

void EngineHost::Core::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
        m_stopping = true;
    }
    if (m_server)
        m_server->stop();
    if (m_backup.joinable())
        m_backup.join();
    if (m_thread.joinable()) {
        m_mailbox->post([this] {
            // The step in hand is finished, effects under way get their answer written, then the loop ends.
            m_worker->stop([this] { m_dispatcher->stop([this] { m_loop->quit(); }); });
        });
        m_thread.join();
    }
    m_server.reset();
    m_mcpFace.reset();
    m_mcp.reset();
    m_rest.reset();
    m_receiver.reset();
}

void EngineHost::Core::listen(api::Door &door)
{
    webhook::ReceiverOptions receiver;
    receiver.clock = &m_clock;
    receiver.keepSecret = [this](const std::string &source, Secret secret, std::function<void(Result<void>)> done) {
        m_mailbox->post([this, source, secret = std::move(secret), done = std::move(done)]() mutable { keepHandshake(source, secret, std::move(done)); });
    };
    m_receiver = std::make_unique<webhook::Receiver>(*this, *this, std::move(receiver));
    refreshReceiver();
    if (!m_options.receiver)
        return;
    rest::RestOptions rest;
    rest.clock = &m_clock;
    rest.health = [this] { return health(); };
    rest.metrics = [this] { return m_metrics.text(); };
    rest.apiPerMinute = int(m_settings.settings()->integer("/receiver/perMinute"));
    m_rest = std::make_unique<rest::Rest>(door, std::move(rest));
    m_metrics.gauges("higherself_store_queue", "Write jobs that wait for the store's writer.",
                     [this] { return std::vector<std::pair<metrics::Labels, double>>{{{}, double(m_store->queued())}}; });
    m_metrics.gauges("higherself_store_commits", "Transactions of the store's writer since the start.",
                     [this] { return std::vector<std::pair<metrics::Labels, double>>{{{}, double(m_store->commits())}}; });

    const auto settings = m_settings.settings();
    httpd::ServerOptions server;
    server.address = m_options.listen.value_or(settings->text("/receiver/address"));
    server.port = std::uint16_t(m_options.port.value_or(int(settings->integer("/receiver/port"))));
    server.clock = &m_clock;
    const auto certificate = settings->text("/receiver/tls/certificate");
    const auto key = settings->text("/receiver/tls/key");
    if (!certificate.empty() || !key.empty()) // half of it must not mean plain text
        server.tls = httpd::TlsFiles{certificate, key};
    auto &requests = m_metrics.counter("http_requests_total", "HTTP requests answered.");
    auto &rejected = m_metrics.counter("http_requests_rejected_total", "HTTP requests refused before or by a route.");
    auto &durations = m_metrics.histogram("http_request_duration_seconds", "From a request's first byte to its answer.", metrics::durationBounds());
    server.observer = [&requests, &rejected, &durations](const httpd::Exchange &exchange) {
        requests.add();
        if (exchange.status >= 400)
            rejected.add();
        durations.observe(std::chrono::duration<double>(exchange.duration).count());
    };
    m_mcp = std::make_unique<mcp::McpServer>(door);
    m_mcpFace = std::make_unique<mcp::HttpFace>(door, *m_mcp, mcp::HttpFaceOptions{.clock = &m_clock});
    serveTools();
    auto started = httpd::Server::start(std::move(server), {m_receiver.get(), m_mcpFace.get(), m_rest.get()});
    m_store->write<void>(
        store::Urgency::Normal,
        [now = studio(), error = started ? std::string() : describe(started.error())](store::Transaction &tx) -> Result<void> {
            Deed deed{tx, *now, now->clock.now(), "start", "start", engineActor()};
            troubles::receiver(deed, error);
            return {};
        },
        [](Result<void> noted) {
            if (!noted)
                spdlog::warn("whether the receiver listens was not noted: {}", describe(noted.error()));
        });
    const std::lock_guard lock(m_mutex);
    if (started) {
        m_server = std::move(*started);
        m_receiverUrl = m_server->url();
    } else {
        m_receiverError = describe(started.error());
        spdlog::error("the receiver does not listen: {}", m_receiverError);
    }
}

std::string EngineHost::Core::url() const
{
    const std::lock_guard lock(m_mutex);
    return m_receiverUrl;
}

std::string EngineHost::Core::receiverError() const
{
    const std::lock_guard lock(m_mutex);
    return m_receiverError;
}

std::shared_ptr<const Studio> EngineHost::Core::studio() const
{
    const std::lock_guard lock(m_mutex);
    return m_studio;
}

EngineState EngineHost::Core::state() const
{
    EngineState state;
    state.version = HS_VERSION;
    state.dataDir = m_options.dataDir.string();
    state.demo = m_options.demo;
    state.offline = m_options.offline;
    state.storeTrouble = m_store->trouble();
    const auto now = toMillis(m_clock.now());
    std::int64_t never = 0;
    if (!state.storeTrouble)
        m_storeTroubleSince = 0;
    else if (m_storeTroubleSince.compare_exchange_strong(never, now))
        state.storeTroubleSince = fromMillis(now);
    else
        state.storeTroubleSince = fromMillis(never);
    state.revision = m_feed.revision();
    if (m_syncing)
        state.notion = m_sync->status();
    state.tools = &m_tools;
    if (m_libraryOpen)
        state.library = m_library.get();
    if (m_thinking)
        state.thinking = m_thinker->live();
    const auto add = [&](const std::string &id, const char *level, const std::string &text, const std::string &mend) {
        state.notices.push_back({rows::q(id), QString::fromLatin1(level), rows::q(text), rows::q(mend), rows::time(m_started)});
    };
    if (state.storeTrouble)
        add("store", "danger", state.storeTrouble->what, state.storeTrouble->mend);
    state.definitionFindings = m_keeper.findings();
    state.definitionFiles = m_keeper.files();
    const std::lock_guard lock(m_mutex);
    state.receiverUrl = m_receiverUrl;
    state.publicUrl = m_publicUrl;
    state.notionParent = m_notionParent;
    state.providers = m_providers;
    state.aiBudgets = m_aiBudgets;
    state.pricesOf = m_pricesOf;
    state.toolServers = m_toolServerRows;
    state.receiverError = m_receiverError;
    state.lastBackup = m_lastBackup;
    state.settings = m_settingRows;
    if (!m_receiverError.empty())
        add("receiver", "danger", "The receiver does not listen: " + m_receiverError, "Choose another port in the settings");
    for (const auto &finding : m_settingFindings)
        add("settings:" + finding.where, "warn", finding.where + ": " + finding.what, finding.mend);
    for (const auto &finding : m_policyFindings)
        add("policy:" + finding.where, "warn", finding.where + ": " + finding.what, finding.mend);
    if (m_notionFinding)
        add("settings:/notion/parentPage", "warn", "/notion/parentPage: " + m_notionFinding->what, m_notionFinding->mend);
    for (const auto &[file, what] : summaries(state.definitionFindings))
        add("workflow:" + file, "warn", file + ": " + what, "The version before stays in use");
    for (const auto &name : m_shutSecrets)
        add("secret:" + name, "warn", "The secret " + name + " cannot be opened" + (m_keychainTrouble.empty() ? "" : ": " + m_keychainTrouble),
            "Give the passphrase it was sealed with, or set it again");
    return state;
}

rest::HealthReport EngineHost::Core::health() const
{
    const auto trouble = m_store->trouble();
    const auto since = toRfc3339(m_started.value_or(m_clock.now()));
    Json components;
    components["store"] = {{"status", trouble ? "down" : "ok"}, {"detail", trouble ? trouble->what : "writable"}, {"since", since}};
    components["receiver"] = {{"status", "ok"}, {"detail", "listening"}, {"since", since}};
    const auto waiting = m_store->queued();
    components["queue"] = {{"status", waiting > 5000 ? "degraded" : "ok"}, {"detail", std::to_string(waiting) + " jobs wait"}, {"since", since}};
    bool degraded = waiting > 5000;
    const auto definitions = summaries(m_keeper.findings()).size();
    {
        const std::lock_guard lock(m_mutex);
        const auto findings = m_settingFindings.size() + m_policyFindings.size() + definitions;
        components["configuration"] = {{"status", findings > 0 ? "degraded" : "ok"}, {"detail", std::to_string(findings) + " findings"}, {"since", since}};
        degraded = degraded || findings > 0;
    }
    const Json report{{"status", trouble ? "down" : degraded ? "degraded" : "ok"}, {"components", components}};
    return {dump(report), trouble.has_value()};
}

void EngineHost::Core::query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply)
{
    if (queryWithVector(caller, query, reply))
        return;
    answerQuery(std::move(caller), std::move(query), {}, {}, std::move(reply));
}

void EngineHost::Core::answerQuery(api::Caller caller, api::Query query, std::optional<std::vector<float>> vector, std::string trouble,
                                   std::function<void(Result<api::Answer>)> reply)
{
    if (const auto *question = std::get_if<api::KnowledgeAskQuery>(&query); question && question->byModel && m_thinking && m_libraryOpen && studio()->policy->thinking.modelReady)
        return askByModel(caller, *question, vector, trouble, std::move(reply));
    m_store->read<api::Answer>(
        [this, caller = std::move(caller), query = std::move(query), vector = std::move(vector), trouble = std::move(trouble)](const store::ReadSql &sql) mutable -> Result<api::Answer> {
            trust(sql, caller);
            const auto needed = roleFor(query);
            if (caller.role < needed)
                return tl::make_unexpected(forbidden(needed));
            const auto now = m_clock.now();
            const auto studio = this->studio();
            auto state = this->state();
            state.questionVector = std::move(vector);
            state.questionTrouble = std::move(trouble);
            return answer({sql, *studio, m_sources, m_vault, state, caller, now}, query);
        },
        std::move(reply));
}

void EngineHost::Core::submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply)
{
    caller.correlation = rows::q(correlationOf(caller, m_ids));
    if (needsHost(command)) {
        // Who asks is checked by the store first, then it is done in the engine thread.
        m_store->read<api::Caller>(
            [caller, needed = roleFor(command)](const store::ReadSql &sql) mutable -> Result<api::Caller> {
                trust(sql, caller);
                if (caller.role < needed)
                    return tl::make_unexpected(forbidden(needed));
                return caller;
            },
            [this, command = std::move(command), reply = std::move(reply)](Result<api::Caller> known) mutable {
                if (!known)
                    return reply(tl::make_unexpected(known.error()));
                m_mailbox->post([this, caller = std::move(*known), command = std::move(command), reply = std::move(reply)]() mutable {
                    carryOutHere(caller, command, std::move(reply));
                });
            });
        return;
    }
    const auto now = studio();
    if (auto *request = std::get_if<api::SubmitRequest>(&command); request && m_thinking && now->policy->thinking.modelReady && now->policy->thinking.secondOpinion)
        return submitWithOpinion(std::move(caller), std::move(*request), std::move(reply));
    carryOutInStore(std::move(caller), std::move(command), nullptr, std::move(reply));
}

void EngineHost::Core::carryOutInStore(api::Caller caller, api::Command command, Json opinion, std::function<void(Result<api::Receipt>)> reply)
{
    const bool revokes = std::holds_alternative<api::RevokeApiKey>(command);
    const bool keys = revokes || std::holds_alternative<api::CreateApiKey>(command);
    const bool sources = std::holds_alternative<api::PauseSource>(command);
    m_store->write<api::Receipt>(
        store::Urgency::Urgent,
        [this, caller = std::move(caller), command = std::move(command), opinion = std::move(opinion)](store::Transaction &tx) mutable -> Result<api::Receipt> {
            trust(tx, caller);
            const auto needed = roleFor(command);
            // Whoever sits down first may do everything; at the demo's desk that is everybody, colleagues of the script aside.
            auto *newcomer = std::get_if<api::AddOperator>(&command);
            const bool firstPerson = newcomer && (m_options.demo || store::people::all(tx).empty());
            if (newcomer && m_options.demo && caller.via == api::Caller::Via::Console)
                newcomer->role = api::Role::Admin;
            if (caller.role < needed && !firstPerson)
                return tl::make_unexpected(forbidden(needed));
            const auto studio = this->studio();
            const auto correlation = caller.correlation.toStdString();
            Deed deed{tx, *studio, m_clock.now(), correlation, correlation, actorOf(caller)};
            CommandContext context{deed, m_sources, m_vault, caller, opinion};
            return carryOut(context, command);
        },
        [this, keys, revokes, sources, reply = std::move(reply)](Result<api::Receipt> receipt) {
            if (receipt && keys && m_rest)
                m_rest->forgetKeys();
            if (receipt && revokes && m_mcpFace)
                m_mcpFace->endStreams();
            if (receipt && sources)
                m_mailbox->post([this] {
                    refreshReceiver();
                    applyNotion();
                });
            reply(std::move(receipt));
        });
}

void EngineHost::Core::authenticate(const QString &key, std::function<void(Result<api::Caller>)> reply)
{
    const auto hash = crypto::toHex(crypto::sha256(key.toStdString()));
    m_store->read<store::people::ApiKey>(
        [hash](const store::ReadSql &sql) -> Result<store::people::ApiKey> {
            const auto found = store::people::keyByHash(sql, hash);
            if (!found)
                return fail(Errc::Unauthorized, "the API key is not known", "Authorization", "make one with: higherself-console api-key create NAME --role ROLE");
            return *found;
        },
        [this, reply = std::move(reply)](Result<store::people::ApiKey> found) {
            if (!found)
                return reply(tl::make_unexpected(found.error()));
            const auto now = m_clock.now();
            if (!found->lastUsed || now - *found->lastUsed > KeyUsedEvery)
                m_store->write<void>(
                    store::Urgency::Normal,
                    [name = found->name, now](store::Transaction &tx) -> Result<void> {
                        store::people::used(tx, name, now);
                        return {};
                    },
                    [](Result<void> noted) {
                        if (!noted)
                            spdlog::debug("the use of a key was not noted: {}", describe(noted.error()));
                    });
            const auto name = rows::q(found->name);
            reply(api::Caller{name, name, api::Role(std::clamp(found->role, 0, 3)), api::Caller::Via::Http, {}});
        });
}

void EngineHost::Core::accept(webhook::NewEvent event, std::function<void(Result<webhook::Accepted>)> done)
{
    auto id = m_ids.make("evt");
    m_store->writeOne<webhook::Accepted>(
        store::Urgency::Urgent,
        [event = std::move(event), id = std::move(id)](store::Transaction &tx) -> Result<webhook::Accepted> {
            const auto added = store::inbox::add(tx, {id, event.source, event.type, event.dedupeKey, event.headers, event.body, event.receivedAt, event.correlation});
            return webhook::Accepted{added.id, added.duplicate};
        },
        std::move(done));
}

void EngineHost::Core::noteRefusal(const store::inbox::Refusal &refusal)
{
    const auto minute = toMillis(refusal.at) / 60'000;
    if (m_refusalMinute.exchange(minute) != minute)
        m_refusalsThisMinute = 0;
    if (++m_refusalsThisMinute > MaxRefusalsAMinute)
        return;
    m_store->write<void>(
        store::Urgency::Normal,
        [refusal](store::Transaction &tx) -> Result<void> {
            store::inbox::note(tx, refusal);
            return {};
        },
        [](Result<void> noted) {
            if (!noted)
                spdlog::warn("a refused delivery was not noted: {}", describe(noted.error()));
        });
}

void EngineHost::Core::delivered(const webhook::Delivery &delivery)
{
    // Accepted ones stand in the inbox; those with a wrong signature come through `refused`.
    if (delivery.status < 400 || delivery.status == 401 || delivery.status == 403 || delivery.source == "unknown" || delivery.status == 503)
        return;
    noteRefusal({delivery.at, delivery.source, delivery.status, int(delivery.duration.count() / 1000), delivery.eventId, delivery.duplicate, delivery.error});
}

void EngineHost::Core::refused(const webhook::Refusal &refusal)
{
    noteRefusal({refusal.at, refusal.source, refusal.status, 0, {}, false, refusal.reason});
    m_store->write<void>(
        store::Urgency::Normal,
        [this, refusal](store::Transaction &tx) -> Result<void> {
            const auto studio = this->studio();
            Deed deed{tx, *studio, refusal.at, refusal.correlation, refusal.correlation, engineActor()};
            note(deed, {"delivery.refused", "integration", refusal.source, "A delivery to " + refusal.source + " was refused: " + refusal.reason, {}, {}, {},
                        {{"address", refusal.remoteAddress}, {"more", refusal.unreported}}});
            troubles::refused(deed, refusal.source, refusal.reason);
            return {};
        },
        [](Result<void> noted) {
            if (!noted)
                spdlog::warn("a refusal was not audited: {}", describe(noted.error()));
        });
}

} // namespace hs::runtime
