#pragma once

#include "tests/fakes/notion/call.h"

namespace hs::test::notion {

/// page_size of a GET or a POST, cut by what an answer may hold; 400 outside of 1 to 100.
[[nodiscard]] std::size_t pageSizeOf(const Call &call);
[[nodiscard]] std::string cursorOf(const Call &call);

/// A list in pages (integrations.md §2.4). The cursor of a plain list is the position, made opaque.
[[nodiscard]] Json pagedList(const Call &call, const Json &all, const std::string &type);
[[nodiscard]] std::string cursorFor(std::size_t position);
[[nodiscard]] std::size_t positionOf(const std::string &cursor); ///< 400 for a cursor that never was

} // namespace hs::test::notion
