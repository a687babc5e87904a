#include "engine/agents/catalog.h"
#include "engine/agents/registry.h"
#include "engine/designer/chart_reader.h"
#include "engine/designer/definition_edit.h"
#include "engine/designer/simulation.h"
#include "engine/runtime/program_data.h"
#include "engine/runtime/queries.h"

namespace hs::runtime::queries {

Result<api::Chart> ask(const QueryContext &c, const api::ChartQuery &query)
{
    designer::Surroundings surroundings;
    const agents::AgentCatalog &agents = c.studio.agents.catalog();
    surroundings.catalog = runCatalog(agents);
    for (const auto &card : agents.agents())
        surroundings.agentKeys.emplace(card.prefix, card.key);
    return designer::readChart(query.text, surroundings);
}

Result<api::EditedDefinition> ask(const QueryContext &, const api::EditDefinitionQuery &query)
{
    return designer::editDefinition(query.text, query.edit);
}

Result<api::Simulation> ask(const QueryContext &, const api::SimulationQuery &query)
{
    return designer::simulate(query.text, query.script);
}

} // namespace hs::runtime::queries
