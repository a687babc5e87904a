#pragma once

#include <span>

namespace hs::ui {

/// The forms of what the engine says of sources, of searching them, and of what compares their meanings. engineWords()
/// looks for them behind those of thinking, in this order.
[[nodiscard]] std::span<const char *const> knowledgeForms();

} // namespace hs::ui
