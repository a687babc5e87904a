#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hs::workflow {

/// Two places that belong together, or one without a partner.
struct Aligned {
    std::optional<std::size_t> first;
    std::optional<std::size_t> second;

    friend bool operator==(const Aligned &, const Aligned &) = default;
};

/// Lays two sequences beside each other so that as many equal items as possible stand in pairs (the longest
/// common subsequence, by dynamic programming over what is left between a common beginning and end). Between
/// two pairs, what only the first has comes before what only the second has. Costs first × second steps and
/// four bytes each; the caller bounds the lengths. Pure; any thread.
[[nodiscard]] std::vector<Aligned> align(const std::vector<std::string> &first, const std::vector<std::string> &second);

} // namespace hs::workflow
