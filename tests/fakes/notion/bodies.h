#pragma once

#include <initializer_list>
#include <string_view>

#include "tests/fakes/notion/call.h"

namespace hs::test::notion {

/// 400 when the body is no object or has a member that is none of these.
void checkMembers(const Call &call, std::initializer_list<std::string_view> known);

/// An icon or a cover as it is kept; `path` for the refusal.
[[nodiscard]] Json keptPicture(const Json &written, const std::string &path);

} // namespace hs::test::notion
