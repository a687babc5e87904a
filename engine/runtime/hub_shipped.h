#pragma once

#include "engine/runtime/hub_seed.h"

namespace hs::runtime::seed {

/// The records that ship: Rewards, Use Cases and Data Transformations (resources/library/), Notification Templates
/// (resources/templates/ and the agents' own letters), the patterns by which agents may talk to each other (from their
/// cards), and what agents, integrations and workflows have to do with all that. What a relation names and is not there
/// yet is left out until it is. Fails with BadInput naming a file that cannot be read.
[[nodiscard]] Result<std::vector<Seed>> shipped(const Deed &deed);
/// Plants them, twice: records name each other in both directions.
Result<void> plantShipped(Deed &deed);

} // namespace hs::runtime::seed
