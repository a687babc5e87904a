#pragma once

#include "tests/fakes/notion/workspace.h"

namespace hs::test::notion {

[[nodiscard]] Json userJson(const Workspace &space, const User &user); ///< whole (integrations.md §2.5)
[[nodiscard]] Json partialUser(const std::string &id);

} // namespace hs::test::notion
