#pragma once

#include <string>

#include "engine/vocabulary/result.h"

namespace hs::bench {

/// Fills a data folder's store: so many contacts, events, cards of the lead workflow, conversations, and
/// lines of the longest conversation. Nothing may run on the folder; a console must have run there once.
[[nodiscard]] Result<void> fill(const std::string &dataDir, int rows);

} // namespace hs::bench
