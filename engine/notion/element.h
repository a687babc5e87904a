#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "engine/notion/values.h"

/// Inside of this folder alone: documents as simdjson reads them.
namespace hs::notion {

using Element = simdjson::dom::element;

/// Parses an answer. The element lives until the parser is used again. Fails with Corrupt.
[[nodiscard]] Result<Element> parseElement(simdjson::dom::parser &parser, std::string_view body);

// Lenient access: what is missing or of another type is nothing.
[[nodiscard]] std::optional<Element> memberOf(const Element &object, std::string_view key);
[[nodiscard]] std::string_view textOf(const Element &object, std::string_view key);
[[nodiscard]] bool flagOf(const Element &object, std::string_view key);
[[nodiscard]] std::string idOf(const Element &object, std::string_view key); ///< normalised, or empty

/// Whether Notion's type of a property holds what the hub's does: the same, and a status for a select.
[[nodiscard]] bool typesMatch(records::PropertyType ours, std::string_view theirs);

/// {"type": TYPE, TYPE: …} of a property value, without its id. Addresses of files that Notion keeps carry a signature that
/// is new in every answer; it is left out, so that an unchanged value stays equal.
[[nodiscard]] std::string rawValue(std::string_view type, const Element &value);

/// A number to 15 digits: 0.333 × 100 is 33.3 and not 33.300000000000004.
[[nodiscard]] double withoutDust(double number);

/// What `fromNotion` does, for one property value as simdjson read it.
[[nodiscard]] Reading readElement(const records::Property &property, const Element &value, const Directory &directory);

} // namespace hs::notion
