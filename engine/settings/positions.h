#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

namespace hs::settings {

/// Where the parts of a JSON text stand, so that a fault can name its line.
struct Positions {
    /// JSON pointer → byte offset of the key (in a list: of the value); "" is the document.
    std::map<std::string, std::size_t, std::less<>> offsets;
    /// The second of two equal keys of one object, if there is one: the file would say two things.
    std::optional<std::string> doubled;
    std::size_t doubledOffset = 0;

    /// Line of a pointer, or of its nearest parent that stands in the text. From 1.
    [[nodiscard]] std::size_t line(std::string_view text, std::string_view pointer) const;
};

/// Walks a text that is JSON with `//` and `/* */` comments. Of a text that is
/// not, the positions up to the fault come back. Any thread, O(n log n).
[[nodiscard]] Positions findPositions(std::string_view text);

/// A key as it stands in a JSON pointer (RFC 6901: "~" is "~0", "/" is "~1").
[[nodiscard]] std::string pointerPart(std::string_view key);

} // namespace hs::settings
