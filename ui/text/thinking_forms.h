#pragma once

#include <span>

namespace hs::ui {

/// The forms of what the engine says of agents that think, of their tools and of who answers them. engineWords() looks for
/// them behind all others, in this order.
[[nodiscard]] std::span<const char *const> thinkingForms();

} // namespace hs::ui
