#pragma once

#include <optional>

#include "engine/api/designer.h"

namespace hs::ui {

/// What a state, a transition or a task is, in a sentence for those who do not see the picture.
[[nodiscard]] QString stateSentence(const api::Chart &chart, int state);
[[nodiscard]] QString transitionSentence(const api::Chart &chart, int transition);

[[nodiscard]] QString stateKindName(api::StateKind kind); ///< "State", "Final state", …
/// What sets a transition off, short: "order.paid", "after PT1H", "qualify done".
[[nodiscard]] QString transitionCause(const api::ChartTransition &transition);
[[nodiscard]] QString transitionIcon(api::ChartTransition::Kind kind); ///< Lucide name; empty: none
/// A delay as people say it: "PT1H30M" → "1 h 30 min", "5000" → "5 s"; a name stays as it is.
[[nodiscard]] QString delayText(const QString &key);
/// Whole milliseconds or an ISO 8601 duration of weeks to seconds; nothing: it is neither.
[[nodiscard]] std::optional<qint64> delayMillis(const QString &key);

} // namespace hs::ui
