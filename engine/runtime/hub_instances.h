#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/records.h"
#include "engine/store/tables/workflows.h"

/// Active Workflows, as far as hub_mirror.h does not write it with each step.
namespace hs::runtime::mirror {

/// So many steps stand in Step History, the last ones; the run itself keeps all of them.
inline constexpr int StepLines = 20;

/// Step History, Data Payload and Related Tasks are not stored a second time: a step would have to write its whole
/// past again. Whoever reads a record of Active Workflows gets them from the history, the snapshot and the tasks as they
/// stand in the same moment; walks of agents over many records go without. Other records are left as they are.
void complete(const store::ReadSql &sql, store::records::Record &record);
/// The names of those among a database's properties: they are never stored.
[[nodiscard]] std::vector<std::string> drawnNames(std::string_view database);

/// Where a new instance came from: Source System, Source Record ID.
[[nodiscard]] Json originOf(const Deed &deed, const store::workflows::Instance &instance);

/// A case was opened, decided or withdrawn: the Level of its workflow is 4 while one is open, else what Grace decided
/// for this instance, else what its definition says. Cases about the console itself do not count.
void levelFollows(Deed &deed, std::string_view escalation);

} // namespace hs::runtime::mirror
