#pragma once

#include <span>

namespace hs::ui {

/// The forms of what the engine says of documents: why one could not be read, and what is to be known of one that was.
/// engineWords() looks for them behind those of knowledge, in this order.
[[nodiscard]] std::span<const char *const> documentForms();
/// Where in a document a fault lies ("page 3"): too short to be looked for anywhere but in the place of an error.
[[nodiscard]] std::span<const char *const> placeForms();

} // namespace hs::ui
