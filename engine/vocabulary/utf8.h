#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hs {

/// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong
/// forms, no surrogates, nothing over U+10FFFF). Any thread, O(n).
[[nodiscard]] bool isUtf8(std::string_view bytes);

/// The beginning of a text in UTF-8: at most `most` bytes, whole characters.
[[nodiscard]] std::string_view upTo(std::string_view text, std::size_t most);
/// The same for people: where something is left out, "…" stands behind it, beyond the `most` bytes.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

} // namespace hs
