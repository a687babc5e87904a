#pragma once

#include "engine/api/rows.h"

namespace hs::ui {

/// What a run of a workflow waits for, in the reader's words: "a person's decision".
/// A code that is not known is shown as it is.
[[nodiscard]] QString waitingOnText(const QString &code);

/// The line at the foot of a card: why it is blocked, or whom or what it waits for. Empty: none. With `now` a moment is
/// told as shortly as a card has room for: today's by its time, others by their date.
[[nodiscard]] QString bannerLine(const api::Card &card, const QDateTime &now = {});

} // namespace hs::ui
