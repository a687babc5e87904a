#pragma once

#include <string_view>

#include "engine/vocabulary/result.h"

namespace hs::notion {

/// The versions of Notion's API that the console speaks, oldest first (integrations.md §2.1).
enum class ApiVersion {
    V2025_09_03, ///< trash is "archived", blocks are appended "after" another
    V2026_03_11  ///< trash is "in_trash", blocks are appended at a "position"
};
inline constexpr auto DefaultVersion = ApiVersion::V2026_03_11;

[[nodiscard]] std::string_view name(ApiVersion version); ///< "2026-03-11", as the header Notion-Version wants it

/// Reads a setting; empty means the default. Fails with BadInput.
[[nodiscard]] Result<ApiVersion> parseVersion(std::string_view text);

} // namespace hs::notion
