#pragma once

#include <string>
#include <vector>

#include "engine/api/queries.h"
#include "engine/runtime/engine_host.h"
#include "engine/workflow/definition.h"

/// What commands need that only look: they read the data folder beside a console that runs on it, or none at all.
namespace hs::runtime {

/// Agents and commands of this program, for `workflow validate`.
[[nodiscard]] Result<workflow::AgentCatalog> runCatalog();

/// Answers one question from the store as it stands. Fails with NotFound when there is no store yet.
[[nodiscard]] Result<api::Answer> lookAt(const HostOptions &options, api::Query query);
/// Names of the secrets in environment and store; never values.
[[nodiscard]] Result<std::vector<std::string>> secretNames(const HostOptions &options);

/// `route`: a request as JSON {text, entity?, contact?, channel?} → the decision as one JSON object. Works without a store.
[[nodiscard]] Result<std::string> routeText(const HostOptions &options, std::string_view request);

/// `check`: configuration, definitions, schema, database and audit, beside a running console. Empty: sound.
[[nodiscard]] Result<std::vector<std::string>> check(const HostOptions &options);

/// One JSON line an instance; and one instance with its context, as JSON.
[[nodiscard]] std::string workflowLines(const api::Answer &answer);
[[nodiscard]] std::string workflowText(const api::Answer &answer);

} // namespace hs::runtime
