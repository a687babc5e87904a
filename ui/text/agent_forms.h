#pragma once

#include <span>

namespace hs::ui {

/// The forms of what agents say they did and why. engineWords() looks for them behind
/// all others, in this order.
[[nodiscard]] std::span<const char *const> agentForms();

} // namespace hs::ui
