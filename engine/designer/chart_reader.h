#pragma once

#include <map>
#include <string>

#include "engine/api/designer.h"
#include "engine/workflow/definition.h"

namespace hs::designer {

/// What a definition is checked against, and whose colours its tasks have.
struct Surroundings {
    workflow::AgentCatalog catalog = workflow::AgentCatalog::anything();
    std::map<std::string, std::string> agentKeys; ///< prefix of `src` → key of the agent ("grace" → "grace-fields")
};

/// Reads a text for a picture of it; of one with errors as much as can be read. Pure, any thread.
[[nodiscard]] api::Chart readChart(const QString &text, const Surroundings &surroundings);

} // namespace hs::designer
