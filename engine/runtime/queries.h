#pragma once

#include "engine/ai/router.h"
#include "engine/api/queries.h"
#include "engine/runtime/studio.h"
#include "engine/sync/synchronizer.h"
#include "engine/tools/tool.h"
#include "engine/vocabulary/result.h"

namespace hs::services {
class SourceCatalog;
}
namespace hs::knowledge {
class Library;
}

namespace hs::runtime {

class Vault;

/// What the engine is doing now beside what the store holds. A copy of one moment.
struct EngineState {
    std::string version, dataDir;
    bool demo = false, offline = false;
    std::string receiverUrl, publicUrl, receiverError;
    std::optional<Error> storeTrouble;
    std::optional<Timestamp> storeTroubleSince;
    std::optional<Timestamp> lastBackup;
    std::vector<api::Notice> notices;
    std::vector<api::SettingRow> settings;
    std::vector<api::DefinitionFinding> definitionFindings; ///< of files
    std::map<std::string, std::string> definitionFiles;      ///< "id version" → file that holds it
    std::map<std::string, std::string> mailErrors; ///< channel → last error
    sync::Status notion;
    std::string notionParent; ///< page under which the databases are
    std::vector<ai::ProviderState> providers; ///< of language models, that are set up
    ai::RouterConfig aiBudgets; ///< its limits alone
    std::string pricesOf;       ///< date of the price table
    std::vector<std::pair<std::string, api::Thinking>> thinking; ///< thread → what an agent does there now
    std::vector<api::ToolServerRow> toolServers;
    const tools::ToolCatalog *tools = nullptr;
    const knowledge::Library *library = nullptr; ///< null: the knowledge is not open
    std::optional<std::vector<float>> questionVector; ///< of a question whose meaning a service outside compares
    std::string questionTrouble;                      ///< why it has none
    quint64 revision = 0;
};

/// Everything a question may look at. Lives for one question.
struct QueryContext {
    const store::ReadSql &sql;
    const Studio &studio;
    const services::SourceCatalog &sources;
    const Vault &vault;
    const EngineState &state;
    const api::Caller &caller;
    Timestamp now;
};

/// Answers any question. Runs on a reader's thread.
[[nodiscard]] Result<api::Answer> answer(const QueryContext &context, const api::Query &query);

/// The one place where it is decided what a role may ask.
[[nodiscard]] api::Role roleFor(const api::Query &query);

namespace queries {

// One overload a question, by area in queries_*.cpp.
Result<api::Page<api::EventRow>> ask(const QueryContext &, const api::EventQuery &);
Result<api::EventDetail> ask(const QueryContext &, const api::EventDetailQuery &);
Result<std::vector<api::DatabaseInfo>> ask(const QueryContext &, const api::DatabaseQuery &);
Result<api::Page<api::RecordRow>> ask(const QueryContext &, const api::RecordQuery &);
Result<api::RecordRow> ask(const QueryContext &, const api::RecordDetailQuery &);
Result<std::vector<api::DefinitionInfo>> ask(const QueryContext &, const api::DefinitionQuery &);
Result<api::Page<api::WorkflowRow>> ask(const QueryContext &, const api::WorkflowQuery &);
Result<api::WorkflowDetail> ask(const QueryContext &, const api::WorkflowDetailQuery &);
Result<api::Page<api::HistoryRow>> ask(const QueryContext &, const api::HistoryQuery &);
Result<api::Board> ask(const QueryContext &, const api::BoardQuery &);
Result<api::BoardLanes> ask(const QueryContext &, const api::BoardLanesQuery &);
Result<std::vector<api::SavedBoardView>> ask(const QueryContext &, const api::SavedBoardViewQuery &);
Result<api::Page<api::TaskRow>> ask(const QueryContext &, const api::TaskQuery &);
Result<std::vector<api::AgentRow>> ask(const QueryContext &, const api::AgentQuery &);
Result<api::Page<api::MessageRow>> ask(const QueryContext &, const api::MessageQuery &);
Result<api::Page<api::ThreadRow>> ask(const QueryContext &, const api::ThreadQuery &);
Result<api::ThreadDetail> ask(const QueryContext &, const api::ThreadDetailQuery &);
Result<api::EscalationPage> ask(const QueryContext &, const api::EscalationQuery &);
Result<api::EscalationDetail> ask(const QueryContext &, const api::EscalationDetailQuery &);
Result<std::vector<api::IntegrationCard>> ask(const QueryContext &, const api::IntegrationQuery &);
Result<api::Page<api::DeliveryRow>> ask(const QueryContext &, const api::DeliveryQuery &);
Result<api::Page<api::EffectRow>> ask(const QueryContext &, const api::EffectQuery &);
Result<api::Page<api::AuditRow>> ask(const QueryContext &, const api::AuditQuery &);
Result<api::Status> ask(const QueryContext &, const api::StatusQuery &);
Result<std::vector<api::OperatorRow>> ask(const QueryContext &, const api::OperatorQuery &);
Result<std::vector<api::SettingRow>> ask(const QueryContext &, const api::SettingQuery &);
Result<std::vector<api::NamedSecret>> ask(const QueryContext &, const api::SecretQuery &);
Result<std::vector<api::ApiKeyRow>> ask(const QueryContext &, const api::ApiKeyQuery &);
Result<std::vector<api::Hit>> ask(const QueryContext &, const api::SearchQuery &);
Result<api::Routing> ask(const QueryContext &, const api::RouteQuery &);
Result<std::vector<api::DefinitionVersionRow>> ask(const QueryContext &, const api::DefinitionVersionsQuery &);
Result<api::DefinitionText> ask(const QueryContext &, const api::DefinitionTextQuery &);
Result<api::DefinitionCheck> ask(const QueryContext &, const api::DefinitionCheckQuery &);
Result<std::vector<api::DefinitionFinding>> ask(const QueryContext &, const api::DefinitionFindingQuery &);
Result<api::Page<api::MigrationRow>> ask(const QueryContext &, const api::MigrationPreviewQuery &);
Result<api::WorkflowReplay> ask(const QueryContext &, const api::WorkflowReplayQuery &);
Result<api::WhatIfReport> ask(const QueryContext &, const api::WhatIfQuery &);
Result<api::RunPage> ask(const QueryContext &, const api::RunQuery &);
Result<api::RunStepDetail> ask(const QueryContext &, const api::RunStepQuery &);
Result<api::RunComparison> ask(const QueryContext &, const api::RunCompareQuery &);
Result<std::vector<api::TroubleRow>> ask(const QueryContext &, const api::TroubleQuery &);
Result<api::Chart> ask(const QueryContext &, const api::ChartQuery &);
Result<api::EditedDefinition> ask(const QueryContext &, const api::EditDefinitionQuery &);
Result<api::Simulation> ask(const QueryContext &, const api::SimulationQuery &);
Result<std::vector<api::ScheduleRow>> ask(const QueryContext &, const api::ScheduleQuery &);
Result<api::Page<api::DeadLetterRow>> ask(const QueryContext &, const api::DeadLetterQuery &);
Result<api::NotionStatus> ask(const QueryContext &, const api::NotionStatusQuery &);
Result<api::Page<api::NotionConflictRow>> ask(const QueryContext &, const api::NotionConflictQuery &);
Result<api::Page<api::NotionParkedRow>> ask(const QueryContext &, const api::NotionParkedQuery &);
Result<api::RecordMirror> ask(const QueryContext &, const api::RecordMirrorQuery &);
Result<api::Page<api::PropertyChangeRow>> ask(const QueryContext &, const api::PropertyHistoryQuery &);
Result<api::RecordText> ask(const QueryContext &, const api::RecordTextQuery &);
Result<api::AgentDetail> ask(const QueryContext &, const api::AgentDetailQuery &);
Result<api::Page<api::AiCallRow>> ask(const QueryContext &, const api::AiCallQuery &);
Result<api::AiStatus> ask(const QueryContext &, const api::AiStatusQuery &);
Result<api::Page<api::ThoughtRow>> ask(const QueryContext &, const api::ThoughtQuery &);
Result<api::Page<api::ToolRequestRow>> ask(const QueryContext &, const api::ToolRequestQuery &);
Result<api::Explanation> ask(const QueryContext &, const api::ExplainQuery &);
Result<api::Trial> ask(const QueryContext &, const api::TryAgentQuery &);
Result<std::vector<api::Macro>> ask(const QueryContext &, const api::MacroQuery &);
Result<std::vector<api::ToolServerRow>> ask(const QueryContext &, const api::ToolServerQuery &);
Result<api::AttachmentContent> ask(const QueryContext &, const api::AttachmentQuery &);
Result<std::vector<api::KnowledgeSource>> ask(const QueryContext &, const api::KnowledgeSourceQuery &);
Result<api::Page<api::KnowledgeDocument>> ask(const QueryContext &, const api::KnowledgeDocumentQuery &);
Result<api::KnowledgeText> ask(const QueryContext &, const api::KnowledgeTextQuery &);
Result<api::KnowledgeFound> ask(const QueryContext &, const api::KnowledgeSearchQuery &);
Result<api::KnowledgeAnswer> ask(const QueryContext &, const api::KnowledgeAskQuery &);
Result<api::KnowledgeStatus> ask(const QueryContext &, const api::KnowledgeStatusQuery &);
Result<std::vector<api::KnowledgeCheck>> ask(const QueryContext &, const api::KnowledgeCheckQuery &);
Result<api::KnowledgeQuality> ask(const QueryContext &, const api::KnowledgeQualityQuery &);

/// Worst first; also used by the state that `GET /health` tells.
[[nodiscard]] std::vector<api::IntegrationCard> integrationCards(const QueryContext &);
/// How the mirror in Notion stands, as one of them.
[[nodiscard]] api::IntegrationCard notionCard(const QueryContext &);
/// Providers of language models and servers of tools, as some of them.
[[nodiscard]] std::vector<api::IntegrationCard> thinkingCards(const QueryContext &);

} // namespace queries
} // namespace hs::runtime
