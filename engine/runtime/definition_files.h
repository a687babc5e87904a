#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/versions.h"
#include "engine/workflow/definition.h"

/// The files that definitions come from: what ships inside the program, and the studio's own in `<data-dir>/workflows/`.
namespace hs::runtime {

struct DefinitionFile {
    std::string name; ///< "workflows/retreat.json"
    std::string text;
    bool own = false;     ///< the studio's, not the program's
    std::string trouble;  ///< why it could not be read; empty: it was
};
/// What ships first, then the studio's own, each by name.
[[nodiscard]] std::vector<DefinitionFile> definitionFiles(const std::filesystem::path &dataDir);

/// What is published already.
struct InForce {
    struct Content {
        std::string hash, text;
    };
    std::map<std::pair<std::string, std::string>, Content> published; ///< by id and version
    /// Id → the highest version and what that invokes by engine.workflow (E085).
    std::map<std::string, std::pair<std::string, std::set<std::string, std::less<>>>, std::less<>> children;

    /// A retired one keeps its version taken, but begins no child.
    void add(const workflow::Definition &definition, bool retired = false);
    /// The catalog with what every definition in force invokes.
    [[nodiscard]] workflow::AgentCatalog with(workflow::AgentCatalog catalog) const;
};

struct FileVerdict {
    std::string name;
    bool own = false;
    std::shared_ptr<const workflow::Definition> definition; ///< null: not usable as it stands
    bool fresh = false;                      ///< usable and not published yet
    std::vector<workflow::Finding> findings; ///< by place; E100 too
    std::string trouble;                     ///< it could not be read
};
/// Judges files together, each on top of those before it: one that would close a circle of workflows that invoke one
/// another (E085) is refused, unless another file takes the circle apart again. Pure.
[[nodiscard]] std::vector<FileVerdict> judge(const std::vector<DefinitionFile> &files, const workflow::AgentCatalog &catalog, InForce inForce);

/// One text by itself, as it would be published now.
[[nodiscard]] FileVerdict judge(const std::string &text, const workflow::AgentCatalog &catalog, const InForce &inForce);

/// As the door tells it.
[[nodiscard]] api::DefinitionFinding toFinding(const workflow::Finding &finding, const std::string &file);
[[nodiscard]] std::vector<api::DefinitionFinding> toFindings(const FileVerdict &verdict);

} // namespace hs::runtime
