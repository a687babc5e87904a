#pragma once

#include <string>
#include <vector>

namespace hs::store::schema {

/// The statements of each version, oldest first. A version that was released is never changed.
[[nodiscard]] const std::vector<std::vector<std::string>> &versions();

} // namespace hs::store::schema
