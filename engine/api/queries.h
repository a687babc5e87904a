#pragma once

#include <variant>

#include <QJsonArray>

#include "engine/api/board.h"
#include "engine/api/dead_letters.h"
#include "engine/api/designer.h"
#include "engine/api/notion.h"
#include "engine/api/schedules.h"
#include "engine/api/rows.h"
#include "engine/api/knowledge.h"
#include "engine/api/thinking.h"
#include "engine/api/versions.h"
#include "engine/api/runs.h"
#include "engine/api/troubles.h"

/// The questions that the door answers. Each names its answer's type.
/// Queries need role viewer, except where another is named. None blocks, none changes anything.
namespace hs::api {

struct EventQuery {
    using Answer = Page<EventRow>;
    QString text;
    std::optional<EventState> state;
    QString source;
    QString correlation;
    Window window; // newest first
};
struct EventDetailQuery {
    using Answer = EventDetail;
    Id id;
};
struct DatabaseQuery {
    using Answer = std::vector<DatabaseInfo>;
};
struct RecordQuery {
    using Answer = Page<RecordRow>;
    QString database;
    QString text;
    QString entity;
    Window window; // newest first
};
struct RecordDetailQuery {
    using Answer = RecordRow;
    QString database;
    Id id;
};
struct DefinitionQuery {
    using Answer = std::vector<DefinitionInfo>;
};
struct WorkflowQuery {
    using Answer = Page<WorkflowRow>;
    QString text;
    QString definition;
    std::optional<WorkflowStatus> status;
    QString entity;
    QString contact;
    Window window; // newest first
};
struct WorkflowDetailQuery {
    using Answer = WorkflowDetail;
    Id id;
    qint64 atSeq = -1; ///< as it stood after this history row; -1: now
};
struct HistoryQuery {
    using Answer = Page<HistoryRow>;
    Id workflow;
    Window window; // oldest first
};
struct TaskQuery {
    using Answer = Page<TaskRow>;
    QString text;
    std::optional<TaskStatus> status;
    bool openOnly = false;
    QString assignee;
    QString entity;
    QString workflow;
    Window window; // newest first
};
struct AgentQuery {
    using Answer = std::vector<AgentRow>;
};
struct MessageQuery {
    using Answer = Page<MessageRow>;
    QString agent;
    QString type;
    QString correlation;
    bool deadOnly = false;
    Window window; // newest first
};
struct ThreadQuery {
    using Answer = Page<ThreadRow>;
    enum class Filter { All, Mine, NeedsReply, Snoozed };
    Filter filter = Filter::All;
    QString text;
    QString agent;
    QString entity;
    Window window; // latest first
};
struct ThreadDetailQuery {
    using Answer = ThreadDetail;
    Id id;
    Window window; // the newest items first, handed out oldest first; `after` is `older`
};
struct EscalationQuery {
    using Answer = EscalationPage;
    enum class Filter { Open, Mine, Decided, All };
    Filter filter = Filter::Open;
    QString text;
    QString entity;
    Window window; // the clock that ends first
};
struct EscalationDetailQuery {
    using Answer = EscalationDetail;
    Id id;
};
struct IntegrationQuery {
    using Answer = std::vector<IntegrationCard>; ///< worst first
};
struct DeliveryQuery {
    using Answer = Page<DeliveryRow>;
    QString source;
    bool failedOnly = false;
    Window window; // newest first
};
struct EffectQuery {
    using Answer = Page<EffectRow>;
    std::optional<EffectState> state;
    QString correlation;
    Window window; // newest first
};
struct AuditQuery {
    using Answer = Page<AuditRow>;
    QString text;
    QString actor;
    QString object;
    QString correlation;
    Window window; // newest first
};
struct StatusQuery {
    using Answer = Status;
};
struct OperatorQuery {
    using Answer = std::vector<OperatorRow>;
};
struct SettingQuery { ///< role operator
    using Answer = std::vector<SettingRow>;
};
struct SecretQuery { ///< role admin; names only
    using Answer = std::vector<NamedSecret>;
};
struct ApiKeyQuery { ///< role admin
    using Answer = std::vector<ApiKeyRow>;
};
struct SearchQuery {
    using Answer = std::vector<Hit>;
    QString text;
    QString kind; ///< one of Hit::kind; empty: all
    int limit = 20;
};
struct RouteQuery { ///< what Grace would decide; changes nothing
    using Answer = Routing;
    QString text;
    QString entity;
    QString contact; ///< record id or e-mail address
    QString channel;
};

using Query = std::variant<EventQuery, EventDetailQuery, DatabaseQuery, RecordQuery, RecordDetailQuery, DefinitionQuery,
                           WorkflowQuery, WorkflowDetailQuery, HistoryQuery, BoardQuery, BoardLanesQuery,
                           SavedBoardViewQuery, TaskQuery, AgentQuery, MessageQuery, ThreadQuery, ThreadDetailQuery,
                           EscalationQuery, EscalationDetailQuery, IntegrationQuery, DeliveryQuery, EffectQuery,
                           AuditQuery, StatusQuery, OperatorQuery, SettingQuery, SecretQuery, ApiKeyQuery, SearchQuery,
                           RouteQuery, DefinitionVersionsQuery, DefinitionTextQuery, DefinitionCheckQuery,
                           DefinitionFindingQuery, MigrationPreviewQuery, WorkflowReplayQuery, WhatIfQuery, RunQuery,
                           RunStepQuery, RunCompareQuery, TroubleQuery, ChartQuery,
                           EditDefinitionQuery, SimulationQuery, ScheduleQuery, DeadLetterQuery, NotionStatusQuery,
                           NotionConflictQuery, NotionParkedQuery, RecordMirrorQuery, PropertyHistoryQuery, RecordTextQuery,
                           AgentDetailQuery, AiCallQuery, AiStatusQuery, ThoughtQuery, ToolRequestQuery, ExplainQuery,
                           TryAgentQuery, MacroQuery, ToolServerQuery, AttachmentQuery, KnowledgeSourceQuery, KnowledgeDocumentQuery,
                           KnowledgeTextQuery, KnowledgeSearchQuery, KnowledgeAskQuery, KnowledgeStatusQuery, KnowledgeCheckQuery,
                           KnowledgeQualityQuery>;

using Answer = std::variant<Page<EventRow>, EventDetail, std::vector<DatabaseInfo>, Page<RecordRow>, RecordRow,
                            std::vector<DefinitionInfo>, Page<WorkflowRow>, WorkflowDetail, Page<HistoryRow>, Board,
                            BoardLanes, std::vector<SavedBoardView>, Page<TaskRow>, std::vector<AgentRow>,
                            Page<MessageRow>, Page<ThreadRow>, ThreadDetail, EscalationPage, EscalationDetail,
                            std::vector<IntegrationCard>, Page<DeliveryRow>, Page<EffectRow>, Page<AuditRow>, Status,
                            std::vector<OperatorRow>, std::vector<SettingRow>, std::vector<NamedSecret>,
                            std::vector<ApiKeyRow>, std::vector<Hit>, Routing, std::vector<DefinitionVersionRow>,
                            DefinitionText, DefinitionCheck, std::vector<DefinitionFinding>, Page<MigrationRow>,
                            WorkflowReplay, WhatIfReport, RunPage, RunStepDetail, RunComparison, std::vector<TroubleRow>,
                            Chart, EditedDefinition, Simulation, std::vector<ScheduleRow>, Page<DeadLetterRow>, NotionStatus,
                            Page<NotionConflictRow>, Page<NotionParkedRow>, RecordMirror, Page<PropertyChangeRow>, RecordText,
                            AgentDetail, Page<AiCallRow>, AiStatus, Page<ThoughtRow>, Page<ToolRequestRow>, Explanation,
                            Trial, std::vector<Macro>, std::vector<ToolServerRow>, AttachmentContent, std::vector<KnowledgeSource>,
                            Page<KnowledgeDocument>, KnowledgeText, KnowledgeFound, KnowledgeAnswer, KnowledgeStatus,
                            std::vector<KnowledgeCheck>, KnowledgeQuality>;

} // namespace hs::api
