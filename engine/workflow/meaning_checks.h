#pragma once

#include "engine/workflow/definition.h"
#include "engine/workflow/report.h"
#include "engine/workflow/setup.h"

namespace hs::workflow {

/// The warnings of a definition that reads without fault (W201 to W203, W205 to W207) and E085.
void checkMeaning(const Definition &definition, const Setup &setup, const AgentCatalog &catalog, Report &report);

} // namespace hs::workflow
