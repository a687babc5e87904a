#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hs::workflow {

/// `; did you mean "reserved"?`, or nothing when no candidate is near: at most one slip in
/// three letters, a swap of neighbours counting as one.
[[nodiscard]] std::string didYouMean(std::string_view name, const std::vector<std::string> &candidates);

[[nodiscard]] std::string inQuotes(std::string_view name);
/// "a, b, c"
[[nodiscard]] std::string listed(const std::vector<std::string> &names);

} // namespace hs::workflow
