#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

/// Properties that people added in Notion and the hub does not know. They are kept as they came and never written.
/// Pure, any thread.
namespace hs::notion {

/// What a property value of any type says, in one line for people: {"type": "status", "status": {"name": "Open"}} is
/// "Open". Empty when nothing stands there; types that nobody knows yet give their JSON, shortened.
[[nodiscard]] std::string readable(const Json &propertyValue);
[[nodiscard]] std::string readableText(std::string_view rawPropertyValue); ///< the same of JSON text

/// A type as people call it: "multi_select" is "multi-select", "rich_text" is "text".
[[nodiscard]] std::string typeInWords(std::string_view type);

} // namespace hs::notion
