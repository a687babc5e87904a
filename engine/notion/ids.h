#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/vocabulary/result.h"

/// Notion's ids of pages, databases, data sources, blocks and users are UUIDs that come with and without
/// dashes (integrations.md §2.1). Inside the console they are always `normalised`. Ids of properties are
/// something else: short texts, kept as they come. Pure, any thread.
namespace hs::notion {

/// 32 hexadecimal digits in lower case, without dashes; empty when the text is no such id.
[[nodiscard]] std::optional<std::string> normaliseId(std::string_view text);

/// The same with dashes (8-4-4-4-12), as people see it; what is no id stays as it is.
[[nodiscard]] std::string dashed(std::string_view id);

/// Where people open the page or database in a browser.
[[nodiscard]] std::string addressOf(std::string_view id);

[[nodiscard]] bool sameId(std::string_view a, std::string_view b); ///< false when either is no id

/// The page, database or data source that a person means: an id, or an address copied out of Notion
/// ("https://www.notion.so/team/Studio-hub-0123…?v=…"; of a page opened over a list, the page in `p=`).
/// Fails with BadInput.
[[nodiscard]] Result<std::string> idFromAddress(std::string_view pasted);

} // namespace hs::notion
