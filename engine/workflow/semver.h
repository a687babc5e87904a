#pragma once

#include <compare>
#include <string_view>

namespace hs::workflow {

/// Which of two versions is the higher one, by the precedence of Semantic Versioning 2.0.0, section 11: numbers as
/// numbers, a pre-release below its release, build metadata not at all (versions that differ in it alone are equal).
/// Both are sound versions (E012); others compare somehow.
[[nodiscard]] std::weak_ordering compareVersions(std::string_view a, std::string_view b);

} // namespace hs::workflow
