#pragma once

#include "engine/agents/registry.h"
#include "engine/records/schema.h"
#include "engine/settings/schema.h"
#include "engine/vocabulary/result.h"

/// What ships inside the program, read and checked.
namespace hs::runtime {

struct ProgramData {
    agents::AgentRegistry agents;
    records::Hub hub;
    settings::Schema schema;
};
/// Fails only when the program itself is damaged.
[[nodiscard]] Result<ProgramData> loadProgramData();

} // namespace hs::runtime
