#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/api/rows.h"
#include "engine/workflow/definition.h"
#include "engine/workflow/snapshot.h"

namespace hs::runtime {

/// The published definitions, parsed. Thread-safe; a definition never changes once it is here.
class DefinitionShelf {
public:
    using Handle = std::shared_ptr<const workflow::Definition>;

    void add(Handle definition, bool retired = false);
    /// A retired version begins nothing new; what runs on it goes on (V2).
    void setRetired(std::string_view id, std::string_view version, bool retired);
    [[nodiscard]] bool isRetired(std::string_view id, std::string_view version) const;
    [[nodiscard]] Handle find(std::string_view id, std::string_view version) const;
    /// What new instances begin with: the highest version (Semantic Versioning's precedence) that is not retired; null
    /// when there is none. Of versions that differ in build metadata alone the one that was added last.
    [[nodiscard]] Handle latest(std::string_view id) const;
    /// What a board shows: the latest, or the highest version when all are retired; null when unknown.
    [[nodiscard]] Handle shown(std::string_view id) const;
    /// All versions of a definition, the highest first.
    [[nodiscard]] std::vector<Handle> versions(std::string_view id) const;
    /// The shown one of each, in order of first publication.
    [[nodiscard]] std::vector<Handle> all() const;

private:
    struct Copy {
        Handle definition;
        bool retired = false;
    };
    [[nodiscard]] Copy *findCopy(std::string_view id, std::string_view version);
    [[nodiscard]] const Copy *findCopy(std::string_view id, std::string_view version) const;
    [[nodiscard]] static Handle highest(const std::vector<Copy> &copies, bool retiredToo);

    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<Copy>, std::less<>> m_byId; ///< the highest version first
    std::vector<std::string> m_order;
};

/// What people call it: meta.title, else its id.
[[nodiscard]] std::string definitionTitle(const workflow::Definition &definition);
/// Columns of a definition's board: its top-level states in document order.
[[nodiscard]] std::vector<api::ColumnInfo> columnsOf(const workflow::Definition &definition);
/// The column in which an instance in these states stands.
[[nodiscard]] std::string columnOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot);
/// Tags of the active states and of those around them, the innermost first, each once, a line each.
[[nodiscard]] std::string tagsOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot);
/// Active states for people: keys joined by ".", parallel ones by " + ".
[[nodiscard]] std::string stateText(const workflow::Definition &definition, const workflow::Snapshot &snapshot);
[[nodiscard]] std::vector<api::LegalMove> movesOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot);

} // namespace hs::runtime
