#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/vocabulary/result.h"

namespace hs {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json; ///< keeps the order of keys, where order is meaning

/// Deepest nesting that `parseJson` takes from outside. Deeper documents are an attack, not data.
inline constexpr std::size_t MaxJsonDepth = 64;

/// Where in a text a problem stands. Lines and columns count from 1, columns in bytes.
struct TextPosition {
    std::size_t line = 1;
    std::size_t column = 1;
};
[[nodiscard]] TextPosition positionAt(std::string_view text, std::size_t byte);

/// Parses bytes from outside. Never throws. Fails with BadInput on a syntax
/// error, on invalid UTF-8 and on more than `maxDepth` levels; `where` then is
/// "line L, column C". Any thread, O(n).
[[nodiscard]] Result<Json> parseJson(std::string_view text, std::size_t maxDepth = MaxJsonDepth);

/// One line; invalid UTF-8 is replaced, never thrown.
[[nodiscard]] std::string dump(const Json &value);

// Lenient access to documents from outside: what is missing or of another type is the fallback.
[[nodiscard]] const Json &member(const Json &object, std::string_view key); ///< null when missing
[[nodiscard]] const Json &at(const Json &object, std::string_view dottedPath); ///< "billing.email", "answers.0.text"
[[nodiscard]] std::string text(const Json &object, std::string_view key, std::string_view fallback = {});
[[nodiscard]] std::int64_t integer(const Json &object, std::string_view key, std::int64_t fallback = 0);
[[nodiscard]] double number(const Json &object, std::string_view key, double fallback = 0);
[[nodiscard]] bool boolean(const Json &object, std::string_view key, bool fallback = false);
/// A scalar as people write it: text as it is, numbers and booleans printed, null and the rest empty.
[[nodiscard]] std::string scalarText(const Json &value);
/// The texts of a list, in their order; what is no text is left out, and what is no list has none.
[[nodiscard]] std::vector<std::string> textList(const Json &value);
/// What a value is, for error texts: "nothing", "an object", "a list", "a text", "true", "false", "a number".
[[nodiscard]] std::string kindName(const Json &value);

} // namespace hs
