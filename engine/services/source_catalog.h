#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/services/source.h"

namespace hs::services {

/// All sources the console knows, in the order in which people see them.
/// Immutable once made; any thread. Adding a source: one file, one line in the table
/// of source_catalog.cpp.
class SourceCatalog {
public:
    SourceCatalog();

    [[nodiscard]] const Source *find(std::string_view name) const; ///< null when unknown; names are lower case
    [[nodiscard]] const std::vector<std::unique_ptr<const Source>> &all() const { return m_sources; }

private:
    std::vector<std::unique_ptr<const Source>> m_sources;
};

} // namespace hs::services
