#pragma once

#include "engine/runtime/studio.h"
#include "engine/store/tables/workflows.h"
#include "engine/vocabulary/result.h"
#include "engine/workflow/definition.h"

namespace hs::services {
class SourceCatalog;
}

/// The hub's view of what the engine itself has: its agents, integrations and workflows as records that people
/// find beside their own. The engine's tables are the truth; these records follow them.
namespace hs::runtime::mirror {

/// Which of the integrations are set up: source → its secret is known.
using SetUp = std::map<std::string, bool, std::less<>>;
/// Agent Registry and API Integrations. Writes only what differs, so it may run at every start and every few minutes.
Result<void> registry(Deed &deed, const services::SourceCatalog &sources, const SetUp &setUp);
/// Workflows Library: one record for each definition, of its latest version, with the numbers of its instances; and
/// the Primary Workflows of businesses that have none yet.
Result<void> library(Deed &deed);
/// The record that stands for `what` in a database, by the engine's own memory: titles may be changed by people.
[[nodiscard]] std::optional<std::string> known(const store::ReadSql &sql, std::string_view database, std::string_view what);
/// The record of a definition in the Workflows Library; nothing: it has none yet.
[[nodiscard]] std::optional<std::string> libraryRecordOf(const store::ReadSql &sql, std::string_view definition);
/// Changes fields of a record of the engine's own without reading it; `fields` is a JSON object as text. False when there is none.
bool patch(Deed &deed, std::string_view record, std::string_view fields);
/// Active Workflows: the record of one instance, in the transaction of its step.
void instance(Deed &deed, const store::workflows::Instance &instance);
/// Id of an instance's record; made of the instance's own.
[[nodiscard]] std::string recordOf(std::string_view instance);

} // namespace hs::runtime::mirror
