#pragma once

#include <variant>

#include <QJsonArray>

#include "engine/api/board.h"
#include "engine/api/designer.h"
#include "engine/api/rows.h"
#include "engine/api/versions.h"
#include "engine/api/runs.h"
#include "engine/api/troubles.h"

/// The questions that the door answers. Each names its answer's type.
/// Queries need role viewer, except where another is named. None blocks, none changes anything.
namespace hs::api {

struct EventQuery {
    using Answer = std::variant<Page<EventRow>, EventDetail, std::vector<DatabaseInfo>, Page<RecordRow>, RecordRow,
                            std::vector<DefinitionInfo>, Page<WorkflowRow>, WorkflowDetail, Page<HistoryRow>, Board,
                            BoardLanes, std::vector<SavedBoardView>, Page<TaskRow>, std::vector<AgentRow>,
                            Page<MessageRow>, Page<ThreadRow>, ThreadDetail, EscalationPage, EscalationDetail,
                            std::vector<IntegrationCard>, Page<DeliveryRow>, Page<EffectRow>, Page<AuditRow>, Status,
                            std::vector<OperatorRow>, std::vector<SettingRow>, std::vector<NamedSecret>,
                            std::vector<ApiKeyRow>, std::vector<Hit>, Routing, std::vector<DefinitionVersionRow>,
                            DefinitionText, DefinitionCheck, std::vector<DefinitionFinding>, Page<MigrationRow>,
                            WorkflowReplay, WhatIfReport, RunPage, RunStepDetail, RunComparison, std::vector<TroubleRow>,
                            Chart, EditedDefinition, Simulation>;

} // namespace hs::api
