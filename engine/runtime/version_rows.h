#pragma once

#include "engine/api/versions.h"
#include "engine/runtime/flow_migration.h"
#include "engine/store/tables/paging.h"

/// What questions and commands about versions share.
namespace hs::runtime::rows {

/// The mapping of states as the engine takes it; BadInput when a value is no text.
[[nodiscard]] Result<workflow::StateMap> stateMap(const QJsonObject &states);
/// NotFound when the shelf has no such version.
[[nodiscard]] Result<void> versionExists(const Studio &studio, const std::string &definition, const std::string &version);
/// Ids of the instances that a migration is meant for: those named, else the open ones, newest first. BadInput for a
/// named one of another definition.
[[nodiscard]] Result<store::Sliced<std::string>> chosenInstances(const store::ReadSql &sql, const api::MigrationPreviewQuery &query);
[[nodiscard]] api::MigrationRow row(const flow::MigrationView &view);

} // namespace hs::runtime::rows
