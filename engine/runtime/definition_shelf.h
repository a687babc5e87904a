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

    void add(Handle definition);
    [[nodiscard]] Handle find(std::string_view id, std::string_view version) const;
    /// The newest version of a definition by order of publication; null when unknown.
    [[nodiscard]] Handle latest(std::string_view id) const;
    [[nodiscard]] std::vector<Handle> all() const; ///< the latest of each, in order of first publication

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<Handle>, std::less<>> m_byId;
    std::vector<std::string> m_order;
};

/// Columns of a definition's board: its top-level states in document order.
[[nodiscard]] std::vector<api::ColumnInfo> columnsOf(const workflow::Definition &definition);
/// The column in which an instance in these states stands.
[[nodiscard]] std::string columnOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot);
/// Active states for people: keys joined by ".", parallel ones by " + ".
[[nodiscard]] std::string stateText(const workflow::Definition &definition, const workflow::Snapshot &snapshot);
[[nodiscard]] std::vector<api::LegalMove> movesOf(const workflow::Definition &definition, const workflow::Snapshot &snapshot);

} // namespace hs::runtime
