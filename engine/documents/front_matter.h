#pragma once

// Inside of the module. Not for other modules.

#include <string_view>

#include "engine/documents/document.h"

namespace hs::documents {

/// Takes title, author, date and language from the lines between "---" (YAML) or "+++" (TOML) at the beginning of a
/// Markdown text; what follows them. A text without such lines is handed back whole.
[[nodiscard]] std::string_view takeFrontMatter(std::string_view text, Document &document);

} // namespace hs::documents
