#pragma once

#include <map>
#include <string>

#include "engine/agents/business_kinds.h"
#include "engine/agents/catalog.h"
#include "engine/agents/elan/brand.h"
#include "engine/agents/elan/content.h"
#include "engine/agents/grace/routing_rules.h"
#include "engine/agents/liora/campaign_plan.h"
#include "engine/agents/ruvo/task_templates.h"
#include "engine/agents/text/lexicon.h"
#include "engine/agents/texts.h"
#include "engine/agents/zevi/segments.h"

namespace hs::agents {

/// All data that the agents' rules read. Immutable after loading; any thread.
struct Books {
    AgentCatalog catalog;
    Texts texts;
    TaskTemplates templates;
    Lexicon lexicon;
    RoutingRules rules;
    BusinessKinds kinds;
    std::vector<Segment> segments;
    CampaignRules campaigns;
    BrandRules brand;
    ContentRules content;

    /// `files`: content by path relative to `resources/`. Fails with BadInput naming the file.
    [[nodiscard]] static Result<Books> load(const std::map<std::string, std::string, std::less<>> &files);
};

} // namespace hs::agents
