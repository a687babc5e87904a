#pragma once

#include <string_view>

namespace hs {

/// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong
/// forms, no surrogates, nothing over U+10FFFF). Any thread, O(n).
[[nodiscard]] bool isUtf8(std::string_view bytes);

} // namespace hs
