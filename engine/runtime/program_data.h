#pragma once

#include "engine/agents/registry.h"
#include "engine/records/schema.h"
#include "engine/settings/schema.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"

/// What ships inside the program, read and checked.
namespace hs::runtime {

struct ProgramData {
    agents::AgentRegistry agents;
    records::Hub hub;
    settings::Schema schema;
};
/// Fails only when the program itself is damaged.
[[nodiscard]] Result<ProgramData> loadProgramData();

/// What a definition may name when this program shall run it.
[[nodiscard]] workflow::AgentCatalog runCatalog(const agents::AgentCatalog &agents);

} // namespace hs::runtime
