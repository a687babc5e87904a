#pragma once

#include <string>

#include "engine/vocabulary/json.h"

// Guards and actions as they stand on the lines of a picture: short, one line, for reading alone.
namespace hs::designer {

/// "paidInFull", "not isVip", "amount >= 100 and in #vip".
[[nodiscard]] std::string guardWords(const OrderedJson &guard);
/// "set room, price", "raise paid", "notify".
[[nodiscard]] std::string actionWords(const OrderedJson &action);
/// A JSONLogic rule; `context.` is left out, it is what most rules look at.
[[nodiscard]] std::string ruleWords(const OrderedJson &rule);

} // namespace hs::designer
