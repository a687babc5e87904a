#pragma once

#include <map>
#include <string>

#include "engine/agents/business_kinds.h"
#include "engine/agents/catalog.h"
#include "engine/agents/grace/routing_rules.h"
#include "engine/agents/ruvo/task_templates.h"
#include "engine/agents/text/lexicon.h"
#include "engine/agents/texts.h"

namespace hs::agents {

/// All data that the agents' rules read. Immutable after loading; any thread.
struct Books {
    AgentCatalog catalog;
    Texts texts;
    TaskTemplates templates;
    Lexicon lexicon;
    RoutingRules rules;
    BusinessKinds kinds;

    /// `files`: content by path relative to `resources/`. Fails with BadInput naming the file.
    [[nodiscard]] static Result<Books> load(const std::map<std::string, std::string, std::less<>> &files);
};

} // namespace hs::agents
