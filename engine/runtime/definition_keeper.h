#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/api/values.h"
#include "engine/api/versions.h"
#include "engine/runtime/definition_files.h"
#include "engine/runtime/definition_shelf.h"
#include "engine/runtime/studio.h"
#include "engine/store/store.h"

namespace hs::runtime {

/// Publishes definitions: those of files as they change, and texts that people hand in (V1, V2). A bad one never
/// replaces a good one. `load`, `publish` and `retire` wait for the store and belong to the engine's thread (or to its
/// start); what they found is read from any thread.
class DefinitionKeeper {
public:
    /// All outlive it.
    DefinitionKeeper(DefinitionShelf &shelf, const agents::AgentRegistry &agents, std::filesystem::path dataDir);

    /// Puts what is published on the shelf, then publishes what files hold that is new.
    void load(store::Store &store, const Studio &studio);
    Result<api::Receipt> publish(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                                 const api::PublishDefinition &command);
    Result<api::Receipt> retire(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                                const api::RetireDefinition &command);

    /// What is wrong with files and stored definitions, by file and place. Any thread.
    [[nodiscard]] std::vector<api::DefinitionFinding> findings() const;
    /// "id version" → the studio's file that holds just that. Any thread.
    [[nodiscard]] std::map<std::string, std::string> files() const;

private:
    [[nodiscard]] InForce inForce() const;
    /// The file that a definition's new version is written to: the one that holds its highest version, as it was
    /// published; else a new one. A file with changes that nobody has published is never written over.
    [[nodiscard]] std::filesystem::path fileFor(const workflow::Definition &definition) const;
    Result<void> store(store::Store &store, const Studio &studio, const Actor &actor, const std::string &correlation,
                       const std::vector<FileVerdict> &fresh);

    DefinitionShelf &m_shelf;
    const agents::AgentRegistry &m_agents;
    std::filesystem::path m_folder;
    std::filesystem::path m_dataDir;

    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<api::DefinitionFinding> m_findings;
    std::map<std::string, std::string> m_files;
};

/// One line a file: "workflows/a.json: E022 /initial (line 4, column 14): … (and 2 more)". Errors only.
[[nodiscard]] std::map<std::string, std::string> summaries(const std::vector<api::DefinitionFinding> &findings);

} // namespace hs::runtime
