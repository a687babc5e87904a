#pragma once

#include <optional>
#include <string>

#include "engine/runtime/studio.h"
#include "engine/store/tables/records.h"
#include "engine/vocabulary/result.h"

/// The text inside a record's page, written here or in Notion.
namespace hs::runtime::hub {

/// Writes it; it then waits to leave. `seen`: what it must still be. Errors: NotFound, Conflict (it is another by now, or it can only
/// be changed in Notion), BadInput (too long).
Result<void> writeText(Deed &deed, const std::string &record, const std::string &text, const std::optional<std::string> &seen);
/// History, audit and agents, after the text has become another.
Result<void> textChanged(Deed &deed, const store::records::Record &record, const std::string &before, const std::string &after);

} // namespace hs::runtime::hub
