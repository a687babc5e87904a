#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/vocabulary/json.h"

/// Texts as Notion keeps them: lists of short items (integrations.md §2.2, §2.7). Pure, any thread.
namespace hs::notion {

inline constexpr std::size_t MaxItemUnits = 2'000; ///< of one item; counted in UTF-16 units, to be on the safe side
inline constexpr std::size_t MaxItems = 100;       ///< of one list

/// How many UTF-16 units the text has; bytes that are no UTF-8 count one each.
[[nodiscard]] std::size_t utf16Units(std::string_view text);

/// The list of items for a text, split between characters; an empty text is an empty list.
/// Fails with BadInput when the text does not fit (more than 100 items) or is no UTF-8.
[[nodiscard]] Result<Json> toRichText(std::string_view text);

/// The texts of all items, joined (`plain_text`, else `text.content`, else `equation.expression`).
[[nodiscard]] std::string plainText(const Json &items);

} // namespace hs::notion
