#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/engine_host.h"
#include "engine/workflow/definition.h"

/// What commands need that only look: they read the data folder beside a console that runs on it, or none at all.
namespace hs::runtime {

/// Agents and commands of this program, for `workflow validate`.
[[nodiscard]] Result<workflow::AgentCatalog> runCatalog();

/// Names of the secrets in environment and store; never values.
[[nodiscard]] Result<std::vector<std::string>> secretNames(const HostOptions &options);

/// `route`: a request as JSON {text, entity?, contact?, channel?} → the decision as one JSON object. Works without a store.
[[nodiscard]] Result<std::string> routeText(const HostOptions &options, std::string_view request);

/// `check`: configuration, definitions, schema, database, audit, secrets, and (unless offline) whether what is
/// configured can be reached; beside a running console. Empty: sound.
[[nodiscard]] Result<std::vector<std::string>> check(const HostOptions &options);

/// `knowledge search`: passages, as the door hands them out; beside a running console. Nothing is read or learned by it.
[[nodiscard]] Result<api::KnowledgeFound> searchKnowledge(const HostOptions &options, const api::KnowledgeSearchQuery &query);

/// `workflow list`: one JSON line an instance, newest first.
[[nodiscard]] Result<std::string> workflowList(const HostOptions &options);
/// `workflow show`: one instance with its data and its whole history as JSON; `at`: as it stood after that history row.
[[nodiscard]] Result<std::string> workflowText(const HostOptions &options, const std::string &id, std::optional<std::int64_t> at);

/// `workflow replay`: plays an instance's whole history again; one line of JSON
/// {workflow, number, equal, steps} and, where they differ, {seq, field, stored, replayed} (D15).
struct ReplayText {
    bool equal = false;
    std::string text;
};
[[nodiscard]] Result<ReplayText> workflowReplay(const HostOptions &options, const std::string &id);

} // namespace hs::runtime
