#pragma once

#include <span>

namespace hs::ui {

/// The forms of what the engine says of Notion and of values that a record cannot take. engineWords() looks for them
/// behind all others, in this order.
[[nodiscard]] std::span<const char *const> notionForms();

} // namespace hs::ui
