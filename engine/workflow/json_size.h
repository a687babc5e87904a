#pragma once

#include <cstddef>
#include <optional>

#include "engine/vocabulary/json.h"

namespace hs::workflow {

/// How many bytes a value has as compact JSON, when that is more than `limit`; none otherwise.
/// Far below the limit it only counts, without writing anything.
[[nodiscard]] std::optional<std::size_t> bytesBeyond(const OrderedJson &value, std::size_t limit);

} // namespace hs::workflow
