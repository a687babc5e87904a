#pragma once

#include <QString>

#include "engine/vocabulary/result.h"

namespace hs::ui {

/// The sentence on the screen for a failure of the engine, by its code.
[[nodiscard]] QString errorSentence(const Error &error);
/// One next step, by its code.
[[nodiscard]] QString errorMend(const Error &error);
/// The engine's own words (what, where, mend), for "Details"; copyable, not translated.
[[nodiscard]] QString errorDetails(const Error &error);

} // namespace hs::ui
