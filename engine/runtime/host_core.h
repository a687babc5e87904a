#pragma once

#include <QEventLoop>
#include <QFileSystemWatcher>
#include <QTimer>

#include "engine/agents/registry.h"
#include "engine/http/curl_transport.h"
#include "engine/http/metrics.h"
#include "engine/http/server.h"
#include "engine/knowledge/answering.h"
#include "engine/knowledge/library.h"
#include "engine/knowledge/web_source.h"
#include "engine/outbox/dispatcher.h"
#include "engine/records/schema.h"
#include "engine/mcp/http_face.h"
#include "engine/rest/rest.h"
#include "engine/runtime/ai_ledger.h"
#include "engine/runtime/change_feed.h"
#include "engine/runtime/definition_keeper.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/engine_host.h"
#include "engine/runtime/machine.h"
#include "engine/runtime/policy_from_settings.h"
#include "engine/runtime/notion_writer.h"
#include "engine/runtime/queries.h"
#include "engine/runtime/thought_desk.h"
#include "engine/runtime/tool_servers.h"
#include "engine/runtime/vault.h"
#include "engine/runtime/worker.h"
#include "engine/services/source_catalog.h"
#include "engine/settings/settings_file.h"
#include "engine/store/store.h"
#include "engine/store/tables/inbox.h"
#include "engine/store/tables/thoughts.h"
#include "engine/thinking/thinker.h"
#include "engine/webhook/receiver.h"

namespace hs::runtime {

/// All parts of the engine in the order in which they need one another.
class EngineHost::Core final : public webhook::EventSink, public webhook::DeliveryLog {
public:
    Core(HostOptions options, agents::AgentRegistry agents, records::Hub hub, settings::Schema schema);
    ~Core() override;

    Result<void> start();
    void stop();

    // Of the door.
    void query(api::Caller caller, api::Query query, std::function<void(Result<api::Answer>)> reply);
    void submit(api::Caller caller, api::Command command, std::function<void(Result<api::Receipt>)> reply);
    void authenticate(const QString &key, std::function<void(Result<api::Caller>)> reply);
    std::shared_ptr<void> subscribe(std::function<void(const api::Change &)> listener) { return m_feed.subscribe(std::move(listener)); }

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::string receiverError() const;

    // Of the receiver (server's thread).
    void accept(webhook::NewEvent event, std::function<void(Result<webhook::Accepted>)> done) override;
    void delivered(const webhook::Delivery &delivery) override;
    void refused(const webhook::Refusal &refusal) override;

private:
    // host_core.cpp
    void run(std::promise<void> ready); // the engine thread
    void listen(api::Door &door);
    [[nodiscard]] std::shared_ptr<const Studio> studio() const;
    [[nodiscard]] EngineState state() const;
    [[nodiscard]] rest::HealthReport health() const;
    void noteRefusal(const store::inbox::Refusal &refusal);

    // host_setup.cpp
    void reloadSettings();
    void applySettings();
    void refreshReceiver();
    void loadDefinitions();
    void followSchedules();
    Result<void> seed();
    void unlockVault();
    void askKeychain();
    void takeVaultKey(const Result<Secret> &key);
    void loadSecrets();
    void watchFiles();
    [[nodiscard]] std::function<Result<void>(store::Transaction &)> hubJob() const;
    static void hubKept(const Result<void> &kept); ///< tells in the log when they could not be written
    void refreshHub();
    void plantShipped();
    void logEarlierMessages();
    void dailyBackup();
    void lookAtMachine();

    // host_notion.cpp
    void applyNotion(); ///< what the settings and secrets say of it
    void connectNotion(const api::Caller &caller, const api::ConnectNotion &command, std::function<void(Result<api::Receipt>)> reply);
    void rehearseNotion(std::function<void(Result<api::Receipt>)> reply);
    void decideNotionGone(const api::Caller &caller, const api::DecideNotionGone &command, std::function<void(Result<api::Receipt>)> reply);

    void carryOutInStore(api::Caller caller, api::Command command, Json opinion, std::function<void(Result<api::Receipt>)> reply);

    // host_thinking.cpp
    void submitWithOpinion(api::Caller caller, api::SubmitRequest command, std::function<void(Result<api::Receipt>)> reply);
    void askOpinion(thinking::OpinionAsk ask, std::function<void(Json)> done);
    void askWording(const thinking::WordingAsk &ask, std::function<void(Json)> done);
    void setUpThinking();
    void applyThinking(); ///< what the settings and secrets say of models and servers of tools
    void showThinking();  ///< keeps what questions may look at
    void endThinking();
    void serveTools(); ///< to assistants outside, as the settings say
    void checkProvider(const std::string &name, std::function<void(Result<api::Receipt>)> reply);
    void stopThinking(const api::Caller &caller, const api::StopThinking &command, std::function<void(Result<api::Receipt>)> reply);
    void decideToolRequest(const api::Caller &caller, const api::DecideToolRequest &command, std::function<void(Result<api::Receipt>)> reply);
    void tellApproved(const api::Caller &caller, const store::thoughts::Request &request, const Result<Json> &result, std::function<void(Result<api::Receipt>)> reply);
    void runApproved(const api::Caller &caller, const store::thoughts::Request &request, std::function<void(Result<api::Receipt>)> reply);
    [[nodiscard]] static Result<std::vector<http::MailFile>> filesOf(const store::ReadSql &sql, const Json &attachments);

    // host_knowledge.cpp
    void setUpKnowledge();
    void expectFirstPulls();
    void watchKnowledge(const std::vector<std::filesystem::path> &folders); ///< any thread
    void changeKnowledge(const api::Caller &caller, const api::Command &command, std::function<void(Result<api::Receipt>)> reply);
    void showDocuments(const std::string &source, bool show, std::int64_t after, std::function<void(Result<void>)> done);
    void askModelOnce(const api::Caller &caller, const knowledge::SearchResult &result, const ai::PrivacyPolicy &privacy, const std::string &fault,
                      std::function<void(Result<std::pair<knowledge::Composed, std::string>>)> done);
    void askByModel(const api::Caller &caller, const api::KnowledgeAskQuery &query, const std::optional<std::vector<float>> &vector, const std::string &trouble,
                    std::function<void(Result<api::Answer>)> reply);
    void applyEmbedding(); ///< what the settings and secrets say of the service that compares meanings
    [[nodiscard]] bool queryWithVector(const api::Caller &caller, const api::Query &query, std::function<void(Result<api::Answer>)> reply);
    void answerQuery(api::Caller caller, api::Query query, std::optional<std::vector<float>> vector, std::string trouble, std::function<void(Result<api::Answer>)> reply);

    // host_commands.cpp
    void carryOutHere(const api::Caller &caller, const api::Command &command, std::function<void(Result<api::Receipt>)> reply);
    Result<api::Receipt> setSecret(const api::Caller &caller, const api::SetSecret &command);
    void setSecretUnlocked(const api::Caller &caller, const api::SetSecret &command, std::function<void(Result<api::Receipt>)> reply);
    Result<api::Receipt> removeSecret(const api::Caller &caller, const api::RemoveSecret &command);
    Result<api::Receipt> changeSettings(const api::Caller &caller, const api::ChangeSettings &command);
    Result<api::Receipt> changeDefinitions(const api::Caller &caller, const api::Command &command);
    void checkIntegration(const api::Caller &caller, const api::CheckIntegration &command, std::function<void(Result<api::Receipt>)> reply);
    void backUp(std::function<void(Result<api::Receipt>)> reply);
    void keepHandshake(const std::string &source, const Secret &secret, std::function<void(Result<void>)> done);
    void audit(const api::Caller &caller, const std::string &action, const std::string &kind, const std::string &object, const std::string &summary);

    HostOptions m_options;
    SystemClock m_systemClock;
    const Clock &m_clock;
    IdMaker m_ids;
    agents::AgentRegistry m_agents;
    records::Hub m_hub;
    services::SourceCatalog m_sources;
    DefinitionShelf m_shelf;
    DefinitionKeeper m_keeper;
    Vault m_vault;
    settings::SettingsFile m_settings;
    metrics::Registry m_metrics;
    ChangeFeed m_feed;

    mutable std::mutex m_mutex; ///< guards what follows, up to the store
    std::shared_ptr<const Studio> m_studio;
    std::vector<api::SettingRow> m_settingRows;
    std::vector<Error> m_settingFindings, m_policyFindings;
    std::vector<std::string> m_shutSecrets;
    std::string m_keychainTrouble; ///< why the keychain gave no key, when it was asked
    std::string m_receiverUrl, m_publicUrl, m_receiverError;
    std::string m_notionParent;
    std::optional<Error> m_notionFinding; ///< the page that is named is none
    std::vector<ai::ProviderState> m_providers;
    ai::RouterConfig m_aiBudgets; ///< without providers
    std::string m_pricesOf;
    std::vector<api::ToolServerRow> m_toolServerRows;
    std::optional<Timestamp> m_lastBackup;
    std::optional<Timestamp> m_started;
    bool m_stopping = false;

    std::unique_ptr<store::Store> m_store;

    // Made and used in the engine thread alone.
    std::unique_ptr<QEventLoop> m_loop;
    std::shared_ptr<Mailbox> m_mailbox;
    std::unique_ptr<http::CurlTransport> m_transport;
    std::unique_ptr<Worker> m_worker;
    std::unique_ptr<outbox::Dispatcher> m_dispatcher;
    std::unique_ptr<NotionWriter> m_notionWriter;
    std::unique_ptr<sync::Synchronizer> m_sync;
    std::atomic<bool> m_syncing{false}; ///< m_sync is there to be asked and woken
    tools::ToolCatalog m_tools;
    std::unique_ptr<api::Door> m_innerDoor; ///< for what thinks inside: the same checks, the same audit
    std::unique_ptr<http::CurlTransport> m_modelTransport; ///< streams that last: they must not take the places of the others
    std::unique_ptr<AiLedger> m_ledger;
    std::unique_ptr<ai::Router> m_router;
    std::unique_ptr<ToolServers> m_toolServers;
    std::unique_ptr<ThoughtDesk> m_thoughtDesk;
    std::unique_ptr<thinking::Thinker> m_thinker;
    std::atomic<bool> m_thinking{false}; ///< m_thinker is there to be asked and woken
    std::unique_ptr<knowledge::WebSources> m_webSources;
    std::unique_ptr<knowledge::Library> m_library;
    std::unique_ptr<knowledge::RemoteKeeper> m_remoteKeeper;
    std::string m_embeddingAsked; ///< which service, of the engine's thread
    std::atomic<bool> m_libraryOpen{false}; ///< m_library is there to be asked
    std::unique_ptr<QFileSystemWatcher> m_folderWatcher; ///< of the knowledge's folders
    std::unique_ptr<QTimer> m_folderPause;               ///< a short pause lets copying finish
    std::unique_ptr<QFileSystemWatcher> m_watcher;
    machine::Reader m_machine;
    machine::Watch m_machineWatch;
    std::shared_future<Result<Secret>> m_keychainKey; ///< valid while the keychain is asked
    std::thread m_thread;

    std::unique_ptr<webhook::Receiver> m_receiver;
    std::unique_ptr<rest::Rest> m_rest;
    std::unique_ptr<mcp::McpServer> m_mcp;
    std::unique_ptr<mcp::HttpFace> m_mcpFace;
    std::unique_ptr<httpd::Server> m_server;
    std::thread m_backup;
    std::atomic<bool> m_backingUp{false};
    std::atomic<bool> m_askingKeychain{false};
    mutable std::atomic<std::int64_t> m_storeTroubleSince{0}; ///< when it was first seen; 0: all is well
    std::atomic<std::int64_t> m_refusalMinute{0};
    std::atomic<int> m_refusalsThisMinute{0};

    friend class EngineHost;
};

} // namespace hs::runtime
