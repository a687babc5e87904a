#pragma once

// Inside of the module. Not for other modules.

#include <string_view>
#include <vector>

/// What a line is by its looks, where nothing else tells.
namespace hs::documents {

[[nodiscard]] bool isBulletLine(std::string_view line); ///< "- …", "* …", "• …"
[[nodiscard]] bool isListLine(std::string_view line);   ///< that, or "1. …", "2) …", "a) …"
/// The level that a line under another one makes it a heading of: 1 of "=====", 2 of "-----", 0 when it is no
/// underline of it.
[[nodiscard]] int underlineLevel(std::string_view line, std::string_view above);
/// The numbers before a short title without an end of a sentence: 2, 3 of "2.3 Methods"; empty: it is no numbered
/// title.
[[nodiscard]] std::vector<int> headingNumber(std::string_view line);
/// Whether a numbered title can stand behind one with these numbers: 1 or 1.1 at the beginning, then counting on by
/// one.
[[nodiscard]] bool followsOn(const std::vector<int> &last, const std::vector<int> &next);

} // namespace hs::documents
